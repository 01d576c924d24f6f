// What a core can do at most, measured: the bound of every kernel.
#ifndef CPEAK_H
#define CPEAK_H

#include <stdint.h>

// Fused multiply-adds on independent registers, `rounds` times over, with the widest vectors of
// this machine. Returns the number of floating-point operations, two per multiply-add and lane.
//
// Nothing is read from memory, so this is the peak that no matrix product can exceed.
double peak_multiply_add(int64_t rounds);

#endif
