/* The learner's working folder of a lesson: the supplied files are put there, answers are looked for. */
#ifndef GL_WORK_H
#define GL_WORK_H

#include "course/course.h"

/* Makes a folder and those above it. */
int gl_work_make(const char *folder, struct gl_err *err);

/*
 * Puts what the lesson supplies into the folder: its files and the starters of its exercises. What is there already
 * stays as it is. The names that were put are added to `put`, a line each, unless it is NULL.
 */
int gl_work_supply(const struct gl_lesson *lesson, const char *folder, struct gl_text *put, struct gl_err *err);

/* Is one of the files of the answer in the folder? Is one of them other than the starter? */
bool gl_work_has(const struct gl_exercise *exercise, const char *folder, struct gl_arena *arena);
bool gl_work_begun(const struct gl_exercise *exercise, const char *folder, struct gl_arena *arena);

/*
 * Renames the files of a lesson, or of one of its exercises, to NAME.old where they are not as supplied. So what
 * gl_work_supply puts there next is the beginning again. The renames are added to `put`, a line each.
 */
int gl_work_aside(const struct gl_lesson *lesson, const struct gl_exercise *only, const char *folder,
    struct gl_text *put, struct gl_err *err);

#endif
