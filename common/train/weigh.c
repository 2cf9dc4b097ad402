#include "train/weigh.h"

enum { ROWS = 256 }; /* examples that are looked at together */

/* What is done with each example: it becomes a batch of one. */
struct visit {
	struct gl_loop *l;
	double *count; /* of classes; or NULL */
	struct gl_weighing weighing;
	double total; /* of weights */
};

/* One example; row is its number in the data, for messages. */
static int
visit_row(struct visit *v, const struct gl_tensor *t, const struct gl_tensor *weight, uint64_t row, struct gl_err *err)
{
	const struct gl_recipe *r = &v->l->recipe;
	const struct gl_shape *out = gl_net_output(v->l->net);
	enum gl_output kind = gl_net_output_kind(v->l->net);

	if (r->weighing.rows && gl_weighing_rows(weight, row, err) < 0)
		return -1;
	if (v->count)
		return gl_weighing_count(r->loss, kind, out, t, row, v->count, err);
	v->weighing.rows = r->weighing.rows ? weight->data : NULL;
	return gl_weighing_total(r->loss, kind, out, t, &v->weighing, row, &v->total, err);
}

/* Makes row r of a batch's field a batch of its own. */
static struct gl_tensor
one(const struct gl_tensor *all, size_t rows, size_t r)
{
	struct gl_tensor t = *all;

	t.n /= rows;
	t.data += r * t.n;
	t.dim[0] = 1;
	return t;
}

static int
visit_all(struct visit *v, const struct gl_examples *e, struct gl_err *err)
{
	struct gl_arena pass = {0};
	struct gl_batch b;
	int status = 0;

	for (uint64_t at = 0; status == 0 && at < e->n; at += b.rows) {
		size_t n = (size_t)(e->n - at < ROWS ? e->n - at : ROWS);
		gl_arena_reset(&pass);
		if ((status = gl_data_gather(e->data, e->index ? e->index + at : NULL, at, n, &b, &pass, err)) < 0)
			break;
		for (size_t r = 0; r < n && status == 0; r++) {
			struct gl_tensor t = one(&b.field[1], n, r), weight = {0};
			if (v->l->recipe.weighing.rows)
				weight = one(&b.field[2], n, r);
			if ((status = visit_row(v, &t, &weight, e->index ? e->index[at + r] : at + r, err)) < 0)
				gl_data_place(e->data, err);
		}
	}
	gl_arena_free(&pass);
	return status;
}

static int
has_weights(const struct gl_examples *e, struct gl_err *err)
{
	if (gl_schema_weights(gl_data_schema(e->data), err) == 0)
		return 0;
	gl_fail_at(err, "row 1", 0);
	return gl_data_place(e->data, err);
}

int
gl_loop_check_weights(const struct gl_loop *l, const struct gl_batch *b, struct gl_err *err)
{
	for (size_t r = 0; l->recipe.weighing.rows && r < b->rows; r++) {
		struct gl_tensor weight = one(&b->field[2], b->rows, r);
		if (gl_weighing_rows(&weight, gl_feed_rows(l->feed)[r], err) < 0)
			return gl_feed_place(l->feed, err);
	}
	return 0;
}

/* Counts the classes of the training examples. */
static int
balance(struct visit *v, struct gl_err *err)
{
	struct gl_loop *l = v->l;
	size_t k = gl_weighing_classes(l->recipe.loss, gl_net_output(l->net));

	if (l->feed) {
		gl_fail(err, "the classes of a stream cannot be counted before it ends");
		return gl_hint(err, "give their weights as numbers, such as --class-weights 1,5");
	}
	v->count = gl_alloc(l->life, k, sizeof *v->count);
	if (visit_all(v, &l->train, err) < 0)
		return -1;
	gl_weighing_balance(k, v->count);
	v->weighing.classes = v->count;
	v->count = NULL;
	return 0;
}

int
gl_loop_weigh(struct gl_loop *l, struct gl_err *err)
{
	const struct gl_weighing_args *a = &l->recipe.weighing;
	struct visit v = {.l = l};

	if (!gl_weighing_any(a))
		return 0;
	if (gl_weighing_check(a, l->recipe.loss, gl_net_output(l->net), err) < 0)
		return -1;
	if (a->rows && (has_weights(&l->train, err) < 0 || (l->val.n > 0 && has_weights(&l->val, err) < 0)))
		return -1;
	v.weighing.classes = a->nclasses > 0 ? a->classes : NULL;
	if (a->balanced && balance(&v, err) < 0)
		return -1;
	if (v.weighing.classes || a->rows) {
		if (!l->feed && visit_all(&v, &l->train, err) < 0)
			return -1;
		if (!l->feed && !(v.total > 0))
			return gl_fail(err, "the weights of all training examples are 0: there is nothing to learn");
		v.total = 0;
		if (l->val.n > 0 && visit_all(&v, &l->val, err) < 0)
			return -1;
		if (l->val.n > 0 && !(v.total > 0))
			return gl_fail(
			    err, "the weights of all examples that are held out are 0, so they have no mean");
	}
	l->weighing = (struct gl_weighing){.smoothing = a->smoothing, .classes = v.weighing.classes};
	l->val_weighing = (struct gl_weighing){.classes = v.weighing.classes};
	return 0;
}

const struct gl_weighing *
gl_loop_weighing(const struct gl_loop *l, struct gl_weighing *w, const struct gl_batch *b)
{
	if (!gl_weighing_any(&l->recipe.weighing))
		return NULL;
	w->rows = l->recipe.weighing.rows ? b->field[2].data : NULL;
	return w;
}
