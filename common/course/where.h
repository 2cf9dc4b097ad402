/* Where things are: the course, the note of progress, the learner's folders. */
#ifndef GL_WHERE_H
#define GL_WHERE_H

#include "course/course.h"

struct gl_where {
	const char *bin; /* the folder of the program */
	const char *here; /* the current folder */
	const char *home; /* or NULL */
};

/* Finds out the three above. 0, or -1 with err set: the current folder is gone. */
int gl_where_find(struct gl_where *where, struct gl_arena *life, struct gl_err *err);

/* The folder of the course: GRADLAB_COURSE, else what a build or an installation has beside the program. NULL: none. */
const char *gl_where_course(const struct gl_where *where, struct gl_arena *life, struct gl_err *err);

/* The file of progress, below XDG_STATE_HOME or the home folder. NULL with err set when neither is known. */
const char *gl_where_progress(const struct gl_where *where, struct gl_arena *life, struct gl_err *err);

/* The lesson whose folder is the current one, else the one that was opened last, else NULL. */
struct gl_lesson *gl_where_lesson(const struct gl_where *where, const struct gl_course *course);

/* Where a lesson is opened: where it was before, else ~/gradlab/04-neuron. */
const char *gl_where_open(const struct gl_where *where, const struct gl_lesson *lesson, struct gl_arena *life);

/* Where the answer of an exercise is: here if it is here, else where its lesson was opened, else here. */
const char *gl_where_answer(const struct gl_where *where, const struct gl_lesson *lesson,
    const struct gl_exercise *exercise, struct gl_arena *life);

/* A path as the shell takes it, with ~ for the home folder and quotes where it needs them. */
const char *gl_where_shown(const struct gl_where *where, const char *path, struct gl_arena *life);

#endif
