#include "train/split.h"
#include "core/number.h"
#include "core/random.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* ---- what was asked for ---- */

static int
part_fail(struct gl_err *err, const char *text)
{
	gl_fail(err, "'%s' is not a list of parts", text);
	return gl_hint(err, "like this: train=70%%,val=15%%,test=15%% or train=1000,test=rest");
}

/* "70%", "0.7", "1000" or "rest", n characters. */
static bool
size_parse(const char *p, size_t n, struct gl_part *part)
{
	const char *end = p + n, *q;
	int overflow = 0;

	if (n == 4 && memcmp(p, "rest", 4) == 0) {
		part->kind = GL_PART_REST;
		return true;
	}
	if (n == 0 || *p < '0' || *p > '9' || !(q = gl_number_read64(p, end, &part->share, &overflow)) || overflow)
		return false;
	bool percent = q + 1 == end && *q == '%';
	part->kind = percent || memchr(p, '.', n) ? GL_PART_SHARE : GL_PART_COUNT;
	if (q + percent != end || memchr(p, 'e', n) || memchr(p, 'E', n))
		return false;
	if (part->kind == GL_PART_SHARE) {
		part->share /= percent ? 100 : 1;
		return part->share <= 1;
	}
	part->count = (uint64_t)part->share;
	return part->share <= 0x1p53;
}

int
gl_parts_parse(const char *text, struct gl_parts *parts, struct gl_err *err)
{
	int rest = 0;

	memset(parts, 0, sizeof *parts);
	for (const char *p = text;; p++) {
		size_t n = strcspn(p, ","), name = strcspn(p, "=,");
		struct gl_part *part = &parts->part[parts->n];
		if (parts->n == GL_PARTS)
			return gl_fail(err, "there are more than %d parts", GL_PARTS);
		if (name == 0 || name >= n || name >= sizeof part->name || memchr(p, '/', name))
			return part_fail(err, text);
		memcpy(part->name, p, name);
		if (!size_parse(p + name + 1, n - name - 1, part))
			return part_fail(err, text);
		for (int i = 0; i < parts->n; i++)
			if (strcmp(parts->part[i].name, part->name) == 0)
				return gl_fail(err, "there are two parts named %s", part->name);
		if (part->kind == GL_PART_REST && rest++ > 0)
			return gl_fail(err, "two parts are the rest; one can be");
		parts->n++;
		p += n;
		if (!*p)
			return 0;
	}
}

/* ---- how many rows that is ---- */

int
gl_parts_count(struct gl_parts *parts, uint64_t n, struct gl_err *err)
{
	double exact[GL_PARTS], sum = 0;
	int rest = -1;
	uint64_t given = 0;

	for (int i = 0; i < parts->n; i++) {
		struct gl_part *p = &parts->part[i];
		exact[i] = p->kind == GL_PART_COUNT ? (double)p->count
		    : p->kind == GL_PART_SHARE      ? p->share * (double)n
						    : 0;
		sum += exact[i];
		rest = p->kind == GL_PART_REST ? i : rest;
	}
	double left = (double)n - sum, near = 1e-9 * ((double)n + 1);
	if (left < -near || (left > near && rest < 0)) {
		gl_fail(err, "the parts are %.10g rows together, but there are %" PRIu64, sum, n);
		return left > 0 ? gl_hint(err, "NAME=rest takes what is left") : -1;
	}
	if (rest >= 0)
		exact[rest] = left > 0 ? left : 0;
	for (int i = 0; i < parts->n; i++) { /* a share such as 0.7 of 10 may be a little below 7 */
		uint64_t whole = (uint64_t)exact[i];
		parts->part[i].count = whole + ((double)whole + 1 - exact[i] <= near);
		exact[i] -= (double)parts->part[i].count;
		given += parts->part[i].count;
	}
	for (; given < n; given++) {
		int most = 0;
		for (int i = 1; i < parts->n; i++)
			if (exact[i] > exact[most] + near)
				most = i;
		parts->part[most].count++;
		exact[most]--;
	}
	return 0;
}

void
gl_parts_folds(struct gl_parts *parts, int n)
{
	memset(parts, 0, sizeof *parts);
	for (parts->n = 0; parts->n < n; parts->n++)
		parts->part[parts->n] = (struct gl_part){.kind = GL_PART_SHARE, .share = 1 / (double)n};
}

/* ---- which rows ---- */

struct classed {
	uint64_t class; /* a hash of field 2 */
	uint64_t place; /* in the order */
};

static int
classed_order(const void *a, const void *b)
{
	const struct classed *x = a, *y = b;

	if (x->class != y->class)
		return x->class < y->class ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

/* Places of the order sorted by class, places of one class in order. */
static int
by_class(const struct gl_data *d, const uint64_t *order, struct classed *c, struct gl_err *err)
{
	const struct gl_schema *s = gl_data_schema(d);
	uint64_t n = gl_data_rows(d), classes = 0;
	struct gl_arena pass = {0};
	struct gl_batch b;

	if (n > 0 && s->nfield < 2) {
		gl_fail(err, "row 1: stratifying needs classes, but there is no field 2");
		return gl_data_place(d, err);
	}
	for (uint64_t at = 0, k; at < n; at += k) {
		k = n - at < 256 ? n - at : 256;
		if (gl_data_gather(d, order + at, 0, k, &b, &pass, err) < 0)
			return -1;
		size_t width = s->field[1].width;
		for (size_t r = 0; r < k; r++) {
			gl_real *v = b.field[1].data + r * width;
			for (size_t e = 0; e < width; e++)
				v[e] += 0; /* -0 and 0 are one class */
			c[at + r] = (struct classed){XXH64(v, width * sizeof *v, 0), at + r};
		}
		gl_arena_reset(&pass);
	}
	gl_arena_free(&pass);
	qsort(c, n, sizeof *c, classed_order);
	for (uint64_t i = 0; i < n; i++)
		classes += i == 0 || c[i].class != c[i - 1].class;
	if (classes <= 2 || classes <= n / 2)
		return 0;
	gl_fail(err, "field 2 has %" PRIu64 " different values in %" PRIu64 " rows: these are not classes", classes, n);
	gl_hint(err, "stratifying is for classes; leave it out");
	return gl_fail_at(err, gl_data_name(d), 0);
}

/*
 * Deals rows one after another so that at every moment each part has its proportion of those dealt: the next row goes
 * to the part that is furthest behind. Then every run of rows, such as a class, is divided in proportion too, to
 * about a row.
 */
static void
deal(const struct gl_parts *parts, const struct classed *c, uint64_t n, unsigned char *part_of)
{
	uint64_t given[GL_PARTS] = {0};

	for (uint64_t i = 0; i < n; i++) {
		double most = 0;
		int best = -1;
		for (int p = 0; p < parts->n; p++) {
			double count = (double)parts->part[p].count;
			double behind = count * ((double)(i + 1) / (double)n) - (double)given[p];
			if (given[p] < parts->part[p].count && (best < 0 || behind > most)) {
				best = p;
				most = behind;
			}
		}
		given[best]++;
		part_of[c[i].place] = (unsigned char)best;
	}
}

int
gl_split(const struct gl_data *data, const struct gl_parts *parts, const struct gl_split_args *args, uint64_t *index,
    struct gl_err *err)
{
	struct gl_arena life = {0};
	uint64_t n = gl_data_rows(data), at = 0, first[GL_PARTS];

	if (!args->stratify) { /* then the parts are runs of the order */
		if (args->shuffle)
			gl_shuffle(args->seed, GL_RAND_SPLIT, 0, n, index);
		for (uint64_t i = 0; !args->shuffle && i < n; i++)
			index[i] = i;
		return 0;
	}
	uint64_t *order = gl_alloc_raw(&life, n, sizeof *order);
	struct classed *c = gl_alloc_raw(&life, n, sizeof *c);
	unsigned char *part_of = gl_alloc_raw(&life, n, 1);
	for (uint64_t i = 0; i < n; i++)
		order[i] = i;
	if (args->shuffle)
		gl_shuffle(args->seed, GL_RAND_SPLIT, 0, n, order);
	int status = by_class(data, order, c, err);
	if (status == 0) {
		deal(parts, c, n, part_of);
		for (int p = 0; p < parts->n; p++) {
			first[p] = at;
			at += parts->part[p].count;
		}
		for (uint64_t i = 0; i < n; i++)
			index[first[part_of[i]]++] = order[i];
	}
	gl_arena_free(&life);
	return status;
}

static void
reverse(uint64_t *p, uint64_t n)
{
	for (uint64_t i = 0; i < n / 2; i++) {
		uint64_t v = p[i];
		p[i] = p[n - 1 - i];
		p[n - 1 - i] = v;
	}
}

void
gl_parts_fold(struct gl_parts *parts, int f, uint64_t *index)
{
	uint64_t before = 0, test = parts->part[f].count, after = 0;

	for (int i = 0; i < parts->n; i++) {
		before += i < f ? parts->part[i].count : 0;
		after += i > f ? parts->part[i].count : 0;
	}
	/* The fold changes places with what is behind it: turned round together, then each on its own. */
	reverse(index + before, test + after);
	reverse(index + before, after);
	reverse(index + before + after, test);
	parts->n = 2;
	parts->part[0] = (struct gl_part){.name = "train", .count = before + after};
	parts->part[1] = (struct gl_part){.name = "test", .count = test};
}
