#include "core/tensor.h"

#include <stdio.h>

size_t
gl_shape_count(const struct gl_shape *shape)
{
	size_t n = 1;

	for (int i = 0; i < shape->ndim; i++)
		n *= shape->dim[i];
	return n;
}

bool
gl_shape_equal(const struct gl_shape *a, const struct gl_shape *b)
{
	if (a->kind != b->kind || a->ndim != b->ndim)
		return false;
	for (int i = 0; i < a->ndim; i++)
		if (a->dim[i] != b->dim[i])
			return false;
	return true;
}

const char *
gl_shape_print(const struct gl_shape *shape, char text[GL_SHAPE_TEXT])
{
	int n = 0;

	for (int i = 0; i < shape->ndim; i++)
		n += snprintf(text + n, GL_SHAPE_TEXT - (size_t)n, i ? "x%zu" : "%zu", shape->dim[i]);
	snprintf(text + n, GL_SHAPE_TEXT - (size_t)n, "%s",
	    shape->kind == GL_TOKENS         ? " tokens"
		: shape->kind == GL_SEQUENCE ? " sequence"
					     : "");
	return text;
}

struct gl_tensor
gl_tensor_view(gl_real *data, size_t rows, const struct gl_shape *shape)
{
	struct gl_tensor t = {.data = data, .n = rows * gl_shape_count(shape), .ndim = shape->ndim + 1, .dim = {rows}};

	for (int i = 0; i < shape->ndim; i++)
		t.dim[i + 1] = shape->dim[i];
	return t;
}

struct gl_tensor
gl_tensor_new(struct gl_arena *arena, size_t rows, const struct gl_shape *shape)
{
	return gl_tensor_view(gl_alloc(arena, rows * gl_shape_count(shape), sizeof(gl_real)), rows, shape);
}

struct gl_tensor
gl_tensor_raw(struct gl_arena *arena, size_t rows, const struct gl_shape *shape)
{
	return gl_tensor_view(gl_alloc_raw(arena, rows * gl_shape_count(shape), sizeof(gl_real)), rows, shape);
}
