// The kernels compiled for any machine. The pragma has to come first: nothing may contract a·b + c.
#pragma clang fp contract(off)
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "include/CKernels.h"

#define SWEEP_LEVEL SWEEP_PORTABLE
#define TABLE sweep_kernels_portable
extern const struct sweep_kernels TABLE;

#include "table.h"

static double first_lane(d8 x) { return x[0]; }

double sweep_exp(double x) { return first_lane(exp8((d8)x)); }
double sweep_log(double x) { return first_lane(log8((d8)x)); }
double sweep_tanh(double x) { return first_lane(tanh8((d8)x)); }
