/* Metrics of small cases that can be counted by hand, in one batch and in many. */
#include "train/metrics.h"
#include "check.h"
#include "core/math.h"
#include "core/random.h"
#include "core/sum.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct gl_arena life;

static const struct gl_loss *
loss(const char *name)
{
	struct gl_err err;

	return gl_loss_find(name, &err);
}

static double
value(const struct gl_metrics *m, const char *name)
{
	return gl_metric_find(name)->value(m);
}

static bool
near(double a, double b)
{
	return fabs(a - b) < 1e-12;
}

/* Adds rows in batches of so many. */
static void
add(struct gl_metrics *m, size_t rows, size_t batch, gl_real *p, size_t np, gl_real *t, size_t nt)
{
	for (size_t r = 0; r < rows; r += batch) {
		size_t n = rows - r < batch ? rows - r : batch;
		struct gl_tensor pt = {p + r * np, n * np, 2, {n, np}}, tt = {t + r * nt, n * nt, 2, {n, nt}};
		gl_metrics_add(m, &pt, &tt);
	}
}

static void
classes(void)
{
	const struct gl_shape three = {GL_VECTOR, 1, {3}};
	gl_real p[] = {.7f, .2f, .1f, .1f, .8f, .1f, .4f, .4f, .2f, .2f, .3f, .5f, .3f, .4f, .3f};
	gl_real t[] = {0, 1, 1, 2, 2};
	gl_real hot[] = {1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, .4f, .6f};

	for (size_t batch = 1; batch <= 5; batch++) {
		uint64_t right, cases;
		struct gl_metrics *m = gl_metrics_new(&three, GL_PROBABILITIES, loss("cross-entropy"), 1, 2, &life);
		add(m, 5, batch, p, 3, t, 1);
		CHECK(gl_metrics_accuracy(m, &right, &cases) && right == 3 && cases == 5);
		CHECK(near(value(m, "accuracy"), 0.6) && near(value(m, "top"), 0.8));
		CHECK(near(value(m, "baseline"), 0.4) && gl_metrics_most_frequent(m) == 1);
		const uint64_t confusion[] = {1, 0, 0, 1, 1, 0, 0, 1, 1};
		CHECK(memcmp(m->confusion, confusion, sizeof confusion) == 0);
		CHECK(near(gl_class_precision(&m->count[0]), 0.5) && near(gl_class_recall(&m->count[0]), 1));
		CHECK(near(gl_class_f1(&m->count[0]), 2 / 3.0));
		CHECK(near(value(m, "precision"), 2 / 3.0) && near(value(m, "recall"), 2 / 3.0));
		CHECK(near(value(m, "f1"), (2 / 3.0 + 0.5 + 2 / 3.0) / 3));
		gl_metrics_reset(m);
		CHECK(m->cases == 0 && m->confusion[0] == 0 && isnan(value(m, "accuracy")));
		m = gl_metrics_new(&three, GL_PROBABILITIES, loss("cross-entropy"), 3, 0, &life);
		add(m, 5, batch, p, 3, hot, 3);
		CHECK(memcmp(m->confusion, confusion, sizeof confusion) == 0);
	}
}

/* Confidence and right answers, range by range: the numbers are counted by hand. */
static void
calibration(void)
{
	const struct gl_shape three = {GL_VECTOR, 1, {3}}, one = {GL_VECTOR, 1, {1}};
	gl_real p[] = {.75f, .25f, 0, 0, .75f, .25f, 1, 0, 0, .25f, .25f, .5f}, t[] = {0, 2, 0, 2};
	gl_real yes[] = {.75f, .25f, .5f, 0}, seen[] = {1, 1, 0, 0};
	struct gl_err err;
	struct gl_metrics *m = gl_metrics_new(&three, GL_PROBABILITIES, loss("cross-entropy"), 1, 0, &life);

	CHECK(!gl_metric_counted(gl_metric_find("calibration-error"), m));
	CHECK(gl_metrics_calibrate(m, 10, &life, &err) == 0);
	CHECK(gl_metric_counted(gl_metric_find("calibration-error"), m));
	for (size_t batch = 1; batch <= 4; batch++) {
		gl_metrics_reset(m);
		add(m, 4, batch, p, 3, t, 1);
		CHECK(m->calibration->bin[7].cases == 2 && m->calibration->bin[7].right == 1 &&
		    near(m->calibration->bin[7].confidence, 1.5));
		CHECK(m->calibration->bin[9].cases == 1 && m->calibration->bin[9].right == 1);
		CHECK(m->calibration->bin[4].cases == 1 && m->calibration->bin[4].right == 1);
		CHECK(near(value(m, "confidence"), 0.75) && near(value(m, "accuracy"), 0.75));
		CHECK(near(value(m, "calibration-error"), (0.5 + 0 + 0.5) / 4));
	}
	m = gl_metrics_new(&one, GL_SHARES, loss("binary-cross-entropy"), 1, 0, &life);
	CHECK(gl_metrics_calibrate(m, 10, &life, &err) == 0);
	add(m, 4, 3, yes, 1, seen, 1);
	CHECK(m->calibration->bin[7].cases == 2 && m->calibration->bin[7].right == 1 &&
	    m->calibration->bin[4].cases == 1 && m->calibration->bin[4].right == 0);
	CHECK(m->calibration->bin[9].cases == 1 && m->calibration->bin[9].right == 1 &&
	    near(value(m, "confidence"), 0.75));
	m = gl_metrics_new(&three, GL_VALUES, loss("cross-entropy"), 1, 0, &life);
	CHECK(gl_metrics_calibrate(m, 10, &life, &err) < 0);
	m = gl_metrics_new(&one, GL_VALUES, loss("mse"), 1, 0, &life);
	CHECK(gl_metrics_calibrate(m, 10, &life, &err) < 0);
}

/* Two positions of three classes; targets as indices and in full. */
static void
positions(void)
{
	const struct gl_shape shape = {GL_SEQUENCE, 2, {2, 3}};
	gl_real p[] = {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0}, t[] = {0, 2, 2, 1};
	struct gl_metrics *m = gl_metrics_new(&shape, GL_PROBABILITIES, loss("cross-entropy"), 2, 0, &life);

	add(m, 2, 1, p, 6, t, 2);
	CHECK(m->cases == 4 && m->right == 3 && m->examples == 2);
	m = gl_metrics_new(&shape, GL_PROBABILITIES, loss("cross-entropy"), 6, 0, &life);
	add(m, 2, 2, p, 6, p, 6);
	CHECK(m->cases == 4 && m->right == 4);
}

static void
sigmoids(void)
{
	const struct gl_shape one = {GL_VECTOR, 1, {1}}, two = {GL_VECTOR, 1, {2}};
	gl_real p[] = {.5f, .49f, .9f, .1f}, t[] = {1, 1, 0, 0}, z[] = {0, -.1f, 2, -3};
	struct gl_metrics *m = gl_metrics_new(&one, GL_SHARES, loss("binary-cross-entropy"), 1, 0, &life);

	add(m, 4, 3, p, 1, t, 1);
	CHECK(m->task == GL_TASK_CLASSES && m->classes == 2 && m->right == 2);
	m = gl_metrics_new(&one, GL_VALUES, loss("binary-cross-entropy"), 1, 0, &life);
	add(m, 4, 3, z, 1, t, 1);
	CHECK(m->task == GL_TASK_CLASSES && m->right == 2);
	m = gl_metrics_new(&two, GL_SHARES, loss("binary-cross-entropy"), 2, 0, &life);
	add(m, 2, 1, p, 2, t, 2);
	CHECK(m->task == GL_TASK_LABELS && m->cases == 4 && m->right == 2 && m->all_right == 0 && !m->confusion);
	CHECK(near(value(m, "baseline"), 0.5) && near(value(m, "exact"), 0));
}

static void
values(void)
{
	enum { N = 1000 };
	const struct gl_shape two = {GL_VECTOR, 1, {2}};
	static gl_real p[2 * N], t[2 * N];
	double mean[2] = {0}, spread[2] = {0}, squared[2] = {0}, absolute = 0;

	for (int i = 0; i < 2 * N; i++) {
		t[i] = (gl_real)((i * 7919 % 1009) / 100.0 + 1e4);
		p[i] = t[i] + (gl_real)((i * 104729 % 997) / 500.0 - 1);
		mean[i % 2] += (double)t[i] / N;
	}
	for (int i = 0; i < 2 * N; i++) {
		double e = (double)p[i] - (double)t[i], d = (double)t[i] - mean[i % 2];
		squared[i % 2] += e * e;
		absolute += fabs(e);
		spread[i % 2] += d * d;
	}
	struct gl_metrics *first = NULL;
	for (size_t batch = 1; batch <= N; batch = batch * 3 + 1) {
		uint64_t right, cases;
		struct gl_metrics *m = gl_metrics_new(&two, GL_VALUES, loss("mse"), 2, 0, &life);
		add(m, N, batch, p, 2, t, 2);
		CHECK(!gl_metrics_accuracy(m, &right, &cases));
		CHECK(fabs(value(m, "mse") - (squared[0] + squared[1]) / (2 * N)) < 1e-9);
		CHECK(fabs(value(m, "mae") - absolute / (2 * N)) < 1e-9);
		CHECK(fabs(value(m, "baseline-mse") - (spread[0] + spread[1]) / (2 * N)) < 1e-9);
		CHECK(fabs(value(m, "r2") - (1 - (squared[0] / spread[0] + squared[1] / spread[1]) / 2)) < 1e-9);
		first = first ? first : m;
		CHECK(memcmp(m->column, first->column, 2 * sizeof *m->column) == 0);
	}
	struct gl_metrics *m = gl_metrics_new(&two, GL_VALUES, loss("mse"), 2, 0, &life);
	add(m, 1, 1, p, 2, t, 2);
	CHECK(isnan(value(m, "r2")));
}

/* Logits that are said to be clear are counted as their softmax is; those that nearly tie are not said to be. */
static void
logits(void)
{
	enum { K = 5, N = 4000 };
	const struct gl_shape five = {GL_VECTOR, 1, {K}};
	struct gl_metrics *m = gl_metrics_new(&five, GL_PROBABILITIES, loss("cross-entropy"), 1, 0, &life);
	struct gl_metrics *top = gl_metrics_new(&five, GL_PROBABILITIES, loss("cross-entropy"), 1, 2, &life);
	size_t clear = 0;

	for (uint32_t n = 0; n < N; n++) {
		gl_real z[K], p[K], t = 0, sum, most, ahead = (gl_real)exp2(-(double)(n % 40));
		struct gl_tensor zt = {z, K, 2, {1, K}};
		uint32_t word[K];

		gl_random_n(1, GL_RAND_SYNTH, 0, n, K, word);
		for (size_t i = 0; i < K; i++)
			z[i] = (gl_real)(8 * gl_uniform(word[i]) - 4);
		z[n % K] = gl_max(K, z) + ahead; /* two that are equal, or nearly */
		most = gl_max(K, z);
		for (size_t i = 0; i < K; i++)
			p[i] = z[i] - most;
		gl_exp_n(K, p, p);
		sum = gl_sum(K, p);
		for (size_t i = 0; i < K; i++)
			p[i] /= sum;
		if (gl_metrics_clear(m, &zt)) {
			clear++;
			CHECK(gl_metrics_answer(m, z, &t).predicted == gl_metrics_answer(m, p, &t).predicted);
		} else {
			CHECK(ahead < (gl_real)1e-3);
		}
		CHECK(!gl_metrics_clear(top, &zt));
	}
	CHECK(clear > N / 4 && clear < N / 2);
}

int
main(void)
{
	classes();
	logits();
	calibration();
	positions();
	sigmoids();
	values();
	gl_arena_free(&life);
	return failures != 0;
}
