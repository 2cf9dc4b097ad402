#include "train/metrics.h"

#include <math.h>
#include <string.h>

struct gl_metrics *
gl_metrics_new(const struct gl_shape *outputs, enum gl_output kind, const struct gl_loss *loss, size_t targets,
    size_t top, struct gl_arena *life)
{
	struct gl_metrics *m = gl_alloc(life, 1, sizeof *m);
	size_t n = gl_shape_count(outputs);

	m->k = outputs->kind == GL_SEQUENCE ? outputs->dim[outputs->ndim - 1] : n;
	m->positions = n / m->k;
	m->targets = targets;
	m->top = top;
	m->probabilities = kind == GL_PROBABILITIES || kind == GL_SHARES;
	m->threshold = kind == GL_SHARES ? (gl_real)0.5 : 0;
	if (kind == GL_PROBABILITIES || (kind == GL_VALUES && loss->target == GL_TARGET_CLASS))
		m->task = GL_TASK_CLASSES;
	else if (kind == GL_SHARES || loss->target == GL_TARGET_SHARE)
		m->task = n == 1 ? GL_TASK_CLASSES : GL_TASK_LABELS;
	else
		m->task = GL_TASK_VALUES;

	if (m->task == GL_TASK_VALUES) {
		m->column = gl_alloc(life, n, sizeof *m->column);
		return m;
	}
	m->classes = m->task == GL_TASK_CLASSES && m->k == 1 ? 2 : m->task == GL_TASK_LABELS ? n : m->k;
	m->count = gl_alloc(life, m->classes, sizeof *m->count);
	if (m->task == GL_TASK_CLASSES && m->classes <= GL_CONFUSION_CLASSES)
		m->confusion = gl_alloc(life, m->classes * m->classes, sizeof *m->confusion);
	return m;
}

int
gl_metrics_cut(struct gl_metrics *m, double p, struct gl_err *err)
{
	if (!m->probabilities || (m->task == GL_TASK_CLASSES && m->k > 1)) {
		gl_fail(err, "only an output of sigmoid says yes or no");
		return gl_hint(err, "with softmax, the class with the greatest probability is predicted");
	}
	m->threshold = (gl_real)p;
	return 0;
}

int
gl_metrics_calibrate(struct gl_metrics *m, struct gl_arena *life, struct gl_err *err)
{
	if (m->task != GL_TASK_CLASSES)
		return gl_fail(
		    err, "only a network that chooses a class has a confidence that could be right or wrong");
	if (!m->probabilities) {
		gl_fail(err, "the outputs are logits, not probabilities");
		return gl_hint(err, "end the network in softmax or sigmoid");
	}
	m->bin = gl_alloc(life, GL_BINS, sizeof *m->bin);
	return 0;
}

void
gl_metrics_reset(struct gl_metrics *m)
{
	m->examples = m->cases = m->right = m->in_top = m->all_right = 0;
	if (m->count)
		memset(m->count, 0, m->classes * sizeof *m->count);
	if (m->confusion)
		memset(m->confusion, 0, m->classes * m->classes * sizeof *m->confusion);
	if (m->bin)
		memset(m->bin, 0, GL_BINS * sizeof *m->bin);
	if (m->column)
		memset(m->column, 0, m->positions * m->k * sizeof *m->column);
}

/* Index of the greatest of n numbers, the first of several. */
static size_t
greatest(size_t n, const gl_real *x)
{
	size_t best = 0;

	for (size_t i = 1; i < n; i++)
		if (x[i] > x[best])
			best = i;
	return best;
}

/* Is output c among the `top` greatest? Of equal outputs the first come first. */
static bool
among(size_t n, const gl_real *p, size_t c, size_t top)
{
	size_t before = 0;

	for (size_t i = 0; i < n; i++)
		before += p[i] > p[c] || (p[i] == p[c] && i < c);
	return before < top;
}

/* Counts a case whose class was named with probability p in the range that p is in. */
static void
add_confidence(struct gl_metrics *m, double p, bool right)
{
	size_t i = p >= 1 ? GL_BINS - 1 : p > 0 ? (size_t)(p * GL_BINS) : 0;

	m->bin[i].cases++;
	m->bin[i].right += right;
	m->bin[i].confidence += p;
}

static void
add_classes(struct gl_metrics *m, const gl_real *p, const gl_real *t)
{
	bool index = m->targets == m->positions && m->k > 1;

	for (size_t i = 0; i < m->positions; i++, p += m->k, t += index ? 1 : m->k) {
		size_t actual, predicted;

		if (m->k == 1) {
			actual = t[0] >= (gl_real)0.5;
			predicted = p[0] >= m->threshold;
		} else {
			actual = index ? (size_t)t[0] : greatest(m->k, t);
			predicted = greatest(m->k, p);
			m->in_top += m->top && among(m->k, p, actual, m->top);
		}
		if (m->bin && m->k == 1)
			add_confidence(m, predicted ? (double)p[0] : 1 - (double)p[0], actual == predicted);
		else if (m->bin)
			add_confidence(m, (double)p[predicted], actual == predicted);
		m->cases++;
		m->right += actual == predicted;
		m->count[actual].actual++;
		m->count[predicted].predicted++;
		m->count[actual].both += actual == predicted;
		if (m->confusion)
			m->confusion[actual * m->classes + predicted]++;
	}
}

static void
add_labels(struct gl_metrics *m, const gl_real *p, const gl_real *t)
{
	size_t wrong = 0;

	for (size_t i = 0; i < m->classes; i++) {
		bool actual = t[i] >= (gl_real)0.5, predicted = p[i] >= m->threshold;

		m->count[i].actual += actual;
		m->count[i].predicted += predicted;
		m->count[i].both += actual && predicted;
		wrong += actual != predicted;
	}
	m->cases += m->classes;
	m->right += m->classes - wrong;
	m->all_right += wrong == 0;
}

/*
 * The mean and the spread of the targets are kept up to date with each one: no second pass, and no difference of large
 * sums.
 * Source: Welford, Note on a method for calculating corrected sums of squares and products (1962).
 */
static void
add_values(struct gl_metrics *m, const gl_real *p, const gl_real *t)
{
	for (size_t i = 0; i < m->positions * m->k; i++) {
		struct gl_column_sum *c = &m->column[i];
		double error = (double)p[i] - (double)t[i], away = (double)t[i] - c->mean;

		c->mean += away / (double)(m->examples + 1);
		c->spread += away * ((double)t[i] - c->mean);
		c->squared += error * error;
		c->absolute += fabs(error);
	}
	m->cases += m->positions * m->k;
}

void
gl_metrics_add(struct gl_metrics *m, const struct gl_tensor *p, const struct gl_tensor *t)
{
	size_t rows = p->dim[0], width = m->positions * m->k;

	for (size_t r = 0; r < rows; r++, m->examples++) {
		const gl_real *pr = p->data + r * width, *tr = t->data + r * m->targets;

		if (m->task == GL_TASK_CLASSES)
			add_classes(m, pr, tr);
		else if (m->task == GL_TASK_LABELS)
			add_labels(m, pr, tr);
		else
			add_values(m, pr, tr);
	}
}

bool
gl_metrics_accuracy(const struct gl_metrics *m, uint64_t *right, uint64_t *cases)
{
	*right = m->right;
	*cases = m->cases;
	return m->task != GL_TASK_VALUES;
}

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

/* ---- The table ---- */

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

static double
baseline_accuracy(const struct gl_metrics *m)
{
	return share(gl_metrics_baseline(m), m->cases);
}

/* The mean probability of the class that was named. */
static double
confidence(const struct gl_metrics *m)
{
	double sum = 0;

	for (int i = 0; i < GL_BINS; i++)
		sum += m->bin[i].confidence;
	return m->cases ? sum / (double)m->cases : (double)NAN;
}

/*
 * How far confidence and accuracy are apart: |share of right answers - mean confidence| of each range, weighted by the
 * cases in it. Known as the expected calibration error.
 */
static double
calibration_error(const struct gl_metrics *m)
{
	double sum = 0;

	for (int i = 0; i < GL_BINS; i++)
		sum += fabs((double)m->bin[i].right - m->bin[i].confidence);
	return m->cases ? sum / (double)m->cases : (double)NAN;
}

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

enum { NAMED = GL_TASK_CLASSES | GL_TASK_LABELS };

const struct gl_metric gl_metric_table[] = {
    {"accuracy", "share of right answers", NAMED, true, accuracy},
    {"top", "share of classes among the --top K greatest outputs", GL_TASK_CLASSES, true, top_accuracy},
    {"exact", "share of examples with every label right", GL_TASK_LABELS, true, all_right},
    {"baseline", "accuracy of always giving the most frequent answer", NAMED, true, baseline_accuracy},
    {"confidence", "mean probability of the classes named (--calibration)", GL_TASK_CLASSES, true, confidence},
    {"calibration-error", "how far confidence and accuracy are apart (--calibration)", GL_TASK_CLASSES, false,
	calibration_error},
    {"precision", "mean precision of the classes", NAMED, true, macro_precision},
    {"recall", "mean recall of the classes", NAMED, true, macro_recall},
    {"f1", "mean F1 of the classes", NAMED, true, macro_f1},
    {"mse", "mean squared error", GL_TASK_VALUES, false, mse},
    {"mae", "mean absolute error", GL_TASK_VALUES, false, mae},
    {"r2", "share of the targets' spread that is explained", GL_TASK_VALUES, true, r2},
    {"baseline-mse", "mean squared error of always giving the mean", GL_TASK_VALUES, false, baseline_mse},
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
	return (t->tasks & m->task) && (t->value != top_accuracy || m->top) &&
	    ((t->value != confidence && t->value != calibration_error) || m->bin);
}
