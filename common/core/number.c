#include "core/number.h"

#include "core/number_powers.h"

#include <math.h>
#include <stdbool.h>

__extension__ typedef unsigned __int128 uint128;

/* ---- Exact arithmetic, for the few numbers that the fast ways leave open ---- */

/*
 * A whole number of up to 4480 bits, lowest limb first. The largest that is needed is 10^1200 (a decimal of 800 digits
 * that is near the smallest double), 3987 bits, and 32 bits more while a quotient is found.
 */
struct big {
	int n;
	uint32_t limb[140];
};

/* a = a * m + c */
static void
big_muladd(struct big *a, uint32_t m, uint32_t c)
{
	uint64_t carry = c;

	for (int i = 0; i < a->n; i++) {
		carry += (uint64_t)a->limb[i] * m;
		a->limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	if (carry)
		a->limb[a->n++] = (uint32_t)carry;
}

/* a = a * base^e; base^9 fits 32 bits. */
static void
big_mulpow(struct big *a, uint32_t base, int e)
{
	uint32_t nine = 1;

	for (int i = 0; i < 9; i++)
		nine *= base;
	for (; e >= 9; e -= 9)
		big_muladd(a, nine, 0);
	while (e-- > 0)
		big_muladd(a, base, 0);
}

static void
big_shift(struct big *a, int bits)
{
	int limbs = bits / 32;

	if (a->n == 0)
		return;
	big_muladd(a, (uint32_t)1 << bits % 32, 0);
	memmove(a->limb + limbs, a->limb, (size_t)a->n * sizeof *a->limb);
	memset(a->limb, 0, (size_t)limbs * sizeof *a->limb);
	a->n += limbs;
}

static int
big_bits(const struct big *a)
{
	return a->n ? 32 * a->n - __builtin_clz(a->limb[a->n - 1]) : 0;
}

static int
big_compare(const struct big *a, const struct big *b)
{
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	for (int i = a->n - 1; i >= 0; i--)
		if (a->limb[i] != b->limb[i])
			return a->limb[i] < b->limb[i] ? -1 : 1;
	return 0;
}

/* a = a - b, where a >= b */
static void
big_subtract(struct big *a, const struct big *b)
{
	int64_t borrow = 0;

	for (int i = 0; i < a->n; i++) {
		borrow += (int64_t)a->limb[i] - (i < b->n ? b->limb[i] : 0);
		a->limb[i] = (uint32_t)borrow;
		borrow >>= 32;
	}
	while (a->n && a->limb[a->n - 1] == 0)
		a->n--;
}

/* a = a / 10^9; returns the remainder. */
static uint32_t
big_divide(struct big *a)
{
	uint64_t rest = 0;

	for (int i = a->n - 1; i >= 0; i--) {
		rest = rest << 32 | a->limb[i];
		a->limb[i] = (uint32_t)(rest / 1000000000);
		rest %= 1000000000;
	}
	while (a->n && a->limb[a->n - 1] == 0)
		a->n--;
	return (uint32_t)rest;
}

/* ---- Reading ---- */

/* The two formats: bits of the significand, and the exponent (of two) of the smallest number. */
struct format {
	int bits, low, high; /* numbers are below 2^high */
};
static const struct format single = {24, -149, 128}, twice = {53, -1074, 1024};

/* A decimal as it was found in text: w * 10^exponent, where w is its first 19 digits. */
struct decimal {
	uint64_t w;
	int64_t exponent;
	bool minus;
	bool more; /* there are digits other than 0 behind the 19 */
	const char *from, *to; /* the digits and the point */
	int special; /* 0, or 'i' for infinity, 'n' for nan */
};

/* Does a word stand here, in any case? */
static bool
word(const char *p, const char *end, const char *low)
{
	for (; *low; p++, low++)
		if (p == end || (*p | 0x20) != *low)
			return false;
	return true;
}

static const char *
scan(const char *p, const char *end, struct decimal *d)
{
	bool any = false, point = false;
	int count = 0;

	*d = (struct decimal){.minus = p < end && *p == '-'};
	if (p < end && (*p == '-' || *p == '+'))
		p++;
	d->from = p;
	for (; p < end; p++) {
		unsigned digit = (unsigned char)*p - (unsigned)'0';

		if (digit < 10) {
			any = true;
			if (count < 19) {
				d->w = d->w * 10 + digit;
				count += d->w != 0;
				d->exponent -= point;
			} else {
				d->more |= digit != 0;
				d->exponent += !point;
			}
		} else if (*p == '.' && !point) {
			point = true;
		} else {
			break;
		}
	}
	d->to = p;
	if (!any) {
		p = d->from;
		d->special = word(p, end, "inf") ? 'i' : word(p, end, "nan") ? 'n' : 0;
		return d->special == 0 ? NULL : word(p, end, "infinity") ? p + 8 : p + 3;
	}
	if (p < end && (*p | 0x20) == 'e') {
		const char *q = p + 1;
		bool minus = q < end && *q == '-';
		int64_t e = 0;

		if (q < end && (*q == '-' || *q == '+'))
			q++;
		for (; q < end && *q >= '0' && *q <= '9'; p = ++q)
			if (e < INT64_MAX / 32)
				e = e * 10 + (*q - '0');
		d->exponent += minus ? -e : e;
	}
	return p;
}

/*
 * The nearest number of a format, ties to even: the decimal as a quotient a / b of whole numbers, scaled by a power of
 * two to lie in [1, 2), gives one bit of the significand after the other; what then remains decides the rounding.
 */
static double
exact(const struct decimal *d, const struct format *f)
{
	struct big a = {0}, b = {.n = 1, .limb = {1}};
	int64_t exponent = d->exponent;
	int count = 0, skipped = 0;

	/* 800 digits, and a 1 for others behind them: no middle between two doubles has more than 770. */
	for (const char *p = d->from; p < d->to; p++) {
		if (*p == '.' || (count == 0 && *p == '0'))
			continue;
		if (count < 800)
			big_muladd(&a, 10, (uint32_t)(*p - '0'));
		else if (*p != '0')
			skipped = 1;
		if (++count > 19)
			exponent -= count <= 800;
	}
	if (skipped) {
		big_muladd(&a, 10, 1);
		exponent--;
	}
	int64_t top = exponent + (count < 800 ? count : 800) + skipped; /* the decimal is below 10^top */
	if (top > 310)
		return (double)INFINITY;
	if (top < -330)
		return 0;
	big_mulpow(exponent < 0 ? &b : &a, 10, (int)(exponent < 0 ? -exponent : exponent));

	int scale = big_bits(&a) - big_bits(&b);
	big_shift(scale < 0 ? &a : &b, scale < 0 ? -scale : scale);
	if (big_compare(&a, &b) < 0) {
		scale--;
		big_shift(&a, 1);
	}
	/* Now 1 <= a / b < 2, and the number is a / b * 2^scale. */
	int bits = scale - f->low + 1 < f->bits ? scale - f->low + 1 : f->bits;
	if (bits < 0)
		return 0;
	uint64_t m = 0;
	for (int i = 0; i < bits; i++) {
		m <<= 1;
		if (big_compare(&a, &b) >= 0) {
			big_subtract(&a, &b);
			m |= 1;
		}
		big_shift(&a, 1);
	}
	int rest = big_compare(&a, &b);
	m += rest > 0 || (rest == 0 && m & 1);
	double v = ldexp((double)m, scale + 1 - bits);
	return v >= ldexp(1, f->high - 1) * 2 ? (double)INFINITY : v;
}

/* The same for most decimals of up to 19 digits, as a float: false if 128 bits leave open which float is nearest. */
static bool
quick(const struct decimal *d, float *v)
{
	int64_t e = d->exponent;

	if (d->more || e < GL_POWER_LOW || e > GL_POWER_HIGH)
		return false;
	if (e == 0) {
		*v = (float)d->w;
		return true;
	}
	/* With the top bit of w in front, the number is p * 2^(log2 - 63 - left); p is too large by less than 2^64. */
	int left = __builtin_clzll(d->w), log2 = ((int)e * 217706) >> 16;
	uint128 p = (uint128)(d->w << left) * gl_power[e - GL_POWER_LOW];
	if (!(p >> 127)) {
		p <<= 1;
		left++;
	}
	uint64_t high = (uint64_t)(p >> 64), rest = high & 0xFFFFFFFFFF, half = (uint64_t)1 << 39;
	int exponent = log2 - 63 - left + 127; /* of the top bit */

	if (exponent < -126 || exponent > 126 || rest - (half - 2) <= 4)
		return false;
	/* The top bit of the significand adds 1 to the exponent's bits; so does rounding up to a power of two. */
	uint32_t bits = ((uint32_t)(exponent + 126) << 23) + (uint32_t)(high >> 40) + (rest > half);
	memcpy(v, &bits, sizeof bits);
	return true;
}

const char *
gl_number_read(const char *p, const char *end, float *value, int *overflow)
{
	const char *q = NULL;
	struct decimal d;
	float v;

	if (end - p >= GL_NUMBER_AHEAD)
		q = gl_number_read_short(p, value);
	if (q || !(q = scan(p, end, &d)))
		return q;
	if (d.special) {
		v = d.special == 'i' ? INFINITY : NAN;
	} else if (d.w == 0) {
		v = 0;
	} else if (!quick(&d, &v)) {
		v = (float)exact(&d, &single);
		if (isinf(v))
			*overflow = 1;
	}
	*value = d.minus ? -v : v;
	return q;
}

/* The nearest double to a decimal that is not 0. */
static double
nearest64(const struct decimal *d)
{
	static const double ten[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
	    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

	if (d->more || d->w > (uint64_t)1 << 53 || d->exponent < -22 || d->exponent > 22)
		return exact(d, &twice);
	/* Both are exact as doubles, so that the one operation rounds once. */
	return d->exponent < 0 ? (double)d->w / ten[-d->exponent] : (double)d->w * ten[d->exponent];
}

const char *
gl_number_read64(const char *p, const char *end, double *value, int *overflow)
{
	struct decimal d;
	double v;

	if (!(p = scan(p, end, &d)))
		return NULL;
	if (d.special) {
		v = d.special == 'i' ? (double)INFINITY : (double)NAN;
	} else if (d.w == 0) {
		v = 0;
	} else {
		v = nearest64(&d);
		if (isinf(v))
			*overflow = 1;
	}
	*value = d.minus ? -v : v;
	return p;
}

/* ---- Printing ---- */

enum { DIGITS = 40 };

/* The significand and exponent of a float or a double that is finite: m * 2^e. */
struct binary {
	uint64_t m;
	int e;
};

/*
 * Lays out 0.d1 d2 d3 ... * 10^(e + 1), that is d1.d2d3... * 10^e, of n digits (characters, with at least 23 of '0'
 * behind them).
 */
static size_t
layout(char *to, const char digit[DIGITS], int n, int e)
{
	if (e >= 0 && e < 9) {
		memcpy(to, digit, 16);
		if (n <= e + 1)
			return (size_t)e + 1;
		to[e + 1] = '.';
		memcpy(to + e + 2, digit + e + 1, 16);
		return (size_t)n + 1;
	}
	if (e < 0 && e >= -4) {
		memcpy(to, "0.000", 5);
		memcpy(to + 1 - e, digit, 20);
		return (size_t)(n + 1 - e);
	}
	size_t length = 1;
	to[0] = digit[0];
	if (n > 1) {
		to[1] = '.';
		memcpy(to + 2, digit + 1, 16);
		length = (size_t)n + 1;
	}
	to[length++] = 'e';
	if (e < 0) {
		to[length++] = '-';
		e = -e;
	}
	if (e >= 100)
		to[length++] = (char)('0' + e / 100);
	if (e >= 10)
		to[length++] = (char)('0' + e / 10 % 10);
	to[length++] = (char)('0' + e % 10);
	return length;
}

/*
 * Eight digits as text, first digit in the lowest byte, each byte 0 to 9: split in fours, then twos, then ones, side
 * by side.
 */
static uint64_t
split_eight(uint32_t x)
{
	uint64_t four = x / 10000 | (uint64_t)(x % 10000) << 32;
	uint64_t hundreds = (four * 10486 >> 20) & 0x0000007F0000007F;
	uint64_t two = hundreds | (four - 100 * hundreds) << 16;
	uint64_t tens = (two * 103 >> 10) & 0x000F000F000F000F;

	return tens | (two - 10 * tens) << 8;
}

static const uint32_t ten9[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

/* Prints s * 10^k, 0 < s < 10^9 */
static size_t
print_nine(char *to, uint32_t s, int k)
{
	char digit[DIGITS];
	int digits = (32 - __builtin_clz(s)) * 1233 >> 12; /* one less than their number, or their number */

	digits += s >= ten9[digits];
	s *= ten9[9 - digits];
	uint64_t eight = split_eight(s % 100000000);
	int n = eight ? 9 - __builtin_clzll(eight) / 8 : 1;

	memset(digit, '0', sizeof digit);
	digit[0] = (char)('0' + s / 100000000);
	eight += 0x3030303030303030;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	eight = __builtin_bswap64(eight);
#endif
	memcpy(digit + 1, &eight, 8);
	return layout(to, digit, n, k + digits - 1);
}

/* Signs, zero, infinities and not-a-number. Returns the length, and *done says whether that is all. */
static size_t
print_start(bool minus, bool zero, bool inf, bool nan, char *to, bool *done)
{
	size_t n = 0;

	*done = zero || inf || nan;
	if (minus && !nan)
		to[n++] = '-';
	if (*done) {
		const char *name = nan ? "nan" : inf ? "inf" : "0";

		memcpy(to + n, name, zero ? 1 : 3);
		n += zero ? 1 : 3;
	}
	return n;
}

static struct binary
take_apart(float v)
{
	uint32_t bits;

	memcpy(&bits, &v, sizeof bits);
	uint32_t m = bits & 0x7FFFFF, e = bits >> 23 & 0xFF;
	return e ? (struct binary){m | 0x800000, (int)e - 150} : (struct binary){m, -149};
}

static struct binary
take_apart64(double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof bits);
	uint64_t m = bits & 0xFFFFFFFFFFFFF, e = bits >> 52 & 0x7FF;
	return e ? (struct binary){m | 0x10000000000000, (int)e - 1075} : (struct binary){m, -1074};
}

/*
 * floor(g * c / 2^64), with the last bit set if there was a rest: enough to compare it with any even number. g is a
 * power of ten, rounded up by less than 1 in its last place, so that a rest below 2^32 is none.
 */
static uint32_t
times_power(uint64_t g, uint32_t c)
{
	uint128 p = (uint128)g * c;

	return (uint32_t)(p >> 64) | ((uint32_t)((uint64_t)p >> 32) > 1);
}

/*
 * The shortest decimal s * 10^k among those that read back as m * 2^e, and the nearest of them. They lie between the
 * middles to the neighbours, m - 1/2 and m + 1/2 (the lower one m - 1/4 above a power of two), where a middle itself
 * counts if m is even. With 10^k the greatest power of ten that is no wider than that interval, it holds at least one
 * multiple of 10^k and at most one of 10^(k+1); all are compared in quarters of 10^k.
 * Source: Giulietti, The Schubfach way to render doubles (2021), with the sizes for float.
 */
static uint32_t
shortest(struct binary b, int *power)
{
	uint32_t m = (uint32_t)b.m, odd = m & 1;
	bool narrow = m == 0x800000 && b.e > -149;
	int k = (b.e * 1262611 - (narrow ? 524031 : 0)) >> 22; /* floor(log10(2^e)), or of 3/4 2^e */
	int h = b.e + (-k * 217706 >> 16) + 1;
	uint64_t g = gl_power[-k - GL_POWER_LOW];
	uint32_t low = times_power(g, (4 * m - 2 + narrow) << h) + odd;
	uint32_t v = times_power(g, 4 * m << h);
	uint32_t high = times_power(g, (4 * m + 2) << h) - odd;
	uint32_t s = v / 4;

	*power = k;
	if (s >= 10) {
		uint32_t t = s / 10;
		bool below = low <= 40 * t, above = 40 * t + 40 <= high;

		if (below != above) {
			*power = k + 1;
			return t + above;
		}
	}
	bool below = low <= 4 * s, above = 4 * s + 4 <= high;
	if (below != above)
		return s + above;
	return s + (v > 4 * s + 2 || (v == 4 * s + 2 && s & 1));
}

size_t
gl_number_print(float value, char *to)
{
	bool done;
	int k;
	size_t n = print_start(signbit(value), value == 0, isinf(value), isnan(value), to, &done);

	if (done)
		return n;
	uint32_t s = shortest(take_apart(value), &k);
	return n + print_nine(to + n, s, k);
}

/* All digits of a number, without zeros in front: up to 767 for a double. The first one stands for digit * 10^top. */
struct expansion {
	int n, top;
	char digit[1200];
};

static void
expand(struct expansion *x, struct binary b)
{
	struct big a = {2, {(uint32_t)b.m, (uint32_t)(b.m >> 32)}};
	char *p = x->digit + sizeof x->digit;

	a.n -= b.m >> 32 == 0;
	/* m * 2^-e is m * 5^e / 10^e */
	if (b.e < 0)
		big_mulpow(&a, 5, -b.e);
	else
		big_shift(&a, b.e);
	while (a.n) {
		uint32_t nine = big_divide(&a);

		for (int i = 0; i < 9; i++, nine /= 10)
			*--p = (char)('0' + nine % 10);
	}
	while (*p == '0')
		p++;
	x->n = (int)(x->digit + sizeof x->digit - p);
	x->top = x->n - 1 + (b.e < 0 ? b.e : 0);
	memmove(x->digit, p, (size_t)x->n);
}

/* The first n digits as a number, 0 < n <= 17, and how what follows compares with half of the last one: -1, 0 or 1. */
static uint64_t
leading(const struct expansion *x, int n, int *rest)
{
	uint64_t w = 0;

	for (int i = 0; i < n; i++)
		w = w * 10 + (uint64_t)(i < x->n ? x->digit[i] - '0' : 0);
	*rest = n >= x->n || x->digit[n] < '5' ? -1 : 1;
	if (n < x->n && x->digit[n] == '5') {
		int i = n + 1;

		while (i < x->n && x->digit[i] == '0')
			i++;
		*rest = i < x->n;
	}
	return w;
}

/* The digits of w as text, text[20]; returns their number (0 for 0). */
static int
whole(uint64_t w, char *text)
{
	int n = 0;

	for (uint64_t rest = w; rest; rest /= 10)
		n++;
	for (int i = n; i > 0; w /= 10)
		text[--i] = (char)('0' + w % 10);
	return n;
}

/* Prints w * 10^e, 0 < w <= 10^17 */
static size_t
print_seventeen(char *to, uint64_t w, int e)
{
	char digit[DIGITS];

	memset(digit, '0', sizeof digit);
	int n = whole(w, digit), significant = n;
	while (digit[significant - 1] == '0')
		significant--;
	return layout(to, digit, significant, e + n - 1);
}

size_t
gl_number_print64(double value, char *to)
{
	bool done;
	size_t n = print_start(signbit(value), value == 0, isinf(value), isnan(value), to, &done);
	struct expansion x;

	if (done)
		return n;
	value = fabs(value);
	expand(&x, take_apart64(value));
	/*
	 * The decimals of 1, 2, ... digits next to it, the nearer one first. The farther one may be the only one that
	 * reads back: the interval that does is wider above a power of two than below. 17 digits always do.
	 */
	for (int digits = 1;; digits++) {
		int rest;
		uint64_t w = leading(&x, digits, &rest);
		bool up = rest > 0 || (rest == 0 && w & 1);

		for (int second = 0; second < 2; second++, up = !up) {
			char text[20];
			struct decimal d = {.w = w + up, .exponent = x.top - digits + 1, .from = text};

			d.to = text + whole(d.w, text);
			if (nearest64(&d) == value)
				return n + print_seventeen(to + n, d.w, (int)d.exponent);
		}
	}
}

/*
 * m * 2^e rounded to so many digits, as s * 10^k, by way of one product with a power of ten: false if that leaves open
 * which way to round, or the power is not in the table.
 */
static bool
quick_digits(struct binary b, int digits, uint32_t *s, int *k)
{
	int top = 63 - __builtin_clzll(b.m) + b.e; /* 2^top <= m 2^e */
	int power = digits - 1 - (top * 315653 >> 20); /* digits - 1 - floor(log10(2^top)): perhaps 1 too many */

	for (;; power--) {
		if (power < GL_POWER_LOW || power > GL_POWER_HIGH)
			return false;
		int shift = 63 - (power * 217706 >> 16) - b.e;
		uint128 p = (uint128)gl_power[power - GL_POWER_LOW] * b.m; /* too large by less than 2^24 */
		uint128 half = (uint128)1 << (shift - 1), rest = p & (2 * half - 1);

		*s = (uint32_t)(p >> shift);
		*k = -power;
		if (*s >= ten9[digits])
			continue;
		if (rest <= half + (1 << 24) && rest >= half - (1 << 24))
			return false;
		*s += rest > half;
		if (*s == ten9[digits]) {
			*s = ten9[digits - 1];
			++*k;
		}
		return true;
	}
}

/* b correctly rounded to so many digits, 1 to 17: halves to even. */
static size_t
print_rounded(struct binary b, int digits, char *to)
{
	struct expansion x;
	int rest;

	expand(&x, b);
	uint64_t w = leading(&x, digits, &rest);
	w += rest > 0 || (rest == 0 && w & 1);
	return print_seventeen(to, w, x.top - digits + 1);
}

size_t
gl_number_print_digits(float value, int digits, char *to)
{
	bool done;
	size_t n = print_start(signbit(value), value == 0, isinf(value), isnan(value), to, &done);
	struct binary b = take_apart(value);
	uint32_t s;
	int k;

	if (done)
		return n;
	return n + (quick_digits(b, digits, &s, &k) ? print_nine(to + n, s, k) : print_rounded(b, digits, to + n));
}

size_t
gl_number_print_digits64(double value, int digits, char *to)
{
	bool done;
	size_t n = print_start(signbit(value), value == 0, isinf(value), isnan(value), to, &done);

	return done ? n : n + print_rounded(take_apart64(value), digits, to + n);
}
