#include "layer/layer.h"

static int
reshape_shape(struct gl_layer *l, struct gl_err *err)
{
	char in[GL_SHAPE_TEXT];

	if (gl_layer_takes_numbers(l, err) < 0)
		return -1;
	l->out = l->shape;
	if (l->out.kind == GL_TOKENS)
		return gl_fail(err, "reshape gives numbers; it cannot make tokens of them");
	if (gl_shape_count(&l->out) == gl_shape_count(&l->in))
		return 0;
	return gl_fail(err, "takes %zu numbers, but its input has %zu: %s", gl_shape_count(&l->out),
	    gl_shape_count(&l->in), gl_shape_print(&l->in, in));
}

static const struct gl_arg_spec reshape_args[] = {
    {.name = "shape", .kind = GL_ARG_SHAPE, .positional = true},
    {.name = NULL},
};

const struct gl_layer_ops gl_layer_reshape = {
    .name = "reshape",
    .help = "the same numbers under another shape",
    .args = reshape_args,
    .shape = reshape_shape,
    .view = true,
};
