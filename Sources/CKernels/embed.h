// Hash embeddings (four table rows per token) and windows of neighbouring rows.
#ifndef SWEEP_EMBED_H
#define SWEEP_EMBED_H

#include "simd.h"

static void hash_embed(ptrdiff_t tokens, ptrdiff_t width, const uint32_t *ids, const float *table,
                       const float *mask, float *out, ptrdiff_t ldout) {
  for (ptrdiff_t t = 0; t < tokens; t++) {
    const float *e0 = table + (ptrdiff_t)ids[4 * t] * width;
    const float *e1 = table + (ptrdiff_t)ids[4 * t + 1] * width;
    const float *e2 = table + (ptrdiff_t)ids[4 * t + 2] * width;
    const float *e3 = table + (ptrdiff_t)ids[4 * t + 3] * width;
    float *y = out + t * ldout;
    for (ptrdiff_t i = 0; i < width; i += LANES) {
      v16 sum = load_at(e0, i, width) + load_at(e1, i, width);
      sum = sum + load_at(e2, i, width) + load_at(e3, i, width);
      if (mask) sum *= load_at(mask, i, width);
      store_at(y, i, width, sum);
    }
  }
}

// Columns first … end − 1.
static void hash_embed_backward(ptrdiff_t tokens, ptrdiff_t width, ptrdiff_t first, ptrdiff_t end,
                                const uint32_t *ids, const float *dy, ptrdiff_t lddy,
                                const float *mask, float *dtable) {
  for (ptrdiff_t t = 0; t < tokens; t++) {
    const float *d = dy + t * lddy;
    for (ptrdiff_t i = first; i < end; i += LANES) {
      v16 x = load_at(d, i, end);
      if (mask) x *= load_at(mask, i, end);
      // One after the other: the four rows may be the same.
      for (ptrdiff_t j = 0; j < 4; j++) {
        float *row = dtable + (ptrdiff_t)ids[4 * t + j] * width;
        store_at(row, i, end, load_at(row, i, end) + x);
      }
    }
  }
}

static void expand_window(ptrdiff_t rows, ptrdiff_t width, ptrdiff_t n, const float *x,
                          float *y) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    for (ptrdiff_t w = -n; w <= n; w++, y += width) {
      bool inside = r + w >= 0 && r + w < rows;
      if (inside) {
        memcpy(y, x + (r + w) * width, (size_t)width * sizeof(float));
      } else {
        memset(y, 0, (size_t)width * sizeof(float));
      }
    }
  }
}

// Row by row of dx, so that rows may be split: dx[i] takes offset w of the row i − w.
static void expand_window_backward(ptrdiff_t rows, ptrdiff_t width, ptrdiff_t n, const float *dy,
                                   float *dx) {
  ptrdiff_t ld = (2 * n + 1) * width;
  for (ptrdiff_t r = 0; r < rows; r++) {
    for (ptrdiff_t w = -n; w <= n; w++) {
      if (r - w < 0 || r - w >= rows) continue;
      const float *d = dy + (r - w) * ld + (w + n) * width;
      add_to(width, d, dx + r * width);
    }
  }
}

#endif
