/* The whole of an input as one batch, for tools that need all examples at once; and where a row of it came from. */
#ifndef GL_WHOLE_H
#define GL_WHOLE_H

#include "format/stream.h"

struct gl_whole {
	struct gl_schema schema;
	struct gl_batch batch; /* rows 0: there were no examples */
	struct gl_whole_part *part; /* what was read at a time, and its places */
	size_t nparts;
};

/* Reads files (n 0: standard input) to their end, into the arena. 0, or -1 with err set. */
int gl_whole_read(struct gl_whole *w, const char *const *paths, size_t n, const struct gl_in_args *args,
    struct gl_arena *life, struct gl_err *err);

/*
 * Networks and losses say "row 12: ...", counting from 1 in the input; these put the row's place in its stead,
 * "x.txt:14: ..." or "x.npy: row 12: ...", and leave other messages as they are. The second is for the batch that was
 * read last. Both return -1.
 */
int gl_whole_place(const struct gl_whole *w, struct gl_err *err);
int gl_in_place(const struct gl_in *in, const struct gl_batch *b, struct gl_err *err);

#endif
