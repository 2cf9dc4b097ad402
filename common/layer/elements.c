#include "layer/elements.h"

#include "core/thread.h"

struct job {
	gl_elements_fn *f;
	struct gl_elements e;
};

static void
part(void *arg, size_t lo, size_t hi)
{
	const struct job *job = arg;

	job->f(&job->e, lo, hi);
}

void
gl_elements_forward(
    gl_elements_fn *f, const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y)
{
	struct job job = {.f = f, .e = {.l = l, .x = x->data, .y = y->data, .save = c->save}};

	gl_parallel(x->n, gl_grain(x->n, GL_ELEMENTS_GRAIN), part, &job);
}

void
gl_elements_backward(gl_elements_fn *f, const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x,
    const struct gl_tensor *y, const struct gl_tensor *dy, struct gl_tensor *dx)
{
	if (!dx)
		return;
	struct job job = {
	    .f = f,
	    .e = {.l = l, .x = x->data, .y = y->data, .dy = dy->data, .dx = dx->data, .save = c->save},
	};
	gl_parallel(x->n, gl_grain(x->n, GL_ELEMENTS_GRAIN), part, &job);
}

size_t
gl_elements_save(const struct gl_layer *l, size_t rows)
{
	return rows * gl_shape_count(&l->in) * sizeof(gl_real);
}
