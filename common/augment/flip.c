#include "augment/transform.h"

/*
 * The picture as a mirror shows it: left and right exchanged, x = -u; with "vertical" top and bottom, y = -v.
 */
static void
flip_move(const struct gl_drawn *d, struct gl_affine *m)
{
	if (d->step->lo == 0)
		gl_affine_add(m, (struct gl_affine){.xx = -1, .yy = 1});
	else
		gl_affine_add(m, (struct gl_affine){.xx = 1, .yy = -1});
}

static const char *const flip_words[] = {"horizontal", "vertical", NULL};

const struct gl_transform gl_augment_flip = {
    .name = "flip",
    .usage = "flip[=vertical]",
    .help = "mirrored, left to right; with vertical upside down",
    .words = flip_words,
    .most = 1,
    .p = 0.5,
    .move = flip_move,
};
