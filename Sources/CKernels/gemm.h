// Matrix products: each output element is one chain of fused multiply-adds in the order of k.
//
// B is packed into panels of sixteen columns, so that a tile of C (TILE_ROWS × TILE_VECTORS·16)
// stays in registers while k runs. k is cut into blocks whose panels stay in the first-level cache;
// between blocks the sums wait in C as the float32 they are, which keeps the chain's bits.
// The vectors run over columns, never over k, so tile sizes and blocks have no effect on the bits.
#ifndef SWEEP_GEMM_H
#define SWEEP_GEMM_H

#include "simd.h"

#if SWEEP_LEVEL == SWEEP_AVX512
#define TILE_ROWS 14
#define TILE_VECTORS 2
#elif SWEEP_LEVEL == SWEEP_AVX2
#define TILE_ROWS 6
#define TILE_VECTORS 1
#else
#define TILE_ROWS 4
#define TILE_VECTORS 1
#endif
#define BLOCK_K 192
#define BLOCK_ROWS 560

// Where the sums of a tile start.
enum start { FROM_ZERO, FROM_BIAS, FROM_C };

struct tile {
  ptrdiff_t k;
  const float *a;
  ptrdiff_t lda;
  const float *b;
  ptrdiff_t panel;  // from one panel of B to the next
  float *c;
  ptrdiff_t ldc;
  ptrdiff_t columns;  // may be less than the tile's
  enum start start;
  const float *bias;
};

// a(r, p): A as stored, or transposed.
#define A_AT(r, p) (transposed ? t->a[(p) * t->lda + (r)] : t->a[(r) * t->lda + (p)])

INLINE void run_tile(const int rows, const int vectors, const bool transposed,
                     const struct tile *t) {
  v16 sums[TILE_ROWS][TILE_VECTORS];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
      ptrdiff_t left = t->columns - v * LANES;
      const float *from = t->start == FROM_BIAS ? t->bias + v * LANES
                                                : t->c + r * t->ldc + v * LANES;
      sums[r][v] = t->start == FROM_ZERO ? (v16)0.0f
                   : left >= LANES       ? load(from)
                                         : load_some(from, left);
    }
  }
  const float *b = t->b;
  for (ptrdiff_t p = 0; p < t->k; p++, b += LANES) {
    v16 columns[TILE_VECTORS];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) columns[v] = load(b + v * t->panel);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      v16 factor = (v16)A_AT(r, p);
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) sums[r][v] = fma16(factor, columns[v], sums[r][v]);
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
      ptrdiff_t left = t->columns - v * LANES;
      float *to = t->c + r * t->ldc + v * LANES;
      if (left >= LANES) {
        store(to, sums[r][v]);
      } else {
        store_some(to, sums[r][v], left);
      }
    }
  }
}

typedef void tile_function(const struct tile *);

#define TILE(rows, vectors)                                                    \
  static void tile_n_##rows##_##vectors(const struct tile *t) {                \
    run_tile(rows, vectors, false, t);                                         \
  }                                                                            \
  static void tile_t_##rows##_##vectors(const struct tile *t) {                \
    run_tile(rows, vectors, true, t);                                          \
  }

#if TILE_VECTORS == 2
#define TILES(rows) TILE(rows, 1) TILE(rows, 2)
#define TILE_NAMES(kind, rows) {tile_##kind##_##rows##_1, tile_##kind##_##rows##_2}
#else
#define TILES(rows) TILE(rows, 1)
#define TILE_NAMES(kind, rows) {tile_##kind##_##rows##_1}
#endif

TILES(1) TILES(2) TILES(3) TILES(4)
#if TILE_ROWS >= 6
TILES(5) TILES(6)
#endif
#if TILE_ROWS >= 14
TILES(7) TILES(8) TILES(9) TILES(10) TILES(11) TILES(12) TILES(13) TILES(14)
#endif

#if TILE_ROWS >= 14
#define ALL_TILES(kind)                                                                        \
  TILE_NAMES(kind, 1), TILE_NAMES(kind, 2), TILE_NAMES(kind, 3), TILE_NAMES(kind, 4),          \
      TILE_NAMES(kind, 5), TILE_NAMES(kind, 6), TILE_NAMES(kind, 7), TILE_NAMES(kind, 8),      \
      TILE_NAMES(kind, 9), TILE_NAMES(kind, 10), TILE_NAMES(kind, 11), TILE_NAMES(kind, 12),   \
      TILE_NAMES(kind, 13), TILE_NAMES(kind, 14)
#elif TILE_ROWS >= 6
#define ALL_TILES(kind)                                                                        \
  TILE_NAMES(kind, 1), TILE_NAMES(kind, 2), TILE_NAMES(kind, 3), TILE_NAMES(kind, 4),          \
      TILE_NAMES(kind, 5), TILE_NAMES(kind, 6)
#else
#define ALL_TILES(kind)                                                                        \
  TILE_NAMES(kind, 1), TILE_NAMES(kind, 2), TILE_NAMES(kind, 3), TILE_NAMES(kind, 4)
#endif

static tile_function *const tiles[2][TILE_ROWS][TILE_VECTORS] = {{ALL_TILES(n)}, {ALL_TILES(t)}};

// One block of k for all of C. `b` points to the block's rows of the first panel.
static void gemm_block(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t lda,
                       bool transpose_a, const float *b, ptrdiff_t panel, enum start start,
                       const float *bias, float *c, ptrdiff_t ldc) {
  for (ptrdiff_t first = 0; first < m; first += BLOCK_ROWS) {
    ptrdiff_t end = first + BLOCK_ROWS < m ? first + BLOCK_ROWS : m;
    for (ptrdiff_t j = 0; j < n; j += TILE_VECTORS * LANES) {
      ptrdiff_t columns = n - j < TILE_VECTORS * LANES ? n - j : TILE_VECTORS * LANES;
      ptrdiff_t vectors = (columns + LANES - 1) / LANES;
      for (ptrdiff_t i = first; i < end; i += TILE_ROWS) {
        ptrdiff_t rows = end - i < TILE_ROWS ? end - i : TILE_ROWS;
        struct tile t = {k, transpose_a ? a + i : a + i * lda, lda, b + j / LANES * panel, panel,
                         c + i * ldc + j, ldc, columns, start, bias ? bias + j : NULL};
        tiles[transpose_a][rows - 1][vectors - 1](&t);
      }
    }
  }
}

// Packs rows p … p + k of op(B) into panels of sixteen columns, zeros beyond the last column.
static void pack_block(ptrdiff_t k, ptrdiff_t n, const float *b, ptrdiff_t ldb, bool transpose_b,
                       float *packed) {
  for (ptrdiff_t j = 0; j < n; j += LANES) {
    ptrdiff_t columns = n - j < LANES ? n - j : LANES;
    for (ptrdiff_t p = 0; p < k; p++, packed += LANES) {
      if (transpose_b) {
        for (ptrdiff_t l = 0; l < columns; l++) packed[l] = b[(j + l) * ldb + p];
      } else {
        for (ptrdiff_t l = 0; l < columns; l++) packed[l] = b[p * ldb + j + l];
      }
      for (ptrdiff_t l = columns; l < LANES; l++) packed[l] = 0;
    }
  }
}

static void pack(ptrdiff_t k, ptrdiff_t n, const float *b, ptrdiff_t ldb, bool transpose_b,
                 float *packed) {
  pack_block(k, n, b, ldb, transpose_b, packed);
}

// An empty chain: C = 0, bias or C.
static void start_only(ptrdiff_t m, ptrdiff_t n, const float *bias, float *c, ptrdiff_t ldc) {
  for (ptrdiff_t i = 0; i < m; i++) {
    for (ptrdiff_t j = 0; j < n; j++) c[i * ldc + j] = bias ? bias[j] : 0;
  }
}

static void gemm_packed(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t lda,
                        bool transpose_a, const float *packed, const float *bias, float *c,
                        ptrdiff_t ldc, bool accumulate) {
  if (k == 0 && !accumulate) start_only(m, n, bias, c, ldc);
  enum start start = accumulate ? FROM_C : bias ? FROM_BIAS : FROM_ZERO;
  for (ptrdiff_t p = 0; p < k; p += BLOCK_K) {
    ptrdiff_t depth = k - p < BLOCK_K ? k - p : BLOCK_K;
    gemm_block(m, n, depth, transpose_a ? a + p * lda : a + p, lda, transpose_a,
               packed + p * LANES, k * LANES, start, bias, c, ldc);
    start = FROM_C;
  }
}

static void gemm(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t lda,
                 bool transpose_a, const float *b, ptrdiff_t ldb, bool transpose_b,
                 const float *bias, float *c, ptrdiff_t ldc, bool accumulate) {
  if (k == 0 && !accumulate) start_only(m, n, bias, c, ldc);
  enum start start = accumulate ? FROM_C : bias ? FROM_BIAS : FROM_ZERO;
  float *packed = sweep_packing_buffer(sweep_packed_count(k < BLOCK_K ? k : BLOCK_K, n));
  for (ptrdiff_t p = 0; p < k; p += BLOCK_K) {
    ptrdiff_t depth = k - p < BLOCK_K ? k - p : BLOCK_K;
    pack_block(depth, n, transpose_b ? b + p : b + p * ldb, ldb, transpose_b, packed);
    gemm_block(m, n, depth, transpose_a ? a + p * lda : a + p, lda, transpose_a, packed,
               depth * LANES, start, bias, c, ldc);
    start = FROM_C;
  }
}

#endif
