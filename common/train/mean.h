/*
 * The mean of several gradients: what one gradient over all their examples would be. gl-step and gl-train both take
 * it.
 */
#ifndef GL_MEAN_H
#define GL_MEAN_H

#include "format/netfile.h"

/*
 * Each gradient counts by its weight W: sum(W g) / sum(W), in double, in the order of the calls, rounded once. A
 * single gradient stays as it is. Start with all zero bytes and n, the numbers in a block.
 */
struct gl_mean {
	size_t n;
	size_t count; /* gradients so far */
	double *sum; /* of W g; NULL until there are two */
	struct gl_gradient first; /* its block is a copy; examples, weight and W loss are sums over all */
	double loss; /* sum of W times the loss */
};

/* Adds one; memory for the means is taken from the arena once. */
void gl_mean_add(struct gl_mean *m, const struct gl_gradient *g, struct gl_arena *life);

/* The mean, in m's own block, which is overwritten when the next one is added. There must be one gradient at least. */
void gl_mean_get(struct gl_mean *m, struct gl_gradient *g);

/*
 * The mean of all gradients in the files (n 0: standard input), each checked against the network; all of one loss, as
 * a mean of, say, nats and squares would be neither. 0, or -1 with err set.
 */
int gl_gradients_mean(const char *const *paths, size_t n, const struct gl_net *net, struct gl_gradient *g,
    struct gl_arena *life, struct gl_err *err);

#endif
