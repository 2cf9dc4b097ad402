/* Work divided among threads: a pool of workers and a queue of fixed tiles. */
#ifndef GL_THREAD_H
#define GL_THREAD_H

#include <stddef.h>

/* How many threads may work at once, the caller included. 0 means as many as there are processors for this process. */
void gl_threads_set(int n);
int gl_threads(void);

/*
 * Calls fn(arg, lo, hi) for parts of 0..n that together cover it once, each of `grain` (the last may be shorter), in
 * any order and on any thread; returns when all are done. The parts depend on n and grain alone, so results cannot
 * depend on the number of threads as long as fn writes only what belongs to its part. With n <= grain fn is called
 * once, here. The caller takes parts too, and a waiter spins at most 100 us before it sleeps. Calls may not be nested
 * (a nested one runs on its own thread alone).
 */
void gl_parallel(size_t n, size_t grain, void (*fn)(void *arg, size_t lo, size_t hi), void *arg);

/*
 * A grain for n pieces of work that cost the same: a quarter of each thread's share, so that one which is slower does
 * fewer of them, but not less than `least`. Only for work whose results do not depend on where it is divided.
 */
size_t gl_grain(size_t n, size_t least);

#endif
