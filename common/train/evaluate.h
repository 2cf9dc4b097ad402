/*
 * One pass over held-out examples: every network's metrics, their comparison, the list of mistakes, and which examples
 * were seen in training. Memory does not grow with the examples.
 */
#ifndef GL_EVALUATE_H
#define GL_EVALUATE_H

#include "format/netfile.h"
#include "train/mistakes.h"
#include "train/paired.h"
#include "train/seen.h"

/* What is asked for. */
struct gl_evaluation {
	const char *const *net; /* files; the first is the one that is reported, the others are compared with it */
	size_t nnet;
	const char *loss; /* NULL: each network's own */
	uint64_t top; /* 0: not counted */
	uint64_t bins; /* of the calibration; 0: none */
	double cut; /* an output says yes from this probability on; NaN: from 0.5 */
	double level; /* of the confidence intervals */
	const char *const *train; /* files of training rows */
	size_t ntrain;
	const char *errors; /* where the list of mistakes goes, or NULL */
	uint64_t worst; /* as gl_mistakes_open takes it */
	struct gl_in_args in; /* in.weights: field 3 of the examples says how much each counts */
};

/* What came out. Everything lives in the arena. */
struct gl_findings {
	const char *name; /* the first network's file, for messages */
	const struct gl_metrics *metrics; /* of the first network, with comparisons and seen rows */
	const char *const *label; /* the classes' names, or NULL */
	struct gl_mistakes *mistakes; /* to be finished, or NULL */
};

/* paths: the examples, as gl_in_open takes them. 0, or -1 with err set. */
int gl_evaluate(const struct gl_evaluation *e, const char *const *paths, size_t n, struct gl_findings *f,
    struct gl_arena *life, struct gl_err *err);

#endif
