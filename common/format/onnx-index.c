/* What a graph of ONNX holds, by name: who makes a value, who reads it, constants, attributes. See onnx-graph.h. */
#include "format/onnx-graph.h"

#include "format/onnx.pb-c.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CONSTANT_DEPTH = 8 };

/* ---- nodes ---- */

const char *
gl_onnx_op(const Onnx__NodeProto *node)
{
	return node->op_type && *node->op_type ? node->op_type : "without a name";
}

/* Operators of other domains than ONNX's own are none of those that are known. */
bool
gl_onnx_is(const Onnx__NodeProto *node, const char *op)
{
	return node && strcmp(gl_onnx_op(node), op) == 0 &&
	    (!node->domain || *node->domain == '\0' || strcmp(node->domain, "ai.onnx") == 0);
}

const char *
gl_onnx_input(const Onnx__NodeProto *node, size_t i)
{
	return i < node->n_input ? node->input[i] : "";
}

const char *
gl_onnx_output(const Onnx__NodeProto *node, size_t i)
{
	return i < node->n_output ? node->output[i] : "";
}

const char *
gl_onnx_other(const Onnx__NodeProto *node, const char *value)
{
	if (node->n_input != 2)
		return "";
	if (strcmp(node->input[0], value) == 0)
		return node->input[1];
	return strcmp(node->input[1], value) == 0 ? node->input[0] : "";
}

static const Onnx__AttributeProto *
attribute(const Onnx__NodeProto *node, const char *name)
{
	for (size_t i = 0; i < node->n_attribute; i++)
		if (node->attribute[i]->name && strcmp(node->attribute[i]->name, name) == 0)
			return node->attribute[i];
	return NULL;
}

float
gl_onnx_get_float(const Onnx__NodeProto *node, const char *name, float absent)
{
	const Onnx__AttributeProto *a = attribute(node, name);

	return a && a->has_f ? a->f : absent;
}

int64_t
gl_onnx_get_int(const Onnx__NodeProto *node, const char *name, int64_t absent)
{
	const Onnx__AttributeProto *a = attribute(node, name);

	return a && a->has_i ? a->i : absent;
}

const int64_t *
gl_onnx_get_ints(const Onnx__NodeProto *node, const char *name, size_t *n)
{
	const Onnx__AttributeProto *a = attribute(node, name);

	*n = a ? a->n_ints : 0;
	return a ? a->ints : NULL;
}

bool
gl_onnx_get_string(const Onnx__NodeProto *node, const char *name, const char *is)
{
	const Onnx__AttributeProto *a = attribute(node, name);

	return a && a->has_s && a->s.len == strlen(is) && memcmp(a->s.data, is, a->s.len) == 0;
}

/* ---- values ---- */

static int
use_order(const void *a, const void *b)
{
	const struct gl_onnx_use *x = a, *y = b;
	int order = strcmp(x->value, y->value);

	return order != 0 ? order : (x->node > y->node) - (x->node < y->node);
}

static void
use_sort(struct gl_onnx_use *use, size_t n)
{
	if (n > 0)
		qsort(use, n, sizeof *use, use_order);
}

/* The first use of a value, or n. */
static size_t
use_find(const struct gl_onnx_use *use, size_t n, const char *value)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;
		if (strcmp(use[middle].value, value) < 0)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo < n && strcmp(use[lo].value, value) == 0 ? lo : n;
}

const Onnx__NodeProto *
gl_onnx_maker(const struct gl_onnx_in *in, const char *value)
{
	size_t i = use_find(in->made, in->nmade, value);

	return i < in->nmade ? in->graph->node[in->made[i].node] : NULL;
}

size_t
gl_onnx_users(const struct gl_onnx_in *in, const char *value, const Onnx__NodeProto **node, size_t most)
{
	size_t n = 0, last = SIZE_MAX;

	for (size_t i = use_find(in->used, in->nused, value); i < in->nused; i++) {
		const struct gl_onnx_use *use = &in->used[i];
		if (strcmp(use->value, value) != 0)
			break;
		if (in->taken[use->node] || use->node == last) /* a node that reads it twice is one */
			continue;
		if (n < most)
			node[n] = in->graph->node[use->node];
		last = use->node;
		n++;
	}
	return n;
}

const Onnx__NodeProto *
gl_onnx_sole(const struct gl_onnx_in *in, const char *value, const char *op)
{
	const Onnx__NodeProto *node;

	return gl_onnx_users(in, value, &node, 1) == 1 && (!op || gl_onnx_is(node, op)) ? node : NULL;
}

size_t
gl_onnx_place(const struct gl_onnx_in *in, const Onnx__NodeProto *node)
{
	size_t k = 0;

	while (k + 1 < node->n_output && *node->output[k] == '\0') /* an optional output that is absent */
		k++;
	size_t at = use_find(in->made, in->nmade, gl_onnx_output(node, k));
	return at < in->nmade ? in->made[at].node : 0;
}

/* Who makes what, and that it is made once, and before it is read. */
static int
index_makers(struct gl_onnx_in *in)
{
	const Onnx__GraphProto *g = in->graph;
	size_t n = 0;

	for (size_t i = 0; i < g->n_node; i++)
		n += g->node[i]->n_output;
	in->made = gl_alloc_raw(in->arena, n + 1, sizeof *in->made);
	for (size_t i = 0; i < g->n_node; i++)
		for (size_t k = 0; k < g->node[i]->n_output; k++)
			if (*g->node[i]->output[k])
				in->made[in->nmade++] = (struct gl_onnx_use){g->node[i]->output[k], i};
	use_sort(in->made, in->nmade);
	for (size_t i = 1; i < in->nmade; i++)
		if (strcmp(in->made[i - 1].value, in->made[i].value) == 0)
			return gl_fail(in->err, "the value %.100s is made by two operators", in->made[i].value);
	for (size_t i = 0; i < g->n_node; i++)
		for (size_t k = 0; k < g->node[i]->n_input; k++) {
			size_t at = use_find(in->made, in->nmade, g->node[i]->input[k]);
			if (at < in->nmade && in->made[at].node >= i)
				return gl_onnx_fail(
				    in, g->node[i], "reads %.100s, which is not made before", in->made[at].value);
		}
	return 0;
}

/*
 * Who reads what, among the nodes that the output follows from: from the last to the first, as a maker comes before.
 * Who asks for a value's shape does not read its numbers.
 */
static void
index_users(struct gl_onnx_in *in, const char *output)
{
	const Onnx__GraphProto *g = in->graph;
	bool *needed = gl_alloc(in->arena, g->n_node, sizeof *needed);
	const Onnx__NodeProto *last = gl_onnx_maker(in, output);
	size_t n = 0;

	if (last)
		needed[gl_onnx_place(in, last)] = true;
	for (size_t i = g->n_node; i-- > 0;)
		for (size_t k = 0; needed[i] && k < g->node[i]->n_input; k++) {
			size_t at = use_find(in->made, in->nmade, g->node[i]->input[k]);
			if (at < in->nmade)
				needed[in->made[at].node] = true;
			n++;
		}
	in->used = gl_alloc_raw(in->arena, n + 1, sizeof *in->used);
	for (size_t i = 0; i < g->n_node; i++)
		for (size_t k = 0; needed[i] && !gl_onnx_is(g->node[i], "Shape") && k < g->node[i]->n_input; k++)
			if (*g->node[i]->input[k])
				in->used[in->nused++] = (struct gl_onnx_use){g->node[i]->input[k], i};
	use_sort(in->used, in->nused);
}

int
gl_onnx_index(struct gl_onnx_in *in, const char *output)
{
	const Onnx__GraphProto *g = in->graph;

	in->constant = gl_alloc_raw(in->arena, g->n_initializer + 1, sizeof *in->constant);
	for (size_t i = 0; i < g->n_initializer; i++)
		if (g->initializer[i]->name)
			in->constant[in->nconstant++] = (struct gl_name){g->initializer[i]->name, i};
	gl_names_sort(in->constant, in->nconstant);
	in->taken = gl_alloc(in->arena, g->n_node, sizeof *in->taken);
	if (index_makers(in) < 0)
		return -1;
	index_users(in, output);
	return 0;
}

/* ---- constants ---- */

/* Numbers in raw_data, or in the list for their type; NULL when there are not as many as the shape says. */
static const void *
numbers(const Onnx__TensorProto *t, size_t n, size_t size, const void *list, size_t listed)
{
	if (t->has_raw_data && t->raw_data.len > 0)
		return t->raw_data.len / size == n && t->raw_data.len % size == 0 ? t->raw_data.data : NULL;
	return listed == n ? list : NULL;
}

static bool
decode(const struct gl_onnx_in *in, const Onnx__TensorProto *t, struct gl_onnx_const *c)
{
	*c = (struct gl_onnx_const){.n = 1, .ndim = (int)t->n_dims};
	if (t->n_dims > GL_LEN(c->dim))
		return false;
	for (size_t i = 0; i < t->n_dims; i++) {
		c->dim[i] = (size_t)t->dims[i];
		if (t->dims[i] < 1 || __builtin_mul_overflow(c->n, c->dim[i], &c->n))
			return false;
	}
	if (t->data_type == GL_ONNX_FLOAT) {
		c->f = numbers(t, c->n, sizeof *c->f, t->float_data, t->n_float_data);
	} else if (t->data_type == GL_ONNX_INT64) {
		c->i = numbers(t, c->n, sizeof *c->i, t->int64_data, t->n_int64_data);
	} else if (t->data_type == GL_ONNX_DOUBLE) {
		const double *d = numbers(t, c->n, sizeof *d, t->double_data, t->n_double_data);
		float *f = d ? gl_alloc_raw(in->arena, c->n, sizeof *f) : NULL;
		for (size_t i = 0; f && i < c->n; i++)
			f[i] = (float)d[i];
		c->f = f;
	}
	return true;
}

/* A Constant's attribute. */
static bool
decode_node(const struct gl_onnx_in *in, const Onnx__NodeProto *node, struct gl_onnx_const *c)
{
	const Onnx__AttributeProto *a = node->n_attribute == 1 ? node->attribute[0] : NULL;

	*c = (struct gl_onnx_const){.n = 1};
	if (!a || !a->name)
		return false;
	if (strcmp(a->name, "value") == 0 && a->t)
		return decode(in, a->t, c);
	if (strcmp(a->name, "value_float") == 0 && a->has_f)
		c->f = &a->f;
	else if (strcmp(a->name, "value_int") == 0 && a->has_i)
		c->i = &a->i;
	else if (strcmp(a->name, "value_floats") == 0 && a->n_floats > 0)
		*c = (struct gl_onnx_const){.ndim = 1, .dim = {a->n_floats}, .n = a->n_floats, .f = a->floats};
	else if (strcmp(a->name, "value_ints") == 0 && a->n_ints > 0)
		*c = (struct gl_onnx_const){.ndim = 1, .dim = {a->n_ints}, .n = a->n_ints, .i = a->ints};
	return c->f || c->i;
}

/* Rows and columns of a matrix change places. */
static void
transpose(const struct gl_onnx_in *in, struct gl_onnx_const *c)
{
	size_t rows = c->dim[0], cols = c->dim[1];
	float *f = gl_alloc_raw(in->arena, c->n, sizeof *f);

	for (size_t r = 0; r < rows; r++)
		for (size_t k = 0; k < cols; k++)
			f[k * rows + r] = c->f[r * cols + k];
	c->f = f;
	c->dim[0] = cols;
	c->dim[1] = rows;
}

bool
gl_onnx_constant(const struct gl_onnx_in *in, const char *value, struct gl_onnx_const *c)
{
	bool across = false, found = false;

	for (int depth = 0; depth < CONSTANT_DEPTH && !found; depth++) {
		const struct gl_name *name = gl_names_find(in->constant, in->nconstant, value);
		const Onnx__NodeProto *node = name ? NULL : gl_onnx_maker(in, value);
		if (name)
			found = decode(in, in->graph->initializer[name->at], c);
		else if (gl_onnx_is(node, "Constant"))
			found = decode_node(in, node, c);
		else if (!gl_onnx_is(node, "Identity") && !gl_onnx_is(node, "Transpose"))
			return false;
		if (!found && (name || gl_onnx_is(node, "Constant")))
			return false;
		if (!found) {
			size_t n;
			const int64_t *perm = gl_onnx_get_ints(node, "perm", &n);
			if (gl_onnx_is(node, "Transpose") && (n == 0 || (n == 2 && perm[0] == 1 && perm[1] == 0)))
				across = !across;
			else if (gl_onnx_is(node, "Transpose"))
				return false;
			value = gl_onnx_input(node, 0);
		}
	}
	if (!found || (across && (c->ndim != 2 || !c->f)))
		return false;
	if (across)
		transpose(in, c);
	return true;
}

bool
gl_onnx_number(const struct gl_onnx_in *in, const char *value, double is)
{
	struct gl_onnx_const c;

	return gl_onnx_constant(in, value, &c) && c.n == 1 && c.f && fabs((double)*c.f - is) <= 1e-6 * fabs(is);
}

/* Dimensions are matched from the last on; one of 1 is repeated, and so is what is not there. */
const float *
gl_onnx_fill(const struct gl_onnx_in *in, const char *value, int ndim, const size_t *dim)
{
	struct gl_onnx_const c;
	size_t count = 1;

	if (!gl_onnx_constant(in, value, &c) || !c.f)
		return NULL;
	for (int i = 0; i < ndim; i++)
		if (__builtin_mul_overflow(count, dim[i], &count) || count > GL_ONNX_FILL)
			return NULL;
	for (int i = 0; i < c.ndim; i++) { /* i-th from the end */
		size_t d = c.dim[c.ndim - 1 - i];
		if (d != 1 && (i >= ndim || d != dim[ndim - 1 - i]))
			return NULL;
	}
	if (c.n == count)
		return c.f;
	float *to = gl_alloc_raw(in->arena, count, sizeof *to);
	for (size_t e = 0; e < count; e++) {
		size_t left = e, at = 0, stride = 1;
		for (int i = 0; i < ndim && i < c.ndim; i++) {
			size_t d = c.dim[c.ndim - 1 - i], k = left % dim[ndim - 1 - i];
			left /= dim[ndim - 1 - i];
			at += (d == 1 ? 0 : k) * stride;
			stride *= d;
		}
		to[e] = c.f[at];
	}
	return to;
}
