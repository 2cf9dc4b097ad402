/*
 * NumPy's .npy format. A file begins with "\x93NUMPY", two bytes of version, the length of the rest of the header (2
 * bytes in version 1, 4 in versions 2 and 3; little-endian), and then a Python dictionary such as
 *     {'descr': '<f4', 'fortran_order': False, 'shape': (60000, 784), }
 * filled up with spaces to a multiple of 64 bytes and ended by a newline. The numbers follow. Source: NumPy
 * enhancement proposal 1, and the documentation of numpy.lib.format.
 */
#include "format/npy.h"
#include "format/codec.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char magic[] = "\x93NUMPY";
enum { MAGIC = 6, ALIGN = 64, HEADER_MAX = 1 << 20, COUNT_DIGITS = 20 };

bool
gl_npy_begins(const char *p, size_t n)
{
	return n > 0 && memcmp(p, magic, n < MAGIC ? n : MAGIC) == 0;
}

size_t
gl_npy_length(const char *p, size_t have, struct gl_err *err)
{
	const unsigned char *u = (const unsigned char *)p;
	size_t start = 10, n;

	if (have >= MAGIC + 1 && (u[MAGIC] < 1 || u[MAGIC] > 3)) {
		gl_fail(err, "is .npy version %d, but 1, 2 and 3 are known", u[MAGIC]);
		return 0;
	}
	if (have >= MAGIC + 1 && u[MAGIC] > 1)
		start = 12;
	if (have < start) {
		gl_fail(err, "ends inside the .npy header");
		return 0;
	}
	n = u[8] | (size_t)u[9] << 8;
	if (start == 12)
		n |= (size_t)u[10] << 16 | (size_t)u[11] << 24;
	if (n > HEADER_MAX) {
		gl_fail(err, "says that its .npy header has %zu bytes, but %d are the most", n, HEADER_MAX);
		return 0;
	}
	return start + n;
}

/* ---- reading the dictionary ---- */

struct cursor {
	const char *start, *p, *end;
	struct gl_err *err;
};

struct word { /* the inside of a string */
	const char *p;
	size_t n;
};

static int
expected(struct cursor *c, const char *what)
{
	if (c->p < c->end)
		return gl_fail(
		    c->err, "the .npy header is damaged: expected %s at byte %zu", what, (size_t)(c->p - c->start));
	return gl_fail(c->err, "the .npy header is damaged: it ends where %s is expected", what);
}

static void
space(struct cursor *c)
{
	while (c->p < c->end && (*c->p == ' ' || *c->p == '\t' || *c->p == '\n' || *c->p == '\r'))
		c->p++;
}

/* Is this character next? Then it is consumed. */
static bool
next(struct cursor *c, char ch)
{
	space(c);
	if (c->p == c->end || *c->p != ch)
		return false;
	c->p++;
	return true;
}

static bool
peek(struct cursor *c, char ch)
{
	space(c);
	return c->p < c->end && *c->p == ch;
}

static int
want(struct cursor *c, char ch)
{
	char what[] = "' '";

	what[1] = ch;
	return next(c, ch) ? 0 : expected(c, what);
}

static int
string(struct cursor *c, struct word *w)
{
	space(c);
	if (c->p < c->end && (*c->p == 'u' || *c->p == 'b')) /* Python 2 wrote u'x' */
		c->p++;
	if (c->p == c->end || (*c->p != '\'' && *c->p != '"'))
		return expected(c, "a string");
	char quote = *c->p++;
	w->p = c->p;
	while (c->p < c->end && *c->p != quote)
		c->p += *c->p == '\\' && c->p + 1 < c->end ? 2 : 1;
	if (c->p == c->end)
		return expected(c, "the end of a string");
	w->n = (size_t)(c->p++ - w->p);
	return 0;
}

static int
whole(struct cursor *c, uint64_t *value)
{
	space(c);
	if (c->p == c->end || *c->p < '0' || *c->p > '9')
		return expected(c, "a whole number");
	for (*value = 0; c->p < c->end && *c->p >= '0' && *c->p <= '9'; c->p++)
		if (__builtin_mul_overflow(*value, 10u, value) ||
		    __builtin_add_overflow(*value, (uint64_t)(*c->p - '0'), value))
			return gl_fail(c->err, "the .npy header has a number that is too large");
	if (c->p < c->end && *c->p == 'L') /* Python 2 wrote 3L */
		c->p++;
	return 0;
}

/* (3, 4) or (3,) or () or 3 */
static int
tuple(struct cursor *c, uint64_t *dim, int most, int *ndim)
{
	*ndim = 0;
	if (!next(c, '(')) {
		*ndim = 1;
		return whole(c, dim);
	}
	while (!next(c, ')')) {
		uint64_t d;
		if (whole(c, &d) < 0)
			return -1;
		if (*ndim < most)
			dim[*ndim] = d;
		(*ndim)++;
		if (!next(c, ',') && !peek(c, ')'))
			return expected(c, "',' or ')'");
	}
	return 0;
}

/* Sets shape and width of a field. Nothing is allocated by these numbers; 2^40 is far from overflow. */
static int
field_shape(struct gl_field *f, const uint64_t *dim, int ndim, struct gl_err *err)
{
	if (ndim > GL_SHAPE_DIMS)
		return gl_fail(err, "field %s has %d dimensions, but %d are the most", f->name, ndim, GL_SHAPE_DIMS);
	f->ndim = ndim;
	f->width = 1;
	for (int i = 0; i < ndim; i++) {
		if (__builtin_mul_overflow(f->width, dim[i], &f->width) || f->width > (uint64_t)1 << 40)
			return gl_fail(err, "field %s has more than 2^40 numbers in a row", f->name);
		f->dim[i] = dim[i];
	}
	return 0;
}

/* '<f4' and such. What is no number is refused in words. */
static int
type(struct word w, struct gl_field *f, bool *swap, struct gl_err *err)
{
	const char *p = w.p;
	size_t n = w.n;

	*swap = n > 0 && *p == '>';
	if (n > 0 && (*p == '<' || *p == '>' || *p == '|' || *p == '='))
		p++, n--;
	for (int d = GL_F4; d <= GL_BOOL; d++)
		if (n == 2 && memcmp(p, gl_dtype_name(d) + 1, 2) == 0) {
			f->dtype = d;
			return 0;
		}
	if (n > 0 && *p == 'O') {
		gl_fail(err, "holds Python objects (a pickle), which can hold anything; examples are numbers");
		return gl_hint(err, "in Python: numpy.save(file, array.astype('f4'))");
	}
	gl_fail(err, "field %s has the type %.*s; f2 f4 f8 u1 i1 i2 i4 i8 and bool are read", f->name,
	    (int)(w.n < 20 ? w.n : 20), w.p);
	return gl_hint(err, "in Python: numpy.save(file, array.astype('f4'))");
}

/* A plain name is kept; any other becomes the name by its place. */
static void
field_name(struct gl_field *f, struct word w)
{
	for (size_t i = 0; i < w.n; i++) {
		char ch = w.p[i];
		if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_' ||
			ch == '-' || ch == '.'))
			return;
	}
	if (w.n > 0 && w.n < sizeof f->name) {
		memcpy(f->name, w.p, w.n);
		f->name[w.n] = '\0';
	}
}

/* ('x', '<f4', (1, 28, 28)) of a structured type; ('', '|V3') is three bytes of padding. */
static int
structured_field(struct cursor *c, struct gl_npy *npy)
{
	struct word name, title, kind;
	uint64_t dim[GL_SHAPE_DIMS + 1], bytes;
	int ndim = 0;

	if (want(c, '(') < 0)
		return -1;
	if (next(c, '(')) { /* (title, name) */
		if (string(c, &title) < 0 || want(c, ',') < 0 || string(c, &name) < 0 || want(c, ')') < 0)
			return -1;
	} else if (string(c, &name) < 0) {
		return -1;
	}
	if (want(c, ',') < 0)
		return -1;
	if (peek(c, '['))
		return gl_fail(c->err, "field %.*s has fields of its own; a field must be numbers",
		    (int)(name.n < 32 ? name.n : 32), name.p);
	if (string(c, &kind) < 0 || (next(c, ',') && !peek(c, ')') && tuple(c, dim, GL_SHAPE_DIMS, &ndim) < 0))
		return -1;
	next(c, ',');
	if (want(c, ')') < 0)
		return -1;
	if (name.n == 0 && kind.n > 2 && (memcmp(kind.p, "|V", 2) == 0)) {
		struct cursor inner = {c->start, kind.p + 2, kind.p + kind.n, c->err};
		if (whole(&inner, &bytes) < 0)
			return -1;
		if (bytes > 1 << 20 || ndim > 0)
			return gl_fail(c->err, "a row has %" PRIu64 " bytes of padding", bytes);
		npy->stride += bytes;
		return 0;
	}
	if (npy->schema.nfield == GL_FIELDS)
		return gl_fail(c->err, "has more than %d fields", GL_FIELDS);
	struct gl_field *f = gl_schema_add(&npy->schema, NULL, GL_F4, NULL);
	int i = npy->schema.nfield - 1;
	field_name(f, name);
	if (type(kind, f, &npy->swap[i], c->err) < 0 || field_shape(f, dim, ndim, c->err) < 0)
		return -1;
	npy->offset[i] = npy->stride;
	npy->stride += f->width * gl_dtype_size(f->dtype);
	return 0;
}

static int
descr(struct cursor *c, struct gl_npy *npy)
{
	if (!next(c, '[')) {
		struct word w;
		struct gl_field *f = gl_schema_add(&npy->schema, NULL, GL_F4, NULL);
		return string(c, &w) < 0 ? -1 : type(w, f, &npy->swap[0], c->err);
	}
	while (!next(c, ']')) {
		if (structured_field(c, npy) < 0)
			return -1;
		if (!next(c, ',') && !peek(c, ']'))
			return expected(c, "',' or ']'");
	}
	return npy->schema.nfield > 0 ? 0 : gl_fail(c->err, "has no fields");
}

/* True or False */
static int
truth(struct cursor *c, bool *value)
{
	space(c);
	size_t left = (size_t)(c->end - c->p);
	*value = left >= 4 && memcmp(c->p, "True", 4) == 0;
	if (!*value && (left < 5 || memcmp(c->p, "False", 5) != 0))
		return expected(c, "True or False");
	c->p += *value ? 4 : 5;
	return 0;
}

/* What the array's own shape says: rows, and the shape of the field of a plain array. */
static int
array_shape(struct gl_npy *npy, bool structured, bool fortran, const uint64_t *dim, int ndim, struct gl_err *err)
{
	int wide = 0;

	if (ndim == 0)
		return gl_fail(err, "is a single value (its shape is ()), but a stream is an array of rows");
	if (structured && ndim > 1)
		return gl_fail(err, "is a structured array of %d dimensions, but a stream has one: its rows", ndim);
	if (ndim > GL_SHAPE_DIMS + 1)
		return gl_fail(err, "has %d dimensions, but %d are the most", ndim, GL_SHAPE_DIMS + 1);
	for (int i = 0; i < ndim; i++)
		wide += dim[i] > 1;
	if (fortran && wide > 1) {
		gl_fail(err, "is in Fortran order (columns first), but rows must lie one after another");
		return gl_hint(err, "in Python: numpy.save(file, numpy.ascontiguousarray(array))");
	}
	npy->rows = dim[0];
	if (structured)
		return 0;
	struct gl_field *f = &npy->schema.field[0];
	if (field_shape(f, dim + 1, ndim - 1, err) < 0)
		return -1;
	npy->stride = f->width * gl_dtype_size(f->dtype);
	return 0;
}

int
gl_npy_parse(const char *p, size_t length, struct gl_npy *npy, struct gl_err *err)
{
	size_t start = p[MAGIC] == 1 ? 10 : 12;
	struct cursor c = {p, p + start, p + length, err};
	uint64_t dim[GL_SHAPE_DIMS + 1] = {0};
	int ndim = 0, seen = 0;
	bool fortran = false, structured = false;
	struct word key;

	memset(npy, 0, sizeof *npy);
	gl_schema_init(&npy->schema, GL_FORM_BINARY);
	if (want(&c, '{') < 0)
		return -1;
	while (!next(&c, '}')) {
		int bit;
		if (string(&c, &key) < 0 || want(&c, ':') < 0)
			return -1;
		if (key.n == 5 && memcmp(key.p, "descr", 5) == 0)
			bit = 1;
		else if (key.n == 13 && memcmp(key.p, "fortran_order", 13) == 0)
			bit = 2;
		else if (key.n == 5 && memcmp(key.p, "shape", 5) == 0)
			bit = 4;
		else
			return expected(&c, "descr, fortran_order or shape");
		if (seen & bit)
			return gl_fail(err, "the .npy header says %.*s twice", (int)key.n, key.p);
		seen |= bit;
		structured = bit == 1 ? peek(&c, '[') : structured;
		if ((bit == 1 && descr(&c, npy) < 0) || (bit == 2 && truth(&c, &fortran) < 0) ||
		    (bit == 4 && tuple(&c, dim, GL_SHAPE_DIMS + 1, &ndim) < 0))
			return -1;
		if (!next(&c, ',') && !peek(&c, '}'))
			return expected(&c, "',' or '}'");
	}
	if (seen != 7)
		return gl_fail(err, "the .npy header does not say %s",
		    !(seen & 1)       ? "descr"
			: !(seen & 2) ? "fortran_order"
				      : "shape");
	if (array_shape(npy, structured, fortran, dim, ndim, err) < 0)
		return -1;
	for (int i = 0; i < npy->schema.nfield; i++) {
		if (npy->schema.field[i].width > 0)
			continue;
		if (npy->rows > 0)
			return gl_fail(err, "field %s has no numbers", npy->schema.field[i].name);
		gl_schema_init(&npy->schema, GL_FORM_BINARY); /* no rows of unknown width */
	}
	return 0;
}

/* ---- writing ---- */

/* NumPy wants names that differ; where two are the same, all get the names of their places. */
static void
separate_names(struct gl_schema *s)
{
	struct gl_schema fresh;
	bool same = false;

	gl_schema_init(&fresh, s->form);
	for (int i = 0; i < s->nfield; i++) {
		gl_schema_add(&fresh, NULL, GL_F4, NULL);
		for (int j = 0; j < i; j++)
			same |= strcmp(s->field[i].name, s->field[j].name) == 0;
	}
	for (int i = 0; same && i < s->nfield; i++)
		memcpy(s->field[i].name, fresh.field[i].name, sizeof fresh.field[i].name);
}

int
gl_npy_pack(const struct gl_schema *schema, struct gl_npy *npy, struct gl_err *err)
{
	npy->schema = *schema;
	npy->stride = 0;
	separate_names(&npy->schema);
	for (int i = 0; i < schema->nfield; i++) {
		const struct gl_field *f = &schema->field[i];
		npy->offset[i] = npy->stride;
		npy->swap[i] = false;
		npy->stride += f->width * gl_dtype_size(f->dtype);
		if (f->width > (uint64_t)1 << 40 || npy->stride > (uint64_t)1 << 44)
			return gl_fail(err, "a row is too large");
	}
	return 0;
}

static size_t add(char *text, size_t n, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static size_t
add(char *text, size_t n, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int more = vsnprintf(text + n, GL_NPY_HEADER - n, fmt, ap);
	va_end(ap);
	return n + (size_t)more;
}

size_t
gl_npy_print(const struct gl_npy *npy, uint64_t rows, char *text)
{
	const struct gl_schema *s = &npy->schema;
	char count[COUNT_DIGITS + 1];
	size_t n = 10;

	snprintf(count, sizeof count, "%" PRIu64, rows);
	n = add(text, n, "{'descr': ");
	if (s->nfield <= 1)
		n = add(text, n, "'%s'", gl_dtype_name(s->nfield ? s->field[0].dtype : GL_F4));
	else
		for (int i = 0; i < s->nfield; i++) {
			const struct gl_field *f = &s->field[i];
			n = add(text, n, "%s('%s', '%s'", i ? ", " : "[", f->name, gl_dtype_name(f->dtype));
			for (int j = 0; j < f->ndim; j++)
				n = add(text, n, "%s%zu%s", j ? ", " : ", (", f->dim[j], f->ndim == 1 ? "," : "");
			n = add(text, n, "%s)%s", f->ndim ? ")" : "", i == s->nfield - 1 ? "]" : "");
		}
	n = add(text, n, ", 'fortran_order': False, 'shape': (%s,", count);
	if (s->nfield == 0)
		n = add(text, n, " 0");
	for (int j = 0; s->nfield == 1 && j < s->field[0].ndim; j++)
		n = add(text, n, "%s %zu", j ? "," : "", s->field[0].dim[j]);
	n = add(text, n, "), }");
	/* Room for the longest count, whatever this one is, so that a later one can be put in its place. */
	size_t whole_length = (n + COUNT_DIGITS - strlen(count) + 1 + ALIGN - 1) / ALIGN * ALIGN;
	memset(text + n, ' ', whole_length - n);
	text[whole_length - 1] = '\n';
	memcpy(text, magic, MAGIC);
	text[6] = 1; /* version 1.0: GL_FIELDS short names never need the longer header */
	text[7] = 0;
	text[8] = (char)((whole_length - 10) & 255);
	text[9] = (char)((whole_length - 10) >> 8);
	return whole_length;
}
