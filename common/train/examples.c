#include "train/examples.h"

#include <string.h>

enum { SMALL = 1 << 16 }; /* data of so few numbers is kept in memory as it is */

int
gl_examples_keep(const struct gl_examples *e, struct gl_batch *small, struct gl_arena *life, struct gl_err *err)
{
	small->rows = 0;
	if (e->n == 0)
		return 0;
	const struct gl_field *field = gl_data_schema(e->data)->field;
	uint64_t rows = gl_data_rows(e->data);
	if (rows > SMALL || rows * (field[0].width + field[1].width) > SMALL)
		return 0;
	return gl_data_gather(e->data, NULL, 0, (size_t)rows, small, life, err);
}

/* Rows of a kept data set, as views where they lie together. */
static void
take_small(const struct gl_batch *small, const uint64_t *index, uint64_t first, size_t n, struct gl_batch *b,
    struct gl_arena *pass)
{
	for (int f = 0; f < 3 && small->field[f].n > 0; f++) { /* inputs, targets, weights */
		size_t width = small->field[f].n / small->rows;

		b->field[f] = small->field[f];
		b->field[f].dim[0] = n;
		b->field[f].n = n * width;
		if (!index) {
			b->field[f].data += first * width;
			continue;
		}
		b->field[f].data = gl_alloc_raw(pass, n * width, sizeof(gl_real));
		for (size_t r = 0; r < n; r++)
			memcpy(b->field[f].data + r * width, small->field[f].data + index[r] * width,
			    width * sizeof(gl_real));
	}
	b->rows = n;
}

int
gl_examples_take(const struct gl_examples *e, const struct gl_batch *small, const uint64_t *index, uint64_t first,
    size_t n, struct gl_batch *b, struct gl_arena *pass, struct gl_err *err)
{
	index = index ? index : e->index;
	index = index ? index + first : NULL;
	if (small->rows > 0) {
		take_small(small, index, first, n, b, pass);
		return 0;
	}
	return gl_data_gather(e->data, index, first, n, b, pass, err);
}
