// Which kernels run here.
#pragma clang fp contract(off)
#include "include/CKernels.h"

#include <stdlib.h>
#include <string.h>

extern const struct sweep_kernels sweep_kernels_portable;
#if defined(__x86_64__)
extern const struct sweep_kernels sweep_kernels_avx2;
extern const struct sweep_kernels sweep_kernels_avx512;
#endif

bool sweep_supports(int32_t level) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (level == SWEEP_AVX2) return avx2;
  if (level == SWEEP_AVX512) {
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  }
#endif
  return level == SWEEP_PORTABLE;
}

const struct sweep_kernels *sweep_kernels_at(int32_t level) {
#if defined(__x86_64__)
  if (level == SWEEP_AVX512 && sweep_supports(level)) return &sweep_kernels_avx512;
  if (level == SWEEP_AVX2 && sweep_supports(level)) return &sweep_kernels_avx2;
#else
  (void)level;
#endif
  return &sweep_kernels_portable;
}

const struct sweep_kernels *sweep_kernels_here(void) {
  static const char *const names[] = {
      [SWEEP_PORTABLE] = "portable", [SWEEP_AVX2] = "avx2", [SWEEP_AVX512] = "avx512"};
  const char *forced = getenv("SWEEP_SIMD");
  for (int32_t level = SWEEP_AVX512; level > SWEEP_PORTABLE; level--) {
    bool asked = !forced || !*forced || strcmp(forced, names[level]) == 0;
    if (asked && sweep_supports(level)) return sweep_kernels_at(level);
  }
  return sweep_kernels_at(SWEEP_PORTABLE);
}

ptrdiff_t sweep_packed_count(ptrdiff_t k, ptrdiff_t n) { return k * ((n + 15) / 16 * 16); }

double sweep_integer_power(double base, int64_t exponent) {
  double power = 1;
  for (; exponent > 0; exponent >>= 1) {
    if (exponent & 1) power *= base;
    base *= base;
  }
  return power;
}

void sweep_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
