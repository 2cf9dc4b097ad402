/* One line on standard error that tells how far a long run is, drawn over itself and erased at the end. */
#ifndef GL_PROGRESS_H
#define GL_PROGRESS_H

#include <stdbool.h>

enum gl_progress_when { GL_PROGRESS_AUTO, GL_PROGRESS_ALWAYS, GL_PROGRESS_NEVER };
extern const char *const gl_progress_choices[]; /* auto always never: for a GL_CHOICE option --progress */

/* Begins; auto shows only on a terminal that can move its cursor. */
void gl_progress_open(enum gl_progress_when when);

/* Is the line shown at all, and is it time to draw it again (100 ms after the last)? Cheap enough for every step. */
bool gl_progress_due(void);

/* Seconds on a clock that only moves forward, from an arbitrary start: for rates and the time left. */
double gl_progress_clock(void);

/* Draws the line, as printf makes it, cut to the terminal's width. ASCII. */
void gl_progress_show(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Erases the line if it is there, so that other messages can be printed; gl_die and gl_warn do so. */
void gl_progress_hide(void);

/* What else is on the terminal and to be taken away then; NULL: nothing. */
extern void (*gl_progress_hides)(void);

/* Erases the line and draws no more. */
void gl_progress_close(void);

#endif
