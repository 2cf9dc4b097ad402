/*
 * How good predictions are: what is counted and summed over the rows of a data set, in row order and in double, so
 * that neither the grouping of rows into batches nor threads change it. Memory does not grow with the rows. gl-eval
 * prints all of it; gl-train needs gl_metrics_new, then for each validation gl_metrics_reset, gl_metrics_add per batch
 * (with the outputs that gl_net_loss gave, or gl_net_outputs), and gl_metrics_accuracy.
 */
#ifndef GL_METRICS_H
#define GL_METRICS_H

#include "core/arena.h"
#include "core/err.h"
#include "core/tensor.h"
#include "loss/loss.h"
#include "train/calibration.h"
#include "train/interval.h"

#include <stdbool.h>
#include <stdint.h>

struct gl_paired;
struct gl_seen_count;

/* What the outputs answer, which decides what can be measured. */
enum gl_task {
	GL_TASK_CLASSES = 1, /* which one of several classes; one sigmoid output is a choice of two */
	GL_TASK_LABELS = 2, /* which of several labels apply, each yes or no: several sigmoid outputs */
	GL_TASK_VALUES = 4, /* regression */
};

/* More classes than this have no confusion table: it would hold their square. */
enum { GL_CONFUSION_CLASSES = 1024 };

/* Of one class or label, counted in cases. */
struct gl_class_count {
	uint64_t actual; /* the target says it */
	uint64_t predicted; /* the network says it */
	uint64_t both;
};

/* Of one output of a regression. */
struct gl_column_sum {
	double mean; /* of the targets so far */
	double spread; /* sum of (target - mean)^2 */
	double squared; /* sum of (output - target)^2 */
	double absolute; /* sum of |output - target| */
};

/* How figures vary from example to example, from which their confidence intervals follow. */
struct gl_spread {
	double level, z; /* 0.95, and gl_normal_within of it */
	struct gl_sample loss; /* mean loss of each example */
	struct gl_sample right, in_top; /* share of each example's cases that is right; that is among the top */
	struct gl_sample squared, absolute; /* mean error of each example */
};

/* Sums over examples that do not all count alike: each is multiplied by the weight of its example. */
struct gl_weighted {
	double weight;
	double right; /* cases that are right, as a share of the example's cases */
	double loss; /* the example's mean loss */
};

struct gl_metrics {
	enum gl_task task;
	size_t positions, k; /* an example's outputs: k numbers for each of so many positions (1, but for sequences) */
	size_t targets; /* target numbers of an example */
	bool probabilities; /* the outputs are: by softmax, or by sigmoid */
	gl_real threshold; /* an output from here on says yes: 0.5, or 0 when outputs are logits */
	size_t top; /* a class among this many greatest outputs counts for in_top; 0: not counted */
	size_t classes; /* k; 2 for one sigmoid output */

	uint64_t examples;
	uint64_t cases; /* what accuracy is counted over: positions (as a rule one an example), or labels */
	uint64_t right;
	uint64_t in_top;
	uint64_t all_right; /* labels: examples without a wrong one */
	struct gl_class_count *count; /* (classes) */
	uint64_t *confusion; /* (classes, classes), row: target, column: prediction; or NULL */
	struct gl_column_sum *column; /* (positions * k), of values */

	const struct gl_loss *loss;
	double loss_sum, loss_weight; /* as gl_net_loss adds to them; for whoever reports the loss */

	/* What is not always counted: NULL unless asked for. */
	struct gl_spread *spread;
	struct gl_weighted *weighted;
	struct gl_calibration *calibration;
	const struct gl_seen_count *seen; /* by gl_evaluate, as the next one */
	const struct gl_paired *paired; /* (npaired) comparisons with other networks */
	size_t npaired;
};

/*
 * Starts a count for outputs of this shape and kind. The loss says what outputs are that end in neither softmax nor
 * sigmoid.
 */
struct gl_metrics *gl_metrics_new(const struct gl_shape *outputs, enum gl_output kind, const struct gl_loss *loss,
    size_t targets, size_t top, struct gl_arena *life);

/* Keeps too what confidence intervals of this level (0.95) need. */
void gl_metrics_spread(struct gl_metrics *m, double level, struct gl_arena *life);

/*
 * Counts too how confidence and right answers go together, in so many ranges; refused unless outputs are probabilities
 * of classes.
 */
int gl_metrics_calibrate(struct gl_metrics *m, size_t bins, struct gl_arena *life, struct gl_err *err);

/*
 * Adds to m->weighted a batch of examples that gl_metrics_add_each has counted: their weights v (B), and what that took
 * and gave. Nothing of an example that weighs 0 counts, were its loss infinite.
 */
void
gl_metrics_add_weighted(struct gl_metrics *m, const struct gl_tensor *v, const double *loss, const uint64_t *right);

/* From which probability on an output of sigmoid says yes, 0.5 otherwise; refused of other outputs. */
int gl_metrics_cut(struct gl_metrics *m, double p, struct gl_err *err);

/* All counts and sums become 0 again. */
void gl_metrics_reset(struct gl_metrics *m);

/*
 * Counts a batch: outputs p (B, ...) and targets t (B, targets) that the loss has accepted (gl_loss_batch,
 * gl_net_loss). Of several greatest outputs the first is the prediction.
 */
void gl_metrics_add(struct gl_metrics *m, const struct gl_tensor *p, const struct gl_tensor *t);

/*
 * The same, where each example is looked at on its own too.
 *   loss     (B)  the mean loss of each
 *   right    (B)  out: how many of its cases are right; 0 of values
 */
void gl_metrics_add_each(
    struct gl_metrics *m, const struct gl_tensor *p, const struct gl_tensor *t, const double *loss, uint64_t *right);

/*
 * Would a batch's logits z, where a softmax comes next, be counted as their probabilities are? They are if only the
 * greatest counts and is clearly ahead of the others. (Nearly equal ones may have the same probability.)
 */
bool gl_metrics_clear(const struct gl_metrics *m, const struct gl_tensor *z);

/* Which class is named, and which is true, at one position of an example: p and t are its numbers there. */
struct gl_answer {
	size_t actual, predicted;
};
struct gl_answer gl_metrics_answer(const struct gl_metrics *m, const gl_real *p, const gl_real *t);

/* Is the target of a position one number, an index, and not k? */
bool gl_metrics_index(const struct gl_metrics *m);

/* How many cases are right, of how many; false when the outputs are values, which have no accuracy. */
bool gl_metrics_accuracy(const struct gl_metrics *m, uint64_t *right, uint64_t *cases);

/* A figure of the whole data set. */
struct gl_metric {
	const char *name, *help;
	int tasks; /* the enum gl_task that it belongs to, added up */
	bool greater; /* is better */
	double (*value)(const struct gl_metrics *m); /* NaN where it is not defined */
	/* Its confidence interval, NaN where it has none; NULL: never has one. m->spread is not NULL. */
	struct gl_interval (*interval)(const struct gl_metrics *m);
	bool (*counted)(const struct gl_metrics *m); /* NULL: always */
	const char *option; /* with which it is counted; or NULL */
	double most; /* what it can be at most; 0: any number */
};

extern const struct gl_metric gl_metric_table[]; /* ends with a NULL name */
const struct gl_metric *gl_metric_find(const char *name); /* or NULL */

/* Does it go with these outputs, and was it asked for? */
bool gl_metric_counted(const struct gl_metric *t, const struct gl_metrics *m);

/* Its interval, or the loss's; low is NaN where there is none. */
struct gl_interval gl_metric_interval(const struct gl_metric *t, const struct gl_metrics *m);
struct gl_interval gl_loss_interval(const struct gl_metrics *m);
double gl_metrics_loss(const struct gl_metrics *m); /* the mean */

/* Of one class: shares from 0 to 1, NaN where there is nothing to divide by. */
double gl_class_precision(const struct gl_class_count *c); /* of those predicted, how many are right */
double gl_class_recall(const struct gl_class_count *c); /* of those there are, how many are found */
double gl_class_f1(const struct gl_class_count *c); /* their harmonic mean, 2 both / (actual + predicted) */

/* The class that occurs most often (the first of several). */
size_t gl_metrics_most_frequent(const struct gl_metrics *m);

/*
 * How many cases are right if the answer is always the same: the most frequent class; each label's more frequent
 * answer.
 */
uint64_t gl_metrics_baseline(const struct gl_metrics *m);

#endif
