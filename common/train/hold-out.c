#include "train/hold-out.h"

#include "train/split.h"

#include <inttypes.h>
#include <stdlib.h>

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

int
gl_hold_out(struct gl_loop *l, const struct gl_data *data, double part, const char *text, struct gl_err *err)
{
	uint64_t rows = gl_data_rows(data);
	struct gl_parts parts = {.n = 2};
	struct gl_split_args args = {.shuffle = true, .seed = l->recipe.seed};
	uint64_t *index = gl_alloc_raw(l->life, rows, sizeof *index);

	parts.part[0].kind = GL_PART_REST;
	parts.part[1].kind = GL_PART_SHARE;
	parts.part[1].share = part;
	if (gl_parts_count(&parts, rows, err) < 0)
		return -1;
	if (parts.part[0].count == 0 || parts.part[1].count == 0)
		return gl_fail(err, "--val %s of %" PRIu64 " examples leaves none %s", text, rows,
		    parts.part[0].count ? "to hold out" : "to train on");
	args.stratify = gl_data_schema(data)->field[1].width == 1 &&
	    (l->recipe.loss->target != GL_TARGET_VALUE || gl_net_output_kind(l->net) == GL_PROBABILITIES);
	if (gl_split(data, &parts, &args, index, err) < 0) {
		args.stratify = false; /* so many classes that not each can be divided */
		if (gl_split(data, &parts, &args, index, err) < 0)
			return -1;
	}
	qsort(index, parts.part[0].count, sizeof *index, by_number);
	qsort(index + parts.part[0].count, parts.part[1].count, sizeof *index, by_number);
	l->train = (struct gl_examples){data, index, parts.part[0].count};
	l->val = (struct gl_examples){data, index + l->train.n, parts.part[1].count};
	return 0;
}
