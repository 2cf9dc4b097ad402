#include "loss/loss.h"

/* Absolute error: sum of |p - t|; slope 1 above the target, -1 below, and 0 is chosen at the corner. */
static double
mae_value(size_t k, const gl_real *p, const gl_real *t, gl_real *dp, double scale)
{
	gl_real slope = (gl_real)scale;
	double sum = 0;

	for (size_t i = 0; i < k; i++) {
		gl_real d = p[i] - t[i];
		sum += d < 0 ? -(double)d : (double)d;
		dp[i] = d > 0 ? slope : d < 0 ? -slope : 0;
	}
	return sum;
}

const struct gl_loss gl_mae = {
    .name = "mae",
    .help = "mean absolute error, for regression with outliers",
    .unit = "",
    .target = GL_TARGET_VALUE,
    .value = mae_value,
};
