/* --help and --version, from the option table. */
#include "cli/parts.h"
#include "core/build.h"
#include "core/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { COLUMN = 26, WIDTH = 80 }; /* where the explanations begin and end */

bool
gl_opt_valued(const struct gl_opt *o)
{
	return o->kind != GL_FLAG && o->kind != GL_SET && o->kind != GL_HEADING;
}

bool
gl_opt_file(const struct gl_opt *o)
{
	static const char *const words[] = {"FILE", "FOLDER", "DIR", "PREFIX", "NET"};

	for (size_t i = 0; o->arg && i < GL_LEN(words); i++)
		if (strstr(o->arg, words[i]))
			return true;
	return false;
}

/* Prints words, begun at column `at`, broken between words before WIDTH and continued at column `to`. */
static void
wrap(const char *text, size_t at, size_t to)
{
	while (*text) {
		size_t n = strcspn(text, " ");
		if (at > to && at + 1 + n > WIDTH) {
			printf("\n%*s", (int)to, "");
			at = to;
		} else if (at > to) {
			putchar(' ');
			at++;
		}
		printf("%.*s", (int)n, text);
		at += n;
		text += n;
		text += strspn(text, " ");
	}
}

/* What the variable behind an option holds before parsing, as text; "" when it stands for nothing in particular. */
static void
default_text(const struct gl_opt *o, char text[64])
{
	double x;

	text[0] = '\0';
	switch (o->kind) {
	case GL_STR:
		if (*(const char **)o->to)
			snprintf(text, 64, "%.60s", *(const char **)o->to);
		break;
	case GL_WHOLE:
		if (*(uint64_t *)o->to != UINT64_MAX)
			snprintf(text, 64, "%llu", (unsigned long long)*(uint64_t *)o->to);
		break;
	case GL_NUMBER:
	case GL_SHARE:
		x = *(double *)o->to;
		if (isfinite(x))
			text[gl_number_print64(x, text)] = '\0';
		break;
	case GL_CHOICE:
		for (int i = 0; i <= *(int *)o->to && o->choices[i]; i++)
			snprintf(text, 64, "%.60s", o->choices[i]);
		break;
	case GL_FLAG:
	case GL_SET:
	case GL_LIST:
	case GL_HEADING:
		break;
	}
}

static void
row(int letter, const char *name, const char *arg, const char *help)
{
	char left[256], shortname[8] = "   ";

	if (letter)
		snprintf(shortname, sizeof shortname, "-%c%s", letter, name ? "," : "");
	snprintf(left, sizeof left, "  %s %s%s%s%s", shortname, name ? "--" : "", name ? name : "", arg ? " " : "",
	    arg ? arg : "");
	size_t n = strlen(left);
	fputs(left, stdout);
	if (n + 2 > COLUMN)
		printf("\n%*s", COLUMN, "");
	else
		printf("%*s", (int)(COLUMN - n), "");
	wrap(help, COLUMN, COLUMN);
	putchar('\n');
}

static void
option(const struct gl_opt *o)
{
	char help[1024], value[64];
	size_t n = (size_t)snprintf(help, sizeof help, "%s", o->help);

	for (size_t i = 0; o->kind == GL_CHOICE && o->choices[i] && n < sizeof help; i++)
		n += (size_t)snprintf(help + n, sizeof help - n, "%s%s", i == 0 ? ": " : ", ", o->choices[i]);
	default_text(o, value);
	if (*value && n < sizeof help)
		snprintf(help + n, sizeof help - n, " [%s]", value);
	row(o->letter, o->name, o->arg, help);
}

void
gl_cli_help(const struct gl_tool *tool)
{
	bool headings = false;

	wrap(tool->purpose, 0, 0);
	putchar('\n');
	if (tool->examples) {
		printf("\nExamples:\n");
		for (const char *p = tool->examples; *p;) {
			size_t n = strcspn(p, "\n");
			printf("  %.*s\n", (int)n, p);
			p += n + (p[n] == '\n');
		}
	}
	printf("\nUsage: %s [OPTION]...%s%s\n", tool->name, *tool->args ? " " : "", tool->args);
	for (size_t i = 0; i < tool->nopts; i++) {
		const struct gl_opt *o = &tool->opts[i];
		if (o->kind == GL_HEADING) {
			headings = true;
			printf("\n%s:\n", o->help);
			continue;
		}
		if (i == 0)
			printf("\nOptions [default]:\n");
		option(o);
	}
	if (headings || tool->nopts == 0)
		printf("\nGeneral:\n");
	row('h', "help", NULL, "print this help");
	row('V', "version", NULL, "print the version");
	printf("\nMore, with the mathematics: man %s\n", tool->name);
	gl_cli_printed(tool);
}

void
gl_cli_version(const struct gl_tool *tool)
{
	printf("%s %s\n", tool->name, GL_VERSION);
	gl_cli_printed(tool);
}
