/*
 * A network at work: outputs, losses, gradients. The arithmetic is the layers' and the losses'; here is what goes
 * where.
 */
#include "core/sum.h"
#include "loss/weighing.h"
#include "net/inside.h"

#include <inttypes.h>
#include <string.h>

/* Tokens are indices: whole numbers from 0, below the vocabulary of the layer that reads them. */
int
gl_net_tokens(const struct gl_net *net, uint64_t row, const struct gl_tensor *x, struct gl_err *err)
{
	const struct gl_layer *first = &net->layers.layer[0];
	gl_real most = first->ops->integers ? (gl_real)first->arg[0] - 1 : (gl_real)(1 << 24);
	size_t width = gl_shape_count(&net->input);

	if (net->input.kind != GL_TOKENS)
		return 0;
	for (size_t i = 0; i < x->n; i++) {
		gl_real v = x->data[i];
		if (v >= 0 && v <= most && v == (gl_real)(int64_t)v)
			continue;
		gl_fail(err, "row %" PRIu64 ": token %zu is %.9g, but tokens are whole numbers from 0 to %.0f",
		    row + i / width + 1, i % width + 1, (double)v, (double)most);
		return -1;
	}
	return 0;
}

/*
 * Which layer is to blame for outputs that are not finite: runs the layers again, one after another, and a block's
 * too when what it gives is bad. Only a run that has failed pays for this. 0 when all is finite.
 */
static int
blame(const struct gl_seq *s, struct gl_ctx *c, struct gl_tensor x, struct gl_err *err)
{
	struct gl_tensor y;

	for (size_t i = 0; i < s->n; i++, x = y) {
		const struct gl_layer *l = &s->layer[i];
		gl_seq_forward(&(struct gl_seq){&s->layer[i], 1}, c, &x, NULL, &y);
		size_t rows = x.dim[0], width = y.n / rows, r = 0;
		while (r < rows && gl_all_finite(width, y.data + r * width))
			r++;
		if (r == rows)
			continue;
		if (blame(&l->body, c, x, err) < 0)
			return -1;
		gl_fail(err, "row %" PRIu64 ": the output of layer %s (%s) is not finite", c->row + r + 1, l->index,
		    l->ops->name);
		return gl_hint(err, "an input or a weight may be too large; see gl-forward --trace");
	}
	return 0;
}

size_t
gl_net_rows_at_a_time(const struct gl_net *net, size_t most)
{
	size_t numbers = 1;

	for (size_t i = 0; i < net->nflat; i++)
		numbers += gl_shape_count(&net->flat[i]->out);
	size_t rows = ((size_t)1 << 20) / numbers + 1;
	return rows < most ? rows : most;
}

int
gl_net_forward(const struct gl_net *net, struct gl_ctx *c, const struct gl_tensor *x, const char *upto, bool nonfinite,
    struct gl_tensor *y, struct gl_err *err)
{
	struct gl_tensor in;

	gl_tensor_set(&in, x->data, x->dim[0], &net->input);
	if (gl_net_tokens(net, c->row, &in, err) < 0)
		return -1;
	gl_seq_forward(&net->layers, c, &in, upto, y);
	if (!nonfinite && !gl_all_finite(y->n, y->data))
		return blame(&net->layers, c, in, err);
	return 0;
}

/* The last layer is left to the loss: softmax or sigmoid, with the cross-entropy that goes with it. */
static bool
fuses(const struct gl_net *net, const struct gl_loss *loss)
{
	return loss->from_logits &&
	    ((net->kind == GL_PROBABILITIES && loss->target == GL_TARGET_CLASS) ||
		(net->kind == GL_SHARES && loss->target == GL_TARGET_SHARE));
}

/*
 * What the loss is given are logits: it fuses, or it wants probabilities and the network ends without softmax or
 * sigmoid.
 */
bool
gl_net_logits(const struct gl_net *net, const struct gl_loss *loss)
{
	return fuses(net, loss) || (net->kind == GL_VALUES && loss->from_logits);
}

void
gl_net_outputs(const struct gl_net *net, struct gl_ctx *c, const struct gl_loss *loss, const struct gl_tensor *z,
    struct gl_tensor *y)
{
	if (fuses(net, loss))
		gl_seq_forward(&(struct gl_seq){net->layers.layer + net->layers.n - 1, 1}, c, z, NULL, y);
	else
		*y = *z;
}

int
gl_net_gradient(const struct gl_net *net, struct gl_ctx *c, const struct gl_loss *loss, const struct gl_tensor *x,
    const struct gl_tensor *t, double *sum, double *weight, struct gl_tensor *z, struct gl_tensor *dx,
    struct gl_err *err)
{
	struct gl_tensor in, p, dp;
	struct gl_seq run = {net->layers.layer, net->layers.n - fuses(net, loss)};

	gl_tensor_set(&in, x->data, x->dim[0], &net->input);
	if (gl_net_tokens(net, c->row, &in, err) < 0)
		return -1;
	struct gl_tape *tape = gl_seq_forward(&run, c, &in, NULL, &p);
	if (!gl_all_finite(p.n, p.data))
		return blame(&net->layers, c, in, err);

	gl_tensor_set(&dp, gl_alloc_raw(c->arena, p.n, sizeof *p.data), p.dim[0], &net->output);
	*sum = *weight = 0;
	if (gl_loss_weighed(loss, net->kind, gl_net_logits(net, loss), &p, &net->output, t, c->weighing, c->row, NULL,
		sum, weight, &dp, c->arena, err) < 0)
		return -1;
	if (z)
		*z = p;
	if (dx)
		gl_tensor_set(dx, gl_alloc_raw(c->arena, in.n, sizeof *in.data), in.dim[0], &net->input);
	gl_seq_backward(&run, c, tape, &in, &dp, dx);
	return 0;
}

int
gl_net_loss_each(const struct gl_net *net, struct gl_ctx *c, const struct gl_loss *loss, const struct gl_tensor *x,
    const struct gl_tensor *t, double *each, double *sum, double *weight, struct gl_tensor *y, struct gl_err *err)
{
	struct gl_tensor in, z;
	struct gl_seq run = {net->layers.layer, net->layers.n - fuses(net, loss)};

	gl_tensor_set(&in, x->data, x->dim[0], &net->input);
	if (gl_net_tokens(net, c->row, &in, err) < 0)
		return -1;
	gl_seq_forward(&run, c, &in, NULL, &z);
	if (!gl_all_finite(z.n, z.data))
		return blame(&net->layers, c, in, err);
	if (y)
		gl_net_outputs(net, c, loss, &z, y);
	return gl_loss_weighed(loss, net->kind, gl_net_logits(net, loss), &z, &net->output, t, c->weighing, c->row,
	    each, sum, weight, NULL, c->arena, err);
}

int
gl_net_loss(const struct gl_net *net, struct gl_ctx *c, const struct gl_loss *loss, const struct gl_tensor *x,
    const struct gl_tensor *t, double *sum, double *weight, struct gl_tensor *y, struct gl_err *err)
{
	return gl_net_loss_each(net, c, loss, x, t, NULL, sum, weight, y, err);
}
