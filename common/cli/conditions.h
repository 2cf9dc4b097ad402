/* What a report must fulfil: --min METRIC=V and --max METRIC=V. */
#ifndef GL_CONDITIONS_H
#define GL_CONDITIONS_H

#include "cli/cli.h"
#include "train/metrics.h"

struct gl_conditions {
	struct gl_strs least, most;
};
#define GL_OPTS_CONDITIONS(c)                                                                                          \
	{0, "min", "METRIC=V", GL_LIST, &(c)->least, "status 1 unless METRIC is at least V: accuracy=95%, f1=0.9"},    \
	{                                                                                                              \
		0, "max", "METRIC=V", GL_LIST, &(c)->most, "status 1 unless METRIC is at most V: loss=0.3, mse=0.01"   \
	}

/*
 * Looks at all of them. A metric is a row of gl_metric_table; "loss", or the loss's name; either with -low or -high
 * behind it, for the ends of its interval. Returns 0 if none is missed, 1 with those that are in err, -1 if one makes
 * no sense; name is the network's, for the message.
 */
int
gl_conditions_check(const struct gl_conditions *c, const struct gl_metrics *m, const char *name, struct gl_err *err);

#endif
