#include "cli/conditions.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* A figure that a condition is about. */
struct figure {
	double value;
	bool greater; /* is better */
	double most; /* what it can be; 0: any number */
};

/* Which end of an interval a name asks for, cut off from it: 'l', 'h', or 0 for the figure itself. */
static char
cut_end(char *name)
{
	static const char *const end[] = {"-low", "-high"};
	size_t n = strlen(name);

	for (size_t i = 0; i < GL_LEN(end); i++) {
		size_t e = strlen(end[i]);
		if (n > e && strcmp(name + n - e, end[i]) == 0) {
			name[n - e] = '\0';
			return end[i][1];
		}
	}
	return 0;
}

/* A row of the table by its name, in any case; top-5 is "top". NULL: there is none that is counted. */
static const struct gl_metric *
row(const struct gl_metrics *m, const char *name)
{
	char top[32];

	snprintf(top, sizeof top, "top-%zu", m->top);
	for (const struct gl_metric *t = gl_metric_table; t->name; t++)
		if (gl_metric_counted(t, m) &&
		    (strcasecmp(name, t->name) == 0 || (strcmp(t->name, "top") == 0 && strcmp(name, top) == 0)))
			return t;
	return NULL;
}

/* There is no such metric: what may help. */
static int
no_metric(const struct gl_metrics *m, const char *net, const char *name, struct gl_err *err)
{
	const char *names[40] = {"loss", m->loss->name};
	char all[480] = "";
	size_t n = 2;

	for (const struct gl_metric *t = gl_metric_table; t->name && n + 1 < GL_LEN(names); t++)
		if (gl_metric_counted(t, m))
			names[n++] = t->name;
	gl_fail(err, "there is no metric '%s' of %s", name, net);
	const struct gl_metric *t = strncmp(name, "top", 3) == 0 ? gl_metric_find("top") : gl_metric_find(name);
	if (t && (t->tasks & m->task) && t->option)
		return gl_hint(err, "%s measures it", t->option);
	const char *near = gl_nearest(name, names);
	if (near)
		return gl_hint(err, "did you mean %s?", near);
	for (size_t i = 0, used = 0; i < n && used < sizeof all; i++)
		used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", names[i]);
	return gl_hint(err, "there are %s", all);
}

static int
look_up(const struct gl_metrics *m, const char *net, const char *name, struct figure *f, struct gl_err *err)
{
	char base[64];
	const struct gl_metric *t = row(m, name);
	bool loss = strcmp(name, "loss") == 0 || strcmp(name, m->loss->name) == 0;

	if (t || loss) {
		*f = (struct figure){t ? t->value(m) : gl_metrics_loss(m), t && t->greater, t ? t->most : 0};
		return 0;
	}
	snprintf(base, sizeof base, "%s", name);
	char end = cut_end(base);
	t = row(m, base);
	loss = strcmp(base, "loss") == 0 || strcmp(base, m->loss->name) == 0;
	if (!end || !(loss || t))
		return no_metric(m, net, end ? base : name, err);
	if (t && !t->interval) {
		gl_fail(err, "%s has no interval, and so no %s", base, name);
		return gl_hint(err, "the report lists the figures that have one");
	}
	struct gl_interval i = t ? gl_metric_interval(t, m) : gl_loss_interval(m);
	*f = (struct figure){end == 'l' ? i.low : i.high, t && t->greater, t ? t->most : 0};
	return 0;
}

/* One METRIC=V. If it is missed, that is added to the text. */
static int
check(const struct gl_metrics *m, const char *net, const char *condition, bool least, char *missed, size_t size,
    struct gl_err *err)
{
	const char *option = least ? "--min" : "--max", *equals = strchr(condition, '=');
	char name[64], what[96];
	struct figure f = {0};
	double limit;

	if (!equals || (size_t)(equals - condition) >= sizeof name)
		return gl_fail(err, "%s: '%s' is not METRIC=V, such as accuracy=95%%", option, condition);
	snprintf(name, sizeof name, "%.*s", (int)(equals - condition), condition);
	snprintf(what, sizeof what, "%s %s", option, name);
	if (look_up(m, net, name, &f, err) < 0)
		return gl_fail_at(err, option, 0);
	if (f.greater != least)
		return gl_fail(err, "%s: the %s %s is the better: use %s", what, f.greater ? "greater" : "smaller",
		    name, f.greater ? "--min" : "--max");
	if (gl_parse_share(equals + 1, what, f.greater ? -1e300 : 0, 1e300, &limit, err) < 0)
		return -1;
	if (f.greater && f.most > 0 && limit > f.most) {
		gl_fail(err, "%s: %s is %g at most, so it is never %s", what, name, f.most, equals + 1);
		return gl_hint(err, "a share is like 0.95 or 95%%");
	}
	/* The slack is for a limit such as 99.9 %, which is not exactly 0.999 in binary. */
	if (least ? f.value >= limit - 1e-12 : f.value <= limit + 1e-12)
		return 0;
	size_t used = strlen(missed);
	if (isnan(f.value))
		snprintf(missed + used, size - used, "%s%s is not defined", used ? "; " : "", name);
	else
		snprintf(missed + used, size - used, "%s%s is %.6g, %s %.6g", used ? "; " : "", name, f.value,
		    least ? "less than" : "more than", limit);
	return 0;
}

int
gl_conditions_check(const struct gl_conditions *c, const struct gl_metrics *m, const char *name, struct gl_err *err)
{
	char missed[900] = "";

	for (size_t i = 0; i < c->least.n; i++)
		if (check(m, name, c->least.v[i], true, missed, sizeof missed, err) < 0)
			return -1;
	for (size_t i = 0; i < c->most.n; i++)
		if (check(m, name, c->most.v[i], false, missed, sizeof missed, err) < 0)
			return -1;
	if (!*missed)
		return 0;
	gl_fail(err, "%s", missed);
	return 1;
}
