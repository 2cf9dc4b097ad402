/* gl-decode image. */
#include "core/number.h"
#include "encode/kinds.h"

#include <math.h>
#include <string.h>

/* What an example's field 1 is as a picture. */
static int
picture_shape(const struct gl_field *f, struct gl_size size, int *channels, struct gl_size *found, struct gl_err *err)
{
	size_t side = (size_t)sqrt((double)f->width);

	*found = size;
	if (size.width == 0 && (f->ndim == 2 || f->ndim == 3))
		*found = (struct gl_size){f->dim[f->ndim - 1], f->dim[f->ndim - 2]};
	if (found->width == 0 || found->height == 0) {
		gl_fail(err, "field 1 has %zu numbers, and nothing says how wide and high the picture is", f->width);
		return side * side == f->width && side > 0 ? gl_hint(err, "--size %zux%zu", side, side)
							   : gl_hint(err, "give --size WIDTHxHEIGHT");
	}
	size_t pixels = found->width * found->height;
	if (f->width == pixels || f->width == 3 * pixels) {
		*channels = f->width == pixels ? 1 : 3;
		return 0;
	}
	return gl_fail(err, "field 1 has %zu numbers, but a picture of %zux%zu has %zu (gray) or %zu (RGB)", f->width,
	    found->width, found->height, pixels, 3 * pixels);
}

/* The numbers of one example as a picture with white 1. */
static struct gl_image
to_picture(const gl_real *x, struct gl_size size, int channels, const struct gl_draw_args *a, struct gl_arena *arena)
{
	struct gl_image im = gl_image_new(size.width, size.height, channels, false, 1, arena);
	size_t n = size.width * size.height * (size_t)channels;

	for (size_t i = 0; i < n; i++) {
		double v = (x[i] - a->range.low) / (a->range.high - a->range.low);
		im.value[i] = (gl_real)(a->range.invert ? 1 - v : v);
	}
	gl_image_resize(&im, size.width * a->scale, size.height * a->scale, GL_NEAREST, arena);
	return im;
}

/* A picture as lines of characters from dark to bright, two a pixel since a character is twice as high as wide. */
static int
print_picture(struct gl_sink *to, struct gl_image *im, struct gl_arena *pass, struct gl_err *err)
{
	static const char levels[] = " .:-=+*#%@";
	const int top = sizeof levels - 2;
	char *line = gl_alloc_raw(pass, im->width, 2);

	gl_image_gray(im, pass);
	for (size_t y = 0; y < im->height; y++) {
		size_t n = 0, end = 0;
		for (size_t x = 0; x < im->width; x++) {
			double v = im->value[y * im->width + x] * top + 0.5;
			char c = levels[!(v > 0) ? 0 : v < top ? (int)v : top];
			line[n++] = c;
			line[n++] = c;
			end = c != ' ' ? n : end;
		}
		if (gl_sink_write(to, line, end, err) < 0 || gl_sink_write(to, "\n", 1, err) < 0)
			return -1;
	}
	return 0;
}

/*
 * The numbers of an example as a grid, right-aligned, a line of the picture in a line. The channels of a
 * coloured picture follow one another, each below its name.
 */
static int
print_numbers(
    struct gl_sink *to, const gl_real *x, struct gl_size size, int channels, struct gl_arena *pass, struct gl_err *err)
{
	static const char *const names[] = {"red\n", "green\n", "blue\n"};
	size_t pixels = size.width * size.height, widest = 0;
	char text[GL_NUMBER_TEXT];

	for (size_t i = 0; i < pixels * (size_t)channels; i++) {
		size_t n = gl_number_print((float)x[i], text);
		widest = n > widest ? n : widest;
	}
	char *line = gl_alloc_raw(pass, size.width, widest + 1);
	for (size_t i = 0; i < pixels * (size_t)channels; i += size.width) {
		const char *name = channels > 1 && i % pixels == 0 ? names[i / pixels] : "";
		char *end = line;
		for (size_t j = 0; j < size.width; j++) {
			size_t n = gl_number_print((float)x[i + j], text);
			memset(end, ' ', widest - n);
			memcpy(end + widest - n, text, n);
			end += widest;
			*end++ = j + 1 < size.width ? ' ' : '\n';
		}
		if (gl_sink_write(to, name, strlen(name), err) < 0 ||
		    gl_sink_write(to, line, (size_t)(end - line), err) < 0)
			return -1;
	}
	return 0;
}

/* All pictures as characters or numbers, an empty line between them. */
static int
print_all(struct gl_in *in, const struct gl_draw_args *a, struct gl_size size, int channels, const char *path,
    struct gl_err *err)
{
	struct gl_sink *to = gl_sink_open(path, err);
	struct gl_arena pass = {0}, one = {0};
	struct gl_batch b;
	long got = to ? 0 : -1;

	while (to && (got = gl_in_read(in, GL_BLOCK_ROWS, &b, &pass, err)) > 0) {
		for (size_t r = 0; got >= 0 && r < b.rows; r++) {
			const gl_real *x = b.field[0].data + r * (b.field[0].n / b.rows);
			if (b.first + r > 0 && gl_sink_write(to, "\n", 1, err) < 0) {
				got = -1;
			} else if (a->grid) {
				got = print_numbers(to, x, size, channels, &one, err) < 0 ? -1 : got;
			} else {
				struct gl_image im = to_picture(x, size, channels, a, &one);
				got = print_picture(to, &im, &one, err) < 0 ? -1 : got;
			}
			gl_arena_reset(&one);
		}
		if (got < 0)
			break;
		gl_arena_reset(&pass);
	}
	gl_arena_free(&pass);
	gl_arena_free(&one);
	if (got == 0)
		return gl_sink_commit(to, err);
	gl_sink_abort(to);
	return -1;
}

/* All examples' numbers, n of them, one after another, in the arena. -1 when there are more than a sheet may have. */
static int
read_all(struct gl_in *in, size_t width, size_t most, gl_real **numbers, size_t *n, struct gl_arena *life,
    struct gl_err *err)
{
	struct gl_arena pass = {0};
	size_t room = 0;
	struct gl_batch b;
	long got;

	*n = 0;
	while ((got = gl_in_read(in, GL_BLOCK_ROWS, &b, &pass, err)) > 0) {
		if (b.rows > most - *n) {
			gl_fail(
			    err, "more than %zu pictures do not fit one sheet of %zu pixels", most, GL_IMAGE_PIXELS);
			gl_hint(err, "gl-cat --rows chooses some of them");
			got = -1;
			break;
		}
		if (*n + b.rows > room) {
			room = 2 * room > *n + b.rows ? 2 * room : *n + b.rows;
			gl_real *more = gl_alloc_raw(life, room * width, sizeof *more);
			if (*n > 0)
				memcpy(more, *numbers, *n * width * sizeof *more);
			*numbers = more;
		}
		memcpy(*numbers + *n * width, b.field[0].data, b.rows * width * sizeof **numbers);
		*n += b.rows;
		gl_arena_reset(&pass);
	}
	gl_arena_free(&pass);
	return (int)got;
}

/* The least number of columns with which n tiles make a sheet that is not wider in tiles than a square. */
static size_t
square(size_t n)
{
	size_t columns = 1;

	while (columns * columns < n)
		columns++;
	return columns;
}

/* All pictures as one PNG. */
static int
draw_all(struct gl_in *in, const struct gl_draw_args *a, struct gl_size size, int channels, const char *path,
    struct gl_err *err)
{
	struct gl_arena life = {0}, one = {0};
	size_t width = size.width * a->scale, height = size.height * a->scale, n;
	size_t numbers = size.width * size.height * (size_t)channels;
	gl_real *x = NULL;
	int result = read_all(in, numbers, GL_IMAGE_PIXELS / (width * height), &x, &n, &life, err);

	if (result < 0)
		goto end;
	if (n == 0) {
		result = gl_fail(err, "no examples: there is nothing to draw");
		goto end;
	}
	size_t columns = a->columns > 0 ? a->columns : square(n);
	columns = columns < n ? columns : n;
	size_t rows = (n + columns - 1) / columns;
	if (columns > GL_IMAGE_PIXELS / (width * height) / rows) {
		result = gl_fail(
		    err, "a sheet of %zux%zu pictures would have more than %zu pixels", columns, rows, GL_IMAGE_PIXELS);
		goto end;
	}
	bool gaps = n < rows * columns;
	struct gl_image sheet = gl_image_new(columns * width, rows * height, channels, gaps, 1, &life);
	for (size_t i = 0; i < n; i++) {
		struct gl_image im = to_picture(x + i * numbers, size, channels, a, &one);
		if (gaps)
			gl_image_add_alpha(&im, &one);
		gl_image_paste(&sheet, &im, i % columns * width, i / columns * height);
		gl_arena_reset(&one);
	}
	result = gl_image_write(&sheet, path, err);
end:
	gl_arena_free(&life);
	gl_arena_free(&one);
	return result;
}

int
gl_decode_image(struct gl_in *in, const struct gl_draw_args *a, const char *path, struct gl_err *err)
{
	const struct gl_schema *schema = gl_in_schema(in);
	struct gl_size size;
	int channels;

	if (schema->nfield == 0) {
		gl_fail(err, "no examples: there is nothing to draw");
		return gl_fail_at(err, gl_in_name(in), 0);
	}
	if (picture_shape(&schema->field[0], a->size, &channels, &size, err) < 0)
		return gl_fail_at(err, gl_in_name(in), 0);
	if (size.width > GL_IMAGE_PIXELS / size.height / a->scale / a->scale)
		return gl_fail(err, "a picture of %zux%zu, %zu times as large, would have more than %zu pixels",
		    size.width, size.height, a->scale, GL_IMAGE_PIXELS);
	return a->text || a->grid ? print_all(in, a, size, channels, path, err)
				  : draw_all(in, a, size, channels, path, err);
}
