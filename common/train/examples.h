/* The examples that a training run goes over, and batches of them. */
#ifndef GL_EXAMPLES_H
#define GL_EXAMPLES_H

#include "format/stream.h"

#include <stdint.h>

/* Rows of a data set, in an order. */
struct gl_examples {
	const struct gl_data *data;
	const uint64_t *index; /* row numbers; NULL: the first n, as they come */
	uint64_t n;
};

/*
 * Keeps all of a small data set in memory, so that a step need not decode it again: small->rows is 0 if it is not
 * small. Its numbers live in life. 0, or -1 with err set.
 */
int gl_examples_keep(const struct gl_examples *e, struct gl_batch *small, struct gl_arena *life, struct gl_err *err);

/*
 * Rows first to first + n of the examples, in the order of index (NULL: their own), from what gl_examples_keep has
 * kept, or from the data. They live in pass, or are views of what is kept. 0, or -1 with err set.
 */
int gl_examples_take(const struct gl_examples *e, const struct gl_batch *small, const uint64_t *index, uint64_t first,
    size_t n, struct gl_batch *b, struct gl_arena *pass, struct gl_err *err);

#endif
