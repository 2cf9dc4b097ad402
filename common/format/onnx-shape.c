/* flatten and reshape in ONNX. The first dimension of every value is the batch, which neither of them touches. */
#include "format/onnx-graph.h"

#include "format/onnx.pb-c.h"

#include <string.h>

GL_ONNX_PUT(gl_onnx_put_flatten)
{
	gl_onnx_node(o, l, row->op, y, x, NULL);
	gl_onnx_int(o, "axis", 1);
}

GL_ONNX_GET(gl_onnx_get_flatten)
{
	int64_t axis = gl_onnx_get_int(node, "axis", 1);

	if (axis != 1 && axis != -in->shape.ndim)
		return gl_onnx_fail(in, node,
		    "keeps the dimensions before axis %lld; only axis 1, the examples, can be kept", (long long)axis);
	in->shape = (struct gl_shape){.kind = GL_VECTOR, .ndim = 1, .dim = {gl_shape_count(&in->shape)}};
	return gl_onnx_get_plain(row, in, node);
}

/* 0 stands for the dimension that is there: the batch. */
GL_ONNX_PUT(gl_onnx_put_reshape)
{
	const char *name = gl_asprintf(o->arena, "%s.shape", l->index);
	int64_t to[GL_SHAPE_DIMS + 1] = {0};

	for (int i = 0; i < l->out.ndim; i++)
		to[i + 1] = (int64_t)l->out.dim[i];
	gl_onnx_node(o, l, row->op, y, x, gl_onnx_whole(o, name, to, (size_t)l->out.ndim + 1), NULL);
}

/* A list of dimensions that a graph computes; BATCH stands for the number of examples. */
enum { DIMS = 8, STEPS = 8 };
#define BATCH INT64_MIN
struct dims {
	int64_t d[DIMS];
	size_t n;
};

/* The shape of the value where the walk is: Shape. */
static bool
dims_here(const struct gl_onnx_in *in, const Onnx__NodeProto *node, struct dims *to)
{
	if (strcmp(gl_onnx_input(node, 0), in->value) != 0)
		return false;
	to->d[0] = BATCH;
	to->n = (size_t)in->shape.ndim + 1;
	for (size_t i = 1; i < to->n; i++)
		to->d[i] = (int64_t)in->shape.dim[i - 1];
	return true;
}

/*
 * What x.view(x.size(0), -1) becomes in a graph: constants, and what Shape gives, of which Gather takes one and Concat
 * makes a list again; Unsqueeze, Squeeze and Cast change nothing here. lists: may Concat occur?
 */
static bool
dims_of(const struct gl_onnx_in *in, const char *value, bool lists, struct dims *to)
{
	const Onnx__NodeProto *node, *gather = NULL;
	struct gl_onnx_const c;

	*to = (struct dims){.n = 0};
	for (int step = 0; step < STEPS; step++) {
		if (gl_onnx_constant(in, value, &c)) {
			if (!c.i || c.n > DIMS)
				return false;
			memcpy(to->d, c.i, c.n * sizeof *c.i);
			to->n = c.n;
			break;
		}
		if (!(node = gl_onnx_maker(in, value)))
			return false;
		if (gl_onnx_is(node, "Shape") && dims_here(in, node, to))
			break;
		if (gl_onnx_is(node, "Concat") && lists && !gather) {
			for (size_t i = 0; i < node->n_input; i++) {
				struct dims part;
				if (!dims_of(in, node->input[i], false, &part) || to->n + part.n > DIMS)
					return false;
				memcpy(to->d + to->n, part.d, part.n * sizeof *part.d);
				to->n += part.n;
			}
			return true;
		}
		if (gl_onnx_is(node, "Gather") && !gather)
			gather = node;
		else if (!gl_onnx_is(node, "Unsqueeze") && !gl_onnx_is(node, "Squeeze") && !gl_onnx_is(node, "Cast"))
			return false;
		value = gl_onnx_input(node, 0);
	}
	if (!gather || to->n == 0)
		return to->n > 0;
	if (!gl_onnx_constant(in, gl_onnx_input(gather, 1), &c) || !c.i || c.n != 1 || *c.i < -(int64_t)to->n ||
	    *c.i >= (int64_t)to->n)
		return false;
	to->d[0] = to->d[*c.i < 0 ? *c.i + (int64_t)to->n : *c.i];
	to->n = 1;
	return true;
}

/* The dimensions of an example, one of which may be -1: what is left. 0, or -1. */
static int
fill_in(const struct gl_onnx_in *in, const struct dims *c, struct gl_shape *to)
{
	static const enum gl_kind kinds[] = {GL_VECTOR, GL_VECTOR, GL_SEQUENCE, GL_PICTURE};
	size_t count = gl_shape_count(&in->shape), known = 1;
	int open = -1;

	*to = (struct gl_shape){.kind = kinds[c->n - 1], .ndim = (int)c->n - 1};
	for (int i = 0; i < to->ndim; i++) {
		int64_t d = c->d[i + 1];
		if (d == 0 && i < in->shape.ndim)
			d = (int64_t)in->shape.dim[i];
		if (d == -1 && open < 0)
			open = i;
		else if (d < 1 || __builtin_mul_overflow(known, (size_t)d, &known))
			return -1;
		to->dim[i] = (size_t)d;
	}
	if (open >= 0 && count % known == 0)
		to->dim[open] = count / known;
	return open < 0 ? -(known != count) : -(count % known != 0);
}

/* Does the first dimension stay the number of examples? -1 means: what is left, if none behind it is. */
static bool
keeps_batch(const struct gl_onnx_in *in, const struct dims *c)
{
	if (c->d[0] != -1)
		return c->d[0] == 0 || c->d[0] == BATCH || (c->d[0] == in->batch && in->batch > 0);
	for (size_t i = 1; i < c->n; i++)
		if (c->d[i] == -1)
			return false;
	return true;
}

GL_ONNX_GET(gl_onnx_get_reshape)
{
	const char *input = gl_onnx_input(node, 1);
	struct dims c;
	struct gl_shape to;
	char text[GL_SHAPE_TEXT];

	if (!dims_of(in, input, true, &c))
		return gl_onnx_fail(
		    in, node, "its shape '%.60s' is no list of whole numbers that is known before it runs", input);
	if (c.n < 2 || c.n > 4)
		return gl_onnx_fail(in, node, "gives %zu dimension%s; an example has 1 to 3, and the batch is one more",
		    c.n, c.n == 1 ? "" : "s");
	if (!keeps_batch(in, &c))
		return gl_onnx_fail(in, node, "changes the number of examples, its first dimension");
	if (fill_in(in, &c, &to) < 0)
		return gl_onnx_fail(
		    in, node, "its shape does not hold the %zu numbers of an example", gl_shape_count(&in->shape));
	gl_onnx_line(in, "%s %s", row->layer, gl_shape_print(&to, text));
	in->shape = to;
	return gl_onnx_step(in, node);
}
