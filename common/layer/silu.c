#include "core/isa.h"
#include "core/math.h"
#include "layer/elements.h"

/* Keeps s = sigmoid(x). */
GL_CLONES static void
silu_values(const struct gl_elements *e, size_t lo, size_t hi)
{
	const gl_real *x = e->x;
	gl_real *y = e->y, *s = e->save;

	gl_sigmoid_n(hi - lo, x + lo, s + lo);
	for (size_t i = lo; i < hi; i++)
		y[i] = x[i] * s[i];
}

/* dy/dx = s + x s (1 - s) */
GL_CLONES static void
silu_slopes(const struct gl_elements *e, size_t lo, size_t hi)
{
	const gl_real *x = e->x, *dy = e->dy, *s = e->save;
	gl_real *dx = e->dx;

	for (size_t i = lo; i < hi; i++)
		dx[i] = dy[i] * (s[i] * (1 + x[i] * (1 - s[i])));
}

static void
silu_forward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y)
{
	gl_elements_forward(silu_values, l, c, x, y);
}

static void
silu_backward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, const struct gl_tensor *y,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	gl_elements_backward(silu_slopes, l, c, x, y, dy, dx);
}

const struct gl_layer_ops gl_layer_silu = {
    .name = "silu",
    .help = "x times sigmoid(x), also called swish",
    .formula = "x / (1 + exp(-x))",
    .save = gl_elements_save,
    .start = "he",
    .shape = gl_shape_same,
    .forward = silu_forward,
    .backward = silu_backward,
};
