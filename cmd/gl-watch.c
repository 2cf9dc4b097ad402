/* gl-watch: the curves of a training run, and what a small network computes, drawn while it learns. */
#define _GNU_SOURCE /* ppoll */
#include "cli/cli.h"
#include "cli/follow.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "train/view.h"

#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LEAST_ROWS = 2, LEAST_COLUMNS = 8, LAST_ROWS = 24, MOST = 1000 };
static const double FRAME = 0.1, LOOK = 0.2; /* [s] between frames; between looks at a file */

struct watch {
	const struct gl_tool *tool;
	struct gl_follow from;
	struct gl_view *view;
	bool log, once, over;
	int interrupts;
	size_t rows, columns; /* asked for; 0: the terminal's */
};

/* ---- signals: noted here, answered between two frames ---- */

static volatile sig_atomic_t caught[65];

static void
note(int sig)
{
	caught[sig] = 1;
}

static bool
take(int sig)
{
	bool was = caught[sig];

	caught[sig] = 0;
	return was;
}

/* The signal that ends this process at once; 0: none has come. */
static int
ending(void)
{
	return caught[SIGHUP] ? SIGHUP : caught[SIGTERM] ? SIGTERM : caught[SIGQUIT] ? SIGQUIT : 0;
}

/* All of them come only while the loop waits, when `open` is the mask; one that is ignored stays so. */
static void
catch_signals(sigset_t *open)
{
	static const int sigs[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
	struct sigaction act = {.sa_handler = note}, was;
	sigset_t all;

	sigemptyset(&all);
	for (size_t i = 0; i < GL_LEN(sigs); i++) {
		if (sigaction(sigs[i], NULL, &was) == 0 && was.sa_handler == SIG_IGN)
			continue;
		sigaction(sigs[i], &act, NULL);
		sigaddset(&all, sigs[i]);
	}
	sigprocmask(SIG_BLOCK, &all, open);
}

/* Ends or stops this process by the signal itself. */
static void
let(int sig)
{
	struct sigaction act = {.sa_handler = SIG_DFL}, was;
	sigset_t one;

	sigemptyset(&one);
	sigaddset(&one, sig);
	sigaction(sig, &act, &was);
	raise(sig);
	sigprocmask(SIG_UNBLOCK, &one, NULL);
	sigprocmask(SIG_BLOCK, &one, NULL); /* it went on: it was SIGTSTP */
	sigaction(sig, &was, NULL);
}

/* ---- what is read and drawn ---- */

/* Reads what there is. False when nothing was new. */
static bool
read_lines(struct watch *w, struct gl_err *err, bool *failed)
{
	const char *line;
	size_t n;
	long got = gl_follow_read(&w->from, err);

	*failed = got < 0;
	if (got < 0)
		return false;
	if (w->from.again) {
		gl_view_free(w->view);
		gl_view_init(w->view);
		w->from.again = false;
	}
	while (
	    gl_follow_line(&w->from, &line, &n) || (got == 0 && !w->from.grows && gl_follow_rest(&w->from, &line, &n)))
		if (gl_view_line(w->view, line, n, err) < 0) {
			*failed = true;
			gl_fail_at(err, w->from.name, w->view->line);
			return false;
		}
	w->over = got == 0;
	return got > 0;
}

static struct gl_screen *
draw(const struct watch *w, struct gl_look look, long rows, long columns, const char *keys, struct gl_arena *arena)
{
	struct gl_screen *s = gl_screen_new(rows, columns, look, arena);

	if (rows >= LEAST_ROWS && columns >= LEAST_COLUMNS)
		gl_view_draw(w->view, s, w->log, keys);
	return s;
}

/* One frame; the last column stays empty, since some terminals go to a new line there. */
static void
frame(const struct watch *w, bool all)
{
	struct gl_arena arena = {0};
	long rows, columns;

	gl_terminal_size(&rows, &columns);
	gl_terminal_draw(draw(w, gl_terminal_look(), rows, columns - 1,
			     w->log ? "q: leave   l: linear scale" : "q: leave   l: logarithmic scale", &arena),
	    all);
	gl_arena_free(&arena);
}

/* The last picture, as lines that stay. */
static void
leave_picture(const struct watch *w)
{
	struct gl_arena arena = {0};
	long rows, columns;

	gl_terminal_size(&rows, &columns);
	if (w->view->curves.n > 0 && gl_terminal_ours())
		gl_terminal_print(
		    draw(w, gl_terminal_look(), rows - 2 < LAST_ROWS ? rows - 2 : LAST_ROWS, columns - 1, "", &arena));
	gl_arena_free(&arena);
}

/* ---- live ---- */

/* Waits for input, a key or a signal, at most so many seconds (below 0: for ever). */
static void
wait(const struct watch *w, double seconds, const sigset_t *open)
{
	struct pollfd p[] = {{.fd = gl_terminal_keys(), .events = POLLIN},
	    {.fd = w->from.grows || w->over ? -1 : w->from.fd, .events = POLLIN}};
	struct timespec t = {(time_t)seconds, (long)(1e9 * (seconds - (double)(time_t)seconds))};

	if (w->from.grows && (seconds < 0 || seconds > LOOK))
		t = (struct timespec){0, (long)(1e9 * LOOK)};
	ppoll(p, 2, seconds < 0 && !w->from.grows ? NULL : &t, open);
}

/* Is there something to be read now? Of a file that grows, always. */
static bool
ready(const struct watch *w)
{
	struct pollfd p = {.fd = w->from.fd, .events = POLLIN};

	return w->from.grows || poll(&p, 1, 0) > 0;
}

/* Answers a key and the signals. False: it is time to end. *shown becomes false: all is to be drawn anew. */
static bool
answer(struct watch *w, bool *shown)
{
	int key = gl_terminal_ours() ? gl_terminal_key() : 0;

	if (key == 'q' || key == 'Q')
		return false;
	if (key == 'l') {
		w->log = !w->log;
		*shown = false;
	}
	/* whoever writes to a pipe gets Ctrl-C too, and may have more to say before it ends */
	w->interrupts += take(SIGINT);
	if (w->interrupts > (w->from.grows ? 0 : 1))
		return false;
	if (take(SIGTSTP)) {
		gl_terminal_leave();
		let(SIGTSTP);
	}
	bool resumed = take(SIGCONT), resized = take(SIGWINCH);
	*shown = *shown && !resumed && !resized;
	return true;
}

/* Follows the run on the terminal until it is over or somebody leaves. 0, or -1 with err set. */
static int
live(struct watch *w, struct gl_err *err)
{
	bool changed = false, failed = false, shown = false, on = true; /* shown: a picture is, of this size */
	double next = 0;
	sigset_t open;

	catch_signals(&open);
	while (on && !failed && !(w->over && !w->from.grows) && !ending()) {
		double now = gl_progress_clock(), pause = -1;
		bool ours = gl_terminal_ours(), something = w->view->line > 0 || w->from.grows;
		shown &= ours;
		if (!ours) {
			pause = LOOK;
		} else if (something && (changed || !shown) && now < next) {
			pause = next - now;
		} else if (something && (changed || !shown)) {
			gl_terminal_enter();
			frame(w, !shown);
			shown = true;
			changed = false;
			next = now + FRAME;
		}
		wait(w, pause, &open);
		on = answer(w, &shown);
		if (ready(w))
			changed |= read_lines(w, err, &failed);
	}
	gl_terminal_leave();
	if (!failed)
		leave_picture(w);
	if (w->interrupts > 0 && !w->over)
		let(SIGINT);
	if (ending())
		let(ending());
	return failed ? -1 : 0;
}

/* Reads all that there is and prints one picture, as text. */
static int
once(struct watch *w, struct gl_err *err)
{
	bool failed = false;
	struct gl_arena arena = {0};
	struct gl_text t = {.arena = &arena};

	while (!w->over && !failed)
		read_lines(w, err, &failed);
	w->view->now.seconds = (double)NAN; /* it would be another one the next time */
	if (failed)
		return -1;
	if (w->view->curves.n == 0)
		return gl_fail(err, "%s: there is nothing to draw yet", w->from.name);
	gl_screen_print(
	    draw(w, gl_look_plain(), w->rows ? (long)w->rows : 24, w->columns ? (long)w->columns : 79, "", &arena), &t);
	struct gl_sink *s = gl_sink_open(NULL, err);
	if (!s || gl_sink_write(s, t.s, t.n, err) < 0 || gl_sink_commit(s, err) < 0)
		return -1;
	gl_arena_free(&arena);
	return 0;
}

int
main(int argc, char **argv)
{
	static const char *const scales[] = {"linear", "log", NULL};
	struct watch w = {.over = false};
	const char *size = NULL;
	int scale = 0;
	const struct gl_opt opts[] = {
	    {0, "scale", "SCALE", GL_CHOICE, &scale, "the scale of the loss: linear or log", .choices = scales},
	    {0, "once", NULL, GL_FLAG, &w.once, "print one picture of what there is, and end"},
	    {0, "size", "CxR", GL_STR, &size, "with --once: columns and rows of the picture [79x24]"},
	};
	const struct gl_tool tool = {"gl-watch", "[LOG]", "Watch a network learn.", opts, GL_LEN(opts), .least = 0,
	    .most = 1,
	    .examples = "gl-train moons.net moons.txt -q --log - -o moons.net | gl-watch\n"
			"gl-watch run.log\n"
			"gl-watch run.log --once --size 100x30\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	struct gl_err err;

	if (size && gl_parse_size(size, "--size", (uint64_t)MOST * MOST, &w.columns, &w.rows, &err) < 0)
		gl_die(&tool, &err);
	if (size && (w.columns < LEAST_COLUMNS || w.rows < LEAST_ROWS || w.columns > MOST || w.rows > MOST))
		gl_die_usage(
		    &tool, NULL, "--size: %s is not from %dx%d to %dx%d", size, LEAST_COLUMNS, LEAST_ROWS, MOST, MOST);
	w.once |= size != NULL || !isatty(STDOUT_FILENO);
	w.tool = &tool;
	w.log = scale == 1;
	if (gl_follow_open(&w.from, first < argc ? argv[first] : NULL, &err) < 0)
		gl_die(&tool, &err);
	struct gl_arena life = {0};
	w.view = gl_alloc(&life, 1, sizeof *w.view);
	gl_view_init(w.view);
	if (!w.once && gl_terminal_open(STDOUT_FILENO, &err) < 0)
		gl_die(&tool, &err);
	if ((w.once ? once(&w, &err) : live(&w, &err)) < 0)
		gl_die(&tool, &err);
	gl_view_free(w.view);
	gl_follow_close(&w.from);
	gl_arena_free(&life);
	return 0;
}
