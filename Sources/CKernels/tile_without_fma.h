// Tiles for processors where a fused multiply-add would be a call of the C library.
//
// A product of two floats is exact in double, so acc + a·b is rounded to double, and then to float.
// The result is that of a fused multiply-add unless the first rounding ends halfway between two
// floats, or the result is below the normal floats. Both are noticed by bit patterns, are rare
// among numbers of many digits, and make the tile be computed again with fmaf. 2.4 times as fast
// as fmaf throughout.
#ifndef SWEEP_TILE_WITHOUT_FMA_H
#define SWEEP_TILE_WITHOUT_FMA_H

#include "simd.h"

typedef double d4 __attribute__((ext_vector_type(4)));
typedef int32_t i4x __attribute__((ext_vector_type(4)));
typedef uint32_t u4x __attribute__((ext_vector_type(4)));
typedef int32_t i8s __attribute__((ext_vector_type(8)));

// Four columns of a tile. False: some element needs fmaf, and nothing was written.
INLINE bool run_four_columns(const int rows, const enum layout layout, const struct tile *t,
                             ptrdiff_t column) {
  const float *b = t->b + column / LANES * t->panel + column % LANES;
  d4 sums[TILE_ROWS];
  UNROLL for (int r = 0; r < rows; r++) {
    v4 start = 0;
    if (t->start) memcpy(&start, t->start + r * t->start_stride + column, sizeof start);
    sums[r] = __builtin_convertvector(start, d4);
  }
  const i8s low_bits = {0x1fffffff, 0, 0x1fffffff, 0, 0x1fffffff, 0, 0x1fffffff, 0};
  const i8s halfway = {0x10000000, 1, 0x10000000, 1, 0x10000000, 1, 0x10000000, 1};
  i8s tie = 0;
  i4x small = 0;
  const float *a = t->a;
  for (ptrdiff_t p = 0; p < t->k; p++, b += LANES) {
    v4 row;
    memcpy(&row, b, sizeof row);
    d4 columns = __builtin_convertvector(row, d4);
    UNROLL for (int r = 0; r < rows; r++) {
      double factor = layout == ROWS ? a[r * ROW_STRIDE] : layout == COLUMNS ? a[r] : a[r * t->lda];
      d4 sum = sums[r] + (d4)factor * columns;
      tie |= ((i8s)sum & low_bits) == halfway;
      v4 rounded = __builtin_convertvector(sum, v4);
      // |rounded| − 1 as an unsigned number: zero becomes the largest.
      i4x size = ((i4x)rounded & 0x7fffffff) - 1;
      small |= (u4x)size < 0x00800000u;
      sums[r] = __builtin_convertvector(rounded, d4);
    }
    a += layout == COLUMNS ? TILE_ROWS : 1;
  }
  if (__builtin_reduce_or(tie) || __builtin_reduce_or(small)) return false;
  UNROLL for (int r = 0; r < rows; r++) {
    v4 result = __builtin_convertvector(sums[r], v4);
    memcpy(t->c + r * t->ldc + column, &result, sizeof result);
  }
  return true;
}

// The same four columns by fmaf.
static void run_four_columns_slowly(int rows, enum layout layout, const struct tile *t,
                                    ptrdiff_t column) {
  for (int r = 0; r < rows; r++) {
    for (ptrdiff_t j = column; j < column + 4; j++) {
      float sum = t->start ? t->start[r * t->start_stride + j] : 0;
      for (ptrdiff_t p = 0; p < t->k; p++) {
        float factor = layout == ROWS      ? t->a[r * ROW_STRIDE + p]
                       : layout == COLUMNS ? t->a[p * TILE_ROWS + r]
                                           : t->a[r * t->lda + p];
        sum = fmaf(factor, t->b[j / LANES * t->panel + p * LANES + j % LANES], sum);
      }
      t->c[r * t->ldc + j] = sum;
    }
  }
}

INLINE void run_tile(const int rows, const int vectors, const enum layout layout,
                     const struct tile *t) {
  for (ptrdiff_t column = 0; column < vectors * LANES; column += 4) {
    if (!run_four_columns(rows, layout, t, column)) {
      run_four_columns_slowly(rows, layout, t, column);
    }
  }
}

#endif
