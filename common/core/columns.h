/* Lines of words of which the first ones stand below each other, the second ones below each other, and so on. */
#ifndef GL_COLUMNS_H
#define GL_COLUMNS_H

#include "core/text.h"

/* Begin with `struct gl_columns c = {.arena = arena};`. */
struct gl_columns {
	struct gl_arena *arena;
	const char **label; /* of each line, in front of its words */
	const char *const **word; /* of each line, `words` of them */
	size_t lines, words, room;
};

/* Takes a line apart at its spaces and adds it. All lines have as many words as the first. The label is kept. */
void gl_columns_add(struct gl_columns *c, const char *label, const char *line);

/* How wide it is behind so many spaces. */
size_t gl_columns_width(const struct gl_columns *c, size_t indent);

/* Adds the lines to a text: labels to the left, words to the right of their columns. */
void gl_columns_print(const struct gl_columns *c, size_t indent, struct gl_text *t);

#endif
