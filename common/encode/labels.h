/* Names of classes in the order of their indices: from a list of names, one a line, or from a network file. */
#ifndef GL_LABELS_H
#define GL_LABELS_H

#include "core/arena.h"
#include "core/err.h"
#include "loss/loss.h"

#include <stdbool.h>
#include <stddef.h>

struct gl_labels {
	const char *const *name; /* n names, then NULL */
	size_t n;
	const char *path; /* where they are from; NULL: made here */
	bool from_network;
	enum gl_output output; /* of a network: what its outputs are */
};

/*
 * Reads names from a list or from a network that has them. They live in the arena. -1 with err set: a network without
 * names, an empty list or line, a name that is there twice or has a control character in it.
 */
int gl_labels_load(struct gl_labels *l, const char *path, struct gl_arena *life, struct gl_err *err);

/* Writes a list. */
int gl_labels_save(const struct gl_labels *l, const char *path, struct gl_err *err);

/* The index of a name, or -1. */
long gl_labels_index(const struct gl_labels *l, const char *name);

#endif
