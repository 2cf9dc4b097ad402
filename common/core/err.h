/*
 * Messages of failed calls. A function that can fail takes a struct gl_err, fills it in and returns -1 (or
 * NULL); each caller adds in front only what it alone knows. Nothing below cli prints or exits.
 */
#ifndef GL_ERR_H
#define GL_ERR_H

#include <stddef.h>

struct gl_err {
	char msg[1024]; /* one line, without the tool's name and without a newline */
	char hint[512]; /* one line that says what may help, or "" */
};

/* Sets the message, as printf does; clears the hint. Control characters become '?'. Returns -1. */
int gl_fail(struct gl_err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The same with ": " and the words of errno at the end. Returns -1. */
int gl_fail_errno(struct gl_err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Puts "name:line: " in front of the message; "name: " when line is 0. Returns -1. */
int gl_fail_at(struct gl_err *err, const char *name, size_t line);

/* Sets the hint that is printed below the message. Returns -1, so that `return gl_hint(...)` may follow gl_fail. */
int gl_hint(struct gl_err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The hint "there are A, B and C": the words of a list, which ends with NULL. Returns -1. */
int gl_hint_names(struct gl_err *err, const char *const list[]);

/*
 * The word of a list that is nearest to a mistyped one (at most a third of its letters, and at least one, may be
 * inserted, deleted, replaced or swapped, but not all of them), or NULL when none is near. The list ends with NULL.
 */
const char *gl_nearest(const char *word, const char *const list[]);

/* The hint for a word that is not of the list: the nearest that is, or else all. Returns -1. */
int gl_hint_nearest(struct gl_err *err, const char *word, const char *const list[]);

#endif
