#include "cli/cli.h"
#include "cli/parts.h"

#include <stdio.h>
#include <string.h>

/* Is a word one of a list with spaces between? */
static bool
listed(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = list; (p = strstr(p, word)); p += n)
		if ((p == list || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
			return true;
	return false;
}

int
gl_cli_kind(const struct gl_tool *tool, const char *word, const char *const *kinds)
{
	char list[256];
	size_t n = 0;
	int kind = -1;
	const char *only = NULL;

	list[0] = '\0';
	for (int i = 0; kinds[i]; i++) {
		if (strcmp(kinds[i], word) == 0)
			kind = i;
		if (n < sizeof list)
			n += (size_t)snprintf(list + n, sizeof list - n, "%s%s", i > 0 ? ", " : "", kinds[i]);
	}
	if (kind < 0) {
		const char *near = gl_nearest(word, kinds);
		char hint[64];
		if (near)
			snprintf(hint, sizeof hint, "did you mean %s?", near);
		else
			snprintf(hint, sizeof hint, "the kind comes first, as in %s %s FILE", tool->name, kinds[0]);
		gl_die_usage(tool, hint, "unknown kind '%s'; there are %s", word, list);
	}
	for (size_t i = 0; i < tool->nopts; i++) {
		const struct gl_opt *o = &tool->opts[i];
		if (o->kind == GL_HEADING)
			only = o->arg;
		else if (gl_opt_given(i) && only && !listed(only, word))
			gl_die_usage(tool, NULL, "kind %s has no option %s%s", word, o->name ? "--" : "-",
			    o->name ? o->name : (char[]){(char)o->letter, '\0'});
	}
	return kind;
}
