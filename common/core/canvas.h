/*
 * A drawing made of characters: lines that meet, cross and turn, with words between them. Rows and columns count from
 * 0, and both grow as they are drawn on.
 */
#ifndef GL_CANVAS_H
#define GL_CANVAS_H

#include "core/text.h"

#include <stdbool.h>

struct gl_canvas;

struct gl_canvas *gl_canvas_new(struct gl_arena *arena);

/* A line from one place to another, both ends included. It is joined with what begins or ends there. */
void gl_canvas_across(struct gl_canvas *c, size_t row, size_t from, size_t to);
void gl_canvas_down(struct gl_canvas *c, size_t column, size_t from, size_t to);

/* Here lines that look as if they crossed are joined. */
void gl_canvas_join(struct gl_canvas *c, size_t row, size_t column);

/* Words, over what was drawn there; '>' by gl_canvas_arrow is a head of an arrow. */
void gl_canvas_words(struct gl_canvas *c, size_t row, size_t column, const char *words);
void gl_canvas_arrow(struct gl_canvas *c, size_t row, size_t column);

size_t gl_canvas_width(const struct gl_canvas *c);

/*
 * Adds it to a text, without spaces at the ends of rows. unicode: with the line characters of Unicode, in UTF-8; else
 * in ASCII. Where lines cross, the one from left to right goes behind the other.
 */
void gl_canvas_print(const struct gl_canvas *c, bool unicode, struct gl_text *t);

#endif
