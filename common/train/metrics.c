#include "train/metrics.h"

#include "core/sum.h"

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
	m->loss = loss;
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

void
gl_metrics_spread(struct gl_metrics *m, double level, struct gl_arena *life)
{
	m->spread = gl_alloc(life, 1, sizeof *m->spread);
	m->spread->level = level;
	m->spread->z = gl_normal_within(level);
}

int
gl_metrics_calibrate(struct gl_metrics *m, size_t bins, struct gl_arena *life, struct gl_err *err)
{
	if (m->task != GL_TASK_CLASSES)
		return gl_fail(
		    err, "only a network that chooses a class has a confidence that could be right or wrong");
	if (!m->probabilities) {
		gl_fail(err, "the outputs are logits, not probabilities");
		return gl_hint(err, "end the network in softmax or sigmoid");
	}
	m->calibration = gl_alloc(life, 1, sizeof *m->calibration);
	gl_calibration_new(m->calibration, bins, life);
	return 0;
}

void
gl_metrics_reset(struct gl_metrics *m)
{
	m->examples = m->cases = m->right = m->in_top = m->all_right = 0;
	m->loss_sum = m->loss_weight = 0;
	if (m->count)
		memset(m->count, 0, m->classes * sizeof *m->count);
	if (m->confusion)
		memset(m->confusion, 0, m->classes * m->classes * sizeof *m->confusion);
	if (m->column)
		memset(m->column, 0, m->positions * m->k * sizeof *m->column);
	if (m->calibration)
		gl_calibration_reset(m->calibration);
	if (m->weighted)
		*m->weighted = (struct gl_weighted){0};
	if (m->spread)
		*m->spread = (struct gl_spread){.level = m->spread->level, .z = m->spread->z};
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

bool
gl_metrics_index(const struct gl_metrics *m)
{
	return m->targets == m->positions && m->k > 1;
}

struct gl_answer
gl_metrics_answer(const struct gl_metrics *m, const gl_real *p, const gl_real *t)
{
	if (m->k == 1)
		return (struct gl_answer){t[0] >= (gl_real)0.5, p[0] >= m->threshold};
	return (struct gl_answer){gl_metrics_index(m) ? (size_t)t[0] : greatest(m->k, t), greatest(m->k, p)};
}

static void
add_classes(struct gl_metrics *m, const gl_real *p, const gl_real *t)
{
	size_t step = gl_metrics_index(m) ? 1 : m->k;

	for (size_t i = 0; i < m->positions; i++, p += m->k, t += step) {
		struct gl_answer n = gl_metrics_answer(m, p, t);
		bool right = n.actual == n.predicted;

		if (m->top && m->k > 1)
			m->in_top += among(m->k, p, n.actual, m->top);
		if (m->calibration && m->k == 1)
			gl_calibration_add(m->calibration, n.predicted ? (double)p[0] : 1 - (double)p[0], right);
		else if (m->calibration)
			gl_calibration_add(m->calibration, (double)p[n.predicted], right);
		m->cases++;
		m->right += right;
		m->count[n.actual].actual++;
		m->count[n.predicted].predicted++;
		m->count[n.actual].both += right;
		if (m->confusion)
			m->confusion[n.actual * m->classes + n.predicted]++;
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

/* The mean and the spread of the targets are kept as gl_sample_add does. */
static void
add_values(struct gl_metrics *m, const gl_real *p, const gl_real *t)
{
	size_t n = m->positions * m->k;
	double squared = 0, absolute = 0;

	for (size_t i = 0; i < n; i++) {
		struct gl_column_sum *c = &m->column[i];
		double error = (double)p[i] - (double)t[i], away = (double)t[i] - c->mean;

		c->mean += away / (double)(m->examples + 1);
		c->spread += away * ((double)t[i] - c->mean);
		c->squared += error * error;
		c->absolute += fabs(error);
		squared += error * error;
		absolute += fabs(error);
	}
	m->cases += n;
	if (m->spread) {
		gl_sample_add(&m->spread->squared, squared / (double)n);
		gl_sample_add(&m->spread->absolute, absolute / (double)n);
	}
}

/* An example, that had so many of its cases right, and in the top. */
static void
add_spread(struct gl_spread *s, uint64_t cases, uint64_t right, uint64_t in_top, const double *loss)
{
	gl_sample_add(&s->right, (double)right / (double)cases);
	gl_sample_add(&s->in_top, (double)in_top / (double)cases);
	if (loss)
		gl_sample_add(&s->loss, *loss);
}

void
gl_metrics_add_each(
    struct gl_metrics *m, const struct gl_tensor *p, const struct gl_tensor *t, const double *loss, uint64_t *right)
{
	size_t rows = p->dim[0], width = m->positions * m->k;

	for (size_t r = 0; r < rows; r++, m->examples++) {
		const gl_real *pr = p->data + r * width, *tr = t->data + r * m->targets;
		uint64_t cases = m->cases, rights = m->right, in_top = m->in_top;

		if (m->task == GL_TASK_CLASSES)
			add_classes(m, pr, tr);
		else if (m->task == GL_TASK_LABELS)
			add_labels(m, pr, tr);
		else
			add_values(m, pr, tr);
		if (right)
			right[r] = m->right - rights;
		if (m->spread)
			add_spread(
			    m->spread, m->cases - cases, m->right - rights, m->in_top - in_top, loss ? &loss[r] : NULL);
	}
}

void
gl_metrics_add_weighted(struct gl_metrics *m, const struct gl_tensor *v, const double *loss, const uint64_t *right)
{
	struct gl_weighted *w = m->weighted;
	double cases = (double)(m->cases / m->examples);

	for (size_t i = 0; i < v->n; i++) {
		double weight = (double)v->data[i];
		if (weight == 0)
			continue;
		w->weight += weight;
		w->right += weight * (double)right[i] / cases;
		w->loss += weight * loss[i];
	}
}

void
gl_metrics_add(struct gl_metrics *m, const struct gl_tensor *p, const struct gl_tensor *t)
{
	gl_metrics_add_each(m, p, t, NULL, NULL);
}

/*
 * Ahead by CLEAR a logit z leads to a greater probability whatever is rounded: exp(0) = 1 against at most exp(-CLEAR),
 * divided by the same sum.
 */
#define CLEAR ((gl_real)1e-4)

bool
gl_metrics_clear(const struct gl_metrics *m, const struct gl_tensor *z)
{
	if (m->task != GL_TASK_CLASSES || m->k == 1 || m->top || m->calibration)
		return false;
	for (size_t at = 0; at < z->n; at += m->k) {
		const gl_real *row = z->data + at, line = gl_max(m->k, row) - CLEAR;
		size_t near = 0;

		for (size_t i = 0; i < m->k; i++)
			near += row[i] > line;
		if (near != 1)
			return false;
	}
	return true;
}

bool
gl_metrics_accuracy(const struct gl_metrics *m, uint64_t *right, uint64_t *cases)
{
	*right = m->right;
	*cases = m->cases;
	return m->task != GL_TASK_VALUES;
}
