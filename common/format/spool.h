/*
 * What has to be read more than once and is no file: it is written to a temporary file in TMPDIR (or /tmp) that has no
 * name any more, so that it vanishes with the process, and mapped.
 */
#ifndef GL_SPOOL_H
#define GL_SPOOL_H

#include "core/err.h"

#include <stddef.h>
#include <stdint.h>

/* All zero bytes: not opened. */
struct gl_spool {
	int fd;
	uint64_t size; /* bytes written */
	const char *map; /* them, after gl_spool_map */
	char *buffer;
	size_t used;
};

/* -1 with err set, which names the folder, and a hint. */
int gl_spool_open(struct gl_spool *s, struct gl_err *err);
int gl_spool_write(struct gl_spool *s, const void *bytes, size_t n, struct gl_err *err);

/* Ends the writing. The bytes can be read at s->map until it is closed. */
int gl_spool_map(struct gl_spool *s, struct gl_err *err);
void gl_spool_close(struct gl_spool *s); /* also of one that was not opened */

#endif
