/* Sources: files and standard input as bytes, mapped where they can be. See format/file.h. */
#define _DEFAULT_SOURCE /* madvise */
#include "format/file.h"
#include "format/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SOURCE_BLOCK = 1 << 18, SOURCE_WAIT = 200 /* [ms] */ };

/* The mappings that exist now, for the handler of SIGBUS. As with sinks, a place is never freed but used again. */
struct place {
	struct place *next;
	atomic_uintptr_t first, last; /* addresses of the first byte and behind the last one; both 0: unused */
	char *_Atomic name;
};
static struct place *_Atomic places;

struct gl_source {
	int fd;
	char *name;
	bool standard; /* standard input, which is not ours to close */
	bool asked, ended; /* read for the first time; at its end */
	char *map; /* the whole file, or NULL */
	size_t map_size, map_first; /* bytes; the first that is ours (standard input may stand further on) */
	struct place *place;
	char *buffer; /* what was read (not used when mapped) */
	size_t room;
	size_t at, end; /* not consumed: map or buffer [at, end) */
	struct gl_spool spool; /* what a pipe brought, when it was asked for as a whole */
	struct gl_source *next; /* in the list of those kept */
};

void (*gl_source_waits)(void);
bool (*gl_source_interrupted)(void);

static struct place *
place_new(char *name, const char *map, size_t size)
{
	struct place *p = places;
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	while (p && p->last)
		p = p->next;
	if (!p) {
		p = gl_need(calloc(1, sizeof *p), sizeof *p);
		p->next = places;
		places = p;
	}
	p->name = name;
	p->first = (uintptr_t)map;
	p->last = (uintptr_t)map + (size + page - 1) / page * page;
	return p;
}

const char *
gl_source_mapped_name(const void *address)
{
	uintptr_t a = (uintptr_t)address;

	for (struct place *p = places; p; p = p->next)
		if (a >= p->first && a < p->last)
			return p->name;
	return NULL;
}

/* Maps a regular file from where it stands. A file that says it is empty may be one of /proc, and is read instead. */
static int
source_map(struct gl_source *s, const struct stat *st, struct gl_err *err)
{
	off_t at = lseek(s->fd, 0, SEEK_CUR);

	if (at < 0 || at >= st->st_size)
		return 0;
	if ((uint64_t)st->st_size > SIZE_MAX / 2)
		return gl_fail(err, "is too large");
	void *map = mmap(NULL, (size_t)st->st_size, PROT_READ, MAP_PRIVATE, s->fd, 0);
	if (map == MAP_FAILED)
		return 0; /* some file systems can't: read it */
	posix_madvise(map, (size_t)st->st_size, POSIX_MADV_SEQUENTIAL);
	s->map = map;
	s->map_size = s->end = (size_t)st->st_size;
	s->at = s->map_first = (size_t)at;
	s->ended = true;
	if (!s->standard) { /* the mapping stays; so the number of files is not bounded by that of descriptors */
		close(s->fd);
		s->fd = -1;
	}
	s->place = place_new(s->name, map, s->map_size);
	return 0;
}

static struct gl_source *kept; /* by gl_source_keep, a list */

void
gl_source_keep(struct gl_source *s)
{
	if (s->map && !s->standard) { /* a file can be opened again */
		gl_source_close(s);
		return;
	}
	s->next = kept;
	kept = s;
}

/* Takes a kept source off the list; NULL when there is none of this name. */
static struct gl_source *
kept_take(const char *name)
{
	for (struct gl_source **p = &kept; *p; p = &(*p)->next)
		if (strcmp((*p)->name, name) == 0) {
			struct gl_source *s = *p;
			*p = s->next;
			return s;
		}
	return NULL;
}

static int
source_open(struct gl_source *s, const char *path, struct gl_err *err)
{
	struct stat st;

	if (!s->standard) {
		if (!*path)
			return gl_fail(err, "the name of the input file is empty");
		if ((s->fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
			return gl_fail_errno(err, "cannot open");
		if (s->fd <= STDERR_FILENO) { /* the shell closed one of the standard three */
			int low = s->fd;
			s->fd = fcntl(low, F_DUPFD_CLOEXEC, 3);
			close(low);
		}
	}
	if (s->fd < 0 || fstat(s->fd, &st) < 0)
		return gl_fail_errno(err, "cannot read");
	if (S_ISDIR(st.st_mode))
		return gl_fail(err, "is a directory");
	return S_ISREG(st.st_mode) ? source_map(s, &st, err) : 0;
}

struct gl_source *
gl_source_open(const char *path, struct gl_err *err)
{
	bool standard = !path || strcmp(path, "-") == 0;
	const char *name = standard ? "standard input" : path;
	struct gl_source *s = kept_take(name);

	if (s)
		return s;
	s = gl_need(calloc(1, sizeof *s), sizeof *s);
	s->standard = standard;
	s->fd = standard ? STDIN_FILENO : -1;
	s->name = gl_need(strdup(name), 1);
	if (source_open(s, path, err) < 0) {
		gl_fail_at(err, *s->name ? s->name : "\"\"", 0);
		gl_source_close(s);
		return NULL;
	}
	return s;
}

bool
gl_paths_endless(const char *const *paths, size_t n)
{
	struct stat st;

	for (size_t i = 0; i < (n ? n : 1); i++) {
		bool standard = n == 0 || strcmp(paths[i], "-") == 0;
		if ((standard ? fstat(STDIN_FILENO, &st) : stat(paths[i], &st)) == 0 && !S_ISREG(st.st_mode) &&
		    !S_ISDIR(st.st_mode))
			return true;
	}
	return false;
}

bool
gl_path_absent(const char *path)
{
	struct stat st;

	return strcmp(path, "-") != 0 && lstat(path, &st) < 0 && errno == ENOENT;
}

/* The folder that a path's last name is in: false if there is none. */
static bool
folder_of(const char *path, struct stat *st)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX];

	if (!slash)
		return stat(".", st) == 0;
	return snprintf(folder, sizeof folder, "%.*s", (int)(slash - path) + 1, path) < PATH_MAX &&
	    stat(folder, st) == 0;
}

bool
gl_path_same(const char *a, const char *b)
{
	const char *name_a = strrchr(a, '/'), *name_b = strrchr(b, '/');
	struct stat x, y;

	if (strcmp(a, "-") == 0 || strcmp(b, "-") == 0)
		return false;
	if (stat(a, &x) == 0 && stat(b, &y) == 0)
		return S_ISREG(x.st_mode) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
	/* one of them is not there yet: is it the same name in the same folder? */
	if (strcmp(name_a ? name_a + 1 : a, name_b ? name_b + 1 : b) != 0)
		return false;
	return folder_of(a, &x) && folder_of(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

const char *
gl_source_name(const struct gl_source *s)
{
	return s->name;
}

/* Waits until there is something to read. -1 when it was interrupted. */
static int
source_wait(const struct gl_source *s, struct gl_err *err)
{
	struct pollfd p = {.fd = s->fd, .events = POLLIN};

	for (;;) {
		if (gl_source_interrupted())
			return gl_fail(err, "the reading was interrupted");
		if (poll(&p, 1, SOURCE_WAIT) > 0)
			return 0;
	}
}

/* Reads once, behind what is there. Room doubles as bytes arrive, so a length that a file only claims costs nothing. */
static int
source_read(struct gl_source *s, struct gl_err *err)
{
	if (s->at > 0 && s->room - s->end < SOURCE_BLOCK / 2) {
		memmove(s->buffer, s->buffer + s->at, s->end - s->at);
		s->end -= s->at;
		s->at = 0;
	}
	if (s->room - s->end < SOURCE_BLOCK / 2) {
		size_t room = s->room ? 2 * s->room : SOURCE_BLOCK;
		s->buffer = gl_need(realloc(s->buffer, room), room);
		s->room = room;
	}
	if (s->standard && !s->asked && gl_source_waits)
		gl_source_waits();
	s->asked = true;
	for (;;) {
		if (gl_source_interrupted && source_wait(s, err) < 0)
			return gl_fail_at(err, s->name, 0);
		ssize_t n = read(s->fd, s->buffer + s->end, s->room - s->end);
		if (n >= 0) {
			s->end += (size_t)n;
			s->ended = n == 0;
			return 0;
		}
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			poll(&(struct pollfd){.fd = s->fd, .events = POLLIN}, 1, -1);
		else if (errno != EINTR)
			break;
	}
	gl_fail_errno(err, "cannot read");
	return gl_fail_at(err, s->name, 0);
}

const char *
gl_source_peek(struct gl_source *s, size_t want, size_t *have, struct gl_err *err)
{
	while (s->end - s->at < want && !s->ended)
		if (source_read(s, err) < 0)
			return NULL;
	*have = s->end - s->at;
	const char *bytes = s->map ? s->map : s->buffer;
	return bytes ? bytes + s->at : "";
}

void
gl_source_skip(struct gl_source *s, size_t n)
{
	s->at += n;
}

bool
gl_source_ready(const struct gl_source *s, size_t want, int ms)
{
	if (s->ended || s->end - s->at >= want)
		return true;
	return poll(&(struct pollfd){.fd = s->fd, .events = POLLIN}, 1, ms) != 0;
}

bool
gl_source_mapped(const struct gl_source *s, const char **bytes, size_t *n)
{
	if (!s->map)
		return false;
	*bytes = s->map + s->map_first;
	*n = s->map_size - s->map_first;
	return true;
}

const char *
gl_source_all(struct gl_source *s, size_t *n, struct gl_arena *arena, struct gl_err *err)
{
	const char *p = gl_source_peek(s, SIZE_MAX, n, err);

	if (!p)
		return NULL;
	s->at = s->end;
	if (s->map && s->map_size % (size_t)sysconf(_SC_PAGESIZE) != 0)
		return p; /* the last page is filled up with zeros */
	return gl_strndup(arena, p, *n);
}

const char *
gl_source_whole(struct gl_source *s, size_t *n, struct gl_err *err)
{
	const char *p = NULL;

	if (s->map) {
		*n = s->end - s->at;
		return s->map + s->at;
	}
	if (gl_spool_open(&s->spool, err) < 0)
		return NULL;
	do {
		if (!(p = gl_source_peek(s, 1, n, err)) || gl_spool_write(&s->spool, p, *n, err) < 0)
			return NULL;
		gl_source_skip(s, *n);
	} while (*n > 0);
	if (gl_spool_map(&s->spool, err) < 0)
		return NULL;
	*n = (size_t)s->spool.size;
	return s->spool.map;
}

void
gl_source_forget(struct gl_source *s, const char *from, const char *to)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), first = (uintptr_t)from, last = (uintptr_t)to / page * page;

	first = (first + page - 1) / page * page;
	if ((s->map || s->spool.map) && first < last)
		madvise((void *)first, last - first, MADV_DONTNEED);
}

void
gl_source_close(struct gl_source *s)
{
	if (!s)
		return;
	gl_spool_close(&s->spool);
	if (s->place)
		s->place->first = s->place->last = 0;
	if (s->map)
		munmap(s->map, s->map_size);
	if (s->standard && s->map) /* where the next reader of this file goes on */
		lseek(s->fd, (off_t)s->at, SEEK_SET);
	if (!s->standard && s->fd >= 0)
		close(s->fd);
	free(s->buffer);
	free(s->name);
	free(s);
}
