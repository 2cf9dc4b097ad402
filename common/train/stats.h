/* Figures that say at a glance how large the numbers of a tensor are. */
#ifndef GL_STATS_H
#define GL_STATS_H

#include "core/real.h"

#include <stddef.h>

struct gl_stats {
	size_t n;
	double squares; /* the sum of them: norm is its root, rms the root of it over n */
	double largest; /* absolute value */
	size_t zeros;
};

/* Adds n numbers, in double, in order. A struct of zeros is ready. */
void gl_stats_add(struct gl_stats *s, size_t n, const gl_real *x);
double gl_stats_norm(const struct gl_stats *s);
double gl_stats_rms(const struct gl_stats *s);

#endif
