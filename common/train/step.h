/* One update, as gl-step and gl-train both make it. */
#ifndef GL_STEP_H
#define GL_STEP_H

#include "format/netfile.h"
#include "train/penalty.h"

struct gl_update {
	struct gl_optim_args args;
	double clip; /* greatest norm of the whole gradient; 0: no clipping */
	double clip_value; /* greatest absolute value of an element; 0: none */
	struct gl_penalty penalty;
};

/* Norm of the gradients of all parameters that train: squares summed in double, in block order. */
double gl_gradient_norm(const struct gl_net *net, const gl_real *grad);

/*
 * Clips (grad is changed), adds the penalties, lets the optimizer move every parameter that trains (state->step becomes
 * one more), and moves the running statistics. Clipping by norm multiplies the gradient by clip / (norm + 1e-6) when
 * that is below 1, as PyTorch's clip_grad_norm_ does; clipping by value comes first.
 */
void gl_update(struct gl_net *net, gl_real *grad, const struct gl_update *u, struct gl_state *state);

/* 0, or -1 when a parameter is not a finite number: "0.weight:3,1 is nan", with a hint at the learning rate. */
int gl_net_check_finite(const struct gl_net *net, struct gl_err *err);

#endif
