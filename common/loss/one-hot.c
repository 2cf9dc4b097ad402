#include "loss/one-hot.h"

#include "loss/inside.h"

bool
gl_loss_indexed(const struct gl_loss *loss, enum gl_output output, const struct gl_shape *shape, size_t targets)
{
	return gl_loss_layout(loss, output, shape, targets).index;
}

int
gl_loss_one_hot(const struct gl_loss *loss, enum gl_output output, const struct gl_shape *shape,
    const struct gl_tensor *t, uint64_t row, struct gl_tensor *hot, struct gl_arena *pass, struct gl_err *err)
{
	size_t rows = t->dim[0];
	struct gl_layout o = gl_loss_layout(loss, output, shape, rows ? t->n / rows : 0);
	size_t n = rows * o.positions;

	if (gl_loss_check_rows(loss, &o, n, t->data, NULL, row, err) < 0)
		return -1;
	*hot = *t;
	if (!o.index)
		return 0;
	*hot = gl_tensor_new(pass, rows, shape);
	for (size_t i = 0; i < n; i++)
		hot->data[i * o.k + (size_t)t->data[i]] = 1;
	return 0;
}
