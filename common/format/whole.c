#include "format/whole.h"
#include "format/in.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct gl_whole_part {
	struct gl_batch batch;
	const char *name; /* of its file */
	size_t *line; /* text: of each row */
	uint64_t file_row; /* binary: the number of its first row in its file */
};

/* Adds a block of rows to the list, whose room doubles. */
static struct gl_whole_part *
add_part(struct gl_whole *w, struct gl_arena *life)
{
	size_t n = w->nparts++;

	if ((n & (n - 1)) == 0) {
		struct gl_whole_part *more = gl_alloc(life, n ? 2 * n : 1, sizeof *more);
		if (n)
			memcpy(more, w->part, n * sizeof *more);
		w->part = more;
	}
	return &w->part[n];
}

/* The blocks one after another; a single one is used as it is. */
static void
join(struct gl_whole *w, size_t rows, struct gl_arena *life)
{
	const struct gl_schema *s = &w->schema;

	w->batch = (struct gl_batch){.rows = rows};
	if (w->nparts == 1)
		w->batch = w->part[0].batch;
	if (w->nparts < 2)
		return;
	for (int i = 0; i < s->nfield; i++) {
		gl_real *to = gl_alloc_raw(life, rows * s->field[i].width, sizeof *to);
		w->batch.field[i] = gl_field_tensor(&s->field[i], rows, to);
		for (size_t k = 0; k < w->nparts; k++) {
			const struct gl_tensor *from = &w->part[k].batch.field[i];
			memcpy(to, from->data, from->n * sizeof *to);
			to += from->n;
		}
	}
	if (s->nrest == 0)
		return;
	const char **to = w->batch.rest = gl_alloc_raw(life, rows, sizeof *to);
	for (size_t k = 0; k < w->nparts; k++) {
		memcpy(to, w->part[k].batch.rest, w->part[k].batch.rows * sizeof *to);
		to += w->part[k].batch.rows;
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
		struct gl_whole_part *p = add_part(w, life);
		*p = (struct gl_whole_part){
		    .batch = b, .name = gl_strdup(life, gl_source_name(in->source)), .file_row = in->file_rows};
		if (!in->binary) {
			p->line = gl_alloc_raw(life, b.rows, sizeof *p->line);
			memcpy(p->line, in->lines, b.rows * sizeof *p->line);
		}
		rows += b.rows;
	}
	w->schema = *gl_in_schema(in);
	gl_in_close(in);
	if (got < 0)
		return -1;
	join(w, rows, life);
	return 0;
}

/* Takes "row N: " off the front of a message and returns N, from 1; else 0. */
static uint64_t
take_row(struct gl_err *err)
{
	char *end;

	if (strncmp(err->msg, "row ", 4) != 0)
		return 0;
	uint64_t row = strtoull(err->msg + 4, &end, 10);
	if (row == 0 || strncmp(end, ": ", 2) != 0)
		return 0;
	memmove(err->msg, end + 2, strlen(end + 2) + 1);
	return row;
}

int
gl_whole_place(const struct gl_whole *w, struct gl_err *err)
{
	uint64_t row = take_row(err);
	char text[32];

	for (size_t k = 0; row > 0 && k < w->nparts; k++) {
		const struct gl_whole_part *p = &w->part[k];
		uint64_t r = row - 1 - p->batch.first;
		if (row <= p->batch.first || r >= p->batch.rows)
			continue;
		if (p->line)
			return gl_fail_at(err, p->name, p->line[r]);
		snprintf(text, sizeof text, "row %" PRIu64, p->file_row + r + 1);
		gl_fail_at(err, text, 0);
		return gl_fail_at(err, p->name, 0);
	}
	return -1;
}

int
gl_in_place(const struct gl_in *in, const struct gl_batch *b, struct gl_err *err)
{
	char text[512];
	uint64_t row = take_row(err);

	if (row > b->first && row - 1 - b->first < b->rows)
		gl_fail_at(err, gl_in_where(in, (size_t)(row - 1 - b->first), text, sizeof text), 0);
	return -1;
}
