/* Dividing examples into parts, such as training, validation and test: every row goes to exactly one. */
#ifndef GL_SPLIT_H
#define GL_SPLIT_H

#include "format/stream.h"

enum { GL_PARTS = 64 };

struct gl_part {
	char name[64];
	enum { GL_PART_SHARE, GL_PART_COUNT, GL_PART_REST } kind;
	double share; /* of all rows, 0 to 1 */
	uint64_t count; /* rows: as asked for, then (gl_parts_count) as they come out */
};

struct gl_parts {
	struct gl_part part[GL_PARTS];
	int n;
};

/* "train=70%,val=15%,test=15%", "train=1000,test=rest". 0, or -1 with err set. */
int gl_parts_parse(const char *text, struct gl_parts *parts, struct gl_err *err);

/*
 * How many of n rows each part gets: count is set. A share need not be a whole number of rows: all are rounded down,
 * and the rows left over go one each to the parts that lost most by that (the method of largest remainders; of equals
 * to the one named first). -1 when the parts do not add up to n.
 */
int gl_parts_count(struct gl_parts *parts, uint64_t n, struct gl_err *err);

/* The n equal parts, 1/n each, of cross-validation. */
void gl_parts_folds(struct gl_parts *parts, int n);

struct gl_split_args {
	bool shuffle; /* else parts are runs of rows in their order */
	bool stratify; /* every part gets each class (value of field 2) in proportion */
	uint32_t seed;
};

/*
 * Deals the rows of data among the parts, whose counts are set. index (rows) is filled with row numbers: first those
 * of part 0, then those of part 1, and so on; within a part in the order of the shuffle, or of the data. -1 with err
 * set when field 2 has no classes.
 */
int gl_split(const struct gl_data *data, const struct gl_parts *parts, const struct gl_split_args *args,
    uint64_t *index, struct gl_err *err);

/* Fold number f of those becomes the part "test", and all others the part "train", which is put before it in index. */
void gl_parts_fold(struct gl_parts *parts, int f, uint64_t *index);

#endif
