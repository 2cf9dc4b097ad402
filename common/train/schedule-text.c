/* Schedules as they are typed: "step,every=10,factor=0.1". */
#include "core/number.h"
#include "core/text.h"
#include "train/schedule.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PART = 64 };

/* Copies a part of the text, cut off where it is longer than any name or number has to be. */
static void
copy(const char *from, size_t n, char part[PART])
{
	snprintf(part, PART, "%.*s", (int)(n < PART ? n : PART - 1), from);
}

/* A number, perhaps with a % behind it, and nothing else. */
static int
read_value(const char *text, bool percent, double *value)
{
	int overflow = 0;
	const char *end = text + strlen(text), *p = gl_number_read64(text, end, value, &overflow);

	if (p && percent && strcmp(p, "%") == 0) {
		*value /= 100;
		p++;
	}
	return p == end && !overflow && isfinite(*value) ? 0 : -1;
}

/* A value in its place, as it might be: what was meant by "20%" where that is a factor, else the default. */
static int
hint_value(const struct gl_schedule *s, const struct gl_schedule_arg *a, const char *text, struct gl_err *err)
{
	char number[GL_NUMBER_TEXT + 1];
	double x = isnan(a->value) ? a->lo : a->value, meant;

	if (a->value > 0 && a->value <= 1 && read_value(text, true, &meant) == 0)
		x = meant;
	number[gl_number_print64(x, number)] = '\0';
	return gl_hint(err, "like this: %s,%s=%s", s->kind->name, a->name, number);
}

static int
set(const struct gl_schedule *s, const struct gl_schedule_arg *a, const char *text, double *to, struct gl_err *err)
{
	char lo[GL_NUMBER_TEXT + 1], hi[GL_NUMBER_TEXT + 1];
	bool whole = a->kind == GL_RATE_WHOLE;
	double x;

	if (read_value(text, a->kind == GL_RATE_SHARE, &x) < 0 || (whole && x != floor(x))) {
		gl_fail(err, "'%s' is not a %s", text, whole ? "whole number" : "number");
		return hint_value(s, a, text, err);
	}
	if (x >= a->lo && x <= a->hi && (a->kind != GL_RATE_POSITIVE || x > a->lo)) {
		*to = x;
		return 0;
	}
	lo[gl_number_print64(a->lo, lo)] = '\0';
	hi[gl_number_print64(a->hi, hi)] = '\0';
	return gl_fail(err, "%s must be %s %s and at most %s", text,
	    a->kind == GL_RATE_POSITIVE ? "more than" : "at least", lo, hi);
}

/* "every=10" */
static int
parse_arg(const char *part, bool given[GL_SCHEDULE_ARGS], struct gl_schedule *s, struct gl_err *err)
{
	const char *names[GL_SCHEDULE_ARGS + 1] = {NULL}, *equals = strchr(part, '=');
	char name[PART];
	size_t i = 0;

	copy(part, equals ? (size_t)(equals - part) : strlen(part), name);
	for (size_t k = 0; k < GL_SCHEDULE_ARGS && s->kind->arg[k].name; k++)
		names[k] = s->kind->arg[k].name;
	while (names[i] && strcmp(names[i], name) != 0)
		i++;
	if (!names[i]) {
		const char *near = gl_nearest(name, names);
		gl_fail(err, "%s has no '%s'", s->kind->name, name);
		if (!names[0])
			return gl_hint(err, "it has no numbers of its own; --lr sets the rate");
		return near    ? gl_hint(err, "did you mean %s?", near)
		    : names[1] ? gl_hint_names(err, names)
			       : gl_hint(err, "it has %s", names[0]);
	}
	if (given[i])
		return gl_fail(err, "%s has %s twice", s->kind->name, name);
	given[i] = true;
	if (!equals) {
		gl_fail(err, "%s has no value", name);
		return hint_value(s, &s->kind->arg[i], "", err);
	}
	if (set(s, &s->kind->arg[i], equals + 1, &s->arg[i], err) < 0)
		return gl_fail_at(err, name, 0);
	return 0;
}

static int
parse(const char *text, struct gl_schedule *s, struct gl_err *err)
{
	char part[PART];
	bool given[GL_SCHEDULE_ARGS] = {false};
	size_t n = strcspn(text, ",");

	copy(text, n, part);
	s->kind = NULL;
	for (size_t i = 0; !s->kind && gl_schedules[i]; i++)
		if (strcmp(gl_schedules[i]->name, part) == 0)
			s->kind = gl_schedules[i];
	if (!s->kind) {
		gl_fail(err, "there is no schedule '%s'", part);
		return gl_hint_nearest(err, part, gl_schedule_names());
	}
	for (size_t i = 0; i < GL_SCHEDULE_ARGS; i++)
		s->arg[i] = s->kind->arg[i].value;
	while (text[n]) {
		text += n + 1;
		n = strcspn(text, ",");
		if (n == 0)
			return gl_fail(err, "there is nothing after a comma");
		if (n >= PART)
			return gl_fail(err, "'%.16s...' is longer than it has to be", text);
		copy(text, n, part);
		if (parse_arg(part, given, s, err) < 0)
			return -1;
	}
	return 0;
}

int
gl_schedule_parse(const char *text, struct gl_schedule *s, struct gl_err *err)
{
	return parse(text, s, err) < 0 ? gl_fail_at(err, "--schedule", 0) : 0;
}

int
gl_schedule_parse_warmup(const char *text, struct gl_schedule *s, struct gl_err *err)
{
	const char *percent = strchr(text, '%');
	double x;

	s->warmup = 0;
	s->warmup_share = 0;
	if (read_value(text, true, &x) < 0) {
		gl_fail(err, "--warmup: '%s' is neither a number of steps nor a share of them", text);
		return gl_hint(err, "100 is a number of steps, 5%% and 0.05 are shares of all steps");
	}
	if (!percent && x == 1 && strpbrk(text, ".eE")) {
		gl_fail(err, "--warmup: %s could be one step, or all steps", text);
		return gl_hint(err, "1 is one step, 100%% are all steps");
	}
	if (percent || (x > 0 && x < 1)) {
		if (x < 0 || x > 1)
			return gl_fail(err, "--warmup: %s must be from 0 to 100%%", text);
		s->warmup_share = x;
		return 0;
	}
	if (x < 0 || x != floor(x) || x > 1e15) {
		gl_fail(err, "--warmup: %s is not a whole number of steps", text);
		return gl_hint(err, "100 is a number of steps, 5%% and 0.05 are shares of all steps");
	}
	s->warmup = (uint64_t)x;
	return 0;
}

const char *
gl_schedule_text(const struct gl_schedule *s, struct gl_arena *arena)
{
	struct gl_text t = {.arena = arena};
	char number[GL_NUMBER_TEXT + 1];

	gl_text_add(&t, "%s", s->kind ? s->kind->name : gl_schedules[0]->name);
	for (size_t i = 0; s->kind && i < GL_SCHEDULE_ARGS && s->kind->arg[i].name; i++) {
		number[gl_number_print64(s->arg[i], number)] = '\0';
		gl_text_add(&t, ",%s=%s", s->kind->arg[i].name, number);
	}
	return t.s;
}
