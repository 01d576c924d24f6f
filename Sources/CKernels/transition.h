// The lower layer of the transition model: sums of precomputed features, and back.
#ifndef SWEEP_TRANSITION_H
#define SWEEP_TRANSITION_H

#include "simd.h"

static void gather_sum(ptrdiff_t states, ptrdiff_t nF, ptrdiff_t width, const int32_t *ids,
                       const float *y, const float *pad, const float *bias, float *v) {
  for (ptrdiff_t s = 0; s < states; s++) {
    float *out = v + s * width;
    memcpy(out, bias, (size_t)width * sizeof(float));
    for (ptrdiff_t f = 0; f < nF; f++) {
      ptrdiff_t id = ids[s * nF + f];
      add_to(width, id < 0 ? pad + f * width : y + (id * nF + f) * width, out);
    }
  }
}

static void gather_rows(ptrdiff_t states, ptrdiff_t width, const int32_t *ids, ptrdiff_t stride,
                        const float *t, ptrdiff_t rows, float *out) {
  for (ptrdiff_t s = 0; s < states; s++) {
    ptrdiff_t id = ids[s * stride];
    const float *row = t + (id < 0 ? rows - 1 : id) * width;
    memcpy(out + s * width, row, (size_t)width * sizeof(float));
  }
}

static void scatter_add_rows(ptrdiff_t states, ptrdiff_t width, const int32_t *ids,
                             ptrdiff_t stride, const float *x, ptrdiff_t ldx, float *t) {
  for (ptrdiff_t s = 0; s < states; s++) {
    ptrdiff_t id = ids[s * stride];
    if (id < 0) continue;
    add_to(width, x + s * ldx, t + id * width);
  }
}

static void scatter_missing(ptrdiff_t states, ptrdiff_t nF, ptrdiff_t width, const int32_t *ids,
                            const float *dv, float *dpad) {
  for (ptrdiff_t s = 0; s < states; s++) {
    const float *row = dv + s * width;
    for (ptrdiff_t f = 0; f < nF; f++) {
      if (ids[s * nF + f] >= 0) continue;
      add_to(width, row, dpad + f * width);
    }
  }
}

static void scatter_sum(ptrdiff_t states, ptrdiff_t nF, ptrdiff_t width, const int32_t *ids,
                        const float *dv, float *dy, float *dpad) {
  for (ptrdiff_t s = 0; s < states; s++) {
    const float *row = dv + s * width;
    for (ptrdiff_t f = 0; f < nF; f++) {
      ptrdiff_t id = ids[s * nF + f];
      add_to(width, row, id < 0 ? dpad + f * width : dy + (id * nF + f) * width);
    }
  }
}

#endif
