// Maxout: the largest of nP pieces, the lowest piece winning ties.
#ifndef SWEEP_MAXOUT_H
#define SWEEP_MAXOUT_H

#include "simd.h"

// One row, any number of pieces.
INLINE void maxout_row(ptrdiff_t nO, ptrdiff_t nP, const float *z, float *y, uint8_t *which) {
  for (ptrdiff_t o = 0; o < nO; o++) {
    float best = z[o * nP];
    uint8_t piece = 0;
    for (ptrdiff_t p = 1; p < nP; p++) {
      float value = z[o * nP + p];
      bool wins = value > best;
      best = wins ? value : best;
      piece = wins ? (uint8_t)p : piece;
    }
    y[o] = best;
    if (which) which[o] = piece;
  }
}

static void maxout(ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t nP, const float *z, ptrdiff_t ldz,
                   float *y, ptrdiff_t ldy, uint8_t *which) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *zr = z + r * ldz;
    float *yr = y + r * ldy;
    uint8_t *wr = which ? which + r * nO : NULL;
    if (nP == 3) {
      maxout_row(nO, 3, zr, yr, wr);
    } else if (nP == 2) {
      maxout_row(nO, 2, zr, yr, wr);
    } else {
      maxout_row(nO, nP, zr, yr, wr);
    }
  }
}

INLINE void maxout_backward_row(ptrdiff_t nO, ptrdiff_t nP, const float *dy, const uint8_t *which,
                                float *dz) {
  for (ptrdiff_t o = 0; o < nO; o++) {
    for (ptrdiff_t p = 0; p < nP; p++) dz[o * nP + p] = which[o] == p ? dy[o] : 0;
  }
}

static void maxout_backward(ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t nP, const float *dy,
                            ptrdiff_t lddy, const uint8_t *which, float *dz, ptrdiff_t lddz) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *dr = dy + r * lddy;
    if (nP == 3) {
      maxout_backward_row(nO, 3, dr, which + r * nO, dz + r * lddz);
    } else if (nP == 2) {
      maxout_backward_row(nO, 2, dr, which + r * nO, dz + r * lddz);
    } else {
      maxout_backward_row(nO, nP, dr, which + r * nO, dz + r * lddz);
    }
  }
}

#endif
