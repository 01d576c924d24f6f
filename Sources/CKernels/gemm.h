// Matrix products: each output element is one chain of fused multiply-adds in the order of k.
//
// B is packed into panels of sixteen columns, so that a tile of C stays in registers while k runs.
// k is cut into blocks that fit into the second-level cache; between blocks the sums wait in C as
// the float32 they are, which keeps the chain's bits. Vectors run over columns, never over k,
// so neither tiles nor blocks nor packing have an effect on the bits.
#ifndef SWEEP_GEMM_H
#define SWEEP_GEMM_H

#include "buffer.h"
#include "pack.h"
#include "simd.h"
#include "tiles.h"

// Rows whose A is packed at a time, for use while it is near; a multiple of all TILE_ROWS.
#define BLOCK_ROWS 42
// Columns whose packed B stays in the second-level cache; a multiple of all widths.
#define BLOCK_COLUMNS 384
// Products with fewer columns read A where it is.
#define DIRECT_COLUMNS (3 * TILE_VECTORS * LANES)

#define WIDTH (TILE_VECTORS * LANES)

struct product {
  ptrdiff_t n, k;      // of this block
  const float *b;      // the block's rows of the first panel
  ptrdiff_t panel;     // from one panel to the next
  const float *start;  // as in a tile, for the whole product
  ptrdiff_t start_stride;
  float *c;
  ptrdiff_t ldc;
};

// A tile that C's last columns don't fill runs on a copy.
static void run_partial(struct tile t, tile_function *run, ptrdiff_t rows, ptrdiff_t columns) {
  float copy[TILE_ROWS * WIDTH] = {0};
  float *c = t.c;
  if (t.start) {
    for (ptrdiff_t r = 0; r < rows; r++) {
      const float *row = t.start + r * t.start_stride;
      for (ptrdiff_t l = 0; l < columns; l++) copy[r * WIDTH + l] = row[l];
    }
    t.start = copy;
    t.start_stride = WIDTH;
  }
  t.c = copy;
  ptrdiff_t ldc = t.ldc;
  t.ldc = WIDTH;
  run(&t);
  for (ptrdiff_t r = 0; r < rows; r++) {
    for (ptrdiff_t l = 0; l < columns; l++) c[r * ldc + l] = copy[r * WIDTH + l];
  }
}

// Rows `first` … `end` of one block of k.
static void run_rows(const struct product *x, ptrdiff_t first, ptrdiff_t end, enum layout layout,
                     const float *a, ptrdiff_t lda) {
  for (ptrdiff_t j = 0; j < x->n; j += WIDTH) {
    ptrdiff_t columns = x->n - j < WIDTH ? x->n - j : WIDTH;
    ptrdiff_t vectors = (columns + LANES - 1) / LANES;
    for (ptrdiff_t i = first; i < end; i += TILE_ROWS) {
      ptrdiff_t rows = end - i < TILE_ROWS ? end - i : TILE_ROWS;
      struct tile t = {
          .k = x->k,
          .a = a + (i - first) * (layout == DIRECT ? lda : ROW_STRIDE),
          .lda = lda,
          .b = x->b + j / LANES * x->panel,
          .panel = x->panel,
          .start = x->start ? x->start + i * x->start_stride + j : NULL,
          .start_stride = x->start_stride,
          .c = x->c + i * x->ldc + j,
          .ldc = x->ldc,
      };
      tile_function *run = tiles[layout][rows - 1][vectors - 1];
      if (columns == vectors * LANES) {
        run(&t);
      } else {
        run_partial(t, run, rows, columns);
      }
    }
  }
}

// One block of k for all rows. `buffer` holds BLOCK_ROWS · ROW_STRIDE floats. Where `rows` is
// given, row i of A is its row rows[i].
static void run_block(const struct product *x, ptrdiff_t m, const float *a, ptrdiff_t lda,
                      const int32_t *rows, bool transpose_a, float *buffer) {
  if (!transpose_a && !rows && x->n < DIRECT_COLUMNS) {
    run_rows(x, 0, m, DIRECT, a, lda);
    return;
  }
  for (ptrdiff_t first = 0; first < m; first += BLOCK_ROWS) {
    ptrdiff_t end = first + BLOCK_ROWS < m ? first + BLOCK_ROWS : m;
    if (transpose_a) {
      pack_columns(end - first, x->k, a + first, lda, buffer);
    } else if (rows) {
      pack_listed_rows(end - first, x->k, a, lda, rows + first, buffer);
    } else {
      pack_rows(end - first, x->k, a + first * lda, lda, buffer);
    }
    run_rows(x, first, end, transpose_a ? COLUMNS : ROWS, buffer, 0);
  }
}

// An empty chain: C = 0 or the bias.
static void start_only(ptrdiff_t m, ptrdiff_t n, const float *bias, float *c, ptrdiff_t ldc) {
  for (ptrdiff_t i = 0; i < m; i++) {
    for (ptrdiff_t j = 0; j < n; j++) c[i * ldc + j] = bias ? bias[j] : 0;
  }
}

// A slice of columns. `packed` points to its first panel; where it is NULL, B is packed by blocks.
static void run_columns(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t lda,
                        const int32_t *rows, bool transpose_a, const float *packed, const float *b, ptrdiff_t ldb,
                        bool transpose_b, const float *bias, float *c, ptrdiff_t ldc,
                        bool accumulate) {
  ptrdiff_t blocks = (k + BLOCK_K - 1) / BLOCK_K;
  ptrdiff_t depth = (k + blocks - 1) / blocks;
  ptrdiff_t room = packed ? 0 : sweep_packed_count(depth, n);
  float *buffer = sweep_packing_buffer(room + BLOCK_ROWS * ROW_STRIDE);
  struct product x = {n, depth, NULL, k * LANES, bias, 0, c, ldc};
  for (ptrdiff_t p = 0; p < k; p += depth) {
    if (p > 0 || accumulate) {
      x.start = c;
      x.start_stride = ldc;
    }
    x.k = k - p < depth ? k - p : depth;
    x.b = packed ? packed + p * LANES : buffer;
    if (!packed) {
      pack(x.k, n, transpose_b ? b + p : b + p * ldb, ldb, transpose_b, buffer);
      x.panel = x.k * LANES;
    }
    run_block(&x, m, transpose_a ? a + p * lda : a + p, lda, rows, transpose_a, buffer + room);
  }
}

static void run_product(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t lda,
                        const int32_t *rows, bool transpose_a, const float *packed, const float *b, ptrdiff_t ldb,
                        bool transpose_b, const float *bias, float *c, ptrdiff_t ldc,
                        bool accumulate) {
  if (k == 0 && !accumulate) start_only(m, n, bias, c, ldc);
  if (m == 0 || k == 0) return;
  for (ptrdiff_t j = 0; j < n; j += BLOCK_COLUMNS) {
    ptrdiff_t columns = n - j < BLOCK_COLUMNS ? n - j : BLOCK_COLUMNS;
    run_columns(m, columns, k, a, lda, rows, transpose_a, packed ? packed + j * k : NULL,
                transpose_b ? b + j * ldb : b + j, ldb, transpose_b, bias ? bias + j : NULL,
                c + j, ldc, accumulate);
  }
}

static void gemm_packed(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t lda,
                        bool transpose_a, const float *packed, const float *bias, float *c,
                        ptrdiff_t ldc, bool accumulate) {
  run_product(m, n, k, a, lda, NULL, transpose_a, packed, packed, 0, false, bias, c, ldc,
              accumulate);
}

static void gemm_rows(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t lda,
                      const int32_t *rows, const float *packed, const float *bias, float *c,
                      ptrdiff_t ldc, bool accumulate) {
  run_product(m, n, k, a, lda, rows, false, packed, packed, 0, false, bias, c, ldc, accumulate);
}

static void gemm(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t lda,
                 bool transpose_a, const float *b, ptrdiff_t ldb, bool transpose_b,
                 const float *bias, float *c, ptrdiff_t ldc, bool accumulate) {
  run_product(m, n, k, a, lda, NULL, transpose_a, NULL, b, ldb, transpose_b, bias, c, ldc,
              accumulate);
}

#endif
