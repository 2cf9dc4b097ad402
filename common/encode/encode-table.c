/* gl-encode table. */
#include "encode/kinds.h"

#include <string.h>
#include <sys/stat.h>

static bool
exists(const char *path)
{
	struct stat st;

	return path && stat(path, &st) == 0;
}

/* ---- names of classes ---- */

static int
unknown_class(const struct gl_csv *csv, const struct gl_category *v, const struct gl_labels *labels, struct gl_err *err)
{
	const char *near = gl_nearest(v->text, labels->name);

	gl_fail(err, "the class '%.100s' is not among the %zu of %.200s", v->text, labels->n, labels->path);
	if (near)
		gl_hint(err, "did you mean %s?", near);
	else
		gl_hint(err, "a test set has the classes of its training set; for other classes name another file");
	return gl_fail_at(err, csv->name, v->line);
}

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
		if (index < 0)
			return unknown_class(csv, v, &labels, err);
	}
	*classes = given;
	return 0;
}

/* Before anything is written: a class's name is going to be a line. */
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

/* Writes the rows of the batch. */
static int
flush(struct gl_out *out, struct gl_batch *b, size_t x, size_t y, struct gl_err *err)
{
	b->field[0].dim[0] = b->field[1].dim[0] = b->rows;
	b->field[0].n = b->rows * x;
	b->field[1].n = b->rows * y;
	if (b->rows > 0 && gl_out_write(out, b, err) < 0)
		return -1;
	b->first += b->rows;
	b->rows = 0;
	return 0;
}

/* All rows that are left, as examples. */
static int
encode(struct gl_table *t, struct gl_csv *csv, enum gl_unknown unknown, struct gl_out_args args, struct gl_err *err)
{
	const struct gl_shape x = {GL_VECTOR, 1, {t->width}}, y = {GL_VECTOR, 1, {t->ntarget}};
	struct gl_schema schema;
	struct gl_batch b;
	gl_real none;
	int got = 1;

	args.rows = t->path ? UINT64_MAX : t->rows;
	gl_schema_init(&schema, GL_FORM_TEXT);
	gl_schema_add(&schema, "x", GL_F4, &x);
	if (t->ntarget > 0)
		gl_schema_add(&schema, "y", t->classes ? GL_I4 : GL_F4, t->ntarget > 1 ? &y : NULL);
	size_t room = gl_block_rows(&schema, GL_BLOCK_ROWS);
	gl_batch_new(&b, &schema, room, t->life);
	struct gl_out *out = gl_out_open(&args, &schema, err);
	if (!out)
		return -1;
	gl_real *to_x = b.field[0].data, *to_y = t->ntarget > 0 ? b.field[1].data : &none;
	for (b.rows = 0; got > 0;) {
		got = gl_table_row(t, csv, unknown, to_x + b.rows * t->width, to_y + b.rows * t->ntarget, err);
		b.rows += got > 0;
		if ((b.rows == room || got == 0) && flush(out, &b, t->width, t->ntarget, err) < 0)
			got = -1;
	}
	if (got == 0)
		return gl_out_finish(out, err);
	gl_out_abort(out);
	return -1;
}

/* --describe with a schema: counts what the rows hold, and writes nothing of them. */
static int
look(struct gl_table *t, struct gl_csv *csv, enum gl_unknown unknown, struct gl_err *err)
{
	gl_real *x = gl_alloc(t->life, t->width, sizeof *x), *y = gl_alloc(t->life, t->ntarget + 1, sizeof *y);
	int got;

	while ((got = gl_table_row(t, csv, unknown, x, y, err)) > 0)
		;
	return got;
}

/* Learns from the table, or reads what was learned from another; and checks the options that depend on it. */
static int
prepare(
    struct gl_table *t, struct gl_csv *csv, const struct gl_table_args *a, struct gl_arena *life, struct gl_err *err)
{
	if (!exists(a->schema)) {
		if (gl_table_learn(t, csv, a, life, err) < 0)
			return -1;
	} else if (gl_table_load(t, a->schema, life, err) < 0 || gl_table_match(t, csv, a, err) < 0) {
		return -1;
	}
	if (t->index && a->unknown == GL_UNKNOWN_ZEROS)
		return gl_fail(err, "--unknown zeros: categories are indices here, and none of them means unknown");
	if (!a->labels)
		return 0;
	if (!t->classes) {
		gl_fail(err, "--labels: there is no target that is a class");
		return gl_hint(err, "--target names the column with the classes; if they are numbers: --category");
	}
	return exists(a->labels) ? use_labels(t, csv, a->labels, err) : check_labels(t, err);
}

static int
run(struct gl_csv *csv, const struct gl_table_args *a, const struct gl_out_args *out, struct gl_arena *life,
    struct gl_err *err)
{
	enum gl_unknown unknown = (enum gl_unknown)a->unknown;
	struct gl_table t;

	if (prepare(&t, csv, a, life, err) < 0)
		return -1;
	if (a->describe)
		return t.path && look(&t, csv, unknown, err) < 0 ? -1 : gl_table_describe(&t, out->path, err);
	if (encode(&t, csv, unknown, *out, err) < 0)
		return -1;
	if (a->schema && !t.path && gl_table_save(&t, a->schema, err) < 0)
		return -1;
	if (!a->labels || exists(a->labels))
		return 0;
	const struct gl_labels labels = {gl_categories_list(&t.classes->names, life), t.classes->names.n};
	return gl_labels_save(&labels, a->labels, err);
}

/* No file may be written over another, and each can be written: better known before the work. */
static int
check_files(const struct gl_table_args *a, const char *out, struct gl_err *err)
{
	const struct {
		const char *option, *path;
	} file[] = {{"-o", out}, {"--schema", a->schema}, {"--labels", a->labels}};

	for (size_t i = 0; i < GL_LEN(file); i++)
		for (size_t k = 0; k < i && file[i].path; k++)
			if (file[k].path && strcmp(file[i].path, file[k].path) == 0)
				return gl_fail(
				    err, "%s and %s both name %s", file[k].option, file[i].option, file[i].path);
	for (size_t i = 1; i < GL_LEN(file) && !a->describe; i++)
		if (file[i].path && !exists(file[i].path) && gl_sink_check(file[i].path, err) < 0)
			return -1;
	return 0;
}

int
gl_encode_table(const char *path, const struct gl_table_args *a, const struct gl_out_args *out, struct gl_err *err)
{
	struct gl_arena life = {0};
	struct gl_source *from = NULL;
	const char *text;
	size_t n;
	int result = -1;

	if (check_files(a, out->path, err) < 0)
		return -1;
	if ((from = gl_source_open(path, err)) && (text = gl_source_whole(from, &n, err))) {
		struct gl_csv csv;
		gl_csv_open(&csv, gl_source_name(from), text, n, a->separator);
		csv.source = from;
		result = run(&csv, a, out, &life, err);
		gl_csv_close(&csv);
	}
	gl_source_close(from);
	gl_arena_free(&life);
	return result;
}
