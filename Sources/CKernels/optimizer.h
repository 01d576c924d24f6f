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

// Sixteen weights. The flags are constants where this is inlined.
INLINE void step_lanes(ptrdiff_t i, ptrdiff_t n, const struct step_factors *f, bool has_moments,
                       bool divides, float *w, float *g, float *m1, float *m2, float *average) {
  v16 weights = load_at(w, i, n);
  v16 gradient = with_l2(load_at(g, i, n), weights, f);
  if (f->clips) gradient *= (v16)f->clip;
  if (has_moments) {
    v16 first = (v16)f->beta1 * load_at(m1, i, n) + (v16)f->rest1 * gradient;
    v16 second = (v16)f->beta2 * load_at(m2, i, n) + (v16)f->rest2 * gradient * gradient;
    first = without_tiny(first);
    second = without_tiny(second);
    store_at(m1, i, n, first);
    store_at(m2, i, n, second);
    v16 step = (v16)f->rate * first;
    weights -= divides ? step / (sqrt16(second) + (v16)f->eps) : step;
  } else {
    weights -= (v16)f->rate * gradient;
  }
  if (f->decays) weights -= (v16)f->decay * weights;
  store_at(w, i, n, weights);
  store_at(g, i, n, (v16)0.0f);
  if (average) {
    v16 mean = load_at(average, i, n);
    store_at(average, i, n, mean - (v16)f->forget * (mean - weights));
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
  if (!f.has_moments) {
    for (ptrdiff_t i = 0; i < n; i += LANES) {
      step_lanes(i, n, &f, false, false, w, g, m1, m2, average);
    }
  } else if (f.divides) {
    for (ptrdiff_t i = 0; i < n; i += LANES) {
      step_lanes(i, n, &f, true, true, w, g, m1, m2, average);
    }
  } else {
    for (ptrdiff_t i = 0; i < n; i += LANES) {
      step_lanes(i, n, &f, true, false, w, g, m1, m2, average);
    }
  }
}

#endif
