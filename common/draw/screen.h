/*
 * A picture in the cells of a terminal: characters, and pixels of which two fit into a cell, one above the other (the
 * half blocks of Unicode). It knows nothing of terminals: cli/terminal.h sends it to one, gl_screen_print makes text.
 * Rows and columns count from 0; what lies outside the screen is not drawn.
 */
#ifndef GL_SCREEN_H
#define GL_SCREEN_H

#include "core/text.h"
#include "draw/colour.h"

#include <stdbool.h>
#include <stdint.h>

/* What the picture may be made of. */
struct gl_look {
	bool unicode; /* half blocks, lines and shades of Unicode; else ASCII alone */
	enum gl_colours colours;
};

/* What a cell holds that is a pair of pixels: ink is the upper one, paper the lower, GL_PLAIN: not set. */
enum { GL_PIXELS = 0x2580 };

struct gl_cell {
	uint32_t ch; /* a character of Unicode, or GL_PIXELS; 0: covered by the wide character to the left */
	uint32_t ink, paper; /* colours, GL_PLAIN: the terminal's own */
};

struct gl_screen {
	long rows, columns;
	struct gl_look look;
	struct gl_cell *cell; /* (rows, columns) */
};

/* A rectangle of cells. */
struct gl_box {
	long row, column, rows, columns;
};

/* An empty screen, in the arena. */
struct gl_screen *gl_screen_new(long rows, long columns, struct gl_look look, struct gl_arena *arena);

/*
 * Words (UTF-8) from a place on; what ASCII lacks becomes '?' on a screen without Unicode. They end at the last column
 * of the screen. Returns the column behind them.
 */
long gl_screen_words(struct gl_screen *s, long row, long column, uint32_t ink, const char *words);

/* Columns that words take. */
long gl_words_width(const char *words);

/* One character of Unicode, or on a screen without it the ASCII one. */
void gl_screen_put(struct gl_screen *s, long row, long column, uint32_t ink, uint32_t unicode, char ascii);

/* Sets the pixel in column x and half row y. Needs Unicode. */
void gl_screen_pixel(struct gl_screen *s, long x, long y, uint32_t colour);

/*
 * What a terminal is to show for a cell: its character, and its colours. (Pixels become a half block, a whole one or a
 * space; ink and paper are changed to go with it.)
 */
uint32_t gl_cell_show(const struct gl_cell *cell, uint32_t *ink, uint32_t *paper);

/* Adds a character in UTF-8. */
void gl_text_character(struct gl_text *t, uint32_t ch);

/* Adds the picture as lines without colours and without spaces at their ends. */
void gl_screen_print(const struct gl_screen *s, struct gl_text *t);

#endif
