#include "core/isa.h"
#include "core/thread.h"
#include "layer/explain.h"

#include <math.h>
#include <string.h>

/*
 * Batch normalisation, channel by channel: xhat = (x - mean) / sqrt(variance + eps), y = weight xhat + bias.
 * In training mean and (biased) variance are those of the batch, and the running ones move a tenth of the way to them,
 * the variance to the unbiased one (PyTorch's rule); in prediction, and when the layer is frozen, the running ones are
 * used. A channel is one number of a vector, one feature of a sequence (over all steps), one plane of a picture.
 * Source: Ioffe and Szegedy, Batch normalization (ICML 2015).
 */
#define EPS 1e-5
#define MOMENTUM 0.1

enum { WEIGHT, BIAS, RUNNING_MEAN, RUNNING_VAR };

/* x as (outer, C, inner): element t of channel j of part i is x[(i * C + j) * inner + t]. */
struct layout {
	size_t outer, channels, inner;
};

static struct layout
layout_of(const struct gl_layer *l, const struct gl_tensor *x)
{
	bool picture = l->in.kind == GL_PICTURE;
	size_t c = picture ? l->in.dim[0] : l->in.dim[l->in.ndim - 1];
	size_t inner = picture ? gl_shape_count(&l->in) / c : 1;

	return (struct layout){x->n / c / inner, c, inner};
}

static void
batchnorm_params(struct gl_layer *l)
{
	size_t c = l->in.kind == GL_PICTURE ? l->in.dim[0] : l->in.dim[l->in.ndim - 1];

	gl_layer_param(l, "weight", GL_TRAINED, 1, &c)->start = 1;
	gl_layer_param(l, "bias", GL_TRAINED, 1, &c);
	gl_layer_param(l, "running_mean", GL_RUNNING, 1, &c);
	gl_layer_param(l, "running_var", GL_RUNNING, 1, &c)->start = 1;
}

/*
 * Kept for the backward pass, of each channel: mean, 1 / sqrt(variance + eps), and the variance that the running one
 * moves towards. A single value has no unbiased variance, and a pass by running statistics has no batch's: the present
 * one stands there, so that nothing moves.
 */
static size_t
batchnorm_save(const struct gl_layer *l, size_t rows)
{
	(void)rows;
	return 3 * l->param[WEIGHT].n * sizeof(gl_real);
}

/* What is summed over a channel. */
enum term { VALUES, SQUARES, SLOPES, PRODUCTS };

static inline double
term(enum term what, gl_real x, gl_real mean, gl_real dy)
{
	double d = (double)x - (double)mean;

	switch (what) {
	case VALUES:
		return (double)x;
	case SQUARES:
		return d * d;
	case SLOPES:
		return (double)dy;
	default:
		return d * (double)dy;
	}
}

/*
 * sum[j] of channels lo to hi - 1, in double: of vectors one chain of additions in the order of the rows; of pictures
 * 16 lanes across each plane, folded at the end. Inlined once for each kind of term.
 */
static inline __attribute__((always_inline)) void
channel_sums(enum term what, struct layout o, const gl_real *restrict x, const gl_real *restrict mean,
    const gl_real *restrict dy, double *restrict sum, size_t lo, size_t hi)
{
	enum { LANES = 16 };

	for (size_t j = lo; j < hi; j++)
		sum[j] = 0;
	for (size_t i = 0; o.inner == 1 && i < o.outer; i++)
		for (size_t j = lo, at = i * o.channels; j < hi; j++)
			sum[j] += term(what, x[at + j], mean[j], dy[at + j]);
	for (size_t j = lo; o.inner > 1 && j < hi; j++) {
		double lane[LANES] = {0};
		for (size_t i = 0; i < o.outer; i++) {
			size_t at = (i * o.channels + j) * o.inner, t = 0;
			for (; t + LANES <= o.inner; t += LANES)
				for (size_t k = 0; k < LANES; k++)
					lane[k] += term(what, x[at + t + k], mean[j], dy[at + t + k]);
			for (size_t k = 0; t + k < o.inner; k++)
				lane[k] += term(what, x[at + t + k], mean[j], dy[at + t + k]);
		}
		for (size_t half = LANES / 2; half > 0; half /= 2)
			for (size_t k = 0; k < half; k++)
				lane[k] += lane[k + half];
		sum[j] = lane[0];
	}
}

struct job {
	enum term what;
	struct layout o;
	const gl_real *x, *mean, *dy;
	double *sum;
	gl_real *to; /* y or dx */
	const gl_real *a, *b, *k; /* to = a in + b, or, backward, a (dy - b - (x - mean) k) */
};

GL_CLONES static void
sums_part(void *arg, size_t lo, size_t hi)
{
	const struct job *j = arg;

	switch (j->what) {
	case VALUES:
		channel_sums(VALUES, j->o, j->x, j->x, j->x, j->sum, lo, hi);
		break;
	case SQUARES:
		channel_sums(SQUARES, j->o, j->x, j->mean, j->x, j->sum, lo, hi);
		break;
	case SLOPES:
		channel_sums(SLOPES, j->o, j->x, j->mean, j->dy, j->sum, lo, hi);
		break;
	case PRODUCTS:
		channel_sums(PRODUCTS, j->o, j->x, j->mean, j->dy, j->sum, lo, hi);
		break;
	}
}

/* Sums over every channel; threads divide channels. */
static double *
sums(struct gl_ctx *c, enum term what, struct layout o, const gl_real *x, const gl_real *mean, const gl_real *dy)
{
	double *sum = gl_alloc_raw(c->arena, o.channels, sizeof *sum);
	struct job j = {.what = what, .o = o, .x = x, .mean = mean, .dy = dy, .sum = sum};

	gl_parallel(o.channels, 1 + 32768 / (o.outer * o.inner), sums_part, &j);
	return sum;
}

/* Of parts lo to hi - 1 of the batch: y = a (x - mean) + b. */
GL_CLONES static void
values_part(void *arg, size_t lo, size_t hi)
{
	const struct job *v = arg;
	const gl_real *mean = v->mean, *a = v->a, *b = v->b, *x = v->x;
	gl_real *y = v->to;
	size_t n = v->o.channels, inner = v->o.inner;

	for (size_t i = lo; i < hi; i++)
		if (inner == 1)
			for (size_t j = 0; j < n; j++)
				y[i * n + j] = (x[i * n + j] - mean[j]) * a[j] + b[j];
		else
			for (size_t j = 0; j < n; j++)
				for (size_t t = (i * n + j) * inner; t < (i * n + j + 1) * inner; t++)
					y[t] = (x[t] - mean[j]) * a[j] + b[j];
}

/* Of parts lo to hi - 1 of the batch: dx = a (dy - b - (x - mean) k). */
GL_CLONES static void
slopes_part(void *arg, size_t lo, size_t hi)
{
	const struct job *v = arg;
	const gl_real *mean = v->mean, *a = v->a, *b = v->b, *k = v->k, *x = v->x, *dy = v->dy;
	gl_real *dx = v->to;
	size_t n = v->o.channels, inner = v->o.inner;

	for (size_t i = lo; i < hi; i++)
		if (inner == 1)
			for (size_t j = 0; j < n; j++)
				dx[i * n + j] = a[j] * (dy[i * n + j] - b[j] - (x[i * n + j] - mean[j]) * k[j]);
		else
			for (size_t j = 0; j < n; j++)
				for (size_t t = (i * n + j) * inner; t < (i * n + j + 1) * inner; t++)
					dx[t] = a[j] * (dy[t] - b[j] - (x[t] - mean[j]) * k[j]);
}

static bool
by_batch(const struct gl_layer *l, const struct gl_ctx *c)
{
	return c->training && !l->frozen;
}

static void
batchnorm_forward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y)
{
	struct layout o = layout_of(l, x);
	gl_real *mean = c->save, *scale = mean + o.channels, *var = scale + o.channels;
	gl_real *a = gl_alloc_raw(c->arena, o.channels, sizeof *a);
	double count = (double)(o.outer * o.inner), *sum;

	if (by_batch(l, c)) {
		sum = sums(c, VALUES, o, x->data, NULL, NULL);
		for (size_t j = 0; j < o.channels; j++)
			mean[j] = (gl_real)(sum[j] / count);
		sum = sums(c, SQUARES, o, x->data, mean, NULL);
		for (size_t j = 0; j < o.channels; j++) {
			scale[j] = (gl_real)(1 / sqrt(sum[j] / count + EPS));
			var[j] = count > 1 ? (gl_real)(sum[j] / (count - 1)) : l->value[RUNNING_VAR][j];
		}
	} else {
		for (size_t j = 0; j < o.channels; j++) {
			mean[j] = l->value[RUNNING_MEAN][j];
			var[j] = l->value[RUNNING_VAR][j];
			scale[j] = (gl_real)(1 / sqrt((double)var[j] + EPS));
		}
	}
	for (size_t j = 0; j < o.channels; j++)
		a[j] = scale[j] * l->value[WEIGHT][j];
	gl_parallel(o.outer, 1 + 32768 / (o.channels * o.inner), values_part,
	    &(struct job){.o = o, .x = x->data, .mean = mean, .to = y->data, .a = a, .b = l->value[BIAS]});
}

/* Where the gradients of the running statistics would be stand the batch's. */
static void
batch_statistics(const struct gl_layer *l, const struct gl_ctx *c)
{
	const gl_real *mean = c->save;
	size_t channels = l->param[WEIGHT].n;
	gl_real *to_mean = gl_layer_grad(l, c, RUNNING_MEAN), *to_var = gl_layer_grad(l, c, RUNNING_VAR);

	if (to_mean)
		memcpy(to_mean, mean, channels * sizeof *mean);
	if (to_var)
		memcpy(to_var, mean + 2 * channels, channels * sizeof *mean);
}

/*
 * With s = 1 / sqrt(variance + eps), n values a channel, D = sum of dy and P = sum of dy xhat:
 * dbias = D, dweight = P, dx = weight s (dy - D / n - xhat P / n); by running statistics dx = weight s dy.
 */
static void
batchnorm_backward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, const struct gl_tensor *y,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	struct layout o = layout_of(l, x);
	const gl_real *mean = c->save, *scale = mean + o.channels;
	gl_real *dw = gl_layer_grad(l, c, WEIGHT), *db = gl_layer_grad(l, c, BIAS);
	double count = (double)(o.outer * o.inner);
	const double *d = NULL, *p = NULL;
	gl_real *a = gl_alloc(c->arena, o.channels, sizeof *a), *b = gl_alloc(c->arena, o.channels, sizeof *b),
		*k = gl_alloc(c->arena, o.channels, sizeof *k);

	(void)y;
	batch_statistics(l, c);
	if (dw || db || by_batch(l, c)) {
		d = sums(c, SLOPES, o, x->data, mean, dy->data);
		p = sums(c, PRODUCTS, o, x->data, mean, dy->data);
	}
	for (size_t j = 0; j < o.channels; j++) {
		if (db)
			db[j] = (gl_real)d[j];
		if (dw)
			dw[j] = (gl_real)(p[j] * (double)scale[j]);
		if (by_batch(l, c)) {
			b[j] = (gl_real)(d[j] / count);
			k[j] = (gl_real)(p[j] * (double)scale[j] * (double)scale[j] / count);
		}
		a[j] = scale[j] * l->value[WEIGHT][j];
	}
	if (dx)
		gl_parallel(o.outer, 1 + 32768 / (o.channels * o.inner), slopes_part,
		    &(struct job){
			.o = o, .x = x->data, .mean = mean, .dy = dy->data, .to = dx->data, .a = a, .b = b, .k = k});
}

/* running = running + 0.1 (batch - running), in double, rounded once; exactly itself where the two are equal. */
static void
batchnorm_move(struct gl_layer *l, const gl_real *grad)
{
	if (l->frozen)
		return;
	for (int i = RUNNING_MEAN; i <= RUNNING_VAR; i++) {
		const gl_real *batch = grad + l->param[i].offset;
		for (size_t j = 0; j < l->param[i].n; j++) {
			double r = (double)l->value[i][j];
			l->value[i][j] = (gl_real)(r + MOMENTUM * ((double)batch[j] - r));
		}
	}
}

static void
batchnorm_explain(const struct gl_layer *l, const gl_real *x, const gl_real *y, size_t i, struct gl_text *t)
{
	size_t c = l->param[WEIGHT].n, j = l->in.kind == GL_PICTURE ? i / (gl_shape_count(&l->in) / c) : i % c;

	(void)y;
	gl_explain_normal(t, x ? &x[i] : NULL, &l->value[RUNNING_MEAN][j], &l->value[RUNNING_VAR][j],
	    &l->value[WEIGHT][j], &l->value[BIAS][j]);
}

const struct gl_layer_ops gl_layer_batchnorm = {
    .name = "batchnorm",
    .help = "each channel brought to mean 0 and variance 1 over the batch, then scaled and shifted",
    .each = true,
    .shape = gl_shape_same,
    .params = batchnorm_params,
    .save = batchnorm_save,
    .forward = batchnorm_forward,
    .backward = batchnorm_backward,
    .move = batchnorm_move,
    .work = gl_work_each,
    .explain = batchnorm_explain,
};
