/*
 * From text to graph by recursive descent, one function for each line of the grammar:
 *   sum       product { (+|-) product }
 *   product   factor { (*|/) factor }
 *   factor    [+|-] factor | power
 *   power     atom [ ^ factor ]                 so that -x^2 is -(x^2) and 2^3^2 is 2^(3^2)
 *   atom      number | name | function "(" sum { "," sum } ")" | "(" sum ")"
 * Each returns the node that it made, or GL_EXPR_NONE with the message set.
 */
#include "core/number.h"
#include "expr/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static size_t sum(struct gl_expr_parser *s), factor(struct gl_expr_parser *s);

/* Adds a node; op NULL: a plain number. at: where it stands. */
static size_t
add(struct gl_expr_parser *s, const char *at, const struct gl_expr_op *op, const size_t *arg, size_t n, double value)
{
	struct gl_expr *e = s->e;
	struct gl_expr_node node = {.op = op, .n = n, .at = (size_t)(at - e->text), .value = value};

	node.arg = gl_alloc(e->life, n, sizeof *node.arg);
	node.slope = gl_alloc(e->life, n, sizeof *node.slope);
	for (size_t k = 0; k < n; k++)
		if ((node.arg[k] = arg[k]) == GL_EXPR_NONE)
			return GL_EXPR_NONE; /* the message is there already */
	if (e->n == GL_EXPR_NODES) {
		gl_fail(s->err, "an expression has at most %d operations, numbers and names", GL_EXPR_NODES);
		return gl_expr_fail_here(s, at);
	}
	e->node[e->n] = node;
	return e->n++;
}

/* ---- the grammar ---- */

static size_t
number(struct gl_expr_parser *s)
{
	const char *begin = s->p;
	double value;
	int overflow = 0;

	s->p = gl_number_read64(begin, begin + strlen(begin), &value, &overflow);
	if (overflow) {
		gl_fail(s->err, "this number is too large: a double ends at 1.8e308");
		return gl_expr_fail_here(s, begin);
	}
	return add(s, begin, NULL, NULL, 0, value);
}

/* Something where an operator should be; often a product is meant. */
static size_t
need_operator(struct gl_expr_parser *s, const char *needed)
{
	gl_expr_need(s, needed);
	if (gl_expr_name_length(s->p) || gl_expr_is_number(s->p) || *s->p == '(')
		gl_hint(s->err, "a product is written with *: 2*x");
	return GL_EXPR_NONE;
}

/* The ")" for an "(". */
static bool
closed(struct gl_expr_parser *s, const char *open)
{
	char c = gl_expr_next(s);

	if (c == ')') {
		s->p++;
	} else if (gl_expr_at_end(c)) {
		gl_fail(s->err, "this '(' has no ')'");
		gl_expr_fail_here(s, open);
	} else {
		need_operator(s, "an operator or ')'");
	}
	return c == ')';
}

/* From "(" on: the arguments of a function. */
static size_t
call(struct gl_expr_parser *s, const char *at, const struct gl_expr_op *op)
{
	const char *open = s->p;
	size_t arg[GL_EXPR_ARGS], n = 0;

	do {
		s->p++;
		gl_expr_next(s);
		if (n == op->most) {
			gl_fail(s->err, "%s takes at most %zu argument%s", op->name, op->most, n == 1 ? "" : "s");
			return gl_expr_fail_here(s, s->p);
		}
		if ((arg[n++] = sum(s)) == GL_EXPR_NONE)
			return GL_EXPR_NONE;
	} while (gl_expr_next(s) == ',');
	return closed(s, open) ? add(s, at, op, arg, n, 0) : GL_EXPR_NONE;
}

static size_t
atom(struct gl_expr_parser *s)
{
	char c = gl_expr_next(s);
	const char *at = s->p;
	size_t length = gl_expr_name_length(at), inner;

	if (gl_expr_is_number(at))
		return number(s);
	if (length > 0) {
		const struct gl_expr_op *op = gl_expr_function(at, length);
		s->p += length;
		if (gl_expr_next(s) == '(')
			return op ? call(s, at, op) : gl_expr_unknown(s, at, length);
		inner = gl_expr_named(s->e, at, length);
		return inner == GL_EXPR_NONE ? gl_expr_unknown(s, at, length) : inner;
	}
	if (c == '(') {
		s->p++;
		inner = sum(s);
		return inner != GL_EXPR_NONE && closed(s, at) ? inner : GL_EXPR_NONE;
	}
	gl_expr_need(s, "a number, a name or '('");
	if (at > s->e->text && at[0] == '*' && at[-1] == '*')
		gl_hint(s->err, "a power is written with ^: x^2");
	return GL_EXPR_NONE;
}

static size_t
power(struct gl_expr_parser *s)
{
	size_t arg[2] = {atom(s)};

	if (arg[0] == GL_EXPR_NONE || gl_expr_next(s) != '^')
		return arg[0];
	const char *at = s->p++;
	arg[1] = factor(s);
	return add(s, at, &gl_expr_power, arg, 2, 0);
}

/* A minus before a plain number belongs to the number. */
static size_t
factor(struct gl_expr_parser *s)
{
	char sign = gl_expr_next(s);
	const char *at = s->p;
	size_t inner;

	if (++s->depth > GL_EXPR_DEPTH) {
		gl_fail(s->err, "more than %d parentheses, signs and powers are inside each other", GL_EXPR_DEPTH);
		return gl_expr_fail_here(s, at);
	}
	if (sign != '-' && sign != '+') {
		inner = power(s);
	} else {
		s->p++;
		inner = factor(s);
	}
	s->depth--;
	if (inner == GL_EXPR_NONE || sign != '-')
		return inner;
	struct gl_expr_node *node = &s->e->node[inner];
	if (node->op || node->name)
		return add(s, at, &gl_expr_negate, &inner, 1, 0);
	node->value = -node->value;
	node->at = (size_t)(at - s->e->text);
	return inner;
}

/* Operators of one rank, from left to right: + and -, or * and /. */
static size_t
chain(struct gl_expr_parser *s, size_t (*part)(struct gl_expr_parser *), const char *signs,
    const struct gl_expr_op *const *op)
{
	size_t arg[2] = {part(s)};

	while (arg[0] != GL_EXPR_NONE && gl_expr_next(s) && strchr(signs, *s->p)) {
		const char *at = s->p++;
		arg[1] = part(s);
		arg[0] = add(s, at, op[*at == signs[1]], arg, 2, 0);
	}
	return arg[0];
}

static size_t
product(struct gl_expr_parser *s)
{
	return chain(s, factor, "*/", (const struct gl_expr_op *const[]){&gl_expr_multiply, &gl_expr_divide});
}

static size_t
sum(struct gl_expr_parser *s)
{
	return chain(s, product, "+-", (const struct gl_expr_op *const[]){&gl_expr_add, &gl_expr_subtract});
}

/* ---- statements ---- */

/* May this name be given to something new? */
static int
check_name(const struct gl_expr *e, const char *at, size_t length, struct gl_err *err)
{
	int n = (int)(length < GL_EXPR_NAME ? length : GL_EXPR_NAME);

	if (length > GL_EXPR_NAME)
		return gl_fail(err, "a name has at most %d letters", GL_EXPR_NAME);
	if (gl_expr_function(at, length))
		return gl_fail(err, "%.*s is a function: choose another name", n, at);
	if (gl_expr_named(e, at, length) != GL_EXPR_NONE)
		return gl_fail(err, "%.*s has a value already: choose another name", n, at);
	return 0;
}

/* What a whole expression is followed by, and should not be. */
static size_t
fail_rest(struct gl_expr_parser *s)
{
	char c = *s->p;

	if (c == ')') {
		gl_fail(s->err, "this ')' has no '('");
	} else if (c == '=') {
		gl_fail(s->err, "a name is needed before '='");
		gl_hint(s->err, "statements look like y = w*x, with ';' between them");
	} else if (c == ',') {
		gl_fail(s->err, "a ',' goes between arguments of a function only");
		gl_hint(s->err, "statements have ';' between them, and numbers a decimal point: 0.5");
	} else {
		return need_operator(s, "an operator");
	}
	return gl_expr_fail_here(s, s->p);
}

static size_t
statement(struct gl_expr_parser *s)
{
	const char *begin = s->p, *name = NULL;
	size_t length = gl_expr_name_length(begin), i;

	s->p += length;
	if (length > 0 && gl_expr_next(s) == '=' && s->p[1] == '=') {
		gl_fail(s->err, "a statement has a single '=': it gives a name to a result");
		return gl_expr_fail_here(s, s->p);
	}
	if (length > 0 && *s->p == '=') {
		if (check_name(s->e, begin, length, s->err) < 0)
			return gl_expr_fail_here(s, begin);
		name = gl_strndup(s->e->life, begin, length);
		s->p++;
	} else {
		s->p = begin;
	}
	if ((i = sum(s)) == GL_EXPR_NONE)
		return i;
	if (!gl_expr_at_end(gl_expr_next(s)))
		return fail_rest(s);
	/* a second name for a number gets a node of its own; so does an output that is nothing but a number */
	const struct gl_expr_node *node = &s->e->node[i];
	if ((node->name || (!node->op && !name)) && (i = add(s, begin, &gl_expr_copy, &i, 1, 0)) == GL_EXPR_NONE)
		return i;
	if (name)
		s->e->node[i].name = name;
	return i;
}

/* "w=0.5" from the command line. */
static int
input(struct gl_expr *e, const char *word, struct gl_err *err)
{
	size_t length = gl_expr_name_length(word);
	const char *digits = word + length + 1, *end;
	double value;
	int overflow = 0;

	if (length == 0 || word[length] != '=') {
		gl_fail(err, "'%.64s' is not NAME=NUMBER", word);
		return gl_hint(
		    err, "the expression comes first, as one word in quotes, then its numbers: 'w*x' w=3 x=2");
	}
	if (check_name(e, word, length, err) < 0)
		return gl_fail_at(err, gl_asprintf(e->life, "'%.64s'", word), 0);
	end = gl_number_read64(digits, digits + strlen(digits), &value, &overflow);
	if (!end || *end || overflow || !isfinite(value))
		return gl_fail(err, "'%.64s': %s", word,
		    overflow ? "the number is too large: a double ends at 1.8e308" : "a number is needed after '='");
	if (e->n == GL_EXPR_NODES)
		return gl_fail(err, "there are more than %d numbers", GL_EXPR_NODES);
	e->node[e->n++] = (struct gl_expr_node){.name = gl_strndup(e->life, word, length), .value = value};
	return 0;
}

/* f for the output and u1, u2, ... for what is computed on the way, where those names are free. */
static void
name_nodes(struct gl_expr *e)
{
	char name[32] = "f";
	size_t next_u = 1;

	for (size_t k = 1; !e->node[e->output].name; k++, snprintf(name, sizeof name, "f%zu", k))
		if (gl_expr_named(e, name, strlen(name)) == GL_EXPR_NONE)
			e->node[e->output].name = gl_strdup(e->life, name);
	for (size_t i = 0; i < e->n; i++) {
		struct gl_expr_node *node = &e->node[i];
		if (node->name || !node->op)
			continue;
		do
			snprintf(name, sizeof name, "u%zu", next_u++);
		while (gl_expr_named(e, name, strlen(name)) != GL_EXPR_NONE);
		node->name = gl_strdup(e->life, name);
	}
}

struct gl_expr *
gl_expr_parse(const char *text, const char *const *inputs, size_t n, struct gl_arena *life, struct gl_err *err)
{
	struct gl_expr *e = gl_alloc(life, 1, sizeof *e);
	struct gl_expr_parser s = {.e = e, .p = text, .err = err};

	*e = (struct gl_expr){.life = life, .text = text, .output = GL_EXPR_NONE};
	e->node = gl_alloc(life, GL_EXPR_NODES, sizeof *e->node);
	for (size_t i = 0; i < n; i++)
		if (input(e, inputs[i], err) < 0)
			return NULL;
	for (; gl_expr_next(&s) || e->output == GL_EXPR_NONE; s.p += *s.p != '\0') {
		if (!*s.p) {
			gl_fail(err, "the expression is empty");
			gl_hint(err, "such as 'L = (w*x - t)^2' w=0.5 x=2 t=3");
			return NULL;
		}
		if (!gl_expr_at_end(*s.p) && (e->output = statement(&s)) == GL_EXPR_NONE)
			return NULL;
	}
	name_nodes(e);
	return e;
}
