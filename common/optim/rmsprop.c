#include "core/isa.h"
#include "optim/optim.h"

#include <math.h>

#ifdef GL_DOUBLE
#define square_root sqrt
#else
#define square_root sqrtf
#endif

/*
 * RMSprop: s = alpha s + (1 - alpha) g^2, w = w - lr g / (sqrt(s) + eps): each parameter's step is divided by the
 * recent size of its own gradient. Source: Hinton, Neural networks for machine learning, lecture 6 (2012).
 */
GL_CLONES static void
rmsprop_loop(size_t n, gl_real *restrict w, const gl_real *restrict g, gl_real *restrict s, gl_real lr, gl_real alpha,
    gl_real rest, gl_real eps, gl_real decay)
{
	for (size_t i = 0; i < n; i++) {
		gl_real d = decay == 0 ? g[i] : g[i] + decay * w[i];
		s[i] = alpha * s[i] + rest * d * d;
		w[i] -= lr * (d / (square_root(s[i]) + eps));
	}
}

static void
rmsprop_step(const struct gl_optim_args *a, uint64_t t, size_t n, gl_real *w, const gl_real *g, gl_real *const *state)
{
	(void)t;
	rmsprop_loop(n, w, g, state[0], (gl_real)a->lr, (gl_real)a->alpha, (gl_real)(1 - a->alpha), (gl_real)a->eps,
	    (gl_real)a->weight_decay);
}

const struct gl_optim gl_rmsprop = {
    .name = "rmsprop",
    .help = "each step divided by the recent size of that parameter's gradient",
    .args = {.lr = 0.01, .alpha = 0.99, .eps = 1e-8},
    .state = {"square_avg"},
    .step = rmsprop_step,
};

/*
 * Adagrad: s = s + g^2, w = w - lr g / (sqrt(s) + eps): steps shrink as gradients add up.
 * Source: Duchi, Hazan, Singer, Adaptive subgradient methods (JMLR 12, 2011).
 */
GL_CLONES static void
adagrad_loop(size_t n, gl_real *restrict w, const gl_real *restrict g, gl_real *restrict s, gl_real lr, gl_real eps,
    gl_real decay)
{
	for (size_t i = 0; i < n; i++) {
		gl_real d = decay == 0 ? g[i] : g[i] + decay * w[i];
		s[i] = s[i] + d * d;
		w[i] -= lr * (d / (square_root(s[i]) + eps));
	}
}

static void
adagrad_step(const struct gl_optim_args *a, uint64_t t, size_t n, gl_real *w, const gl_real *g, gl_real *const *state)
{
	(void)t;
	adagrad_loop(n, w, g, state[0], (gl_real)a->lr, (gl_real)a->eps, (gl_real)a->weight_decay);
}

const struct gl_optim gl_adagrad = {
    .name = "adagrad",
    .help = "each step divided by the size of all that parameter's gradients so far",
    .args = {.lr = 0.01, .eps = 1e-10},
    .state = {"sum"},
    .step = adagrad_step,
};
