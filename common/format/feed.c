#include "format/feed.h"

#include "core/random.h"
#include "format/in.h"
#include "format/places.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/*
 * Row number r of the stream is at place r modulo `places` until it goes out. Rows don't move: a place holds the number
 * of the slot where the row is.
 */
struct gl_feed {
	const struct gl_data *start;
	struct gl_in *rest;
	struct gl_places rest_places; /* where the rows of rest came from, in life */
	struct gl_arena life;
	const struct gl_schema *schema;
	uint64_t places, in, out; /* in the buffer; rows read, rows handed out: in - out <= places */
	uint32_t seed;
	bool ended; /* there are no rows behind those that were read */
	bool broken; /* they cannot be read, and why says why */
	struct gl_err why;

	struct gl_batch block; /* rows that were read and wait for a place, in pass */
	size_t block_at;
	struct gl_arena pass;

	uint64_t room; /* slots that there is memory for; grows up to places */
	gl_real *number[GL_FIELDS]; /* (room, width) */
	char **text; /* (room) opaque fields; NULL where there are none */
	uint64_t *row; /* (room) the number of the row in a slot */
	uint64_t *slot; /* (room) which slot a place has */

	XXH64_state_t hash;
	float *packed; /* a row, to be hashed */
	struct gl_feed_position position;
	uint64_t *taken; /* the last batch's rows, ntaken of them */
	size_t ntaken;
};

/* More room for an array of n things. */
static void *
grow(void *p, uint64_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		gl_need(NULL, SIZE_MAX);
	return gl_need(realloc(p, bytes ? bytes : 1), bytes);
}

struct gl_feed *
gl_feed_new(const struct gl_data *start, struct gl_in *rest, uint64_t places, uint32_t seed)
{
	struct gl_feed *f = gl_need(calloc(1, sizeof *f), sizeof *f);
	size_t width = 0;

	f->start = start;
	f->rest = rest;
	f->schema = gl_data_schema(start);
	f->places = places;
	f->seed = seed;
	for (int i = 0; i < f->schema->nfield; i++)
		width += f->schema->field[i].width;
	f->packed = gl_alloc_raw(&f->life, width, sizeof *f->packed);
	XXH64_reset(&f->hash, 0);
	f->position.hash = XXH64_digest(&f->hash);
	return f;
}

/* ---- reading ---- */

/* The next block of rows. 1, 0 at the end, -1. */
static int
next_block(struct gl_feed *f, struct gl_err *err)
{
	uint64_t first = f->block.first + f->block.rows, rows = gl_data_rows(f->start);

	gl_arena_reset(&f->pass);
	f->block.rows = f->block_at = 0;
	if (first < rows) {
		size_t n = gl_block_rows(f->schema, rows - first < GL_BLOCK_ROWS ? rows - first : GL_BLOCK_ROWS);
		if (gl_data_gather(f->start, NULL, first, n, &f->block, &f->pass, err) < 0)
			return -1;
		f->block.first = first;
		return 1;
	}
	long got = f->rest ? gl_in_read(f->rest, GL_BLOCK_ROWS, &f->block, &f->pass, err) : 0;
	if (got > 0)
		gl_places_add(&f->rest_places, f->rest, &f->block, &f->life);
	else
		f->block = (struct gl_batch){.first = first};
	return got > 0 ? 1 : (int)got;
}

/* The same; after an error always that error. */
static int
read_block(struct gl_feed *f, struct gl_err *err)
{
	int got = f->broken ? -1 : next_block(f, &f->why);

	if (got < 0) {
		f->broken = true;
		*err = f->why;
	}
	return got;
}

/* Room for one slot more. */
static void
more_room(struct gl_feed *f)
{
	uint64_t room = f->room ? 2 * f->room : 64;

	f->room = room < f->places ? room : f->places;
	for (int i = 0; i < f->schema->nfield; i++)
		f->number[i] = grow(f->number[i], f->room, f->schema->field[i].width * sizeof(gl_real));
	if (f->schema->nrest > 0)
		f->text = grow(f->text, f->room, sizeof *f->text);
	f->row = grow(f->row, f->room, sizeof *f->row);
	f->slot = grow(f->slot, f->room, sizeof *f->slot);
}

/* The hash goes on over one row, as packed float32. */
static void
hash_row(struct gl_feed *f, uint64_t slot)
{
	size_t n = 0;

	for (int i = 0; i < f->schema->nfield; i++) {
		size_t width = f->schema->field[i].width;
		for (size_t e = 0; e < width; e++)
			f->packed[n++] = (float)f->number[i][slot * width + e];
	}
	XXH64_update(&f->hash, f->packed, n * sizeof *f->packed);
}

/* Reads one row into the buffer, where there is a place. 1, 0 at the end, -1. */
static int
read_row(struct gl_feed *f, struct gl_err *err)
{
	if (f->block_at == f->block.rows) {
		int got = f->ended ? 0 : read_block(f, err);
		f->ended = got == 0;
		if (got <= 0)
			return got;
	}
	if (f->in == f->room && f->room < f->places)
		more_room(f);
	uint64_t place = f->in % f->places, slot;
	if (f->in < f->places) { /* a new one; later the row that went out last has left its own */
		f->slot[place] = place;
		if (f->text)
			f->text[place] = NULL;
	}
	slot = f->slot[place];
	for (int i = 0; i < f->schema->nfield; i++) {
		size_t width = f->schema->field[i].width;
		memcpy(
		    f->number[i] + slot * width, f->block.field[i].data + f->block_at * width, width * sizeof(gl_real));
	}
	if (f->text) {
		size_t bytes = strlen(f->block.rest[f->block_at]) + 1;
		f->text[slot] = grow(f->text[slot], bytes, 1);
		memcpy(f->text[slot], f->block.rest[f->block_at], bytes);
	}
	f->row[slot] = f->in++;
	f->block_at++;
	hash_row(f, slot);
	return 1;
}

int
gl_feed_more(struct gl_feed *f, struct gl_err *err)
{
	return f->in > f->out ? 1 : read_row(f, err);
}

/* ---- handing out ---- */

static int
fill(struct gl_feed *f, struct gl_err *err)
{
	for (int got = 1; f->in - f->out < f->places && got != 0;)
		if ((got = read_row(f, err)) < 0)
			return -1;
	return 0;
}

/* Fills the buffer, and takes a row out of it, which stays in *slot until the next one is read. 1, 0 at the end, -1. */
static int
draw(struct gl_feed *f, uint64_t *slot, struct gl_err *err)
{
	if (fill(f, err) < 0)
		return -1;
	if (f->in == f->out)
		return 0;
	uint64_t place = f->out + gl_random_below(f->in - f->out, f->seed, GL_RAND_BUFFER, 0, f->out);
	*slot = f->slot[place % f->places];
	f->slot[place % f->places] = f->slot[f->out % f->places];
	f->slot[f->out % f->places] = *slot;
	f->out++;
	return 1;
}

static void
complete(struct gl_feed *f)
{
	f->position = (struct gl_feed_position){f->in, XXH64_digest(&f->hash)};
}

long
gl_feed_take(struct gl_feed *f, size_t n, struct gl_batch *b, struct gl_arena *pass, struct gl_err *err)
{
	uint64_t slot = 0;
	size_t r = 0;
	int got = 1;

	if (fill(f, err) < 0)
		return -1;
	if (f->ended && n > f->in - f->out) /* a batch for more than there is would only take memory */
		n = (size_t)(f->in - f->out);
	gl_batch_new(b, f->schema, n, pass);
	f->taken = grow(f->taken, n, sizeof *f->taken);
	for (; r < n && (got = draw(f, &slot, err)) > 0; r++) {
		for (int i = 0; i < f->schema->nfield; i++) {
			size_t width = f->schema->field[i].width;
			memcpy(b->field[i].data + r * width, f->number[i] + slot * width, width * sizeof(gl_real));
		}
		if (f->text)
			b->rest[r] = gl_strdup(pass, f->text[slot]);
		f->taken[r] = f->row[slot];
	}
	f->ntaken = b->rows = r;
	for (int i = 0; i < f->schema->nfield; i++) {
		b->field[i].dim[0] = r;
		b->field[i].n = r * f->schema->field[i].width;
	}
	if (got < 0)
		return -1;
	complete(f);
	return (long)r;
}

const uint64_t *
gl_feed_rows(const struct gl_feed *f)
{
	return f->taken;
}

int
gl_feed_place(const struct gl_feed *f, struct gl_err *err)
{
	bool row = strncmp(err->msg, "row ", 4) == 0;

	if (row && strtoull(err->msg + 4, NULL, 10) > gl_data_rows(f->start))
		return gl_places_put(&f->rest_places, err);
	return gl_data_place(f->start, err);
}

struct gl_feed_position
gl_feed_position(const struct gl_feed *f)
{
	return f->position;
}

int
gl_feed_skip(struct gl_feed *f, uint64_t taken, const struct gl_feed_position *position, struct gl_err *err)
{
	uint64_t slot;
	int got = 1;

	while (f->out < taken && (got = draw(f, &slot, err)) > 0)
		;
	if (got < 0)
		return -1;
	complete(f);
	if (f->position.rows == position->rows && f->position.hash == position->hash)
		return 0;
	if (f->ended && f->in < position->rows)
		gl_fail(err, "the stream ends after %" PRIu64 " examples, but %" PRIu64 " were read from it before",
		    f->in, position->rows);
	else
		gl_fail(err, "the first %" PRIu64 " examples are not those that this run began with", position->rows);
	return gl_hint(err, "a stream is given again from its beginning; what was used before is read over");
}

void
gl_feed_close(struct gl_feed *f)
{
	if (!f)
		return;
	gl_in_close(f->rest);
	for (int i = 0; i < GL_FIELDS; i++)
		free(f->number[i]);
	for (uint64_t i = 0; f->text && i < (f->in < f->places ? f->in : f->places); i++)
		free(f->text[i]);
	free(f->text);
	free(f->row);
	free(f->slot);
	free(f->taken);
	gl_arena_free(&f->pass);
	gl_arena_free(&f->life);
	free(f);
}
