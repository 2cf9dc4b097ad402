/* gl-encode idx. */
#include "encode/idx.h"
#include "encode/kinds.h"

/* Pictures and labels as bytes, a block of rows at a time, to the stream. */
static int
copy(struct gl_idx *pictures, struct gl_idx *labels, const struct gl_range *range, struct gl_out *out,
    const struct gl_shape *shape, struct gl_arena *life, struct gl_err *err)
{
	const struct gl_shape number = {GL_VECTOR, 1, {1}};
	size_t width = gl_shape_count(shape), room = ((size_t)1 << 20) / width;
	uint64_t left = gl_idx_count(pictures);
	gl_real level[256];

	room = room < 1 ? 1 : room < GL_BLOCK_ROWS ? room : GL_BLOCK_ROWS;
	for (size_t i = 0; i < 256; i++) {
		double v = (double)(range->invert ? 255 - i : i);
		level[i] = (gl_real)(range->low + (range->high - range->low) * (v / 255));
	}
	struct gl_batch b = {.field = {gl_tensor_raw(life, room, shape), gl_tensor_raw(life, room, &number)}};
	unsigned char *bytes = gl_alloc_raw(life, room, width);
	unsigned char *classes = gl_alloc_raw(life, room, 1);
	b.field[1].ndim = 1;
	for (; left > 0; left -= b.rows, b.first += b.rows) {
		b.rows = left < room ? (size_t)left : room;
		if (gl_idx_read(pictures, b.rows, bytes, err) < 0 ||
		    (labels && gl_idx_read(labels, b.rows, classes, err) < 0))
			return -1;
		for (size_t i = 0; i < b.rows * width; i++)
			b.field[0].data[i] = level[bytes[i]];
		for (size_t i = 0; labels && i < b.rows; i++)
			b.field[1].data[i] = classes[i];
		b.field[0].dim[0] = b.field[1].dim[0] = b.rows;
		b.field[0].n = b.rows * width;
		b.field[1].n = b.rows;
		if (gl_out_write(out, &b, err) < 0)
			return -1;
	}
	return 0;
}

int
gl_encode_idx(const char *images, const char *labels, const struct gl_range *range, const struct gl_out_args *out_args,
    struct gl_err *err)
{
	struct gl_arena life = {0};
	struct gl_idx *of_pictures = gl_idx_open(images, GL_IDX_PICTURES, &life, err), *of_labels = NULL;
	struct gl_out *out = NULL;
	struct gl_schema schema;
	int result = -1;

	if (!of_pictures || (labels && !(of_labels = gl_idx_open(labels, GL_IDX_LABELS, &life, err))))
		goto end;
	uint64_t n = gl_idx_count(of_pictures);
	if (of_labels && gl_idx_count(of_labels) != n) {
		gl_fail(err, "%s: %llu labels, but %s has %llu pictures", labels,
		    (unsigned long long)gl_idx_count(of_labels), images, (unsigned long long)n);
		goto end;
	}
	struct gl_out_args args = *out_args;
	struct gl_shape shape = {GL_PICTURE, 3, {1, gl_idx_height(of_pictures), gl_idx_width(of_pictures)}};
	args.rows = n;
	gl_schema_init(&schema, GL_FORM_TEXT);
	gl_schema_add(&schema, "x", GL_F4, &shape);
	if (labels)
		gl_schema_add(&schema, "y", GL_I4, NULL);
	out = gl_out_open(&args, &schema, err);
	if (!out || copy(of_pictures, of_labels, range, out, &shape, &life, err) < 0)
		goto end;
	result = gl_out_finish(out, err);
	out = NULL;
end:
	gl_out_abort(out);
	gl_idx_close(of_pictures);
	gl_idx_close(of_labels);
	gl_arena_free(&life);
	return result;
}
