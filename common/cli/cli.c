#include "cli/cli.h"
#include "cli/parts.h"
#include "core/number.h"
#include "core/thread.h"

#include <ctype.h>
#include <float.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONG = 256, OPTS_MAX = 192 }; /* a long option is reported by getopt_long as LONG + its place in the table */

/* Says what range a number has to be in: "from 1 to 10", "at least 1", "above 0". */
static void
range_text(double lo, double hi, char *text, size_t size)
{
	char a[GL_NUMBER_TEXT + 1], b[GL_NUMBER_TEXT + 1];
	bool open = hi < lo || hi >= DBL_MAX;

	a[gl_number_print64(lo, a)] = '\0';
	b[gl_number_print64(hi, b)] = '\0';
	if (open && lo > 0 && lo < 1e-300)
		snprintf(text, size, "above 0");
	else if (open)
		snprintf(text, size, "at least %s", a);
	else if (lo > 0 && lo < 1e-300)
		snprintf(text, size, "above 0 and at most %s", b);
	else if (lo <= -DBL_MAX)
		snprintf(text, size, "at most %s", b);
	else
		snprintf(text, size, "from %s to %s", a, b);
}

int
gl_parse_whole(const char *text, const char *what, uint64_t lo, uint64_t hi, uint64_t *value, struct gl_err *err)
{
	uint64_t n = 0;
	bool over = false;
	size_t len = strspn(text, "0123456789");

	if (len == 0 || text[len])
		return gl_fail(err, "%s: '%s' is not a whole number", what, text);
	for (size_t i = 0; i < len; i++) {
		uint64_t d = (uint64_t)(text[i] - '0');
		over |= n > (UINT64_MAX - d) / 10;
		n = n * 10 + d;
	}
	over |= n == UINT64_MAX; /* which stands for "any number" */
	if (over || n < lo || n > hi) {
		if (over && hi == UINT64_MAX)
			return gl_fail(err, "%s: %s is too large", what, text);
		if (hi == UINT64_MAX)
			return gl_fail(err, "%s: %s must be at least %llu", what, text, (unsigned long long)lo);
		return gl_fail(err, "%s: %s must be from %llu to %llu", what, text, (unsigned long long)lo,
		    (unsigned long long)hi);
	}
	*value = n;
	return 0;
}

/* The number at text, all of it up to `end`, finite and in range; `kind` names what it should have been. */
static int
number_to(const char *text, const char *end, const char *what, const char *kind, double *value, struct gl_err *err)
{
	int overflow = 0;
	const char *p = gl_number_read64(text, end, value, &overflow);

	if (p != end || p == text || (!overflow && !isfinite(*value)))
		return gl_fail(err, "%s: '%s' is not %s", what, text, kind);
	if (overflow)
		return gl_fail(err, "%s: %s is too large", what, text);
	return 0;
}

int
gl_parse_number(const char *text, const char *what, double lo, double hi, double *value, struct gl_err *err)
{
	char range[96];
	double x;

	if (number_to(text, text + strlen(text), what, "a number", &x, err) < 0)
		return -1;
	if ((lo != 0 || hi != 0) && (x < lo || (hi >= lo && x > hi))) {
		range_text(lo, hi, range, sizeof range);
		return gl_fail(err, "%s: %s must be %s", what, text, range);
	}
	*value = x;
	return 0;
}

int
gl_parse_share(const char *text, const char *what, double lo, double hi, double *value, struct gl_err *err)
{
	char range[96];
	size_t n = strlen(text);
	bool percent = n > 1 && text[n - 1] == '%';
	double x;

	if (number_to(text, text + n - percent, what, "a share, such as 0.1 or 10%", &x, err) < 0)
		return -1;
	if (percent)
		x /= 100;
	if (lo == 0 && hi == 0)
		hi = 1;
	if (x < lo || x > hi) {
		range_text(lo, hi, range, sizeof range);
		return gl_fail(err, "%s: the share %s must be %s", what, text, range);
	}
	*value = x;
	return 0;
}

static int
parse_choice(const struct gl_opt *o, const char *text, const char *what, struct gl_err *err)
{
	char list[512];
	size_t n = 0;

	list[0] = '\0';
	for (int i = 0; o->choices[i]; i++) {
		if (strcmp(text, o->choices[i]) == 0) {
			*(int *)o->to = i;
			return 0;
		}
		if (n < sizeof list)
			n += (size_t)snprintf(list + n, sizeof list - n, "%s%s", i ? ", " : "", o->choices[i]);
	}
	gl_fail(err, "%s: '%s' is not one of %s", what, text, list);
	const char *near = gl_nearest(text, o->choices);
	return near ? gl_hint(err, "did you mean %s?", near) : -1;
}

/* Gives an option its value; `what` names it in messages: "--epochs", or "GL_SEED" for one from the environment. */
static int
assign(const struct gl_opt *o, const char *text, const char *what, struct gl_err *err)
{
	struct gl_strs *list;
	uint64_t lo, hi;

	switch (o->kind) {
	case GL_FLAG:
		*(bool *)o->to = true;
		break;
	case GL_SET:
		*(int *)o->to = o->set;
		break;
	case GL_STR:
		*(const char **)o->to = text;
		break;
	case GL_WHOLE:
		lo = o->lo > 0 ? (uint64_t)o->lo : 0;
		hi = (o->lo == 0 && o->hi == 0) || o->hi < o->lo || o->hi >= 0x1p64 ? UINT64_MAX : (uint64_t)o->hi;
		return gl_parse_whole(text, what, lo, hi, o->to, err);
	case GL_NUMBER:
		return gl_parse_number(text, what, o->lo, o->hi, o->to, err);
	case GL_SHARE:
		return gl_parse_share(text, what, o->lo, o->hi, o->to, err);
	case GL_CHOICE:
		return parse_choice(o, text, what, err);
	case GL_LIST:
		list = o->to;
		if (list->n == GL_LEN(list->v))
			return gl_fail(err, "%s: given more than %zu times", what, GL_LEN(list->v));
		list->v[list->n++] = text;
		break;
	case GL_HEADING:
		break;
	}
	return 0;
}

static bool given[OPTS_MAX]; /* which rows of the table the command line had */

bool
gl_opt_given(size_t i)
{
	return given[i];
}

/* The one option whose help has this word, or NULL: somebody who asks for --threshold may mean --cut. */
static const struct gl_opt *
about(const struct gl_tool *tool, const char *word)
{
	const struct gl_opt *found = NULL;
	size_t length = strlen(word);

	if (length < 5) /* such as "file", which says too little */
		return NULL;
	for (size_t i = 0; i < tool->nopts; i++) {
		const char *help = tool->opts[i].name && tool->opts[i].help ? tool->opts[i].help : "";
		const char *at = strstr(help, word);
		if (!at || (at > help && isalnum((unsigned char)at[-1])) || isalnum((unsigned char)at[length]))
			continue;
		if (found)
			return NULL;
		found = &tool->opts[i];
	}
	return found;
}

/* Explains what getopt_long did not know: an abbreviation of several options, a near name, or a word of one's help. */
static _Noreturn void
unknown_long(const struct gl_tool *tool, const char *word)
{
	const char *names[OPTS_MAX + 3];
	char typed[64], hint[256];
	size_t n = 0, fits = 0, at = 0;

	for (size_t i = 0; i < tool->nopts; i++)
		if (tool->opts[i].name)
			names[n++] = tool->opts[i].name;
	names[n++] = "help";
	names[n++] = "version";
	names[n] = NULL;
	snprintf(typed, sizeof typed, "%.*s", (int)strcspn(word, "="), word);
	for (size_t i = 0; i < n && at < sizeof hint; i++)
		if (strncmp(names[i], typed, strlen(typed)) == 0)
			at += (size_t)snprintf(hint + at, sizeof hint - at, "%s--%s", fits++ ? " or " : "", names[i]);
	if (fits > 1)
		gl_die_usage(tool, hint, "option --%s is ambiguous", typed);
	const char *near = gl_nearest(typed, names);
	const struct gl_opt *o = near ? NULL : about(tool, typed);
	if (near)
		snprintf(hint, sizeof hint, "did you mean --%s?", near);
	else if (o)
		snprintf(hint, sizeof hint, "there is --%s%s%s: %s", o->name, o->arg ? " " : "", o->arg ? o->arg : "",
		    o->help);
	else
		snprintf(hint, sizeof hint, "%s --help lists the options", tool->name);
	gl_die_usage(tool, hint, "unknown option --%s", typed);
}

/* An unknown letter; somebody who writes -epochs means --epochs, who writes -x^2 no option at all. */
static _Noreturn void
unknown_letter(const struct gl_tool *tool, int letter, char **argv, int next)
{
	char hint[128];

	snprintf(hint, sizeof hint, "%s --help lists the options", tool->name);
	for (int i = next - 1; i <= next; i++)
		if (i > 0 && argv[i] && argv[i][0] == '-' && argv[i][1] != '-' && strchr(argv[i], letter)) {
			if (strpbrk(argv[i], " ^*/+()"))
				snprintf(hint, sizeof hint, "what stands behind -- is no option: -- '%.60s'", argv[i]);
			for (size_t j = 0; j < tool->nopts; j++)
				if (tool->opts[j].name && strlen(tool->opts[j].name) > 1 &&
				    strcmp(tool->opts[j].name, argv[i] + 1) == 0)
					snprintf(hint, sizeof hint, "--%s, with two dashes", tool->opts[j].name);
		}
	gl_die_usage(tool, hint, "unknown option -%c", letter);
}

/* "--epochs", or "-o" for an option that has no long name or was given by its letter. */
static const char *
spelled(const struct gl_opt *o, char text[64])
{
	if (o->name)
		snprintf(text, 64, "--%s", o->name);
	else
		snprintf(text, 64, "-%c", o->letter);
	return text;
}

static const struct gl_opt *
by_code(const struct gl_tool *tool, int code)
{
	if (code >= LONG)
		return (size_t)(code - LONG) < tool->nopts ? &tool->opts[code - LONG] : NULL;
	for (size_t i = 0; i < tool->nopts; i++)
		if (tool->opts[i].letter && tool->opts[i].letter == code)
			return &tool->opts[i];
	return NULL;
}

/* Runs getopt_long over argv with what the table says. */
static void
options(const struct gl_tool *tool, int argc, char **argv)
{
	struct option longs[OPTS_MAX + 3] = {{0}};
	char letters[2 * OPTS_MAX + 8] = ":hV", what[64];
	size_t nl = 0, ns = strlen(letters);
	const struct gl_opt *o;
	struct gl_err err;
	int code;

	if (tool->nopts > OPTS_MAX)
		abort();
	for (size_t i = 0; i < tool->nopts; i++) {
		o = &tool->opts[i];
		if (o->name)
			longs[nl++] = (struct option){o->name, gl_opt_valued(o), NULL, LONG + (int)i};
		if (o->letter) {
			letters[ns++] = (char)o->letter;
			if (gl_opt_valued(o))
				letters[ns++] = ':';
		}
	}
	longs[nl++] = (struct option){"help", no_argument, NULL, 'h'};
	longs[nl++] = (struct option){"version", no_argument, NULL, 'V'};
	opterr = 0;
	optind = 1;
	while ((code = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		if (code == ':') {
			o = by_code(tool, optopt);
			gl_die_usage(
			    tool, NULL, "option %s needs a value: %s", spelled(o, what), o->arg ? o->arg : "VALUE");
		}
		if (code == '?' && optopt == 0)
			unknown_long(tool, argv[optind - 1] + 2);
		if (code == '?' && optopt < LONG && !by_code(tool, optopt) && optopt != 'h' && optopt != 'V')
			unknown_letter(tool, optopt, argv, optind);
		if (code == '?')
			gl_die_usage(tool, NULL, "option %.*s takes no value", (int)strcspn(argv[optind - 1], "="),
			    argv[optind - 1]);
		if (code == 'h' && !by_code(tool, 'h'))
			gl_cli_help(tool);
		if (code == 'V' && !by_code(tool, 'V'))
			gl_cli_version(tool);
		o = by_code(tool, code);
		if (assign(o, optarg, spelled(o, what), &err) < 0)
			gl_die(tool, &err);
		given[o - tool->opts] = true;
		if (o->given)
			*o->given = true;
	}
}

/* GL_SEED stands for --seed and GL_THREADS for --threads where they were not given. */
static void
environment(const struct gl_tool *tool)
{
	static const char *const names[][2] = {{"seed", "GL_SEED"}, {"threads", "GL_THREADS"}};
	struct gl_err err;

	for (size_t i = 0; i < tool->nopts; i++)
		for (size_t j = 0; j < GL_LEN(names); j++) {
			const struct gl_opt *o = &tool->opts[i];
			const char *value;
			if (given[i] || !o->name || strcmp(o->name, names[j][0]) != 0)
				continue;
			value = getenv(names[j][1]);
			if (value && *value && assign(o, value, names[j][1], &err) < 0)
				gl_die(tool, &err);
		}
}

static void
count_arguments(const struct gl_tool *tool, char **argv, int first, int n)
{
	char usage[256], word[64];
	const char *p = tool->args;

	snprintf(usage, sizeof usage, "usage: %s [OPTION]...%s%s", tool->name, *tool->args ? " " : "", tool->args);
	if (n < tool->least) {
		for (int i = 0; i < n && *p; i++) {
			p += strcspn(p, " ");
			p += strspn(p, " ");
		}
		snprintf(word, sizeof word, "%.*s", (int)strcspn(p, " "), p);
		gl_die_usage(tool, usage, "%s is missing", *word ? word : "an argument");
	}
	if (tool->most >= 0 && n > tool->most)
		gl_die_usage(tool, usage, "unexpected argument '%s'", argv[first + tool->most]);
}

int
gl_cli_parse(const struct gl_tool *tool, int argc, char **argv)
{
	gl_cli_start(tool);
	/* not in the table: it would stand in the way of abbreviations, and nobody types it twice */
	if (argc == 3 && strcmp(argv[1], "--completion") == 0)
		gl_cli_completion(tool, argv[2]);
	if (argc == 2 && strncmp(argv[1], "--completion=", 13) == 0)
		gl_cli_completion(tool, argv[1] + 13);
	options(tool, argc, argv);
	environment(tool);
	count_arguments(tool, argv, optind, argc - optind);
	return optind;
}

void
gl_cli_io(struct gl_io *io)
{
	io->out.form = (enum gl_form)io->form;
	io->out.digits = (int)io->digits;
	gl_threads_set((int)io->threads);
}
