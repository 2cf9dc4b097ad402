/* The head of an item, line by line: keywords with their values, and the layers. Inside format only. */
#ifndef GL_HEAD_H
#define GL_HEAD_H

#include "core/text.h"
#include "format/items.h"

/* 0 if the head begins with "gradlab-KIND 1"; else -1 with a message that says what it is. */
int gl_head_kind(const struct gl_tensors *t, const char *kind, const char *file, struct gl_err *err);

/*
 * What follows a keyword and a space on its line, as it is; NULL when no line from *from on begins with it. *from
 * becomes the number (from 0) of the line behind the one found.
 */
const char *gl_head_value(const struct gl_tensors *t, const char *word, size_t *from, struct gl_arena *arena);

/* The value of a keyword that must be there once, without spaces around it; NULL with err set. */
const char *gl_head_need(
    const struct gl_tensors *t, const char *word, const char *file, struct gl_arena *arena, struct gl_err *err);

/* -1 with the line named unless all of a head is UTF-8. */
int gl_head_utf8(const char *head, struct gl_err *err);

/*
 * The head that an entry of another format holds: its lines up to the first empty one, without comments; NULL unless it
 * begins with gradlab-.
 */
const char *gl_head_lines(const char *text, struct gl_arena *arena);

/* Puts the file and the line of the head (from 0) in front of a message; returns -1. */
int gl_head_fail(const struct gl_tensors *t, size_t line, const char *file, struct gl_err *err);

/*
 * The network of the head's lines, all but the first and those that begin with a keyword of the list (NULL ends it).
 * With parameters, it has a block for them if the item's tensors hold as many numbers, and else none (see
 * gl_net_parse_for).
 */
struct gl_net *gl_head_net(const struct gl_tensors *t, const char *const *keywords, const char *file, bool parameters,
    struct gl_arena *life, struct gl_err *err);

/* Gives a network the class names and the history lines of the head. 0, or -1 with err set. */
int gl_head_notes(
    struct gl_net *net, const struct gl_tensors *t, const char *file, struct gl_arena *life, struct gl_err *err);

/*
 * Class names as one line: those with spaces, quotes or backslashes in double quotes. And the names that such a line
 * holds.
 */
void gl_labels_print(struct gl_text *to, const char *const *labels, size_t n);
const char **gl_labels_read(const char *line, size_t *n, struct gl_arena *arena, struct gl_err *err);

/* The same names as a list in JSON, and one string: for formats that other programs read, Python's among them. */
const char *gl_labels_json(const char *const *labels, size_t n, struct gl_arena *arena);
const char *gl_json_string(const char *s, struct gl_arena *arena);

#endif
