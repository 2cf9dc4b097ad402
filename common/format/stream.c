/* Example streams: the reader and the writer that all tools use. See format/stream.h. */
#include "format/stream.h"
#include "core/number.h"
#include "format/codec.h"
#include "format/folder.h"
#include "format/in.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- schema ---- */

void
gl_schema_init(struct gl_schema *s, enum gl_form form)
{
	memset(s, 0, sizeof *s);
	s->form = form;
}

struct gl_field *
gl_schema_add(struct gl_schema *s, const char *name, enum gl_dtype dtype, const struct gl_shape *shape)
{
	int i = s->nfield;

	if (i == GL_FIELDS)
		return NULL;
	struct gl_field *f = &s->field[s->nfield++];
	*f = (struct gl_field){.dtype = dtype, .width = 1};
	if (name)
		snprintf(f->name, sizeof f->name, "%s", name);
	else if (i < 2)
		snprintf(f->name, sizeof f->name, "%s", i == 0 ? "x" : "y");
	else
		snprintf(f->name, sizeof f->name, "f%d", i + 1);
	if (shape) {
		f->ndim = shape->ndim;
		memcpy(f->dim, shape->dim, sizeof f->dim);
		f->width = gl_shape_count(shape);
	}
	return f;
}

int
gl_schema_weights(const struct gl_schema *s, struct gl_err *err)
{
	if (s->nfield < 3) {
		gl_fail(err, "there is no field 3, which --weights reads as the weight of each example");
		return gl_hint(
		    err, "in text a TAB stands between fields; paste, or gl-cat --join, puts two files side by side");
	}
	return s->field[2].width == 1
	    ? 0
	    : gl_fail(err, "field 3 has %zu numbers, but the weight of an example is one", s->field[2].width);
}

size_t
gl_block_rows(const struct gl_schema *s, uint64_t most)
{
	size_t width = 0, rows;

	for (int i = 0; i < s->nfield; i++)
		width += s->field[i].width;
	rows = GL_BLOCK_NUMBERS / (width ? width : 1) + 1;
	return rows < most ? rows : (size_t)most;
}

void
gl_batch_new(struct gl_batch *b, const struct gl_schema *s, size_t rows, struct gl_arena *pass)
{
	*b = (struct gl_batch){.rows = rows};
	for (int i = 0; i < s->nfield; i++)
		b->field[i] =
		    gl_field_tensor(&s->field[i], rows, gl_alloc_raw(pass, rows * s->field[i].width, sizeof(gl_real)));
	if (s->nrest)
		b->rest = gl_alloc(pass, rows, sizeof *b->rest);
}

/* ---- reading ---- */

static struct gl_out *open_outs; /* what an input that waits flushes first */
static void flush_outs(void);

bool
gl_in_wait(struct gl_in *in, size_t bytes, bool patient)
{
	if (gl_source_ready(in->source, bytes, GL_PAUSE))
		return true;
	if (patient)
		flush_outs();
	return patient;
}

/* Closes the file at hand and forgets what was of it alone. */
static void
leave(struct gl_in *in)
{
	gl_source_close(in->source);
	in->source = NULL;
	in->file_rows = 0;
	in->line = 0;
	in->left = 0;
}

/*
 * Goes on to the next file: opens it, recognises it by its first bytes, reads as far as its first row. 1; 0 when it
 * has none; -1.
 */
static int
enter(struct gl_in *in, struct gl_err *err)
{
	size_t have;

	if (!(in->source = gl_source_open(in->path[in->next++], err)))
		return -1;
	gl_in_wait(in, 1, true);
	const char *p = gl_source_peek(in->source, 1, &have, err);
	if (p && have > 0 && *p == '\x93')
		p = gl_source_peek(in->source, 6, &have, err);
	if (!p)
		return -1;
	if (have == 0)
		return 0;
	bool binary = gl_npy_begins(p, have);
	if (in->known && binary != (in->schema.form == GL_FORM_BINARY)) {
		gl_fail(
		    err, "is %s, but %s is %s", binary ? "binary" : "text", in->first_name, binary ? "text" : "binary");
		gl_hint(err, "gl-cat -t FILE makes text of binary");
		return gl_fail_at(err, gl_source_name(in->source), 0);
	}
	in->binary = binary;
	return binary ? gl_binary_begin(in, err) : gl_text_begin(in, err);
}

/* The first file with a row, from the one at hand on. 1; 0 at the end of all; -1. */
static int
advance(struct gl_in *in, struct gl_err *err)
{
	while (in->next < in->npath) {
		leave(in);
		int got = enter(in, err);
		if (got != 0)
			return got;
	}
	return 0;
}

/* Copies the names of the files; a folder stands for those in it. */
static int
take_paths(struct gl_in *in, const char *const *paths, size_t n, struct gl_err *err)
{
	if (!(paths = gl_folder_files(paths, n, &n, &in->life, err)))
		return -1;
	in->path = gl_alloc(&in->life, n, sizeof *in->path);
	for (; in->npath < n; in->npath++)
		in->path[in->npath] = gl_strdup(&in->life, paths[in->npath]);
	return 0;
}

struct gl_in *
gl_in_open(const char *const *paths, size_t n, const struct gl_in_args *args, struct gl_err *err)
{
	static const char *const standard[] = {"-"};
	struct gl_in *in = gl_need(calloc(1, sizeof *in), sizeof *in);

	if (n == 0) {
		paths = standard;
		n = 1;
	}
	if (args)
		in->args = *args;
	gl_schema_init(&in->schema, GL_FORM_TEXT);
	if (take_paths(in, paths, n, err) < 0 || advance(in, err) < 0) {
		gl_in_close(in);
		return NULL;
	}
	return in;
}

const struct gl_schema *
gl_in_schema(const struct gl_in *in)
{
	return &in->schema;
}

bool
gl_path_regular(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* Adds up the rows of the arrays from here to the end of a mapped file. */
static bool
count_rows(const char *p, size_t n, uint64_t *rows)
{
	struct gl_npy npy;
	struct gl_err err;
	size_t length;

	while (n > 0) {
		if (!gl_npy_begins(p, n) || !(length = gl_npy_length(p, n < GL_NPY_START ? n : GL_NPY_START, &err)) ||
		    length > n || gl_npy_parse(p, length, &npy, &err) < 0)
			return false;
		p += length;
		n -= length;
		if (npy.stride > 0) {
			if (n / npy.stride < npy.rows)
				return false;
			p += npy.rows * npy.stride;
			n -= npy.rows * npy.stride;
		}
		*rows += npy.rows;
	}
	return true;
}

bool
gl_in_rows_known(const struct gl_in *in, uint64_t *rows)
{
	const char *all;
	size_t n, have;
	struct gl_err err;

	*rows = in->rows + in->left;
	if (!in->source)
		return true;
	if (!in->binary || !gl_source_mapped(in->source, &all, &n))
		return false;
	const char *p = gl_source_peek(in->source, 0, &have, &err);
	if (!count_rows(p + in->left * in->npy.stride, have - in->left * in->npy.stride, rows))
		return false;
	for (size_t i = in->next; i < in->npath; i++) {
		struct gl_source *s;
		if (!gl_path_regular(in->path[i]) || !(s = gl_source_open(in->path[i], &err)))
			return false;
		bool known = gl_source_mapped(s, &all, &n) && count_rows(all, n, rows);
		gl_source_close(s);
		if (!known)
			return false;
	}
	return true;
}

long
gl_in_read(struct gl_in *in, size_t max, struct gl_batch *b, struct gl_arena *pass, struct gl_err *err)
{
	int more = 1;

	while (in->known && more > 0) { /* an input without any row says nothing of its fields */
		in->file_rows += in->last_rows;
		in->last_rows = 0;
		long rows = in->binary ? gl_binary_read(in, max, b, pass, err) : gl_text_read(in, max, b, pass, err);
		if (rows < 0)
			return -1;
		if (rows > 0) {
			b->rows = in->last_rows = (size_t)rows;
			b->first = in->rows;
			in->rows += (uint64_t)rows;
			return rows;
		}
		more = advance(in, err);
	}
	return more < 0 ? -1 : 0;
}

const char *
gl_in_name(const struct gl_in *in)
{
	if (in->source)
		return gl_source_name(in->source);
	return in->npath == 0 || strcmp(in->path[0], "-") == 0 ? "standard input" : in->path[0];
}

const char *
gl_in_where(const struct gl_in *in, size_t r, char *text, size_t size)
{
	const char *name = in->source ? gl_source_name(in->source) : in->first_name ? in->first_name : "";

	if (in->binary)
		snprintf(text, size, "%s: row %" PRIu64, name, in->file_rows + r + 1);
	else
		snprintf(text, size, "%s:%zu", name, r < in->lines_room ? in->lines[r] : 0);
	return text;
}

int
gl_in_drain(struct gl_in *in, struct gl_err *err)
{
	const char *all;
	size_t have = 1;

	while (in->source && have > 0 && !gl_source_mapped(in->source, &all, &have)) {
		gl_in_wait(in, 1, true);
		if (!gl_source_peek(in->source, 1, &have, err))
			return -1;
		gl_source_skip(in->source, have);
	}
	return 0;
}

void
gl_in_close(struct gl_in *in)
{
	if (!in)
		return;
	gl_source_close(in->source);
	gl_arena_free(&in->life);
	free(in->lines);
	free(in);
}

/* ---- writing ---- */

/*
 * Binary output with a number of rows that is known only at its end: a regular file gets its header corrected
 * (PATCH); a pipe gets arrays of at most GL_BLOCK_ROWS rows, each when it is full (PIECES). Where arrays end depends
 * on the rows alone, not on time.
 */
enum how { PROMISED, PATCH, PIECES };

struct gl_out {
	struct gl_sink *sink;
	struct gl_out *next; /* in open_outs */
	struct gl_schema schema;
	enum gl_form form;
	int digits;
	uint64_t rows, promised; /* written so far; PROMISED: that there will be */
	struct gl_npy npy;
	enum how how;
	uint64_t header_at; /* PATCH: where the header is */
	char *piece; /* encoded rows: of a piece, or of the block at hand */
	size_t piece_room, piece_rows; /* [bytes]; rows in it */
};

static void
flush_outs(void)
{
	struct gl_err err; /* the sink keeps it and says it again at its next call */

	for (struct gl_out *out = open_outs; out; out = out->next)
		gl_sink_flush(out->sink, &err);
}

static int
put_header(struct gl_out *out, uint64_t rows, struct gl_err *err)
{
	char text[GL_NPY_HEADER];

	return gl_sink_write(out->sink, text, gl_npy_print(&out->npy, rows, text), err);
}

struct gl_out *
gl_out_open(const struct gl_out_args *args, const struct gl_schema *schema, struct gl_err *err)
{
	enum gl_form form = args->form == GL_FORM_INPUT ? schema->form : args->form;

	if (form == GL_FORM_BINARY && schema->nrest > 0) {
		gl_fail(err, "field %d is text, which binary can't hold", schema->nfield + 1);
		gl_hint(err, "cut -f 1,2 drops it; or write text");
		return NULL;
	}
	struct gl_out *out = gl_need(calloc(1, sizeof *out), sizeof *out);
	out->schema = *schema;
	out->form = form;
	out->digits = args->digits;
	out->promised = args->rows;
	if ((form == GL_FORM_BINARY && gl_npy_pack(schema, &out->npy, err) < 0) ||
	    !(out->sink = gl_sink_open(args->path, err))) {
		free(out);
		return NULL;
	}
	out->next = open_outs;
	open_outs = out;
	if (form != GL_FORM_BINARY)
		return out;
	out->how = args->rows != UINT64_MAX ? PROMISED : gl_sink_seekable(out->sink) ? PATCH : PIECES;
	out->header_at = gl_sink_at(out->sink);
	if (out->how != PIECES && put_header(out, out->how == PROMISED ? args->rows : 0, err) < 0) {
		gl_out_abort(out);
		return NULL;
	}
	return out;
}

/* Room for more encoded rows behind those that wait. */
static char *
piece_room(struct gl_out *out, size_t rows)
{
	size_t used = out->piece_rows * out->npy.stride, want = used + rows * out->npy.stride;

	if (want > out->piece_room) {
		out->piece_room = want > 2 * out->piece_room ? want : 2 * out->piece_room;
		out->piece = gl_need(realloc(out->piece, out->piece_room), out->piece_room);
	}
	return out->piece + used;
}

/* Rows first to first + n of a batch become packed rows at `to`. */
static int
pack(const struct gl_out *out, const struct gl_batch *b, size_t first, size_t n, char *to, struct gl_err *err)
{
	size_t at;

	for (int i = 0; i < out->schema.nfield; i++) {
		const struct gl_field *f = &out->schema.field[i];
		const gl_real *from = b->field[i].data + first * f->width;
		if (!gl_encode(from, n, f->width, f->dtype, to + out->npy.offset[i], out->npy.stride, &at))
			return gl_fail(err, "row %" PRIu64 ", field %d, number %zu: %.9g does not fit the type %s",
			    out->rows + first + at / f->width + 1, i + 1, at % f->width + 1, (double)from[at],
			    gl_dtype_name(f->dtype) + 1);
	}
	return 0;
}

/* Writes the rows that wait as an array of their own. */
static int
put_piece(struct gl_out *out, struct gl_err *err)
{
	if (put_header(out, out->piece_rows, err) < 0 ||
	    gl_sink_write(out->sink, out->piece, out->piece_rows * out->npy.stride, err) < 0)
		return -1;
	out->piece_rows = 0;
	return 0;
}

static int
write_pieces(struct gl_out *out, const struct gl_batch *b, size_t most, struct gl_err *err)
{
	for (size_t r = 0, n; r < b->rows; r += n) {
		n = b->rows - r < most - out->piece_rows ? b->rows - r : most - out->piece_rows;
		if (pack(out, b, r, n, piece_room(out, n), err) < 0)
			return -1;
		out->piece_rows += n;
		if (out->piece_rows == most && put_piece(out, err) < 0)
			return -1;
	}
	return 0;
}

static int
write_binary(struct gl_out *out, const struct gl_batch *b, struct gl_err *err)
{
	size_t most = GL_BLOCK_NUMBERS * sizeof(float) / (out->npy.stride ? out->npy.stride : 1) + 1;

	if (most > GL_BLOCK_ROWS)
		most = GL_BLOCK_ROWS;
	if (out->how == PIECES)
		return write_pieces(out, b, most, err);
	if (!GL_REAL_IS_DOUBLE && out->schema.nfield == 1 && out->schema.field[0].dtype == GL_F4)
		return gl_sink_write(out->sink, b->field[0].data, b->rows * out->npy.stride, err);
	for (size_t r = 0, n; r < b->rows; r += n) {
		n = b->rows - r < most ? b->rows - r : most;
		char *to = piece_room(out, n);
		if (pack(out, b, r, n, to, err) < 0 || gl_sink_write(out->sink, to, n * out->npy.stride, err) < 0)
			return -1;
	}
	return 0;
}

/* Numbers of a field with spaces between them, then `after`. */
static int
write_numbers(struct gl_out *out, const gl_real *v, size_t n, char after, struct gl_err *err)
{
	enum { RUN = 256 };

	for (size_t i = 0; i < n;) {
		size_t end = n - i < RUN ? n : i + RUN;
		char *start = gl_sink_room(out->sink, RUN * (GL_NUMBER_TEXT + 1), err), *p = start;
		if (!start)
			return -1;
		for (; i < end; i++) {
			p += out->digits ? gl_number_print_digits((float)v[i], out->digits, p)
					 : gl_number_print((float)v[i], p);
			*p++ = ' ';
		}
		if (i == n)
			p[-1] = after;
		gl_sink_advance(out->sink, (size_t)(p - start));
	}
	return 0;
}

static int
write_text(struct gl_out *out, const struct gl_batch *b, struct gl_err *err)
{
	const struct gl_schema *s = &out->schema;

	for (size_t r = 0; r < b->rows; r++) {
		for (int i = 0; i < s->nfield; i++) {
			size_t width = s->field[i].width;
			char after = i < s->nfield - 1 || s->nrest ? '\t' : '\n';
			if (write_numbers(out, b->field[i].data + r * width, width, after, err) < 0)
				return -1;
		}
		if (s->nrest &&
		    (gl_sink_write(out->sink, b->rest[r], strlen(b->rest[r]), err) < 0 ||
			gl_sink_write(out->sink, "\n", 1, err) < 0))
			return -1;
	}
	return 0;
}

int
gl_out_write(struct gl_out *out, const struct gl_batch *b, struct gl_err *err)
{
	int status = out->form == GL_FORM_BINARY ? write_binary(out, b, err) : write_text(out, b, err);

	out->rows += b->rows;
	return status;
}

/* Binary: the last piece, or the number of rows in the header. */
static int
finish_binary(struct gl_out *out, struct gl_err *err)
{
	char text[GL_NPY_HEADER];

	if (out->how == PIECES)
		return out->piece_rows > 0 || out->rows == 0 ? put_piece(out, err) : 0;
	if (out->how == PROMISED && out->rows == out->promised)
		return 0;
	if (!gl_sink_seekable(out->sink))
		return gl_fail(err, "%s: %" PRIu64 " rows were announced, but there are %" PRIu64,
		    gl_sink_name(out->sink), out->promised, out->rows);
	size_t n = gl_npy_print(&out->npy, out->rows, text);
	return gl_sink_patch(out->sink, out->header_at, text, n, err);
}

static void
out_free(struct gl_out *out)
{
	struct gl_out **p = &open_outs;

	while (*p && *p != out)
		p = &(*p)->next;
	if (*p)
		*p = out->next;
	free(out->piece);
	free(out);
}

int
gl_out_finish(struct gl_out *out, struct gl_err *err)
{
	struct gl_sink *sink = out->sink;
	int status = out->form == GL_FORM_BINARY ? finish_binary(out, err) : 0;

	out_free(out);
	if (status < 0) {
		gl_sink_abort(sink);
		return -1;
	}
	return gl_sink_commit(sink, err);
}

void
gl_out_abort(struct gl_out *out)
{
	if (!out)
		return;
	struct gl_sink *sink = out->sink;
	out_free(out);
	gl_sink_abort(sink);
}
