#include "format/whole.h"
#include "format/in.h"

#include <string.h>

/* Adds a block of rows to the list, whose room doubles. */
static void
add_part(struct gl_whole *w, const struct gl_batch *b, struct gl_arena *life)
{
	size_t n = w->nparts++;

	if ((n & (n - 1)) == 0) {
		struct gl_batch *more = gl_alloc_raw(life, n ? 2 * n : 1, sizeof *more);
		if (n)
			memcpy(more, w->part, n * sizeof *more);
		w->part = more;
	}
	w->part[n] = *b;
}

/* The blocks one after another; a single one is used as it is. */
static void
join(struct gl_whole *w, size_t rows, struct gl_arena *life)
{
	const struct gl_schema *s = &w->schema;

	w->batch = (struct gl_batch){.rows = rows};
	if (w->nparts == 1)
		w->batch = w->part[0];
	if (w->nparts < 2)
		return;
	for (int i = 0; i < s->nfield; i++) {
		gl_real *to = gl_alloc_raw(life, rows * s->field[i].width, sizeof *to);
		w->batch.field[i] = gl_field_tensor(&s->field[i], rows, to);
		for (size_t k = 0; k < w->nparts; k++) {
			const struct gl_tensor *from = &w->part[k].field[i];
			memcpy(to, from->data, from->n * sizeof *to);
			to += from->n;
		}
	}
	if (s->nrest == 0)
		return;
	const char **to = w->batch.rest = gl_alloc_raw(life, rows, sizeof *to);
	for (size_t k = 0; k < w->nparts; k++) {
		memcpy(to, w->part[k].rest, w->part[k].rows * sizeof *to);
		to += w->part[k].rows;
	}
}

int
gl_whole_read(struct gl_whole *w, const char *const *paths, size_t n, const struct gl_in_args *args,
    struct gl_arena *life, struct gl_err *err)
{
	struct gl_in *in = gl_in_open(paths, n, args, err);
	struct gl_batch b;
	size_t rows = 0;
	long got;

	*w = (struct gl_whole){0};
	if (!in)
		return -1;
	while ((got = gl_in_read(in, GL_BLOCK_ROWS, &b, life, err)) > 0) {
		add_part(w, &b, life);
		gl_places_add(&w->places, in, &b, life);
		rows += b.rows;
	}
	w->schema = *gl_in_schema(in);
	gl_in_close(in);
	if (got < 0)
		return -1;
	join(w, rows, life);
	return 0;
}

int
gl_whole_place(const struct gl_whole *w, struct gl_err *err)
{
	return gl_places_put(&w->places, err);
}
