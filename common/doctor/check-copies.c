/* Checks for rows that occur more than once: in one set, with other targets, in two sets. */
#include "doctor/inside.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* Hashes of a row: of its input, and of input and target. */
struct print {
	uint64_t x, all;
};

struct prints {
	struct print *p; /* sorted by x, then by all */
	size_t n, distinct; /* distinct inputs */
	bool whole; /* the whole set, not a part of it */
};

static int
print_order(const void *a, const void *b)
{
	const struct print *p = a, *q = b;

	if (p->x != q->x)
		return p->x < q->x ? -1 : 1;
	return p->all < q->all ? -1 : p->all > q->all;
}

/* The rows of a set, up to GL_EXAM_SCAN of them, a block at a time. 0, or -1 with err set. */
static int
prints(const struct gl_exam *e, const struct gl_set *s, struct prints *to, struct gl_arena *arena, struct gl_err *err)
{
	const struct gl_schema *schema = gl_data_schema(s->data);
	size_t wx = schema->field[0].width, wt = schema->field[1].width;
	size_t most = ((size_t)1 << 28) / (wx + wt) + 1, block = ((size_t)1 << 20) / (wx + wt) + 1, rows;
	struct gl_arena pass = {0};
	struct gl_batch b;

	most = most < GL_EXAM_SCAN ? most : GL_EXAM_SCAN;
	most = s->rows < most ? (size_t)s->rows : most;
	uint64_t *index = gl_alloc_raw(arena, most, sizeof *index);
	to->n = gl_rows_choose(s->rows, most, e->args.seed, GL_DRAW_SCAN, index);
	to->p = gl_alloc_raw(arena, to->n, sizeof *to->p);
	to->whole = to->n == s->rows;
	for (size_t at = 0; at < to->n; at += rows) {
		rows = to->n - at < block ? to->n - at : block;
		if (gl_data_gather(s->data, index + at, 0, rows, &b, &pass, err) < 0) {
			gl_arena_free(&pass);
			return -1;
		}
		for (size_t r = 0; r < rows; r++) {
			gl_real *x = b.field[0].data + r * wx, *t = b.field[1].data + r * wt;
			for (size_t i = 0; i < wx; i++)
				x[i] += 0; /* -0 and 0 are one number */
			for (size_t i = 0; i < wt; i++)
				t[i] += 0;
			uint64_t h = XXH64(x, wx * sizeof *x, 0);
			to->p[at + r] = (struct print){h, XXH64(t, wt * sizeof *t, h)};
		}
		gl_arena_reset(&pass);
	}
	gl_arena_free(&pass);
	qsort(to->p, to->n, sizeof *to->p, print_order);
	for (size_t i = 0; i < to->n; i++)
		to->distinct += i == 0 || to->p[i].x != to->p[i - 1].x;
	return 0;
}

/* With so few different inputs, all that there are occur: a table of truth, not copies by mistake. */
enum { FEW = 64 };

/*
 * Rows that are copies of another one, target and all. They count as many times as they occur, and fall on both sides
 * of a split. Criterion: a note from 1 % on, a problem from 10 %. Measured: iris 1 of 150, digits and
 * Fashion-MNIST none.
 */
int
gl_check_duplicates(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	struct gl_arena arena = {0};
	struct prints p = {0};
	size_t copies = 0;

	if (prints(e, &e->train, &p, &arena, err) < 0)
		return -1;
	for (size_t i = 1; i < p.n; i++)
		copies += p.p[i].x == p.p[i - 1].x && p.p[i].all == p.p[i - 1].all;
	gl_arena_free(&arena);
	double share = (double)copies / (double)p.n;
	gl_figure(f, "rows", (double)p.n);
	gl_figure(f, "copies", (double)copies);
	if (p.distinct <= FEW)
		return gl_skip(f, "there are at most 64 different inputs, so that some must occur again");
	if (share < 0.01)
		return 0;
	gl_see(f, share < 0.1 ? GL_LEVEL_NOTE : GL_LEVEL_PROBLEM,
	    "%zu of %zu rows of %s are copies of another row, input and target alike (%s).", copies, p.n, e->train.name,
	    gl_say_share(e, share));
	gl_tell(f,
	    "A row that occurs n times counts n times in the loss. When the rows are split, copies get into the "
	    "training part and the test part, and the network is tested on rows that it was trained on.",
	    "Remove the copies before the rows are split: sort -u FILE for text. If repetition is natural (a table "
	    "of few categories), it does no harm.");
	return 0;
}

/*
 * Rows with the same input as another one that has a different target. No network can be right on both. Criterion: a
 * note from 1 % of the rows, a problem from 5 %. For classes: amounts measured twice do differ.
 */
int
gl_check_conflicts(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	struct gl_arena arena = {0};
	struct prints p = {0};
	size_t rows = 0;

	if (gl_exam_cannot(e, true))
		return gl_skip(f, gl_exam_cannot(e, true));
	if (gl_exam_task(e, NULL) == GL_TASK_VALUES)
		return gl_skip(f, "the targets are amounts, which vary");
	if (prints(e, &e->train, &p, &arena, err) < 0)
		return -1;
	for (size_t i = 0, k; i < p.n; i = k) {
		for (k = i + 1; k < p.n && p.p[k].x == p.p[i].x; k++)
			;
		rows += p.p[i].all != p.p[k - 1].all ? k - i : 0;
	}
	gl_arena_free(&arena);
	double share = (double)rows / (double)p.n;
	gl_figure(f, "rows", (double)p.n);
	gl_figure(f, "conflicting", (double)rows);
	if (share < 0.01)
		return 0;
	gl_see(f, share < 0.05 ? GL_LEVEL_NOTE : GL_LEVEL_PROBLEM,
	    "%zu of %zu rows of %s have an input that occurs with another target too (%s).", rows, p.n, e->train.name,
	    gl_say_share(e, share));
	gl_tell(f, "For one input a network gives one answer, so it must be wrong on some of these rows.",
	    "Look at them: some targets may be wrong, or an input that tells them apart is missing.");
	return 0;
}

/* The hash is in the list. */
static bool
among(const struct prints *p, uint64_t x)
{
	size_t lo = 0, hi = p->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (p->p[mid].x < x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < p->n && p->p[lo].x == x;
}

/*
 * Examined rows whose input is among the training rows. Criterion: a note from one on, a problem from 2 rows and 2 %
 * on. Measured: parts of iris share at most 1 row of 30 (3.3 %), those of digits and Fashion-MNIST none; in data that
 * were copied before they were split it is 10 % and more. Source: Kaufman, Rosset, Perlich and Stitelman, Leakage in
 * data mining (2012).
 */
int
gl_check_leak(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	struct gl_arena arena = {0};
	struct prints data = {0}, train = {0};
	size_t seen = 0;

	if (!e->has_train) {
		if (e->run.data_rows <= FEW || e->run.data_rows != e->data.rows ||
		    e->run.data_hash != gl_data_hash(e->data.data))
			return gl_skip(f, "no --train was given");
		gl_see(f, GL_LEVEL_NOTE,
		    "These are the rows that the network was trained on (the history has their checksum).");
		gl_tell(f, "How good it is on them does not tell how good it is on others.",
		    "Give rows that it was not trained on, and the training rows with --train.");
		return 0;
	}
	if (prints(e, &e->data, &data, &arena, err) < 0 || prints(e, &e->train, &train, &arena, err) < 0)
		return -1;
	for (size_t i = 0; i < data.n; i++)
		seen += among(&train, data.p[i].x);
	gl_arena_free(&arena);
	double share = (double)seen / (double)data.n;
	gl_figure(f, "rows", (double)data.n);
	gl_figure(f, "rows_seen", (double)seen);
	if (train.distinct <= FEW)
		return gl_skip(f, "there are at most 64 different inputs, so that both parts must share some");
	if (seen == 0)
		return 0;
	gl_see(f, seen >= 2 && share >= 0.02 ? GL_LEVEL_PROBLEM : GL_LEVEL_NOTE,
	    "%zu of %zu rows of %s are also in %s%s (%s).", seen, data.n, e->data.name, e->train.name,
	    train.whole ? "" : ", as far as it was looked at", gl_say_share(e, share));
	gl_tell(f,
	    "On rows that training has used a network can be right though it is wrong on new ones. Such rows make it "
	    "look better than it is.",
	    "Remove copies first, then split: gl-split puts each row into one part only. Keep all rows of one "
	    "person, picture or place in one part.");
	return 0;
}
