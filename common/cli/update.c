#include "cli/update.h"

#include <stdio.h>

/* Every number of an optimizer: the option's name, what was given, the default, and where it goes. */
struct number {
	const char *name;
	double given, standard;
	double *to;
};

/* The optimizers that use a number, for a hint: "momentum and nesterov use it". */
static void
users(size_t which, char *text, size_t size)
{
	const char *names[16];
	size_t n = 0, used = 0;

	for (size_t i = 0; gl_optims[i] && n < GL_LEN(names); i++) {
		const struct gl_optim_args *a = &gl_optims[i]->args;
		const double standard[] = {1, a->momentum, 1, a->beta1, a->beta2, a->eps, a->alpha};
		if (standard[which] != 0)
			names[n++] = gl_optims[i]->name;
	}
	for (size_t i = 0; i < n && used < size; i++)
		used += (size_t)snprintf(text + used, size - used, "%s%s",
		    i == 0           ? ""
			: i + 1 == n ? " and "
				     : ", ",
		    names[i]);
	if (used < size)
		snprintf(text + used, size - used, n == 1 ? " uses it" : " use it");
}

const struct gl_optim *
gl_cli_update(const struct gl_tool *tool, const struct gl_cli_update *u, struct gl_update *update)
{
	struct gl_err err;
	char hint[256];
	const struct gl_optim *optim = gl_optim_find(u->optimizer, &err);

	if (!optim)
		gl_die(tool, &err);
	*update = (struct gl_update){
	    .args = optim->args,
	    .clip = isnan(u->clip) ? 0 : u->clip,
	    .clip_value = isnan(u->clip_value) ? 0 : u->clip_value,
	};
	struct gl_optim_args *a = &update->args;
	const struct number numbers[] = {
	    {"lr", u->args.lr, a->lr, &a->lr},
	    {"momentum", u->args.momentum, a->momentum, &a->momentum},
	    {"weight-decay", u->args.weight_decay, a->weight_decay, &a->weight_decay},
	    {"beta1", u->args.beta1, a->beta1, &a->beta1},
	    {"beta2", u->args.beta2, a->beta2, &a->beta2},
	    {"eps", u->args.eps, a->eps, &a->eps},
	    {"alpha", u->args.alpha, a->alpha, &a->alpha},
	};
	for (size_t i = 0; i < GL_LEN(numbers); i++) {
		const struct number *x = &numbers[i];
		if (isnan(x->given))
			continue;
		/* A number that an optimizer uses has a default there; only weight decay has it as 0. */
		if (x->standard == 0 && x->to != &a->weight_decay) {
			users(i, hint, sizeof hint);
			gl_die_usage(tool, hint, "--%s means nothing to %s", x->name, optim->name);
		}
		*x->to = x->given;
	}
	return optim;
}
