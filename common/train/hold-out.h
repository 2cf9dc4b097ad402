/* The examples that a training run is judged by. */
#ifndef GL_HOLD_OUT_H
#define GL_HOLD_OUT_H

#include "train/loop.h"

/*
 * Holds out a part of the rows (0 to 1; text: as it was typed), chosen at random; of each class the same part, if there
 * are classes. Sets l->train and l->val; needs l->net, l->life, the recipe's seed and loss. 0, or -1 with err set.
 */
int gl_hold_out(struct gl_loop *l, const struct gl_data *data, double part, const char *text, struct gl_err *err);

#endif
