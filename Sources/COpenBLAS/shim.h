// What sweep uses of OpenBLAS: the C interface of BLAS and the control of its threads.
#ifndef SWEEP_OPENBLAS_SHIM_H
#define SWEEP_OPENBLAS_SHIM_H
#include <cblas.h>
#endif
