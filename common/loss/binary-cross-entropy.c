#include "core/math.h"
#include "loss/loss.h"

/* A logarithm that is not let below -100, as PyTorch's BCELoss holds it. */
static double
floored(double log_p)
{
	return log_p <= -100 ? -100 : log_p;
}

/*
 * From probabilities: sum of - t log p - (1 - t) log(1 - p) [nats]; slope (p - t) / (p (1 - p)), the divisor not below
 * 1e-12.
 */
static double
bce_value(size_t k, const gl_real *p, const gl_real *t, gl_real *dp, double scale)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++) {
		double q = (double)p[i], y = (double)t[i], spread = q * (1 - q);
		if (y != 0)
			sum -= y * floored(gl_log64(q));
		if (y != 1)
			sum -= (1 - y) * floored(gl_log64(1 - q));
		dp[i] = (gl_real)((q - y) / (spread < 1e-12 ? 1e-12 : spread) * scale);
	}
	return sum;
}

/*
 * From logits: sum of max(z, 0) - z t + log(1 + exp(-|z|)), the last term softplus(-|z|); slope sigmoid(z) - t. No exp
 * overflows, nothing is divided.
 */
static double
bce_from_logits(size_t k, const gl_real *z, const gl_real *t, gl_real *dz, double scale)
{
	gl_real share = (gl_real)scale;
	double sum = 0;

	for (size_t i = 0; i < k; i++)
		dz[i] = z[i] < 0 ? z[i] : -z[i];
	gl_softplus_n(k, dz, dz);
	for (size_t i = 0; i < k; i++)
		sum += (z[i] < 0 ? 0 : (double)z[i]) - (double)z[i] * (double)t[i] + (double)dz[i];
	gl_sigmoid_n(k, z, dz);
	for (size_t i = 0; i < k; i++)
		dz[i] = (dz[i] - t[i]) * share;
	return sum;
}

const struct gl_loss gl_binary_cross_entropy = {
    .name = "binary-cross-entropy",
    .help = "- log p of each yes or no, for outputs that are independent probabilities",
    .unit = "nats",
    .target = GL_TARGET_SHARE,
    .smooths = true,
    .class_weights = true,
    .value = bce_value,
    .from_logits = bce_from_logits,
};
