#include "core/isa.h"
#include "core/math.h"
#include "layer/elements.h"

GL_CLONES static void
elu_values(const struct gl_elements *e, size_t lo, size_t hi)
{
	const gl_real *x = e->x;
	gl_real *y = e->y, alpha = (gl_real)e->l->arg[0];

	gl_expm1_n(hi - lo, x + lo, y + lo);
	for (size_t i = lo; i < hi; i++)
		y[i] = x[i] > 0 ? x[i] : alpha * y[i];
}

/* Where x <= 0 the slope is alpha exp(x) = y + alpha. */
GL_CLONES static void
elu_slopes(const struct gl_elements *e, size_t lo, size_t hi)
{
	const gl_real *x = e->x, *y = e->y, *dy = e->dy;
	gl_real *dx = e->dx, alpha = (gl_real)e->l->arg[0];

	for (size_t i = lo; i < hi; i++)
		dx[i] = x[i] > 0 ? dy[i] : dy[i] * (y[i] + alpha);
}

static void
elu_forward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y)
{
	gl_elements_forward(elu_values, l, c, x, y);
}

static void
elu_backward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, const struct gl_tensor *y,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	gl_elements_backward(elu_slopes, l, c, x, y, dy, dx);
}

static const struct gl_arg_spec elu_args[] = {
    {.name = "alpha", .kind = GL_ARG_REAL, .optional = true, .value = 1, .lo = 0, .hi = 1e6},
    {.name = NULL},
};

const struct gl_layer_ops gl_layer_elu = {
    .name = "elu",
    .help = "x, or alpha (exp(x) - 1) where x is negative",
    .formula = "max(0, x) + min(0, alpha*(exp(x) - 1))",
    .args = elu_args,
    .start = "he",
    .shape = gl_shape_same,
    .forward = elu_forward,
    .backward = elu_backward,
};
