#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include "cli/watch.h"

#include "cli/terminfo.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { MOST_PAUSE = 256 };
static const double FRAME = 0.1; /* [s] from one report to the next */
static const double MAP_SHARE = 0.01; /* of the time may go into maps */
static const double MAP_LEAST = 0.001, MAP_MOST = 0.01; /* [s] a map is made finer below, coarser above */

static struct gl_watch *open_watch; /* for signals and messages; NULL: none */

/* ---- Ctrl-Z ---- */

/*
 * The watcher, too, gets SIGTSTP. It gives the terminal back and stops; only then this process stops, for when it does
 * the shell takes over. (If the watcher does not stop within a second, so be it.)
 */
static void
suspend(int sig)
{
	struct sigaction act = {.sa_handler = SIG_DFL}, was;
	struct timespec moment = {.tv_nsec = 5000000};
	int before = errno, status;

	for (int i = 0; open_watch && i < 200; i++) {
		if (waitpid(open_watch->child, &status, WNOHANG | WUNTRACED) != 0)
			break;
		nanosleep(&moment, NULL);
	}
	sigaction(sig, &act, &was);
	raise(sig);
	sigaction(sig, &was, NULL);
	errno = before;
}

static void
catch_suspension(void)
{
	struct sigaction act = {.sa_handler = suspend, .sa_flags = SA_NODEFER | SA_RESTART}, was;

	if (sigaction(SIGTSTP, NULL, &was) == 0 && was.sa_handler != SIG_IGN)
		sigaction(SIGTSTP, &act, NULL);
}

/* ---- the watcher's beginning and end ---- */

/* gl-watch from where this tool was called, or else from PATH. */
static const char *
program(const char *self, struct gl_arena *arena)
{
	const char *slash = strrchr(self, '/');

	return slash ? gl_asprintf(arena, "%.*s/gl-watch", (int)(slash - self), self) : "gl-watch";
}

/* Starts gl-watch with a socket as its standard input and our standard error, the terminal, as its output. */
static int
start(struct gl_watch *w, const char *self, struct gl_err *err)
{
	const char *path = program(self, &w->memory);
	char *const argv[] = {"gl-watch", NULL};
	posix_spawn_file_actions_t files;
	int end[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, end) < 0)
		return gl_fail_errno(err, "cannot make a socket");
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, end[1], STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
	int failed = posix_spawnp(&w->child, path, &files, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	close(end[1]);
	w->fd = end[0];
	if (!failed)
		return 0;
	close(end[0]);
	errno = failed;
	return gl_fail_errno(err, "cannot start %s", path);
}

/* Gives the terminal back in the place of a watcher that could not do it. */
static void
give_back(const struct gl_watch *w)
{
	struct gl_arena arena = {0};
	struct gl_text t = {.arena = &arena};
	struct gl_err err;

	if (gl_terminfo_open(STDERR_FILENO, &err) == 0) {
		gl_terminfo_add_leave(&t);
		ssize_t ignored = write(STDERR_FILENO, t.s, t.n); /* nobody could be told that the terminal is gone */
		(void)ignored;
	}
	gl_arena_free(&arena);
	if (w->terminal)
		tcsetattr(STDERR_FILENO, TCSADRAIN, &w->before);
}

/* Waits for the watcher's end, if it has not come yet. */
static void
end(struct gl_watch *w)
{
	int status = 0;

	w->on = false;
	open_watch = NULL;
	gl_progress_hides = NULL;
	close(w->fd);
	while (waitpid(w->child, &status, 0) < 0)
		if (errno != EINTR)
			break;
	int sig = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	/* these it answers itself, and has given the terminal back before it ended by them */
	if (sig == 0 || sig == SIGINT || sig == SIGTERM || sig == SIGHUP || sig == SIGQUIT)
		return;
	if (tcgetpgrp(STDERR_FILENO) == getpgrp())
		give_back(w);
	gl_warn(w->tool, "--watch: gl-watch was ended by signal %d (%s)", sig, strsignal(sig));
}

/* A message is about to be printed. */
static void
make_room(void)
{
	if (open_watch)
		end(open_watch);
}

/* ---- sending ---- */

/*
 * Sends what is left of the text; all of it, or (block false) as much as there is room for now. -1: the watcher is
 * gone.
 */
static int
send_rest(struct gl_watch *w, bool block)
{
	while (w->sent < w->text.n) {
		ssize_t n =
		    send(w->fd, w->text.s + w->sent, w->text.n - w->sent, MSG_NOSIGNAL | (block ? 0 : MSG_DONTWAIT));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
		w->sent += (size_t)n;
	}
	return 0;
}

static void
begin_text(struct gl_watch *w)
{
	gl_arena_reset(&w->memory);
	w->text = (struct gl_text){.arena = &w->memory};
	w->sent = 0;
}

void
gl_watch_open(struct gl_watch *w, const struct gl_tool *tool, const char *self, const struct gl_loop *l,
    enum gl_progress_when progress)
{
	const char *term = getenv("TERM");
	struct gl_err err;

	w->tool = tool;
	w->progress = progress;
	if (w->wanted && !isatty(STDERR_FILENO)) {
		gl_warn(tool, "--watch draws on the terminal, but standard error is none: it is left out");
	} else if (w->wanted && (!term || !*term || strcmp(term, "dumb") == 0)) {
		gl_warn(tool,
		    "--watch needs a terminal that can move its cursor, but TERM is '%s': one line shows the "
		    "progress instead",
		    term ? term : "");
		w->progress = progress == GL_PROGRESS_AUTO ? GL_PROGRESS_ALWAYS : progress;
	} else if (w->wanted) {
		w->terminal = tcgetattr(STDERR_FILENO, &w->before) == 0;
		w->on = start(w, self, &err) == 0;
		if (!w->on)
			gl_warn(tool, "--watch: %s; one line shows the progress instead", err.msg);
	}
	if (!w->on) {
		gl_progress_open(w->progress);
		return;
	}
	open_watch = w;
	gl_progress_hides = make_room;
	catch_suspension();
	begin_text(w);
	if (gl_relay_begin(&w->relay, l, &w->text, &err) < 0)
		w->relay.kind =
		    GL_RELAY_NONE; /* an example that cannot be read: the loop will come to it, and say so */
	w->pause = 1;
	w->start = w->looked = w->next = gl_progress_clock();
	w->start_step = l->state.step;
	w->map_step = UINT64_MAX;
}

void
gl_watch_epoch(struct gl_watch *w, const struct gl_loop *l)
{
	if (w->on)
		gl_relay_epoch(&w->relay, l);
}

bool
gl_watch_due(struct gl_watch *w)
{
	if (!w->on || ++w->steps < w->pause)
		return false;
	/* where a step takes less time than it takes to look at the clock, several are made between two looks */
	double now = gl_progress_clock(), passed = now - w->looked;
	if (passed < 0.0003 && w->pause < MOST_PAUSE)
		w->pause *= 2;
	else if (passed > 0.003 && w->pause > 1)
		w->pause /= 2;
	w->steps = 0;
	w->looked = now;
	return now >= w->next;
}

/* Adds what the network computes now, if the time for that is within its share. */
static void
add_map(struct gl_watch *w, const struct gl_loop *l)
{
	double from = gl_progress_clock();

	if (w->map_step == l->state.step || from < w->next_map)
		return;
	gl_relay_map(&w->relay, l, &w->text);
	w->map_step = l->state.step;
	double took = gl_progress_clock() - from;
	w->next_map = from + took / MAP_SHARE;
	gl_relay_fit(&w->relay, took, MAP_LEAST, MAP_MOST);
}

void
gl_watch_show(struct gl_watch *w, struct gl_loop *l)
{
	int got = send_rest(w, false);

	if (got == 0 && w->sent == w->text.n) { /* else the terminal is slow, or stopped: nothing new for it yet */
		begin_text(w);
		gl_relay_now(&w->relay, l, gl_progress_clock() - w->start, l->state.step - w->start_step, &w->text);
		add_map(w, l);
		got = send_rest(w, false);
	}
	if (got < 0) { /* it was left, by the key q */
		end(w);
		gl_progress_open(w->progress);
	}
	w->next = gl_progress_clock() + FRAME;
}

void
gl_watch_close(struct gl_watch *w, struct gl_loop *l)
{
	if (w->on && send_rest(w, true) == 0) {
		begin_text(w);
		gl_relay_now(&w->relay, l, gl_progress_clock() - w->start, 0, &w->text);
		w->next_map = 0;
		add_map(w, l);
		send_rest(w, true);
	}
	if (w->on)
		end(w);
	gl_relay_free(&w->relay);
	gl_arena_free(&w->memory);
}
