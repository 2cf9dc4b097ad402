/*
 * Intervals, tests and calibration against SciPy 1.10: norm.ppf, binomtest(...).proportion_ci(method="wilson"),
 * binomtest(min(a, b), a + b).pvalue; and against cases that can be counted by hand.
 */
#include "train/interval.h"
#include "check.h"
#include "train/calibration.h"
#include "train/mcnemar.h"

#include <math.h>
#include <stdio.h>

static bool
near(double a, double b, double rel)
{
	return fabs(a - b) <= rel * fabs(b);
}

static void
normal(void)
{
	static const double level[] = {0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.999999};
	static const double z[] = {0.67448975019608171, 1.2815515655446004, 1.6448536269514722, 1.959963984540054,
	    2.5758293035489004, 3.2905267314919255, 4.8916384756956};

	for (int i = 0; i < 7; i++)
		CHECK(near(gl_normal_within(level[i]), z[i], 1e-10));
	CHECK(gl_normal_within(0) == 0);
}

static void
wilson(void)
{
	static const struct {
		double right, n, low, high;
	} t[] = {
	    {0, 1, 0, 0.79345068562276255},
	    {1, 1, 0.20654931437723745, 1},
	    {0, 10, 0, 0.27753279986288926},
	    {10, 10, 0.72246720013711085, 1},
	    {3, 8, 0.13684428582359739, 0.69425760539737258},
	    {271, 300, 0.86461829803048884, 0.93184970518171073},
	    {912, 1000, 0.89282774895022343, 0.92801900205767906},
	    {59999, 60000, 0.99990559066781992, 0.99999705791802606},
	};

	for (size_t i = 0; i < sizeof t / sizeof t[0]; i++) {
		struct gl_interval w = gl_wilson(t[i].right / t[i].n, t[i].n, gl_normal_within(0.95));
		CHECK(fabs(w.low - t[i].low) < 1e-12 && fabs(w.high - t[i].high) < 1e-12);
	}
}

static void
mcnemar(void)
{
	static const struct {
		uint64_t a, b;
		double p;
	} t[] = {{0, 0, 1}, {0, 1, 1}, {1, 2, 1}, {15, 16, 1}, {0, 5, 0.0625}, {5, 0, 0.0625}, {3, 9, 0.14599609375},
	    {16, 18, 0.8641662404406816}, {21, 12, 0.16275565745308995}, {10, 30, 0.0022214337732293643},
	    {100, 130, 0.05561357778139239}, {500, 600, 0.002819544991436429}, {5000, 5200, 0.04878796312682233},
	    {50000, 50400, 0.20794602416763094}, {1000000, 1003000, 0.03408836507943199},
	    {2, 700, 2.3455097417479793e-206}, {0, 1000, 1.8665272370064378e-301}};

	for (size_t i = 0; i < sizeof t / sizeof t[0]; i++) {
		CHECK(near(gl_mcnemar(t[i].a, t[i].b), t[i].p, 1e-9));
		CHECK(gl_mcnemar(t[i].a, t[i].b) == gl_mcnemar(t[i].b, t[i].a));
	}
	CHECK(gl_mcnemar(0, 1000000) == 0); /* less than a double can hold */
	CHECK(gl_mcnemar(500000000, 500000000) == 1);
}

static void
samples(void)
{
	struct gl_sample s = {0}, shift = {0}, groups = {0};

	CHECK(isnan(gl_sample_error(&s)));
	for (int i = 0; i < 40; i++) {
		gl_sample_add(&s, i % 4);
		gl_sample_add(&shift, 1e9 + i % 4);
		CHECK(i + 1 >= GL_SAMPLE_LEAST || isnan(gl_sample_interval(&s, 2).low));
	}
	CHECK(near(s.mean, 1.5, 1e-12) && near(gl_sample_error(&s), sqrt(50.0 / 39 / 40), 1e-12));
	CHECK(near(gl_sample_error(&shift), gl_sample_error(&s), 1e-6)); /* not a difference of large sums */
	struct gl_interval i = gl_sample_interval(&s, 2);
	CHECK(near(i.low, 1.5 - 2 * gl_sample_error(&s), 1e-12) && near(i.high, 1.5 + 2 * gl_sample_error(&s), 1e-12));

	/* Groups of 10 cases that are all right or all wrong tell as much as single cases (but one, by n - 1). */
	for (int g = 0; g < 100; g++)
		gl_sample_add(&groups, g % 2);
	CHECK(near(gl_effective(&groups, 1000), 99, 1e-9));
	/* Groups that are all alike: as many as there are groups. */
	struct gl_sample alike = {0};
	for (int g = 0; g < 100; g++)
		gl_sample_add(&alike, 0.5);
	CHECK(gl_effective(&alike, 1000) == 100);
}

static void
calibration(void)
{
	struct gl_arena life = {0};
	struct gl_calibration c;

	/* The upper end of a range belongs to it; 0 is in the first. */
	gl_calibration_new(&c, 4, &life);
	CHECK(isnan(gl_calibration_error(&c)) && isnan(gl_calibration_confidence(&c)));
	static const double p[] = {0, 0.25, 0.2500001, 0.5, 0.75, 0.7500001, 1};
	static const size_t bin[] = {0, 0, 1, 1, 2, 3, 3};
	for (int i = 0; i < 7; i++) {
		uint64_t before = c.bin[bin[i]].cases;
		gl_calibration_add(&c, p[i], i % 2);
		CHECK(c.bin[bin[i]].cases == before + 1);
	}
	gl_calibration_reset(&c);
	CHECK(c.bin[3].cases == 0 && c.bin[3].confidence == 0);
	/* Two of four right at 0.75, one of one at 1: (4 |0.5 - 0.75| + 0) / 5. */
	for (int i = 0; i < 4; i++)
		gl_calibration_add(&c, 0.75, i < 2);
	gl_calibration_add(&c, 1, true);
	CHECK(near(gl_calibration_error(&c), 0.2, 1e-12) && near(gl_calibration_confidence(&c), 0.8, 1e-12));
	gl_arena_free(&life);
}

int
main(void)
{
	normal();
	wilson();
	mcnemar();
	samples();
	calibration();
	return failures > 0;
}
