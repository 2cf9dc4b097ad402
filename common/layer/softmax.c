#include "core/isa.h"
#include "core/math.h"
#include "core/sum.h"
#include "core/thread.h"
#include "layer/explain.h"

/*
 * y_i = exp(x_i) / sum of exp(x_j), over the last dimension: numbers become probabilities. The greatest x is subtracted
 * first, which changes nothing but that no exp overflows.
 */

static int
softmax_shape(struct gl_layer *l, struct gl_err *err)
{
	char text[GL_SHAPE_TEXT];

	if (l->in.kind == GL_PICTURE) {
		gl_fail(err, "softmax takes a vector or a sequence, but its input is a picture of %s",
		    gl_shape_print(&l->in, text));
		return gl_hint(err, "put a flatten line, or flatten and dense, before it");
	}
	return gl_shape_same(l, err);
}

struct job {
	size_t k; /* numbers in a row */
	const gl_real *x, *y, *dy;
	gl_real *to;
};

GL_CLONES static void
softmax_rows(const struct job *j, size_t lo, size_t hi)
{
	size_t k = j->k;

	for (size_t r = lo; r < hi; r++) {
		const gl_real *x = j->x + r * k;
		gl_real *y = j->to + r * k, most = gl_max(k, x);
		for (size_t i = 0; i < k; i++)
			y[i] = x[i] - most;
	}
	gl_exp_n((hi - lo) * k, j->to + lo * k, j->to + lo * k);
	for (size_t r = lo; r < hi; r++) {
		gl_real *y = j->to + r * k, sum = gl_sum(k, y);
		for (size_t i = 0; i < k; i++)
			y[i] /= sum;
	}
}

/* dx_i = y_i (dy_i - sum of y_j dy_j) */
GL_CLONES static void
softmax_slopes(const struct job *j, size_t lo, size_t hi)
{
	size_t k = j->k;

	for (size_t r = lo; r < hi; r++) {
		const gl_real *y = j->y + r * k, *dy = j->dy + r * k;
		gl_real *dx = j->to + r * k, mean = gl_dot(k, y, dy);
		for (size_t i = 0; i < k; i++)
			dx[i] = y[i] * (dy[i] - mean);
	}
}

static void
values_part(void *job, size_t lo, size_t hi)
{
	softmax_rows(job, lo, hi);
}

static void
slopes_part(void *job, size_t lo, size_t hi)
{
	softmax_slopes(job, lo, hi);
}

static size_t
grain(size_t k)
{
	return 1 + 16384 / k;
}

static void
softmax_forward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y)
{
	size_t k = l->in.dim[l->in.ndim - 1];

	(void)c;
	gl_parallel(x->n / k, grain(k), values_part, &(struct job){.k = k, .x = x->data, .to = y->data});
}

static void
softmax_backward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, const struct gl_tensor *y,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	size_t k = l->in.dim[l->in.ndim - 1];

	(void)c;
	if (dx)
		gl_parallel(x->n / k, grain(k), slopes_part,
		    &(struct job){.k = k, .y = y->data, .dy = dy->data, .to = dx->data});
}

/* The greatest x of a row, exp(x - greatest) of all, and their sum, as the forward pass finds them. */
static const gl_real *
exps(const gl_real *x, size_t k, gl_real *most, gl_real *sum, struct gl_arena *arena)
{
	gl_real *e = gl_alloc_raw(arena, k, sizeof *e);

	*most = gl_max(k, x);
	for (size_t j = 0; j < k; j++)
		e[j] = x[j] - *most;
	gl_exp_n(k, e, e);
	*sum = gl_sum(k, e);
	return e;
}

static void
softmax_explain(const struct gl_layer *l, const gl_real *x, const gl_real *y, size_t i, struct gl_text *t)
{
	size_t k = l->in.dim[l->in.ndim - 1], first = i / k * k;
	gl_real most, sum;

	(void)y;
	if (!x) {
		gl_text_add(t, "exp(x - max) / sum");
		return;
	}
	exps(x + first, k, &most, &sum, t->arena);
	gl_text_add(t, "exp(");
	gl_text_number(t, (double)x[i]);
	gl_text_add(t, " - ");
	gl_text_number(t, (double)most);
	gl_text_add(t, ") / ");
	gl_text_number(t, (double)sum);
}

static void
softmax_note(const struct gl_layer *l, const gl_real *x, size_t i, struct gl_text *t)
{
	size_t k = l->in.dim[l->in.ndim - 1];
	gl_real most, sum;

	if (i % k != 0)
		return;
	const gl_real *e = exps(x + i, k, &most, &sum, t->arena);
	gl_text_add(t, "max = ");
	gl_text_number(t, (double)most);
	gl_text_add(t, ", the greatest x\nsum of exp(x - max) = ");
	for (size_t j = 0; j < k; j++) {
		gl_text_add(t, "%s", j ? " + " : "");
		gl_text_number(t, (double)e[j]);
	}
	gl_text_add(t, " = ");
	gl_text_number(t, (double)sum);
	gl_text_add(t, "\n");
}

const struct gl_layer_ops gl_layer_softmax = {
    .name = "softmax",
    .help = "probabilities that sum to 1, over the last dimension",
    .start = "xavier",
    .shape = softmax_shape,
    .forward = softmax_forward,
    .backward = softmax_backward,
    .explain = softmax_explain,
    .note = softmax_note,
};
