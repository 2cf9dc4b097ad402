#include "cli/augment.h"

struct gl_augment *
gl_cli_augment(const struct gl_tool *tool, struct gl_augment_option *o, struct gl_arena *life)
{
	struct gl_err err;

	if (!o->list)
		return NULL;
	if (gl_augment_parse(o->list, &o->augment, life, &err) < 0) {
		gl_fail_at(&err, "--augment", 0);
		gl_die(tool, &err);
	}
	return &o->augment;
}
