/*
 * The text form of networks, gradients and states: a head, an empty line, then tensors. See format/items.h,
 * gl-network(5).
 */
#include "format/items.h"

#include "core/number.h"
#include "core/text.h"

#include <string.h>

enum { FIRST_ROOM = 1 << 16, WRITE_RUN = 1024, LINE_MAX = 1 << 24 };

/* A line: from p up to end, without its newline and a carriage return before it. */
struct line {
	const char *p, *end;
};

/* The next line that is no comment; 1, 0 at the end of the file, -1. It is valid until the next call. */
static int
line_next(struct gl_items *it, struct line *l, struct gl_err *err)
{
	do {
		size_t seen = 0, want = 1, have;
		const char *p, *newline;
		gl_source_skip(it->source, it->pending);
		it->pending = 0;
		for (;;) {
			if (!(p = gl_source_peek(it->source, want, &have, err)))
				return -1;
			if (have == 0)
				return 0;
			if ((newline = memchr(p + seen, '\n', have - seen)) != NULL || have < want)
				break;
			seen = have;
			want = have + 1;
		}
		*l = (struct line){p, newline ? newline : p + have};
		it->pending = (size_t)(l->end - p) + (newline != NULL);
		it->line++;
		if (l->end > l->p && l->end[-1] == '\r')
			l->end--;
	} while (l->p < l->end && *l->p == '#');
	return 1;
}

/* Puts the line read last back, to be read again. */
static void
line_back(struct gl_items *it)
{
	it->pending = 0;
	it->line--;
}

static bool
blank(struct line l)
{
	while (l.p < l.end && (*l.p == ' ' || *l.p == '\t'))
		l.p++;
	return l.p == l.end;
}

/* The word at l->p, spaces before it skipped; l->p becomes its end. Empty at the end of the line. */
static struct line
word_next(struct line *l)
{
	while (l->p < l->end && (*l->p == ' ' || *l->p == '\t'))
		l->p++;
	struct line w = {l->p, l->p};
	while (w.end < l->end && *w.end != ' ' && *w.end != '\t')
		w.end++;
	l->p = w.end;
	return w;
}

/* A piece of a line for a message, at most 40 bytes of it. */
static int
piece(struct line w)
{
	return w.end - w.p > 40 ? 40 : (int)(w.end - w.p);
}

/* A line of a tensor's name and dimensions: "0.weight 3 2". */
static struct gl_named *
read_name(struct gl_tensors *t, size_t *room, struct line l, struct gl_arena *arena, struct gl_err *err)
{
	struct line name = word_next(&l), w;
	size_t dim[GL_SHAPE_DIMS];
	int ndim = 0;

	for (;;) {
		size_t d = 0;
		w = word_next(&l);
		if (w.p == w.end)
			break;
		for (const char *p = w.p; p < w.end; p++)
			if (*p < '0' || *p > '9' || (d = 10 * d + (size_t)(*p - '0')) > (size_t)1 << 40) {
				gl_fail(err, "\"%.*s\" is not a dimension of %.*s", piece(w), w.p, piece(name), name.p);
				return NULL;
			}
		if (ndim == GL_SHAPE_DIMS) {
			gl_fail(err, "%.*s has more than %d dimensions", piece(name), name.p, GL_SHAPE_DIMS);
			return NULL;
		}
		dim[ndim++] = d;
	}
	return gl_tensors_add(t, room, gl_strndup(arena, name.p, (size_t)(name.end - name.p)), ndim, dim, arena, err);
}

/*
 * One row of `width` numbers; there is room for as many as the line can hold. 0, or -1 with err set but for the place
 * in front.
 */
static int
read_row(struct line l, size_t width, float *to, const char *name, struct gl_err *err)
{
	size_t n = 0;

	for (;; n++) {
		int overflow = 0;
		float value;
		while (l.p < l.end && (*l.p == ' ' || *l.p == '\t'))
			l.p++;
		if (l.p == l.end)
			break;
		const char *next = gl_number_read(l.p, l.end, &value, &overflow);
		if (!next || (next < l.end && *next != ' ' && *next != '\t')) {
			struct line w = word_next(&l);
			return gl_fail(
			    err, "number %zu of this row of %s is not a number: \"%.*s\"", n + 1, name, piece(w), w.p);
		}
		if (overflow) {
			struct line w = word_next(&l);
			return gl_fail(err, "number %zu of this row of %s is too large for float32: %.*s", n + 1, name,
			    piece(w), w.p);
		}
		if (n < width)
			to[n] = value;
		l.p = next;
	}
	if (n != width)
		return gl_fail(err, "this row of %s has %zu number%s, not %zu", name, n, n == 1 ? "" : "s", width);
	return 0;
}

/* The rows of a tensor. Room grows with the numbers that are there: what a file claims costs nothing. */
static int
read_rows(struct gl_items *it, struct gl_named *t, struct gl_arena *arena, struct gl_err *err)
{
	size_t width = t->ndim ? t->dim[t->ndim - 1] : 1, rows = t->n / width, room = 0;
	float *data = NULL;
	struct line l;
	int got;

	for (size_t r = 0; r < rows; r++) {
		if ((got = line_next(it, &l, err)) < 0)
			return -1;
		if (got == 0 || blank(l)) {
			gl_fail(err, "%s needs %zu row%s of %zu number%s, but here are %zu", t->name, rows,
			    rows == 1 ? "" : "s", width, width == 1 ? "" : "s", r);
			return gl_fail_at(err, gl_source_name(it->source), t->line);
		}
		/*
		 * A number takes two bytes at least, its space with it: longer rows than the line are not made room
		 * for.
		 */
		size_t most = (size_t)(l.end - l.p) / 2 + 1, enough = r * width + (most < width ? most : width);
		if (enough > room) {
			room = enough > 2 * room ? enough : 2 * room;
			room = room < FIRST_ROOM ? FIRST_ROOM : room;
			room = room > t->n ? t->n : room;
			float *more = gl_alloc_raw(arena, room, sizeof *more);
			if (r > 0)
				memcpy(more, data, r * width * sizeof *more);
			data = more;
		}
		if (read_row(l, width, data + r * width, t->name, err) < 0)
			return gl_fail_at(err, gl_source_name(it->source), it->line);
	}
	t->data = data;
	return 0;
}

/* Whether what comes next is an item in binary: a gradient may be followed by one. 1, 0, or -1. */
static int
binary_next(struct gl_items *it, struct gl_err *err)
{
	size_t have;

	gl_source_skip(it->source, it->pending);
	it->pending = 0;
	const char *p = gl_source_peek(it->source, GL_SAFETENSORS_BEGIN, &have, err);
	return p ? gl_is_safetensors(p, have) : -1;
}

/* The tensors up to the end of the file or the next item. */
static int
read_tensors(struct gl_items *it, struct gl_tensors *t, struct gl_arena *arena, struct gl_err *err)
{
	const char *file = gl_source_name(it->source);
	size_t room = 0;
	struct line l;
	int got;

	for (;;) {
		do {
			if ((got = binary_next(it, err)) != 0)
				return got < 0 ? -1 : 0;
			if ((got = line_next(it, &l, err)) <= 0)
				return got;
		} while (blank(l));
		if (l.end - l.p >= 8 && memcmp(l.p, "gradlab-", 8) == 0) {
			line_back(it);
			return 0;
		}
		struct gl_named *tensor = read_name(t, &room, l, arena, err);
		if (!tensor)
			return gl_fail_at(err, file, it->line);
		tensor->line = it->line;
		if (read_rows(it, tensor, arena, err) < 0)
			return -1;
		if ((got = line_next(it, &l, err)) < 0)
			return -1;
		if (got > 0 && !blank(l)) {
			gl_fail(err, "%s is complete; an empty line must follow, not \"%.*s\"", tensor->name, piece(l),
			    l.p);
			return gl_fail_at(err, file, it->line);
		}
		if (gl_is_batch_count(tensor->name))
			t->n--;
	}
}

/* The head: lines up to the first empty one, and where each was. */
static int
read_head(struct gl_items *it, struct gl_tensors *t, struct gl_arena *arena, struct gl_err *err)
{
	struct gl_text head = {.arena = arena};
	size_t *places = NULL, n = 0, room = 0;
	struct line l;
	int got;

	while ((got = line_next(it, &l, err)) > 0 && (!blank(l) || head.n == 0)) {
		if (blank(l))
			continue;
		if (l.end - l.p > LINE_MAX || memchr(l.p, '\0', (size_t)(l.end - l.p))) {
			gl_fail(err, "this line is too long, or holds a NUL byte");
			return gl_fail_at(err, gl_source_name(it->source), it->line);
		}
		gl_text_add(&head, "%.*s\n", (int)(l.end - l.p), l.p);
		if (n == room) {
			room = room ? 2 * room : 64;
			size_t *more = gl_alloc_raw(arena, room, sizeof *more);
			if (n > 0)
				memcpy(more, places, n * sizeof *more);
			places = more;
		}
		places[n++] = it->line;
	}
	t->head = head.s;
	t->head_line = places;
	return got < 0 ? -1 : head.n > 0;
}

int
gl_text_item(struct gl_items *it, struct gl_tensors *t, struct gl_arena *arena, struct gl_err *err)
{
	int got = read_head(it, t, arena, err);

	if (got <= 0)
		return got;
	if (strncmp(t->head, "gradlab-", 8) != 0) {
		gl_fail(err, "\"%.40s\" is not the first line of a network, which is gradlab-network 1",
		    gl_strndup(arena, t->head, strcspn(t->head, "\n")));
		return gl_fail_at(err, gl_source_name(it->source), t->head_line[0]);
	}
	return read_tensors(it, t, arena, err) < 0 ? -1 : 1;
}

static int
write_tensor(const struct gl_named *t, struct gl_sink *s, int digits, struct gl_err *err)
{
	size_t width = t->ndim ? t->dim[t->ndim - 1] : 1;

	gl_sink_print(s, err, "%s", t->name);
	for (int i = 0; i < t->ndim; i++)
		gl_sink_print(s, err, " %zu", t->dim[i]);
	gl_sink_write(s, "\n", 1, err);
	for (size_t i = 0; i < t->n;) {
		char *start = gl_sink_room(s, WRITE_RUN * (GL_NUMBER_TEXT + 1), err), *p = start;
		if (!p)
			return -1;
		size_t run = t->n - i < WRITE_RUN ? t->n - i : WRITE_RUN;
		for (; run > 0; run--, i++) {
			p += digits ? gl_number_print_digits(t->data[i], digits, p) : gl_number_print(t->data[i], p);
			*p++ = (i + 1) % width == 0 ? '\n' : ' ';
		}
		gl_sink_advance(s, (size_t)(p - start));
	}
	return gl_sink_write(s, "\n", 1, err);
}

int
gl_text_write(const struct gl_tensors *t, struct gl_sink *s, int digits, struct gl_err *err)
{
	gl_sink_write(s, t->head, strlen(t->head), err);
	int status = gl_sink_write(s, "\n", 1, err);

	for (size_t i = 0; status == 0 && i < t->n; i++)
		status = write_tensor(&t->tensor[i], s, digits, err);
	return status;
}
