#include "cli/progress.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

void (*gl_progress_hides)(void);
const char *const gl_progress_choices[] = {"auto", "always", "never", NULL};

enum { LINE_MAX_CHARS = 200 };

static bool shown; /* is there to be a line at all? */
static bool plain; /* NO_COLOR or a terminal without escape codes: blanks erase, not a code */
static size_t drawn; /* characters on the terminal's line now */
static double next; /* not to be drawn before this time [s] */

double
gl_progress_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void
gl_progress_open(enum gl_progress_when when)
{
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
	bool dumb = !term || !*term || strcmp(term, "dumb") == 0;

	shown = when == GL_PROGRESS_ALWAYS || (when == GL_PROGRESS_AUTO && !dumb && isatty(STDERR_FILENO));
	plain = dumb || (no_color && *no_color);
	drawn = 0;
	next = 0;
}

bool
gl_progress_due(void)
{
	return shown && gl_progress_clock() >= next;
}

/* Characters that fit on a line of the terminal, less the last, where some terminals begin a new line. */
static size_t
room(void)
{
	struct winsize w;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &w) < 0 || w.ws_col < 2)
		return 79;
	return w.ws_col - 1 < LINE_MAX_CHARS ? (size_t)w.ws_col - 1 : LINE_MAX_CHARS;
}

/* Writes text over what is there. A status line that can't be written is no reason to stop. */
static void
draw(const char *text, size_t n)
{
	char out[2 * LINE_MAX_CHARS + 8];
	size_t len = 0;

	out[len++] = '\r';
	memcpy(out + len, text, n);
	len += n;
	if (!plain) {
		memcpy(out + len, "\033[K", 3);
		len += 3;
	} else if (drawn > n) {
		memset(out + len, ' ', drawn - n);
		len += drawn - n;
	}
	if (n == 0)
		out[len++] = '\r';
	if (write(STDERR_FILENO, out, len) < 0)
		shown = false;
	drawn = n;
}

void
gl_progress_show(const char *fmt, ...)
{
	char text[LINE_MAX_CHARS + 1];
	va_list ap;

	if (!shown)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	size_t n = strlen(text), most = room();
	draw(text, n < most ? n : most);
	next = gl_progress_clock() + 0.1;
}

static void
erase(void)
{
	if (drawn > 0)
		draw("", 0);
}

void
gl_progress_hide(void)
{
	erase();
	if (gl_progress_hides)
		gl_progress_hides();
}

void
gl_progress_close(void)
{
	erase();
	shown = false;
}
