/* Shapes of examples, and tensors: dense row-major arrays of gl_real. */
#ifndef GL_TENSOR_H
#define GL_TENSOR_H

#include "core/arena.h"
#include "core/real.h"

#include <stdbool.h>
#include <stddef.h>

enum gl_kind {
	GL_VECTOR, /* dim[0] numbers:                       784            */
	GL_PICTURE, /* channels, height, width:              1x28x28        */
	GL_TOKENS, /* dim[0] whole numbers, indices:        64 tokens      */
	GL_SEQUENCE, /* steps, features:                      50x13 sequence */
};

enum { GL_SHAPE_DIMS = 4, GL_TENSOR_DIMS = GL_SHAPE_DIMS + 1, GL_SHAPE_TEXT = 96 };

/* The shape of one example, as an input line or a layer's output gives it; the batch is not part of it. */
struct gl_shape {
	enum gl_kind kind;
	int ndim;
	size_t dim[GL_SHAPE_DIMS];
};

/* How many numbers an example of this shape holds. (Shapes are limited to 2^40 numbers where they are parsed.) */
size_t gl_shape_count(const struct gl_shape *shape);
bool gl_shape_equal(const struct gl_shape *a, const struct gl_shape *b);

/* Writes "784", "1x28x28", "64 tokens" or "50x13 sequence" to text[GL_SHAPE_TEXT]; returns text. */
const char *gl_shape_print(const struct gl_shape *shape, char text[GL_SHAPE_TEXT]);

/*
 * A tensor: n numbers at data, row-major, dim[0] first; n is the product of the dims. A view if it does not own data.
 */
struct gl_tensor {
	gl_real *data;
	size_t n;
	int ndim;
	size_t dim[GL_TENSOR_DIMS];
};

/* A tensor of `rows` examples of a shape, (rows, dim...), zeroed, or (raw) overwritten at once, in the arena. */
struct gl_tensor gl_tensor_new(struct gl_arena *arena, size_t rows, const struct gl_shape *shape);
struct gl_tensor gl_tensor_raw(struct gl_arena *arena, size_t rows, const struct gl_shape *shape);

/* The same over numbers that are there already. */
struct gl_tensor gl_tensor_view(gl_real *data, size_t rows, const struct gl_shape *shape);

/*
 * The same set in place: a tensor that is returned is copied, and the copy waits for the stores just made; where a
 * batch is a few numbers that is longer than the arithmetic.
 */
static inline void
gl_tensor_set(struct gl_tensor *t, gl_real *data, size_t rows, const struct gl_shape *shape)
{
	size_t n = rows;

	t->data = data;
	t->ndim = shape->ndim + 1;
	t->dim[0] = rows;
	for (int i = 0; i < shape->ndim; i++)
		n *= t->dim[i + 1] = shape->dim[i];
	t->n = n;
}

#endif
