/*
 * Networks out of ONNX. The graph is walked from its input to its output: at each value the rows of onnx-ops.c are
 * tried on the node that reads it. Layers become lines of our text form and parameters tensors, so that all which is
 * checked when a network is loaded is checked here too. See format/onnx.h.
 */
#include "format/onnx.h"

#include "core/number.h"
#include "format/head.h"
#include "format/onnx-graph.h"
#include "format/onnx.pb-c.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- the walk ---- */

int
gl_onnx_fail(const struct gl_onnx_in *in, const Onnx__NodeProto *node, const char *fmt, ...)
{
	const char *domain = node->domain ? node->domain : "", *dot = *domain ? "." : "";
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (node->name && *node->name)
		return gl_fail(in->err, "operator %.40s%s%.40s (node %.100s): %s", domain, dot, gl_onnx_op(node),
		    node->name, text);
	return gl_fail(in->err, "operator %.40s%s%.40s (which gives %.100s): %s", domain, dot, gl_onnx_op(node),
	    gl_onnx_output(node, 0), text);
}

void
gl_onnx_line(struct gl_onnx_in *in, const char *fmt, ...)
{
	char line[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	gl_text_add(&in->lines, "%s\n", line);
	in->at++;
}

int
gl_onnx_tensor(struct gl_onnx_in *in, const char *name, int ndim, const size_t *dim, const float *data)
{
	const char *full = gl_asprintf(in->arena, "%s%zu.%s", in->prefix, in->at - 1, name);
	struct gl_named *t = gl_tensors_add(in->t, &in->room, full, ndim, dim, in->arena, in->err);

	if (!t)
		return -1;
	t->data = data;
	return 0;
}

int
gl_onnx_step(struct gl_onnx_in *in, const Onnx__NodeProto *last)
{
	in->value = gl_onnx_output(last, 0);
	return 1;
}

/* The operators of the table, each once. */
static const char *
all_operators(struct gl_arena *arena)
{
	struct gl_text t = {.arena = arena};

	for (size_t i = 0, k; i < gl_onnx_nrows; i++) {
		for (k = 0; strcmp(gl_onnx_rows[k].op, gl_onnx_rows[i].op) != 0; k++)
			;
		if (k == i)
			gl_text_add(&t, "%s%s", i ? ", " : "", gl_onnx_rows[i].op);
	}
	return t.s;
}

/* What there is to say about nodes that read a value and that no row takes. */
static int
refuse(const struct gl_onnx_in *in, const Onnx__NodeProto *const *user, size_t users)
{
	bool known = gl_onnx_is(user[0], "Add");

	if (users > 1) {
		gl_fail(in->err,
		    "the value %.100s goes to %zu operators, %.40s and %.40s: that is no chain, and no residual block",
		    in->value, users, gl_onnx_op(user[0]), gl_onnx_op(user[1]));
		return gl_hint(
		    in->err, "layers one behind the other are read, and blocks whose input is added to their output");
	}
	for (size_t i = 0; i < gl_onnx_nrows; i++)
		known |= gl_onnx_is(user[0], gl_onnx_rows[i].op);
	gl_onnx_fail(in, user[0], known ? "does here what no layer does" : "there is no layer for it");
	return gl_hint(in->err, "what is read: %s, and Add behind MatMul or at the end of a residual block",
	    all_operators(in->arena));
}

static int walk(struct gl_onnx_in *in, const char *end);

/* The last node that adds the value itself to something that follows from it: the end of the outermost block here. */
static const Onnx__NodeProto *
block_end(const struct gl_onnx_in *in, const Onnx__NodeProto *const *user, size_t users)
{
	struct gl_onnx_const c;

	while (users-- > 0)
		if (gl_onnx_is(user[users], "Add")) {
			const char *other = gl_onnx_other(user[users], in->value);
			if (*other && strcmp(other, in->value) != 0 && !gl_onnx_constant(in, other, &c))
				return user[users];
		}
	return NULL;
}

/* A residual block: from the value to what is added to it. */
static int
get_block(struct gl_onnx_in *in, const Onnx__NodeProto *add)
{
	struct gl_onnx_in outer = *in;
	const char *end = gl_onnx_other(add, in->value);

	if (in->depth == GL_ONNX_DEPTH)
		return gl_onnx_fail(in, add, "ends the %dth residual block inside another", GL_ONNX_DEPTH + 1);
	in->taken[gl_onnx_place(in, add)] = true;
	gl_text_add(&in->lines, "residual\n");
	in->prefix = gl_asprintf(in->arena, "%s%zu.", in->prefix, in->at);
	in->at = 0;
	in->depth++;
	if (walk(in, end) < 0)
		return -1;
	gl_text_add(&in->lines, "end\n");
	in->prefix = outer.prefix;
	in->at = outer.at + 1;
	in->depth--;
	return gl_onnx_step(in, add);
}

/* Reads what is between the value where the walk is and another one. */
static int
walk(struct gl_onnx_in *in, const char *end)
{
	enum { MOST = 64 };

	while (strcmp(in->value, end) != 0) {
		const Onnx__NodeProto *user[MOST];
		size_t users = gl_onnx_users(in, in->value, user, MOST);
		const Onnx__NodeProto *add = users <= MOST ? block_end(in, user, users) : NULL;
		int got = 0;
		if (users == 0)
			return gl_fail(in->err, "no operators lead from %.100s to %.100s", in->value, end);
		if (add)
			got = get_block(in, add);
		for (size_t i = 0; got == 0 && i < gl_onnx_nrows; i++) {
			const struct gl_onnx_row *row = &gl_onnx_rows[i];
			if (row->twice == (users == 2) && users < 3 && gl_onnx_is(user[0], row->op))
				got = row->get(row, in, user[0]);
		}
		if (got <= 0)
			return got < 0 ? -1 : refuse(in, user, users);
	}
	return 0;
}

/* ---- the model ---- */

/* The dimensions of an example of the graph's one input; the first of the input's is the batch. */
static int
read_input(struct gl_onnx_in *in)
{
	const Onnx__ValueInfoProto *input = NULL;
	char text[GL_SHAPE_TEXT];

	for (size_t i = 0; i < in->graph->n_input; i++) {
		const char *name = in->graph->input[i]->name;
		if (name && gl_names_find(in->constant, in->nconstant, name))
			continue; /* an initializer, as older files list them */
		if (input) {
			gl_fail(in->err, "has several inputs (%.60s, %.60s); a network has one", input->name,
			    name ? name : "");
			return -1;
		}
		input = in->graph->input[i];
	}
	const Onnx__TensorTypeProto *type = input && input->type ? input->type->tensor_type : NULL;
	if (!input || !input->name || !type || !type->shape)
		return gl_fail(in->err, "has no input whose shape is known");
	if (type->elem_type != GL_ONNX_FLOAT) {
		gl_fail(in->err, "its input %.60s is not of float32 numbers (its type has the number %d)", input->name,
		    type->elem_type);
		return gl_hint(in->err, "export the model in float32");
	}
	size_t n = type->shape->n_dim;
	if (n < 2 || n > 4)
		return gl_fail(in->err,
		    "its input %.60s has %zu dimension%s; the batch and 1 to 3 of an example are read", input->name, n,
		    n == 1 ? "" : "s");
	in->batch = type->shape->dim[0]->has_dim_value ? type->shape->dim[0]->dim_value : 0;
	in->shape = (struct gl_shape){.kind = n == 2 ? GL_VECTOR
		: n == 3                             ? GL_SEQUENCE
						     : GL_PICTURE,
	    .ndim = (int)n - 1};
	for (size_t i = 1; i < n; i++) {
		int64_t d = type->shape->dim[i]->has_dim_value ? type->shape->dim[i]->dim_value : 0;
		if (d < 1 || d > (int64_t)1 << 40 || gl_shape_count(&in->shape) > ((size_t)1 << 40) / (size_t)d) {
			gl_fail(in->err, "dimension %zu of its input %.60s has no size that is known and can be", i,
			    input->name);
			return gl_hint(
			    in->err, "export the model with fixed sizes for all but the first dimension, the batch");
		}
		in->shape.dim[i - 1] = (size_t)d;
	}
	in->value = input->name;
	gl_text_add(&in->lines, "input %s\n", gl_shape_print(&in->shape, text));
	return 0;
}

static int
check_model(const Onnx__ModelProto *m, int64_t *opset, struct gl_err *err)
{
	*opset = 0;
	for (size_t i = 0; i < m->n_opset_import; i++) {
		const char *domain = m->opset_import[i]->domain;
		if (!domain || *domain == '\0' || strcmp(domain, "ai.onnx") == 0)
			*opset = m->opset_import[i]->version;
	}
	if (!m->graph || m->graph->n_node == 0)
		return gl_fail(err, "is an ONNX model without operators");
	if (*opset < GL_ONNX_OPSET_FIRST || *opset > GL_ONNX_OPSET_LAST) {
		gl_fail(err, "its operators are of opset %lld; %d to %d are read", (long long)*opset,
		    GL_ONNX_OPSET_FIRST, GL_ONNX_OPSET_LAST);
		return gl_hint(err, "export the model with opset %d", GL_ONNX_OPSET);
	}
	for (size_t i = 0; i < m->graph->n_initializer; i++)
		if (m->graph->initializer[i]->n_external_data > 0)
			return gl_fail(err, "its constant %.60s is kept in another file; save the model as one file",
			    m->graph->initializer[i]->name ? m->graph->initializer[i]->name : "");
	if (m->graph->n_output != 1 || !m->graph->output[0]->name)
		return gl_fail(err, "has %zu outputs; a network has one", m->graph->n_output);
	return 0;
}

/* The same layers and shapes, arguments as near as ONNX keeps them (float32); frozen or not. */
static bool
same_layers(const struct gl_seq *a, const struct gl_seq *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		const struct gl_layer *x = &a->layer[i], *y = &b->layer[i];
		if (x->ops != y->ops || !gl_shape_equal(&x->in, &y->in) || !gl_shape_equal(&x->out, &y->out) ||
		    !same_layers(&x->body, &y->body))
			return false;
		for (int k = 0; k < GL_LAYER_ARGS; k++)
			if ((float)x->arg[k] != (float)y->arg[k])
				return false;
	}
	return true;
}

/* Takes the head of the model's gradlab entry if it tells of the layers that were read. */
static void
use_metadata(struct gl_tensors *t, const Onnx__ModelProto *m, bool *stale, struct gl_arena *arena)
{
	const char *head = NULL;
	struct gl_tensors said = *t;
	struct gl_err ignored;

	for (size_t i = 0; i < m->n_metadata_props; i++) {
		const Onnx__StringStringEntryProto *e = m->metadata_props[i];
		if (e->key && e->value && strcmp(e->key, "gradlab") == 0)
			head = e->value;
	}
	*stale = head != NULL;
	if (!head || !(said.head = gl_head_lines(head, arena)))
		return;
	const struct gl_net *a = gl_net_of_item(&said, false, "", arena, &ignored),
			    *b = a ? gl_net_of_item(t, false, "", arena, &ignored) : NULL;
	if (!b || !gl_shape_equal(gl_net_input(a), gl_net_input(b)) || !same_layers(gl_net_layers(a), gl_net_layers(b)))
		return;
	t->head = said.head;
	*stale = false;
}

/* Protocol buffers are unpacked into an arena, which has no end of memory that it would return NULL for. */
static void *
arena_alloc(void *arena, size_t n)
{
	return gl_alloc_raw(arena, n ? n : 1, 1);
}

static void
arena_free(void *arena, void *p)
{
	(void)arena, (void)p;
}

/* A model as an item of tensors, in the arena. */
static int
read_model(const char *bytes, size_t n, struct gl_tensors *t, bool *stale, struct gl_arena *arena, struct gl_err *err)
{
	ProtobufCAllocator allocator = {arena_alloc, arena_free, arena};
	struct gl_onnx_in in = {.arena = arena, .err = err, .t = t, .prefix = "", .lines = {.arena = arena}};

	if (!gl_is_onnx(bytes, n))
		return gl_fail(err, "is not an ONNX model");
	const Onnx__ModelProto *m = onnx__model_proto__unpack(&allocator, n, (const uint8_t *)bytes);
	if (!m)
		return gl_fail(err, "is a damaged ONNX model, or none");
	if (check_model(m, &in.opset, err) < 0)
		return -1;
	in.graph = m->graph;
	gl_text_add(&in.lines, "gradlab-network 1\n");
	if (gl_onnx_index(&in, m->graph->output[0]->name) < 0 || read_input(&in) < 0 ||
	    walk(&in, m->graph->output[0]->name) < 0)
		return -1;
	t->head = in.lines.s;
	use_metadata(t, m, stale, arena);
	return 0;
}

struct gl_net *
gl_onnx_load(const char *path, bool *stale, struct gl_arena *life, struct gl_err *err)
{
	struct gl_source *s = gl_source_open(path, err);
	struct gl_arena pass = {0};
	struct gl_tensors t = {0};
	struct gl_net *net = NULL;
	size_t n;

	if (!s)
		return NULL;
	const char *file = gl_source_name(s), *bytes = gl_source_all(s, &n, &pass, err);
	*stale = false;
	if (bytes && read_model(bytes, n, &t, stale, &pass, err) < 0)
		gl_fail_at(err, file, 0);
	else if (bytes)
		net = gl_net_of_item(&t, true, file, life, err);
	gl_source_close(s);
	gl_arena_free(&pass);
	return net;
}
