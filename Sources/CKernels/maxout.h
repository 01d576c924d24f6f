// Maxout: the largest of nP pieces, the lowest piece winning ties.
//
// Pieces lie innermost. For two and three pieces, sixteen outputs at a time are taken apart into
// one vector per piece and put together again by shuffles; other counts and the last outputs of a
// row go one by one.
#ifndef SWEEP_MAXOUT_H
#define SWEEP_MAXOUT_H

#include "simd.h"

typedef uint8_t u8x16 __attribute__((ext_vector_type(16)));

// Sixteen outputs' pieces, one vector for each piece.
struct pieces {
  v16 piece[3];
};

INLINE struct pieces take_apart(const float *z, const int nP) {
  struct pieces x;
  v16 a = load(z), b = load(z + 16);
  if (nP == 2) {
    x.piece[0] = __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26,
                                         28, 30);
    x.piece[1] = __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27,
                                         29, 31);
    x.piece[2] = 0;
    return x;
  }
  v16 c = load(z + 32);
  v16 ab0 = __builtin_shufflevector(a, b, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, -1, -1, -1, -1,
                                    -1);
  v16 ab1 = __builtin_shufflevector(a, b, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, -1, -1, -1, -1,
                                    -1);
  v16 ab2 = __builtin_shufflevector(a, b, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, -1, -1, -1, -1, -1,
                                    -1);
  x.piece[0] = __builtin_shufflevector(ab0, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26,
                                       29);
  x.piece[1] = __builtin_shufflevector(ab1, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27,
                                       30);
  x.piece[2] = __builtin_shufflevector(ab2, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28,
                                       31);
  return x;
}

INLINE void put_together(struct pieces x, const int nP, float *z) {
  v16 a = x.piece[0], b = x.piece[1];
  if (nP == 2) {
    store(z, __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7,
                                     23));
    store(z + 16, __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14,
                                          30, 15, 31));
    return;
  }
  v16 c = x.piece[2];
  v16 ab0 = __builtin_shufflevector(a, b, 0, 16, -1, 1, 17, -1, 2, 18, -1, 3, 19, -1, 4, 20, -1,
                                    5);
  v16 ab1 = __builtin_shufflevector(a, b, 21, -1, 6, 22, -1, 7, 23, -1, 8, 24, -1, 9, 25, -1, 10,
                                    26);
  v16 ab2 = __builtin_shufflevector(a, b, -1, 11, 27, -1, 12, 28, -1, 13, 29, -1, 14, 30, -1, 15,
                                    31, -1);
  store(z, __builtin_shufflevector(ab0, c, 0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20,
                                   15));
  store(z + 16, __builtin_shufflevector(ab1, c, 0, 21, 2, 3, 22, 5, 6, 23, 8, 9, 24, 11, 12, 25,
                                        14, 15));
  store(z + 32, __builtin_shufflevector(ab2, c, 26, 1, 2, 27, 4, 5, 28, 7, 8, 29, 10, 11, 30, 13,
                                        14, 31));
}

// The outputs from `first` on, one by one.
INLINE void maxout_row(ptrdiff_t first, ptrdiff_t nO, ptrdiff_t nP, const float *z, float *y,
                       uint8_t *which) {
  for (ptrdiff_t o = first; o < nO; o++) {
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

// The winners among sixteen outputs' pieces.
INLINE v16 winners(struct pieces x, const int nP, uint8_t *which) {
  i16x wins = x.piece[1] > x.piece[0];
  v16 best = select16(wins, x.piece[1], x.piece[0]);
  i16x piece = wins & 1;
  if (nP == 3) {
    i16x last = x.piece[2] > best;
    best = select16(last, x.piece[2], best);
    piece = (piece & ~last) | (last & 2);
  }
  if (which) {
    u8x16 bytes = __builtin_convertvector(piece, u8x16);
    memcpy(which, &bytes, sizeof bytes);
  }
  return best;
}

INLINE void maxout_lanes(ptrdiff_t nO, const int nP, const float *z, float *y, uint8_t *which) {
  ptrdiff_t o = 0;
  for (; o + LANES <= nO; o += LANES) {
    store(y + o, winners(take_apart(z + o * nP, nP), nP, which ? which + o : NULL));
  }
  maxout_row(o, nO, nP, z, y, which);
}

static void maxout(ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t nP, const float *z, ptrdiff_t ldz,
                   float *y, ptrdiff_t ldy, uint8_t *which) {
  for (ptrdiff_t r = 0; r < rows; r++, z += ldz, y += ldy) {
    uint8_t *own = which ? which + r * nO : NULL;
    if (nP == 3) {
      maxout_lanes(nO, 3, z, y, own);
    } else if (nP == 2) {
      maxout_lanes(nO, 2, z, y, own);
    } else {
      maxout_row(0, nO, nP, z, y, own);
    }
  }
}

INLINE void maxout_backward_row(ptrdiff_t first, ptrdiff_t nO, ptrdiff_t nP, const float *dy,
                                const uint8_t *which, float *dz) {
  for (ptrdiff_t o = first; o < nO; o++) {
    for (ptrdiff_t p = 0; p < nP; p++) dz[o * nP + p] = which[o] == p ? dy[o] : 0;
  }
}

INLINE void maxout_backward_lanes(ptrdiff_t nO, const int nP, const float *dy,
                                  const uint8_t *which, float *dz) {
  ptrdiff_t o = 0;
  for (; o + LANES <= nO; o += LANES) {
    v16 d = load(dy + o);
    u8x16 bytes;
    memcpy(&bytes, which + o, sizeof bytes);
    i16x piece = __builtin_convertvector(bytes, i16x);
    struct pieces x;
    for (int p = 0; p < 3; p++) x.piece[p] = select16(piece == p, d, (v16)0.0f);
    put_together(x, nP, dz + o * nP);
  }
  maxout_backward_row(o, nO, nP, dy, which, dz);
}

static void maxout_backward(ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t nP, const float *dy,
                            ptrdiff_t lddy, const uint8_t *which, float *dz, ptrdiff_t lddz) {
  for (ptrdiff_t r = 0; r < rows; r++, dy += lddy, which += nO, dz += lddz) {
    if (nP == 3) {
      maxout_backward_lanes(nO, 3, dy, which, dz);
    } else if (nP == 2) {
      maxout_backward_lanes(nO, 2, dy, which, dz);
    } else {
      maxout_backward_row(0, nO, nP, dy, which, dz);
    }
  }
}

// Sums over the rows of each output's winning piece, for the outputs first … end − 1.
static void maxout_bias_gradient(ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t nP, ptrdiff_t first,
                                 ptrdiff_t end, const float *dy, ptrdiff_t lddy,
                                 const uint8_t *which, float *db) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *d = dy + r * lddy;
    const uint8_t *won = which + r * nO;
    for (ptrdiff_t o = first; o < end; o++) db[o * nP + won[o]] += d[o];
  }
}

#endif
