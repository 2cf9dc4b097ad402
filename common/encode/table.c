/* Learning from a table: its columns, what they hold, their categories and means. See encode/table.h. */
#include "encode/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 40 }; /* bytes of a cell that a message shows */

/* ---- lists of columns ---- */

int
gl_table_words(const char *list, const char *what, const char *const **word, size_t *count, struct gl_arena *life,
    struct gl_err *err)
{
	struct gl_csv csv;
	const char **words = NULL;

	gl_csv_open(&csv, what, list, strlen(list), ',');
	int got = gl_csv_next(&csv, err);
	if (got > 0 && csv.at == csv.end) {
		words = gl_alloc(life, csv.n + 1, sizeof *words);
		for (size_t i = 0; i < csv.n; i++)
			words[i] = gl_cell_string(&csv.cell[i], life);
		*count = csv.n;
		*word = words;
	}
	gl_csv_close(&csv);
	if (words)
		return 0;
	if (got == 0)
		return gl_fail(err, "%s: the list is empty", what);
	gl_fail(err, "%s: '%s' is no list of names", what, list);
	return gl_hint(err, "commas go between names; a name with a comma or a quote in it stands in double quotes");
}

/* A whole number from 1 to n of `length` digits, or 0. */
static size_t
number_of(const char *text, size_t length, size_t n)
{
	size_t v = 0;

	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9' || v > n)
			return 0;
		v = 10 * v + (size_t)(text[i] - '0');
	}
	return v <= n ? v : 0;
}

/* The columns that one word means: [*lo, *hi). */
static int
find_column(const char *word, const char *what, const char *file, const char *const *name, size_t n, size_t *lo,
    size_t *hi, struct gl_err *err)
{
	size_t dash = strcspn(word, "-"), length = strlen(word);

	for (size_t i = 0; i < n; i++)
		if (strcmp(name[i], word) == 0) {
			*lo = i;
			*hi = i + 1;
			return 0;
		}
	*lo = number_of(word, dash, n);
	*hi = dash < length ? number_of(word + dash + 1, length - dash - 1, n) : *lo;
	if (*lo > 0 && *lo <= *hi) {
		--*lo;
		return 0;
	}
	const char *near = gl_nearest(word, name);
	gl_fail(err, "%s: there is no column '%s' in %s, which has %zu", what, word, file, n);
	if (near)
		return gl_hint(err, "did you mean %s?", near);
	if (n == 1)
		return gl_hint(err, "--separator says what stands between the cells");
	return gl_hint(err, "gl-encode table --describe lists the columns; numbers count from 1");
}

int
gl_table_list(const char *list, const char *what, const char *file, const char *const *name, size_t n, size_t **place,
    size_t *count, struct gl_arena *life, struct gl_err *err)
{
	const char *const *word;
	size_t words, lo, hi, *at;

	if (gl_table_words(list, what, &word, &words, life, err) < 0)
		return -1;
	*place = at = gl_alloc(life, n, sizeof *at);
	*count = 0;
	for (size_t i = 0; i < words; i++) {
		if (find_column(word[i], what, file, name, n, &lo, &hi, err) < 0)
			return -1;
		for (; lo < hi; lo++) {
			for (size_t k = 0; k < *count; k++)
				if (at[k] == lo)
					return gl_fail(err, "%s: the column '%s' is named twice", what, name[lo]);
			at[(*count)++] = lo;
		}
	}
	return 0;
}

/* ---- the header ---- */

/*
 * The place of a number among names that seem to be a row of data, or SIZE_MAX: one with a point, or all of them
 * numbers that do not simply count (years do, and the names that pandas gives to columns without one).
 */
static size_t
first_row(const char *const *name, size_t n)
{
	size_t counts = 0, numbers = 0;
	float value = 0, before = 0;

	for (size_t i = 0; i < n; i++) {
		const struct gl_cell cell = {name[i], strlen(name[i]), false};
		if (!gl_cell_number(&cell, &value))
			continue;
		if (strchr(name[i], '.'))
			return i;
		counts += i > 0 && value == before + 1;
		numbers++;
		before = value;
	}
	return numbers == n && (counts + 1 < n || (n == 1 && value > 1)) ? 0 : SIZE_MAX;
}

/* Are these names really names? A table without a header would lose its first row. */
static int
check_names(const struct gl_csv *csv, const char *const *name, size_t n, struct gl_err *err)
{
	struct gl_categories seen = {0};
	struct gl_arena scratch = {0};
	size_t twice = SIZE_MAX, first = 0, number = first_row(name, n);

	for (size_t i = 0; i < n && twice == SIZE_MAX; i++) {
		size_t k = gl_categories_add(&seen, name[i], strlen(name[i]), 0, &scratch);
		if (k < i) {
			twice = i;
			first = k;
		}
	}
	gl_arena_free(&scratch);
	if (number != SIZE_MAX)
		gl_fail(err, "'%s' is a number, not the name of a column", name[number]);
	else if (twice != SIZE_MAX)
		gl_fail(err, "columns %zu and %zu are both called '%s'", first + 1, twice + 1, name[twice]);
	else
		return 0;
	gl_hint(err, "--no-header says that the first line has no names; columns are called by their numbers then");
	return gl_csv_place(csv, number, NULL, err);
}

/* A table whose cells were meant to be separated by something else. */
static int
check_separator(const struct gl_csv *csv, struct gl_err *err)
{
	static const char others[] = ";\t|,";
	const struct gl_cell *only = &csv->cell[0];

	for (const char *s = others; csv->n == 1 && !only->quoted && *s; s++)
		if (memchr(only->p, *s, only->n)) {
			gl_fail(err, "the first line is a single cell: '%.*s'", only->n < SHOWN ? (int)only->n : SHOWN,
			    only->p);
			gl_hint(err, "the cells seem to have %s between them: --separator %s",
			    *s == '\t' ? "a TAB" : (char[]){'\'', *s, '\'', '\0'},
			    *s == '\t' ? "tab" : (char[]){'\'', *s, '\'', '\0'});
			return gl_csv_place(csv, SIZE_MAX, NULL, err);
		}
	return 0;
}

/* What the beginning of the file shows it to be instead of a table. */
static int
check_foreign(const struct gl_csv *csv, struct gl_err *err)
{
	static const struct {
		const char *start;
		size_t n;
		const char *what, *hint;
	} kinds[] = {
	    {"PK\3\4", 4, "is a spreadsheet or another zip archive", "save the sheet as CSV"},
	    {"\xd0\xcf\x11\xe0", 4, "is an old spreadsheet", "save the sheet as CSV"},
	    {"\x1f\x8b", 2, "is compressed by gzip", "zcat FILE | gl-encode table"},
	    {"\xff\xfe", 2, "is UTF-16 text", "iconv -f UTF-16 -t UTF-8 FILE | gl-encode table"},
	    {"\xfe\xff", 2, "is UTF-16 text", "iconv -f UTF-16 -t UTF-8 FILE | gl-encode table"},
	    {"\x93NUMPY", 6, "is a .npy file", "it holds numbers already: gl-cat reads it"},
	};
	size_t n = (size_t)(csv->end - csv->at);

	for (size_t i = 0; i < GL_LEN(kinds); i++)
		if (n >= kinds[i].n && memcmp(csv->at, kinds[i].start, kinds[i].n) == 0) {
			gl_fail(err, "%s: %s", csv->name, kinds[i].what);
			return gl_hint(err, "%s", kinds[i].hint);
		}
	return 0;
}

int
gl_table_names(
    struct gl_csv *csv, bool header, const char *const **name, size_t *n, struct gl_arena *life, struct gl_err *err)
{
	const char *at = csv->at, **names;
	int got;

	if (check_foreign(csv, err) < 0)
		return -1;
	do {
		csv->row = header ? UINT64_MAX : 0; /* the header is row 0 */
		got = gl_csv_next(csv, err);
	} while (got > 0 && csv->blank);
	if (got < 0)
		return -1;
	if (got == 0)
		return gl_fail(err, "%s: the file is empty, no table", csv->name);
	if (check_separator(csv, err) < 0)
		return -1;
	*n = csv->n;
	*name = names = gl_alloc(life, *n + 1, sizeof *names);
	for (size_t i = 0; i < *n; i++) {
		bool named = header && csv->cell[i].n > 0;
		names[i] = named ? gl_cell_string(&csv->cell[i], life) : gl_asprintf(life, "%zu", i + 1);
	}
	if (header)
		return check_names(csv, names, *n, err);
	csv->at = at; /* the row that was looked at is data */
	csv->next_line = 1;
	csv->row = 0;
	return 0;
}

/* ---- what the columns are for ---- */

/* Gives the columns of a list a role; appends them to t->use. */
static int
give_role(struct gl_table *t, const size_t *place, size_t count, enum gl_role role, struct gl_err *err)
{
	for (size_t i = 0; i < count; i++) {
		struct gl_column *c = &t->column[place[i]];
		if (c->role != GL_UNUSED)
			return gl_fail(err, "the column '%s' is the target and cannot be a feature too", c->name);
		c->role = role;
		t->use[t->nfeature + t->ntarget] = c;
		*(role == GL_FEATURE ? &t->nfeature : &t->ntarget) += 1;
	}
	return 0;
}

static int
choose_columns(
    struct gl_table *t, const char *const *name, const char *file, const struct gl_table_args *a, struct gl_err *err)
{
	size_t *target = NULL, *feature = NULL, *omit = NULL, *category = NULL;
	size_t ntarget = 0, nfeature = 0, nomit = 0, ncategory = 0;

	if (a->features && a->omit)
		return gl_fail(
		    err, "--features says what is used, --omit what is not: only one of the two can be given");
	if ((a->target &&
		gl_table_list(a->target, "--target", file, name, t->n, &target, &ntarget, t->life, err) < 0) ||
	    (a->features &&
		gl_table_list(a->features, "--features", file, name, t->n, &feature, &nfeature, t->life, err) < 0) ||
	    (a->omit && gl_table_list(a->omit, "--omit", file, name, t->n, &omit, &nomit, t->life, err) < 0) ||
	    (a->category &&
		gl_table_list(a->category, "--category", file, name, t->n, &category, &ncategory, t->life, err) < 0))
		return -1;
	if (!a->features) { /* all that are left */
		bool *taken = gl_alloc(t->life, t->n, sizeof *taken);
		for (size_t i = 0; i < ntarget + nomit; i++)
			taken[i < ntarget ? target[i] : omit[i - ntarget]] = true;
		for (size_t i = 0; i < ntarget; i++)
			for (size_t k = 0; k < nomit; k++)
				if (target[i] == omit[k])
					return gl_fail(err, "--omit: the column '%s' is the target", name[omit[k]]);
		feature = gl_alloc(t->life, t->n, sizeof *feature);
		for (size_t i = 0; i < t->n; i++)
			if (!taken[i])
				feature[nfeature++] = i;
	}
	if (give_role(t, feature, nfeature, GL_FEATURE, err) < 0 || give_role(t, target, ntarget, GL_TARGET, err) < 0)
		return -1;
	for (size_t i = 0; i < ncategory; i++) {
		struct gl_column *c = &t->column[category[i]];
		if (c->role == GL_UNUSED)
			return gl_fail(err, "--category: the column '%s' is not used", c->name);
		c->category = true;
	}
	return t->nfeature > 0 ? 0 : gl_fail(err, "%s: no column is left to be a feature", file);
}

/* ---- cells ---- */

bool
gl_table_missing(const struct gl_table *t, const struct gl_cell *cell)
{
	if (!t->na || cell->n == 0)
		return gl_cell_missing(cell);
	for (size_t i = 0; i < t->nna; i++)
		if (strlen(t->na[i]) == cell->n && memcmp(t->na[i], cell->p, cell->n) == 0)
			return true;
	return false;
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
		gl_fail(err, "the value is missing: '%.*s'", (int)cell->n, cell->p);
	if (c->role == GL_TARGET)
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
gl_table_next(const struct gl_table *t, struct gl_csv *csv, struct gl_err *err)
{
	int got;

	while ((got = gl_csv_next(csv, err)) > 0 && csv->blank && t->cells > 1)
		csv->row--;
	if (got <= 0 || csv->n == t->cells)
		return got;
	gl_fail(err, "%zu cell%s, but the %s has %zu", csv->n, csv->n == 1 ? "" : "s",
	    t->header ? "header" : "first row", t->cells);
	if (csv->n > t->cells)
		gl_hint(err, "a cell that has the separator in it stands in double quotes");
	return gl_csv_place(csv, SIZE_MAX, NULL, err);
}

const char *
gl_holds_name(enum gl_holds holds)
{
	static const char *const names[] = {"nothing", "a number", "true, false, yes or no", "a date", "text"};

	return names[holds];
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

int
gl_column_finite(const struct gl_csv *csv, const struct gl_column *c, float value, struct gl_err *err)
{
	const struct gl_cell *cell = &csv->cell[c->cell];
	bool digit = false;

	if (isfinite(value))
		return 0;
	for (size_t i = 0; i < cell->n; i++)
		digit |= cell->p[i] >= '0' && cell->p[i] <= '9';
	gl_fail(err, "'%.*s' is %s", cell->n < SHOWN ? (int)cell->n : SHOWN, cell->p,
	    digit ? "more than float32 can hold (3.4e38)" : "not finite");
	return gl_csv_place(csv, c->cell, c->name, err);
}

/* ---- learning ---- */

/* A value of this kind comes to a column that held another one so far. */
static int
mix(struct gl_column *c, enum gl_holds holds, const struct gl_csv *csv, struct gl_err *err)
{
	const struct gl_cell *cell = &csv->cell[c->cell];

	if (c->holds == GL_HOLDS_NOTHING) {
		c->holds = holds;
		c->holds_row = csv->row;
		return 0;
	}
	/* yes, no and maybe: three words */
	if (c->holds + holds == GL_HOLDS_BOOLEAN + GL_HOLDS_TEXT) {
		c->holds = GL_HOLDS_TEXT;
		return 0;
	}
	gl_fail(err, "'%.*s' is %s, but row %llu holds %s", cell->n < SHOWN ? (int)cell->n : SHOWN, cell->p,
	    gl_holds_name(holds), (unsigned long long)c->holds_row, gl_holds_name(c->holds));
	gl_hint(err,
	    "if the values are names all the same: --category '%.100s'; if this one means a missing value: --na",
	    c->name);
	return gl_csv_place(csv, c->cell, c->name, err);
}

/* Learns from a value that is there. */
static int
learn_cell(struct gl_table *t, struct gl_column *c, const struct gl_csv *csv, struct gl_err *err)
{
	const struct gl_cell *cell = &csv->cell[c->cell];
	float value = 0;
	enum gl_holds holds = c->category ? GL_HOLDS_TEXT : gl_cell_read(cell, &value);

	if (holds != c->holds && !(holds == GL_HOLDS_BOOLEAN && c->holds == GL_HOLDS_TEXT) &&
	    mix(c, holds, csv, err) < 0)
		return -1;
	if (holds == GL_HOLDS_NUMBER || holds == GL_HOLDS_DATE) {
		if (gl_column_finite(csv, c, value, err) < 0)
			return -1;
		gl_column_saw(c, value);
		return 0;
	}
	gl_categories_add(&c->names, cell->p, cell->n, csv->line, t->life);
	if (c->names.n > t->max_categories) {
		gl_fail(err, "more than %llu different values", (unsigned long long)t->max_categories);
		gl_hint(err, "--omit leaves a column out; --max-categories allows more");
		return gl_csv_place(csv, c->cell, c->name, err);
	}
	gl_column_saw(c, value);
	return 0;
}

static int
learn_row(struct gl_table *t, const struct gl_csv *csv, bool *missing, struct gl_err *err)
{
	size_t gaps = 0;

	for (size_t i = 0; i < t->nfeature + t->ntarget; i++) {
		struct gl_column *c = t->use[i];
		missing[i] = gl_table_missing(t, &csv->cell[c->cell]);
		c->missing += missing[i];
		gaps += missing[i];
		if (missing[i] && !t->look && t->missing != GL_MISSING_DROP &&
		    (t->missing == GL_MISSING_REFUSE || c->role == GL_TARGET))
			return gl_column_missing(t, csv, c, err);
	}
	if (gaps > 0 && t->missing == GL_MISSING_DROP) {
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

	if (c->holds == GL_HOLDS_NUMBER || c->holds == GL_HOLDS_DATE)
		c->fill = (float)(c->sum / (double)c->n);
	if (c->holds == GL_HOLDS_BOOLEAN)
		c->fill = 2 * c->sum > (double)c->n;
	if (c->holds == GL_HOLDS_TEXT) {
		for (size_t i = 1; i < c->names.n; i++)
			if (c->names.v[i].count > c->names.v[most].count)
				most = i;
		c->fill = (float)most;
	}
	c->fills = true;
}

void
gl_table_lay_out(struct gl_table *t)
{
	t->width = 0;
	for (size_t i = 0; i < t->nfeature + t->ntarget; i++) {
		struct gl_column *c = t->use[i];
		bool feature = c->role == GL_FEATURE;
		c->width = feature && c->holds == GL_HOLDS_TEXT && !t->index ? c->names.n : 1;
		c->width += c->marked;
		c->first = feature ? t->width : i - t->nfeature;
		t->width += feature ? c->width : 0;
	}
}

/* All rows are read: what do the columns hold? */
static int
conclude(struct gl_table *t, const char *file, struct gl_err *err)
{
	for (size_t i = 0; i < t->nfeature + t->ntarget; i++) {
		struct gl_column *c = t->use[i];
		if (c->holds == GL_HOLDS_NOTHING) {
			gl_fail(err, "%s: column '%s' has no values: all are missing", file, c->name);
			return gl_hint(err, "--omit leaves a column out");
		}
		/* a class that is yes or no is an index with names too */
		if (c->role == GL_TARGET && t->ntarget == 1 && c->holds == GL_HOLDS_BOOLEAN)
			c->holds = GL_HOLDS_TEXT;
		if (c->role == GL_TARGET && c->holds == GL_HOLDS_TEXT) {
			if (t->ntarget > 1)
				return gl_fail(err,
				    "--target: column '%s' holds text, and only one target may be a class", c->name);
			t->classes = c;
		}
		gl_categories_sort(&c->names);
		if (c->role == GL_FEATURE && (t->missing == GL_MISSING_MEAN || t->missing == GL_MISSING_MARK))
			choose_fill(c);
		c->marked = t->missing == GL_MISSING_MARK && c->missing > 0;
	}
	return 0;
}

int
gl_table_learn(
    struct gl_table *t, struct gl_csv *csv, const struct gl_table_args *args, struct gl_arena *life, struct gl_err *err)
{
	const char *const *name;
	int got;

	*t = (struct gl_table){.header = !args->no_header,
	    .index = args->index,
	    .look = args->describe,
	    .missing = (enum gl_missing)args->missing,
	    .max_categories = args->max_categories,
	    .life = life};
	if ((args->na && gl_table_words(args->na, "--na", &t->na, &t->nna, life, err) < 0) ||
	    gl_table_names(csv, t->header, &name, &t->n, life, err) < 0)
		return -1;
	t->cells = t->n;
	t->column = gl_alloc(life, t->n, sizeof *t->column);
	t->use = gl_alloc(life, t->n + 1, sizeof(struct gl_column *));
	for (size_t i = 0; i < t->n; i++) {
		t->column[i].name = name[i];
		t->column[i].cell = i;
	}
	if (choose_columns(t, name, csv->name, args, err) < 0)
		return -1;
	bool *missing = gl_alloc(life, t->n, sizeof *missing);
	while ((got = gl_table_next(t, csv, err)) > 0)
		if (learn_row(t, csv, missing, err) < 0)
			return -1;
	if (got < 0)
		return -1;
	if (t->rows == 0 && t->dropped > 0)
		return gl_fail(err, "%s: a value is missing in each of the %llu rows, so that all are left out",
		    csv->name, (unsigned long long)t->dropped);
	if (t->rows == 0)
		return gl_fail(err, "%s: no rows below the header", csv->name);
	if (conclude(t, csv->name, err) < 0)
		return -1;
	gl_table_lay_out(t);
	return 0;
}
