/* gl-decode label. */
#include "encode/kinds.h"

#include <math.h>
#include <string.h>

/* One class that may be printed. */
struct guess {
	size_t index;
	double p;
};

/* Are these probabilities? k numbers of one row. */
static int
check_row(const gl_real *x, size_t k, bool multi, struct gl_err *err)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++) {
		if (!(x[i] >= 0 && x[i] <= 1)) {
			gl_fail(err, "%g is not a probability: those are from 0 to 1", (double)x[i]);
			return gl_hint(err, "let the network end in softmax or sigmoid");
		}
		sum += x[i];
	}
	if (multi || k == 1 || fabs(sum - 1) <= 1e-3)
		return 0;
	gl_fail(err, "the %zu numbers sum to %g, but the probabilities of classes sum to 1", k, sum);
	return gl_hint(
	    err, "--multi takes each number as a probability of its own, as a last layer sigmoid gives them");
}

/*
 * The classes of one row, most probable first, the lower index first among equals. Returns how many there are to
 * print.
 */
static size_t
rank(const gl_real *x, size_t k, size_t top, double threshold, struct guess *to)
{
	size_t n = 0;

	for (size_t i = 0; i < k; i++) {
		if (!(x[i] >= threshold))
			continue;
		/* insertion into the list of the best, which is short */
		size_t at = n < top ? n++ : top;
		while (at > 0 && to[at - 1].p < x[i]) {
			if (at < top)
				to[at] = to[at - 1];
			at--;
		}
		if (at < top)
			to[at] = (struct guess){i, x[i]};
	}
	return n;
}

static int
print_name(struct gl_sink *to, const struct gl_label_args *a, size_t index, struct gl_err *err)
{
	return a->labels.n > 0 ? gl_sink_print(to, err, "%s", a->labels.name[index])
			       : gl_sink_print(to, err, "%zu", index);
}

/* The line of one example, but for what rides along and the line's end. */
static int
print_row(struct gl_sink *to, const struct gl_label_args *a, const gl_real *x, size_t k, struct guess *best,
    struct gl_err *err)
{
	double threshold = a->threshold >= 0 ? a->threshold : a->multi ? 0.5 : 0;
	size_t top = a->top > 0 ? a->top : a->multi ? k : 1;
	size_t n = rank(x, k, top, threshold, best);

	if (n == 0) {
		if (gl_sink_print(to, err, "%s", a->below ? a->below : a->multi ? "none" : "unsure") < 0)
			return -1;
		if (a->multi || a->bare)
			return 0;
		/* the best one all the same, in brackets */
		rank(x, k, 1, 0, best);
		return gl_sink_print(to, err, " (") < 0 || print_name(to, a, best->index, err) < 0
		    ? -1
		    : gl_sink_print(to, err, "  %.1f %%)", 100 * best->p);
	}
	for (size_t i = 0; i < n; i++)
		if ((i > 0 && gl_sink_write(to, "\t", 1, err) < 0) || print_name(to, a, best[i].index, err) < 0 ||
		    (!a->bare && gl_sink_print(to, err, "  %.1f %%", 100 * best[i].p) < 0))
			return -1;
	return 0;
}

/* The line of one number p, which is cut in two by args: the second class from a probability on, the first below it. */
static int
print_cut(struct gl_sink *to, const struct gl_label_args *a, double p, struct gl_err *err)
{
	size_t index = p >= a->cut;

	if (print_name(to, a, index, err) < 0)
		return -1;
	return a->bare ? 0 : gl_sink_print(to, err, "  %.1f %%", 100 * (index ? p : 1 - p));
}

/* A block is checked before any of it is printed. */
static int
check_block(const struct gl_in *in, const struct gl_batch *b, size_t width, bool multi, struct gl_err *err)
{
	char where[512];

	for (size_t r = 0; r < b->rows; r++)
		if (check_row(b->field[0].data + r * width, width, multi, err) < 0)
			return gl_fail_at(err, gl_in_where(in, r, where, sizeof where), 0);
	return 0;
}

static int
print_block(struct gl_sink *to, const struct gl_label_args *a, const struct gl_batch *b, size_t width,
    struct guess *best, struct gl_err *err)
{
	bool pair = width == 1 && !a->multi;

	for (size_t r = 0; r < b->rows; r++) {
		const gl_real *x = b->field[0].data + r * width;
		const gl_real both[2] = {1 - x[0], x[0]};
		if ((a->cut >= 0 ? print_cut(to, a, (double)x[0], err)
				 : print_row(to, a, pair ? both : x, pair ? 2 : width, best, err)) < 0 ||
		    (b->rest && gl_sink_print(to, err, "\t%s", b->rest[r]) < 0) || gl_sink_write(to, "\n", 1, err) < 0)
			return -1;
	}
	return 0;
}

/* Options that make sense together, and with so many numbers. */
static int
check_options(const struct gl_label_args *a, size_t width, struct gl_err *err)
{
	if (a->below && a->threshold < 0 && !a->multi)
		return gl_fail(err, "--below: there is no --threshold that a probability could be below");
	if (a->cut < 0)
		return 0;
	if (a->multi || a->threshold >= 0 || a->top > 0)
		return gl_fail(err, "--cut names one of two classes; --multi, --threshold and --top don't go with it");
	if (width > 1)
		return gl_fail(err,
		    "--cut is for one number, the probability of the second of two classes; field 1 has %zu", width);
	return 0;
}

/* As many names as there are classes: the numbers, or two for a single one. */
static int
check_names(const struct gl_label_args *a, const struct gl_in *in, size_t width, struct gl_err *err)
{
	size_t classes = width == 1 && !a->multi ? 2 : width;
	char where[512];

	if (a->labels.n == 0 || a->labels.n == classes)
		return 0;
	gl_fail(err, "field 1 has %zu number%s, but %s names %zu classes", width, width == 1 ? "" : "s", a->labels.path,
	    a->labels.n);
	return gl_fail_at(err, gl_in_where(in, 0, where, sizeof where), 0);
}

int
gl_decode_label(struct gl_in *in, const struct gl_label_args *args, const char *path, struct gl_err *err)
{
	const struct gl_schema *schema = gl_in_schema(in);
	size_t width = schema->nfield > 0 ? schema->field[0].width : 0;
	struct gl_label_args a = *args;
	struct gl_arena life = {0}, pass = {0};
	struct guess *best = gl_alloc(&life, width + 2, sizeof *best);
	struct gl_sink *to = NULL;
	struct gl_batch b;
	long got = -1;

	a.multi |= a.labels.from_network && a.labels.output == GL_SHARES && width > 1;
	if (width == 1 && !a.multi && a.cut < 0 && a.threshold < 0 && a.top == 0)
		a.cut = 0.5;
	if (check_options(&a, width, err) < 0 || !(to = gl_sink_open(path, err)))
		goto end;
	while ((got = gl_in_read(in, GL_BLOCK_ROWS, &b, &pass, err)) > 0) {
		if ((b.first == 0 && check_names(&a, in, width, err) < 0) ||
		    check_block(in, &b, width, a.multi, err) < 0 || print_block(to, &a, &b, width, best, err) < 0) {
			got = -1;
			goto end;
		}
		gl_arena_reset(&pass);
	}
	if (got == 0) {
		got = gl_sink_commit(to, err);
		to = NULL;
	}
end:
	gl_sink_abort(to);
	gl_arena_free(&life);
	gl_arena_free(&pass);
	return got < 0 ? -1 : 0;
}
