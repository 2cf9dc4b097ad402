/* Networks as ONNX: the graph is built in memory, then packed into the sink. See format/onnx.h. */
#include "format/onnx.h"

#include "core/build.h"
#include "format/head.h"
#include "format/onnx-graph.h"
#include "format/onnx.pb-c.h"
#include "format/params.h"

#include <cjson/cJSON.h>

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define NEW(arena, message, init) new_message((arena), sizeof(message), &(const message)init)

static void *
new_message(struct gl_arena *arena, size_t size, const void *init)
{
	return memcpy(gl_alloc_raw(arena, 1, size), init, size);
}

/* Room for one more pointer in a list whose room doubles. */
static void *
grow(struct gl_arena *arena, void *list, size_t n, size_t *room)
{
	if (n < *room)
		return list;
	*room = *room ? 2 * *room : 16;
	void **more = gl_alloc_raw(arena, *room, sizeof *more);
	if (n > 0)
		memcpy(more, list, n * sizeof *more);
	return more;
}

/* ---- nodes ---- */

const char *
gl_onnx_node(struct gl_onnx_out *o, const struct gl_layer *l, const char *op, const char *y, const char *x, ...)
{
	Onnx__NodeProto *node = NEW(o->arena, Onnx__NodeProto, ONNX__NODE_PROTO__INIT);
	va_list ap;

	node->op_type = (char *)op;
	node->name = gl_asprintf(o->arena, "%s.%s", l->index, y ? l->ops->name : op);
	node->input = gl_alloc(o->arena, 8, sizeof(char *));
	va_start(ap, x);
	for (const char *input = x; input; input = va_arg(ap, const char *))
		node->input[node->n_input++] = (char *)input;
	va_end(ap);
	node->output = gl_alloc(o->arena, 1, sizeof(char *));
	node->output[node->n_output++] = y ? (char *)y : node->name;
	o->node = grow(o->arena, o->node, o->nnode, &o->node_room);
	o->node[o->nnode++] = node;
	return node->output[0];
}

static Onnx__AttributeProto *
attribute(struct gl_onnx_out *o, const char *name, int type)
{
	Onnx__NodeProto *node = o->node[o->nnode - 1];
	Onnx__AttributeProto *a = NEW(o->arena, Onnx__AttributeProto, ONNX__ATTRIBUTE_PROTO__INIT);

	if (!node->attribute)
		node->attribute = gl_alloc(o->arena, 4, sizeof(Onnx__AttributeProto *));
	node->attribute[node->n_attribute++] = a;
	a->name = (char *)name;
	a->type = type;
	a->has_type = true;
	return a;
}

void
gl_onnx_float(struct gl_onnx_out *o, const char *name, float value)
{
	Onnx__AttributeProto *a = attribute(o, name, 1);

	a->f = value;
	a->has_f = true;
}

void
gl_onnx_int(struct gl_onnx_out *o, const char *name, int64_t value)
{
	Onnx__AttributeProto *a = attribute(o, name, 2);

	a->i = value;
	a->has_i = true;
}

void
gl_onnx_ints(struct gl_onnx_out *o, const char *name, const int64_t *value, size_t n)
{
	Onnx__AttributeProto *a = attribute(o, name, 7);

	a->ints = (int64_t *)value;
	a->n_ints = n;
}

/* ---- constants ---- */

static const char *
constant(
    struct gl_onnx_out *o, const char *name, int type, size_t ndim, const size_t *dim, const void *data, size_t bytes)
{
	Onnx__TensorProto *t = NEW(o->arena, Onnx__TensorProto, ONNX__TENSOR_PROTO__INIT);

	t->name = (char *)name;
	t->data_type = type;
	t->has_data_type = true;
	t->dims = gl_alloc(o->arena, ndim + 1, sizeof *t->dims);
	for (; t->n_dims < ndim; t->n_dims++)
		t->dims[t->n_dims] = (int64_t)dim[t->n_dims];
	t->raw_data = (ProtobufCBinaryData){bytes, (uint8_t *)data};
	t->has_raw_data = true;
	o->tensor = grow(o->arena, o->tensor, o->ntensor, &o->tensor_room);
	o->tensor[o->ntensor++] = t;
	return name;
}

const char *
gl_onnx_param(struct gl_onnx_out *o, const struct gl_layer *l, int i)
{
	const struct gl_param *p = &l->param[i];
	float *data = gl_alloc_raw(o->arena, p->n, sizeof *data);

	gl_param_get(p, gl_net_block(o->net), data);
	return constant(o, p->name, GL_ONNX_FLOAT, (size_t)p->ndim, p->dim, data, p->n * sizeof *data);
}

const char *
gl_onnx_scalar(struct gl_onnx_out *o, const char *name, float value)
{
	for (size_t i = 0; i < o->ntensor; i++)
		if (strcmp(o->tensor[i]->name, name) == 0)
			return name;
	float *data = gl_alloc_raw(o->arena, 1, sizeof *data);
	*data = value;
	return constant(o, name, GL_ONNX_FLOAT, 0, NULL, data, sizeof *data);
}

const char *
gl_onnx_whole(struct gl_onnx_out *o, const char *name, const int64_t *value, size_t n)
{
	int64_t *data = gl_alloc_raw(o->arena, n, sizeof *data);

	memcpy(data, value, n * sizeof *data);
	return constant(o, name, GL_ONNX_INT64, 1, &n, data, n * sizeof *data);
}

/* ---- layers ---- */

static int put_seq(struct gl_onnx_out *o, const struct gl_seq *s, const char *x, const char *y, struct gl_err *err);

static int
put_layer(struct gl_onnx_out *o, const struct gl_layer *l, const char *x, const char *y, struct gl_err *err)
{
	if (l->ops->nests) { /* the value of a block: what goes in, and what its body makes of it */
		const char *made = gl_asprintf(o->arena, "%s.body", l->index);
		if (put_seq(o, &l->body, x, made, err) < 0)
			return -1;
		gl_onnx_node(o, l, "Add", y, x, made, NULL);
		return 0;
	}
	for (size_t i = 0; i < gl_onnx_nrows; i++) {
		const struct gl_onnx_row *row = &gl_onnx_rows[i];
		if (row->put && strcmp(row->layer, l->ops->name) == 0) {
			row->put(row, o, l, x, y);
			return 0;
		}
	}
	return gl_fail(err, "layer %s (%s) has no form in ONNX that gl-convert writes", l->index, l->ops->name);
}

/* Writes a run of layers, from the value x to the value y. 0, or -1 when a layer has no row. */
static int
put_seq(struct gl_onnx_out *o, const struct gl_seq *s, const char *x, const char *y, struct gl_err *err)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct gl_layer *l = &s->layer[i];
		const char *to = i + 1 == s->n ? y : gl_asprintf(o->arena, "%s.%s", l->index, l->ops->name);
		if (put_layer(o, l, x, to, err) < 0)
			return -1;
		x = to;
	}
	return 0;
}

/* ---- the model ---- */

/* An input or output of examples: (batch, dim...). The batch has a name instead of a size. */
static Onnx__ValueInfoProto *
value_info(const char *name, const struct gl_shape *shape, struct gl_arena *arena)
{
	Onnx__ValueInfoProto *v = NEW(arena, Onnx__ValueInfoProto, ONNX__VALUE_INFO_PROTO__INIT);
	Onnx__TensorShapeProto *s = NEW(arena, Onnx__TensorShapeProto, ONNX__TENSOR_SHAPE_PROTO__INIT);

	s->dim = gl_alloc(arena, (size_t)shape->ndim + 1, sizeof *s->dim);
	for (; s->n_dim <= (size_t)shape->ndim; s->n_dim++) {
		Onnx__DimensionProto *d = NEW(arena, Onnx__DimensionProto, ONNX__DIMENSION_PROTO__INIT);
		if (s->n_dim == 0) {
			d->dim_param = "batch";
		} else {
			d->dim_value = (int64_t)shape->dim[s->n_dim - 1];
			d->has_dim_value = true;
		}
		s->dim[s->n_dim] = d;
	}
	v->name = (char *)name;
	v->type = NEW(arena, Onnx__TypeProto, ONNX__TYPE_PROTO__INIT);
	v->type->tensor_type = NEW(arena, Onnx__TensorTypeProto, ONNX__TENSOR_TYPE_PROTO__INIT);
	v->type->tensor_type->elem_type = GL_ONNX_FLOAT;
	v->type->tensor_type->has_elem_type = true;
	v->type->tensor_type->shape = s;
	return v;
}

static Onnx__StringStringEntryProto *
entry(const char *key, const char *value, struct gl_arena *arena)
{
	Onnx__StringStringEntryProto *e =
	    NEW(arena, Onnx__StringStringEntryProto, ONNX__STRING_STRING_ENTRY_PROTO__INIT);

	e->key = (char *)key;
	e->value = (char *)value;
	return e;
}

/* The head of the text form; class names also as other programs can read them. */
static void
add_metadata(Onnx__ModelProto *m, const struct gl_net *net, const char *head, struct gl_arena *arena)
{
	size_t n;
	const char *const *labels = gl_net_labels(net, &n);

	m->metadata_props = gl_alloc(arena, 2, sizeof *m->metadata_props);
	m->metadata_props[m->n_metadata_props++] = entry("gradlab", head, arena);
	if (n > 0)
		m->metadata_props[m->n_metadata_props++] = entry("labels", gl_labels_json(labels, n, arena), arena);
}

static Onnx__ModelProto *
model(const struct gl_net *net, const char *head, struct gl_onnx_out *o)
{
	struct gl_arena *arena = o->arena;
	Onnx__ModelProto *m = NEW(arena, Onnx__ModelProto, ONNX__MODEL_PROTO__INIT);
	Onnx__GraphProto *g = NEW(arena, Onnx__GraphProto, ONNX__GRAPH_PROTO__INIT);
	Onnx__OperatorSetIdProto *set = NEW(arena, Onnx__OperatorSetIdProto, ONNX__OPERATOR_SET_ID_PROTO__INIT);

	m->ir_version = GL_ONNX_IR;
	m->has_ir_version = true;
	m->producer_name = "gradlab";
	m->producer_version = GL_VERSION;
	set->domain = "";
	set->version = GL_ONNX_OPSET;
	set->has_version = true;
	m->opset_import = gl_alloc(arena, 1, sizeof *m->opset_import);
	m->opset_import[m->n_opset_import++] = set;
	g->name = "gradlab";
	g->node = o->node;
	g->n_node = o->nnode;
	g->initializer = o->tensor;
	g->n_initializer = o->ntensor;
	g->input = gl_alloc(arena, 1, sizeof *g->input);
	g->input[g->n_input++] = value_info("input", gl_net_input(net), arena);
	g->output = gl_alloc(arena, 1, sizeof *g->output);
	g->output[g->n_output++] = value_info("output", gl_net_output(net), arena);
	m->graph = g;
	add_metadata(m, net, head, arena);
	return m;
}

/* ---- packing ---- */

/* Where protobuf-c appends what it packs. An error is kept by the sink and comes with its commit. */
struct to_sink {
	ProtobufCBuffer base;
	struct gl_sink *sink;
	struct gl_err *err;
};

static void
append(ProtobufCBuffer *base, size_t n, const uint8_t *bytes)
{
	struct to_sink *to = (struct to_sink *)base;

	gl_sink_write(to->sink, bytes, n, to->err);
}

static int
save(const struct gl_net *net, const char *path, struct gl_arena *arena, struct gl_err *err)
{
	struct gl_onnx_out o = {.net = net, .arena = arena};
	const char *head = gl_net_head(net, arena);

	if (gl_net_need_fitted(net, err) < 0 || gl_head_utf8(head, err) < 0 ||
	    put_seq(&o, gl_net_layers(net), "input", "output", err) < 0)
		return -1;
	Onnx__ModelProto *m = model(net, head, &o);
	if (onnx__model_proto__get_packed_size(m) > INT32_MAX)
		return gl_fail(err, "the network is larger than the 2 GiB that an ONNX file may have");
	struct gl_sink *sink = gl_sink_open(path, err);
	if (!sink)
		return -1;
	struct to_sink to = {{append}, sink, err};
	onnx__model_proto__pack_to_buffer(m, &to.base);
	return gl_sink_commit(sink, err);
}

int
gl_onnx_save(const struct gl_net *net, const char *path, struct gl_err *err)
{
	struct gl_arena pass = {0};
	int status = save(net, path, &pass, err);

	gl_arena_free(&pass);
	return status;
}
