#include "encode/categories.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* The slot that holds a name, or the free one where it would go. */
static size_t
find_slot(const struct gl_categories *names, const char *p, size_t n)
{
	size_t mask = names->slots - 1, i = (size_t)XXH3_64bits(p, n) & mask;

	for (; names->slot[i]; i = (i + 1) & mask) {
		const struct gl_category *v = &names->v[names->slot[i] - 1];
		if (v->n == n && memcmp(v->text, p, n) == 0)
			break;
	}
	return i;
}

long
gl_categories_find(const struct gl_categories *names, const char *p, size_t n)
{
	return names->slots ? (long)names->slot[find_slot(names, p, n)] - 1 : -1;
}

static void
fill_slots(struct gl_categories *names)
{
	memset(names->slot, 0, names->slots * sizeof *names->slot);
	for (size_t i = 0; i < names->n; i++)
		names->slot[find_slot(names, names->v[i].text, names->v[i].n)] = (uint32_t)i + 1;
}

size_t
gl_categories_add(struct gl_categories *names, const char *p, size_t n, size_t line, struct gl_arena *life)
{
	long index = gl_categories_find(names, p, n);

	if (index >= 0) {
		names->v[index].count++;
		return (size_t)index;
	}
	if (names->n == names->room) {
		names->room = names->room ? 2 * names->room : 8;
		struct gl_category *v = gl_alloc(life, names->room, sizeof *v);
		if (names->n > 0)
			memcpy(v, names->v, names->n * sizeof *v);
		names->v = v;
		/* at most half of the slots are taken, so that a search is short */
		names->slots = 2 * names->room;
		names->slot = gl_alloc(life, names->slots, sizeof *names->slot);
		fill_slots(names);
	}
	names->v[names->n] = (struct gl_category){gl_strndup(life, p, n), n, 1, line};
	names->slot[find_slot(names, p, n)] = (uint32_t)names->n + 1;
	return names->n++;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(((const struct gl_category *)a)->text, ((const struct gl_category *)b)->text);
}

void
gl_categories_sort(struct gl_categories *names)
{
	if (names->n == 0)
		return;
	qsort(names->v, names->n, sizeof *names->v, by_text);
	fill_slots(names);
}

const char *const *
gl_categories_list(const struct gl_categories *names, struct gl_arena *life)
{
	const char **list = gl_alloc(life, names->n + 1, sizeof *list);

	for (size_t i = 0; i < names->n; i++)
		list[i] = names->v[i].text;
	return list;
}
