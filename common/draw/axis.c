#include "draw/axis.h"

#include "core/math.h"
#include "core/number.h"

#include <math.h>

static const double MOST = 1e250; /* greatest value on an axis; its inverse is the least difference */

/* The least of ..., 0.1, 0.2, 0.5, 1, 2, 5, 10, ... that is not below x > 0. */
static double
round_up(double x)
{
	static const double step[] = {1, 2, 5, 10};
	double power = 1;

	while (power > x)
		power /= 10;
	while (power * 10 < x)
		power *= 10;
	for (size_t i = 0; i < GL_LEN(step); i++)
		if (step[i] * power >= x * (1 - 1e-12))
			return step[i] * power;
	return 10 * power;
}

/* The greatest of them that is not above x. */
static double
round_down(double x)
{
	return 1 / round_up(1 / x);
}

static void
add_tick(struct gl_axis *a, double value)
{
	double below = 1e-9 * (a->log ? a->lo : a->hi - a->lo), above = 1e-9 * (a->log ? a->hi : a->hi - a->lo);

	if (a->ticks < GL_TICKS && value >= a->lo - below && value <= a->hi + above)
		a->tick[a->ticks++] = value;
}

static void
fit_linear(struct gl_axis *a, bool widen, size_t most)
{
	double step = round_up((a->hi - a->lo) / (double)most);

	if (widen) {
		a->lo = floor(a->lo / step + 1e-9) * step;
		a->hi = ceil(a->hi / step - 1e-9) * step;
	}
	double first = ceil(a->lo / step - 1e-9);
	for (size_t i = 0; i <= most + 1; i++)
		add_tick(a, (first + (double)i) * step + 0.0);
}

/* Powers of ten, if there are two of them; every second, third ... of them if there are too many; else 1, 2, 5. */
static void
fit_log(struct gl_axis *a, bool widen, size_t most)
{
	double power = 1, skip = 10;

	if (widen) {
		a->lo = round_down(a->lo);
		a->hi = round_up(a->hi);
	}
	while (power > a->lo)
		power /= 10;
	while (power * 10 <= a->lo)
		power *= 10;
	double tens = 0;
	for (double p = power; p <= a->hi; p *= 10)
		tens += p >= a->lo;
	for (double n = tens; n > (double)most && skip < 1e300; n = tens * 2.302585 / gl_log64(skip))
		skip *= 10;
	for (double p = power; p <= a->hi && a->ticks < GL_TICKS; p *= skip) {
		add_tick(a, p);
		if (tens < 3 && 3 * tens <= (double)most) {
			add_tick(a, 2 * p);
			add_tick(a, 5 * p);
		}
	}
}

void
gl_axis_fit(struct gl_axis *a, double lo, double hi, bool log, bool widen, size_t most)
{
	/* far from where doubles end, so that steps and powers of ten do not leave them */
	lo = lo > -MOST ? lo < MOST ? lo : MOST : -MOST;
	hi = hi > -MOST ? hi < MOST ? hi : MOST : -MOST;
	*a = (struct gl_axis){.lo = log && lo > 0 && lo < 1 / MOST ? 1 / MOST : lo, .hi = hi, .log = log && lo > 0};
	most = most < 2 ? 2 : most > GL_TICKS - 2 ? GL_TICKS - 2 : most;
	if (!(a->hi - a->lo > 1 / MOST) || a->hi - a->lo < 1e-6 * fabs(a->hi)) {
		double some = fabs(lo) > 1 / MOST ? 0.1 * fabs(lo) : 1;
		a->hi = lo + some;
		a->lo = lo > 0 && lo - some <= 0 ? 0 : lo - some;
	}
	if (a->log)
		fit_log(a, widen, most);
	else
		fit_linear(a, widen, most);
}

double
gl_axis_place(const struct gl_axis *a, double value)
{
	if (!a->log)
		return (value - a->lo) / (a->hi - a->lo);
	return value > 0 ? gl_log64(value / a->lo) / gl_log64(a->hi / a->lo) : (double)NAN;
}

const char *
gl_tick_text(double value, char text[GL_TICK_TEXT])
{
	text[gl_number_print_digits64(fabs(value) < 1e-300 ? 0 : value, 6, text)] = '\0';
	return text;
}
