#include "loss/weighing.h"

#include "core/thread.h"
#include "loss/inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool
gl_weighing_any(const struct gl_weighing_args *a)
{
	return a->smoothing > 0 || a->balanced || a->nclasses > 0 || a->rows;
}

size_t
gl_weighing_classes(const struct gl_loss *loss, const struct gl_shape *shape)
{
	return loss->target == GL_TARGET_SHARE ? 2
	    : shape->kind == GL_SEQUENCE       ? shape->dim[shape->ndim - 1]
					       : gl_shape_count(shape);
}

int
gl_weighing_check(
    const struct gl_weighing_args *a, const struct gl_loss *loss, const struct gl_shape *shape, struct gl_err *err)
{
	size_t k = gl_weighing_classes(loss, shape);
	double sum = 0;

	if (a->smoothing > 0 && !loss->smooths) {
		gl_fail(err, "label smoothing spreads a target over classes, which %s cannot read", loss->name);
		return gl_hint(err, "it goes with cross-entropy, kl and binary-cross-entropy");
	}
	if (!a->balanced && a->nclasses == 0)
		return 0;
	if (!loss->class_weights) {
		gl_fail(err, "there are class weights, but %s has no form with them", loss->name);
		return gl_hint(
		    err, "they go with cross-entropy and binary-cross-entropy; example weights with any loss");
	}
	if (a->balanced)
		return 0;
	for (size_t i = 0; i < a->nclasses; i++)
		sum += a->classes[i];
	if (a->nclasses != k) {
		gl_fail(err, "there %s %zu class weight%s, but %zu classes", a->nclasses == 1 ? "is" : "are",
		    a->nclasses, a->nclasses == 1 ? "" : "s", k);
		if (loss->target == GL_TARGET_SHARE)
			gl_hint(
			    err, "each output of %s is one of two classes: give the weights of no and yes", loss->name);
		return -1;
	}
	return sum > 0 ? 0 : gl_fail(err, "the class weights are all 0");
}

/* ---- how often classes occur ---- */

int
gl_weighing_count(const struct gl_loss *loss, enum gl_output output, const struct gl_shape *shape,
    const struct gl_tensor *t, uint64_t row, double *count, struct gl_err *err)
{
	size_t rows = t->dim[0];
	struct gl_layout o = gl_loss_layout(loss, output, shape, rows ? t->n / rows : 0);
	size_t n = rows * o.positions;

	if (gl_loss_check_rows(loss, &o, n, t->data, NULL, row, err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (o.index)
			count[(size_t)t->data[i]]++;
		for (size_t c = 0; !o.index && c < o.k; c++) {
			double share = (double)t->data[i * o.k + c];
			if (loss->target == GL_TARGET_SHARE) {
				count[0] += 1 - share;
				count[1] += share;
			} else {
				count[c] += share;
			}
		}
	}
	return 0;
}

void
gl_weighing_balance(size_t k, double *count)
{
	double n = 0;
	size_t occur = 0;

	for (size_t c = 0; c < k; c++) {
		n += count[c];
		occur += count[c] > 0;
	}
	for (size_t c = 0; c < k; c++)
		count[c] = count[c] > 0 ? n / ((double)occur * count[c]) : 1;
}

int
gl_weighing_rows(const struct gl_tensor *v, uint64_t row, struct gl_err *err)
{
	for (size_t i = 0; i < v->n; i++) {
		double weight = (double)v->data[i];
		char place[32];
		if (weight >= 0 && isfinite(weight))
			continue;
		gl_fail(err, "field 3 is %g, but the weight of an example is a finite number from 0", weight);
		snprintf(place, sizeof place, "row %llu", (unsigned long long)(row + i + 1));
		return gl_fail_at(err, place, 0);
	}
	return 0;
}

/* ---- what positions weigh ---- */

/* The weight of one position's target: of its class, in the simplest case. */
static double
class_weight(const struct gl_loss *loss, const struct gl_layout *o, const double *w, const gl_real *t)
{
	double sum = 0;

	if (!w)
		return gl_loss_per(loss, o);
	if (o->index)
		return w[(size_t)t[0]];
	for (size_t c = 0; c < o->k; c++)
		sum += loss->target == GL_TARGET_SHARE ? w[1] * (double)t[c] + w[0] * (1 - (double)t[c])
						       : w[c] * (double)t[c];
	return sum;
}

/* The weights of n positions go to `to`, unless that is NULL; returns their sum, added up in order. */
static double
weigh(const struct gl_loss *loss, const struct gl_layout *o, const struct gl_weighing *w, size_t n, const gl_real *t,
    double *to)
{
	size_t stride = o->index ? 1 : o->k;
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		double one = class_weight(loss, o, w->classes, t + i * stride);
		if (w->rows)
			one *= (double)w->rows[i / o->positions];
		sum += one;
		if (to)
			to[i] = one;
	}
	return sum;
}

int
gl_weighing_total(const struct gl_loss *loss, enum gl_output output, const struct gl_shape *shape,
    const struct gl_tensor *t, const struct gl_weighing *w, uint64_t row, double *total, struct gl_err *err)
{
	size_t rows = t->dim[0];
	struct gl_layout o = gl_loss_layout(loss, output, shape, rows ? t->n / rows : 0);

	if (gl_loss_check_rows(loss, &o, rows * o.positions, t->data, NULL, row, err) < 0)
		return -1;
	*total += weigh(loss, &o, w, rows * o.positions, t->data, NULL);
	return 0;
}

double
gl_loss_unit(const struct gl_loss *loss, const struct gl_shape *shape)
{
	struct gl_layout o = gl_loss_layout(loss, GL_VALUES, shape, 0);

	return (double)o.positions * gl_loss_per(loss, &o);
}

/* ---- the loss ---- */

/* The work of one batch, cut into positions. */
struct job {
	const struct gl_loss *loss;
	const struct gl_weighing *w;
	struct gl_layout o;
	bool logits;
	const gl_real *p, *t;
	gl_real *dp; /* of all positions */
	gl_real *soft; /* (positions, K) targets as they count */
	double total; /* weight of the batch */
	double *value; /* of each position */
};

/* The target of one position as K numbers, smoothed. */
static void
soften(const struct job *j, const gl_real *t, gl_real *to)
{
	size_t k = j->o.k;
	double smoothing = j->w->smoothing, among = j->loss->target == GL_TARGET_SHARE ? 2 : (double)k;

	if (j->o.index) {
		memset(to, 0, k * sizeof *to);
		to[(size_t)t[0]] = 1;
	} else {
		memcpy(to, t, k * sizeof *to);
	}
	for (size_t c = 0; c < k && smoothing > 0; c++)
		to[c] = (gl_real)((1 - smoothing) * (double)to[c] + smoothing / among);
}

/*
 * Binary cross-entropy with weights of yes and no: - a log p - b log(1 - p), a = w[1] t, b = w[0] (1 - t), is a + b
 * times the loss of a target a / (a + b). Each output has other weights, so they go one by one.
 */
static double
yes_or_no(const struct job *j, const gl_real *p, const gl_real *t, gl_real *dp, double scale)
{
	double sum = 0;

	for (size_t c = 0; c < j->o.k; c++) {
		double yes = j->w->classes[1] * (double)t[c], no = j->w->classes[0] * (1 - (double)t[c]);
		dp[c] = 0;
		if (!(yes + no > 0))
			continue;
		gl_real share = (gl_real)(yes / (yes + no));
		sum += (yes + no) *
		    (j->logits ? j->loss->from_logits : j->loss->value)(1, p + c, &share, dp + c, (yes + no) * scale);
	}
	return sum;
}

static void
positions(void *arg, size_t lo, size_t hi)
{
	const struct job *j = arg;
	const double *w = j->w->classes;
	size_t k = j->o.k;

	for (size_t i = lo; i < hi; i++) {
		const gl_real *p = j->p + i * k;
		gl_real *t = j->soft + i * k, *dp = j->dp + i * k;
		double v = j->w->rows ? (double)j->w->rows[i / j->o.positions] : 1;
		double scale = j->total > 0 ? v / j->total : 0;

		if (v == 0) { /* whatever its loss is, were it infinite */
			memset(dp, 0, k * sizeof *dp);
			j->value[i] = 0;
			continue;
		}
		soften(j, j->t + i * (j->o.index ? 1 : k), t);
		if (w && j->loss->target == GL_TARGET_SHARE) {
			j->value[i] = v * yes_or_no(j, p, t, dp, scale);
			continue;
		}
		for (size_t c = 0; w && c < k; c++)
			t[c] = (gl_real)(w[c] * (double)t[c]);
		j->value[i] = v * (j->logits ? j->loss->from_logits : j->loss->value)(k, p, t, dp, scale);
	}
}

int
gl_loss_weighed(const struct gl_loss *loss, enum gl_output output, bool logits, const struct gl_tensor *p,
    const struct gl_shape *shape, const struct gl_tensor *t, const struct gl_weighing *w, uint64_t row, double *each,
    double *sum, double *weight, struct gl_tensor *dp, struct gl_arena *pass, struct gl_err *err)
{
	size_t rows = p->dim[0], targets = rows ? t->n / rows : 0;

	if (!w || rows == 0)
		return gl_loss_batch(loss, output, logits, p, shape, t, row, each, sum, weight, dp, pass, err);
	struct gl_layout o = gl_loss_layout(loss, output, shape, targets);
	size_t n = rows * o.positions;
	bool probabilities = !logits && loss->from_logits;
	if (gl_loss_check(loss, output, logits, shape, targets, err) < 0 ||
	    gl_loss_check_rows(loss, &o, n, t->data, probabilities ? p->data : NULL, row, err) < 0)
		return -1;
	double *weights = gl_alloc_raw(pass, n, sizeof *weights);
	struct job j = {
	    .loss = loss,
	    .w = w,
	    .o = o,
	    .logits = logits,
	    .p = p->data,
	    .t = t->data,
	    .dp = dp ? dp->data : gl_alloc_raw(pass, n * o.k, sizeof(gl_real)),
	    .soft = gl_alloc_raw(pass, n * o.k, sizeof(gl_real)),
	    .total = weigh(loss, &o, w, n, t->data, weights),
	    .value = gl_alloc_raw(pass, n, sizeof(double)),
	};
	gl_parallel(n, gl_grain(n, 1 + 320 / o.k), positions, &j);
	return gl_loss_add(loss, &o, rows, j.value, weights, row, each, sum, weight, err);
}
