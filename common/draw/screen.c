#include "draw/screen.h"

struct gl_screen *
gl_screen_new(long rows, long columns, struct gl_look look, struct gl_arena *arena)
{
	struct gl_screen *s = gl_alloc(arena, 1, sizeof *s);

	*s = (struct gl_screen){.rows = rows > 0 ? rows : 0, .columns = columns > 0 ? columns : 0, .look = look};
	size_t n = (size_t)s->rows * (size_t)s->columns;
	s->cell = gl_alloc_raw(arena, n, sizeof *s->cell);
	for (size_t i = 0; i < n; i++)
		s->cell[i] = (struct gl_cell){' ', GL_PLAIN, GL_PLAIN};
	return s;
}

/* The cell, or NULL outside the screen. */
static struct gl_cell *
at(const struct gl_screen *s, long row, long column)
{
	if (row < 0 || row >= s->rows || column < 0 || column >= s->columns)
		return NULL;
	return &s->cell[row * s->columns + column];
}

/* ---- characters ---- */

/* The next character of UTF-8 text, which moves on; bytes that are none become U+FFFD, one by one. */
static uint32_t
next_character(const char **p)
{
	const unsigned char *s = (const unsigned char *)*p;
	size_t n = s[0] < 0x80 ? 1 : s[0] >= 0xC2 && s[0] < 0xE0 ? 2 : (s[0] & 0xF0) == 0xE0 ? 3 : 4;
	uint32_t ch = n == 1 ? s[0] : s[0] & (0xFFu >> (n + 1));

	if (s[0] >= 0xF5 || (s[0] >= 0x80 && s[0] < 0xC2))
		n = 0;
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xC0) != 0x80) {
			n = 0;
			break;
		}
		ch = ch << 6 | (s[i] & 0x3F);
	}
	*p += n ? n : 1;
	return n ? ch : 0xFFFD;
}

/* Columns of a character: 0 for marks that go onto the one before, 2 for the wide ones of East Asia and pictures. */
static long
width(uint32_t ch)
{
	static const uint32_t none[][2] = {{0x300, 0x36F}, {0x483, 0x489}, {0x591, 0x5BD}, {0x610, 0x61A},
	    {0x64B, 0x65F}, {0x900, 0x902}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E},
	    {0x2060, 0x2064}, {0x20D0, 0x20F0}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF},
	    {0xE0100, 0xE01EF}};
	static const uint32_t wide[][2] = {{0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF}, {0xA960, 0xA97C},
	    {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6},
	    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		if (ch >= none[i][0] && ch <= none[i][1])
			return 0;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (ch >= wide[i][0] && ch <= wide[i][1])
			return 2;
	return 1;
}

/* A control character, which would not show but move the cursor or worse. */
static bool
control(uint32_t ch)
{
	return ch < 0x20 || (ch >= 0x7F && ch < 0xA0);
}

long
gl_words_width(const char *words)
{
	long n = 0;

	while (*words)
		n += width(next_character(&words));
	return n;
}

long
gl_screen_words(struct gl_screen *s, long row, long column, uint32_t ink, const char *words)
{
	while (*words) {
		uint32_t ch = next_character(&words);
		long w = width(ch);
		struct gl_cell *cell = at(s, row, column);
		if (control(ch) || (ch >= 0x80 && !s->look.unicode))
			ch = '?';
		if (cell && w > 0 && column + w <= s->columns) {
			*cell = (struct gl_cell){ch, ink, GL_PLAIN};
			if (w == 2 && ch == '?')
				cell[1] = cell[0];
			else if (w == 2)
				cell[1] = (struct gl_cell){0, GL_PLAIN, GL_PLAIN};
		}
		column += w;
	}
	return column;
}

void
gl_screen_put(struct gl_screen *s, long row, long column, uint32_t ink, uint32_t unicode, char ascii)
{
	struct gl_cell *cell = at(s, row, column);

	if (cell)
		*cell = (struct gl_cell){s->look.unicode ? unicode : (unsigned char)ascii, ink, GL_PLAIN};
}

/* ---- pixels ---- */

void
gl_screen_pixel(struct gl_screen *s, long x, long y, uint32_t colour)
{
	struct gl_cell *cell = y < 0 ? NULL : at(s, y / 2, x);

	if (!cell)
		return;
	if (cell->ch != GL_PIXELS)
		*cell = (struct gl_cell){GL_PIXELS, GL_PLAIN, GL_PLAIN};
	if (y % 2 == 0)
		cell->ink = colour;
	else
		cell->paper = colour;
}

uint32_t
gl_cell_show(const struct gl_cell *cell, uint32_t *ink, uint32_t *paper)
{
	enum { UPPER = 0x2580, LOWER = 0x2584, FULL = 0x2588 };

	*ink = cell->ink;
	*paper = cell->paper;
	if (cell->ch != GL_PIXELS)
		return cell->ch;
	if (*ink == *paper) {
		*paper = GL_PLAIN;
		return *ink == GL_PLAIN ? ' ' : FULL;
	}
	if (*ink != GL_PLAIN)
		return UPPER;
	*ink = *paper;
	*paper = GL_PLAIN;
	return LOWER;
}

/* ---- as text ---- */

void
gl_text_character(struct gl_text *t, uint32_t ch)
{
	if (ch < 0x80)
		gl_text_add(t, "%c", (int)ch);
	else if (ch < 0x800)
		gl_text_add(t, "%c%c", (int)(0xC0 | ch >> 6), (int)(0x80 | (ch & 0x3F)));
	else if (ch < 0x10000)
		gl_text_add(
		    t, "%c%c%c", (int)(0xE0 | ch >> 12), (int)(0x80 | (ch >> 6 & 0x3F)), (int)(0x80 | (ch & 0x3F)));
	else
		gl_text_add(t, "%c%c%c%c", (int)(0xF0 | ch >> 18), (int)(0x80 | (ch >> 12 & 0x3F)),
		    (int)(0x80 | (ch >> 6 & 0x3F)), (int)(0x80 | (ch & 0x3F)));
}

/*
 * Without colours, two pixels of different ones look the same: what tells curves apart then is their characters, and
 * drawings choose those by the screen's look.
 */
static uint32_t
plain(const struct gl_cell *cell)
{
	struct gl_cell c = *cell;
	uint32_t ink, paper;

	if (c.ch == GL_PIXELS) {
		c.ink = c.ink == GL_PLAIN ? GL_PLAIN : 0;
		c.paper = c.paper == GL_PLAIN ? GL_PLAIN : 0;
	}
	return gl_cell_show(&c, &ink, &paper);
}

void
gl_screen_print(const struct gl_screen *s, struct gl_text *t)
{
	for (long r = 0; r < s->rows; r++) {
		const struct gl_cell *row = &s->cell[r * s->columns];
		long n = s->columns;
		while (n > 0 && plain(&row[n - 1]) == ' ')
			n--;
		for (long c = 0; c < n; c++)
			if (row[c].ch != 0)
				gl_text_character(t, plain(&row[c]));
		gl_text_add(t, "\n");
	}
}
