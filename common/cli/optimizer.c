#include "cli/optimizer.h"

#include <stddef.h>
#include <stdio.h>

/* The numbers that only some optimizers have: those whose default is not 0. */
static const struct {
	const char *option;
	size_t at;
} numbers[] = {
    {"momentum", offsetof(struct gl_optim_args, momentum)},
    {"beta1", offsetof(struct gl_optim_args, beta1)},
    {"beta2", offsetof(struct gl_optim_args, beta2)},
    {"eps", offsetof(struct gl_optim_args, eps)},
    {"alpha", offsetof(struct gl_optim_args, alpha)},
};

static double *
number(struct gl_optim_args *args, size_t i)
{
	return (double *)(void *)((char *)args + numbers[i].at);
}

const struct gl_optim *
gl_cli_optimizer(const struct gl_tool *tool, const struct gl_optimizer *o, struct gl_optim_args *args)
{
	struct gl_optim_args given = o->args, others;
	struct gl_err err;
	const struct gl_optim *optim = gl_optim_find(o->name, &err);

	if (!optim)
		gl_die(tool, &err);
	*args = optim->args;
	if (!isnan(given.lr))
		args->lr = given.lr;
	if (!isnan(given.weight_decay))
		args->weight_decay = given.weight_decay;
	for (size_t i = 0; i < GL_LEN(numbers); i++) {
		if (isnan(*number(&given, i)))
			continue;
		if (*number(args, i) == 0) {
			gl_fail(&err, "optimizer %s has no --%s", optim->name, numbers[i].option);
			char names[256] = "";
			for (size_t k = 0, at = 0; gl_optims[k] && at < sizeof names; k++) {
				others = gl_optims[k]->args;
				if (*number(&others, i) != 0)
					at += (size_t)snprintf(
					    names + at, sizeof names - at, at ? ", %s" : "%s", gl_optims[k]->name);
			}
			gl_hint(&err, "it goes with --optimizer %s", names);
			gl_die(tool, &err);
		}
		*number(args, i) = *number(&given, i);
	}
	return optim;
}
