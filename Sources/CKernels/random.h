// The Mersenne Twister in blocks, and bulk draws from its words.
//
// Goals: NumPy's own numbers; speed, since dropout masks take a million words per training step.
// Nothing here rounds differently at different levels: draws are exact, and the logarithm is the
// one of SweepBase, operation by operation.
#ifndef SWEEP_RANDOM_H
#define SWEEP_RANDOM_H

#include "exponential.h"
#include "simd.h"
#include "tiles.h"

#define TWISTER_WORDS 624
#define TWISTER_MIDDLE 397

typedef uint32_t u16x __attribute__((ext_vector_type(16)));
typedef uint64_t u8l __attribute__((ext_vector_type(8)));
typedef int32_t i8s __attribute__((ext_vector_type(8)));

INLINE uint32_t twisted(uint32_t this, uint32_t next, uint32_t other) {
  uint32_t y = (this & 0x80000000u) | (next & 0x7fffffffu);
  return other ^ (y >> 1) ^ ((0u - (y & 1)) & 0x9908b0dfu);
}

// Words `k` … `end` of the next state; word k is combined with word k + partner.
INLINE void twist_words(uint32_t *state, ptrdiff_t k, ptrdiff_t end, ptrdiff_t partner) {
  for (; k + LANES <= end; k += LANES) {
    u16x this, next, other;
    memcpy(&this, state + k, sizeof this);
    memcpy(&next, state + k + 1, sizeof next);
    memcpy(&other, state + k + partner, sizeof other);
    u16x y = (this & 0x80000000u) | (next & 0x7fffffffu);
    u16x word = other ^ (y >> 1) ^ ((0u - (y & 1)) & 0x9908b0dfu);
    memcpy(state + k, &word, sizeof word);
  }
  for (; k < end; k++) state[k] = twisted(state[k], state[k + 1], state[k + partner]);
}

static void twist(uint32_t *state, uint32_t *block) {
  const ptrdiff_t n = TWISTER_WORDS, middle = TWISTER_MIDDLE;
  // The two stretches whose inputs do not wrap around, then the last word.
  twist_words(state, 0, n - middle, middle);
  twist_words(state, n - middle, n - 1, middle - n);
  state[n - 1] = twisted(state[n - 1], state[0], state[middle - 1]);
  for (ptrdiff_t i = 0; i < n; i += LANES) {
    u16x y;
    memcpy(&y, state + i, sizeof y);
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    y ^= y >> 18;
    memcpy(block + i, &y, sizeof y);
  }
}

// A draw of 53 bits from two words.
INLINE uint64_t draw53(const uint32_t *words) {
  return ((uint64_t)(words[0] >> 5) << 26) | (words[1] >> 6);
}

// Eight draws. Two words are read as one number, the first in its low half.
INLINE i16x draws53(const uint32_t *words) {
  u8l pairs;
  memcpy(&pairs, words, sizeof pairs);
  u8l draws = ((pairs << 21) & 0x1ffffffc000000u) | (pairs >> 38);
  return (i16x)draws;
}

static void draw_mask(ptrdiff_t n, const uint32_t *words, uint64_t limit, float scale,
                      float *mask) {
  int32_t bits;
  memcpy(&bits, &scale, sizeof bits);
  ptrdiff_t i = 0;
  for (; i + LANES <= n; i += LANES) {
    // Draws and the limit are small: the sign of the difference, in its high half, tells.
    u8l low = (u8l)draws53(words + 2 * i) - limit;
    u8l high = (u8l)draws53(words + 2 * i + LANES) - limit;
    i16x signs = __builtin_shufflevector((i16x)low, (i16x)high, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19,
                                         21, 23, 25, 27, 29, 31);
    i16x kept = ~(signs >> 31) & bits;
    memcpy(mask + i, &kept, sizeof kept);
  }
  for (; i < n; i++) mask[i] = draw53(words + 2 * i) >= limit ? scale : 0;
}

// Eight numbers from 0 up to but not including 1.
INLINE d8 unit_draws(const uint32_t *words) {
  u16x x;
  memcpy(&x, words, sizeof x);
  i8s a = (i8s)(x.even >> 5), b = (i8s)(x.odd >> 6);
  d8 high = __builtin_convertvector(a, d8), low = __builtin_convertvector(b, d8);
  return (high * 67108864.0 + low) * 0x1p-53;
}

static void draw_uniform(ptrdiff_t n, const uint32_t *words, double low, double span, float *x) {
  ptrdiff_t i = 0;
  for (; i + 8 <= n; i += 8) store_floats(x, i, n, low + span * unit_draws(words + 2 * i));
  for (; i < n; i++) x[i] = (float)(low + span * ((double)draw53(words + 2 * i) * 0x1p-53));
}

// SweepBase's naturalLogarithm: see there.
INLINE d8 exact_log8(d8 x) {
  i8x bits = (i8x)x;
  d8 exponent = __builtin_convertvector((bits >> 52) - 1023, d8);
  d8 m = (d8)((bits & 0xfffffffffffffLL) | 0x3ff0000000000000LL);
  i8x upper = m > 1.4142135623730951;
  m = select8(upper, m / 2.0, m);
  exponent = select8(upper, exponent + 1.0, exponent);
  d8 numerator = m - 1.0, denominator = m + 1.0;
  d8 lost = m - (denominator - 1.0);
  d8 s = numerator / denominator;
  d8 rest = (fma8(-s, denominator, numerator) - s * lost) / denominator;
  d8 square = s * s, series = 2.0 / 27;
  UNROLL for (int n = 25; n >= 3; n -= 2) series = series * square + 2.0 / n;
  d8 tail = series * square * s + 2.0 * rest;
  d8 high = exponent * 0x1.62e42fefp-1, low = exponent * 0x1.473de6af278edp-34;
  d8 twice = 2.0 * s, sum = high + twice;
  i8x larger = __builtin_elementwise_abs(high) > __builtin_elementwise_abs(twice);
  d8 error = select8(larger, (high - sum) + twice, (twice - sum) + high);
  return sum + (error + (tail + low));
}

static ptrdiff_t draw_normal(ptrdiff_t tries, const uint32_t *words, ptrdiff_t wanted,
                             double *normals, ptrdiff_t *found) {
  ptrdiff_t count = 0;
  for (ptrdiff_t i = 0; i < tries; i += 8) {
    ptrdiff_t rest = tries - i < 8 ? tries - i : 8;
    uint32_t some[32] = {0};
    memcpy(some, words + 4 * i, (size_t)rest * 16);
    d8 low = unit_draws(some), high = unit_draws(some + 16);
    d8 x1 = __builtin_shufflevector(low, high, 0, 2, 4, 6, 8, 10, 12, 14);
    d8 x2 = __builtin_shufflevector(low, high, 1, 3, 5, 7, 9, 11, 13, 15);
    x1 = 2.0 * x1 - 1.0;
    x2 = 2.0 * x2 - 1.0;
    d8 r2 = x1 * x1 + x2 * x2;
    d8 factor = __builtin_elementwise_sqrt(-2.0 * exact_log8(r2) / r2);
    double firsts[8], seconds[8], squares[8];
    store8(firsts, 0, 8, factor * x2);
    store8(seconds, 0, 8, factor * x1);
    store8(squares, 0, 8, r2);
    for (ptrdiff_t l = 0; l < rest; l++) {
      if (!(squares[l] > 0 && squares[l] < 1)) continue;
      normals[2 * count] = firsts[l];
      normals[2 * count + 1] = seconds[l];
      if (++count == wanted) {
        *found = count;
        return i + l + 1;
      }
    }
  }
  *found = count;
  return tries;
}

#endif
