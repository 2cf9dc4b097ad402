/* gl-forward: prediction. Field 1 of every example goes through a network; the other fields ride along. */
#include "cli/cli.h"
#include "format/netfile.h"
#include "format/whole.h"
#include "net/trace.h"

#include <string.h>

struct run {
	struct gl_net *net;
	const char *name; /* the network's, for messages */
	const char *upto;
	bool trace;
	struct gl_io io;
	struct gl_ctx ctx; /* its arena is the pass's */
	struct gl_out *out;
	struct gl_sink *text; /* --trace writes words, not examples */
};

/* Opens the output, once the fields of the input are known: field 1 becomes a float32 of the network's output shape. */
static int
open_output(struct run *r, const struct gl_schema *in, struct gl_err *err)
{
	struct gl_schema schema = *in;
	struct gl_field *x = &schema.field[0];
	const struct gl_shape *shape = gl_net_output(r->net);

	if (r->upto)
		shape = &gl_net_layer_find(r->net, r->upto, err)->out;
	if (r->trace)
		return (r->text = gl_sink_open(r->io.out.path, err)) ? 0 : -1;
	if (schema.nfield > 0) {
		x->dtype = GL_F4;
		x->ndim = shape->ndim;
		memcpy(x->dim, shape->dim, sizeof x->dim);
		x->width = gl_shape_count(shape);
	}
	return (r->out = gl_out_open(&r->io.out, &schema, err)) ? 0 : -1;
}

/* The text of every example of a batch, an empty line between them. */
static int
trace(struct run *r, const struct gl_batch *b, struct gl_err *err)
{
	struct gl_trace *t = gl_net_trace(r->net, &r->ctx, &b->field[0], r->upto, err);
	struct gl_arena words = {0}; /* of one example */
	int status = t ? 0 : -1;

	for (size_t i = 0; status == 0 && i < b->rows; i++) {
		const char *text = gl_trace_text(t, i, (int)r->io.digits, &words);
		if (b->first + i > 0)
			gl_sink_print(r->text, err, "\n");
		status = gl_sink_write(r->text, text, strlen(text), err);
		gl_arena_reset(&words);
	}
	gl_arena_free(&words);
	return status;
}

/* One batch through the network and out. */
static int
predict(struct run *r, struct gl_batch *b, struct gl_err *err)
{
	struct gl_tensor x = b->field[0];

	r->ctx.row = b->first;
	if (r->trace)
		return trace(r, b, err);
	if (gl_net_forward(r->net, &r->ctx, &x, r->upto, r->io.in.allow_nonfinite, &b->field[0], err) < 0)
		return -1;
	return gl_out_write(r->out, b, err);
}

/* Predictions do not depend on each other, so the input streams through, a block at a time. */
static int
stream(struct run *r, const char *const *paths, size_t n, struct gl_err *err)
{
	struct gl_in *in = gl_in_open(paths, n, &r->io.in, err);
	size_t max = gl_net_rows_at_a_time(r->net, GL_BLOCK_ROWS);
	struct gl_batch b;
	char place[512];
	long got;

	if (!in)
		return -1;
	if (!gl_in_rows_known(in, &r->io.out.rows))
		r->io.out.rows = UINT64_MAX;
	for (bool first = true; (got = gl_in_read(in, max, &b, r->ctx.arena, err)) >= 0; first = false) {
		if (first && got > 0 && gl_net_takes(r->net, r->name, b.field[0].n / b.rows, err) < 0)
			return gl_fail_at(err, gl_in_where(in, 0, place, sizeof place), 0);
		if (first && open_output(r, gl_in_schema(in), err) < 0)
			return -1;
		if (got == 0)
			break;
		if (predict(r, &b, err) < 0)
			return gl_in_place(in, &b, err);
		gl_arena_reset(r->ctx.arena);
	}
	gl_in_close(in);
	return got < 0 ? -1 : 0;
}

/* In training mode batch norm looks at the whole batch, and that is the whole input, as it is for gl-grad. */
static int
train(struct run *r, const char *const *paths, size_t n, struct gl_err *err)
{
	struct gl_whole w;

	if (gl_whole_read(&w, paths, n, &r->io.in, r->ctx.arena, err) < 0)
		return -1;
	r->io.out.rows = w.batch.rows;
	if (w.batch.rows > 0 && gl_net_takes(r->net, r->name, w.schema.field[0].width, err) < 0) {
		gl_fail_at(err, "row 1", 0);
		return gl_whole_place(&w, err);
	}
	if (open_output(r, &w.schema, err) < 0)
		return -1;
	return w.batch.rows == 0 || predict(r, &w.batch, err) == 0 ? 0 : gl_whole_place(&w, err);
}

static int
forward(struct run *r, const char *net, const char *const *paths, size_t n, struct gl_err *err)
{
	struct gl_arena life = {0}, pass = {0};

	r->name = strcmp(net, "-") == 0 ? "standard input" : net;
	r->ctx.arena = &pass;
	if (gl_net_alone(net, paths, n, err) < 0 || !(r->net = gl_net_load(net, NULL, &life, err)))
		return -1;
	if ((r->upto && !gl_net_layer_find(r->net, r->upto, err)) || gl_net_need_fitted(r->net, err) < 0)
		return gl_fail_at(err, r->name, 0);
	if ((r->ctx.training ? train(r, paths, n, err) : stream(r, paths, n, err)) < 0)
		return -1;
	int status = r->trace ? gl_sink_commit(r->text, err) : gl_out_finish(r->out, err);
	gl_arena_free(&pass);
	gl_arena_free(&life);
	return status;
}

int
main(int argc, char **argv)
{
	struct run r = {.io = GL_IO_DEFAULT};
	uint64_t seed = 1, step = 0;
	const struct gl_opt opts[] = {
	    {0, "upto", "LAYER", GL_STR, &r.upto, "stop after this layer, named as its parameters are: 3, 3.0"},
	    {0, "trace", NULL, GL_FLAG, &r.trace, "print the arithmetic of every layer instead of examples"},
	    {0, "training", NULL, GL_FLAG, &r.ctx.training, "as in training: dropout on, batch norm by the batch"},
	    {0, "step", "N", GL_WHOLE, &step, "the number of the training step, which dropout depends on", 0,
		UINT32_MAX},
	    GL_OPTS_SEED(&seed),
	    GL_OPTS_IO(&r.io),
	    GL_OPTS_THREADS(&r.io),
	};
	const struct gl_tool tool = {"gl-forward", "NET [FILE]...", "Prediction: run a network over examples.", opts,
	    GL_LEN(opts), .least = 1, .most = -1,
	    .examples = "gl-synth xor | gl-forward xor.net\n"
			"echo '0 1' | gl-forward --trace xor.net\n"
			"gl-encode image cat.png | gl-forward pets.net | gl-decode label --labels pets.net\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	struct gl_err err;

	gl_cli_io(&r.io);
	if (r.trace && r.io.out.form == GL_FORM_BINARY)
		gl_die_usage(&tool, NULL, "--trace writes words, which have no binary form");
	r.ctx.seed = (uint32_t)seed;
	r.ctx.step = (uint32_t)step;
	if (forward(&r, argv[first], (const char *const *)argv + first + 1, (size_t)(argc - first - 1), &err) < 0)
		gl_die(&tool, &err);
	return 0;
}
