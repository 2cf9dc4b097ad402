#include "core/isa.h"
#include "layer/elements.h"

GL_CLONES static void
leaky_relu_values(const struct gl_elements *e, size_t lo, size_t hi)
{
	const gl_real *x = e->x;
	gl_real *y = e->y;
	gl_real slope = (gl_real)e->l->arg[0];

	for (size_t i = lo; i < hi; i++)
		y[i] = x[i] < 0 ? slope * x[i] : x[i];
}

/* dx = dy where x > 0, else slope dy, as PyTorch at the kink x = 0. */
GL_CLONES static void
leaky_relu_slopes(const struct gl_elements *e, size_t lo, size_t hi)
{
	const gl_real *x = e->x, *dy = e->dy;
	gl_real *dx = e->dx;
	gl_real slope = (gl_real)e->l->arg[0];

	for (size_t i = lo; i < hi; i++)
		dx[i] = x[i] > 0 ? dy[i] : slope * dy[i];
}

static void
leaky_relu_forward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y)
{
	gl_elements_forward(leaky_relu_values, l, c, x, y);
}

static void
leaky_relu_backward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, const struct gl_tensor *y,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	gl_elements_backward(leaky_relu_slopes, l, c, x, y, dy, dx);
}

static const struct gl_arg_spec leaky_relu_args[] = {
    {.name = "slope", .kind = GL_ARG_REAL, .optional = true, .value = 0.01, .lo = 0, .hi = 1},
    {.name = NULL},
};

const struct gl_layer_ops gl_layer_leaky_relu = {
    .name = "leaky-relu",
    .help = "x, or slope times x where x is negative",
    .formula = "max(x, slope*x)",
    .args = leaky_relu_args,
    .start = "he",
    .shape = gl_shape_same,
    .forward = leaky_relu_forward,
    .backward = leaky_relu_backward,
};
