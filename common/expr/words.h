/* What the parser of expressions reads with: words, and messages that say where. Only common/expr includes it. */
#ifndef GL_EXPR_WORDS_H
#define GL_EXPR_WORDS_H

#include "expr/expr.h"

struct gl_expr_parser {
	struct gl_expr *e;
	const char *p; /* the next character */
	int depth;
	struct gl_err *err;
};

/* Skips spaces and a comment; returns the next character. */
char gl_expr_next(struct gl_expr_parser *s);

bool gl_expr_at_end(char c); /* of a statement */
bool gl_expr_is_number(const char *p); /* does one begin here? */
size_t gl_expr_name_length(const char *p); /* 0: none begins here */

/* The node, or the function, of that name; or GL_EXPR_NONE, or NULL. */
size_t gl_expr_named(const struct gl_expr *e, const char *name, size_t length);
const struct gl_expr_op *gl_expr_function(const char *name, size_t length);

/* Puts the place in front of the message. Returns GL_EXPR_NONE. */
size_t gl_expr_fail_here(struct gl_expr_parser *s, const char *at);

/* "an operator is needed before 'x'": at the next character. Returns GL_EXPR_NONE. */
size_t gl_expr_need(struct gl_expr_parser *s, const char *needed);

/* The message for a word that is no function before "(", or no number elsewhere. Returns GL_EXPR_NONE. */
size_t gl_expr_unknown(struct gl_expr_parser *s, const char *at, size_t length);

#endif
