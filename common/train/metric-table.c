/* The figures that follow from what metrics.c has counted: a row each, with its interval where it has one. */
#include "core/math.h"
#include "train/metrics.h"
#include "train/paired.h"
#include "train/seen.h"

#include <math.h>
#include <string.h>

static double
share(uint64_t part, uint64_t whole)
{
	return whole ? (double)part / (double)whole : (double)NAN;
}

double
gl_class_precision(const struct gl_class_count *c)
{
	return share(c->both, c->predicted);
}

double
gl_class_recall(const struct gl_class_count *c)
{
	return share(c->both, c->actual);
}

double
gl_class_f1(const struct gl_class_count *c)
{
	return share(2 * c->both, c->actual + c->predicted);
}

size_t
gl_metrics_most_frequent(const struct gl_metrics *m)
{
	size_t best = 0;

	for (size_t i = 1; i < m->classes; i++)
		if (m->count[i].actual > m->count[best].actual)
			best = i;
	return best;
}

uint64_t
gl_metrics_baseline(const struct gl_metrics *m)
{
	uint64_t right = 0;

	if (m->task == GL_TASK_CLASSES)
		return m->count[gl_metrics_most_frequent(m)].actual;
	for (size_t i = 0; i < m->classes; i++) {
		uint64_t yes = m->count[i].actual, no = m->examples - yes;
		right += yes > no ? yes : no;
	}
	return right;
}

static double
accuracy(const struct gl_metrics *m)
{
	return share(m->right, m->cases);
}

static double
top_accuracy(const struct gl_metrics *m)
{
	return m->top ? share(m->in_top, m->cases) : (double)NAN;
}

static double
all_right(const struct gl_metrics *m)
{
	return share(m->all_right, m->examples);
}

/*
 * The interval of a share that is counted in cases. Where an example has several of them (positions, labels), they
 * depend on each other and tell less than as many examples would.
 */
static struct gl_interval
share_interval(const struct gl_metrics *m, double value, const struct gl_sample *each)
{
	double n = (double)m->cases;

	return gl_wilson(value, m->cases == m->examples ? n : gl_effective(each, n), m->spread->z);
}

static struct gl_interval
accuracy_interval(const struct gl_metrics *m)
{
	return share_interval(m, accuracy(m), &m->spread->right);
}

static struct gl_interval
top_interval(const struct gl_metrics *m)
{
	return share_interval(m, top_accuracy(m), &m->spread->in_top);
}

static bool
has_top(const struct gl_metrics *m)
{
	return m->top > 0;
}

static struct gl_interval
exact_interval(const struct gl_metrics *m)
{
	return gl_wilson(all_right(m), (double)m->examples, m->spread->z);
}

static double
baseline_accuracy(const struct gl_metrics *m)
{
	return share(gl_metrics_baseline(m), m->cases);
}

static double
confidence(const struct gl_metrics *m)
{
	return gl_calibration_confidence(m->calibration);
}

static double
calibration_error(const struct gl_metrics *m)
{
	return gl_calibration_error(m->calibration);
}

static bool
has_calibration(const struct gl_metrics *m)
{
	return m->calibration != NULL;
}

/* ---- What the loss says ---- */

double
gl_metrics_loss(const struct gl_metrics *m)
{
	return m->loss_weight > 0 ? m->loss_sum / m->loss_weight : (double)NAN;
}

/* No loss is negative, nor is a mean error. */
static struct gl_interval
from_zero(struct gl_interval i)
{
	return (struct gl_interval){i.low < 0 ? 0 : i.low, i.high};
}

struct gl_interval
gl_loss_interval(const struct gl_metrics *m)
{
	return from_zero(gl_sample_interval(&m->spread->loss, m->spread->z));
}

/*
 * e to the mean cross-entropy of a case [nats]: a network that gives the true class 1/K each time has perplexity K. Of
 * a sequence a case is a position: sum and weight count positions.
 */
static double
perplexity(const struct gl_metrics *m)
{
	return gl_exp64(gl_metrics_loss(m));
}

static struct gl_interval
perplexity_interval(const struct gl_metrics *m)
{
	struct gl_interval i = gl_loss_interval(m);

	return (struct gl_interval){gl_exp64(i.low), gl_exp64(i.high)};
}

static bool
has_perplexity(const struct gl_metrics *m)
{
	return m->k > 1 && strcmp(m->loss->name, "cross-entropy") == 0;
}

/* ---- Where examples have weights ---- */

static double
weighted_accuracy(const struct gl_metrics *m)
{
	return m->weighted->right / m->weighted->weight;
}

static double
weighted_loss(const struct gl_metrics *m)
{
	return m->weighted->loss / m->weighted->weight;
}

static bool
has_weights(const struct gl_metrics *m)
{
	return m->weighted != NULL;
}

/* ---- Means over the classes ---- */

/*
 * The plain mean over the classes that occur, as target or as prediction; a share without anything to divide by counts
 * as 0.
 */
static double
macro(const struct gl_metrics *m, double (*of)(const struct gl_class_count *c))
{
	double sum = 0, n = 0;

	for (size_t i = 0; i < m->classes; i++) {
		if (m->count[i].actual + m->count[i].predicted == 0)
			continue;
		double v = of(&m->count[i]);
		sum += isnan(v) ? 0 : v;
		n++;
	}
	return n > 0 ? sum / n : (double)NAN;
}

static double
macro_precision(const struct gl_metrics *m)
{
	return macro(m, gl_class_precision);
}

static double
macro_recall(const struct gl_metrics *m)
{
	return macro(m, gl_class_recall);
}

static double
macro_f1(const struct gl_metrics *m)
{
	return macro(m, gl_class_f1);
}

/* ---- Regression ---- */

/* Mean over all elements of a column's sum. */
static double
mse(const struct gl_metrics *m)
{
	double sum = 0;

	for (size_t i = 0; i < m->positions * m->k; i++)
		sum += m->column[i].squared;
	return sum / (double)m->cases;
}

static double
mae(const struct gl_metrics *m)
{
	double sum = 0;

	for (size_t i = 0; i < m->positions * m->k; i++)
		sum += m->column[i].absolute;
	return sum / (double)m->cases;
}

static struct gl_interval
mse_interval(const struct gl_metrics *m)
{
	return from_zero(gl_sample_interval(&m->spread->squared, m->spread->z));
}

static struct gl_interval
mae_interval(const struct gl_metrics *m)
{
	return from_zero(gl_sample_interval(&m->spread->absolute, m->spread->z));
}

/* What always answering the mean of the targets would give. */
static double
baseline_mse(const struct gl_metrics *m)
{
	double sum = 0;

	for (size_t i = 0; i < m->positions * m->k; i++)
		sum += m->column[i].spread;
	return sum / (double)m->cases;
}

/*
 * 1 - squared error / spread of the targets, each output on its own, then their mean; not defined if some targets
 * never change.
 */
static double
r2(const struct gl_metrics *m)
{
	double sum = 0;
	size_t n = m->positions * m->k;

	for (size_t i = 0; i < n; i++) {
		if (m->column[i].spread == 0)
			return (double)NAN;
		sum += 1 - m->column[i].squared / m->column[i].spread;
	}
	return sum / (double)n;
}

/* ---- Beside other data and other networks ---- */

static bool
has_seen(const struct gl_metrics *m)
{
	return m->seen != NULL;
}

static double
seen(const struct gl_metrics *m)
{
	return share(m->seen->seen, m->examples);
}

static double
conflicting(const struct gl_metrics *m)
{
	return share(m->seen->conflicting, m->examples);
}

static double
unseen_accuracy(const struct gl_metrics *m)
{
	return share(m->seen->unseen_right, m->seen->unseen_cases);
}

static bool
has_paired(const struct gl_metrics *m)
{
	return m->npaired > 0;
}

/* Of several comparisons the least favourable one, so that a condition holds for all. */
static double
least_gain(const struct gl_metrics *m)
{
	double least = gl_paired_gain(&m->paired[0]);

	for (size_t i = 1; i < m->npaired; i++)
		least = fmin(least, gl_paired_gain(&m->paired[i]));
	return least;
}

static double
greatest_p(const struct gl_metrics *m)
{
	double greatest = 0;

	for (size_t i = 0; i < m->npaired; i++)
		greatest = fmax(greatest, gl_paired_p(&m->paired[i]));
	return greatest;
}

/* ---- The table ---- */

enum { NAMED = GL_TASK_CLASSES | GL_TASK_LABELS, ANY = NAMED | GL_TASK_VALUES };

const struct gl_metric gl_metric_table[] = {
    {"accuracy", "share of right answers", NAMED, true, accuracy, accuracy_interval, .most = 1},
    {"top", "share of classes among the K greatest outputs", GL_TASK_CLASSES, true, top_accuracy, top_interval, has_top,
	"--top K", .most = 1},
    {"exact", "share of examples with every label right", GL_TASK_LABELS, true, all_right, exact_interval, .most = 1},
    {"weighted-accuracy", "accuracy, each example counted by its weight", NAMED, true, weighted_accuracy, NULL,
	has_weights, "--weights", .most = 1},
    {"weighted-loss", "the loss, each example counted by its weight", ANY, false, weighted_loss, NULL, has_weights,
	"--weights"},
    {"perplexity", "e to the cross-entropy", GL_TASK_CLASSES, false, perplexity, perplexity_interval, has_perplexity,
	"--loss cross-entropy"},
    {"baseline", "accuracy of always giving the most frequent answer", NAMED, true, baseline_accuracy, .most = 1},
    {"confidence", "mean probability of the classes named", GL_TASK_CLASSES, true, confidence, NULL, has_calibration,
	"--calibration", .most = 1},
    {"calibration-error", "how far confidence and accuracy are apart", GL_TASK_CLASSES, false, calibration_error, NULL,
	has_calibration, "--calibration", .most = 1},
    {"precision", "mean precision of the classes", NAMED, true, macro_precision, .most = 1},
    {"recall", "mean recall of the classes", NAMED, true, macro_recall, .most = 1},
    {"f1", "mean F1 of the classes", NAMED, true, macro_f1, .most = 1},
    {"mse", "mean squared error", GL_TASK_VALUES, false, mse, mse_interval},
    {"mae", "mean absolute error", GL_TASK_VALUES, false, mae, mae_interval},
    {"r2", "share of the targets' spread that is explained", GL_TASK_VALUES, true, r2, .most = 1},
    {"baseline-mse", "mean squared error of always giving the mean", GL_TASK_VALUES, false, baseline_mse},
    {"seen", "share of examples whose inputs are in the training rows too", ANY, false, seen, NULL, has_seen,
	"--train FILE", .most = 1},
    {"seen-conflicting", "share of examples that have another target there", ANY, false, conflicting, NULL, has_seen,
	"--train FILE", .most = 1},
    {"accuracy-unseen", "accuracy of the other examples", NAMED, true, unseen_accuracy, NULL, has_seen, "--train FILE",
	.most = 1},
    {"gain", "how much better than the networks of --compare", ANY, true, least_gain, NULL, has_paired,
	"--compare NET"},
    {"p-value", "how easily chance alone would make such a difference", ANY, false, greatest_p, NULL, has_paired,
	"--compare NET", .most = 1},
    {NULL, NULL, 0, false, NULL},
};

const struct gl_metric *
gl_metric_find(const char *name)
{
	for (const struct gl_metric *t = gl_metric_table; t->name; t++)
		if (strcmp(t->name, name) == 0)
			return t;
	return NULL;
}

bool
gl_metric_counted(const struct gl_metric *t, const struct gl_metrics *m)
{
	return (t->tasks & m->task) && (!t->counted || t->counted(m));
}

struct gl_interval
gl_metric_interval(const struct gl_metric *t, const struct gl_metrics *m)
{
	return t->interval && m->spread ? t->interval(m) : (struct gl_interval){(double)NAN, (double)NAN};
}
