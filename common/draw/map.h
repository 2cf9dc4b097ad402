/*
 * What a network of two inputs computes all over a plane, as a picture: each place has the colour of the class that is
 * predicted there, the darker the less probable it is, so that the boundary between classes shows as a dark line; or
 * the colour of a predicted value. Points, brighter, are examples with the colour of their targets. On a terminal
 * without enough colours classes are told apart by shades and examples by digits.
 */
#ifndef GL_MAP_H
#define GL_MAP_H

#include "draw/plot.h"

struct gl_map_point {
	double x, y;
	double target; /* class index, or value */
};

struct gl_map {
	double x0, x1, y0, y1; /* the part of the plane: inputs 1 and 2 */
	size_t side; /* the grid has side * side places, row after row; the first row is that of the greatest y */
	const uint8_t *class; /* predicted at each; NULL: values are */
	const uint8_t *share; /* probability of that class, or the value between lo and hi; 255 is 1, or hi */
	size_t classes;
	double lo, hi; /* of values */
	const struct gl_map_point *point;
	size_t points;
};

/* Draws it with its axes so that it fills a box. */
void gl_map_draw(const struct gl_map *map, struct gl_screen *s, const struct gl_box *all);

/*
 * What its colours or shades mean, on a row, at most to column `end`: the classes by name (labels; NULL: by index), or
 * the range of values.
 */
void gl_map_legend(
    const struct gl_map *map, const char *const *labels, struct gl_screen *s, long row, long column, long end);

#endif
