// The backward products of a maxout layer, with the winning pieces only.
//
// Only the winning piece of an output has a gradient, so a dense product of dZ would spend all but
// one of nP multiplications on zeros. Adding a product with zero changes no bit, so these give what
// gemm gives: chains of fused multiply-adds, over outputs for the input's gradient, over rows for
// that of the weights.
//
// Both work on panels of columns that stay in registers, and on pieces of W or x that stay in the
// first-level cache.
#ifndef SWEEP_MAXOUT_PRODUCTS_H
#define SWEEP_MAXOUT_PRODUCTS_H

#include "buffer.h"
#include "simd.h"
#include "tiles.h"

// Vectors of columns of a panel.
#define PANEL_VECTORS 6
#if SWEEP_LEVEL == SWEEP_AVX512
#define PANEL_ROWS 2
#else
#define PANEL_ROWS 1
#endif
#define PANEL (PANEL_VECTORS * LANES)
// Rows of W in a block: 24 KiB of a panel.
#define BLOCK_WEIGHTS 64
// Rows of x in a block, likewise.
#define BLOCK_SAMPLES 64

// `outputs` outputs of a block into a few rows of a panel.
INLINE void input_rows(const int rows, const int vectors, ptrdiff_t outputs, ptrdiff_t nP,
                       const float *dy, ptrdiff_t lddy, const uint8_t *which, ptrdiff_t ldwhich,
                       const float *w, float *dx, ptrdiff_t lddx, bool accumulate) {
  v16 sums[PANEL_ROWS][PANEL_VECTORS];
  UNROLL for (int r = 0; r < rows; r++) {
    UNROLL for (int v = 0; v < vectors; v++) {
      sums[r][v] = accumulate ? load(dx + r * lddx + v * LANES) : (v16)0.0f;
    }
  }
  for (ptrdiff_t o = 0; o < outputs; o++) {
    UNROLL for (int r = 0; r < rows; r++) {
      v16 d = (v16)dy[r * lddy + o];
      const float *row = w + which[r * ldwhich + o] * vectors * LANES;
      UNROLL for (int v = 0; v < vectors; v++) {
        sums[r][v] = fma16(d, load(row + v * LANES), sums[r][v]);
      }
    }
    w += nP * vectors * LANES;
  }
  UNROLL for (int r = 0; r < rows; r++) {
    UNROLL for (int v = 0; v < vectors; v++) store(dx + r * lddx + v * LANES, sums[r][v]);
  }
}

INLINE void input_panel(const int vectors, ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t nP,
                        ptrdiff_t nI, const float *dy, ptrdiff_t lddy, const uint8_t *which,
                        const float *w, float *dx, ptrdiff_t lddx, float *buffer) {
  ptrdiff_t block = BLOCK_WEIGHTS / nP > 0 ? BLOCK_WEIGHTS / nP : 1;
  for (ptrdiff_t o = 0; o < nO; o += block) {
    ptrdiff_t outputs = nO - o < block ? nO - o : block;
    for (ptrdiff_t i = 0; i < outputs * nP; i++) {
      const float *from = w + (o * nP + i) * nI;
      UNROLL for (int v = 0; v < vectors; v++) {
        store(buffer + (i * vectors + v) * LANES, load(from + v * LANES));
      }
    }
    ptrdiff_t r = 0;
    for (; r + PANEL_ROWS <= rows; r += PANEL_ROWS) {
      input_rows(PANEL_ROWS, vectors, outputs, nP, dy + r * lddy + o, lddy, which + r * nO + o, nO, buffer,
                 dx + r * lddx, lddx, o > 0);
    }
    for (; r < rows; r++) {
      input_rows(1, vectors, outputs, nP, dy + r * lddy + o, lddy, which + r * nO + o, nO, buffer,
                 dx + r * lddx, lddx, o > 0);
    }
  }
}

#define INPUT_PANEL(vectors)                                                               \
  static void input_panel_##vectors(ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t nP, ptrdiff_t nI, \
                                    const float *dy, ptrdiff_t lddy, const uint8_t *which, \
                                    const float *w, float *dx, ptrdiff_t lddx, float *buffer) { \
    input_panel(vectors, rows, nO, nP, nI, dy, lddy, which, w, dx, lddx, buffer);          \
  }
INPUT_PANEL(1) INPUT_PANEL(2) INPUT_PANEL(3) INPUT_PANEL(4) INPUT_PANEL(5) INPUT_PANEL(6)

static void (*const input_panels[PANEL_VECTORS])(ptrdiff_t, ptrdiff_t, ptrdiff_t, ptrdiff_t,
                                                 const float *, ptrdiff_t, const uint8_t *,
                                                 const float *, float *, ptrdiff_t, float *) = {
    input_panel_1, input_panel_2, input_panel_3, input_panel_4, input_panel_5, input_panel_6};

static void maxout_input_gradient(ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t nP, ptrdiff_t nI,
                                  const float *dy, ptrdiff_t lddy, const uint8_t *which,
                                  const float *w, float *dx, ptrdiff_t lddx) {
  float *buffer = sweep_packing_buffer(BLOCK_WEIGHTS * PANEL);
  for (ptrdiff_t j = 0; j < nI; j += PANEL) {
    ptrdiff_t vectors = (nI - j < PANEL ? nI - j : PANEL) / LANES;
    input_panels[vectors - 1](rows, nO, nP, nI, dy, lddy, which, w + j, dx + j, lddx, buffer);
  }
}

// One entry of a list: a sample that an output's piece won, and its gradient.
struct sample {
  float d;
  uint32_t offset;  // of the sample's row, in floats
};

INLINE void weight_row(const int vectors, ptrdiff_t count, const struct sample *samples,
                       const float *x, float *dw) {
  v16 sums[PANEL_VECTORS];
  UNROLL for (int v = 0; v < vectors; v++) sums[v] = load(dw + v * LANES);
  for (ptrdiff_t s = 0; s < count; s++) {
    v16 d = (v16)samples[s].d;
    const float *row = x + samples[s].offset;
    UNROLL for (int v = 0; v < vectors; v++) {
      sums[v] = fma16(d, load(row + v * LANES), sums[v]);
    }
  }
  UNROLL for (int v = 0; v < vectors; v++) store(dw + v * LANES, sums[v]);
}

INLINE void weight_panel(const int vectors, ptrdiff_t pieces, ptrdiff_t nI,
                         const struct sample *samples, const int32_t *counts, const float *x,
                         float *dw) {
  for (ptrdiff_t piece = 0; piece < pieces; piece++) {
    weight_row(vectors, counts[piece], samples + piece * BLOCK_SAMPLES, x, dw + piece * nI);
  }
}

#define WEIGHT_PANEL(vectors)                                                                  \
  static void weight_panel_##vectors(ptrdiff_t pieces, ptrdiff_t nI, const struct sample *samples, \
                                     const int32_t *counts, const float *x, float *dw) {       \
    weight_panel(vectors, pieces, nI, samples, counts, x, dw);                                 \
  }
WEIGHT_PANEL(1) WEIGHT_PANEL(2) WEIGHT_PANEL(3) WEIGHT_PANEL(4) WEIGHT_PANEL(5) WEIGHT_PANEL(6)

static void (*const weight_panels[PANEL_VECTORS])(ptrdiff_t, ptrdiff_t, const struct sample *,
                                                  const int32_t *, const float *, float *) = {
    weight_panel_1, weight_panel_2, weight_panel_3, weight_panel_4, weight_panel_5, weight_panel_6};

// Whether rows of x are better copied together: where vectors of them would cross cache lines, and
// where their distance sends them to a few sets of the first-level cache.
INLINE bool wants_copy(const float *x, ptrdiff_t ldx) {
  return (uintptr_t)x % 64 != 0 || ldx % LANES != 0 || ldx % 256 == 0;
}

// Outputs first … end − 1. Where `ids` is given, sample r is row ids[r] of x; the rows are in order.
static void maxout_weight_gradient(ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t nP, ptrdiff_t nI,
                                   ptrdiff_t first, ptrdiff_t end, const float *dy, ptrdiff_t lddy,
                                   const uint8_t *which, const int32_t *ids, const float *x,
                                   ptrdiff_t ldx, float *dw) {
  ptrdiff_t pieces = (end - first) * nP;
  bool copies = wants_copy(x, ldx);
  float *copy = sweep_packing_buffer(BLOCK_SAMPLES * PANEL + pieces * (2 * BLOCK_SAMPLES + 1));
  struct sample *samples = (struct sample *)(copy + BLOCK_SAMPLES * PANEL);
  int32_t *counts = (int32_t *)(samples + pieces * BLOCK_SAMPLES);
  for (ptrdiff_t block = 0; block < rows; block += BLOCK_SAMPLES) {
    ptrdiff_t size = rows - block < BLOCK_SAMPLES ? rows - block : BLOCK_SAMPLES;
    ptrdiff_t base = ids ? ids[block] : block;
    memset(counts, 0, (size_t)pieces * sizeof *counts);
    for (ptrdiff_t r = 0; r < size; r++) {
      ptrdiff_t row = (ids ? ids[block + r] : block + r) - base;
      uint32_t offset = (uint32_t)(copies ? r * PANEL : row * ldx);
      const float *d = dy + (block + r) * lddy;
      const uint8_t *won = which + (block + r) * nO;
      for (ptrdiff_t o = first; o < end; o++) {
        ptrdiff_t piece = (o - first) * nP + won[o];
        int32_t n = counts[piece]++;
        samples[piece * BLOCK_SAMPLES + n] = (struct sample){d[o], offset};
      }
    }
    for (ptrdiff_t j = 0; j < nI; j += PANEL) {
      ptrdiff_t vectors = (nI - j < PANEL ? nI - j : PANEL) / LANES;
      const float *panel = x + base * ldx + j;
      if (copies) {
        for (ptrdiff_t r = 0; r < size; r++) {
          ptrdiff_t row = ids ? ids[block + r] : block + r;
          memcpy(copy + r * PANEL, x + row * ldx + j, (size_t)(vectors * LANES) * sizeof(float));
        }
        panel = copy;
      }
      weight_panels[vectors - 1](pieces, nI, samples, counts, panel, dw + first * nP * nI + j);
    }
  }
}

#endif
