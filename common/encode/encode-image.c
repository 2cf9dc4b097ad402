/* gl-encode image. */
#include "encode/kinds.h"

#include <string.h>

/* Rows on their way to the stream. */
struct writer {
	const struct gl_image_args *args;
	const struct gl_pictures *pictures;
	struct gl_out_args out_args;
	struct gl_out *out; /* opened when the first picture has shown what a row is */
	struct gl_shape shape;
	const char *first; /* the picture that the others have to agree with */
	struct gl_batch batch;
	size_t room; /* rows that the batch holds */
	struct gl_arena life, rows, pass; /* the whole; names of the rows in the batch; one picture */
	struct gl_err *err;
};

/* Makes the schema and the batch from the shape of the first picture. */
static int
begin(struct writer *w, const char *name)
{
	const struct gl_shape number = {GL_VECTOR, 1, {1}};
	size_t width = gl_shape_count(&w->shape);
	bool target = w->pictures->classes || w->args->names;
	struct gl_schema schema;

	gl_schema_init(&schema, GL_FORM_TEXT);
	gl_schema_add(&schema, "x", GL_F4, &w->shape);
	if (target)
		gl_schema_add(&schema, "y", GL_I4, NULL);
	schema.nrest = w->args->names;
	w->first = gl_strdup(&w->life, name);
	w->room = ((size_t)1 << 20) / width;
	w->room = w->room < 1 ? 1 : w->room < GL_BLOCK_ROWS ? w->room : GL_BLOCK_ROWS;
	w->batch.field[0] = gl_tensor_raw(&w->life, w->room, &w->shape);
	if (target) {
		w->batch.field[1] = gl_tensor_raw(&w->life, w->room, &number);
		w->batch.field[1].ndim = 1;
	}
	if (w->args->names)
		w->batch.rest = gl_alloc(&w->life, w->room, sizeof *w->batch.rest);
	w->out = gl_out_open(&w->out_args, &schema, w->err);
	return w->out ? 0 : -1;
}

static int
flush(struct writer *w)
{
	struct gl_batch *b = &w->batch;
	size_t width = gl_shape_count(&w->shape);

	if (b->rows == 0)
		return 0;
	b->field[0].dim[0] = b->field[1].dim[0] = b->rows;
	b->field[0].n = b->rows * width;
	b->field[1].n = b->rows;
	if (gl_out_write(w->out, b, w->err) < 0)
		return -1;
	b->first += b->rows;
	b->rows = 0;
	gl_arena_reset(&w->rows);
	return 0;
}

/* Is this picture of the size and colour of the first? */
static int
check_shape(struct writer *w, const struct gl_image *im, const char *name)
{
	const size_t *first = w->shape.dim;
	size_t c = (size_t)im->channels;

	if (im->width == first[2] && im->height == first[1] && c == first[0])
		return 0;
	gl_fail(w->err, "%s: %zux%zu pixels, %s, but %s has %zux%zu, %s", name, im->width, im->height,
	    c == 1 ? "gray" : "RGB", w->first, first[2], first[1], first[0] == 1 ? "gray" : "RGB");
	if (im->width != first[2] || im->height != first[1])
		return gl_hint(w->err, "--size %zux%zu makes all pictures the same size", first[2], first[1]);
	return gl_hint(w->err, "--gray or --rgb makes all pictures the same kind");
}

/* One picture to one row. */
static int
add(struct writer *w, struct gl_image im, const struct gl_picture *p, const char *name)
{
	const struct gl_image_args *a = w->args;

	gl_image_flatten(&im, a->background, &w->pass);
	if (a->colour == GL_COLOUR_GRAY)
		gl_image_gray(&im, &w->pass);
	if (a->colour == GL_COLOUR_RGB)
		gl_image_rgb(&im, &w->pass);
	if (a->size.width > 0)
		gl_image_resize(&im, a->size.width, a->size.height, a->how, &w->pass);
	if (!w->out) {
		w->shape = (struct gl_shape){GL_PICTURE, 3, {(size_t)im.channels, im.height, im.width}};
		if (begin(w, name) < 0)
			return -1;
	}
	if (check_shape(w, &im, name) < 0)
		return -1;
	struct gl_batch *b = &w->batch;
	gl_image_numbers(
	    &im, a->range.low, a->range.high, a->range.invert, b->field[0].data + b->rows * gl_shape_count(&w->shape));
	if (b->field[1].data)
		b->field[1].data[b->rows] = w->pictures->classes ? (gl_real)p->label : -1;
	if (b->rest) {
		if (strpbrk(name, "\t\r\n"))
			return gl_fail(w->err, "%s: a name with a TAB or a line break in it cannot be a field", name);
		b->rest[b->rows] = gl_strdup(&w->rows, name);
	}
	return ++b->rows == w->room ? flush(w) : 0;
}

/* A file: one picture, or the tiles of a sheet in reading order, named FILE#1, FILE#2, ... by their places. */
static int
add_file(struct writer *w, const struct gl_picture *p)
{
	struct gl_size tile = w->args->tile;
	const char *name = strcmp(p->path, "-") == 0 ? "standard input" : p->path;
	struct gl_arena sheet = {0};
	struct gl_image im;
	int result = -1;

	if (gl_image_read(&im, p->path, &sheet, w->err) < 0)
		goto end;
	if (tile.width == 0) {
		result = add(w, im, p, name);
		goto end;
	}
	if (im.width % tile.width != 0 || im.height % tile.height != 0) {
		gl_fail(w->err, "%s: %zux%zu pixels are not a whole number of tiles of %zux%zu", name, im.width,
		    im.height, tile.width, tile.height);
		goto end;
	}
	size_t columns = im.width / tile.width, n = columns * (im.height / tile.height);
	for (size_t i = 0; i < n; i++) {
		struct gl_image one = gl_image_cut(
		    &im, i % columns * tile.width, i / columns * tile.height, tile.width, tile.height, &w->pass);
		if (!gl_image_clear(&one) && add(w, one, p, gl_asprintf(&w->pass, "%s#%zu", name, i + 1)) < 0)
			goto end;
		gl_arena_reset(&w->pass);
	}
	result = 0;
end:
	gl_arena_free(&sheet);
	gl_arena_reset(&w->pass);
	return result;
}

int
gl_encode_image(const struct gl_pictures *pictures, const struct gl_image_args *args, const struct gl_out_args *out,
    struct gl_err *err)
{
	struct writer w = {.args = args, .pictures = pictures, .out_args = *out, .err = err};
	int result = -1;

	if (args->tile.width == 0)
		w.out_args.rows = pictures->n;
	for (size_t i = 0; i < pictures->n; i++)
		if (add_file(&w, &pictures->v[i]) < 0)
			goto end;
	if (!w.out) {
		gl_fail(err, "%s: every tile is transparent: there are no pictures", pictures->v[0].path);
		goto end;
	}
	if (flush(&w) < 0)
		goto end;
	result = gl_out_finish(w.out, err);
	w.out = NULL;
end:
	gl_out_abort(w.out);
	gl_arena_free(&w.life);
	gl_arena_free(&w.rows);
	gl_arena_free(&w.pass);
	return result;
}
