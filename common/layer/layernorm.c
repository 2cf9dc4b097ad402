#include "core/isa.h"
#include "core/sum.h"
#include "core/thread.h"
#include "layer/explain.h"

#include <math.h>

/*
 * Layer normalisation over the last dimension: xhat = (x - mean) / sqrt(variance + eps), y = weight xhat + bias, with
 * mean and (biased) variance of the F numbers of each row; a row does not see the others. Source: Ba, Kiros and Hinton,
 * Layer normalization (2016).
 */
#define EPS 1e-5

enum { WEIGHT, BIAS };

static void
layernorm_params(struct gl_layer *l)
{
	size_t features = l->in.dim[l->in.ndim - 1];

	gl_layer_param(l, "weight", GL_TRAINED, 1, &features)->start = 1;
	gl_layer_param(l, "bias", GL_TRAINED, 1, &features);
}

/* Kept for the backward pass: of each row, mean and 1 / sqrt(variance + eps). */
static size_t
layernorm_save(const struct gl_layer *l, size_t rows)
{
	return 2 * rows * gl_shape_count(&l->in) / l->param[WEIGHT].n * sizeof(gl_real);
}

struct job {
	size_t f; /* numbers in a row */
	const gl_real *x, *weight, *bias, *dy;
	gl_real *save; /* (rows, 2) */
	gl_real *to; /* y or dx */
	gl_real *g, *p; /* (rows, F) scratch: dy weight; dy xhat */
};

GL_CLONES static void
values_part(void *arg, size_t lo, size_t hi)
{
	const struct job *v = arg;
	const gl_real *weight = v->weight, *bias = v->bias;
	size_t f = v->f;

	for (size_t r = lo; r < hi; r++) {
		const gl_real *x = v->x + r * f;
		gl_real *y = v->to + r * f;
		gl_real mean = gl_sum(f, x) / (gl_real)f;
		gl_real var = gl_sum_sq_dev(f, x, mean) / (gl_real)f;
		gl_real scale = (gl_real)(1 / sqrt((double)var + EPS));
		for (size_t i = 0; i < f; i++)
			y[i] = (x[i] - mean) * scale * weight[i] + bias[i];
		v->save[2 * r] = mean;
		v->save[2 * r + 1] = scale;
	}
}

/*
 * With g = dy weight: dx = s (g - mean of g - xhat mean of (g xhat)); and p = dy xhat, whose column sums are dweight.
 */
GL_CLONES static void
slopes_part(void *arg, size_t lo, size_t hi)
{
	const struct job *v = arg;
	const gl_real *weight = v->weight;
	size_t f = v->f;

	for (size_t r = lo; r < hi; r++) {
		const gl_real *x = v->x + r * f, *dy = v->dy + r * f;
		gl_real *g = v->g + r * f, *p = v->p + r * f, *dx = v->to + r * f;
		gl_real mean = v->save[2 * r], scale = v->save[2 * r + 1];
		for (size_t i = 0; i < f; i++) {
			gl_real xhat = (x[i] - mean) * scale;
			g[i] = dy[i] * weight[i];
			p[i] = dy[i] * xhat;
			dx[i] = xhat;
		}
		gl_real g_mean = gl_sum(f, g) / (gl_real)f, gx_mean = gl_dot(f, g, dx) / (gl_real)f;
		for (size_t i = 0; i < f; i++)
			dx[i] = scale * (g[i] - g_mean - dx[i] * gx_mean);
	}
}

static void
layernorm_forward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y)
{
	size_t f = l->param[WEIGHT].n;

	gl_parallel(x->n / f, 1 + 16384 / f, values_part,
	    &(struct job){
		.f = f,
		.x = x->data,
		.weight = l->value[WEIGHT],
		.bias = l->value[BIAS],
		.save = c->save,
		.to = y->data,
	    });
}

static void
layernorm_backward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, const struct gl_tensor *y,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	size_t f = l->param[WEIGHT].n, rows = x->n / f;
	gl_real *dw = gl_layer_grad(l, c, WEIGHT), *db = gl_layer_grad(l, c, BIAS);
	struct job j = {
	    .f = f,
	    .x = x->data,
	    .weight = l->value[WEIGHT],
	    .dy = dy->data,
	    .save = c->save,
	    .to = dx ? dx->data : gl_alloc_raw(c->arena, x->n, sizeof(gl_real)),
	    .g = gl_alloc_raw(c->arena, x->n, sizeof(gl_real)),
	    .p = gl_alloc_raw(c->arena, x->n, sizeof(gl_real)),
	};

	(void)y;
	gl_parallel(rows, 1 + 16384 / f, slopes_part, &j);
	if (dw)
		gl_sum_columns(rows, f, j.p, f, dw);
	if (db)
		gl_sum_columns(rows, f, dy->data, f, db);
}

/* Mean and variance of the row that element i is in, computed as the forward pass does. */
static void
statistics(const struct gl_layer *l, const gl_real *x, size_t i, gl_real *mean, gl_real *variance)
{
	size_t f = l->param[WEIGHT].n;
	const gl_real *row = x + i / f * f;

	*mean = gl_sum(f, row) / (gl_real)f;
	*variance = gl_sum_sq_dev(f, row, *mean) / (gl_real)f;
}

static void
layernorm_explain(const struct gl_layer *l, const gl_real *x, const gl_real *y, size_t i, struct gl_text *t)
{
	size_t j = i % l->param[WEIGHT].n;
	gl_real mean = 0, variance = 0;

	(void)y;
	if (x)
		statistics(l, x, i, &mean, &variance);
	gl_explain_normal(t, x ? &x[i] : NULL, &mean, &variance, &l->value[WEIGHT][j], &l->value[BIAS][j]);
}

static void
layernorm_note(const struct gl_layer *l, const gl_real *x, size_t i, struct gl_text *t)
{
	size_t f = l->param[WEIGHT].n;
	gl_real mean, variance;

	if (i % f != 0)
		return;
	statistics(l, x, i, &mean, &variance);
	gl_text_add(t, "mean = (");
	for (size_t j = 0; j < f; j++) {
		gl_text_add(t, "%s", j ? " + " : "");
		gl_text_number(t, (double)x[i + j]);
	}
	gl_text_add(t, ") / %zu = ", f);
	gl_text_number(t, (double)mean);
	gl_text_add(t, "\nvariance = mean of (x - mean)^2 = ");
	gl_text_number(t, (double)variance);
	gl_text_add(t, "\n");
}

const struct gl_layer_ops gl_layer_layernorm = {
    .name = "layernorm",
    .help = "each row brought to mean 0 and variance 1, then scaled and shifted",
    .shape = gl_shape_same,
    .params = layernorm_params,
    .save = layernorm_save,
    .forward = layernorm_forward,
    .backward = layernorm_backward,
    .work = gl_work_each,
    .explain = layernorm_explain,
    .note = layernorm_note,
};
