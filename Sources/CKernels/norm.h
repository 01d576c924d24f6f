// Layer norm with the population variance + 1e-8. Sums over a row use sixteen partial sums.
#ifndef SWEEP_NORM_H
#define SWEEP_NORM_H

#include "simd.h"

// x − mean, with zeros in the lanes beyond the row.
INLINE v16 distance_at(const float *x, ptrdiff_t i, ptrdiff_t n, float mean) {
  v16 d = load_at(x, i, n) - (v16)mean;
  if (i + LANES <= n) return d;
  float lanes[LANES] = {0};
  store_some(lanes, d, n - i);
  return load(lanes);
}

struct moments {
  float mean, rstd;
};

INLINE struct moments row_moments(const float *x, ptrdiff_t n) {
  v16 sums = 0;
  for (ptrdiff_t i = 0; i < n; i += LANES) sums += load_at(x, i, n);
  float mean = sum16(sums) / (float)n;
  v16 squares = 0;
  for (ptrdiff_t i = 0; i < n; i += LANES) {
    v16 d = distance_at(x, i, n, mean);
    squares += d * d;
  }
  float variance = sum16(squares) / (float)n + 1e-8f;
  return (struct moments){mean, 1.0f / sqrtf(variance)};
}

static void layer_norm(ptrdiff_t rows, ptrdiff_t n, const float *x, ptrdiff_t ldx, const float *g,
                       const float *b, float *y, ptrdiff_t ldy, float *mean, float *rstd) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *xr = x + r * ldx;
    struct moments m = row_moments(xr, n);
    mean[r] = m.mean;
    rstd[r] = m.rstd;
    for (ptrdiff_t i = 0; i < n; i += LANES) {
      v16 normal = (load_at(xr, i, n) - (v16)m.mean) * (v16)m.rstd;
      store_at(y + r * ldy, i, n, normal * load_at(g, i, n) + load_at(b, i, n));
    }
  }
}

// dx = (N·d − Σd − (x − μ)·r²·Σ(d·(x − μ)))·r / N with d = dy·g.
static void layer_norm_backward(ptrdiff_t rows, ptrdiff_t n, const float *dy, ptrdiff_t lddy,
                                const float *x, ptrdiff_t ldx, const float *mean,
                                const float *rstd, const float *g, float *dx, ptrdiff_t lddx) {
  float count = (float)n;
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *xr = x + r * ldx, *dr = dy + r * lddy;
    float mu = mean[r], scale = rstd[r];
    v16 sums = 0, moments = 0;
    for (ptrdiff_t i = 0; i < n; i += LANES) {
      v16 d = load_at(dr, i, n) * load_at(g, i, n);
      sums += d;
      moments += d * distance_at(xr, i, n, mu);
    }
    float sum = sum16(sums);
    float pull = scale * scale * sum16(moments);
    float factor = scale / count;
    for (ptrdiff_t i = 0; i < n; i += LANES) {
      v16 d = load_at(dr, i, n) * load_at(g, i, n);
      v16 distance = load_at(xr, i, n) - (v16)mu;
      v16 value = ((v16)count * d - (v16)sum - distance * (v16)pull) * (v16)factor;
      store_at(dx + r * lddx, i, n, value);
    }
  }
}

static void layer_norm_gradients(ptrdiff_t rows, ptrdiff_t n, const float *dy, ptrdiff_t lddy,
                                 const float *x, ptrdiff_t ldx, const float *mean,
                                 const float *rstd, float *dg, float *db) {
  for (ptrdiff_t i = 0; i < n; i += LANES) {
    v16 sum_g = load_at(dg, i, n), sum_b = load_at(db, i, n);
    for (ptrdiff_t r = 0; r < rows; r++) {
      v16 d = load_at(dy + r * lddy, i, n);
      v16 normal = (load_at(x + r * ldx, i, n) - (v16)mean[r]) * (v16)rstd[r];
      sum_g += d * normal;
      sum_b += d;
    }
    store_at(dg, i, n, sum_g);
    store_at(db, i, n, sum_b);
  }
}

#endif
