/*
 * The list of mistakes: a line for each case in which a network is wrong, as TSV, so that the examples can be picked
 * out and looked at.
 */
#ifndef GL_MISTAKES_H
#define GL_MISTAKES_H

#include "format/stream.h"
#include "train/metrics.h"

struct gl_mistakes;

/*
 * Opens the list (path as gl_sink_open takes it). worst 0: all mistakes, in the order of the rows, written as they
 * come. Else the `worst` worst ones, the worst first: where a wrong answer had the highest probability; of values, the
 * largest errors. Of these, twice as many are held in memory. NULL with err set.
 */
struct gl_mistakes *gl_mistakes_open(const char *path, uint64_t worst, struct gl_arena *life, struct gl_err *err);

/*
 * Writes the header: what the columns are follows from the outputs. label: the classes' names, or NULL. Of values and
 * worst 0, the GL_WORST_VALUES worst are listed: none of them is plainly right or wrong.
 */
enum { GL_WORST_VALUES = 20 };
int gl_mistakes_begin(struct gl_mistakes *k, const struct gl_metrics *m, const char *const *label,
    const struct gl_schema *s, struct gl_err *err);

/* A batch and its outputs. */
int gl_mistakes_add(struct gl_mistakes *k, const struct gl_batch *b, const struct gl_tensor *y, struct gl_arena *pass,
    struct gl_err *err);

/* Writes what is still held, and commits. */
int gl_mistakes_finish(struct gl_mistakes *k, struct gl_err *err);

#endif
