/* Pictures and numbers. PNG is read and written by libpng; the numbers are (channels, height, width), rows from the top. */
#ifndef GL_IMAGE_H
#define GL_IMAGE_H

#include "core/arena.h"
#include "core/err.h"
#include "core/tensor.h"

/* A picture as read: 16 bits a channel, straight alpha. */
struct gl_image {
	size_t width, height;
	int channels; /* 1 gray, 3 red green blue */
	bool has_alpha; /* channel `channels` is alpha */
	int depth; /* bits a sample in the file */
	gl_real *value; /* (channels (+1), height, width), 0 to 1 */
};

/* Reads a PNG of any colour type, depth and interlace ("-": standard input). */
int gl_image_read(struct gl_image *im, const char *path, struct gl_arena *arena, struct gl_err *err);

/* Writes 8-bit gray (1 channel) or RGB (3), or with alpha (2, 4); values are clamped to 0..1, times 255, rounded to nearest. path NULL: standard output. */
int gl_image_write(const struct gl_image *im, const char *path, struct gl_err *err);

/* Puts the picture over a background (1 or 3 values) and drops alpha. */
void gl_image_flatten(struct gl_image *im, const double background[3], struct gl_arena *arena);
/* Gray by ITU-R BT.601 luma: 0.299 R + 0.587 G + 0.114 B; RGB by repeating gray. */
void gl_image_gray(struct gl_image *im, struct gl_arena *arena);
void gl_image_rgb(struct gl_image *im, struct gl_arena *arena);

enum gl_resample { GL_AREA, GL_BILINEAR };
/* Area: each new pixel is the mean of the area it covers. Bilinear: between the four nearest pixel centres. */
void gl_image_resize(struct gl_image *im, size_t width, size_t height, enum gl_resample how, struct gl_arena *arena);

#endif
