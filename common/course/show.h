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

/* A path as the shell takes it, with ~ for the home folder and quotes where it needs them. */
const char *gl_show_path(const char *path, const char *home, struct gl_arena *arena);

#endif
