/*
 * A training run in words: what decided its result, and what came of it. Goes into the network's history and into
 * checkpoints.
 */
#ifndef GL_HISTORY_H
#define GL_HISTORY_H

#include "train/loop.h"

/* What was trained on. */
struct gl_source_data {
	uint64_t rows, hash; /* of all rows that were read for training (gl_data_hash) */
	const char *val; /* --val as it was given; or NULL */
	bool val_file; /* it is a file, and has a hash of its own */
	uint64_t val_hash;
};

/* A share of the examples, as the history has it however it was typed: "20%" for 0.2. */
const char *gl_share_text(double share, struct gl_arena *arena);

/*
 * Options that change the result, all of them, whether given or defaults, and the data: "--batch 32 --loss mse ...
 * data=HASH rows=150". When to end (--epochs, --steps, --patience) is not among them: a run may be resumed for longer.
 */
const char *gl_recipe_text(const struct gl_recipe *r, const struct gl_source_data *d, struct gl_arena *arena);

/* The line for the history of the network as it was at `kept`. */
const char *gl_history_line(
    const struct gl_loop *l, const struct gl_source_data *d, const struct gl_standing *kept, struct gl_arena *arena);

#endif
