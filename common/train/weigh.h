/* What the examples of a training run weigh: looked at once, before the first step. */
#ifndef GL_WEIGH_H
#define GL_WEIGH_H

#include "train/loop.h"

/*
 * Sets l->weighing and l->val_weighing by l->recipe.weighing, from the training examples and those held out. All
 * weights of examples are checked; classes are counted where they are to be balanced, those held out aside. Validation
 * counts classes and examples in the same way, but does not smooth targets. 0, or -1 with err set: what was asked for
 * does not fit the loss, the network or an example, which is named by its file and line, or all weights are 0. Of a
 * stream, the examples are still to come.
 */
int gl_loop_weigh(struct gl_loop *l, struct gl_err *err);

/* The weights of a batch of a stream, which could not be looked at before. 0, or -1 with err set. */
int gl_loop_check_weights(const struct gl_loop *l, const struct gl_batch *b, struct gl_err *err);

/* A weighing with the weights of a batch's rows; NULL when nothing was asked for. */
const struct gl_weighing *gl_loop_weighing(const struct gl_loop *l, struct gl_weighing *w, const struct gl_batch *b);

#endif
