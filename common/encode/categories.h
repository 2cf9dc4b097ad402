/* A set of names, each with an index: what a column's categories are kept in. */
#ifndef GL_CATEGORIES_H
#define GL_CATEGORIES_H

#include "core/arena.h"

#include <stddef.h>
#include <stdint.h>

struct gl_category {
	const char *text;
	size_t n; /* bytes of it */
	uint64_t count; /* how often it was added */
	size_t line; /* where it was added first */
};

/* All zero bytes: empty. What it points to lives in the arena that is given to gl_categories_add. */
struct gl_categories {
	struct gl_category *v; /* n of them, by index */
	size_t n, room;
	uint32_t *slot; /* a hash table: index + 1, or 0 */
	size_t slots; /* a power of two, or 0 */
};

/* The index of a name of n bytes, or -1. */
long gl_categories_find(const struct gl_categories *names, const char *p, size_t n);

/* Counts a name, which gets the next index if it is new. */
size_t gl_categories_add(struct gl_categories *names, const char *p, size_t n, size_t line, struct gl_arena *life);

/* Indices in the byte order of the names. */
void gl_categories_sort(struct gl_categories *names);

/* The texts by index, then NULL. */
const char *const *gl_categories_list(const struct gl_categories *names, struct gl_arena *life);

#endif
