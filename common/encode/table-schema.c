/*
 * A schema file: what was learned from a table, itself a table with commas. The first cell of a row says what the row
 * is about:
 *
 *     gradlab-table,1
 *     header,yes
 *     missing,mean
 *     categories,one-hot
 *     dates,days since 1970-01-01
 *     feature,age,number,38.5,no
 *     feature,colour,category,red,no,blue,green,red
 *     target,species,class,,no,setosa,versicolor
 *
 * Features and targets: name, what the column holds, what stands in for a missing value (or nothing), whether a mark
 * follows, and the categories in the order of their indices. `na`, where there is one, lists what means a missing
 * value.
 */
#include "core/number.h"
#include "encode/table.h"

#include <math.h>
#include <string.h>

static const char magic[] = "gradlab-table", dates[] = "days since 1970-01-01";
static const char *const missings[] = {"refuse", "mean", "mark", "drop"};

/* ---- writing ---- */

/* A comma and a cell, in quotes where it needs them. */
static int
put(struct gl_sink *to, const char *text, struct gl_err *err)
{
	size_t n = strlen(text);
	bool plain = n == 0 || (!strpbrk(text, ",\"\r\n\t") && *text != ' ' && text[n - 1] != ' ');

	if (plain)
		return gl_sink_print(to, err, ",%s", text);
	if (gl_sink_print(to, err, ",\"") < 0)
		return -1;
	for (; *text; text++)
		if (gl_sink_print(to, err, *text == '"' ? "\"\"" : "%c", *text) < 0)
			return -1;
	return gl_sink_print(to, err, "\"");
}

static const char *
holds_word(const struct gl_column *c)
{
	static const char *const words[] = {"", "number", "boolean", "date", "category"};

	return c->role == GL_TARGET && c->holds == GL_HOLDS_TEXT ? "class" : words[c->holds];
}

static int
save_column(struct gl_sink *to, const struct gl_column *c, struct gl_err *err)
{
	char fill[GL_NUMBER_TEXT + 1] = "";

	if (c->fills && c->holds != GL_HOLDS_TEXT)
		fill[gl_number_print(c->fill, fill)] = '\0';
	if (gl_sink_print(to, err, "%s", c->role == GL_TARGET ? "target" : "feature") < 0 ||
	    put(to, c->name, err) < 0 || put(to, holds_word(c), err) < 0 ||
	    put(to, c->fills && c->holds == GL_HOLDS_TEXT ? c->names.v[(size_t)c->fill].text : fill, err) < 0 ||
	    put(to, c->marked ? "yes" : "no", err) < 0)
		return -1;
	for (size_t i = 0; c->holds == GL_HOLDS_TEXT && i < c->names.n; i++)
		if (put(to, c->names.v[i].text, err) < 0)
			return -1;
	return gl_sink_print(to, err, "\n");
}

static int
save(struct gl_sink *to, const struct gl_table *t, struct gl_err *err)
{
	if (gl_sink_print(
		to, err, "%s,1\nheader,%s\nmissing,%s\n", magic, t->header ? "yes" : "no", missings[t->missing]) < 0)
		return -1;
	if (t->na && gl_sink_print(to, err, "na") < 0)
		return -1;
	for (size_t i = 0; i < t->nna; i++)
		if (put(to, t->na[i], err) < 0)
			return -1;
	if (gl_sink_print(
		to, err, "%scategories,%s\ndates,%s\n", t->na ? "\n" : "", t->index ? "index" : "one-hot", dates) < 0)
		return -1;
	for (size_t i = 0; i < t->nfeature + t->ntarget; i++)
		if (save_column(to, t->use[i], err) < 0)
			return -1;
	return 0;
}

int
gl_table_save(const struct gl_table *t, const char *path, struct gl_err *err)
{
	struct gl_sink *to = gl_sink_open(path, err);

	if (!to)
		return -1;
	if (save(to, t, err) < 0) {
		gl_sink_abort(to);
		return -1;
	}
	return gl_sink_commit(to, err);
}

/* ---- reading ---- */

static bool
is(const struct gl_cell *cell, const char *word)
{
	return strlen(word) == cell->n && memcmp(cell->p, word, cell->n) == 0;
}

/* Which of the words, which end with NULL, a cell is. */
static int
choose(const struct gl_cell *cell, const char *const *words, int *place, struct gl_err *err)
{
	for (*place = 0; words[*place]; ++*place)
		if (is(cell, words[*place]))
			return 0;
	return gl_fail(err, "'%.*s' where '%s' or the like stands in a schema", cell->n < 40 ? (int)cell->n : 40,
	    cell->p, words[0]);
}

static int
load_names(struct gl_table *t, struct gl_column *c, const struct gl_csv *csv, struct gl_err *err)
{
	const struct gl_cell *fill = &csv->cell[3];

	for (size_t i = 5; i < csv->n; i++) {
		const struct gl_cell *cell = &csv->cell[i];
		if (cell->n == 0)
			return gl_fail(err, "a category without a name");
		if (gl_categories_find(&c->names, cell->p, cell->n) >= 0)
			return gl_fail(
			    err, "the category '%.*s' is there twice", cell->n < 40 ? (int)cell->n : 40, cell->p);
		gl_categories_add(&c->names, cell->p, cell->n, csv->line, t->life);
	}
	if (c->names.n == 0)
		return gl_fail(err, "column '%s' has no categories", c->name);
	if (!c->fills)
		return 0;
	c->fill = (float)gl_categories_find(&c->names, fill->p, fill->n);
	return c->fill >= 0 ? 0
			    : gl_fail(err, "'%.*s' is not one of the categories of '%s'",
				  fill->n < 40 ? (int)fill->n : 40, fill->p, c->name);
}

/* feature or target,NAME,HOLDS,FILL,MARKED,CATEGORY... */
static int
load_column(struct gl_table *t, enum gl_role role, const struct gl_csv *csv, struct gl_err *err)
{
	static const char *const holds[] = {"number", "boolean", "date", "category", "class", NULL};
	static const char *const yes[] = {"no", "yes", NULL};
	const struct gl_cell *cell = csv->cell;
	int kind, marked;

	if (csv->n < 5)
		return gl_fail(err, "%zu cells; a column has at least 5", csv->n);
	if (choose(&cell[2], holds, &kind, err) < 0 || choose(&cell[4], yes, &marked, err) < 0)
		return -1;
	struct gl_column *c = gl_alloc(t->life, 1, sizeof *c);
	*c = (struct gl_column){.name = gl_cell_string(&cell[1], t->life),
	    .role = role,
	    .holds = kind < 3 ? GL_HOLDS_NUMBER + (enum gl_holds)kind : GL_HOLDS_TEXT,
	    .fills = cell[3].n > 0,
	    .marked = marked};
	for (size_t i = 0; i < t->nfeature + t->ntarget; i++)
		if (strcmp(t->use[i]->name, c->name) == 0)
			return gl_fail(err, "the column '%s' is there twice", c->name);
	if ((role == GL_TARGET) != (kind == 4) && kind >= 3)
		return gl_fail(err, "a feature may be a category, a target a class");
	if (role == GL_FEATURE && t->ntarget > 0)
		return gl_fail(err, "the features come before the targets");
	if (c->marked && (!c->fills || role == GL_TARGET))
		return gl_fail(err, "column '%s' has a mark and nothing to put in for a missing value", c->name);
	if (c->fills && role == GL_TARGET)
		return gl_fail(err, "a missing target is never filled in");
	if (c->holds == GL_HOLDS_TEXT) {
		if (load_names(t, c, csv, err) < 0)
			return -1;
	} else if (csv->n > 5) {
		return gl_fail(err, "categories, but column '%s' has none", c->name);
	} else if (c->fills && (!gl_cell_number(&cell[3], &c->fill) || !isfinite(c->fill))) {
		return gl_fail(err, "'%.*s' is not a finite number", cell[3].n < 40 ? (int)cell[3].n : 40, cell[3].p);
	}
	if (role == GL_TARGET && c->holds == GL_HOLDS_TEXT)
		t->classes = c;
	t->use[t->nfeature + t->ntarget] = c;
	*(role == GL_FEATURE ? &t->nfeature : &t->ntarget) += 1;
	return t->classes && t->ntarget > 1 ? gl_fail(err, "a class is the only target") : 0;
}

/* One row of the file; `seen` has a bit for each of the settings that were there. */
static int
load_row(struct gl_table *t, const struct gl_csv *csv, unsigned *seen, struct gl_err *err)
{
	static const char *const rows[] = {"header", "missing", "categories", "dates", "na", "feature", "target", NULL};
	static const char *const yes[] = {"no", "yes", NULL}, *const coding[] = {"one-hot", "index", NULL};
	static const char *const missing[] = {"refuse", "mean", "mark", "drop", NULL};
	int row, value;

	if (choose(&csv->cell[0], rows, &row, err) < 0)
		return -1;
	if (row >= 5)
		return (*seen & 15) == 15
		    ? load_column(t, row == 5 ? GL_FEATURE : GL_TARGET, csv, err)
		    : gl_fail(err, "the rows header, missing, categories and dates come before the columns");
	if (*seen & 1u << row || t->nfeature > 0 || t->ntarget > 0)
		return gl_fail(err, "the row '%s' is there twice, or behind the columns", rows[row]);
	*seen |= 1u << row;
	if (row == 4) {
		const char **words = gl_alloc(t->life, csv->n, sizeof *words);
		t->nna = csv->n - 1;
		for (size_t i = 0; i < t->nna; i++)
			words[i] = gl_cell_string(&csv->cell[i + 1], t->life);
		t->na = words;
		return 0;
	}
	if (csv->n != 2)
		return gl_fail(err, "'%s' takes one value", rows[row]);
	if (row == 3)
		return is(&csv->cell[1], dates) ? 0 : gl_fail(err, "dates are '%s'", dates);
	if (choose(&csv->cell[1], row == 0 ? yes : row == 1 ? missing : coding, &value, err) < 0)
		return -1;
	if (row == 0)
		t->header = value;
	if (row == 1)
		t->missing = (enum gl_missing)value;
	if (row == 2)
		t->index = value;
	return 0;
}

static int
load(struct gl_table *t, struct gl_csv *csv, size_t lines, struct gl_err *err)
{
	unsigned seen = 0;
	int got = gl_csv_next(csv, err);

	if (got < 0)
		return -1;
	if (got == 0 || csv->n != 2 || !is(&csv->cell[0], magic)) {
		gl_fail(err, "%s: is no schema: it does not begin with %s", csv->name, magic);
		return gl_hint(err, "--schema names a file that gl-encode made, or one that is not there yet");
	}
	if (!is(&csv->cell[1], "1"))
		return gl_fail(err, "%s: a schema of version %.*s; this program reads version 1", csv->name,
		    csv->cell[1].n < 40 ? (int)csv->cell[1].n : 40, csv->cell[1].p);
	t->use = gl_alloc(t->life, lines + 1, sizeof(struct gl_column *));
	while ((got = gl_csv_next(csv, err)) > 0)
		if (!csv->blank && load_row(t, csv, &seen, err) < 0)
			return gl_fail_at(err, csv->name, csv->line);
	if (got < 0)
		return -1;
	if (t->nfeature == 0)
		return gl_fail(err, "%s: the schema has no features", csv->name);
	gl_table_lay_out(t);
	return 0;
}

int
gl_table_load(struct gl_table *t, const char *path, struct gl_arena *life, struct gl_err *err)
{
	struct gl_source *from = gl_source_open(path, err);
	const char *text;
	size_t n, lines = 1;
	int result = -1;

	*t = (struct gl_table){.path = path, .life = life};
	if (!from)
		return -1;
	if ((text = gl_source_all(from, &n, life, err))) {
		struct gl_csv csv;
		for (size_t i = 0; i < n; i++)
			lines += text[i] == '\n';
		gl_csv_open(&csv, gl_source_name(from), text, n, ',');
		result = load(t, &csv, lines, err);
		gl_csv_close(&csv);
	}
	gl_source_close(from);
	return result;
}

/* ---- a table by a schema ---- */

/* The command asks for something else than the schema says. */
static int
differs(const struct gl_table *t, const char *option, struct gl_err *err)
{
	gl_fail(err, "%s: %s was made otherwise", option, t->path);
	return gl_hint(err, "a schema that is there decides: leave the option out, or name a new file");
}

/* Does a list name these columns, in this order? */
static int
check_list(struct gl_table *t, const char *list, const char *option, const char *file, const char *const *name,
    size_t n, struct gl_column **column, size_t count, struct gl_err *err)
{
	size_t *place, places;

	if (!list)
		return 0;
	if (gl_table_list(list, option, file, name, n, &place, &places, t->life, err) < 0)
		return -1;
	if (places != count)
		return differs(t, option, err);
	for (size_t i = 0; i < count; i++)
		if (strcmp(name[place[i]], column[i]->name) != 0)
			return differs(t, option, err);
	return 0;
}

/* The used column of this name, or NULL. */
static const struct gl_column *
used(const struct gl_table *t, const char *name)
{
	for (size_t i = 0; i < t->nfeature + t->ntarget; i++)
		if (strcmp(t->use[i]->name, name) == 0)
			return t->use[i];
	return NULL;
}

static int
check_options(struct gl_table *t, const struct gl_table_args *a, const char *file, const char *const *name, size_t n,
    struct gl_err *err)
{
	const char *const *na;
	size_t *place, count = 0;

	if (a->index && !t->index)
		return differs(t, "--index", err);
	if (a->missing_given && (enum gl_missing)a->missing != t->missing)
		return differs(t, "--missing", err);
	if (a->na) {
		if (gl_table_words(a->na, "--na", &na, &count, t->life, err) < 0)
			return -1;
		if (!t->na || count != t->nna)
			return differs(t, "--na", err);
		for (size_t i = 0; i < count; i++)
			if (strcmp(na[i], t->na[i]) != 0)
				return differs(t, "--na", err);
	}
	if (check_list(t, a->target, "--target", file, name, n, t->use + t->nfeature, t->ntarget, err) < 0 ||
	    check_list(t, a->features, "--features", file, name, n, t->use, t->nfeature, err) < 0)
		return -1;
	if (a->omit && gl_table_list(a->omit, "--omit", file, name, n, &place, &count, t->life, err) < 0)
		return -1;
	for (size_t i = 0; a->omit && i < count; i++)
		if (used(t, name[place[i]]))
			return differs(t, "--omit", err);
	if (a->category && gl_table_list(a->category, "--category", file, name, n, &place, &count, t->life, err) < 0)
		return -1;
	for (size_t i = 0; a->category && i < count; i++) {
		const struct gl_column *c = used(t, name[place[i]]);
		if (!c || c->holds != GL_HOLDS_TEXT)
			return differs(t, "--category", err);
	}
	return 0;
}

int
gl_table_match(struct gl_table *t, struct gl_csv *csv, const struct gl_table_args *args, struct gl_err *err)
{
	const char *const *name;
	size_t n, targets = 0;

	if (args->no_header && t->header)
		return differs(t, "--no-header", err);
	if (gl_table_names(csv, t->header, &name, &n, t->life, err) < 0)
		return -1;
	t->cells = n;
	for (size_t i = 0; i < t->nfeature + t->ntarget; i++) {
		struct gl_column *c = t->use[i];
		for (c->cell = 0; c->cell < n && strcmp(name[c->cell], c->name) != 0; c->cell++)
			;
		if (c->cell < n) {
			targets += c->role == GL_TARGET;
			continue;
		}
		if (c->role == GL_TARGET && !args->target && targets == 0)
			continue;
		const char *near = gl_nearest(c->name, name);
		gl_fail(err, "%s: there is no column '%s', which is a %s in %s", csv->name, c->name,
		    c->role == GL_TARGET ? "target" : "feature", t->path);
		if (near)
			return gl_hint(err, "is it the column %s?", near);
		return gl_hint(err, "the columns are told by their names; their order does not matter");
	}
	if (check_options(t, args, csv->name, name, n, err) < 0)
		return -1;
	if (targets > 0 && targets < t->ntarget)
		return gl_fail(
		    err, "%s: only %zu of the %zu targets of %s are there", csv->name, targets, t->ntarget, t->path);
	t->ntarget = targets;
	return 0;
}
