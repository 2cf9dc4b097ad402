#include "augment/transform.h"

#include "core/random.h"

#include <math.h>

/*
 * Moved by dx pixels to the right and dy down: x = u - dx, y = v - dy. Both are drawn, each for itself, from lo to hi;
 * they are whole, so nothing is blurred. A share is one of the width for dx and of the height for dy, rounded to whole
 * pixels.
 */
static double
draw(const struct gl_drawn *d, uint32_t word, size_t side)
{
	double scale = d->step->pixels ? 1 : (double)side;
	double lo = rint(d->step->lo * scale), hi = rint(d->step->hi * scale);

	return lo + floor(gl_uniform(word) * (hi - lo + 1));
}

static void
shift_move(const struct gl_drawn *d, struct gl_affine *m)
{
	double dx = draw(d, d->word[1], d->width), dy = draw(d, d->word[2], d->height);

	gl_affine_add(m, (struct gl_affine){.xx = 1, .yy = 1, .x0 = -dx, .y0 = -dy});
}

const struct gl_transform gl_augment_shift = {
    .name = "shift",
    .usage = "shift=PIXELS|SHARE",
    .help = "moved by up to so much, across and down",
    .pixels = true,
    .span = GL_AROUND,
    .least = -1,
    .most = 1,
    .p = 1,
    .move = shift_move,
};
