/* The whole of an input as one batch, for tools that need all examples at once; and where a row of it came from. */
#ifndef GL_WHOLE_H
#define GL_WHOLE_H

#include "format/places.h"

struct gl_whole {
	struct gl_schema schema;
	struct gl_batch batch; /* rows 0: there were no examples */
	struct gl_batch *part; /* what was read at a time */
	size_t nparts;
	struct gl_places places;
};

/* Reads files (n 0: standard input) to their end, into the arena. 0, or -1 with err set. */
int gl_whole_read(struct gl_whole *w, const char *const *paths, size_t n, const struct gl_in_args *args,
    struct gl_arena *life, struct gl_err *err);

/* Puts a row's file and line in the place of "row N: " at the front of a message, as gl_places_put does. Returns -1. */
int gl_whole_place(const struct gl_whole *w, struct gl_err *err);

#endif
