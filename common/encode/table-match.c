/* A table that is encoded by a schema: are its columns there, and do the options agree? See encode/table.h. */
#include "encode/table.h"

#include <string.h>

/* The command asks for something else than the schema says. */
static int
differs(const struct gl_table *t, const char *option, struct gl_err *err)
{
	gl_fail(err, "%s: %s was made otherwise", option, t->path);
	return gl_hint(err, "a schema that is there decides: leave the option out, or name a new file");
}

/* The used column that is at this place of the table at hand, or NULL. */
static const struct gl_column *
used(const struct gl_table *t, const struct gl_header *h, size_t place)
{
	for (size_t i = 0; i < t->nfeature + t->ntarget; i++)
		if (strcmp(t->use[i]->name, h->names.v[place].text) == 0)
			return t->use[i];
	return NULL;
}

/* Does a list, if it is given, name these n columns in this order? */
static int
check_order(struct gl_table *t, const struct gl_header *h, const char *list, const char *option,
    struct gl_column *const *column, size_t n, struct gl_err *err)
{
	struct gl_places p;

	if (gl_header_list(h, list, option, &p, t->life, err) < 0)
		return -1;
	for (size_t i = 0; i < p.n; i++)
		if (p.n != n || used(t, h, p.at[i]) != column[i])
			return differs(t, option, err);
	return 0;
}

/* Is none of the omitted columns used, and are those that are to be names categories? */
static int
check_others(struct gl_table *t, const struct gl_header *h, const struct gl_table_args *a, struct gl_err *err)
{
	struct gl_places omit, category;

	if (gl_header_list(h, a->omit, "--omit", &omit, t->life, err) < 0 ||
	    gl_header_list(h, a->category, "--category", &category, t->life, err) < 0)
		return -1;
	for (size_t i = 0; i < omit.n; i++)
		if (used(t, h, omit.at[i]))
			return differs(t, "--omit", err);
	for (size_t i = 0; i < category.n; i++) {
		const struct gl_column *c = used(t, h, category.at[i]);
		if (!c || c->holds != GL_HOLDS_TEXT)
			return differs(t, "--category", err);
	}
	return 0;
}

static int
check_na(struct gl_table *t, const char *list, struct gl_err *err)
{
	struct gl_categories words;

	if (!list)
		return 0;
	if (gl_words(list, "--na", &words, t->life, err) < 0)
		return -1;
	for (size_t i = 0; i < words.n; i++)
		if (words.n != t->na.n || gl_categories_find(&t->na, words.v[i].text, words.v[i].n) < 0)
			return differs(t, "--na", err);
	return 0;
}

/* Finds the columns of the schema; *targets of them are targets. */
static int
find_columns(struct gl_table *t, const struct gl_header *h, size_t *targets, struct gl_err *err)
{
	*targets = 0;
	for (size_t i = 0; i < t->nfeature + t->ntarget; i++) {
		struct gl_column *c = t->use[i];
		long place = gl_categories_find(&h->names, c->name, strlen(c->name));
		c->cell = (size_t)place;
		*targets += place >= 0 && c->role == GL_TARGET;
		if (place >= 0 || c->role == GL_TARGET)
			continue;
		const char *near = gl_nearest(c->name, gl_categories_list(&h->names, t->life));
		gl_fail(err, "%s: there is no column '%s', which is a feature in %s", h->file, c->name, t->path);
		if (near)
			return gl_hint(err, "is it the column %s?", near);
		return gl_hint(err, "the columns are told by their names; their order does not matter");
	}
	if (*targets == 0 || *targets == t->ntarget)
		return 0;
	return gl_fail(err, "%s: only %zu of the %zu targets of %s are there", h->file, *targets, t->ntarget, t->path);
}

int
gl_table_match(struct gl_table *t, struct gl_csv *csv, const struct gl_table_args *a, struct gl_err *err)
{
	struct gl_header h;
	size_t targets;

	t->look = a->describe;
	if (a->no_header && t->header)
		return differs(t, "--no-header", err);
	if (a->index && !t->index)
		return differs(t, "--index", err);
	if (a->missing_given && (enum gl_missing)a->missing != t->missing)
		return differs(t, "--missing", err);
	if (check_na(t, a->na, err) < 0 || gl_header_read(&h, csv, t->header, t->life, err) < 0 ||
	    find_columns(t, &h, &targets, err) < 0 ||
	    check_order(t, &h, a->target, "--target", t->use + t->nfeature, t->ntarget, err) < 0 ||
	    check_order(t, &h, a->features, "--features", t->use, t->nfeature, err) < 0 ||
	    check_others(t, &h, a, err) < 0)
		return -1;
	t->cells = h.names.n;
	t->ntarget = targets;
	return 0;
}
