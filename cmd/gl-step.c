/* gl-step: the update. A network and the gradient of its loss in, the network one step further out. */
#include "cli/cli.h"
#include "cli/optimizer.h"
#include "cli/penalty.h"
#include "train/mean.h"
#include "train/step.h"

#include <string.h>

struct request {
	struct gl_io io;
	const char *net, *state; /* files; state: or NULL */
	bool in_place;
	const struct gl_optim *optim;
	struct gl_update update;
};

/* Loads the network, averages the gradients, makes the step. 0; 1 when it ends in numbers that are not finite; -1. */
static int
step(const struct request *q, const char *const *gradients, size_t n, struct gl_err *err)
{
	struct gl_arena life = {0};
	struct gl_gradient g;
	struct gl_state state;
	enum gl_form form;
	struct gl_net *net = gl_net_load(q->net, &form, &life, err);

	if (!net)
		return -1;
	if (gl_net_need_fitted(net, err) < 0)
		return gl_fail_at(err, strcmp(q->net, "-") == 0 ? "standard input" : q->net, 0);
	gl_state_init(&state, q->optim, net, &life);
	if ((q->state && gl_state_load(&state, q->state, net, err) < 0) ||
	    gl_gradients_mean(gradients, n, net, &g, &life, err) < 0)
		return -1;
	gl_update(net, g.block, &q->update, &state);
	if (gl_net_check_finite(net, err) < 0)
		return 1;
	form = q->io.out.form ? q->io.out.form : form;
	const char *to = q->in_place ? q->net : q->io.out.path;
	int status =
	    q->state ? gl_net_state_save(net, to, form, &state, q->state, err) : gl_net_save(net, to, form, 0, err);
	gl_arena_free(&life);
	return status;
}

int
main(int argc, char **argv)
{
	struct request q = {.io = GL_IO_DEFAULT};
	struct gl_optimizer chosen = GL_OPTIMIZER_DEFAULT;
	const struct gl_opt opts[] = {
	    GL_OPTS_OPTIMIZER(&chosen),
	    GL_OPTS_PENALTY(&q.update.penalty),
	    {0, "clip", "X", GL_NUMBER, &q.update.clip, "greatest norm of the whole gradient (0: any)", 0, 1e30},
	    {0, "clip-value", "X", GL_NUMBER, &q.update.clip_value, "greatest size of each of its numbers (0: any)", 0,
		1e30},
	    {0, "state", "FILE", GL_STR, &q.state, "what the optimizer remembers: read if FILE is there, then written"},
	    {0, "in-place", NULL, GL_FLAG, &q.in_place, "write the new network over NET"},
	    GL_OPTS_OUTPUT(&q.io),
	    GL_OPTS_FORM(&q.io),
	};
	const struct gl_tool tool = {"gl-step", "NET [GRADIENT]...",
	    "One step of training: moves a network against a gradient.", opts, GL_LEN(opts), .least = 1, .most = -1,
	    .examples = "gl-synth xor | gl-grad xor.net | gl-step xor.net --lr 0.5 > better.net\n"
			"gl-grad xor.net xor.txt | gl-step --in-place --optimizer adam --state xor.state xor.net\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	const char *const *gradients = (const char *const *)argv + first + 1;
	size_t n = (size_t)(argc - first - 1);
	struct gl_err err;

	gl_cli_io(&q.io);
	q.optim = gl_cli_optimizer(&tool, &chosen, &q.update.args);
	gl_cli_penalty(&tool, &q.update.penalty, q.optim, &q.update.args);
	q.net = argv[first];
	bool standard = strcmp(q.net, "-") == 0, taken = n == 0;
	for (size_t i = 0; i < n; i++)
		taken |= strcmp(gradients[i], "-") == 0;
	if (standard && taken)
		gl_die_usage(&tool, NULL, "the network comes from standard input, so the gradient must be a file");
	if (q.in_place && (standard || q.io.out.path))
		gl_die_usage(&tool, NULL,
		    standard ? "--in-place needs a network in a file" : "--in-place and -o: give one of them");
	int status = step(&q, gradients, n, &err);
	if (status > 0)
		gl_die_no(&tool, &err);
	if (status < 0)
		gl_die(&tool, &err);
	return 0;
}
