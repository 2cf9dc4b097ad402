/* Learning from a table: what its columns hold, their categories and means. See encode/table.h. */
#include "encode/table.h"

/* A value of this kind comes to a column that held another one so far. */
static int
mix(struct gl_column *c, enum gl_holds holds, const struct gl_csv *csv, struct gl_err *err)
{
	if (c->holds == GL_HOLDS_NOTHING) {
		c->holds = holds;
		c->holds_row = csv->row;
		return 0;
	}
	if (holds == GL_HOLDS_BOOLEAN && c->holds == GL_HOLDS_TEXT)
		return 0; /* a word among others */
	if (holds == GL_HOLDS_TEXT && c->holds == GL_HOLDS_BOOLEAN) {
		c->holds = GL_HOLDS_TEXT; /* yes, no and maybe: three words */
		return 0;
	}
	gl_fail(err, "'%.*s' is %s, but row %llu holds %s", GL_CELL_SHOWN(&csv->cell[c->cell]), gl_holds_name(holds),
	    (unsigned long long)c->holds_row, gl_holds_name(c->holds));
	gl_hint(err,
	    "if the values are names all the same: --category '%.100s'; if this one means a missing value: --na",
	    c->name);
	return gl_csv_place(csv, c->cell, c->name, err);
}

/* Numbers like 12,5 would silently become names, one category each. */
static int
check_comma(const struct gl_column *c, const struct gl_csv *csv, struct gl_err *err)
{
	const struct gl_cell *cell = &csv->cell[c->cell];

	if (c->category || !gl_cell_comma_number(cell))
		return 0;
	gl_fail(err, "'%.*s' is no number, as it has a comma", GL_CELL_SHOWN(cell));
	gl_hint(
	    err, "a number has a point, and nothing between thousands; if it is a name: --category '%.100s'", c->name);
	return gl_csv_place(csv, c->cell, c->name, err);
}

/* Learns from a value that is there. The names of booleans are kept too, as they may turn out to be words. */
static int
learn_cell(struct gl_table *t, struct gl_column *c, const struct gl_csv *csv, struct gl_err *err)
{
	const struct gl_cell *cell = &csv->cell[c->cell];
	float value = 0;
	enum gl_holds holds = c->category ? GL_HOLDS_TEXT : gl_cell_read(cell, &value);

	if ((holds == GL_HOLDS_TEXT && check_comma(c, csv, err) < 0) ||
	    (holds != c->holds && mix(c, holds, csv, err) < 0) || gl_column_finite(csv, c, value, err) < 0)
		return -1;
	gl_column_saw(c, value);
	if (holds == GL_HOLDS_NUMBER || holds == GL_HOLDS_DATE)
		return 0;
	gl_categories_add(&c->names, cell->p, cell->n, csv->line, t->life);
	if (c->names.n <= t->max_categories)
		return 0;
	gl_fail(err, "more than %llu different values", (unsigned long long)t->max_categories);
	gl_hint(err, "--omit leaves a column out; --max-categories allows more");
	return gl_csv_place(csv, c->cell, c->name, err);
}

static int
learn_row(struct gl_table *t, const struct gl_csv *csv, bool *missing, struct gl_err *err)
{
	bool drops = t->missing == GL_MISSING_DROP, refuses = t->missing == GL_MISSING_REFUSE, gaps = false;

	for (size_t i = 0; i < t->nfeature + t->ntarget; i++) {
		struct gl_column *c = t->use[i];
		missing[i] = gl_table_missing(t, &csv->cell[c->cell]);
		if (missing[i] && !drops && !t->look && (refuses || c->role == GL_TARGET))
			return gl_column_missing(t, csv, c, err);
		c->missing += missing[i];
		gaps |= missing[i];
	}
	if (gaps && drops) {
		t->dropped++;
		return 0;
	}
	t->rows++;
	for (size_t i = 0; i < t->nfeature + t->ntarget; i++)
		if (!missing[i] && learn_cell(t, t->use[i], csv, err) < 0)
			return -1;
	return 0;
}

/* What to put in for a missing value: the mean of numbers and dates, the most frequent of the others. */
static void
choose_fill(struct gl_column *c)
{
	size_t most = 0;

	c->fills = true;
	c->fill = (float)(c->sum / (double)c->n);
	if (c->holds == GL_HOLDS_BOOLEAN)
		c->fill = 2 * c->sum > (double)c->n;
	if (c->holds == GL_HOLDS_TEXT) {
		for (size_t i = 1; i < c->names.n; i++)
			if (c->names.v[i].count > c->names.v[most].count)
				most = i;
		c->fill = (float)most;
	}
}

/* All rows are read: what does the column hold? */
static int
conclude_column(struct gl_table *t, struct gl_column *c, const char *file, struct gl_err *err)
{
	if (c->holds == GL_HOLDS_NOTHING) {
		gl_fail(err, "%s: column '%s' has no values: all are missing", file, c->name);
		return gl_hint(err, "--omit leaves a column out");
	}
	gl_categories_sort(&c->names);
	c->marked = t->missing == GL_MISSING_MARK && c->missing > 0 && c->role == GL_FEATURE;
	if (c->role == GL_FEATURE) {
		if (t->missing == GL_MISSING_MEAN || t->missing == GL_MISSING_MARK)
			choose_fill(c);
		return 0;
	}
	if (t->ntarget == 1 && c->holds == GL_HOLDS_BOOLEAN)
		c->holds = GL_HOLDS_TEXT; /* yes and no are names of classes too */
	if (c->holds != GL_HOLDS_TEXT)
		return 0;
	t->classes = c;
	return t->ntarget == 1
	    ? 0
	    : gl_fail(err, "--target: column '%s' holds text, and only one target may be a class", c->name);
}

static int
conclude(struct gl_table *t, const char *file, struct gl_err *err)
{
	if (t->rows == 0 && t->dropped > 0)
		return gl_fail(err, "%s: a value is missing in each of the %llu rows, so that all are left out", file,
		    (unsigned long long)t->dropped);
	if (t->rows == 0)
		return gl_fail(err, "%s: no rows below the header", file);
	for (size_t i = 0; i < t->nfeature + t->ntarget; i++)
		if (conclude_column(t, t->use[i], file, err) < 0)
			return -1;
	gl_table_lay_out(t);
	return 0;
}

void
gl_table_lay_out(struct gl_table *t)
{
	t->width = 0;
	for (size_t i = 0; i < t->nfeature; i++) {
		struct gl_column *c = t->use[i];
		c->first = t->width;
		c->width = (c->holds == GL_HOLDS_TEXT && !t->index ? c->names.n : 1) + c->marked;
		t->width += c->width;
	}
	for (size_t i = 0; i < t->ntarget; i++) {
		t->use[t->nfeature + i]->first = i;
		t->use[t->nfeature + i]->width = 1;
	}
}

int
gl_table_learn(
    struct gl_table *t, struct gl_csv *csv, const struct gl_table_args *args, struct gl_arena *life, struct gl_err *err)
{
	struct gl_header header;
	int got;

	*t = (struct gl_table){.header = !args->no_header,
	    .index = args->index,
	    .look = args->describe,
	    .missing = (enum gl_missing)args->missing,
	    .max_categories = args->max_categories,
	    .life = life};
	if ((args->na && gl_words(args->na, "--na", &t->na, life, err) < 0) ||
	    gl_header_read(&header, csv, t->header, life, err) < 0 || gl_table_choose(t, &header, args, err) < 0)
		return -1;
	struct gl_csv_spot first = csv->next;
	bool *missing = gl_alloc(life, t->n, sizeof *missing);
	while ((got = gl_table_next(t, csv, err)) > 0)
		if (learn_row(t, csv, missing, err) < 0)
			return -1;
	csv->next = first;
	return got < 0 ? -1 : conclude(t, csv->name, err);
}
