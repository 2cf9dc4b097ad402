/* The options that choose an optimizer and its numbers, the same in gl-step and gl-train. */
#ifndef GL_OPTIMIZER_H
#define GL_OPTIMIZER_H

#include "cli/cli.h"
#include "optim/optim.h"

#include <math.h>

struct gl_optimizer {
	const char *name;
	struct gl_optim_args args; /* NAN: not given */
};
#define GL_OPTIMIZER_DEFAULT                                                                                           \
	{                                                                                                              \
		"sgd",                                                                                                 \
		{                                                                                                      \
			NAN, NAN, NAN, NAN, NAN, NAN, NAN                                                              \
		}                                                                                                      \
	}
#define GL_OPTS_OPTIMIZER(o)                                                                                           \
	{0, "optimizer", "NAME", GL_STR, &(o)->name,                                                                   \
	    "how to step: sgd, momentum, nesterov, rmsprop, adagrad, adam, adamw", .choices = gl_optim_names()},       \
	    {0, "lr", "X", GL_NUMBER, &(o)->args.lr, "learning rate [0.01; adam, adamw 0.001]", 0, 1e9},               \
	    {0, "momentum", "X", GL_NUMBER, &(o)->args.momentum,                                                       \
		"share of earlier steps kept (momentum, nesterov) [0.9]", 0, 1},                                       \
	    {0, "weight-decay", "X", GL_NUMBER, &(o)->args.weight_decay,                                               \
		"pull of the weights towards 0 [0; adamw 0.01]", 0, 1e9},                                              \
	    {0, "beta1", "X", GL_NUMBER, &(o)->args.beta1, "memory for the gradient (adam, adamw) [0.9]", 0,           \
		0.999999999},                                                                                          \
	    {0, "beta2", "X", GL_NUMBER, &(o)->args.beta2, "memory for its square (adam, adamw) [0.999]", 0,           \
		0.999999999},                                                                                          \
	    {0, "alpha", "X", GL_NUMBER, &(o)->args.alpha, "memory for its square (rmsprop) [0.99]", 0, 1},            \
	{                                                                                                              \
		0, "eps", "X", GL_NUMBER, &(o)->args.eps,                                                              \
		    "added to the divisor (rmsprop, adam, adamw, adagrad) [1e-8; adagrad 1e-10]", 0, 1                 \
	}

/*
 * The optimizer and its numbers: the defaults, and what was given. An option that it would ignore is refused. Exits 2
 * on misuse.
 */
const struct gl_optim *
gl_cli_optimizer(const struct gl_tool *tool, const struct gl_optimizer *o, struct gl_optim_args *args);

#endif
