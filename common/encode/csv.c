/* Source: Y. Shafranovich, Common Format and MIME Type for Comma-Separated Values (CSV) Files, RFC 4180, 2005. */
#include "encode/csv.h"

#include <string.h>

void
gl_csv_open(struct gl_csv *csv, const char *name, const char *text, size_t n, char separator)
{
	size_t mark = n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	*csv = (struct gl_csv){
	    .name = name, .at = text + mark, .end = text + n, .separator = separator, .line = 1, .next_line = 1};
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
	char row[40] = "", where[160] = "";
	struct gl_err text;

	if (csv->row > 0) {
		gl_fail(&text, "row %llu", (unsigned long long)csv->row);
		memcpy(row, text.msg, strlen(text.msg) + 1);
	}
	if (column != SIZE_MAX) {
		if (name)
			gl_fail(&text, "%scolumn '%.100s'", *row ? ", " : "", name);
		else
			gl_fail(&text, "%scolumn %zu", *row ? ", " : "", column + 1);
		memcpy(where, text.msg, strlen(text.msg) + 1);
	}
	gl_fail(err, "%s%s%s%s", row, where, *row || *where ? ": " : "", inner.msg);
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

/* A cell that begins with a quote; p is behind it. Returns what follows the cell, or NULL. */
static const char *
quoted(struct gl_csv *csv, const char *p, struct gl_cell *cell, struct gl_err *err)
{
	const char *begin = p, *q;
	size_t line = csv->next_line, twice = 0;

	for (;; twice++) {
		if (!(q = memchr(p, '"', (size_t)(csv->end - p)))) {
			csv->line = line;
			gl_fail(err, "the quote that begins this cell has no partner");
			gl_hint(err, "a quote inside a quoted cell is written twice: \"5\"\" pipe\"");
			return NULL;
		}
		p = q + 1;
		if (p == csv->end || *p != '"')
			break;
		p++;
	}
	*cell = (struct gl_cell){begin, (size_t)(q - begin), true};
	for (const char *s = begin; (s = memchr(s, '\n', (size_t)(q - s))); s++)
		csv->next_line++;
	if (memchr(begin, '\0', cell->n)) {
		gl_fail(err, "a byte 0 in the cell: this is no text");
		return NULL;
	}
	if (twice > 0) {
		char *copy = gl_alloc_raw(&csv->row_text, cell->n, 1);
		size_t n = 0;
		for (const char *s = begin; s < q; s += *s == '"' ? 2 : 1)
			copy[n++] = *s;
		*cell = (struct gl_cell){copy, n, true};
	}
	while (p < csv->end && is_blank(csv, *p))
		p++;
	if (p < csv->end && *p != csv->separator && !line_ends(csv, p)) {
		csv->line = csv->next_line;
		gl_fail(err, "text behind the quote that ends the cell");
		gl_hint(err, "a quote inside a quoted cell is written twice: \"5\"\" pipe\"");
		return NULL;
	}
	return p;
}

/* Any cell. Returns where its separator is, or the end of its line, or NULL. */
static const char *
read_cell(struct gl_csv *csv, const char *p, struct gl_cell *cell, struct gl_err *err)
{
	const char *end = csv->end, *begin;

	while (p < end && is_blank(csv, *p))
		p++;
	if (p < end && *p == '"')
		return quoted(csv, p + 1, cell, err);
	begin = p;
	while (p < end && !csv->stop[(unsigned char)*p])
		p++;
	if (p < end && *p != csv->separator && !line_ends(csv, p)) {
		if (*p == '"') {
			gl_fail(err, "a quote inside a cell that does not begin with one");
			gl_hint(
			    err, "such a cell stands in quotes, and the quote inside is written twice: \"5\"\" pipe\"");
		} else if (*p == '\0') {
			gl_fail(err, "a byte 0 in the cell: this is no text");
		} else {
			gl_fail(err, "a carriage return without a line feed behind it");
			gl_hint(err, "if all lines end so: tr '\\r' '\\n' <FILE");
		}
		return NULL;
	}
	const char *last = p;
	while (last > begin && is_blank(csv, last[-1]))
		last--;
	*cell = (struct gl_cell){begin, (size_t)(last - begin), false};
	return p;
}

int
gl_csv_next(struct gl_csv *csv, struct gl_err *err)
{
	const char *p = csv->at, *end = csv->end;

	if (p == end)
		return 0;
	csv->line = csv->next_line;
	csv->row++;
	csv->n = 0;
	if (csv->row_text.block)
		gl_arena_reset(&csv->row_text);
	csv->blank = line_ends(csv, p);
	for (;; p++) {
		if (csv->n == csv->room) {
			struct gl_cell *more = gl_alloc_raw(&csv->life, 2 * csv->room + 64, sizeof *more);
			if (csv->n > 0)
				memcpy(more, csv->cell, csv->n * sizeof *more);
			csv->cell = more;
			csv->room = 2 * csv->room + 64;
		}
		if (!(p = read_cell(csv, p, &csv->cell[csv->n], err)))
			return gl_csv_place(csv, csv->n, NULL, err);
		csv->n++;
		if (p == end || *p != csv->separator)
			break;
	}
	if (p < end && *p == '\r')
		p++;
	if (p < end && *p == '\n')
		p++;
	csv->next_line++;
	csv->at = p;
	return 1;
}
