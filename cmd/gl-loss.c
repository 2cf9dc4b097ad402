/* gl-loss: the score. Predictions (field 1) and targets (field 2) in, one number out, or one for each example. */
#include "cli/cli.h"
#include "cli/weighing.h"
#include "core/number.h"

#include <string.h>

struct request {
	struct gl_io io;
	const struct gl_loss *loss;
	bool each, bare, logits;
	uint64_t classes; /* numbers of one position; 0: the whole field */
	enum gl_output output;
	struct gl_shape shape; /* of field 1 */
	struct gl_out *out; /* of --each */
	struct gl_weighing_args asked;
	struct gl_weighing weighing;
	struct gl_arena life;
};

/* Where examples come from: a stream that is read once or, where classes are to be counted first, data. */
struct input {
	struct gl_in *in;
	struct gl_data *data;
	uint64_t at; /* rows of the data that were handed out */
};

static int
open_input(struct input *from, const struct request *q, const char *const *paths, size_t n, struct gl_err *err)
{
	if (q->asked.balanced)
		return (from->data = gl_data_open(paths, n, &q->io.in, err)) ? 0 : -1;
	return (from->in = gl_in_open(paths, n, &q->io.in, err)) ? 0 : -1;
}

static const struct gl_schema *
schema_of(const struct input *from)
{
	return from->data ? gl_data_schema(from->data) : gl_in_schema(from->in);
}

/* The next block of rows: their number, 0 at the end, -1. */
static long
next(struct input *from, struct gl_batch *b, struct gl_arena *pass, struct gl_err *err)
{
	if (!from->data)
		return gl_in_read(from->in, GL_BLOCK_ROWS, b, pass, err);
	uint64_t left = gl_data_rows(from->data) - from->at;
	size_t n = gl_block_rows(gl_data_schema(from->data), left < GL_BLOCK_ROWS ? left : GL_BLOCK_ROWS);
	if (left > 0 && gl_data_gather(from->data, NULL, from->at, n, b, pass, err) < 0)
		return -1;
	from->at += n;
	return (long)n;
}

static int
place(const struct input *from, const struct gl_batch *b, struct gl_err *err)
{
	return from->data ? gl_data_place(from->data, err) : gl_in_place(from->in, b, err);
}

static int
list(const char *path, struct gl_err *err)
{
	struct gl_sink *s = gl_sink_open(path, err);

	if (!s)
		return -1;
	for (size_t i = 0; gl_losses[i]; i++)
		gl_sink_print(s, err, "%-22s%s%s%s%s\n", gl_losses[i]->name, gl_losses[i]->help,
		    *gl_losses[i]->unit ? " [" : "", gl_losses[i]->unit, *gl_losses[i]->unit ? "]" : "");
	return gl_sink_commit(s, err);
}

/* Field 1's shape: two dimensions are positions and what each of them has; --classes says so of a plain row. */
static int
find_shape(struct request *q, const struct gl_field *f, struct gl_err *err)
{
	q->shape = (struct gl_shape){.kind = GL_VECTOR, .ndim = 1, .dim = {f->width}};
	if (q->classes > 0 && f->width % q->classes != 0)
		return gl_fail(err, "field 1 has %zu numbers, which --classes %llu does not divide", f->width,
		    (unsigned long long)q->classes);
	size_t k = q->classes ? q->classes : f->ndim == 2 ? f->dim[1] : f->width;
	if (k < f->width)
		q->shape = (struct gl_shape){.kind = GL_SEQUENCE, .ndim = 2, .dim = {f->width / k, k}};
	return 0;
}

/* Are all positions probabilities of K classes? */
static bool
probabilities(const struct gl_tensor *p, size_t k)
{
	for (size_t i = 0; i < p->n; i += k) {
		double sum = 0;
		for (size_t j = i; j < i + k; j++) {
			if (!(p->data[j] >= 0))
				return false;
			sum += (double)p->data[j];
		}
		if (!(sum > 1 - 1e-3 && sum < 1 + 1e-3))
			return false;
	}
	return true;
}

/*
 * How the network ended is not in the stream: the loss says what it reads. Values set against class indices (mse on a
 * softmax) have to look like probabilities.
 */
static void
find_output(struct request *q, const struct gl_tensor *p, size_t targets)
{
	size_t k = q->shape.dim[q->shape.ndim - 1], positions = gl_shape_count(&q->shape) / k;

	if (q->logits || !q->loss->from_logits)
		q->output = GL_VALUES;
	else
		q->output = q->loss->target == GL_TARGET_SHARE ? GL_SHARES : GL_PROBABILITIES;
	if (q->loss->target == GL_TARGET_VALUE && k > 1 && targets == positions && probabilities(p, k))
		q->output = GL_PROBABILITIES;
}

/* What all rows have in common, looked at with the first of them. */
static int
begin(struct request *q, const struct input *from, const struct gl_batch *b, struct gl_err *err)
{
	const struct gl_schema *s = schema_of(from);
	struct gl_schema one;

	if (s->nfield < 2) {
		gl_fail(err, "there is no target in field 2 to compare field 1 with");
		return gl_hint(
		    err, "in text a TAB stands between fields; paste, or gl-cat --join, puts two files side by side");
	}
	if (find_shape(q, &s->field[0], err) < 0)
		return -1;
	find_output(q, &b->field[0], s->field[1].width);
	size_t width = s->field[0].width, targets = s->field[1].width;
	if (gl_loss_check(q->loss, q->output, q->logits, &q->shape, targets, err) < 0) {
		if (q->classes == 0 && targets > 1 && targets < width && width % targets == 0)
			gl_hint(err, "text has no shapes: if these are %zu positions, give --classes %zu", targets,
			    width / targets);
		return -1;
	}
	if (gl_weighing_check(&q->asked, q->loss, &q->shape, err) < 0 ||
	    (q->asked.rows && gl_schema_weights(s, err) < 0))
		return -1;
	if (!q->each)
		return 0;
	gl_schema_init(&one, s->form);
	gl_schema_add(&one, "loss", GL_F4, NULL);
	if (from->data)
		q->io.out.rows = gl_data_rows(from->data);
	else if (!gl_in_rows_known(from->in, &q->io.out.rows))
		q->io.out.rows = UINT64_MAX;
	return (q->out = gl_out_open(&q->io.out, &one, err)) ? 0 : -1;
}

/* The losses of the rows of one block. */
static int
write_each(struct request *q, const struct gl_batch *b, const double *each, struct gl_arena *pass, struct gl_err *err)
{
	struct gl_batch one = {.rows = b->rows, .first = b->first};

	one.field[0] = gl_tensor_raw(pass, b->rows, &(struct gl_shape){.kind = GL_VECTOR, .ndim = 0});
	for (size_t i = 0; i < b->rows; i++)
		one.field[0].data[i] = (gl_real)each[i];
	return gl_out_write(q->out, &one, err);
}

/* Makes a weighing of what was asked for; counts all classes for that, where they are to be balanced. */
static int
weigh(struct request *q, const struct input *from, struct gl_err *err)
{
	struct input again = {.data = from->data};
	struct gl_arena pass = {0};
	struct gl_batch b;
	long got = 0;

	q->weighing.smoothing = q->asked.smoothing;
	q->weighing.classes = q->asked.nclasses > 0 ? q->asked.classes : NULL;
	if (!q->asked.balanced)
		return 0;
	size_t k = gl_weighing_classes(q->loss, &q->shape);
	double *count = gl_alloc(&q->life, k, sizeof *count);
	while ((got = next(&again, &b, &pass, err)) > 0) {
		if (gl_weighing_count(q->loss, q->output, &q->shape, &b.field[1], b.first, count, err) < 0)
			return place(&again, &b, err);
		gl_arena_reset(&pass);
	}
	gl_arena_free(&pass);
	gl_weighing_balance(k, count);
	q->weighing.classes = count;
	return (int)got;
}

/* Adds up the losses of all examples, in their order. The number of examples, or -1. */
static long long
run(struct request *q, struct input *from, double *sum, double *weight, struct gl_err *err)
{
	const struct gl_weighing *w = gl_weighing_any(&q->asked) ? &q->weighing : NULL;
	struct gl_arena pass = {0};
	struct gl_batch b;
	long long rows = 0;
	long got;

	while ((got = next(from, &b, &pass, err)) > 0) {
		double *each = gl_alloc_raw(&pass, b.rows, sizeof *each);
		if (rows == 0 && begin(q, from, &b, err) < 0) {
			gl_fail_at(err, "row 1", 0);
			return place(from, &b, err);
		}
		if (rows == 0 && weigh(q, from, err) < 0)
			return -1;
		q->weighing.rows = q->asked.rows ? b.field[2].data : NULL;
		if (q->asked.rows && gl_weighing_rows(&b.field[2], b.first, err) < 0)
			return place(from, &b, err);
		if (gl_loss_weighed(q->loss, q->output, q->logits, &b.field[0], &q->shape, &b.field[1], w, b.first,
			each, sum, weight, NULL, &pass, err) < 0)
			return place(from, &b, err);
		if (q->each && write_each(q, &b, each, &pass, err) < 0)
			return -1;
		rows += got;
		gl_arena_reset(&pass);
	}
	gl_arena_free(&pass);
	return got < 0 ? -1 : rows;
}

/* "cross-entropy 0.31 nats", or the number alone. */
static int
print(const struct request *q, double loss, struct gl_err *err)
{
	struct gl_sink *s = gl_sink_open(q->io.out.path, err);
	char text[GL_NUMBER_TEXT + 1];
	size_t n = q->io.digits ? gl_number_print_digits((float)loss, (int)q->io.digits, text)
				: gl_number_print((float)loss, text);

	if (!s)
		return -1;
	text[n] = '\0';
	if (q->bare)
		gl_sink_print(s, err, "%s\n", text);
	else
		gl_sink_print(s, err, "%s %s%s%s\n", q->loss->name, text, *q->loss->unit ? " " : "", q->loss->unit);
	return gl_sink_commit(s, err);
}

int
main(int argc, char **argv)
{
	struct request q = {.io = GL_IO_DEFAULT};
	struct gl_weighing_opts weighing = {0};
	struct input from = {0};
	bool names = false;
	const struct gl_opt opts[] = {
	    {0, "each", NULL, GL_FLAG, &q.each, "write the loss of each example, as a stream of numbers"},
	    {0, "bare", NULL, GL_FLAG, &q.bare, "print the number alone"},
	    {0, "logits", NULL, GL_FLAG, &q.logits, "field 1 holds logits, not probabilities"},
	    {0, "classes", "K", GL_WHOLE, &q.classes,
		"field 1 holds K numbers for each of several positions (0: as its shape says)", 0, 1e9},
	    GL_OPTS_WEIGHING(&weighing, &q.io),
	    {0, "list", NULL, GL_FLAG, &names, "list the losses"},
	    GL_OPTS_IO(&q.io),
	    GL_OPTS_THREADS(&q.io),
	};
	const struct gl_tool tool = {"gl-loss", "LOSS [FILE]...",
	    "The loss: how far predictions are from their targets.", opts, GL_LEN(opts), .least = 0, .most = -1,
	    .words = gl_loss_names(),
	    .examples = "gl-forward pets.net test.npy | gl-loss cross-entropy\n"
			"gl-forward xor.net xor.txt | gl-loss binary-cross-entropy --each\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	double sum = 0, weight = 0;
	struct gl_err err;

	gl_cli_io(&q.io);
	if (names && list(q.io.out.path, &err) < 0)
		gl_die(&tool, &err);
	if (names)
		return 0;
	if (q.each && q.bare)
		gl_die_usage(&tool, NULL, "--each writes numbers alone already: give one of --each and --bare");
	if (!q.each && q.io.out.form == GL_FORM_BINARY)
		gl_die_usage(&tool, NULL, "one number is printed as text; --each has a binary form");
	if (first == argc)
		gl_die_usage(&tool, "gl-loss --list names them", "which loss?");
	if (!(q.loss = gl_loss_find(argv[first], &err)))
		gl_die(&tool, &err);
	q.asked = gl_cli_weighing(&tool, &weighing, &q.io, &q.life);
	const char *const *paths = (const char *const *)argv + first + 1;
	int status = open_input(&from, &q, paths, (size_t)(argc - first - 1), &err);
	long long rows = status == 0 ? run(&q, &from, &sum, &weight, &err) : -1;
	if (rows == 0) {
		const char *name =
		    first + 1 < argc && strcmp(argv[first + 1], "-") != 0 ? argv[first + 1] : "standard input";
		gl_fail(&err, "there are no examples, and the mean of nothing is not a number");
		gl_fail_at(&err, name, 0);
	}
	if (rows > 0 && !q.each && !(weight > 0))
		rows = gl_fail(&err, "the weights of all examples are 0, so there is no mean");
	if (rows <= 0 || (q.each ? gl_out_finish(q.out, &err) : print(&q, sum / weight, &err)) < 0)
		gl_die(&tool, &err);
	gl_in_close(from.in);
	gl_data_close(from.data);
	gl_arena_free(&q.life);
	return 0;
}
