#include "core/math.h"
#include "core/sum.h"
#include "loss/loss.h"

enum { LOG_FLOOR = -100 }; /* log p is not let below this: a probability of 0 costs 100 nats, not infinitely many */

/* From probabilities: - sum of t log p [nats]; slope - t / p, and 0 where log p is held at its floor. */
static double
cross_entropy_value(size_t k, const gl_real *p, const gl_real *t, gl_real *dp, double scale)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++) {
		dp[i] = 0;
		if (t[i] == 0)
			continue; /* 0 log 0 is 0 */
		double log_p = gl_log64((double)p[i]);
		if (log_p > LOG_FLOOR)
			dp[i] = (gl_real)(-(double)t[i] / (double)p[i] * scale);
		else if (log_p <= LOG_FLOOR) /* so that a NaN shows */
			log_p = LOG_FLOOR;
		sum -= (double)t[i] * log_p;
	}
	return sum;
}

/*
 * From logits z: with m the greatest of them and s = sum of exp(z - m), log p = z - m - log s. The slope is p - t
 * (times the sum of t, which is 1): softmax's and the logarithm's derivatives cancel, and nothing is divided by a small
 * p.
 * Source: Deep Learning (MIT Press, 2016), section 6.2.2.3.
 */
static double
cross_entropy_from_logits(size_t k, const gl_real *z, const gl_real *t, gl_real *dz, double scale)
{
	gl_real m = gl_max(k, z), share = (gl_real)scale, total = 0;
	double sum = 0;

	for (size_t i = 0; i < k; i++)
		dz[i] = z[i] - m;
	gl_exp_n(k, dz, dz);
	gl_real s = gl_sum(k, dz);
	double log_s = gl_log64((double)s);
	for (size_t i = 0; i < k; i++) {
		total += t[i];
		if (t[i] != 0)
			sum += (double)t[i] * (log_s - ((double)z[i] - (double)m));
	}
	for (size_t i = 0; i < k; i++)
		dz[i] = (dz[i] / s * total - t[i]) * share;
	return sum;
}

const struct gl_loss gl_cross_entropy = {
    .name = "cross-entropy",
    .help = "- log p of the right class, for one class out of several",
    .unit = "nats",
    .target = GL_TARGET_CLASS,
    .per_position = true,
    .smooths = true,
    .class_weights = true,
    .value = cross_entropy_value,
    .from_logits = cross_entropy_from_logits,
};

/* What a target that is spread over several classes costs even the best prediction: - sum of t log t. */
static double
entropy(size_t k, const gl_real *t)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++)
		if (t[i] > 0)
			sum -= (double)t[i] * gl_log64((double)t[i]);
	return sum;
}

/*
 * Kullback and Leibler's divergence, sum of t log(t / p): cross-entropy less the target's own entropy; the same slopes.
 */
static double
kl_value(size_t k, const gl_real *p, const gl_real *t, gl_real *dp, double scale)
{
	return cross_entropy_value(k, p, t, dp, scale) - entropy(k, t);
}

static double
kl_from_logits(size_t k, const gl_real *z, const gl_real *t, gl_real *dz, double scale)
{
	return cross_entropy_from_logits(k, z, t, dz, scale) - entropy(k, t);
}

const struct gl_loss gl_kl = {
    .name = "kl",
    .help = "Kullback-Leibler divergence: cross-entropy less what the target itself leaves open",
    .unit = "nats",
    .target = GL_TARGET_CLASS,
    .per_position = true,
    .smooths = true,
    .value = kl_value,
    .from_logits = kl_from_logits,
};
