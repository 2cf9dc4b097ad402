/* gl-cat: concatenates streams of examples, converts them, and chooses among their rows and fields. */
#include "cli/cli.h"
#include "core/random.h"
#include "format/select.h"

#include <string.h>

/* What is done to a stream. */
struct job {
	struct gl_io io;
	struct gl_rows rows; /* all when list is NULL */
	struct gl_pick pick; /* all when n is 0 */
	struct gl_shape shape; /* as it is when ndim is 0 */
	const char *list, *fields, *dims; /* what was said of these on the command line */
	bool join, shuffle;
	uint64_t seed;
	struct gl_schema all, out; /* the inputs' fields, side by side if joined; what is written */
	struct gl_out *to;
};

/* One of the streams that are side by side (a single one unless they are joined). */
struct side {
	const char *name;
	struct gl_in *in;
	struct gl_batch batch; /* of which rows from `at` on are left */
	size_t at;
	struct gl_arena pass;
	struct gl_data *data; /* instead, when rows are shuffled */
};

/* Reads what the options say of rows, fields and shape. */
static int
parse(struct job *j, struct gl_arena *life, struct gl_err *err)
{
	if (j->list && gl_rows_parse(j->list, &j->rows, life, err) < 0)
		return gl_fail_at(err, "--rows", 0);
	if (j->fields && gl_pick_parse(j->fields, &j->pick, err) < 0)
		return gl_fail_at(err, "--fields", 0);
	if (j->dims && gl_dims_parse(j->dims, &j->shape, err) < 0)
		return gl_fail_at(err, "--shape", 0);
	return 0;
}

/* Decides the fields that are written, and opens the output. n rows are read, if that is known. */
static int
begin(struct job *j, bool known, uint64_t n, struct gl_err *err)
{
	j->out = j->all;
	if (j->pick.n > 0 && gl_pick_schema(&j->pick, &j->all, &j->out, err) < 0)
		return gl_fail_at(err, "--fields", 0);
	if (j->shape.ndim > 0 && j->out.nfield > 0) {
		struct gl_field *f = &j->out.field[0];
		char text[GL_SHAPE_TEXT];
		if ((j->io.out.form ? j->io.out.form : j->all.form) == GL_FORM_TEXT) {
			gl_fail(err, "--shape: text has no shapes");
			return gl_hint(err, "-b writes binary");
		}
		if (gl_shape_count(&j->shape) != f->width)
			return gl_fail(err, "--shape: field 1 has %zu numbers, but a shape of %s takes %zu", f->width,
			    gl_shape_print(&j->shape, text), gl_shape_count(&j->shape));
		f->ndim = j->shape.ndim;
		memcpy(f->dim, j->shape.dim, sizeof f->dim);
	}
	if (known)
		j->io.out.rows = j->list ? gl_rows_count(&j->rows, n) : n;
	j->to = gl_out_open(&j->io.out, &j->out, err);
	return j->to ? 0 : -1;
}

static int
put(struct job *j, const struct gl_batch *b, struct gl_arena *pass, struct gl_err *err)
{
	struct gl_batch picked = *b;

	if (j->pick.n > 0)
		gl_pick_batch(&j->pick, &j->all, b, &picked, pass);
	return gl_out_write(j->to, &picked, err);
}

/* Rows that every side has at hand, side by side in b. 0 at the end of all; -1 also when one ends before another. */
static long
together(struct side *side, size_t sides, struct gl_batch *b, struct gl_err *err)
{
	size_t n = SIZE_MAX;
	int nfield = 0, ended = 0;
	const struct side *shortest = side, *other = side;

	for (struct side *s = side; s < side + sides; s++) {
		if (s->at == s->batch.rows) {
			gl_arena_reset(&s->pass);
			long got = gl_in_read(s->in, GL_BLOCK_ROWS, &s->batch, &s->pass, err);
			if (got < 0)
				return -1;
			s->batch.rows = (size_t)got;
			s->at = 0;
		}
		size_t left = s->batch.rows - s->at;
		n = left < n ? left : n;
		ended += left == 0;
		shortest = left == 0 ? s : shortest;
		other = left > 0 ? s : other;
	}
	if (ended > 0 && (size_t)ended < sides)
		return gl_fail(err, "%s ends after row %llu, but %s goes on", shortest->name,
		    (unsigned long long)(other->batch.first + other->at), other->name);
	for (struct side *s = side; s < side + sides && n > 0; s++) {
		struct gl_batch part;
		gl_batch_slice(&s->batch, gl_in_schema(s->in), s->at, n, &part);
		if (s == side)
			*b = part;
		else
			gl_beside_batch(b, nfield, &part, gl_in_schema(s->in));
		nfield += gl_in_schema(s->in)->nfield;
		s->at += n;
	}
	return (long)n;
}

/* Writes those rows of a batch that were asked for. *more: there may be others behind it. */
static int
choose(struct job *j, const struct gl_batch *b, bool *more, struct gl_arena *pass, struct gl_err *err)
{
	uint64_t r = b->first, end = b->first + b->rows, first, run;

	if (!j->list)
		return put(j, b, pass, err);
	while ((*more = gl_rows_next(&j->rows, r, &first, &run)) && first < end) {
		struct gl_batch part;
		size_t n = run < end - first ? (size_t)run : (size_t)(end - first);
		gl_batch_slice(b, &j->all, (size_t)(first - b->first), n, &part);
		if (put(j, &part, pass, err) < 0)
			return -1;
		r = first + n;
	}
	return 0;
}

/* Rows in their order, a block at a time. */
static int
in_order(struct job *j, struct side *side, size_t sides, const char *const *paths, size_t n, struct gl_err *err)
{
	struct gl_arena pass = {0};
	struct gl_batch b;
	bool known = true, more = true;
	uint64_t rows = 0, first, run;
	long got = 1;

	for (size_t i = 0; i < sides; i++) {
		side[i].in = gl_in_open(paths + i, sides > 1 ? 1 : n, &j->io.in, err);
		if (!side[i].in)
			return -1;
		uint64_t count;
		known = gl_in_rows_known(side[i].in, &count) && known && (i == 0 || count == rows);
		rows = count;
		if (i == 0)
			j->all = *gl_in_schema(side[i].in);
		else if (gl_beside_schema(&j->all, gl_in_schema(side[i].in), err) < 0)
			return gl_fail_at(err, "--join", 0);
	}
	if (begin(j, known, rows, err) < 0)
		return -1;
	if (j->list)
		more = gl_rows_next(&j->rows, 0, &first, &run);
	while (more && (got = together(side, sides, &b, err)) > 0) {
		if (choose(j, &b, &more, &pass, err) < 0)
			return -1;
		gl_arena_reset(&pass);
	}
	for (size_t i = 0; i < sides && got >= 0; i++)
		if (gl_in_drain(side[i].in, err) < 0)
			return -1;
	gl_arena_free(&pass);
	return got < 0 ? -1 : 0;
}

/* The numbers of the chosen rows, in random order. */
static uint64_t *
random_order(const struct job *j, uint64_t rows, uint64_t *n, struct gl_arena *life)
{
	uint64_t at = 0, first, run;

	*n = j->list ? gl_rows_count(&j->rows, rows) : rows;
	uint64_t *order = gl_alloc_raw(life, *n, sizeof *order), *chosen;
	gl_shuffle((uint32_t)j->seed, GL_RAND_CAT, 0, *n, order);
	if (!j->list)
		return order;
	chosen = gl_alloc_raw(life, *n, sizeof *chosen);
	for (uint64_t r = 0; at < *n && gl_rows_next(&j->rows, r, &first, &run); r = first + run)
		for (uint64_t k = 0; k < run && at < *n; k++)
			chosen[at++] = first + k;
	for (uint64_t i = 0; i < *n; i++)
		order[i] = chosen[order[i]];
	return order;
}

/* Rows in random order: all data is at hand, mapped or spooled. */
static int
shuffled(struct job *j, struct side *side, size_t sides, const char *const *paths, size_t n, struct gl_err *err)
{
	struct gl_arena life = {0}, pass = {0};
	uint64_t rows = 0, count;

	for (size_t i = 0; i < sides; i++) {
		struct gl_data *d = side[i].data = gl_data_open(paths + i, sides > 1 ? 1 : n, &j->io.in, err);
		if (!d)
			return -1;
		if (i > 0 && gl_data_rows(d) != rows)
			return gl_fail(err, "%s has %llu rows, but %s has %llu", side[0].name, (unsigned long long)rows,
			    side[i].name, (unsigned long long)gl_data_rows(d));
		rows = gl_data_rows(d);
		if (i == 0)
			j->all = *gl_data_schema(d);
		else if (gl_beside_schema(&j->all, gl_data_schema(d), err) < 0)
			return gl_fail_at(err, "--join", 0);
	}
	if (begin(j, true, rows, err) < 0)
		return -1;
	const uint64_t *order = random_order(j, rows, &count, &life);
	for (uint64_t r = 0, k; r < count; r += k) {
		struct gl_batch b, part;
		k = gl_block_rows(&j->all, count - r < GL_BLOCK_ROWS ? count - r : GL_BLOCK_ROWS);
		int nfield = 0;
		for (size_t i = 0; i < sides; i++) {
			if (gl_data_gather(side[i].data, order + r, 0, k, i ? &part : &b, &pass, err) < 0)
				return -1;
			if (i > 0)
				gl_beside_batch(&b, nfield, &part, gl_data_schema(side[i].data));
			nfield += gl_data_schema(side[i].data)->nfield;
		}
		if (put(j, &b, &pass, err) < 0)
			return -1;
		gl_arena_reset(&pass);
	}
	gl_arena_free(&pass);
	gl_arena_free(&life);
	return 0;
}

int
main(int argc, char **argv)
{
	struct job j = {.io = GL_IO_DEFAULT, .seed = 1};
	const struct gl_opt opts[] = {
	    GL_OPTS_IO(&j.io),
	    {0, "rows", "LIST", GL_STR, &j.list, "only these rows, counted from 1: 5 or 1-10,20,100-"},
	    {0, "fields", "LIST", GL_STR, &j.fields, "only these fields, in this order: 2,1"},
	    {0, "join", NULL, GL_FLAG, &j.join, "put the files side by side, the fields of one behind the other's"},
	    {0, "shuffle", NULL, GL_FLAG, &j.shuffle, "put the rows in random order"},
	    {0, "shape", "SHAPE", GL_STR, &j.dims, "the shape of field 1 in binary: 1x28x28"},
	    GL_OPTS_SEED(&j.seed),
	    GL_OPTS_THREADS(&j.io),
	};
	const struct gl_tool tool = {"gl-cat", "[FILE]...",
	    "Concatenate examples, convert them, choose rows and fields.", opts, GL_LEN(opts),
	    "gl-cat -b digits.txt -o digits.npy\n"
	    "gl-cat --rows 1-10 digits.npy\n"
	    "gl-cat --join x.npy y.npy -o both.npy",
	    0, -1};
	struct gl_err err;
	struct gl_arena life = {0};
	int first = gl_cli_parse(&tool, argc, argv);
	const char *const standard[] = {"-"};
	const char *const *paths = first < argc ? (const char *const *)argv + first : standard;
	size_t n = first < argc ? (size_t)(argc - first) : 1, sides = j.join ? n : 1;
	struct side *side = gl_alloc(&life, sides, sizeof *side);

	gl_cli_io(&j.io);
	if (j.join && n < 2)
		gl_die_usage(&tool, "gl-cat --join x.npy y.npy", "--join needs two files or more");
	for (size_t i = 0; i < sides; i++)
		side[i].name = strcmp(paths[i], "-") == 0 ? "standard input" : paths[i];
	if (parse(&j, &life, &err) < 0 || (j.shuffle ? shuffled : in_order)(&j, side, sides, paths, n, &err) < 0 ||
	    gl_out_finish(j.to, &err) < 0)
		gl_die(&tool, &err);
	for (size_t i = 0; i < sides; i++) {
		gl_in_close(side[i].in);
		gl_data_close(side[i].data);
		gl_arena_free(&side[i].pass);
	}
	gl_arena_free(&life);
	return 0;
}
