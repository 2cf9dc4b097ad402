/* What the files of common/loss share: how outputs and targets lie, and what both must keep to. */
#ifndef GL_LOSS_INSIDE_H
#define GL_LOSS_INSIDE_H

#include "loss/loss.h"

#include <stdbool.h>

/* An output of T positions with K numbers each, and how its targets are written. */
struct gl_layout {
	size_t positions, k;
	bool index; /* one class index a position, not K numbers */
};

struct gl_layout
gl_loss_layout(const struct gl_loss *loss, enum gl_output output, const struct gl_shape *shape, size_t targets);

/*
 * Checks the targets t of n positions and, unless p is NULL, the outputs, which are to be probabilities. row: number in
 * the stream of the first row, for the message, "row N: ...". 0, or -1.
 */
int gl_loss_check_rows(const struct gl_loss *loss, const struct gl_layout *o, size_t n, const gl_real *t,
    const gl_real *p, uint64_t row, struct gl_err *err);

/*
 * Adds up what n rows' positions cost, `value`, and weigh (NULL: `per` each), in their order; as gl_loss_batch says of
 * each, sum and weight. -1 when a row's loss is not finite.
 */
int gl_loss_add(const struct gl_loss *loss, const struct gl_layout *o, size_t rows, const double *value,
    const double *weigh, uint64_t row, double *each, double *sum, double *weight, struct gl_err *err);

/* What a position weighs when nothing is said of weights: 1, or its K elements. */
double gl_loss_per(const struct gl_loss *loss, const struct gl_layout *o);

#endif
