#include "train/checkpoint.h"

#include "core/percent.h"
#include "format/head.h"
#include "format/params.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The lines of the head that are the loop's; the others are the network's. */
static const char *const WORDS[] = {
    "recipe", "start", "position", "stream", "present", "mark", "plateau", "last", "best", "labels", "history", NULL};

/* The blocks of a checkpoint and what their tensors' names end in: "", ".exp_avg" and so on, ".best". */
static struct gl_params
blocks(const struct gl_loop *l, struct gl_arena *arena)
{
	const char *const *state = l->recipe.optim->state;
	const char **suffix = gl_alloc(arena, GL_OPTIM_STATES + 2, sizeof *suffix);
	gl_real **block = gl_alloc(arena, GL_OPTIM_STATES + 2, sizeof(gl_real *));
	size_t n = 0;

	suffix[n] = "";
	block[n++] = gl_net_block(l->net);
	for (size_t i = 0; i < GL_OPTIM_STATES && state[i]; i++) {
		suffix[n] = gl_asprintf(arena, ".%s", state[i]);
		block[n++] = l->state.block[i];
	}
	suffix[n] = ".best";
	block[n++] = l->best_block;
	return (struct gl_params){l->net, NULL, n, suffix, block};
}

/* Doubles go as their 64 bits, so that they come back exactly. */
static uint64_t
bits(double x)
{
	uint64_t u;

	memcpy(&u, &x, sizeof u);
	return u;
}

static double
from_bits(uint64_t u)
{
	double x;

	memcpy(&x, &u, sizeof x);
	return x;
}

enum { STANDING = 8 };

static void
print_standing(struct gl_text *t, const char *word, const struct gl_standing *s)
{
	const uint64_t v[STANDING] = {s->epoch, s->step, bits(s->train.loss), s->train.right, s->train.cases,
	    bits(s->val.loss), s->val.right, s->val.cases};

	gl_text_add(t, "%s", word);
	for (size_t i = 0; i < STANDING; i++)
		gl_text_add(t, " %" PRIx64, v[i]);
	gl_text_add(t, "\n");
}

/*
 * The file is on the disk before it gets its name. So whatever ends the run, even a power cut, there is the old
 * checkpoint or the new one, whole.
 */
static int
save(const struct gl_tensors *t, const char *path, struct gl_err *err)
{
	struct gl_sink *s = gl_sink_open(path, err);

	if (!s)
		return -1;
	if (gl_item_write(t, s, GL_FORM_BINARY, 0, err) == 0 && gl_sink_sync(s, err) == 0)
		return gl_sink_commit(s, err);
	gl_sink_abort(s);
	return -1;
}

int
gl_checkpoint_save(struct gl_loop *l, const char *recipe, const char *path, struct gl_err *err)
{
	struct gl_arena pass = {0};
	struct gl_text head = {.arena = &pass};
	struct gl_params p = blocks(l, &pass);
	struct gl_tensors net, t = {0};

	gl_loop_position(l);
	gl_text_add(&head, "gradlab-checkpoint 1\nrecipe %s\n", recipe);
	gl_text_add(&head, "start %" PRIx64 "\n", l->start);
	gl_text_add(&head, "position %" PRIx64 " %" PRIx64 " %" PRIx64 " %" PRIx64 "\n", l->epoch, l->row,
	    l->state.step, l->stale);
	if (l->feed)
		gl_text_add(&head, "stream %" PRIx64 " %" PRIx64 "\n", l->stream.rows, l->stream.hash);
	gl_text_add(&head, "present %" PRIx64 " %" PRIx64 " %" PRIx64 " %" PRIx64 "\n", bits(l->sum), bits(l->weight),
	    l->right, l->cases);
	gl_text_add(&head, "mark %" PRIx64 "\n", bits(l->mark));
	if (l->recipe.schedule.kind == &gl_schedule_plateau)
		gl_text_add(&head, "plateau %" PRIx64 " %" PRIx64 " %" PRIx64 "\n", bits(l->plateau.rate),
		    bits(l->plateau.best), l->plateau.bad);
	print_standing(&head, "last", &l->last);
	print_standing(&head, "best", &l->best);
	int status = gl_net_tensors(l->net, &net, &pass, err);
	if (status == 0) {
		gl_text_add(&head, "%s", strchr(net.head, '\n') + 1);
		t.head = head.s;
		status = gl_params_write(&p, &t, "the checkpoint's ", &pass, err);
	}
	if (status == 0)
		status = save(&t, path, err);
	gl_arena_free(&pass);
	return status;
}

/* Reads n hexadecimal numbers from the line of a word. */
static int
numbers(const struct gl_tensors *t, const char *word, const char *file, size_t n, uint64_t *v, struct gl_arena *pass,
    struct gl_err *err)
{
	const char *p = gl_head_need(t, word, file, pass, err);
	size_t i = 0;

	if (!p)
		return -1;
	for (char *end; i < n; i++, p = end) {
		v[i] = strtoull(p, &end, 16);
		if (end == p)
			break;
	}
	if (i == n && !*p)
		return 0;
	gl_fail(err, "the line \"%s\" does not hold %zu numbers", word, n);
	return gl_fail_at(err, file, 0);
}

static int
read_standing(const struct gl_tensors *t, const char *word, const char *file, struct gl_standing *s,
    struct gl_arena *pass, struct gl_err *err)
{
	uint64_t v[STANDING];

	if (numbers(t, word, file, STANDING, v, pass, err) < 0)
		return -1;
	*s = (struct gl_standing){v[0], v[1], {from_bits(v[2]), v[3], v[4]}, {from_bits(v[5]), v[6], v[7]}};
	return 0;
}

/*
 * Does an option or a figure of a recipe begin here ("--lr 0.1", "rows=4"), rather than an option's value (which may
 * have a "=" in it)? Figures come behind --seed, the last option.
 */
static bool
begins(const char *recipe, const char *p)
{
	const char *last = strstr(recipe, " --seed ");
	bool figure = last && p > last && memchr(p, '=', strcspn(p, " "));

	return (p == recipe || p[-1] == ' ') && (strncmp(p, "--", 2) == 0 || figure);
}

/* Is the option or figure that begins at p (its first word, up to a "=") in the recipe at all? */
static bool
has(const char *recipe, const char *p)
{
	size_t n = strcspn(p, " =");

	for (const char *q = recipe; (q = strstr(q, p[0] == '-' ? "--" : "=")); q++) {
		const char *start = q;
		while (start > recipe && start[-1] != ' ')
			start--;
		if (strncmp(start, p, n) == 0 && strcspn(start, " =") == n)
			return true;
	}
	return false;
}

/* Says where two recipes first differ. */
static int
other_recipe(const char *theirs, const char *ours, const char *file, struct gl_err *err)
{
	size_t at = 0, m, n;

	while (theirs[at] && theirs[at] == ours[at])
		at++;
	while (at > 0 && !(begins(theirs, theirs + at) && begins(ours, ours + at)))
		at--;
	for (m = 1; theirs[at] && theirs[at + m] && !begins(theirs, theirs + at + m); m++)
		;
	for (n = 1; ours[at] && ours[at + n] && !begins(ours, ours + at + n); n++)
		;
	m -= m > 1 && theirs[at + m - 1] == ' ';
	n -= n > 1 && ours[at + n - 1] == ' ';
	if (theirs[at] && !has(ours, theirs + at))
		gl_fail(err, "was made with %.*s, but this run has no %.*s", (int)m, theirs + at,
		    (int)strcspn(theirs + at, " ="), theirs + at);
	else if (ours[at] && !has(theirs, ours + at))
		gl_fail(err, "was made without %.*s, but this run has it", (int)n, ours + at);
	else
		gl_fail(err, "was made with %.*s, but this run has %.*s", (int)m, theirs + at, (int)n, ours + at);
	if (strncmp(theirs + at, "schedule_steps", 14) == 0)
		gl_hint(err,
		    "the schedule depends on how many steps there are: --epochs and --steps must stay as they were");
	else if (strncmp(theirs + at, "--warmup", 8) == 0 && has(ours, theirs + at))
		gl_hint(err, "a warm-up that is a share of all steps changes with --epochs and --steps");
	else
		gl_hint(err,
		    "--resume goes on with the same data and options; only --epochs, --steps, --patience and "
		    "--min-change may change");
	return gl_fail_at(err, file, 0);
}

/* Reads over what a stream has given before: every epoch that ended is whole. v: rows read then, and their hash. */
static int
skip(struct gl_loop *l, const uint64_t v[2], const char *file, struct gl_err *err)
{
	uint64_t taken;

	if (__builtin_mul_overflow(l->epoch, gl_loop_epoch_rows(l), &taken) ||
	    __builtin_add_overflow(taken, l->row, &taken)) {
		gl_fail(err, "its position is more than can be counted");
		return gl_fail_at(err, file, 0);
	}
	l->stream = (struct gl_feed_position){v[0], v[1]};
	if (gl_feed_skip(l->feed, taken, &l->stream, err) == 0)
		return 0;
	return gl_fail_at(err, gl_data_name(l->train.data), 0);
}

/* Training cannot be undone: a checkpoint behind the end of this run would give neither its network nor its history. */
static int
not_behind_end(const struct gl_loop *l, const char *file, struct gl_err *err)
{
	const struct gl_recipe *r = &l->recipe;

	if (l->epoch > r->epochs || (l->epoch == r->epochs && l->row > 0))
		gl_fail(err, "was made in epoch %" PRIu64 ", but this run has --epochs %" PRIu64,
		    l->epoch + (l->row > 0), r->epochs);
	else if (l->state.step > r->steps)
		gl_fail(
		    err, "was made after step %" PRIu64 ", but this run has --steps %" PRIu64, l->state.step, r->steps);
	else
		return 0;
	gl_hint(err, "a run that is resumed can be made longer, not shorter than it is already");
	return gl_fail_at(err, file, 0);
}

static int
load_head(struct gl_loop *l, const struct gl_tensors *t, const char *recipe, const char *file, struct gl_arena *pass,
    struct gl_err *err)
{
	uint64_t v[4];

	if (gl_head_kind(t, "checkpoint", file, err) < 0)
		return -1;
	struct gl_net *net = gl_head_net(t, WORDS, file, true, l->life, err);
	if (!net || gl_head_notes(net, t, file, l->life, err) < 0)
		return -1;
	if (gl_net_same(l->net, net, err) < 0) {
		gl_hint(err, "a checkpoint goes on with the network that it was made from");
		return gl_fail_at(err, file, 0);
	}
	l->net = net;
	const char *theirs = gl_head_need(t, "recipe", file, pass, err);
	if (!theirs)
		return -1;
	if (strcmp(theirs, recipe) != 0)
		return other_recipe(theirs, recipe, file, err);
	gl_state_init(&l->state, l->recipe.optim, net, l->life);
	if (numbers(t, "start", file, 1, &l->start, pass, err) < 0)
		return -1;
	if (numbers(t, "position", file, 4, v, pass, err) < 0)
		return -1;
	l->epoch = v[0];
	l->row = v[1];
	l->state.step = v[2];
	l->stale = v[3];
	if (not_behind_end(l, file, err) < 0)
		return -1;
	if (numbers(t, "present", file, 4, v, pass, err) < 0)
		return -1;
	l->sum = from_bits(v[0]);
	l->weight = from_bits(v[1]);
	l->right = v[2];
	l->cases = v[3];
	if (numbers(t, "mark", file, 1, v, pass, err) < 0)
		return -1;
	l->mark = from_bits(v[0]);
	if (l->recipe.schedule.kind == &gl_schedule_plateau) {
		if (numbers(t, "plateau", file, 3, v, pass, err) < 0)
			return -1;
		l->plateau = (struct gl_plateau){from_bits(v[0]), from_bits(v[1]), v[2]};
	}
	if (l->row >= gl_loop_epoch_rows(l)) {
		gl_fail(err, "its position is behind the last example");
		return gl_fail_at(err, file, 0);
	}
	if (l->feed && (numbers(t, "stream", file, 2, v, pass, err) < 0 || skip(l, v, file, err) < 0))
		return -1;
	return read_standing(t, "last", file, &l->last, pass, err) < 0 ||
		read_standing(t, "best", file, &l->best, pass, err) < 0
	    ? -1
	    : 0;
}

int
gl_checkpoint_load(struct gl_loop *l, const char *recipe, const char *path, struct gl_err *err)
{
	struct gl_arena pass = {0};
	struct gl_tensors t;
	struct gl_items it;

	if (gl_items_open(&it, path, err) < 0)
		return -1;
	const char *file = gl_source_name(it.source);
	int status = gl_items_only(&it, "checkpoint", &t, &pass, err);
	if (status < 0)
		gl_hint(err, "--resume goes on from a file that --checkpoint wrote");
	if (status == 0)
		status = load_head(l, &t, recipe, file, &pass, err);
	if (status == 0) {
		l->best_block = gl_alloc(l->life, gl_net_block_n(l->net), sizeof *l->best_block);
		struct gl_params p = blocks(l, &pass);
		status = gl_params_read(&p, false, &t, file, err);
	}
	gl_items_close(&it);
	gl_arena_free(&pass);
	return status;
}

/* ---- looking into one ---- */

/*
 * The tensors that are the network's: those of which the best network has one, too. The others are what the optimizer
 * remembers, and the best network's.
 */
static struct gl_tensors
of_network(const struct gl_tensors *all, struct gl_arena *arena)
{
	struct gl_tensors t = *all;
	struct gl_name *names = gl_alloc_raw(arena, all->n, sizeof *names);

	for (size_t i = 0; i < all->n; i++)
		names[i] = (struct gl_name){all->tensor[i].name, i};
	gl_names_sort(names, all->n);
	t.tensor = gl_alloc_raw(arena, all->n, sizeof *t.tensor);
	t.n = 0;
	for (size_t i = 0; i < all->n; i++)
		if (gl_names_find(names, all->n, gl_asprintf(arena, "%s.best", all->tensor[i].name)))
			t.tensor[t.n++] = all->tensor[i];
	return t;
}

static int
read_checkpoint(struct gl_checkpoint *c, const struct gl_tensors *all, const char *file, struct gl_arena *life,
    struct gl_arena *pass, struct gl_err *err)
{
	uint64_t v[4];

	if (gl_head_kind(all, "checkpoint", file, err) < 0)
		return -1;
	c->net = gl_head_net(all, WORDS, file, true, life, err);
	if (!c->net || gl_head_notes(c->net, all, file, life, err) < 0 ||
	    !(c->recipe = gl_head_need(all, "recipe", file, life, err)) ||
	    numbers(all, "position", file, 4, v, pass, err) < 0 ||
	    read_standing(all, "last", file, &c->last, pass, err) < 0 ||
	    read_standing(all, "best", file, &c->best, pass, err) < 0)
		return -1;
	c->epochs = v[0];
	c->rows = v[1];
	c->steps = v[2];
	struct gl_params p = {c->net, NULL, 1, (const char *const[]){""}, (gl_real *[]){gl_net_block(c->net)}};
	struct gl_tensors t = of_network(all, pass);
	return gl_params_read(&p, false, &t, file, err);
}

int
gl_checkpoint_read(struct gl_checkpoint *c, const char *path, struct gl_arena *life, struct gl_err *err)
{
	struct gl_arena pass = {0};
	struct gl_tensors t;
	struct gl_items it;

	if (gl_items_open(&it, path, err) < 0)
		return -1;
	int status = gl_items_only(&it, "checkpoint", &t, &pass, err);
	if (status == 0)
		status = read_checkpoint(c, &t, gl_source_name(it.source), life, &pass, err);
	gl_items_close(&it);
	gl_arena_free(&pass);
	return status;
}

/* "cross-entropy 0.31, accuracy 91.2 % (912/1000)" */
static void
add_score(struct gl_text *t, const char *before, const char *loss, const struct gl_score *s)
{
	char text[GL_NUMBER_TEXT + 1];

	if (isnan(s->loss))
		return;
	text[gl_number_print_digits((float)s->loss, 4, text)] = '\0';
	gl_text_add(t, "%s %s %s", before, loss, text);
	if (s->cases > 0)
		gl_text_add(t, ", accuracy %s %% (%" PRIu64 "/%" PRIu64 ")", gl_percent(s->right, s->cases, text),
		    s->right, s->cases);
}

static void
add_standing(struct gl_text *t, const char *word, const char *loss, const struct gl_standing *s)
{
	if (s->epoch == 0)
		return;
	gl_text_add(t, "%s: epoch %" PRIu64 ", step %" PRIu64 ":", word, s->epoch, s->step);
	add_score(t, "", loss, &s->train);
	add_score(t, "; held out:", loss, &s->val);
	gl_text_add(t, "\n");
}

const char *
gl_checkpoint_text(const struct gl_checkpoint *c, struct gl_arena *arena)
{
	static const char option[] = "--loss ";
	struct gl_text t = {.arena = arena};
	const char *loss = strstr(c->recipe, option);

	loss = loss ? loss + sizeof option - 1 : "loss";
	loss = gl_strndup(arena, loss, strcspn(loss, " "));
	gl_text_add(&t, "checkpoint of gl-train after %" PRIu64 " step%s: %" PRIu64 " epoch%s", c->steps,
	    c->steps == 1 ? "" : "s", c->epochs, c->epochs == 1 ? "" : "s");
	if (c->rows > 0)
		gl_text_add(&t, " and %" PRIu64 " example%s", c->rows, c->rows == 1 ? "" : "s");
	gl_text_add(&t, "\nmade with: %s\n", c->recipe);
	add_standing(&t, "last", loss, &c->last);
	if (c->best.step != c->last.step)
		add_standing(&t, "best", loss, &c->best);
	return t.s;
}
