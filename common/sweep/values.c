#include "sweep/values.h"

#include "core/math.h"
#include "core/number.h"
#include "core/random.h"
#include "core/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 6 }; /* of numbers between the ends of a range: so 0.001 is not 0.0010000000000000002 */

/* A list that grows. */
struct words {
	const char **word;
	size_t n, room;
	struct gl_arena *arena;
};

static int
add(struct words *w, const char *word, struct gl_err *err)
{
	if (w->n == GL_VALUES_MOST)
		return gl_fail(err, "more than %d values", GL_VALUES_MOST);
	if (w->n == w->room) {
		size_t room = w->room ? 2 * w->room : 16;
		const char **more = gl_alloc(w->arena, room, sizeof *more);
		if (w->n > 0)
			memcpy(more, w->word, w->n * sizeof *more);
		w->word = more;
		w->room = room;
	}
	w->word[w->n++] = word;
	return 0;
}

/* ---- ranges of numbers ---- */

struct range {
	double lo, hi;
	bool whole; /* both ends are written without a point and an exponent */
	uint64_t points; /* 0: not given */
	const char *lo_text, *hi_text;
};

static bool
digits_only(const char *p, const char *end)
{
	p += p < end && *p == '-';
	if (p == end)
		return false;
	for (; p < end; p++)
		if (*p < '0' || *p > '9')
			return false;
	return true;
}

/* An end of a range, written as the numbers between are: 1e-1 as 0.1, so that these are one value. No digit is lost. */
static const char *
end_text(const char *p, const char *end, double x, struct gl_arena *arena)
{
	char text[GL_NUMBER_TEXT + 1];

	if (digits_only(p, end))
		return gl_strndup(arena, p, (size_t)(end - p));
	text[gl_number_print64(x, text)] = '\0';
	return gl_strdup(arena, text);
}

/* "A..B" or "A..B:N"; true if the text has that form. */
static bool
read_range(const char *text, struct range *r, struct gl_arena *arena)
{
	const char *dots = strstr(text, ".."), *end = text + strlen(text), *colon;
	int overflow = 0;

	if (!dots || dots == text)
		return false;
	colon = memchr(dots, ':', (size_t)(end - dots));
	const char *stop = colon ? colon : end;
	if (gl_number_read64(text, dots, &r->lo, &overflow) != dots ||
	    gl_number_read64(dots + 2, stop, &r->hi, &overflow) != stop || overflow || !isfinite(r->lo) ||
	    !isfinite(r->hi))
		return false;
	r->points = 0;
	if (colon && (!digits_only(colon + 1, end) || (r->points = strtoull(colon + 1, NULL, 10)) < 2))
		return false;
	r->whole = digits_only(text, dots) && digits_only(dots + 2, stop);
	r->lo_text = end_text(text, dots, r->lo, arena);
	r->hi_text = end_text(dots + 2, stop, r->hi, arena);
	return true;
}

static const char *
number_text(double x, bool whole, struct gl_arena *arena)
{
	char text[GL_NUMBER_TEXT + 1];

	text[whole ? gl_number_print64(floor(x + 0.5), text) : gl_number_print_digits64(x, DIGITS, text)] = '\0';
	return gl_strdup(arena, text);
}

/* The number at a share u of the way from one end to the other. */
static double
between(double lo, double hi, bool is_log, double u)
{
	return is_log ? gl_exp64(gl_log64(lo) + u * (gl_log64(hi) - gl_log64(lo))) : lo + u * (hi - lo);
}

/* "lin:0..0.5:6", "log:1e-4..1e-1". */
static int
read_spaced(
    struct gl_choice *c, struct words *w, const char *text, bool whole, bool draw, bool inside, struct gl_err *err)
{
	bool is_log = text[1] == 'o';
	struct range r;

	if (!read_range(text + 4, &r, w->arena)) {
		gl_fail(err, "'%s' is not a range of numbers", text);
		return gl_hint(err, "like this: %s, or with a number of points %s",
		    is_log ? "log:1e-4..1e-1" : "lin:0..0.5", is_log ? "log:1e-4..1e-1:4" : "lin:0..0.5:6");
	}
	if (!(r.lo < r.hi))
		return gl_fail(err, "'%s': the second number must be above the first", text);
	if (is_log && r.lo <= 0)
		return gl_fail(err, "'%s': a range of logarithms is of numbers above 0", text);
	whole |= inside && r.whole;
	if (r.points == 0) {
		if (!draw) {
			gl_fail(err, "'%s' has no number of points", text);
			return gl_hint(err, "%s:4 are 4 of them; --random N draws from the whole range", text);
		}
		if (w->n > 0)
			return gl_fail(err, "'%s' stands in a list: there it needs a number of points", text);
		*c = (struct gl_choice){.lo = r.lo, .hi = r.hi, .log = is_log, .whole = whole};
		return 0;
	}
	for (uint64_t i = 0; i < r.points; i++) {
		double u = (double)i / (double)(r.points - 1);
		const char *word = i == 0 ? r.lo_text
		    : i == r.points - 1   ? r.hi_text
					  : number_text(between(r.lo, r.hi, is_log, u), whole, w->arena);
		bool again = whole && w->n > 0 && strcmp(w->word[w->n - 1], word) == 0;
		if (!again && add(w, word, err) < 0)
			return -1;
	}
	return 0;
}

/* "1..20" */
static int
read_whole(struct words *w, const char *text, const struct range *r, struct gl_err *err)
{
	if (r->points > 0 || !r->whole) {
		gl_fail(err, "'%s' is not a range of whole numbers", text);
		return gl_hint(err, "of other numbers: lin:%s..%s:%llu, or log:%s..%s:%llu", r->lo_text, r->hi_text,
		    (unsigned long long)(r->points ? r->points : 5), r->lo_text, r->hi_text,
		    (unsigned long long)(r->points ? r->points : 5));
	}
	if (r->hi < r->lo)
		return gl_fail(err, "'%s': the second number must not be below the first", text);
	if (r->hi - r->lo >= GL_VALUES_MOST || fabs(r->lo) > 1e15)
		return gl_fail(err, "'%s': more than %d values", text, GL_VALUES_MOST);
	for (double x = r->lo; x <= r->hi; x++)
		if (add(w, gl_asprintf(w->arena, "%.0f", x), err) < 0)
			return -1;
	return 0;
}

/* ---- lists ---- */

/* One member of a list: a word, or a range of numbers. */
static int
read_member(
    struct gl_choice *c, struct words *w, const char *text, bool whole, bool draw, bool inside, struct gl_err *err)
{
	struct range r;

	if (strncmp(text, "lin:", 4) == 0 || strncmp(text, "log:", 4) == 0)
		return read_spaced(c, w, text, whole, draw, inside, err);
	if (read_range(text, &r, w->arena))
		return read_whole(w, text, &r, err);
	return add(w, text, err);
}

static int
read_choice(struct gl_choice *c, const char *text, bool whole, bool draw, bool inside, struct gl_arena *arena,
    struct gl_err *err)
{
	struct words w = {.arena = arena};
	char end = strchr(text, '|') ? '|' : ',';

	*c = (struct gl_choice){0};
	for (const char *p = text;; p++) {
		const char *stop = strchr(p, end);
		stop = stop ? stop : p + strlen(p);
		const char *from = p + strspn(p, " \t\n"), *to = stop;
		while (to > from && strchr(" \t\n", to[-1]))
			to--;
		if (from >= to) {
			gl_fail(err, "'%s' has an empty value", text);
			return -1;
		}
		if (c->hi > c->lo)
			return gl_fail(err, "'%s': a range in a list needs a number of points", text);
		if (read_member(c, &w, gl_strndup(arena, from, (size_t)(to - from)), whole, draw, inside, err) < 0)
			return -1;
		if (!*(p = stop))
			break;
	}
	c->word = w.word;
	c->n = w.n;
	for (size_t i = 0; w.n <= 1000 && i < w.n; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(w.word[i], w.word[k]) == 0)
				return gl_fail(err, "'%s' has %s twice", text, w.word[i]);
	return 0;
}

/* A part that is always the same. */
static struct gl_choice
fixed(const char *text, size_t n, struct gl_arena *arena)
{
	const char **word = gl_alloc(arena, 1, sizeof *word);

	word[0] = gl_strndup(arena, text, n);
	return (struct gl_choice){.word = word, .n = 1};
}

int
gl_values_parse(struct gl_values *v, const char *text, bool whole, bool draw, bool literal, struct gl_arena *arena,
    struct gl_err *err)
{
	size_t room = 2 * strlen(text) + 1;
	struct gl_choice *part = gl_alloc(arena, room, sizeof *part);
	const char *p = text, *open;

	*v = (struct gl_values){part, 0};
	if (literal || (strchr(text, '=') && !strpbrk(text, "{}|"))) {
		part[v->parts++] = fixed(text, strlen(text), arena);
		return 0;
	}
	if (!strpbrk(text, "{}"))
		return read_choice(&part[v->parts++], text, whole, draw, false, arena, err);
	for (; (open = strpbrk(p, "{}")) != NULL;) {
		const char *close = strpbrk(open + 1, "{}");
		if (*open != '{' || !close || *close != '}')
			return gl_fail(err, "'%s': a { and a } do not belong together", text);
		if (open > p)
			part[v->parts++] = fixed(p, (size_t)(open - p), arena);
		const char *list = gl_strndup(arena, open + 1, (size_t)(close - open - 1));
		if (read_choice(&part[v->parts++], list, whole, draw, true, arena, err) < 0)
			return -1;
		p = close + 1;
	}
	if (*p)
		part[v->parts++] = fixed(p, strlen(p), arena);
	return 0;
}

/* ---- taking them ---- */

size_t
gl_values_count(const struct gl_values *v)
{
	size_t n = 1;

	for (size_t i = 0; i < v->parts; i++)
		if (__builtin_mul_overflow(n, v->part[i].n, &n))
			return SIZE_MAX;
	return n;
}

const char *
gl_values_at(const struct gl_values *v, size_t i, struct gl_arena *arena)
{
	struct gl_text t = {.arena = arena};
	size_t below = gl_values_count(v);

	if (v->parts == 1)
		return v->part[0].word[i];
	for (size_t k = 0; k < v->parts; k++) {
		below /= v->part[k].n;
		gl_text_add(&t, "%s", v->part[k].word[i / below]);
		i %= below;
	}
	return t.s;
}

const char *
gl_values_draw(const struct gl_values *v, uint32_t seed, uint64_t row, uint32_t *index, struct gl_arena *arena)
{
	struct gl_text t = {.arena = arena};
	uint32_t word[4];

	for (size_t k = 0; k < v->parts; k++) {
		const struct gl_choice *c = &v->part[k];
		if (c->n == 1) {
			gl_text_add(&t, "%s", c->word[0]);
			continue;
		}
		gl_random(seed, GL_RAND_SWEEP, 0, row, (*index)++, word);
		double u = gl_uniform(word[0]);
		if (c->n > 0)
			gl_text_add(&t, "%s", c->word[(size_t)(u * (double)c->n)]);
		else
			gl_text_add(&t, "%s", number_text(between(c->lo, c->hi, c->log, u), c->whole, arena));
	}
	return t.s;
}
