/* The option that varies pictures at random, for tools that train. */
#ifndef GL_CLI_AUGMENT_H
#define GL_CLI_AUGMENT_H

#include "augment/augment.h"
#include "cli/cli.h"

struct gl_augment_option {
	const char *list; /* NULL: not given */
	struct gl_augment augment;
};
#define GL_OPTS_AUGMENT(o)                                                                                             \
	{                                                                                                              \
		0, "augment", "LIST", GL_STR, &(o)->list,                                                              \
		    "vary pictures at random, anew in every epoch: flip,shift=2 (see gl-augment)",                     \
		    .choices = gl_transform_names()                                                                    \
	}

/* What the list says, in the option's struct; NULL when there is none. Exits 2 on misuse. */
struct gl_augment *gl_cli_augment(const struct gl_tool *tool, struct gl_augment_option *o, struct gl_arena *life);

#endif
