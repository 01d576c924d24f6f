// Tiles of a matrix product, kept in registers while k runs.
//
// A tile has TILE_ROWS rows and TILE_VECTORS vectors of columns. Its A is read in one of three
// ways:
//   rows     packed row by row with the constant stride ROW_STRIDE: addresses without arithmetic
//   columns  packed column by column, TILE_ROWS each, from a transposed A
//   direct   as stored, with any stride: for products too narrow to repay the packing of A
#ifndef SWEEP_TILES_H
#define SWEEP_TILES_H

#include "simd.h"

// Most columns of A at a time. Measured: reading the panels of B from the second-level cache costs
// less than storing and loading C once more.
#define BLOCK_K 384
// An odd number of cache lines, so that the rows of a tile fall into different sets.
#define ROW_STRIDE (BLOCK_K + 16)

#if SWEEP_LEVEL == SWEEP_AVX512
#define TILE_ROWS 14
#define TILE_VECTORS 2
#elif SWEEP_LEVEL == SWEEP_AVX2
#define TILE_ROWS 6
#define TILE_VECTORS 1
#else
#define TILE_ROWS 2
#define TILE_VECTORS 1
#endif

enum layout { ROWS, COLUMNS, DIRECT };

struct tile {
  ptrdiff_t k;
  const float *a;
  ptrdiff_t lda;  // for DIRECT
  const float *b;
  ptrdiff_t panel;     // from one panel of B to the next
  const float *start;  // what the sums start from; NULL: zeros
  ptrdiff_t start_stride;
  float *c;
  ptrdiff_t ldc;
};

#define UNROLL _Pragma("clang loop unroll(full)")

#if SWEEP_LEVEL == SWEEP_PORTABLE && defined(__x86_64__)
#include "tile_without_fma.h"
#else
INLINE void run_tile(const int rows, const int vectors, const enum layout layout,
                     const struct tile *t) {
  v16 sums[TILE_ROWS][TILE_VECTORS];
  if (t->start) {
    UNROLL for (int r = 0; r < rows; r++) {
      UNROLL for (int v = 0; v < vectors; v++) {
        sums[r][v] = load(t->start + r * t->start_stride + v * LANES);
      }
    }
  } else {
    UNROLL for (int r = 0; r < rows; r++) {
      UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = (v16)0.0f;
    }
  }
  const float *a = t->a, *b = t->b;
  ptrdiff_t lda = t->lda, panel = t->panel;
  for (ptrdiff_t p = 0; p < t->k; p++) {
    v16 columns[TILE_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++) columns[v] = load(b + v * panel);
    UNROLL for (int r = 0; r < rows; r++) {
      float factor = layout == ROWS ? a[r * ROW_STRIDE] : layout == COLUMNS ? a[r] : a[r * lda];
      UNROLL for (int v = 0; v < vectors; v++) {
        sums[r][v] = fma16((v16)factor, columns[v], sums[r][v]);
      }
    }
    a += layout == COLUMNS ? TILE_ROWS : 1;
    b += LANES;
  }
  UNROLL for (int r = 0; r < rows; r++) {
    UNROLL for (int v = 0; v < vectors; v++) store(t->c + r * t->ldc + v * LANES, sums[r][v]);
  }
}
#endif

typedef void tile_function(const struct tile *);

#define TILE(name, rows, vectors, layout) \
  static void name(const struct tile *t) { run_tile(rows, vectors, layout, t); }

#if TILE_VECTORS == 2
#define TILES(rows)                      \
  TILE(rows_##rows##_1, rows, 1, ROWS)   \
  TILE(rows_##rows##_2, rows, 2, ROWS)   \
  TILE(cols_##rows##_1, rows, 1, COLUMNS) \
  TILE(cols_##rows##_2, rows, 2, COLUMNS) \
  TILE(free_##rows##_1, rows, 1, DIRECT) \
  TILE(free_##rows##_2, rows, 2, DIRECT)
#define NAMES(layout, rows) {layout##_##rows##_1, layout##_##rows##_2}
#else
#define TILES(rows)                       \
  TILE(rows_##rows##_1, rows, 1, ROWS)    \
  TILE(cols_##rows##_1, rows, 1, COLUMNS) \
  TILE(free_##rows##_1, rows, 1, DIRECT)
#define NAMES(layout, rows) {layout##_##rows##_1}
#endif

TILES(1) TILES(2)
#define NAMES_2(layout) NAMES(layout, 1), NAMES(layout, 2)
#if TILE_ROWS == 2
#define ALL_NAMES(layout) NAMES_2(layout)
#endif

#if TILE_ROWS >= 6
TILES(3) TILES(4) TILES(5) TILES(6)
#define NAMES_6(layout)                                                                     \
  NAMES_2(layout), NAMES(layout, 3), NAMES(layout, 4), NAMES(layout, 5), NAMES(layout, 6)
#endif
#if TILE_ROWS == 6
#define ALL_NAMES(layout) NAMES_6(layout)
#endif

#if TILE_ROWS == 14
TILES(7) TILES(8) TILES(9) TILES(10) TILES(11) TILES(12) TILES(13) TILES(14)
#define ALL_NAMES(layout)                                                                   \
  NAMES_6(layout), NAMES(layout, 7), NAMES(layout, 8), NAMES(layout, 9), NAMES(layout, 10), \
      NAMES(layout, 11), NAMES(layout, 12), NAMES(layout, 13), NAMES(layout, 14)
#endif

static tile_function *const tiles[3][TILE_ROWS][TILE_VECTORS] = {
    [ROWS] = {ALL_NAMES(rows)},
    [COLUMNS] = {ALL_NAMES(cols)},
    [DIRECT] = {ALL_NAMES(free)},
};

#endif
