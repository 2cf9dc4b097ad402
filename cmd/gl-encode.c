/* gl-encode: how things become numbers. One row of kinds[] is one kind of thing. */
#include "cli/cli.h"
#include "encode/kinds.h"

#include <string.h>
#include <sys/stat.h>

/* What the options say, before it is taken apart. */
struct request {
	struct gl_io io;
	struct gl_image_args image;
	int class_from;
	bool raw;
	const char *range, *size, *tile, *background, *labels;
	struct gl_table_args table;
	const char *separator;
};

/* --range or --raw. */
static int
parse_range(const struct request *q, struct gl_range *range, struct gl_err *err)
{
	double ends[2] = {0, q->raw ? 255 : 1};

	if (q->raw && q->range)
		return gl_fail(err, "--raw is --range 0,255, so that only one of the two can be given");
	if (q->range && gl_parse_numbers(q->range, "--range", 0, 0, 2, 2, ends, err) < 0)
		return -1;
	if (ends[0] == ends[1])
		return gl_fail(err, "--range: black and white are both %s", q->range);
	range->low = ends[0];
	range->high = ends[1];
	return 0;
}

static int
parse_image(struct request *q, struct gl_err *err)
{
	struct gl_image_args *a = &q->image;
	double *b = a->background;
	int n = 0;

	if ((q->size && gl_parse_size(q->size, "--size", GL_IMAGE_PIXELS, &a->size.width, &a->size.height, err) < 0) ||
	    (q->tile && gl_parse_size(q->tile, "--tile", GL_IMAGE_PIXELS, &a->tile.width, &a->tile.height, err) < 0))
		return -1;
	if (q->background) {
		n = gl_parse_numbers(q->background, "--background", 0, 1, 1, 3, b, err);
		if (n == 2)
			return gl_fail(
			    err, "--background: '%s' is neither one number (gray) nor three (R,G,B)", q->background);
		if (n == 1)
			b[1] = b[2] = b[0];
	}
	return n < 0 ? -1 : 0;
}

/* The indices of the classes: from the file of labels if there is one, else in byte order of the names. */
static int
label(struct gl_pictures *pictures, struct gl_labels *labels, const char *path, bool *made, struct gl_arena *life,
    struct gl_err *err)
{
	struct stat st;

	*made = path && stat(path, &st) < 0;
	if (path && !pictures->classes) {
		gl_fail(err, "--labels: the pictures have no classes");
		return gl_hint(err, "--class-from says where classes are taken from: folder or name");
	}
	if (!pictures->classes)
		return 0;
	if (path && !*made) {
		if (gl_labels_load(labels, path, life, err) < 0)
			return -1;
	} else {
		gl_pictures_classes(pictures, labels, life);
	}
	return gl_pictures_label(pictures, labels, err);
}

static int
image(struct request *q, const char *const *paths, size_t n, struct gl_err *err)
{
	struct gl_arena life = {0};
	struct gl_pictures pictures;
	struct gl_labels labels;
	bool made;
	int result = -1;

	if (parse_image(q, err) == 0 &&
	    gl_pictures_find(&pictures, paths, n, (enum gl_class_from)q->class_from, &life, err) == 0 &&
	    label(&pictures, &labels, q->labels, &made, &life, err) == 0 &&
	    gl_encode_image(&pictures, &q->image, &q->io.out, err) == 0)
		result = made ? gl_labels_save(&labels, q->labels, err) : 0;
	gl_arena_free(&life);
	return result;
}

static int
idx(struct request *q, const char *const *paths, size_t n, struct gl_err *err)
{
	if (n == 0 || n > 2) {
		gl_fail(err, "idx takes a file of pictures and perhaps one of labels, not %zu files", n);
		return gl_hint(err, "gl-encode idx train-images-idx3-ubyte.gz train-labels-idx1-ubyte.gz");
	}
	return gl_encode_idx(paths[0], n > 1 ? paths[1] : NULL, &q->image.range, &q->io.out, err);
}

static int
table(struct request *q, const char *const *paths, size_t n, struct gl_err *err)
{
	const char *s = q->separator;

	if (n > 1)
		return gl_fail(err, "table takes one file, not %zu", n);
	q->table.separator = s && (strcmp(s, "tab") == 0 || strcmp(s, "\\t") == 0) ? '\t' : s ? *s : ',';
	if (s && q->table.separator != '\t' && (strlen(s) != 1 || strchr("\"\r\n", *s)))
		return gl_fail(err, "--separator: '%s' is not one character other than a quote, nor the word tab", s);
	q->table.labels = q->labels;
	return gl_encode_table(n > 0 ? paths[0] : NULL, &q->table, &q->io.out, err);
}

static const char *const names[] = {"image", "idx", "table", NULL};
static int (*const kinds[])(struct request *, const char *const *, size_t, struct gl_err *) = {image, idx, table};

int
main(int argc, char **argv)
{
	static const char *const resample[] = {"area", "bilinear", NULL};
	static const char *const class_from[] = {"auto", "folder", "name", "none", NULL};
	static const char *const missing[] = {"refuse", "mean", "mark", "drop", NULL};
	static const char *const unknown[] = {"refuse", "zeros", NULL};
	struct request q = {
	    .io = GL_IO_DEFAULT, .image.background = {1, 1, 1}, .table = {.separator = ',', .max_categories = 1000}};
	struct gl_table_args *t = &q.table;
	int how = GL_AREA, colour = GL_COLOUR_AS_IS;
	const struct gl_opt opts[] = {
	    GL_OPTS_OUTPUT(&q.io),
	    GL_OPTS_FORM(&q.io),
	    GL_OPTS_DIGITS(&q.io),
	    {.kind = GL_HEADING, .arg = "image idx", .help = "Numbers (image, idx)"},
	    {0, "range", "A,B", GL_STR, &q.range, "black becomes A and white B [0,1]"},
	    {0, "raw", NULL, GL_FLAG, &q.raw, "numbers from 0 to 255, as --range 0,255"},
	    {0, "invert", NULL, GL_FLAG, &q.image.range.invert, "exchange black and white"},
	    {.kind = GL_HEADING, .arg = "image", .help = "Pictures (image)"},
	    {0, "size", "WxH", GL_STR, &q.size, "bring every picture to W pixels across and H down"},
	    {0, "resample", "HOW", GL_CHOICE, &how, "how --size makes a pixel from several", .choices = resample},
	    {0, "gray", NULL, GL_SET, &colour, "one number a pixel", .set = GL_COLOUR_GRAY},
	    {0, "rgb", NULL, GL_SET, &colour, "three numbers a pixel: red, green, blue", .set = GL_COLOUR_RGB},
	    {0, "background", "COLOUR", GL_STR, &q.background,
		"what shows through transparent pixels: a gray or R,G,B, from 0 to 1 [1, white]"},
	    {0, "tile", "WxH", GL_STR, &q.tile, "cut each file into pictures of W by H pixels, in reading order"},
	    {.kind = GL_HEADING, .arg = "image", .help = "Classes (image)"},
	    {0, "class-from", "WHERE", GL_CHOICE, &q.class_from, "where a picture's class is taken from",
		.choices = class_from},
	    {0, "names", NULL, GL_FLAG, &q.image.names, "the file's name becomes field 3"},
	    {.kind = GL_HEADING, .arg = "image table", .help = "Names of classes (image, table)"},
	    {0, "labels", "FILE", GL_STR, &q.labels,
		"names of the classes by index: read if FILE exists, else written"},
	    {.kind = GL_HEADING, .arg = "table", .help = "Columns (table)"},
	    {0, "target", "COLUMNS", GL_STR, &t->target, "what is to be predicted, by name or number: field 2"},
	    {0, "features", "COLUMNS", GL_STR, &t->features, "field 1, in this order [all but the target]"},
	    {0, "omit", "COLUMNS", GL_STR, &t->omit, "use all columns but these"},
	    {0, "category", "COLUMNS", GL_STR, &t->category, "their values are names, even if they are numbers"},
	    {0, "index", NULL, GL_FLAG, &t->index, "a category becomes its index, not one-hot numbers"},
	    {0, "unknown", "RULE", GL_CHOICE, &t->unknown, "what a category that the schema does not have becomes",
		.choices = unknown},
	    {0, "max-categories", "N", GL_WHOLE, &t->max_categories, "how many categories a column may have", 1,
		1000000},
	    {.kind = GL_HEADING, .arg = "table", .help = "Missing values (table)"},
	    {0, "missing", "RULE", GL_CHOICE, &t->missing, "what to do about them", .choices = missing,
		.given = &t->missing_given},
	    {0, "na", "WORDS", GL_STR, &t->na, "what means a missing value [?,NA,N/A,nan,null, and nothing]"},
	    {.kind = GL_HEADING, .arg = "table", .help = "Files (table)"},
	    {0, "schema", "FILE", GL_STR, &t->schema,
		"what was learned from the table: read if FILE exists, else written"},
	    {0, "describe", NULL, GL_FLAG, &t->describe, "print what each column becomes, and write nothing else"},
	    {0, "separator", "C", GL_STR, &q.separator, "what stands between cells: a character, or tab [,]"},
	    {0, "no-header", NULL, GL_FLAG, &t->no_header, "the first line has no names of columns"},
	};
	const struct gl_tool tool = {"gl-encode", "KIND [FILE|FOLDER]...",
	    "Turn pictures and tables into examples: rows of numbers.", opts, GL_LEN(opts), .least = 1, .most = -1,
	    .words = names,
	    .examples = "gl-encode image --size 28x28 --gray cat.png\n"
			"gl-encode image --labels pets.txt -b -o train.npy pets/train\n"
			"gl-encode idx -b -o train.npy train-images-idx3-ubyte.gz train-labels-idx1-ubyte.gz\n"
			"gl-encode table --target species --schema iris.schema iris.csv\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	int kind = gl_cli_kind(&tool, argv[first], names);
	struct gl_err err;

	gl_cli_io(&q.io);
	q.image.how = (enum gl_resample)how;
	q.image.colour = (enum gl_colour)colour;
	if (parse_range(&q, &q.image.range, &err) < 0 ||
	    kinds[kind](&q, (const char *const *)argv + first + 1, (size_t)(argc - first - 1), &err) < 0)
		gl_die(&tool, &err);
	return 0;
}
