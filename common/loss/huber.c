#include "loss/loss.h"

/*
 * Huber's loss with delta 1: with d = p - t, d^2 / 2 where |d| <= 1, |d| - 1/2 beyond; slope d, held between -1 and 1.
 * Source: Huber, Robust estimation of a location parameter (Annals of Mathematical Statistics 35, 1964).
 */
static double
huber_value(size_t k, const gl_real *p, const gl_real *t, gl_real *dp, double scale)
{
	gl_real slope = (gl_real)scale;
	double sum = 0;

	for (size_t i = 0; i < k; i++) {
		gl_real d = p[i] - t[i];
		gl_real size = d < 0 ? -d : d;
		sum += size <= 1 ? 0.5 * (double)d * (double)d : (double)size - 0.5;
		dp[i] = (size <= 1 ? d : d > 0 ? 1 : -1) * slope;
	}
	return sum;
}

const struct gl_loss gl_huber = {
    .name = "huber",
    .help = "squared error for small mistakes, absolute for large ones, for regression",
    .unit = "",
    .target = GL_TARGET_VALUE,
    .value = huber_value,
};
