#include "cli/follow.h"

#include "core/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 1 << 16, LINE_MOST = 1 << 20 };

int
gl_follow_open(struct gl_follow *f, const char *path, struct gl_err *err)
{
	struct stat st;

	*f = (struct gl_follow){.name = "standard input"};
	if (!path || strcmp(path, "-") == 0)
		return 0;
	f->name = path;
	f->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (f->fd < 0 || fstat(f->fd, &st) < 0)
		return gl_fail_errno(err, "%s: cannot open", path);
	if (S_ISDIR(st.st_mode))
		return gl_fail(err, "%s: is a directory", path);
	f->grows = S_ISREG(st.st_mode);
	return 0;
}

/* A file that has become shorter than what was read of it holds another run now. */
static void
begin_again(struct gl_follow *f)
{
	struct stat st;

	if (!f->grows || fstat(f->fd, &st) < 0 || (uint64_t)st.st_size >= f->offset)
		return;
	if (lseek(f->fd, 0, SEEK_SET) < 0)
		return;
	f->offset = 0;
	f->from = f->n = 0;
	f->again = true;
}

long
gl_follow_read(struct gl_follow *f, struct gl_err *err)
{
	begin_again(f);
	if (f->from > 0) {
		memmove(f->text, f->text + f->from, f->n - f->from);
		f->n -= f->from;
		f->from = 0;
	}
	if (f->n > LINE_MOST)
		return gl_fail(err, "%s: a line is longer than %d bytes: this is no log", f->name, LINE_MOST);
	if (f->room - f->n < PIECE) {
		f->room = f->n + 2 * PIECE;
		f->text = gl_need(realloc(f->text, f->room), f->room);
	}
	ssize_t n;
	while ((n = read(f->fd, f->text + f->n, PIECE)) < 0 && errno == EINTR)
		;
	if (n < 0)
		return errno == EAGAIN ? 0 : gl_fail_errno(err, "%s: cannot read", f->name);
	f->n += (size_t)n;
	f->offset += (size_t)n;
	return (long)n;
}

bool
gl_follow_line(struct gl_follow *f, const char **line, size_t *n)
{
	const char *at = f->text ? f->text + f->from : NULL, *end = at ? memchr(at, '\n', f->n - f->from) : NULL;

	if (!end)
		return false;
	*line = at;
	*n = (size_t)(end - at);
	f->from += *n + 1;
	return true;
}

bool
gl_follow_rest(struct gl_follow *f, const char **line, size_t *n)
{
	if (f->from == f->n)
		return false;
	*line = f->text + f->from;
	*n = f->n - f->from;
	f->from = f->n;
	return true;
}

void
gl_follow_close(struct gl_follow *f)
{
	if (f->fd > 0)
		close(f->fd);
	free(f->text);
}
