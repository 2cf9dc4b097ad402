#include "cli/schedule.h"

void
gl_cli_schedule(const struct gl_tool *tool, const struct gl_schedule_opts *o, struct gl_schedule *s)
{
	struct gl_err err;

	if ((o->schedule && gl_schedule_parse(o->schedule, s, &err) < 0) ||
	    (o->warmup && gl_schedule_parse_warmup(o->warmup, s, &err) < 0))
		gl_die(tool, &err);
}
