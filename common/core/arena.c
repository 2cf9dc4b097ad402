#include "core/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ALIGN = 64, FIRST_BLOCK = 1 << 16 };

struct gl_arena_block {
	struct gl_arena_block *older;
	size_t size, used; /* bytes of data */
	bool fresh; /* data behind used has not been written since calloc */
	char *data; /* aligned to ALIGN */
};

void (*gl_out_of_memory)(size_t bytes);
size_t gl_arena_most;

static size_t held; /* bytes of all blocks; threads may allocate at the same time */

static void
no_memory(size_t bytes)
{
	if (gl_out_of_memory)
		gl_out_of_memory(bytes);
	abort();
}

void *
gl_need(void *p, size_t bytes)
{
	if (!p)
		no_memory(bytes);
	return p;
}

static size_t
most(void)
{
	long pages = gl_arena_most ? 0 : sysconf(_SC_PHYS_PAGES), bytes = sysconf(_SC_PAGESIZE);

	if (gl_arena_most)
		return gl_arena_most;
	return pages > 0 && bytes > 0 ? (size_t)pages * (size_t)bytes : SIZE_MAX;
}

/* A block of at least size bytes. calloc, because the kernel hands over large zeroed blocks for nothing. */
static struct gl_arena_block *
block_new(size_t size)
{
	struct gl_arena_block *b = malloc(sizeof *b);
	size_t others = __atomic_fetch_add(&held, size, __ATOMIC_RELAXED), limit = most();
	char *p = size > limit || others > limit - size ? NULL : calloc(1, size + ALIGN + sizeof(void *));

	if (!b || !p) {
		free(b);
		free(p);
		__atomic_fetch_sub(&held, size, __ATOMIC_RELAXED);
		no_memory(size);
	}
	char *data = (char *)(((uintptr_t)p + sizeof(void *) + ALIGN - 1) & ~(uintptr_t)(ALIGN - 1));
	memcpy(data - sizeof(void *), &p, sizeof p); /* what free wants, just below the data */
	*b = (struct gl_arena_block){.size = size, .fresh = true, .data = data};
	return b;
}

static void
block_free(struct gl_arena_block *b)
{
	void *p;

	__atomic_fetch_sub(&held, b->size, __ATOMIC_RELAXED);
	memcpy(&p, b->data - sizeof(void *), sizeof p);
	free(p);
	free(b);
}

static void *
take(struct gl_arena *arena, size_t n, size_t size, bool zero)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes) || bytes > SIZE_MAX / 2)
		no_memory(SIZE_MAX);
	bytes = (bytes + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	struct gl_arena_block *b = arena->block;
	if (!b || b->size - b->used < bytes) {
		size_t want = b ? 2 * b->size : FIRST_BLOCK;
		if (want > (size_t)1 << 26)
			want = (size_t)1 << 26;
		struct gl_arena_block *fresh = block_new(bytes > want ? bytes : want);
		fresh->older = b;
		arena->block = b = fresh;
	}
	char *p = b->data + b->used;
	b->used += bytes;
	if (zero && !b->fresh)
		memset(p, 0, bytes);
	return p;
}

void *
gl_alloc(struct gl_arena *arena, size_t n, size_t size)
{
	return take(arena, n, size, true);
}

void *
gl_alloc_raw(struct gl_arena *arena, size_t n, size_t size)
{
	return take(arena, n, size, false);
}

char *
gl_strndup(struct gl_arena *arena, const char *s, size_t n)
{
	char *copy = gl_alloc_raw(arena, n + 1, 1);

	memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *
gl_strdup(struct gl_arena *arena, const char *s)
{
	return gl_strndup(arena, s, strlen(s));
}

char *
gl_asprintf(struct gl_arena *arena, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	char *s = gl_alloc_raw(arena, (size_t)(n < 0 ? 0 : n) + 1, 1);
	va_start(ap, fmt);
	vsnprintf(s, (size_t)(n < 0 ? 0 : n) + 1, fmt, ap);
	va_end(ap);
	return s;
}

void
gl_arena_reset(struct gl_arena *arena)
{
	struct gl_arena_block *keep = NULL, *older;

	for (struct gl_arena_block *b = arena->block; b; b = older) {
		older = b->older;
		if (!keep || b->size > keep->size) {
			if (keep)
				block_free(keep);
			keep = b;
		} else {
			block_free(b);
		}
	}
	if (keep) {
		keep->older = NULL;
		keep->used = 0;
		keep->fresh = false;
	}
	arena->block = keep;
}

void
gl_arena_free(struct gl_arena *arena)
{
	struct gl_arena_block *older;

	for (struct gl_arena_block *b = arena->block; b; b = older) {
		older = b->older;
		block_free(b);
	}
	arena->block = NULL;
}
