/*
 * Example streams (DESIGN section 2, gl-stream(5)): one reader and one writer for all tools.
 */
#ifndef GL_STREAM_H
#define GL_STREAM_H

#include "core/arena.h"
#include "core/err.h"
#include "core/tensor.h"
#include "format/file.h"

#include <stdint.h>

enum { GL_FIELDS = 16, GL_BLOCK_ROWS = 4096 };

enum gl_form { GL_FORM_INPUT, GL_FORM_TEXT, GL_FORM_BINARY }; /* GL_FORM_INPUT: as the first input is */

enum gl_dtype { GL_F4, GL_F8, GL_F2, GL_U1, GL_I1, GL_I2, GL_I4, GL_I8, GL_BOOL };

/* One numeric field of every example. */
struct gl_field {
	char name[32]; /* x, y, f3 ... unless the file says otherwise */
	enum gl_dtype dtype; /* of the file; a field that a tool computed is GL_F4 */
	int ndim; /* 0: a plain number; text gives ndim 1 */
	size_t dim[GL_SHAPE_DIMS];
	size_t width; /* numbers: the product of dims (1 when ndim is 0) */
};

/* What all rows of a stream have in common. */
struct gl_schema {
	enum gl_form form; /* GL_FORM_TEXT or GL_FORM_BINARY */
	int nfield; /* numeric fields: text at most 2 (with weights 3), binary all */
	struct gl_field field[GL_FIELDS];
	int nrest; /* opaque text fields behind them (text only) */
};

/*
 * A block of rows. Numbers are gl_real whatever the file holds. Those of a batch that was read are not written to:
 * they may be the file, mapped.
 */
struct gl_batch {
	size_t rows;
	uint64_t first; /* number of the first row in the whole input, from 0 */
	struct gl_tensor field[GL_FIELDS]; /* (rows, dim...) ; schema->nfield of them; a text field is (rows, width) */
	const char **rest; /* rows strings, the opaque fields with the TABs between them; NULL when nrest is 0 */
};

struct gl_in_args {
	bool allow_nonfinite; /* nan and inf are data */
	bool round; /* integers above 2^24 and f8 values that float32 can't hold are rounded, not refused */
	bool weights; /* field 3 of text is read as a number too: how much the example counts */
};

struct gl_in;

/*
 * Opens files (n 0: standard input; "-" too; a folder stands for its .npy files, gl_folder_files) as one stream. Reads
 * as far as the first row, so that the schema is known. Files after the first must have the same fields and widths
 * (binary: the same dtype); text and binary may not be mixed. An input without rows is a stream of zero examples
 * (nfield 0 if it says nothing of its fields). NULL with err set.
 */
struct gl_in *gl_in_open(const char *const *paths, size_t n, const struct gl_in_args *args, struct gl_err *err);
const struct gl_schema *gl_in_schema(const struct gl_in *in);
bool gl_in_rows_known(const struct gl_in *in, uint64_t *rows); /* all inputs are regular .npy files (mapped) */

/* Is there a field 3 with one number an example, as args.weights asks for? 0, or -1 with err set, for the first row. */
int gl_schema_weights(const struct gl_schema *s, struct gl_err *err);

/*
 * Reads 1 to max rows (fewer at the end of a block): returns their number, 0 at the end, -1 on error. All of a block
 * is checked before it is returned.
 */
long gl_in_read(struct gl_in *in, size_t max, struct gl_batch *b, struct gl_arena *pass, struct gl_err *err);

/* The file that is being read, or the first one when there is none, for messages about all of its rows. */
const char *gl_in_name(const struct gl_in *in);

/*
 * Where row r of the block that was read last came from, for messages of the tools: "x.txt:17" for text, "x.npy: row
 * 17" (from 1) for binary; returns text.
 */
const char *gl_in_where(const struct gl_in *in, size_t r, char *text, size_t size);

/*
 * Puts the place of a row of the batch that was read last in the place of "row N: " at the front of a message (N from
 * 1 in the whole input), as gl_places_put does. Returns -1.
 */
int gl_in_place(const struct gl_in *in, const struct gl_batch *b, struct gl_err *err);

/*
 * Reads a pipe to its end and forgets it, when no more of it is wanted: who writes to it is not ended by SIGPIPE,
 * which pipefail would make a failure. Files are left at once.
 */
int gl_in_drain(struct gl_in *in, struct gl_err *err);
void gl_in_close(struct gl_in *in);

struct gl_out_args {
	const char *path; /* NULL: standard output */
	enum gl_form form; /* GL_FORM_INPUT: schema->form */
	int digits; /* 1 to 9 significant digits of text; 0: the fewest that read back */
	uint64_t rows; /* how many rows there will be, UINT64_MAX: not known (binary: patched or chunked) */
};

struct gl_out;

/* Text with opaque fields can't be written as binary: refused here. */
struct gl_out *gl_out_open(const struct gl_out_args *args, const struct gl_schema *schema, struct gl_err *err);
/*
 * Adds rows. When an input pauses (a terminal, a slow pipe), all open outputs are written out before it is waited for.
 * (Binary output to a pipe comes in whole arrays all the same, so that its bytes do not depend on time.)
 */
int gl_out_write(struct gl_out *out, const struct gl_batch *b, struct gl_err *err);
int gl_out_finish(struct gl_out *out, struct gl_err *err); /* frees, commits */
void gl_out_abort(struct gl_out *out); /* NULL is allowed */

/*
 * An empty schema; gl_schema_add adds a field: name NULL gives the one by its place (x, y, f3 ...), shape NULL a
 * plain number. NULL when there are GL_FIELDS already.
 */
void gl_schema_init(struct gl_schema *s, enum gl_form form);
struct gl_field *
gl_schema_add(struct gl_schema *s, const char *name, enum gl_dtype dtype, const struct gl_shape *shape);

/*
 * How many rows, at least 1 and at most `most`, make a block of about a million numbers: what is held in memory at a
 * time.
 */
size_t gl_block_rows(const struct gl_schema *s, uint64_t most);

/* A batch of rows to be filled in: numbers not cleared, rest NULL strings. */
void gl_batch_new(struct gl_batch *b, const struct gl_schema *s, size_t rows, struct gl_arena *pass);

/*
 * Data that is needed more than once, in any order: .npy files are mapped; text and pipes are spooled to an unlinked
 * file in TMPDIR (or /tmp) as packed float32, and mapped. Memory does not grow with the data.
 */
struct gl_data;
struct gl_data *gl_data_open(const char *const *paths, size_t n, const struct gl_in_args *args, struct gl_err *err);

/*
 * The same of the beginning of a stream: what would be spooled is read until `most` rows are there. *rest becomes the
 * reader of those behind them, if there may be any, for the caller to close; or NULL.
 */
struct gl_data *gl_data_open_start(const char *const *paths, size_t n, const struct gl_in_args *args, uint64_t most,
    struct gl_in **rest, struct gl_err *err);
const struct gl_schema *gl_data_schema(const struct gl_data *d);
uint64_t gl_data_rows(const struct gl_data *d);
const char *gl_data_name(const struct gl_data *d); /* of its first file, for messages; or "standard input" */

/*
 * Copies rows index[0..n) (or, index NULL, first..first+n) into a batch in the arena. -1: a value that is refused
 * (named by file and row).
 */
int gl_data_gather(const struct gl_data *d, const uint64_t *index, uint64_t first, size_t n, struct gl_batch *b,
    struct gl_arena *pass, struct gl_err *err);

/* Puts a row's file and line in the place of "row N: " at the front of a message, as gl_places_put does. Returns -1. */
int gl_data_place(const struct gl_data *d, struct gl_err *err);

/* XXH64 of the rows as packed float32, seed 0: the same for text and binary of one data set. */
uint64_t gl_data_hash(const struct gl_data *d);
void gl_data_close(struct gl_data *d);

#endif
