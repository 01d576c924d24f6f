// Elementwise kernels. Plain loops: the compiler vectorises them and may not reorder anything.
#ifndef SWEEP_ELEMENTWISE_H
#define SWEEP_ELEMENTWISE_H

#include "simd.h"

static void add(ptrdiff_t n, const float *x, float *y) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] += x[i];
}

static void axpy(ptrdiff_t n, float alpha, const float *x, float *y) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] += alpha * x[i];
}

static void scale(ptrdiff_t n, float alpha, float *x) {
  for (ptrdiff_t i = 0; i < n; i++) x[i] *= alpha;
}

static void multiply(ptrdiff_t n, const float *x, const float *m, float *y) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] = x[i] * m[i];
}

static void multiply_add(ptrdiff_t n, const float *x, const float *m, float *y) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] += x[i] * m[i];
}

static void multiply_rows(ptrdiff_t rows, ptrdiff_t columns, const float *x, ptrdiff_t ldx,
                          const float *m, float *y, ptrdiff_t ldy) {
  for (ptrdiff_t r = 0; r < rows; r++) multiply(columns, x + r * ldx, m, y + r * ldy);
}

static void relu(ptrdiff_t n, const float *x, float *y, uint8_t *which) {
  for (ptrdiff_t i = 0; i < n; i++) {
    float value = x[i];
    uint8_t on = value >= 0;
    which[i] = on;
    y[i] = on ? value : 0;
  }
}

static void relu_backward(ptrdiff_t n, const float *dy, const uint8_t *which, float *dx) {
  for (ptrdiff_t i = 0; i < n; i++) dx[i] = which[i] ? dy[i] : 0;
}

static void add_bias(ptrdiff_t rows, ptrdiff_t columns, const float *bias, float *x,
                     ptrdiff_t ldx) {
  for (ptrdiff_t r = 0; r < rows; r++) add(columns, bias, x + r * ldx);
}

static void sum_rows(ptrdiff_t rows, ptrdiff_t columns, const float *x, ptrdiff_t ldx,
                     float *out) {
  ptrdiff_t j = 0;
  for (; j + LANES <= columns; j += LANES) {
    v16 sum = load(out + j);
    for (ptrdiff_t r = 0; r < rows; r++) sum += load(x + r * ldx + j);
    store(out + j, sum);
  }
  for (; j < columns; j++) {
    float sum = out[j];
    for (ptrdiff_t r = 0; r < rows; r++) sum += x[r * ldx + j];
    out[j] = sum;
  }
}

// Sixteen partial sums in double: lanes 0–7 and 8–15 in two vectors.
static double sum_of_squares(ptrdiff_t n, const float *x) {
  d8 low = 0, high = 0;
  for (ptrdiff_t i = 0; i < n; i += LANES) {
    v16 values = i + LANES <= n ? load(x + i) : load_some(x + i, n - i);
    d8 a = widen(values.lo), b = widen(values.hi);
    low += a * a;
    high += b * b;
  }
  return sum8(low + high);
}

#endif
