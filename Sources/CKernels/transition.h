// The lower layer of the transition model: sums of precomputed features, and back.
#ifndef SWEEP_TRANSITION_H
#define SWEEP_TRANSITION_H

#include "maxout.h"
#include "simd.h"
#include "tiles.h"

// bias + the rows of all features, added in their order.
INLINE v16 lower_lanes(ptrdiff_t nF, const float *const *rows, const float *bias, ptrdiff_t i) {
  v16 sum = load(bias + i);
  for (ptrdiff_t f = 0; f < nF; f++) sum += load(rows[f] + i);
  return sum;
}

INLINE float lower_value(ptrdiff_t nF, const float *const *rows, const float *bias, ptrdiff_t i) {
  float sum = bias[i];
  for (ptrdiff_t f = 0; f < nF; f++) sum += rows[f][i];
  return sum;
}

// Outputs `o` … of one state, one by one.
INLINE void lower_rest(ptrdiff_t o, ptrdiff_t nO, ptrdiff_t nF, ptrdiff_t nP,
                       const float *const *rows, const float *bias, const float *mask,
                       float *hidden, uint8_t *which) {
  for (; o < nO; o++) {
    float best = lower_value(nF, rows, bias, o * nP);
    uint8_t piece = 0;
    for (ptrdiff_t p = 1; p < nP; p++) {
      float value = lower_value(nF, rows, bias, o * nP + p);
      if (value > best) {
        best = value;
        piece = (uint8_t)p;
      }
    }
    if (nP == 1 && which) {
      piece = best >= 0;
      best = piece ? best : 0;
    }
    if (which) which[o] = piece;
    hidden[o] = mask ? best * mask[o] : best;
  }
}

INLINE void lower_state(const int nP, ptrdiff_t nF, ptrdiff_t nO, const float *const *rows,
                        const float *bias, const float *mask, float *hidden, uint8_t *which) {
  ptrdiff_t o = 0;
  for (; o + LANES <= nO; o += LANES) {
    float z[3 * LANES];
    UNROLL for (int p = 0; p < nP; p++) {
      store(z + p * LANES, lower_lanes(nF, rows, bias, o * nP + p * LANES));
    }
    v16 best = winners(take_apart(z, nP), nP, which ? which + o : NULL);
    store(hidden + o, mask ? best * load(mask + o) : best);
  }
  lower_rest(o, nO, nF, nP, rows, bias, mask, hidden, which);
}

static void lower_hidden(ptrdiff_t states, ptrdiff_t nF, ptrdiff_t nO, ptrdiff_t nP,
                         const float *const *rows, const float *bias, const float *mask,
                         float *hidden, uint8_t *which) {
  for (ptrdiff_t s = 0; s < states; s++) {
    const float *own = mask ? mask + s * nO : NULL;
    uint8_t *won = which ? which + s * nO : NULL;
    if (nP == 2) {
      lower_state(2, nF, nO, rows + s * nF, bias, own, hidden + s * nO, won);
    } else if (nP == 3) {
      lower_state(3, nF, nO, rows + s * nF, bias, own, hidden + s * nO, won);
    } else {
      lower_rest(0, nO, nF, nP, rows + s * nF, bias, own, hidden + s * nO, won);
    }
  }
}

// Sixteen outputs from `o` on, all pieces, in registers over all rows.
INLINE void sum_lanes(const int nP, ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t o,
                      const int32_t *places, const int32_t *ids, ptrdiff_t stride, const float *dy,
                      const uint8_t *which, float *sums) {
  v16 sum[3];
  for (int p = 0; p < nP; p++) {
    for (int l = 0; l < LANES; l++) sum[p][l] = sums[(o + l) * nP + p];
  }
  for (ptrdiff_t r = 0; r < rows; r++) {
    if (ids && ids[r * stride] >= 0) continue;
    ptrdiff_t at = (places ? places[r] : r) * nO + o;
    v16 d = load(dy + at);
    u8x16 bytes;
    memcpy(&bytes, which + at, sizeof bytes);
    i16x piece = __builtin_convertvector(bytes, i16x);
    for (int p = 0; p < nP; p++) sum[p] += select16(piece == p, d, (v16)0.0f);
  }
  for (int p = 0; p < nP; p++) {
    for (int l = 0; l < LANES; l++) sums[(o + l) * nP + p] = sum[p][l];
  }
}

static void sum_winners(ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t nP, const int32_t *places,
                        const int32_t *ids, ptrdiff_t stride, const float *dy,
                        const uint8_t *which, float *sums) {
  ptrdiff_t o = 0;
  for (; nP <= 3 && o + LANES <= nO; o += LANES) {
    if (nP == 1) sum_lanes(1, rows, nO, o, places, ids, stride, dy, which, sums);
    if (nP == 2) sum_lanes(2, rows, nO, o, places, ids, stride, dy, which, sums);
    if (nP == 3) sum_lanes(3, rows, nO, o, places, ids, stride, dy, which, sums);
  }
  for (ptrdiff_t r = 0; r < rows && o < nO; r++) {
    if (ids && ids[r * stride] >= 0) continue;
    ptrdiff_t at = (places ? places[r] : r) * nO;
    for (ptrdiff_t i = o; i < nO; i++) sums[i * nP + which[at + i]] += dy[at + i];
  }
}

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
