/* Class indices as one-hot rows: K numbers, 1 at the class and 0 elsewhere. */
#ifndef GL_ONE_HOT_H
#define GL_ONE_HOT_H

#include "loss/loss.h"

#include <stdbool.h>

/* Does this loss read targets of so many numbers as class indices? */
bool gl_loss_indexed(const struct gl_loss *loss, enum gl_output output, const struct gl_shape *shape, size_t targets);

/*
 * The targets t (B, m) as K numbers for each position: indices as one-hot rows, in the arena; others as they are. 0, or
 * -1 when a target does not fit, as gl_loss_batch says.
 */
int gl_loss_one_hot(const struct gl_loss *loss, enum gl_output output, const struct gl_shape *shape,
    const struct gl_tensor *t, uint64_t row, struct gl_tensor *hot, struct gl_arena *pass, struct gl_err *err);

#endif
