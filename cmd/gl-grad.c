/* gl-grad: back-propagation. A network and examples in, the gradient of the mean loss out. */
#include "cli/cli.h"
#include "cli/weighing.h"
#include "core/number.h"
#include "train/problem.h"
#include "train/stats.h"

#include <inttypes.h>
#include <string.h>

/* A number of the table, with `digits` digits. */
static const char *
text(double x, const struct gl_io *io, char to[GL_NUMBER_TEXT + 1])
{
	to[gl_number_print_digits((float)x, io->digits ? (int)io->digits : 4, to)] = '\0';
	return to;
}

/* One line of the table. */
static int
stats_line(struct gl_sink *s, const char *name, const struct gl_stats *t, const struct gl_io *io, struct gl_err *err)
{
	char norm[GL_NUMBER_TEXT + 1], rms[GL_NUMBER_TEXT + 1], most[GL_NUMBER_TEXT + 1], zeros[GL_NUMBER_TEXT + 1];

	return gl_sink_print(s, err, "%-20s %9zu %11s %11s %11s %7s%%\n", name, t->n, text(gl_stats_norm(t), io, norm),
	    text(gl_stats_rms(t), io, rms), text(t->largest, io, most),
	    text(100 * (double)t->zeros / (double)(t->n ? t->n : 1), io, zeros));
}

/* The size of the gradient, tensor by tensor and altogether. */
static int
save_stats(const struct gl_problem *p, const struct gl_gradient *g, const struct gl_io *io, struct gl_err *err)
{
	struct gl_sink *s = gl_sink_open(io->out.path, err);
	struct gl_stats all = {0};
	char value[GL_NUMBER_TEXT + 1];

	if (!s)
		return -1;
	value[gl_number_print((float)g->value, value)] = '\0';
	gl_sink_print(s, err, "%s %s%s%s over %" PRIu64 " example%s\n\n", p->loss->name, value,
	    *p->loss->unit ? " " : "", p->loss->unit, g->examples, g->examples == 1 ? "" : "s");
	gl_sink_print(
	    s, err, "%-20s %9s %11s %11s %11s %8s\n", "gradient of", "numbers", "norm", "rms", "largest", "zeros");
	for (size_t i = 0; i < gl_net_param_count(p->net); i++) {
		const struct gl_param *q = gl_net_param(p->net, i);
		struct gl_stats one = {0};
		if (!q->trains)
			continue;
		gl_stats_add(&one, q->n, g->block + q->offset);
		gl_stats_add(&all, q->n, g->block + q->offset);
		stats_line(s, q->name, &one, io, err);
	}
	stats_line(s, "all", &all, io, err);
	return gl_sink_commit(s, err);
}

/* The gradient of the inputs in their place, the other fields behind it. */
static int
save_input(struct gl_problem *p, const struct gl_tensor *dx, struct gl_io *io, struct gl_err *err)
{
	struct gl_schema schema = p->data.schema;
	struct gl_batch b = p->data.batch;

	schema.field[0].dtype = GL_F4;
	b.field[0] = *dx;
	io->out.rows = b.rows;
	struct gl_out *out = gl_out_open(&io->out, &schema, err);
	if (!out)
		return -1;
	if (gl_out_write(out, &b, err) < 0) {
		gl_out_abort(out);
		return -1;
	}
	return gl_out_finish(out, err);
}

int
main(int argc, char **argv)
{
	struct gl_io io = GL_IO_DEFAULT;
	const char *loss = NULL;
	struct gl_weighing_opts weighing = {0};
	bool input = false, stats = false;
	uint64_t seed = 1, step = 0, row = 0;
	const struct gl_opt opts[] = {
	    {0, "loss", "LOSS", GL_STR, &loss, "the loss [what the network's last layer calls for]",
		.choices = gl_loss_names()},
	    GL_OPTS_WEIGHING(&weighing, &io),
	    {0, "input", NULL, GL_FLAG, &input, "write the gradient of the inputs, as examples"},
	    {0, "stats", NULL, GL_FLAG, &stats, "print how large the gradient of each parameter is"},
	    {0, "step", "N", GL_WHOLE, &step, "the number of the training step, which dropout depends on", 0,
		UINT32_MAX},
	    {0, "row", "N", GL_WHOLE, &row,
		"the number in its batch of the first example, which dropout depends on too", 0, 1e15},
	    GL_OPTS_SEED(&seed),
	    GL_OPTS_IO(&io),
	    GL_OPTS_THREADS(&io),
	};
	const struct gl_tool tool = {"gl-grad", "NET [FILE]...", "Back-propagation: the gradient of the mean loss.",
	    opts, GL_LEN(opts), .least = 1, .most = -1,
	    .examples = "gl-synth xor | gl-grad xor.net | gl-step xor.net --lr 0.5 > better.net\n"
			"gl-grad --stats xor.net xor.txt\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	struct gl_problem p = {.ctx = {.seed = (uint32_t)seed, .step = (uint32_t)step, .row = row}};
	struct gl_gradient g;
	struct gl_tensor dx;
	struct gl_err err;

	gl_cli_io(&io);
	if (input && stats)
		gl_die_usage(&tool, NULL, "--input and --stats are two different outputs: give one of them");
	if (stats && io.out.form == GL_FORM_BINARY)
		gl_die_usage(&tool, NULL, "--stats is a table for reading, which has no binary form");
	struct gl_weighing_args a = gl_cli_weighing(&tool, &weighing, &io, &p.life);
	if (gl_problem_load(&p, argv[first], (const char *const *)argv + first + 1, (size_t)(argc - first - 1), &io.in,
		loss, &err) < 0 ||
	    gl_problem_weigh(&p, &a, &err) < 0 || gl_problem_gradient(&p, &g, input ? &dx : NULL, &err) < 0)
		gl_die(&tool, &err);
	int status = input ? save_input(&p, &dx, &io, &err)
	    : stats
	    ? save_stats(&p, &g, &io, &err)
	    : gl_gradient_save(p.net, &g, io.out.path, io.out.form ? io.out.form : p.form, (int)io.digits, &err);
	if (status < 0)
		gl_die(&tool, &err);
	gl_problem_free(&p);
	return 0;
}
