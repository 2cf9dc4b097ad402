#include "augment/transform.h"

#include "core/random.h"

/*
 * A part of the picture, cut out at random, in the size of the whole.
 * In pixels: a margin of P pixels is put round the picture, and a picture of the old size cut out of that, which is a
 * shift by up to P pixels. As a share s: a part whose sides are s times the picture's is cut out and enlarged, x = s u
 * + x0, y = s v + y0, with x0 and y0 such that the corners stay on pixels.
 * Source: He et al., Deep residual learning for image recognition (CVPR 2016), section 4.2; for shares, Szegedy et
 * al., Going deeper with convolutions (CVPR 2015), section 6.
 */
static void
crop_move(const struct gl_drawn *d, struct gl_affine *m)
{
	double s = gl_drawn_amount(d);

	if (d->step->pixels) {
		double dx = gl_drawn_whole(d->word[2], s), dy = gl_drawn_whole(d->word[3], s);
		gl_affine_add(m, (struct gl_affine){.xx = 1, .yy = 1, .x0 = -dx, .y0 = -dy});
		return;
	}
	double x0 = (gl_uniform(d->word[2]) - 0.5) * (1 - s) * (double)(d->width - 1);
	double y0 = (gl_uniform(d->word[3]) - 0.5) * (1 - s) * (double)(d->height - 1);
	gl_affine_add(m, (struct gl_affine){.xx = s, .yy = s, .x0 = x0, .y0 = y0});
}

const struct gl_transform gl_augment_crop = {
    .name = "crop",
    .usage = "crop=PIXELS|SHARE",
    .help = "a part of it, with a margin of PIXELS, or with SHARE of its sides and enlarged",
    .pixels = true,
    .span = GL_FROM,
    .least = 0.05,
    .most = 1,
    .p = 1,
    .move = crop_move,
};
