/* The course as text: what gradlab prints. */
#ifndef GL_SHOW_H
#define GL_SHOW_H

#include "course/course.h"

/* The map: a line for each lesson with what is passed, and what is next. */
void gl_show_map(const struct gl_course *course, struct gl_text *out);

/* A line for each exercise, for programs: number, name, state, failed checks, hints, day; TABs between. */
void gl_show_porcelain(const struct gl_course *course, struct gl_text *out);

/* The same for people, lessons that were begun only. */
void gl_show_progress(const struct gl_course *course, struct gl_text *out);

/* A lesson's exercises with their numbers, titles and states, two spaces in front. */
void gl_show_exercises(const struct gl_lesson *lesson, struct gl_text *out);

/* What an exercise asks for; why its answer works. 0, or -1 with err set. */
int gl_show_goal(
    const struct gl_lesson *lesson, const struct gl_exercise *exercise, struct gl_text *out, struct gl_err *err);
int gl_show_explain(const struct gl_exercise *exercise, struct gl_text *out, struct gl_err *err);

/* Hint number `hints` of the exercise, of GL_HINTS. */
enum { GL_HINTS = 3, GL_TRIES = 3 };
int gl_show_hint(
    const struct gl_lesson *lesson, const struct gl_exercise *exercise, struct gl_text *out, struct gl_err *err);

/* A solution after a pass or GL_TRIES tries: 1; else how many tries are left: 0. -1 with err set. */
int gl_show_solution(
    const struct gl_lesson *lesson, const struct gl_exercise *exercise, struct gl_text *out, struct gl_err *err);

#endif
