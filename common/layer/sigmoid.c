#include "core/isa.h"
#include "core/math.h"
#include "layer/elements.h"

static void
sigmoid_values(const struct gl_elements *e, size_t lo, size_t hi)
{
	gl_sigmoid_n(hi - lo, e->x + lo, e->y + lo);
}

/* dy/dx = y (1 - y) */
GL_CLONES static void
sigmoid_slopes(const struct gl_elements *e, size_t lo, size_t hi)
{
	const gl_real *y = e->y, *dy = e->dy;
	gl_real *dx = e->dx;

	for (size_t i = lo; i < hi; i++)
		dx[i] = dy[i] * (1 - y[i]) * y[i];
}

static void
sigmoid_forward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y)
{
	gl_elements_forward(sigmoid_values, l, c, x, y);
}

static void
sigmoid_backward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, const struct gl_tensor *y,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	gl_elements_backward(sigmoid_slopes, l, c, x, y, dy, dx);
}

const struct gl_layer_ops gl_layer_sigmoid = {
    .name = "sigmoid",
    .help = "1 / (1 + exp(-x)): a probability of yes for each number",
    .formula = "1 / (1 + exp(-x))",
    .start = "xavier",
    .shape = gl_shape_same,
    .forward = sigmoid_forward,
    .backward = sigmoid_backward,
};
