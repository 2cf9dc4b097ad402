/* What the terminal can do, from the terminfo database (libtinfo). Linked only by tools that draw on terminals. */
#ifndef GL_TERMINFO_H
#define GL_TERMINFO_H

#include "core/err.h"
#include "core/text.h"

#include <stdbool.h>

/* Looks up the terminal that TERM names, which is open as fd. 0, or -1 with err set. */
int gl_terminfo_open(int fd, struct gl_err *err);

/* A capability by its name in terminfo(5): "cup", "colors", "bce". NULL, -1, false: it has none. */
const char *gl_terminfo_string(const char *name);
int gl_terminfo_number(const char *name);
bool gl_terminfo_flag(const char *name);

/* Adds a capability's characters, for it with up to two arguments; nothing if it is NULL. */
void gl_terminfo_add(struct gl_text *t, const char *capability, long a, long b);

/* Adds what gives the terminal back: its own colours, its first screen (an empty one if it has no other), a cursor. */
void gl_terminfo_add_leave(struct gl_text *t);

#endif
