/*
 * Pictures: PNG files to numbers and back, and what is done to them on the way. A sample stays in the file's units
 * (0 to 255, or 0 to 65535) until gl_image_numbers scales it, so that gray and area means are rounded only once.
 */
#ifndef GL_IMAGE_H
#define GL_IMAGE_H

#include "core/arena.h"
#include "core/err.h"
#include "core/real.h"

#include <stdbool.h>
#include <stddef.h>

/* The greatest number of pixels of a picture that is read, made or written. */
#define GL_IMAGE_PIXELS ((size_t)1 << 28)

struct gl_image {
	size_t width, height;
	int channels; /* 1 gray, 3 red green blue */
	bool has_alpha; /* plane number `channels` is alpha: 0 clear, `white` solid; colours are not multiplied by it */
	double white; /* the greatest value of a sample: 255 or 65535 from a file; any positive number when made here */
	gl_real *value; /* (channels, or one more with alpha; height; width), rows from the top */
};

/*
 * Reads a PNG of any colour type, depth and interlacing ("-": standard input) into the arena. Palettes become RGB, 1,
 * 2 and 4 bits become 8; a tRNS chunk becomes alpha. gAMA and colour profiles are ignored: a sample means what it
 * says. -1 with err set ("cat.png: ..."): not a PNG, cut short, damaged, or more than GL_IMAGE_PIXELS.
 */
int gl_image_read(struct gl_image *im, const char *path, struct gl_arena *arena, struct gl_err *err);

/*
 * Writes a PNG of 8 bits a sample: gray or RGB, with alpha if the picture has it. A sample is value / white, clamped
 * to 0..1, times 255, rounded to the nearest. path NULL: standard output. -1 with err set.
 */
int gl_image_write(const struct gl_image *im, const char *path, struct gl_err *err);

/* A new picture of the same kind, all samples 0 (and so clear, if it has alpha). */
struct gl_image
gl_image_new(size_t width, size_t height, int channels, bool has_alpha, double white, struct gl_arena *arena);

/* The part of a picture whose upper left corner is at (x, y). */
struct gl_image
gl_image_cut(const struct gl_image *im, size_t x, size_t y, size_t width, size_t height, struct gl_arena *arena);

/* Copies a picture of the same kind into another at (x, y); it must lie inside. */
void gl_image_paste(struct gl_image *to, const struct gl_image *from, size_t x, size_t y);

/* Whether every pixel is wholly transparent. */
bool gl_image_clear(const struct gl_image *im);

/*
 * Lays the picture over a background (red green blue, 0 to 1) and drops alpha: alpha * colour + (1 - alpha) *
 * background. A gray picture over a background that is not gray becomes RGB.
 */
void gl_image_flatten(struct gl_image *im, const double background[3], struct gl_arena *arena);

/* Adds an alpha plane that says solid everywhere. */
void gl_image_add_alpha(struct gl_image *im, struct gl_arena *arena);

/*
 * Gray is luma by ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B. RGB from gray is the gray three times. Without alpha
 * only.
 */
void gl_image_gray(struct gl_image *im, struct gl_arena *arena);
void gl_image_rgb(struct gl_image *im, struct gl_arena *arena);

/*
 * How a picture gets another size. Area: a new pixel is the mean of the area that it covers. Bilinear: it lies between
 * the four nearest pixel centres (PyTorch's interpolate with align_corners=False). Nearest: it is the pixel under its
 * centre.
 */
enum gl_resample { GL_AREA, GL_BILINEAR, GL_NEAREST };
void gl_image_resize(struct gl_image *im, size_t width, size_t height, enum gl_resample how, struct gl_arena *arena);

/*
 * to[i] = low + (high - low) * value[i] / white, or with invert 1 - value[i] / white; (channels, height, width),
 * without alpha.
 */
void gl_image_numbers(const struct gl_image *im, double low, double high, bool invert, gl_real *to);

#endif
