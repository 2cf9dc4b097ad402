/*
 * Numbers as text: printing against the C library's %.{1..9}g and strtof, reading against strtof and strtod, layout,
 * limits.
 */
#include "check.h"
#include "core/percent.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static float
from_bits(uint32_t b)
{
	float x;

	memcpy(&x, &b, sizeof x);
	return x;
}

static uint64_t state = 1;

static uint64_t
next(void)
{
	state = state * 6364136223846793005 + 1442695040888963407;
	uint64_t x = state ^ state >> 33;
	return x * 0xff51afd7ed558ccd ^ x >> 29;
}

/* Digits of a number as text, without point, sign, exponent, and zeros at both ends; and where the first stands. */
static int
digits_of(const char *text, char *digit, int *top)
{
	int n = 0, whole = 0, zeros = 0, point = 0, e = 0;

	for (text += *text == '-'; *text && *text != 'e'; text++) {
		if (*text == '.') {
			point = 1;
		} else if (n || *text != '0') {
			digit[n++] = *text;
			whole += !point;
		} else {
			zeros += point;
		}
	}
	if (*text == 'e')
		e = (int)strtol(text + 1, NULL, 10);
	*top = (whole ? whole - 1 : -1 - zeros) + e;
	while (n && digit[n - 1] == '0')
		n--;
	return n;
}

/* Reads back as itself; no shorter decimal does; the nearest of its length. */
static void
check_print(float x)
{
	char text[GL_NUMBER_TEXT + 1], wide[64], a[64], b[64];
	int top_a, top_b, digits = 1;
	size_t n = gl_number_print(x, text);

	text[n] = 0;
	float back = strtof(text, NULL);
	if (memcmp(&back, &x, sizeof x) != 0) {
		printf("%.9g is printed as %s, which is %.9g\n", (double)x, text, (double)back);
		failures++;
	}
	if (x == 0)
		return;
	for (;; digits++) {
		snprintf(wide, sizeof wide, "%.*e", digits - 1, (double)x);
		if (strtof(wide, NULL) == x)
			break;
	}
	int na = digits_of(text, a, &top_a), nb = digits_of(wide, b, &top_b);
	/*
	 * Above a power of two a decimal farther away than the nearest of its length may be the only one that reads
	 * back.
	 */
	if (na > nb || (na == nb && (top_a != top_b || memcmp(a, b, (size_t)na) != 0))) {
		printf("%.9g is printed as %s, but %s would do\n", (double)x, text, wide);
		failures++;
	}
}

static void
is_printed(float x, const char *want)
{
	char text[GL_NUMBER_TEXT + 1];

	text[gl_number_print(x, text)] = 0;
	if (strcmp(text, want) != 0) {
		printf("%.9g is printed as %s, not %s\n", (double)x, text, want);
		failures++;
	}
}

static void
layout(void)
{
	is_printed(0, "0");
	is_printed(-0.0f, "-0");
	is_printed(1, "1");
	is_printed(-1.5f, "-1.5");
	is_printed(100, "100");
	is_printed(0.1f, "0.1");
	is_printed(1e-4f, "0.0001");
	is_printed(0.00012345678f, "0.00012345678");
	is_printed(9.999e-5f, "9.999e-5");
	is_printed(1e-5f, "1e-5");
	is_printed(-1.25e-7f, "-1.25e-7");
	is_printed(123456792, "123456790");
	is_printed(999999936, "999999940");
	is_printed(1e9f, "1e9");
	is_printed(1.5e10f, "1.5e10");
	is_printed(16777216, "16777216");
	is_printed(3.4028235e38f, "3.4028235e38");
	is_printed(0x1p-149f, "1e-45");
	is_printed(0x1p-126f, "1.1754944e-38");
	is_printed(0.3f, "0.3");
	is_printed(1 / 3.0f, "0.33333334");
	is_printed(INFINITY, "inf");
	is_printed(-INFINITY, "-inf");
	is_printed(NAN, "nan");
	is_printed(-NAN, "nan");
}

/* Is x, printed as text, what the C library rounds to so many digits? */
static void
check_rounded(double x, int digits, const char *text)
{
	char wide[64], a[64], b[64];
	int top_a, top_b;

	snprintf(wide, sizeof wide, "%.*e", digits - 1, x);
	int na = digits_of(text, a, &top_a), nb = digits_of(wide, b, &top_b);
	if (na != nb || top_a != top_b || memcmp(a, b, (size_t)na) != 0 || (text[0] == '-') != (wide[0] == '-')) {
		printf("%.17g with %d digits is printed as %s, not %s\n", x, digits, text, wide);
		failures++;
	}
}

static void
check_digits(float x, int digits)
{
	char text[GL_NUMBER_TEXT + 1];

	text[gl_number_print_digits(x, digits, text)] = 0;
	check_rounded((double)x, digits, text);
}

static void
check_digits64(double x, int digits)
{
	char text[GL_NUMBER_TEXT + 1];

	text[gl_number_print_digits64(x, digits, text)] = 0;
	check_rounded(x, digits, text);
}

static void
check_print64(double x)
{
	char text[GL_NUMBER_TEXT + 1], wide[64], a[64], b[64];
	int top_a, top_b, digits = 1;

	text[gl_number_print64(x, text)] = 0;
	for (;; digits++) {
		snprintf(wide, sizeof wide, "%.*e", digits - 1, x);
		if (strtod(wide, NULL) == x)
			break;
	}
	int na = digits_of(text, a, &top_a), nb = digits_of(wide, b, &top_b);
	if (strtod(text, NULL) != x || na > nb || (na == nb && (top_a != top_b || memcmp(a, b, (size_t)na) != 0))) {
		printf("%.17g is printed as %s, but %s would do\n", x, text, wide);
		failures++;
	}
}

/* Both widths, with the end right behind the number and with room behind it (where the short way is taken). */
static void
check_read(const char *text)
{
	size_t n = strlen(text);
	char *exact = malloc(n + 1), *room = malloc(n + 40);
	char *end, *end64;
	float want = strtof(text, &end), got[2] = {7, 7};
	double want64 = strtod(text, &end64), got64 = 7;
	int overflow[3] = {0};
	const char *to[3];

	memcpy(exact, text, n);
	memcpy(room, text, n);
	memset(room + n, ' ', 40);
	to[0] = gl_number_read(exact, exact + n, &got[0], &overflow[0]);
	to[1] = gl_number_read(room, room + n + 40, &got[1], &overflow[1]);
	to[2] = gl_number_read64(exact, exact + n, &got64, &overflow[2]);
	int over = isinf(want) && (text[0] | 0x20) != 'i' && (text[1] | 0x20) != 'i';
	int over64 = isinf(want64) && (text[0] | 0x20) != 'i' && (text[1] | 0x20) != 'i';
	if (to[0] != exact + (end - text) || to[1] != room + (end - text) || to[2] != exact + (end64 - text) ||
	    memcmp(&got[0], &want, sizeof want) != 0 || memcmp(&got[1], &want, sizeof want) != 0 ||
	    memcmp(&got64, &want64, sizeof want64) != 0 || overflow[0] != over || overflow[1] != over ||
	    overflow[2] != over64) {
		printf("%.60s is read as %.9g, %.9g and %.17g, not %.9g and %.17g (or overflow, or the end is wrong)\n",
		    text, (double)got[0], (double)got[1], got64, (double)want, want64);
		failures++;
	}
	free(exact);
	free(room);
}

/* The middle between two floats (or doubles), all its digits, and a little less and more. */
static void
check_middle(float x, char *text)
{
	float up = nextafterf(x, INFINITY);
	int n = snprintf(text, 2000, "%.200e", ((double)x + (double)up) / 2);

	(void)n;
	char *e = strchr(text, 'e');
	char tail[16];
	snprintf(tail, sizeof tail, "%s", e);
	check_read(text);
	memset(e, '0', 900); /* as many digits as a reader might cut off, then one that decides */
	snprintf(e + 900, 100, "1%s", tail);
	check_read(text);
	for (char *p = e - 1; p > text; p--) { /* one less in the last place of the 200 */
		if (*p == '.')
			continue;
		if (*p != '0') {
			--*p;
			break;
		}
		*p = '9';
	}
	check_read(text);
}

static void
nothing_there(const char *text)
{
	float x;
	double y;
	int overflow = 0;
	size_t n = strlen(text);

	if (gl_number_read(text, text + n, &x, &overflow) || gl_number_read64(text, text + n, &y, &overflow)) {
		printf("'%s' is read as a number\n", text);
		failures++;
	}
}

static void
reading(void)
{
	static char text[4000];
	static const char *const some[] = {"0", "-0", "1", "+1", "1.", ".5", "-.5", "5e0", "1e5", "1E5", "1e+5", "1e-5",
	    "1e", "1e+", "1e-", "1ex", "1.2.3", "12x", "0.1", "0.10", "00012", "0.0000001", "1e-45", "7e-46", "7.1e-46",
	    "1e-46", "1e-400", "1e400", "-1e400", "3.4028235e38", "3.40282356e38", "3.4028235677973366e38",
	    "3.4028236e38", "1e39", "16777217", "16777219", "8388608.5", "8388609.5", "9007199254740993",
	    "18446744073709551616", "1e99999999999999999999", "0e99999999999999999999", "1e-99999999999999999999",
	    "2.2250738585072011e-308", "4.9406564584124654e-324", "2.4703282292062327e-324", "2.4703282292062328e-324",
	    "1.7976931348623159e308", "inf", "-inf", "INF", "Infinity", "-infinity", "infinit", "0.12345678",
	    "0.123456789", "0.12345678901", "0.123456789012", "9.99999999999", "0.00000000001", "-0.5", "3e-5", "0.5e1",
	    "0.12345678e2", "1.17549435e-38", "1.1754942e-38", "0.50000002980232238769531250",
	    "1.00000005960464477539062500000001"};

	for (size_t i = 0; i < sizeof some / sizeof *some; i++)
		check_read(some[i]);
	nothing_there("");
	nothing_there(".");
	nothing_there("-");
	nothing_there("+.");
	nothing_there("e5");
	nothing_there("x");
	nothing_there("in");
	nothing_there("--1");
	nothing_there(" 1");

	float x;
	double y;
	int overflow = 0;
	static const char nan[] = "-NaN 00000000000000000000000000000000";
	CHECK(gl_number_read(nan, nan + sizeof nan, &x, &overflow) == nan + 4 && isnan(x) && !overflow);
	CHECK(gl_number_read64(nan, nan + 4, &y, &overflow) == nan + 4 && isnan(y) && !overflow);
	static const char hex[] = "0x10"; /* no hexadecimal: the x is left */
	CHECK(gl_number_read(hex, hex + 4, &x, &overflow) == hex + 1 && x == 0);
	static const char cut[] = "12345";
	CHECK(gl_number_read(cut, cut + 2, &x, &overflow) == cut + 2 && x == 12); /* not past the end */

	for (int i = 0; i < 30000; i++) {
		int whole = (int)(next() % 4), part = (int)(next() % 25);
		uint64_t a = next(), b = next();
		const uint64_t ten[] = {1, 10, 1000, 1000000000};
		if (i % 3 == 0) /* like the text of pictures */
			snprintf(text, sizeof text, "%s%d.%0*llu", i % 2 ? "-" : "", (int)(a % 2), part % 12 + 1,
			    (unsigned long long)(b % 1000000000000 / (i % 5 ? 1000000 : 1)));
		else
			snprintf(text, sizeof text, "%llu.%0*llue%d", (unsigned long long)(a % ten[whole]), part,
			    (unsigned long long)b, (int)(next() % 100) - 55);
		check_read(text);
	}
	for (int i = 0; i < 500; i++) {
		x = from_bits((uint32_t)(next() % 0x7f000000));
		check_middle(x, text);
	}
	memset(text, '3', 3500);
	text[0] = '0', text[1] = '.', text[3500] = 0;
	check_read(text);
	memset(text + 2, '0', 3000);
	snprintf(text + 3500, 8, "e3000");
	check_read(text);
}

static void
check_percent(uint64_t part, uint64_t whole, const char *want, const char *fixed)
{
	char text[GL_NUMBER_TEXT + 1];

	if (strcmp(gl_percent(part, whole, text), want) != 0) {
		printf(
		    "%llu of %llu is %s %%, not %s\n", (unsigned long long)part, (unsigned long long)whole, text, want);
		failures++;
	}
	if (strcmp(gl_percent_fixed((double)part / (double)whole, text), fixed) != 0) {
		printf("%llu of %llu is %s %% in a column, not %s\n", (unsigned long long)part,
		    (unsigned long long)whole, text, fixed);
		failures++;
	}
}

/* What is not all is not 100 %, and what is not nothing not 0. */
static void
percent(void)
{
	check_percent(0, 7, "0", "0.0");
	check_percent(7, 7, "100", "100.0");
	check_percent(39, 40, "97.5", "97.5");
	check_percent(912, 1000, "91.2", "91.2");
	check_percent(3199, 3200, "99.97", "99.97");
	check_percent(999999, 1000000, "99.9999", "99.9999");
	check_percent(1, 3200, "0.0312", "0.03");
	check_percent(1, 1000000, "0.0001", "0.0001");
}

int
main(void)
{
	layout();
	for (uint64_t b = 0; b < 0x7f800000; b += 40009) {
		check_print(from_bits((uint32_t)b));
		check_print(-from_bits((uint32_t)b));
	}
	for (uint32_t e = 0; e < 255; e++) /* the powers of two and their neighbours */
		for (uint32_t b = e << 23, i = b ? b - 1 : 0; i <= b + 1; i++)
			check_print(from_bits(i));
	for (int i = 0; i < 20000; i++) {
		check_print((float)((double)(next() >> 40) * 0x1p-23 - 1));
		check_digits(from_bits((uint32_t)(next() % 0x7f800000)), i % 9 + 1);
		check_digits((float)((double)(next() >> 44) / 8), i % 9 + 1); /* many exact ties */
		double x;
		uint64_t b = next() & 0x7fffffffffffffff;
		memcpy(&x, &b, sizeof x);
		if (i % 4 == 0 && isfinite(x)) {
			check_print64(x);
			check_digits64(-x, i / 4 % 17 + 1);
			check_digits64((double)(next() >> 44) / 8, i / 4 % 17 + 1);
		}
		if (i % 16 == 0)
			check_print64((double)(next() % 100000) / 1000);
	}
	reading();
	percent();
	return failures != 0;
}
