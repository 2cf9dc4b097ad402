#include "train/stats.h"

#include <math.h>

void
gl_stats_add(struct gl_stats *s, size_t n, const gl_real *x)
{
	for (size_t i = 0; i < n; i++) {
		double v = fabs((double)x[i]);
		s->squares += v * v;
		if (v > s->largest)
			s->largest = v;
		s->zeros += v == 0;
	}
	s->n += n;
}

double
gl_stats_norm(const struct gl_stats *s)
{
	return sqrt(s->squares);
}

double
gl_stats_rms(const struct gl_stats *s)
{
	return s->n ? sqrt(s->squares / (double)s->n) : 0;
}
