/*
 * Do probabilities mean what they say? The probability of the class that a network names is called its confidence.
 * Cases are sorted into ranges of it; where outputs are calibrated, the share of right answers in a range is near the
 * mean confidence in it.
 * Source: Guo, Pleiss, Sun and Weinberger, On Calibration of Modern Neural Networks (2017), section 2.
 */
#ifndef GL_CALIBRATION_H
#define GL_CALIBRATION_H

#include "core/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { GL_BINS = 10, GL_BINS_MOST = 1000 }; /* ranges, unless another number is asked for */

struct gl_bin {
	uint64_t cases, right;
	double confidence; /* sum over the cases */
};

/* Range i of M is ((i - 1) / M, i / M], as in the source: its upper end belongs to it. 0 is in the first. */
struct gl_calibration {
	size_t bins;
	struct gl_bin *bin;
};

void gl_calibration_new(struct gl_calibration *c, size_t bins, struct gl_arena *life);
void gl_calibration_reset(struct gl_calibration *c);

/* Counts a case whose class was named with probability p, rightly or not. */
void gl_calibration_add(struct gl_calibration *c, double p, bool right);

/* The mean confidence; NaN of no cases. */
double gl_calibration_confidence(const struct gl_calibration *c);

/*
 * The expected calibration error: the sum over the ranges of n[i] / n |accuracy[i] - confidence[i]|, where n[i] of the
 * n cases are in range i. NaN of no cases. It depends on the number of ranges.
 */
double gl_calibration_error(const struct gl_calibration *c);

#endif
