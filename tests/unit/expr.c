/*
 * Scalar expressions: the gradient of every operation, at random points, against the central difference; kinks;
 * graphs in which a number is used more than once.
 */
#include "expr/expr.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int failures;

static double
random_between(double lo, double hi)
{
	static uint64_t state = 1;

	state = state * 6364136223846793005 + 1442695040888963407;
	return lo + (hi - lo) * (double)(state >> 11) * 0x1p-53;
}

/* Parses and runs an expression; a message where that fails. */
static struct gl_expr *
run(const char *text, const char *const *inputs, size_t n, struct gl_arena *life)
{
	struct gl_err err;
	struct gl_expr *e = gl_expr_parse(text, inputs, n, life, &err);

	if (e && gl_expr_forward(e, &err) == 0 && gl_expr_backward(e, &err) == 0)
		return e;
	printf("%s: %s\n", text, err.msg);
	failures++;
	return NULL;
}

/* Every named number of an expression in a, b, c at random points of [lo, hi]. */
static void
check(const char *text, double lo, double hi)
{
	struct gl_arena life = {0};
	struct gl_err err;

	for (int round = 0; round < 100; round++) {
		char word[3][40];
		for (int k = 0; k < 3; k++)
			snprintf(word[k], sizeof word[k], "%c=%.17g", "abc"[k], random_between(lo, hi));
		struct gl_expr *e = run(text, (const char *const[]){word[0], word[1], word[2]}, 3, &life);
		for (size_t i = 0; e && i < e->n; i++) {
			const struct gl_expr_node *node = &e->node[i];
			struct gl_expr_nudge nudge;
			if (!node->name)
				continue;
			if (gl_expr_nudge(e, i, 1e-5, &nudge, &err) < 0) {
				printf("%s: %s\n", text, err.msg);
				failures++;
				continue;
			}
			if (nudge.differs ||
			    !(fabs(nudge.slope - node->gradient) <= 1e-6 * (1 + fabs(node->gradient)))) {
				printf("%s, %s %s %s: d/d%s is %.12g, the slope by nudging %.12g\n", text, word[0],
				    word[1], word[2], node->name, node->gradient, nudge.slope);
				failures++;
			}
		}
		gl_arena_reset(&life);
	}
	gl_arena_free(&life);
}

/* The gradient of the input `name`, exactly. */
static void
is_gradient(const char *text, const char *input, double want)
{
	struct gl_arena life = {0};
	struct gl_expr *e = run(text, &input, 1, &life);

	if (e && e->node[0].gradient != want) {
		printf("%s, %s: the gradient is %.17g, not %g\n", text, input, e->node[0].gradient, want);
		failures++;
	}
	gl_arena_free(&life);
}

static void
is_value(const char *text, double want)
{
	struct gl_arena life = {0};
	struct gl_expr *e = run(text, NULL, 0, &life);

	if (e && !(fabs(e->node[e->output].value - want) <= 1e-15 * fabs(want))) {
		printf("%s is %.17g, not %.17g\n", text, e->node[e->output].value, want);
		failures++;
	}
	gl_arena_free(&life);
}

/* Every function of the table, whatever its name: with one argument, and with three where it takes so many. */
static void
check_functions(void)
{
	for (const struct gl_expr_op *op = gl_expr_functions; op->name; op++) {
		char text[64];
		double lo = strcmp(op->name, "log") == 0 ? 0.5 : -3;
		snprintf(text, sizeof text, "%s(a)*b", op->name);
		check(text, lo, 3);
		if (op->most >= 3) {
			snprintf(text, sizeof text, "%s(a, b*c, b)*c", op->name);
			check(text, lo, 3);
		}
	}
}

int
main(void)
{
	check_functions();
	check("a + b + c", -3, 3);
	check("a - (b - c)", -3, 3);
	check("-a*b*-c", -3, 3);
	check("a/b/c", 0.5, 3);
	check("a/(b/c)", -3, -0.5);
	check("a^b", 0.5, 3);
	check("a^3 + b^2 + c^1 + a^0 + b^-2", -3, -0.5);
	check("a^0.5 + b^-1.5 + 2^c", 0.5, 3);
	check("s = a; t = s*s; t/(a + b)*c + s", 0.5, 3);
	check("y = sigmoid(a*tanh(b*c) + a); -(0.3*log(y) + 0.7*log(1 - y))", -2, 2);
	check("m = max(a, b, c); z = sum(exp(a - m), exp(b - m), exp(c - m)); log(z) + m - b", -3, 3);

	/* what is used more than once gets the sum of its ways */
	is_gradient("x*x", "x=3", 6);
	is_gradient("y = x + x; y*y + x", "x=1", 9);
	is_gradient("a = 2*x; 5", "x=1", 0);
	/* kinks: as the layer relu has it, and as PyTorch's maximum has it */
	is_gradient("relu(x)", "x=0", 0);
	is_gradient("max(x, 0)", "x=0", 0.5);
	is_gradient("max(1, x, 1, 0)", "x=1", 1.0 / 3);
	is_gradient("max(x, x)", "x=2", 1);
	is_gradient("x^0", "x=0", 0);
	is_gradient("0^x", "x=2", 0);
	/* far out, where a careless formula gives 0, infinity or NaN */
	is_gradient("1e-200/x", "x=1e-200", -1e200);
	is_gradient("tanh(x)", "x=400", 0);
	is_gradient("relu(x)", "x=-1e308", 0);

	is_value("-2^2", -4);
	is_value("2^3^2", 512);
	is_value("2^-1", 0.5);
	is_value("8/4/2", 1);
	is_value("10 - 4 - 3", 3);
	is_value("2 + 3*4", 14);
	is_value("(-8)^3", -512);
	is_value("(-1)^1025", -1);
	is_value("0^0", 1);
	is_value("2^0.5*2^0.5", 2);
	is_value("sigmoid(-800)*0 + 1", 1);
	is_value("a = 1 # one\n\n;; b = a + 1 # two\n b*3 ;", 6);
	is_value("1e3 + .5 + 1.", 1001.5);
	return failures > 0;
}
