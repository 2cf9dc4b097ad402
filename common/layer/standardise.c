#include "layer/explain.h"

/*
 * y = (x - mean) / scale, with a mean and a scale for each number of an example: every input comes to about the same
 * size, which is what the start values of the weights expect. Fitted to data once, not trained. A scale of 0 means: not
 * fitted yet.
 */
enum { MEAN, SCALE };

static void
standardise_params(struct gl_layer *l)
{
	gl_layer_param(l, "mean", GL_FITTED, l->in.ndim, l->in.dim);
	gl_layer_param(l, "scale", GL_FITTED, l->in.ndim, l->in.dim);
}

static void
standardise_forward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y)
{
	const gl_real *mean = l->value[MEAN], *scale = l->value[SCALE];
	size_t n = l->param[MEAN].n;

	(void)c;
	for (size_t r = 0; r < x->n; r += n)
		for (size_t i = 0; i < n; i++)
			y->data[r + i] = (x->data[r + i] - mean[i]) / scale[i];
}

static void
standardise_backward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, const struct gl_tensor *y,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	const gl_real *scale = l->value[SCALE];
	size_t n = l->param[SCALE].n;

	(void)c, (void)y;
	for (size_t r = 0; dx && r < x->n; r += n)
		for (size_t i = 0; i < n; i++)
			dx->data[r + i] = dy->data[r + i] / scale[i];
}

static void
standardise_explain(const struct gl_layer *l, const gl_real *x, const gl_real *y, size_t i, struct gl_text *t)
{
	(void)y;
	gl_text_add(t, "(");
	gl_explain_term(t, x ? &x[i] : NULL, "x");
	gl_text_add(t, " - ");
	gl_explain_term(t, x ? &l->value[MEAN][i] : NULL, "mean");
	gl_text_add(t, ") / ");
	gl_explain_term(t, x ? &l->value[SCALE][i] : NULL, "scale");
}

const struct gl_layer_ops gl_layer_standardise = {
    .name = "standardise",
    .help = "(x - mean) / scale for each input, fitted to data",
    .each = true,
    .shape = gl_shape_same,
    .params = standardise_params,
    .forward = standardise_forward,
    .backward = standardise_backward,
    .work = gl_work_each,
    .explain = standardise_explain,
};
