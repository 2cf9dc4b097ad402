/* PNG files, by libpng, from a source and to a sink. Nothing in a file makes libpng print or exit. */
#include "encode/image.h"
#include "format/file.h"

#include <png.h>
#include <setjmp.h>
#include <string.h>

/* What libpng's callbacks need. */
struct job {
	struct gl_source *from;
	struct gl_sink *to;
	struct gl_err *err;
	bool told; /* err is set already */
	png_structp png;
	png_infop info;
	png_bytep line; /* one row as libpng has it */
};

/* libpng ends a call by this: keep what it said and jump to where the picture is given up. */
static _Noreturn void
on_error(png_structp png, png_const_charp text)
{
	struct job *job = png_get_error_ptr(png);

	if (!job->told)
		gl_fail(job->err, "damaged PNG: %s", text);
	job->told = true;
	longjmp(png_jmpbuf(png), 1);
}

static void
on_warning(png_structp png, png_const_charp text)
{
	(void)png, (void)text;
}

static void
on_read(png_structp png, png_bytep to, size_t n)
{
	struct job *job = png_get_io_ptr(png);

	while (n > 0) {
		size_t have;
		const char *p = gl_source_peek(job->from, 1, &have, job->err);
		if (!p) {
			job->told = true;
			png_error(png, "read");
		}
		if (have == 0) {
			gl_fail(job->err, "the PNG is cut short");
			job->told = true;
			png_error(png, "short");
		}
		have = have < n ? have : n;
		memcpy(to, p, have);
		gl_source_skip(job->from, have);
		to += have;
		n -= have;
	}
}

static void
on_write(png_structp png, png_bytep from, size_t n)
{
	struct job *job = png_get_io_ptr(png);

	if (gl_sink_write(job->to, from, n, job->err) < 0) {
		job->told = true;
		png_error(png, "write");
	}
}

static void
on_flush(png_structp png)
{
	(void)png;
}

/* Other kinds of picture by their first bytes, so that the message can say what the file is. */
static const char *
other_kind(const unsigned char *p, size_t n)
{
	static const struct {
		const char *kind, *begins;
	} kinds[] = {{"JPEG", "\xff\xd8\xff"}, {"GIF", "GIF8"}, {"BMP", "BM"}, {"WebP or other RIFF", "RIFF"},
	    {"TIFF", "II*"}, {"TIFF", "MM"}, {"PNM", "P1"}, {"PNM", "P2"}, {"PNM", "P3"}, {"PNM", "P4"}, {"PNM", "P5"},
	    {"PNM", "P6"}};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t length = strlen(kinds[i].begins);
		if (n >= length && memcmp(p, kinds[i].begins, length) == 0)
			return kinds[i].kind;
	}
	return NULL;
}

/* Is this a PNG at all? */
static int
check_signature(struct gl_source *from, struct gl_err *err)
{
	size_t have;
	const unsigned char *p = (const unsigned char *)gl_source_peek(from, 8, &have, err);

	if (!p)
		return -1;
	if (have == 0)
		return gl_fail(err, "the file is empty, not a PNG picture");
	if (have >= 8 && png_sig_cmp(p, 0, 8) == 0)
		return 0;
	const char *kind = other_kind(p, have);
	if (!kind)
		return gl_fail(err, "not a PNG picture");
	gl_fail(err, "a %s file, not a PNG picture", kind);
	return gl_hint(err, "convert it, for example with ImageMagick: convert %s picture.png", gl_source_name(from));
}

/* One row of one pass of an interlaced picture (the whole picture is one pass otherwise) to the planes. */
static void
place_row(const struct gl_image *im, const struct job *job, int depth, size_t y, size_t x, size_t step, size_t n)
{
	size_t plane = im->width * im->height, k = (size_t)im->channels + im->has_alpha;

	for (size_t i = 0; i < n; i++, x += step)
		for (size_t c = 0; c < k; c++) {
			const png_byte *s = job->line + (i * k + c) * (size_t)(depth / 8);
			im->value[c * plane + y * im->width + x] = (gl_real)(depth == 16 ? s[0] << 8 | s[1] : s[0]);
		}
}

/* After png_read_info: the size, the transformations, then the rows. */
static int
read_rows(struct gl_image *im, struct job *job, struct gl_arena *arena)
{
	png_structp png = job->png;

	im->width = png_get_image_width(png, job->info);
	im->height = png_get_image_height(png, job->info);
	if (im->width > GL_IMAGE_PIXELS / im->height) {
		gl_fail(job->err, "the picture is %zux%zu; more than %zu pixels are refused", im->width, im->height,
		    GL_IMAGE_PIXELS);
		return -1;
	}
	png_set_expand(png); /* palette to RGB, 1, 2 and 4 bits to 8, tRNS to alpha */
	bool interlaced = png_get_interlace_type(png, job->info) == PNG_INTERLACE_ADAM7;
	png_read_update_info(png, job->info);
	int type = png_get_color_type(png, job->info), depth = png_get_bit_depth(png, job->info);
	im->channels = type & PNG_COLOR_MASK_COLOR ? 3 : 1;
	im->has_alpha = type & PNG_COLOR_MASK_ALPHA;
	im->white = depth == 16 ? 65535 : 255;
	im->value =
	    gl_alloc_raw(arena, im->width * im->height, (size_t)(im->channels + im->has_alpha) * sizeof *im->value);
	job->line = gl_alloc_raw(arena, png_get_rowbytes(png, job->info), 1);
	for (int pass = 0; pass < (interlaced ? 7 : 1); pass++) {
		size_t rows = interlaced ? PNG_PASS_ROWS(im->height, pass) : im->height;
		size_t columns = interlaced ? PNG_PASS_COLS(im->width, pass) : im->width;
		for (size_t r = 0; columns > 0 && r < rows; r++) {
			png_read_row(png, job->line, NULL);
			if (interlaced)
				place_row(im, job, depth, PNG_ROW_FROM_PASS_ROW(r, pass), PNG_PASS_START_COL(pass),
				    PNG_PASS_COL_OFFSET(pass), columns);
			else
				place_row(im, job, depth, r, 0, 1, columns);
		}
	}
	png_read_end(png, NULL);
	return 0;
}

int
gl_image_read(struct gl_image *im, const char *path, struct gl_arena *arena, struct gl_err *err)
{
	struct job job = {.err = err};
	int result = -1;

	job.from = gl_source_open(path, err);
	if (!job.from)
		return -1;
	if (check_signature(job.from, err) < 0)
		goto end;
	job.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &job, on_error, on_warning);
	job.info = job.png ? png_create_info_struct(job.png) : NULL;
	if (!job.info) {
		gl_fail(err, "libpng does not start");
		goto end;
	}
	if (setjmp(png_jmpbuf(job.png)))
		goto end;
	png_set_read_fn(job.png, &job, on_read);
	png_set_user_limits(
	    job.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX); /* read_rows has the limit and a better message */
	png_read_info(job.png, job.info);
	result = read_rows(im, &job, arena);
end:
	png_destroy_read_struct(&job.png, &job.info, NULL);
	if (result < 0)
		gl_fail_at(err, gl_source_name(job.from), 0);
	gl_source_close(job.from);
	return result;
}

/* Row y as bytes: gray, gray alpha, RGB or RGB alpha. */
static void
fill_row(const struct gl_image *im, size_t y, png_bytep line)
{
	size_t plane = im->width * im->height, k = (size_t)im->channels + im->has_alpha;

	for (size_t x = 0; x < im->width; x++)
		for (size_t c = 0; c < k; c++) {
			double v = im->value[c * plane + y * im->width + x] / im->white;
			line[x * k + c] = (png_byte)(!(v > 0) ? 0 : v < 1 ? 255 * v + 0.5 : 255);
		}
}

int
gl_image_write(const struct gl_image *im, const char *path, struct gl_err *err)
{
	static const int type[] = {
	    PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
	struct job job = {.err = err};
	struct gl_arena pass = {0};

	job.to = gl_sink_open(path, err);
	if (!job.to)
		return -1;
	job.line = gl_alloc(&pass, im->width, 4);
	job.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &job, on_error, on_warning);
	job.info = job.png ? png_create_info_struct(job.png) : NULL;
	if (!job.info) {
		gl_fail(err, "libpng does not start");
		goto fail;
	}
	if (setjmp(png_jmpbuf(job.png)))
		goto fail;
	png_set_write_fn(job.png, &job, on_write, on_flush);
	png_set_user_limits(job.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
	png_set_compression_level(job.png, 9);
	png_set_filter(job.png, 0, PNG_FILTER_NONE);
	png_set_IHDR(job.png, job.info, (png_uint_32)im->width, (png_uint_32)im->height, 8,
	    type[(im->channels == 3 ? 2 : 0) + im->has_alpha], PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE,
	    PNG_FILTER_TYPE_BASE);
	png_write_info(job.png, job.info);
	for (size_t y = 0; y < im->height; y++) {
		fill_row(im, y, job.line);
		png_write_row(job.png, job.line);
	}
	png_write_end(job.png, NULL);
	png_destroy_write_struct(&job.png, &job.info);
	gl_arena_free(&pass);
	return gl_sink_commit(job.to, err);
fail:
	png_destroy_write_struct(&job.png, &job.info);
	gl_arena_free(&pass);
	gl_sink_abort(job.to);
	return -1;
}
