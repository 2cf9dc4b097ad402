/*
 * A schema file: what was learned from a table, itself a table with commas. The first cell of a row says what the row
 * is about, and the rows come in this order:
 *
 *     gradlab-table,1
 *     header,yes
 *     missing,mean
 *     categories,one-hot
 *     feature,age,number,38.5,no
 *     feature,colour,category,red,no,blue,green,red
 *     target,species,class,,no,setosa,versicolor
 *
 * Features, then targets: name, what the column holds, what stands in for a missing value (or nothing), whether a mark
 * follows, and the categories in the order of their indices. Before them may stand `na` and the words that mean a
 * missing value. A date is kept as days since 1970-01-01.
 */
#include "core/number.h"
#include "encode/table.h"

#include <math.h>
#include <string.h>

static const char magic[] = "gradlab-table";
static const char *const yes[] = {"no", "yes", NULL};
static const char *const missings[] = {"refuse", "mean", "mark", "drop", NULL};
static const char *const codings[] = {"one-hot", "index", NULL};
static const char *const roles[] = {"feature", "target", NULL};
static const char *const feature_holds[] = {"number", "boolean", "date", "category", NULL};
static const char *const target_holds[] = {"number", "boolean", "date", "class", NULL};

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

static int
put_names(struct gl_sink *to, const struct gl_categories *names, struct gl_err *err)
{
	for (size_t i = 0; i < names->n; i++)
		if (put(to, names->v[i].text, err) < 0)
			return -1;
	return gl_sink_print(to, err, "\n");
}

static int
save_column(struct gl_sink *to, const struct gl_column *c, struct gl_err *err)
{
	static const struct gl_categories none;
	const char *const *words = c->role == GL_TARGET ? target_holds : feature_holds;
	char number[GL_NUMBER_TEXT + 1] = "";
	const char *fill = number;

	if (c->fills && c->holds == GL_HOLDS_TEXT)
		fill = c->names.v[(size_t)c->fill].text;
	else if (c->fills)
		number[gl_number_print(c->fill, number)] = '\0';
	if (gl_sink_print(to, err, "%s", roles[c->role - GL_FEATURE]) < 0 || put(to, c->name, err) < 0 ||
	    put(to, words[c->holds - GL_HOLDS_NUMBER], err) < 0 || put(to, fill, err) < 0 ||
	    put(to, yes[c->marked], err) < 0)
		return -1;
	return put_names(to, c->holds == GL_HOLDS_TEXT ? &c->names : &none, err);
}

static int
save(struct gl_sink *to, const struct gl_table *t, struct gl_err *err)
{
	if (gl_sink_print(to, err, "%s,1\nheader,%s\nmissing,%s\ncategories,%s\n", magic, yes[t->header],
		missings[t->missing], codings[t->index]) < 0)
		return -1;
	if (t->na.n > 0 && (gl_sink_print(to, err, "na") < 0 || put_names(to, &t->na, err) < 0))
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
	return strlen(word) == cell->n && memcmp(word, cell->p, cell->n) == 0;
}

/* Which of the words, which end with NULL, a cell is; -1 with err set: none of them. */
static int
choose(const struct gl_cell *cell, const char *const *words, struct gl_err *err)
{
	for (int i = 0; words[i]; i++)
		if (is(cell, words[i]))
			return i;
	return gl_fail(err, "'%.*s' where '%s' or the like stands in a schema", GL_CELL_SHOWN(cell), words[0]);
}

/* Reads the row of a setting: its name, and one of the words. Returns which; -1. */
static int
load_setting(struct gl_csv *csv, const char *name, const char *const *words, struct gl_err *err)
{
	int got = gl_csv_next(csv, err);

	if (got < 0)
		return -1;
	if (got == 0)
		return gl_fail(err, "%s: the schema ends early", csv->name);
	if (csv->n != 2 || !is(&csv->cell[0], name))
		gl_fail(err, "'%.*s' where '%s' and a word stand in a schema", GL_CELL_SHOWN(&csv->cell[0]), name);
	else if ((got = choose(&csv->cell[1], words, err)) >= 0)
		return got;
	return gl_fail_at(err, csv->name, csv->line);
}

/* The cells of a row from a place on, each once, as names. */
static int
load_names(
    struct gl_categories *names, const struct gl_csv *csv, size_t from, struct gl_arena *life, struct gl_err *err)
{
	for (size_t i = from; i < csv->n; i++) {
		const struct gl_cell *cell = &csv->cell[i];
		if (gl_categories_add(names, cell->p, cell->n, csv->line, life) < i - from)
			return gl_fail(err, "'%.*s' is there twice", GL_CELL_SHOWN(cell));
	}
	return names->n > 0 ? 0 : gl_fail(err, "a list without a name");
}

/* What stands in for a missing value. */
static int
load_fill(struct gl_column *c, const struct gl_cell *cell, struct gl_err *err)
{
	if (c->holds != GL_HOLDS_TEXT)
		return gl_cell_number(cell, &c->fill) && isfinite(c->fill)
		    ? 0
		    : gl_fail(err, "'%.*s' is not a finite number", GL_CELL_SHOWN(cell));
	c->fill = (float)gl_categories_find(&c->names, cell->p, cell->n);
	return c->fill >= 0 ? 0 : gl_fail(err, "'%.*s' is not one of the categories", GL_CELL_SHOWN(cell));
}

/* feature or target,NAME,HOLDS,FILL,MARKED,CATEGORY... */
static int
load_column(struct gl_table *t, struct gl_column *c, const struct gl_csv *csv, struct gl_err *err)
{
	const struct gl_cell *cell = csv->cell;
	int role = choose(&cell[0], roles, err), holds, marked;

	if (role < 0)
		return -1;
	if (csv->n < 5)
		return gl_fail(err, "%zu cells; a column has at least 5", csv->n);
	if ((holds = choose(&cell[2], role == 0 ? feature_holds : target_holds, err)) < 0 ||
	    (marked = choose(&cell[4], yes, err)) < 0)
		return -1;
	*c = (struct gl_column){.name = gl_cell_string(&cell[1], t->life),
	    .role = role == 0 ? GL_FEATURE : GL_TARGET,
	    .holds = GL_HOLDS_NUMBER + (enum gl_holds)holds,
	    .fills = cell[3].n > 0,
	    .marked = marked};
	if (c->holds == GL_HOLDS_TEXT && load_names(&c->names, csv, 5, t->life, err) < 0)
		return -1;
	if (c->holds != GL_HOLDS_TEXT && csv->n > 5)
		return gl_fail(err, "categories in a column that has none");
	if (c->fills && load_fill(c, &cell[3], err) < 0)
		return -1;
	if (c->role == GL_TARGET)
		return c->fills || c->marked ? gl_fail(err, "a missing target is never filled in") : 0;
	if (t->ntarget > 0)
		return gl_fail(err, "the features come before the targets");
	return c->marked && !c->fills ? gl_fail(err, "a mark, and nothing to put in for a missing value") : 0;
}

/* A row behind the settings: the words that mean a missing value, or a column. */
static int
load_row(struct gl_table *t, struct gl_categories *names, const struct gl_csv *csv, struct gl_err *err)
{
	if (is(&csv->cell[0], "na") && t->na.n == 0 && t->nfeature + t->ntarget == 0)
		return load_names(&t->na, csv, 1, t->life, err);
	struct gl_column *c = gl_alloc(t->life, 1, sizeof *c);
	if (load_column(t, c, csv, err) < 0)
		return -1;
	if (gl_categories_add(names, c->name, strlen(c->name), csv->line, t->life) < t->nfeature + t->ntarget)
		return gl_fail(err, "the column '%s' is there twice", c->name);
	if (c->role == GL_TARGET && c->holds == GL_HOLDS_TEXT)
		t->classes = c;
	t->use[t->nfeature + t->ntarget] = c;
	*(c->role == GL_FEATURE ? &t->nfeature : &t->ntarget) += 1;
	return t->classes && t->ntarget > 1 ? gl_fail(err, "a class is the only target") : 0;
}

static int
load(struct gl_table *t, struct gl_csv *csv, size_t lines, struct gl_err *err)
{
	struct gl_categories names = {0};
	int got = gl_csv_next(csv, err), header, missing, coding;

	if (got < 0)
		return -1;
	if (got == 0 || csv->n != 2 || !is(&csv->cell[0], magic)) {
		gl_fail(err, "%s: is no schema: it does not begin with %s", csv->name, magic);
		return gl_hint(err, "--schema names a file that gl-encode made, or one that is not there yet");
	}
	if (!is(&csv->cell[1], "1"))
		return gl_fail(err, "%s: a schema of version %.*s; this program reads version 1", csv->name,
		    GL_CELL_SHOWN(&csv->cell[1]));
	if ((header = load_setting(csv, "header", yes, err)) < 0 ||
	    (missing = load_setting(csv, "missing", missings, err)) < 0 ||
	    (coding = load_setting(csv, "categories", codings, err)) < 0)
		return -1;
	t->header = header;
	t->missing = (enum gl_missing)missing;
	t->index = coding;
	t->use = gl_alloc(t->life, lines, sizeof(struct gl_column *));
	while ((got = gl_csv_next(csv, err)) > 0)
		if (!csv->blank && load_row(t, &names, csv, err) < 0)
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
