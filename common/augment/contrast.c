#include "augment/transform.h"

#include "core/sum.h"

/*
 * Every value becomes mean + c (x - mean), written so that c = 1 changes nothing, and is kept within the range; the
 * mean is that of the picture, all channels.
 */
static void
contrast_change(const struct gl_drawn *d, gl_real *x)
{
	gl_real more = (gl_real)(gl_drawn_amount(d) - 1), mean = gl_sum(d->n, x) / (gl_real)d->n;

	if (more == 0) /* then not even -0 changes */
		return;
	for (size_t i = 0; i < d->n; i++)
		x[i] += more * (x[i] - mean);
	gl_augment_limit(d->a, d->n, x);
}

const struct gl_transform gl_augment_contrast = {
    .name = "contrast",
    .usage = "contrast=SHARE|A..B",
    .help = "distances from the mean made larger or smaller by up to that share",
    .span = GL_AROUND,
    .neutral = 1,
    .least = 0,
    .most = 10,
    .p = 1,
    .change = contrast_change,
    .limits = true,
};
