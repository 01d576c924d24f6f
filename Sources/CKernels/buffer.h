// Memory of a thread for packed matrices.
#ifndef SWEEP_BUFFER_H
#define SWEEP_BUFFER_H

#include <stddef.h>

// At least `count` floats, aligned to 64 bytes, valid until the thread's next call. Freed with the
// thread. Traps when memory is exhausted.
float *sweep_packing_buffer(ptrdiff_t count);

#endif
