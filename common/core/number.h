/* Numbers as text, in the C locale whatever the locale is. */
#ifndef GL_NUMBER_H
#define GL_NUMBER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { GL_NUMBER_TEXT = 32, GL_NUMBER_AHEAD = 24 };

/*
 * Reads a number at p, not past end: the nearest float32 (ties to even) of the decimal that strtof would read, except
 * hexadecimal forms. Returns the first byte after it, or NULL when there is none. inf and nan are read (any case, a
 * sign, "infinity"); what overflows gives an infinity and sets *overflow to 1 (which is else left alone); a denormal
 * or 0 by underflow is the nearest float32.
 */
const char *gl_number_read(const char *p, const char *end, float *value, int *overflow);

/* The same to the nearest double. */
const char *gl_number_read64(const char *p, const char *end, double *value, int *overflow);

/*
 * Prints with the fewest digits that read back as the same float32 (the nearest to it, if several), laid out as %g
 * does but with an exponent below 1e-4 or from 1e9, written 1e-5 and 1e9; "-0", "nan", "inf", "-inf". Returns the
 * length; no NUL is added. All of to[GL_NUMBER_TEXT] may be written to.
 */
size_t gl_number_print(float value, char *to);

/* The same for a double (fewest digits that read back as the same double). */
size_t gl_number_print64(double value, char *to);

/* With at most `digits` (1 to 9) significant digits, correctly rounded, trailing zeros dropped, same layout. */
size_t gl_number_print_digits(float value, int digits, char *to);

/* The same for a double, 1 to 17 digits. */
size_t gl_number_print_digits64(double value, int digits, char *to);

/* Eight bytes as they lie in memory, the first one lowest. */
static inline uint64_t
gl_number_load(const char *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof x);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap64(x);
#endif
	return x;
}

/*
 * The number that eight digits (bytes 0 to 9, the first lowest) stand for: pairs, then fours, then eight are put
 * together.
 */
static inline uint64_t
gl_number_eight(uint64_t x)
{
	x = x * 10 + (x >> 8);
	return ((x & 0x000000FF000000FF) * (100 + (1000000ULL << 32)) +
		   ((x >> 16) & 0x000000FF000000FF) * (1 + (10000ULL << 32))) >>
	    32;
}

/*
 * Reads the commonest numbers fast, for a reader of whole files: one digit, perhaps a minus before it, perhaps a point
 * and 1 to 11 digits behind it, then a space or a control character. Anything else gives NULL: then call
 * gl_number_read. The result is the same. GL_NUMBER_AHEAD bytes from p must be readable.
 *
 * With f <= 11 digits behind the point, no such decimal lies closer to the middle between two floats than 2^-51 of its
 * size, and none lies on it; w * 10^-f in double is off by at most 2^-52 of it. So rounding twice gives the nearest
 * float.
 */
static inline const char *
gl_number_read_short(const char *p, float *value)
{
	int minus = *p == '-';
	p += minus;
	unsigned first = (unsigned char)*p - (unsigned)'0';

	if (first > 9)
		return NULL;
	if (p[1] != '.') {
		*value = minus ? -(float)first : (float)first;
		return (unsigned char)p[1] <= ' ' ? p + 1 : NULL;
	}
	p += 2;
	/*
	 * Digits become 0 to 9. The top bit of a byte of `other` is set if it is none (reliable up to the first such
	 * byte).
	 */
	uint64_t x = gl_number_load(p) ^ 0x3030303030303030;
	uint64_t other = ((x + 0x7676767676767676) | x) & 0x8080808080808080;
	double v;

	if (other) {
		/*
		 * The bytes from the first other one on become 0: then there are always eight digits behind the point.
		 */
		x &= ((other & -other) >> 7) - 1;
		v = (double)(int64_t)(first * 100000000ULL + gl_number_eight(x)) * 1e-8;
		p += __builtin_ctzll(other) / 8;
	} else {
		uint64_t w = first * 100000000ULL + gl_number_eight(x);

		x = gl_number_load(p + 8) ^ 0x3030303030303030;
		other = ((x + 0x7676767676767676) | x) & 0x8080808080808080;
		if (other << 32 == 0)
			return NULL;
		x &= ((other & -other) >> 7) - 1;
		v = (double)(int64_t)(w * 1000 + gl_number_eight(x) / 100000) * 1e-11;
		p += 8 + __builtin_ctzll(other) / 8;
	}
	*value = (float)(minus ? -v : v);
	return (unsigned char)*p <= ' ' ? p : NULL;
}

#endif
