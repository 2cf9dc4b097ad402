#include "augment/transform.h"

#include "core/isa.h"
#include "core/math.h"
#include "core/random.h"

#include <math.h>

enum { HALF = 64, BLOCK = 2 * HALF }; /* numbers at a time */

/*
 * cos x and sin x for x in -pi/4..pi/4: the Taylor series, whose next terms are below 2e-9 there. (core/math has no
 * sine for many numbers at once; noise needs one for each pixel.)
 */
static inline gl_real
cosine(gl_real z) /* z = x^2 */
{
	return 1 +
	    z * ((gl_real)-0.5 + z * ((gl_real)(1.0 / 24) + z * ((gl_real)(-1.0 / 720) + z * (gl_real)(1.0 / 40320))));
}

static inline gl_real
sine(gl_real x, gl_real z)
{
	return x + x * z * ((gl_real)(-1.0 / 6) + z * ((gl_real)(1.0 / 120) + z * (gl_real)(-1.0 / 5040)));
}

/*
 * BLOCK standard normal deviates from as many random words, by Box and Muller's method as in gl_normal: the first half
 * of the words gives the distances sqrt(-2 log u), the second the directions, of which the two highest bits are the
 * quarter; cosines give the first half of the deviates, sines the second.
 */
GL_CLONES static void
deviates(const uint32_t *word, const gl_real *log_u, gl_real *out)
{
	for (size_t i = 0; i < HALF; i++) {
		uint32_t b = word[HALF + i], quarter = b >> 30;
		gl_real x = ((gl_real)(int)(b >> 8 & 0x3fffff) - 0x1fffff) * (gl_real)(0x1p-22 * 1.5707963267948966);
		gl_real r = log_u[i], z = x * x, c = cosine(z), s = sine(x, z);
		gl_real across = quarter & 1 ? -s : c, up = quarter & 1 ? c : s;

		out[i] = r * (quarter & 2 ? -across : across);
		out[HALF + i] = r * (quarter & 2 ? -up : up);
	}
}

/* Every value becomes x + s (white - black) e, kept within the range, with e normal, of mean 0 and deviation 1. */
static void
noise_change(const struct gl_drawn *d, gl_real *x)
{
	gl_real s = (gl_real)(gl_drawn_amount(d) * d->a->unit), r[HALF], e[BLOCK];
	uint32_t word[BLOCK];

	if (s == 0) /* then not even -0 changes */
		return;
	for (size_t i = 0; i < d->n; i += BLOCK) {
		size_t n = d->n - i < BLOCK ? d->n - i : BLOCK;

		/* The words of index 0 have decided on the amount. */
		gl_random_from(d->seed, d->purpose, d->epoch, d->row, 1 + (uint32_t)(i / 4), BLOCK, word);
		for (size_t k = 0; k < HALF; k++)
			r[k] = ((gl_real)(int)(word[k] >> 8) + (gl_real)0.5) * (gl_real)0x1p-24;
		gl_log_n(HALF, r, r);
		for (size_t k = 0; k < HALF; k++)
			r[k] = s * (gl_real)sqrt(-2 * r[k]);
		deviates(word, r, e);
		for (size_t k = 0; k < n; k++)
			x[i + k] += e[k];
	}
	gl_augment_limit(d->a, d->n, x);
}

const struct gl_transform gl_augment_noise = {
    .name = "noise",
    .usage = "noise=SHARE",
    .help = "normal random numbers of that standard deviation added to all values",
    .span = GL_EXACTLY,
    .least = 0,
    .most = 1,
    .p = 1,
    .change = noise_change,
    .limits = true,
};
