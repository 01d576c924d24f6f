// Packing of matrices for products.
#ifndef SWEEP_PACK_H
#define SWEEP_PACK_H

#include "simd.h"
#include "tiles.h"

// Element 2i and 2i + 1 of the result are element i of x and y.
INLINE v16 interleave_low(v16 x, v16 y) {
  return __builtin_shufflevector(x, y, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

INLINE v16 interleave_high(v16 x, v16 y) {
  return __builtin_shufflevector(x, y, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15,
                                 31);
}

// Four perfect shuffles of sixteen vectors transpose them.
INLINE void transpose16(const float *from, ptrdiff_t stride, float *to) {
  v16 x[LANES], y[LANES];
  UNROLL for (int i = 0; i < LANES; i++) x[i] = load(from + i * stride);
  UNROLL for (int round = 0; round < 2; round++) {
    UNROLL for (int i = 0; i < LANES / 2; i++) {
      y[2 * i] = interleave_low(x[i], x[i + LANES / 2]);
      y[2 * i + 1] = interleave_high(x[i], x[i + LANES / 2]);
    }
    UNROLL for (int i = 0; i < LANES / 2; i++) {
      x[2 * i] = interleave_low(y[i], y[i + LANES / 2]);
      x[2 * i + 1] = interleave_high(y[i], y[i + LANES / 2]);
    }
  }
  UNROLL for (int i = 0; i < LANES; i++) store(to + i * LANES, x[i]);
}

// One panel: `columns` ≤ 16 columns of op(B), k rows, zeros beyond the last column.
INLINE void pack_panel(ptrdiff_t k, ptrdiff_t columns, const float *b, ptrdiff_t ldb,
                       bool transpose_b, float *panel) {
  ptrdiff_t p = 0;
  if (columns == LANES && transpose_b) {
    for (; p + LANES <= k; p += LANES) transpose16(b + p, ldb, panel + p * LANES);
  } else if (columns == LANES) {
    for (; p < k; p++) store(panel + p * LANES, load(b + p * ldb));
  }
  for (; p < k; p++) {
    float *row = panel + p * LANES;
    for (ptrdiff_t l = 0; l < columns; l++) row[l] = transpose_b ? b[l * ldb + p] : b[p * ldb + l];
    for (ptrdiff_t l = columns; l < LANES; l++) row[l] = 0;
  }
}

// op(B)[k, n] as panels of sixteen columns, one after the other.
static void pack(ptrdiff_t k, ptrdiff_t n, const float *b, ptrdiff_t ldb, bool transpose_b,
                 float *packed) {
  for (ptrdiff_t j = 0; j < n; j += LANES, packed += k * LANES) {
    ptrdiff_t columns = n - j < LANES ? n - j : LANES;
    pack_panel(k, columns, transpose_b ? b + j * ldb : b + j, ldb, transpose_b, packed);
  }
}

// Rows of A with the stride ROW_STRIDE.
static void pack_rows(ptrdiff_t rows, ptrdiff_t k, const float *a, ptrdiff_t lda, float *packed) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    memcpy(packed + i * ROW_STRIDE, a + i * lda, (size_t)k * sizeof(float));
  }
}

// The rows of A that are listed.
static void pack_listed_rows(ptrdiff_t count, ptrdiff_t k, const float *a, ptrdiff_t lda,
                             const int32_t *rows, float *packed) {
  for (ptrdiff_t i = 0; i < count; i++) {
    memcpy(packed + i * ROW_STRIDE, a + rows[i] * lda, (size_t)k * sizeof(float));
  }
}

// Rows of Aᵀ, where A is [k, rows]: tiles of TILE_ROWS rows, each column by column.
static void pack_columns(ptrdiff_t rows, ptrdiff_t k, const float *a, ptrdiff_t lda,
                         float *packed) {
  for (ptrdiff_t i = 0; i < rows; i += TILE_ROWS, packed += ROW_STRIDE * TILE_ROWS) {
    ptrdiff_t count = rows - i < TILE_ROWS ? rows - i : TILE_ROWS;
    const float *from = a + i;
    if (count == TILE_ROWS) {
      for (ptrdiff_t p = 0; p < k; p++) {
        memcpy(packed + p * TILE_ROWS, from + p * lda, TILE_ROWS * sizeof(float));
      }
    } else {
      for (ptrdiff_t p = 0; p < k; p++) {
        memcpy(packed + p * TILE_ROWS, from + p * lda, (size_t)count * sizeof(float));
      }
    }
  }
}

#endif
