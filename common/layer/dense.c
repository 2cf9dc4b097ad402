#include "core/gemm.h"
#include "core/sum.h"
#include "layer/explain.h"

/*
 * A fully connected layer: y = x W + b, for vectors and for each step of a sequence.
 *   x (R, I)   W (I, O)   b (O)   y (R, O)      R = B rows, or B T steps
 * W is kept as [I][O], so that the product runs along its rows; files hold PyTorch's weight, [O][I].
 */
enum { WEIGHT, BIAS };

static int
dense_shape(struct gl_layer *l, struct gl_err *err)
{
	size_t in = l->in.dim[l->in.ndim - 1], out = (size_t)l->arg[0];
	char text[GL_SHAPE_TEXT];

	if (gl_layer_takes_numbers(l, err) < 0)
		return -1;
	if (l->in.kind == GL_PICTURE) {
		gl_fail(err, "dense takes a vector or a sequence, but its input is a picture of %s",
		    gl_shape_print(&l->in, text));
		return gl_hint(err, "put a flatten line before it");
	}
	l->out = l->in;
	l->out.dim[l->out.ndim - 1] = out;
	if (gl_layer_limit(l, in, out, err) < 0)
		return -1;
	return gl_layer_limit(l, gl_shape_count(&l->in) / in, out, err);
}

static void
dense_params(struct gl_layer *l)
{
	size_t in = l->in.dim[l->in.ndim - 1], out = l->out.dim[l->out.ndim - 1];
	struct gl_param *w = gl_layer_param(l, "weight", GL_TRAINED, 2, (size_t[]){out, in});

	w->transposed = true;
	w->fan_in = in;
	w->fan_out = out;
	gl_layer_param(l, "bias", GL_TRAINED, 1, (size_t[]){out});
}

static void
dense_forward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y)
{
	size_t in = l->in.dim[l->in.ndim - 1], out = l->out.dim[l->out.ndim - 1], rows = x->n / in;

	(void)c;
	gl_gemm(rows, out, in, &(struct gl_matrix){x->data, in, 1}, &(struct gl_matrix){l->value[WEIGHT], out, 1},
	    y->data, out, false);
	gl_add_rows(rows, out, y->data, out, l->value[BIAS]);
}

/* dW = x' dy, db = column sums of dy, dx = dy W', where ' swaps rows and columns. */
static void
dense_backward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, const struct gl_tensor *y,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	size_t in = l->in.dim[l->in.ndim - 1], out = l->out.dim[l->out.ndim - 1], rows = x->n / in;
	struct gl_matrix slope = {dy->data, out, 1};
	gl_real *dw = gl_layer_grad(l, c, WEIGHT), *db = gl_layer_grad(l, c, BIAS);

	(void)y;
	if (dw)
		gl_gemm(in, out, rows, &(struct gl_matrix){x->data, 1, in}, &slope, dw, out, false);
	if (db)
		gl_sum_columns(rows, out, dy->data, out, db);
	if (dx)
		gl_gemm(rows, in, out, &slope, &(struct gl_matrix){l->value[WEIGHT], 1, out}, dx->data, in, false);
}

/* Each of the outputs of a row is a sum of so many products as the row has inputs. */
static double
dense_work(const struct gl_layer *l)
{
	return (double)gl_shape_count(&l->in) * (double)l->out.dim[l->out.ndim - 1];
}

/* w0 * x0 + w1 * x1 + b, with x of the row that output i is in, and the weights that lead to it. */
static void
dense_explain(const struct gl_layer *l, const gl_real *x, const gl_real *y, size_t i, struct gl_text *t)
{
	size_t in = l->in.dim[l->in.ndim - 1], out = l->out.dim[l->out.ndim - 1], row = i / out, o = i % out;

	(void)y;
	for (size_t j = 0; j < in; j++) {
		if (!x) {
			gl_text_add(t, "w%zu * x%zu + ", j, j);
			continue;
		}
		gl_text_number(t, (double)l->value[WEIGHT][j * out + o]);
		gl_text_add(t, " * ");
		gl_text_number(t, (double)x[row * in + j]);
		gl_text_add(t, " + ");
	}
	gl_explain_term(t, x ? &l->value[BIAS][o] : NULL, "b");
}

static const struct gl_arg_spec dense_args[] = {
    {.name = "units", .kind = GL_ARG_WHOLE, .positional = true, .lo = 1, .hi = 1 << 30},
    {.name = NULL},
};

const struct gl_layer_ops gl_layer_dense = {
    .name = "dense",
    .help = "sums of inputs x times weights w, plus a bias b",
    .args = dense_args,
    .shape = dense_shape,
    .params = dense_params,
    .forward = dense_forward,
    .backward = dense_backward,
    .work = dense_work,
    .explain = dense_explain,
};
