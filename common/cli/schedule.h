/* The options that choose a schedule of the learning rate. */
#ifndef GL_CLI_SCHEDULE_H
#define GL_CLI_SCHEDULE_H

#include "cli/cli.h"
#include "train/schedule.h"

/* As they were typed; NULL: not given. */
struct gl_schedule_opts {
	const char *schedule, *warmup;
};
#define GL_OPTS_SCHEDULE(o)                                                                                            \
	{0, "schedule", "NAME[,ARG=X]...", GL_STR, &(o)->schedule,                                                     \
	    "how the rate changes: constant, step, exponential, linear, cosine, one-cycle, cyclical, plateau",         \
	    .choices = gl_schedule_names()},                                                                           \
	{                                                                                                              \
		0, "warmup", "N|SHARE", GL_STR, &(o)->warmup,                                                          \
		    "raise the rate from 0 over the first N steps, or a share (5%) of all steps"                       \
	}

/* Reads them into the schedule. Exits 2 on misuse. */
void gl_cli_schedule(const struct gl_tool *tool, const struct gl_schedule_opts *o, struct gl_schedule *s);

#endif
