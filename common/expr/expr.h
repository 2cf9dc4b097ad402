/*
 * Scalar expressions as computation graphs, and reverse-mode differentiation over them: what gl-expr shows. A node is
 * one number: an input, or one operation on nodes before it. Numbers are double, whatever gl_real is.
 */
#ifndef GL_EXPR_H
#define GL_EXPR_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>

/* So that no text can take the stack or all memory. DEPTH: parentheses, signs and powers inside each other. */
enum { GL_EXPR_NODES = 1000, GL_EXPR_ARGS = 64, GL_EXPR_DEPTH = 200, GL_EXPR_NAME = 64 };
#define GL_EXPR_NONE ((size_t)-1) /* no node */

/* d y / d x[k], the other arguments held fixed: its value, its formula, and in which case that holds, or NULL. */
struct gl_expr_slope {
	double value; /* infinite or NaN where there is none */
	const char *formula, *since;
};

/*
 * An operation y = f(x[0], ..., x[n-1]). The function sets y and all n slopes, and returns NULL, or why x has no
 * result.
 */
struct gl_expr_op {
	const char *name; /* "+", "relu" */
	const char *form; /* how it is written: "%a + %b"; NULL: name(a, b, ...) */
	size_t most; /* arguments of a function */
	const char *(*f)(size_t n, const double *x, double *y, struct gl_expr_slope *slope);
};

struct gl_expr_node {
	const struct gl_expr_op *op; /* NULL: an input, or a plain number in the text */
	size_t *arg, n; /* the nodes that it is computed from; all are before it */
	const char *name; /* w, u3; NULL: a plain number, which has no gradient */
	size_t at; /* where it stands in the text [bytes] */
	double value;
	struct gl_expr_slope *slope; /* d this node / d arg[k] */
	double gradient; /* d output / d this node */
};

struct gl_expr {
	struct gl_arena *life; /* holds all of it */
	const char *text;
	struct gl_expr_node *node; /* in the order of computing; node[output] was the last statement */
	size_t n, output;
};

/* ---- ops.c: signs and functions (with a row of zeros behind the last) ---- */

extern const struct gl_expr_op gl_expr_copy, gl_expr_add, gl_expr_subtract, gl_expr_negate, gl_expr_multiply,
    gl_expr_divide, gl_expr_power, gl_expr_functions[];

/* ---- parse.c ---- */

/*
 * The graph of `text`: statements "name = expression", or an expression alone, divided by ';' or newlines; '#' begins a
 * comment. The last one is the output. inputs: n words NAME=NUMBER. NULL with err set, which names the column.
 */
struct gl_expr *
gl_expr_parse(const char *text, const char *const *inputs, size_t n, struct gl_arena *life, struct gl_err *err);

/* The node of that name (length letters); or GL_EXPR_NONE, with "'nmae' has no value" and the nearest name in err. */
size_t gl_expr_find(const struct gl_expr *e, const char *name, size_t length, struct gl_err *err);

/* Puts where byte `at` of the text is in front of a message: "column 7: ", or "line 2, column 7: ". Returns -1. */
int gl_expr_at(const struct gl_expr *e, size_t at, struct gl_err *err);

/* ---- graph.c ---- */

/* Computes all values and slopes in order. -1 with err set where there is no value, or one too large for a double. */
int gl_expr_forward(struct gl_expr *e, struct gl_err *err);

/* Then all gradients, from the output back. -1 with err set where a slope is infinite or does not exist. */
int gl_expr_backward(struct gl_expr *e, struct gl_err *err);

/* A node held a little higher [0] and a little lower [1] than it is, the outputs then, and the slope between them. */
struct gl_expr_nudge {
	double value[2], output[2], width, slope;
	double left, right; /* the slopes from the lower one to the node as it is, and from there to the higher one */
	bool differs; /* from the gradient, by more than rounding explains */
};

/* After gl_expr_backward: nudges node i up and down by `by`; leaves e as it was. -1 as gl_expr_forward. */
int gl_expr_nudge(struct gl_expr *e, size_t i, double by, struct gl_expr_nudge *nudge, struct gl_err *err);

/* ---- formula.c, show.c, trace.c: texts in e->life. digits: significant ones, 1 to 17, or 0: as many as needed ---- */

/* A number's digits; 0 without a sign. */
const char *gl_expr_number(const struct gl_expr *e, double value, int digits);

/* A node's right side by names, "w*x", or by values, "0.5*2". An input's is its name, a plain number's its digits. */
const char *gl_expr_formula(const struct gl_expr *e, size_t i, bool by_value, int digits);

/* "u1 = w*x"; an input is its name. */
const char *gl_expr_equation(const struct gl_expr *e, size_t i);

/* The text that goes with a slope of node i along its argument k (formula or since), by names or by values. */
const char *gl_expr_fill(const struct gl_expr *e, const char *text, size_t i, size_t k, bool by_value, int digits);

/*
 * The graph as a tree with the output at its root: formula, value and gradient of each node, and the slope by a nudge
 * unless `by` is 0. NULL with err set where a nudge fails.
 */
const char *gl_expr_tree(struct gl_expr *e, double by, int digits, struct gl_err *err);

/* For Graphviz; an arrow bears the slope of its operation. */
const char *gl_expr_dot(const struct gl_expr *e, int digits);

/* The arithmetic forward, then backward: the product of the chain rule for each use of each node. */
const char *gl_expr_trace(const struct gl_expr *e, int digits);

/* The arithmetic of a nudge. NULL with err set. */
const char *gl_expr_wiggle(struct gl_expr *e, size_t i, double by, int digits, struct gl_err *err);

#endif
