#include "train/relay.h"

#include "core/math.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { LEAST_SIDE = 8, BLOCK = 4096 };
static const double PART_SECONDS = 0.5, MARGIN = 0.08;

/* ---- what is shown of the inputs ---- */

static enum gl_relay_kind
kind_of(const struct gl_loop *l)
{
	const struct gl_shape *in = gl_net_input(l->net), *out = gl_net_output(l->net);
	const struct gl_metrics *m = l->train_metrics;

	if (in->kind != GL_VECTOR || out->kind != GL_VECTOR)
		return GL_RELAY_NONE;
	if (gl_shape_count(in) == 1 && m->k == 1)
		return GL_RELAY_LINE;
	if (gl_shape_count(in) != 2 || m->task == GL_TASK_LABELS)
		return GL_RELAY_NONE;
	if (m->task == GL_TASK_CLASSES)
		return GL_RELAY_CLASSES;
	return m->k == 1 ? GL_RELAY_VALUES : GL_RELAY_NONE;
}

/* The target of row r as a point shows it: a class's index, or a value. */
static double
target_of(const struct gl_relay *f, const struct gl_metrics *m, const struct gl_batch *b, size_t r)
{
	size_t width = b->field[1].n / b->rows, best = 0;
	const gl_real *t = b->field[1].data + r * width;

	if (f->kind != GL_RELAY_CLASSES)
		return (double)t[0];
	if (m->k == 1)
		return t[0] >= (gl_real)0.5;
	if (width == 1)
		return (double)t[0];
	for (size_t i = 1; i < width; i++)
		best = t[i] > t[best] ? i : best;
	return (double)best;
}

static void
extend(double *lo, double *hi, double v)
{
	*lo = v < *lo ? v : *lo;
	*hi = v > *hi ? v : *hi;
}

/* Some room on both sides of what the data fill. */
static void
margin(double *lo, double *hi)
{
	double room = *hi > *lo ? MARGIN * (*hi - *lo) : *lo != 0 ? 0.1 * fabs(*lo) : 1;

	*lo -= room;
	*hi += room;
}

/* Looks at all examples, for their ranges, and adds some of them, evenly chosen, as points. */
static int
read_points(struct gl_relay *f, const struct gl_loop *l, struct gl_text *points, struct gl_err *err)
{
	const struct gl_examples *e = &l->train;
	uint64_t each = (e->n - 1) / GL_MAP_POINTS + 1;
	struct gl_batch b;

	f->x0 = f->y0 = f->lo = INFINITY;
	f->x1 = f->y1 = f->hi = -INFINITY;
	gl_text_add(points, "#points");
	for (uint64_t at = 0; at < e->n; at += b.rows) {
		gl_arena_reset(&f->pass);
		size_t n = (size_t)(e->n - at < BLOCK ? e->n - at : BLOCK);
		if (gl_data_gather(e->data, e->index ? e->index + at : NULL, at, n, &b, &f->pass, err) < 0)
			return -1;
		size_t width = b.field[0].n / b.rows;
		for (size_t r = 0; r < b.rows; r++) {
			const gl_real *x = b.field[0].data + r * width;
			double t = target_of(f, l->train_metrics, &b, r);
			extend(&f->x0, &f->x1, (double)x[0]);
			extend(&f->y0, &f->y1, width > 1 ? (double)x[1] : 0);
			extend(&f->lo, &f->hi, t);
			if ((at + r) % each != 0)
				continue;
			gl_text_add(points, "\t%g", (double)x[0]);
			if (width > 1)
				gl_text_add(points, "\t%g", (double)x[1]);
			gl_text_add(points, "\t%g", t);
		}
	}
	gl_text_add(points, "\n");
	if (!isfinite(f->x0) || !isfinite(f->x1) || !isfinite(f->y0) || !isfinite(f->y1)) {
		f->kind = GL_RELAY_NONE; /* with --allow-nonfinite */
		return 0;
	}
	margin(&f->x0, &f->x1);
	margin(&f->y0, &f->y1);
	if (!(f->lo < f->hi))
		margin(&f->lo, &f->hi);
	return 0;
}

/* ---- the first lines ---- */

int
gl_relay_begin(struct gl_relay *f, const struct gl_loop *l, struct gl_text *t, struct gl_err *err)
{
	const struct gl_recipe *p = &l->recipe;
	const struct gl_metrics *m = l->train_metrics;
	struct gl_arena arena = {0};
	struct gl_text points = {.arena = &arena};
	size_t n;
	const char *const *label = gl_net_labels(l->net, &n);

	*f = (struct gl_relay){.kind = kind_of(l), .side = LEAST_SIDE, .every = 1, .part_epoch = l->epoch};
	f->sum = l->row > 0 ? l->sum : 0;
	f->weight = l->row > 0 ? l->weight : 0;
	gl_text_add(t, "epoch\tstep\tloss\taccuracy\tval_loss\tval_accuracy\tlr\n");
	gl_text_add(t, "#net\t%s\n#loss\t%s\t%s\n", l->net_name, p->loss->name, p->loss->unit);
	gl_text_add(t, "#each\t%" PRIu64 "\n", gl_loop_epoch_steps(l));
	if (p->epochs != UINT64_MAX || p->steps != UINT64_MAX)
		gl_text_add(t, "#until\t%" PRIu64 "\t%s\n", p->epochs != UINT64_MAX ? p->epochs : p->steps,
		    p->epochs != UINT64_MAX ? "epochs" : "steps");
	if (n > 0) {
		gl_text_add(t, "#labels");
		for (size_t i = 0; i < n; i++)
			gl_text_add(t, "\t%s", label[i]);
		gl_text_add(t, "\n");
	}
	if (f->kind == GL_RELAY_NONE)
		return 0;
	int got = read_points(f, l, &points, err);
	if (f->kind == GL_RELAY_LINE)
		gl_text_add(t, "#line\t%.9g\t%.9g\n%s", f->x0, f->x1, points.s);
	else if (f->kind == GL_RELAY_CLASSES)
		gl_text_add(
		    t, "#plane\t%.9g\t%.9g\t%.9g\t%.9g\t%zu\n%s", f->x0, f->x1, f->y0, f->y1, m->classes, points.s);
	else if (f->kind == GL_RELAY_VALUES)
		gl_text_add(t, "#plane\t%.9g\t%.9g\t%.9g\t%.9g\tvalues\t%.9g\t%.9g\n%s", f->x0, f->x1, f->y0, f->y1,
		    f->lo, f->hi, points.s);
	gl_arena_free(&arena);
	return got;
}

/* ---- while it runs ---- */

/* The learning rate of the last step; before the first, what the schedule starts from. */
static double
rate(const struct gl_loop *l)
{
	return isnan(l->rate) ? l->recipe.update.args.lr : l->rate;
}

void
gl_relay_epoch(struct gl_relay *f, const struct gl_loop *l)
{
	if (++f->skipped < f->every)
		return;
	f->skipped = 0;
	if (f->epochs == GL_RELAY_EPOCHS) { /* keep every other one, and be as choosy from now on */
		f->every *= 2;
		f->epochs /= 2;
		for (size_t i = 0; i < f->epochs; i++)
			f->epoch[i] = f->epoch[2 * i + 1];
	}
	f->epoch[f->epochs].at = l->last;
	f->epoch[f->epochs++].lr = rate(l);
}

/* A TAB and a number; nan too. */
static void
figure(struct gl_text *t, double x)
{
	gl_text_add(t, "\t%.9g", x);
}

static double
share(uint64_t right, uint64_t cases)
{
	return cases > 0 ? (double)right / (double)cases : (double)NAN;
}

static void
add_epochs(struct gl_relay *f, const struct gl_loop *l, struct gl_text *t)
{
	if (f->skipped > 0) { /* the last one is always among them: its figures stand above the curves */
		f->epochs -= f->epochs == GL_RELAY_EPOCHS;
		f->epoch[f->epochs].at = l->last;
		f->epoch[f->epochs++].lr = rate(l);
	}
	for (size_t i = 0; i < f->epochs; i++) {
		const struct gl_standing *s = &f->epoch[i].at;
		gl_text_add(t, "%" PRIu64 "\t%" PRIu64, s->epoch, s->step);
		figure(t, s->train.loss);
		figure(t, share(s->train.right, s->train.cases));
		figure(t, s->val.loss);
		figure(t, share(s->val.right, s->val.cases));
		figure(t, f->epoch[i].lr);
		gl_text_add(t, "\n");
	}
	f->epochs = 0;
	f->every = 1;
	f->skipped = 0;
}

static void
add_part(struct gl_relay *f, const struct gl_loop *l, double seconds, struct gl_text *t)
{
	uint64_t right = 0, cases = 0;

	if (f->part_epoch != l->epoch) {
		f->part_epoch = l->epoch;
		f->sum = f->weight = 0;
		f->right = f->cases = 0;
	}
	if (l->row == 0 || seconds - f->part_at < PART_SECONDS || !(l->weight > f->weight))
		return;
	gl_metrics_accuracy(l->train_metrics, &right, &cases);
	gl_text_add(t, "#part\t%" PRIu64, l->state.step);
	figure(t, (l->sum - f->sum) / (l->weight - f->weight));
	figure(t, share(right - f->right, cases - f->cases));
	gl_text_add(t, "\n");
	f->part_at = seconds;
	f->sum = l->sum;
	f->weight = l->weight;
	f->right = right;
	f->cases = cases;
}

void
gl_relay_now(struct gl_relay *f, struct gl_loop *l, double seconds, uint64_t steps, struct gl_text *t)
{
	struct gl_score s = l->last.train;
	double step = steps > 0 ? seconds / (double)steps : 0; /* [s] */

	if (f->epochs > 0)
		f->part_at = seconds;
	add_epochs(f, l, t);
	add_part(f, l, seconds, t);
	/* the last whole epoch has steadier figures than the one begun, but of long epochs they are old */
	if (l->row > 0 && (l->last.epoch == 0 || step * (double)gl_loop_epoch_steps(l) > 1)) {
		s = (struct gl_score){.loss = l->sum / l->weight};
		gl_metrics_accuracy(l->train_metrics, &s.right, &s.cases);
	}
	gl_text_add(t, "#now\t%" PRIu64 "\t%" PRIu64, l->epoch + (l->row > 0), l->state.step);
	figure(t, s.loss);
	figure(t, share(s.right, s.cases));
	figure(t, rate(l));
	figure(t, step * (double)gl_loop_steps_left(l));
	gl_text_add(t, "\n");
}

/* ---- what the network computes ---- */

/* Predictions for n inputs; NULL when they are not finite, which the run will soon notice by itself. */
static const gl_real *
predict(struct gl_relay *f, const struct gl_loop *l, gl_real *x, size_t n)
{
	struct gl_tensor in = gl_tensor_view(x, n, gl_net_input(l->net)), out;
	struct gl_ctx c = {.seed = l->recipe.seed, .arena = &f->pass};
	struct gl_err err;

	return gl_net_forward(l->net, &c, &in, NULL, false, &out, &err) == 0 ? out.data : NULL;
}

/* Two hexadecimal digits; returns the end. */
static char *
put_byte(char *to, unsigned x)
{
	static const char digit[] = "0123456789abcdef";

	to[0] = digit[x >> 4 & 15];
	to[1] = digit[x & 15];
	return to + 2;
}

static char *
put_share(char *to, double x)
{
	return put_byte(to, x > 0 ? x < 1 ? (unsigned)(255 * x + 0.5) : 255 : 0);
}

/* The class with the greatest of k outputs and its probability; logits become probabilities first. */
static char *
put_class(char *to, const struct gl_metrics *m, const gl_real *y)
{
	size_t best = 0;
	double p, sum = 0;

	if (m->k == 1) {
		p = m->probabilities ? (double)y[0] : gl_sigmoid64((double)y[0]);
		best = y[0] >= m->threshold;
		p = best ? p : 1 - p;
	} else {
		for (size_t i = 1; i < m->k; i++)
			best = y[i] > y[best] ? i : best;
		for (size_t i = 0; i < m->k && !m->probabilities; i++)
			sum += gl_exp64((double)(y[i] - y[best]));
		p = m->probabilities ? (double)y[best] : 1 / sum;
	}
	return put_share(put_byte(to, (unsigned)(best % 256)), p);
}

static void
add_line(struct gl_relay *f, const struct gl_loop *l, struct gl_text *t)
{
	const struct gl_metrics *m = l->train_metrics;
	gl_real *x = gl_alloc_raw(&f->pass, GL_CURVE_PLACES, sizeof *x);

	for (size_t i = 0; i < GL_CURVE_PLACES; i++)
		x[i] = (gl_real)(f->x0 + (f->x1 - f->x0) * (double)i / (GL_CURVE_PLACES - 1));
	const gl_real *y = predict(f, l, x, GL_CURVE_PLACES);
	if (!y)
		return;
	gl_text_add(t, "#curve");
	for (size_t i = 0; i < GL_CURVE_PLACES; i++)
		gl_text_add(t, "\t%.6g",
		    m->task != GL_TASK_VALUES && !m->probabilities ? gl_sigmoid64((double)y[i]) : (double)y[i]);
	gl_text_add(t, "\n");
}

static void
add_plane(struct gl_relay *f, const struct gl_loop *l, struct gl_text *t)
{
	const struct gl_metrics *m = l->train_metrics;
	size_t side = f->side, rows = gl_net_rows_at_a_time(l->net, side * side);
	char hex[4 * GL_MAP_SIDE * GL_MAP_SIDE + 1], *to = hex;

	for (size_t at = 0; at < side * side; at += rows) {
		gl_arena_reset(&f->pass);
		size_t n = side * side - at < rows ? side * side - at : rows;
		gl_real *x = gl_alloc_raw(&f->pass, 2 * n, sizeof *x);
		for (size_t i = 0; i < n; i++) {
			double across = ((double)((at + i) % side) + 0.5) / (double)side;
			double down = ((double)((at + i) / side) + 0.5) / (double)side;
			x[2 * i] = (gl_real)(f->x0 + (f->x1 - f->x0) * across);
			x[2 * i + 1] = (gl_real)(f->y1 + (f->y0 - f->y1) * down);
		}
		const gl_real *y = predict(f, l, x, n);
		if (!y)
			return;
		for (size_t i = 0; i < n; i++)
			to = f->kind == GL_RELAY_CLASSES ? put_class(to, m, y + i * m->k)
							 : put_share(to, ((double)y[i] - f->lo) / (f->hi - f->lo));
	}
	*to = '\0';
	gl_text_add(t, "#map\t%zu\t%s\n", side, hex);
}

void
gl_relay_map(struct gl_relay *f, const struct gl_loop *l, struct gl_text *t)
{
	gl_arena_reset(&f->pass);
	if (f->kind == GL_RELAY_LINE)
		add_line(f, l, t);
	else if (f->kind != GL_RELAY_NONE)
		add_plane(f, l, t);
}

void
gl_relay_fit(struct gl_relay *f, double seconds, double least, double most)
{
	if (seconds < least && f->side < GL_MAP_SIDE)
		f->side *= 2;
	else if (seconds > most && f->side > LEAST_SIDE)
		f->side /= 2;
}

void
gl_relay_free(struct gl_relay *f)
{
	gl_arena_free(&f->pass);
}
