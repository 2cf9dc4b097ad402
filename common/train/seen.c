#include "train/seen.h"

#include <inttypes.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/*
 * A row is found by one of two keys: one of its inputs, one of inputs and target together. The second one is kept only
 * for rows whose inputs had come before, so there are no more entries than rows.
 */
struct entry {
	uint64_t key, row; /* row: counted from 1; 0: nothing here */
};

struct gl_seen {
	struct gl_data *data;
	struct entry *table;
	uint64_t room; /* entries, a third more than rows: so a search is short */
	gl_real *asked; /* a row that is looked for, as comparable() makes it: inputs, then target */
	struct gl_arena pass, scratch; /* scratch: holds `asked` */
};

/* 0 and -0 are one number, and so become the same bits. */
static void
comparable(size_t n, gl_real *x)
{
	for (size_t i = 0; i < n; i++)
		x[i] += 0;
}

static uint64_t
input_key(const gl_real *x, size_t n)
{
	return XXH3_64bits(x, n * sizeof *x);
}

static uint64_t
target_key(uint64_t input, const gl_real *t, size_t n)
{
	return XXH3_64bits_withSeed(t, n * sizeof *t, input);
}

/* Numbers in a row's target; 0: it has none. */
static size_t
targets(const struct gl_seen *s)
{
	const struct gl_schema *schema = gl_data_schema(s->data);

	return schema->nfield > 1 ? schema->field[1].width : 0;
}

/* The entry of this key, or the empty one where it would be. Its upper bits say where the search begins. */
static struct entry *
find(const struct gl_seen *s, uint64_t key)
{
	uint64_t i = ((key >> 32) * s->room) >> 32;

	while (s->table[i].row && s->table[i].key != key)
		i = i + 1 < s->room ? i + 1 : 0;
	return &s->table[i];
}

static void
keep(struct gl_seen *s, struct gl_batch *b, uint64_t first)
{
	size_t nx = b->field[0].n / b->rows, nt = targets(s);

	comparable(b->field[0].n, b->field[0].data);
	comparable(b->rows * nt, nt ? b->field[1].data : NULL);
	for (size_t r = 0; r < b->rows; r++) {
		uint64_t key = input_key(b->field[0].data + r * nx, nx);
		struct entry *e = find(s, key);

		if (e->row) {
			key = target_key(key, nt ? b->field[1].data + r * nt : NULL, nt);
			e = find(s, key);
		}
		if (!e->row)
			*e = (struct entry){key, first + r + 1};
	}
}

struct gl_seen *
gl_seen_open(
    const char *const *paths, size_t n, const struct gl_in_args *args, struct gl_arena *life, struct gl_err *err)
{
	struct gl_seen *s = gl_alloc(life, 1, sizeof *s);
	struct gl_batch b;

	if (!(s->data = gl_data_open(paths, n, args, err)))
		return NULL;
	uint64_t rows = gl_data_rows(s->data);
	if (rows == 0) {
		gl_fail(err, "there are no examples");
		gl_fail_at(err, gl_data_name(s->data), 0);
		gl_seen_close(s);
		return NULL;
	}
	if (rows > 3000000000U) { /* as find() could not reach all entries */
		gl_fail(err, "%s has %" PRIu64 " rows, of at most 3000000000", gl_data_name(s->data), rows);
		gl_seen_close(s);
		return NULL;
	}
	s->room = rows + rows / 3 + 1;
	s->table = gl_alloc(life, s->room, sizeof *s->table);
	for (uint64_t at = 0; at < rows; at += b.rows) {
		size_t most = gl_block_rows(gl_data_schema(s->data), GL_BLOCK_ROWS);
		gl_arena_reset(&s->pass);
		if (gl_data_gather(
			s->data, NULL, at, most < rows - at ? most : (size_t)(rows - at), &b, &s->pass, err) < 0) {
			gl_seen_close(s);
			return NULL;
		}
		keep(s, &b, at);
	}
	return s;
}

const char *
gl_seen_name(const struct gl_seen *s)
{
	return gl_data_name(s->data);
}

int
gl_seen_check(const struct gl_seen *s, size_t inputs, struct gl_err *err)
{
	size_t mine = gl_data_schema(s->data)->field[0].width;

	if (mine == inputs)
		return 0;
	gl_fail(err, "field 1 has %zu number%s, but that of the examples to be evaluated has %zu", mine,
	    mine == 1 ? "" : "s", inputs);
	return gl_fail_at(err, gl_data_name(s->data), 0);
}

/* Whether the row of an entry has these inputs; *same: and this target. 1, 0, or -1. */
static int
compare(struct gl_seen *s, const struct entry *e, const gl_real *x, size_t nx, const gl_real *t, size_t nt, bool *same,
    struct gl_err *err)
{
	struct gl_batch b;

	gl_arena_reset(&s->pass);
	if (gl_data_gather(s->data, NULL, e->row - 1, 1, &b, &s->pass, err) < 0)
		return -1;
	comparable(b.field[0].n, b.field[0].data);
	comparable(targets(s), targets(s) ? b.field[1].data : NULL);
	*same = targets(s) == nt && memcmp(b.field[1].data, t, nt * sizeof *t) == 0;
	return memcmp(b.field[0].data, x, nx * sizeof *x) == 0;
}

int
gl_seen_find(struct gl_seen *s, const gl_real *x, size_t nx, const gl_real *t, size_t nt, struct gl_seen_match *m,
    struct gl_err *err)
{
	bool same;

	gl_arena_reset(&s->scratch);
	s->asked = gl_alloc_raw(&s->scratch, nx + nt, sizeof *s->asked);
	memcpy(s->asked, x, nx * sizeof *x);
	memcpy(s->asked + nx, t, nt * sizeof *t);
	comparable(nx + nt, s->asked);
	x = s->asked;
	t = s->asked + nx;
	uint64_t key = input_key(x, nx);
	const struct entry *e = find(s, key), *other;
	int found = e->row ? compare(s, e, x, nx, t, nt, &same, err) : 0;

	if (found <= 0)
		return found;
	*m = (struct gl_seen_match){e->row - 1, false};
	if (same || targets(s) != nt)
		return 1;
	other = find(s, target_key(key, t, nt));
	if (other->row && (found = compare(s, other, x, nx, t, nt, &same, err)) < 0)
		return -1;
	if (other->row && found && same)
		m->row = other->row - 1;
	else
		m->other_target = true;
	return 1;
}

void
gl_seen_close(struct gl_seen *s)
{
	gl_data_close(s->data);
	gl_arena_free(&s->pass);
	gl_arena_free(&s->scratch);
}

int
gl_seen_add(struct gl_seen_count *c, struct gl_seen *s, const struct gl_batch *b, const uint64_t *right, uint64_t cases,
    struct gl_err *err)
{
	size_t nx = b->field[0].n / b->rows, nt = b->field[1].n / b->rows;

	for (size_t r = 0; r < b->rows; r++) {
		struct gl_seen_match m;
		int found = gl_seen_find(s, b->field[0].data + r * nx, nx, b->field[1].data + r * nt, nt, &m, err);

		if (found < 0)
			return -1;
		if (!found) {
			c->unseen_right += right[r];
			c->unseen_cases += cases;
			continue;
		}
		if (c->seen < GL_SEEN_FIRST)
			c->first[c->seen] = (struct gl_seen_pair){b->first + r, m.row, m.other_target};
		c->seen++;
		c->conflicting += m.other_target;
	}
	return 0;
}
