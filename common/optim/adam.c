#include "core/isa.h"
#include "optim/optim.h"

#include <math.h>

#ifdef GL_DOUBLE
#define square_root sqrt
#else
#define square_root sqrtf
#endif

/* What one step needs, worked out in double and rounded once. */
struct scalars {
	gl_real beta1, rest1, beta2, rest2;
	gl_real rate; /* lr / (1 - beta1^t) */
	gl_real correction; /* sqrt(1 - beta2^t) */
	gl_real eps;
	gl_real decay; /* adam: added to the gradient, times w */
	gl_real shrink; /* adamw: w is multiplied by this first */
};

/*
 * Adam: m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2: running means of the gradient and of its square;
 * w = w - rate m / (sqrt(v) / correction + eps), the two corrections making up for the means' start at 0.
 * Source: Kingma, Ba, Adam: a method for stochastic optimization (ICLR 2015).
 */
GL_CLONES static void
adam_loop(size_t n, gl_real *restrict w, const gl_real *restrict g, gl_real *restrict m, gl_real *restrict v,
    struct scalars s)
{
	for (size_t i = 0; i < n; i++) {
		gl_real x = w[i] * s.shrink;
		gl_real d = s.decay == 0 ? g[i] : g[i] + s.decay * x;
		m[i] = s.beta1 * m[i] + s.rest1 * d;
		v[i] = s.beta2 * v[i] + s.rest2 * d * d;
		w[i] = x - s.rate * (m[i] / (square_root(v[i]) / s.correction + s.eps));
	}
}

/* x^t by repeated squaring: the C library's pow may differ in its last bit from one machine to the next. */
static double
power(double x, uint64_t t)
{
	double y = 1;

	for (; t; t >>= 1, x *= x)
		if (t & 1)
			y *= x;
	return y;
}

static struct scalars
scalars(const struct gl_optim_args *a, uint64_t t)
{
	return (struct scalars){
	    .beta1 = (gl_real)a->beta1,
	    .rest1 = (gl_real)(1 - a->beta1),
	    .beta2 = (gl_real)a->beta2,
	    .rest2 = (gl_real)(1 - a->beta2),
	    .rate = (gl_real)(a->lr / (1 - power(a->beta1, t))),
	    .correction = (gl_real)sqrt(1 - power(a->beta2, t)),
	    .eps = (gl_real)a->eps,
	    .shrink = 1,
	};
}

static void
adam_step(const struct gl_optim_args *a, uint64_t t, size_t n, gl_real *w, const gl_real *g, gl_real *const *state)
{
	struct scalars s = scalars(a, t);

	s.decay = (gl_real)a->weight_decay;
	adam_loop(n, w, g, state[0], state[1], s);
}

const struct gl_optim gl_adam = {
    .name = "adam",
    .help = "momentum, divided by the recent size of the gradient",
    .args = {.lr = 0.001, .beta1 = 0.9, .beta2 = 0.999, .eps = 1e-8},
    .state = {"exp_avg", "exp_avg_sq"},
    .step = adam_step,
};

/*
 * AdamW: weight decay apart from the gradient, w = (1 - lr decay) w before Adam's step.
 * Source: Loshchilov, Hutter, Decoupled weight decay regularization (ICLR 2019).
 */
static void
adamw_step(const struct gl_optim_args *a, uint64_t t, size_t n, gl_real *w, const gl_real *g, gl_real *const *state)
{
	struct scalars s = scalars(a, t);

	s.shrink = (gl_real)(1 - a->lr * a->weight_decay);
	adam_loop(n, w, g, state[0], state[1], s);
}

const struct gl_optim gl_adamw = {
    .name = "adamw",
    .help = "adam with weight decay of its own",
    .args = {.lr = 0.001, .weight_decay = 0.01, .beta1 = 0.9, .beta2 = 0.999, .eps = 1e-8},
    .state = {"exp_avg", "exp_avg_sq"},
    .step = adamw_step,
};
