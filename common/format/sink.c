/* Sinks: where a result goes, whole or not at all. See format/file.h. */
#include "format/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The buffer holds what gl_sink_room promises; it is written out long before it is full, while it is still in the
 * cache.
 */
enum { SINK_ROOM = 1 << 20, SINK_FLUSH = 1 << 17, LINKS_MAX = 40, TEMP_NAMES = 100 };

/*
 * The temporary files that exist now. A signal handler may walk this list at any moment, so places are never freed: a
 * place whose path is NULL is used again.
 */
struct place {
	struct place *next;
	char *_Atomic path;
};
static struct place *_Atomic places;

struct gl_sink {
	int fd;
	char *name; /* for messages */
	char *target; /* the file that the temporary one becomes, links resolved; NULL: fd is the real thing */
	struct place *temp; /* where the temporary file's name is kept */
	bool seekable;
	off_t start; /* where in the file our first byte goes */
	uint64_t written; /* bytes handed to the kernel */
	size_t used; /* bytes waiting in the buffer */
	bool failed; /* and then error says why, for every call that follows */
	struct gl_err error;
	char *buffer;
};

static struct place *
place_new(char *path)
{
	struct place *p = places;

	while (p && p->path)
		p = p->next;
	if (!p) {
		p = gl_need(calloc(1, sizeof *p), sizeof *p);
		p->next = places;
		places = p;
	}
	p->path = path;
	return p;
}

/* Forgets a temporary file that is renamed or removed by now. */
static void
place_clear(struct place *p)
{
	char *path = p->path;

	p->path = NULL;
	free(path);
}

void
gl_sink_remove_all(void)
{
	for (struct place *p = places; p; p = p->next) {
		char *path = p->path;
		if (path)
			unlink(path);
	}
}

/* A file's descriptor must not be one of the standard three, even where the shell closed those. */
static int
open_high(const char *path, int flags, mode_t mode)
{
	int fd = open(path, flags | O_CLOEXEC, mode);

	if (fd >= 0 && fd <= 2) {
		int low = fd, saved;
		fd = fcntl(low, F_DUPFD_CLOEXEC, 3);
		saved = errno;
		close(low);
		errno = saved;
	}
	return fd;
}

/* "folder/" + name of length n, or name alone where path has no folder. */
static char *
beside(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');
	size_t folder = slash ? (size_t)(slash + 1 - path) : 0, n = strlen(name);
	char *s = gl_need(malloc(folder + n + 1), folder + n + 1);

	memcpy(s, path, folder);
	memcpy(s + folder, name, n + 1);
	return s;
}

/* Follows symbolic links to the name of the file itself, which may not exist yet. NULL with errno set. */
static char *
resolve(const char *path)
{
	char *now = gl_need(strdup(path), strlen(path) + 1);

	for (int i = 0; i < LINKS_MAX; i++) {
		char to[PATH_MAX + 1];
		ssize_t n = readlink(now, to, PATH_MAX);
		if (n < 0)
			return now; /* not a link, or not there */
		to[n] = '\0';
		char *next = to[0] == '/' ? gl_need(strdup(to), (size_t)n + 1) : beside(now, to);
		free(now);
		now = next;
	}
	free(now);
	errno = ELOOP;
	return NULL;
}

/*
 * Creates the temporary file beside the target. Signals wait meanwhile: a handler must find the file in the list as
 * soon as it exists.
 */
static int
temp_open(struct gl_sink *s)
{
	static unsigned count;
	sigset_t all, before;
	int fd = -1;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	for (int i = 0; fd < 0 && i < TEMP_NAMES; i++) {
		char name[64];
		snprintf(name, sizeof name, ".gradlab-%ld-%u.tmp", (long)getpid(), count++);
		char *path = beside(s->target, name);
		fd = open_high(path, O_RDWR | O_CREAT | O_EXCL, 0666);
		if (fd >= 0) {
			s->temp = place_new(path);
			break;
		}
		int saved = errno;
		free(path);
		errno = saved;
		if (errno != EEXIST)
			break;
	}
	int saved = errno;
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = saved;
	return fd;
}

/* /dev/stdout, /dev/fd/N and the like name a descriptor that is open already: its number, or -1. */
static int
descriptor(const char *path)
{
	static const char *const folder[] = {"/dev/fd/", "/proc/self/fd/"};
	char *end;

	if (strcmp(path, "/dev/stdout") == 0)
		return STDOUT_FILENO;
	if (strcmp(path, "/dev/stderr") == 0)
		return STDERR_FILENO;
	for (size_t i = 0; i < sizeof folder / sizeof folder[0]; i++) {
		size_t n = strlen(folder[i]);
		if (strncmp(path, folder[i], n) == 0 && path[n] >= '0' && path[n] <= '9') {
			long number = strtol(path + n, &end, 10);
			return *end || number > INT_MAX ? -1 : (int)number;
		}
	}
	return -1;
}

static void
sink_free(struct gl_sink *s)
{
	free(s->name);
	free(s->target);
	free(s->buffer);
	free(s);
}

/* Opens what path names; 0, or -1 with err set but for the path in front. */
static int
sink_open(struct gl_sink *s, const char *path, struct gl_err *err)
{
	struct stat st;
	int number = descriptor(path);

	if (number >= 0) {
		s->fd = fcntl(number, F_DUPFD_CLOEXEC, 3);
		return s->fd < 0 ? gl_fail_errno(err, "cannot open") : 0;
	}
	bool exists = stat(path, &st) == 0;
	if (!exists && errno != ENOENT)
		return gl_fail_errno(err, "cannot write");
	if (exists && S_ISDIR(st.st_mode))
		return gl_fail(err, "is a directory");
	if (exists && !S_ISREG(st.st_mode)) {
		s->fd = open_high(path, O_WRONLY, 0);
		return s->fd < 0 ? gl_fail_errno(err, "cannot write") : 0;
	}
	if (exists && access(path, W_OK) < 0)
		return gl_fail_errno(err, "cannot write");
	if (!*path)
		return gl_fail(err, "the name of the output file is empty");
	if (!(s->target = resolve(path)))
		return gl_fail_errno(err, "cannot write");
	if ((s->fd = temp_open(s)) < 0)
		return gl_fail_errno(err, "cannot create");
	if (exists) { /* the owner where we may, and in any case the mode */
		int ignored = fchown(s->fd, st.st_uid, st.st_gid);
		(void)ignored;
		if (fchmod(s->fd, st.st_mode & 0777) < 0)
			return gl_fail_errno(err, "cannot set the mode");
	}
	return 0;
}

struct gl_sink *
gl_sink_open(const char *path, struct gl_err *err)
{
	struct gl_sink *s = gl_need(calloc(1, sizeof *s), sizeof *s);
	bool out = !path || strcmp(path, "-") == 0;
	struct stat st;

	s->fd = STDOUT_FILENO;
	s->name = strdup(out ? "standard output" : path);
	s->buffer = malloc(SINK_ROOM);
	gl_need(s->name && s->buffer ? s : NULL, SINK_ROOM);
	if (!out && sink_open(s, path, err) < 0) {
		gl_fail_at(err, *path ? path : "\"\"", 0);
		gl_sink_abort(s);
		return NULL;
	}
	int flags = fcntl(s->fd, F_GETFL);
	if (fstat(s->fd, &st) == 0 && S_ISREG(st.st_mode) && flags >= 0 && !(flags & O_APPEND)) {
		s->start = lseek(s->fd, 0, SEEK_CUR);
		s->seekable = s->start >= 0;
	}
	return s;
}

int
gl_sink_check(const char *path, struct gl_err *err)
{
	struct stat st;

	if (!path || strcmp(path, "-") == 0 || descriptor(path) >= 0 ||
	    (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)))
		return 0;
	struct gl_sink *s = gl_sink_open(path, err);
	gl_sink_abort(s);
	return s ? 0 : -1;
}

struct gl_sink *
gl_sink_open_log(const char *path, uint64_t kept, struct gl_err *err)
{
	struct gl_sink *s = gl_need(calloc(1, sizeof *s), sizeof *s);
	int number = descriptor(path);

	s->name = gl_need(strdup(path), strlen(path) + 1);
	s->buffer = gl_need(malloc(SINK_ROOM), SINK_ROOM);
	s->fd = number >= 0 ? fcntl(number, F_DUPFD_CLOEXEC, 3)
			    : open_high(path, O_WRONLY | O_CREAT | (kept > 0 ? O_APPEND : O_TRUNC), 0666);
	if (s->fd < 0) {
		gl_fail_errno(err, "cannot write");
		gl_fail_at(err, *path ? path : "\"\"", 0);
		gl_sink_abort(s);
		return NULL;
	}
	off_t end = kept > 0 ? lseek(s->fd, 0, SEEK_END) : 0;
	s->written = end > 0 ? (uint64_t)end : 0;
	if (s->written > kept && ftruncate(s->fd, (off_t)kept) == 0)
		s->written = kept;
	return s;
}

const char *
gl_sink_name(const struct gl_sink *s)
{
	return s->name;
}

bool
gl_sink_seekable(const struct gl_sink *s)
{
	return s->seekable;
}

uint64_t
gl_sink_at(const struct gl_sink *s)
{
	return s->written + s->used;
}

/* Keeps the first error and gives it to this caller and all later ones. */
static int
sink_fail(struct gl_sink *s, struct gl_err *err, const char *what)
{
	if (!s->failed) {
		gl_fail_errno(&s->error, "%s", what);
		gl_fail_at(&s->error, s->name, 0);
		s->failed = true;
	}
	*err = s->error;
	return -1;
}

/* Hands bytes to the kernel, all of them; at < 0: where the file stands. */
static int
put(struct gl_sink *s, const char *p, size_t n, off_t at, struct gl_err *err)
{
	while (n > 0) {
		ssize_t done = at < 0 ? write(s->fd, p, n) : pwrite(s->fd, p, n, at);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
			poll(&(struct pollfd){.fd = s->fd, .events = POLLOUT}, 1, -1);
			continue;
		}
		if (done < 0)
			return sink_fail(s, err, "cannot write");
		p += done;
		n -= (size_t)done;
		if (at >= 0)
			at += done;
	}
	return 0;
}

int
gl_sink_flush(struct gl_sink *s, struct gl_err *err)
{
	if (s->failed)
		return sink_fail(s, err, "");
	if (put(s, s->buffer, s->used, -1, err) < 0)
		return -1;
	s->written += s->used;
	s->used = 0;
	return 0;
}

char *
gl_sink_room(struct gl_sink *s, size_t n, struct gl_err *err)
{
	if (s->failed) {
		sink_fail(s, err, "");
		return NULL;
	}
	if ((s->used >= SINK_FLUSH || n > SINK_ROOM - s->used) && gl_sink_flush(s, err) < 0)
		return NULL;
	return s->buffer + s->used;
}

void
gl_sink_advance(struct gl_sink *s, size_t n)
{
	s->used += n;
}

int
gl_sink_write(struct gl_sink *s, const void *bytes, size_t n, struct gl_err *err)
{
	if (n >= SINK_FLUSH) { /* large: past the buffer */
		if (gl_sink_flush(s, err) < 0 || put(s, bytes, n, -1, err) < 0)
			return -1;
		s->written += n;
		return 0;
	}
	char *to = gl_sink_room(s, n, err);
	if (!to)
		return -1;
	if (n > 0)
		memcpy(to, bytes, n);
	s->used += n;
	return 0;
}

int
gl_sink_print(struct gl_sink *s, struct gl_err *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || n >= SINK_ROOM) {
		errno = EOVERFLOW;
		return sink_fail(s, err, "cannot write");
	}
	char *to = gl_sink_room(s, (size_t)n + 1, err);
	if (!to)
		return -1;
	va_start(ap, fmt);
	vsnprintf(to, (size_t)n + 1, fmt, ap);
	va_end(ap);
	s->used += (size_t)n;
	return 0;
}

int
gl_sink_patch(struct gl_sink *s, uint64_t at, const void *bytes, size_t n, struct gl_err *err)
{
	if (at + n <= s->written)
		return s->failed ? sink_fail(s, err, "") : put(s, bytes, n, s->start + (off_t)at, err);
	if (at >= s->written) { /* still in the buffer */
		memcpy(s->buffer + (at - s->written), bytes, n);
		return s->failed ? sink_fail(s, err, "") : 0;
	}
	return gl_sink_flush(s, err) < 0 ? -1 : put(s, bytes, n, s->start + (off_t)at, err);
}

/* Closes: some file systems say only then that the disk is full. Standard output stays open for whoever comes next. */
static int
sink_close(struct gl_sink *s)
{
	int fd = s->fd;

	s->fd = -1;
	if (fd == STDOUT_FILENO) {
		if (s->written == 0)
			return 0;
		fd = dup(fd);
	}
	return fd < 0 || (close(fd) < 0 && errno != EINTR) ? -1 : 0;
}

int
gl_sink_sync(struct gl_sink *s, struct gl_err *err)
{
	if (gl_sink_flush(s, err) < 0)
		return -1;
	/* EINVAL, ENOTSUP: this file system has nothing to wait for */
	if (s->temp && fsync(s->fd) < 0 && errno != EINVAL && errno != ENOTSUP && errno != EINTR)
		return sink_fail(s, err, "cannot write");
	return 0;
}

int
gl_sink_commit(struct gl_sink *s, struct gl_err *err)
{
	int status = gl_sink_flush(s, err);

	if (sink_close(s) < 0 && status == 0)
		status = sink_fail(s, err, "cannot write");
	if (status == 0 && s->temp) {
		if (rename(s->temp->path, s->target) < 0) {
			status = sink_fail(s, err, "cannot rename the finished file to this name");
		} else {
			place_clear(s->temp);
			s->temp = NULL;
		}
	}
	gl_sink_abort(s);
	return status;
}

void
gl_sink_abort(struct gl_sink *s)
{
	if (!s)
		return;
	if (s->fd > STDOUT_FILENO)
		close(s->fd);
	if (s->temp) {
		unlink(s->temp->path);
		place_clear(s->temp);
	}
	sink_free(s);
}

int
gl_sink_commit_both(struct gl_sink *a, struct gl_sink *b, bool made, struct gl_err *err)
{
	if (!made || gl_sink_flush(a, err) < 0 || gl_sink_flush(b, err) < 0)
		gl_sink_abort(a);
	else if (gl_sink_commit(a, err) == 0)
		return gl_sink_commit(b, err);
	gl_sink_abort(b);
	return -1;
}
