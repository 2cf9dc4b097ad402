/* Comparisons number by number. See format/compare.h. */
#include "format/compare.h"

#include "core/percent.h"
#include "format/head.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* One number more of a part, number `at` of it. */
static void
add(struct gl_compared *p, uint64_t at, double a, double b)
{
	double size = fabs(a) > fabs(b) ? fabs(a) : fabs(b), d = fabs(a - b);

	p->n++;
	if (isfinite(size) && size > p->largest)
		p->largest = size;
	if (a == b || (isnan(a) && isnan(b))) {
		p->identical++;
		return;
	}
	if (!isfinite(d))
		d = INFINITY;
	if (d > p->difference) {
		p->difference = d;
		p->a = a;
		p->b = b;
		p->at = at;
	}
}

static void
judge(struct gl_comparison *c, const struct gl_compare_args *args)
{
	for (size_t i = 0; i < c->n; i++) {
		struct gl_compared *p = &c->part[i];
		p->differs = args->exact ? p->identical < p->n : p->difference > args->atol + args->rtol * p->largest;
		c->differs |= p->differs;
	}
}

/* They differ in something that is no number. The first reason is kept. Returns 0: that is an answer, not a failure. */
static int __attribute__((format(printf, 2, 3))) differ(struct gl_comparison *c, const char *fmt, ...)
{
	va_list ap;

	c->differs = true;
	if (*c->why)
		return 0;
	va_start(ap, fmt);
	vsnprintf(c->why, sizeof c->why, fmt, ap);
	va_end(ap);
	return 0;
}

static struct gl_compared *
part_new(struct gl_comparison *c, const char *name)
{
	struct gl_compared *p = &c->part[c->n++];

	*p = (struct gl_compared){.name = name};
	return p;
}

/* "2,0": where element p->at of a tensor is. */
static void
place(struct gl_compared *p, const struct gl_named *t)
{
	size_t below = t->n, n = 0;

	for (int i = 0; i < t->ndim; i++) {
		size_t above = below;
		below /= t->dim[i];
		n += (size_t)snprintf(
		    p->where + n, sizeof p->where - n, i ? ",%zu" : "%zu", (size_t)p->at % above / below);
	}
}

static int
check_finite(const struct gl_tensors *t, const char *file, struct gl_err *err)
{
	for (size_t i = 0; i < t->n; i++)
		for (size_t e = 0; e < t->tensor[i].n; e++)
			if (!isfinite(t->tensor[i].data[e])) {
				struct gl_compared p = {.at = e};
				place(&p, &t->tensor[i]);
				gl_fail(err, "%s:%s is not finite", t->tensor[i].name, p.where);
				gl_hint(err, "--allow-nonfinite takes nan and inf as data");
				return gl_fail_at(err, file, t->tensor[i].line);
			}
	return 0;
}

/* The architecture's lines as the tools print them, so that "2-3-1" is its layers one by one. States have none. */
static const char *
architecture(
    const struct gl_tensors *t, enum gl_filekind kind, const char *file, struct gl_arena *life, struct gl_err *err)
{
	static const char *const words[] = {"labels", "history", "examples", "weight", "loss", NULL};
	struct gl_net *net;

	if (kind == GL_FILE_STATE)
		return "";
	return (net = gl_head_net(t, words, file, false, life, err)) ? gl_net_lines(net, life) : NULL;
}

/* The heads: architecture, class names, the loss, the optimizer; numbers in them become parts. */
static int
compare_heads(struct gl_comparison *c, const struct gl_tensors t[2], enum gl_filekind kind, const char *const file[2],
    struct gl_arena *life, struct gl_err *err)
{
	static const char *const words[] = {"labels", "optimizer", "step", "examples", NULL};
	const char *lines[2], *value[2];

	for (int i = 0; i < 2; i++)
		if (!(lines[i] = architecture(&t[i], kind, file[i], life, err)))
			return -1;
	for (size_t n[2]; *lines[0] || *lines[1]; lines[0] += n[0], lines[1] += n[1]) {
		for (int i = 0; i < 2; i++)
			n[i] = strcspn(lines[i], "\n");
		if (n[0] != n[1] || memcmp(lines[0], lines[1], n[0]) != 0) {
			for (int i = 0; i < 2; i++)
				value[i] = n[i] ? gl_strndup(life, lines[i], n[i]) : "nothing";
			return differ(c, "%.120s has the layer \"%.100s\" where %.120s has \"%.100s\"", file[0],
			    value[0] + strspn(value[0], " "), file[1], value[1] + strspn(value[1], " "));
		}
		for (int i = 0; i < 2; i++)
			n[i] += lines[i][n[i]] == '\n';
	}
	for (const char *const *word = words; *word; word++) {
		for (int i = 0; i < 2; i++) {
			size_t from = 0;
			value[i] = gl_head_value(&t[i], *word, &from, life);
			value[i] = value[i] ? value[i] : "";
		}
		if (strcmp(value[0], value[1]) != 0)
			differ(c, "%.120s has %s %.100s, %.120s has %s %.100s", file[0], *word,
			    *value[0] ? value[0] : "none", file[1], *word, *value[1] ? value[1] : "none");
	}
	return 0;
}

static int
compare_tensors(struct gl_comparison *c, const char *const file[2], enum gl_filekind kind,
    const struct gl_compare_args *args, struct gl_arena *life, struct gl_err *err)
{
	struct gl_tensors t[2];

	for (int i = 0; i < 2; i++)
		if (gl_tensors_load(&t[i], file[i], life, err) < 0 ||
		    (!args->in.allow_nonfinite && check_finite(&t[i], file[i], err) < 0))
			return -1;
	if (compare_heads(c, t, kind, file, life, err) < 0)
		return -1;
	struct gl_name *names = gl_alloc_raw(life, t[1].n, sizeof *names);
	bool *found = gl_alloc(life, t[1].n, sizeof *found);
	for (size_t i = 0; i < t[1].n; i++)
		names[i] = (struct gl_name){t[1].tensor[i].name, i};
	gl_names_sort(names, t[1].n);
	c->part = gl_alloc(life, t[0].n, sizeof *c->part);
	for (size_t i = 0; i < t[0].n; i++) {
		const struct gl_named *a = &t[0].tensor[i], *b;
		const struct gl_name *name = gl_names_find(names, t[1].n, a->name);
		if (!name) {
			differ(c, "%.120s has no %.200s", file[1], a->name);
			continue;
		}
		found[name->at] = true;
		b = &t[1].tensor[name->at];
		if (a->ndim != b->ndim || memcmp(a->dim, b->dim, (size_t)a->ndim * sizeof *a->dim) != 0) {
			differ(c, "%.200s has another shape in %.120s than in %.120s", a->name, file[0], file[1]);
			continue;
		}
		struct gl_compared *p = part_new(c, a->name);
		for (size_t e = 0; e < a->n; e++)
			add(p, e, (double)a->data[e], (double)b->data[e]);
		place(p, a);
	}
	for (size_t i = 0; i < t[1].n; i++)
		if (!found[i])
			differ(c, "%.120s has no %.200s", file[0], t[1].tensor[i].name);
	return 0;
}

/* One of two streams that are read side by side: blocks may end at different rows. */
struct side {
	struct gl_in *in;
	struct gl_batch batch;
	struct gl_arena pass;
	size_t at; /* the next row of the batch */
	uint64_t rows; /* read so far */
};

/* Makes sure that there is a row, if there is one left. 1, 0 at the end, -1. */
static int
side_fill(struct side *s, struct gl_err *err)
{
	if (s->at < s->batch.rows)
		return 1;
	gl_arena_reset(&s->pass);
	s->at = s->batch.rows = 0;
	long got = gl_in_read(s->in, GL_BLOCK_ROWS, &s->batch, &s->pass, err);
	if (got > 0) {
		s->batch.rows = (size_t)got;
		s->rows += (uint64_t)got;
	}
	return got < 0 ? -1 : got > 0;
}

/* What all rows have in common, and a part for each field. 1 if rows can be compared. */
static int
compare_schemas(struct gl_comparison *c, const struct gl_schema *a, const struct gl_schema *b,
    const char *const file[2], struct gl_arena *life)
{
	c->part = gl_alloc(life, GL_FIELDS, sizeof *c->part);
	if (a->nfield == 0 || b->nfield == 0)
		return 1; /* one has no rows at all; the count of rows tells */
	if (a->nfield != b->nfield || a->nrest != b->nrest)
		return differ(c, "%.120s has %d field%s, %.120s has %d", file[0], a->nfield + a->nrest,
		    a->nfield + a->nrest == 1 ? "" : "s", file[1], b->nfield + b->nrest);
	for (int i = 0; i < a->nfield; i++) {
		part_new(c, gl_asprintf(life, "field %d", i + 1));
		if (a->field[i].width != b->field[i].width)
			return differ(c, "field %d of %.120s has %zu numbers, of %.120s %zu", i + 1, file[0],
			    a->field[i].width, file[1], b->field[i].width);
	}
	return 1;
}

/* As many rows as both sides have at hand. */
static void
compare_rows(struct gl_comparison *c, struct side s[2], const char *const file[2])
{
	size_t rows[2] = {s[0].batch.rows - s[0].at, s[1].batch.rows - s[1].at};
	size_t n = rows[0] < rows[1] ? rows[0] : rows[1];
	uint64_t first = s[0].rows - rows[0];

	for (size_t i = 0; i < c->n; i++) {
		const struct gl_tensor *x = &s[0].batch.field[i], *y = &s[1].batch.field[i];
		size_t width = x->n / s[0].batch.rows;
		const gl_real *p = x->data + s[0].at * width, *q = y->data + s[1].at * width;
		for (size_t e = 0; e < n * width; e++)
			add(&c->part[i], first * width + e, (double)p[e], (double)q[e]);
		snprintf(c->part[i].where, sizeof c->part[i].where, "row %llu, number %llu",
		    (unsigned long long)(c->part[i].at / width + 1), (unsigned long long)(c->part[i].at % width + 1));
	}
	for (size_t r = 0; s[0].batch.rest && s[1].batch.rest && r < n; r++)
		if (strcmp(s[0].batch.rest[s[0].at + r], s[1].batch.rest[s[1].at + r]) != 0)
			differ(c, "row %llu has the text \"%.100s\" in %.100s, but \"%.100s\" in %.100s",
			    (unsigned long long)(first + r + 1), s[0].batch.rest[s[0].at + r], file[0],
			    s[1].batch.rest[s[1].at + r], file[1]);
	s[0].at += n;
	s[1].at += n;
}

static int
compare_streams(struct gl_comparison *c, const char *const file[2], const struct gl_compare_args *args,
    struct gl_arena *life, struct gl_err *err)
{
	struct side s[2] = {{0}, {0}};
	int more[2] = {1, 1}, status = 0;

	for (int i = 0; i < 2 && status == 0; i++)
		status = (s[i].in = gl_in_open(&file[i], 1, &args->in, err)) ? 0 : -1;
	if (status == 0 && compare_schemas(c, gl_in_schema(s[0].in), gl_in_schema(s[1].in), file, life) > 0) {
		while (status == 0 && (more[0] || more[1])) {
			for (int i = 0; i < 2 && status == 0; i++)
				status = (more[i] = side_fill(&s[i], err)) < 0 ? -1 : 0;
			if (status == 0 && more[0] && more[1])
				compare_rows(c, s, file);
			else if (status == 0) /* one has ended: the other's rows are counted and checked */
				s[0].at = s[0].batch.rows, s[1].at = s[1].batch.rows;
		}
		if (status == 0 && s[0].rows != s[1].rows)
			differ(c, "%.120s has %llu rows, %.120s has %llu", file[0], (unsigned long long)s[0].rows,
			    file[1], (unsigned long long)s[1].rows);
	}
	for (int i = 0; i < 2; i++) {
		if (s[i].in)
			gl_in_close(s[i].in);
		gl_arena_free(&s[i].pass);
	}
	return status;
}

int
gl_compare(struct gl_comparison *c, const char *a, const char *b, const struct gl_compare_args *args,
    struct gl_arena *life, struct gl_err *err)
{
	static const char *const words[] = {
	    "examples", "a network", "a gradient", "an optimizer's state", "a checkpoint"};
	const char *const file[2] = {a, b};
	enum gl_filekind kind[2];

	*c = (struct gl_comparison){0};
	for (int i = 0; i < 2; i++)
		if (gl_file_kind(file[i], &kind[i], err) < 0)
			return -1;
	if (kind[0] != kind[1])
		return gl_fail(err, "%.200s holds %s, but %.200s holds %s", a, words[kind[0]], b, words[kind[1]]);
	if (kind[0] == GL_FILE_CHECKPOINT) {
		gl_fail(err, "%.200s and %.200s hold checkpoints, which are not compared", a, b);
		return gl_hint(err, "compare the networks that gl-train --resume makes of them");
	}
	int status = kind[0] == GL_FILE_EXAMPLES ? compare_streams(c, file, args, life, err)
						 : compare_tensors(c, file, kind[0], args, life, err);
	if (status == 0)
		judge(c, args);
	return status;
}

/* A number of the table, `digits` significant ones (0: all). */
static const char *
text(double value, int digits, char to[GL_NUMBER_TEXT + 1])
{
	size_t n = digits ? gl_number_print_digits((float)value, digits, to) : gl_number_print((float)value, to);

	to[n] = '\0';
	return to;
}

int
gl_compare_print(
    const struct gl_comparison *c, const struct gl_compare_args *args, struct gl_sink *s, struct gl_err *err)
{
	char x[5][GL_NUMBER_TEXT + 1];
	const struct gl_compared *worst = NULL;
	int wide = 6;

	for (size_t i = 0; i < c->n; i++)
		if ((int)strlen(c->part[i].name) > wide && strlen(c->part[i].name) < 40)
			wide = (int)strlen(c->part[i].name);
	if (c->n > 0)
		gl_sink_print(s, err, "%-*s  %9s  %9s  %10s  %10s  %s\n", wide, "tensor", "numbers", "identical",
		    "difference", "of largest", "where it is greatest");
	for (size_t i = 0; i < c->n; i++) {
		const struct gl_compared *p = &c->part[i];
		double share = p->difference > 0 ? p->difference / p->largest : 0;
		gl_sink_print(s, err, "%-*s  %9llu  %7s %%  %10s  %10s", wide, p->name, (unsigned long long)p->n,
		    p->n ? gl_percent(p->identical, p->n, x[0]) : "100", text(p->difference, 3, x[1]),
		    text(share, 3, x[2]));
		if (p->difference > 0)
			gl_sink_print(s, err, "  %s: %s, %s%s", p->where, text(p->a, 0, x[3]), text(p->b, 0, x[4]),
			    p->differs ? "  <- differs" : "");
		gl_sink_write(s, "\n", 1, err);
		if (p->differs && (!worst || share > worst->difference / worst->largest))
			worst = p;
	}
	if (*c->why)
		return gl_sink_print(s, err, "different: %s\n", c->why);
	if (worst)
		return gl_sink_print(s, err, "different: most in %s, at %s: %s and %s\n", worst->name, worst->where,
		    text(worst->a, 0, x[0]), text(worst->b, 0, x[1]));
	if (args->exact)
		return gl_sink_print(s, err, "the same numbers\n");
	return gl_sink_print(s, err, "the same within %s of the largest number%s%s\n", text(args->rtol, 0, x[0]),
	    args->atol > 0 ? " and " : "", args->atol > 0 ? text(args->atol, 0, x[1]) : "");
}
