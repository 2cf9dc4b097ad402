#include "core/isa.h"
#include "core/math.h"
#include "layer/elements.h"

#define SQRT_HALF ((gl_real)0.70710678118654752440)
#define SQRT_1_2PI ((gl_real)0.39894228040143267794) /* 1 / sqrt(2 pi) */

/*
 * y = x P(x), where P(x) = (1 + erf(x / sqrt 2)) / 2. Keeps P. Source: Hendrycks and Gimpel, Gaussian error linear
 * units (2016).
 */
GL_CLONES static void
gelu_values(const struct gl_elements *e, size_t lo, size_t hi)
{
	const gl_real *x = e->x;
	gl_real *y = e->y, *p = e->save;

	for (size_t i = lo; i < hi; i++)
		p[i] = x[i] * SQRT_HALF;
	gl_erf_n(hi - lo, p + lo, p + lo);
	for (size_t i = lo; i < hi; i++) {
		p[i] = (1 + p[i]) / 2;
		y[i] = x[i] * p[i];
	}
}

/* dy/dx = P(x) + x P'(x), where P'(x) = exp(-x^2 / 2) / sqrt(2 pi) */
GL_CLONES static void
gelu_slopes(const struct gl_elements *e, size_t lo, size_t hi)
{
	const gl_real *x = e->x, *dy = e->dy, *p = e->save;
	gl_real *dx = e->dx;

	for (size_t i = lo; i < hi; i++)
		dx[i] = x[i] * x[i] / -2;
	gl_exp_n(hi - lo, dx + lo, dx + lo);
	for (size_t i = lo; i < hi; i++)
		dx[i] = dy[i] * (p[i] + x[i] * (dx[i] * SQRT_1_2PI));
}

static void
gelu_forward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y)
{
	gl_elements_forward(gelu_values, l, c, x, y);
}

static void
gelu_backward(const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, const struct gl_tensor *y,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	gl_elements_backward(gelu_slopes, l, c, x, y, dy, dx);
}

const struct gl_layer_ops gl_layer_gelu = {
    .name = "gelu",
    .help = "x times the share of the normal distribution below x",
    .formula = "x * (1 + erf(x / sqrt(2))) / 2",
    .save = gl_elements_save,
    .start = "he",
    .shape = gl_shape_same,
    .forward = gelu_forward,
    .backward = gelu_backward,
};
