/* The options of the update: the same rows in gl-step and gl-train. */
#ifndef GL_UPDATE_H
#define GL_UPDATE_H

#include "cli/cli.h"
#include "train/step.h"

#include <math.h>

struct gl_cli_update {
	const char *optimizer;
	struct gl_optim_args args; /* NaN: not given */
	double clip, clip_value; /* NaN: no clipping */
};

#define GL_CLI_UPDATE_DEFAULT                                                                                          \
	{                                                                                                              \
		"sgd", {NAN, NAN, NAN, NAN, NAN, NAN, NAN}, NAN, NAN                                                   \
	}
#define GL_OPTS_UPDATE(u)                                                                                              \
	{0, NULL, NULL, GL_HEADING, NULL, "Update"},                                                                   \
	    {0, "optimizer", "NAME", GL_STR, &(u)->optimizer,                                                          \
		"sgd, momentum, nesterov, rmsprop, adagrad, adam or adamw"},                                           \
	    {0, "lr", "RATE", GL_NUMBER, &(u)->args.lr, "the learning rate [0.01; adam, adamw: 0.001]", 0, -1},        \
	    {0, "momentum", "SHARE", GL_SHARE, &(u)->args.momentum,                                                    \
		"how much of its speed momentum or nesterov keeps [0.9]", 0, 1},                                       \
	    {0, "weight-decay", "RATE", GL_NUMBER, &(u)->args.weight_decay,                                            \
		"pull of the weights towards 0 [0; adamw: 0.01]", 0, -1},                                              \
	    {0, "beta1", "SHARE", GL_SHARE, &(u)->args.beta1, "adam's memory of gradients [0.9]", 0, GL_BELOW_1},      \
	    {0, "beta2", "SHARE", GL_SHARE, &(u)->args.beta2, "adam's memory of their squares [0.999]", 0,             \
		GL_BELOW_1},                                                                                           \
	    {0, "alpha", "SHARE", GL_SHARE, &(u)->args.alpha, "rmsprop's memory of squares [0.99]", 0, 1},             \
	    {0, "eps", "NUMBER", GL_NUMBER, &(u)->args.eps,                                                            \
		"added to what a step is divided by [1e-8; adagrad: 1e-10]", 0, -1},                                   \
	    {0, "clip", "NORM", GL_NUMBER, &(u)->clip, "shrink a gradient whose norm is greater", GL_TINY, -1},        \
	{                                                                                                              \
		0, "clip-value", "NUMBER", GL_NUMBER, &(u)->clip_value,                                                \
		    "limit every number of the gradient to -NUMBER to NUMBER first", GL_TINY, -1                       \
	}

#define GL_BELOW_1 0.9999999999999999
#define GL_TINY 1e-300

/*
 * What the options come to: the optimizer, and its numbers with defaults filled in. An unknown optimizer, and a number that the chosen one
 * would ignore, ends the tool with status 2. Call after gl_cli_parse.
 */
const struct gl_optim *
gl_cli_update(const struct gl_tool *tool, const struct gl_cli_update *u, struct gl_update *update);

#endif
