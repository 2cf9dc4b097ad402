#include "core/isa.h"
#include "core/math.h"
#include "layer/elements.h"

static void
softplus_values(const struct gl_elements *e, size_t lo, size_t hi)
{
	gl_softplus_n(hi - lo, e->x + lo, e->y + lo);
}

/* dy/dx = sigmoid(x) */
GL_CLONES static void
softplus_slopes(const struct gl_elements *e, size_t lo, size_t hi)
{
	const gl_real *dy = e->dy;
	gl_real *dx = e->dx;

	gl_sigmoid_n(hi - lo, e->x + lo, dx + lo);
	for (size_t i = lo; i < hi; i++)
		dx[i] = dx[i] * dy[i];
}

static void
softplus_forward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y)
{
	gl_elements_forward(softplus_values, l, c, x, y);
}

static void
softplus_backward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, const struct gl_tensor *y,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	gl_elements_backward(softplus_slopes, l, c, x, y, dy, dx);
}

const struct gl_layer_ops gl_layer_softplus = {
    .name = "softplus",
    .help = "log(1 + exp(x)): a relu without a corner",
    .formula = "log(1 + exp(x))",
    .start = "he",
    .shape = gl_shape_same,
    .forward = softplus_forward,
    .backward = softplus_backward,
};
