/* The inside of a stream that is read: what stream.c, text.c and binary.c share. */
#ifndef GL_IN_H
#define GL_IN_H

#include "format/npy.h"

enum {
	GL_BLOCK_NUMBERS = 1 << 20, /* a block of rows holds at most so many numbers (and at least one row) */
	GL_PAUSE = 20, /* an input that gives nothing for so long pauses [ms] */
};

struct gl_in {
	struct gl_in_args args;
	struct gl_arena life; /* what lives as long as this does */
	const char **path; /* npath of them; next is the one to be opened next */
	size_t npath, next;
	struct gl_source *source; /* the file being read, or NULL */
	bool known; /* the schema is known, from the first row or header */
	struct gl_schema schema;
	const char *first_name; /* text: the file and the line of the first row, for messages */
	size_t first_line;
	uint64_t rows; /* handed out so far */
	uint64_t file_rows; /* of this file, before the last block */
	size_t last_rows; /* of the last block */
	bool binary; /* the file being read is .npy */
	size_t line; /* text: number of the line before the one at hand */
	size_t *lines; /* text: where the rows of the last block stood, room for lines_room */
	size_t lines_room;
	struct gl_npy npy; /* binary: the array being read */
	uint64_t left; /* and its rows that were not read yet */
};

/* Learns the schema from the first row. 1; 0 when the file has no rows; -1 with err set. */
int gl_text_begin(struct gl_in *in, struct gl_err *err);
/* Reads 1 to max rows; 0 at the end of the file; -1. */
long gl_text_read(struct gl_in *in, size_t max, struct gl_batch *b, struct gl_arena *pass, struct gl_err *err);

/* The same for .npy files: reads the header at hand, if there is one. */
int gl_binary_begin(struct gl_in *in, struct gl_err *err);
long gl_binary_read(struct gl_in *in, size_t max, struct gl_batch *b, struct gl_arena *pass, struct gl_err *err);

/*
 * Turns rows of a .npy file at p into a batch: a view when they lie as gl_real does (view true), a decoded copy
 * otherwise. Refuses nan, inf and what float32 cannot hold as args say. `row` is the number in its file of the first
 * row, for messages. -1 with err set ("row 17, field 1, number 3: ...").
 */
int gl_binary_rows(const struct gl_npy *npy, const char *p, size_t rows, uint64_t row, const struct gl_in_args *args,
    bool view, struct gl_batch *b, struct gl_arena *pass, struct gl_err *err);

/*
 * Reads the header of the next array of a source into npy. 1; 0 at the end; -1. Checks N against what is there if it
 * can.
 */
int gl_binary_next(struct gl_source *source, struct gl_npy *npy, uint64_t row, struct gl_err *err);

/* Do rows of these two belong in one stream? -1: "has ..., but NAME has ...". */
int gl_schema_agree(const struct gl_schema *a, const struct gl_schema *b, const char *b_name, struct gl_err *err);

/*
 * May this path be opened, looked at, and opened again later? Not so a named pipe, whose writer would be ended by the
 * first close.
 */
bool gl_path_regular(const char *path);

/* A tensor of rows of this field, over numbers that are there. */
struct gl_tensor gl_field_tensor(const struct gl_field *f, size_t rows, gl_real *data);

/*
 * Waits until a peek for `need` bytes can be met without delay. With `patient`, waits as long as it takes, and
 * flushes all outputs that are open first if the input pauses; else returns false when the input pauses.
 */
bool gl_in_wait(struct gl_in *in, size_t need, bool patient);

#endif
