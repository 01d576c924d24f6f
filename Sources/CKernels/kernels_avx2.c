// The kernels compiled for AVX2. The pragmas have to come first: nothing may contract a·b + c.
#pragma clang fp contract(off)
#if defined(__x86_64__)
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "include/CKernels.h"

#define SWEEP_LEVEL SWEEP_AVX2
#define TABLE sweep_kernels_avx2
extern const struct sweep_kernels TABLE;

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "table.h"
#pragma clang attribute pop
#endif
