// The loss of greedy transition systems.
//
// Classes are handled in chunks of sixteen lanes; the last chunk is padded with scores of −∞ and
// costs of +∞, which change no sum.
#ifndef SWEEP_LOSS_H
#define SWEEP_LOSS_H

#include "exponential.h"
#include "simd.h"

typedef uint8_t byte16 __attribute__((ext_vector_type(16)));

INLINE v16 load_padded(const float *p, ptrdiff_t i, ptrdiff_t n, float rest) {
  if (i + LANES <= n) return load(p + i);
  float lanes[LANES];
  for (ptrdiff_t l = 0; l < LANES; l++) lanes[l] = i + l < n ? p[i + l] : rest;
  return load(lanes);
}

// Costs of valid classes, +∞ for the others.
INLINE v16 valid_costs(const uint8_t *valid, const float *costs, ptrdiff_t i, ptrdiff_t n) {
  byte16 flags = 0;
  if (i + LANES <= n) {
    memcpy(&flags, valid + i, sizeof flags);
  } else {
    uint8_t lanes[LANES] = {0};
    for (ptrdiff_t l = 0; i + l < n; l++) lanes[l] = valid[i + l];
    memcpy(&flags, lanes, sizeof flags);
  }
  i16x on = __builtin_convertvector(flags, i16x) != 0;
  return select16(on, load_padded(costs, i, n, INFINITY), (v16)INFINITY);
}

INLINE float largest16(v16 x) { return __builtin_reduce_max(x); }

// The lowest cost of a valid class, at most 1, and the highest score that has it. Returns false
// where there is none.
INLINE bool find_gold(ptrdiff_t classes, const float *scores, const uint8_t *valid,
                      const float *costs, float *limit, float *gold_top) {
  v16 lowest = 1;
  for (ptrdiff_t i = 0; i < classes; i += LANES) {
    v16 cost = valid_costs(valid, costs, i, classes);
    lowest = select16(cost < lowest, cost, lowest);
  }
  *limit = __builtin_reduce_min(lowest);
  v16 tops = -INFINITY;
  i16x found = 0;
  for (ptrdiff_t i = 0; i < classes; i += LANES) {
    v16 score = load_padded(scores, i, classes, -INFINITY);
    i16x gold = valid_costs(valid, costs, i, classes) <= (v16)*limit;
    tops = select16(gold & (score > tops), score, tops);
    found |= gold;
  }
  *gold_top = largest16(tops);
  return __builtin_reduce_or(found) != 0;
}

// Gradients below 2⁻¹⁰⁰ become zero, so that no denormal number enters the products.
INLINE d8 without_dust(d8 x) {
  return select8(__builtin_elementwise_abs(x) < 0x1p-100, (d8)0.0, x);
}

INLINE i8x gold_lanes(const float *costs, ptrdiff_t i, ptrdiff_t n, float limit) {
  return load_floats(costs, i, n, INFINITY) <= (double)limit;
}

// Classes whose exponentials are kept between the two passes; further ones are computed again.
#define KEPT 256

INLINE double state_loss(ptrdiff_t classes, const float *scores, const float *costs, double top,
                         float limit, double gold_top, float *d) {
  d8 kept[KEPT / 8], kept_gold[KEPT / 8];
  d8 sums = 0, gold_sums = 0;
  for (ptrdiff_t i = 0; i < classes; i += 8) {
    d8 s = load_floats(scores, i, classes, -INFINITY);
    d8 e = exp8(s - top), eg = 0;
    i8x gold = gold_lanes(costs, i, classes, limit);
    if (__builtin_reduce_or(gold)) {
      eg = select8(gold, gold_top == top ? e : exp8(s - gold_top), (d8)0.0);
    }
    sums += e;
    gold_sums += eg;
    if (i < KEPT) {
      kept[i / 8] = e;
      kept_gold[i / 8] = eg;
    }
  }
  double sum = 1e-10 + sum8(sums), gold_sum = 1e-10 + sum8(gold_sums);
  d8 loss = 0;
  for (ptrdiff_t i = 0; i < classes; i += 8) {
    d8 e, eg;
    if (i < KEPT) {
      e = kept[i / 8];
      eg = kept_gold[i / 8];
    } else {
      d8 s = load_floats(scores, i, classes, -INFINITY);
      e = exp8(s - top);
      eg = select8(gold_lanes(costs, i, classes, limit), exp8(s - gold_top), (d8)0.0);
    }
    d8 gradient = widen(narrow(without_dust(e / sum - eg / gold_sum)));
    store_floats(d, i, classes, gradient);
    loss += gradient * gradient;
  }
  return sum8(loss);
}

static double transition_loss(ptrdiff_t states, ptrdiff_t classes, const float *scores,
                              ptrdiff_t ldscores, const uint8_t *valid, const float *costs,
                              float *d, ptrdiff_t ldd) {
  double loss = 0;
  for (ptrdiff_t r = 0; r < states; r++) {
    const float *score = scores + r * ldscores, *cost = costs + r * classes;
    float *out = d + r * ldd;
    float limit, gold_top;
    if (find_gold(classes, score, valid + r * classes, cost, &limit, &gold_top)) {
      loss += state_loss(classes, score, cost, largest(score, classes), limit, gold_top, out);
    } else {
      memset(out, 0, (size_t)classes * sizeof(float));
    }
  }
  return loss;
}

#endif
