#include "core/canvas.h"

#include <string.h>

/* The arms of a cell, and what else is known of it. */
enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8, ALL = UP | DOWN | LEFT | RIGHT, JOIN = 16, ARROW = 32 };

struct cell {
	unsigned char lines;
	char letter; /* or 0 */
};

struct gl_canvas {
	struct gl_arena *arena;
	size_t rows, columns; /* drawn on */
	size_t row_room, column_room;
	struct cell *cell;
};

struct gl_canvas *
gl_canvas_new(struct gl_arena *arena)
{
	struct gl_canvas *c = gl_alloc(arena, 1, sizeof *c);

	c->arena = arena;
	return c;
}

/* The cell at a place, which becomes part of the drawing. */
static struct cell *
at(struct gl_canvas *c, size_t row, size_t column)
{
	if (row >= c->row_room || column >= c->column_room) {
		size_t rows = row < c->row_room ? c->row_room : 2 * row + 32;
		size_t columns = column < c->column_room ? c->column_room : 2 * column + 128;
		struct cell *more = gl_alloc(c->arena, rows * columns, sizeof *more);
		for (size_t r = 0; r < c->rows; r++)
			memcpy(more + r * columns, c->cell + r * c->column_room, c->columns * sizeof *more);
		c->cell = more;
		c->row_room = rows;
		c->column_room = columns;
	}
	c->rows = row >= c->rows ? row + 1 : c->rows;
	c->columns = column >= c->columns ? column + 1 : c->columns;
	return &c->cell[row * c->column_room + column];
}

void
gl_canvas_across(struct gl_canvas *c, size_t row, size_t from, size_t to)
{
	for (size_t i = from; i <= to && from < to; i++)
		at(c, row, i)->lines |= (unsigned char)((i > from ? LEFT : 0) | (i < to ? RIGHT : 0));
}

void
gl_canvas_down(struct gl_canvas *c, size_t column, size_t from, size_t to)
{
	for (size_t i = from; i <= to && from < to; i++)
		at(c, i, column)->lines |= (unsigned char)((i > from ? UP : 0) | (i < to ? DOWN : 0));
}

void
gl_canvas_join(struct gl_canvas *c, size_t row, size_t column)
{
	at(c, row, column)->lines |= JOIN;
}

void
gl_canvas_words(struct gl_canvas *c, size_t row, size_t column, const char *words)
{
	for (; *words; words++)
		at(c, row, column++)->letter = *words;
}

void
gl_canvas_arrow(struct gl_canvas *c, size_t row, size_t column)
{
	at(c, row, column)->lines |= ARROW;
}

size_t
gl_canvas_width(const struct gl_canvas *c)
{
	return c->columns;
}

/* Adds what a cell looks like, by its arms: up and down count 1 and 2, left and right 4 and 8. */
static void
print_cell(const struct cell *cell, bool unicode, struct gl_text *t)
{
	static const char ascii[] = " |||-+++-+++-++|";
	static const char lines[] = "│││─┘┐┤─└┌├─┴┬│"; /* from 1 on; three bytes each */
	int arms = cell->lines & ALL;

	if (cell->letter)
		gl_text_add(t, "%c", cell->letter);
	else if (cell->lines & ARROW)
		gl_text_add(t, "%s", unicode ? "▶" : ">");
	else if (arms == ALL && (cell->lines & JOIN))
		gl_text_add(t, "%s", unicode ? "┼" : "+");
	else if (arms > 0 && unicode)
		gl_text_add(t, "%.3s", lines + 3 * (arms - 1));
	else
		gl_text_add(t, "%c", ascii[arms]);
}

void
gl_canvas_print(const struct gl_canvas *c, bool unicode, struct gl_text *t)
{
	for (size_t r = 0; r < c->rows; r++) {
		const struct cell *row = c->cell + r * c->column_room;
		size_t end = c->columns;
		while (end > 0 && (row[end - 1].letter ? row[end - 1].letter == ' ' : row[end - 1].lines == 0))
			end--;
		for (size_t i = 0; i < end; i++)
			print_cell(&row[i], unicode, t);
		gl_text_add(t, "\n");
	}
}
