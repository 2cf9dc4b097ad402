/* Random numbers that depend on where they are used and not on what was drawn before: Philox 4x32-10. */
#ifndef GL_RANDOM_H
#define GL_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/*
 * What a random number is for; part of the key, so that two uses of one seed are unrelated. Numbers are never reused
 * or changed.
 */
enum gl_purpose {
	GL_RAND_INIT = 1, /* row: parameter number, index: element */
	GL_RAND_SYNTH = 2, /* row: example */
	GL_RAND_SHUFFLE = 3, /* step: epoch */
	GL_RAND_SPLIT = 4,
	GL_RAND_CAT = 5, /* gl-cat --shuffle */
	GL_RAND_SAMPLE = 7,
	GL_RAND_ENCODE = 8,
	GL_RAND_LANDSCAPE = 9,
	GL_RAND_DOCTOR = 20, /* step: what for (doctor/inside.h) */
	GL_RAND_SWEEP = 21, /* row: the setting, index: which of its values */
	GL_RAND_BUFFER = 24, /* shuffle buffer; step: epoch, index: examples handed out before */
	GL_RAND_MIXUP = 28, /* step: batch, row: which of two numbers */
	GL_RAND_MIXUP_PAIRS = 29, /* step: batch */
	GL_RAND_AUGMENT = 0x1000, /* plus the place of the transformation in its list; step: epoch */
	GL_RAND_DROPOUT = 0x10000, /* plus the number of the layer in the whole network, depth first */
};

/*
 * Four random words: Philox4x32-10 with key (seed, purpose) and counter (index, row low, row high, step).
 * Source: Salmon et al., Parallel random numbers: as easy as 1, 2, 3 (SC 2011).
 */
void gl_random(uint32_t seed, uint32_t purpose, uint32_t step, uint64_t row, uint32_t index, uint32_t out[4]);

/* The same for many indices: out[i], i < n, is word i % 4 of index i / 4. */
void gl_random_n(uint32_t seed, uint32_t purpose, uint32_t step, uint64_t row, size_t n, uint32_t *out);

/* The same from index `first` on: out[i] is word i % 4 of index first + i / 4. */
void
gl_random_from(uint32_t seed, uint32_t purpose, uint32_t step, uint64_t row, uint32_t first, size_t n, uint32_t *out);

/* From one word: uniform in [0, 1), a multiple of 2^-24 (so exact as float). */
double gl_uniform(uint32_t word);

/* From two words: two standard normal deviates, by Box and Muller's method with gl_log64, gl_sin64, gl_cos64. */
void gl_normal(uint32_t a, uint32_t b, double out[2]);

/*
 * order[0..n) becomes a random permutation of 0..n-1 (Fisher and Yates' shuffle, unbiased; word pair i decides element
 * i).
 */
void gl_shuffle(uint32_t seed, uint32_t purpose, uint32_t step, uint64_t n, uint64_t *order);

/* A whole number in 0..n-1, each as likely; number i of a series. */
uint64_t gl_random_below(uint64_t n, uint32_t seed, uint32_t purpose, uint32_t step, uint64_t i);

/*
 * Mixes 0..n-1 as a shuffle buffer of `size` places does: the first `size` numbers fill it; then a random one of them
 * goes out, and the next number takes its place, until all went out. So number i is never more than size - 1 places
 * before its turn, and most come out near it. With size >= n it is a whole shuffle, though not that of gl_shuffle.
 */
void gl_shuffle_near(uint32_t seed, uint32_t purpose, uint32_t step, uint64_t n, uint64_t size, uint64_t *order);

#endif
