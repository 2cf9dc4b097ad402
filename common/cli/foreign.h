/* The options of another tool of ours, from its --help: for tools that write its command lines. */
#ifndef GL_FOREIGN_H
#define GL_FOREIGN_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>

struct gl_foreign {
	char letter; /* 'o', or 0 */
	const char *name; /* "output" */
	const char *arg; /* "FILE"; NULL: it takes no value */
};

/*
 * Runs `tool --help` and reads what it lists, all in the arena. NULL with err set: the tool is not in PATH, or prints
 * no such list.
 */
struct gl_foreign *gl_foreign_options(const char *tool, size_t *n, struct gl_arena *arena, struct gl_err *err);

/*
 * Would the tool take these words? It is run with them; they must be such that it cannot do anything but refuse, with a
 * message in which `harmless` occurs. Any other message becomes err, without the tool's name: 0, or -1.
 */
int gl_foreign_try(const char *const argv[], const char *harmless, struct gl_arena *arena, struct gl_err *err);

#endif
