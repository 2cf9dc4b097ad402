/*
 * How much chance there is in a figure: examples are a sample, and another sample would give another figure. A
 * confidence interval of level 95 % is computed in such a way that 95 % of the intervals of many samples would hold
 * the figure of the whole population, if the examples are drawn from it independently of each other.
 */
#ifndef GL_INTERVAL_H
#define GL_INTERVAL_H

#include <stdint.h>

struct gl_interval {
	double low, high; /* NaN: too few examples to say */
};

/*
 * The z for which a standard normal number lies in -z to z with this probability: 1.96 for 0.95.
 *   level    0 <= level <= 0.999999
 */
double gl_normal_within(double level);

/*
 * Of a share: Wilson's score interval, all shares p that a test would not reject, |x / n - p| <= z sqrt(p (1 - p) / n).
 * It stays within 0 to 1 and is right for few examples and for shares near 0 and 1, where x / n +- z s isn't.
 *   share    x / n
 *   n        > 0, not a whole number where cases depend on each other (gl_effective)
 * Source: Wilson, Probable inference, the law of succession, and statistical inference (1927); Brown, Cai and
 * DasGupta, Interval estimation for a binomial proportion (2001), recommend it.
 */
struct gl_interval gl_wilson(double share, double n, double z);

/* Numbers, one at a time: their mean and how they spread. All zero bytes is none. */
struct gl_sample {
	uint64_t n;
	double mean, spread; /* spread: sum of (x - mean)^2 */
};

/*
 * Adds one. Mean and spread are kept up to date: no second pass, and no difference of large sums.
 * Source: Welford, Note on a method for calculating corrected sums of squares and products (1962).
 */
void gl_sample_add(struct gl_sample *s, double x);

/* The standard error of the mean, sqrt(spread / (n - 1) / n); NaN of fewer than 2. */
double gl_sample_error(const struct gl_sample *s);

/* The mean +- z standard errors; of fewer than GL_SAMPLE_LEAST numbers NaN, as their mean need not be near normal. */
enum { GL_SAMPLE_LEAST = 30 };
struct gl_interval gl_sample_interval(const struct gl_sample *s, double z);

/*
 * How many independent cases tell as much about a share as these do, which come in groups (the positions of a
 * sequence, the labels of a picture) and are alike within a group: the n for which share (1 - share) / n is the square
 * of the standard error over groups. From the number of groups, if all of them have the same share, to the number of
 * cases.
 *   groups   the share of each group, whose cases are all of one number
 * Source: Korn and Graubard, Confidence intervals for proportions with small expected number of positive counts
 * estimated from survey data (1998), without their factor for few groups.
 */
double gl_effective(const struct gl_sample *groups, double cases);

#endif
