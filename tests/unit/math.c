/*
 * Elementary functions: distance from libm's in a wider format, special values, the same bits one by one, in rows and
 * in every instruction set; and the bits themselves, by a hash that holds for every compiler and processor.
 */
#include "core/math.h"

#include "core/isa.h"
#include "core/math_isa.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int failures;

/*
 * The reference: wider than what is tested where there is something wider (on arm64 long double is slow software, but
 * there).
 */
typedef long double wide;

static wide
wide_sigmoid(wide x)
{
	wide e = expl(-fabsl(x));

	return (x < 0 ? e : 1) / (1 + e);
}

static wide
wide_softplus(wide x)
{
	return (x < 0 ? 0 : x) + log1pl(expl(-fabsl(x)));
}

static const struct function {
	const char *name;
	gl_real (*one)(gl_real);
	wide (*reference)(wide);
	void (*n[3])(size_t, const gl_real *, gl_real *);
	uint64_t hash; /* of the results for sample() */
} functions[] = {
#if GL_REAL_IS_DOUBLE
#define HASH(single, twice) twice
#else
#define HASH(single, twice) single
#endif
    {"exp", gl_exp, expl, GL_ISA_VARIANTS(gl_exp_n), HASH(0xfe0af5eec34d71a7, 0xa23529467c393c1e)},
    {"expm1", gl_expm1, expm1l, GL_ISA_VARIANTS(gl_expm1_n), HASH(0x386008cffeeaf206, 0x185ee012dfb536eb)},
    {"log", gl_log, logl, GL_ISA_VARIANTS(gl_log_n), HASH(0xa0594bfbfecdf7fa, 0xe65ef8065898413a)},
    {"log1p", gl_log1p, log1pl, GL_ISA_VARIANTS(gl_log1p_n), HASH(0x5d0cf660a02e5b2e, 0x803c94cdfdecab2a)},
    {"tanh", gl_tanh, tanhl, GL_ISA_VARIANTS(gl_tanh_n), HASH(0xfffbfcba02e8cf27, 0x323b2178640dd1a5)},
    {"erf", gl_erf, erfl, GL_ISA_VARIANTS(gl_erf_n), HASH(0xcd65cd021d186e53, 0x4d44e208735edaed)},
    {"sin", gl_sin, sinl, GL_ISA_VARIANTS(gl_sin_n), HASH(0xfdb80def1eb19dd0, 0x08c1b6abe807eb0e)},
    {"cos", gl_cos, cosl, GL_ISA_VARIANTS(gl_cos_n), HASH(0xe1ad102dbcaa91f5, 0x5284ddf93b28f113)},
    {"sigmoid", gl_sigmoid, wide_sigmoid, GL_ISA_VARIANTS(gl_sigmoid_n), HASH(0x471ca4bb2111ad7a, 0xa38dd7c939f2012d)},
    {"softplus", gl_softplus, wide_softplus, GL_ISA_VARIANTS(gl_softplus_n),
	HASH(0xa35011394c3aa16b, 0x1afd1907186b3ad7)},
};

enum { SAMPLES = 20000 };

/* Numbers of all sizes: every other one with random bits, the others between -16 and 16. */
static gl_real
sample(uint64_t i)
{
	uint64_t b = (i + 1) * 0x9E3779B97F4A7C15;
	gl_real x;

	b ^= b >> 29;
	b *= 0xBF58476D1CE4E5B9;
	b ^= b >> 32;
	if (i % 2)
		return (gl_real)((double)(b >> 40) * 0x1p-19 - 16);
#if GL_REAL_IS_DOUBLE
	memcpy(&x, &b, sizeof x);
#else
	uint32_t half = (uint32_t)b;
	memcpy(&x, &half, sizeof x);
#endif
	return x;
}

/* How far a result is from the true value, in units of the last place of the true value. */
static double
ulps(gl_real got, wide want)
{
	const int bits = GL_REAL_IS_DOUBLE ? 53 : 24, low = GL_REAL_IS_DOUBLE ? -1074 : -149;
	int e;

	if (isnan(want) || isnan(got))
		return isnan(want) && isnan(got) ? 0 : (double)INFINITY;
	gl_real rounded = (gl_real)want;
	if (got == rounded)
		return signbit(got) == signbit(rounded) ? 0.5 : (double)INFINITY;
	frexpl(want, &e);
	return (double)(fabsl((wide)got - want) / ldexpl(1, e - bits < low ? low : e - bits));
}

static uint64_t
hash(uint64_t h, gl_real x)
{
	uint64_t b = 0;

	memcpy(&b, &x, sizeof x);
	return (h ^ b) * 0x100000001b3;
}

static void
check(const struct function *f)
{
	static gl_real x[SAMPLES], y[SAMPLES], z[SAMPLES];
	double limit = GL_REAL_IS_DOUBLE ? 4 : 2;
	uint64_t h = 0xcbf29ce484222325;

	for (size_t i = 0; i < SAMPLES; i++) {
		x[i] = sample(i);
		y[i] = f->one(x[i]);
		h = hash(h, y[i]);
		double away = ulps(y[i], f->reference((wide)x[i]));
		if (!(away <= limit)) {
			printf("%s(%.17g) is %.17g, %g ulp away\n", f->name, (double)x[i], (double)y[i], away);
			failures++;
		}
	}
	if (h != f->hash) {
		printf("%s: hash 0x%016llx\n", f->name, (unsigned long long)h);
		failures++;
	}
	for (int set = 0; set <= (int)gl_isa(); set++) {
		memcpy(z, x, sizeof z);
		f->n[set](SAMPLES, z, z);
		if (memcmp(z, y, sizeof z) != 0) {
			printf("%s: instruction set %d gives other bits\n", f->name, set);
			failures++;
		}
	}
}

static void
is(const char *what, gl_real got, gl_real want)
{
	if ((isnan(got) && isnan(want)) || (got == want && signbit(got) == signbit(want)))
		return;
	printf("%s is %.17g, not %.17g\n", what, (double)got, (double)want);
	failures++;
}

static void
special(void)
{
	const gl_real inf = (gl_real)INFINITY, nan = (gl_real)NAN, tiny = GL_REAL_IS_DOUBLE ? 0x1p-1074 : 0x1p-149f;

	for (size_t i = 0; i < GL_LEN(functions); i++)
		is(functions[i].name, functions[i].one(nan), nan);
	is("exp 0", gl_exp(0), 1);
	is("exp -0", gl_exp((gl_real)-0.0), 1);
	is("exp inf", gl_exp(inf), inf);
	is("exp -inf", gl_exp(-inf), 0);
	is("exp 1000", gl_exp(1000), inf);
	is("exp -1000", gl_exp(-1000), 0);
	is("expm1 -0", gl_expm1((gl_real)-0.0), (gl_real)-0.0);
	is("expm1 tiny", gl_expm1(tiny), tiny);
	is("expm1 -inf", gl_expm1(-inf), -1);
	is("expm1 inf", gl_expm1(inf), inf);
	is("log 0", gl_log(0), -inf);
	is("log -0", gl_log((gl_real)-0.0), -inf);
	is("log 1", gl_log(1), 0);
	is("log -1", gl_log(-1), nan);
	is("log -inf", gl_log(-inf), nan);
	is("log inf", gl_log(inf), inf);
	is("log1p -1", gl_log1p(-1), -inf);
	is("log1p -2", gl_log1p(-2), nan);
	is("log1p -0", gl_log1p((gl_real)-0.0), (gl_real)-0.0);
	is("log1p inf", gl_log1p(inf), inf);
	is("tanh inf", gl_tanh(inf), 1);
	is("tanh -inf", gl_tanh(-inf), -1);
	is("tanh -0", gl_tanh((gl_real)-0.0), (gl_real)-0.0);
	is("tanh tiny", gl_tanh(tiny), tiny);
	is("erf inf", gl_erf(inf), 1);
	is("erf -inf", gl_erf(-inf), -1);
	is("erf -0", gl_erf((gl_real)-0.0), (gl_real)-0.0);
	is("sin inf", gl_sin(inf), nan);
	is("sin -0", gl_sin((gl_real)-0.0), (gl_real)-0.0);
	is("cos inf", gl_cos(-inf), nan);
	is("cos 0", gl_cos(0), 1);
	is("sigmoid 0", gl_sigmoid(0), (gl_real)0.5);
	is("sigmoid inf", gl_sigmoid(inf), 1);
	is("sigmoid -inf", gl_sigmoid(-inf), 0);
	is("softplus inf", gl_softplus(inf), inf);
	is("softplus -inf", gl_softplus(-inf), 0);
}

/* What is always double, against long double. */
static void
check64(const char *name, double (*one)(double), wide (*reference)(wide))
{
	for (uint64_t i = 0; i < SAMPLES; i++) {
		double x = (double)sample(i), y = one(x);
		wide want = reference((wide)x);
		int e;

		if ((isnan(y) && isnan(want)) || y == (double)want)
			continue;
		frexpl(want, &e);
		double away = (double)(fabsl(y - want) / ldexpl(1, e - 53 < -1074 ? -1074 : e - 53));
		if (!(away <= 4)) {
			printf("%s(%.17g) is %.17g, %g ulp away\n", name, x, y, away);
			failures++;
		}
	}
}

int
main(void)
{
	for (size_t i = 0; i < GL_LEN(functions); i++)
		check(&functions[i]);
	special();
	check64("exp64", gl_exp64, expl);
	check64("log64", gl_log64, logl);
	check64("sin64", gl_sin64, sinl);
	check64("cos64", gl_cos64, cosl);
	return failures != 0;
}
