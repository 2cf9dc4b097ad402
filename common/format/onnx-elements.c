/* Layers that work on one number at a time, softmax and dropout in ONNX. */
#include "format/onnx-graph.h"

#include "format/onnx.pb-c.h"

#include <string.h>

/* An operator of one input; a layer's one argument is its attribute. */
GL_ONNX_PUT(gl_onnx_put_plain)
{
	gl_onnx_node(o, l, row->op, y, x, NULL);
	if (row->attribute)
		gl_onnx_float(o, row->attribute, (float)l->arg[0]);
}

GL_ONNX_GET(gl_onnx_get_plain)
{
	struct gl_text value = {.arena = in->arena};

	if (node->n_input != 1)
		return gl_onnx_fail(in, node, "has %zu inputs, not one", node->n_input);
	if (!row->attribute) {
		gl_onnx_line(in, "%s", row->layer);
		return gl_onnx_step(in, node);
	}
	const struct gl_layer_ops *ops = gl_layer_find(row->layer, in->err);
	gl_text_number(&value, (double)gl_onnx_get_float(node, row->attribute, row->absent));
	if (ops->args[0].optional)
		gl_onnx_line(in, "%s %s=%s", row->layer, ops->args[0].name, value.s);
	else
		gl_onnx_line(in, "%s %s", row->layer, value.s);
	return gl_onnx_step(in, node);
}

/* y = x (1 + erf(x / sqrt 2)) / 2, in the order in which PyTorch writes it and ONNX Runtime finds it. */
#define SQRT_2 1.4142135623730951

GL_ONNX_PUT(gl_onnx_put_gelu)
{
	const char *e;

	(void)row;
	e = gl_onnx_node(o, l, "Div", NULL, x, gl_onnx_scalar(o, "sqrt2", (float)SQRT_2), NULL);
	e = gl_onnx_node(o, l, "Erf", NULL, e, NULL);
	e = gl_onnx_node(o, l, "Add", NULL, e, gl_onnx_scalar(o, "one", 1), NULL);
	e = gl_onnx_node(o, l, "Mul", NULL, x, e, NULL);
	gl_onnx_node(o, l, "Mul", y, e, gl_onnx_scalar(o, "half", 0.5F), NULL);
}

/* Given e = 1 + erf(x / sqrt 2): the node at which x e / 2 is there, whichever two are multiplied first; else NULL. */
static const Onnx__NodeProto *
gelu_end(const struct gl_onnx_in *in, const char *e)
{
	const Onnx__NodeProto *mul = gl_onnx_sole(in, e, "Mul"), *next, *half;

	if (!mul)
		return NULL;
	const char *other = gl_onnx_other(mul, e), *y = gl_onnx_output(mul, 0);
	if (strcmp(other, in->value) == 0) { /* (x e) / 2 */
		next = gl_onnx_sole(in, y, "Mul");
		return next && gl_onnx_number(in, gl_onnx_other(next, y), 0.5) ? next : NULL;
	}
	if (gl_onnx_number(in, other, 0.5)) { /* x (e / 2) */
		next = gl_onnx_sole(in, y, "Mul");
		return next && strcmp(gl_onnx_other(next, y), in->value) == 0 ? next : NULL;
	}
	half = gl_onnx_maker(in, other); /* (x / 2) e */
	return gl_onnx_is(half, "Mul") && gl_onnx_number(in, gl_onnx_other(half, in->value), 0.5) ? mul : NULL;
}

GL_ONNX_GET(gl_onnx_get_gelu)
{
	const Onnx__NodeProto *user[3], *scale = NULL, *erf, *add, *end;
	size_t users = gl_onnx_users(in, in->value, user, GL_LEN(user));

	(void)row, (void)node;
	for (size_t i = 0; users == 2 && i < 2; i++) /* x / sqrt 2 */
		if ((gl_onnx_is(user[i], "Div") && strcmp(gl_onnx_input(user[i], 0), in->value) == 0 &&
			gl_onnx_number(in, gl_onnx_input(user[i], 1), SQRT_2)) ||
		    (gl_onnx_is(user[i], "Mul") && gl_onnx_number(in, gl_onnx_other(user[i], in->value), 1 / SQRT_2)))
			scale = user[i];
	if (!scale || !(erf = gl_onnx_sole(in, gl_onnx_output(scale, 0), "Erf")) ||
	    !(add = gl_onnx_sole(in, gl_onnx_output(erf, 0), "Add")) ||
	    !gl_onnx_number(in, gl_onnx_other(add, gl_onnx_output(erf, 0)), 1) ||
	    !(end = gelu_end(in, gl_onnx_output(add, 0))))
		return 0;
	gl_onnx_line(in, "gelu");
	return gl_onnx_step(in, end);
}

GL_ONNX_GET(gl_onnx_get_gelu_node)
{
	if (gl_onnx_get_string(node, "approximate", "tanh"))
		return gl_onnx_fail(in, node, "is GELU approximated by tanh; the layer gelu is exact, by erf");
	return gl_onnx_get_plain(row, in, node);
}

/* y = x sigmoid(x) */
GL_ONNX_PUT(gl_onnx_put_silu)
{
	(void)row;
	gl_onnx_node(o, l, "Mul", y, x, gl_onnx_node(o, l, "Sigmoid", NULL, x, NULL), NULL);
}

GL_ONNX_GET(gl_onnx_get_silu)
{
	const char *s = gl_onnx_output(node, 0);
	const Onnx__NodeProto *user[3], *mul = gl_onnx_sole(in, s, "Mul");

	(void)row;
	if (!mul || strcmp(gl_onnx_other(mul, s), in->value) != 0 ||
	    gl_onnx_users(in, in->value, user, GL_LEN(user)) != 2)
		return 0;
	gl_onnx_line(in, "silu");
	return gl_onnx_step(in, mul);
}

GL_ONNX_PUT(gl_onnx_put_softmax)
{
	gl_onnx_node(o, l, row->op, y, x, NULL);
	gl_onnx_int(o, "axis", -1);
}

/* Before opset 13 all dimensions from the axis on were one, and axis 1 was meant where nothing was said. */
GL_ONNX_GET(gl_onnx_get_softmax)
{
	int64_t axis = gl_onnx_get_int(node, "axis", in->opset < 13 ? 1 : -1);

	if (axis != -1 && axis != in->shape.ndim)
		return gl_onnx_fail(in, node, "runs over axis %lld; the layer softmax runs over the last one, %d",
		    (long long)axis, in->shape.ndim);
	return gl_onnx_get_plain(row, in, node);
}

/* In prediction dropout does nothing; its share is kept for further training. */
GL_ONNX_PUT(gl_onnx_put_dropout)
{
	const char *share = gl_asprintf(o->arena, "%s.share", l->index);

	gl_onnx_node(o, l, row->op, y, x, gl_onnx_scalar(o, share, (float)l->arg[0]), NULL);
}

/* The share is an attribute up to opset 11, an input after. */
GL_ONNX_GET(gl_onnx_get_dropout)
{
	const char *input = gl_onnx_input(node, 1);
	float share = gl_onnx_get_float(node, "ratio", 0.5F);
	struct gl_text value = {.arena = in->arena};

	if (*input) {
		const float *f = gl_onnx_fill(in, input, 0, NULL);
		if (!f)
			return gl_onnx_fail(in, node, "its share '%.60s' is no constant number", input);
		share = *f;
	}
	if (*gl_onnx_input(node, 2))
		return gl_onnx_fail(in, node, "is told by an input whether to train; export the model for prediction");
	gl_text_number(&value, (double)share);
	gl_onnx_line(in, "%s %s", row->layer, value.s);
	return gl_onnx_step(in, node);
}

GL_ONNX_GET(gl_onnx_get_identity)
{
	(void)row;
	return gl_onnx_step(in, node);
}
