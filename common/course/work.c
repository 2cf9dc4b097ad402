#include "course/work.h"

#include "format/file.h"
#include "format/folder.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int
gl_work_make(const char *folder, struct gl_err *err)
{
	char part[4096];
	size_t n = strlen(folder);

	if (n == 0 || n >= sizeof part)
		return gl_fail(err, "this is no name of a folder: '%.60s'", folder);
	for (size_t i = 1; i <= n; i++) {
		if (folder[i] != '/' && folder[i] != '\0')
			continue;
		snprintf(part, sizeof part, "%.*s", (int)i, folder);
		if (mkdir(part, 0777) < 0 && errno != EEXIST)
			return gl_fail_errno(err, "%s", part);
	}
	return 0;
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool
exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

static int
copy_file(const char *from, const char *to, struct gl_arena *pass, struct gl_err *err)
{
	struct gl_source *source = gl_source_open(from, err);
	struct gl_sink *sink;
	const char *bytes;
	size_t n;

	if (!source)
		return -1;
	if (!(bytes = gl_source_all(source, &n, pass, err)) || !(sink = gl_sink_open(to, err))) {
		gl_source_close(source);
		return -1;
	}
	gl_sink_write(sink, bytes, n, err);
	gl_source_close(source);
	return gl_sink_commit(sink, err);
}

/* Do two files hold the same bytes? False when one of them cannot be read. */
static bool
same(const char *a, const char *b, struct gl_arena *pass)
{
	struct gl_err err;
	struct gl_source *one = gl_source_open(a, &err), *two = gl_source_open(b, &err);
	size_t m = 0, n = 0;
	const char *x = one ? gl_source_all(one, &m, pass, &err) : NULL;
	const char *y = two ? gl_source_all(two, &n, pass, &err) : NULL;
	bool equal = x && y && m == n && memcmp(x, y, n) == 0;

	if (one)
		gl_source_close(one);
	if (two)
		gl_source_close(two);
	return equal;
}

/* What is done with each file of a supplied folder: `from` is the supplied one, `name` what it is called below `to`. */
typedef int each_fn(
    const char *from, const char *to, const char *name, struct gl_text *put, struct gl_arena *pass, struct gl_err *err);

/* Calls each for all files in folder/below and the folders in it; below is "" or ends with a slash. */
static int
walk(const char *folder, const char *below, const char *to, each_fn *each, struct gl_text *put, struct gl_arena *pass,
    struct gl_err *err)
{
	size_t n;
	const char *const *name = gl_folder_list(gl_asprintf(pass, "%s/%s", folder, below), &n, pass, err);

	if (!name)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const char *inner = gl_asprintf(pass, "%s%s", below, name[i]);
		const char *from = gl_asprintf(pass, "%s/%s", folder, inner);
		if (is_folder(from)) {
			if (walk(folder, gl_asprintf(pass, "%s/", inner), to, each, put, pass, err) < 0)
				return -1;
		} else if (each(from, to, inner, put, pass, err) < 0)
			return -1;
	}
	return 0;
}

/* The same for all that a lesson supplies, or one exercise of it. */
static int
walk_lesson(const struct gl_lesson *lesson, const struct gl_exercise *only, const char *to, each_fn *each,
    struct gl_text *put, struct gl_err *err)
{
	struct gl_arena pass = {0};
	int status = 0;

	if (lesson->path && !only) {
		const char *files = gl_asprintf(&pass, "%s/files", lesson->path);
		if (is_folder(files))
			status = walk(files, "", to, each, put, &pass, err);
	}
	for (size_t i = 0; i < lesson->n && status == 0; i++) {
		const struct gl_exercise *e = &lesson->exercise[i];
		const char *starter = gl_asprintf(&pass, "%s/starter", e->path);
		if ((!only || only == e) && is_folder(starter))
			status = walk(starter, "", to, each, put, &pass, err);
	}
	gl_arena_free(&pass);
	return status;
}

static int
put_one(
    const char *from, const char *to, const char *name, struct gl_text *put, struct gl_arena *pass, struct gl_err *err)
{
	char *path = gl_asprintf(pass, "%s/%s", to, name), *slash;

	if (exists(path))
		return 0;
	if (strchr(name, '/')) {
		slash = strrchr(path, '/');
		*slash = '\0';
		if (gl_work_make(path, err) < 0)
			return -1;
		*slash = '/';
	}
	if (copy_file(from, path, pass, err) < 0)
		return -1;
	if (put)
		gl_text_add(put, "%s\n", name);
	return 0;
}

int
gl_work_supply(const struct gl_lesson *lesson, const char *folder, struct gl_text *put, struct gl_err *err)
{
	if (gl_work_make(folder, err) < 0)
		return -1;
	return walk_lesson(lesson, NULL, folder, put_one, put, err);
}

bool
gl_work_has(const struct gl_exercise *exercise, const char *folder, struct gl_arena *arena)
{
	for (size_t i = 0; i < exercise->nanswer; i++)
		if (exists(gl_asprintf(arena, "%s/%s", folder, exercise->answer[i])))
			return true;
	return false;
}

bool
gl_work_begun(const struct gl_exercise *exercise, const char *folder, struct gl_arena *arena)
{
	for (size_t i = 0; i < exercise->nanswer; i++) {
		const char *mine = gl_asprintf(arena, "%s/%s", folder, exercise->answer[i]);
		const char *given = gl_asprintf(arena, "%s/starter/%s", exercise->path, exercise->answer[i]);
		if (exists(mine) && !same(mine, given, arena))
			return true;
	}
	return false;
}

/* Gives a file a name that is free: NAME.old, NAME.old2 ... */
static int
rename_old(const char *folder, const char *name, struct gl_text *put, struct gl_arena *pass, struct gl_err *err)
{
	const char *path = gl_asprintf(pass, "%s/%s", folder, name), *old = gl_asprintf(pass, "%s.old", name);

	for (int i = 2; exists(gl_asprintf(pass, "%s/%s", folder, old)); i++)
		old = gl_asprintf(pass, "%s.old%d", name, i);
	if (rename(path, gl_asprintf(pass, "%s/%s", folder, old)) < 0)
		return gl_fail_errno(err, "%s", path);
	gl_text_add(put, "%s is now %s\n", name, old);
	return 0;
}

static int
aside_one(
    const char *from, const char *to, const char *name, struct gl_text *put, struct gl_arena *pass, struct gl_err *err)
{
	const char *path = gl_asprintf(pass, "%s/%s", to, name);

	if (!exists(path) || same(path, from, pass))
		return 0;
	return rename_old(to, name, put, pass, err);
}

int
gl_work_aside(const struct gl_lesson *lesson, const struct gl_exercise *only, const char *folder, struct gl_text *put,
    struct gl_err *err)
{
	struct gl_arena pass = {0};
	int status = walk_lesson(lesson, only, folder, aside_one, put, err);

	/* answers that have no starter */
	for (size_t i = 0; i < lesson->n && status == 0; i++) {
		const struct gl_exercise *e = &lesson->exercise[i];
		for (size_t j = 0; j < e->nanswer && (!only || only == e) && status == 0; j++) {
			const char *given = gl_asprintf(&pass, "%s/starter/%s", e->path, e->answer[j]);
			if (!exists(given))
				status = aside_one(given, folder, e->answer[j], put, &pass, err);
		}
	}
	gl_arena_free(&pass);
	return status;
}
