/*
 * The command line, the same for every tool: one option table gives parsing, --help with defaults, and shell
 * completion. All that exits or reads argv is here.
 */
#ifndef GL_CLI_H
#define GL_CLI_H

#include "core/err.h"
#include "format/stream.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum gl_opt_kind {
	GL_FLAG, /* bool *:     the option's presence */
	GL_STR, /* const char ** */
	GL_WHOLE, /* uint64_t *: a whole number, range lo..hi */
	GL_NUMBER, /* double *:   range lo..hi */
	GL_SHARE, /* double *:   0.1 or 10%, kept as 0.1; range lo..hi */
	GL_CHOICE, /* int *:      index into choices */
	GL_SET, /* int *:      becomes `set` (-t and -b set one variable to two values) */
	GL_LIST, /* struct gl_strs *: may be given more than once, each is appended */
	GL_HEADING /* no option: a heading in --help; only `help` counts */
};

struct gl_strs {
	const char *v[64];
	size_t n;
};

struct gl_opt {
	int letter; /* 'o', or 0 */
	const char *name; /* "output", or NULL */
	const char *arg; /* "FILE": its name in --help; NULL for flags */
	enum gl_opt_kind kind;
	void *to; /* holds the default, which --help shows; NULL strings and false are not shown */
	const char *help; /* one line, lower case, no full stop */
	double lo, hi; /* of numbers; both 0: any (whole: from 0; shares: 0 to 1); hi below lo: no upper limit */
	const char *const
	    *choices; /* ends with NULL; of GL_STR: words that a shell may offer, of more that there are */
	int set;
	bool *given; /* becomes true when the option is given, unless NULL */
};

struct gl_tool {
	const char *name; /* "gl-forward" */
	const char *args; /* "NET [FILE]...": what follows the options in the usage line */
	const char *purpose; /* one sentence, for --help and the manual's .Nd */
	const struct gl_opt *opts;
	size_t nopts;
	const char *examples; /* lines, one example each, shown first in --help; or NULL */
	int least, most; /* how many arguments there may be; most -1: any */
	const char *const *words; /* what the first one may be, ends with NULL; NULL: the name of a file, or anything */
	bool behind; /* options stand behind "--" too: those of another tool, whose command lines this one writes */
};

/* Options of every tool that reads or writes examples. */
struct gl_io {
	struct gl_out_args out;
	struct gl_in_args in;
	int form; /* enum gl_form */
	uint64_t digits;
	uint64_t threads;
};
#define GL_IO_DEFAULT                                                                                                  \
	{                                                                                                              \
		.out = {.rows = UINT64_MAX }                                                                           \
	}
#define GL_OPTS_OUTPUT(io)                                                                                             \
	{                                                                                                              \
		'o', "output", "FILE", GL_STR, &(io)->out.path, "write to FILE, which appears whole or not at all"     \
	}
#define GL_OPTS_FORM(io)                                                                                               \
	{'t', "text", NULL, GL_SET, &(io)->form, "write text", .set = GL_FORM_TEXT},                                   \
	{                                                                                                              \
		'b', "binary", NULL, GL_SET, &(io)->form, "write binary", .set = GL_FORM_BINARY                        \
	}
#define GL_OPTS_DIGITS(io)                                                                                             \
	{                                                                                                              \
		0, "digits", "N", GL_WHOLE, &(io)->digits,                                                             \
		    "at most N significant digits in text (0: all that are needed)", 0, 9                              \
	}
#define GL_OPTS_IN(io)                                                                                                 \
	{0, "allow-nonfinite", NULL, GL_FLAG, &(io)->in.allow_nonfinite, "take nan and inf as data"},                  \
	{                                                                                                              \
		0, "round", NULL, GL_FLAG, &(io)->in.round, "round numbers that float32 cannot hold"                   \
	}
#define GL_OPTS_THREADS(io)                                                                                            \
	{                                                                                                              \
		0, "threads", "N", GL_WHOLE, &(io)->threads, "use N threads (0: one for each processor; GL_THREADS)",  \
		    0, 1024                                                                                            \
	}
#define GL_OPTS_IO(io) GL_OPTS_OUTPUT(io), GL_OPTS_FORM(io), GL_OPTS_DIGITS(io), GL_OPTS_IN(io)
#define GL_OPTS_SEED(seed)                                                                                             \
	{                                                                                                              \
		0, "seed", "N", GL_WHOLE, (seed), "the number that random choices follow from (GL_SEED)", 0,           \
		    4294967295.0                                                                                       \
	}

/*
 * Parses argv by the table (getopt_long; options and arguments in any order; -h and -V are answered, and --completion
 * bash|zsh|fish where it is all there is), applies GL_THREADS and GL_SEED to the options of those names that were not
 * given, checks the number of arguments. Sets up what every tool needs: the message when memory runs out, signals
 * (SIGPIPE ends quietly; SIGINT, SIGTERM, SIGHUP remove temporary files first; SIGBUS on a mapped file that shrank is
 * an error; a tool may set handlers of its own afterwards), the word to one who waits at a terminal.
 * Returns the index of the first argument in argv, where getopt_long has put the arguments behind the options. Exits
 * with status 2, one line and a hint on misuse.
 */
int gl_cli_parse(const struct gl_tool *tool, int argc, char **argv);

/* Copies what the io options said (form, digits, threads) to where it is used. Call after gl_cli_parse. */
void gl_cli_io(struct gl_io *io);

/* Prints "tool: message" and the hint on standard error; removes temporary files; exits 2. */
_Noreturn void gl_die(const struct gl_tool *tool, const struct gl_err *err);
/* The same with status 1: the answer is no (training diverged, a check failed). */
_Noreturn void gl_die_no(const struct gl_tool *tool, const struct gl_err *err);
/* gl_die for a message made here. */
_Noreturn void
gl_die_usage(const struct gl_tool *tool, const char *hint, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* "tool: warning: ..." on standard error. */
void gl_warn(const struct gl_tool *tool, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Number parsing as the options do it, for the parts of an argument. 0, or -1 with err set. */
int gl_parse_whole(const char *text, const char *what, uint64_t lo, uint64_t hi, uint64_t *value, struct gl_err *err);
int gl_parse_number(const char *text, const char *what, double lo, double hi, double *value, struct gl_err *err);
/* 0.1 or 10%: a part of a whole, kept as 0.1; lo and hi both 0: from 0 to 1. */
int gl_parse_share(const char *text, const char *what, double lo, double hi, double *value, struct gl_err *err);
/* Two whole numbers, 28x28, each from 1, their product at most `most`. */
int gl_parse_size(const char *text, const char *what, uint64_t most, size_t *width, size_t *height, struct gl_err *err);
/* least to most numbers with commas between them, each from lo to hi; returns how many there were, or -1. */
int gl_parse_numbers(const char *text, const char *what, double lo, double hi, size_t least, size_t most, double *value,
    struct gl_err *err);

/*
 * For tools whose first argument is a kind of work (gl-encode image): the place of `word` in kinds, which ends with
 * NULL. In the table of options, a heading's `arg` lists the kinds that the options below it are for ("image idx");
 * NULL is all. An option for other kinds is refused. Call after gl_cli_parse. Exits 2 on misuse.
 */
int gl_cli_kind(const struct gl_tool *tool, const char *word, const char *const *kinds);

#endif
