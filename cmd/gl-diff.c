/* gl-diff: two networks, gradients, states or example streams, compared number by number. */
#include "cli/cli.h"
#include "format/compare.h"

#include <string.h>

int
main(int argc, char **argv)
{
	struct gl_io io = GL_IO_DEFAULT;
	struct gl_compare_args args = {.rtol = 1e-4};
	bool quiet = false, rtol = false, atol = false;
	const struct gl_opt opts[] = {
	    {0, "rtol", "X", GL_NUMBER, &args.rtol, "allow a difference of X times the tensor's largest number", 0,
		1e30, .given = &rtol},
	    {0, "atol", "X", GL_NUMBER, &args.atol, "and of X besides", 0, 1e30, .given = &atol},
	    {0, "exact", NULL, GL_FLAG, &args.exact, "allow no difference"},
	    {'q', "quiet", NULL, GL_FLAG, &quiet, "print nothing: the status tells"},
	    GL_OPTS_OUTPUT(&io),
	    GL_OPTS_IN(&io),
	    GL_OPTS_THREADS(&io),
	};
	const struct gl_tool tool = {"gl-diff", "A B",
	    "Compares two networks, gradients or example streams number by number.", opts, GL_LEN(opts), .least = 2,
	    .most = 2,
	    .examples = "gl-diff before.net after.net\n"
			"gl-diff <(gl-grad xor.net xor.txt) <(gl-wiggle --all xor.net xor.txt)\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	struct gl_arena life = {0};
	struct gl_comparison c;
	struct gl_err err;

	gl_cli_io(&io);
	args.in = io.in;
	if (args.exact && (rtol || atol))
		gl_die_usage(&tool, NULL, "--exact allows no difference, so it goes with neither --rtol nor --atol");
	if (strcmp(argv[first], "-") == 0 && strcmp(argv[first + 1], "-") == 0)
		gl_die_usage(&tool, NULL, "standard input cannot be both of the two");
	if (gl_compare(&c, argv[first], argv[first + 1], &args, &life, &err) < 0)
		gl_die(&tool, &err);
	if (!quiet) {
		struct gl_sink *s = gl_sink_open(io.out.path, &err);
		if (!s)
			gl_die(&tool, &err);
		gl_compare_print(&c, &args, s, &err);
		if (gl_sink_commit(s, &err) < 0)
			gl_die(&tool, &err);
	}
	gl_arena_free(&life);
	return c.differs ? 1 : 0;
}
