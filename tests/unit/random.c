/* Random numbers: Philox against its published answers, and whether what is made from it is what it claims to be. */
#include "core/random.h"
#include "check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The lines `philox4x32 10` of kat_vectors, Random123 1.14: counter, key, answer. */
static void
known_answers(void)
{
	static const uint32_t line[][10] = {
	    {0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
	    {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x408f276d, 0x41c83b0e, 0xa20bc7c6,
		0x6d5451fd},
	    {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0xd16cfe09, 0x94fdcceb, 0x5001e420,
		0x24126ea1},
	};

	for (int i = 0; i < 3; i++) {
		const uint32_t *l = line[i];
		uint32_t out[4];
		gl_random(l[4], l[5], l[3], (uint64_t)l[2] << 32 | l[1], l[0], out);
		CHECK(memcmp(out, l + 6, sizeof out) == 0);
	}
}

/* This is compiled only if no two purposes share a number, and without a warning only if all of them are here. */
static int
alone(enum gl_purpose purpose)
{
	switch (purpose) {
	case GL_RAND_INIT:
	case GL_RAND_SYNTH:
	case GL_RAND_SHUFFLE:
	case GL_RAND_SPLIT:
	case GL_RAND_CAT:
	case GL_RAND_SAMPLE:
	case GL_RAND_ENCODE:
	case GL_RAND_LANDSCAPE:
	case GL_RAND_DOCTOR:
	case GL_RAND_SWEEP:
	case GL_RAND_BUFFER:
	case GL_RAND_MIXUP:
	case GL_RAND_MIXUP_PAIRS:
	case GL_RAND_AUGMENT:
	case GL_RAND_DROPOUT:
		return 1;
	}
	return 0;
}

/* Many words at once are those that single calls give. */
static void
many(void)
{
	enum { N = 203 };
	uint32_t all[N], w[4] = {0};

	for (size_t n = 0; n <= N; n += n < 8 ? 1 : 13) {
		memset(all, 0, sizeof all);
		gl_random_n(7, GL_RAND_DROPOUT + 3, 5, (uint64_t)9 << 32 | 11, n, all);
		for (uint32_t i = 0; i < N; i++) {
			if (i % 4 == 0)
				gl_random(7, GL_RAND_DROPOUT + 3, 5, (uint64_t)9 << 32 | 11, i / 4, w);
			CHECK(all[i] == (i < n ? w[i % 4] : 0));
		}
	}
}

static void
uniform(void)
{
	double sum = 0;

	CHECK(gl_uniform(0) == 0);
	CHECK(gl_uniform(0xffffffff) == 1 - 0x1p-24);
	CHECK((double)(float)gl_uniform(0xffffffff) == gl_uniform(0xffffffff));
	for (uint32_t i = 0; i < 100000; i++) {
		uint32_t w[4];
		gl_random(1, GL_RAND_SYNTH, 0, i, 0, w);
		sum += gl_uniform(w[0]);
	}
	CHECK(fabs(sum / 100000 - 0.5) < 0.004); /* 4 standard deviations */
}

/*
 * Mean 0, variance 1, kurtosis 3, the two of a pair uncorrelated, the right share beyond 2; tails at the extreme words
 * are finite.
 */
static void
normal(void)
{
	enum { N = 200000 };
	double s1 = 0, s2 = 0, s4 = 0, s12 = 0, far = 0, z[2];

	for (uint32_t i = 0; i < N / 2; i++) {
		uint32_t w[4];
		gl_random(2, GL_RAND_INIT, 0, i, 0, w);
		gl_normal(w[0], w[1], z);
		for (int k = 0; k < 2; k++) {
			s1 += z[k];
			s2 += z[k] * z[k];
			s4 += z[k] * z[k] * z[k] * z[k];
			far += fabs(z[k]) > 2;
		}
		s12 += z[0] * z[1];
	}
	CHECK(fabs(s1 / N) < 4 / sqrt(N));
	CHECK(fabs(s2 / N - 1) < 4 * sqrt(2.0 / N));
	CHECK(fabs(s4 / N - 3) < 4 * sqrt(96.0 / N));
	CHECK(fabs(s12 / (N / 2)) < 4 / sqrt(N / 2));
	CHECK(fabs(far / N - 0.0455) < 4 * sqrt(0.0455 / N));
	gl_normal(0, 0, z);
	CHECK(fabs(z[0] - 6.7639) < 1e-3 && z[1] == 0);
	gl_normal(0xffffffff, 0xffffffff, z);
	CHECK(isfinite(z[0]) && isfinite(z[1]));
}

static void
shuffle(void)
{
	uint64_t order[1000], other[1000];
	int seen[1000] = {0};

	gl_shuffle(1, GL_RAND_SHUFFLE, 5, 1000, order);
	for (int i = 0; i < 1000; i++)
		seen[order[i]]++;
	for (int i = 0; i < 1000; i++)
		CHECK(seen[i] == 1);
	gl_shuffle(1, GL_RAND_SHUFFLE, 5, 1000, other);
	CHECK(memcmp(order, other, sizeof order) == 0);
	gl_shuffle(1, GL_RAND_SHUFFLE, 6, 1000, other);
	CHECK(memcmp(order, other, sizeof order) != 0);
	gl_shuffle(1, GL_RAND_CAT, 5, 1000, other);
	CHECK(memcmp(order, other, sizeof order) != 0);
	gl_shuffle(1, GL_RAND_CAT, 5, 0, other);

	/*
	 * Each of the 24 orders of four comes up as often: chi-squared with 23 degrees of freedom is below 59.7 but
	 * for 1 in 30000.
	 */
	int count[256] = {0};
	for (uint32_t seed = 0; seed < 24000; seed++) {
		gl_shuffle(seed, GL_RAND_SHUFFLE, 0, 4, order);
		count[order[0] * 64 + order[1] * 16 + order[2] * 4 + order[3]]++;
	}
	double chi = 0;
	int orders = 0;
	for (int i = 0; i < 256; i++)
		if (count[i]) {
			chi += (count[i] - 1000.0) * (count[i] - 1000.0) / 1000;
			orders++;
		}
	CHECK(orders == 24);
	CHECK(chi < 59.7);
}

int
main(void)
{
	CHECK(alone(GL_RAND_SWEEP));
	known_answers();
	many();
	uniform();
	normal();
	shuffle();
	return failures != 0;
}
