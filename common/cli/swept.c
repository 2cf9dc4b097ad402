#include "cli/swept.h"

#include "cli/foreign.h"
#include "core/number.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* What gl-sweep gives every run itself, and what has no place in one. */
static const char *const managed[] = {"output", "log", "checkpoint", "resume", "in-place", "progress", "quiet",
    "no-history", "watch", "dry-run", "list", "help", "version", NULL};
/* What does not change the numbers of the result, and so not the name of a run. */
static const char *const neutral[] = {"threads", "checkpoint-every", "text", "binary", NULL};

static bool
among(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

/* ---- the options there are ---- */

static struct gl_swept *
find(const struct gl_swepts *s, const char *name, size_t len)
{
	struct gl_swept *begins = NULL;

	for (size_t i = 0; i < s->n; i++) {
		if (strncmp(s->v[i].name, name, len) != 0)
			continue;
		if (s->v[i].name[len] == '\0')
			return &s->v[i];
		begins = begins ? begins : &s->v[i];
	}
	return begins;
}

/* Adds the options of a tool; --arch FILE of gl-init is none, as gl-sweep has its own. */
static void
merge(struct gl_swepts *s, const struct gl_foreign *list, size_t n, bool init)
{
	for (size_t i = 0; i < n; i++) {
		struct gl_swept *o = find(s, list[i].name, strlen(list[i].name));
		if (strcmp(list[i].name, "help") == 0 || strcmp(list[i].name, "version") == 0 ||
		    strcmp(list[i].name, "arch") == 0)
			continue;
		if (!o || strcmp(o->name, list[i].name) != 0) {
			o = &s->v[s->n++];
			*o = (struct gl_swept){list[i].name, list[i].arg, list[i].letter};
		}
		o->init |= init;
		o->train |= !init;
	}
}

int
gl_swept_ask(struct gl_swepts *s, const struct gl_opt *own, size_t nown, bool offered, struct gl_arena *arena,
    struct gl_err *err)
{
	size_t ntrain, ninit;
	struct gl_foreign *train = gl_foreign_options("gl-train", &ntrain, arena, err);
	struct gl_foreign *init = train ? gl_foreign_options("gl-init", &ninit, arena, err) : NULL;

	if (!init)
		return -1;
	s->n = 0;
	s->v = gl_alloc(arena, ntrain + ninit, sizeof *s->v);
	merge(s, train, ntrain, false);
	merge(s, init, ninit, true);
	s->opts = gl_alloc(arena, nown + s->n, sizeof *s->opts);
	memcpy(s->opts, own, nown * sizeof *own);
	s->nopts = nown;
	for (size_t i = 0; i < s->n; i++) {
		bool taken = offered && among(s->v[i].name, managed);
		for (size_t k = 0; k < nown; k++)
			taken |= own[k].name && strcmp(own[k].name, s->v[i].name) == 0;
		const char *arg = s->v[i].arg && strstr(s->v[i].arg, "FILE") ? s->v[i].arg : "VALUES";
		if (!taken)
			s->opts[s->nopts++] = (struct gl_opt){0, s->v[i].name, arg, GL_STR, &s->v[i].value,
			    "values to be tried", .given = &s->v[i].given};
	}
	return 0;
}

/* ---- what the runs are made of ---- */

struct maker {
	struct gl_sweep *sweep;
	const struct gl_swepts *options;
	struct gl_item *item;
	size_t n;
	struct gl_arena *arena;
	struct gl_err *err;
};

static struct gl_item *
add(struct maker *m, enum gl_item_kind kind, const char *name)
{
	struct gl_item *item = &m->item[m->n++];

	*item = (struct gl_item){.kind = kind, .name = name};
	return item;
}

/* Something with one value. */
static int
add_fixed(struct maker *m, enum gl_item_kind kind, const char *name, const char *value)
{
	if (strpbrk(value, "\n\r"))
		return gl_fail(m->err, "'%s': a line break cannot stand in a command of one line", value);
	return gl_values_parse(&add(m, kind, name)->values, value, false, false, true, m->arena, m->err);
}

static struct gl_item *
add_option(struct maker *m, const struct gl_swept *o)
{
	if (among(o->name, managed)) {
		gl_fail(m->err, "--%s has no place in a sweep", o->name);
		gl_hint(m->err, "every run gets its own -o, --log, --checkpoint, --resume and -q");
		return NULL;
	}
	struct gl_item *item = add(m, GL_ITEM_OPTION, o->name);
	item->flag = !o->arg;
	item->init = o->init;
	item->train = o->train;
	item->neutral = among(o->name, neutral);
	return item;
}

static int
add_varied(struct maker *m, const struct gl_swept *o)
{
	bool whole = o->arg && strcmp(o->arg, "N") == 0;
	struct gl_item *item = add_option(m, o);
	char name[80];

	if (!item)
		return -1;
	snprintf(name, sizeof name, "--%s", o->name);
	if (strpbrk(o->value, "\n\r"))
		return gl_fail(m->err, "%s: a line break cannot stand in a command of one line", name);
	if (gl_values_parse(&item->values, o->value, whole, m->sweep->random > 0, false, m->arena, m->err) < 0)
		return gl_fail_at(m->err, name, 0);
	for (size_t i = 0; item->flag && i < gl_values_count(&item->values); i++) {
		const char *value = gl_values_at(&item->values, i, m->arena);
		if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0) {
			gl_fail(m->err, "%s takes no value in gl-%s, so here its values are yes and no, not '%s'", name,
			    o->train ? "train" : "init", value);
			return gl_hint(m->err, "to have it in all runs, put it behind --");
		}
	}
	return 0;
}

/* The options in front of "--", in the order in which they were given: the last one's values change first. */
static int
add_all_varied(struct maker *m, char **argv)
{
	bool *done = gl_alloc(m->arena, m->options->n, sizeof *done);

	for (; *argv && strcmp(*argv, "--") != 0; argv++) {
		if (strncmp(*argv, "--", 2) != 0)
			continue;
		struct gl_swept *o = find(m->options, *argv + 2, strcspn(*argv + 2, "="));
		if (!o || !o->given || done[o - m->options->v])
			continue;
		done[o - m->options->v] = true;
		if (add_varied(m, o) < 0)
			return -1;
	}
	for (size_t i = 0; i < m->options->n; i++) /* abbreviations that begin several names */
		if (m->options->v[i].given && !done[i] && add_varied(m, &m->options->v[i]) < 0)
			return -1;
	return 0;
}

static bool
is_there(const struct maker *m, const char *name)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->item[i].kind == GL_ITEM_OPTION && strcmp(m->item[i].name, name) == 0)
			return true;
	return false;
}

static int
unknown(struct maker *m, const char *word)
{
	const char **names = gl_alloc(m->arena, m->options->n + 1, sizeof *names);
	const char *typed = gl_strndup(m->arena, word + 2, strcspn(word + 2, "="));

	for (size_t i = 0; i < m->options->n; i++)
		names[i] = m->options->v[i].name;
	gl_fail(m->err, "neither gl-train nor gl-init has an option --%s", typed);
	const char *near = gl_nearest(typed, names);
	return near ? gl_hint(m->err, "did you mean --%s?", near) : -1;
}

/* An option behind "--", and its value; returns how many words that are, or -1. */
static int
add_one_fixed(struct maker *m, char *const *word, size_t left)
{
	const struct gl_swept *o = NULL;
	bool is_long = strncmp(word[0], "--", 2) == 0;
	size_t len = is_long ? strcspn(word[0] + 2, "=") : 0;
	const char *value = is_long && word[0][2 + len] == '=' ? word[0] + 3 + len : NULL;

	if (is_long) {
		o = find(m->options, word[0] + 2, len);
		/* an abbreviation must fit one option only */
		for (size_t i = 0; o && strlen(o->name) != len && i < m->options->n; i++)
			if (&m->options->v[i] != o && strncmp(m->options->v[i].name, word[0] + 2, len) == 0)
				o = NULL;
	} else {
		for (size_t i = 0; i < m->options->n && !o; i++)
			if (m->options->v[i].letter == word[0][1] && word[0][2] == '\0')
				o = &m->options->v[i];
	}
	if (!o)
		return is_long ? unknown(m, word[0])
			       : gl_fail(m->err, "gl-train has no option %s; give letters one by one", word[0]);
	if (is_there(m, o->name))
		return gl_fail(
		    m->err, "--%s is there twice: in front of -- stands what is tried, behind it what stays", o->name);
	struct gl_item *item = add_option(m, o);
	if (!item)
		return -1;
	if (!o->arg && value)
		return gl_fail(m->err, "option --%s takes no value", o->name);
	bool next = o->arg && !value;
	if (next && left < 2)
		return gl_fail(m->err, "option --%s needs a value: %s", o->name, o->arg);
	value = !o->arg ? "yes" : next ? word[1] : value;
	if (strpbrk(value, "\n\r"))
		return gl_fail(m->err, "--%s: a line break cannot stand in a command of one line", o->name);
	if (gl_values_parse(&item->values, value, false, false, true, m->arena, m->err) < 0)
		return -1;
	return next ? 2 : 1;
}

static int
add_all_fixed(struct maker *m, char *const *word, size_t n, bool arch)
{
	bool net = !arch, file = true;

	for (size_t i = 0; i < n;) {
		if (word[i][0] == '-' && word[i][1]) {
			int took = add_one_fixed(m, word + i, n - i);
			if (took < 0)
				return -1;
			i += (size_t)took;
			continue;
		}
		if (strcmp(word[i], "-") == 0)
			return gl_fail(m->err, "every run reads its files anew, so standard input cannot be one");
		if (add_fixed(m, net ? GL_ITEM_NET : GL_ITEM_FILE, net ? "net" : "file", word[i++]) < 0)
			return -1;
		file &= net;
		net = false;
	}
	if (net) {
		gl_fail(m->err, "NET is missing: the network that every run begins with");
		return gl_hint(
		    m->err, "name its file behind --, or let gl-init make it: --arch 'input 2, dense {8,16}'");
	}
	if (file)
		return gl_fail(m->err, "FILE is missing: the examples to train on, behind --");
	return 0;
}

int
gl_swept_items(struct gl_sweep *s, const struct gl_swepts *o, const char *arch, char **argv, char *const *word,
    size_t n, struct gl_arena *arena, struct gl_err *err)
{
	struct maker m = {s, o, gl_alloc(arena, o->n + n + 4, sizeof *m.item), .arena = arena, .err = err};

	if (arch) {
		struct gl_item *item = add(&m, GL_ITEM_ARCH, "arch");
		if (strpbrk(arch, "\n\r"))
			return gl_fail(err, "--arch: a line break cannot stand in a command of one line");
		if (gl_values_parse(&item->values, arch, false, s->random > 0, !strpbrk(arch, "{}|"), arena, err) < 0)
			return gl_fail_at(err, "--arch", 0);
	}
	if (add_all_varied(&m, argv) < 0 || add_all_fixed(&m, word, n, arch != NULL) < 0)
		return -1;
	const struct gl_swept *seed = find(o, s->seed, strlen(s->seed));
	if (seed && strcmp(seed->name, s->seed) == 0 && !is_there(&m, s->seed)) {
		struct gl_item *item = add_option(&m, seed); /* else GL_SEED, where a run is run, would decide */
		if (gl_values_parse(&item->values, seed->value ? seed->value : "1", true, false, true, arena, err) < 0)
			return -1;
	}
	for (size_t i = 0; !arch && i < m.n; i++)
		if (m.item[i].kind == GL_ITEM_OPTION && !m.item[i].train) {
			gl_fail(err, "--%s is an option of gl-init, but the network is a file", m.item[i].name);
			return gl_hint(err, "--arch ARCH lets gl-init make it for each run");
		}
	s->item = m.item;
	s->items = m.n;
	return 0;
}

/* ---- trying ---- */

static bool
is_number(const char *text, double *x)
{
	int overflow = 0;
	const char *end = text + strlen(text);

	return *text && gl_number_read64(text, end, x, &overflow) == end;
}

/* For each item the runs that have its least and its greatest number. */
static void
find_ends(const struct gl_sweep *s, const struct gl_run *run, size_t n, bool *wanted)
{
	for (size_t i = 0; i < s->items; i++) {
		size_t low = SIZE_MAX, high = SIZE_MAX;
		double least = 0, greatest = 0, x;
		const char *last = NULL;
		for (size_t r = 0; r < n; r++) {
			if (run[r].value[i] == last || !is_number(last = run[r].value[i], &x))
				continue;
			if (low == SIZE_MAX || x < least) {
				low = r;
				least = x;
			}
			if (high == SIZE_MAX || x > greatest) {
				high = r;
				greatest = x;
			}
		}
		if (low != SIZE_MAX)
			wanted[low] = wanted[high] = true;
	}
}

/* A run's words for one of the tools, numbers aside: runs that differ in numbers alone are the same. */
static const char *
key_of(const struct gl_sweep *s, const struct gl_run *r, bool init, struct gl_arena *arena)
{
	struct gl_text t = {.arena = arena};
	double x;

	gl_text_add(&t, "%s", "");
	for (size_t i = 0; i < s->items; i++) {
		const struct gl_item *item = &s->item[i];
		bool ours = init ? item->kind == GL_ITEM_ARCH || item->init : item->train;
		if (ours && !is_number(r->value[i], &x))
			gl_text_add(&t, "%s\n", r->value[i]);
	}
	return t.s;
}

static int
try_train(const struct gl_sweep *s, const struct gl_run *r, struct gl_arena *arena, struct gl_err *err)
{
	const char **word = gl_run_words(s, r, false, arena), **some;
	size_t n = 2, to = 0;

	/* the network is /dev/null: gl-train looks at its options, then refuses that */
	some = gl_alloc(arena, 2 * s->items + 8, sizeof *some);
	some[to++] = word[0];
	some[to++] = "/dev/null";
	while (word[n] && word[n][0] != '-')
		n++;
	while (word[n])
		some[to++] = word[n++];
	some[to++] = "--checkpoint"; /* as every run has one */
	some[to] = "/dev/null";
	return gl_foreign_try(some, "/dev/null", arena, err);
}

static int
try_init(const struct gl_sweep *s, const struct gl_run *r, struct gl_arena *arena, struct gl_err *err)
{
	const char **word = gl_run_words(s, r, true, arena), **more;
	size_t n = 0;

	while (word[n])
		n++;
	more = gl_alloc(arena, n + 3, sizeof *more);
	memcpy(more, word, n * sizeof *more);
	more[n] = "-o";
	more[n + 1] = "/dev/null";
	return gl_foreign_try(more, NULL, arena, err);
}

/* Is the key new? Few are there, as only words make a difference. */
static bool
fresh(const char ***keys, size_t *n, const char *key, struct gl_arena *arena)
{
	for (size_t i = *n; i-- > 0;)
		if (strcmp((*keys)[i], key) == 0)
			return false;
	if ((*n & (*n - 1)) == 0) { /* a power of two: full */
		const char **more = gl_alloc(arena, *n ? 2 * *n : 1, sizeof *more);
		if (*n > 0)
			memcpy(more, *keys, *n * sizeof *more);
		*keys = more;
	}
	(*keys)[(*n)++] = key;
	return true;
}

int
gl_swept_try(const struct gl_sweep *s, const struct gl_run *run, size_t n, struct gl_arena *arena, struct gl_err *err)
{
	bool *wanted = gl_alloc(arena, n, sizeof *wanted), init = s->items > 0 && s->item[0].kind == GL_ITEM_ARCH;
	const char **trained = NULL, **made = NULL;
	size_t ntrained = 0, nmade = 0;

	find_ends(s, run, n, wanted);
	for (size_t r = 0; r < n; r++) {
		bool new_made = init && fresh(&made, &nmade, key_of(s, &run[r], true, arena), arena);
		bool new_trained = fresh(&trained, &ntrained, key_of(s, &run[r], false, arena), arena);
		if ((new_made || (init && wanted[r])) && try_init(s, &run[r], arena, err) < 0)
			return -1;
		if ((new_trained || wanted[r]) && try_train(s, &run[r], arena, err) < 0)
			return -1;
	}
	return 0;
}
