#include "sweep/collect.h"

#include "core/number.h"
#include "core/text.h"
#include "format/netfile.h"
#include "train/replay.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- one run ---- */

/* A run's log: a table with TABs, of which these columns are looked at. */
struct table {
	const char *text;
	size_t epoch, step, figure; /* the columns; SIZE_MAX: it has none */
};

/* The number in column i of a line; NaN if there is none. */
static double
cell(const char *line, size_t i)
{
	const char *end = line + strcspn(line, "\n"), *p = line;
	int overflow = 0;
	double x;

	for (; i > 0; i--) {
		p = memchr(p, '\t', (size_t)(end - p));
		if (!p)
			return (double)NAN;
		p++;
	}
	return i == 0 && gl_number_read64(p, end, &x, &overflow) ? x : (double)NAN;
}

/* Which column has that name; SIZE_MAX: none. */
static size_t
column(const char *text, const char *name)
{
	size_t n = strlen(name), i = 0;

	for (const char *p = text; *p && *p != '\n'; i++) {
		size_t len = strcspn(p, "\t\n");
		if (len == n && strncmp(p, name, n) == 0)
			return i;
		p += len + (p[len] == '\t');
	}
	return SIZE_MAX;
}

/* A log as text; NULL when there is none, or none that could be read. The last line counts if it is whole. */
static const char *
read_log(const char *path, struct gl_arena *arena)
{
	struct gl_err err;
	size_t n;
	struct gl_source *s = gl_source_open(path, &err);
	const char *text = s ? gl_source_all(s, &n, arena, &err) : NULL;

	if (text) {
		while (n > 0 && text[n - 1] != '\n')
			n--;
		text = gl_strndup(arena, text, n);
	}
	gl_source_close(s);
	return text;
}

/* What the network's history says of its last run: the step of the network that was kept, and the data. */
static int
read_network(const char *path, uint64_t *kept, const char **data, struct gl_arena *arena, struct gl_err *err)
{
	struct gl_arena life = {0};
	struct gl_net *net = gl_net_load(path, NULL, &life, err);
	struct gl_past past;
	size_t n = 0;

	*kept = UINT64_MAX;
	*data = NULL;
	if (net) {
		const char *const *line = gl_net_history(net, &n);
		if (n > 0 && gl_past_read(&past, line[n - 1], &life)) {
			const char *step = gl_past_figure(&past, "kept_step", NULL);
			const char *hash = gl_past_figure(&past, "data", NULL);
			if (step)
				*kept = strtoull(step, NULL, 10);
			*data = hash ? gl_strdup(arena, hash) : NULL;
		}
	}
	gl_arena_free(&life);
	return net ? 0 : -1;
}

static bool
better(double a, double b, bool greater)
{
	if (isnan(a) || isnan(b))
		return isnan(b) && !isnan(a);
	return greater ? a > b : a < b;
}

/* Finds the line that a run is judged by. */
static void
judge(struct gl_outcome *o, const struct table *t, enum gl_collect_at at, uint64_t kept, bool greater)
{
	const char *p = t->text + strcspn(t->text, "\n");

	o->figure = (double)NAN;
	o->epoch = 0;
	while (*p && *++p) {
		double figure = cell(p, t->figure), step = cell(p, t->step), epoch = cell(p, t->epoch);
		bool takes = at == GL_AT_BEST ? o->epoch == 0 || better(figure, o->figure, greater)
		    : at == GL_AT_KEPT        ? kept == UINT64_MAX || (uint64_t)step <= kept
					      : true;
		if (takes) {
			o->figure = figure;
			o->epoch = isnan(epoch) ? 0 : (uint64_t)epoch;
		}
		p += strcspn(p, "\n");
	}
}

static int
read_run(struct gl_outcome *o, const char *folder, const struct gl_collect_args *args, const char *by, bool greater,
    bool *known, struct gl_arena *arena, struct gl_err *err)
{
	const char *id = o->plan->id;
	uint64_t kept = UINT64_MAX;
	struct table t = {.text = read_log(gl_run_path(folder, id, "log", arena), arena)};
	int at = args->at;

	o->state = gl_run_state(folder, id);
	o->figure = (double)NAN;
	o->epoch = 0;
	if (o->state == GL_RUN_DONE &&
	    read_network(gl_run_path(folder, id, "net", arena), &kept, &o->data, arena, err) < 0)
		return -1;
	if (!t.text || !*t.text)
		return 0;
	t.epoch = column(t.text, "epoch");
	t.step = column(t.text, "step");
	t.figure = column(t.text, by);
	*known |= t.figure != SIZE_MAX;
	judge(o, &t, o->state == GL_RUN_DONE ? (enum gl_collect_at)at : GL_AT_LAST, kept, greater);
	return 0;
}

/* ---- settings ---- */

const char *
gl_planned_value(const struct gl_planned *p, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < p->items; i++)
		if (strncmp(p->item[i], name, n) == 0 && p->item[i][n] == '=')
			return p->item[i] + n + 1;
	return NULL;
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* What a run is made of, but for the seed, in one order whatever theirs was: runs of one setting have it in common. */
static const char *
setting_key(const struct gl_planned *p, const char *over, struct gl_arena *arena)
{
	const char **item = gl_alloc(arena, p->items + 1, sizeof *item);
	size_t n = 0, len = strlen(over);
	struct gl_text t = {.arena = arena};

	gl_text_add(&t, "%s", "");
	for (size_t i = 0; i < p->items; i++) {
		size_t k = n;
		if (strncmp(p->item[i], over, len) == 0 && p->item[i][len] == '=')
			continue;
		for (; k > 0 && strcmp(item[k - 1], p->item[i]) > 0; k--)
			item[k] = item[k - 1];
		item[k] = p->item[i];
		n++;
	}
	for (size_t i = 0; i < n; i++)
		gl_text_add(&t, "%s\t", item[i]);
	return t.s;
}

struct keyed {
	const char *key;
	size_t run;
};

static int
by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order ? order : (x->run > y->run) - (x->run < y->run);
}

/* Adds a run's figure; mean and deviation are finished later. */
static void
add_to_setting(struct gl_setting *s, const struct gl_outcome *o, bool greater)
{
	s->count[o->state]++;
	if (o->state != GL_RUN_DONE || isnan(o->figure))
		return;
	s->figures++;
	s->mean += o->figure;
	if (!s->best || better(o->figure, s->best->figure, greater))
		s->best = o;
}

static void
make_settings(struct gl_collection *c, const char *over, struct gl_arena *arena)
{
	struct keyed *keyed = gl_alloc(arena, c->runs + 1, sizeof *keyed);

	c->setting = gl_alloc(arena, c->runs + 1, sizeof *c->setting);
	for (size_t i = 0; i < c->runs; i++)
		keyed[i] = (struct keyed){setting_key(c->run[i].plan, over, arena), i};
	qsort(keyed, c->runs, sizeof *keyed, by_key);
	for (size_t i = 0; i < c->runs; i++) {
		struct gl_outcome *o = &c->run[keyed[i].run];
		if (i == 0 || strcmp(keyed[i].key, keyed[i - 1].key) != 0)
			c->setting[c->settings++].first = o;
		o->setting = c->settings - 1;
		add_to_setting(&c->setting[o->setting], o, c->greater);
	}
	for (size_t i = 0; i < c->settings; i++) {
		struct gl_setting *s = &c->setting[i];
		s->mean = s->figures > 0 ? s->mean / (double)s->figures : (double)NAN;
	}
	for (size_t i = 0; i < c->runs; i++) {
		struct gl_setting *s = &c->setting[c->run[i].setting];
		double d = c->run[i].figure - s->mean;
		if (c->run[i].state == GL_RUN_DONE && !isnan(d))
			s->deviation += d * d;
	}
	for (size_t i = 0; i < c->settings; i++) {
		struct gl_setting *s = &c->setting[i];
		s->deviation = s->figures > 1 ? sqrt(s->deviation / (double)(s->figures - 1)) : (double)NAN;
	}
}

/* ---- order ---- */

/* -1, 0, 1 as a is better than b, as good, or worse; what has no figure comes last. */
static int
compare(double a, double b, bool greater)
{
	return better(a, b, greater) ? -1 : better(b, a, greater) ? 1 : 0;
}

static int
least_mean(const void *a, const void *b)
{
	const struct gl_setting *x = a, *y = b;
	int order = compare(x->mean, y->mean, false);

	return order ? order : strcmp(x->first->plan->id, y->first->plan->id);
}

static int
greatest_mean(const void *a, const void *b)
{
	const struct gl_setting *x = a, *y = b;
	int order = compare(x->mean, y->mean, true);

	return order ? order : strcmp(x->first->plan->id, y->first->plan->id);
}

/* Runs that are done come first, then those that diverged, are unfinished, wait. */
static int
run_order(const struct gl_outcome *x, const struct gl_outcome *y, bool greater)
{
	if (x->state != y->state)
		return x->state > y->state ? -1 : 1;
	int order = compare(x->figure, y->figure, greater);
	return order ? order : strcmp(x->plan->id, y->plan->id);
}

static int
least_figure(const void *a, const void *b)
{
	return run_order(a, b, false);
}

static int
greatest_figure(const void *a, const void *b)
{
	return run_order(a, b, true);
}

/* ---- all of it ---- */

/* Has every run the same value of it, or none? */
static bool
same_in_all(const struct gl_collection *c, const char *name)
{
	for (size_t i = 1; i < c->runs; i++)
		if (!same_text(gl_planned_value(c->run[i].plan, name), gl_planned_value(c->run[0].plan, name)))
			return false;
	return true;
}

/* The names of what is not the same in all runs, in the order of the plan. */
static void
find_columns(struct gl_collection *c, struct gl_arena *arena)
{
	enum { MOST = 256 };
	const char *seen[MOST];
	size_t n = 0;

	c->column = gl_alloc(arena, MOST, sizeof *c->column);
	for (size_t i = 0; i < c->runs; i++) {
		const struct gl_planned *p = c->run[i].plan;
		for (size_t k = 0; k < p->items; k++) {
			size_t len = strcspn(p->item[k], "="), j = 0;
			while (j < n && (strncmp(seen[j], p->item[k], len) != 0 || seen[j][len]))
				j++;
			if (j < n || n == MOST)
				continue;
			seen[n++] = gl_strndup(arena, p->item[k], len);
			if (!same_in_all(c, seen[n - 1]))
				c->column[c->columns++] = seen[n - 1];
		}
	}
}

static void
find_warning(struct gl_collection *c, struct gl_arena *arena)
{
	const struct gl_outcome *first = NULL;

	for (size_t i = 0; i < c->runs && !c->warning; i++) {
		const struct gl_outcome *o = &c->run[i];
		if (!o->data)
			continue;
		if (first && strcmp(first->data, o->data) != 0 &&
		    same_text(gl_planned_value(first->plan, "file"), gl_planned_value(o->plan, "file")))
			c->warning = gl_asprintf(arena,
			    "not all were trained on the same examples: the data of %s/%s.net and %s/%s.net "
			    "have different hashes",
			    c->folder, first->plan->id, c->folder, o->plan->id);
		if (!first)
			first = o;
	}
}

static int
read_runs(struct gl_collection *c, const struct gl_collect_args *args, bool *known, struct gl_arena *arena,
    struct gl_err *err)
{
	for (size_t i = 0; i < c->runs; i++)
		if (read_run(&c->run[i], c->folder, args, c->by, c->greater, known, arena, err) < 0)
			return -1;
	return 0;
}

/* Has any run a number there? */
static bool
any_figure(const struct gl_collection *c)
{
	for (size_t i = 0; i < c->runs; i++)
		if (!isnan(c->run[i].figure))
			return true;
	return false;
}

int
gl_collect(const char *folder, const struct gl_collect_args *args, struct gl_collection *c, struct gl_arena *arena,
    struct gl_err *err)
{
	size_t n, logs = 0;
	bool known = false;
	struct gl_planned *plan = gl_plan_read(folder, &n, arena, err);

	*c = (struct gl_collection){.folder = folder, .by = args->by ? args->by : "val_loss", .runs = n};
	if (!plan)
		return -1;
	if (n == 0) {
		gl_fail(err, "%s: holds no runs of gl-sweep", folder);
		return gl_hint(err, "gl-sweep --out %s plans them", folder);
	}
	c->greater = strstr(c->by, "accuracy") != NULL;
	c->run = gl_alloc(arena, n, sizeof *c->run);
	for (size_t i = 0; i < n; i++)
		c->run[i].plan = &plan[i];
	if (read_runs(c, args, &known, arena, err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		logs += c->run[i].epoch > 0;
	if (!args->by && !any_figure(c)) { /* nothing was held out */
		c->by = "loss";
		if (read_runs(c, args, &known, arena, err) < 0)
			return -1;
	}
	if (args->by && !known && logs > 0) {
		static const char *const usual[] = {"val_loss", "val_accuracy", "loss", "accuracy", NULL};
		gl_fail(err, "--by: no log has a column %s", args->by);
		return gl_hint_nearest(err, args->by, usual);
	}
	find_columns(c, arena);
	find_warning(c, arena);
	qsort(c->run, n, sizeof *c->run, c->greater ? greatest_figure : least_figure);
	make_settings(c, args->over, arena);
	qsort(c->setting, c->settings, sizeof *c->setting, c->greater ? greatest_mean : least_mean);
	return 0;
}
