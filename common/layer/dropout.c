#include "core/random.h"
#include "core/thread.h"
#include "layer/layer.h"

#include <string.h>

/*
 * In training each number is dropped (becomes 0) with probability p, and the others are multiplied by 1 / (1 - p), so that their mean
 * stays; in prediction nothing happens. What is dropped is a function of seed, step, row in the stream, layer and element.
 * Source: Srivastava et al., Dropout (JMLR 15, 2014).
 */

struct job {
	const struct gl_layer *l;
	const struct gl_ctx *c;
	const gl_real *x;
	gl_real *y;
	unsigned char *keep; /* of each element: 1 if it is kept */
	size_t n; /* elements of a row */
	gl_real scale;
};

static gl_real
scale_of(const struct gl_layer *l)
{
	return l->arg[0] < 1 ? (gl_real)(1 / (1 - l->arg[0])) : 0;
}

/* Kept for the backward pass: which elements were. */
static size_t
dropout_save(const struct gl_layer *l, size_t rows)
{
	return rows * gl_shape_count(&l->in);
}

/* Rows lo to hi - 1. One call gives four random words: word e % 4 of call e / 4 decides element e. */
static void
rows_part(void *arg, size_t lo, size_t hi)
{
	const struct job *j = arg;
	uint32_t word[4];

	for (size_t r = lo; r < hi; r++) {
		const gl_real *x = j->x + r * j->n;
		gl_real *y = j->y + r * j->n;
		unsigned char *keep = j->keep + r * j->n;
		for (size_t e = 0; e < j->n; e++) {
			if (e % 4 == 0)
				gl_random(j->c->seed, GL_RAND_DROPOUT + j->l->number, j->c->step, j->c->row + r,
				    (uint32_t)(e / 4), word);
			keep[e] = gl_uniform(word[e % 4]) >= j->l->arg[0];
			y[e] = keep[e] ? x[e] * j->scale : 0;
		}
	}
}

static void
dropout_forward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y)
{
	size_t n = gl_shape_count(&l->in);
	struct job j = {
	    .l = l,
	    .c = c,
	    .x = x->data,
	    .y = y->data,
	    .keep = c->save,
	    .n = n,
	    .scale = scale_of(l),
	};

	if (c->training)
		gl_parallel(x->dim[0], 1 + 16384 / n, rows_part, &j);
	else
		memcpy(y->data, x->data, x->n * sizeof(gl_real));
}

static void
dropout_backward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, const struct gl_tensor *y,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	const unsigned char *keep = c->save;
	gl_real scale = scale_of(l);

	(void)x, (void)y;
	if (!dx)
		return;
	if (!c->training) {
		memcpy(dx->data, dy->data, dx->n * sizeof(gl_real));
		return;
	}
	for (size_t i = 0; i < dx->n; i++)
		dx->data[i] = keep[i] ? dy->data[i] * scale : 0;
}

static const struct gl_arg_spec dropout_args[] = {
    {.name = "share", .kind = GL_ARG_REAL, .positional = true, .lo = 0, .hi = 1},
    {.name = NULL},
};

const struct gl_layer_ops gl_layer_dropout = {
    .name = "dropout",
    .help = "in training, a random share of the numbers becomes 0",
    .args = dropout_args,
    .shape = gl_shape_same,
    .save = dropout_save,
    .forward = dropout_forward,
    .backward = dropout_backward,
};
