#include "CPeak.h"

// Each step of a chain has to wait for the one before, about four cycles; ten chains keep two units
// busy, and their sums, with the two factors, fit the sixteen registers of AVX2.
#define CHAINS 10

static volatile float sink;

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx512f"))) static double peak_avx512(int64_t rounds) {
  __m512 x = _mm512_set1_ps(0.999f), y = _mm512_set1_ps(0.001f), sums[CHAINS];
  for (int i = 0; i < CHAINS; i++) sums[i] = _mm512_set1_ps((float)i);
  for (int64_t round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < CHAINS; i++) sums[i] = _mm512_fmadd_ps(sums[i], x, y);
  }
  for (int i = 1; i < CHAINS; i++) sums[0] = _mm512_add_ps(sums[0], sums[i]);
  sink = _mm512_cvtss_f32(sums[0]);
  return 2.0 * 16 * CHAINS * (double)rounds;
}

__attribute__((target("avx2,fma"))) static double peak_avx2(int64_t rounds) {
  __m256 x = _mm256_set1_ps(0.999f), y = _mm256_set1_ps(0.001f), sums[CHAINS];
  for (int i = 0; i < CHAINS; i++) sums[i] = _mm256_set1_ps((float)i);
  for (int64_t round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < CHAINS; i++) sums[i] = _mm256_fmadd_ps(sums[i], x, y);
  }
  for (int i = 1; i < CHAINS; i++) sums[0] = _mm256_add_ps(sums[0], sums[i]);
  sink = _mm256_cvtss_f32(sums[0]);
  return 2.0 * 8 * CHAINS * (double)rounds;
}
#endif

static double peak_plain(int64_t rounds) {
  float sums[16 * CHAINS];
  for (int i = 0; i < 16 * CHAINS; i++) sums[i] = (float)i;
  for (int64_t round = 0; round < rounds; round++) {
    for (int i = 0; i < 16 * CHAINS; i++) sums[i] = sums[i] * 0.999f + 0.001f;
  }
  sink = sums[0];
  return 2.0 * 16 * CHAINS * (double)rounds;
}

double peak_multiply_add(int64_t rounds) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return peak_avx512(rounds);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return peak_avx2(rounds);
#endif
  return peak_plain(rounds);
}
