/* gl-expr: a formula as a computation graph: every value, and how the output depends on it. */
#include "cli/cli.h"
#include "expr/expr.h"
#include "format/file.h"

#include <string.h>

/* Prints the slope by nudging for each name. */
static int
wiggle(struct gl_expr *e, const struct gl_strs *names, double by, int digits, struct gl_sink *out, struct gl_err *err)
{
	for (size_t k = 0; k < names->n; k++) {
		size_t i = gl_expr_find(e, names->v[k], strlen(names->v[k]), err);
		if (i == GL_EXPR_NONE)
			gl_fail_at(err, "--wiggle", 0);
		const char *text = i == GL_EXPR_NONE ? NULL : gl_expr_wiggle(e, i, by, digits, err);
		if (!text)
			return -1;
		gl_sink_write(out, text, strlen(text), err);
	}
	return 0;
}

int
main(int argc, char **argv)
{
	struct gl_io io = GL_IO_DEFAULT;
	struct gl_strs names = {.n = 0};
	bool trace = false, dot = false, all = false;
	double by = 1e-5;
	uint64_t digits = 6;
	const struct gl_opt opts[] = {
	    {0, "trace", NULL, GL_FLAG, &trace, "write out the arithmetic, forward and backward"},
	    {0, "wiggle", "NAME", GL_LIST, &names, "nudge this number, and compare; may be given again"},
	    {0, "wiggle-all", NULL, GL_FLAG, &all, "nudge every number: a third column in the tree"},
	    {0, "by", "EPS", GL_NUMBER, &by, "how far to nudge", 1e-12, 1e6},
	    {0, "dot", NULL, GL_FLAG, &dot, "write the graph for Graphviz's dot"},
	    {0, "digits", "N", GL_WHOLE, &digits, "at most N significant digits (0: all that are needed)", 0, 17},
	    GL_OPTS_OUTPUT(&io),
	};
	const struct gl_tool tool = {"gl-expr", "EXPRESSION [NAME=NUMBER]...",
	    "A formula as a graph, with every value and gradient.", opts, GL_LEN(opts), .least = 1, .most = -1,
	    .examples = "gl-expr 'L = (w*x + b - t)^2' w=0.5 x=2 b=0 t=3\n"
			"gl-expr 'L = (w*x + b - t)^2' w=0.5 x=2 b=0 t=3 --trace --wiggle w\n"
			"gl-expr 'relu(a)/b' a=3 b=2 --dot | dot -Tpng -o graph.png\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	struct gl_arena life = {0};
	struct gl_err err;

	if (dot && (trace || all || names.n))
		gl_die_usage(&tool, NULL, "--dot writes a file for a program: give it without --trace and --wiggle");
	if (trace && all)
		gl_die_usage(&tool, NULL, "--wiggle-all adds to the tree, which --trace replaces: give one of the two");
	struct gl_expr *e =
	    gl_expr_parse(argv[first], (const char *const *)argv + first + 1, (size_t)(argc - first - 1), &life, &err);
	if (!e || gl_expr_forward(e, &err) < 0 || gl_expr_backward(e, &err) < 0)
		gl_die(&tool, &err);
	const char *text = dot ? gl_expr_dot(e, (int)digits)
	    : trace            ? gl_expr_trace(e, (int)digits)
			       : gl_expr_tree(e, all ? by : 0, (int)digits, &err);
	struct gl_sink *out = text ? gl_sink_open(io.out.path, &err) : NULL;
	if (!out)
		gl_die(&tool, &err);
	gl_sink_write(out, text, strlen(text), &err);
	if (wiggle(e, &names, by, (int)digits, out, &err) < 0) {
		gl_sink_abort(out);
		gl_die(&tool, &err);
	}
	if (gl_sink_commit(out, &err) < 0)
		gl_die(&tool, &err);
	gl_arena_free(&life);
	return 0;
}
