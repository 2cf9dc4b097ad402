/* Numbers as .npy files hold them, to and from gl_real. For stream.c, npy.c and data.c. */
#ifndef GL_CODEC_H
#define GL_CODEC_H

#include "format/stream.h"

size_t gl_dtype_size(enum gl_dtype dtype); /* [bytes] */
const char *gl_dtype_name(enum gl_dtype dtype); /* as NumPy writes it: "<f4", "|u1" */

/* What can be wrong with numbers that were read; bits of a set. */
enum gl_flaw {
	GL_NONFINITE = 1, /* nan or inf */
	GL_INEXACT = 2, /* an integer beyond 2^24, or a double that is no float32: was rounded */
	GL_OVERFLOW = 4, /* a double beyond float32's range */
};

/*
 * Decodes `rows` runs of `width` numbers each; run r begins at from + r * stride [bytes]. to (rows, width). swap: the
 * bytes of each number are in big-endian order. Returns the set of flaws met.
 */
unsigned
gl_decode(const char *from, size_t stride, size_t rows, size_t width, enum gl_dtype dtype, bool swap, gl_real *to);

/* The flaws of n floats that stay where they are: GL_NONFINITE or 0. */
unsigned gl_flaws(const float *p, size_t n);

/*
 * The other way: from (rows, width) to runs in little-endian order. Returns true when every number was exactly held;
 * *at is the index of the first that does not fit.
 */
bool
gl_encode(const gl_real *from, size_t rows, size_t width, enum gl_dtype dtype, char *to, size_t stride, size_t *at);

#endif
