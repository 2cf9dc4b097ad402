#include "augment/transform.h"

/* Every value becomes x + b (white - black), kept within the range. */
static void
brightness_change(const struct gl_drawn *d, gl_real *x)
{
	gl_real b = (gl_real)(gl_drawn_amount(d) * d->a->unit);

	if (b == 0) /* then not even -0 changes */
		return;
	for (size_t i = 0; i < d->n; i++)
		x[i] += b;
	gl_augment_limit(d->a, d->n, x);
}

const struct gl_transform gl_augment_brightness = {
    .name = "brightness",
    .usage = "brightness=SHARE",
    .help = "all values moved up or down, by up to that share of the range",
    .span = GL_AROUND,
    .least = -1,
    .most = 1,
    .p = 1,
    .change = brightness_change,
    .limits = true,
};
