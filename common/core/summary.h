/* What many numbers are like, in a few: for reports on weights, gradients and activations. */
#ifndef GL_SUMMARY_H
#define GL_SUMMARY_H

#include <stddef.h>

/* All zero bytes: of no numbers yet. Numbers that are not finite are counted and not looked at further. */
struct gl_summary {
	size_t n, zeros, nonfinite;
	double min, max; /* of the finite ones; 0 when there are none */
	double first; /* deviations are summed from here, near the others, so that little is lost to rounding */
	double sum, squares; /* of x - first, and of its square */
	double size; /* the sum of x^2 */
};

void gl_summary_add(struct gl_summary *s, double x);

/* Of the finite numbers, 0 when there are none. */
double gl_summary_mean(const struct gl_summary *s);
double gl_summary_deviation(const struct gl_summary *s); /* standard deviation: sqrt(mean of (x - mean)^2) */
double gl_summary_norm(const struct gl_summary *s); /* sqrt(sum of x^2) */
double gl_summary_zeros(const struct gl_summary *s); /* the share of zeros among all */

#endif
