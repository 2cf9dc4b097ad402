/*
 * Elementary functions of float, for math.isa.c: straight lines of code without branches, so that a compiler makes
 * vector code of a loop over them. Operations are exactly those written here, fused where it says fma32, so all builds
 * agree in every bit. For a NaN the result is always the same one: processors and compilers differ in what operations
 * make of its other bits. The polynomials come from tests/coefficients.py. Errors are the largest over all 2^32
 * floats.
 */
#ifndef GL_MATH32_H
#define GL_MATH32_H

#include <math.h>
#include <stdint.h>
#include <string.h>

static inline uint32_t
bits32(float x)
{
	uint32_t b;

	memcpy(&b, &x, sizeof b);
	return b;
}

static inline float
float32(uint32_t b)
{
	float x;

	memcpy(&x, &b, sizeof x);
	return x;
}

static inline float
fma32(float a, float b, float c)
{
	return __builtin_fmaf(a, b, c);
}

/*
 * e^x = 2^n e^r, n = x / log 2 rounded, |r| <= log(2) / 2; e^r = 1 + r + r^2 q(r). Adding 1.5 * 2^23 rounds to a whole
 * number, which is then in the lowest bits of the sum. 2^n is applied in two halves: e^x may be near the largest float
 * or below the smallest normal one.
 */
static inline float
exp32(float x)
{
	const float magic = 0x1.8p23f;
	float y = x > 89 ? 89 : x < -104 ? -104 : x;
	float sum = fma32(y, 0x1.715476p+0f, magic), n = sum - magic;
	float r = fma32(n, 0x1.05c610p-29f, fma32(n, -0x1.62e430p-1f, y));
	float q = 0x1.6d10fcp-10f;
	q = fma32(q, r, 0x1.120b62p-7f);
	q = fma32(q, r, 0x1.55551ap-5f);
	q = fma32(q, r, 0x1.5554dep-3f);
	q = fma32(q, r, 0x1p-1f);
	float p = fma32(r * r, q, r) + 1;
	uint32_t biased = bits32(sum) - bits32(magic) + 256, half = biased >> 1; /* n + 256 > 0 */
	float scaled = p * float32((half - 1) << 23) * float32((biased - half - 1) << 23);

	return x != x ? NAN : scaled;
}

/*
 * log x = n log 2 + log m, sqrt(1/2) <= m < sqrt(2); log(1 + f) = f - f^2 / 2 + f^3 p(f).
 * The exponent becomes a float by way of the lowest bits of 2^23.
 */
static inline float
log32(float x)
{
	int small = x < 0x1p-126f;
	float y = small ? x * 0x1p23f : x;
	uint32_t shifted = bits32(y) - 0x3f3504f3 + 0x3f800000; /* carries into the exponent from sqrt(1/2) on */
	float n = float32(shifted >> 23 | 0x4b000000) - (small ? 0x1p23f + 150 : 0x1p23f + 127);
	float f = float32((shifted & 0x7fffff) + 0x3f3504f3) - 1;
	float p = -0x1.43b246p-4f;
	p = fma32(p, f, 0x1.02814ep-3f);
	p = fma32(p, f, -0x1.0a33eap-3f);
	p = fma32(p, f, 0x1.231ce6p-3f);
	p = fma32(p, f, -0x1.54d03ep-3f);
	p = fma32(p, f, 0x1.999f14p-3f);
	p = fma32(p, f, -0x1.0000cep-2f);
	p = fma32(p, f, 0x1.555554p-2f);
	float f2 = f * f;
	float tail = fma32(f * f2, p, n * -0x1.05c610p-29f);
	float v = fma32(n, 0x1.62e430p-1f, fma32(f2, -0.5f, tail) + f);

	v = x == 0 ? -INFINITY : v;
	v = x > 0x1.fffffep127f ? x : v;
	return x >= 0 ? v : NAN;
}

/* tanh x = x + x^3 p(x^2) for |x| < 0.625, else 1 - 2 / (e^(2|x|) + 1) with the sign of x. */
static inline float
tanh32(float x)
{
	float a = fabsf(x), z = a * a;
	float p = -0x1.8f8de4p-8f;
	p = fma32(p, z, 0x1.58048ep-6f);
	p = fma32(p, z, -0x1.b9258ap-5f);
	p = fma32(p, z, 0x1.110e1cp-3f);
	p = fma32(p, z, -0x1.555552p-2f);
	float small = fma32(a * z, p, a), large = 1 - 2 / (exp32(2 * a) + 1);

	return copysignf(a < 0.625f ? small : large, x);
}

/* erf x = x + x p(x^2) for |x| < 1, else 1 - exp(q(|x|)) with the sign of x; from 4 on it is 1 in this precision. */
static inline float
erf32(float x)
{
	float a = fabsf(x), z = a * a, b = a > 4 ? 4 : a;
	float p = 0x1.4a569p-14f;
	p = fma32(p, z, -0x1.a45088p-11f);
	p = fma32(p, z, 0x1.54127p-8f);
	p = fma32(p, z, -0x1.b7fabap-6f);
	p = fma32(p, z, 0x1.ce2d1p-4f);
	p = fma32(p, z, -0x1.81273ep-2f);
	p = fma32(p, z, 0x1.06eba8p-3f);
	float small = fma32(a, p, a);
	float q = 0x1.b7783p-20f;
	q = fma32(q, b, -0x1.825ce4p-15f);
	q = fma32(q, b, 0x1.38e5e6p-11f);
	q = fma32(q, b, -0x1.37ecc6p-8f);
	q = fma32(q, b, 0x1.b0e246p-6f);
	q = fma32(q, b, -0x1.c2e356p-4f);
	q = fma32(q, b, -0x1.437eb4p-1f);
	q = fma32(q, b, -0x1.2156fap+0f);
	q = fma32(q, b, 0x1.4fb068p-12f);
	float large = 1 - exp32(q);

	return copysignf(a < 1 ? small : large, x);
}

/*
 * 1 / (1 + e^-x) for x >= 0, and e^x / (1 + e^x) for x < 0, so that e never overflows. What 1 + e loses in rounding is
 * put back: with 1 + e = d + low exactly, the quotient of what remains, top - v (d + low), by d is added to v.
 */
static inline float
sigmoid32(float x)
{
	float e = exp32(-fabsf(x)), top = x < 0 ? e : 1;
	float d = 1 + e, low = e - (d - 1), inverse = 1 / d, v = top * inverse;
	float rest = fma32(-v, low, fma32(-v, d, top));

	v = fma32(rest, inverse, v);
	return x != x ? NAN : v;
}

#endif
