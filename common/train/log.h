/* The log of a training run: a table for gl-plot, awk and spreadsheets, which can be read while it grows. */
#ifndef GL_LOG_H
#define GL_LOG_H

#include "format/file.h"
#include "train/loop.h"

/*
 * Opens the log and begins it with a line of names. For a run that goes on after `epochs` whole ones (more than 0),
 * what the file holds stays, but for lines on later epochs: the run will come to those again. NULL with err set.
 */
struct gl_sink *gl_log_open(const char *path, uint64_t epochs, struct gl_err *err);

/* Adds the line on the epoch that has just ended; seconds: since the run began. 0, or -1 with err set. */
int gl_log_line(struct gl_sink *log, const struct gl_loop *l, double seconds, struct gl_err *err);

/*
 * Prints the learning rate of every step that the run would make, on standard output, as a table for gnuplot: "# step
 * rate", then a line for each step, counted from 1 as in the log, with a TAB between. What plateau would do depends on
 * the losses: it is taken never to change the rate, and a second # line says so. 0, or -1 with err set.
 */
int gl_log_rates(const struct gl_loop *l, struct gl_err *err);

#endif
