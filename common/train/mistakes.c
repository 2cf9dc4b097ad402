#include "train/mistakes.h"

#include "core/number.h"
#include "core/text.h"
#include "format/quote.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One line. */
struct mistake {
	double wrong; /* how badly: the greater the worse */
	uint64_t row; /* from 0 */
	size_t place; /* position, label or output */
	struct gl_answer answer; /* classes, or yes and no of a label */
	double a, b; /* probabilities of the true and of the named class; of yes; target and output */
	const char *further; /* the example's other fields, a TAB before each */
};

struct gl_mistakes {
	const struct gl_metrics *m;
	const struct gl_schema *schema;
	const char *const *label;
	struct gl_sink *sink;
	uint64_t worst;
	/* The worst so far, n of them, and then newer ones until there are 2 * worst. */
	struct mistake *list;
	size_t n, room;
	double bar; /* what is not worse than this is not among the worst */
	struct gl_arena *life, text, spare; /* text holds the `further` of the list */
};

struct gl_mistakes *
gl_mistakes_open(const char *path, uint64_t worst, struct gl_arena *life, struct gl_err *err)
{
	struct gl_mistakes *k = gl_alloc(life, 1, sizeof *k);

	k->worst = worst;
	k->life = life;
	k->bar = -INFINITY;
	return (k->sink = gl_sink_open(path, err)) ? k : NULL;
}

/* Cases of an example: positions, labels, outputs. Where there is one, it needs no column. */
static size_t
cases(const struct gl_metrics *m)
{
	return m->task == GL_TASK_CLASSES ? m->positions : m->positions * m->k;
}

int
gl_mistakes_begin(struct gl_mistakes *k, const struct gl_metrics *m, const char *const *label,
    const struct gl_schema *s, struct gl_err *err)
{
	const char *number = m->probabilities ? "probability" : "score", *place = m->k > 1 ? "output" : "position";

	k->m = m;
	k->label = label;
	k->schema = s;
	if (m->task == GL_TASK_VALUES && k->worst == 0)
		k->worst = GL_WORST_VALUES;
	if (m->task == GL_TASK_CLASSES)
		gl_sink_print(k->sink, err, "row%s\ttrue\tpredicted\ttrue-%s\tpredicted-%s",
		    cases(m) > 1 ? "\tposition" : "", number, number);
	else if (m->task == GL_TASK_LABELS)
		gl_sink_print(k->sink, err, "row\tlabel\ttrue\tpredicted\t%s", number);
	else
		gl_sink_print(k->sink, err, "row%s%s\ttarget\tprediction\terror", cases(m) > 1 ? "\t" : "",
		    cases(m) > 1 ? place : "");
	for (int i = 2; i < s->nfield; i++) {
		gl_sink_print(k->sink, err, "\t");
		gl_sink_tsv(k->sink, s->field[i].name, err);
	}
	for (int i = 0; i < s->nrest; i++)
		gl_sink_print(k->sink, err, "\tf%d", s->nfield + i + 1);
	return gl_sink_print(k->sink, err, "\n");
}

/* ---- Writing ---- */

static void
name(struct gl_mistakes *k, size_t class, struct gl_err *err)
{
	if (k->label)
		gl_sink_tsv(k->sink, k->label[class], err);
	else
		gl_sink_print(k->sink, err, "%zu", class);
}

/* As text streams have it: the fewest digits of the float32. */
static void
number(struct gl_mistakes *k, double v, struct gl_err *err)
{
	char digits[GL_NUMBER_TEXT];

	gl_sink_print(k->sink, err, "\t%.*s", (int)gl_number_print((float)v, digits), digits);
}

static int
line(struct gl_mistakes *k, const struct mistake *x, struct gl_err *err)
{
	gl_sink_print(k->sink, err, "%" PRIu64, x->row + 1);
	if (k->m->task == GL_TASK_LABELS) {
		gl_sink_print(k->sink, err, "\t");
		name(k, x->place, err);
		gl_sink_print(
		    k->sink, err, "\t%s\t%s", x->answer.actual ? "yes" : "no", x->answer.predicted ? "yes" : "no");
		number(k, x->a, err);
		return gl_sink_print(k->sink, err, "%s\n", x->further);
	}
	if (cases(k->m) > 1)
		gl_sink_print(k->sink, err, "\t%zu", x->place + 1);
	if (k->m->task == GL_TASK_CLASSES) {
		gl_sink_print(k->sink, err, "\t");
		name(k, x->answer.actual, err);
		gl_sink_print(k->sink, err, "\t");
		name(k, x->answer.predicted, err);
	}
	number(k, x->a, err);
	number(k, x->b, err);
	if (k->m->task == GL_TASK_VALUES)
		number(k, x->b - x->a, err);
	return gl_sink_print(k->sink, err, "%s\n", x->further);
}

/* ---- The worst ---- */

static int
worse_first(const void *a, const void *b)
{
	const struct mistake *x = a, *y = b;

	if (x->wrong != y->wrong)
		return x->wrong > y->wrong ? -1 : 1;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return x->place < y->place ? -1 : 1;
}

/* Leaves only the worst in the list; their text moves to the other arena, and what the rest took is free again. */
static void
sift(struct gl_mistakes *k)
{
	struct gl_arena old = k->text;

	if (k->n > 0)
		qsort(k->list, k->n, sizeof *k->list, worse_first);
	if (k->n <= k->worst)
		return;
	k->n = (size_t)k->worst;
	k->bar = k->list[k->n - 1].wrong;
	gl_arena_reset(&k->spare);
	for (size_t i = 0; i < k->n; i++)
		k->list[i].further = gl_strdup(&k->spare, k->list[i].further);
	k->text = k->spare;
	k->spare = old;
}

static void
hold(struct gl_mistakes *k, const struct mistake *x)
{
	if (k->n == k->room) {
		struct mistake *old = k->list;
		k->room = k->room ? 2 * k->room : 64;
		k->list = gl_alloc_raw(k->life, k->room, sizeof *k->list);
		if (k->n)
			memcpy(k->list, old, k->n * sizeof *old);
	}
	k->list[k->n] = *x;
	k->list[k->n++].further = gl_strdup(&k->text, x->further);
	if (k->n == 2 * k->worst)
		sift(k);
}

/* ---- What is wrong ---- */

/* The fields behind the second one, a TAB before each. */
static const char *
further(const struct gl_mistakes *k, const struct gl_batch *b, size_t r, struct gl_arena *pass)
{
	struct gl_text t = {.arena = pass};

	gl_text_add(&t, "%s", "");
	for (int i = 2; i < k->schema->nfield; i++) {
		size_t n = b->field[i].n / b->rows;
		for (size_t e = 0; e < n; e++) {
			gl_text_add(&t, "%s", e ? " " : "\t");
			gl_text_number(&t, (double)b->field[i].data[r * n + e]);
		}
	}
	if (b->rest)
		gl_text_add(&t, "\t%s", b->rest[r]);
	return t.s;
}

/*
 * The case at a place of an example with outputs p and targets t, all of them. False if it is right. `wrong` is the
 * probability of the answer that was given (of scores: how far it is ahead); of values the size of the error.
 */
static bool
judge(const struct gl_metrics *m, const gl_real *p, const gl_real *t, struct mistake *x)
{
	if (m->task == GL_TASK_VALUES) {
		x->a = (double)t[x->place];
		x->b = (double)p[x->place];
		x->wrong = fabs(x->b - x->a);
		return true;
	}
	if (m->task == GL_TASK_LABELS) {
		x->answer = (struct gl_answer){t[x->place] >= (gl_real)0.5, p[x->place] >= m->threshold};
		x->a = (double)p[x->place];
		x->wrong = x->answer.predicted ? x->a : (m->probabilities ? 1 : 0) - x->a;
		return x->answer.actual != x->answer.predicted;
	}
	p += x->place * m->k;
	t += x->place * (gl_metrics_index(m) ? 1 : m->k);
	x->answer = gl_metrics_answer(m, p, t);
	if (m->k == 1) { /* of two classes; a score is that of class 1 above that of class 0 */
		double other = m->probabilities ? 1 - (double)p[0] : 0;
		x->a = x->answer.actual ? (double)p[0] : other;
		x->b = x->answer.predicted ? (double)p[0] : other;
	} else {
		x->a = (double)p[x->answer.actual];
		x->b = (double)p[x->answer.predicted];
	}
	x->wrong = m->probabilities ? x->b : x->b - x->a;
	return x->answer.actual != x->answer.predicted;
}

int
gl_mistakes_add(struct gl_mistakes *k, const struct gl_batch *b, const struct gl_tensor *y, struct gl_arena *pass,
    struct gl_err *err)
{
	const struct gl_metrics *m = k->m;
	size_t width = m->positions * m->k, n = cases(m);

	for (size_t r = 0; r < b->rows; r++) {
		const gl_real *p = y->data + r * width, *t = b->field[1].data + r * m->targets;
		const char *fields = NULL;

		for (size_t i = 0; i < n; i++) {
			struct mistake x = {.row = b->first + r, .place = i};
			if (!judge(m, p, t, &x) || !(x.wrong > k->bar))
				continue;
			x.further = fields = fields ? fields : further(k, b, r, pass);
			if (k->worst)
				hold(k, &x);
			else if (line(k, &x, err) < 0)
				return -1;
		}
	}
	return 0;
}

int
gl_mistakes_finish(struct gl_mistakes *k, struct gl_err *err)
{
	sift(k);
	for (size_t i = 0; i < k->n; i++)
		line(k, &k->list[i], err);
	gl_arena_free(&k->text);
	gl_arena_free(&k->spare);
	return gl_sink_commit(k->sink, err);
}
