/* The command line of gl-sweep: its own options, and with values to be tried all those of gl-train and gl-init. */
#ifndef GL_SWEPT_H
#define GL_SWEPT_H

#include "cli/cli.h"
#include "sweep/plan.h"

/* An option of gl-train, gl-init or both, as it was given in front of "--". */
struct gl_swept {
	const char *name, *arg;
	char letter;
	bool init, train; /* who has it */
	const char *value; /* the values to be tried; NULL: none */
	bool given;
};

struct gl_swepts {
	struct gl_swept *v;
	size_t n;
	struct gl_opt *opts; /* the table: the tool's own options, then these */
	size_t nopts;
};

/*
 * Asks gl-train and gl-init, and adds their options to the tool's own; those that have no place in a sweep too, so that
 * this can be said of them, unless they are to be `offered`. 0, or -1 with err set.
 */
int gl_swept_ask(struct gl_swepts *s, const struct gl_opt *own, size_t nown, bool offered, struct gl_arena *arena,
    struct gl_err *err);

/*
 * What the runs are made of: the architecture (or NULL: then the first of the words is a network's file), the options
 * in front of "--" in the order of argv, and behind it n words: files, and options as gl-train and gl-init take them.
 * s->item and s->items are set; s->random tells whether ranges may be without points. 0, or -1 with err set.
 */
int gl_swept_items(struct gl_sweep *s, const struct gl_swepts *o, const char *arch, char **argv, char *const *word,
    size_t n, struct gl_arena *arena, struct gl_err *err);

/* Would gl-init and gl-train take what the runs are made of? As many runs are tried as it takes. 0, or -1 with err. */
int
gl_swept_try(const struct gl_sweep *s, const struct gl_run *run, size_t n, struct gl_arena *arena, struct gl_err *err);

#endif
