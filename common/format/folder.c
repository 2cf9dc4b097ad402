#include "format/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

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
