#include "sweep/plan.h"

#include "format/folder.h"
#include "format/quote.h"

#define XXH_INLINE_ALL
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

static const char heading[] = "# the runs of gl-sweep: a name and what each is made of\n";

/* ---- runs ---- */

static const struct gl_item *sorted_items; /* for qsort */

static int
by_name(const void *a, const void *b)
{
	size_t i = *(const size_t *)a, k = *(const size_t *)b;
	int order = strcmp(sorted_items[i].name, sorted_items[k].name);

	return order ? order : (i > k) - (i < k); /* files stay in their order */
}

/* A hash of all values that change the result, whatever the order of the options was. */
static void
name_run(const struct gl_sweep *s, const size_t *order, struct gl_run *r)
{
	XXH64_state_t hash;

	XXH64_reset(&hash, 0);
	for (size_t i = 0; i < s->items; i++) {
		const struct gl_item *item = &s->item[order[i]];
		const char *value = r->value[order[i]];
		if (item->neutral || (item->flag && strcmp(value, "no") == 0))
			continue;
		XXH64_update(&hash, item->name, strlen(item->name) + 1);
		XXH64_update(&hash, value, strlen(value) + 1);
	}
	snprintf(r->id, sizeof r->id, "%012llx", (unsigned long long)(XXH64_digest(&hash) >> 16));
}

/* Hashes that were met, in open addressing; 0 marks an empty place. */
struct set {
	uint64_t *slot;
	size_t mask;
};

static bool
met_before(struct set *set, uint64_t hash)
{
	hash += hash == 0;
	for (size_t i = (size_t)hash & set->mask;; i = (i + 1) & set->mask) {
		if (set->slot[i] == hash)
			return true;
		if (set->slot[i] == 0) {
			set->slot[i] = hash;
			return false;
		}
	}
}

static bool
is_seed(const struct gl_sweep *s, const struct gl_item *item)
{
	return item->kind == GL_ITEM_OPTION && strcmp(item->name, s->seed) == 0;
}

/* One setting drawn for all items but the seed; the hash of its values. */
static uint64_t
draw(const struct gl_sweep *s, uint64_t row, const char **value, struct gl_arena *arena)
{
	uint32_t index = 0;
	uint64_t hash = 0;

	for (size_t i = 0; i < s->items; i++) {
		if (is_seed(s, &s->item[i]))
			continue;
		value[i] = gl_values_draw(&s->item[i].values, s->random_seed, row, &index, arena);
		hash = XXH64(value[i], strlen(value[i]) + 1, hash);
	}
	return hash;
}

/* How many settings there are; with draw, of those that are not drawn from a range (which have no end). */
static int
count(const struct gl_sweep *s, size_t *settings, size_t *seeds, bool *endless, struct gl_err *err)
{
	*settings = *seeds = 1;
	*endless = false;
	for (size_t i = 0; i < s->items; i++) {
		size_t n = gl_values_count(&s->item[i].values);
		if (is_seed(s, &s->item[i]) && n == 0)
			return gl_fail(err, "--%s needs values to be counted, such as 1..5", s->seed);
		if (n == 0)
			*endless = true;
		else if (is_seed(s, &s->item[i]))
			*seeds = n;
		else if (__builtin_mul_overflow(*settings, n, settings))
			*settings = SIZE_MAX;
	}
	return 0;
}

static int
too_many(struct gl_err *err)
{
	gl_fail(err, "these are more than %d runs", GL_VALUES_MOST);
	return gl_hint(err, "fewer values, or --random N, which draws N settings");
}

static struct gl_run *
drawn_runs(const struct gl_sweep *s, size_t *n, size_t settings, bool endless, size_t seeds, struct gl_arena *arena,
    struct gl_err *err)
{
	size_t size = 64, at = 0;
	struct gl_run *run;

	if (s->random > GL_VALUES_MOST / seeds)
		return too_many(err), NULL;
	if (!endless && settings < s->random) {
		gl_fail(err, "--random %llu: there are only %zu settings", (unsigned long long)s->random, settings);
		gl_hint(err, "without --random, all of them are run");
		return NULL;
	}
	while (size < 4 * s->random)
		size *= 2;
	struct set set = {gl_alloc(arena, size, sizeof(uint64_t)), size - 1};
	const char **value = gl_alloc(arena, s->items, sizeof *value);
	run = gl_alloc(arena, (size_t)s->random * seeds, sizeof *run);
	/* a setting that was drawn before is passed over: so the first ones are the same, however many are drawn */
	for (uint64_t row = 0; at < s->random * seeds; row++) {
		if (row > 1000 * s->random + 1000) {
			gl_fail(err, "--random %llu: no more than %zu different settings turn up",
			    (unsigned long long)s->random, at / seeds);
			return NULL;
		}
		if (met_before(&set, draw(s, row, value, arena)))
			continue;
		for (size_t k = 0; k < seeds; k++) {
			const char **own = gl_alloc(arena, s->items, sizeof *own);
			memcpy(own, value, s->items * sizeof *own);
			for (size_t i = 0; i < s->items; i++)
				if (is_seed(s, &s->item[i]))
					own[i] = gl_values_at(&s->item[i].values, k, arena);
			run[at++].value = own;
		}
	}
	*n = at;
	return run;
}

static struct gl_run *
all_runs(const struct gl_sweep *s, size_t n, struct gl_arena *arena)
{
	struct gl_run *run = gl_alloc(arena, n, sizeof *run);
	const char ***words = gl_alloc(arena, s->items, sizeof *words);

	for (size_t i = 0; i < s->items; i++) {
		size_t many = gl_values_count(&s->item[i].values);
		words[i] = gl_alloc(arena, many, sizeof **words);
		for (size_t k = 0; k < many; k++)
			words[i][k] = gl_values_at(&s->item[i].values, k, arena);
	}
	for (size_t r = 0; r < n; r++) {
		const char **value = gl_alloc(arena, s->items, sizeof *value);
		size_t rest = r;
		for (size_t i = s->items; i-- > 0;) {
			size_t many = gl_values_count(&s->item[i].values);
			value[i] = words[i][rest % many];
			rest /= many;
		}
		run[r].value = value;
	}
	return run;
}

struct gl_run *
gl_sweep_runs(const struct gl_sweep *s, size_t *n, struct gl_arena *arena, struct gl_err *err)
{
	size_t *order = gl_alloc(arena, s->items, sizeof *order), settings, seeds;
	struct gl_run *run;
	bool endless;

	if (count(s, &settings, &seeds, &endless, err) < 0)
		return NULL;
	if (s->random > 0) {
		run = drawn_runs(s, n, settings, endless, seeds, arena, err);
	} else if (__builtin_mul_overflow(settings, seeds, n) || *n > GL_VALUES_MOST) {
		too_many(err);
		run = NULL;
	} else {
		run = all_runs(s, *n, arena);
	}
	for (size_t i = 0; i < s->items; i++)
		order[i] = i;
	sorted_items = s->item;
	qsort(order, s->items, sizeof *order, by_name);
	for (size_t i = 0; run && i < *n; i++)
		name_run(s, order, &run[i]);
	return run;
}

/* ---- commands ---- */

const char **
gl_run_words(const struct gl_sweep *s, const struct gl_run *r, bool init, struct gl_arena *arena)
{
	const char **word = gl_alloc(arena, 2 * s->items + 3, sizeof *word), *net = "-";
	size_t n = 0;

	word[n++] = init ? "gl-init" : "gl-train";
	for (size_t i = 0; i < s->items; i++) {
		if (s->item[i].kind == GL_ITEM_ARCH && init)
			word[n++] = r->value[i];
		if (s->item[i].kind == GL_ITEM_NET)
			net = r->value[i];
	}
	if (!init)
		word[n++] = net;
	for (size_t i = 0; i < s->items && !init; i++)
		if (s->item[i].kind == GL_ITEM_FILE)
			word[n++] = r->value[i];
	for (size_t i = 0; i < s->items; i++) {
		const struct gl_item *item = &s->item[i];
		if (item->kind != GL_ITEM_OPTION || !(init ? item->init : item->train) ||
		    (item->flag && strcmp(r->value[i], "no") == 0))
			continue;
		word[n++] =
		    item->letter ? gl_asprintf(arena, "-%c", item->letter) : gl_asprintf(arena, "--%s", item->name);
		if (!item->flag)
			word[n++] = r->value[i];
	}
	return word;
}

static void
add_words(struct gl_text *t, const char *const *word)
{
	for (size_t i = 0; word[i]; i++) {
		gl_text_add(t, " ");
		gl_text_shell(t, word[i]);
	}
}

/*
 * r=runs/ID; a run that is over is passed by; one that was interrupted goes on at its checkpoint; the network has its
 * final name only when all of it is there. Status 1 of gl-train means that training diverged: then so it is noted, as
 * it would diverge again.
 */
void
gl_run_command(const struct gl_sweep *s, const struct gl_run *r, struct gl_text *t)
{
	bool init = false;

	for (size_t i = 0; i < s->items; i++)
		init |= s->item[i].kind == GL_ITEM_ARCH;
	gl_text_add(t, "r=");
	gl_text_shell(t, gl_asprintf(t->arena, "%s/%s", s->folder, r->id));
	gl_text_add(t, "; test -e \"$r.net\" || test -e \"$r.diverged\" || { mkdir -p ");
	gl_text_shell(t, s->folder);
	gl_text_add(t, "; set --; test ! -e \"$r.checkpoint\" || set -- --resume \"$r.checkpoint\";");
	if (init) {
		add_words(t, gl_run_words(s, r, true, t->arena));
		gl_text_add(t, " |");
	}
	add_words(t, gl_run_words(s, r, false, t->arena));
	gl_text_add(t,
	    " -q --log \"$r.log\" --checkpoint \"$r.checkpoint\" -o \"$r.part\" \"$@\"; s=$?; "
	    "case $s in 0) mv \"$r.part\" \"$r.net\" && rm -f \"$r.checkpoint\";; "
	    "1) mv \"$r.part\" \"$r.diverged\" && rm -f \"$r.checkpoint\";; *) (exit $s);; esac; }\n");
}

/* ---- the folder's file ---- */

const char *
gl_run_path(const char *folder, const char *id, const char *end, struct gl_arena *arena)
{
	return gl_asprintf(arena, "%s/%s.%s", folder, id, end);
}

enum gl_run_state
gl_run_state(const char *folder, const char *id)
{
	static const struct {
		const char *end;
		enum gl_run_state state;
	} files[] = {{"net", GL_RUN_DONE}, {"diverged", GL_RUN_DIVERGED}, {"checkpoint", GL_RUN_UNFINISHED},
	    {"log", GL_RUN_UNFINISHED}};
	struct stat st;

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char path[4200];
		snprintf(path, sizeof path, "%s/%s.%s", folder, id, files[i].end);
		if (stat(path, &st) == 0)
			return files[i].state;
	}
	return GL_RUN_WAITING;
}

static const char *
plan_path(const char *folder, struct gl_arena *arena)
{
	return gl_asprintf(arena, "%s/plan.tsv", folder);
}

/* A field of TSV as it was before gl_sink_tsv. */
static const char *
plain(const char *p, size_t n, struct gl_arena *arena)
{
	char *text = gl_strndup(arena, p, n), *to = text;

	for (const char *from = text; *from; from++) {
		char c = *from;
		if (c == '\\' && from[1]) {
			c = *++from;
			c = c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
		}
		*to++ = c;
	}
	*to = '\0';
	return text;
}

/* A run's line, without its newline: names and values with TABs between. */
static int
read_line(struct gl_planned *r, const char *line, size_t n, struct gl_arena *arena)
{
	size_t fields = 1;

	for (size_t i = 0; i < n; i++)
		fields += line[i] == '\t';
	const char **item = gl_alloc(arena, fields, sizeof *item);
	*r = (struct gl_planned){.item = item};
	for (const char *p = line, *end = line + n;; p++) {
		const char *tab = memchr(p, '\t', (size_t)(end - p));
		size_t len = (size_t)((tab ? tab : end) - p);
		const char *field = plain(p, len, arena);
		if (!r->id)
			r->id = field;
		else if (strchr(field, '='))
			item[r->items++] = field;
		else
			return -1;
		p += len;
		if (!tab)
			break;
	}
	return strlen(r->id) == GL_RUN_ID && strspn(r->id, "0123456789abcdef") == GL_RUN_ID ? 0 : -1;
}

struct gl_planned *
gl_plan_read(const char *folder, size_t *n, struct gl_arena *arena, struct gl_err *err)
{
	const char *path = plan_path(folder, arena);
	struct gl_planned *run = gl_alloc(arena, 1, sizeof *run);
	size_t length, lines = 0, number = 0;
	struct stat st;

	*n = 0;
	if (stat(path, &st) < 0)
		return run;
	struct gl_source *s = gl_source_open(path, err);
	const char *text = s ? gl_source_all(s, &length, arena, err) : NULL;
	if (text) {
		text = gl_strndup(arena, text, length); /* the mapping ends with the source */
		for (const char *p = text; *p; p++)
			lines += *p == '\n';
		run = gl_alloc(arena, lines + 1, sizeof *run);
		for (const char *p = text; *p; p += p[0] == '\n') {
			size_t len = strcspn(p, "\n");
			number++;
			if (*p != '#' && read_line(&run[(*n)++], p, len, arena) < 0) {
				gl_fail(err, "is not a line of gl-sweep");
				gl_hint(err, "take it out, and give the sweep's command again");
				gl_fail_at(err, path, number);
				gl_source_close(s);
				return NULL;
			}
			p += len;
		}
	}
	gl_source_close(s);
	return text ? run : NULL;
}

static int
by_id(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A run's line. Items are written as they are known: NAME=VALUE. */
static void
write_run(struct gl_sink *to, const struct gl_sweep *s, const struct gl_run *r, struct gl_err *err)
{
	gl_sink_print(to, err, "%s", r->id);
	for (size_t i = 0; i < s->items; i++) {
		if (s->item[i].neutral)
			continue;
		gl_sink_print(to, err, "\t%s=", s->item[i].name);
		gl_sink_tsv(to, r->value[i], err);
	}
	gl_sink_print(to, err, "\n");
}

int
gl_plan_add(const struct gl_sweep *s, const struct gl_run *run, size_t n, struct gl_arena *arena, struct gl_err *err)
{
	size_t known, fresh = 0;

	if (gl_folder_make(s->folder, err) < 0)
		return -1;
	struct gl_planned *old = gl_plan_read(s->folder, &known, arena, err);
	if (!old)
		return -1;
	const char **id = gl_alloc(arena, known + 1, sizeof *id);
	for (size_t i = 0; i < known; i++)
		id[i] = old[i].id;
	qsort(id, known, sizeof *id, by_id);
	bool *there = gl_alloc(arena, n + 1, sizeof *there);
	for (size_t i = 0; i < n; i++) {
		const char *key = run[i].id;
		there[i] = known > 0 && bsearch(&key, id, known, sizeof *id, by_id);
		fresh += !there[i];
	}
	if (fresh == 0)
		return 0;
	struct gl_sink *to = gl_sink_open(plan_path(s->folder, arena), err);
	if (!to)
		return -1;
	gl_sink_print(to, err, "%s", heading);
	for (size_t i = 0; i < known; i++) {
		gl_sink_print(to, err, "%s", old[i].id);
		for (size_t k = 0; k < old[i].items; k++) {
			gl_sink_print(to, err, "\t");
			gl_sink_tsv(to, old[i].item[k], err);
		}
		gl_sink_print(to, err, "\n");
	}
	for (size_t i = 0; i < n; i++)
		if (!there[i])
			write_run(to, s, &run[i], err);
	return gl_sink_commit(to, err);
}
