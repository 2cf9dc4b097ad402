/* The dense layer in ONNX: y = x W' + b, by Gemm for vectors, by MatMul and Add for sequences. */
#include "format/onnx-graph.h"

#include "format/onnx.pb-c.h"

#include <string.h>

GL_ONNX_PUT(gl_onnx_put_dense)
{
	const char *w = gl_onnx_param(o, l, 0), *b = gl_onnx_param(o, l, 1);

	(void)row;
	if (l->in.ndim == 1) {
		gl_onnx_node(o, l, "Gemm", y, x, w, b, NULL);
		gl_onnx_int(o, "transB", 1);
		return;
	}
	w = gl_onnx_node(o, l, "Transpose", NULL, w, NULL); /* of a constant: done once, by who loads the model */
	gl_onnx_node(o, l, "Add", y, gl_onnx_node(o, l, "MatMul", NULL, x, w, NULL), b, NULL);
}

/* A weight times alpha, as [out][in]. */
static const float *
turned(const struct gl_onnx_in *in, const struct gl_onnx_const *w, bool across, float alpha)
{
	size_t outputs = w->dim[across], inputs = w->dim[!across];
	float *to = gl_alloc_raw(in->arena, w->n, sizeof *to);

	for (size_t r = 0; r < outputs; r++)
		for (size_t c = 0; c < inputs; c++)
			to[r * inputs + c] = alpha * (across ? w->f[c * outputs + r] : w->f[r * inputs + c]);
	return to;
}

/*
 * The layer of a weight and a bias ("": none) that are constants. across: the weight is [in][out], not [out][in].
 * alpha and beta are factors of weight and bias.
 */
static int
add_dense(struct gl_onnx_in *in, const Onnx__NodeProto *first, const Onnx__NodeProto *last, const char *weight,
    bool across, float alpha, const char *bias, float beta)
{
	struct gl_onnx_const w;

	if (!gl_onnx_constant(in, weight, &w) || !w.f)
		return gl_onnx_fail(in, first, "its weight '%.60s' is no constant of float32 numbers", weight);
	if (w.ndim != 2)
		return gl_onnx_fail(in, first, "its weight '%.60s' has %d dimensions, not 2", weight, w.ndim);
	size_t outputs = w.dim[across], inputs = w.dim[!across];
	const float *f = across || alpha != 1 ? turned(in, &w, across, alpha) : w.f;
	float *b = gl_alloc(in->arena, outputs, sizeof *b);
	if (*bias) {
		const float *given = gl_onnx_fill(in, bias, 1, &outputs);
		if (!given)
			return gl_onnx_fail(
			    in, last, "its bias '%.60s' is no constant of %zu float32 numbers", bias, outputs);
		for (size_t r = 0; r < outputs; r++)
			b[r] = beta * given[r];
	}
	gl_onnx_line(in, "dense %zu", outputs);
	in->shape.dim[in->shape.ndim - 1] = outputs;
	if (gl_onnx_tensor(in, "weight", 2, (size_t[]){outputs, inputs}, f) < 0 ||
	    gl_onnx_tensor(in, "bias", 1, &outputs, b) < 0)
		return -1;
	return gl_onnx_step(in, last);
}

GL_ONNX_GET(gl_onnx_get_gemm)
{
	(void)row;
	if (strcmp(gl_onnx_input(node, 0), in->value) != 0)
		return gl_onnx_fail(in, node, "what the layer before gives is not its first input");
	if (gl_onnx_get_int(node, "transA", 0) != 0)
		return gl_onnx_fail(in, node, "its input is transposed (transA), so that examples would be mixed");
	if (in->shape.ndim != 1)
		return gl_onnx_fail(
		    in, node, "takes vectors, but its input has %d dimensions an example", in->shape.ndim);
	return add_dense(in, node, node, gl_onnx_input(node, 1), gl_onnx_get_int(node, "transB", 0) == 0,
	    gl_onnx_get_float(node, "alpha", 1), gl_onnx_input(node, 2), gl_onnx_get_float(node, "beta", 1));
}

/* MatMul, and an Add of a constant of as many numbers behind it. */
GL_ONNX_GET(gl_onnx_get_matmul)
{
	const Onnx__NodeProto *add = gl_onnx_sole(in, gl_onnx_output(node, 0), "Add");
	const char *bias = add ? gl_onnx_other(add, gl_onnx_output(node, 0)) : "";
	struct gl_onnx_const c;

	(void)row;
	if (strcmp(gl_onnx_input(node, 0), in->value) != 0)
		return gl_onnx_fail(in, node, "what the layer before gives is not its first input");
	if (in->shape.kind == GL_PICTURE)
		return gl_onnx_fail(in, node, "takes vectors or sequences, but its input has 3 dimensions an example");
	if (!add || !gl_onnx_constant(in, bias, &c))
		return add_dense(in, node, node, gl_onnx_input(node, 1), true, 1, "", 1);
	return add_dense(in, node, add, gl_onnx_input(node, 1), true, 1, bias, 1);
}
