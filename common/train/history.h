/*
 * A training run in words: what decided its result, and what came of it. Goes into the network's history and into
 * checkpoints.
 */
#ifndef GL_HISTORY_H
#define GL_HISTORY_H

#include "train/loop.h"

/* What was trained on. */
struct gl_source_data {
	uint64_t rows,
	    hash; /* of all rows that were read for training (gl_data_hash); of a stream known at the end only */
	const char *val; /* --val as it was given; or NULL */
	bool val_file; /* it is a file, and has a hash of its own */
	uint64_t val_hash;
	const struct gl_in_args *in; /* how files were read; NULL: as they are */
	const char *const *file; /* the names of the n files, as they were given */
	size_t files;
	const char *ended; /* by what, before its time: signal, diverged, bad-data; NULL: it ran as long as it was to */
};

/* A share of the examples, as the history has it however it was typed: "20%" for 0.2. */
const char *gl_share_text(double share, struct gl_arena *arena);

/*
 * Options that change the result, all of them, whether given or defaults, and the data: "--batch 32 --loss mse ...
 * data=HASH rows=150". When to end (--epochs, --steps, --patience) is not among them: a run may be resumed for longer.
 */
const char *gl_recipe_text(const struct gl_recipe *r, const struct gl_source_data *d, struct gl_arena *arena);

/*
 * The line for the history of l->net as it was at `kept`, and is now. It ends with what it takes to make the run again
 * (train/replay.h): hashes of the network before and after it, and the names of the files.
 */
const char *gl_history_line(
    const struct gl_loop *l, const struct gl_source_data *d, const struct gl_standing *kept, struct gl_arena *arena);

/* How gl-init made a network. */
struct gl_origin {
	const char *method; /* --init, or NULL: by the activation that follows */
	uint32_t seed;
	int digits; /* 0: all */
	bool fit, round; /* standardise layers were fitted to examples, whose numbers were rounded */
	uint64_t fit_rows, fit_hash;
};

/* The line for the history of a new network; NULL when nothing was asked for but the layers: then it has none. */
const char *gl_history_origin(const struct gl_origin *o, struct gl_arena *arena);

#endif
