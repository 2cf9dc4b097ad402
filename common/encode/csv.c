/* Source: Y. Shafranovich, Common Format and MIME Type for Comma-Separated Values (CSV) Files, RFC 4180, 2005. */
#include "encode/csv.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { FORGET = 16 << 20 }; /* bytes that are read before their memory is given back */

void
gl_csv_open(struct gl_csv *csv, const char *name, const char *text, size_t n, char separator)
{
	size_t mark = n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	*csv = (struct gl_csv){
	    .name = name, .end = text + n, .separator = separator, .next = {text + mark, 1, 0}, .forgotten = text};
	csv->stop[(unsigned char)separator] = csv->stop['\n'] = csv->stop['\r'] = csv->stop['"'] = csv->stop[0] = true;
}

void
gl_csv_close(struct gl_csv *csv)
{
	gl_arena_free(&csv->life);
	gl_arena_free(&csv->row_text);
}

char *
gl_cell_string(const struct gl_cell *cell, struct gl_arena *arena)
{
	return gl_strndup(arena, cell->p, cell->n);
}

int
gl_csv_place(const struct gl_csv *csv, size_t column, const char *name, struct gl_err *err)
{
	struct gl_err inner = *err;
	char where[128] = "";

	if (column != SIZE_MAX && name)
		snprintf(where, sizeof where, "column '%.100s'", name);
	else if (column != SIZE_MAX)
		snprintf(where, sizeof where, "column %zu", column + 1);
	if (csv->row > 0)
		gl_fail(err, "row %" PRIu64 "%s%s: %s", csv->row, *where ? ", " : "", where, inner.msg);
	else if (*where)
		gl_fail(err, "%s: %s", where, inner.msg);
	memcpy(err->hint, inner.hint, sizeof err->hint);
	return gl_fail_at(err, csv->name, csv->line);
}

static bool
is_blank(const struct gl_csv *csv, char c)
{
	return (c == ' ' || c == '\t') && c != csv->separator;
}

/* Is this where a line ends: LF, CR LF, or the end of the text, perhaps with a CR before it? */
static bool
line_ends(const struct gl_csv *csv, const char *p)
{
	if (p < csv->end && *p == '\r')
		return p + 1 == csv->end || p[1] == '\n';
	return p == csv->end || *p == '\n';
}

/* What is wrong with this byte, which is neither part of a plain cell nor its end? */
static int
fail_plain(char c, struct gl_err *err)
{
	if (c == '\0')
		return gl_fail(err, "a byte 0 in the cell: this is no text");
	if (c == '\r') {
		gl_fail(err, "a carriage return without a line feed behind it");
		return gl_hint(err, "if all lines end so: tr '\\r' '\\n' <FILE");
	}
	gl_fail(err, "a quote inside a cell that does not begin with one");
	return gl_hint(err, "such a cell stands in quotes, and the quote inside is written twice: \"5\"\" pipe\"");
}

static int
fail_quoted(struct gl_csv *csv, size_t line, const char *what, struct gl_err *err)
{
	csv->line = line;
	gl_fail(err, "%s", what);
	return gl_hint(err, "a quote inside a quoted cell is written twice: \"5\"\" pipe\"");
}

/* The text of a quoted cell, in which `twice` quotes are written twice. */
static struct gl_cell
unquote(struct gl_csv *csv, const char *p, const char *end, size_t twice)
{
	struct gl_cell cell = {p, (size_t)(end - p), true};

	if (twice > 0) {
		char *copy = gl_alloc_raw(&csv->row_text, cell.n, 1);
		cell = (struct gl_cell){copy, 0, true};
		for (; p < end; p += *p == '"' ? 2 : 1)
			copy[cell.n++] = *p;
	}
	return cell;
}

/* A cell that begins with a quote; p is behind it. Returns what follows the cell, or NULL. */
static const char *
read_quoted(struct gl_csv *csv, const char *p, struct gl_cell *cell, struct gl_err *err)
{
	const char *begin = p, *quote;
	size_t line = csv->next.line, twice = 0;

	for (;; twice++) {
		if (!(quote = memchr(p, '"', (size_t)(csv->end - p)))) {
			fail_quoted(csv, line, "the quote that begins this cell has no partner", err);
			return NULL;
		}
		p = quote + 1;
		if (p == csv->end || *p != '"')
			break;
		p++;
	}
	for (const char *s = begin; (s = memchr(s, '\n', (size_t)(quote - s))); s++)
		csv->next.line++;
	*cell = unquote(csv, begin, quote, twice);
	if (memchr(cell->p, '\0', cell->n)) {
		fail_plain('\0', err);
		return NULL;
	}
	while (p < csv->end && is_blank(csv, *p))
		p++;
	if (p == csv->end || *p == csv->separator || line_ends(csv, p))
		return p;
	fail_quoted(csv, csv->next.line, "text behind the quote that ends the cell", err);
	return NULL;
}

/* Any cell. Returns where its separator is, or the end of its line, or NULL. */
static const char *
read_cell(struct gl_csv *csv, const char *p, struct gl_cell *cell, struct gl_err *err)
{
	const char *end = csv->end, *begin, *last;

	while (p < end && is_blank(csv, *p))
		p++;
	if (p < end && *p == '"')
		return read_quoted(csv, p + 1, cell, err);
	begin = p;
	while (p < end && !csv->stop[(unsigned char)*p])
		p++;
	if (p < end && *p != csv->separator && !line_ends(csv, p)) {
		fail_plain(*p, err);
		return NULL;
	}
	for (last = p; last > begin && is_blank(csv, last[-1]); last--)
		;
	*cell = (struct gl_cell){begin, (size_t)(last - begin), false};
	return p;
}

/* Makes room for another cell. */
static void
grow(struct gl_csv *csv)
{
	struct gl_cell *more = gl_alloc_raw(&csv->life, 2 * csv->room + 64, sizeof *more);

	if (csv->n > 0)
		memcpy(more, csv->cell, csv->n * sizeof *more);
	csv->cell = more;
	csv->room = 2 * csv->room + 64;
}

int
gl_csv_next(struct gl_csv *csv, struct gl_err *err)
{
	const char *p = csv->next.at, *end = csv->end;

	if (p == end)
		return 0;
	if (csv->forgotten > p) /* from the beginning again */
		csv->forgotten = p;
	if (csv->source && p - csv->forgotten >= FORGET) {
		gl_source_forget(csv->source, csv->forgotten, p);
		csv->forgotten = p;
	}
	if (csv->row_text.block)
		gl_arena_reset(&csv->row_text);
	csv->line = csv->next.line;
	csv->row = ++csv->next.row;
	csv->blank = line_ends(csv, p);
	for (csv->n = 0;; p++) {
		if (csv->n == csv->room)
			grow(csv);
		if (!(p = read_cell(csv, p, &csv->cell[csv->n], err)))
			return gl_csv_place(csv, csv->n, NULL, err);
		csv->n++;
		if (p == end || *p != csv->separator)
			break;
	}
	p += p < end && *p == '\r';
	p += p < end && *p == '\n';
	csv->next.line++;
	csv->next.at = p;
	return 1;
}
