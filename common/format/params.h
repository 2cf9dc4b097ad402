/* Between the parameter blocks of a network and the tensors of a file. Inside format only. */
#ifndef GL_PARAMS_H
#define GL_PARAMS_H

#include "format/items.h"

/* Which tensors there are: one for each wanted parameter and each block, named after both: 0.weight + .exp_avg. */
struct gl_params {
	const struct gl_net *net;
	const bool *wanted; /* by parameter; NULL: all */
	size_t n; /* blocks */
	const char *const *suffix; /* of the names in block i: "" for a network, ".exp_avg" for a state */
	gl_real *const *block; /* laid out as the network's */
};

/*
 * Which parameters have a tensor in a gradient: those that train, and running statistics of layers that are not
 * frozen.
 */
bool *gl_params_in_gradient(const struct gl_net *net, struct gl_arena *arena);

/*
 * Copies tensors into the blocks by name, each from file order to its place. Refused with file and place: unknown
 * names, tensors that are absent (unless optional), other shapes, values that are not finite.
 */
int gl_params_read(
    const struct gl_params *p, bool optional, const struct gl_tensors *t, const char *file, struct gl_err *err);

/* Adds the tensors to t, in file order; refused are values that are not finite. */
int gl_params_write(
    const struct gl_params *p, struct gl_tensors *t, const char *what, struct gl_arena *arena, struct gl_err *err);

/* The numbers of one parameter in file order, out of a block. */
void gl_param_get(const struct gl_param *p, const gl_real *block, float *to);

#endif
