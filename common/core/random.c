#include "core/random.h"

#include "core/isa.h"
#include "core/math.h"

#include <math.h>
#include <string.h>

__extension__ typedef unsigned __int128 uint128;

void
gl_random(uint32_t seed, uint32_t purpose, uint32_t step, uint64_t row, uint32_t index, uint32_t out[4])
{
	uint32_t c0 = index, c1 = (uint32_t)row, c2 = (uint32_t)(row >> 32), c3 = step;
	uint32_t k0 = seed, k1 = purpose;

	/* A round multiplies two words, swaps the halves of the products over, and mixes in the key, which moves on. */
	for (int round = 0; round < 10; round++) {
		uint64_t a = (uint64_t)0xD2511F53 * c0, b = (uint64_t)0xCD9E8D57 * c2;

		c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
		c1 = (uint32_t)b;
		c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
		c3 = (uint32_t)a;
		k0 += 0x9E3779B9; /* the golden ratio */
		k1 += 0xBB67AE85; /* sqrt(3) - 1 */
	}
	out[0] = c0;
	out[1] = c1;
	out[2] = c2;
	out[3] = c3;
}

enum { SIDE = 16 }; /* so many indices side by side, for the compiler to make vectors of */

/* Words of indices first to first + SIDE - 1: gl_random's arithmetic on all of them at once. */
GL_CLONES static void
random_side(uint32_t seed, uint32_t purpose, uint32_t step, uint64_t row, uint32_t first, uint32_t out[4 * SIDE])
{
	uint32_t c0[SIDE], c1[SIDE], c2[SIDE], c3[SIDE], k0 = seed, k1 = purpose;

	for (uint32_t i = 0; i < SIDE; i++) {
		c0[i] = first + i;
		c1[i] = (uint32_t)row;
		c2[i] = (uint32_t)(row >> 32);
		c3[i] = step;
	}
	for (int round = 0; round < 10; round++) {
		for (int i = 0; i < SIDE; i++) {
			uint64_t a = (uint64_t)0xD2511F53 * c0[i], b = (uint64_t)0xCD9E8D57 * c2[i];
			c0[i] = (uint32_t)(b >> 32) ^ c1[i] ^ k0;
			c1[i] = (uint32_t)b;
			c2[i] = (uint32_t)(a >> 32) ^ c3[i] ^ k1;
			c3[i] = (uint32_t)a;
		}
		k0 += 0x9E3779B9;
		k1 += 0xBB67AE85;
	}
	for (int i = 0; i < SIDE; i++) {
		out[4 * i] = c0[i];
		out[4 * i + 1] = c1[i];
		out[4 * i + 2] = c2[i];
		out[4 * i + 3] = c3[i];
	}
}

void
gl_random_from(uint32_t seed, uint32_t purpose, uint32_t step, uint64_t row, uint32_t first, size_t n, uint32_t *out)
{
	uint32_t rest[4 * SIDE];
	size_t i = 0;

	for (; i + 4 * SIDE <= n; i += 4 * SIDE)
		random_side(seed, purpose, step, row, first + (uint32_t)(i / 4), out + i);
	if (i == n)
		return;
	random_side(seed, purpose, step, row, first + (uint32_t)(i / 4), rest);
	memcpy(out + i, rest, (n - i) * sizeof *out);
}

void
gl_random_n(uint32_t seed, uint32_t purpose, uint32_t step, uint64_t row, size_t n, uint32_t *out)
{
	gl_random_from(seed, purpose, step, row, 0, n, out);
}

double
gl_uniform(uint32_t word)
{
	return (word >> 8) * 0x1p-24;
}

/*
 * With u and v uniform in (0, 1), sqrt(-2 log u) is the distance of a point from the origin and 2 pi v its direction;
 * its two coordinates are independent and normal. The half keeps u away from 0.
 * Source: Box and Muller, A note on the generation of random normal deviates (1958).
 */
void
gl_normal(uint32_t a, uint32_t b, double out[2])
{
	double r = sqrt(-2 * gl_log64((a + 0.5) * 0x1p-32));
	double angle = b * (0x1p-32 * 6.283185307179586);

	out[0] = r * gl_cos64(angle);
	out[1] = r * gl_sin64(angle);
}

/*
 * A whole number in 0..n-1, each as likely: the high half of n times a 64-bit word. The few words that would favour
 * some numbers are drawn again.
 * Source: Lemire, Fast random integer generation in an interval (ACM TOMACS, 2019).
 */
uint64_t
gl_random_below(uint64_t n, uint32_t seed, uint32_t purpose, uint32_t step, uint64_t i)
{
	uint32_t w[4], again = 0;
	uint128 product;

	do {
		gl_random(seed, purpose, step, i / 2, again++, w);
		const uint32_t *pair = w + i % 2 * 2;
		product = (uint128)n * ((uint64_t)pair[1] << 32 | pair[0]);
	} while ((uint64_t)product < n && (uint64_t)product < -n % n);
	return (uint64_t)(product >> 64);
}

void
gl_shuffle(uint32_t seed, uint32_t purpose, uint32_t step, uint64_t n, uint64_t *order)
{
	/*
	 * Written from front to back: element i goes to a place that is drawn from the first i + 1, whose element
	 * moves to the end.
	 */
	for (uint64_t i = 0; i < n; i++) {
		uint64_t place = gl_random_below(i + 1, seed, purpose, step, i);

		order[i] = i;
		order[i] = order[place];
		order[place] = i;
	}
}

void
gl_shuffle_near(uint32_t seed, uint32_t purpose, uint32_t step, uint64_t n, uint64_t size, uint64_t *order)
{
	/* Fisher and Yates' shuffle from front to back; each place is filled from a window that begins at it. */
	for (uint64_t i = 0; i < n; i++)
		order[i] = i;
	for (uint64_t i = 0; i < n; i++) {
		uint64_t window = n - i < size ? n - i : size;
		uint64_t place = i + gl_random_below(window, seed, purpose, step, i), out = order[place];

		order[place] = order[i];
		order[i] = out;
	}
}
