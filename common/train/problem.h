/* A network, the examples it is to fit and the loss between them: what gl-grad and gl-wiggle work on. */
#ifndef GL_PROBLEM_H
#define GL_PROBLEM_H

#include "format/netfile.h"
#include "format/whole.h"
#include "loss/weighing.h"

struct gl_problem {
	struct gl_net *net;
	enum gl_form form; /* of the network's file */
	struct gl_whole data; /* field 1: inputs, field 2: targets; at least one row */
	const struct gl_loss *loss;
	struct gl_weighing weighing; /* where gl_problem_weigh was asked for any */
	struct gl_ctx
	    ctx; /* training mode; gradient block and arena set; the caller gives seed, step, row beforehand */
	struct gl_arena life, pass;
};

/*
 * Loads the network and all examples, and checks that they fit each other and the loss (NULL: the network's own).
 * Everything lives in p->life. paths as gl_in_open takes them; the network may be "-" if there is at least one that
 * isn't. 0, or -1 with err set.
 */
int gl_problem_load(struct gl_problem *p, const char *net, const char *const *paths, size_t n,
    const struct gl_in_args *args, const char *loss, struct gl_err *err);

/*
 * Lets targets, classes and examples count as the arguments say, from now on. Call after gl_problem_load, which was
 * given args.weights if they ask for weights of rows. 0, or -1 with err set: they do not fit the loss, the network or
 * the examples, or all that there is weighs 0.
 */
int gl_problem_weigh(struct gl_problem *p, const struct gl_weighing_args *a, struct gl_err *err);

/*
 * The mean loss, and its gradient in g->block (the context's) by back-propagation; dx, unless NULL, becomes the
 * gradient of the inputs, which lives until the next call. -1 with err set, the example named by its file and line.
 */
int gl_problem_gradient(struct gl_problem *p, struct gl_gradient *g, struct gl_tensor *dx, struct gl_err *err);

/* The mean loss alone, in training mode, by the same path. */
int gl_problem_loss(struct gl_problem *p, double *loss, struct gl_err *err);

/* Numbers of a network where the loss has a kink, and so no slope: it is one to the left and another to the right. */
enum { GL_KINK_NAMES = 3 };
struct gl_kinks {
	size_t numbers, count; /* looked at; standing at a kink */
	char name[GL_KINK_NAMES][GL_NUMBER_NAME]; /* of the first ones, as gl_param_number_name writes them */
};

/*
 * The gradient by nudging: (loss(w + by) - loss(w - by)) / (2 by) for every number w that trains, in g->block; what
 * doesn't train, and the batch statistics, as in gl_problem_gradient. Two passes over the examples for every number,
 * four more where the two sides differ by more than a 10000th of the parameter's largest slope. kinks is filled.
 */
int
gl_problem_wiggle(struct gl_problem *p, double by, struct gl_gradient *g, struct gl_kinks *kinks, struct gl_err *err);

/*
 * Does the loss have a kink at this number of the network's block? It is then counted in kinks under this name. Slopes
 * to both sides are taken with a nudge of `by`, at most 1e-5, and with a tenth of it. If the curve merely bends, their
 * difference becomes a tenth; at a kink it stays. Differences up to `least`, or that rounding can make, don't count.
 * loss: the mean loss as it is.
 */
int gl_problem_kink(struct gl_problem *p, gl_real *at, const char *name, double by, double loss, double least,
    struct gl_kinks *kinks, struct gl_err *err);

void gl_problem_free(struct gl_problem *p);

#endif
