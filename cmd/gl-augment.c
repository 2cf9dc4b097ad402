/* gl-augment: pictures varied at random. Field 1 is the picture; the other fields ride along. */
#include "augment/augment.h"
#include "cli/cli.h"

#include <string.h>

struct run {
	struct gl_io io;
	struct gl_augment augment;
	struct gl_augment_at at;
	struct gl_out *out;
};

static int
list(const char *path, struct gl_err *err)
{
	struct gl_sink *s = gl_sink_open(path, err);
	const char *help;
	double p;

	if (!s)
		return -1;
	for (size_t i = 0; gl_transform_names()[i]; i++) {
		const char *usage = gl_transform_usage(i, &help, &p);
		gl_sink_print(s, err, "%-21s%s (p=%g)\n", usage, help, p);
	}
	return gl_sink_commit(s, err);
}

/* Opens the output, once the fields of the input are known: field 1 becomes float32, of the shape that was given. */
static int
open_output(struct run *r, const struct gl_schema *in, struct gl_err *err)
{
	struct gl_schema schema = *in;
	struct gl_field *x = &schema.field[0];
	bool given = r->augment.shape.ndim > 0;

	if (schema.nfield > 0) {
		if (gl_augment_fit(&r->augment, NULL, x, err) < 0)
			return -1;
		x->dtype = GL_F4;
		if (given) {
			x->ndim = r->augment.shape.ndim;
			memcpy(x->dim, r->augment.shape.dim, sizeof x->dim);
		}
	}
	return (r->out = gl_out_open(&r->io.out, &schema, err)) ? 0 : -1;
}

static int
stream(struct run *r, const char *const *paths, size_t n, struct gl_err *err)
{
	struct gl_in *in = gl_in_open(paths, n, &r->io.in, err);
	struct gl_arena pass = {0};
	struct gl_batch b;
	char place[512];
	long got;

	if (!in)
		return -1;
	if (!gl_in_rows_known(in, &r->io.out.rows))
		r->io.out.rows = UINT64_MAX;
	size_t max = gl_block_rows(gl_in_schema(in), GL_BLOCK_ROWS);
	for (bool first = true; (got = gl_in_read(in, max, &b, &pass, err)) >= 0; first = false) {
		if (first && open_output(r, gl_in_schema(in), err) < 0)
			return got > 0 ? gl_fail_at(err, gl_in_where(in, 0, place, sizeof place), 0) : -1;
		if (got == 0)
			break;
		struct gl_tensor x = b.field[0];
		r->at.first = b.first;
		if (gl_augment_batch(&r->augment, &r->at, &x, &b.field[0], &pass, err) < 0)
			return gl_in_place(in, &b, err);
		if (gl_out_write(r->out, &b, err) < 0)
			return -1;
		gl_arena_reset(&pass);
	}
	gl_arena_free(&pass);
	gl_in_close(in);
	return got < 0 ? -1 : gl_out_finish(r->out, err);
}

int
main(int argc, char **argv)
{
	struct run r = {.io = GL_IO_DEFAULT};
	const char *shape = NULL;
	bool names = false;
	uint64_t seed = 1, epoch = 1;
	const struct gl_opt opts[] = {
	    {0, "shape", "SHAPE", GL_STR, &shape, "channels, height and width of a picture: 1x28x28"},
	    {0, "epoch", "N", GL_WHOLE, &epoch, "make the pictures of gl-train's epoch N", 1, 4294967296.0},
	    {0, "skip", "N", GL_WHOLE, &r.at.skip, "count rows from N on, as the later part of a set", 0, 1e15},
	    {0, "list", NULL, GL_FLAG, &names, "list the transformations"},
	    GL_OPTS_SEED(&seed),
	    GL_OPTS_IO(&r.io),
	    GL_OPTS_THREADS(&r.io),
	};
	const struct gl_tool tool = {"gl-augment", "LIST [FILE]...", "Vary pictures at random.", opts, GL_LEN(opts),
	    .least = 0, .most = -1, .words = gl_transform_names(),
	    .examples =
		"gl-augment flip,shift=2 train.npy -o more.npy\n"
		"gl-augment rotate=10,noise=5% --shape 1x8x8 digits.txt | gl-decode image --size 8x8 -o sheet.png\n"
		"gl-augment crop=80%,contrast=20%,fill=edge --epoch 2 photos.npy -o other.npy\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	struct gl_arena life = {0};
	struct gl_err err;

	gl_cli_io(&r.io);
	if (names && list(r.io.out.path, &err) < 0)
		gl_die(&tool, &err);
	if (names)
		return 0;
	if (first == argc)
		gl_die_usage(&tool, "gl-augment --list names the transformations", "which transformations?");
	r.at.seed = (uint32_t)seed;
	r.at.epoch = (uint32_t)(epoch - 1);
	if (gl_augment_parse(argv[first], &r.augment, &life, &err) < 0 ||
	    (shape && gl_augment_shape(&r.augment, shape, &err) < 0))
		gl_die(&tool, &err);
	if (stream(&r, (const char *const *)argv + first + 1, (size_t)(argc - first - 1), &err) < 0)
		gl_die(&tool, &err);
	gl_arena_free(&life);
	return 0;
}
