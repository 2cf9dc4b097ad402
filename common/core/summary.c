#include "core/summary.h"

#include <math.h>

void
gl_summary_add(struct gl_summary *s, double x)
{
	s->n++;
	if (!isfinite(x)) {
		s->nonfinite++;
		return;
	}
	if (s->n - s->nonfinite == 1)
		s->first = s->min = s->max = x;
	double d = x - s->first;
	s->zeros += x == 0;
	s->min = x < s->min ? x : s->min;
	s->max = x > s->max ? x : s->max;
	s->sum += d;
	s->squares += d * d;
	s->size += x * x;
}

static double
finite(const struct gl_summary *s)
{
	return (double)(s->n - s->nonfinite);
}

double
gl_summary_mean(const struct gl_summary *s)
{
	return finite(s) > 0 ? s->first + s->sum / finite(s) : 0;
}

/* mean of (x - mean)^2 = mean of d^2 - (mean of d)^2, where d = x - first; rounding must not make it negative. */
double
gl_summary_deviation(const struct gl_summary *s)
{
	if (finite(s) == 0)
		return 0;
	double mean = s->sum / finite(s), variance = s->squares / finite(s) - mean * mean;
	return variance > 0 ? sqrt(variance) : 0;
}

double
gl_summary_norm(const struct gl_summary *s)
{
	return sqrt(s->size);
}

double
gl_summary_zeros(const struct gl_summary *s)
{
	return s->n > 0 ? (double)s->zeros / (double)s->n : 0;
}
