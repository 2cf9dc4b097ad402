#include "format/places.h"
#include "format/in.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Rows from `first` on, each one line (text) or one row (binary) behind the other, from `at` on, counted from 1. */
struct gl_places_run {
	uint64_t first, at;
	const char *name;
	bool text;
};

/* Adds a run, unless the last one goes on so. */
static void
add(struct gl_places *p, struct gl_places_run new, struct gl_arena *life)
{
	struct gl_places_run *last = p->n > 0 ? &p->run[p->n - 1] : NULL;

	if (last && strcmp(last->name, new.name) == 0) {
		if (last->text == new.text && last->at - last->first == new.at - new.first)
			return;
		new.name = last->name;
	} else {
		new.name = gl_strdup(life, new.name);
	}
	if ((p->n & (p->n - 1)) == 0) { /* the room doubles */
		struct gl_places_run *more = gl_alloc_raw(life, p->n ? 2 * p->n : 1, sizeof *more);
		if (p->n)
			memcpy(more, p->run, p->n * sizeof *more);
		p->run = more;
	}
	p->run[p->n++] = new;
}

void
gl_places_add(struct gl_places *p, const struct gl_in *in, const struct gl_batch *b, struct gl_arena *life)
{
	const char *name = gl_source_name(in->source);

	if (in->binary)
		gl_places_add_rows(p, b->first, name, in->file_rows, life);
	else
		for (size_t r = 0; r < b->rows; r++)
			if (r == 0 || in->lines[r] != in->lines[r - 1] + 1)
				add(p, (struct gl_places_run){b->first + r, in->lines[r], name, true}, life);
}

void
gl_places_add_rows(struct gl_places *p, uint64_t first, const char *name, uint64_t file_row, struct gl_arena *life)
{
	add(p, (struct gl_places_run){first, file_row + 1, name, false}, life);
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
gl_places_put(const struct gl_places *p, struct gl_err *err)
{
	size_t k = p->n;
	char text[32];
	uint64_t row = k > 0 ? take_row(err) : 0;

	row = row > p->ahead ? row - p->ahead : 0;
	while (k > 0 && row <= p->run[k - 1].first)
		k--;
	if (row == 0 || k == 0)
		return -1;
	const struct gl_places_run *run = &p->run[k - 1];
	uint64_t at = run->at + (row - 1 - run->first);
	if (run->text)
		return gl_fail_at(err, run->name, (size_t)at);
	snprintf(text, sizeof text, "row %" PRIu64, at);
	gl_fail_at(err, text, 0);
	return gl_fail_at(err, run->name, 0);
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
