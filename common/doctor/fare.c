/* The network, as it is, run over the rows that are looked at: its loss and accuracy, and what each layer gives. */
#include "core/math.h"
#include "core/sum.h"
#include "doctor/inside.h"

#include <math.h>
#include <string.h>

/* ---- predictions ---- */

static int
fare(struct gl_exam *e, const struct gl_set *s, struct gl_fare *f, struct gl_err *err)
{
	struct gl_arena pass = {0};
	struct gl_ctx c = {.arena = &pass, .seed = e->args.seed};
	struct gl_tensor x, t, y;
	double sum = 0, weight = 0;
	size_t rows = gl_net_rows_at_a_time(e->net, 256);

	f->m = gl_metrics_new(
	    gl_net_output(e->net), gl_net_output_kind(e->net), e->loss, gl_row_width(&s->t), 0, &e->life);
	f->finite = true;
	for (size_t at = 0; at < s->n && f->finite; at += rows) {
		gl_set_view(s, at, s->n - at < rows ? s->n - at : rows, &x, &t);
		if (gl_net_forward(e->net, &c, &x, NULL, true, &y, err) < 0) {
			gl_arena_free(&pass);
			return gl_fail_at(err, s->name, 0); /* a token that there is not */
		}
		f->finite =
		    gl_all_finite(y.n, y.data) && gl_net_loss(e->net, &c, e->loss, &x, &t, &sum, &weight, &y, err) == 0;
		if (f->finite)
			gl_metrics_add(f->m, &y, &t);
		gl_arena_reset(&pass);
	}
	f->loss = sum / weight;
	f->done = true;
	gl_arena_free(&pass);
	return 0;
}

int
gl_exam_fare(struct gl_exam *e, bool train, const struct gl_fare **to, struct gl_err *err)
{
	bool own = train && e->has_train;
	struct gl_fare *f = &e->fare[own];

	*to = NULL;
	if (gl_exam_cannot(e, true))
		return 0;
	if (!f->done && fare(e, own ? &e->train : &e->data, f, err) < 0)
		return -1;
	*to = f;
	return 0;
}

/* ---- answers that are the same for all rows ---- */

double
gl_exam_constant(const struct gl_exam *e, const struct gl_tensor *t, const gl_real *p)
{
	const struct gl_shape *out = gl_net_output(e->net);
	enum gl_output kind = gl_net_output_kind(e->net);
	struct gl_arena pass = {0};
	double sum = 0, weight = 0;
	struct gl_err err;
	size_t n = gl_shape_count(out), width = gl_row_width(t);
	int status = 0;

	for (size_t r = 0; r < t->dim[0] && status == 0; r++) {
		struct gl_tensor one = gl_tensor_new(&pass, 1, out), target = *t;
		memcpy(one.data, p, n * sizeof *p);
		target.data += r * width;
		target.dim[0] = 1;
		target.n = width;
		status = gl_loss_batch(e->loss, kind, kind == GL_VALUES && e->loss->from_logits, &one, out, &target, r,
		    NULL, &sum, &weight, NULL, &pass, &err);
		gl_arena_reset(&pass);
	}
	gl_arena_free(&pass);
	return status == 0 ? sum / weight : (double)NAN;
}

/* Numbers that each position of the output has. */
static size_t
numbers(const struct gl_exam *e)
{
	const struct gl_shape *out = gl_net_output(e->net);

	return out->kind == GL_SEQUENCE ? out->dim[out->ndim - 1] : gl_shape_count(out);
}

double
gl_exam_blind(const struct gl_exam *e, const struct gl_tensor *t)
{
	enum gl_output kind = gl_net_output_kind(e->net);
	size_t n = gl_shape_count(gl_net_output(e->net)), k = numbers(e);
	struct gl_arena pass = {0};
	gl_real *p = gl_alloc(&pass, n, sizeof *p);

	for (size_t i = 0; i < n; i++)
		p[i] = kind == GL_PROBABILITIES ? 1 / (gl_real)k : kind == GL_SHARES ? (gl_real)0.5 : 0;
	double loss = gl_exam_constant(e, t, p);
	gl_arena_free(&pass);
	return loss;
}

/*
 * The mean of each target number: of classes their frequencies, which are the best constant answer for cross-entropy,
 * as the mean is for mse. As outputs: probabilities, or their logits.
 */
static void
means(const struct gl_exam *e, const struct gl_tensor *t, gl_real *p, double *mean)
{
	size_t n = gl_shape_count(gl_net_output(e->net)), k = numbers(e), width = gl_row_width(t), rows = t->dim[0];
	enum gl_output kind = gl_net_output_kind(e->net);
	bool classes = gl_exam_task(e, NULL) == GL_TASK_CLASSES && k > 1, index = classes && width == n / k;

	for (size_t r = 0; r < rows; r++)
		for (size_t i = 0; i < width; i++) {
			double v = (double)t->data[r * width + i];
			if (index)
				mean[(size_t)v] += 1.0 / (double)(rows * width);
			else
				mean[classes ? i % k : i] += v / (double)rows / (classes ? (double)(n / k) : 1);
		}
	for (size_t i = 0; i < n; i++) {
		double m = mean[classes ? i % k : i];
		bool logits = kind == GL_VALUES && e->loss->from_logits;
		m = logits && (m < 1e-6 || classes) ? fmax(m, 1e-6) : logits ? fmin(m, 1 - 1e-6) : m;
		p[i] = (gl_real)(!logits ? m : classes ? gl_log64(m) : gl_log64(m / (1 - m)));
	}
}

double
gl_exam_baseline(const struct gl_exam *e, const struct gl_tensor *t)
{
	size_t n = gl_shape_count(gl_net_output(e->net));
	struct gl_arena pass = {0};
	gl_real *p = gl_alloc(&pass, n, sizeof *p);
	double *mean = gl_alloc(&pass, n, sizeof *mean);

	means(e, t, p, mean);
	double loss = gl_exam_constant(e, t, p);
	gl_arena_free(&pass);
	return loss;
}

enum gl_task
gl_exam_task(const struct gl_exam *e, size_t *classes)
{
	struct gl_arena pass = {0};
	struct gl_metrics *m = gl_metrics_new(
	    gl_net_output(e->net), gl_net_output_kind(e->net), e->loss, gl_row_width(&e->data.t), 0, &pass);
	enum gl_task task = m->task;

	if (classes)
		*classes = task == GL_TASK_VALUES ? m->k : m->classes;
	gl_arena_free(&pass);
	return task;
}

bool
gl_exam_class(const struct gl_exam *e, const gl_real *t, size_t *class)
{
	size_t k = numbers(e), width = gl_row_width(&e->data.t), best = 0;

	if (gl_shape_count(gl_net_output(e->net)) != k)
		return false;
	if (k == 1)
		*class = t[0] >= (gl_real)0.5;
	else if (width == 1)
		*class = (size_t)t[0];
	else {
		for (size_t i = 1; i < width; i++)
			if (t[i] > t[best])
				best = i;
		*class = best;
	}
	return true;
}

/* ---- what each layer gives ---- */

/* Counts kept for a unit while rows go by. */
struct tally {
	uint64_t values, zeros, saturated;
};

struct walk {
	struct gl_layers *to;
	struct tally **tally; /* of each layer, its units */
	size_t at; /* the layer that comes next, depth first */
	struct gl_ctx c;
};

static void
tally_layer(const struct gl_layer *l, const struct gl_tensor *y, struct gl_units *u, struct tally *t)
{
	size_t width = gl_row_width(y), units = u->units;
	bool channels = l->out.kind == GL_PICTURE;
	bool sigmoid = strcmp(l->ops->name, "sigmoid") == 0, tanh_ = strcmp(l->ops->name, "tanh") == 0;
	double low = sigmoid ? 0.01 : -0.98, high = sigmoid ? 0.99 : 0.98;

	for (size_t i = 0; i < y->n; i++) {
		size_t e = i % width;
		struct tally *one = &t[channels ? e / (width / units) : e % units];
		double v = (double)y->data[i];
		one->values++;
		one->zeros += v == 0;
		one->saturated += (sigmoid || tanh_) && (v < low || v > high);
	}
}

static void
walk(struct walk *w, const struct gl_seq *s, struct gl_tensor x)
{
	struct gl_tensor y;

	for (size_t i = 0; i < s->n; i++, x = y) {
		const struct gl_layer *l = &s->layer[i];
		struct gl_units *u = &w->to->u[w->at];
		if (!u->layer) {
			u->layer = l;
			u->units = l->out.kind == GL_PICTURE ? l->out.dim[0]
			    : l->out.kind == GL_SEQUENCE     ? l->out.dim[l->out.ndim - 1]
							     : gl_shape_count(&l->out);
			w->tally[w->at] = gl_alloc(&w->c.arena[1], u->units, sizeof **w->tally);
		}
		gl_seq_forward(&(struct gl_seq){&s->layer[i], 1}, &w->c, &x, NULL, &y);
		tally_layer(l, &y, u, w->tally[w->at++]);
		walk(w, &l->body, x);
	}
}

static void
sum_up(struct gl_units *u, const struct tally *t)
{
	uint64_t values = 0, zeros = 0, saturated = 0;

	for (size_t i = 0; i < u->units; i++) {
		values += t[i].values;
		zeros += t[i].zeros;
		saturated += t[i].saturated;
		u->dead += t[i].zeros == t[i].values;
		u->stuck += t[i].saturated == t[i].values;
	}
	u->zeros = (double)zeros / (double)values;
	u->saturated = (double)saturated / (double)values;
}

const struct gl_layers *
gl_exam_layers(struct gl_exam *e, struct gl_err *err)
{
	const struct gl_set *s = &e->train;
	const struct gl_seq *seq = gl_net_layers(e->net);
	struct gl_arena arena[2] = {{0}, {0}}; /* of a pass; of the counts */
	struct walk w = {.c = {.arena = arena, .seed = e->args.seed}};
	size_t rows = gl_net_rows_at_a_time(e->net, 256);
	struct gl_tensor x, t, y;

	if (e->layers)
		return e->layers;
	w.to = gl_alloc(&e->life, 1, sizeof *w.to);
	w.to->n = gl_net_layer_count(e->net);
	w.to->u = gl_alloc(&e->life, w.to->n, sizeof *w.to->u);
	w.tally = gl_alloc(&arena[1], w.to->n, sizeof *w.tally);
	for (size_t at = 0; at < s->n; at += rows) {
		gl_set_view(s, at, s->n - at < rows ? s->n - at : rows, &x, &t);
		/* Refuses tokens that there are not; what comes out is not looked at here. */
		if (gl_net_forward(e->net, &w.c, &x, NULL, true, &y, err) < 0) {
			gl_fail_at(err, s->name, 0);
			return NULL;
		}
		w.at = 0;
		walk(&w, seq, gl_tensor_view(x.data, x.dim[0], gl_net_input(e->net)));
		gl_arena_reset(&arena[0]);
	}
	w.to->rows = s->n;
	for (size_t i = 0; i < w.to->n; i++) {
		w.to->u[i].last = w.to->u[i].layer == &seq->layer[seq->n - 1];
		sum_up(&w.to->u[i], w.tally[i]);
	}
	gl_arena_free(&arena[0]);
	gl_arena_free(&arena[1]);
	return e->layers = w.to;
}
