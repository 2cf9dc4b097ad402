#include "train/mcnemar.h"

#include "core/math.h"

#include <math.h>

#define HALF_LOG_2PI 0.91893853320467274178

/*
 * log n! - ((n + 1/2) log n - n + log sqrt(2 pi)): what Stirling's formula leaves out. Its series is exact enough from
 * 16 on; below it the product is taken itself.
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 6.1.41.
 */
static double
stirling_rest(double n)
{
	double product = 1, s = 1 / (n * n);

	if (n > 15)
		return (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - (1 / 1680.0 - s / 1188) * s) * s) * s) / n;
	for (double k = 2; k <= n; k++)
		product *= k;
	return gl_log64(product) - ((n + 0.5) * gl_log64(n) - n + HALF_LOG_2PI);
}

/*
 * x log(x / m) + m - x, without the loss of digits when x is near m. With v = (x - m) / (x + m) it is
 *     (x - m) v + 2 x (v^3 / 3 + v^5 / 5 + ...).
 * Source: Loader, Fast and accurate computation of binomial probabilities (2000).
 */
static double
deviance(double x, double m)
{
	double v = (x - m) / (x + m), sum = (x - m) * v, power = 2 * x * v;

	if (fabs(v) > 0.1)
		return x * gl_log64(x / m) + m - x;
	for (double k = 3; k < 60; k += 2) {
		power *= v * v;
		sum += power / k;
	}
	return sum;
}

/* C(n, k) / 2^n. The logarithms of factorials are large and nearly cancel; here only what is left of them is summed. */
static double
coins(double n, double k)
{
	if (k == 0)
		return gl_exp64(-n * 0.69314718055994530942);
	double log_p =
	    stirling_rest(n) - stirling_rest(k) - stirling_rest(n - k) - deviance(k, n / 2) - deviance(n - k, n / 2);
	return gl_exp64(log_p) * sqrt(n / (6.28318530717958647693 * k * (n - k)));
}

double
gl_mcnemar(uint64_t a, uint64_t b)
{
	double n = (double)a + (double)b, k = (double)(a < b ? a : b), sum = 0;

	if (a == b) /* a half of all outcomes on each side, and the middle one besides */
		return 1;
	/* From the largest term down; each is k / (n - k + 1) of the one before. */
	for (double term = coins(n, k); term > sum * 1e-17; k--) {
		sum += term;
		term *= k / (n - k + 1);
	}
	return 2 * sum < 1 ? 2 * sum : 1;
}
