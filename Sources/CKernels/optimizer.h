// Adam, RAdam and SGD as Thinc 8.3 has them, in one pass over a parameter (two with clipping).
//
// Scalars are computed in double and rounded to float where they are used. The only deviation from
// Thinc: moments below 2⁻¹¹⁰ become zero. They could not move a weight (their root is far below
// eps), and would slow the step down twofold once they have decayed to denormal numbers.
#ifndef SWEEP_OPTIMIZER_H
#define SWEEP_OPTIMIZER_H

#include "norm.h"
#include "simd.h"

struct step_factors {
  float l2_gradient, clip, beta1, rest1, beta2, rest2, eps, rate, decay, forget;
  bool adds_l2, clips, has_moments, divides, decays;
  // Whether a step without a gradient and without moments is exactly 0.
  bool rests;
};

// Thinc's RAdam counts the step twice before it uses it.
INLINE void radam_factors(const struct sweep_step_settings *s, struct step_factors *f) {
  int64_t step = s->step + 1;
  double power1 = sweep_integer_power(s->beta1, step);
  double power2 = sweep_integer_power(s->beta2, step);
  double longest = 2 / (1 - s->beta2) - 1;
  double length = longest - 2 * (double)step * power2 / (1 - power2);
  double size = 1 / (1 - power1);
  f->divides = length >= 5;
  if (f->divides) {
    double variance = (1 - power2) * (length - 4) / (longest - 4) * (length - 2) / length;
    size = sqrt(variance * longest / (longest - 2)) / (1 - power1);
  }
  f->rate = (float)(size * s->learn_rate);
}

INLINE struct step_factors factors_of(const struct sweep_step_settings *s) {
  struct step_factors f = {0};
  f.adds_l2 = s->l2 != 0 && !s->l2_is_weight_decay;
  f.l2_gradient = (float)s->l2;
  f.beta1 = (float)s->beta1;
  f.beta2 = (float)s->beta2;
  // Thinc's Adam subtracts after rounding β, its RAdam before: for β₂ = 0.999 the difference is
  // 5e-5 of the moment.
  f.rest1 = s->rule == SWEEP_RADAM ? (float)(1 - s->beta1) : 1.0f - f.beta1;
  f.rest2 = s->rule == SWEEP_RADAM ? (float)(1 - s->beta2) : 1.0f - f.beta2;
  f.eps = (float)s->eps;
  f.has_moments = s->rule != SWEEP_SGD;
  f.divides = true;
  f.rate = (float)s->learn_rate;
  if (s->rule == SWEEP_RADAM) {
    radam_factors(s, &f);
  } else if (s->rule == SWEEP_ADAM) {
    double power1 = sweep_integer_power(s->beta1, s->step);
    double power2 = sweep_integer_power(s->beta2, s->step);
    f.rate = (float)(s->learn_rate * sqrt(1 - power2) / (1 - power1));
  }
  f.decays = s->l2 != 0 && s->l2_is_weight_decay;
  f.decay = (float)(s->learn_rate * s->l2);
  double keep = (1 + (double)s->step) / (10 + (double)s->step);
  f.rests = f.rate >= 0 && f.rate < INFINITY && f.eps > 0 && f.beta1 >= 0 && f.beta1 <= 1 &&
            f.beta2 >= 0 && f.beta2 <= 1;
  f.forget = (float)(1 - (keep > 0.9999 ? 0.9999 : keep));
  return f;
}

INLINE v16 with_l2(v16 g, v16 w, const struct step_factors *f) {
  return f->adds_l2 ? g + (v16)f->l2_gradient * w : g;
}

INLINE double step_norm(ptrdiff_t n, const float *w, const float *g,
                        const struct step_factors *f) {
  if (!f->adds_l2) return sqrt(sum_of_squares(n, g));
  d8 low = 0, high = 0;
  for (ptrdiff_t i = 0; i < n; i += LANES) {
    v16 x = with_l2(load_at(g, i, n), load_at(w, i, n), f);
    d8 a = widen(x.lo), b = widen(x.hi);
    low += a * a;
    high += b * b;
  }
  return sqrt(sum8(low + high));
}

INLINE v16 without_tiny(v16 x) {
  return select16(__builtin_elementwise_abs(x) < 0x1p-110f, (v16)0.0f, x);
}

// One parameter's arrays.
struct step_arrays {
  float *w, *g, *m1, *m2, *average;
};

// What a loop over a parameter knows beforehand.
struct step_kind {
  bool whole;  // all sixteen lanes lie in the arrays
  bool has_moments, divides, adds_l2, has_average;
};

INLINE v16 step_load(const float *p, ptrdiff_t i, ptrdiff_t n, const bool whole) {
  return whole ? load(p + i) : load_at(p, i, n);
}

INLINE void step_store(float *p, ptrdiff_t i, ptrdiff_t n, v16 x, const bool whole) {
  if (whole) {
    store(p + i, x);
  } else {
    store_at(p, i, n, x);
  }
}

// Sixteen weights. The kind is constant where this is inlined.
INLINE void step_lanes(ptrdiff_t i, ptrdiff_t n, const struct step_factors f,
                       const struct step_kind kind, const struct step_arrays a) {
  const bool whole = kind.whole;
  v16 weights = step_load(a.w, i, n, whole), raw = step_load(a.g, i, n, whole);
  v16 gradient = kind.adds_l2 ? with_l2(raw, weights, &f) : raw;
  if (f.clips) gradient *= (v16)f.clip;
  if (kind.has_moments) {
    v16 m1 = step_load(a.m1, i, n, whole), m2 = step_load(a.m2, i, n, whole);
    i16x used = (i16x)raw | (i16x)gradient | (i16x)m1 | (i16x)m2;
    // Without them, as in rows of a table that never had a gradient, weights only decay.
    if (!f.rests || __builtin_reduce_or(used != 0) != 0) {
      v16 first = (v16)f.beta1 * m1 + (v16)f.rest1 * gradient;
      v16 second = (v16)f.beta2 * m2 + (v16)f.rest2 * gradient * gradient;
      first = without_tiny(first);
      second = without_tiny(second);
      step_store(a.m1, i, n, first, whole);
      step_store(a.m2, i, n, second, whole);
      v16 step = (v16)f.rate * first;
      weights -= kind.divides ? step / (sqrt16(second) + (v16)f.eps) : step;
      step_store(a.g, i, n, (v16)0.0f, whole);
    }
  } else {
    weights -= (v16)f.rate * gradient;
    step_store(a.g, i, n, (v16)0.0f, whole);
  }
  if (f.decays) weights -= (v16)f.decay * weights;
  step_store(a.w, i, n, weights, whole);
  if (kind.has_average) {
    v16 mean = step_load(a.average, i, n, whole);
    step_store(a.average, i, n, mean - (v16)f.forget * (mean - weights), whole);
  }
}

INLINE void step_all(ptrdiff_t n, const struct step_factors f, struct step_kind kind,
                     const struct step_arrays a) {
  ptrdiff_t i = 0;
  kind.whole = true;
  for (; i + LANES <= n; i += LANES) step_lanes(i, n, f, kind, a);
  kind.whole = false;
  if (i < n) step_lanes(i, n, f, kind, a);
}

INLINE void step_rule(ptrdiff_t n, const struct step_factors f, struct step_kind kind,
                      const struct step_arrays a) {
  if (f.has_moments && f.divides) {
    kind.has_moments = kind.divides = true;
    step_all(n, f, kind, a);
  } else if (f.has_moments) {
    kind.has_moments = true;
    kind.divides = false;
    step_all(n, f, kind, a);
  } else {
    kind.has_moments = kind.divides = false;
    step_all(n, f, kind, a);
  }
}

static void optimizer_step(ptrdiff_t n, const struct sweep_step_settings *settings, float *w,
                           float *g, float *m1, float *m2, float *average) {
  struct step_factors f = factors_of(settings);
  if (settings->grad_clip != 0) {
    double norm = step_norm(n, w, g, &f);
    f.clips = norm >= settings->grad_clip;
    f.clip = (float)(settings->grad_clip / norm);
  }
  struct step_arrays a = {w, g, m1, m2, average};
  struct step_kind kind = {.adds_l2 = false, .has_average = false};
  if (!f.adds_l2 && !average) {
    step_rule(n, f, kind, a);
  } else if (!f.adds_l2) {
    kind.has_average = true;
    step_rule(n, f, kind, a);
  } else {
    kind.adds_l2 = true;
    kind.has_average = average != NULL;
    step_rule(n, f, kind, a);
  }
}

#endif
