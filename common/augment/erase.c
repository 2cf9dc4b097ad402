#include "augment/transform.h"

#include "core/random.h"

#include <math.h>

/* Where a stretch of `length` begins whose middle is a pixel from 0 to side - 1, and where it ends, both kept inside.
 */
static void
stretch(uint32_t word, size_t side, double length, size_t *from, size_t *to)
{
	double begin = floor(gl_uniform(word) * (double)side) - floor(length / 2), end = begin + length;

	*from = (size_t)(begin > 0 ? begin : 0);
	*to = (size_t)(end < (double)side ? end : (double)side);
}

/*
 * A square, or with a share a part of the picture's own proportions, whose middle is any pixel, becomes black (the
 * fill, where one is given) in all channels. What of it is outside of the picture is lost.
 * Source: DeVries and Taylor, Improved regularization of convolutional neural networks with cutout (2017).
 */
static void
erase_change(const struct gl_drawn *d, gl_real *x)
{
	double amount = gl_drawn_amount(d);
	size_t left, right, top, bottom;

	stretch(d->word[2], d->width, d->step->pixels ? amount : rint(amount * (double)d->width), &left, &right);
	stretch(d->word[3], d->height, d->step->pixels ? amount : rint(amount * (double)d->height), &top, &bottom);
	for (size_t c = 0; c < d->channels; c++)
		for (size_t i = top; i < bottom; i++)
			for (size_t j = left; j < right; j++)
				x[(c * d->height + i) * d->width + j] = d->a->fill;
}

const struct gl_transform gl_augment_erase = {
    .name = "erase",
    .usage = "erase=PIXELS|SHARE",
    .help = "a square of so many pixels, or of that share of its sides, becomes black",
    .pixels = true,
    .span = GL_EXACTLY,
    .least = 0,
    .most = 1,
    .p = 1,
    .change = erase_change,
};
