#include "cli/terminfo.h"

#include <curses.h>
#include <stdint.h>
#include <stdlib.h>
#include <term.h> /* its macros take common words: columns, lines, bell ... */

int
gl_terminfo_open(int fd, struct gl_err *err)
{
	const char *name = getenv("TERM");
	int status;

	if (!name || !*name)
		return gl_fail(err, "TERM does not say what kind of terminal this is");
	if (setupterm(name, fd, &status) == OK)
		return 0;
	if (status == 0)
		return gl_fail(err, "TERM is '%s', and such a terminal is not known here", name);
	return gl_fail(err, "there is no database of terminals on this machine");
}

/* terminfo's functions take a char * that they do not write to. */
static char *
writable(const char *s)
{
	return (char *)(uintptr_t)s;
}

const char *
gl_terminfo_string(const char *name)
{
	const char *s = tigetstr(writable(name));

	return s == (const char *)-1 ? NULL : s;
}

int
gl_terminfo_number(const char *name)
{
	int n = tigetnum(writable(name));

	return n < 0 ? -1 : n;
}

bool
gl_terminfo_flag(const char *name)
{
	return tigetflag(writable(name)) > 0;
}

static struct gl_text *to; /* where put adds what tputs gives it */

static int
put(int c)
{
	if (c != '\0') /* which only fills time, on terminals long gone */
		gl_text_add(to, "%c", c);
	return c;
}

void
gl_terminfo_add(struct gl_text *t, const char *capability, long a, long b)
{
	if (!capability)
		return;
	to = t;
	tputs(tparm(writable(capability), a, b, 0L, 0L, 0L, 0L, 0L, 0L, 0L), 1, put);
}

void
gl_terminfo_add_leave(struct gl_text *t)
{
	const char *first = gl_terminfo_string("rmcup");

	gl_terminfo_add(t, gl_terminfo_string("sgr0"), 0, 0);
	gl_terminfo_add(t, first ? first : gl_terminfo_string("clear"), 0, 0);
	gl_terminfo_add(t, gl_terminfo_string("cnorm"), 0, 0);
}
