/* The header of a .npy file: how rows lie in the bytes behind it. For stream.c and data.c. */
#ifndef GL_NPY_H
#define GL_NPY_H

#include "format/stream.h"

enum {
	GL_NPY_START = 12, /* bytes that say how long the header is */
	GL_NPY_HEADER = 1 << 16, /* a header that we write is never longer */
};

struct gl_npy {
	struct gl_schema schema; /* nfield 0: no rows, and nothing said of their fields */
	uint64_t rows;
	size_t stride; /* bytes from one row to the next */
	size_t offset[GL_FIELDS]; /* where in a row each field begins */
	bool swap[GL_FIELDS]; /* big-endian */
};

/* Do these bytes, up to GL_NPY_START of them, begin a .npy file? */
bool gl_npy_begins(const char *p, size_t n);

/*
 * The length of the whole header in bytes, from its first `have` bytes (GL_NPY_START, or all there are). 0 with err
 * set.
 */
size_t gl_npy_length(const char *p, size_t have, struct gl_err *err);

/* Reads a header of that length. No memory is allocated by what it says. -1 with err set, without the file's name. */
int gl_npy_parse(const char *p, size_t length, struct gl_npy *npy, struct gl_err *err);

/* Offsets and stride of packed rows of this schema in the bytes that we write. -1 when a row is too large. */
int gl_npy_pack(const struct gl_schema *schema, struct gl_npy *npy, struct gl_err *err);

/* Writes the header for so many rows to text[GL_NPY_HEADER]; its length depends on the schema only. Returns it. */
size_t gl_npy_print(const struct gl_npy *npy, uint64_t rows, char *text);

#endif
