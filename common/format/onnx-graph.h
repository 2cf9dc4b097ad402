/*
 * What the writer of ONNX, its reader and the rows of operators share. Inside format/onnx*.c only. The messages
 * (Onnx__NodeProto and others) are made of onnx.proto by protoc-c.
 */
#ifndef GL_ONNX_GRAPH_H
#define GL_ONNX_GRAPH_H

#include "core/text.h"
#include "format/items.h"

#include <stdint.h>

struct Onnx__AttributeProto;
struct Onnx__GraphProto;
struct Onnx__NodeProto;
struct Onnx__TensorProto;

enum { GL_ONNX_FLOAT = 1, GL_ONNX_INT64 = 7, GL_ONNX_DOUBLE = 11 }; /* types of numbers */
enum { GL_ONNX_DEPTH = 16 }; /* residual blocks inside one another that are looked into; networks have fewer */

/* Numbers that a small constant, or none, may stand for: more would cost memory that a file only claims. */
enum { GL_ONNX_FILL = 1 << 24 };

/* ---- writing ---- */

/* A graph that grows. */
struct gl_onnx_out {
	const struct gl_net *net;
	struct gl_arena *arena;
	struct Onnx__NodeProto **node;
	struct Onnx__TensorProto **tensor; /* constants */
	size_t nnode, node_room, ntensor, tensor_room;
};

/*
 * Adds a node of layer l that reads the values named (their list ends with NULL) and makes the value y, whose name it
 * returns; y NULL: a value inside the layer, named "3.Op".
 */
const char *
gl_onnx_node(struct gl_onnx_out *o, const struct gl_layer *l, const char *op, const char *y, const char *x, ...);

/* An attribute of the node added last. */
void gl_onnx_int(struct gl_onnx_out *o, const char *name, int64_t value);
void gl_onnx_float(struct gl_onnx_out *o, const char *name, float value);
void gl_onnx_ints(struct gl_onnx_out *o, const char *name, const int64_t *value, size_t n);

/* Constants, which return their names: parameter i of a layer in file order; a number, kept once; whole numbers. */
const char *gl_onnx_param(struct gl_onnx_out *o, const struct gl_layer *l, int i);
const char *gl_onnx_scalar(struct gl_onnx_out *o, const char *name, float value);
const char *gl_onnx_whole(struct gl_onnx_out *o, const char *name, const int64_t *value, size_t n);

/* ---- reading ---- */

/* A constant's numbers: f or i, or neither when they are of a type that is not read. */
struct gl_onnx_const {
	int ndim;
	size_t dim[GL_SHAPE_DIMS + 1];
	size_t n;
	const float *f;
	const int64_t *i;
};

/* Where a value is made, or read: the number of a node. Sorted by name, then node. */
struct gl_onnx_use {
	const char *value;
	size_t node;
};

/* A walk along the graph, from its input to its output. */
struct gl_onnx_in {
	struct gl_arena *arena;
	struct gl_err *err;
	const struct Onnx__GraphProto *graph;
	int64_t opset;
	struct gl_onnx_use *made, *used; /* by all nodes; by those that the output follows from */
	size_t nmade, nused;
	struct gl_name *constant; /* initializers by name; at: their places in the graph */
	size_t nconstant;
	bool *taken; /* nodes that are the end of a residual block being read */

	const char *value; /* where the walk is */
	struct gl_shape shape; /* of one example there */
	int64_t batch; /* examples at a time that the model is fixed to; 0: any */

	struct gl_text lines; /* the layers so far */
	struct gl_tensors *t; /* their parameters */
	size_t room;
	const char *prefix; /* of names at this depth: "3." */
	size_t at; /* the next layer's place in its block */
	int depth;
};

/* Fills the index of a graph whose output is this value. -1 if a value is made twice, or read before it is made. */
int gl_onnx_index(struct gl_onnx_in *in, const char *output);

/* A message about a node: "operator Conv (node conv1): ". Returns -1. */
int gl_onnx_fail(const struct gl_onnx_in *in, const struct Onnx__NodeProto *node, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

const char *gl_onnx_op(const struct Onnx__NodeProto *node); /* its operator's name, for messages */
bool gl_onnx_is(const struct Onnx__NodeProto *node, const char *op); /* false for NULL, too */

/* Input or output number i of a node; "" when it is absent. */
const char *gl_onnx_input(const struct Onnx__NodeProto *node, size_t i);
const char *gl_onnx_output(const struct Onnx__NodeProto *node, size_t i);

/* The other input of a node with two, given one of them; "" when the value is not one of two. */
const char *gl_onnx_other(const struct Onnx__NodeProto *node, const char *value);

/* How many nodes read a value, and the first of up to `most` of them. Nodes that are taken are left out. */
size_t gl_onnx_users(const struct gl_onnx_in *in, const char *value, const struct Onnx__NodeProto **node, size_t most);

/* The only node that reads a value, if it is this operator (NULL: any); else NULL. */
const struct Onnx__NodeProto *gl_onnx_sole(const struct gl_onnx_in *in, const char *value, const char *op);

/* The node that makes a value, or NULL. */
const struct Onnx__NodeProto *gl_onnx_maker(const struct gl_onnx_in *in, const char *value);

/* The number of a node that makes something; one that makes nothing has none, and is never walked to. */
size_t gl_onnx_place(const struct gl_onnx_in *in, const struct Onnx__NodeProto *node);

/* Attributes, or what they are when absent. An attribute's whole numbers; n 0: it is absent. */
float gl_onnx_get_float(const struct Onnx__NodeProto *node, const char *name, float absent);
int64_t gl_onnx_get_int(const struct Onnx__NodeProto *node, const char *name, int64_t absent);
const int64_t *gl_onnx_get_ints(const struct Onnx__NodeProto *node, const char *name, size_t *n);
bool gl_onnx_get_string(const struct Onnx__NodeProto *node, const char *name, const char *is);

/*
 * A value that does not hang on the input: an initializer, a Constant, one of these behind Identity or Transpose. True
 * and *c; false if it is none.
 */
bool gl_onnx_constant(const struct gl_onnx_in *in, const char *value, struct gl_onnx_const *c);

/* Is it a constant of one number, near this one? */
bool gl_onnx_number(const struct gl_onnx_in *in, const char *value, double is);

/* The numbers of a constant, repeated as ONNX does it to fill `to`; NULL when they do not fit. */
const float *gl_onnx_fill(const struct gl_onnx_in *in, const char *value, int ndim, const size_t *dim);

/* Adds a line of a layer. Its parameters come next, then gl_onnx_step: the walk goes on behind the node. */
void gl_onnx_line(struct gl_onnx_in *in, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int gl_onnx_tensor(struct gl_onnx_in *in, const char *name, int ndim, const size_t *dim, const float *data);
int gl_onnx_step(struct gl_onnx_in *in, const struct Onnx__NodeProto *last);

/* ---- the table ---- */

/* One operator, or the pattern of operators that it begins. */
struct gl_onnx_row {
	const char *layer; /* ours; NULL: nothing stands for it */
	const char *op;
	const char *attribute; /* of a layer with one argument and no parameters: what ONNX calls it */
	float absent; /* and what it is when it is absent */
	bool twice; /* a pattern in which two nodes read its input */
	/* Writes the layer, from value x to value y. NULL: another row does. */
	void (*put)(const struct gl_onnx_row *row, struct gl_onnx_out *o, const struct gl_layer *l, const char *x,
	    const char *y);
	/* Reads it, node being the first of its nodes: 1, 0 when it is something else, -1. */
	int (*get)(const struct gl_onnx_row *row, struct gl_onnx_in *in, const struct Onnx__NodeProto *node);
};

extern const struct gl_onnx_row gl_onnx_rows[];
extern const size_t gl_onnx_nrows;

/* Functions of rows, in onnx-dense.c, onnx-elements.c, onnx-norm.c and onnx-shape.c. */
#define GL_ONNX_PUT(name)                                                                                              \
	void name(const struct gl_onnx_row *row, struct gl_onnx_out *o, const struct gl_layer *l, const char *x,       \
	    const char *y)
#define GL_ONNX_GET(name)                                                                                              \
	int name(const struct gl_onnx_row *row, struct gl_onnx_in *in, const struct Onnx__NodeProto *node)
GL_ONNX_PUT(gl_onnx_put_plain);
GL_ONNX_GET(gl_onnx_get_plain);
GL_ONNX_PUT(gl_onnx_put_gelu);
GL_ONNX_GET(gl_onnx_get_gelu);
GL_ONNX_GET(gl_onnx_get_gelu_node);
GL_ONNX_PUT(gl_onnx_put_silu);
GL_ONNX_GET(gl_onnx_get_silu);
GL_ONNX_PUT(gl_onnx_put_softmax);
GL_ONNX_GET(gl_onnx_get_softmax);
GL_ONNX_PUT(gl_onnx_put_dropout);
GL_ONNX_GET(gl_onnx_get_dropout);
GL_ONNX_GET(gl_onnx_get_identity);
GL_ONNX_PUT(gl_onnx_put_dense);
GL_ONNX_GET(gl_onnx_get_gemm);
GL_ONNX_GET(gl_onnx_get_matmul);
GL_ONNX_PUT(gl_onnx_put_flatten);
GL_ONNX_GET(gl_onnx_get_flatten);
GL_ONNX_PUT(gl_onnx_put_reshape);
GL_ONNX_GET(gl_onnx_get_reshape);
GL_ONNX_PUT(gl_onnx_put_standardise);
GL_ONNX_GET(gl_onnx_get_standardise);
GL_ONNX_PUT(gl_onnx_put_batchnorm);
GL_ONNX_GET(gl_onnx_get_batchnorm);
GL_ONNX_GET(gl_onnx_get_batchnorm_sequence);
GL_ONNX_PUT(gl_onnx_put_layernorm);
GL_ONNX_GET(gl_onnx_get_layernorm);
GL_ONNX_GET(gl_onnx_get_layernorm_parts);

#endif
