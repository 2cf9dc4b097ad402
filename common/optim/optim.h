/* Optimizers: what to do with a gradient. One file each, a row in gl_optims[]; PyTorch's definitions. */
#ifndef GL_OPTIM_H
#define GL_OPTIM_H

#include "core/err.h"
#include "core/real.h"

#include <stddef.h>
#include <stdint.h>

enum { GL_OPTIM_STATES = 2 };

/* The numbers that an optimizer works with. gl_optim_defaults fills them in; options replace them. */
struct gl_optim_args {
	double lr; /* learning rate */
	double momentum; /* sgd: 0 unless given; momentum, nesterov: 0.9 */
	double weight_decay; /* added to the gradient (l2); adamw: decoupled */
	double beta1, beta2, eps, alpha;
};

struct gl_optim {
	const char *name, *help;
	struct gl_optim_args args; /* defaults */
	const char *
	    state[GL_OPTIM_STATES + 1]; /* PyTorch's words for its state tensors: exp_avg, exp_avg_sq; ends with NULL */
	/*
	 * One update of n parameters w by their gradient g. t counts steps from 1. state[i]: n numbers each, zero at
	 * first. lr and other per-step scalars are computed in double and rounded once. No fused multiply-adds:
	 * separate operations in the order of the formula in the file.
	 */
	void (*step)(
	    const struct gl_optim_args *a, uint64_t t, size_t n, gl_real *w, const gl_real *g, gl_real *const *state);
};

extern const struct gl_optim *const gl_optims[]; /* sgd momentum nesterov rmsprop adagrad adam adamw; ends with NULL */
const char *const *gl_optim_names(void); /* of all of them; ends with NULL */
const struct gl_optim *gl_optim_find(const char *name, struct gl_err *err); /* hint at the nearest name */

#endif
