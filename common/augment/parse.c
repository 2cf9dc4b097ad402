/* The list of transformations in words. */
#include "augment/transform.h"

#include "core/number.h"
#include "format/select.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ITEM = 64 };

/* A number; with share also a percentage, whose sign is noted. The whole of from..end has to be one. */
static bool
number(const char *from, const char *end, bool share, double *value, bool *percent)
{
	int overflow = 0;
	const char *p = gl_number_read64(from, end, value, &overflow);

	*percent = share && p && p + 1 == end && *p == '%';
	if (*percent)
		*value /= 100;
	return p && (p == end || *percent) && !overflow && isfinite(*value);
}

/* Is it written as a whole number? */
static bool
whole(const char *from, const char *end)
{
	from += from < end && *from == '-';
	return from < end && strspn(from, "0123456789") >= (size_t)(end - from);
}

/* "A..B" cut in two; for "V" both ends are V. True if there are two. */
static bool
ends(const char *value, const char *end[2], const char **second)
{
	const char *dots = strstr(value, "..");

	*second = dots ? dots + 2 : value;
	end[0] = dots ? dots : value + strlen(value);
	end[1] = value + strlen(value);
	return dots;
}

/* "a share, such as 0.1 or 10%": what amounts of a transformation look like. */
static const char *
wanted(const struct gl_transform *t)
{
	if (t->pixels)
		return "a whole number of pixels, or a share such as 10%";
	return t == &gl_augment_rotate ? "a number of degrees" : "a share, such as 0.1 or 10%";
}

static int
bad_amount(const struct gl_transform *t, const char *value, struct gl_err *err)
{
	gl_fail(err, "%s: '%s' is not %s", t->name, value, wanted(t));
	return gl_hint(err, "two with dots between, A..B, are the least and the most that there may be");
}

static int
word_amount(struct gl_augment_step *s, const char *value, struct gl_err *err)
{
	const struct gl_transform *t = s->kind;

	for (size_t i = 0; t->words[i]; i++)
		if (!value || strcmp(value, t->words[i]) == 0) {
			s->lo = s->hi = (double)i;
			return 0;
		}
	gl_fail(err, "%s: '%s' is unknown", t->name, value);
	return gl_hint_nearest(err, value, t->words);
}

/* An amount that is not from least to most, said as it was written: in pixels, in degrees, in %, or as a number. */
static int
out_of_range(const struct gl_augment_step *s, const char *value, double least, double most, struct gl_err *err)
{
	const struct gl_transform *t = s->kind;
	bool percent = strchr(value, '%');
	double unit = percent ? 100 : 1;

	gl_fail(err, "%s: '%s' is not from %g%s to %g%s", t->name, value, unit * least, percent && least ? "%" : "",
	    unit * most,
	    s->pixels                     ? " pixels"
		: percent                 ? "%"
		: t == &gl_augment_rotate ? " degrees"
					  : "");
	if (t->pixels && !s->pixels)
		return gl_hint(err, "whole numbers are pixels, 0.1 and 10%% are shares of a side");
	return t->neutral ? gl_hint(err, "two numbers are the least and the most factor: %s=0.5..2", t->name) : -1;
}

/* The amount behind "NAME=". */
static int
amount(struct gl_augment_step *s, const char *value, struct gl_err *err)
{
	const struct gl_transform *t = s->kind;
	const char *end[2], *second;
	bool percent[2];

	if (t->words)
		return word_amount(s, value, err);
	if (!value || !*value) {
		gl_fail(err, "%s: how much?", t->name);
		return gl_hint(err, "like this: %s; it needs %s", t->usage, wanted(t));
	}
	bool two = ends(value, end, &second), share = t != &gl_augment_rotate;
	if (!number(value, end[0], share, &s->lo, &percent[0]) || !number(second, end[1], share, &s->hi, &percent[1]))
		return bad_amount(t, value, err);
	/* 0 is both a number of pixels and a share. */
	s->pixels = t->pixels && whole(value, end[0]) && whole(second, end[1]);
	if (t->pixels && !s->pixels && ((whole(value, end[0]) && s->lo != 0) || (whole(second, end[1]) && s->hi != 0)))
		return gl_fail(err, "%s: one end of '%s' is in pixels, the other a share", t->name, value);
	if (!two && t->span == GL_AROUND && s->lo < 0)
		return gl_fail(err, "%s: '%s' is below 0, but it goes both ways from there", t->name, value);
	if (!two && t->span == GL_AROUND) {
		s->lo = t->neutral - s->lo;
		s->hi = t->neutral + s->hi;
	} else if (!two && t->span == GL_FROM && !s->pixels) {
		s->hi = fmax(1, s->lo);
	}
	if (s->lo > s->hi)
		return gl_fail(err, "%s: the first of '%s' is greater than the second", t->name, value);
	double least = s->pixels ? (t->least < 0 ? -65536 : 0) : t->least, most = s->pixels ? 65536 : t->most;
	if (s->lo >= least && s->hi <= most)
		return 0;
	if (!two && t->span == GL_AROUND) {
		most = fmin(most - t->neutral, t->neutral - least);
		least = 0;
	}
	return out_of_range(s, value, least, most, err);
}

/* ---- what is said of all transformations ---- */

static int
set_p(struct gl_augment *a, const char *value, struct gl_err *err)
{
	double p;
	bool percent;

	if (a->n == 0) {
		gl_fail(err, "p: there is no transformation before it");
		return gl_hint(err, "p is the probability of the transformation that it stands behind: flip,p=20%%");
	}
	if (!number(value, value + strlen(value), true, &p, &percent) || !(p >= 0 && p <= 1))
		return gl_fail(err, "p: '%s' is not a probability, from 0 to 1 or 100%%", value);
	a->step[a->n - 1].p = p;
	return 0;
}

int
gl_augment_shape(struct gl_augment *a, const char *value, struct gl_err *err)
{
	struct gl_shape s;

	if (gl_dims_parse(value, &s, err) < 0)
		return gl_fail_at(err, "shape", 0);
	if (s.ndim == 3 || s.ndim == 2) {
		a->shape = s;
		return 0;
	}
	gl_fail(err, "shape: '%s' is not a picture's", value);
	return gl_hint(err, "like this: shape=1x28x28 (channels, height, width)");
}

static int
set_range(struct gl_augment *a, const char *value, struct gl_err *err)
{
	const char *end[2], *second;
	bool percent;

	a->limited = strcmp(value, "any") != 0;
	a->unit = 1;
	if (!a->limited)
		return 0;
	if (!ends(value, end, &second) || !number(value, end[0], false, &a->low, &percent) ||
	    !number(second, end[1], false, &a->high, &percent) || !(a->low < a->high) || fabs(a->low) > 1e30 ||
	    fabs(a->high) > 1e30) {
		gl_fail(err, "range: '%s' is not a range", value);
		return gl_hint(err, "black and white, with dots between: range=0..255; or range=any");
	}
	a->unit = a->high - a->low;
	return 0;
}

static int
set_fill(struct gl_augment *a, const char *value, struct gl_err *err)
{
	double fill;
	bool percent;

	a->edge = strcmp(value, "edge") == 0;
	if (a->edge)
		return 0;
	if (!number(value, value + strlen(value), false, &fill, &percent) || fabs(fill) > 1e30) {
		gl_fail(err, "fill: '%s' is not a number", value);
		return gl_hint(err, "fill=0 is a value; fill=edge goes on with the nearest pixel");
	}
	a->fill = (gl_real)fill;
	return 0;
}

static const struct {
	const char *name;
	int (*set)(struct gl_augment *a, const char *value, struct gl_err *err);
} settings[] = {{"p", set_p}, {"shape", gl_augment_shape}, {"range", set_range}, {"fill", set_fill}};

/* ---- the list ---- */

static int
unknown(const char *name, struct gl_err *err)
{
	const char *list[GL_LEN(settings) + 32];
	size_t n = 0;

	for (size_t i = 0; gl_transforms[i]; i++)
		list[n++] = gl_transforms[i]->name;
	for (size_t i = 0; i < GL_LEN(settings); i++)
		list[n++] = settings[i].name;
	list[n] = NULL;
	const char *near = gl_nearest(name, list);
	gl_fail(err, "unknown transformation '%s'", name);
	return near ? gl_hint(err, "did you mean %s?", near) : gl_hint_names(err, gl_transform_names());
}

/* One item, "NAME" or "NAME=VALUE"; value is NULL or what is behind the sign. */
static int
item(struct gl_augment *a, const char *name, const char *value, struct gl_err *err)
{
	for (size_t i = 0; i < GL_LEN(settings); i++)
		if (strcmp(name, settings[i].name) == 0)
			return settings[i].set(a, value ? value : "", err);
	for (size_t i = 0; gl_transforms[i]; i++) {
		if (strcmp(name, gl_transforms[i]->name) != 0)
			continue;
		if (a->n == GL_AUGMENT_STEPS)
			return gl_fail(err, "there are more than %d transformations", GL_AUGMENT_STEPS);
		a->step[a->n] = (struct gl_augment_step){.kind = gl_transforms[i], .p = gl_transforms[i]->p};
		return amount(&a->step[a->n++], value, err);
	}
	return unknown(name, err);
}

/* Without the blanks at its ends. False if it is longer than anything there is. */
static bool
trim(const char *from, size_t n, char to[ITEM])
{
	while (n > 0 && (*from == ' ' || *from == '\t' || *from == '\n')) {
		from++;
		n--;
	}
	while (n > 0 && (from[n - 1] == ' ' || from[n - 1] == '\t' || from[n - 1] == '\n'))
		n--;
	snprintf(to, ITEM, "%.*s", (int)(n < ITEM ? n : ITEM - 1), from);
	return n < ITEM;
}

int
gl_augment_parse(const char *text, struct gl_augment *a, struct gl_arena *life, struct gl_err *err)
{
	char one[ITEM], *kept = gl_alloc(life, strlen(text) + 1, 1), *to = kept;

	*a = (struct gl_augment){.text = kept, .limited = true, .high = 1, .unit = 1, .fill = (gl_real)NAN};
	for (const char *p = text;; p++) {
		size_t n = strcspn(p, ",");

		if (!trim(p, n, one))
			return gl_fail(err, "'%s...' is too long to be a transformation", one);
		to += snprintf(to, strlen(one) + 2, "%s%s", to > kept ? "," : "", one);
		char *sign = strchr(one, '=');
		if (sign)
			*sign = '\0';
		if (!*one)
			return gl_fail(err, "'%.200s': a name is missing", text);
		if (item(a, one, sign ? sign + 1 : NULL, err) < 0)
			return -1;
		p += n;
		if (!*p)
			break;
	}
	if (a->n == 0) {
		gl_fail(err, "'%.200s' names no transformation", text);
		return gl_hint_names(err, gl_transform_names());
	}
	if (isnan((double)a->fill))
		a->fill = a->limited ? (gl_real)a->low : 0;
	return 0;
}

/* ---- the shape ---- */

/* shift=1% of 28 pixels is none: nothing would ever move. */
static int
check_shares(const struct gl_augment *a, struct gl_err *err)
{
	for (size_t i = 0; i < a->n; i++) {
		const struct gl_augment_step *s = &a->step[i];
		double most = fmax(fabs(s->lo), fabs(s->hi));
		double side = (double)(a->shape.dim[1] > a->shape.dim[2] ? a->shape.dim[1] : a->shape.dim[2]);

		if (!s->kind->pixels || s->pixels || s->kind->span == GL_FROM || most == 0 || rint(most * side) > 0)
			continue;
		return gl_fail(err,
		    "%s: that share of a side of %g pixels is less than half a pixel, and nothing would change",
		    s->kind->name, side);
	}
	return 0;
}

int
gl_augment_fit(struct gl_augment *a, const struct gl_shape *net, const struct gl_field *f, struct gl_err *err)
{
	char text[GL_SHAPE_TEXT];
	struct gl_shape s = a->shape;
	size_t side = (size_t)sqrt((double)f->width);

	if (s.ndim == 0 && net && net->kind == GL_PICTURE)
		s = *net;
	if (s.ndim == 0 && (f->ndim == 2 || f->ndim == 3)) {
		s.ndim = f->ndim;
		memcpy(s.dim, f->dim, sizeof s.dim);
	}
	if (s.ndim == 0) {
		gl_fail(err, "field 1 has %zu numbers, and nothing says what picture they are", f->width);
		return side * side == f->width
		    ? gl_hint(err, "shape=1x%zux%zu in the list says so: channels, height, width", side, side)
		    : gl_hint(err, "shape=3x32x32 in the list says so: channels, height, width");
	}
	if (s.ndim == 2)
		s = (struct gl_shape){.ndim = 3, .dim = {1, s.dim[0], s.dim[1]}};
	s.kind = GL_PICTURE;
	if (gl_shape_count(&s) != f->width)
		return gl_fail(err, "field 1 has %zu numbers, but a picture of %s has %zu", f->width,
		    gl_shape_print(&s, text), gl_shape_count(&s));
	if (f->width > GL_AUGMENT_NUMBERS || s.dim[1] > 65536 || s.dim[2] > 65536)
		return gl_fail(err, "a picture of %s is too large: it may have 2^28 numbers, and sides of 65536 pixels",
		    gl_shape_print(&s, text));
	a->shape = s;
	return check_shares(a, err);
}
