/*
 * Comma-separated values, a row at a time, from a text that is in memory (mapped). The grammar is that of RFC 4180,
 * with any separator; lines may end in LF as well as CR LF, and spaces around a cell are not part of it. A cell in
 * double quotes may hold separators, line ends and spaces, and a quote that is written twice.
 */
#ifndef GL_CSV_H
#define GL_CSV_H

#include "core/arena.h"
#include "core/err.h"
#include "format/file.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* n bytes, none of them NUL, without one behind them; valid until the next row is read. */
struct gl_cell {
	const char *p;
	size_t n;
	bool quoted;
};

/* A cell as a string in the arena. */
char *gl_cell_string(const struct gl_cell *cell, struct gl_arena *arena);

/* For "%.*s": the first 40 bytes of a cell, which is what a message shows of it. */
#define GL_CELL_SHOWN(cell) (int)((cell)->n < 40 ? (cell)->n : 40), (cell)->p

/* Where a row begins. To read from there again, set gl_csv.next to it. */
struct gl_csv_spot {
	const char *at;
	size_t line; /* from 1 */
	uint64_t row; /* rows before it; whoever reads a header counts from behind that */
};

struct gl_csv {
	const char *name; /* of the file, for messages */
	const char *end; /* of the text */
	char separator;
	struct gl_csv_spot next; /* the row that is read next */
	/* The row that was read last: */
	struct gl_cell *cell;
	size_t n, room; /* n cells */
	size_t line;
	uint64_t row; /* from 1 */
	bool blank; /* it is a line with nothing in it (its one cell is empty) */
	/* Whose text this is, or NULL. Then the memory of rows that were read is given back (gl_source_forget). */
	struct gl_source *source;
	const char *forgotten; /* up to here */
	bool stop[256]; /* bytes at which the scan of a cell pauses */
	struct gl_arena life, row_text; /* cells; what had to be copied of the row */
};

/* Starts at the beginning of n bytes, behind a byte order mark. The text is not copied. */
void gl_csv_open(struct gl_csv *csv, const char *name, const char *text, size_t n, char separator);
void gl_csv_close(struct gl_csv *csv);

/* Reads a row. 1; 0 at the end; -1 with err set: "people.csv:7: row 5, column 3: ...". */
int gl_csv_next(struct gl_csv *csv, struct gl_err *err);

/*
 * Puts the place of the row in front of a message: "people.csv:7: row 5, column 'age': ..."; row 0, the header, goes
 * without its number; name NULL: the column's number (`column` is from 0) in its stead; column SIZE_MAX: none.
 * Returns -1.
 */
int gl_csv_place(const struct gl_csv *csv, size_t column, const char *name, struct gl_err *err);

#endif
