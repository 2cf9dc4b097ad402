#include "cli/penalty.h"

void
gl_cli_penalty(const struct gl_tool *tool, const struct gl_penalty *p, const struct gl_optim *optim,
    const struct gl_optim_args *args)
{
	if (!p->decoupled)
		return;
	if (optim->args.weight_decay > 0) /* adamw: the one whose own decay is on unless it is turned off */
		gl_die_usage(tool, NULL, "--decoupled: the weight decay of %s is decoupled already", optim->name);
	if (args->weight_decay == 0)
		gl_die_usage(tool, "such as --weight-decay 0.01", "--decoupled needs --weight-decay X");
}
