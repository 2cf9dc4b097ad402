#include "draw/plot.h"

#include <math.h>
#include <string.h>

enum { LEAST_ROWS = 5, LEAST_COLUMNS = 18, TALL = 12, TICK_COLUMNS = 9 };

static bool
has_axes(const struct gl_box *all)
{
	return all->rows >= LEAST_ROWS && all->columns >= LEAST_COLUMNS;
}

size_t
gl_plot_ticks_x(const struct gl_box *all)
{
	return all->columns > 2 * TICK_COLUMNS ? (size_t)(all->columns / TICK_COLUMNS) : 2;
}

size_t
gl_plot_ticks_y(const struct gl_box *all)
{
	long rows = all->rows < TALL ? 2 : 3; /* for each tick */

	return all->rows > 2 * rows ? (size_t)(all->rows / rows) : 2;
}

/* The half row, counted from the top of the box, and the column, from its left, of a place from 0 to 1. */
static long
half_row(const struct gl_plot *p, double place)
{
	place = place > 0 ? place < 1 ? place : 1 : 0;
	return (long)((1 - place) * (double)(2 * p->box.rows - 1) + 0.5);
}

static long
column(const struct gl_plot *p, double place)
{
	return (long)floor(place * (double)(p->box.columns - 1) + 0.5);
}

void
gl_plot_axes(struct gl_plot *p, struct gl_screen *s, const struct gl_box *all, const char *xname)
{
	char text[GL_TICK_TEXT];
	long widest = 0;

	p->screen = s;
	p->box = *all;
	if (!has_axes(all))
		return;
	for (size_t i = 0; i < p->y.ticks; i++) {
		long n = (long)strlen(gl_tick_text(p->y.tick[i], text));
		widest = n > widest ? n : widest;
	}
	p->box = (struct gl_box){all->row, all->column + widest + 2, all->rows - 2, all->columns - widest - 2};
	long left = p->box.column - 1, below = p->box.row + p->box.rows, free = left + 1;
	for (long r = 0; r < p->box.rows; r++)
		gl_screen_put(s, p->box.row + r, left, GL_GREY, 0x2502, '|');
	for (long c = 0; c < p->box.columns; c++)
		gl_screen_put(s, below, p->box.column + c, GL_GREY, 0x2500, '-');
	gl_screen_put(s, below, left, GL_GREY, 0x2514, '+');
	for (size_t i = 0; i < p->y.ticks; i++) {
		long row = p->box.row + half_row(p, gl_axis_place(&p->y, p->y.tick[i])) / 2;
		gl_tick_text(p->y.tick[i], text);
		gl_screen_words(s, row, left - 1 - (long)strlen(text), GL_PLAIN, text);
		gl_screen_put(s, row, left, GL_GREY, 0x2524, '+');
	}
	long end = all->column + all->columns, name = xname ? gl_words_width(xname) : 0;
	if (name > 0 && name + 8 < p->box.columns) {
		gl_screen_words(s, below + 1, end - name, GL_GREY, xname);
		end -= name + 1;
	}
	free = all->column;
	for (size_t i = 0; i < p->x.ticks; i++) {
		long at = p->box.column + column(p, gl_axis_place(&p->x, p->x.tick[i]));
		long n = (long)strlen(gl_tick_text(p->x.tick[i], text)), from = at - n / 2;
		from = from + n > all->column + all->columns ? all->column + all->columns - n : from;
		if (from < free || from + n > end)
			continue;
		gl_screen_put(s, below, at, GL_GREY, 0x252C, '+');
		gl_screen_words(s, below + 1, from, GL_PLAIN, text);
		free = from + n + 1;
	}
}

/* ---- strokes ---- */

static bool
in_pixels(const struct gl_screen *s, const struct gl_stroke *stroke)
{
	return s->look.unicode && (s->look.colours != GL_MONO || !stroke->glyph);
}

/* Marks half rows a to b (either way round) of a column of the box. */
static void
mark(const struct gl_plot *p, const struct gl_stroke *stroke, long c, long a, long b)
{
	const struct gl_box *box = &p->box;

	if (a > b) {
		long was = a;
		a = b;
		b = was;
	}
	if (in_pixels(p->screen, stroke))
		for (long y = a; y <= b; y++)
			gl_screen_pixel(p->screen, box->column + c, 2 * box->row + y, stroke->colour);
	else
		for (long r = a / 2; r <= b / 2; r++)
			gl_screen_put(
			    p->screen, box->row + r, box->column + c, stroke->colour, stroke->glyph, stroke->ascii);
}

void
gl_plot_sample(struct gl_screen *s, long row, long column, const struct gl_stroke *stroke)
{
	for (long c = 0; c < 2; c++)
		if (in_pixels(s, stroke))
			gl_screen_put(s, row, column + c, stroke->colour, 0x2584, stroke->ascii);
		else
			gl_screen_put(s, row, column + c, stroke->colour, stroke->glyph, stroke->ascii);
}

/* Between two points that lie some columns apart the line is straight. */
static void
stretch(const struct gl_plot *p, const struct gl_stroke *stroke, long c0, double y0, long c1, double y1)
{
	for (long c = c0; c <= c1; c++) {
		double a = c1 > c0 ? y0 + (y1 - y0) * ((double)(c - c0) - 0.5) / (double)(c1 - c0) : y0;
		double b = c1 > c0 ? y0 + (y1 - y0) * ((double)(c - c0) + 0.5) / (double)(c1 - c0) : y1;
		mark(p, stroke, c, half_row(p, c == c0 ? y0 : a), half_row(p, c == c1 ? y1 : b));
	}
}

void
gl_plot_curve(const struct gl_plot *p, const double *x, const double *y, size_t n, const struct gl_stroke *stroke)
{
	long before = -1;
	double height = 0;

	if (p->box.rows <= 0 || p->box.columns <= 0)
		return;
	for (size_t i = 0; i < n;) {
		double sum = 0, first = 0;
		size_t in = 0;
		long c = column(p, gl_axis_place(&p->x, x[i]));
		for (; i < n && column(p, gl_axis_place(&p->x, x[i])) == c; i++) {
			double place = gl_axis_place(&p->y, y[i]);
			if (!isfinite(place))
				continue;
			place = place < 0 ? 0 : place > 1 ? 1 : place;
			first = in++ == 0 ? place : first;
			sum += place;
		}
		if (in == 0 || c < 0 || c >= p->box.columns)
			continue;
		double now = sum / (double)in;
		if (before < 0)
			mark(p, stroke, c, half_row(p, first), half_row(p, now));
		else
			stretch(p, stroke, before, height, c, now);
		before = c;
		height = now;
	}
}

void
gl_plot_points(const struct gl_plot *p, const double *x, const double *y, size_t n, const struct gl_stroke *stroke)
{
	for (size_t i = 0; i < n; i++) {
		double across = gl_axis_place(&p->x, x[i]), up = gl_axis_place(&p->y, y[i]);
		if (across >= 0 && across <= 1 && up >= 0 && up <= 1)
			mark(p, stroke, column(p, across), half_row(p, up), half_row(p, up));
	}
}
