#include "train/fit.h"

/* One layer: sums over all rows, a block at a time. */
static int
fit_layer(struct gl_net *net, const struct gl_data *data, const uint64_t *index, uint64_t n, struct gl_err *err)
{
	struct gl_arena life = {0}, pass = {0};
	struct gl_fit *fit = gl_fit_begin(net, &life);
	struct gl_batch b;
	int status = 0;

	for (uint64_t at = 0; at < n && status == 0; at += b.rows) {
		uint64_t rows = n - at < GL_BLOCK_ROWS ? n - at : GL_BLOCK_ROWS;
		status = gl_data_gather(data, index ? index + at : NULL, at, (size_t)rows, &b, &pass, err);
		if (status == 0)
			gl_fit_add(fit, &b.field[0], &pass);
		gl_arena_reset(&pass);
	}
	if (status == 0)
		gl_fit_end(fit);
	gl_arena_free(&pass);
	gl_arena_free(&life);
	return status;
}

int
gl_fit_data(struct gl_net *net, const char *net_name, const struct gl_data *data, const uint64_t *index, uint64_t n,
    struct gl_err *err)
{
	if (gl_net_fitted(net))
		return 0;
	if (n == 0)
		return gl_fail(err, "there are no examples to fit standardise to");
	if (gl_net_takes(net, net_name, gl_data_schema(data)->field[0].width, err) < 0)
		return -1;
	while (!gl_net_fitted(net))
		if (fit_layer(net, data, index, n, err) < 0)
			return -1;
	return 0;
}
