#include "buffer.h"

#include <pthread.h>
#include <stdlib.h>

struct buffer {
  ptrdiff_t count;
  float *floats;
};

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Thread_local struct buffer *mine;

static void release(void *pointer) {
  struct buffer *buffer = pointer;
  free(buffer->floats);
  free(buffer);
}

static void make_key(void) {
  if (pthread_key_create(&key, release) != 0) abort();
}

float *sweep_packing_buffer(ptrdiff_t count) {
  if (!mine) {
    pthread_once(&once, make_key);
    mine = calloc(1, sizeof *mine);
    if (!mine || pthread_setspecific(key, mine) != 0) abort();
  }
  if (mine->count < count || !mine->floats) {
    free(mine->floats);
    size_t bytes = ((size_t)count * sizeof(float) + 4096) & ~(size_t)63;
    mine->floats = aligned_alloc(64, bytes);
    if (!mine->floats) abort();
    mine->count = count;
  }
  return mine->floats;
}
