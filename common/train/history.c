#include "train/history.h"

#include "core/build.h"
#include "core/number.h"
#include "core/text.h"
#include "format/head.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* " --lr 0.01", with as many digits as it takes to read the same double back. */
static void
number(struct gl_text *t, const char *name, double x)
{
	char text[GL_NUMBER_TEXT + 1];

	text[gl_number_print64(x, text)] = '\0';
	gl_text_add(t, " --%s %s", name, text);
}

/* " loss=0.25", with six digits. */
static void
figure(struct gl_text *t, const char *name, double x)
{
	char text[GL_NUMBER_TEXT + 1];

	text[gl_number_print_digits((float)x, 6, text)] = '\0';
	gl_text_add(t, " %s=%s", name, text);
}

/* A word; in quotes, as the names of classes are, if it needs them. */
static void
word(struct gl_text *t, const char *before, const char *text)
{
	gl_text_add(t, "%s", before);
	gl_labels_print(t, &text, 1);
}

/*
 * Can a file be found again by its name? Not what came through a pipe, nor by a name that is not UTF-8, which a network
 * in binary could not hold.
 */
static bool
lasting(const char *path)
{
	struct gl_err err;

	return strcmp(path, "-") != 0 && strncmp(path, "/dev/", 5) != 0 && strncmp(path, "/proc/", 6) != 0 &&
	    gl_head_utf8(path, &err) == 0;
}

static void
files(struct gl_text *t, const struct gl_source_data *d)
{
	for (size_t i = 0; i < d->files; i++)
		if (!lasting(d->file[i]))
			return;
	for (size_t i = 0; i < d->files; i++)
		word(t, " file=", d->file[i]);
}

/* How much targets, classes and examples count. */
static void
weighing(struct gl_text *t, const struct gl_weighing_args *a)
{
	char text[GL_NUMBER_TEXT + 1];

	if (a->smoothing > 0)
		number(t, "label-smoothing", a->smoothing);
	if (a->balanced)
		gl_text_add(t, " --class-weights balanced");
	for (size_t i = 0; i < a->nclasses; i++) {
		text[gl_number_print64(a->classes[i], text)] = '\0';
		gl_text_add(t, "%s%s", i ? "," : " --class-weights ", text);
	}
	if (a->rows)
		gl_text_add(t, " --weights");
}

/* With end, as it stands in the history, where the rows of a stream are known. */
static void
recipe(struct gl_text *t, const struct gl_recipe *r, const struct gl_source_data *d, bool end)
{
	const struct gl_optim_args *a = &r->update.args, *standard = &r->optim->args;

	gl_text_add(t, "--batch %" PRIu64, r->batch);
	if (r->accumulate > 1)
		gl_text_add(t, " --accumulate %" PRIu64, r->accumulate);
	gl_text_add(t, " --loss %s", r->loss->name);
	weighing(t, &r->weighing);
	gl_text_add(t, " --optimizer %s", r->optim->name);
	number(t, "lr", a->lr);
	if (standard->momentum != 0)
		number(t, "momentum", a->momentum);
	if (standard->beta1 != 0)
		number(t, "beta1", a->beta1);
	if (standard->beta2 != 0)
		number(t, "beta2", a->beta2);
	if (standard->alpha != 0)
		number(t, "alpha", a->alpha);
	if (standard->eps != 0)
		number(t, "eps", a->eps);
	if (standard->weight_decay != 0 || a->weight_decay != 0)
		number(t, "weight-decay", a->weight_decay);
	if (r->update.penalty.decoupled)
		gl_text_add(t, " --decoupled");
	if (r->update.penalty.l1 > 0)
		number(t, "l1", r->update.penalty.l1);
	if (r->update.penalty.l2 > 0)
		number(t, "l2", r->update.penalty.l2);
	if (r->update.clip > 0)
		number(t, "clip", r->update.clip);
	if (r->update.clip_value > 0)
		number(t, "clip-value", r->update.clip_value);
	const struct gl_schedule *s = &r->schedule;
	if (gl_schedule_varies(s) && s->kind)
		gl_text_add(t, " --schedule %s", gl_schedule_text(s, t->arena));
	if (s->warmup > 0)
		gl_text_add(t, " --warmup %" PRIu64, s->warmup);
	if (r->mixup > 0)
		number(t, "mixup", r->mixup);
	if (r->augment)
		gl_text_add(t, " --augment %s", r->augment->text);
	if (!r->shuffle)
		gl_text_add(t, " --no-shuffle");
	if (r->epoch_steps > 0)
		gl_text_add(t, " --stream --epoch-steps %" PRIu64, r->epoch_steps);
	if (r->shuffle && r->buffer > 0)
		gl_text_add(t, " --shuffle-buffer %" PRIu64, r->buffer);
	if (d->val)
		word(t, " --val ", d->val);
	if (d->in && d->in->allow_nonfinite)
		gl_text_add(t, " --allow-nonfinite");
	if (d->in && d->in->round)
		gl_text_add(t, " --round");
	gl_text_add(t, " --seed %" PRIu32, r->seed);
	if (end || r->epoch_steps == 0)
		gl_text_add(t, " data=%016" PRIx64 " rows=%" PRIu64, d->hash, d->rows);
	if (d->val_file)
		gl_text_add(t, " val_data=%016" PRIx64, d->val_hash);
	if (s->kind && s->kind->spans)
		gl_text_add(t, " schedule_steps=%" PRIu64, s->steps);
}

const char *
gl_share_text(double share, struct gl_arena *arena)
{
	char text[GL_NUMBER_TEXT + 1];
	size_t n = gl_number_print_digits64(100 * share, 15, text); /* 28.999999999999996 is 29 */
	double back;
	int overflow = 0;

	gl_number_read64(text, text + n, &back, &overflow);
	if (back / 100 == share) /* as it is read */
		return gl_asprintf(arena, "%.*s%%", (int)n, text);
	text[gl_number_print64(share, text)] = '\0';
	return gl_strdup(arena, text);
}

const char *
gl_recipe_text(const struct gl_recipe *r, const struct gl_source_data *d, struct gl_arena *arena)
{
	struct gl_text t = {.arena = arena};

	recipe(&t, r, d, false);
	return t.s;
}

const char *
gl_history_line(
    const struct gl_loop *l, const struct gl_source_data *d, const struct gl_standing *kept, struct gl_arena *arena)
{
	struct gl_text t = {.arena = arena};
	const struct gl_recipe *r = &l->recipe;

	gl_text_add(&t, "gl-train %s", GL_VERSION);
	if (r->epochs != UINT64_MAX)
		gl_text_add(&t, " --epochs %" PRIu64, r->epochs);
	if (r->steps != UINT64_MAX)
		gl_text_add(&t, " --steps %" PRIu64, r->steps);
	if (r->patience > 0)
		gl_text_add(&t, " --patience %" PRIu64, r->patience);
	if (r->min_change > 0)
		number(&t, "min-change", r->min_change);
	gl_text_add(&t, " ");
	recipe(&t, r, d, true);
	gl_text_add(&t, " epochs=%" PRIu64 " steps=%" PRIu64, l->epoch, l->state.step);
	if (kept->step != l->state.step)
		gl_text_add(&t, " kept_step=%" PRIu64, kept->step);
	if (!isnan(kept->train.loss))
		figure(&t, "loss", kept->train.loss);
	if (!isnan(kept->val.loss)) {
		figure(&t, "val_loss", kept->val.loss);
		if (kept->val.cases > 0)
			figure(&t, "val_accuracy", (double)kept->val.right / (double)kept->val.cases);
	}
	if (d->ended)
		gl_text_add(&t, " ended=%s", d->ended);
	gl_text_add(&t, " start=%016" PRIx64 " end=%016" PRIx64, l->start, gl_net_hash(l->net));
	files(&t, d);
	return t.s;
}

const char *
gl_history_origin(const struct gl_origin *o, struct gl_arena *arena)
{
	struct gl_text t = {.arena = arena};

	if (!o->method && o->seed == 1 && o->digits == 0 && !o->fit)
		return NULL;
	gl_text_add(&t, "gl-init %s", GL_VERSION);
	if (o->method)
		word(&t, " --init ", o->method);
	gl_text_add(&t, " --seed %" PRIu32, o->seed);
	if (o->digits > 0)
		gl_text_add(&t, " --digits %d", o->digits);
	if (o->fit)
		gl_text_add(
		    &t, "%s data=%016" PRIx64 " rows=%" PRIu64, o->round ? " --round" : "", o->fit_hash, o->fit_rows);
	return t.s;
}
