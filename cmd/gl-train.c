/* gl-train: the whole loop of gl-grad and gl-step, over shuffled batches, until the network fits. */
#include "cli/augment.h"
#include "cli/cli.h"
#include "cli/feed.h"
#include "cli/interrupt.h"
#include "cli/optimizer.h"
#include "cli/penalty.h"
#include "cli/progress.h"
#include "cli/schedule.h"
#include "cli/training.h"
#include "cli/watch.h"
#include "cli/weighing.h"
#include "core/number.h"
#include "train/checkpoint.h"
#include "train/history.h"
#include "train/hold-out.h"
#include "train/log.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What was asked for beside the recipe, and what is open. */
struct run {
	struct gl_io io;
	const char *net, *loss, *val, *log_path, *checkpoint, *resume;
	uint64_t checkpoint_every;
	struct gl_feed_options feed;
	bool in_place, no_history, quiet, dry_run;
	int progress;
	const char *self; /* argv[0] */
	struct gl_watch watch;
	struct gl_loop loop;
	struct gl_augment *augment;
	struct gl_source_data source;
	struct gl_data *data, *val_data;
	enum gl_form form; /* of the network's file */
	const char *recipe; /* in words */
	struct gl_sink *log;
	double start, saved; /* when the first step began, and when a checkpoint was due last [s] */
	uint64_t start_step;
	struct gl_arena life;
};

/* ---- before the loop ---- */

/* "20%" or "0.2"; anything that does not begin like a number is a file. */
static bool
is_share(const char *text, double *value)
{
	int overflow;
	const char *end = text + strlen(text), *p = gl_number_read64(text, end, value, &overflow);

	if (!p || (p != end && strcmp(p, "%") != 0))
		return false;
	*value /= *p == '%' ? 100 : 1;
	return true;
}

/* Puts the place of the first example in front of a message: what all examples have in common shows there first. */
static int
at_first(const struct gl_data *data, struct gl_err *err)
{
	gl_fail_at(err, "row 1", 0);
	return gl_data_place(data, err);
}

/* Examples with inputs for the network and targets for the loss; at least one. */
static int
check_examples(const struct run *r, const struct gl_data *data, struct gl_err *err)
{
	const struct gl_schema *s = gl_data_schema(data);

	if (gl_data_rows(data) == 0) {
		gl_fail(err, "there are no examples, but training needs at least one");
		return gl_fail_at(err, gl_data_name(data), 0);
	}
	if (gl_net_takes(r->loop.net, r->loop.net_name, s->field[0].width, err) < 0)
		return at_first(data, err);
	if (s->nfield >= 2)
		return 0;
	gl_fail(err, "there is no target in field 2 to compare the network's output with");
	gl_hint(err, "in text a TAB stands between fields; paste, or gl-cat --join, puts two files side by side");
	return at_first(data, err);
}

/* How many examples are looked at before the first step of a stream: its buffer's, or what standardise is fitted to. */
static uint64_t
places(const struct run *r)
{
	if (r->loop.recipe.shuffle)
		return r->feed.buffer == UINT64_MAX ? GL_FEED_BUFFER : r->feed.buffer;
	return gl_net_fitted(r->loop.net) ? 1 : GL_FEED_BUFFER;
}

/*
 * Opens what is to be trained on. It is a stream when that is asked for, or when a pipe has more examples than so many
 * steps take and than the buffer holds: then no example is needed twice.
 */
static int
open_training(struct run *r, const char *const *paths, size_t n, struct gl_err *err)
{
	struct gl_loop *l = &r->loop;
	struct gl_recipe *p = &l->recipe;
	uint64_t most = places(r);
	struct gl_in *rest = NULL;
	bool look = !r->feed.stream && p->steps != UINT64_MAX && gl_paths_endless(paths, n);

	if (look && gl_recipe_rows(p, p->steps) > most)
		most = gl_recipe_rows(p, p->steps);
	if (!look && !r->feed.stream)
		most = UINT64_MAX;
	else if (look && most < UINT64_MAX)
		most++;
	if (!(r->data = gl_data_open_start(paths, n, &r->io.in, most, &rest, err)))
		return -1;
	p->buffer = r->feed.buffer == UINT64_MAX ? 0 : r->feed.buffer;
	l->train = (struct gl_examples){r->data, NULL, gl_data_rows(r->data)};
	if (!r->feed.stream && !rest)
		return 0;
	if (look && !r->quiet)
		fprintf(stderr,
		    "gl-train: %s has more than %" PRIu64 " examples: they are taken as they come, each once\n",
		    gl_data_name(r->data), most - 1);
	if (p->shuffle)
		p->buffer = places(r);
	p->epoch_steps = r->feed.epoch_steps == UINT64_MAX ? GL_FEED_EPOCH_STEPS : r->feed.epoch_steps;
	l->feed = gl_feed_new(r->data, rest, p->shuffle ? p->buffer : 1, p->seed);
	l->train.n = l->train.n < places(r) ? l->train.n : places(r);
	return 0;
}

static int
open_examples(struct run *r, const char *const *paths, size_t n, struct gl_err *err)
{
	struct gl_loop *l = &r->loop;
	double part;

	if (open_training(r, paths, n, err) < 0 || check_examples(r, r->data, err) < 0)
		return -1;
	size_t targets = gl_data_schema(r->data)->field[1].width;
	if (!(l->recipe.loss = gl_net_choose_loss(l->net, l->net_name, r->loss, targets, err)))
		return gl_data_place(r->data, err);
	if (!l->feed && r->feed.epoch_steps != UINT64_MAX) {
		gl_fail(err, "--epoch-steps is for a stream, but these are %" PRIu64 " examples", l->train.n);
		return gl_hint(err, "--stream takes them as they come, each once");
	}
	if (r->augment && gl_augment_fit(r->augment, gl_net_input(l->net), &gl_data_schema(r->data)->field[0], err) < 0)
		return at_first(r->data, err);
	if (!r->val)
		return 0;
	r->source.val = r->val;
	if (is_share(r->val, &part)) {
		r->source.val = gl_share_text(part, &r->life);
		if (l->feed) {
			gl_fail(
			    err, "--val: a share of a stream cannot be held out, as nobody knows how much will come");
			return gl_hint(err, "--val FILE holds out the examples of a file");
		}
		if (part > 0 && part < 1)
			return gl_hold_out(l, r->data, part, r->val, err);
		gl_fail(err, "--val: %s is not a share of the examples", r->val);
		return gl_hint(err, "a share is like 0.2 or 20%%; a file of that name is ./%s", r->val);
	}
	if (!(r->val_data = gl_data_open(&r->val, 1, &r->io.in, err)) || check_examples(r, r->val_data, err) < 0)
		return -1;
	if (gl_data_schema(r->val_data)->field[1].width != targets) {
		gl_fail(err, "field 2 has %zu numbers, but that of %s has %zu",
		    gl_data_schema(r->val_data)->field[1].width, gl_data_name(r->data), targets);
		return at_first(r->val_data, err);
	}
	l->val = (struct gl_examples){r->val_data, NULL, gl_data_rows(r->val_data)};
	r->source.val_file = true;
	return 0;
}

/* Goes on where a checkpoint was saved. There need not be one yet if this run saves its own there. */
static int
resume(struct run *r, struct gl_err *err)
{
	bool same = r->checkpoint && strcmp(r->checkpoint, r->resume) == 0;

	if (gl_path_absent(r->resume)) {
		if (same && !r->quiet)
			fprintf(
			    stderr, "gl-train: %s: there is no checkpoint yet; beginning at the start\n", r->resume);
		if (same)
			return 0;
	}
	if (gl_checkpoint_load(&r->loop, r->recipe, r->resume, err) == 0)
		return 0;
	if (gl_path_absent(r->resume))
		gl_hint(err, "--checkpoint %s --resume %s begins at the start when there is no checkpoint yet",
		    r->resume, r->resume);
	return -1;
}

/* Network, data, loss, the position of an earlier run. */
static int
load(struct run *r, const char *const *paths, size_t n, struct gl_err *err)
{
	struct gl_loop *l = &r->loop;

	l->life = &r->life;
	l->net_name = strcmp(r->net, "-") == 0 ? "standard input" : r->net;
	if (!(l->net = gl_net_load(r->net, &r->form, &r->life, err)) || open_examples(r, paths, n, err) < 0 ||
	    gl_loop_schedule(l, err) < 0)
		return -1;
	if (!r->no_history || r->checkpoint || r->resume) {
		r->source.rows = l->feed ? 0 : gl_data_rows(r->data);
		r->source.hash = l->feed ? 0 : gl_data_hash(r->data);
		r->source.in = &r->io.in;
		r->source.file = paths;
		r->source.files = n;
		l->start = gl_net_hash(l->net);
		r->source.val_hash = r->source.val_file ? gl_data_hash(r->val_data) : 0;
		r->recipe = gl_recipe_text(&l->recipe, &r->source, &r->life);
	}
	return r->resume ? resume(r, err) : 0;
}

/* All else that must be in order before the first step. */
static int
begin(struct run *r, struct gl_err *err)
{
	struct gl_loop *l = &r->loop;

	/* Better now than when hours have been spent. */
	if (gl_sink_check(r->in_place ? r->net : r->io.out.path, err) < 0 || gl_sink_check(r->checkpoint, err) < 0)
		return -1;
	l->norms = r->log_path != NULL;
	if (gl_loop_start(l, err) < 0)
		return -1;
	gl_net_save_room(l->net);
	r->start_step = l->state.step;
	return r->log_path && !(r->log = gl_log_open(r->log_path, l->epoch, err)) ? -1 : 0;
}

/* ---- the loop ---- */

/*
 * After every so many steps as were asked for, else after an epoch: then, as every checkpoint waits for the disk, at
 * most once a second.
 */
static bool
checkpoint_due(struct run *r, enum gl_loop_event e)
{
	double now;

	if (r->checkpoint_every > 0)
		return r->loop.state.step % r->checkpoint_every == 0;
	if (e != GL_LOOP_EPOCH || (now = gl_progress_clock()) - r->saved < 1)
		return false;
	r->saved = now;
	return true;
}

static enum gl_loop_event
train(struct run *r, struct gl_err *err)
{
	struct gl_loop *l = &r->loop;
	enum gl_loop_event e = GL_LOOP_OVER;

	r->start = gl_progress_clock();
	while (!gl_interrupted() && ((e = gl_loop_step(l, err)) == GL_LOOP_STEP || e == GL_LOOP_EPOCH)) {
		if (e == GL_LOOP_EPOCH)
			gl_watch_epoch(&r->watch, l);
		if (e == GL_LOOP_EPOCH && r->log && gl_log_line(r->log, l, gl_progress_clock() - r->start, err) < 0)
			return GL_LOOP_FAILED;
		if (r->checkpoint && checkpoint_due(r, e) && gl_checkpoint_save(l, r->recipe, r->checkpoint, err) < 0)
			return GL_LOOP_FAILED;
		if (gl_watch_due(&r->watch))
			gl_watch_show(&r->watch, l);
		if (gl_progress_due())
			gl_training_progress(l, r->start_step, r->start);
	}
	gl_progress_close();
	if (e == GL_LOOP_BROKEN && gl_interrupted())
		e = GL_LOOP_STEP;
	if (r->checkpoint && e != GL_LOOP_DIVERGED && e != GL_LOOP_FAILED &&
	    gl_checkpoint_save(l, r->recipe, r->checkpoint, err) < 0)
		return GL_LOOP_FAILED;
	return e;
}

/*
 * Writes the network: the last one or, with patience, after a signal, or when the last one is spoilt, the best so far.
 */
static int
finish(const struct gl_tool *tool, struct run *r, enum gl_loop_event e, struct gl_err *err)
{
	struct gl_loop *l = &r->loop;
	bool newest = l->last.step == l->state.step && l->last.val.loss < l->best.val.loss;
	bool best = e == GL_LOOP_DIVERGED ||
	    ((l->recipe.patience > 0 || gl_interrupted()) && l->val.n > 0 && l->best.epoch > 0 && !newest);
	struct gl_standing kept = best ? l->best : l->last;

	if (best)
		gl_loop_take_best(l);
	else
		kept.step = l->state.step;
	r->source.ended = e == GL_LOOP_DIVERGED             ? "diverged"
	    : e == GL_LOOP_BROKEN                           ? "bad-data"
	    : gl_interrupted() && gl_loop_steps_left(l) > 0 ? "signal"
							    : NULL;
	if (l->feed) {
		r->source.rows = l->stream.rows;
		r->source.hash = l->stream.hash;
	}
	if (!r->in_place && !r->io.out.path && isatty(STDOUT_FILENO)) /* nothing can be printed over the picture */
		gl_watch_close(&r->watch, l);
	if (!r->no_history)
		gl_net_add_history(l->net, gl_history_line(l, &r->source, &kept, &r->life));
	if (gl_net_save(
		l->net, r->in_place ? r->net : r->io.out.path, r->io.out.form ? r->io.out.form : r->form, 0, err) < 0)
		return -1;
	if (r->log && gl_sink_commit(r->log, err) < 0)
		return -1;
	gl_watch_close(&r->watch, l);
	if (!r->quiet)
		gl_training_summary(tool, l, &kept, e == GL_LOOP_OVER);
	return 0;
}

/* Ends the program if --NAME would write its file over one that is read, or that the network goes to. */
static void
spare_files(const struct gl_tool *tool, const struct run *r, const char *name, const char *file,
    const char *const *paths, size_t n)
{
	const char *others[] = {r->net, r->val, r->io.out.path};

	for (size_t i = 0; file && i < GL_LEN(others) + n; i++) {
		const char *other = i < n ? paths[i] : others[i - n];
		if (other && gl_path_same(file, other))
			gl_die_usage(tool, NULL, "--%s %s would be written over %s", name, file,
			    i < n || other == r->val ? "examples" : "the network");
	}
}

/* The log on standard output: only if the network does not go there, and not over what else is on a terminal. */
static void
log_to_output(const struct gl_tool *tool, struct run *r)
{
	const char *o = r->io.out.path;

	if (!r->log_path || (strcmp(r->log_path, "-") != 0 && strcmp(r->log_path, "/dev/stdout") != 0))
		return;
	if (!r->in_place && (!o || strcmp(o, "-") == 0 || strcmp(o, "/dev/stdout") == 0))
		gl_die_usage(tool, "-o FILE writes the network to a file",
		    "--log %s: the network goes to standard output already", r->log_path);
	r->log_path = "/dev/stdout";
	if (!isatty(STDOUT_FILENO))
		return;
	if (r->watch.wanted)
		gl_die_usage(tool, NULL, "--watch and --log: both would be on the terminal; give one of them");
	if (r->progress == GL_PROGRESS_AUTO) /* the lines of the log show how far it is */
		r->progress = GL_PROGRESS_NEVER;
}

/* Options that exclude or need each other. */
static void
check_options(const struct gl_tool *tool, struct run *r, const char *const *paths, size_t n)
{
	struct gl_recipe *p = &r->loop.recipe;
	bool standard = n == 0 || strcmp(paths[0], "-") == 0;

	for (size_t i = 1; i < n; i++)
		standard |= strcmp(paths[i], "-") == 0;
	if (p->epochs != UINT64_MAX && p->steps != UINT64_MAX)
		gl_die_usage(tool, NULL, "--epochs and --steps both say when to end: give one of them");
	if (r->feed.stream && p->epochs != UINT64_MAX)
		gl_die_usage(tool, "--steps N ends it earlier", "--epochs: a stream is gone through once");
	if (p->epochs == UINT64_MAX && p->steps == UINT64_MAX && !r->feed.stream)
		p->epochs = 10;
	if (p->min_change > 0 && p->patience == 0)
		gl_die_usage(
		    tool, "--patience 5 stops after 5 epochs without such a change", "--min-change needs --patience");
	if (r->feed.keep_order && r->feed.buffer != UINT64_MAX)
		gl_die_usage(tool, NULL, "--shuffle-buffer and --no-shuffle: give one of them");
	if (p->patience > 0 && !r->val)
		gl_die_usage(tool, "--val 20% holds a fifth of the examples out", "--patience needs --val");
	if (strcmp(r->net, "-") == 0 && standard)
		gl_die_usage(tool, "name a file of examples",
		    "the network is to come from standard input, so the examples cannot");
	if (r->val && strcmp(r->val, "-") == 0 && (standard || strcmp(r->net, "-") == 0))
		gl_die_usage(tool, NULL, "--val -: standard input is read for something else already");
	if (r->in_place && (strcmp(r->net, "-") == 0 || r->io.out.path))
		gl_die_usage(tool, NULL,
		    r->io.out.path ? "--in-place and -o: give one of them" : "--in-place needs a network in a file");
	if (r->resume && strcmp(r->resume, "-") == 0 && (standard || strcmp(r->net, "-") == 0))
		gl_die_usage(tool, NULL, "--resume -: standard input is read for something else already");
	if (r->checkpoint && strcmp(r->checkpoint, "-") == 0)
		gl_die_usage(tool, "--checkpoint FILE",
		    "--checkpoint -: standard output cannot hold it, as a new checkpoint takes the place of the old");
	if (r->checkpoint_every > 0 && !r->checkpoint)
		gl_die_usage(tool, NULL, "--checkpoint-every needs --checkpoint FILE");
	spare_files(tool, r, "checkpoint", r->checkpoint, paths, n);
	log_to_output(tool, r);
	spare_files(tool, r, "log", r->log_path, paths, n);
	if (r->log_path && r->checkpoint && gl_path_same(r->log_path, r->checkpoint))
		gl_die_usage(tool, NULL, "--log and --checkpoint would both be written to %s", r->log_path);
}

/* Trains and writes the network. Exits, or ends by the signal, when that did not go to the end. */
static void
run(const struct gl_tool *tool, struct run *r)
{
	struct gl_err err;

	if (begin(r, &err) < 0)
		gl_die(tool, &err);
	gl_interrupt_catch();
	gl_watch_open(&r->watch, tool, r->self, &r->loop, (enum gl_progress_when)r->progress);
	enum gl_loop_event e = train(r, &err);
	struct gl_err why = err;
	if (e == GL_LOOP_FAILED || finish(tool, r, e, &err) < 0)
		gl_die(tool, &err);
	if (e == GL_LOOP_DIVERGED)
		gl_die_no(tool, &why);
	if (e == GL_LOOP_BROKEN)
		gl_die(tool, &why);
	if (gl_interrupted())
		raise(gl_interrupted());
}

int
main(int argc, char **argv)
{
	struct run r = {.io = GL_IO_DEFAULT, .feed = GL_FEED_OPTIONS_DEFAULT};
	struct gl_recipe *p = &r.loop.recipe;
	struct gl_optimizer chosen = GL_OPTIMIZER_DEFAULT;
	struct gl_weighing_opts weighing = {0};
	struct gl_schedule_opts schedule = {NULL, NULL};
	struct gl_augment_option augment = {0};
	uint64_t seed = 1;
	const struct gl_opt opts[] = {
	    {0, NULL, NULL, GL_HEADING, NULL, "How long and on what [default]"},
	    {0, "epochs", "N", GL_WHOLE, &p->epochs, "go through all examples N times [10]", 1},
	    {0, "steps", "N", GL_WHOLE, &p->steps, "make N steps instead", 1},
	    {0, "batch", "N", GL_WHOLE, &p->batch, "examples at a time", 1},
	    {0, "accumulate", "K", GL_WHOLE, &p->accumulate, "batches whose mean gradient makes one step", 1},
	    GL_OPTS_FEED(&r.feed),
	    {0, "val", "FILE|SHARE", GL_STR, &r.val, "hold out FILE, or a share (20%) of the examples, to judge by"},
	    {0, "patience", "N", GL_WHOLE, &p->patience,
		"stop after N epochs without a better loss on them, and keep the best network (0: do not)"},
	    {0, "min-change", "X", GL_NUMBER, &p->min_change, "better means: lower by more than X", 0, 1e30},
	    GL_OPTS_AUGMENT(&augment),
	    {0, "mixup", "ALPHA", GL_NUMBER, &p->mixup,
		"mix each example with another, in shares from Beta(ALPHA, ALPHA) (0: do not)", 0, 1000},
	    GL_OPTS_SEED(&seed),
	    {0, NULL, NULL, GL_HEADING, NULL, "The step"},
	    {0, "loss", "LOSS", GL_STR, &r.loss, "the loss [what the network's last layer calls for]",
		.choices = gl_loss_names()},
	    GL_OPTS_WEIGHING(&weighing, &r.io),
	    GL_OPTS_OPTIMIZER(&chosen),
	    GL_OPTS_PENALTY(&p->update.penalty),
	    GL_OPTS_SCHEDULE(&schedule),
	    {0, "dry-run", NULL, GL_FLAG, &r.dry_run, "print the learning rate of every step, and train nothing"},
	    {0, "clip", "X", GL_NUMBER, &p->update.clip, "greatest norm of the whole gradient (0: any)", 0, 1e30},
	    {0, "clip-value", "X", GL_NUMBER, &p->update.clip_value, "greatest size of each of its numbers (0: any)", 0,
		1e30},
	    {0, NULL, NULL, GL_HEADING, NULL, "Output"},
	    GL_OPTS_OUTPUT(&r.io),
	    GL_OPTS_FORM(&r.io),
	    {0, "in-place", NULL, GL_FLAG, &r.in_place, "write the trained network over NET"},
	    {0, "no-history", NULL, GL_FLAG, &r.no_history, "add no line on this run to the network's history"},
	    {0, "log", "FILE", GL_STR, &r.log_path,
		"write a line of figures for each epoch, separated by TABs (-: to standard output)"},
	    {0, "progress", "WHEN", GL_CHOICE, &r.progress, "show how far it is", .choices = gl_progress_choices},
	    GL_OPTS_WATCH(&r.watch),
	    {'q', "quiet", NULL, GL_FLAG, &r.quiet, "print no summary"},
	    {0, NULL, NULL, GL_HEADING, NULL, "Long runs"},
	    {0, "checkpoint", "FILE", GL_STR, &r.checkpoint,
		"save all that is needed to go on, after epochs, at most once a second"},
	    {0, "checkpoint-every", "N", GL_WHOLE, &r.checkpoint_every, "after every N steps (0: after epochs)"},
	    {0, "resume", "FILE", GL_STR, &r.resume, "go on where that checkpoint was saved"},
	    GL_OPTS_THREADS(&r.io),
	    {0, NULL, NULL, GL_HEADING, NULL, "Input"},
	    GL_OPTS_IN(&r.io),
	};
	const struct gl_tool tool = {"gl-train", "NET [FILE]...", "Train a network on examples.", opts, GL_LEN(opts),
	    .least = 1, .most = -1,
	    .examples = "gl-synth xor | gl-train xor.net --lr 0.5 --epochs 2000 > trained.net\n"
			"gl-train digits.net digits.npy --val 20% --patience 5 --optimizer adam -o digits.net\n"
			"gl-train digits.net digits.npy --lr 0.3 --schedule cosine --warmup 5% -o digits.net\n"
			"gl-train digits.net digits.npy --epochs 100 --checkpoint point --resume point -o digits.net\n"
			"gl-synth spirals -n inf | gl-train spiral.net --steps 1000 > trained.net\n"};
	struct gl_err err;

	p->epochs = p->steps = UINT64_MAX;
	p->batch = 32;
	p->accumulate = 1;
	int first = gl_cli_parse(&tool, argc, argv);
	const char *const *paths = (const char *const *)argv + first + 1;
	size_t n = (size_t)(argc - first - 1);
	gl_cli_io(&r.io);
	p->optim = gl_cli_optimizer(&tool, &chosen, &p->update.args);
	gl_cli_penalty(&tool, &p->update.penalty, p->optim, &p->update.args);
	p->weighing = gl_cli_weighing(&tool, &weighing, &r.io, &r.life);
	gl_cli_schedule(&tool, &schedule, &p->schedule);
	p->shuffle = !r.feed.keep_order;
	p->augment = r.augment = gl_cli_augment(&tool, &augment, &r.life);
	p->seed = (uint32_t)seed;
	r.self = argv[0];
	r.net = argv[first];
	check_options(&tool, &r, paths, n);

	if (load(&r, paths, n, &err) < 0)
		gl_die(&tool, &err);
	if (r.dry_run) {
		if (gl_log_rates(&r.loop, &err) < 0)
			gl_die(&tool, &err);
	} else {
		run(&tool, &r);
	}
	gl_loop_free(&r.loop);
	gl_feed_close(r.loop.feed);
	gl_data_close(r.data);
	gl_data_close(r.val_data);
	gl_arena_free(&r.life);
	return 0;
}
