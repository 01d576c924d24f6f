// The passes over rows between the products of a maxout layer with layer norm, each in one go.
//
// Rows are numbered twice: in the padded array, where the windows lie, and among the rows that a
// layer computes. `ids` lists the former for the latter.
#ifndef SWEEP_ENCODER_H
#define SWEEP_ENCODER_H

#include "maxout.h"
#include "norm.h"
#include "simd.h"

static void maxout_norm(ptrdiff_t rows, ptrdiff_t n, ptrdiff_t nP, const float *z, const float *g,
                        const float *b, float *maxed, uint8_t *which, float *mean, float *rstd,
                        const int32_t *ids, const float *x, const float *mask,
                        const int32_t *targets, float *y) {
  maxout(rows, n, nP, z, n * nP, maxed, n, which);
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *xr = maxed + r * n;
    struct moments m = row_moments(xr, n);
    mean[r] = m.mean;
    rstd[r] = m.rstd;
    ptrdiff_t row = ids ? ids[r] : r;
    const float *from = x ? x + row * n : NULL;
    const float *kept = mask ? mask + row * n : NULL;
    float *to = y + (targets ? targets[r] : r) * n;
    for (ptrdiff_t i = 0; i < n; i += LANES) {
      v16 normal = (load_at(xr, i, n) - (v16)m.mean) * (v16)m.rstd;
      v16 value = normal * load_at(g, i, n) + load_at(b, i, n);
      if (kept) value *= load_at(kept, i, n);
      if (from) value = load_at(from, i, n) + value;
      store_at(to, i, n, value);
    }
  }
}

static void maxout_norm_backward(ptrdiff_t rows, ptrdiff_t n, const int32_t *ids, const float *dy,
                                 const float *mask, const float *maxed, const float *mean,
                                 const float *rstd, const float *g, float *dnormed,
                                 float *dmaxed) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    ptrdiff_t row = ids ? ids[r] : r;
    const float *from = dy + row * n;
    const float *kept = mask ? mask + row * n : NULL;
    float *to = dnormed + r * n;
    for (ptrdiff_t i = 0; i < n; i += LANES) {
      v16 d = load_at(from, i, n);
      store_at(to, i, n, kept ? d * load_at(kept, i, n) : d);
    }
    layer_norm_backward(1, n, to, n, maxed + r * n, n, mean + r, rstd + r, g, dmaxed + r * n, n);
  }
}

static void window_backward(ptrdiff_t first, ptrdiff_t end, ptrdiff_t rows, ptrdiff_t width,
                            ptrdiff_t n, const int32_t *places, const float *dwindows, float *dx) {
  ptrdiff_t ld = (2 * n + 1) * width;
  for (ptrdiff_t r = first; r < end; r++) {
    for (ptrdiff_t w = -n; w <= n; w++) {
      if (r - w < 0 || r - w >= rows || places[r - w] < 0) continue;
      add_to(width, dwindows + places[r - w] * ld + (w + n) * width, dx + r * width);
    }
  }
}

static void spread_rows(ptrdiff_t count, ptrdiff_t width, const int32_t *sources,
                        const int32_t *targets, const float *x, const float *mask, float *y) {
  for (ptrdiff_t i = 0; i < count; i++) {
    const float *from = x + sources[i] * width;
    float *to = y + targets[i] * width;
    if (mask) {
      multiply(width, from, mask + i * width, to);
    } else {
      memcpy(to, from, (size_t)width * sizeof(float));
    }
  }
}

static void collect_rows(ptrdiff_t count, ptrdiff_t width, ptrdiff_t first, ptrdiff_t end,
                         const int32_t *sources, const int32_t *targets, const float *dy,
                         const float *mask, float *dx) {
  for (ptrdiff_t i = 0; i < count; i++) {
    const float *from = dy + sources[i] * width + first;
    float *to = dx + targets[i] * width + first;
    if (mask) {
      multiply_add(end - first, from, mask + i * width + first, to);
    } else {
      add(end - first, from, to);
    }
  }
}

#endif
