// Sixteen-lane vectors, which the compiler splits into what the level has.
//
// Included once per level, with that level's target attribute pushed: everything here is static
// and inlined. Products and sums are never contracted; fma is called where one is meant.
#ifndef SWEEP_SIMD_H
#define SWEEP_SIMD_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "include/CKernels.h"

// Vectors are only passed between inlined functions of one level.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))
#define LANES 16

typedef float v16 __attribute__((ext_vector_type(16)));
typedef int32_t i16x __attribute__((ext_vector_type(16)));
typedef double d8 __attribute__((ext_vector_type(8)));
typedef int64_t i8x __attribute__((ext_vector_type(8)));
typedef float v8 __attribute__((ext_vector_type(8)));
typedef float v4 __attribute__((ext_vector_type(4)));

INLINE v16 load(const float *p) {
  v16 r;
  memcpy(&r, p, sizeof r);
  return r;
}

INLINE void store(float *p, v16 x) { memcpy(p, &x, sizeof x); }

// The first n < 16 elements, zeros after them.
INLINE v16 load_some(const float *p, ptrdiff_t n) {
  float lanes[LANES] = {0};
  for (ptrdiff_t i = 0; i < n; i++) lanes[i] = p[i];
  return load(lanes);
}

INLINE void store_some(float *p, v16 x, ptrdiff_t n) {
  float lanes[LANES];
  store(lanes, x);
  for (ptrdiff_t i = 0; i < n; i++) p[i] = lanes[i];
}

// Elements i … of an array of n, sixteen or what is left of them.
INLINE v16 load_at(const float *p, ptrdiff_t i, ptrdiff_t n) {
  return i + LANES <= n ? load(p + i) : load_some(p + i, n - i);
}

INLINE void store_at(float *p, ptrdiff_t i, ptrdiff_t n, v16 x) {
  if (i + LANES <= n) {
    store(p + i, x);
  } else {
    store_some(p + i, x, n - i);
  }
}

// y += x.
INLINE void add_to(ptrdiff_t n, const float *restrict x, float *restrict y) {
  ptrdiff_t i = 0;
  for (; i + LANES <= n; i += LANES) store(y + i, load(y + i) + load(x + i));
  for (; i < n; i++) y[i] += x[i];
}

INLINE v16 fma16(v16 a, v16 b, v16 c) { return __builtin_elementwise_fma(a, b, c); }
INLINE d8 fma8(d8 a, d8 b, d8 c) { return __builtin_elementwise_fma(a, b, c); }
INLINE v16 sqrt16(v16 x) { return __builtin_elementwise_sqrt(x); }

// 16 → 8 → 4 → 2 → 1, lane i with lane i + half.
INLINE float sum16(v16 x) {
  v8 a = x.lo + x.hi;
  v4 b = a.lo + a.hi;
  return (b.x + b.z) + (b.y + b.w);
}

// 8 → 4 → 2 → 1.
INLINE double sum8(d8 x) {
  double a0 = x[0] + x[4], a1 = x[1] + x[5], a2 = x[2] + x[6], a3 = x[3] + x[7];
  return (a0 + a2) + (a1 + a3);
}

INLINE d8 widen(v8 x) { return __builtin_convertvector(x, d8); }
INLINE v8 narrow(d8 x) { return __builtin_convertvector(x, v8); }

INLINE v16 select16(i16x mask, v16 a, v16 b) {
  i16x bits = ((i16x)a & mask) | ((i16x)b & ~mask);
  return (v16)bits;
}

INLINE d8 select8(i8x mask, d8 a, d8 b) {
  i8x bits = ((i8x)a & mask) | ((i8x)b & ~mask);
  return (d8)bits;
}

#endif
