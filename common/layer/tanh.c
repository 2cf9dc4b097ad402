#include "core/isa.h"
#include "core/math.h"
#include "layer/elements.h"

static void
tanh_values(const struct gl_elements *e, size_t lo, size_t hi)
{
	gl_tanh_n(hi - lo, e->x + lo, e->y + lo);
}

/* dy/dx = 1 - y^2 */
GL_CLONES static void
tanh_slopes(const struct gl_elements *e, size_t lo, size_t hi)
{
	const gl_real *y = e->y, *dy = e->dy;
	gl_real *dx = e->dx;

	for (size_t i = lo; i < hi; i++)
		dx[i] = dy[i] * (1 - y[i] * y[i]);
}

static void
tanh_forward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y)
{
	gl_elements_forward(tanh_values, l, c, x, y);
}

static void
tanh_backward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, const struct gl_tensor *y,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	gl_elements_backward(tanh_slopes, l, c, x, y, dy, dx);
}

const struct gl_layer_ops gl_layer_tanh = {
    .name = "tanh",
    .help = "hyperbolic tangent: squeezes each number into -1 to 1",
    .formula = "tanh(x)",
    .start = "xavier",
    .shape = gl_shape_same,
    .forward = tanh_forward,
    .backward = tanh_backward,
};
