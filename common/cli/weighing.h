/* The options that say how much targets, classes and examples count, the same in all tools that have a loss. */
#ifndef GL_CLI_WEIGHING_H
#define GL_CLI_WEIGHING_H

#include "cli/cli.h"
#include "loss/weighing.h"

struct gl_weighing_opts {
	double smoothing;
	const char *classes; /* as given */
};

extern const char *const gl_balanced[];

#define GL_OPTS_WEIGHING(w, io)                                                                                        \
	{0, "label-smoothing", "E", GL_SHARE, &(w)->smoothing,                                                         \
	    "take this share (10%) of each target and spread it over all classes"},                                    \
	    {0, "class-weights", "W,W...", GL_STR, &(w)->classes,                                                      \
		"how much each class counts: a number for each, or balanced", .choices = gl_balanced},                 \
	{                                                                                                              \
		0, "weights", NULL, GL_FLAG, &(io)->in.weights, "field 3 says how much each example counts"            \
	}

/* What the options ask for; the numbers of classes live in the arena. Exits 2 on misuse. */
struct gl_weighing_args gl_cli_weighing(
    const struct gl_tool *tool, const struct gl_weighing_opts *w, const struct gl_io *io, struct gl_arena *life);

#endif
