#include "core/isa.h"
#include "core/random.h"
#include "core/thread.h"
#include "layer/explain.h"

#include <math.h>
#include <string.h>

/*
 * In training each number is dropped (becomes 0) with probability p, and the others are multiplied by 1 / (1 - p), so
 * that their mean stays; in prediction nothing happens. What is dropped is a function of seed, step, row in the stream,
 * layer and element. Source: Srivastava et al., Dropout (JMLR 15, 2014).
 */

struct job {
	const struct gl_layer *l;
	const struct gl_ctx *c;
	const gl_real *x;
	gl_real *y;
	unsigned char *keep; /* of each element: 1 if it is kept */
	size_t n; /* elements of a row */
	uint32_t *word; /* room for a random word an element */
	gl_real scale;
	uint32_t limit; /* a random number of 24 bits from here on keeps an element */
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

/* n elements with their random words. */
GL_CLONES static void
drop(const struct job *j, size_t n, const uint32_t *word, const gl_real *x, gl_real *y, unsigned char *keep)
{
	uint32_t limit = j->limit;
	gl_real scale = j->scale;

	for (size_t i = 0; i < n; i++) {
		keep[i] = word[i] >> 8 >= limit;
		y[i] = word[i] >> 8 >= limit ? x[i] * scale : 0;
	}
}

/* Rows lo to hi - 1. Element e of a row is decided by word e of the row's random numbers. */
static void
rows_part(void *arg, size_t lo, size_t hi)
{
	const struct job *j = arg;
	uint32_t *word = j->word + lo * j->n;

	for (size_t r = lo; r < hi; r++, word += j->n) {
		gl_random_n(j->c->seed, GL_RAND_DROPOUT + j->l->number, j->c->step, j->c->row + r, j->n, word);
		drop(j, j->n, word, j->x + r * j->n, j->y + r * j->n, j->keep + r * j->n);
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
	    .limit = (uint32_t)ceil(l->arg[0] * (1 << 24)),
	};

	if (!c->training) {
		memcpy(y->data, x->data, x->n * sizeof(gl_real));
		return;
	}
	j.word = gl_alloc_raw(c->arena, x->n, sizeof *j.word);
	gl_parallel(x->dim[0], 1 + 16384 / n, rows_part, &j);
}

/* dx = dy times what x was multiplied by. */
GL_CLONES static void
pass_back(size_t n, const unsigned char *keep, const gl_real *dy, gl_real scale, gl_real *dx)
{
	for (size_t i = 0; i < n; i++)
		dx[i] = keep[i] ? dy[i] * scale : 0;
}

static void
dropout_backward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, const struct gl_tensor *y,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	const unsigned char *keep = c->save;

	(void)x, (void)y;
	if (dx && c->training)
		pass_back(dx->n, keep, dy->data, scale_of(l), dx->data);
	else if (dx)
		memcpy(dx->data, dy->data, dx->n * sizeof(gl_real));
}

/* In training: what each number was multiplied by. */
static void
dropout_explain(const struct gl_layer *l, const gl_real *x, const gl_real *y, size_t i, struct gl_text *t)
{
	gl_real by = x && y[i] == 0 ? 0 : scale_of(l);

	gl_explain_term(t, x ? &x[i] : NULL, "x");
	gl_text_add(t, " * ");
	gl_explain_term(t, x ? &by : NULL, "factor");
}

static void
dropout_note(const struct gl_layer *l, const gl_real *x, size_t i, struct gl_text *t)
{
	(void)x;
	if (i > 0)
		return;
	gl_text_add(t, "the factor is 0 for what is dropped, and else 1 / (1 - ");
	gl_text_number(t, l->arg[0]);
	gl_text_add(t, ")\n");
}

static const struct gl_arg_spec dropout_args[] = {
    {.name = "share", .kind = GL_ARG_REAL, .positional = true, .lo = 0, .hi = 1},
    {.name = NULL},
};

const struct gl_layer_ops gl_layer_dropout = {
    .name = "dropout",
    .help = "in training, a random share of the numbers becomes 0",
    .args = dropout_args,
    .each = true,
    .shape = gl_shape_same,
    .save = dropout_save,
    .forward = dropout_forward,
    .backward = dropout_backward,
    .explain = dropout_explain,
    .note = dropout_note,
};
