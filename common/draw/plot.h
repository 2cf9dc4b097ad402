/* A plot: axes with their numbers round a box, in it curves and points. */
#ifndef GL_PLOT_H
#define GL_PLOT_H

#include "draw/axis.h"
#include "draw/screen.h"

/*
 * How a curve is drawn: in pixels of its colour. Where there are no colours, a curve with a glyph is drawn with that
 * character, so that it differs from one that has none; in ASCII all are, with theirs.
 */
struct gl_stroke {
	uint32_t colour;
	uint32_t glyph; /* of Unicode; 0: pixels */
	char ascii;
};

struct gl_plot {
	struct gl_screen *screen;
	struct gl_axis x, y;
	struct gl_box box; /* what curves are drawn in, inside the axes */
};

/* So many ticks fit along the sides of a box. */
size_t gl_plot_ticks_x(const struct gl_box *all);
size_t gl_plot_ticks_y(const struct gl_box *all);

/*
 * Draws the axes (p->x and p->y, which have been fitted) of a plot that fills a box, and sets p->box to what they
 * leave. xname, at the right end below, may be NULL. A box too small for axes goes without.
 */
void gl_plot_axes(struct gl_plot *p, struct gl_screen *s, const struct gl_box *all, const char *xname);

/*
 * A curve through points with ascending x. Of several points in one column, their mean is drawn, of the
 * first also where it begins. Those with a y that
 * is not finite are left out; what is beyond the axis lies at its end.
 */
void gl_plot_curve(const struct gl_plot *p, const double *x, const double *y, size_t n, const struct gl_stroke *stroke);

/* Points, each on its own. */
void
gl_plot_points(const struct gl_plot *p, const double *x, const double *y, size_t n, const struct gl_stroke *stroke);

/* A sample of a stroke, two columns wide, for a legend. */
void gl_plot_sample(struct gl_screen *s, long row, long column, const struct gl_stroke *stroke);

#endif
