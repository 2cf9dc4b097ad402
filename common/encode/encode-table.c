/* gl-encode table. */
#include "encode/kinds.h"

#include <string.h>
#include <sys/stat.h>

/* ---- classes ---- */

/* The indices of the classes are those of a file of labels. */
static int
use_labels(struct gl_table *t, const struct gl_csv *csv, const char *path, struct gl_err *err)
{
	struct gl_categories *classes = &t->classes->names, given = {0};
	struct gl_labels labels;

	if (gl_labels_load(&labels, path, t->life, err) < 0)
		return -1;
	for (size_t i = 0; i < labels.n; i++)
		gl_categories_add(&given, labels.name[i], strlen(labels.name[i]), 0, t->life);
	for (size_t i = 0; i < classes->n; i++) {
		const struct gl_category *v = &classes->v[i];
		long index = gl_categories_find(&given, v->text, v->n);
		if (t->path && (index != (long)i || given.n != classes->n)) {
			gl_fail(err, "the classes of %s are not those of %s", t->path, path);
			return gl_hint(err, "--labels with another name writes the classes of the schema");
		}
		if (index >= 0)
			continue;
		gl_fail(err, "the class '%.100s' is not among the %zu of %.200s", v->text, labels.n, path);
		const char *near = gl_nearest(v->text, labels.name);
		if (near)
			gl_hint(err, "did you mean %s?", near);
		else
			gl_hint(
			    err, "a test set has the classes of its training set; for other classes name another file");
		return gl_fail_at(err, csv->name, v->line);
	}
	*classes = given;
	return 0;
}

/* What is to be a line of a file of labels must be one line. */
static int
check_labels(const struct gl_table *t, struct gl_err *err)
{
	for (size_t i = 0; i < t->classes->names.n; i++)
		for (const char *p = t->classes->names.v[i].text; *p; p++)
			if ((unsigned char)*p < ' ' || *p == 0x7f)
				return gl_fail(err, "--labels: the class '%s' has a control character in its name",
				    t->classes->names.v[i].text);
	return 0;
}

/* ---- encoding ---- */

static int
encode(struct gl_table *t, struct gl_csv *csv, enum gl_unknown unknown, const struct gl_out_args *out_args,
    struct gl_err *err)
{
	const struct gl_shape x = {GL_VECTOR, 1, {t->width}}, y = {GL_VECTOR, 1, {t->ntarget}};
	struct gl_out_args args = *out_args;
	struct gl_schema schema;
	struct gl_batch b;
	int got;

	args.rows = t->path ? UINT64_MAX : t->rows;
	t->rows = t->dropped = 0;
	gl_schema_init(&schema, GL_FORM_TEXT);
	gl_schema_add(&schema, "x", GL_F4, &x);
	if (t->ntarget > 0)
		gl_schema_add(&schema, "y", t->classes ? GL_I4 : GL_F4, t->ntarget > 1 ? &y : NULL);
	size_t room = gl_block_rows(&schema, GL_BLOCK_ROWS);
	gl_batch_new(&b, &schema, room, t->life);
	struct gl_out *out = gl_out_open(&args, &schema, err);
	if (!out)
		return -1;
	gl_real none, *to_x = b.field[0].data, *to_y = t->ntarget > 0 ? b.field[1].data : &none;
	b.rows = 0;
	do {
		got = gl_table_row(t, csv, unknown, to_x + b.rows * t->width, to_y + b.rows * t->ntarget, err);
		b.rows += got > 0;
		if (b.rows == room || (got == 0 && b.rows > 0)) {
			b.field[0].dim[0] = b.field[1].dim[0] = b.rows;
			b.field[0].n = b.rows * t->width;
			b.field[1].n = b.rows * t->ntarget;
			if (gl_out_write(out, &b, err) < 0)
				got = -1;
			b.first += b.rows;
			b.rows = 0;
		}
	} while (got > 0);
	if (got == 0)
		return gl_out_finish(out, err);
	gl_out_abort(out);
	return -1;
}

/* Rows by a schema that nothing is written of: for --describe. */
static int
look(struct gl_table *t, struct gl_csv *csv, enum gl_unknown unknown, struct gl_err *err)
{
	gl_real *x = gl_alloc(t->life, t->width, sizeof *x), *y = gl_alloc(t->life, t->ntarget + 1, sizeof *y);
	int got;

	while ((got = gl_table_row(t, csv, unknown, x, y, err)) > 0)
		;
	return got;
}

static bool
exists(const char *path)
{
	struct stat st;

	return path && stat(path, &st) == 0;
}

static int
run(const char *name, const char *text, size_t n, const struct gl_table_args *a, const struct gl_out_args *out,
    struct gl_arena *life, struct gl_err *err)
{
	bool learned = !exists(a->schema), new_labels = a->labels && !exists(a->labels);
	enum gl_unknown unknown = (enum gl_unknown)a->unknown;
	struct gl_table t;
	struct gl_csv csv;
	int result = -1;

	gl_csv_open(&csv, name, text, n, a->separator);
	if ((learned ? gl_table_learn(&t, &csv, a, life, err) : gl_table_load(&t, a->schema, life, err)) < 0)
		goto end;
	t.look = a->describe;
	if (!learned && gl_table_match(&t, &csv, a, err) < 0)
		goto end;
	if (t.index && unknown == GL_UNKNOWN_ZEROS) {
		gl_fail(err, "--unknown zeros: categories are indices here, and none of them means unknown");
		goto end;
	}
	if (a->labels && !t.classes) {
		gl_fail(err, "--labels: there is no target that is a class");
		gl_hint(err, "--target names the column with the classes; if they are numbers: --category");
		goto end;
	}
	if (a->labels && (new_labels ? check_labels(&t, err) : use_labels(&t, &csv, a->labels, err)) < 0)
		goto end;
	if (a->describe) {
		result = learned || look(&t, &csv, unknown, err) == 0 ? gl_table_describe(&t, out->path, err) : -1;
		goto end;
	}
	if (learned) { /* the second time through the table */
		gl_csv_close(&csv);
		gl_csv_open(&csv, name, text, n, a->separator);
		const char *const *names;
		size_t columns;
		if (gl_table_names(&csv, t.header, &names, &columns, life, err) < 0)
			goto end;
	}
	if (encode(&t, &csv, unknown, out, err) < 0 || (learned && a->schema && gl_table_save(&t, a->schema, err) < 0))
		goto end;
	if (new_labels) {
		struct gl_labels labels = {gl_categories_list(&t.classes->names, life), t.classes->names.n};
		if (gl_labels_save(&labels, a->labels, err) < 0)
			goto end;
	}
	result = 0;
end:
	gl_csv_close(&csv);
	return result;
}

int
gl_encode_table(const char *path, const struct gl_table_args *args, const struct gl_out_args *out, struct gl_err *err)
{
	struct gl_arena life = {0};
	struct gl_source *from = NULL;
	const char *text;
	size_t n;
	int result = -1;

	/* a file that cannot be written is better known before the work */
	if (!args->describe &&
	    ((args->schema && !exists(args->schema) && gl_sink_check(args->schema, err) < 0) ||
		(args->labels && !exists(args->labels) && gl_sink_check(args->labels, err) < 0)))
		return -1;
	if ((from = gl_source_open(path, err)) && (text = gl_source_whole(from, &n, err)))
		result = run(gl_source_name(from), text, n, args, out, &life, err);
	gl_source_close(from);
	gl_arena_free(&life);
	return result;
}
