// The kernels compiled for AVX512. The pragmas have to come first: nothing may contract a·b + c.
#pragma clang fp contract(off)
#if defined(__x86_64__)
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "include/CKernels.h"

#define SWEEP_LEVEL SWEEP_AVX512
#define TABLE sweep_kernels_avx512
extern const struct sweep_kernels TABLE;

#define FEATURES "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"
#pragma clang attribute push(__attribute__((target(FEATURES))), apply_to = function)
#include "table.h"
#pragma clang attribute pop
#endif
