/*
 * Pictures varied at random: turned, moved, made noisier, so that a network meets each one in many forms. A list such
 * as "flip,shift=2,noise=5%" names transformations, which are applied in that order. One transformation is one file
 * and one row of gl_transforms[]. What becomes of a picture depends on seed, epoch and the number of its row alone.
 */
#ifndef GL_AUGMENT_H
#define GL_AUGMENT_H

#include "core/tensor.h"
#include "format/stream.h"

#include <stdint.h>

enum { GL_AUGMENT_STEPS = 16, GL_AUGMENT_NUMBERS = 1 << 28 };

struct gl_transform;

/* One transformation of a list, with its amount: a number drawn from lo to hi, whose meaning is the transformation's.
 */
struct gl_augment_step {
	const struct gl_transform *kind;
	double lo, hi;
	bool pixels; /* the amount is whole pixels, where it may also be a share of the picture's sides */
	double p; /* probability that the transformation is applied to a picture */
};

struct gl_augment {
	const char *text; /* the list as it was given, without blanks */
	struct gl_augment_step step[GL_AUGMENT_STEPS];
	size_t n;
	struct gl_shape shape; /* of a picture: channels, height, width; ndim 0: not known yet */
	bool limited; /* values stay within low..high */
	double low, high; /* black and white */
	double unit; /* what noise and brightness are shares of: high - low, or 1 where values are not limited */
	bool edge; /* outside of the picture its nearest pixel goes on; else there is `fill` */
	gl_real fill;
};

/* Which pictures they are. */
struct gl_augment_at {
	uint32_t seed, epoch; /* epochs count from 0 */
	const uint64_t *index; /* the numbers of the rows in their data, from 0; or NULL: first, first + 1, ... */
	uint64_t first;
	uint64_t skip; /* added to all of them, when the data is the later part of a set */
};

/* All names of transformations, ends with NULL; a line about number i of them ("rotate=DEGREES", "turned ..."). */
const char *const *gl_transform_names(void);
const char *gl_transform_usage(size_t i, const char **help, double *p);

/*
 * Reads a list: names of transformations with amounts, p=SHARE behind a transformation, and shape=, range=, fill= for
 * all of them. Its text lives in the arena. 0, or -1 with err set (the message says which part).
 */
int gl_augment_parse(const char *text, struct gl_augment *a, struct gl_arena *life, struct gl_err *err);

/* The shape of the pictures in words, as shape= takes it. 0, or -1 with err set. */
int gl_augment_shape(struct gl_augment *a, const char *text, struct gl_err *err);

/*
 * Finds out the shape of the pictures: the list's shape=; else the network's input (NULL: there is no network); else
 * the field's. -1 when nothing tells it, when field 1 has another number of numbers, or an amount is too small or too
 * large for pictures of this size.
 */
int gl_augment_fit(struct gl_augment *a, const struct gl_shape *net, const struct gl_field *f, struct gl_err *err);

/*
 * y = the pictures x, varied.
 *   x  (B, ...)  B pictures, each of a->shape's count of numbers; not written to
 *   y            set: the same shape, in the arena
 * -1: a value is outside of the range that noise, brightness and contrast keep to ("row 3: ...", from 1, without skip).
 */
int gl_augment_batch(const struct gl_augment *a, const struct gl_augment_at *at, const struct gl_tensor *x,
    struct gl_tensor *y, struct gl_arena *pass, struct gl_err *err);

#endif
