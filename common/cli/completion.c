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

/* The kinds of work that option i is for, with spaces between them (see gl_cli_kind); NULL: all. */
static const char *
only_for(const struct gl_tool *tool, size_t i)
{
	while (i < tool->nopts && i > 0 && tool->opts[i].kind != GL_HEADING)
		i--;
	return i < tool->nopts && tool->opts[i].kind == GL_HEADING ? tool->opts[i].arg : NULL;
}

/* A list of kinds for a pattern of the shell: "image|idx". */
static void
alternatives(const char *kinds)
{
	for (; *kinds; kinds++)
		putchar(*kinds == ' ' ? '|' : *kinds);
}

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* ---- bash: a function that sets COMPREPLY ---- */

/* What may follow an option that takes a value. */
static void
bash_values(const struct gl_tool *tool)
{
	const struct gl_opt *o;

	printf("\tcase $prev in\n");
	for (size_t i = 0; (o = nth(tool, i)); i++) {
		if (!gl_opt_valued(o) || (gl_opt_file(o) && !o->choices))
			continue;
		printf("\t");
		pattern(o);
		if (o->choices) {
			printf(") mapfile -t COMPREPLY < <(compgen -W '");
			words(o->choices);
			printf("' -- \"$cur\"); return ;;\n");
		} else
			printf(") return ;;\n");
	}
	printf("\t--) ;;\n\tesac\n");
}

/* Sets `first` to the first argument before the cursor that is neither an option nor the value of one. */
static void
bash_first(const struct gl_tool *tool)
{
	const struct gl_opt *o;

	printf("\tlocal first= i\n"
	       "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	       "\t\tcase ${COMP_WORDS[i]} in\n\t\t");
	for (size_t i = 0; (o = nth(tool, i)); i++)
		if (gl_opt_valued(o)) {
			pattern(o);
			printf("|");
		}
	printf("--=) [[ ${COMP_WORDS[i + 1]} == = ]] && ((i++)); ((i++)) ;;\n"
	       "\t\t-?*) ;;\n"
	       "\t\t*) first=${COMP_WORDS[i]}; break ;;\n"
	       "\t\tesac\n\tdone\n");
}

/* Sets `options` to those that go with the first argument. */
static void
bash_options(const struct gl_tool *tool)
{
	const struct gl_opt *o;
	const char *kinds = NULL;

	printf("\t\tlocal options='");
	for (size_t i = 0; (o = nth(tool, i)); i++)
		if (o->kind != GL_HEADING && o->name && !only_for(tool, i))
			printf(" --%s", o->name);
	printf("'\n");
	for (size_t i = 0; i < tool->nopts; i++) {
		o = &tool->opts[i];
		if (o->kind == GL_HEADING && (kinds = o->arg) != NULL) {
			printf("\t\tcase $first in ''|");
			alternatives(kinds);
			printf(") options+='");
			for (size_t k = i + 1; k < tool->nopts && tool->opts[k].kind != GL_HEADING; k++)
				if (tool->opts[k].name)
					printf(" --%s", tool->opts[k].name);
			printf("' ;; esac\n");
		}
	}
	printf("\t\tmapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$cur\")\n");
}

static void
bash(const struct gl_tool *tool)
{
	printf("# bash completion of %s; `source` this, or install it as bash-completion/completions/%s\n", tool->name,
	    tool->name);
	printf("_%s() {\n"
	       "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
	       "\t[[ $cur == = ]] && cur=\n"
	       "\t[[ $prev == = ]] && prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
	       "\tCOMPREPLY=()\n",
	    tool->name);
	bash_values(tool);
	bash_first(tool);
	printf("\tif [[ $cur == -* ]]; then\n");
	bash_options(tool);
	if (tool->words) {
		printf("\telif [[ ! $first ]]; then\n\t\tmapfile -t COMPREPLY < <(compgen -W '");
		words(tool->words);
		printf("' -- \"$cur\")\n");
	}
	printf("\telse\n\t\tcompopt -o filenames 2>/dev/null\n"
	       "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n\tfi\n}\ncomplete -F _%s %s\n",
	    tool->name, tool->name);
}

/* ---- zsh: a call of _arguments ---- */

/* '(-o --output)'{-o,--output}'[help]:FILE:_files': both spellings until one is there; a list may come again. */
static void
zsh_option(const struct gl_opt *o)
{
	if (o->letter && o->name)
		printf("\t'(-%c --%s)'{-%c,--%s}'", o->letter, o->name, o->letter, o->name);
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
		if (o->choices) {
			printf("(");
			for (size_t i = 0; o->choices[i]; i++) {
				printf("%s", i ? " " : "");
				quoted(o->choices[i], ":");
			}
			printf(")");
		} else if (gl_opt_file(o))
			printf("_files");
	}
	printf("'\n");
}

static void
zsh(const struct gl_tool *tool)
{
	const struct gl_opt *o;
	const char *now = NULL; /* whom the options being written are for */

	printf("#compdef %s\nlocal -a args\nargs=(\n", tool->name);
	for (size_t i = 0; (o = nth(tool, i)); i++)
		if (o->kind != GL_HEADING && !only_for(tool, i))
			zsh_option(o);
	printf(")\n");
	for (size_t i = 0; i < tool->nopts; i++) {
		const char *kinds = only_for(tool, i);
		if (!same(kinds, now) && now)
			printf(")\n");
		if (!same(kinds, now) && kinds) {
			printf("[[ -z ${words[2]:#-*} || -n ${words[(r)(");
			alternatives(kinds);
			printf(")]} ]] && args+=(\n");
		}
		now = kinds;
		if (kinds && tool->opts[i].kind != GL_HEADING)
			zsh_option(&tool->opts[i]);
	}
	/* -S: no options behind "--" */
	printf("%s_arguments -s%s $args", now ? ")\n" : "", tool->behind ? "" : " -S");
	if (tool->words) {
		const char *name = tool->args + strspn(tool->args, "[");
		printf(" '1:%.*s:(", (int)strcspn(name, " "), name);
		words(tool->words);
		printf(")'");
	}
	printf(" '*:file:_files'\n");
}

/* ---- fish: a line for each option ---- */

static void
fish_words(const char *text)
{
	for (; *text; text++)
		printf("%s%c", strchr("\"$\\", *text) ? "\\" : "", *text);
}

static void
fish(const struct gl_tool *tool)
{
	const struct gl_opt *o;

	if (tool->words) {
		printf("complete -c %s -f -n 'not __fish_seen_subcommand_from ", tool->name);
		words(tool->words);
		printf("' -a '");
		words(tool->words);
		printf("'\n");
	}
	for (size_t i = 0; (o = nth(tool, i)); i++) {
		const char *kinds = only_for(tool, i);
		if (o->kind == GL_HEADING)
			continue;
		printf("complete -c %s", tool->name);
		if (kinds) {
			printf(" -n '__fish_seen_subcommand_from %s; or not __fish_seen_subcommand_from ", kinds);
			words(tool->words);
			printf("'");
		}
		if (o->letter)
			printf(" -s %c", o->letter);
		if (o->name)
			printf(" -l %s", o->name);
		if (gl_opt_valued(o))
			printf(gl_opt_file(o) && !o->choices ? " -r -F" : " -x");
		if (o->choices) {
			printf(" -a '");
			words(o->choices);
			printf("'");
		}
		printf(" -d \"");
		fish_words(o->help);
		printf("\"\n");
		if (!tool->behind || !o->name)
			continue;
		printf("complete -c %s -n 'contains -- -- (commandline -opc)' -a '--%s' -d \"", tool->name, o->name);
		fish_words(o->help);
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
