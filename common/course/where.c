#include "course/where.h"

#include "core/real.h"
#include "course/work.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int
gl_where_find(struct gl_where *where, struct gl_arena *life, struct gl_err *err)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	const char *home = getenv("HOME");

	path[n > 0 ? n : 0] = '\0';
	if (strrchr(path, '/'))
		*strrchr(path, '/') = '\0';
	where->bin = gl_strdup(life, *path ? path : ".");
	where->home = home && *home == '/' ? home : NULL;
	if (!getcwd(path, sizeof path)) {
		gl_fail_errno(err, "the current folder");
		return gl_hint(err, "cd to a folder that exists");
	}
	where->here = gl_strdup(life, path);
	return 0;
}

const char *
gl_where_course(const struct gl_where *where, struct gl_arena *life, struct gl_err *err)
{
	static const char *const beside[] = {"../course", "../share/gradlab/course"};
	const char *given = getenv("GRADLAB_COURSE");

	if (given && *given)
		return given;
	for (size_t i = 0; i < GL_LEN(beside); i++) {
		const char *root = gl_asprintf(life, "%s/%s", where->bin, beside[i]);
		if (access(gl_asprintf(life, "%s/lessons", root), F_OK) == 0)
			return root;
	}
	gl_fail(err, "the course is neither in %s/%s nor in %s/%s", where->bin, beside[0], where->bin, beside[1]);
	gl_hint(err, "make course makes it, make install puts it there; or set GRADLAB_COURSE");
	return NULL;
}

const char *
gl_where_progress(const struct gl_where *where, struct gl_arena *life, struct gl_err *err)
{
	const char *state = getenv("XDG_STATE_HOME");

	if (state && *state == '/')
		return gl_asprintf(life, "%s/gradlab/progress", state);
	if (where->home)
		return gl_asprintf(life, "%s/.local/state/gradlab/progress", where->home);
	gl_fail(err, "neither HOME nor XDG_STATE_HOME says where progress is to be kept");
	return NULL;
}

struct gl_lesson *
gl_where_lesson(const struct gl_where *where, const struct gl_course *course)
{
	struct gl_lesson *last = NULL;

	for (size_t i = 0; i < course->n; i++) {
		struct gl_lesson *l = &course->lesson[i];
		if (l->folder && strcmp(l->folder, where->here) == 0)
			return l;
		if (l->turn > 0 && (!last || l->turn > last->turn))
			last = l;
	}
	return last;
}

const char *
gl_where_open(const struct gl_where *where, const struct gl_lesson *lesson, struct gl_arena *life)
{
	if (lesson->folder)
		return lesson->folder;
	return gl_asprintf(life, "%s/gradlab/%s", where->home ? where->home : where->here, lesson->id);
}

const char *
gl_where_answer(const struct gl_where *where, const struct gl_lesson *lesson, const struct gl_exercise *exercise,
    struct gl_arena *life)
{
	if (!lesson->folder || gl_work_has(exercise, where->here, life) || access(lesson->folder, F_OK) < 0)
		return where->here;
	return lesson->folder;
}

const char *
gl_where_shown(const struct gl_where *where, const char *path, struct gl_arena *life)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+@%:,";
	size_t n = where->home ? strlen(where->home) : 0;
	bool below = n > 1 && strncmp(path, where->home, n) == 0 && path[n] == '/';
	const char *rest = below ? path + n : path; /* a shell needs no quotes for what ~ stands for */

	if (strspn(rest, plain) != strlen(rest)) {
		struct gl_text quoted = {.arena = life};
		gl_text_add(&quoted, "'");
		for (const char *p = path; *p; p++)
			gl_text_add(&quoted, *p == '\'' ? "'\\''" : "%c", *p);
		gl_text_add(&quoted, "'");
		return quoted.s;
	}
	return below ? gl_asprintf(life, "~%s", rest) : path;
}
