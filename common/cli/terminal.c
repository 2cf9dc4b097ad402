#define _GNU_SOURCE /* strcasestr */
#include "cli/terminal.h"

#include "cli/terminfo.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* Capabilities by their names in terminfo(5). */
static struct {
	const char *cup, *el, *clear, *setaf, *setab, *op;
} can;

static int out = -1, keys = -1;
static struct gl_look look;
static bool direct; /* setaf and setab take a whole colour */
static bool entered;
static struct termios before;
static struct gl_arena memory; /* of the rows on the terminal */
static struct gl_text *shown; /* (shown_rows) what each row looks like */
static long shown_rows;

/* ---- what it can do ---- */

/* Is text in UTF-8, by the environment? */
static bool
locale_utf8(void)
{
	static const char *const name[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
		const char *v = getenv(name[i]);
		if (v && *v) /* the first that is set decides */
			return strcasestr(v, "utf-8") || strcasestr(v, "utf8");
	}
	return false;
}

struct gl_look
gl_look_plain(void)
{
	return (struct gl_look){locale_utf8(), GL_MONO};
}

static enum gl_colours
find_colours(void)
{
	const char *no = getenv("NO_COLOR"), *more = getenv("COLORTERM");
	int n = gl_terminfo_number("colors");

	if ((no && *no) || !can.setaf || !can.setab || !can.op || n < 8)
		return GL_MONO;
	direct = n >= 1 << 24;
	if (direct || gl_terminfo_flag("Tc") || gl_terminfo_flag("RGB") ||
	    (n >= 256 && more && (strcmp(more, "truecolor") == 0 || strcmp(more, "24bit") == 0)))
		return GL_COLOURS_ALL;
	return n >= 256 ? GL_COLOURS_256 : GL_COLOURS_8;
}

int
gl_terminal_open(int fd, struct gl_err *err)
{
	if (gl_terminfo_open(fd, err) < 0)
		return -1;
	can.cup = gl_terminfo_string("cup");
	can.el = gl_terminfo_string("el");
	can.clear = gl_terminfo_string("clear");
	can.setaf = gl_terminfo_string("setaf");
	can.setab = gl_terminfo_string("setab");
	can.op = gl_terminfo_string("op");
	if (!can.cup || !can.clear)
		return gl_fail(err, "TERM is '%s', a terminal that cannot move its cursor", getenv("TERM"));
	out = fd;
	keys = open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);
	look = (struct gl_look){locale_utf8(), find_colours()};
	return 0;
}

struct gl_look
gl_terminal_look(void)
{
	return look;
}

void
gl_terminal_size(long *rows, long *columns)
{
	struct winsize w = {0};

	*rows = gl_terminfo_number("lines");
	*columns = gl_terminfo_number("cols");
	if (ioctl(out, TIOCGWINSZ, &w) == 0 && w.ws_row > 0 && w.ws_col > 0) {
		*rows = w.ws_row;
		*columns = w.ws_col;
	}
	*rows = *rows > 0 ? *rows : 24;
	*columns = *columns > 0 ? *columns : 80;
}

bool
gl_terminal_ours(void)
{
	pid_t front = tcgetpgrp(out);

	return front < 0 || front == getpgrp(); /* -1: a terminal that controls no jobs, so nobody else's */
}

/* ---- cells as characters ---- */

static void
send_text(const struct gl_text *t)
{
	for (size_t done = 0; done < t->n;) {
		ssize_t n = write(out, t->s + done, t->n - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return; /* the terminal is gone */
		done += (size_t)n;
	}
}

static void
add_colour(struct gl_text *t, bool paper, uint32_t colour)
{
	int number = look.colours == GL_COLOURS_256 ? gl_colour_256(colour) : gl_colour_8(colour);

	if (look.colours != GL_COLOURS_ALL)
		gl_terminfo_add(t, paper ? can.setab : can.setaf, number, 0);
	else if (direct)
		gl_terminfo_add(t, paper ? can.setab : can.setaf, (long)colour, 0);
	else /* what terminals with the capability Tc understand; terminfo has no string for it */
		gl_text_add(
		    t, "\033[%d;2;%u;%u;%um", paper ? 48 : 38, colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF);
}

/* Adds a row of cells with their colours, up to its last cell that is not blank; it ends in the terminal's own. */
static void
add_row(struct gl_text *t, const struct gl_screen *s, long row)
{
	const struct gl_cell *cell = &s->cell[row * s->columns];
	uint32_t ink = GL_PLAIN, paper = GL_PLAIN, was_ink = GL_PLAIN, was_paper = GL_PLAIN;
	long n = s->columns;

	while (n > 0 && gl_cell_show(&cell[n - 1], &ink, &paper) == ' ' && paper == GL_PLAIN)
		n--;
	for (long c = 0; c < n; c++) {
		struct gl_cell one = cell[c];
		if (one.ch == 0)
			continue;
		if (look.colours == GL_MONO && one.ch == GL_PIXELS) {
			one.ink = one.ink == GL_PLAIN ? GL_PLAIN : 0;
			one.paper = one.paper == GL_PLAIN ? GL_PLAIN : 0;
		}
		uint32_t ch = gl_cell_show(&one, &ink, &paper);
		if (look.colours == GL_MONO)
			ink = paper = GL_PLAIN;
		if (ch == ' ')
			ink = was_ink;
		if ((ink == GL_PLAIN && was_ink != GL_PLAIN) || (paper == GL_PLAIN && was_paper != GL_PLAIN)) {
			gl_terminfo_add(t, can.op, 0, 0);
			was_ink = was_paper = GL_PLAIN;
			if (ch == ' ')
				ink = GL_PLAIN;
		}
		if (ink != was_ink)
			add_colour(t, false, ink);
		if (paper != was_paper)
			add_colour(t, true, paper);
		was_ink = ink;
		was_paper = paper;
		gl_text_character(t, ch);
	}
	if (was_ink != GL_PLAIN || was_paper != GL_PLAIN)
		gl_terminfo_add(t, can.op, 0, 0);
}

/* ---- drawing ---- */

void
gl_terminal_draw(const struct gl_screen *s, bool all)
{
	struct gl_arena arena = {0};
	struct gl_text t = {.arena = &arena};

	if (!entered)
		return;
	all = all || s->rows != shown_rows || !can.el;
	if (all)
		gl_terminfo_add(&t, can.clear, 0, 0);
	struct gl_arena next = {0};
	struct gl_text *rows = gl_alloc(&next, (size_t)s->rows, sizeof *rows);
	for (long r = 0; r < s->rows; r++) {
		rows[r].arena = &next;
		gl_text_add(&rows[r], "%s", ""); /* so that an empty row has a text too */
		add_row(&rows[r], s, r);
		if (!all && rows[r].n == shown[r].n && memcmp(rows[r].s, shown[r].s, rows[r].n) == 0)
			continue;
		gl_terminfo_add(&t, can.cup, r, 0);
		gl_text_add(&t, "%s", rows[r].s);
		if (!all)
			gl_terminfo_add(&t, can.el, 0, 0);
	}
	send_text(&t);
	gl_arena_free(&memory);
	memory = next;
	shown = rows;
	shown_rows = s->rows;
	gl_arena_free(&arena);
}

void
gl_terminal_print(const struct gl_screen *s)
{
	struct gl_arena arena = {0};
	struct gl_text t = {.arena = &arena};

	for (long r = 0; r < s->rows; r++) {
		add_row(&t, s, r);
		gl_text_add(&t, "\n");
	}
	send_text(&t);
	gl_arena_free(&arena);
}

/* ---- taking it and giving it back ---- */

void
gl_terminal_enter(void)
{
	struct gl_arena arena = {0};
	struct gl_text t = {.arena = &arena};
	struct termios quiet;

	if (entered || out < 0)
		return;
	if (tcgetattr(out, &before) == 0) {
		quiet = before;
		quiet.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
		quiet.c_cc[VMIN] = 1;
		quiet.c_cc[VTIME] = 0;
		tcsetattr(out, TCSADRAIN, &quiet);
	}
	entered = true;
	shown_rows = -1;
	gl_terminfo_add(&t, gl_terminfo_string("smcup"), 0, 0);
	gl_terminfo_add(&t, gl_terminfo_string("civis"), 0, 0);
	gl_terminfo_add(&t, can.clear, 0, 0);
	send_text(&t);
	gl_arena_free(&arena);
}

void
gl_terminal_leave(void)
{
	struct gl_arena arena = {0};
	struct gl_text t = {.arena = &arena};

	if (!entered)
		return;
	entered = false;
	gl_terminfo_add_leave(&t);
	send_text(&t);
	gl_arena_free(&arena);
	if (gl_terminal_ours()) /* a shell that has taken it back has set its own modes */
		tcsetattr(out, TCSADRAIN, &before);
}

/* ---- keys ---- */

int
gl_terminal_keys(void)
{
	return keys;
}

int
gl_terminal_key(void)
{
	struct pollfd p = {.fd = keys, .events = POLLIN};
	unsigned char c;

	if (keys < 0 || poll(&p, 1, 0) <= 0)
		return 0;
	if (read(keys, &c, 1) == 1)
		return c;
	keys = -1; /* the terminal is gone */
	return 0;
}
