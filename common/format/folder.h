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

#endif
