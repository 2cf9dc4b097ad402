/*
 * Data that is needed more than once, in any order. .npy files stay where they are, mapped; anything else is read
 * once and its rows are spooled to a temporary file that has no name any more (so it vanishes with the process), and
 * that is mapped.
 */
#include "core/thread.h"
#include "format/codec.h"
#include "format/folder.h"
#include "format/in.h"
#include "format/places.h"
#include "format/spool.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* Some rows that lie one after another. */
struct part {
	const char *rows;
	uint64_t first, n; /* number of its first row in the data; how many */
	uint64_t file_row; /* number of its first row in its file, for messages */
	struct gl_npy npy; /* how a row lies */
	const char *name;
};

/* Whether rows in random order come from the disk: what the machine is asked for changes, never what is read. */
struct disk {
	long blocks; /* that this process had read from disks at the last look */
	int batches; /* whose rows will be asked for before they are used; 0: all seems to be in memory */
	bool random; /* the kernel was told not to read around a row */
};

struct gl_data {
	struct gl_in_args args;
	struct gl_schema schema;
	uint64_t rows;
	const char *name; /* of the first file */
	struct gl_places places; /* of all rows, in life */
	struct gl_arena life;
	struct part *part; /* nparts, in order */
	size_t nparts;
	struct gl_source **source; /* of mapped files */
	size_t nsources;
	struct disk *disk;
	struct gl_spool numbers,
	    text; /* rows as packed float32, then (with opaque fields) where in text their strings are */
};

enum {
	CACHE_LINE = 64,
	GATHER_BYTES = 48 << 10, /* of numbers, that a thread copies at a time, or more */
	LONG_ROW = 1 << 16, /* [bytes] */
	DISK_BATCHES = 64, /* after a read of the disk, for so many batches more are expected */
};

/* ---- spooling ---- */

static struct part *
add_part(struct gl_data *d)
{
	size_t bytes = (d->nparts + 1) * sizeof *d->part;

	d->part = gl_need(realloc(d->part, bytes), bytes);
	struct part *p = &d->part[d->nparts++];
	memset(p, 0, sizeof *p);
	p->first = d->rows;
	return p;
}

/* One row of a batch, as packed float32, and its opaque fields' place. */
static int
spool_row(struct gl_data *d, const struct gl_batch *b, size_t r, struct gl_err *err)
{
	for (int i = 0; i < d->schema.nfield; i++) {
		size_t width = d->schema.field[i].width;
		const gl_real *v = b->field[i].data + r * width;
		for (size_t e = 0; GL_REAL_IS_DOUBLE && e < width; e++)
			if (gl_spool_write(&d->numbers, &(float){(float)v[e]}, sizeof(float), err) < 0)
				return -1;
		if (!GL_REAL_IS_DOUBLE && gl_spool_write(&d->numbers, v, width * sizeof *v, err) < 0)
			return -1;
	}
	if (d->schema.nrest == 0)
		return 0;
	uint64_t at = d->text.size;
	return gl_spool_write(&d->numbers, &at, sizeof at, err) < 0
	    ? -1
	    : gl_spool_write(&d->text, b->rest[r], strlen(b->rest[r]) + 1, err);
}

/* Spools what there is, up to `most` rows. */
static int
spool_all(struct gl_data *d, struct gl_in *in, uint64_t most, struct gl_err *err)
{
	struct gl_arena pass = {0};
	struct gl_batch b;
	long got;
	uint64_t left;

	d->schema = *gl_in_schema(in);
	int status = gl_spool_open(&d->numbers, err);
	if (status == 0 && d->schema.nrest > 0)
		status = gl_spool_open(&d->text, err);
	while (status == 0 && (left = most - d->rows) > 0 &&
	    (got = gl_in_read(in, left < GL_BLOCK_ROWS ? left : GL_BLOCK_ROWS, &b, &pass, err)) != 0) {
		status = got < 0 ? -1 : 0;
		for (long r = 0; r < got && status == 0; r++)
			status = spool_row(d, &b, (size_t)r, err);
		if (status < 0)
			break;
		gl_places_add(&d->places, in, &b, &d->life);
		d->rows += (uint64_t)got;
		gl_arena_reset(&pass);
	}
	gl_arena_free(&pass);
	if (status < 0 || gl_spool_map(&d->numbers, err) < 0 ||
	    (d->schema.nrest > 0 && gl_spool_map(&d->text, err) < 0))
		return -1;
	uint64_t rows = d->rows;
	d->rows = 0;
	struct part *p = add_part(d);
	d->rows = p->n = rows;
	p->rows = d->numbers.map;
	p->name = "the temporary file";
	p->npy.schema = d->schema;
	for (int i = 0; i < d->schema.nfield; i++) {
		p->npy.schema.field[i].dtype = GL_F4;
		p->npy.offset[i] = p->npy.stride;
		p->npy.stride += d->schema.field[i].width * sizeof(float);
	}
	p->npy.stride += d->schema.nrest > 0 ? sizeof(uint64_t) : 0;
	d->args.allow_nonfinite = true; /* what is refused was refused when it was read */
	return 0;
}

/* ---- mapped files ---- */

/* Adds the arrays of one file. 1; 0 when it is not a mapped .npy file; -1. */
static int
map_file(struct gl_data *d, const char *path, struct gl_err *err)
{
	const char *all;
	size_t n, have;
	int got;
	uint64_t file_row = 0;
	struct gl_npy npy;
	struct gl_source *s = gl_source_open(path, err);

	if (!s)
		return -1;
	if (!gl_source_mapped(s, &all, &n) || !gl_npy_begins(all, n)) {
		gl_source_close(s);
		return 0;
	}
	size_t bytes = (d->nsources + 1) * sizeof(struct gl_source *);
	d->source = gl_need(realloc(d->source, bytes), bytes);
	d->source[d->nsources++] = s;
	while ((got = gl_binary_next(s, &npy, file_row, err)) > 0) {
		if (npy.schema.nfield == 0)
			continue;
		if (d->schema.nfield == 0)
			d->schema = npy.schema;
		else if (gl_schema_agree(&npy.schema, &d->schema, gl_source_name(d->source[0]), err) < 0)
			return gl_fail_at(err, gl_source_name(s), 0);
		struct part *p = add_part(d);
		p->npy = npy;
		p->n = npy.rows;
		p->name = gl_source_name(s);
		p->file_row = file_row;
		p->rows = gl_source_peek(s, 0, &have, err);
		gl_places_add_rows(&d->places, d->rows, p->name, file_row, &d->life);
		gl_source_skip(s, npy.rows * npy.stride);
		file_row += npy.rows;
		d->rows += npy.rows;
	}
	return got < 0 ? -1 : 1;
}

/* Forgets what was mapped so far: not all files are .npy. */
static void
unmap(struct gl_data *d)
{
	for (size_t i = 0; i < d->nsources; i++)
		gl_source_close(d->source[i]);
	d->nsources = d->nparts = 0;
	d->rows = 0;
	d->places = (struct gl_places){0};
}

/* rest NULL: all of it, however many rows that are. */
static int
open_all(struct gl_data *d, const char *const *paths, size_t n, uint64_t most, struct gl_in **rest, struct gl_err *err)
{
	int got = 1;

	for (size_t i = 0; i < n && got > 0; i++) { /* standard input among several files is read in its turn */
		bool standard = strcmp(paths[i], "-") == 0;
		got = (standard ? n == 1 : gl_path_regular(paths[i])) ? map_file(d, paths[i], err) : 0;
	}
	if (got != 0)
		return got;
	unmap(d);
	struct gl_in *in = gl_in_open(paths, n, &d->args, err);
	int status = in ? spool_all(d, in, most, err) : -1;
	if (status == 0 && rest && d->rows == most)
		*rest = in;
	else
		gl_in_close(in);
	return status;
}

struct gl_data *
gl_data_open(const char *const *paths, size_t n, const struct gl_in_args *args, struct gl_err *err)
{
	return gl_data_open_start(paths, n, args, UINT64_MAX, NULL, err);
}

struct gl_data *
gl_data_open_start(const char *const *paths, size_t n, const struct gl_in_args *args, uint64_t most,
    struct gl_in **rest, struct gl_err *err)
{
	static const char *const standard[] = {"-"};
	struct gl_data *d = gl_need(calloc(1, sizeof *d), sizeof *d);
	d->disk = gl_need(calloc(1, sizeof *d->disk), sizeof *d->disk);

	if (args)
		d->args = *args;
	paths = n ? paths : standard;
	d->name = strcmp(paths[0], "-") == 0 ? "standard input" : gl_strdup(&d->life, paths[0]);
	if (rest)
		*rest = NULL;
	if (!(paths = gl_folder_files(paths, n ? n : 1, &n, &d->life, err)) ||
	    open_all(d, paths, n, most, rest, err) < 0) {
		gl_data_close(d);
		return NULL;
	}
	return d;
}

const struct gl_schema *
gl_data_schema(const struct gl_data *d)
{
	return &d->schema;
}

uint64_t
gl_data_rows(const struct gl_data *d)
{
	return d->rows;
}

const char *
gl_data_name(const struct gl_data *d)
{
	return d->name;
}

int
gl_data_place(const struct gl_data *d, struct gl_err *err)
{
	return gl_places_put(&d->places, err);
}

/* The part that holds row r < d->rows. */
static const struct part *
find(const struct gl_data *d, uint64_t r)
{
	size_t lo = 0, hi = d->nparts; /* part[lo].first <= r < part[hi].first */

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;
		if (d->part[mid].first <= r)
			lo = mid;
		else
			hi = mid;
	}
	return &d->part[lo];
}

/* Copies k rows that lie together, from row r on, into rows `to` and on of b. */
static int
copy(const struct gl_data *d, const struct part *p, uint64_t r, size_t k, struct gl_batch *b, size_t to,
    struct gl_err *err)
{
	struct gl_arena scratch = {0};
	struct gl_batch part;
	const char *row = p->rows + (r - p->first) * p->npy.stride;
	unsigned refused =
	    GL_OVERFLOW | (d->args.allow_nonfinite ? 0 : GL_NONFINITE) | (d->args.round ? 0 : GL_INEXACT);
	unsigned flaws = 0;

	for (int i = 0; i < d->schema.nfield; i++) {
		const struct gl_field *f = &p->npy.schema.field[i];
		flaws |= gl_decode(row + p->npy.offset[i], p->npy.stride, k, f->width, f->dtype, p->npy.swap[i],
		    b->field[i].data + to * f->width);
	}
	if (flaws & refused) { /* the reader of streams says where and why */
		gl_binary_rows(&p->npy, row, k, p->file_row + (r - p->first), &d->args, false, &part, &scratch, err);
		gl_arena_free(&scratch);
		return gl_fail_at(err, p->name, 0);
	}
	for (size_t j = 0; d->schema.nrest > 0 && j < k; j++) {
		uint64_t at;
		memcpy(&at, row + (j + 1) * p->npy.stride - sizeof at, sizeof at);
		b->rest[to + j] = d->text.map + at;
	}
	return 0;
}

/* A gather under way, which threads share by rows of the batch. */
struct gather {
	const struct gl_data *d;
	const uint64_t *index;
	uint64_t first;
	struct gl_batch *b;
	atomic_bool refused; /* a value somewhere */
};

static int
gather_rows(const struct gather *g, size_t from, size_t to, struct gl_err *err)
{
	for (size_t i = from, k; i < to; i += k) {
		uint64_t r = g->index ? g->index[i] : g->first + i;
		const struct part *p = find(g->d, r);
		uint64_t left = p->first + p->n - r;
		/* Rows that follow one another are copied in one go. */
		for (k = 1; i + k < to && k < left && (!g->index || g->index[i + k] == r + k); k++)
			;
		if (copy(g->d, p, r, k, g->b, i, err) < 0)
			return -1;
	}
	return 0;
}

/*
 * Rows in random order come from anywhere in memory, and the processor, which cannot guess where, waits for each. So
 * all of them are asked for before the first is copied: many are then under way at once. (Of long rows the processor
 * sees soon enough what comes next.)
 */
static void
ask_memory(const struct gather *g, size_t from, size_t to)
{
	for (size_t i = from; g->index && i < to; i++) {
		const struct part *p = find(g->d, g->index[i]);
		const char *row = p->rows + (g->index[i] - p->first) * p->npy.stride;

		for (size_t at = 0; at < p->npy.stride && p->npy.stride <= LONG_ROW; at += CACHE_LINE)
			__builtin_prefetch(row + at, 0, 2);
	}
}

static void
gather_some(void *arg, size_t from, size_t to)
{
	struct gather *g = arg;
	struct gl_err err;

	ask_memory(g, from, to);
	if (gather_rows(g, from, to, &err) < 0)
		g->refused = true;
}

/* Tells the kernel how the bytes at p will be used. Advice: where it is not taken, all is as before. */
static void
advise(const char *p, size_t bytes, int advice)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), at = (uintptr_t)p / page * page;

	posix_madvise((void *)at, (uintptr_t)p + bytes - at, advice);
}

/*
 * Data larger than memory, in random order: when the process has just read from a disk, the rows of a batch are asked
 * for all at once, so that the disk works on many together, and nothing around them is read. In memory that would be
 * work for nothing.
 */
static void
ask_disk(const struct gl_data *d, const uint64_t *index, size_t n)
{
	struct disk *k = d->disk;
	struct rusage now;

	if (getrusage(RUSAGE_SELF, &now) == 0 && now.ru_inblock > k->blocks) {
		k->blocks = now.ru_inblock;
		k->batches = DISK_BATCHES;
	}
	if (k->batches == 0)
		return;
	k->batches--;
	for (size_t i = 0; !k->random && i < d->nparts; i++)
		advise(d->part[i].rows, d->part[i].n * d->part[i].npy.stride, POSIX_MADV_RANDOM);
	k->random = true;
	for (size_t i = 0; i < n; i++) {
		const struct part *p = find(d, index[i]);
		advise(p->rows + (index[i] - p->first) * p->npy.stride, p->npy.stride, POSIX_MADV_WILLNEED);
	}
}

int
gl_data_gather(const struct gl_data *d, const uint64_t *index, uint64_t first, size_t n, struct gl_batch *b,
    struct gl_arena *pass, struct gl_err *err)
{
	struct gather g = {.d = d, .index = index, .first = first, .b = b};
	size_t bytes = 0;

	gl_batch_new(b, &d->schema, n, pass);
	b->first = index ? 0 : first;
	for (int i = 0; i < d->schema.nfield; i++)
		bytes += d->schema.field[i].width * sizeof(gl_real);
	if (index)
		ask_disk(d, index, n);
	gl_parallel(n, gl_grain(n, GATHER_BYTES / (bytes ? bytes : 1) + 1), gather_some, &g);
	/* When a value was refused, which one comes first is found by one thread. */
	return g.refused ? gather_rows(&g, 0, n, err) : 0;
}

uint64_t
gl_data_hash(const struct gl_data *d)
{
	XXH64_state_t state;
	struct gl_arena scratch = {0};
	size_t width = 0;

	for (int i = 0; i < d->schema.nfield && d->rows > 0; i++)
		width += d->schema.field[i].width;
	float *row = gl_alloc_raw(&scratch, width, sizeof *row);
	gl_real *number = gl_alloc_raw(&scratch, width, sizeof *number);
	XXH64_reset(&state, 0);
	for (size_t j = 0; j < d->nparts; j++)
		for (uint64_t r = 0; r < d->part[j].n; r++) {
			const struct gl_npy *npy = &d->part[j].npy;
			size_t at = 0;
			for (int i = 0; i < npy->schema.nfield; i++) {
				const struct gl_field *f = &npy->schema.field[i];
				gl_decode(d->part[j].rows + r * npy->stride + npy->offset[i], npy->stride, 1, f->width,
				    f->dtype, npy->swap[i], number);
				for (size_t e = 0; e < f->width; e++)
					row[at++] = (float)number[e];
			}
			XXH64_update(&state, row, at * sizeof *row);
		}
	gl_arena_free(&scratch);
	return XXH64_digest(&state);
}

void
gl_data_close(struct gl_data *d)
{
	if (!d)
		return;
	unmap(d);
	free(d->source);
	free(d->part);
	free(d->disk);
	gl_spool_close(&d->numbers);
	gl_spool_close(&d->text);
	gl_arena_free(&d->life);
	free(d);
}
