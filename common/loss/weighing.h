/*
 * How much targets, classes and examples count: label smoothing, class weights, example weights. They change a loss
 * from outside, for all that it is made of.
 */
#ifndef GL_WEIGHING_H
#define GL_WEIGHING_H

#include "loss/loss.h"

#include <stdbool.h>

/*
 * With smoothing E, a target t of K classes becomes (1 - E) t + E / K before anything else; with binary-cross-entropy,
 * where each output is a choice of two classes, (1 - E) t + E / 2.
 * With class weights w, cross-entropy is - sum of w[c] t[c] log p[c], binary-cross-entropy
 * - (w[1] t log p + w[0] (1 - t) log (1 - p)); with example weights v, a row's loss counts v times. The mean is the sum
 * of all that, divided by the sum of v times the weight of the row's class (sum of w[c] t[c], the target as it was
 * before smoothing).
 * Source: PyTorch's CrossEntropyLoss, for class indices. For targets of K numbers it divides by their number instead,
 * so that a class and its one-hot row would not be the same thing.
 */
struct gl_weighing {
	double smoothing; /* E; 0: none */
	const double *classes; /* w: K numbers, or for binary-cross-entropy two, of no and yes; NULL: 1 each */
	const gl_real *rows; /* v: a number for each row of a batch; NULL: 1 each */
};

/* What was asked for, before it is known how many classes there are and how often they occur. */
struct gl_weighing_args {
	double smoothing;
	bool balanced; /* each class by n / (K count) */
	size_t nclasses;
	const double *classes; /* nclasses of them; 0: none were given */
	bool rows; /* field 3 holds weights of examples */
};

/* Is anything asked for? */
bool gl_weighing_any(const struct gl_weighing_args *a);

/*
 * Does it go with this loss, and are there as many class weights as classes, not all of them 0? 0, or -1 with err set.
 * shape is that of the outputs.
 */
int gl_weighing_check(
    const struct gl_weighing_args *a, const struct gl_loss *loss, const struct gl_shape *shape, struct gl_err *err);

/* How many classes there are to weigh. */
size_t gl_weighing_classes(const struct gl_loss *loss, const struct gl_shape *shape);

/*
 * For balanced weights: adds to count[c] how often class c is the target t (B, m), or how large a share of it. row: for
 * messages, as in gl_loss_batch. 0, or -1 when a target does not fit.
 */
int gl_weighing_count(const struct gl_loss *loss, enum gl_output output, const struct gl_shape *shape,
    const struct gl_tensor *t, uint64_t row, double *count, struct gl_err *err);

/*
 * count[c] becomes n / (K count[c]), n being the sum of counts and K the number of classes that occur, so that all of
 * those count alike; a class that does not occur weighs 1. Source: King, Zeng, Logistic regression in rare events data
 * (Political Analysis 9, 2001), as in scikit-learn.
 */
void gl_weighing_balance(size_t k, double *count);

/* Are the weights v (B) of rows numbers from 0? 0, or -1 with "row N: ...". */
int gl_weighing_rows(const struct gl_tensor *v, uint64_t row, struct gl_err *err);

/* Adds to *total what a batch weighs: what gl_loss_weighed adds to *weight. -1 when a target does not fit, as there. */
int gl_weighing_total(const struct gl_loss *loss, enum gl_output output, const struct gl_shape *shape,
    const struct gl_tensor *t, const struct gl_weighing *w, uint64_t row, double *total, struct gl_err *err);

/*
 * What one example adds to *weight in gl_loss_batch: 1, or the number of its positions or elements. So a batch's
 * weight / unit is its number of examples, or, with weights, the sum of these.
 */
double gl_loss_unit(const struct gl_loss *loss, const struct gl_shape *shape);

/*
 * gl_loss_batch with a weighing; NULL gives gl_loss_batch itself. each: the mean loss of a row, times its weights. A
 * batch whose weights are all 0 adds nothing to sum and weight, and has a gradient of 0.
 */
int gl_loss_weighed(const struct gl_loss *loss, enum gl_output output, bool logits, const struct gl_tensor *p,
    const struct gl_shape *shape, const struct gl_tensor *t, const struct gl_weighing *w, uint64_t row, double *each,
    double *sum, double *weight, struct gl_tensor *dp, struct gl_arena *pass, struct gl_err *err);

#endif
