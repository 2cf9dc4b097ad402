#include "format/select.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- rows ---- */

/* Digits at *p, a number from 1 up. False when there are none, or it is too large. */
static bool
count_parse(const char **p, uint64_t *value)
{
	uint64_t v = 0;
	const char *start = *p;

	for (; **p >= '0' && **p <= '9'; ++*p)
		if (__builtin_mul_overflow(v, 10u, &v) || __builtin_add_overflow(v, (uint64_t)(**p - '0'), &v))
			return false;
	*value = v;
	return *p > start && v > 0;
}

static int
range_order(const void *a, const void *b)
{
	const struct gl_range *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

/* One item of the list: N, N-M or N-. */
static bool
range_parse(const char **p, struct gl_range *r)
{
	uint64_t first, last;

	if (!count_parse(p, &first))
		return false;
	last = first;
	if (**p == '-') {
		++*p;
		last = UINT64_MAX;
		if (**p && **p != ',' && (!count_parse(p, &last) || last < first))
			return false;
	}
	*r = (struct gl_range){first - 1, last - 1};
	return **p == '\0' || **p == ',';
}

int
gl_rows_parse(const char *text, struct gl_rows *rows, struct gl_arena *life, struct gl_err *err)
{
	size_t n = 1, kept = 0;
	const char *p = text;

	for (const char *q = text; *q; q++)
		n += *q == ',';
	rows->range = gl_alloc(life, n, sizeof *rows->range);
	for (size_t i = 0; i < n; i++, p += *p == ',')
		if (!range_parse(&p, &rows->range[i])) {
			gl_fail(err, "'%s' is not a list of rows", text);
			return gl_hint(err, "rows count from 1: 5 or 1-10 or 100- or several with commas between them");
		}
	qsort(rows->range, n, sizeof *rows->range, range_order);
	for (size_t i = 0; i < n; i++) { /* ranges that meet become one */
		struct gl_range *last = kept ? &rows->range[kept - 1] : NULL, *r = &rows->range[i];
		if (!last || (r->first > last->last && r->first - last->last > 1))
			rows->range[kept++] = *r;
		else if (r->last > last->last)
			last->last = r->last;
	}
	rows->n = kept;
	return 0;
}

bool
gl_rows_next(const struct gl_rows *rows, uint64_t from, uint64_t *first, uint64_t *run)
{
	size_t lo = 0, hi = rows->n; /* the first range whose last row is not before `from` */

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (rows->range[mid].last < from)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == rows->n)
		return false;
	const struct gl_range *r = &rows->range[lo];
	*first = r->first > from ? r->first : from;
	*run = r->last - *first + 1; /* an endless range ends at UINT64_MAX - 1 */
	return true;
}

uint64_t
gl_rows_count(const struct gl_rows *rows, uint64_t n)
{
	uint64_t count = 0;

	for (size_t i = 0; i < rows->n && rows->range[i].first < n; i++)
		count += (rows->range[i].last < n ? rows->range[i].last + 1 : n) - rows->range[i].first;
	return count;
}

/* ---- fields ---- */

int
gl_pick_parse(const char *text, struct gl_pick *pick, struct gl_err *err)
{
	const char *p = text;

	pick->n = 0;
	for (;; p++) {
		uint64_t field;
		if (!count_parse(&p, &field) || field > 1000000 || (*p && *p != ',')) {
			gl_fail(err, "'%s' is not a list of fields", text);
			return gl_hint(err, "fields count from 1: 2,1 changes the places of the first two");
		}
		if (pick->n == GL_FIELDS)
			return gl_fail(err, "'%s' names more than %d fields", text, GL_FIELDS);
		pick->field[pick->n++] = (int)field - 1;
		if (!*p)
			return 0;
	}
}

int
gl_pick_schema(const struct gl_pick *pick, const struct gl_schema *from, struct gl_schema *to, struct gl_err *err)
{
	gl_schema_init(to, from->form);
	if (from->nfield == 0) /* nothing is known of the fields of no rows */
		return 0;
	for (int i = 0; i < pick->n; i++) {
		int f = pick->field[i], all = from->nfield + from->nrest;
		if (f >= all)
			return gl_fail(err, "there is no field %d: the examples have %d", f + 1, all);
		if (f >= from->nfield) {
			if (i < 2)
				return gl_fail(err, "field %d is text, but fields 1 and 2 must be numbers", f + 1);
			to->nrest++;
			continue;
		}
		if (to->nrest > 0)
			return gl_fail(err, "field %d, of numbers, cannot go behind text", f + 1);
		/* Names go by place, but for names that the file chose itself. */
		struct gl_schema places;
		gl_schema_init(&places, from->form);
		for (int j = 0; j <= f; j++)
			gl_schema_add(&places, NULL, GL_F4, NULL);
		struct gl_field *added = gl_schema_add(to, NULL, GL_F4, NULL), fresh = *added;
		*added = from->field[f];
		if (strcmp(added->name, places.field[f].name) == 0)
			memcpy(added->name, fresh.name, sizeof fresh.name);
	}
	return 0;
}

/* The picked ones of the opaque fields in text, with TABs between them. */
static const char *
pick_rest(const struct gl_pick *pick, int nfield, const char *text, struct gl_arena *pass)
{
	size_t n = 0, most = (strlen(text) + 1) * (size_t)pick->n;
	char *to = gl_alloc_raw(pass, most + 1, 1);

	for (int i = 0; i < pick->n; i++) {
		const char *p = text;
		if (pick->field[i] < nfield)
			continue;
		for (int skip = pick->field[i] - nfield; skip > 0; skip--)
			p = strchr(p, '\t') + 1;
		size_t length = strcspn(p, "\t");
		if (n > 0)
			to[n++] = '\t';
		memcpy(to + n, p, length);
		n += length;
	}
	to[n] = '\0';
	return to;
}

void
gl_pick_batch(const struct gl_pick *pick, const struct gl_schema *from, const struct gl_batch *b, struct gl_batch *to,
    struct gl_arena *pass)
{
	int nfield = 0, nrest = 0;

	*to = (struct gl_batch){.rows = b->rows, .first = b->first};
	for (int i = 0; i < pick->n; i++) {
		if (pick->field[i] < from->nfield)
			to->field[nfield++] = b->field[pick->field[i]];
		else
			nrest++;
	}
	if (nrest == 0)
		return;
	to->rest = gl_alloc(pass, b->rows, sizeof *to->rest);
	for (size_t r = 0; r < b->rows; r++)
		to->rest[r] = pick_rest(pick, from->nfield, b->rest[r], pass);
}

void
gl_batch_slice(const struct gl_batch *b, const struct gl_schema *s, size_t first, size_t n, struct gl_batch *to)
{
	struct gl_batch part = {.rows = n, .first = b->first + first, .rest = b->rest ? b->rest + first : NULL};

	for (int i = 0; i < s->nfield; i++) {
		part.field[i] = b->field[i];
		part.field[i].data += first * s->field[i].width;
		part.field[i].dim[0] = n;
		part.field[i].n = n * s->field[i].width;
	}
	*to = part;
}

int
gl_dims_parse(const char *text, struct gl_shape *shape, struct gl_err *err)
{
	const char *p = text;
	size_t count = 1;

	*shape = (struct gl_shape){.kind = GL_VECTOR};
	for (;; p++) {
		uint64_t d;
		if (shape->ndim == GL_SHAPE_DIMS)
			return gl_fail(err, "'%s' has more than %d dimensions", text, GL_SHAPE_DIMS);
		if (!count_parse(&p, &d) || (*p && *p != 'x')) {
			gl_fail(err, "'%s' is not a shape", text);
			return gl_hint(err, "like this: 1x28x28 (channels, height, width)");
		}
		if (__builtin_mul_overflow(count, d, &count) || count > (size_t)1 << 40)
			return gl_fail(err, "'%s' has more than 2^40 numbers", text);
		shape->dim[shape->ndim++] = d;
		if (!*p)
			return 0;
	}
}

/* ---- side by side ---- */

int
gl_beside_schema(struct gl_schema *a, const struct gl_schema *b, struct gl_err *err)
{
	if (a->nrest > 0)
		return gl_fail(err, "field %d is text, and no fields can go behind it", a->nfield + 1);
	if (a->nfield + b->nfield > GL_FIELDS)
		return gl_fail(err, "there are more than %d fields", GL_FIELDS);
	for (int i = 0; i < b->nfield; i++) {
		struct gl_field *f = gl_schema_add(a, NULL, GL_F4, NULL), fresh = *f;
		*f = b->field[i];
		memcpy(f->name, fresh.name, sizeof f->name);
	}
	a->nrest = b->nrest;
	return 0;
}

void
gl_beside_batch(struct gl_batch *a, int nfield, const struct gl_batch *b, const struct gl_schema *b_schema)
{
	for (int i = 0; i < b_schema->nfield; i++)
		a->field[nfield + i] = b->field[i];
	if (b->rest)
		a->rest = b->rest;
}
