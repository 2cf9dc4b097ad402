/* gl-step: the update. A network and the gradient of its loss in, the network one step further out. */
#include "cli/cli.h"
#include "cli/optimizer.h"
#include "train/mean.h"
#include "train/step.h"

#include <string.h>

int
main(int argc, char **argv)
{
	struct gl_io io = GL_IO_DEFAULT;
	struct gl_optimizer chosen = GL_OPTIMIZER_DEFAULT;
	struct gl_update update = {0};
	const char *state_path = NULL;
	bool in_place = false;
	const struct gl_opt opts[] = {
	    GL_OPTS_OPTIMIZER(&chosen),
	    {0, "clip", "X", GL_NUMBER, &update.clip, "greatest norm of the whole gradient (0: any)", 0, 1e30},
	    {0, "clip-value", "X", GL_NUMBER, &update.clip_value, "greatest size of each of its numbers (0: any)", 0,
		1e30},
	    {0, "state", "FILE", GL_STR, &state_path,
		"what the optimizer remembers: read if FILE is there, then written"},
	    {0, "in-place", NULL, GL_FLAG, &in_place, "write the new network over NET"},
	    GL_OPTS_OUTPUT(&io),
	    GL_OPTS_FORM(&io),
	};
	const struct gl_tool tool = {"gl-step", "NET [GRADIENT]...",
	    "One step of training: moves a network against a gradient.", opts, GL_LEN(opts), .least = 1, .most = -1,
	    .examples = "gl-synth xor | gl-grad xor.net | gl-step xor.net --lr 0.5 > better.net\n"
			"gl-grad xor.net xor.txt | gl-step --in-place --optimizer adam --state xor.state xor.net\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	const char *path = argv[first], *const *gradients = (const char *const *)argv + first + 1;
	size_t n = (size_t)(argc - first - 1);
	struct gl_arena life = {0};
	struct gl_gradient g;
	struct gl_state state;
	struct gl_err err;
	enum gl_form form;

	gl_cli_io(&io);
	const struct gl_optim *optim = gl_cli_optimizer(&tool, &chosen, &update.args);
	bool standard = strcmp(path, "-") == 0;
	if (standard && n == 0)
		gl_die_usage(&tool, NULL, "the network comes from standard input, so the gradient must be a file");
	if (in_place && (standard || io.out.path))
		gl_die_usage(&tool, NULL,
		    standard ? "--in-place needs a network in a file" : "--in-place and -o: give one of them");
	struct gl_net *net = gl_net_load(path, &form, &life, &err);
	if (!net)
		gl_die(&tool, &err);
	if (gl_net_need_fitted(net, &err) < 0) {
		gl_fail_at(&err, standard ? "standard input" : path, 0);
		gl_die(&tool, &err);
	}
	gl_state_init(&state, optim, net, &life);
	if ((state_path && gl_state_load(&state, state_path, net, &err) < 0) ||
	    gl_gradients_mean(gradients, n, net, &g, &life, &err) < 0)
		gl_die(&tool, &err);
	gl_update(net, g.block, &update, &state);
	if (gl_net_check_finite(net, &err) < 0)
		gl_die_no(&tool, &err);
	if (io.out.form != GL_FORM_INPUT)
		form = io.out.form;
	const char *to = in_place ? path : io.out.path;
	if ((state_path ? gl_net_state_save(net, to, form, &state, state_path, &err)
			: gl_net_save(net, to, form, 0, &err)) < 0)
		gl_die(&tool, &err);
	gl_arena_free(&life);
	return 0;
}
