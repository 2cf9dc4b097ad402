/* gl-synth: data with a known truth, to learn with and to test with. */
#include "cli/cli.h"
#include "encode/synth.h"

#include <stdio.h>
#include <string.h>

static int
list(const char *path, struct gl_err *err)
{
	struct gl_sink *s = gl_sink_open(path, err);

	if (!s)
		return -1;
	for (const struct gl_synth *set = gl_synths; set->name; set++) {
		char classes[32] = "";
		if (set->classes)
			snprintf(classes, sizeof classes, "; %u classes", set->classes);
		gl_sink_print(s, err, "%-9s%s (%g noise%s)\n", set->name, set->help, set->noise, classes);
	}
	return gl_sink_commit(s, err);
}

/* Rows skip to skip + n - 1, a block at a time. */
static int
write(const struct gl_synth *s, const struct gl_synth_args *a, const struct gl_out_args *to, uint64_t skip,
    struct gl_err *err)
{
	struct gl_arena pass = {0};
	struct gl_schema schema;
	struct gl_batch b;

	gl_synth_schema(s, &schema);
	struct gl_out *out = gl_out_open(to, &schema, err);
	for (uint64_t i = 0; out && i < to->rows; i += b.rows) {
		uint64_t left = to->rows - i;
		gl_synth_batch(s, a, skip + i, left < GL_BLOCK_ROWS ? (size_t)left : GL_BLOCK_ROWS, &b, &pass);
		if (gl_out_write(out, &b, err) < 0)
			return -1;
		gl_arena_reset(&pass);
	}
	gl_arena_free(&pass);
	return out ? gl_out_finish(out, err) : -1;
}

int
main(int argc, char **argv)
{
	struct gl_io io = GL_IO_DEFAULT;
	const char *n = NULL;
	double noise = 0;
	uint64_t classes = 0, skip = 0, seed = 1;
	bool names = false, noisy = false;
	const struct gl_opt opts[] = {
	    {'n', "examples", "N", GL_STR, &n, "make N examples, or inf (and, or, xor: 4; the others: 100)"},
	    {0, "noise", "S", GL_NUMBER, &noise, "standard deviation of the noise (see --list)", 0, 1e6,
		.given = &noisy},
	    {0, "classes", "K", GL_WHOLE, &classes, "arms of spirals (0: 2), number of blobs (0: 3)", 0, 1000},
	    {0, "skip", "N", GL_WHOLE, &skip, "leave out the first N examples of the set", 0, 1e15},
	    {0, "list", NULL, GL_FLAG, &names, "list the sets, with the noise that each has unless told otherwise"},
	    GL_OPTS_SEED(&seed),
	    GL_OPTS_OUTPUT(&io),
	    GL_OPTS_FORM(&io),
	    GL_OPTS_DIGITS(&io),
	};
	const struct gl_tool tool = {"gl-synth", "NAME", "Data with a known truth.", opts, GL_LEN(opts), .least = 0,
	    .most = 1, .words = gl_synth_names(),
	    .examples = "gl-synth xor\n"
			"gl-synth moons -n 1000 --noise 0.2 -b -o moons.npy\n"
			"gl-synth moons -n 200 --skip 1000 > test.txt\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	struct gl_err err;
	const struct gl_synth *s;

	gl_cli_io(&io);
	if (names && list(io.out.path, &err) < 0)
		gl_die(&tool, &err);
	if (names)
		return 0;
	if (first == argc)
		gl_die_usage(&tool, "gl-synth --list names them", "which set?");
	if (!(s = gl_synth_find(argv[first], &err)))
		gl_die(&tool, &err);
	if (classes && !s->classes)
		gl_die_usage(&tool, "--classes is for spirals and blobs", "%s always has the same classes", s->name);
	io.out.rows = s->examples;
	if (n && strcmp(n, "inf") == 0)
		io.out.rows = UINT64_MAX;
	else if (n && gl_parse_whole(n, "-n", 0, (uint64_t)1e15, &io.out.rows, &err) < 0)
		gl_die(&tool, &err);
	struct gl_synth_args a = {(uint32_t)seed, noisy ? noise : s->noise, classes ? (unsigned)classes : s->classes};
	if (write(s, &a, &io.out, skip, &err) < 0)
		gl_die(&tool, &err);
	return 0;
}
