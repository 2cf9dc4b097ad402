/* The columns of a table: their names, lists of them in options, what they are for. See encode/table.h. */
#include "encode/table.h"

#include <string.h>

/* ---- lists ---- */

int
gl_words(const char *list, const char *option, struct gl_categories *words, struct gl_arena *life, struct gl_err *err)
{
	struct gl_csv csv;

	gl_csv_open(&csv, option, list, strlen(list), ',');
	int got = gl_csv_next(&csv, err);
	if (got == 0)
		gl_fail(err, "%s: the list is empty", option);
	if (got < 0 || csv.next.at < csv.end) {
		gl_fail(err, "%s: '%s' is no list of names", option, list);
		gl_hint(err, "commas go between names; a name with a comma or a quote in it stands in double quotes");
		got = 0;
	}
	*words = (struct gl_categories){0};
	for (size_t i = 0; got > 0 && i < csv.n; i++)
		if (gl_categories_add(words, csv.cell[i].p, csv.cell[i].n, 0, life) < i) {
			gl_fail(err, "%s: '%.*s' is there twice", option, GL_CELL_SHOWN(&csv.cell[i]));
			got = 0;
		}
	gl_csv_close(&csv);
	return got > 0 ? 0 : -1;
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
find_columns(const struct gl_header *h, const char *word, const char *option, size_t *lo, size_t *hi,
    struct gl_arena *life, struct gl_err *err)
{
	size_t dash = strcspn(word, "-"), length = strlen(word), n = h->names.n;
	long place = gl_categories_find(&h->names, word, length);

	*lo = place >= 0 ? (size_t)place + 1 : number_of(word, dash, n);
	*hi = place >= 0 || dash == length ? *lo : number_of(word + dash + 1, length - dash - 1, n);
	if (*lo > 0 && *lo <= *hi) {
		--*lo;
		return 0;
	}
	const char *near = gl_nearest(word, gl_categories_list(&h->names, life));
	gl_fail(err, "%s: there is no column '%s' in %s, which has %zu", option, word, h->file, n);
	if (near)
		return gl_hint(err, "did you mean %s?", near);
	if (n == 1)
		return gl_hint(err, "--separator says what stands between the cells");
	return gl_hint(err, "gl-encode table --describe lists the columns; numbers count from 1");
}

static bool
has(const struct gl_places *p, size_t place)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->at[i] == place)
			return true;
	return false;
}

int
gl_header_list(const struct gl_header *h, const char *list, const char *option, struct gl_places *p,
    struct gl_arena *life, struct gl_err *err)
{
	struct gl_categories words;
	size_t lo, hi;

	*p = (struct gl_places){0};
	if (!list)
		return 0;
	if (gl_words(list, option, &words, life, err) < 0)
		return -1;
	p->at = gl_alloc(life, h->names.n, sizeof *p->at);
	for (size_t i = 0; i < words.n; i++) {
		if (find_columns(h, words.v[i].text, option, &lo, &hi, life, err) < 0)
			return -1;
		for (; lo < hi; lo++) {
			if (has(p, lo))
				return gl_fail(err, "%s: the column '%s' is named twice", option, h->names.v[lo].text);
			p->at[p->n++] = lo;
		}
	}
	return 0;
}

/* ---- the header ---- */

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
	const char *at = csv->next.at;

	for (size_t i = 0; i < GL_LEN(kinds); i++)
		if ((size_t)(csv->end - at) >= kinds[i].n && memcmp(at, kinds[i].start, kinds[i].n) == 0) {
			gl_fail(err, "%s: %s", csv->name, kinds[i].what);
			return gl_hint(err, "%s", kinds[i].hint);
		}
	return 0;
}

/* A table whose cells were meant to be separated by something else is a single column. */
static int
check_separator(const struct gl_csv *csv, struct gl_arena *life, struct gl_err *err)
{
	const struct gl_cell *only = &csv->cell[0];
	const char *other = strpbrk(gl_cell_string(only, life), ";\t|,");

	if (csv->n > 1 || only->quoted || !other)
		return 0;
	gl_fail(err, "the first line is a single cell: '%.*s'", GL_CELL_SHOWN(only));
	if (*other == '\t')
		gl_hint(err, "the cells seem to have a TAB between them: --separator tab");
	else
		gl_hint(err, "the cells seem to have '%c' between them: --separator '%c'", *other, *other);
	return gl_csv_place(csv, SIZE_MAX, NULL, err);
}

/*
 * The place of a number among names that seem to be a row of data, or SIZE_MAX: one with a point, or all of them
 * numbers that do not simply count (years do, and the names that pandas gives to columns without one).
 */
static size_t
data_among(const struct gl_csv *csv)
{
	size_t counts = 0, numbers = 0;
	float value = 0, before = 0;

	for (size_t i = 0; i < csv->n; i++) {
		const struct gl_cell *cell = &csv->cell[i];
		if (!gl_cell_number(cell, &value))
			continue;
		if (memchr(cell->p, '.', cell->n))
			return i;
		counts += i > 0 && value == before + 1;
		numbers++;
		before = value;
	}
	return numbers == csv->n && (counts + 1 < csv->n || (csv->n == 1 && value > 1)) ? 0 : SIZE_MAX;
}

static int
fail_header(const struct gl_csv *csv, size_t column, struct gl_err *err)
{
	gl_hint(err, "--no-header says that the first line has no names; columns are called by their numbers then");
	return gl_csv_place(csv, column, NULL, err);
}

/* Takes the names from the row that was read; a table without a header would lose its first row. */
static int
take_names(struct gl_header *h, const struct gl_csv *csv, bool header, struct gl_arena *life, struct gl_err *err)
{
	size_t data = header ? data_among(csv) : SIZE_MAX;

	if (data != SIZE_MAX) {
		gl_fail(err, "'%.*s' is a number, not the name of a column", GL_CELL_SHOWN(&csv->cell[data]));
		return fail_header(csv, data, err);
	}
	for (size_t i = 0; i < csv->n; i++) {
		const char *name = header && csv->cell[i].n > 0 ? gl_cell_string(&csv->cell[i], life)
								: gl_asprintf(life, "%zu", i + 1);
		size_t first = gl_categories_add(&h->names, name, strlen(name), csv->line, life);
		if (first < i) {
			gl_fail(err, "columns %zu and %zu are both called '%s'", first + 1, i + 1, name);
			return fail_header(csv, SIZE_MAX, err);
		}
	}
	return 0;
}

int
gl_header_read(struct gl_header *h, struct gl_csv *csv, bool header, struct gl_arena *life, struct gl_err *err)
{
	struct gl_csv_spot first;
	int got;

	*h = (struct gl_header){.file = csv->name};
	if (check_foreign(csv, err) < 0)
		return -1;
	do {
		csv->next.row = header ? UINT64_MAX : 0; /* the header is row 0 */
		first = csv->next;
		got = gl_csv_next(csv, err);
	} while (got > 0 && csv->blank);
	if (got < 0)
		return -1;
	if (got == 0)
		return gl_fail(err, "%s: the file is empty, no table", csv->name);
	if (check_separator(csv, life, err) < 0 || take_names(h, csv, header, life, err) < 0)
		return -1;
	if (!header)
		csv->next = first;
	return 0;
}

/* ---- what the columns are for ---- */

/* All columns that are neither targets nor left out. */
static void
take_rest(const struct gl_table *t, const struct gl_places *omit, struct gl_places *feature)
{
	feature->at = gl_alloc(t->life, t->n, sizeof *feature->at);
	for (size_t i = 0; i < t->n; i++)
		if (t->column[i].role == GL_UNUSED && !has(omit, i))
			feature->at[feature->n++] = i;
}

int
gl_table_choose(struct gl_table *t, const struct gl_header *h, const struct gl_table_args *a, struct gl_err *err)
{
	struct gl_places target, feature, omit, category;

	if (a->features && a->omit)
		return gl_fail(
		    err, "--features says what is used, --omit what is not: only one of the two can be given");
	if (gl_header_list(h, a->target, "--target", &target, t->life, err) < 0 ||
	    gl_header_list(h, a->features, "--features", &feature, t->life, err) < 0 ||
	    gl_header_list(h, a->omit, "--omit", &omit, t->life, err) < 0 ||
	    gl_header_list(h, a->category, "--category", &category, t->life, err) < 0)
		return -1;
	t->n = t->cells = h->names.n;
	t->column = gl_alloc(t->life, t->n, sizeof *t->column);
	t->use = gl_alloc(t->life, t->n, sizeof(struct gl_column *));
	for (size_t i = 0; i < t->n; i++)
		t->column[i] = (struct gl_column){.name = h->names.v[i].text, .cell = i};
	for (size_t i = 0; i < target.n; i++)
		t->column[target.at[i]].role = GL_TARGET;
	for (size_t i = 0; i < omit.n; i++)
		if (has(&target, omit.at[i]))
			return gl_fail(err, "--omit: the column '%s' is the target", h->names.v[omit.at[i]].text);
	if (!a->features)
		take_rest(t, &omit, &feature);
	for (size_t i = 0; i < feature.n; i++) {
		struct gl_column *c = t->use[t->nfeature++] = &t->column[feature.at[i]];
		if (c->role == GL_TARGET)
			return gl_fail(err, "the column '%s' is the target and cannot be a feature too", c->name);
		c->role = GL_FEATURE;
	}
	for (size_t i = 0; i < target.n; i++)
		t->use[t->nfeature + t->ntarget++] = &t->column[target.at[i]];
	for (size_t i = 0; i < category.n; i++) {
		struct gl_column *c = &t->column[category.at[i]];
		if (c->role == GL_UNUSED)
			return gl_fail(err, "--category: the column '%s' is not used", c->name);
		c->category = true;
	}
	return t->nfeature > 0 ? 0 : gl_fail(err, "%s: no column is left to be a feature", h->file);
}
