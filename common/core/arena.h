/*
 * Memory by lifetime: what is allocated from an arena lives until the arena is reset. An arena that is all zero
 * bytes is ready for use. `life` holds a network, `pass` one batch.
 */
#ifndef GL_ARENA_H
#define GL_ARENA_H

#include <stddef.h>

struct gl_arena {
	struct gl_arena_block *block; /* the newest, and through it the older ones */
};

/*
 * Room for n things of size bytes each, zeroed, aligned to 64 bytes. Never returns NULL: when the product overflows or
 * memory runs out, gl_out_of_memory is called with the number of bytes (SIZE_MAX on overflow).
 */
void *gl_alloc(struct gl_arena *arena, size_t n, size_t size);

/* The same without zeroing, for room that is overwritten at once. */
void *gl_alloc_raw(struct gl_arena *arena, size_t n, size_t size);

/* A copy of a string; of its first n bytes; of a printf. */
char *gl_strdup(struct gl_arena *arena, const char *s);
char *gl_strndup(struct gl_arena *arena, const char *s, size_t n);
char *gl_asprintf(struct gl_arena *arena, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Ends the life of all that was allocated; keeps the largest block for reuse. gl_arena_free gives that back too. */
void gl_arena_reset(struct gl_arena *arena);
void gl_arena_free(struct gl_arena *arena);

/*
 * How many bytes all arenas together may hold; 0: as many as the machine has. Linux grants more than that and kills
 * the process once it is used, which would be an end without a message.
 */
extern size_t gl_arena_most;

/* What to do when there is no memory; must not return. The tools print a message and exit; unset, it aborts. */
extern void (*gl_out_of_memory)(size_t bytes);

/* p, which malloc or its kin gave for so many bytes; if it is NULL, gl_out_of_memory is called. */
void *gl_need(void *p, size_t bytes);

#endif
