/* Axes: which numbers stand at them, and where a value lies along them. */
#ifndef GL_AXIS_H
#define GL_AXIS_H

#include <stdbool.h>
#include <stddef.h>

enum { GL_TICKS = 16, GL_TICK_TEXT = 32 };

struct gl_axis {
	double lo, hi; /* lo < hi */
	bool log; /* equal distances are equal ratios; then lo > 0 */
	double tick[GL_TICKS];
	size_t ticks;
};

/*
 * An axis for values from lo to hi, with at most `most` ticks (at least 2) at round numbers: 1, 2 or 5 times a power
 * of ten. widen: it begins and ends at such a number; else it ends where the values do. A range without width gets
 * some. log is for positive values; others fall back to equal distances.
 */
void gl_axis_fit(struct gl_axis *a, double lo, double hi, bool log, bool widen, size_t most);

/* Where a value lies: 0 at lo, 1 at hi, beyond them outside. NaN for NaN, and on a log axis for 0 and below. */
double gl_axis_place(const struct gl_axis *a, double value);

/* A tick's number; returns text. */
const char *gl_tick_text(double value, char text[GL_TICK_TEXT]);

#endif
