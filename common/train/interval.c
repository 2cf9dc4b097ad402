#include "train/interval.h"

#include "core/math.h"

#include <math.h>

/*
 * The probability of -z to z: 2 phi(z) (z + z^3 / 3 + z^5 / (3 * 5) + ...), phi being the normal density. All terms
 * are positive, so nothing cancels.
 * Source: Marsaglia, Evaluating the normal distribution (2004).
 */
static double
within(double z, double density)
{
	double term = z, sum = z;

	for (double k = 3; term > sum * 1e-17; k += 2) {
		term *= z * z / k;
		sum += term;
	}
	return 2 * density * sum;
}

/*
 * Newton's method from 0. Below the root the curve is concave, so each step ends before it, and the steps shrink to
 * nothing.
 */
double
gl_normal_within(double level)
{
	double z = 0;

	for (int i = 0; i < 100; i++) {
		double density = 0.3989422804014327 * gl_exp64(-z * z / 2); /* 1 / sqrt(2 pi) */
		double step = (level - within(z, density)) / (2 * density);
		z += step;
		if (!(step > 1e-15 * z))
			break;
	}
	return z;
}

struct gl_interval
gl_wilson(double share, double n, double z)
{
	double a = z * z / n, middle = share + a / 2, half = z * sqrt((share * (1 - share) + a / 4) / n);
	double low = (middle - half) / (1 + a), high = (middle + half) / (1 + a);

	/* The ends at none and at all are 0 and 1, which rounding might miss. */
	return (struct gl_interval){share <= 0 || low < 0 ? 0 : low, share >= 1 || high > 1 ? 1 : high};
}

void
gl_sample_add(struct gl_sample *s, double x)
{
	double away = x - s->mean;

	s->n++;
	s->mean += away / (double)s->n;
	s->spread += away * (x - s->mean);
}

double
gl_sample_error(const struct gl_sample *s)
{
	double n = (double)s->n;

	return s->n < 2 ? (double)NAN : sqrt(s->spread / (n - 1) / n);
}

struct gl_interval
gl_sample_interval(const struct gl_sample *s, double z)
{
	double error = s->n < GL_SAMPLE_LEAST ? (double)NAN : gl_sample_error(s);

	return (struct gl_interval){s->mean - z * error, s->mean + z * error};
}

double
gl_effective(const struct gl_sample *groups, double cases)
{
	double n = (double)groups->n, error = gl_sample_error(groups);

	if (!(error > 0)) /* all alike: nothing says that the cases of a group are worth more than one */
		return n;
	double effective = groups->mean * (1 - groups->mean) / (error * error);
	return effective > cases ? cases : effective;
}
