/*
 * The course: what lessons and exercises there are, read from the folder that `make course` assembles, and how far the
 * learner is, kept in one readable file. See gradlab-authoring(7) for the folder and gradlab(1) for the file.
 */
#ifndef GL_COURSE_H
#define GL_COURSE_H

#include "core/arena.h"
#include "core/err.h"
#include "core/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { GL_DATE_TEXT = 11 }; /* "2026-11-23" and a NUL */

struct gl_exercise {
	int number; /* in its lesson, from 1 */
	const char *id; /* "04/2-sum": lesson and folder */
	const char *path; /* the folder with its parts */
	const char *title; /* first line of goal */
	const char *const *answer; /* the names of the files that the learner writes */
	size_t nanswer;
	uint64_t tries, hints; /* failed checks; hints shown */
	char passed[GL_DATE_TEXT]; /* the day of the first pass, or "" */
};

struct gl_lesson {
	int number;
	const char *id; /* "04-neuron" */
	const char *title;
	const char *page; /* manual page as mdoc, without its ".7"; NULL: not written yet */
	const char *path; /* the folder with its exercises and files; NULL: there are none */
	struct gl_exercise *exercise;
	size_t n;
	const char *folder; /* where the learner opened it last, or NULL */
	char opened[GL_DATE_TEXT]; /* the day, or "" */
	uint64_t turn; /* lessons opened later have larger numbers; 0: never */
};

struct gl_course {
	const char *root; /* BUILD/course or PREFIX/share/gradlab/course */
	struct gl_lesson *lesson;
	size_t n;
	const char *progress; /* path of the file */
	struct gl_text kept; /* lines of it about what this course does not have */
};

/* Reads the course below root. Everything lives in the arena. 0, or -1 with err set. */
int gl_course_read(struct gl_course *course, const char *root, struct gl_arena *life, struct gl_err *err);

/* How far the learner is: from the file at path, which need not exist, and back to it; folders above it are made. */
int gl_progress_read(struct gl_course *course, const char *path, struct gl_arena *life, struct gl_err *err);
int gl_progress_write(const struct gl_course *course, struct gl_err *err);

size_t gl_lesson_passed(const struct gl_lesson *lesson); /* the number of exercises passed */
/* All exercises are passed; one without exercises counts once it has been opened. */
bool gl_lesson_done(const struct gl_lesson *lesson);
/*
 * The written lesson to go on with, or NULL: the first that is not done, from the one opened last on, and then from
 * the beginning.
 */
const struct gl_lesson *gl_course_next(const struct gl_course *course);

/*
 * Finds what a learner names: "4", "04", "04-neuron" or "neuron" is a lesson; "4.2", "04.2" or "04/2" an exercise.
 * *exercise is NULL when a lesson is named. 0, or -1 with err set.
 */
int gl_course_find(const struct gl_course *course, const char *name, struct gl_lesson **lesson,
    struct gl_exercise **exercise, struct gl_err *err);

/* A file as text, such as a part of an exercise; NULL with err set. */
const char *gl_course_text(const char *path, struct gl_arena *arena, struct gl_err *err);

#endif
