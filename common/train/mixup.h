/*
 * Mixup: a network is trained on mixtures of two examples, inputs and targets alike, so that it goes from one class to
 * another in a straight line. Each example of a batch is mixed with another one of it.
 * Source: Zhang, Cisse, Dauphin, Lopez-Paz, mixup: beyond empirical risk minimization (ICLR 2018); as in its authors'
 * program, a batch has one share, and the partners are a permutation of the batch.
 */
#ifndef GL_MIXUP_H
#define GL_MIXUP_H

#include "format/stream.h"
#include "net/net.h"

struct gl_mixup {
	double alpha; /* shares are from Beta(alpha, alpha); small: most are near 0 or 1; 0: no mixing at all */
	const struct gl_loss *loss;
	const struct gl_net *net;
	uint32_t seed;
	bool weights; /* field 3 holds weights of examples */
};

/* Can inputs of this network and targets of this loss be mixed? 0, or -1 with err set. */
int gl_mixup_check(const struct gl_mixup *m, struct gl_err *err);

/* How many numbers a mixed target has, when targets have so many: class indices become K numbers each. */
size_t gl_mixup_targets(const struct gl_mixup *m, size_t targets);

/* The share of its own that each example of a batch keeps: a function of the seed and the number of the batch. */
double gl_mixup_share(const struct gl_mixup *m, uint32_t batch);

/*
 * mixed = share b + (1 - share) b in another order, for inputs, targets and weights, in the arena. 0, or -1 when a
 * target does not fit the loss ("row N: ...", N in the batch).
 */
int gl_mixup_batch(const struct gl_mixup *m, uint32_t batch, const struct gl_batch *b, struct gl_batch *mixed,
    struct gl_arena *pass, struct gl_err *err);

#endif
