/* How a tool begins and how it ends early: messages, signals, lack of memory. */
#include "cli/parts.h"
#include "cli/progress.h"
#include "core/arena.h"
#include "format/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *name = "gradlab"; /* the tool's, for messages from where no gl_tool is at hand */

/* Writes all of a message to standard error; async-signal-safe. When even that fails there is nobody to tell. */
static void
put(const char *text, size_t n)
{
	while (n > 0) {
		ssize_t w = write(STDERR_FILENO, text, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return;
		text += w;
		n -= (size_t)w;
	}
}

/* One write for a whole message, so that those of the tools of a pipe don't mix within a line. */
static void
say(const char *tool, const char *kind, const char *msg, const char *hint)
{
	char text[sizeof((struct gl_err *)0)->msg + sizeof((struct gl_err *)0)->hint + 128];
	int n = snprintf(
	    text, sizeof text, "%s: %s%s\n%s%s%s", tool, kind, msg, *hint ? "hint: " : "", hint, *hint ? "\n" : "");

	gl_progress_hide();
	put(text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
}

/* Ends without the ceremonies of exit: worker threads may be busy with memory that those would take apart. */
static _Noreturn void
end(int status)
{
	gl_sink_remove_all();
	_exit(status);
}

void
gl_die(const struct gl_tool *tool, const struct gl_err *err)
{
	say(tool->name, "", err->msg, err->hint);
	end(2);
}

void
gl_die_no(const struct gl_tool *tool, const struct gl_err *err)
{
	say(tool->name, "", err->msg, err->hint);
	end(1);
}

void
gl_die_usage(const struct gl_tool *tool, const char *hint, const char *fmt, ...)
{
	struct gl_err err;
	char msg[sizeof err.msg];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof msg, fmt, ap);
	va_end(ap);
	gl_fail(&err, "%s", msg); /* control characters in what the user typed are tamed there */
	if (hint && *hint)
		gl_hint(&err, "%s", hint);
	gl_die(tool, &err);
}

void
gl_warn(const struct gl_tool *tool, const char *fmt, ...)
{
	struct gl_err err;
	char msg[sizeof err.msg];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof msg, fmt, ap);
	va_end(ap);
	gl_fail(&err, "%s", msg);
	say(tool->name, "warning: ", err.msg, "");
}

static void
out_of_memory(size_t bytes)
{
	char msg[80];

	if (bytes == SIZE_MAX)
		snprintf(msg, sizeof msg, "out of memory: more bytes are needed than can be counted");
	else
		snprintf(msg, sizeof msg, "out of memory: %zu bytes more are needed", bytes);
	say(name, "", msg, "");
	end(2);
}

static void
waits(void)
{
	if (isatty(STDIN_FILENO))
		say(name, "", "reads from the terminal: Ctrl-D on an empty line ends, Ctrl-C stops", "");
}

/* The handler is reset as it is entered and the signal not blocked, so raise ends the process by that very signal. */
static void
ended(int sig)
{
	gl_sink_remove_all();
	raise(sig);
}

/* A mapped file that was cut short under us has no bytes left behind an address; anything else is our own mistake. */
static void
cut_short(int sig, siginfo_t *info, void *context)
{
	const char *file = gl_source_mapped_name(info->si_addr);
	static const char words[] = ": the file became shorter while it was being read\n";

	(void)context;
	gl_sink_remove_all();
	if (!file)
		raise(sig);
	put(name, strlen(name));
	put(": ", 2);
	put(file, strlen(file));
	put(words, sizeof words - 1);
	_exit(2);
}

static void
signals(void)
{
	static const int ends[] = {SIGPIPE, SIGINT, SIGTERM, SIGHUP};
	struct sigaction act = {.sa_handler = ended, .sa_flags = SA_RESETHAND | SA_NODEFER}, was;
	struct sigaction bus = {.sa_sigaction = cut_short, .sa_flags = SA_RESETHAND | SA_NODEFER | SA_SIGINFO};

	for (size_t i = 0; i < GL_LEN(ends); i++) {
		/* nohup and the shell's & have some ignored before we start, and that is to be kept */
		if (ends[i] != SIGPIPE && sigaction(ends[i], NULL, &was) == 0 && was.sa_handler == SIG_IGN)
			continue;
		sigaction(ends[i], &act, NULL);
	}
	sigaction(SIGBUS, &bus, NULL);
	signal(SIGXFSZ, SIG_IGN); /* a file over the size limit is a failed write, with a message */
}

/*
 * A file that we open must not become descriptor 0, 1 or 2 because the caller had closed it: results would land in it.
 * What stands in refuses the use it is for (reading from 0, writing to 1): a closed standard output is an error.
 */
static void
fill_gaps(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			if (open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
				_exit(2);
}

void
gl_cli_start(const struct gl_tool *tool)
{
	name = tool->name;
	gl_out_of_memory = out_of_memory;
	gl_source_waits = waits;
	fill_gaps();
	signals();
}

void
gl_cli_printed(const struct gl_tool *tool)
{
	struct gl_err err;

	if (fflush(stdout) != 0 || ferror(stdout) || close(STDOUT_FILENO) < 0) {
		gl_fail_errno(&err, "standard output");
		gl_die(tool, &err);
	}
	_exit(0);
}
