/* gl-wiggle: the gradient by nudging a number and looking at the loss; this tool computes in double precision. */
#include "cli/cli.h"
#include "cli/weighing.h"
#include "train/problem.h"

#include <stdio.h>
#include <string.h>

/* The number before and after its nudge: 8 digits, as a file has, or as many as show the difference. */
static void
show(gl_real was, gl_real up, char from[32], char to[32])
{
	for (int digits = 8; digits <= 17; digits++) {
		snprintf(from, 32, "%.*g", digits, (double)was);
		snprintf(to, 32, "%.*g", digits, (double)up);
		if (strcmp(from, to) != 0)
			return;
	}
}

/*
 * The loss as it is, the loss after one number went up, and the slope between the two. Enough digits of the losses are
 * shown for a reader to do the subtraction.
 */
static int
look(struct gl_problem *p, const char *name, double by, int digits, struct gl_sink *out, struct gl_kinks *kinks,
    struct gl_err *err)
{
	int many = digits ? digits : 12, few = digits ? digits : 6;
	const struct gl_param *param;
	gl_real *at = gl_net_number(p->net, name, &param, err);
	double before, after;
	char from[32], to[32];

	if (!at)
		return -1;
	if (!param->trains)
		return gl_fail(err, "%s is not trained, so it has no gradient", param->name);
	if (gl_problem_loss(p, &before, err) < 0)
		return -1;
	gl_real was = *at, up = was + (gl_real)by;
	*at = up;
	int status = gl_problem_loss(p, &after, err);
	*at = was;
	if (status < 0)
		return -1;
	show(was, up, from, to);
	gl_sink_print(out, err, "%s = %s\t%s %.*g\n", name, from, p->loss->name, many, before);
	gl_sink_print(out, err, "%s = %s\t%s %.*g\n", name, to, p->loss->name, many, after);
	gl_sink_print(out, err, "slope\t%.*g\n", few, (after - before) / ((double)up - (double)was));
	return gl_problem_kink(p, at, name, by, before, 0, kinks, err);
}

static int
look_all(struct gl_problem *p, const struct gl_strs *at, double by, const struct gl_io *io, struct gl_kinks *kinks,
    struct gl_err *err)
{
	struct gl_sink *out = gl_sink_open(io->out.path, err);

	if (!out)
		return -1;
	for (size_t i = 0; i < at->n; i++)
		if (look(p, at->v[i], by, (int)io->digits, out, kinks, err) < 0) {
			gl_sink_abort(out);
			return -1;
		}
	return gl_sink_commit(out, err);
}

/* A slope that no gradient has to agree with is not left unexplained. */
static void
warn_of_kinks(const struct gl_tool *tool, const struct gl_kinks *k)
{
	char names[GL_KINK_NAMES * (GL_NUMBER_NAME + 2)] = "";
	size_t n = 0;

	for (size_t i = 0; i < k->count && i < GL_KINK_NAMES; i++)
		n += (size_t)snprintf(names + n, sizeof names - n, i ? ", %s" : "%s", k->name[i]);
	if (k->count > 0)
		gl_warn(tool,
		    "%zu of %zu number%s stand%s at a kink, where the slope to the left is not the slope to the "
		    "right: %s%s",
		    k->count, k->numbers, k->numbers == 1 ? "" : "s", k->count == 1 ? "s" : "", names,
		    k->count > GL_KINK_NAMES ? " ..." : "");
}

int
main(int argc, char **argv)
{
	struct gl_io io = GL_IO_DEFAULT;
	struct gl_strs at = {.n = 0};
	const char *loss = NULL;
	struct gl_weighing_opts weighing = {0};
	bool all = false;
	double by = 1e-5;
	uint64_t seed = 1, step = 0, row = 0;
	const struct gl_opt opts[] = {
	    {0, "at", "NAME:PLACE", GL_LIST, &at, "nudge this number, 0.weight:0,1; may be given again"},
	    {0, "all", NULL, GL_FLAG, &all, "nudge every number that trains, and write the slopes as a gradient"},
	    {0, "by", "EPS", GL_NUMBER, &by, "how far to nudge", 1e-12, 1},
	    {0, "loss", "LOSS", GL_STR, &loss, "the loss [what the network's last layer calls for]",
		.choices = gl_loss_names()},
	    GL_OPTS_WEIGHING(&weighing, &io),
	    {0, "step", "N", GL_WHOLE, &step, "the number of the training step, which dropout depends on", 0,
		UINT32_MAX},
	    {0, "row", "N", GL_WHOLE, &row,
		"the number in its batch of the first example, which dropout depends on too", 0, 1e15},
	    GL_OPTS_SEED(&seed),
	    GL_OPTS_IO(&io),
	    GL_OPTS_THREADS(&io),
	};
	const struct gl_tool tool = {"gl-wiggle", "NET [FILE]...", "The gradient by nudging numbers of a network.",
	    opts, GL_LEN(opts), .least = 1, .most = -1,
	    .examples = "gl-wiggle --at 0.weight:0,1 xor.net xor.txt\n"
			"gl-diff <(gl-grad xor.net xor.txt) <(gl-wiggle --all xor.net xor.txt)\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	struct gl_problem p = {.ctx = {.seed = (uint32_t)seed, .step = (uint32_t)step, .row = row}};
	struct gl_gradient g;
	struct gl_kinks kinks = {0};
	struct gl_err err;

	gl_cli_io(&io);
	if (all == (at.n > 0))
		gl_die_usage(&tool, "such as --at 0.weight:0,1", "give either --at NAME:PLACE or --all");
	if (!all && io.out.form == GL_FORM_BINARY)
		gl_die_usage(&tool, NULL, "--at prints text; --all has a binary form");
	struct gl_weighing_args a = gl_cli_weighing(&tool, &weighing, &io, &p.life);
	if (gl_problem_load(&p, argv[first], (const char *const *)argv + first + 1, (size_t)(argc - first - 1), &io.in,
		loss, &err) < 0 ||
	    gl_problem_weigh(&p, &a, &err) < 0)
		gl_die(&tool, &err);
	int status = all ? gl_problem_wiggle(&p, by, &g, &kinks, &err) : look_all(&p, &at, by, &io, &kinks, &err);
	if (all && status == 0)
		status =
		    gl_gradient_save(p.net, &g, io.out.path, io.out.form ? io.out.form : p.form, (int)io.digits, &err);
	if (status < 0)
		gl_die(&tool, &err);
	warn_of_kinks(&tool, &kinks);
	gl_problem_free(&p);
	return 0;
}
