#include "augment/transform.h"

#include "core/isa.h"

#include <math.h>
#include <string.h>

/* A place in the picture in pixels from the middle of the first: p = at + du j + dv i for column j, line i. */
struct walk {
	double at, du, dv;
	double least, most; /* places are kept between them: what is further out looks the same as there */
};

static struct walk
walk(double from_u, double from_v, double shift, size_t own, size_t height, size_t width, bool edge)
{
	double cu = ((double)width - 1) / 2, cv = ((double)height - 1) / 2, c = ((double)own - 1) / 2;
	struct walk w = {shift + c - from_u * cu - from_v * cv, from_u, from_v, -1, (double)own};

	if (edge) {
		w.least = 0;
		w.most = (double)own - 1;
	}
	return w;
}

/* Is every place of the picture the middle of a pixel? */
static bool
whole(const struct walk *w)
{
	return w->at == floor(w->at) && (w->du == 0 || fabs(w->du) == 1) && (w->dv == 0 || fabs(w->dv) == 1);
}

/* The pixel from 0 to side - 1 that is nearest to a place. */
static long
nearest(long place, long side)
{
	return place < 0 ? 0 : place < side ? place : side - 1;
}

/* Each pixel is a pixel of before: copied as it is. */
static void
copy(const struct gl_augment *a, const struct walk *across, const struct walk *down, size_t height, size_t width,
    const gl_real *x, gl_real *y)
{
	long w = (long)width, h = (long)height, du = (long)across->du, dv = (long)down->du;

	for (long i = 0; i < h; i++) {
		long px = (long)(across->at + across->dv * (double)i), py = (long)(down->at + down->dv * (double)i);
		for (long j = 0; j < w; j++, px += du, py += dv) {
			if (px >= 0 && px < w && py >= 0 && py < h)
				*y++ = x[py * w + px];
			else if (a->edge)
				*y++ = x[nearest(py, h) * w + nearest(px, w)];
			else
				*y++ = a->fill;
		}
	}
}

/*
 * The channel in a frame, which is the fill or the nearest pixel: one pixel wide on the left and above, two on the
 * right and below, so that every place that a line is kept to has a right and a lower neighbour.
 */
static void
pad(const struct gl_augment *a, size_t height, size_t width, const gl_real *x, gl_real *padded)
{
	size_t stride = width + 3;
	gl_real *last = padded + (height + 1) * stride;

	for (size_t i = 0; i < height; i++) {
		gl_real *line = padded + (i + 1) * stride;
		memcpy(line + 1, x + i * width, width * sizeof *x);
		line[0] = a->edge ? line[1] : a->fill;
		line[width + 1] = line[width + 2] = a->edge ? line[width] : a->fill;
	}
	for (size_t j = 0; j < stride; j++) {
		padded[j] = a->edge ? padded[stride + j] : a->fill;
		last[j] = last[stride + j] = a->edge ? last[j - stride] : a->fill;
	}
}

/* Places of a line in the padded channel: (x + dx j, y + dy j) for column j, kept within the least and the most. */
struct line {
	gl_real x, dx, y, dy, least_x, most_x, least_y, most_y;
};

/*
 * One line of n pixels. Between four pixels a b / c d,
 * with fx and fy the ways from a: first along the two lines, then between them.
 */
GL_CLONES static void
sample_line(const gl_real *restrict padded, int stride, size_t n, const struct line *l, gl_real *restrict out)
{
	struct line v = *l; /* so that the compiler knows that it does not change */

	for (size_t j = 0; j < n; j++) {
		gl_real x = v.x + v.dx * (gl_real)(int)j, y = v.y + v.dy * (gl_real)(int)j;

		x = x < v.least_x ? v.least_x : x;
		x = x > v.most_x ? v.most_x : x;
		y = y < v.least_y ? v.least_y : y;
		y = y > v.most_y ? v.most_y : y;
		int ix = (int)x, iy = (int)y, at = iy * stride + ix;
		gl_real fx = x - (gl_real)ix, fy = y - (gl_real)iy;
		gl_real a = padded[at], b = padded[at + 1], c = padded[at + stride], d = padded[at + stride + 1];
		gl_real upper = a + fx * (b - a), lower = c + fx * (d - c);

		out[j] = upper + fy * (lower - upper);
	}
}

void
gl_augment_sample(const struct gl_augment *a, const struct gl_affine *m, size_t height, size_t width, const gl_real *x,
    gl_real *padded, gl_real *y)
{
	struct walk across = walk(m->xx, m->xy, m->x0, width, height, width, a->edge);
	struct walk down = walk(m->yx, m->yy, m->y0, height, height, width, a->edge);

	if (whole(&across) && whole(&down)) {
		copy(a, &across, &down, height, width, x, y);
		return;
	}
	pad(a, height, width, x, padded);
	for (size_t i = 0; i < height; i++) {
		/* In the padded channel all places are one further. */
		struct line l = {
		    .x = (gl_real)(across.at + across.dv * (double)i + 1),
		    .dx = (gl_real)across.du,
		    .y = (gl_real)(down.at + down.dv * (double)i + 1),
		    .dy = (gl_real)down.du,
		    .least_x = (gl_real)(across.least + 1),
		    .most_x = (gl_real)(across.most + 1),
		    .least_y = (gl_real)(down.least + 1),
		    .most_y = (gl_real)(down.most + 1),
		};
		sample_line(padded, (int)width + 3, width, &l, y + i * width);
	}
}
