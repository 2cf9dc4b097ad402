#include "core/isa.h"
#include "optim/optim.h"

/*
 * Momentum: v = momentum v + g, w = w - lr v; earlier gradients keep pushing, each step weaker by the factor momentum.
 * Source: Polyak, Some methods of speeding up the convergence of iteration methods (1964); Sutskever et al. (ICML
 * 2013).
 */
GL_CLONES static void
momentum_loop(size_t n, gl_real *restrict w, const gl_real *restrict g, gl_real *restrict v, gl_real lr, gl_real mu,
    gl_real decay)
{
	for (size_t i = 0; i < n; i++) {
		gl_real d = decay == 0 ? g[i] : g[i] + decay * w[i];
		v[i] = mu * v[i] + d;
		w[i] -= lr * v[i];
	}
}

static void
momentum_step(const struct gl_optim_args *a, uint64_t t, size_t n, gl_real *w, const gl_real *g, gl_real *const *state)
{
	(void)t;
	momentum_loop(n, w, g, state[0], (gl_real)a->lr, (gl_real)a->momentum, (gl_real)a->weight_decay);
}

const struct gl_optim gl_momentum = {
    .name = "momentum",
    .help = "sgd that keeps part of its earlier steps",
    .args = {.lr = 0.01, .momentum = 0.9},
    .state = {"momentum_buffer"},
    .step = momentum_step,
};

/* Nesterov's momentum, as PyTorch writes it: v = momentum v + g, w = w - lr (g + momentum v). */
GL_CLONES static void
nesterov_loop(size_t n, gl_real *restrict w, const gl_real *restrict g, gl_real *restrict v, gl_real lr, gl_real mu,
    gl_real decay)
{
	for (size_t i = 0; i < n; i++) {
		gl_real d = decay == 0 ? g[i] : g[i] + decay * w[i];
		v[i] = mu * v[i] + d;
		w[i] -= lr * (d + mu * v[i]);
	}
}

static void
nesterov_step(const struct gl_optim_args *a, uint64_t t, size_t n, gl_real *w, const gl_real *g, gl_real *const *state)
{
	(void)t;
	nesterov_loop(n, w, g, state[0], (gl_real)a->lr, (gl_real)a->momentum, (gl_real)a->weight_decay);
}

const struct gl_optim gl_nesterov = {
    .name = "nesterov",
    .help = "momentum that looks one step ahead",
    .args = {.lr = 0.01, .momentum = 0.9},
    .state = {"momentum_buffer"},
    .step = nesterov_step,
};
