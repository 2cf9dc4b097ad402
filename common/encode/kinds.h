/*
 * What gl-encode and gl-decode do: a function for each of their kinds, from files to examples and from examples to
 * things.
 */
#ifndef GL_KINDS_H
#define GL_KINDS_H

#include "encode/image.h"
#include "encode/labels.h"
#include "encode/pictures.h"
#include "encode/table.h"
#include "format/stream.h"

/* A number from 0 (black) to 1 (white) becomes low + (high - low) * number; decoding goes the other way. */
struct gl_range {
	double low, high;
	bool invert; /* black and white are exchanged */
};

struct gl_size {
	size_t width, height; /* 0: not given */
};

enum gl_colour { GL_COLOUR_AS_IS, GL_COLOUR_GRAY, GL_COLOUR_RGB };

struct gl_image_args {
	struct gl_size size; /* of each picture; 0: as it is, but all the same */
	struct gl_size tile; /* of the tiles that a sheet is cut into; 0: a file is one picture */
	enum gl_resample how;
	enum gl_colour colour;
	double background[3]; /* red green blue, 0 to 1 */
	struct gl_range range;
	bool names; /* the file's name becomes the third field */
};

/*
 * Pictures to examples: field x (C, H, W) and, if the pictures have classes (or names is true), field y, the class's
 * index (-1 without). A sheet's tiles are taken in reading order; wholly transparent ones are passed over. The numbers
 * of a row are: alpha over the background, gray or RGB, size, range, in this order. -1 with err set ("cat.png: ..."):
 * a picture that cannot be read, is no whole number of tiles, or is not of the size and colour of the first.
 */
int gl_encode_image(const struct gl_pictures *pictures, const struct gl_image_args *args, const struct gl_out_args *out,
    struct gl_err *err);

/*
 * MNIST files to examples: x (1, H, W) and, unless labels is NULL, y. -1 with err set; the numbers of pictures and
 * labels have to agree.
 */
int gl_encode_idx(const char *images, const char *labels, const struct gl_range *range, const struct gl_out_args *out,
    struct gl_err *err);

/*
 * A table (CSV; path NULL: standard input) to examples: x the numbers of the features, y the target or targets if there
 * are any. The table is read twice, first to learn what its columns hold; with a schema file that is there, once, by
 * that. Or, as args say, writes what each column became instead. -1 with err set, by row and column.
 */
int
gl_encode_table(const char *path, const struct gl_table_args *args, const struct gl_out_args *out, struct gl_err *err);

struct gl_label_args {
	struct gl_labels labels; /* n 0: classes are called by their indices */
	size_t top; /* how many classes are printed at most; 0: one, or with multi all that reach the threshold */
	double threshold; /* least probability; below 0: none, or with multi 0.5 */
	double cut; /* of one number: from this probability on the second class is named; below 0: from 0.5 */
	const char *below; /* what is printed when no class reaches it; NULL: unsure, or with multi none */
	bool bare; /* names without probabilities */
	bool multi; /* independent probabilities; so too when the labels' network ends in several sigmoids */
};

/*
 * Probabilities (field 1) to names, one line an example: "cat  98.3 %", most probable first, TABs between several and
 * before the opaque fields of the example. One number p alone is the probability of the second of two classes. -1 with
 * err set (file and line): what is not a probability, or (without multi) a row that does not sum to 1 within 1e-3;
 * names that are not as many as the numbers.
 */
int gl_decode_label(struct gl_in *in, const struct gl_label_args *args, const char *path, struct gl_err *err);

struct gl_draw_args {
	struct gl_size size; /* 0: as the stream says */
	struct gl_range range;
	size_t scale; /* each pixel becomes scale x scale */
	size_t columns; /* of a sheet of several pictures; 0: as many as make it nearly square */
	bool text; /* characters in place of PNG */
	bool grid; /* the numbers themselves in place of PNG */
};

/*
 * Field 1 to a PNG (gray or RGB by its number of channels), several examples to a sheet whose missing tiles are
 * transparent; or, as text, each to lines of characters, two a pixel; or, as a grid, to its numbers, a line of the
 * picture in a line. -1 with err set.
 */
int gl_decode_image(struct gl_in *in, const struct gl_draw_args *args, const char *path, struct gl_err *err);

#endif
