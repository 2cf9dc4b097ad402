/* Reading the folder of the course, and finding what is in it. */
#include "course/course.h"

#include "format/file.h"
#include "format/folder.h"

#include <ctype.h>
#include <string.h>
#include <unistd.h>

const char *
gl_course_text(const char *path, struct gl_arena *arena, struct gl_err *err)
{
	struct gl_source *source = gl_source_open(path, err);
	const char *text;
	size_t n;

	if (!source)
		return NULL;
	text = gl_source_all(source, &n, arena, err);
	if (text)
		text = gl_strndup(arena, text, n);
	gl_source_close(source);
	return text;
}

/* The lines of a text that are not empty. */
static const char *const *
lines(const char *text, size_t *n, struct gl_arena *arena)
{
	size_t room = 1;

	for (const char *p = text; *p; p++)
		room += *p == '\n';
	const char **line = gl_alloc(arena, room, sizeof *line);
	for (*n = 0; *text;) {
		size_t k = strcspn(text, "\n");
		if (k > 0)
			line[(*n)++] = gl_strndup(arena, text, k);
		text += k + (text[k] == '\n');
	}
	return line;
}

/* Reads a number at the beginning of a word; *end is what is behind it. -1 where there is none below 1000. */
static int
leading_number(const char *word, const char **end)
{
	int n = 0;
	const char *p = word;

	for (; isdigit((unsigned char)*p) && n < 100; p++)
		n = 10 * n + (*p - '0');
	*end = p;
	return p == word || isdigit((unsigned char)*p) ? -1 : n;
}

/* The title of a page: what stands behind its .Nd. */
static const char *
page_title(const char *page, struct gl_arena *arena, struct gl_err *err)
{
	const char *text = gl_course_text(page, arena, err), *at;

	if (!text)
		return NULL;
	if (!(at = strstr(text, "\n.Nd "))) {
		gl_fail(err, "%s: no line begins with .Nd, so it has no title", page);
		return NULL;
	}
	at += strlen("\n.Nd ");
	at += *at == '"'; /* quotes round the whole are mdoc's */
	return gl_strndup(arena, at, strcspn(at, "\"\n"));
}

static int
read_exercise(
    struct gl_exercise *e, const struct gl_lesson *lesson, const char *name, struct gl_arena *life, struct gl_err *err)
{
	const char *rest;

	e->number = leading_number(name, &rest);
	e->path = gl_asprintf(life, "%s/%s", lesson->path, name);
	e->id = gl_asprintf(life, "%.2s/%s", lesson->id, name);
	const char *goal = gl_course_text(gl_asprintf(life, "%s/goal", e->path), life, err);
	const char *answer = goal ? gl_course_text(gl_asprintf(life, "%s/answer", e->path), life, err) : NULL;
	if (!answer)
		return -1;
	e->title = gl_strndup(life, goal, strcspn(goal, "\n"));
	e->answer = lines(answer, &e->nanswer, life);
	return 0;
}

/* Exercises are the folders whose names begin with a number, in the order of these. */
static int
read_exercises(struct gl_lesson *lesson, struct gl_arena *life, struct gl_err *err)
{
	size_t n;
	const char *const *name = gl_folder_list(lesson->path, &n, life, err), *rest;

	if (!name)
		return -1;
	lesson->exercise = gl_alloc(life, n, sizeof *lesson->exercise);
	for (int number = 1; number <= 99; number++)
		for (size_t i = 0; i < n; i++)
			if (leading_number(name[i], &rest) == number && *rest == '-' &&
			    read_exercise(&lesson->exercise[lesson->n++], lesson, name[i], life, err) < 0)
				return -1;
	return 0;
}

/* A line of the file `lessons`: number and name, a TAB, the title of a lesson that is not written yet. */
static int
read_lesson(struct gl_lesson *lesson, const char *line, const char *root, struct gl_arena *life, struct gl_err *err)
{
	const char *rest;
	size_t n = strcspn(line, "\t");

	lesson->number = leading_number(line, &rest);
	if (lesson->number < 0 || *rest != '-' || line[n] != '\t')
		return gl_fail(err, "%s/lessons: a line is not number, name, TAB and title: %s", root, line);
	lesson->id = gl_strndup(life, line, n);
	lesson->title = gl_strdup(life, line + n + 1);
	lesson->page = gl_asprintf(life, "%s/pages/gradlab-%s.7", root, lesson->id);
	if (access(lesson->page, F_OK) < 0) {
		lesson->page = NULL;
		return 0;
	}
	if (!(lesson->title = page_title(lesson->page, life, err)))
		return -1;
	lesson->path = gl_asprintf(life, "%s/%.2s", root, lesson->id);
	if (access(lesson->path, F_OK) < 0) {
		lesson->path = NULL;
		return 0;
	}
	return read_exercises(lesson, life, err);
}

int
gl_course_read(struct gl_course *course, const char *root, struct gl_arena *life, struct gl_err *err)
{
	const char *text = gl_course_text(gl_asprintf(life, "%s/lessons", root), life, err);

	if (!text)
		return -1;
	*course = (struct gl_course){.root = root, .kept = {.arena = life}};
	const char *const *line = lines(text, &course->n, life);
	course->lesson = gl_alloc(life, course->n, sizeof *course->lesson);
	for (size_t i = 0; i < course->n; i++)
		if (read_lesson(&course->lesson[i], line[i], root, life, err) < 0)
			return -1;
	return 0;
}

size_t
gl_lesson_passed(const struct gl_lesson *lesson)
{
	size_t passed = 0;

	for (size_t i = 0; i < lesson->n; i++)
		passed += lesson->exercise[i].passed[0] != '\0';
	return passed;
}

bool
gl_lesson_done(const struct gl_lesson *lesson)
{
	return lesson->n > 0 ? gl_lesson_passed(lesson) == lesson->n : lesson->turn > 0;
}

const struct gl_lesson *
gl_course_next(const struct gl_course *course)
{
	size_t start = 0;

	for (size_t i = 0; i < course->n; i++)
		if (course->lesson[i].turn > course->lesson[start].turn)
			start = i;
	for (size_t k = 0; k < course->n; k++) {
		const struct gl_lesson *l = &course->lesson[(start + k) % course->n];
		if (l->page && !gl_lesson_done(l))
			return l;
	}
	return NULL;
}

/* The exercise that the rest of a name says, after the lesson: ".2", "/2" or "/2-sum". */
static int
find_exercise(struct gl_lesson *lesson, const char *rest, struct gl_exercise **exercise, struct gl_err *err)
{
	const char *end;
	int number = leading_number(rest + 1, &end);

	for (size_t i = 0; i < lesson->n; i++) {
		struct gl_exercise *e = &lesson->exercise[i];
		if ((e->number == number && *end == '\0') || strcmp(e->id + 3, rest + 1) == 0) {
			*exercise = e;
			return 0;
		}
	}
	gl_fail(err, "lesson %.2s has no exercise '%s'", lesson->id, rest + 1);
	if (lesson->n == 0)
		return gl_hint(err, "it has no exercises yet");
	return gl_hint(err, "it has %zu: the first is %d.1", lesson->n, lesson->number);
}

static int
no_lesson(const struct gl_course *course, const char *name, struct gl_err *err)
{
	struct gl_arena pass = {0};
	const char **names = gl_alloc(&pass, course->n + 1, sizeof *names), *near;

	for (size_t i = 0; i < course->n; i++)
		names[i] = course->lesson[i].id + 3;
	near = gl_nearest(name, names);
	gl_fail(err, "there is no lesson '%s'", name);
	if (near)
		gl_hint(err, "did you mean %s?", near);
	else if (course->n > 0)
		gl_hint(err, "the course has lessons %.2s to %.2s; gradlab alone lists them", course->lesson[0].id,
		    course->lesson[course->n - 1].id);
	gl_arena_free(&pass);
	return -1;
}

int
gl_course_find(const struct gl_course *course, const char *name, struct gl_lesson **lesson,
    struct gl_exercise **exercise, struct gl_err *err)
{
	const char *rest;
	int number = leading_number(name, &rest);

	*exercise = NULL;
	for (size_t i = 0; i < course->n; i++) {
		struct gl_lesson *l = *lesson = &course->lesson[i];
		if (strcmp(name, l->id) == 0 || strcmp(name, l->id + 3) == 0)
			return 0;
		if (number != l->number)
			continue;
		if (*rest == '\0')
			return 0;
		if (*rest == '.' || *rest == '/')
			return find_exercise(l, rest, exercise, err);
	}
	return no_lesson(course, name, err);
}
