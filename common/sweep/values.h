/*
 * Values to be tried: what stands behind an option of gl-sweep. A list a,b,c (or a|b|c, where the values have commas
 * in them; without | a text with a = in it, such as step,every=10, is one value), whole numbers 1..20, evenly spaced
 * numbers lin:0..0.5:6, the same factor between neighbours log:1e-4..1e-1:4; or any text with such a list in braces:
 * "dense {8,16}, relu".
 */
#ifndef GL_VALUES_H
#define GL_VALUES_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One choice to be made. */
struct gl_choice {
	const char *const *word; /* n words, of which one is taken */
	size_t n; /* 0: a number from lo to hi is drawn */
	double lo, hi;
	bool log; /* such that its logarithm is uniform */
	bool whole; /* and rounded to a whole number */
};

/* A value is made of one word of each part, put together. */
struct gl_values {
	const struct gl_choice *part;
	size_t parts;
};

enum { GL_VALUES_MOST = 1000000 }; /* words of a choice */

/*
 * Reads them. whole: the option takes whole numbers, so numbers between the ends of a range are rounded. draw: a range
 * without a number of points is allowed. literal: the text is one value as it stands. 0, or -1 with err set.
 */
int gl_values_parse(struct gl_values *v, const char *text, bool whole, bool draw, bool literal, struct gl_arena *arena,
    struct gl_err *err);

/* How many values there are: the product of the parts' numbers of words; SIZE_MAX when that is too large to count. */
size_t gl_values_count(const struct gl_values *v);

/* Value number i of them, i < gl_values_count; the last part's word changes with each. In the arena. */
const char *gl_values_at(const struct gl_values *v, size_t i, struct gl_arena *arena);

/*
 * A value drawn at random: each word of a list is as likely as the others. It depends on the seed, the row and *index
 * alone; *index counts the choices that were made so.
 */
const char *
gl_values_draw(const struct gl_values *v, uint32_t seed, uint64_t row, uint32_t *index, struct gl_arena *arena);

#endif
