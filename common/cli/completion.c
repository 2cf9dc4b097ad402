/* Completion scripts for bash, zsh and fish, from the option table: `gl-train --completion bash`. */
#include "cli/parts.h"

#include <stdio.h>
#include <string.h>

static const struct gl_opt always[] = {
    {'h', "help", NULL, GL_FLAG, NULL, "print this help"},
    {'V', "version", NULL, GL_FLAG, NULL, "print the version"},
};

/* The i-th option, those that every tool has at the end; NULL past them. Headings are left out by the callers. */
static const struct gl_opt *
nth(const struct gl_tool *tool, size_t i)
{
	if (i < tool->nopts)
		return &tool->opts[i];
	return i - tool->nopts < GL_LEN(always) ? &always[i - tool->nopts] : NULL;
}

/* Prints text for the inside of a '...' string, with a backslash before the characters listed. */
static void
quoted(const char *text, const char *special)
{
	for (; *text; text++)
		if (*text == '\'')
			fputs("'\\''", stdout);
		else
			printf("%s%c", strchr(special, *text) ? "\\" : "", *text);
}

static void
words(const char *const *list)
{
	for (size_t i = 0; list[i]; i++)
		printf("%s%s", i ? " " : "", list[i]);
}

/* "-o|--output" */
static void
pattern(const struct gl_opt *o)
{
	if (o->letter)
		printf("-%c%s", o->letter, o->name ? "|" : "");
	if (o->name)
		printf("--%s", o->name);
}

static void
bash(const struct gl_tool *tool)
{
	const struct gl_opt *o;

	printf("# bash completion of %s; `source` this, or install it as bash-completion/completions/%s\n", tool->name,
	    tool->name);
	printf("_%s() {\n"
	       "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
	       "\t[[ $cur == = ]] && cur=\n"
	       "\t[[ $prev == = ]] && prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
	       "\tCOMPREPLY=()\n"
	       "\tcase $prev in\n",
	    tool->name);
	for (size_t i = 0; (o = nth(tool, i)); i++) {
		if (!gl_opt_valued(o) || gl_opt_file(o))
			continue;
		printf("\t");
		pattern(o);
		if (o->kind == GL_CHOICE) {
			printf(") mapfile -t COMPREPLY < <(compgen -W '");
			words(o->choices);
			printf("' -- \"$cur\"); return ;;\n");
		} else
			printf(") return ;;\n");
	}
	printf("\t--) ;;\n\tesac\n\tif [[ $cur == -* ]]; then\n\t\tmapfile -t COMPREPLY < <(compgen -W '");
	for (size_t i = 0; (o = nth(tool, i)); i++)
		if (o->kind != GL_HEADING && o->name)
			printf("%s--%s", i ? " " : "", o->name);
	printf("' -- \"$cur\")\n\telse\n\t\tcompopt -o filenames 2>/dev/null\n"
	       "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n\tfi\n}\ncomplete -F _%s %s\n",
	    tool->name, tool->name);
}

static void
zsh(const struct gl_tool *tool)
{
	const struct gl_opt *o;

	printf("#compdef %s\n_arguments -s -S \\\n", tool->name);
	for (size_t i = 0; (o = nth(tool, i)); i++) {
		if (o->kind == GL_HEADING)
			continue;
		/* both spellings of one option are offered until one is there; a list may come again */
		if (o->letter && o->name)
			printf("\t%s'%s(-%c --%s)'{-%c,--%s}'", "", "", o->letter, o->name, o->letter, o->name);
		else if (o->name)
			printf("\t'%s--%s", o->kind == GL_LIST ? "*" : "", o->name);
		else
			printf("\t'-%c", o->letter);
		printf("[");
		quoted(o->help, "[]:\\");
		printf("]");
		if (gl_opt_valued(o)) {
			printf(":");
			quoted(o->arg ? o->arg : "VALUE", "[]:\\");
			printf(":");
			if (o->kind == GL_CHOICE) {
				printf("(");
				words(o->choices);
				printf(")");
			} else if (gl_opt_file(o))
				printf("_files");
		}
		printf("' \\\n");
	}
	printf("\t'*:file:_files'\n");
}

static void
fish(const struct gl_tool *tool)
{
	const struct gl_opt *o;

	for (size_t i = 0; (o = nth(tool, i)); i++) {
		if (o->kind == GL_HEADING)
			continue;
		printf("complete -c %s", tool->name);
		if (o->letter)
			printf(" -s %c", o->letter);
		if (o->name)
			printf(" -l %s", o->name);
		if (gl_opt_valued(o))
			printf(gl_opt_file(o) ? " -r -F" : " -x");
		if (o->kind == GL_CHOICE) {
			printf(" -a '");
			words(o->choices);
			printf("'");
		}
		printf(" -d \"");
		for (const char *p = o->help; *p; p++)
			printf("%s%c", strchr("\"$\\", *p) ? "\\" : "", *p);
		printf("\"\n");
	}
}

void
gl_cli_completion(const struct gl_tool *tool, const char *shell)
{
	static const char *const shells[] = {"bash", "zsh", "fish", NULL};

	if (strcmp(shell, "bash") == 0)
		bash(tool);
	else if (strcmp(shell, "zsh") == 0)
		zsh(tool);
	else if (strcmp(shell, "fish") == 0)
		fish(tool);
	else
		gl_die_usage(
		    tool, gl_nearest(shell, shells), "--completion: '%s' is not one of bash, zsh, fish", shell);
	gl_cli_printed(tool);
}
