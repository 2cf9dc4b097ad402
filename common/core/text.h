/* A text that grows in an arena. Start one with `struct gl_text t = {.arena = arena};`. */
#ifndef GL_TEXT_H
#define GL_TEXT_H

#include "core/arena.h"

#include <stddef.h>

struct gl_text {
	struct gl_arena *arena;
	int digits; /* of numbers: 1 to 9 significant ones, or 0: as many as are needed */
	char *s; /* n bytes and a NUL; NULL while nothing has been added */
	size_t n, room;
};

/* Adds what printf would print. */
void gl_text_add(struct gl_text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Adds a number as text streams have it (a float32, the fewest digits that read back). */
void gl_text_number(struct gl_text *t, double value);

/* Adds a word as the shell reads it: as it is, or in single quotes where it holds what means something to a shell. */
void gl_text_shell(struct gl_text *t, const char *word);

/* Adds a line of words, broken before column `columns`; it begins in column `first`, and goes on in column `indent`. */
void gl_text_wrap(struct gl_text *t, size_t columns, size_t first, size_t indent, const char *words);

#endif
