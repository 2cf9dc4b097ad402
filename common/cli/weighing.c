#include "cli/weighing.h"

#include <string.h>

const char *const gl_balanced[] = {"balanced", NULL};

struct gl_weighing_args
gl_cli_weighing(
    const struct gl_tool *tool, const struct gl_weighing_opts *w, const struct gl_io *io, struct gl_arena *life)
{
	struct gl_weighing_args a = {.smoothing = w->smoothing, .rows = io->in.weights};
	struct gl_err err;
	size_t n = 1;

	if (!w->classes)
		return a;
	a.balanced = strcmp(w->classes, gl_balanced[0]) == 0;
	if (a.balanced)
		return a;
	for (const char *p = w->classes; *p; p++)
		n += *p == ',';
	double *number = gl_alloc(life, n, sizeof *number);
	if (gl_parse_numbers(w->classes, "--class-weights", 0, 1e30, 1, n, number, &err) < 0) {
		if (strspn(w->classes, "abcdefghijklmnopqrstuvwxyz") > 3)
			gl_hint(&err, "give a number for each class, such as 1,5,2, or balanced");
		gl_die(tool, &err);
	}
	a.nclasses = n;
	a.classes = number;
	return a;
}
