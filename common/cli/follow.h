/* The lines of a file that grows, or of a pipe, as they come. */
#ifndef GL_FOLLOW_H
#define GL_FOLLOW_H

#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gl_follow {
	int fd;
	const char *name; /* for messages */
	bool grows; /* a regular file opened by name: its end is not the end */
	bool again; /* it was written anew, and is read from its beginning again; for the caller to clear */
	char *text; /* what was read and not yet given as lines */
	size_t from, n, room;
	uint64_t offset; /* bytes read from the file */
};

/* path NULL or "-": standard input. 0, or -1 with err set. */
int gl_follow_open(struct gl_follow *f, const char *path, struct gl_err *err);

/* Reads what there is. How many bytes, 0: no more (of a pipe: ever), -1 with err set. */
long gl_follow_read(struct gl_follow *f, struct gl_err *err);

/* The next whole line, without its newline, valid until the next read; false: there is none yet. */
bool gl_follow_line(struct gl_follow *f, const char **line, size_t *n);

/* What is left behind the last newline, as a line: for the end of a pipe. */
bool gl_follow_rest(struct gl_follow *f, const char **line, size_t *n);

void gl_follow_close(struct gl_follow *f);

#endif
