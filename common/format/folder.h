/* Folders. */
#ifndef GL_FOLDER_H
#define GL_FOLDER_H

#include "core/arena.h"
#include "core/err.h"

#include <stddef.h>

/*
 * The names of the n things in a folder, in byte order, without those that begin with a dot. In the arena; NULL with
 * err set.
 */
const char *const *gl_folder_list(const char *path, size_t *n, struct gl_arena *arena, struct gl_err *err);

/*
 * The files that n arguments name: a folder among them stands for all its *.npy files, in byte order of their names,
 * so that a data set in many pieces (shards) is one argument. In the arena; NULL with err set, for a folder that has
 * none, too.
 */
const char *const *
gl_folder_files(const char *const *paths, size_t n, size_t *count, struct gl_arena *arena, struct gl_err *err);

/* Makes a folder, and those above it; one that is there already is fine. 0, or -1 with err set. */
int gl_folder_make(const char *path, struct gl_err *err);

#endif
