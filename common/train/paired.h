/*
 * Two networks on the same examples. What one gets right and the other wrong says more than two accuracies: examples
 * that are easy, or too hard, for both are set aside.
 */
#ifndef GL_PAIRED_H
#define GL_PAIRED_H

#include "train/metrics.h"

/*
 * An example is won by the network that has more of its cases right (there is one case, unless outputs are sequences
 * or labels); of values, by the one whose loss is smaller.
 */
struct gl_paired {
	const char *name; /* the other network's */
	const struct gl_metrics *first, *second; /* what is compared: the report's network, and the other */
	uint64_t won, lost; /* by the first */
	uint64_t both, neither; /* no difference: every case right; not every one (of values: equal losses) */
	struct gl_sample
	    gain; /* of each example: share of cases that is right, first - second; of values, loss, second - first */
	struct gl_sample loss; /* loss, first - second, where both have the same */
};

/* Can they be compared: the same task, classes and their names? 0, or -1 with what differs. */
int gl_paired_check(const struct gl_metrics *first, const char *const *label, const struct gl_metrics *second,
    const char *const *other, struct gl_err *err);

/*
 * Counts examples.
 *   right_a, right_b  (n)  cases that are right, of the first network and of the other
 *   loss_a, loss_b    (n)  mean losses
 */
void gl_paired_add(struct gl_paired *p, size_t n, const uint64_t *right_a, const uint64_t *right_b,
    const double *loss_a, const double *loss_b);

/* The difference in accuracy, first - second; of values that of the losses, second - first: above 0 is better. */
double gl_paired_gain(const struct gl_paired *p);

/*
 * Its confidence interval. Of accuracies, for two more examples, of which each network wins one (Bonett and Price,
 * Adjusted Wald confidence interval for a difference of binomial proportions based on paired data, 2012).
 */
struct gl_interval gl_paired_interval(const struct gl_paired *p);

/* Whether both have the same loss, so that theirs can be compared. */
bool gl_paired_same_loss(const struct gl_paired *p);

/*
 * McNemar's test; of sequences, labels and values it is the sign test (Dixon and Mood, The statistical sign test,
 * 1946), which is the same sum: how easily chance alone would divide won and lost as unevenly.
 */
double gl_paired_p(const struct gl_paired *p);

#endif
