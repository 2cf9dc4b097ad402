#include "format/codec.h"

#include <math.h>
#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the machines that GradLab runs on are little-endian");

/* Integers up to this are all float32 numbers; above it, only some. */
enum { INTEGER_MAX = 1 << 24 };

static const struct {
	const char *name;
	size_t size;
} dtypes[] = {
    [GL_F4] = {"<f4", 4},
    [GL_F8] = {"<f8", 8},
    [GL_F2] = {"<f2", 2},
    [GL_U1] = {"|u1", 1},
    [GL_I1] = {"|i1", 1},
    [GL_I2] = {"<i2", 2},
    [GL_I4] = {"<i4", 4},
    [GL_I8] = {"<i8", 8},
    [GL_BOOL] = {"|b1", 1},
};

size_t
gl_dtype_size(enum gl_dtype dtype)
{
	return dtypes[dtype].size;
}

const char *
gl_dtype_name(enum gl_dtype dtype)
{
	return dtypes[dtype].name;
}

/* The bits of a half: sign, 5 of exponent (bias 15), 10 of fraction. Every half is a float32. */
static inline float
half_to_float(uint16_t h)
{
	uint32_t sign = (uint32_t)(h >> 15) << 31, exponent = (h >> 10) & 31, fraction = h & 1023u, bits;
	float f;

	if (exponent == 0) /* zero and the numbers below 2^-14 */
		return (sign ? -1.0f : 1.0f) * (float)fraction * 0x1p-24f;
	bits = sign | (exponent == 31 ? 255u : exponent + 112) << 23 | fraction << 13;
	memcpy(&f, &bits, sizeof f);
	return f;
}

/* The half that equals f; false when there is none. */
static bool
half_from_float(float f, uint16_t *h)
{
	uint16_t sign = signbit(f) ? 0x8000 : 0;
	float a = fabsf(f), m;
	int e;

	if (isnan(f) || isinf(f)) {
		*h = sign | (isnan(f) ? 0x7e00 : 0x7c00);
		return true;
	}
	if (a > 65504)
		return false;
	frexpf(a, &e); /* 2^(e-1) <= a < 2^e */
	int exponent = a < 0x1p-14f ? 0 : e + 14; /* as the half has it */
	m = ldexpf(a, exponent == 0 ? 24 : 25 - exponent); /* fraction, with its leading 1 */
	*h = (uint16_t)(sign | (exponent << 10)) + (uint16_t)(exponent == 0 ? (uint16_t)m : (uint16_t)m - 1024);
	return m == truncf(m);
}

/*
 * One number at p. Always inlined with a constant dtype, so that each kind gets a loop of its own below.
 */
static inline __attribute__((always_inline)) gl_real
number(const char *p, enum gl_dtype dtype, bool swap, unsigned *flaws)
{
	uint16_t u2;
	uint32_t u4;
	uint64_t u8;
	int64_t whole;
	float f;
	double d;

	switch (dtype) {
	case GL_U1:
		return *(const unsigned char *)p;
	case GL_I1:
		return *(const signed char *)p;
	case GL_BOOL:
		return *p != 0;
	case GL_F2:
	case GL_I2:
		memcpy(&u2, p, sizeof u2);
		u2 = swap ? __builtin_bswap16(u2) : u2;
		if (dtype == GL_I2)
			return (int16_t)u2;
		*flaws |= (u2 & 0x7c00) == 0x7c00 ? GL_NONFINITE : 0;
		return half_to_float(u2);
	case GL_F4:
		memcpy(&u4, p, sizeof u4);
		u4 = swap ? __builtin_bswap32(u4) : u4;
		*flaws |= (u4 & 0x7f800000) == 0x7f800000 ? GL_NONFINITE : 0;
		memcpy(&f, &u4, sizeof f);
		return f;
	case GL_F8:
		memcpy(&u8, p, sizeof u8);
		u8 = swap ? __builtin_bswap64(u8) : u8;
		memcpy(&d, &u8, sizeof d);
		f = (float)d;
		if (!isfinite(d))
			*flaws |= GL_NONFINITE;
		else if (!isfinite(f))
			*flaws |= GL_OVERFLOW;
		else if ((double)f != d)
			*flaws |= GL_INEXACT;
		return f;
	case GL_I4:
		memcpy(&u4, p, sizeof u4);
		whole = (int32_t)(swap ? __builtin_bswap32(u4) : u4);
		break;
	case GL_I8:
	default:
		memcpy(&u8, p, sizeof u8);
		whole = (int64_t)(swap ? __builtin_bswap64(u8) : u8);
		break;
	}
	*flaws |= whole > INTEGER_MAX || whole < -INTEGER_MAX ? GL_INEXACT : 0;
	return (float)whole;
}

static inline __attribute__((always_inline)) unsigned
numbers(const char *from, size_t stride, size_t rows, size_t width, enum gl_dtype dtype, size_t size, bool swap,
    gl_real *to)
{
	unsigned flaws = 0;

	for (size_t r = 0; r < rows; r++, from += stride, to += width)
		for (size_t i = 0; i < width; i++)
			to[i] = number(from + i * size, dtype, swap, &flaws);
	return flaws;
}

unsigned
gl_decode(const char *from, size_t stride, size_t rows, size_t width, enum gl_dtype dtype, bool swap, gl_real *to)
{
	if (stride == width * dtypes[dtype].size) { /* packed: one long run */
		width *= rows;
		rows = 1;
	}
	switch (dtype) {
	case GL_F4:
		return swap ? numbers(from, stride, rows, width, GL_F4, 4, true, to)
			    : numbers(from, stride, rows, width, GL_F4, 4, false, to);
	case GL_F8:
		return numbers(from, stride, rows, width, GL_F8, 8, swap, to);
	case GL_F2:
		return numbers(from, stride, rows, width, GL_F2, 2, swap, to);
	case GL_U1:
		return numbers(from, stride, rows, width, GL_U1, 1, false, to);
	case GL_I1:
		return numbers(from, stride, rows, width, GL_I1, 1, false, to);
	case GL_I2:
		return numbers(from, stride, rows, width, GL_I2, 2, swap, to);
	case GL_I4:
		return numbers(from, stride, rows, width, GL_I4, 4, swap, to);
	case GL_I8:
		return numbers(from, stride, rows, width, GL_I8, 8, swap, to);
	case GL_BOOL:
		return numbers(from, stride, rows, width, GL_BOOL, 1, false, to);
	}
	return 0;
}

unsigned
gl_flaws(const float *p, size_t n)
{
	uint32_t bad = 0, bits;

	for (size_t i = 0; i < n; i++) {
		memcpy(&bits, p + i, sizeof bits);
		bad |= (bits & 0x7f800000) == 0x7f800000;
	}
	return bad ? GL_NONFINITE : 0;
}

/* Whole numbers from lo to hi, in `size` bytes. */
static bool
whole_to_bytes(gl_real v, gl_real lo, gl_real hi, size_t size, char *to)
{
	if (!(v >= lo && v <= hi))
		return false;
	int64_t whole = (int64_t)v;
	memcpy(to, &whole, size);
	return (gl_real)whole == v;
}

static inline bool
to_bytes(gl_real v, enum gl_dtype dtype, char *to)
{
	uint16_t h;
	float f;
	double d;

	switch (dtype) {
	case GL_F4:
		f = (float)v;
		memcpy(to, &f, sizeof f);
		return true;
	case GL_F8:
		d = v;
		memcpy(to, &d, sizeof d);
		return true;
	case GL_F2:
		if (!half_from_float((float)v, &h))
			return false;
		memcpy(to, &h, sizeof h);
		return true;
	case GL_U1:
		return whole_to_bytes(v, 0, 255, 1, to);
	case GL_I1:
		return whole_to_bytes(v, -128, 127, 1, to);
	case GL_I2:
		return whole_to_bytes(v, -32768, 32767, 2, to);
	case GL_I4: /* the largest float32 below 2^31 */
		return whole_to_bytes(v, -0x1p31f, 0x1.fffffep30f, 4, to);
	case GL_I8:
		return whole_to_bytes(v, -0x1p63f, 0x1.fffffep62f, 8, to);
	case GL_BOOL:
		return whole_to_bytes(v, 0, 1, 1, to);
	}
	return false;
}

bool
gl_encode(const gl_real *from, size_t rows, size_t width, enum gl_dtype dtype, char *to, size_t stride, size_t *at)
{
	size_t size = dtypes[dtype].size;

	for (size_t r = 0; r < rows; r++, from += width, to += stride) {
		if (dtype == GL_F4 && !GL_REAL_IS_DOUBLE) {
			memcpy(to, from, width * size);
			continue;
		}
		for (size_t i = 0; i < width; i++)
			if (!to_bytes(from[i], dtype, to + i * size)) {
				*at = r * width + i;
				return false;
			}
	}
	return true;
}
