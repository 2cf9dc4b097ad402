/*
 * Which examples a network may have seen in training: those whose inputs are also those of a training row, number by
 * number as float32 (0 and -0 are one number). They say nothing about how good it is with new ones.
 */
#ifndef GL_SEEN_H
#define GL_SEEN_H

#include "format/stream.h"

/* The rows of a data set, to be asked for by their inputs. */
struct gl_seen;

/*
 * Reads the rows of files (as gl_data_open takes them) and keeps 64 bits that stand for the inputs of each: some 21
 * bytes a row, whatever a row holds. NULL with err set.
 */
struct gl_seen *gl_seen_open(
    const char *const *paths, size_t n, const struct gl_in_args *args, struct gl_arena *life, struct gl_err *err);
const char *gl_seen_name(const struct gl_seen *s); /* of its first file */

/* Do these numbers of numbers in field 1 and 2 go with it? -1 where field 1 is of another width. */
int gl_seen_check(const struct gl_seen *s, size_t inputs, struct gl_err *err);

/* A row with the same inputs. */
struct gl_seen_match {
	uint64_t row; /* from 0; the first one with this target, or else the first one at all */
	bool other_target; /* no row with these inputs has this target (false where targets are of another width) */
};

/*
 * Looks for inputs x[nx] with the target t[nt]. 1: found, as the rows themselves say, not their 64 bits alone; 0: not
 * there (rows in which the 64 bits of unlike inputs agree could hide one: below one in a million for 5 million rows);
 * -1 with err set.
 */
int gl_seen_find(struct gl_seen *s, const gl_real *x, size_t nx, const gl_real *t, size_t nt, struct gl_seen_match *m,
    struct gl_err *err);
void gl_seen_close(struct gl_seen *s);

/* What was found over many examples. */
enum { GL_SEEN_FIRST = 5 };
struct gl_seen_count {
	const char *name; /* of the training rows' first file */
	uint64_t seen, conflicting; /* examples; those of them with another target than in training */
	uint64_t unseen_right, unseen_cases; /* of the examples that are not there */
	struct gl_seen_pair {
		uint64_t row, train; /* numbers of rows, from 0 */
		bool other_target;
	} first[GL_SEEN_FIRST]; /* the first ones of `seen` */
};

/* Looks for the rows of a batch, of which right[] of `cases` cases each were right, and counts. */
int gl_seen_add(struct gl_seen_count *c, struct gl_seen *s, const struct gl_batch *b, const uint64_t *right,
    uint64_t cases, struct gl_err *err);

#endif
