#include "cli/foreign.h"

#include "cli/child.h"

#include <stdio.h>
#include <string.h>

enum { NOT_THERE = 127 };

/* A line of --help on an option: "  -o, --output FILE       write to FILE", "      --lr X". */
static bool
read_line(struct gl_foreign *o, const char *line, struct gl_arena *arena)
{
	const char *p = line + 6;

	*o = (struct gl_foreign){0};
	if (strncmp(line, "  -", 3) == 0 && strncmp(line + 4, ", ", 2) == 0)
		o->letter = line[3];
	else if (strncmp(line, "      ", 6) != 0)
		return false;
	if (strncmp(p, "--", 2) != 0)
		return false;
	size_t n = strcspn(p += 2, " \n");
	o->name = gl_strndup(arena, p, n);
	p += n;
	if (p[0] == ' ' && p[1] != ' ' && p[1] != '\n') {
		n = strcspn(++p, " \n");
		o->arg = gl_strndup(arena, p, n);
	}
	return true;
}

struct gl_foreign *
gl_foreign_options(const char *tool, size_t *n, struct gl_arena *arena, struct gl_err *err)
{
	const char *text;
	int status = gl_child_output((const char *[]){tool, "--help", NULL}, &text, arena, err);
	size_t lines = 1;

	*n = 0;
	if (status < 0)
		return NULL;
	for (const char *p = text; *p; p++)
		lines += *p == '\n';
	struct gl_foreign *list = gl_alloc(arena, lines, sizeof *list);
	for (const char *p = text; status == 0 && *p; p += *p == '\n') {
		size_t len = strcspn(p, "\n");
		*n += len > 8 && read_line(&list[*n], p, arena);
		p += len;
	}
	if (*n > 0)
		return list;
	gl_fail(err, status == NOT_THERE ? "there is no %s in PATH" : "%s --help does not list its options", tool);
	if (status == NOT_THERE)
		gl_hint(err, "the commands need it; make shell, or make install, puts all tools there");
	return NULL;
}

int
gl_foreign_try(const char *const argv[], const char *harmless, struct gl_arena *arena, struct gl_err *err)
{
	const char *text;
	char name[64];
	int status = gl_child_output(argv, &text, arena, err);

	if (status < 0)
		return -1;
	size_t n = strcspn(text, "\n"), skip = (size_t)snprintf(name, sizeof name, "%s: ", argv[0]);
	if (status == 0 || (harmless && strstr(gl_strndup(arena, text, n), harmless)))
		return 0;
	if (skip > n || strncmp(text, name, skip) != 0)
		skip = 0;
	gl_fail(err, "%.*s", (int)(n - skip), text + skip);
	if (strncmp(text + n, "\nhint: ", 7) == 0)
		gl_hint(err, "%.*s", (int)strcspn(text + n + 7, "\n"), text + n + 7);
	return -1;
}
