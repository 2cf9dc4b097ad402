#include "loss/loss.h"

/* Squared error: sum of (p - t)^2; slope 2 (p - t). The mean is over all elements. */
static double
mse_value(size_t k, const gl_real *p, const gl_real *t, gl_real *dp, double scale)
{
	gl_real twice = (gl_real)(2 * scale);
	double sum = 0;

	for (size_t i = 0; i < k; i++) {
		gl_real d = p[i] - t[i];
		sum += (double)d * (double)d;
		dp[i] = d * twice;
	}
	return sum;
}

const struct gl_loss gl_mse = {
    .name = "mse",
    .help = "mean squared error, for regression",
    .unit = "",
    .target = GL_TARGET_VALUE,
    .value = mse_value,
};
