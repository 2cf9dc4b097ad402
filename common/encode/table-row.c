/* Rows of a table, and how one becomes numbers. See encode/table.h. */
#include "encode/table.h"

#include <math.h>

/* ---- rows and cells ---- */

int
gl_table_next(const struct gl_table *t, struct gl_csv *csv, struct gl_err *err)
{
	int got;

	while ((got = gl_csv_next(csv, err)) > 0 && csv->blank && t->cells > 1)
		csv->next.row--;
	if (got <= 0 || csv->n == t->cells)
		return got;
	gl_fail(err, "%zu cell%s, but the %s has %zu", csv->n, csv->n == 1 ? "" : "s",
	    t->header ? "header" : "first row", t->cells);
	if (csv->n > t->cells)
		gl_hint(err, "a cell that has the separator in it stands in double quotes");
	return gl_csv_place(csv, SIZE_MAX, NULL, err);
}

bool
gl_table_missing(const struct gl_table *t, const struct gl_cell *cell)
{
	if (t->na.n == 0 || cell->n == 0)
		return gl_cell_missing(cell);
	return gl_categories_find(&t->na, cell->p, cell->n) >= 0;
}

bool
gl_column_refuses(const struct gl_table *t, const struct gl_column *c)
{
	return t->missing != GL_MISSING_DROP && (!c->fills || (t->missing == GL_MISSING_MARK && !c->marked));
}

int
gl_column_missing(const struct gl_table *t, const struct gl_csv *csv, const struct gl_column *c, struct gl_err *err)
{
	const struct gl_cell *cell = &csv->cell[c->cell];

	if (cell->n == 0)
		gl_fail(err, "the value is missing: the cell is empty");
	else
		gl_fail(err, "the value is missing: '%.*s'", GL_CELL_SHOWN(cell));
	if (c->role == GL_TARGET && t->path)
		gl_hint(err, "for predictions, take the column out of the table");
	else if (c->role == GL_TARGET)
		gl_hint(err, "a target is never made up; --missing drop leaves such rows out");
	else if (t->path && t->missing == GL_MISSING_MARK)
		gl_hint(err, "no value was missing here when %.200s was made, so this column has no mark", t->path);
	else
		gl_hint(err,
		    "--missing mean fills in what is usual, mark tells it apart too, drop leaves such rows out%s",
		    t->path ? "; it is chosen when the schema is made" : "");
	return gl_csv_place(csv, c->cell, c->name, err);
}

int
gl_column_finite(const struct gl_csv *csv, const struct gl_column *c, float value, struct gl_err *err)
{
	const struct gl_cell *cell = &csv->cell[c->cell];
	bool digit = false;

	if (isfinite(value))
		return 0;
	for (size_t i = 0; i < cell->n; i++)
		digit |= cell->p[i] >= '0' && cell->p[i] <= '9';
	gl_fail(err, "'%.*s' is %s", GL_CELL_SHOWN(cell), digit ? "more than float32 can hold (3.4e38)" : "not finite");
	return gl_csv_place(csv, c->cell, c->name, err);
}

void
gl_column_saw(struct gl_column *c, float value)
{
	if (c->n == 0 || value < c->min)
		c->min = value;
	if (c->n == 0 || value > c->max)
		c->max = value;
	c->sum += (double)value;
	c->n++;
}

const char *
gl_holds_name(enum gl_holds holds)
{
	static const char *const names[] = {"nothing", "a number", "true, false, yes or no", "a date", "text"};

	return names[holds];
}

/* ---- a row to numbers ---- */

/* A value that is not what the column held when the schema was made. */
static int
other_kind(const struct gl_table *t, const struct gl_csv *csv, const struct gl_column *c, struct gl_err *err)
{
	gl_fail(err, "'%.*s' is not %s", GL_CELL_SHOWN(&csv->cell[c->cell]), gl_holds_name(c->holds));
	if (t->path)
		gl_hint(err, "%.200s says what each column holds", t->path);
	return gl_csv_place(csv, c->cell, c->name, err);
}

static int
unknown_category(const struct gl_table *t, const struct gl_csv *csv, const struct gl_column *c, struct gl_err *err)
{
	const struct gl_cell *cell = &csv->cell[c->cell];
	struct gl_arena scratch = {0};
	const char *near = gl_nearest(gl_cell_string(cell, &scratch), gl_categories_list(&c->names, &scratch));

	gl_fail(err, "'%.*s' is not among the %zu %s of %s", GL_CELL_SHOWN(cell), c->names.n,
	    c->role == GL_TARGET ? "classes" : "categories", t->path ? t->path : "the table");
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
value_of(const struct gl_table *t, const struct gl_csv *csv, const struct gl_column *c, enum gl_unknown unknown,
    float *value, struct gl_err *err)
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
	return right ? gl_column_finite(csv, c, *value, err) : other_kind(t, csv, c, err);
}

/* One column's numbers, at v. */
static int
encode_cell(struct gl_table *t, const struct gl_csv *csv, struct gl_column *c, enum gl_unknown unknown, gl_real *v,
    struct gl_err *err)
{
	bool missing = gl_table_missing(t, &csv->cell[c->cell]);
	bool one_hot = c->role == GL_FEATURE && c->holds == GL_HOLDS_TEXT && !t->index;
	size_t width = c->width - c->marked;
	float value = c->fill;

	if (missing && !t->look && gl_column_refuses(t, c))
		return gl_column_missing(t, csv, c, err);
	if (!missing && value_of(t, csv, c, unknown, &value, err) < 0)
		return -1;
	if (missing)
		c->missing++;
	else
		gl_column_saw(c, value);
	for (size_t i = 0; i < width; i++)
		v[i] = one_hot ? (float)i == value : value;
	if (c->marked)
		v[width] = missing;
	return 0;
}

/* With --missing drop: is a value of the row missing, so that it is left out? */
static bool
drop(struct gl_table *t, const struct gl_csv *csv)
{
	bool gaps = false;

	for (size_t i = 0; t->missing == GL_MISSING_DROP && i < t->nfeature + t->ntarget; i++) {
		bool missing = gl_table_missing(t, &csv->cell[t->use[i]->cell]);
		t->use[i]->missing += missing;
		gaps |= missing;
	}
	t->dropped += gaps;
	return gaps;
}

int
gl_table_row(
    struct gl_table *t, struct gl_csv *csv, enum gl_unknown unknown, gl_real *x, gl_real *y, struct gl_err *err)
{
	int got;

	while ((got = gl_table_next(t, csv, err)) > 0 && drop(t, csv))
		;
	if (got <= 0)
		return got;
	for (size_t i = 0; i < t->nfeature + t->ntarget; i++) {
		struct gl_column *c = t->use[i];
		gl_real *to = c->role == GL_FEATURE ? x : y;
		if (encode_cell(t, csv, c, unknown, to + c->first, err) < 0)
			return -1;
	}
	t->rows++;
	return 1;
}
