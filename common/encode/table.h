/*
 * How a table becomes numbers. What is learned from the training data (which columns are used and what they hold,
 * categories, what stands in for a missing value) is a struct gl_table; a schema file keeps it, and other data are
 * encoded by it in the same way.
 */
#ifndef GL_TABLE_H
#define GL_TABLE_H

#include "core/real.h"
#include "encode/categories.h"
#include "encode/cell.h"
#include "encode/csv.h"

enum gl_missing { GL_MISSING_REFUSE, GL_MISSING_MEAN, GL_MISSING_MARK, GL_MISSING_DROP };
enum gl_unknown { GL_UNKNOWN_REFUSE, GL_UNKNOWN_ZEROS };
enum gl_role { GL_UNUSED, GL_FEATURE, GL_TARGET };

/* What the options of gl-encode table say. */
struct gl_table_args {
	char separator;
	bool no_header, index, describe;
	/* columns, by name or number, as a line of a table with commas; NULL: not given */
	const char *target, *features, *omit, *category;
	const char *na; /* words that mean a missing value, in such a line; NULL: the usual ones (gl_cell_missing) */
	int missing; /* enum gl_missing */
	bool missing_given;
	int unknown; /* enum gl_unknown */
	uint64_t max_categories; /* how many a column may have */
	const char *schema, *labels; /* files; NULL: none */
};

/* The columns of a table: the index of a name is its place in a row. */
struct gl_header {
	const char *file; /* for messages */
	struct gl_categories names;
};

struct gl_column {
	const char *name;
	enum gl_role role;
	enum gl_holds holds; /* GL_HOLDS_TEXT: categories (or classes) */
	bool category; /* --category: every value is a name */
	size_t cell; /* its place in a row of the table at hand, from 0 */
	size_t first, width; /* its numbers in field 1 or 2; a mark is the last of them */
	struct gl_categories names; /* of its categories; the place of one is its index */
	bool fills; /* there is something to put in for a missing value: */
	float fill; /* a number, or the index of a category */
	bool marked; /* 1 behind the value when it was missing, else 0 */
	uint64_t holds_row; /* while learning: the first row from which `holds` is known */
	/* What the table at hand holds, for means and --describe: values that are there, values that are missing ... */
	uint64_t n, missing;
	double sum;
	float min, max;
};

struct gl_table {
	const char *path; /* of the schema file that it was read from; NULL: learned */
	bool header, index; /* the first row has names; categories become one index */
	enum gl_missing missing;
	struct gl_categories na; /* what means a missing value; none: the usual (gl_cell_missing) */
	struct gl_column *column; /* n of them, as they stand in the table that was learned from; NULL if not learned */
	size_t n;
	struct gl_column **use; /* the features in the order of their numbers, then the targets */
	size_t nfeature, ntarget;
	struct gl_column *classes; /* the target if it is a class, else NULL */
	size_t width; /* numbers in field 1 */
	size_t cells; /* in a row of the table at hand */
	uint64_t rows, dropped; /* of it, so far: encoded, left out for a missing value */
	uint64_t max_categories;
	bool look; /* a missing value is counted where it would be refused: for --describe */
	struct gl_arena *life;
};

/* ---- table-columns.c: names and lists of columns ---- */

/*
 * Reads the row of names (header false: counts the cells of the first row, and leaves it to be read), and refuses what
 * is no table: a spreadsheet, a first row that seems to be data, another separator.
 */
int gl_header_read(struct gl_header *h, struct gl_csv *csv, bool header, struct gl_arena *life, struct gl_err *err);

/* Places of columns, in the order of a list. */
struct gl_places {
	size_t *at, n;
};

/*
 * The columns that a list names: by name, number, or range of numbers (2-5). `option` is whose list it is; list NULL:
 * none. -1 with err set: no such column; one named twice.
 */
int gl_header_list(const struct gl_header *h, const char *list, const char *option, struct gl_places *p,
    struct gl_arena *life, struct gl_err *err);

/* The words of a line with commas, each there once. */
int
gl_words(const char *list, const char *option, struct gl_categories *words, struct gl_arena *life, struct gl_err *err);

/* Makes the columns, and gives them the roles that args say. */
int
gl_table_choose(struct gl_table *t, const struct gl_header *h, const struct gl_table_args *args, struct gl_err *err);

/* ---- table.c: learning ---- */

/*
 * Reads the header and all rows and learns; then csv is at the first row of data again. Refused, by row and column:
 * rows of another length than the header's, columns that hold values of several kinds, missing values unless args say
 * what to do, and what float32 cannot hold.
 */
int gl_table_learn(struct gl_table *t, struct gl_csv *csv, const struct gl_table_args *args, struct gl_arena *life,
    struct gl_err *err);

/* Where the numbers of each column go: sets first, width. */
void gl_table_lay_out(struct gl_table *t);

/* ---- table-schema.c, table-match.c: a schema file, and a table that is encoded by it ---- */

/* Loading leaves gl_column.cell open. */
int gl_table_load(struct gl_table *t, const char *path, struct gl_arena *life, struct gl_err *err);
int gl_table_save(const struct gl_table *t, const char *path, struct gl_err *err);

/*
 * Reads the header of the table at hand and finds the columns of a loaded schema in it. Columns that the schema does
 * not have are passed over. A table without the target gives examples without a field 2. -1: a column is missing,
 * or args ask for something else than the schema says.
 */
int gl_table_match(struct gl_table *t, struct gl_csv *csv, const struct gl_table_args *args, struct gl_err *err);

/* ---- table-row.c: cells and rows ---- */

/*
 * Reads the next row that is encoded: x (width) and y (ntarget) are its numbers. 1; 0 at the end; -1 with err set.
 */
int gl_table_row(
    struct gl_table *t, struct gl_csv *csv, enum gl_unknown unknown, gl_real *x, gl_real *y, struct gl_err *err);

/* Reads the next row that is not empty and checks how many cells it has. 1, 0, -1. */
int gl_table_next(const struct gl_table *t, struct gl_csv *csv, struct gl_err *err);

/* A cell of this table: is the value missing? */
bool gl_table_missing(const struct gl_table *t, const struct gl_cell *cell);

/* Is a row in which the value of this column is missing refused? (Once all is learned.) */
bool gl_column_refuses(const struct gl_table *t, const struct gl_column *c);

/* "row 5, column 'age': the value is missing", with a hint for this table. Returns -1. */
int
gl_column_missing(const struct gl_table *t, const struct gl_csv *csv, const struct gl_column *c, struct gl_err *err);

/* Fails unless a number that was read from a cell is finite. */
int gl_column_finite(const struct gl_csv *csv, const struct gl_column *c, float value, struct gl_err *err);

/* A number of a column was seen: for means and --describe. */
void gl_column_saw(struct gl_column *c, float value);

/* "a number", "a date" ... */
const char *gl_holds_name(enum gl_holds holds);

/* ---- table-describe.c ---- */

/* Writes what the columns hold and become, and how many examples there are. path NULL: to standard output. */
int gl_table_describe(const struct gl_table *t, const char *path, struct gl_err *err);

#endif
