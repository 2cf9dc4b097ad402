/* The arithmetic of a graph, step by step: forward, backward by the chain rule, and by nudging. */
#include "core/text.h"
#include "expr/expr.h"

#include <string.h>

/* Does the output depend on each node? */
static const bool *
find_ways(const struct gl_expr *e)
{
	bool *way = gl_alloc(e->life, e->n, sizeof *way);

	way[e->output] = true;
	for (size_t i = e->n; i-- > 0;)
		for (size_t k = 0; way[i] && k < e->node[i].n; k++)
			way[e->node[i].arg[k]] = true;
	return way;
}

/* "u1 = w*x = 0.5*2 = 1" */
static void
trace_forward(const struct gl_expr *e, size_t i, int digits, struct gl_text *t)
{
	const char *names = gl_expr_formula(e, i, false, digits), *values = gl_expr_formula(e, i, true, digits);
	const char *value = gl_expr_number(e, e->node[i].value, digits);

	gl_text_add(t, "  %s = %s", e->node[i].name, names);
	if (strcmp(values, names) != 0 && strcmp(values, value) != 0)
		gl_text_add(t, " = %s", values);
	gl_text_add(t, " = %s\n", value);
}

/* A number behind another sign: "(-2)". */
static const char *
wrapped(const struct gl_expr *e, double value, int digits)
{
	const char *s = gl_expr_number(e, value, digits);

	return *s == '-' ? gl_asprintf(e->life, "(%s)", s) : s;
}

/*
 * One turn of gl_expr_backward's inner loop: the slope "du1/dw = x = 2", then what the chain rule makes of it,
 * "dL/dw = dL/du1 * du1/dw = -4 * 2 = -8", with the sum from the uses before this one in front, if used. *sum becomes
 * the sum with it.
 */
static void
trace_use(const struct gl_expr *e, size_t i, size_t k, int digits, double *sum, bool used, struct gl_text *t)
{
	const char *L = e->node[e->output].name, *y = e->node[i].name, *x = e->node[e->node[i].arg[k]].name;
	const struct gl_expr_slope *slope = &e->node[i].slope[k];
	const char *formula = slope->formula, *number = gl_expr_number(e, slope->value, digits);
	const char *before = used ? gl_asprintf(e->life, "%s + ", gl_expr_number(e, *sum, digits)) : "";

	gl_text_add(t, "    d%s/d%s", y, x);
	for (int by_value = 0; formula && by_value < 2; by_value++) {
		const char *s = gl_expr_fill(e, formula, i, k, by_value, digits);
		if (strcmp(s, number) != 0 &&
		    (!by_value || strcmp(s, gl_expr_fill(e, formula, i, k, false, digits)) != 0))
			gl_text_add(t, " = %s", s);
	}
	gl_text_add(t, " = %s%s%s\n", number, slope->since ? ", as " : "",
	    slope->since ? gl_expr_fill(e, slope->since, i, k, false, digits) : "");
	*sum += e->node[i].gradient * slope->value;
	number = wrapped(e, slope->value, digits);
	if (i != e->output)
		gl_text_add(t, "      d%s/d%s = %sd%s/d%s * d%s/d%s = %s%s * %s = %s\n", L, x, before, L, y, y, x,
		    before, gl_expr_number(e, e->node[i].gradient, digits), number, gl_expr_number(e, *sum, digits));
	else if (used) /* else the slope is the gradient */
		gl_text_add(t, "      d%s/d%s = %s%s = %s\n", L, x, before, number, gl_expr_number(e, *sum, digits));
}

const char *
gl_expr_trace(const struct gl_expr *e, int digits)
{
	const bool *way = find_ways(e);
	double *sum = gl_alloc(e->life, e->n, sizeof *sum);
	bool *used = gl_alloc(e->life, e->n, sizeof *used);
	const char *output = e->node[e->output].name;
	size_t operations = 0, slopes = 0;
	struct gl_text t = {.arena = e->life};

	for (size_t i = 0; i < e->n; i++) {
		operations += e->node[i].op && way[i];
		for (size_t k = 0; way[i] && k < e->node[i].n; k++)
			slopes += e->node[e->node[i].arg[k]].name != NULL;
	}
	gl_text_add(
	    &t, "forward: %zu operation%s, each on values from before it\n", operations, operations == 1 ? "" : "s");
	for (size_t i = 0; i < e->n; i++)
		if (e->node[i].op && way[i])
			trace_forward(e, i, digits, &t);
	gl_text_add(&t, "backward: %zu slope%s, each times the gradient of its operation's result\n", slopes,
	    slopes == 1 ? "" : "s");
	gl_text_add(&t, "  d%s/d%s = 1\n", output, output);
	for (size_t i = e->n; i-- > 0;) {
		const struct gl_expr_node *node = &e->node[i];
		if (!node->op || !way[i])
			continue;
		gl_text_add(&t, "  %s\n", gl_expr_equation(e, i));
		for (size_t k = 0; k < node->n; k++) {
			size_t x = node->arg[k];
			if (!e->node[x].name)
				continue;
			trace_use(e, i, k, digits, &sum[x], used[x], &t);
			used[x] = true;
		}
	}
	return t.s;
}

const char *
gl_expr_wiggle(struct gl_expr *e, size_t i, double by, int digits, struct gl_err *err)
{
	const char *x = e->node[i].name, *L = e->node[e->output].name;
	int many = digits && digits < 12 ? 12 : digits; /* so that a reader can do the subtraction */
	struct gl_text t = {.arena = e->life};
	struct gl_expr_nudge n;

	if (gl_expr_nudge(e, i, by, &n, err) < 0)
		return NULL;
	gl_text_add(&t, "wiggle: %s = %s, nudged by %s\n", x, gl_expr_number(e, e->node[i].value, digits),
	    gl_expr_number(e, by, 0));
	for (int k = 0; k < 2; k++)
		gl_text_add(&t, "  %s = %s: %s = %s\n", x, gl_expr_number(e, n.value[k], many), L,
		    gl_expr_number(e, n.output[k], many));
	gl_text_add(&t, "  slope (%s - %s) / %s = %s\n", gl_expr_number(e, n.output[0], many),
	    wrapped(e, n.output[1], many), gl_expr_number(e, n.width, 6), gl_expr_number(e, n.slope, digits));
	gl_text_add(&t, "  gradient d%s/d%s = %s\n", L, x, gl_expr_number(e, e->node[i].gradient, digits));
	if (n.differs)
		gl_text_add(&t, "  they differ: slope %s to the left, %s to the right: a kink, or --by does not suit\n",
		    gl_expr_number(e, n.left, digits), gl_expr_number(e, n.right, digits));
	return t.s;
}
