/* The options that keep weights small, the same in gl-step and gl-train. */
#ifndef GL_CLI_PENALTY_H
#define GL_CLI_PENALTY_H

#include "cli/cli.h"
#include "train/penalty.h"

#define GL_OPTS_PENALTY(p)                                                                                             \
	{0, "decoupled", NULL, GL_FLAG, &(p)->decoupled, "weight decay shrinks the weights apart from the gradient"},  \
	    {0, "l1", "X", GL_NUMBER, &(p)->l1, "penalty on the sizes of weights: adds X sign(w) to the gradient", 0,  \
		1e9},                                                                                                  \
	{                                                                                                              \
		0, "l2", "X", GL_NUMBER, &(p)->l2, "penalty on their squares: adds X w to the gradient", 0, 1e9        \
	}

/* Refuses --decoupled where it would change nothing. Exits 2. */
void gl_cli_penalty(const struct gl_tool *tool, const struct gl_penalty *p, const struct gl_optim *optim,
    const struct gl_optim_args *args);

#endif
