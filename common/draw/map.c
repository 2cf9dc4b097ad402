#include "draw/map.h"

#include "core/number.h"

#include <stdio.h>

enum { DARK = 0x14161C, WHITE = 0xFFFFFF, SHADES = 5 };

/* From no ink to all. */
static const uint32_t unicode_shade[SHADES] = {' ', 0x2591, 0x2592, 0x2593, 0x2588};
static const char ascii_shade[SHADES] = {' ', '.', ':', '+', '#'};

/* Are there pixels with enough colours to shade them? */
static bool
shaded(const struct gl_screen *s)
{
	return s->look.unicode && s->look.colours >= GL_COLOURS_256;
}

/* How far a probability is above that of a mere guess, from 0 to 1. */
static double
certainty(const struct gl_map *map, double share)
{
	double guess = 1 / (double)map->classes, c = (share - guess) / (1 - guess);

	return c > 0 ? c : 0;
}

static uint32_t
class_area(const struct gl_map *map, size_t class, double share)
{
	return gl_colour_mix(DARK, gl_class_colour(class), 0.12 + 0.5 * certainty(map, share));
}

static uint32_t
value_area(double share)
{
	return gl_colour_mix(DARK, gl_value_colour(share), 0.7);
}

/* Of a target. */
static uint32_t
point_colour(const struct gl_map *map, double target)
{
	if (map->class)
		return gl_colour_mix(gl_class_colour((size_t)target), WHITE, 0.35);
	return gl_colour_mix(gl_value_colour((target - map->lo) / (map->hi - map->lo)), WHITE, 0.25);
}

/*
 * How much ink a place has on a screen without shaded pixels. Two classes: the probability of the second. More of
 * them without colours: a shade for each class. With colours: certainty.
 */
static int
shade(const struct gl_map *map, const struct gl_screen *s, size_t class, double share)
{
	double much = !map->class        ? share
	    : s->look.colours != GL_MONO ? certainty(map, share)
	    : map->classes == 2          ? (class == 1 ? share : 1 - share)
					 : (double)(class % SHADES) / SHADES;
	int i = (int)(much * SHADES + 1e-9);

	return i < SHADES ? i : SHADES - 1;
}

static uint32_t
ink(const struct gl_map *map, size_t class, double share)
{
	return map->class ? gl_class_colour(class) : gl_value_colour(share);
}

static char
digit(const struct gl_map *map, double target)
{
	double part = (target - map->lo) / (map->hi - map->lo);

	if (map->class)
		return (char)('0' + (int)((size_t)target % 10));
	return (char)('0' + (part > 0 ? part < 1 ? (int)(10 * part) : 9 : 0));
}

static void
draw_area(const struct gl_map *map, const struct gl_plot *p)
{
	long down = shaded(p->screen) ? 2 * p->box.rows : p->box.rows, across = p->box.columns;

	for (long r = 0; r < down; r++)
		for (long c = 0; c < across; c++) {
			size_t gr = (size_t)(((double)r + 0.5) / (double)down * (double)map->side);
			size_t gc = (size_t)(((double)c + 0.5) / (double)across * (double)map->side);
			size_t i = gr * map->side + gc, class = map->class ? map->class[i] : 0;
			double share = map->share[i] / 255.0;
			if (shaded(p->screen)) {
				gl_screen_pixel(p->screen, p->box.column + c, 2 * p->box.row + r,
				    map->class ? class_area(map, class, share) : value_area(share));
				continue;
			}
			int k = shade(map, p->screen, class, share);
			gl_screen_put(p->screen, p->box.row + r, p->box.column + c, ink(map, class, share),
			    unicode_shade[k], ascii_shade[k]);
		}
}

static void
draw_points(const struct gl_map *map, const struct gl_plot *p)
{
	for (size_t i = 0; i < map->points; i++) {
		const struct gl_map_point *at = &map->point[i];
		double x = gl_axis_place(&p->x, at->x), y = 1 - gl_axis_place(&p->y, at->y);
		if (!(x >= 0 && x < 1 && y >= 0 && y < 1))
			continue;
		long c = p->box.column + (long)(x * (double)p->box.columns);
		if (shaded(p->screen)) {
			long r = 2 * p->box.row + (long)(y * (double)(2 * p->box.rows));
			gl_screen_pixel(p->screen, c, r, point_colour(map, at->target));
			continue;
		}
		char mark = digit(map, at->target);
		gl_screen_put(p->screen, p->box.row + (long)(y * (double)p->box.rows), c, point_colour(map, at->target),
		    (uint32_t)mark, mark);
	}
}

void
gl_map_draw(const struct gl_map *map, struct gl_screen *s, const struct gl_box *all)
{
	struct gl_plot p;

	gl_axis_fit(&p.x, map->x0, map->x1, false, false, gl_plot_ticks_x(all));
	gl_axis_fit(&p.y, map->y0, map->y1, false, false, gl_plot_ticks_y(all));
	gl_plot_axes(&p, s, all, NULL);
	draw_area(map, &p);
	draw_points(map, &p);
}

/* One entry: a sample of the area, the digit of its points where there are digits, and a name. */
static long
entry(const struct gl_map *map, struct gl_screen *s, long row, long column, size_t class, const char *name)
{
	if (shaded(s)) {
		gl_screen_put(s, row, column++, class_area(map, class, 1), 0x2588, '#');
		gl_screen_put(s, row, column++, point_colour(map, (double)class), 0x2584, '#');
	} else {
		int k = shade(map, s, class, 1);
		char mark = digit(map, (double)class);
		gl_screen_put(s, row, column++, gl_class_colour(class), unicode_shade[k], ascii_shade[k]);
		gl_screen_put(s, row, column++, point_colour(map, (double)class), (uint32_t)mark, mark);
	}
	return gl_screen_words(s, row, column + 1, GL_PLAIN, name) + 2;
}

/* The range of values, as a scale between two numbers. */
static void
value_legend(const struct gl_map *map, struct gl_screen *s, long row, long column)
{
	char text[GL_NUMBER_TEXT + 1];

	text[gl_number_print_digits64(map->lo, 3, text)] = '\0';
	column = gl_screen_words(s, row, column, GL_PLAIN, text) + 1;
	for (int i = 0; i < 2 * SHADES; i++, column++) {
		double share = (i + 0.5) / (2 * SHADES);
		int k = i / 2;
		if (shaded(s))
			gl_screen_put(s, row, column, value_area(share), 0x2588, '#');
		else
			gl_screen_put(s, row, column, gl_value_colour(share), unicode_shade[k], ascii_shade[k]);
	}
	text[gl_number_print_digits64(map->hi, 3, text)] = '\0';
	gl_screen_words(s, row, column + 1, GL_PLAIN, text);
}

void
gl_map_legend(const struct gl_map *map, const char *const *labels, struct gl_screen *s, long row, long column, long end)
{
	enum { ENTRY = 12 }; /* columns of "class 0" and its sample */
	bool brief = map->classes > (size_t)(end > column ? (end - column) / ENTRY : 0);
	char name[24];

	if (!map->class) {
		value_legend(map, s, row, column);
		return;
	}
	for (size_t i = 0; i < map->classes; i++) {
		snprintf(name, sizeof name, "%s%zu", brief ? "" : "class ", i);
		const char *words = labels ? labels[i] : brief && !shaded(s) ? "" : name; /* the digit says it */
		if (column + 3 + gl_words_width(words) > end) {
			gl_screen_words(s, row, column, GL_GREY, column + 3 <= end ? "..." : "");
			return;
		}
		column = entry(map, s, row, column, i, words);
	}
}
