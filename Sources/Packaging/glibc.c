/* What the build machine's C library has and older ones lack, so that the program of `make dist` runs
   on those: linked into that one only. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>

/* arc4random is new in glibc 2.36; Foundation takes random numbers for names of files from it. */
uint32_t __wrap_arc4random(void) {
  uint32_t value;
  if (getrandom(&value, sizeof value, 0) != sizeof value) abort();
  return value;
}

/* hypot has a new version in glibc 2.35 that only differs in errno; nothing recorded uses it. */
__asm__(".symver hypot_before, hypot@GLIBC_2.2.5");
__asm__(".symver hypotf_before, hypotf@GLIBC_2.2.5");
extern double hypot_before(double, double);
extern float hypotf_before(float, float);
double __wrap_hypot(double x, double y) { return hypot_before(x, y); }
float __wrap_hypotf(float x, float y) { return hypotf_before(x, y); }
