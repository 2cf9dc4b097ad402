/* gl-encode table --describe: what the columns hold and what they become. See encode/table.h. */
#include "core/text.h"
#include "encode/table.h"

#include <stdio.h>
#include <string.h>

enum { COLUMN, HOLDS, MISSING, VALUES, BECOMES, CELLS };

/* A name for a terminal: control characters become '?'. */
static void
add_name(struct gl_text *to, const char *name)
{
	size_t before = to->n;

	gl_text_add(to, "%s", name);
	for (size_t i = before; i < to->n; i++)
		if ((unsigned char)to->s[i] < ' ' || to->s[i] == 0x7f)
			to->s[i] = '?';
}

/* "3: blue green red", or "18 to 90, mean 41.5" */
static void
add_values(struct gl_text *to, const struct gl_column *c)
{
	size_t begin = to->n;

	if (c->holds != GL_HOLDS_TEXT) {
		if (c->n == 0)
			return;
		gl_text_number(to, (double)c->min);
		gl_text_add(to, " to ");
		gl_text_number(to, (double)c->max);
		gl_text_add(to, ", mean ");
		gl_text_number(to, c->sum / (double)c->n);
		return;
	}
	gl_text_add(to, "%zu:", c->names.n);
	for (size_t i = 0; i < c->names.n; i++) {
		if (to->n - begin > 32) {
			gl_text_add(to, " ...");
			return;
		}
		gl_text_add(to, " ");
		add_name(to, c->names.v[i].text);
	}
}

/* What is done where a value is missing; nothing, when there is nothing to do. */
static void
add_missing(struct gl_text *to, const struct gl_table *t, const struct gl_column *c)
{
	if (gl_column_refuses(t, c)) {
		gl_text_add(to, "%s", c->missing > 0 ? "; missing: refused" : "");
	} else if (c->fills) {
		gl_text_add(to, "; missing: ");
		if (c->holds == GL_HOLDS_TEXT)
			add_name(to, c->names.v[(size_t)c->fill].text);
		else
			gl_text_number(to, (double)c->fill);
	}
}

/* "numbers 5 to 7, one-hot; missing: red" */
static void
add_becomes(struct gl_text *to, const struct gl_table *t, const struct gl_column *c)
{
	size_t width = c->width - c->marked, last = c->first + width;

	if (c->role == GL_TARGET)
		gl_text_add(to, "target");
	else if (width > 1)
		gl_text_add(to, "numbers %zu to %zu", c->first + 1, last);
	else
		gl_text_add(to, "number %zu", c->first + 1);
	if (c->holds == GL_HOLDS_TEXT)
		gl_text_add(to, c->role == GL_TARGET || t->index ? ", index" : ", one-hot");
	if (c->holds == GL_HOLDS_DATE)
		gl_text_add(to, ", days since 1970-01-01");
	if (c->holds == GL_HOLDS_BOOLEAN)
		gl_text_add(to, ", 1 for true or yes");
	if (c->marked)
		gl_text_add(to, ", mark %zu", last + 1);
	add_missing(to, t, c);
}

/* A line about a column; c NULL: what is above the columns. */
static void
add_line(struct gl_text cell[CELLS], const struct gl_table *t, const struct gl_column *c)
{
	static const char *const head[CELLS] = {"column", "holds", "missing", "values", "becomes"};
	static const char *const words[] = {"", "number", "boolean", "date", "category"};

	for (size_t k = 0; k < CELLS; k++) {
		cell[k] = (struct gl_text){.arena = t->life, .digits = 6};
		gl_text_add(&cell[k], "%s", c ? "" : head[k]);
	}
	if (!c)
		return;
	add_name(&cell[COLUMN], c->name);
	if (c->role == GL_UNUSED) {
		gl_text_add(&cell[BECOMES], "not used");
		return;
	}
	gl_text_add(&cell[HOLDS], "%s", c == t->classes ? "class" : words[c->holds]);
	gl_text_add(&cell[MISSING], "%llu", (unsigned long long)c->missing);
	add_values(&cell[VALUES], c);
	add_becomes(&cell[BECOMES], t, c);
}

/* The last line: "150 examples of 4 numbers and a target" */
static void
add_sum(struct gl_text *to, const struct gl_table *t)
{
	for (size_t i = 0; i < t->nfeature + t->ntarget; i++)
		if (t->use[i]->missing > 0 && gl_column_refuses(t, t->use[i])) {
			gl_text_add(to,
			    "no examples of these %llu rows: --missing says what to do about missing values",
			    (unsigned long long)t->rows);
			return;
		}
	gl_text_add(to, "%llu example%s of %zu number%s", (unsigned long long)t->rows, t->rows == 1 ? "" : "s",
	    t->width, t->width == 1 ? "" : "s");
	if (t->ntarget > 0)
		gl_text_add(to, t->ntarget == 1 ? " and a target" : " and %zu targets", t->ntarget);
	if (t->missing == GL_MISSING_DROP)
		gl_text_add(to, "; %llu row%s with missing values left out", (unsigned long long)t->dropped,
		    t->dropped == 1 ? "" : "s");
}

int
gl_table_describe(const struct gl_table *t, const char *path, struct gl_err *err)
{
	size_t n = t->path ? t->nfeature + t->ntarget : t->n, width[CELLS] = {0};
	struct gl_text(*cell)[CELLS] = gl_alloc(t->life, n + 1, sizeof *cell), sum = {.arena = t->life};
	struct gl_sink *to = gl_sink_open(path, err);
	int result = to ? 0 : -1;

	for (size_t i = 0; i <= n; i++) {
		add_line(cell[i], t, i == 0 ? NULL : t->path ? t->use[i - 1] : &t->column[i - 1]);
		for (size_t k = 0; k < CELLS; k++)
			width[k] = cell[i][k].n > width[k] ? cell[i][k].n : width[k];
	}
	for (size_t i = 0; i <= n && result == 0; i++)
		for (size_t k = 0; k < CELLS && result == 0; k++)
			result = k < BECOMES ? gl_sink_print(to, err, "%-*s  ", (int)width[k], cell[i][k].s)
					     : gl_sink_print(to, err, "%s\n", cell[i][k].s);
	add_sum(&sum, t);
	if (result == 0 && gl_sink_print(to, err, "%s\n", sum.s) == 0)
		return gl_sink_commit(to, err);
	gl_sink_abort(to);
	return -1;
}
