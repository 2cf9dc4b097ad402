/* Running another program: the check of an exercise, a pager. */
#ifndef GL_CHILD_H
#define GL_CHILD_H

#include "core/arena.h"
#include "core/err.h"

/* Runs argv[0], found in PATH, on our terminal; waits. Its status, 127 when it is not there, or -1 with err set. */
int gl_child_run(const char *const argv[], struct gl_err *err);

/*
 * The same without input, with what it prints on standard output and standard error together in *text, in the arena.
 */
int gl_child_output(const char *const argv[], const char **text, struct gl_arena *arena, struct gl_err *err);

/*
 * Runs a program that is not trusted to behave: without input, in a process group of its own that is ended after
 * `seconds`, with TMPDIR set to a fresh folder that is removed at the end. Where the kernel can (Landlock), it may
 * write to nothing but that folder and /dev. Ctrl-C ends it, then us. Its status, or -1 with err set: it took too
 * long, or a signal ended it.
 */
int gl_child_confined(const char *const argv[], unsigned seconds, struct gl_err *err);

#endif
