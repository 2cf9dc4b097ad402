/*
 * Reverse-mode differentiation, that is backpropagation, on numbers. Forward: from the inputs to the output, each node
 * is computed from nodes before it. Backward: from the output to the inputs, each node hands its gradient on to the
 * nodes that it was computed from. A training library does the same with tensors in place of numbers.
 */
#include "expr/expr.h"

#include <math.h>
#include <string.h>

/* "column 5: log(u1) = log(-1): ..." */
static int
fail_node(const struct gl_expr *e, size_t i, const char *why, struct gl_err *err)
{
	const char *names = gl_expr_formula(e, i, false, 6), *values = gl_expr_formula(e, i, true, 6);

	if (strcmp(names, values) == 0)
		gl_fail(err, "%.200s: %s", values, why);
	else
		gl_fail(err, "%.200s = %.200s: %s", names, values, why);
	return gl_expr_at(e, e->node[i].at, err);
}

/* The values of all nodes but one, which is held (GL_EXPR_NONE: of all). */
static int
compute(struct gl_expr *e, size_t held, struct gl_err *err)
{
	double x[GL_EXPR_ARGS];

	for (size_t i = 0; i < e->n; i++) {
		struct gl_expr_node *node = &e->node[i];
		if (!node->op || i == held)
			continue;
		for (size_t k = 0; k < node->n; k++)
			x[k] = e->node[node->arg[k]].value;
		const char *trouble = node->op->f(node->n, x, &node->value, node->slope);
		if (trouble)
			return fail_node(e, i, trouble, err);
		if (!isfinite(node->value))
			return fail_node(e, i, "the result is too large: a double ends at 1.8e308", err);
	}
	return 0;
}

int
gl_expr_forward(struct gl_expr *e, struct gl_err *err)
{
	return compute(e, GL_EXPR_NONE, err);
}

/*
 * With L the output: dL/dL = 1. When the loop comes to node y, dL/dy is complete, as all that y goes into comes after
 * y. For each argument x of y, the chain rule adds dL/dy * dy/dx to dL/dx: a product along each way from x to L, and
 * the sum over the ways.
 */
int
gl_expr_backward(struct gl_expr *e, struct gl_err *err)
{
	for (size_t i = 0; i < e->n; i++)
		e->node[i].gradient = 0;
	e->node[e->output].gradient = 1;
	for (size_t i = e->n; i-- > 0;) {
		const struct gl_expr_node *y = &e->node[i];
		for (size_t k = 0; k < y->n; k++) {
			struct gl_expr_node *x = &e->node[y->arg[k]];
			double slope = y->slope[k].value;
			if (!x->name)
				continue; /* a plain number: nobody asks how the output depends on it */
			x->gradient += y->gradient * slope;
			if (isfinite(slope) && isfinite(x->gradient))
				continue;
			const char *why = isnan(slope) ? "there is no slope along %.64s here"
			    : isinf(slope)             ? "the slope along %.64s is infinite here"
						       : "the gradient of %.64s is too large: a double ends at 1.8e308";
			fail_node(e, i, gl_asprintf(e->life, why, x->name), err);
			return isnan(slope) ? gl_hint(err, "give an exponent that stays fixed as a number: x^2") : -1;
		}
	}
	return 0;
}

/* The output with node i held at a value; then all values and slopes as they were. */
static int
output_with(struct gl_expr *e, size_t i, double value, double *output, struct gl_err *err)
{
	double was = e->node[i].value;
	struct gl_err none;

	e->node[i].value = value;
	int status = compute(e, i, err);
	*output = e->node[e->output].value;
	e->node[i].value = was;
	compute(e, GL_EXPR_NONE, &none);
	if (status < 0) {
		gl_fail_at(
		    err, gl_asprintf(e->life, "with %s nudged to %s", e->node[i].name, gl_expr_number(e, value, 6)), 0);
		gl_hint(err, "a smaller nudge may do: --by");
	}
	return status;
}

int
gl_expr_nudge(struct gl_expr *e, size_t i, double by, struct gl_expr_nudge *n, struct gl_err *err)
{
	const struct gl_expr_node *node = &e->node[i];
	double middle = e->node[e->output].value;

	n->value[0] = node->value + by;
	n->value[1] = node->value - by;
	n->width = n->value[0] - n->value[1];
	if (n->width == 0) {
		gl_fail(err, "%s = %s is too large to be nudged by %s", node->name, gl_expr_number(e, node->value, 6),
		    gl_expr_number(e, by, 0));
		return gl_hint(err, "give a wider nudge with --by");
	}
	for (int k = 0; k < 2; k++)
		if (output_with(e, i, n->value[k], &n->output[k], err) < 0)
			return -1;
	n->slope = (n->output[0] - n->output[1]) / n->width;
	n->right = (n->output[0] - middle) / by;
	n->left = (middle - n->output[1]) / by;
	/* what the last digits of the outputs can do to the slope is no difference */
	double noise = 1e-14 * (fabs(n->output[0]) + fabs(n->output[1])) / by;
	n->differs = fabs(n->slope - node->gradient) > 1e-4 * fmax(fabs(n->slope), fabs(node->gradient)) + noise;
	return 0;
}
