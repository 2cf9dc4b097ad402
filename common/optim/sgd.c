#include "core/isa.h"
#include "optim/optim.h"

/* Stochastic gradient descent: w = w - lr (g + decay w). */
GL_CLONES static void
sgd_loop(size_t n, gl_real *restrict w, const gl_real *restrict g, gl_real lr, gl_real decay)
{
	if (decay == 0)
		for (size_t i = 0; i < n; i++)
			w[i] -= lr * g[i];
	else
		for (size_t i = 0; i < n; i++)
			w[i] -= lr * (g[i] + decay * w[i]);
}

static void
sgd_step(const struct gl_optim_args *a, uint64_t t, size_t n, gl_real *w, const gl_real *g, gl_real *const *state)
{
	(void)t, (void)state;
	sgd_loop(n, w, g, (gl_real)a->lr, (gl_real)a->weight_decay);
}

const struct gl_optim gl_sgd = {
    .name = "sgd",
    .help = "the plain step: against the gradient, times the learning rate",
    .args = {.lr = 0.01},
    .step = sgd_step,
};
