/* Nodes and their slopes as formulas, by names and by values. */
#include "core/number.h"
#include "core/text.h"
#include "expr/expr.h"

const char *
gl_expr_number(const struct gl_expr *e, double value, int digits)
{
	char text[GL_NUMBER_TEXT + 1];
	size_t n = digits ? gl_number_print_digits64(value + 0.0, digits, text) : gl_number_print64(value + 0.0, text);

	return gl_strndup(e->life, text, n);
}

/* A node as a part of a formula: its name, or its value; a plain number always by value. */
static const char *
part(const struct gl_expr *e, size_t i, bool by_value, int digits)
{
	const struct gl_expr_node *node = &e->node[i];

	return node->name && !by_value ? node->name : gl_expr_number(e, node->value, node->name ? digits : 0);
}

/*
 * A form or rule of node i with its letters filled in (ops.c names them). A negative number gets parentheses where two
 * signs would meet, and before a power.
 */
static const char *
fill(const struct gl_expr *e, const char *form, size_t i, size_t along, bool by_value, int digits)
{
	const struct gl_expr_node *node = &e->node[i];
	struct gl_text t = {.arena = e->life};

	for (const char *p = form; *p; p++) {
		if (*p != '%') {
			gl_text_add(&t, "%c", *p);
			continue;
		}
		char c = *++p;
		if (c == 'm') { /* the power rule's exponent, worked out where it is a plain number */
			const struct gl_expr_node *b = &e->node[node->arg[1]];
			if (b->name)
				gl_text_add(&t, "^(%s - 1)", part(e, node->arg[1], by_value, digits));
			else if (b->value != 2)
				gl_text_add(&t, "^%s", gl_expr_number(e, b->value - 1, 6));
			continue;
		}
		size_t which = c == 'y' ? i : c == 'x' ? along : node->arg[c - 'a'];
		const char *s = part(e, which, by_value, digits);
		bool wrap = s[0] == '-' && ((p > form + 1 && p[-2] != '(') || p[1] == '^' || form[0] == '-');
		gl_text_add(&t, wrap ? "(%s)" : "%s", s);
	}
	return t.s;
}

const char *
gl_expr_formula(const struct gl_expr *e, size_t i, bool by_value, int digits)
{
	const struct gl_expr_node *node = &e->node[i];
	struct gl_text t = {.arena = e->life};

	if (!node->op)
		return part(e, i, by_value, digits);
	if (node->op->form)
		return fill(e, node->op->form, i, 0, by_value, digits);
	gl_text_add(&t, "%s(", node->op->name);
	for (size_t k = 0; k < node->n; k++)
		gl_text_add(&t, "%s%s", k ? ", " : "", part(e, node->arg[k], by_value, digits));
	gl_text_add(&t, ")");
	return t.s;
}

const char *
gl_expr_equation(const struct gl_expr *e, size_t i)
{
	const struct gl_expr_node *node = &e->node[i];

	return node->op ? gl_asprintf(e->life, "%s = %s", node->name, gl_expr_formula(e, i, 0, 0)) : node->name;
}

const char *
gl_expr_fill(const struct gl_expr *e, const char *text, size_t i, size_t k, bool by_value, int digits)
{
	return fill(e, text, i, e->node[i].arg[k], by_value, digits);
}
