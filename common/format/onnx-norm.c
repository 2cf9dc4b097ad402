/* standardise, batchnorm and layernorm in ONNX. */
#include "format/onnx-graph.h"

#include "format/onnx.pb-c.h"

#include <math.h>
#include <string.h>

/* Of batchnorm and layernorm, as in layer/: added to the variance, so that no division is by 0. */
#define EPS 1e-5

/* y = (x - mean) / scale */
GL_ONNX_PUT(gl_onnx_put_standardise)
{
	x = gl_onnx_node(o, l, row->op, NULL, x, gl_onnx_param(o, l, 0), NULL);
	gl_onnx_node(o, l, "Div", y, x, gl_onnx_param(o, l, 1), NULL);
}

/* Either half may stand alone. */
GL_ONNX_GET(gl_onnx_get_standardise)
{
	const Onnx__NodeProto *sub = gl_onnx_is(node, "Sub") ? node : NULL,
			      *div = sub ? gl_onnx_sole(in, gl_onnx_output(sub, 0), "Div") : node, *last = sub;
	size_t count = gl_shape_count(&in->shape);
	const float *mean = NULL, *scale = NULL;

	if (sub &&
	    (strcmp(gl_onnx_input(sub, 0), in->value) != 0 ||
		!(mean = gl_onnx_fill(in, gl_onnx_input(sub, 1), in->shape.ndim, in->shape.dim))))
		return 0;
	if (div && strcmp(gl_onnx_input(div, 0), sub ? gl_onnx_output(sub, 0) : in->value) == 0 &&
	    (scale = gl_onnx_fill(in, gl_onnx_input(div, 1), in->shape.ndim, in->shape.dim)) != NULL)
		last = div;
	if (!mean && !scale)
		return 0;
	for (size_t i = 0; scale && i < count; i++)
		if (scale[i] == 0)
			return gl_onnx_fail(in, div, "divides by 0");
	if (!mean)
		mean = gl_alloc(in->arena, count, sizeof *mean);
	if (!scale) {
		float *one = gl_alloc_raw(in->arena, count, sizeof *one);
		for (size_t i = 0; i < count; i++)
			one[i] = 1;
		scale = one;
	}
	gl_onnx_line(in, "%s", row->layer);
	if (gl_onnx_tensor(in, "mean", in->shape.ndim, in->shape.dim, mean) < 0 ||
	    gl_onnx_tensor(in, "scale", in->shape.ndim, in->shape.dim, scale) < 0)
		return -1;
	return gl_onnx_step(in, last);
}

/* ONNX's channels come behind the batch, those of our sequences last: there the two are swapped before and after. */
GL_ONNX_PUT(gl_onnx_put_batchnorm)
{
	static const int64_t swap[] = {0, 2, 1};
	bool sequence = l->in.kind == GL_SEQUENCE;
	const char *p[4];

	for (int i = 0; i < 4; i++)
		p[i] = gl_onnx_param(o, l, i);
	if (sequence) {
		x = gl_onnx_node(o, l, "Transpose", NULL, x, NULL);
		gl_onnx_ints(o, "perm", swap, GL_LEN(swap));
	}
	x = gl_onnx_node(o, l, row->op, sequence ? NULL : y, x, p[0], p[1], p[2], p[3], NULL);
	gl_onnx_float(o, "epsilon", (float)EPS);
	if (sequence) {
		gl_onnx_node(o, l, "Transpose", y, x, NULL);
		gl_onnx_ints(o, "perm", swap, GL_LEN(swap));
	}
}

/* The layer of a node over so many channels. Its own epsilon is made up for in the variance. */
static int
add_batchnorm(struct gl_onnx_in *in, const Onnx__NodeProto *node, size_t channels, const Onnx__NodeProto *last)
{
	static const char *const names[] = {"weight", "bias", "running_mean", "running_var"};
	float epsilon = gl_onnx_get_float(node, "epsilon", (float)EPS);
	const float *data[GL_LEN(names)];

	if (gl_onnx_get_int(node, "training_mode", 0) != 0)
		return gl_onnx_fail(in, node, "is in training mode; export the model for prediction");
	if (gl_onnx_get_int(node, "spatial", 1) == 0)
		return gl_onnx_fail(in, node, "has statistics for each element (spatial 0), not for each channel");
	for (size_t i = 0; i < GL_LEN(names); i++)
		if (!(data[i] = gl_onnx_fill(in, gl_onnx_input(node, i + 1), 1, &channels)))
			return gl_onnx_fail(in, node, "its input '%.60s' is no constant of %zu float32 numbers",
			    gl_onnx_input(node, i + 1), channels);
	if (epsilon != (float)EPS) {
		float *var = gl_alloc_raw(in->arena, channels, sizeof *var);
		for (size_t i = 0; i < channels; i++) {
			var[i] = (float)((double)data[3][i] + (double)epsilon - EPS);
			if (!(var[i] >= 0))
				return gl_onnx_fail(in, node,
				    "has epsilon %g and a variance of %g, below the layer's 1e-5", (double)epsilon,
				    (double)data[3][i]);
		}
		data[3] = var;
	}
	gl_onnx_line(in, "batchnorm");
	for (size_t i = 0; i < GL_LEN(names); i++)
		if (gl_onnx_tensor(in, names[i], 1, &channels, data[i]) < 0)
			return -1;
	return gl_onnx_step(in, last);
}

GL_ONNX_GET(gl_onnx_get_batchnorm)
{
	(void)row;
	if (in->shape.kind == GL_SEQUENCE)
		return gl_onnx_fail(in, node, "has the steps of a sequence for channels, not its features");
	return add_batchnorm(in, node, in->shape.dim[0], node);
}

/* Does a node swap the two last of three dimensions? */
static bool
swaps(const Onnx__NodeProto *node)
{
	size_t n;
	const int64_t *perm = node ? gl_onnx_get_ints(node, "perm", &n) : NULL;

	return perm && n == 3 && perm[0] == 0 && perm[1] == 2 && perm[2] == 1;
}

/* Between two that swap. */
GL_ONNX_GET(gl_onnx_get_batchnorm_sequence)
{
	const Onnx__NodeProto *norm = gl_onnx_sole(in, gl_onnx_output(node, 0), "BatchNormalization"),
			      *back = norm ? gl_onnx_sole(in, gl_onnx_output(norm, 0), "Transpose") : NULL;

	(void)row;
	if (in->shape.kind != GL_SEQUENCE || !swaps(node) || !swaps(back) ||
	    strcmp(gl_onnx_input(norm, 0), gl_onnx_output(node, 0)) != 0)
		return 0;
	return add_batchnorm(in, norm, in->shape.dim[1], back);
}

GL_ONNX_PUT(gl_onnx_put_layernorm)
{
	const char *weight = gl_onnx_param(o, l, 0), *bias = gl_onnx_param(o, l, 1);

	gl_onnx_node(o, l, row->op, y, x, weight, bias, NULL);
	gl_onnx_int(o, "axis", -1);
	gl_onnx_float(o, "epsilon", (float)EPS);
}

/* The layer of constants weight and bias, "" when there is none. */
static int
add_layernorm(struct gl_onnx_in *in, const Onnx__NodeProto *node, double epsilon, const char *weight, const char *bias,
    const Onnx__NodeProto *last)
{
	size_t features = in->shape.dim[in->shape.ndim - 1];
	const float *w = NULL, *b = NULL;

	if (features > GL_ONNX_FILL)
		return gl_onnx_fail(in, node, "normalises %zu numbers at a time, more than can be", features);
	if (fabs(epsilon - EPS) > 1e-9)
		return gl_onnx_fail(in, node, "has epsilon %g; the layer layernorm has 1e-5", epsilon);
	if (*weight) {
		w = gl_onnx_fill(in, weight, 1, &features);
	} else {
		float *one = gl_alloc_raw(in->arena, features, sizeof *one);
		for (size_t i = 0; i < features; i++)
			one[i] = 1;
		w = one;
	}
	b = *bias ? gl_onnx_fill(in, bias, 1, &features) : gl_alloc(in->arena, features, sizeof *b);
	if (!w || !b)
		return gl_onnx_fail(
		    in, node, "'%.60s' is no constant of %zu float32 numbers", w ? bias : weight, features);
	gl_onnx_line(in, "layernorm");
	if (gl_onnx_tensor(in, "weight", 1, &features, w) < 0 || gl_onnx_tensor(in, "bias", 1, &features, b) < 0)
		return -1;
	return gl_onnx_step(in, last);
}

GL_ONNX_GET(gl_onnx_get_layernorm)
{
	int64_t axis = gl_onnx_get_int(node, "axis", -1);

	(void)row;
	if (axis != -1 && axis != in->shape.ndim)
		return gl_onnx_fail(in, node, "begins at axis %lld; the layer layernorm takes the last one, %d",
		    (long long)axis, in->shape.ndim);
	return add_layernorm(in, node, (double)gl_onnx_get_float(node, "epsilon", (float)EPS), gl_onnx_input(node, 1),
	    gl_onnx_input(node, 2), node);
}

/* Is it a mean over the last dimension, which is kept? The axes are an attribute up to opset 17, an input after. */
static bool
mean_of_last(const struct gl_onnx_in *in, const Onnx__NodeProto *node)
{
	struct gl_onnx_const c = {0};
	size_t n = 0;
	const int64_t *axes = gl_onnx_is(node, "ReduceMean") ? gl_onnx_get_ints(node, "axes", &n) : NULL;

	if (!node || gl_onnx_get_int(node, "keepdims", 1) != 1)
		return false;
	if (n == 0 && gl_onnx_constant(in, gl_onnx_input(node, 1), &c) && c.i) {
		axes = c.i;
		n = c.n;
	}
	return n == 1 && (axes[0] == -1 || axes[0] == in->shape.ndim);
}

/* d d for d, the difference to the mean: the node that squares it; *divides is the other that reads d. */
static const Onnx__NodeProto *
square(const struct gl_onnx_in *in, const char *d, const Onnx__NodeProto **divides)
{
	const Onnx__NodeProto *user[3], *found = NULL;

	*divides = NULL;
	if (gl_onnx_users(in, d, user, GL_LEN(user)) != 2)
		return NULL;
	for (int i = 0; i < 2; i++)
		if (gl_onnx_is(user[i], "Div") && strcmp(gl_onnx_input(user[i], 0), d) == 0)
			*divides = user[i];
		else if ((gl_onnx_is(user[i], "Pow") && gl_onnx_number(in, gl_onnx_input(user[i], 1), 2)) ||
		    (gl_onnx_is(user[i], "Mul") && strcmp(gl_onnx_other(user[i], d), d) == 0))
			found = user[i];
	return *divides ? found : NULL;
}

/* The node behind this one, if it is the operator and its other input a constant of the last dimension's size. */
static const Onnx__NodeProto *
affine(const struct gl_onnx_in *in, const Onnx__NodeProto *node, const char *op, const char **constant)
{
	const char *value = gl_onnx_output(node, 0);
	const Onnx__NodeProto *next = gl_onnx_sole(in, value, op);
	size_t features = in->shape.dim[in->shape.ndim - 1];

	if (!next || !gl_onnx_fill(in, gl_onnx_other(next, value), 1, &features))
		return NULL;
	*constant = gl_onnx_other(next, value);
	return next;
}

/* What a program without LayerNormalization writes: d = x - mean(x), y = d / sqrt(mean(d d) + eps) weight + bias. */
GL_ONNX_GET(gl_onnx_get_layernorm_parts)
{
	const char *m = gl_onnx_output(node, 0), *weight = "", *bias = "";
	const Onnx__NodeProto *sub = gl_onnx_sole(in, m, "Sub"), *div, *sq, *var, *add, *root, *last, *next;
	struct gl_onnx_const eps;

	(void)row;
	if (!sub || strcmp(gl_onnx_input(sub, 0), in->value) != 0 || !mean_of_last(in, node) ||
	    !(sq = square(in, gl_onnx_output(sub, 0), &div)) ||
	    !(var = gl_onnx_sole(in, gl_onnx_output(sq, 0), "ReduceMean")) || !mean_of_last(in, var) ||
	    !(add = gl_onnx_sole(in, gl_onnx_output(var, 0), "Add")) ||
	    !gl_onnx_constant(in, gl_onnx_other(add, gl_onnx_output(var, 0)), &eps) || !eps.f || eps.n != 1 ||
	    !(root = gl_onnx_sole(in, gl_onnx_output(add, 0), "Sqrt")) ||
	    strcmp(gl_onnx_input(div, 1), gl_onnx_output(root, 0)) != 0)
		return 0;
	last = div;
	if ((next = affine(in, last, "Mul", &weight)) != NULL)
		last = next;
	if ((next = affine(in, last, "Add", &bias)) != NULL)
		last = next;
	return add_layernorm(in, node, (double)eps.f[0], weight, bias, last);
}
