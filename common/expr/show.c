/* The whole graph for readers: as a tree in text, and for Graphviz. */
#include "core/text.h"
#include "expr/expr.h"

#include <math.h>
#include <string.h>

enum { VALUE, GRADIENT, WIGGLE, COLUMNS };

/* A node in the drawing; a line without numbers points to where it is drawn already. */
struct line {
	const char *graph, *column[COLUMNS], *note;
};

struct tree {
	struct gl_expr *e;
	double by;
	int digits;
	struct line *line;
	size_t n;
	bool shown[GL_EXPR_NODES];
	struct gl_err *err;
};

static struct line *
add_line(struct tree *t, const char *before, const char *graph)
{
	t->line[t->n] = (struct line){.graph = gl_asprintf(t->e->life, "%s%s", before, graph)};
	return &t->line[t->n++];
}

/* A node and, below it, what it is computed from. */
static int
grow(struct tree *t, size_t i, const char *before, const char *below)
{
	struct gl_expr *e = t->e;
	const struct gl_expr_node *node = &e->node[i];
	struct gl_expr_nudge nudge;
	size_t last = 0;

	if (t->shown[i] && node->op) {
		add_line(t, before, gl_asprintf(e->life, "%s (drawn above)", node->name));
		return 0;
	}
	t->shown[i] = true;
	struct line *l = add_line(t, before, gl_expr_equation(e, i));
	l->column[VALUE] = gl_expr_number(e, node->value, t->digits);
	l->column[GRADIENT] = gl_expr_number(e, node->gradient, t->digits);
	if (t->by > 0) {
		if (gl_expr_nudge(e, i, t->by, &nudge, t->err) < 0)
			return -1;
		l->column[WIGGLE] = gl_expr_number(e, nudge.slope, t->digits);
		l->note = nudge.differs ? "  differs" : NULL;
	}
	for (size_t k = 0; k < node->n; k++)
		last = e->node[node->arg[k]].name ? k : last;
	for (size_t k = 0; k < node->n; k++)
		if (e->node[node->arg[k]].name &&
		    grow(t, node->arg[k], gl_asprintf(e->life, "%s+- ", below),
			gl_asprintf(e->life, "%s%s", below, k < last ? "|  " : "   ")) < 0)
			return -1;
	return 0;
}

/* All lines, with numbers flush right in columns. */
static const char *
lay_out(const struct tree *t)
{
	static const char *const heading[COLUMNS] = {"value", "gradient", "wiggle"};
	int columns = t->by > 0 ? COLUMNS : WIGGLE, graph = 0, width[COLUMNS];
	struct gl_text text = {.arena = t->e->life};

	for (int c = 0; c < columns; c++)
		width[c] = (int)strlen(heading[c]);
	for (size_t i = 0; i < t->n; i++)
		for (int c = 0; t->line[i].column[VALUE] && c < columns; c++) {
			graph = (int)fmax(graph, strlen(t->line[i].graph));
			width[c] = (int)fmax(width[c], strlen(t->line[i].column[c]));
		}
	gl_text_add(&text, "%*s", graph, "");
	for (int c = 0; c < columns; c++)
		gl_text_add(&text, "  %*s", width[c], heading[c]);
	for (size_t i = 0; i < t->n; i++) {
		const struct line *l = &t->line[i];
		gl_text_add(&text, "\n%-*s", l->column[VALUE] ? graph : 0, l->graph);
		for (int c = 0; l->column[VALUE] && c < columns; c++)
			gl_text_add(&text, "  %*s", width[c], l->column[c]);
		gl_text_add(&text, "%s", l->note ? l->note : "");
	}
	gl_text_add(&text, "\n");
	return text.s;
}

const char *
gl_expr_tree(struct gl_expr *e, double by, int digits, struct gl_err *err)
{
	struct tree *t = gl_alloc(e->life, 1, sizeof *t);
	size_t most = e->n; /* a line for each node that is a root, and for each use */

	for (size_t i = 0; i < e->n; i++)
		most += e->node[i].n;
	*t = (struct tree){.e = e, .by = by, .digits = digits, .err = err};
	t->line = gl_alloc(e->life, most, sizeof *t->line);
	if (grow(t, e->output, "", "") < 0)
		return NULL;
	for (size_t i = e->n; i-- > 0;) /* what the output does not depend on */
		if (!t->shown[i] && e->node[i].name && grow(t, i, "", "") < 0)
			return NULL;
	return lay_out(t);
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
