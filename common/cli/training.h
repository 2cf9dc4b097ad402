/* What is said of a training run on standard error: while it goes on, and at its end. */
#ifndef GL_TRAINING_H
#define GL_TRAINING_H

#include "cli/cli.h"
#include "train/loop.h"

/*
 * The one line that tells what came of it, without times, so that it is the same every time. kept: the network that was
 * written. over: the loop had come to its end.
 */
void
gl_training_summary(const struct gl_tool *tool, const struct gl_loop *l, const struct gl_standing *kept, bool over);

/* The line of cli/progress.h: how far it is, loss, accuracy, time left. The run began at start [s] and start_step. */
void gl_training_progress(const struct gl_loop *l, uint64_t start_step, double start);

#endif
