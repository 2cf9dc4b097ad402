#include "layer/layer.h"

#include <string.h>

/*
 * A block whose input is added to its output, y = x + body(x): the body learns what to change, and the gradient has a
 * way past it. Source: He et al., Deep residual learning for image recognition (CVPR 2016).
 */

static int
residual_shape(struct gl_layer *l, struct gl_err *err)
{
	char in[GL_SHAPE_TEXT], out[GL_SHAPE_TEXT];

	l->out = l->in;
	if (l->body.n == 0)
		return gl_fail(err, "residual needs at least one layer before its end");
	const struct gl_shape *made = &l->body.layer[l->body.n - 1].out;
	if (gl_shape_equal(made, &l->in))
		return gl_layer_takes_numbers(l, err);
	gl_fail(err, "residual adds its block's output to its input, but they differ: %s in, %s out",
	    gl_shape_print(&l->in, in), gl_shape_print(made, out));
	return gl_hint(err, "let the last layer before end give %s", in);
}

/* Kept for the backward pass: the body's tape. */
static size_t
residual_save(const struct gl_layer *l, size_t rows)
{
	(void)l, (void)rows;
	return sizeof(struct gl_tape *);
}

static void
residual_forward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y)
{
	struct gl_tape **tape = c->save;
	struct gl_tensor made;

	*tape = gl_seq_forward(&l->body, c, x, NULL, &made);
	for (size_t i = 0; i < y->n; i++)
		y->data[i] = x->data[i] + made.data[i];
}

/* dx = dy + what comes back through the body. */
static void
residual_backward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, const struct gl_tensor *y,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	struct gl_tape *const *tape = c->save;
	struct gl_tensor copy = *dy; /* the body may overwrite the one that it is given */

	(void)y;
	if (dx) {
		copy.data = gl_alloc_raw(c->arena, dy->n, sizeof(gl_real));
		memcpy(copy.data, dy->data, dy->n * sizeof(gl_real));
	}
	gl_seq_backward(&l->body, c, *tape, x, &copy, dx);
	for (size_t i = 0; dx && i < dx->n; i++)
		dx->data[i] += dy->data[i];
}

const struct gl_layer_ops gl_layer_residual = {
    .name = "residual",
    .help = "a block of layers whose input is added to its output",
    .nests = true,
    .shape = residual_shape,
    .save = residual_save,
    .forward = residual_forward,
    .backward = residual_backward,
};
