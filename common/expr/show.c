/* The whole graph for readers: as a tree in text, and for Graphviz. */
#include "core/text.h"
#include "expr/expr.h"

#include <math.h>
#include <string.h>

struct line {
	const char *graph, *value, *gradient;
};

struct tree {
	const struct gl_expr *e;
	int digits;
	struct line *line;
	size_t n, room;
	unsigned char shown[GL_EXPR_NODES];
};

static void
add_line(struct tree *t, struct line line)
{
	if (t->n == t->room) {
		struct line *more = gl_alloc_raw(t->e->life, 2 * t->room + 64, sizeof *more);
		if (t->n)
			memcpy(more, t->line, t->n * sizeof *more);
		t->line = more;
		t->room = 2 * t->room + 64;
	}
	t->line[t->n++] = line;
}

/* A node and, below it, what it is computed from. What was drawn already is not drawn again, but pointed to. */
static void
grow(struct tree *t, size_t i, const char *before, const char *below)
{
	const struct gl_expr *e = t->e;
	const struct gl_expr_node *node = &e->node[i];
	size_t last = 0;

	if (t->shown[i] && node->op) {
		add_line(t, (struct line){gl_asprintf(e->life, "%s%s (drawn above)", before, node->name), "", ""});
		return;
	}
	t->shown[i] = 1;
	add_line(t,
	    (struct line){gl_asprintf(e->life, "%s%s", before, gl_expr_equation(e, i)),
		gl_expr_number(e, node->value, t->digits), gl_expr_number(e, node->gradient, t->digits)});
	for (size_t k = 0; k < node->n; k++)
		last = e->node[node->arg[k]].name ? k : last;
	for (size_t k = 0; k < node->n; k++)
		if (e->node[node->arg[k]].name)
			grow(t, node->arg[k], gl_asprintf(e->life, "%s+- ", below),
			    gl_asprintf(e->life, "%s%s", below, k < last ? "|  " : "   "));
}

const char *
gl_expr_tree(const struct gl_expr *e, int digits)
{
	struct tree *t = gl_alloc(e->life, 1, sizeof *t);
	struct gl_text text = {.arena = e->life};
	int graph = 0, value = 5, gradient = 8; /* widths */

	t->e = e;
	t->digits = digits;
	grow(t, e->output, "", "");
	for (size_t i = e->n; i-- > 0;) /* what the output does not depend on */
		if (!t->shown[i] && e->node[i].name)
			grow(t, i, "", "");
	for (size_t i = 0; i < t->n; i++) {
		const struct line *l = &t->line[i];
		if (*l->value)
			graph = (int)fmax(graph, strlen(l->graph));
		value = (int)fmax(value, strlen(l->value));
		gradient = (int)fmax(gradient, strlen(l->gradient));
	}
	gl_text_add(&text, "%*s  %*s  %*s\n", graph, "", value, "value", gradient, "gradient");
	for (size_t i = 0; i < t->n; i++) {
		const struct line *l = &t->line[i];
		if (*l->value)
			gl_text_add(&text, "%-*s  %*s  %*s\n", graph, l->graph, value, l->value, gradient, l->gradient);
		else
			gl_text_add(&text, "%s\n", l->graph);
	}
	return text.s;
}

const char *
gl_expr_dot(const struct gl_expr *e, int digits)
{
	struct gl_text t = {.arena = e->life};

	gl_text_add(&t, "digraph {\n\trankdir=LR\n\tnode [shape=box]\n");
	for (size_t i = 0; i < e->n; i++) {
		const struct gl_expr_node *node = &e->node[i];
		if (!node->name)
			continue;
		gl_text_add(&t, "\t%s [label=\"%s\\nvalue %s\\ngradient %s\"%s]\n", node->name, gl_expr_equation(e, i),
		    gl_expr_number(e, node->value, digits), gl_expr_number(e, node->gradient, digits),
		    node->op ? "" : ", style=rounded");
		for (size_t k = 0; k < node->n; k++)
			if (e->node[node->arg[k]].name)
				gl_text_add(&t, "\t%s -> %s [label=\"%s\"]\n", e->node[node->arg[k]].name, node->name,
				    gl_expr_number(e, node->slope[k].value, digits));
	}
	gl_text_add(&t, "}\n");
	return t.s;
}
