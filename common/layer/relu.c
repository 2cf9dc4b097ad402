#include "core/isa.h"
#include "layer/elements.h"

GL_CLONES static void
relu_values(const struct gl_elements *e, size_t lo, size_t hi)
{
	const gl_real *x = e->x;
	gl_real *y = e->y;

	for (size_t i = lo; i < hi; i++)
		y[i] = x[i] < 0 ? 0 : x[i]; /* this way round, a NaN shows */
}

/* dx = dy where x > 0, else 0; at the kink x = 0 the slope 0 is chosen. */
GL_CLONES static void
relu_slopes(const struct gl_elements *e, size_t lo, size_t hi)
{
	const gl_real *x = e->x, *dy = e->dy;
	gl_real *dx = e->dx;

	for (size_t i = lo; i < hi; i++)
		dx[i] = x[i] > 0 ? dy[i] : 0;
}

static void
relu_forward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y)
{
	gl_elements_forward(relu_values, l, c, x, y);
}

static void
relu_backward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, const struct gl_tensor *y,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	gl_elements_backward(relu_slopes, l, c, x, y, dy, dx);
}

const struct gl_layer_ops gl_layer_relu = {
    .name = "relu",
    .help = "max(0, x), element by element",
    .formula = "max(0, x)",
    .start = "he",
    .shape = gl_shape_same,
    .forward = relu_forward,
    .backward = relu_backward,
};
