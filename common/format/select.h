/* Choosing among the rows and the fields of a stream, and putting streams side by side. */
#ifndef GL_SELECT_H
#define GL_SELECT_H

#include "format/stream.h"

/*
 * A set of rows, as ranges in ascending order that do not touch. Rows count from 0 here, from 1 in messages and
 * options.
 */
struct gl_rows {
	struct gl_range {
		uint64_t first, last; /* both belong to it */
	} * range;
	size_t n;
};

/* "1-10,20,100-": rows from 1; order and repetition mean nothing. 0, or -1 with err set. Lives in the arena. */
int gl_rows_parse(const char *text, struct gl_rows *rows, struct gl_arena *life, struct gl_err *err);

/*
 * The first row of the set that is not before `from`, and how many follow it in one run (itself counted). False:
 * there is none.
 */
bool gl_rows_next(const struct gl_rows *rows, uint64_t from, uint64_t *first, uint64_t *run);
uint64_t gl_rows_count(const struct gl_rows *rows, uint64_t n); /* how many of rows 0 to n - 1 belong to it */

/*
 * Fields in an order: field[i] counts from 0, over the numeric and then the opaque fields. One may be there more than
 * once.
 */
struct gl_pick {
	int n, field[GL_FIELDS];
};

/* "2,1": fields from 1. */
int gl_pick_parse(const char *text, struct gl_pick *pick, struct gl_err *err);

/*
 * The schema of the picked fields. -1 when there is no such field, or an opaque one comes before a numeric one or
 * among the first two.
 */
int gl_pick_schema(const struct gl_pick *pick, const struct gl_schema *from, struct gl_schema *to, struct gl_err *err);

/* The picked fields of a batch: numbers are views, opaque text is in the arena. */
void gl_pick_batch(const struct gl_pick *pick, const struct gl_schema *from, const struct gl_batch *b,
    struct gl_batch *to, struct gl_arena *pass);

/* Rows first to first + n of a batch, as views. */
void gl_batch_slice(const struct gl_batch *b, const struct gl_schema *s, size_t first, size_t n, struct gl_batch *to);

/* "1x28x28": 1 to GL_SHAPE_DIMS dimensions. */
int gl_dims_parse(const char *text, struct gl_shape *shape, struct gl_err *err);

/* Schema and batch of two streams side by side: b's fields behind a's. Only the last may have opaque fields. */
int gl_beside_schema(struct gl_schema *a, const struct gl_schema *b, struct gl_err *err);
void gl_beside_batch(struct gl_batch *a, int nfield, const struct gl_batch *b, const struct gl_schema *b_schema);

#endif
