// exp, log and tanh in double from + − × ÷ and fma in a fixed order, and what is built on them.
//
// Goals: the same bits on every machine (libm's double functions differ with and without FMA),
// errors of about one unit in the last place, eight lanes at a time.
#ifndef SWEEP_EXPONENTIAL_H
#define SWEEP_EXPONENTIAL_H

#include "simd.h"

#define SHIFTER 0x1.8p52  // adding it rounds to an integer, which is then in the low bits
#define LN2_HIGH 0x1.62e42fee00000p-1  // 32 bits: times an exponent exactly
#define LN2_LOW 0x1.a39ef35793c76p-33

// The polynomial of (exp(r) − 1 − r)/r² by Taylor, |r| ≤ ln 2 / 2: even and odd terms side by side.
INLINE d8 exp_tail(d8 r) {
  d8 z = r * r;
  d8 even = 1.0 / 479001600.0, odd = 1.0 / 6227020800.0;
  even = fma8(even, z, (d8)(1.0 / 3628800.0));
  odd = fma8(odd, z, (d8)(1.0 / 39916800.0));
  even = fma8(even, z, (d8)(1.0 / 40320.0));
  odd = fma8(odd, z, (d8)(1.0 / 362880.0));
  even = fma8(even, z, (d8)(1.0 / 720.0));
  odd = fma8(odd, z, (d8)(1.0 / 5040.0));
  even = fma8(even, z, (d8)(1.0 / 24.0));
  odd = fma8(odd, z, (d8)(1.0 / 120.0));
  even = fma8(even, z, (d8)0.5);
  odd = fma8(odd, z, (d8)(1.0 / 6.0));
  return fma8(odd, r, even);
}

// 2^k for −1022 ≤ k ≤ 1023.
INLINE d8 power_of_two(i8x k) {
  i8x bits = (k + 1023) << 52;
  return (d8)bits;
}

// x = k·ln 2 + r.
INLINE d8 reduce(d8 x, i8x *k) {
  d8 shifted = fma8(x, (d8)0x1.71547652b82fep0, (d8)SHIFTER);
  d8 multiple = shifted - SHIFTER;
  *k = (i8x)shifted - (i8x)(d8)SHIFTER;
  d8 r = fma8(-multiple, (d8)LN2_HIGH, x);
  return fma8(-multiple, (d8)LN2_LOW, r);
}

INLINE d8 exp8(d8 x) {
  x = select8(x > 710.0, (d8)710.0, x);
  x = select8(x < -746.0, (d8)-746.0, x);
  i8x k;
  d8 r = reduce(x, &k);
  d8 y = fma8(r * r, exp_tail(r), r) + 1.0;
  i8x half = k >> 1;
  return y * power_of_two(half) * power_of_two(k - half);
}

INLINE d8 log8(d8 x) {
  i8x tiny = x < 0x1p-1022;
  d8 scaled = select8(tiny, x * 0x1p54, x);
  i8x bits = (i8x)scaled;
  // The mantissa goes to [√½, √2).
  i8x offset = bits - 0x3fe6a09e667f3bcdLL;
  i8x k = offset >> 52;
  i8x mantissa = bits - (k << 52);
  d8 exponent = __builtin_convertvector(k, d8) - select8(tiny, (d8)54.0, (d8)0.0);
  d8 f = (d8)mantissa - 1.0;
  d8 s = f / (f + 2.0);
  d8 z = s * s;
  d8 q = 2.0 / 23.0;
  q = fma8(q, z, (d8)(2.0 / 21.0));
  q = fma8(q, z, (d8)(2.0 / 19.0));
  q = fma8(q, z, (d8)(2.0 / 17.0));
  q = fma8(q, z, (d8)(2.0 / 15.0));
  q = fma8(q, z, (d8)(2.0 / 13.0));
  q = fma8(q, z, (d8)(2.0 / 11.0));
  q = fma8(q, z, (d8)(2.0 / 9.0));
  q = fma8(q, z, (d8)(2.0 / 7.0));
  q = fma8(q, z, (d8)(2.0 / 5.0));
  q = fma8(q, z, (d8)(2.0 / 3.0));
  d8 half = 0.5 * f * f;
  d8 low = fma8(exponent, (d8)LN2_LOW, s * (half + z * q));
  d8 y = exponent * LN2_HIGH - ((half - low) - f);
  y = select8(x == 0.0, (d8)-INFINITY, y);
  y = select8(x < 0.0, (d8)NAN, y);
  return select8((x == INFINITY) | (x != x), x, y);
}

// t/(t + 2) with t = exp(2|x|) − 1, which keeps small results exact to the last places.
INLINE d8 tanh8(d8 x) {
  d8 size = __builtin_elementwise_abs(x);
  d8 twice = select8(size > 20.0, (d8)40.0, size + size);
  i8x k;
  d8 r = reduce(twice, &k);
  d8 small = fma8(r * r, exp_tail(r), r);
  d8 power = power_of_two(k);
  d8 t = fma8(power, small, power - 1.0);
  d8 y = t / (t + 2.0);
  y = select8(size > 20.0, (d8)1.0, y);
  y = __builtin_elementwise_copysign(y, x);
  return select8(x != x, x, y);
}

INLINE d8 load8(const double *p, ptrdiff_t i, ptrdiff_t n) {
  d8 r;
  double lanes[8] = {0};
  if (i + 8 <= n) {
    memcpy(&r, p + i, sizeof r);
    return r;
  }
  for (ptrdiff_t l = 0; i + l < n; l++) lanes[l] = p[i + l];
  memcpy(&r, lanes, sizeof r);
  return r;
}

INLINE void store8(double *p, ptrdiff_t i, ptrdiff_t n, d8 x) {
  if (i + 8 <= n) {
    memcpy(p + i, &x, sizeof x);
  } else {
    double lanes[8];
    memcpy(lanes, &x, sizeof x);
    for (ptrdiff_t l = 0; i + l < n; l++) p[i + l] = lanes[l];
  }
}

// Floats as doubles; lanes beyond the end are `rest`.
INLINE d8 load_floats(const float *p, ptrdiff_t i, ptrdiff_t n, float rest) {
  v8 r;
  if (i + 8 <= n) {
    memcpy(&r, p + i, sizeof r);
    return widen(r);
  }
  float lanes[8];
  for (ptrdiff_t l = 0; l < 8; l++) lanes[l] = i + l < n ? p[i + l] : rest;
  memcpy(&r, lanes, sizeof r);
  return widen(r);
}

INLINE void store_floats(float *p, ptrdiff_t i, ptrdiff_t n, d8 x) {
  v8 r = narrow(x);
  if (i + 8 <= n) {
    memcpy(p + i, &r, sizeof r);
  } else {
    float lanes[8];
    memcpy(lanes, &r, sizeof r);
    for (ptrdiff_t l = 0; i + l < n; l++) p[i + l] = lanes[l];
  }
}

static void exp_f64(ptrdiff_t n, const double *x, double *y) {
  for (ptrdiff_t i = 0; i < n; i += 8) store8(y, i, n, exp8(load8(x, i, n)));
}

static void log_f64(ptrdiff_t n, const double *x, double *y) {
  for (ptrdiff_t i = 0; i < n; i += 8) store8(y, i, n, log8(load8(x, i, n)));
}

static void tanh_f64(ptrdiff_t n, const double *x, double *y) {
  for (ptrdiff_t i = 0; i < n; i += 8) store8(y, i, n, tanh8(load8(x, i, n)));
}

static void exp_f32(ptrdiff_t n, const float *x, float *y) {
  for (ptrdiff_t i = 0; i < n; i += 8) store_floats(y, i, n, exp8(load_floats(x, i, n, 0)));
}

static void log_f32(ptrdiff_t n, const float *x, float *y) {
  for (ptrdiff_t i = 0; i < n; i += 8) store_floats(y, i, n, log8(load_floats(x, i, n, 1)));
}

static void tanh_f32(ptrdiff_t n, const float *x, float *y) {
  for (ptrdiff_t i = 0; i < n; i += 8) store_floats(y, i, n, tanh8(load_floats(x, i, n, 0)));
}

static void logistic(ptrdiff_t n, const float *x, float *y) {
  for (ptrdiff_t i = 0; i < n; i += 8) {
    store_floats(y, i, n, 1.0 / (1.0 + exp8(-load_floats(x, i, n, 0))));
  }
}

// x·tanh(log(1 + exp(x))), written with exp alone; from `MISH_END` on it is x.
#define MISH_END 20.0

static void mish(ptrdiff_t n, const float *x, float *y) {
  for (ptrdiff_t i = 0; i < n; i += 8) {
    d8 v = load_floats(x, i, n, 0), e = exp8(v);
    d8 t = e * (e + 2.0);
    store_floats(y, i, n, select8(v >= MISH_END, v, v * (t / (t + 2.0))));
  }
}

static void mish_backward(ptrdiff_t n, const float *x, const float *dy, float *dx) {
  for (ptrdiff_t i = 0; i < n; i += 8) {
    d8 v = load_floats(x, i, n, 0), d = load_floats(dy, i, n, 0), e = exp8(v);
    d8 omega = 4.0 * (v + 1.0) + 4.0 * e * e + e * e * e + e * (4.0 * v + 6.0);
    d8 delta = e * (e + 2.0) + 2.0;
    d8 slope = e * omega / (delta * delta);
    store_floats(dx, i, n, select8(v >= MISH_END, d, d * slope));
  }
}

INLINE float largest(const float *x, ptrdiff_t n) {
  float best = x[0];
  for (ptrdiff_t i = 1; i < n; i++) best = x[i] > best ? x[i] : best;
  return best;
}

static void softmax_rows(ptrdiff_t rows, ptrdiff_t n, const float *x, ptrdiff_t ldx, float *y,
                         ptrdiff_t ldy) {
  for (ptrdiff_t r = 0; r < rows && n > 0; r++) {
    const float *xr = x + r * ldx;
    double top = largest(xr, n);
    d8 sums = 0;
    for (ptrdiff_t i = 0; i < n; i += 8) sums += exp8(load_floats(xr, i, n, -INFINITY) - top);
    double sum = sum8(sums);
    for (ptrdiff_t i = 0; i < n; i += 8) {
      store_floats(y + r * ldy, i, n, exp8(load_floats(xr, i, n, 0) - top) / sum);
    }
  }
}

#endif
