/*
 * Made-up data with a known truth. One row of the table is one set; example i of a set depends on the seed and on i
 * alone.
 */
#ifndef GL_SYNTH_H
#define GL_SYNTH_H

#include "format/stream.h"

#include <stdbool.h>
#include <stdint.h>

enum { GL_SYNTH_INPUTS = 2 };

struct gl_synth_args {
	uint32_t seed;
	double noise; /* standard deviation of the normal deviates that are added */
	unsigned classes; /* how many arms or blobs */
};

struct gl_synth {
	const char *name, *help;
	size_t inputs; /* 1 or GL_SYNTH_INPUTS */
	bool values; /* the target is a value (regression), not the index of a class */
	uint64_t examples; /* defaults */
	double noise;
	unsigned classes; /* 0: always as many as the set has */
	/* Example number i: x[inputs] and its target. */
	void (*example)(const struct gl_synth_args *a, uint64_t i, double *x, double *y);
};

extern const struct gl_synth gl_synths[]; /* ends with a NULL name */

/* The names of all sets, ends with NULL. */
const char *const *gl_synth_names(void);

/* A row by its name; NULL with a message and a hint at the nearest name. */
const struct gl_synth *gl_synth_find(const char *name, struct gl_err *err);

/* The fields of a set: x, and y as a class index or a value. */
void gl_synth_schema(const struct gl_synth *s, struct gl_schema *schema);

/* Examples first, first + 1, ... of a set as a batch in the arena. */
void gl_synth_batch(const struct gl_synth *s, const struct gl_synth_args *a, uint64_t first, size_t rows,
    struct gl_batch *b, struct gl_arena *pass);

#endif
