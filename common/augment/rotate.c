#include "augment/transform.h"

#include "core/math.h"

#include <math.h>

/*
 * Turned by an angle t about the middle, anticlockwise where it is positive:
 *     x = u cos t - v sin t,   y = u sin t + v cos t      (y and v downward)
 * The angle is reduced in degrees, to -45..45 and quarters of a turn, so that quarters are exact.
 */
static void
rotate_move(const struct gl_drawn *d, struct gl_affine *m)
{
	double degrees = gl_drawn_amount(d), quarters = rint(degrees / 90);
	double t = (degrees - 90 * quarters) * (3.141592653589793 / 180), c = gl_cos64(t), s = gl_sin64(t);

	switch ((int)quarters & 3) {
	case 0:
		gl_affine_add(m, (struct gl_affine){.xx = c, .xy = -s, .yx = s, .yy = c});
		break;
	case 1: /* cos(t + 90) = -sin t, sin(t + 90) = cos t */
		gl_affine_add(m, (struct gl_affine){.xx = -s, .xy = -c, .yx = c, .yy = -s});
		break;
	case 2:
		gl_affine_add(m, (struct gl_affine){.xx = -c, .xy = s, .yx = -s, .yy = -c});
		break;
	case 3:
		gl_affine_add(m, (struct gl_affine){.xx = s, .xy = c, .yx = -c, .yy = s});
	}
}

const struct gl_transform gl_augment_rotate = {
    .name = "rotate",
    .usage = "rotate=DEGREES",
    .help = "turned by up to so many degrees, either way",
    .span = GL_AROUND,
    .least = -180,
    .most = 180,
    .p = 1,
    .move = rotate_move,
};
