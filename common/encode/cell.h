/* What a cell of a table holds. */
#ifndef GL_CELL_H
#define GL_CELL_H

#include "encode/csv.h"

enum gl_holds {
	GL_HOLDS_NOTHING, /* known of no cell yet */
	GL_HOLDS_NUMBER, /* as strtof reads it, no hexadecimal */
	GL_HOLDS_BOOLEAN, /* true false yes no, in any case: 1 0 1 0 */
	GL_HOLDS_DATE, /* as ISO 8601 has it: days since 1970-01-01T00:00Z */
	GL_HOLDS_TEXT /* anything else */
};

/*
 * A date is 2026-01-31, perhaps with T or a space and 14:30, 14:30:59 or 14:30:59.5, perhaps with Z or +02:00 behind
 * that; without a zone it is UTC.
 *
 * Tells what a cell holds, and its value unless that is text. A number that float32 cannot hold, and inf and nan, are
 * numbers with an infinite or not-a-number value.
 */
enum gl_holds gl_cell_read(const struct gl_cell *cell, float *value);

/* The same for one kind: is it that? */
bool gl_cell_number(const struct gl_cell *cell, float *value);
bool gl_cell_boolean(const struct gl_cell *cell, float *value);
bool gl_cell_date(const struct gl_cell *cell, float *value);

/* Is it a number with a comma in place of the point, or between thousands: 12,5 or 1,250.75? Such a cell holds text. */
bool gl_cell_comma_number(const struct gl_cell *cell);

/* Is it one of the usual signs of a missing value: nothing, ? NA N/A nan null (in any case)? */
bool gl_cell_missing(const struct gl_cell *cell);

#endif
