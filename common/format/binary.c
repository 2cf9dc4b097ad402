/* Examples as .npy arrays: reading. Rows lie packed behind a header; several arrays may follow one another. */
#include "format/codec.h"
#include "format/in.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* When the file is mapped, its size is known, and a header that lies is found at once. */
static int
check_size(struct gl_source *source, const struct gl_npy *npy, uint64_t row, struct gl_err *err)
{
	const char *all;
	size_t n, have;

	if (!gl_source_mapped(source, &all, &n))
		return 0;
	if (!gl_source_peek(source, 0, &have, err))
		return -1;
	if (npy->stride == 0 || have / npy->stride >= npy->rows)
		return 0;
	return gl_fail(err, "says %" PRIu64 " rows, but the file ends %s row %" PRIu64,
	    npy->rows > UINT64_MAX - row ? UINT64_MAX : row + npy->rows, have % npy->stride ? "in" : "after",
	    row + have / npy->stride + (have % npy->stride != 0));
}

static int
next_array(struct gl_source *source, struct gl_npy *npy, uint64_t row, struct gl_err *err)
{
	size_t have, length;
	const char *p = gl_source_peek(source, 1, &have, err);

	if (!p)
		return -2;
	if (have == 0)
		return 0;
	if (!(p = gl_source_peek(source, GL_NPY_START, &have, err)))
		return -2;
	if (!gl_npy_begins(p, have))
		return gl_fail(err, "row %" PRIu64 " is followed by neither the end nor another .npy array", row);
	if (!(length = gl_npy_length(p, have < GL_NPY_START ? have : GL_NPY_START, err)))
		return -1;
	if (!(p = gl_source_peek(source, length, &have, err)))
		return -2;
	if (have < length)
		return gl_fail(err, "ends inside the .npy header");
	if (gl_npy_parse(p, length, npy, err) < 0)
		return -1;
	gl_source_skip(source, length);
	return check_size(source, npy, row, err) < 0 ? -1 : 1;
}

int
gl_binary_next(struct gl_source *source, struct gl_npy *npy, uint64_t row, struct gl_err *err)
{
	int got = next_array(source, npy, row, err);

	return got == -1 ? gl_fail_at(err, gl_source_name(source), 0) : got < 0 ? -1 : got;
}

static const char *
field_text(const struct gl_field *f, char *text, size_t size)
{
	size_t n = (size_t)snprintf(text, size, "%s of ", gl_dtype_name(f->dtype) + 1);

	for (int i = 0; i < f->ndim && n < size; i++)
		n += (size_t)snprintf(text + n, size - n, "%s%zu", i ? "x" : "", f->dim[i]);
	if (f->ndim == 0)
		snprintf(text + n, size - n, "one number");
	return text;
}

int
gl_schema_agree(const struct gl_schema *a, const struct gl_schema *b, const char *b_name, struct gl_err *err)
{
	char x[128], y[128];

	if (a->nfield != b->nfield)
		return gl_fail(
		    err, "has %d field%s, but %s has %d", a->nfield, a->nfield == 1 ? "" : "s", b_name, b->nfield);
	for (int i = 0; i < a->nfield; i++) {
		const struct gl_field *f = &a->field[i], *g = &b->field[i];
		bool same = f->dtype == g->dtype && f->ndim == g->ndim;
		for (int j = 0; same && j < f->ndim; j++)
			same = f->dim[j] == g->dim[j];
		if (!same)
			return gl_fail(err, "field %d is %s, but in %s it is %s", i + 1, field_text(f, x, sizeof x),
			    b_name, field_text(g, y, sizeof y));
	}
	return 0;
}

int
gl_binary_begin(struct gl_in *in, struct gl_err *err)
{
	do {
		gl_in_wait(in, 1, true);
		int got = gl_binary_next(in->source, &in->npy, in->file_rows, err);
		if (got <= 0)
			return got;
		in->left = in->npy.rows;
		if (in->npy.schema.nfield == 0)
			continue;
		if (!in->known) {
			in->schema = in->npy.schema;
			in->first_name = gl_strdup(&in->life, gl_source_name(in->source));
			in->known = true;
		} else if (gl_schema_agree(&in->npy.schema, &in->schema, in->first_name, err) < 0) {
			return gl_fail_at(err, gl_source_name(in->source), 0);
		}
	} while (in->left == 0);
	return 1;
}

struct gl_tensor
gl_field_tensor(const struct gl_field *f, size_t rows, gl_real *data)
{
	struct gl_tensor t = {.data = data, .n = rows * f->width, .ndim = f->ndim + 1, .dim = {rows}};

	for (int i = 0; i < f->ndim; i++)
		t.dim[i + 1] = f->dim[i];
	return t;
}

/* Do the rows at p lie in memory as a batch has them? */
static bool
as_batch(const struct gl_npy *npy, const char *p)
{
	return !GL_REAL_IS_DOUBLE && npy->schema.nfield == 1 && npy->schema.field[0].dtype == GL_F4 && !npy->swap[0] &&
	    npy->stride == npy->schema.field[0].width * sizeof(gl_real) && (uintptr_t)p % sizeof(gl_real) == 0;
}

/* Finds the number that is refused and says why. */
static int
refuse(const struct gl_npy *npy, int i, const char *p, size_t rows, uint64_t row, unsigned refused, struct gl_err *err)
{
	const struct gl_field *f = &npy->schema.field[i];
	size_t size = gl_dtype_size(f->dtype), r = 0, e = 0;
	unsigned flaw = 0;
	gl_real v;

	for (r = 0; r < rows && !flaw; r += !flaw)
		for (e = 0; e < f->width && !flaw; e += !flaw)
			flaw = refused &
			    gl_decode(p + r * npy->stride + npy->offset[i] + e * size, size, 1, 1, f->dtype,
				npy->swap[i], &v);
	const char *what = flaw & GL_NONFINITE ? "is not finite"
	    : flaw & GL_OVERFLOW               ? "is more than float32 can hold (3.4e38)"
	    : f->dtype == GL_F8                ? "is a double that float32 cannot hold exactly"
					       : "is beyond 2^24, where float32 does not hold every integer";
	gl_fail(err, "row %" PRIu64 ", field %d, number %zu %s", row + r + 1, i + 1, e + 1, what);
	if (flaw & GL_NONFINITE)
		return gl_hint(err, "--allow-nonfinite takes nan and inf as data");
	return flaw & GL_INEXACT ? gl_hint(err, "--round takes the nearest float32") : -1;
}

int
gl_binary_rows(const struct gl_npy *npy, const char *p, size_t rows, uint64_t row, const struct gl_in_args *args,
    bool view, struct gl_batch *b, struct gl_arena *pass, struct gl_err *err)
{
	unsigned refused = GL_OVERFLOW | (args->allow_nonfinite ? 0 : GL_NONFINITE) | (args->round ? 0 : GL_INEXACT);

	b->rows = rows;
	b->rest = NULL;
	for (int i = 0; i < npy->schema.nfield; i++) {
		const struct gl_field *f = &npy->schema.field[i];
		const char *from = p + npy->offset[i];
		unsigned flaws;
		gl_real *to;
		if (view && as_batch(npy, p)) {
			to = (gl_real *)(uintptr_t)from; /* read-only memory: a batch that was read is not written to */
			flaws = args->allow_nonfinite ? 0 : gl_flaws((float *)to, rows * f->width);
		} else {
			to = gl_alloc_raw(pass, rows * f->width, sizeof *to);
			flaws = gl_decode(from, npy->stride, rows, f->width, f->dtype, npy->swap[i], to);
		}
		if (flaws & refused)
			return refuse(npy, i, p, rows, row, refused, err);
		b->field[i] = gl_field_tensor(f, rows, to);
	}
	return 0;
}

/*
 * Rows that are there: waits for a whole one, and for up to max unless the input pauses. 0 rows when the file ends
 * before. NULL with err set.
 */
static const char *
rows_here(struct gl_in *in, size_t max, size_t *rows, struct gl_err *err)
{
	size_t stride = in->npy.stride, have, need = stride;
	const char *p;

	gl_in_wait(in, need, true);
	while ((p = gl_source_peek(in->source, need, &have, err))) {
		*rows = have / stride < max ? have / stride : max;
		if (*rows == max || have < need)
			break; /* all that is wanted, or all there is */
		need = have + 1; /* a read takes what has come, up to a block */
		if (!gl_in_wait(in, need, *rows == 0))
			break;
	}
	return p;
}

long
gl_binary_read(struct gl_in *in, size_t max, struct gl_batch *b, struct gl_arena *pass, struct gl_err *err)
{
	size_t rows;
	const char *all, *p;
	int got;

	if (in->left == 0 && (got = gl_binary_begin(in, err)) <= 0)
		return got;
	max = gl_block_rows(&in->schema, max < in->left ? max : in->left);
	if (!(p = rows_here(in, max, &rows, err)))
		return -1;
	uint64_t row = in->file_rows;
	if (rows == 0) {
		size_t have;
		gl_source_peek(in->source, 0, &have, err);
		gl_fail(err, "says %" PRIu64 " rows, but the file ends %s row %" PRIu64, row + in->left,
		    have ? "in" : "after", have ? row + 1 : row);
		return gl_fail_at(err, gl_source_name(in->source), 0);
	}
	if (gl_binary_rows(
		&in->npy, p, rows, row, &in->args, gl_source_mapped(in->source, &all, &(size_t){0}), b, pass, err) < 0)
		return gl_fail_at(err, gl_source_name(in->source), 0);
	gl_source_skip(in->source, rows * in->npy.stride);
	in->left -= rows;
	return (long)rows;
}
