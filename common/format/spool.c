/* Temporary files that vanish with the process. See format/spool.h. */
#include "format/spool.h"
#include "core/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SPOOL_BUFFER = 1 << 18 };

static int
spool_fail(struct gl_err *err, const char *what)
{
	const char *folder = getenv("TMPDIR");

	gl_fail_errno(err, "%s: cannot %s the temporary file that the examples are kept in",
	    folder && *folder ? folder : "/tmp", what);
	return gl_hint(err, "TMPDIR=FOLDER names another folder; .npy files need no temporary one");
}

int
gl_spool_open(struct gl_spool *s, struct gl_err *err)
{
	const char *folder = getenv("TMPDIR");
	char path[4096];

	if ((size_t)snprintf(path, sizeof path, "%s/gradlab-XXXXXX", folder && *folder ? folder : "/tmp") >=
	    sizeof path) {
		errno = ENAMETOOLONG;
		return spool_fail(err, "create");
	}
	if ((s->fd = mkstemp(path)) < 0)
		return spool_fail(err, "create");
	unlink(path);
	fcntl(s->fd, F_SETFD, FD_CLOEXEC);
	s->buffer = gl_need(malloc(SPOOL_BUFFER), SPOOL_BUFFER);
	return 0;
}

static int
spool_flush(struct gl_spool *s, struct gl_err *err)
{
	for (size_t at = 0; at < s->used;) {
		ssize_t n = write(s->fd, s->buffer + at, s->used - at);
		if (n < 0 && errno != EINTR)
			return spool_fail(err, "write");
		at += n > 0 ? (size_t)n : 0;
	}
	s->used = 0;
	return 0;
}

int
gl_spool_write(struct gl_spool *s, const void *bytes, size_t n, struct gl_err *err)
{
	s->size += n;
	for (const char *p = bytes; n > 0;) {
		size_t k = SPOOL_BUFFER - s->used < n ? SPOOL_BUFFER - s->used : n;
		memcpy(s->buffer + s->used, p, k);
		s->used += k;
		p += k;
		n -= k;
		if (s->used == SPOOL_BUFFER && spool_flush(s, err) < 0)
			return -1;
	}
	return 0;
}

int
gl_spool_map(struct gl_spool *s, struct gl_err *err)
{
	if (spool_flush(s, err) < 0)
		return -1;
	s->map = "";
	if (s->size == 0)
		return 0;
	void *p = mmap(NULL, s->size, PROT_READ, MAP_SHARED, s->fd, 0);
	if (p == MAP_FAILED)
		return spool_fail(err, "map");
	s->map = p;
	return 0;
}

void
gl_spool_close(struct gl_spool *s)
{
	if (s->map && s->size > 0)
		munmap((void *)(uintptr_t)s->map, s->size);
	if (s->buffer)
		close(s->fd);
	free(s->buffer);
}
