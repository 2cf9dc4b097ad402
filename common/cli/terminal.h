/*
 * A screen (draw/screen.h) on a terminal: in its second screen where it has one, so that what was there comes back at
 * the end; the cursor hidden, keys not echoed. There is one terminal.
 */
#ifndef GL_TERMINAL_H
#define GL_TERMINAL_H

#include "core/err.h"
#include "draw/screen.h"

/* The look of a picture that goes to a file or a pipe: without colours. */
struct gl_look gl_look_plain(void);

/*
 * Gets to know the terminal that is open as fd, and opens it for keys. Nothing is changed yet. -1 with err set: it
 * cannot be drawn on.
 */
int gl_terminal_open(int fd, struct gl_err *err);

/* What pictures may be made of there: by terminfo, COLORTERM and NO_COLOR. */
struct gl_look gl_terminal_look(void);

/* Its size now. */
void gl_terminal_size(long *rows, long *columns);

/* Is this process allowed to draw? A job in the background is not. */
bool gl_terminal_ours(void);

/* Takes the terminal, and gives it back as it was. Either may be called again. */
void gl_terminal_enter(void);
void gl_terminal_leave(void);

/* Draws a screen, in one write; rows that are as they were are not sent again unless `all`. */
void gl_terminal_draw(const struct gl_screen *s, bool all);

/* Prints a screen as lines, in colour, where the cursor is. */
void gl_terminal_print(const struct gl_screen *s);

/* Where keys are to be waited for; -1: nowhere. The next key that was pressed, 0: there is none. */
int gl_terminal_keys(void);
int gl_terminal_key(void);

#endif
