/*
 * Penalties: what keeps parameters small, beside the loss. They are part of the update, as PyTorch's weight decay is:
 * the loss that is reported is that of the data alone.
 */
#ifndef GL_PENALTY_H
#define GL_PENALTY_H

#include "optim/optim.h"

#include <stdbool.h>

struct gl_penalty {
	double l1, l2; /* strengths; 0: none */
	bool decoupled; /* weight decay shrinks w itself, instead of adding to the gradient, with every optimizer */
};

/*
 * g = g + l1 sign(w) + l2 w, with sign(0) = 0: the slopes of the penalties l1 sum |w| and l2/2 sum w^2. Term by term
 * from the left, each rounded.
 */
void gl_penalty_add(const struct gl_penalty *p, size_t n, const gl_real *w, gl_real *g);

/*
 * Decoupled weight decay: w = (1 - lr decay) w, the factor rounded once; and decay becomes 0 in *args, so that the
 * optimizer does not apply it once more. Nothing happens unless p->decoupled.
 * Source: Loshchilov, Hutter, Decoupled weight decay regularization (ICLR 2019).
 */
void gl_penalty_decay(const struct gl_penalty *p, struct gl_optim_args *args, size_t n, gl_real *w);

#endif
