/*
 * Where the rows of an input came from, for messages that name a file and a line. Kept as runs of rows that stand one
 * after another in one file, so it takes little memory however many rows there are.
 */
#ifndef GL_PLACES_H
#define GL_PLACES_H

#include "format/stream.h"

struct gl_places {
	struct gl_places_run *run;
	size_t n;
	uint64_t ahead; /* the messages' numbers of rows are so much higher: the input is the later part of a batch */
};

/* Notes the places of the batch that was read last, which has rows. Memory, copies of names too, is the arena's. */
void gl_places_add(struct gl_places *p, const struct gl_in *in, const struct gl_batch *b, struct gl_arena *life);

/* Rows `first` and on, counted from 0, are rows file_row and on of a .npy file, counted from 0. */
void
gl_places_add_rows(struct gl_places *p, uint64_t first, const char *name, uint64_t file_row, struct gl_arena *life);

/*
 * Networks and losses say "row 12: ...", counting from 1 in the input; this puts the row's place in its stead,
 * "x.txt:14: ..." or "x.npy: row 12: ...", and leaves other messages as they are. Returns -1.
 */
int gl_places_put(const struct gl_places *p, struct gl_err *err);

#endif
