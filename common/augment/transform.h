/* What the files of common/augment share among themselves; others include augment/augment.h. */
#ifndef GL_TRANSFORM_H
#define GL_TRANSFORM_H

#include "augment/augment.h"

/*
 * Where the pixels of a picture come from: the new picture's point (u, v) shows what was at
 *     x = xx u + xy v + x0,   y = yx u + yy v + y0
 * before. All points are in pixels from the middle of the picture, x and u to the right, y and v downward.
 */
struct gl_affine {
	double xx, xy, x0, yx, yy, y0;
};

/* m becomes what it was, and t after it: the point is sent through t first, and what that gives through m. */
void gl_affine_add(struct gl_affine *m, struct gl_affine t);

/* One transformation of one picture. */
struct gl_drawn {
	const struct gl_augment *a;
	const struct gl_augment_step *step;
	size_t channels, height, width, n; /* n: numbers of a picture */
	uint32_t seed, purpose, epoch;
	uint64_t row;
	uint32_t word[4]; /* random; the first one has decided whether it is applied at all */
};

/* The amount, drawn by word[1]: from lo to hi; in pixels a whole number, each as likely. */
double gl_drawn_amount(const struct gl_drawn *d);

/* A whole number from -most to most, by a random word. */
double gl_drawn_whole(uint32_t word, double most);

/* Keeps n values within the range, if there is one. */
void gl_augment_limit(const struct gl_augment *a, size_t n, gl_real *x);

/* What one number V for the amount means. (Two, A..B, are the ends themselves.) */
enum gl_span {
	GL_AROUND, /* neutral - V to neutral + V */
	GL_EXACTLY, /* V */
	GL_FROM, /* V to 1; in pixels V */
};

/* A row of the table. It has either `move` or `change`. */
struct gl_transform {
	const char *name, *usage, *help; /* rotate; "rotate=DEGREES"; what it does */
	const char *const *words; /* amounts that are words, their places count from 0; the first is the default */
	bool pixels; /* the amount may be a whole number of pixels */
	enum gl_span span;
	double neutral; /* the amount that changes nothing, for GL_AROUND */
	double least, most; /* of the amount, in pixels aside */
	double p; /* unless the list says another one */
	/* Where the pixels come from: adds to *m. */
	void (*move)(const struct gl_drawn *d, struct gl_affine *m);
	/* New values in place, x (channels, height, width). `limits`: they have to stay within the range. */
	void (*change)(const struct gl_drawn *d, gl_real *x);
	bool limits;
};

extern const struct gl_transform gl_augment_flip, gl_augment_shift, gl_augment_rotate, gl_augment_scale,
    gl_augment_crop, gl_augment_noise, gl_augment_brightness, gl_augment_contrast, gl_augment_erase;
extern const struct gl_transform *const gl_transforms[]; /* ends with NULL */

/*
 * One channel, sampled at other places: bilinear between the four pixels round a place.
 *   x (H, W), y (H, W)     not the same
 *   padded                 room for (H + 3) (W + 3) numbers
 * A place outside of the picture has the fill, or the nearest pixel. Where every place is a pixel's middle, its value
 * is copied bit for bit.
 */
void gl_augment_sample(const struct gl_augment *a, const struct gl_affine *m, size_t height, size_t width,
    const gl_real *x, gl_real *padded, gl_real *y);

#endif
