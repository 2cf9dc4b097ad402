/* A row of a table to numbers. See encode/table.h. */
#include "encode/table.h"

#include <string.h>

enum { SHOWN = 40 }; /* bytes of a cell that a message shows */

/* A value that is not what the column held when the schema was made. */
static int
other_kind(const struct gl_table *t, const struct gl_csv *csv, const struct gl_column *c, struct gl_err *err)
{
	const struct gl_cell *cell = &csv->cell[c->cell];

	gl_fail(err, "'%.*s' is not %s", cell->n < SHOWN ? (int)cell->n : SHOWN, cell->p, gl_holds_name(c->holds));
	if (t->path)
		gl_hint(err, "%.200s says what each column holds", t->path);
	return gl_csv_place(csv, c->cell, c->name, err);
}

static int
unknown_category(const struct gl_table *t, const struct gl_csv *csv, const struct gl_column *c, struct gl_err *err)
{
	const struct gl_cell *cell = &csv->cell[c->cell];
	struct gl_arena scratch = {0};
	const char *word = gl_cell_string(cell, &scratch);
	const char *near = gl_nearest(word, gl_categories_list(&c->names, &scratch));

	gl_fail(err, "'%.*s' is not among the %zu %s of %s", cell->n < SHOWN ? (int)cell->n : SHOWN, cell->p,
	    c->names.n, c->role == GL_TARGET ? "classes" : "categories", t->path ? t->path : "the table");
	if (near)
		gl_hint(err, "did you mean %s?", near);
	else if (c->role == GL_TARGET)
		gl_hint(err, "test data have the classes of the training data");
	else if (!t->index)
		gl_hint(err, "--unknown zeros encodes a category that was not there in training as zeros");
	gl_arena_free(&scratch);
	return gl_csv_place(csv, c->cell, c->name, err);
}

/* The value of a cell: a number, or the index of a category; -1 for one that is unknown. */
static int
value_of(struct gl_table *t, const struct gl_csv *csv, struct gl_column *c, enum gl_unknown unknown, float *value,
    struct gl_err *err)
{
	const struct gl_cell *cell = &csv->cell[c->cell];

	if (c->holds == GL_HOLDS_TEXT) {
		*value = (float)gl_categories_find(&c->names, cell->p, cell->n);
		if (*value < 0 && (unknown == GL_UNKNOWN_REFUSE || c->role == GL_TARGET))
			return unknown_category(t, csv, c, err);
		return 0;
	}
	bool right = c->holds == GL_HOLDS_NUMBER ? gl_cell_number(cell, value)
	    : c->holds == GL_HOLDS_DATE          ? gl_cell_date(cell, value)
						 : gl_cell_boolean(cell, value);
	if (!right)
		return other_kind(t, csv, c, err);
	return gl_column_finite(csv, c, *value, err);
}

/* One column's numbers, at v. */
static int
encode_cell(struct gl_table *t, const struct gl_csv *csv, struct gl_column *c, enum gl_unknown unknown, gl_real *v,
    struct gl_err *err)
{
	bool missing = gl_table_missing(t, &csv->cell[c->cell]);
	float value = c->fill;

	if (missing && !t->look && gl_column_refuses(t, c))
		return gl_column_missing(t, csv, c, err);
	if (!missing && value_of(t, csv, c, unknown, &value, err) < 0)
		return -1;
	if (missing)
		c->missing++;
	else
		gl_column_saw(c, value);
	size_t width = c->width - c->marked;
	if (c->role == GL_FEATURE && c->holds == GL_HOLDS_TEXT && !t->index) {
		for (size_t i = 0; i < width; i++)
			v[i] = 0;
		if (value >= 0)
			v[(size_t)value] = 1;
	} else {
		v[0] = value;
	}
	if (c->marked)
		v[width] = missing;
	return 0;
}

int
gl_table_row(
    struct gl_table *t, struct gl_csv *csv, enum gl_unknown unknown, gl_real *x, gl_real *y, struct gl_err *err)
{
	int got;

	while ((got = gl_table_next(t, csv, err)) > 0) {
		bool whole = true;
		for (size_t i = 0; t->missing == GL_MISSING_DROP && i < t->nfeature + t->ntarget; i++)
			if (gl_table_missing(t, &csv->cell[t->use[i]->cell])) {
				t->use[i]->missing++;
				whole = false;
			}
		if (!whole) {
			t->dropped++;
			continue;
		}
		for (size_t i = 0; i < t->nfeature + t->ntarget; i++) {
			struct gl_column *c = t->use[i];
			gl_real *to = c->role == GL_FEATURE ? x : y;
			if (encode_cell(t, csv, c, unknown, to + c->first, err) < 0)
				return -1;
		}
		t->rows++;
		return 1;
	}
	return got;
}
