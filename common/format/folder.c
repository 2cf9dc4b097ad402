#include "format/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *
gl_folder_list(const char *path, size_t *n, struct gl_arena *arena, struct gl_err *err)
{
	size_t room = 64;
	const char **names = gl_alloc(arena, room, sizeof *names);
	DIR *folder = opendir(path);
	struct dirent *entry;

	*n = 0;
	if (!folder) {
		gl_fail_errno(err, "%s", path);
		return NULL;
	}
	for (errno = 0; (entry = readdir(folder)); errno = 0) {
		if (entry->d_name[0] == '.')
			continue;
		if (*n == room) {
			const char **more = gl_alloc(arena, 2 * room, sizeof *more);
			memcpy(more, names, room * sizeof *more);
			names = more;
			room *= 2;
		}
		names[(*n)++] = gl_strdup(arena, entry->d_name);
	}
	int trouble = errno;
	closedir(folder);
	if (trouble) {
		errno = trouble;
		gl_fail_errno(err, "%s", path);
		return NULL;
	}
	qsort(names, *n, sizeof *names, by_name);
	return names;
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool
is_shard(const char *name)
{
	static const char end[] = ".npy";
	size_t n = strlen(name);

	return n >= sizeof end && strcmp(name + n - (sizeof end - 1), end) == 0;
}

struct list {
	const char **path;
	size_t n, room;
	struct gl_arena *arena;
};

static void
push(struct list *l, const char *path)
{
	if (l->n == l->room) {
		l->room = l->room ? 2 * l->room : 64;
		const char **more = gl_alloc_raw(l->arena, l->room, sizeof *more);
		if (l->n > 0)
			memcpy(more, l->path, l->n * sizeof *more);
		l->path = more;
	}
	l->path[l->n++] = path;
}

static int
push_shards(struct list *l, const char *folder, struct gl_err *err)
{
	size_t n, before = l->n;
	const char *const *name = gl_folder_list(folder, &n, l->arena, err);
	const char *between = folder[strlen(folder) - 1] == '/' ? "" : "/";

	if (!name)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (is_shard(name[i]))
			push(l, gl_asprintf(l->arena, "%s%s%s", folder, between, name[i]));
	if (l->n > before)
		return 0;
	gl_fail(err, "is a directory, and nothing in it ends in .npy");
	gl_hint(err, "a folder stands for its .npy files; gl-cat -b makes them; files of text are named one by one");
	return gl_fail_at(err, folder, 0);
}

const char *const *
gl_folder_files(const char *const *paths, size_t n, size_t *count, struct gl_arena *arena, struct gl_err *err)
{
	struct list l = {.arena = arena};

	for (size_t i = 0; i < n; i++)
		if (!is_folder(paths[i]))
			push(&l, paths[i]);
		else if (push_shards(&l, paths[i], err) < 0)
			return NULL;
	*count = l.n;
	return l.path;
}

int
gl_folder_make(const char *path, struct gl_err *err)
{
	char part[4096];
	size_t n = strlen(path);
	struct stat st;

	if (n >= sizeof part)
		return gl_fail(err, "the folder's name is too long");
	for (size_t i = 1; i <= n; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		snprintf(part, sizeof part, "%.*s", (int)i, path);
		if (mkdir(part, 0777) < 0 && errno != EEXIST)
			return gl_fail_errno(err, "%s", part);
	}
	if (stat(path, &st) < 0)
		return gl_fail_errno(err, "%s", path);
	return S_ISDIR(st.st_mode) ? 0 : gl_fail(err, "%s: is there, and is not a folder", path);
}
