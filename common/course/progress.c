/*
 * The file of progress. A line for each lesson that was opened and for each exercise that was tried:
 *
 *     lesson 04-neuron 2026-11-23 3 /srv/ann/gradlab/04-neuron
 *     exercise 04/2-sum 2026-11-23 tries 1 hints 2
 *
 * that is the day and the turn it was opened in, and the folder; the day of the first pass, or -. Lines that begin
 * with # are for the reader; those about lessons and exercises that this course does not have are kept.
 */
#include "course/course.h"
#include "format/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char heading[] = "# GradLab: how far you are in the course. gradlab(1) says what the lines mean.\n";

static struct gl_lesson *
lesson_called(struct gl_course *course, const char *id)
{
	for (size_t i = 0; i < course->n; i++)
		if (strcmp(course->lesson[i].id, id) == 0)
			return &course->lesson[i];
	return NULL;
}

static struct gl_exercise *
exercise_called(struct gl_course *course, const char *id)
{
	for (size_t i = 0; i < course->n; i++)
		for (size_t j = 0; j < course->lesson[i].n; j++)
			if (strcmp(course->lesson[i].exercise[j].id, id) == 0)
				return &course->lesson[i].exercise[j];
	return NULL;
}

/* Takes in one line. 0, or -1 when it is not of the form above. */
static int
take(struct gl_course *course, const char *line, struct gl_arena *life)
{
	char id[64], day[GL_DATE_TEXT];
	unsigned long long a, b;
	int at = 0;

	if (sscanf(line, "lesson %63s %10s %9llu %n", id, day, &a, &at) == 3 && at > 0 && line[at]) {
		struct gl_lesson *lesson = lesson_called(course, id);
		if (!lesson) {
			gl_text_add(&course->kept, "%s\n", line);
			return 0;
		}
		snprintf(lesson->opened, sizeof lesson->opened, "%s", day);
		lesson->turn = a;
		lesson->folder = gl_strdup(life, line + at);
		return 0;
	}
	if (sscanf(line, "exercise %63s %10s tries %9llu hints %9llu%n", id, day, &a, &b, &at) == 4 && at > 0 &&
	    !line[at]) {
		struct gl_exercise *exercise = exercise_called(course, id);
		if (!exercise) {
			gl_text_add(&course->kept, "%s\n", line);
			return 0;
		}
		snprintf(exercise->passed, sizeof exercise->passed, "%s", strcmp(day, "-") == 0 ? "" : day);
		exercise->tries = a;
		exercise->hints = b;
		return 0;
	}
	return -1;
}

int
gl_progress_read(struct gl_course *course, const char *path, struct gl_arena *life, struct gl_err *err)
{
	const char *text;

	course->progress = path;
	if (access(path, F_OK) < 0 && errno == ENOENT)
		return 0;
	if (!(text = gl_course_text(path, life, err)))
		return -1;
	for (size_t number = 1; *text; number++) {
		size_t n = strcspn(text, "\n");
		const char *line = gl_strndup(life, text, n);
		if (*line && *line != '#' && take(course, line, life) < 0) {
			gl_fail(err, "this is not a line of progress: %.60s", line);
			gl_fail_at(err, path, number);
			return gl_hint(err, "correct or delete the line");
		}
		text += n + (text[n] == '\n');
	}
	return 0;
}

/* Makes the folders above a file. */
static int
make_above(const char *path, struct gl_err *err)
{
	char part[4096];

	for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(part, sizeof part, "%.*s", (int)(slash - path), path);
		if (mkdir(part, 0777) < 0 && errno != EEXIST)
			return gl_fail_errno(err, "%s", part);
	}
	return 0;
}

int
gl_progress_write(const struct gl_course *course, struct gl_err *err)
{
	struct gl_sink *sink;

	if (make_above(course->progress, err) < 0 || !(sink = gl_sink_open(course->progress, err)))
		return -1;
	gl_sink_print(sink, err, "%s", heading);
	for (size_t i = 0; i < course->n; i++) {
		const struct gl_lesson *l = &course->lesson[i];
		if (l->turn > 0)
			gl_sink_print(sink, err, "lesson %s %s %llu %s\n", l->id, l->opened,
			    (unsigned long long)l->turn, l->folder);
		for (size_t j = 0; j < l->n; j++) {
			const struct gl_exercise *e = &l->exercise[j];
			if (e->passed[0] || e->tries || e->hints)
				gl_sink_print(sink, err, "exercise %s %s tries %llu hints %llu\n", e->id,
				    e->passed[0] ? e->passed : "-", (unsigned long long)e->tries,
				    (unsigned long long)e->hints);
		}
	}
	if (course->kept.n > 0)
		gl_sink_print(sink, err, "%s", course->kept.s);
	return gl_sink_commit(sink, err);
}
