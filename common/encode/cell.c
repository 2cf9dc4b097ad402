#include "encode/cell.h"
#include "core/number.h"

#include <strings.h>

/* Is the cell this word, which is in small letters, in any case? Cells mostly differ in the first letter already. */
static bool
is(const struct gl_cell *cell, const char *word)
{
	return cell->n > 0 && (*cell->p | 0x20) == *word && strncasecmp(cell->p, word, cell->n) == 0 &&
	    word[cell->n] == '\0';
}

bool
gl_cell_number(const struct gl_cell *cell, float *value)
{
	int overflow = 0;

	return cell->n > 0 && gl_number_read(cell->p, cell->p + cell->n, value, &overflow) == cell->p + cell->n;
}

bool
gl_cell_boolean(const struct gl_cell *cell, float *value)
{
	*value = is(cell, "true") || is(cell, "yes");
	return *value == 1 || is(cell, "false") || is(cell, "no");
}

/* n digits at p as a number; *p moves behind them. False when they are none, or the number is not from lo to hi. */
static bool
digits(const char **p, const char *end, int n, int lo, int hi, int *value)
{
	*value = 0;
	if (end - *p < n)
		return false;
	for (int i = 0; i < n; i++, ++*p) {
		if (**p < '0' || **p > '9')
			return false;
		*value = *value * 10 + (**p - '0');
	}
	return *value >= lo && *value <= hi;
}

static bool
byte(const char **p, const char *end, char c)
{
	if (*p == end || **p != c)
		return false;
	++*p;
	return true;
}

/* Days from 1970-01-01 to a day of the Gregorian calendar, which is taken to reach back to the year 1. */
static int
days(int year, int month, int day)
{
	static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	int y = year - 1;

	return y * 365 + y / 4 - y / 100 + y / 400 + before[month - 1] + (leap && month > 2) + day - 1 - 719162;
}

/* ".5", perhaps, behind the seconds. */
static bool
read_fraction(const char **p, const char *end, double *fraction)
{
	double unit = 1;

	*fraction = 0;
	if (!byte(p, end, '.'))
		return true;
	const char *first = *p;
	for (; *p < end && **p >= '0' && **p <= '9'; ++*p)
		*fraction += (**p - '0') * (unit /= 10);
	return *p > first;
}

/* Nothing, Z, +02:00 or -02:00: minutes that local time is ahead of UTC. */
static bool
read_zone(const char **p, const char *end, int *ahead)
{
	int sign, hour, minute;

	*ahead = 0;
	if (*p == end || byte(p, end, 'Z'))
		return true;
	sign = byte(p, end, '-') ? -1 : 1;
	if ((sign > 0 && !byte(p, end, '+')) || !digits(p, end, 2, 0, 23, &hour) || !byte(p, end, ':') ||
	    !digits(p, end, 2, 0, 59, &minute))
		return false;
	*ahead = sign * (60 * hour + minute);
	return true;
}

/* The time of day [days], with its zone, from p to end. */
static bool
read_time(const char *p, const char *end, double *part)
{
	int hour, minute, second = 0, ahead;
	double fraction = 0;

	if (!digits(&p, end, 2, 0, 23, &hour) || !byte(&p, end, ':') || !digits(&p, end, 2, 0, 59, &minute))
		return false;
	if (byte(&p, end, ':') && !(digits(&p, end, 2, 0, 59, &second) && read_fraction(&p, end, &fraction)))
		return false;
	if (!read_zone(&p, end, &ahead))
		return false;
	*part = ((hour * 60 + minute - ahead) * 60 + second + fraction) / (24 * 60 * 60);
	return p == end;
}

bool
gl_cell_date(const struct gl_cell *cell, float *value)
{
	static const int length[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	const char *p = cell->p, *end = p + cell->n;
	int year, month, day;
	double part = 0;

	if (cell->n < 10 || p[4] != '-' || p[7] != '-')
		return false;
	if (!digits(&p, end, 4, 1, 9999, &year) || !byte(&p, end, '-') || !digits(&p, end, 2, 1, 12, &month) ||
	    !byte(&p, end, '-') || !digits(&p, end, 2, 1, length[month - 1], &day))
		return false;
	if (month == 2 && day == 29 && days(year, 3, 1) - days(year, 2, 1) == 28)
		return false;
	if (p < end && !((byte(&p, end, 'T') || byte(&p, end, ' ')) && read_time(p, end, &part)))
		return false;
	*value = (float)(days(year, month, day) + part);
	return true;
}

enum gl_holds
gl_cell_read(const struct gl_cell *cell, float *value)
{
	if (gl_cell_number(cell, value))
		return GL_HOLDS_NUMBER;
	if (gl_cell_date(cell, value))
		return GL_HOLDS_DATE;
	return gl_cell_boolean(cell, value) ? GL_HOLDS_BOOLEAN : GL_HOLDS_TEXT;
}

bool
gl_cell_comma_number(const struct gl_cell *cell)
{
	bool comma = false;

	for (size_t i = 0; i < cell->n; i++) {
		char c = cell->p[i];
		comma |= c == ',';
		if (!(c >= '0' && c <= '9') && c != ',' && c != '.' && !(i == 0 && (c == '-' || c == '+')))
			return false;
	}
	return comma && cell->n > 2;
}

bool
gl_cell_missing(const struct gl_cell *cell)
{
	return cell->n == 0 || (cell->n == 1 && *cell->p == '?') || is(cell, "na") || is(cell, "n/a") ||
	    is(cell, "nan") || is(cell, "null");
}
