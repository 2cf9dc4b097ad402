/* Words of an expression's text, and messages that say where in it something is wrong. */
#include "expr/words.h"

#include <stdio.h>
#include <string.h>

#define DIGITS "0123456789"
#define LETTERS "_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

size_t
gl_expr_name_length(const char *p)
{
	return strspn(p, LETTERS) ? strspn(p, LETTERS DIGITS) : 0;
}

bool
gl_expr_is_number(const char *p)
{
	return strspn(p + (*p == '.'), DIGITS) > 0;
}

char
gl_expr_next(struct gl_expr_parser *s)
{
	s->p += strspn(s->p, " \t\r");
	if (*s->p == '#')
		s->p += strcspn(s->p, "\n");
	return *s->p;
}

bool
gl_expr_at_end(char c)
{
	return c == '\0' || c == ';' || c == '\n';
}

/* ---- messages ---- */

int
gl_expr_at(const struct gl_expr *e, size_t at, struct gl_err *err)
{
	size_t line = 1, column = 1;
	char place[64];

	for (size_t i = 0; i < at; i++) {
		if (e->text[i] == '\n')
			line++, column = 1;
		else if ((e->text[i] & 0xC0) != 0x80) /* not the rest of a UTF-8 character */
			column++;
	}
	if (strchr(e->text, '\n'))
		snprintf(place, sizeof place, "line %zu, column %zu", line, column);
	else
		snprintf(place, sizeof place, "column %zu", column);
	return gl_fail_at(err, place, 0);
}

size_t
gl_expr_fail_here(struct gl_expr_parser *s, const char *at)
{
	gl_expr_at(s->e, (size_t)(at - s->e->text), s->err);
	return GL_EXPR_NONE;
}

size_t
gl_expr_need(struct gl_expr_parser *s, const char *needed)
{
	const char *p = s->p, *what = *p ? "the end of the statement" : "the end";
	size_t n = gl_expr_name_length(p);

	if (!gl_expr_at_end(*p)) {
		for (n = n ? n : 1; (p[n] & 0xC0) == 0x80; n++) /* all bytes of a UTF-8 character */
			;
		what = gl_asprintf(s->e->life, "'%.*s'", (int)(n < GL_EXPR_NAME ? n : GL_EXPR_NAME), p);
	}
	gl_fail(s->err, "%s is needed before %s", needed, what);
	return gl_expr_fail_here(s, p);
}

/* ---- names ---- */

size_t
gl_expr_named(const struct gl_expr *e, const char *name, size_t length)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->node[i].name && strncmp(e->node[i].name, name, length) == 0 && !e->node[i].name[length])
			return i;
	return GL_EXPR_NONE;
}

size_t
gl_expr_find(const struct gl_expr *e, const char *name, size_t length, struct gl_err *err)
{
	const char *word = gl_strndup(e->life, name, length), *names[GL_EXPR_NODES + 1], *near;
	size_t n = 0, i = gl_expr_named(e, name, length);

	if (i != GL_EXPR_NONE)
		return i;
	for (i = 0; i < e->n; i++)
		if (e->node[i].name)
			names[n++] = e->node[i].name;
	names[n] = NULL;
	gl_fail(err, "'%.64s' has no value", word);
	if (length > 1 && (near = gl_nearest(word, names)))
		gl_hint(err, "did you mean %s?", near);
	return GL_EXPR_NONE;
}

const struct gl_expr_op *
gl_expr_function(const char *name, size_t length)
{
	for (const struct gl_expr_op *op = gl_expr_functions; op->name; op++)
		if (strncmp(op->name, name, length) == 0 && !op->name[length])
			return op;
	return NULL;
}

size_t
gl_expr_unknown(struct gl_expr_parser *s, const char *at, size_t length)
{
	static const char *const other[][2] = {{"ln", "the natural logarithm is log(x)"},
	    {"sqrt", "the square root is x^0.5"}, {"abs", "the absolute value is max(x, -x)"},
	    {"min", "the least of a and b is -max(-a, -b)"}};
	const char *word = gl_strndup(s->e->life, at, length), *names[16];
	size_t n = 0;

	while ((names[n] = gl_expr_functions[n].name))
		n++;
	if (*s->p != '(') {
		if (gl_expr_find(s->e, at, length, s->err), !*s->err->hint)
			gl_hint(s->err, "give it one after the expression: %.64s=1", word);
		if (gl_expr_function(at, length)) {
			gl_fail(s->err, "the function %s needs its argument in parentheses", word);
			gl_hint(s->err, "%s(x)", word);
		}
	} else if (gl_expr_named(s->e, at, length) != GL_EXPR_NONE) {
		gl_fail(s->err, "'%.64s' is a number, not a function", word);
		gl_hint(s->err, "a product is written with *: %.64s*(...)", word);
	} else {
		gl_fail(s->err, "there is no function '%.64s'", word);
		gl_hint_nearest(s->err, word, names);
		for (n = 0; n < sizeof other / sizeof *other; n++)
			if (strcmp(other[n][0], word) == 0)
				gl_hint(s->err, "%s", other[n][1]);
	}
	return gl_expr_fail_here(s, at);
}
