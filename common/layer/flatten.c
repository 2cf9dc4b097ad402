#include "layer/layer.h"

static int
flatten_shape(struct gl_layer *l, struct gl_err *err)
{
	l->out = (struct gl_shape){.kind = GL_VECTOR, .ndim = 1, .dim = {gl_shape_count(&l->in)}};
	return gl_layer_takes_numbers(l, err);
}

const struct gl_layer_ops gl_layer_flatten = {
    .name = "flatten",
    .help = "a picture or a sequence as one vector",
    .shape = flatten_shape,
    .view = true,
};
