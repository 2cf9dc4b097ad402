#include "augment/transform.h"

/* Made s times as large about the middle: x = u / s, y = v / s. */
static void
scale_move(const struct gl_drawn *d, struct gl_affine *m)
{
	double s = gl_drawn_amount(d);

	gl_affine_add(m, (struct gl_affine){.xx = 1 / s, .yy = 1 / s});
}

const struct gl_transform gl_augment_scale = {
    .name = "scale",
    .usage = "scale=SHARE|A..B",
    .help = "made larger or smaller by up to that share",
    .span = GL_AROUND,
    .neutral = 1,
    .least = 0.1,
    .most = 10,
    .p = 1,
    .move = scale_move,
};
