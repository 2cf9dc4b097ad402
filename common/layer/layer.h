/*
 * Layers. A layer is one file round one struct gl_layer_ops: forward beside backward, a row in gl_layers[]. A layer
 * knows tensors and maths, not files. The caller has checked shapes and allocated, so these functions are only
 * arithmetic.
 */
#ifndef GL_LAYER_H
#define GL_LAYER_H

#include "core/arena.h"
#include "core/err.h"
#include "core/tensor.h"

#include <stdint.h>

enum { GL_NAME_MAX = 64, GL_LAYER_ARGS = 8, GL_LAYER_PARAMS = 16 };

/* What becomes of a parameter tensor. */
enum gl_role {
	GL_TRAINED, /* has a gradient; an optimizer moves it */
	GL_RUNNING, /* a running statistic: saved, not trained; a gradient holds the batch's under its name */
	GL_FITTED, /* set once from data (standardise), saved, not trained */
};

/* One named tensor of a layer, and where it is in the network's blocks. */
struct gl_param {
	char name[GL_NAME_MAX]; /* whole name, as in files: 3.0.weight */
	enum gl_role role;
	bool trains; /* role is GL_TRAINED, and the layer is not frozen */
	int ndim;
	size_t dim[GL_SHAPE_DIMS]; /* as in files: PyTorch's */
	bool transposed; /* two dims; in memory [dim[1]][dim[0]]: files say [out,in], memory [in,out] */
	size_t n; /* numbers: the product of the dims */
	size_t offset; /* of the first, in the parameter block and in the gradient block alike */
	size_t fan_in,
	    fan_out; /* for initialisation; 0 for what is not a weight (biases: 0; batchnorm weight: see start) */
	gl_real start; /* the value of every element at initialisation when fan_in is 0 */
};

/* An argument of a layer line. Positional ones come first; the others are written name=value, flags as bare words. */
enum gl_arg_kind { GL_ARG_WHOLE, GL_ARG_REAL, GL_ARG_FLAG, GL_ARG_SHAPE };

struct gl_arg_spec {
	const char *name; /* NULL ends a list */
	enum gl_arg_kind kind;
	bool positional;
	bool optional; /* and then has this value, and is printed only if it has another one */
	double value, lo, hi; /* default; range, both ends included */
};

struct gl_seq {
	struct gl_layer *layer;
	size_t n;
};

struct gl_layer {
	const struct gl_layer_ops *ops;
	char index[GL_NAME_MAX / 2]; /* the layer's place as in parameter names: 3, 3.0 */
	uint32_t number; /* its place in the whole network, depth first, from 0 */
	size_t line; /* where it stood, for messages */
	double arg[GL_LAYER_ARGS]; /* in the order of ops->args; flags 0 or 1 */
	struct gl_shape shape; /* a GL_ARG_SHAPE argument */
	struct gl_shape in, out; /* of one example */
	bool frozen;
	struct gl_param param[GL_LAYER_PARAMS];
	gl_real *value[GL_LAYER_PARAMS]; /* of param[i], in the network's parameter block */
	int nparam;
	struct gl_seq body; /* the lines between residual and end */
};

struct gl_weighing; /* loss/weighing.h */

/* What one pass over a batch owns. During a pass a layer is read-only. */
struct gl_ctx {
	bool training; /* dropout on, batch norm by the batch */
	uint32_t seed, step;
	uint64_t row; /* the number in the stream of the batch's first row: dropout is a function of it */
	gl_real
	    *grad; /* the gradient block (written), or NULL in a pass that only predicts; layout as the parameters' */
	struct gl_arena *arena; /* the pass's memory */
	const struct gl_weighing *weighing; /* the loss's: how much targets, classes and rows count; NULL: all alike */
	void *save; /* this layer's own, from its forward to its backward: ops->save(l, B) bytes; not cleared */
};

struct gl_text;

struct gl_layer_ops {
	const char *name, *help; /* dense; "sums of inputs x times weights w, plus a bias b" */
	const struct gl_arg_spec *args; /* or NULL */
	bool nests; /* residual: lines up to `end` are its body */
	bool each; /* in prediction output i follows from input i alone; so it does where there is a formula */
	bool view; /* gives its input under another shape: nothing to compute, no forward or backward */
	bool integers; /* reads token indices (embedding): no gradient flows to its input */
	const char *start; /* for an activation: the initialisation of the weights before it: "he", "xavier", "lecun" */
	/* From l->in and the arguments: l->out. A refusal says what it got, what it needs, a suggestion. */
	int (*shape)(struct gl_layer *l, struct gl_err *err);
	/* Declares the parameters with gl_layer_param, in PyTorch's order; NULL when there are none. */
	void (*params)(struct gl_layer *l);
	size_t (*save)(const struct gl_layer *l, size_t rows); /* bytes kept from forward to backward; NULL: none */
	/* y = f(x); y is overwritten. */
	void (*forward)(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y);
	/*
	 * dx = (d loss / d y) (d y / d x), overwritten; dx is NULL when nobody needs it. Gradients of parameters are
	 * written to gl_layer_grad(l, c, i), which holds what an earlier pass left; a running statistic's place there
	 * gets the batch's statistic. Gradients of parameters that do not train are not computed. dy may be
	 * overwritten.
	 */
	void (*backward)(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x,
	    const struct gl_tensor *y, struct gl_tensor *dy, struct gl_tensor *dx);
	/*
	 * Moves running statistics: value[i] from the batch's statistic at grad + param[i].offset; NULL when there
	 * are none.
	 */
	void (*move)(struct gl_layer *l, const gl_real *grad);
	/*
	 * Multiply-adds in the forward pass of one example: products with parameters that are added up. NULL: none.
	 * A double, as no product of shapes overflows it.
	 */
	double (*work)(const struct gl_layer *l);
	/*
	 * For gl-forward --trace, how an output comes about in prediction. A layer that works element by element has
	 * a formula, in which x is the input and the arguments go by their names: "max(x, slope*x)". Others write
	 * element i of one example's output, given its input x and output y, without " = y" at the end; with x NULL
	 * they write what each number is ("w0 * x0 + b"), in as many words with a space between. What several
	 * elements share (a mean, a sum) a note says, before the first of them; it adds nothing for the others. With
	 * neither formula nor explain, the outputs alone are shown.
	 */
	const char *formula;
	void (*explain)(const struct gl_layer *l, const gl_real *x, const gl_real *y, size_t i, struct gl_text *t);
	void (*note)(const struct gl_layer *l, const gl_real *x, size_t i, struct gl_text *t);
};

extern const struct gl_layer_ops *const gl_layers[]; /* every kind of layer, ends with NULL */

/* A row by its name; NULL with a message and a hint at the nearest name. */
const struct gl_layer_ops *gl_layer_find(const char *name, struct gl_err *err);

/*
 * Declares one parameter of a layer, for ops->params: dims as in files. Returns its struct, for fans, start or
 * transposed.
 */
struct gl_param *gl_layer_param(struct gl_layer *l, const char *name, enum gl_role role, int ndim, const size_t *dim);

/*
 * Where the gradient of parameter i goes (of a running statistic: the batch's), or NULL when it does not train or the
 * pass has no gradient block.
 */
gl_real *gl_layer_grad(const struct gl_layer *l, const struct gl_ctx *c, int i);

/* ops->shape of layers whose output has the shape of their input. */
int gl_shape_same(struct gl_layer *l, struct gl_err *err);

/* ops->work of layers that scale and shift each number: one multiply-add a number. */
double gl_work_each(const struct gl_layer *l);

/*
 * For ops->shape: 0, or -1 with a message when the input is token indices; when a x b numbers are more than a tensor
 * may have.
 */
int gl_layer_takes_numbers(const struct gl_layer *l, struct gl_err *err);
int gl_layer_limit(const struct gl_layer *l, size_t a, size_t b, struct gl_err *err);

/*
 * A run of layers: the network, or a block's body. The tape, in c->arena, holds each layer's output and saved bytes;
 * forward returns it, backward reads it. upto (an index such as 3 or 3.0, or NULL) stops after that layer.
 *   x (B, ...)   the caller's          y  set: the last layer's output, in c->arena (x itself when there are no layers)
 *   dy           may be overwritten    dx  NULL, or the caller's room for d loss / d x
 * Layers before the first that trains are not gone back through when dx is NULL.
 */
struct gl_tape;
struct gl_tape *gl_seq_forward(
    const struct gl_seq *s, struct gl_ctx *c, const struct gl_tensor *x, const char *upto, struct gl_tensor *y);
void gl_seq_backward(const struct gl_seq *s, struct gl_ctx *c, const struct gl_tape *tape, const struct gl_tensor *x,
    struct gl_tensor *dy, struct gl_tensor *dx);

#endif
