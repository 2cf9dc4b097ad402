/* One update, as gl-step and gl-train both make it. */
#ifndef GL_STEP_H
#define GL_STEP_H

#include "format/netfile.h"

struct gl_update {
	struct gl_optim_args args;
	double clip; /* greatest norm of the whole gradient; 0: no clipping */
	double clip_value; /* greatest absolute value of an element; 0: none */
};

/* Norm of the gradients of all parameters that train: squares summed in double, in block order. */
double gl_gradient_norm(const struct gl_net *net, const gl_real *grad);

/*
 * Clips (grad is changed), lets the optimizer move every parameter that trains (state->step becomes one more), and moves the running
 * statistics. Returns 0, or -1 when a parameter is no longer finite: "0.weight is not finite after this step" with a hint.
 */
int gl_update(struct gl_net *net, gl_real *grad, const struct gl_update *u, struct gl_state *state, struct gl_err *err);

#endif
