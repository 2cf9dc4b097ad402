/*
 * Comma-separated values, a row at a time, from a text that is in memory (mapped). The grammar is that of RFC 4180,
 * with any separator; lines may end in LF as well as CR LF, and spaces around a cell are not part of it. A cell in
 * double quotes may hold separators, line ends and spaces, and a quote that is written twice.
 */
#ifndef GL_CSV_H
#define GL_CSV_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* n bytes, none of them NUL, without one behind them; valid until the next row is read. */
struct gl_cell {
	const char *p;
	size_t n;
	bool quoted;
};

struct gl_csv {
	const char *name; /* of the file, for messages */
	const char *at, *end; /* what has not been read */
	char separator;
	size_t line, next_line; /* where the row that was read last began; where the next one does; from 1 */
	uint64_t row; /* number of the row that was read last, from 1; whoever reads a header sets it back to 0 */
	struct gl_cell *cell; /* the row: n cells */
	size_t n, room;
	bool blank; /* the row is a line with nothing in it (its one cell is empty) */
	bool stop[256]; /* bytes at which the scan of a cell pauses */
	struct gl_arena life, row_text; /* cells; what had to be copied of the row */
};

/* Starts at the beginning of n bytes, behind a byte order mark. The text is not copied. */
void gl_csv_open(struct gl_csv *csv, const char *name, const char *text, size_t n, char separator);
void gl_csv_close(struct gl_csv *csv);

/* Reads a row. 1; 0 at the end; -1 with err set: "people.csv:7: row 5, column 3: ...". */
int gl_csv_next(struct gl_csv *csv, struct gl_err *err);

/*
 * Puts the place of the row in front of a message: "people.csv:7: row 5, column 'age': ..."; the header has no row
 * number; name NULL: the column's number (from 0) in its stead; column SIZE_MAX: none. Returns -1.
 */
int gl_csv_place(const struct gl_csv *csv, size_t column, const char *name, struct gl_err *err);

/* A cell as a string in the arena. */
char *gl_cell_string(const struct gl_cell *cell, struct gl_arena *arena);

#endif
