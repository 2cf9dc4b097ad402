/*
 * Elementary functions of double, for math.isa.c, as math32.h has them of float. Where a Taylor series is short enough
 * it is used, and its coefficients show what they are; the others come from tests/coefficients.py.
 */
#ifndef GL_MATH64_H
#define GL_MATH64_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#define LN2_HIGH 0x1.62e42fefa39efp-1
#define LN2_LOW 0x1.abc9e3b39803fp-56
#define LOG2_E 0x1.71547652b82fep+0

static inline uint64_t
bits64(double x)
{
	uint64_t b;

	memcpy(&b, &x, sizeof b);
	return b;
}

static inline double
float64(uint64_t b)
{
	double x;

	memcpy(&x, &b, sizeof x);
	return x;
}

static inline double
fma64(double a, double b, double c)
{
	return __builtin_fma(a, b, c);
}

/*
 * x = n log 2 + r, |r| <= log(2) / 2: returns e^r - 1 = r + r^2 (1/2! + r/3! + ...), and n + 2048 in *n. |x| < 1000
 * Adding 1.5 * 2^52 rounds to a whole number, which is then in the lowest bits of the sum.
 */
static inline double
reduced64(double x, uint64_t *n)
{
	const double magic = 0x1.8p52;
	double sum = fma64(x, LOG2_E, magic), whole = sum - magic;
	double r = fma64(whole, -LN2_LOW, fma64(whole, -LN2_HIGH, x));
	double p = 1.0 / 6227020800;
	p = fma64(p, r, 1.0 / 479001600);
	p = fma64(p, r, 1.0 / 39916800);
	p = fma64(p, r, 1.0 / 3628800);
	p = fma64(p, r, 1.0 / 362880);
	p = fma64(p, r, 1.0 / 40320);
	p = fma64(p, r, 1.0 / 5040);
	p = fma64(p, r, 1.0 / 720);
	p = fma64(p, r, 1.0 / 120);
	p = fma64(p, r, 1.0 / 24);
	p = fma64(p, r, 1.0 / 6);
	p = fma64(p, r, 1.0 / 2);

	*n = bits64(sum) - bits64(magic) + 2048;
	return fma64(r * r, p, r);
}

/*
 * e^x = 2^n e^r; 2^n is applied in two halves, as e^x may be near the largest double or below the smallest normal one.
 */
static inline double
exp64(double x)
{
	uint64_t n;
	double p = reduced64(x > 710 ? 710 : x < -746 ? -746 : x, &n) + 1;
	uint64_t half = n >> 1;
	double scaled = p * float64((half - 1) << 52) * float64((n - half - 1) << 52);

	return x != x ? (double)NAN : scaled;
}

/* e^x - 1 = 2 (2^(n-1) (e^r - 1) + 2^(n-1) - 1/2) */
static inline double
expm1_64(double x)
{
	uint64_t n;
	double p = reduced64(x > 710 ? 710 : x < -50 ? -50 : x, &n);
	double scale = float64((n - 2048 + 1022) << 52);
	double v = 2 * fma64(scale, p, scale - 0.5);

	v = fabs(x) < 0x1p-54 ? x : v;
	return x != x ? (double)NAN : v;
}

/*
 * log x = n log 2 + log m, sqrt(1/2) <= m < sqrt(2). With f = m - 1 and s = f / (2 + f), log m = 2 artanh s = 2s + s R,
 * R = 2/3 s^2 + 2/5 s^4 + ...; written as f - (f^2 / 2 - s (f^2 / 2 + R)) the large term f is exact.
 * Source: Ng, comment on log in FDLIBM (1993).
 */
static inline double
log64(double x)
{
	int small = x < 0x1p-1022;
	double y = small ? x * 0x1p54 : x;
	uint64_t shifted = bits64(y) - 0x3fe6a09e667f3bcd + 0x3ff0000000000000;
	double n = float64(shifted >> 52 | 0x4330000000000000) - (small ? 0x1p52 + 1077 : 0x1p52 + 1023);
	double f = float64((shifted & 0xfffffffffffff) + 0x3fe6a09e667f3bcd) - 1;
	double s = f / (2 + f), z = s * s, half = 0.5 * f * f;
	double p = 2.0 / 23;
	p = fma64(p, z, 2.0 / 21);
	p = fma64(p, z, 2.0 / 19);
	p = fma64(p, z, 2.0 / 17);
	p = fma64(p, z, 2.0 / 15);
	p = fma64(p, z, 2.0 / 13);
	p = fma64(p, z, 2.0 / 11);
	p = fma64(p, z, 2.0 / 9);
	p = fma64(p, z, 2.0 / 7);
	p = fma64(p, z, 2.0 / 5);
	p = fma64(p, z, 2.0 / 3);
	double v = fma64(n, LN2_HIGH, f - (half - fma64(s, fma64(z, p, half), n * LN2_LOW)));

	v = x == 0 ? (double)-INFINITY : v;
	v = x > 0x1.fffffffffffffp1023 ? x : v;
	return x >= 0 ? v : (double)NAN;
}

/*
 * log(1 + x): with u = 1 + x as rounded, log u belongs to u - 1 and not to x; the factor x / (u - 1) corrects it.
 * Source: Kahan, in the HP-15C Advanced Functions Handbook (1982).
 */
static inline double
log1p_64(double x)
{
	double u = 1 + x, d = u - 1;
	double v = log64(u) * (x / (d == 0 ? 1 : d));

	v = d == 0 || x > 0x1.fffffffffffffp1023 ? x : v;
	return x != x ? (double)NAN : v;
}

/* tanh |x| = d / (d + 2), d = e^(2|x|) - 1 */
static inline double
tanh64(double x)
{
	double a = fabs(x), d = expm1_64(2 * (a > 22 ? 22 : a));

	return copysign(d / (d + 2), x);
}

/* erf x = x + x p(x^2) for |x| < 1, else 1 - exp(-x^2) q(1 / (|x| + 2)); from 6 on it is 1 in this precision. */
static inline double
erf64(double x)
{
	double a = fabs(x), z = a * a, b = a > 6 ? 6 : a, t = 1 / (b + 2);
	double p = 0x1.05ffd737fb32ep-34;
	p = fma64(p, z, -0x1.389d4f2641625p-30);
	p = fma64(p, z, 0x1.f7b4bf3b13964p-27);
	p = fma64(p, z, -0x1.5f1ecb6f0764cp-23);
	p = fma64(p, z, 0x1.b9df224ca4b97p-20);
	p = fma64(p, z, -0x1.f4d1e3183f7aep-17);
	p = fma64(p, z, 0x1.f9a321d5b8e1ep-14);
	p = fma64(p, z, -0x1.c02db3dac435fp-11);
	p = fma64(p, z, 0x1.565bcd0dbaa38p-8);
	p = fma64(p, z, -0x1.b82ce31284ep-6);
	p = fma64(p, z, 0x1.ce2f21a042b3p-4);
	p = fma64(p, z, -0x1.812746b0379e6p-2);
	p = fma64(p, z, 0x1.06eba8214db69p-3);
	double small = fma64(a, p, a);
	double q = -0x1.30be46f379823p+12;
	q = fma64(q, t, 0x1.1b64a4027ed48p+14);
	q = fma64(q, t, -0x1.da810ca83498ep+14);
	q = fma64(q, t, 0x1.d240e9551f61p+14);
	q = fma64(q, t, -0x1.255db4ee174a9p+14);
	q = fma64(q, t, 0x1.e6516ce71057ep+12);
	q = fma64(q, t, -0x1.109eb9bc9d723p+11);
	q = fma64(q, t, 0x1.d78e42db75445p+8);
	q = fma64(q, t, -0x1.59d65bc55f2bfp+6);
	q = fma64(q, t, 0x1.9e43e2a210c6fp-2);
	q = fma64(q, t, -0x1.721ac7ae1ce27p-1);
	q = fma64(q, t, 0x1.55b9ce1b16118p+1);
	q = fma64(q, t, 0x1.69b4e0c848102p+1);
	q = fma64(q, t, 0x1.f96284f703d38p+0);
	q = fma64(q, t, 0x1.20df54d99452fp+0);
	q = fma64(q, t, 0x1.20dd5686debc3p-1);
	q = fma64(q, t, 0x1.b577603e6a791p-27);
	double large = fma64(-exp64(-b * b), q, 1);
	double v = copysign(a < 1 ? small : large, x);

	return x != x ? (double)NAN : v;
}

/* 1 / (1 + e^-x) for x >= 0, and e^x / (1 + e^x) for x < 0, so that e never overflows. */
static inline double
sigmoid64(double x)
{
	double e = exp64(-fabs(x));
	double v = (x < 0 ? e : 1) / (1 + e);

	return x != x ? (double)NAN : v;
}

/* log(1 + e^x) = max(x, 0) + log(1 + e^-|x|) */
static inline double
softplus64(double x)
{
	double v = (x < 0 ? 0 : x) + log1p_64(exp64(-fabs(x)));

	return x != x ? (double)NAN : v;
}

/* A number and a small one to be added to it; and which quarter of the circle it stands in. */
struct angle {
	double high, low;
	int quarter;
};

__extension__ typedef unsigned __int128 gl_uint128;
__extension__ typedef __int128 gl_int128;

/*
 * x = quarter * pi/2 + high + low, |high| <= pi/4, for any finite x. With x = m 2^e, the product m * (2/pi 2^e) is
 * taken modulo 4 in fixed point: bits of 2/pi that make multiples of 4 are left out, and 192 are used behind them, of
 * which at least 64 hold when x is as near to a multiple of pi/2 as a double can be (2^-61).
 * Source: Payne and Hanek, Radian reduction for trigonometric functions (1983).
 */
static inline struct angle
angle64(double x)
{
	/* 2/pi, behind 64 zero bits */
	static const uint64_t word[] = {0, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041,
	    0xfe5163abdebbc561, 0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484,
	    0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f,
	    0x6d367ecf27cb09b7, 0x4f463f669e5fea2d, 0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08,
	    0x56033046fc7b6bab, 0xf0cfbc209af4361d};
	struct angle a = {.high = x};
	uint64_t m = (bits64(x) & 0xfffffffffffff) | 0x10000000000000;
	int e = (int)(bits64(x) >> 52 & 0x7ff) - 1075;

	if (fabs(x) <= 0x1.921fb54442d18p-1)
		return a;
	/*
	 * w[2..0] = m * (192 bits from bit e - 2 of 2/pi) mod 2^192; in front the whole quarters, modulo 4, then the
	 * fraction
	 */
	int at = e - 2 + 64, i = at / 64, shift = at % 64;
	uint64_t w[3];
	gl_uint128 carry = 0;
	for (int k = 2; k >= 0; k--) {
		uint64_t bits = word[i + k] << shift | (shift ? word[i + k + 1] >> (64 - shift) : 0);

		carry += (gl_uint128)bits * m;
		w[k] = (uint64_t)carry;
		carry >>= 64;
	}
	a.quarter = (int)(w[0] >> 62);
	gl_uint128 fraction = ((gl_uint128)w[0] << 64 | w[1]) << 2 | w[2] >> 62;
	if (fraction >> 127)
		a.quarter++; /* the fraction, as a signed number, is then negative: to the nearest multiple */

	/* times pi/2 */
	gl_int128 f = (gl_int128)fraction;
	double high = (double)f, low = (double)(f - (gl_int128)high);
	high *= 0x1p-128;
	low *= 0x1p-128;
	a.high = high * 0x1.921fb54442d18p+0;
	a.low =
	    fma64(high, 0x1.921fb54442d18p+0, -a.high) + fma64(high, 0x1.1a62633145c07p-54, low * 0x1.921fb54442d18p+0);
	if (x < 0) {
		a.high = -a.high;
		a.low = -a.low;
		a.quarter = -a.quarter;
	}
	return a;
}

/* sin or cos of an angle in its first quarter, by Taylor's series. */
static inline double
quarter_sin64(struct angle a)
{
	double x = a.high, z = x * x;
	double p = 1.0 / 355687428096000;
	p = fma64(p, z, -1.0 / 1307674368000);
	p = fma64(p, z, 1.0 / 6227020800);
	p = fma64(p, z, -1.0 / 39916800);
	p = fma64(p, z, 1.0 / 362880);
	p = fma64(p, z, -1.0 / 5040);
	p = fma64(p, z, 1.0 / 120);
	p = fma64(p, z, -1.0 / 6);
	return x + fma64(x * z, p, a.low * fma64(-0.5, z, 1));
}

static inline double
quarter_cos64(struct angle a)
{
	double z = a.high * a.high, half = 0.5 * z, w = 1 - half;
	double p = 1.0 / 20922789888000;
	p = fma64(p, z, -1.0 / 87178291200);
	p = fma64(p, z, 1.0 / 479001600);
	p = fma64(p, z, -1.0 / 3628800);
	p = fma64(p, z, 1.0 / 40320);
	p = fma64(p, z, -1.0 / 720);
	p = fma64(p, z, 1.0 / 24);
	return w + (((1 - w) - half) + fma64(z * z, p, -a.high * a.low));
}

static inline double
sin64(double x)
{
	if (!(fabs(x) < (double)INFINITY))
		return (double)NAN;
	if (fabs(x) < 0x1p-27)
		return x; /* which keeps the sign of a zero */
	struct angle a = angle64(x);
	double v = a.quarter & 1 ? quarter_cos64(a) : quarter_sin64(a);
	return a.quarter & 2 ? -v : v;
}

static inline double
cos64(double x)
{
	if (!(fabs(x) < (double)INFINITY))
		return (double)NAN;
	struct angle a = angle64(x);
	double v = a.quarter & 1 ? quarter_sin64(a) : quarter_cos64(a);
	return (a.quarter + 1) & 2 ? -v : v;
}

#endif
