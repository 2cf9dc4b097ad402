#include "layer/layer.h"

#include <stdio.h>
#include <string.h>

extern const struct gl_layer_ops gl_layer_dense, gl_layer_relu, gl_layer_leaky_relu, gl_layer_elu, gl_layer_gelu,
    gl_layer_silu, gl_layer_sigmoid, gl_layer_tanh, gl_layer_softplus, gl_layer_softmax, gl_layer_flatten,
    gl_layer_reshape, gl_layer_standardise, gl_layer_batchnorm, gl_layer_layernorm, gl_layer_dropout, gl_layer_residual;

const struct gl_layer_ops *const gl_layers[] = {
    &gl_layer_dense,
    &gl_layer_relu,
    &gl_layer_leaky_relu,
    &gl_layer_elu,
    &gl_layer_gelu,
    &gl_layer_silu,
    &gl_layer_sigmoid,
    &gl_layer_tanh,
    &gl_layer_softplus,
    &gl_layer_softmax,
    &gl_layer_flatten,
    &gl_layer_reshape,
    &gl_layer_standardise,
    &gl_layer_batchnorm,
    &gl_layer_layernorm,
    &gl_layer_dropout,
    &gl_layer_residual,
    NULL,
};

/* What other programs call the same thing. */
static const struct {
	const char *theirs, *ours;
} synonyms[] = {
    {"linear", "dense"},
    {"fc", "dense"},
    {"fully-connected", "dense"},
    {"logistic", "sigmoid"},
    {"swish", "silu"},
    {"lrelu", "leaky-relu"},
    {"leaky", "leaky-relu"},
    {"batchnorm1d", "batchnorm"},
    {"batchnorm2d", "batchnorm"},
    {"batch-norm", "batchnorm"},
    {"bn", "batchnorm"},
    {"layer-norm", "layernorm"},
    {"ln", "layernorm"},
    {"normalize", "standardise"},
    {"skip", "residual"},
};

const struct gl_layer_ops *
gl_layer_find(const char *name, struct gl_err *err)
{
	const char *names[GL_LEN(gl_layers)], *near = NULL;
	size_t n = 0;

	for (; gl_layers[n]; n++) {
		if (strcmp(gl_layers[n]->name, name) == 0)
			return gl_layers[n];
		names[n] = gl_layers[n]->name;
	}
	names[n] = NULL;
	gl_fail(err, "there is no layer '%s'", name);
	for (size_t i = 0; i < GL_LEN(synonyms); i++)
		if (strcmp(synonyms[i].theirs, name) == 0)
			near = synonyms[i].ours;
	if (!near)
		near = gl_nearest(name, names);
	if (near)
		gl_hint(err, "did you mean %s?", near);
	else if (strcmp(name, "frozen") == 0)
		gl_hint(err, "it stands behind a layer whose parameters are not to train: dense 10 frozen");
	else
		gl_hint_names(err, names);
	return NULL;
}

struct gl_param *
gl_layer_param(struct gl_layer *l, const char *name, enum gl_role role, int ndim, const size_t *dim)
{
	struct gl_param *p = &l->param[l->nparam++];

	*p = (struct gl_param){.role = role, .trains = role == GL_TRAINED && !l->frozen, .ndim = ndim, .n = 1};
	snprintf(p->name, sizeof p->name, "%s.%s", l->index, name);
	for (int i = 0; i < ndim; i++) {
		p->dim[i] = dim[i];
		p->n *= dim[i];
	}
	return p;
}

gl_real *
gl_layer_grad(const struct gl_layer *l, const struct gl_ctx *c, int i)
{
	const struct gl_param *p = &l->param[i];
	bool moves = p->trains || (p->role == GL_RUNNING && !l->frozen);

	return c->grad && moves ? c->grad + p->offset : NULL;
}

int
gl_layer_takes_numbers(const struct gl_layer *l, struct gl_err *err)
{
	char text[GL_SHAPE_TEXT];

	if (l->in.kind != GL_TOKENS)
		return 0;
	return gl_fail(
	    err, "%s takes numbers, but its input is %s (indices)", l->ops->name, gl_shape_print(&l->in, text));
}

int
gl_layer_limit(const struct gl_layer *l, size_t a, size_t b, struct gl_err *err)
{
	const size_t most = (size_t)1 << 40;

	if (b == 0 || a <= most / b)
		return 0;
	return gl_fail(err, "%s would need %zu x %zu numbers, more than a tensor may have (2^40)", l->ops->name, a, b);
}

int
gl_shape_same(struct gl_layer *l, struct gl_err *err)
{
	l->out = l->in;
	return gl_layer_takes_numbers(l, err);
}

double
gl_work_each(const struct gl_layer *l)
{
	return (double)gl_shape_count(&l->in);
}
