/* Two networks, gradients, states or example streams, compared number by number: what gl-diff does. */
#ifndef GL_COMPARE_H
#define GL_COMPARE_H

#include "format/netfile.h"

struct gl_compare_args {
	double rtol; /* allowed difference, as a share of the largest absolute value in either file's tensor or field */
	double atol; /* and in addition to that */
	bool exact; /* none is allowed */
	struct gl_in_args in;
};

/* Two tensors, or one field of two streams. */
struct gl_compared {
	const char *name;
	uint64_t n, identical; /* numbers; how many are the same in both (nan and nan are, where nan is allowed) */
	double largest; /* greatest absolute value in either */
	double difference; /* greatest |a - b|; infinite where one of them is not finite */
	double a, b; /* the two numbers that differ most */
	uint64_t at; /* their place, from 0 */
	bool differs; /* by more than is allowed */
	char where[96]; /* the place in words: "2,0", "row 17, number 3" */
};

struct gl_comparison {
	struct gl_compared *part;
	size_t n;
	bool differs;
	char why[512]; /* what differs apart from numbers ("b.net has no 0.bias"), or "" */
};

/*
 * Compares two files of one kind ("-": standard input). 0 whether they differ or not; -1 with err set when one can't
 * be read or they are of different kinds. Streams are read once, in constant memory: the tolerance is the same for all
 * numbers of a field, so the greatest difference decides, whenever the largest value comes.
 */
int gl_compare(struct gl_comparison *c, const char *a, const char *b, const struct gl_compare_args *args,
    struct gl_arena *life, struct gl_err *err);

/* Writes a comparison as a table, a line for each part, and a verdict. */
int gl_compare_print(
    const struct gl_comparison *c, const struct gl_compare_args *args, struct gl_sink *s, struct gl_err *err);

#endif
