/* Losses: one number that training lowers. One file a loss, value beside gradient; a row in gl_losses[]. */
#ifndef GL_LOSS_H
#define GL_LOSS_H

#include "core/err.h"
#include "core/tensor.h"

#include <stdint.h>

/* What a target is. */
enum gl_target {
	GL_TARGET_CLASS, /* an index, or K numbers (one-hot or probabilities), for each position */
	GL_TARGET_SHARE, /* K numbers from 0 to 1 */
	GL_TARGET_VALUE, /* as many numbers as outputs */
};

/* What the network's outputs are. */
enum gl_output {
	GL_PROBABILITIES, /* softmax: each position's K sum to 1 */
	GL_SHARES, /* sigmoid: each from 0 to 1 */
	GL_VALUES, /* anything else: regression values, or logits */
};

struct gl_loss {
	const char *name, *help;
	const char *unit; /* "nats", or "" */
	enum gl_target target;
	bool per_position; /* the mean is over examples or positions; else over all elements */
	bool smooths, class_weights; /* label smoothing and class weights go with it (loss/weighing.h) */
	/*
	 * One position: K outputs p against K target numbers t (an index has become its one-hot row). Returns the sum
	 * (not the mean) in double, and writes d sum / d p times scale to dp.
	 */
	double (*value)(size_t k, const gl_real *p, const gl_real *t, gl_real *dp, double scale);
	/*
	 * The same from logits z, with the last activation (softmax or sigmoid) inside; NULL when there is no such
	 * pair.
	 */
	double (*from_logits)(size_t k, const gl_real *z, const gl_real *t, gl_real *dz, double scale);
};

extern const struct gl_loss *const gl_losses[]; /* ends with NULL */
/* The names of all of them, ends with NULL. */
const char *const *gl_loss_names(void);

const struct gl_loss *gl_loss_find(const char *name, struct gl_err *err); /* hint at the nearest name */

/* The default for a network whose outputs are of this kind: cross-entropy, binary-cross-entropy, mse. */
const struct gl_loss *gl_loss_default(enum gl_output output);

/*
 * The loss of a batch and its gradient.
 *   p       (B, ...)  outputs, or logits when logits is true
 *   shape             of one example's outputs: K, or T x K for T positions (a sequence)
 *   t       (B, m)    targets as DESIGN section 2 reads them
 *   row               number in the stream of the first row, for messages (counted from 0; messages count from 1)
 *   each    (B)       out, or NULL: the mean loss of each row
 *   sum, weight       out: the sum of losses and the weight that it is divided by (so the mean is sum / weight); both
 *                     are added to, row by row in order, in double, so that how rows were grouped does not matter
 *   dp                out, or NULL: d mean / d p, divided by the weight of this batch
 *   pass              scratch memory
 * Returns 0, or -1 when a target does not fit: an index out of range, a number of targets that the loss does not take,
 * a share outside
 * 0 to 1, rows of p that do not sum to 1 within 1e-3 (not logits), a loss that is not finite. The message says "row N:
 * ...".
 */
int gl_loss_batch(const struct gl_loss *loss, enum gl_output output, bool logits, const struct gl_tensor *p,
    const struct gl_shape *shape, const struct gl_tensor *t, uint64_t row, double *each, double *sum, double *weight,
    struct gl_tensor *dp, struct gl_arena *pass, struct gl_err *err);

/* Can this loss be used with these outputs? 0, or -1 with message and hint. */
int gl_loss_check_output(
    const struct gl_loss *loss, enum gl_output output, bool logits, const struct gl_shape *shape, struct gl_err *err);

/* The same, and with so many target numbers an example. */
int gl_loss_check(const struct gl_loss *loss, enum gl_output output, bool logits, const struct gl_shape *shape,
    size_t targets, struct gl_err *err);

#endif
