/* The table of checks, what an examination needs, and what checks say. */
#include "doctor/inside.h"

#include "core/number.h"
#include "format/items.h"
#include "train/fit.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const gl_level_names[] = {"fine", "skipped", "note", "problem"};

/* Causes first: who mends the first problem may find others gone with it. */
const struct gl_check gl_checks[] = {
    {"weights", "numbers of the network, and its outputs, that are nan or infinite", gl_check_weights},
    {"output-layer", "the last layers, the loss and the targets: do they go together?", gl_check_output},
    {"not-fitted", "standardise layers that are not fitted to data", gl_check_fitted},
    {"input-scale", "the size of the inputs: far from 1?", gl_check_inputs},
    {"constant-inputs", "inputs that are the same in every row", gl_check_constant},
    {"target-scale", "the size of a regression's targets: far from 1?", gl_check_targets},
    {"labels", "a quick training on the true and on shuffled targets: is there anything to learn?", gl_check_labels},
    {"conflicts", "rows with the same input and different targets", gl_check_conflicts},
    {"duplicates", "rows that occur more than once", gl_check_duplicates},
    {"leak", "examined rows that are among the training rows", gl_check_leak},
    {"shift", "inputs that are differently distributed in the training rows", gl_check_shift},
    {"balance", "classes that are rare, or never predicted", gl_check_balance},
    {"order", "training rows sorted by class, without shuffling", gl_check_order},
    {"symmetry", "units of a layer that have the same weights", gl_check_symmetry},
    {"start-loss", "the loss of an untrained network, against that of answers that say nothing", gl_check_start},
    {"rate", "the size of a step, against the size of the weights", gl_check_update},
    {"rate-high", "the log: a loss that jumps, grows, is too high from the start, or not finite", gl_check_rate_high},
    {"rate-low", "the log: a loss that falls too slowly", gl_check_rate_low},
    {"dead-relu", "units that give 0 for every row", gl_check_dead},
    {"saturated", "sigmoid and tanh units at the ends of their range", gl_check_saturated},
    {"gradients", "the gradient of each layer: does it vanish or explode on its way back?", gl_check_gradients},
    {"overfit-batch", "a trial: can a copy of the network be fitted to a few rows?", gl_check_overfit_batch},
    {"baseline", "a trained network, against giving the same answer always", gl_check_baseline},
    {"underfitting", "the loss of a trained network on its training rows", gl_check_underfitting},
    {"overfitting", "the loss on held-out rows, against that on training rows", gl_check_overfitting},
    {NULL, NULL, NULL},
};

const char *const *
gl_check_names(void)
{
	static const char *names[GL_CHECKS_MOST];

	for (size_t i = 0; gl_checks[i].name; i++)
		names[i] = gl_checks[i].name;
	return names;
}

/* ---- what checks say ---- */

void
gl_see(struct gl_finding *f, enum gl_level level, const char *fmt, ...)
{
	char text[600];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	f->level = f->level > level ? f->level : level;
	gl_text_add(&f->seen, "%s%s", f->seen.n ? " " : "", text);
}

void
gl_tell(struct gl_finding *f, const char *means, const char *fmt, ...)
{
	char text[600];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	f->means = means;
	f->remedy.n = 0;
	gl_text_add(&f->remedy, "%s", text);
}

void
gl_figure(struct gl_finding *f, const char *name, double value)
{
	if (f->figures == GL_FIGURES)
		return;
	f->figure[f->figures].name = name;
	f->figure[f->figures++].value = value;
}

int
gl_skip(struct gl_finding *f, const char *why)
{
	f->level = GL_LEVEL_SKIPPED;
	f->why = why;
	return 0;
}

const char *
gl_say(const struct gl_exam *e, double x)
{
	char *text = gl_alloc((struct gl_arena *)&e->life, GL_NUMBER_TEXT + 1, 1);

	text[gl_number_print_digits64(x, 3, text)] = '\0';
	return text;
}

const char *
gl_say_share(const struct gl_exam *e, double share)
{
	return gl_asprintf((struct gl_arena *)&e->life, "%.1f %%", 100 * share);
}

const char *
gl_exam_cannot(const struct gl_exam *e, bool loss)
{
	if (!e->net)
		return "numbers of the network are not finite";
	if (loss && !e->loss)
		return "the network, the loss and the targets do not go together (see output-layer)";
	return NULL;
}

/* ---- the examination ---- */

/*
 * The network; when numbers of it are nan or infinite, which the loader refuses, e->net stays NULL and they are
 * counted. (From standard input it is read once: then the loader's message is all that can be said.)
 */
static int
load_net(struct gl_exam *e, struct gl_err *err)
{
	const char *path = e->args.net;
	struct gl_tensors t;
	struct gl_err other;

	e->net_name = strcmp(path, "-") == 0 ? "standard input" : path;
	if (gl_net_alone(path, e->args.paths, e->args.npaths, err) < 0)
		return -1;
	if ((e->net = gl_net_load(path, NULL, &e->life, err)))
		return 0;
	const char *bad = strstr(err->msg, " is nan") ? " is nan" : strstr(err->msg, "inf") ? "inf" : NULL;
	if (!bad || strcmp(path, "-") == 0 || gl_tensors_load(&t, path, &e->life, &other) < 0)
		return -1;
	for (size_t i = 0; i < t.n; i++)
		for (size_t k = 0; k < t.tensor[i].n; k++) {
			e->numbers++;
			e->nonfinite += !isfinite(t.tensor[i].data[k]);
		}
	const char *at = strrchr(err->msg, ':');
	for (const char *p = err->msg; (p = strstr(p, ": ")) != NULL; p += 2)
		at = p + 2;
	e->first_bad = gl_strdup(&e->life, at ? at : err->msg);
	return e->nonfinite > 0 ? 0 : -1;
}

/* Field 1 must fit the network, and there must be a field 2. */
static int
check_set(const struct gl_exam *e, const struct gl_set *s, struct gl_err *err)
{
	const struct gl_schema *schema = gl_data_schema(s->data);

	if (s->rows == 0) {
		gl_fail(err, "there are no examples, so there is nothing to look at");
		return gl_fail_at(err, s->name, 0);
	}
	int status = e->net ? gl_net_takes(e->net, e->net_name, schema->field[0].width, err) : 0;
	if (status == 0 && schema->nfield < 2) {
		status = gl_fail(err, "there is no target in field 2 to compare the network's output with");
		gl_hint(
		    err, "in text a TAB stands between fields; paste, or gl-cat --join, puts two files side by side");
	}
	if (status == 0)
		return 0;
	gl_fail_at(err, "row 1", 0);
	return gl_data_place(s->data, err);
}

/* The loss that the run has or will have, if it goes with network and targets. */
static int
choose_loss(struct gl_exam *e, struct gl_err *err)
{
	const char *name = e->args.loss ? e->args.loss : e->run.loss;
	size_t width = gl_row_width(&e->data.t);
	double sum = 0, weight = 0;
	struct gl_arena pass = {0};

	if (name && !gl_loss_find(name, err))
		return -1;
	if (!(e->loss = gl_net_choose_loss(e->net, e->net_name, name, width, err))) {
		const char *row = strncmp(err->msg, "row 1: ", 7) == 0 ? err->msg + 7 : err->msg;
		e->no_loss = gl_strdup(&e->life, row);
		return 0;
	}
	/* Are all targets of the kind that it takes? Outputs that say nothing are right for every loss. */
	const struct gl_shape *out = gl_net_output(e->net);
	enum gl_output kind = gl_net_output_kind(e->net);
	size_t n = gl_shape_count(out), k = out->kind == GL_SEQUENCE ? out->dim[out->ndim - 1] : n;
	for (int s = 0; s < 2 && e->loss; s++) {
		const struct gl_set *set = s ? &e->train : &e->data;
		for (size_t r = 0; r < set->n; r++) {
			struct gl_tensor x, t, p = gl_tensor_new(&pass, 1, out);
			gl_set_view(set, r, 1, &x, &t);
			for (size_t i = 0; i < n; i++)
				p.data[i] = kind == GL_PROBABILITIES ? 1 / (gl_real)k
				    : kind == GL_SHARES              ? (gl_real)0.5
								     : 0;
			if (gl_loss_batch(e->loss, kind, kind == GL_VALUES && e->loss->from_logits, &p, out, &t,
				set->index[r], NULL, &sum, &weight, NULL, &pass, err) < 0) {
				gl_data_place(set->data, err);
				e->no_loss = gl_strdup(&e->life, err->msg);
				e->loss = NULL;
				break;
			}
			gl_arena_reset(&pass);
		}
	}
	gl_arena_free(&pass);
	return 0;
}

static int
open_all(struct gl_exam *e, struct gl_err *err)
{
	const struct gl_exam_args *a = &e->args;

	if (load_net(e, err) < 0 || gl_set_open(&e->data, a->paths, a->npaths, e, &e->life, err) < 0 ||
	    check_set(e, &e->data, err) < 0)
		return -1;
	e->has_train = a->ntrain > 0;
	e->train = e->data;
	if (e->has_train &&
	    (gl_set_open(&e->train, a->train, a->ntrain, e, &e->life, err) < 0 || check_set(e, &e->train, err) < 0))
		return -1;
	if (gl_row_width(&e->train.x) != gl_row_width(&e->data.x) ||
	    gl_row_width(&e->train.t) != gl_row_width(&e->data.t)) {
		gl_fail(err, "its rows have %zu and %zu numbers, but those of %s have %zu and %zu",
		    gl_row_width(&e->train.x), gl_row_width(&e->train.t), e->data.name, gl_row_width(&e->data.x),
		    gl_row_width(&e->data.t));
		return gl_fail_at(err, e->train.name, 0);
	}
	if (gl_runlog_read(e, err) < 0 || gl_run_read(e, err) < 0)
		return -1;
	if (!e->net)
		return 0;
	e->was_fitted = gl_net_fitted(e->net);
	if (gl_fit_data(e->net, e->net_name, e->train.data, e->train.index, e->train.n, err) < 0)
		return -1;
	return choose_loss(e, err);
}

struct gl_exam *
gl_exam_open(const struct gl_exam_args *args, struct gl_err *err)
{
	struct gl_arena life = {0};
	struct gl_exam *e = gl_alloc(&life, 1, sizeof *e);

	e->life = life;
	e->args = *args;
	if (open_all(e, err) == 0)
		return e;
	gl_exam_close(e);
	return NULL;
}

void
gl_exam_close(struct gl_exam *e)
{
	struct gl_arena life = e->life;

	if (e->has_train)
		gl_data_close(e->train.data);
	gl_data_close(e->data.data);
	gl_arena_free(&life);
}

int
gl_exam_run(
    struct gl_exam *e, const bool made[GL_CHECKS_MOST], struct gl_finding finding[GL_CHECKS_MOST], struct gl_err *err)
{
	for (size_t i = 0; gl_checks[i].name; i++) {
		struct gl_finding *f = &finding[i];
		*f = (struct gl_finding){.seen.arena = &e->life, .remedy.arena = &e->life};
		if (made[i] && gl_checks[i].look(e, f, err) < 0)
			return -1;
	}
	return 0;
}

/* "all 150 rows of iris.txt", "2048 of the 60000 rows of train.npy, chosen at random" */
static const char *
set_fact(struct gl_exam *e, const struct gl_set *s, const char *what)
{
	unsigned long long rows = s->rows;

	if (s->n == s->rows)
		return gl_asprintf(&e->life, "%s %s: all %llu row%s", what, s->name, rows, rows == 1 ? "" : "s");
	return gl_asprintf(
	    &e->life, "%s %s: %zu of its %llu rows, chosen at random (--seed)", what, s->name, s->n, rows);
}

const char *const *
gl_exam_facts(struct gl_exam *e, size_t *n)
{
	const char **fact = gl_alloc(&e->life, 8, sizeof *fact);
	const struct gl_run *r = &e->run;

	*n = 0;
	fact[(*n)++] = gl_asprintf(&e->life, "network %s: %s", e->net_name,
	    r->trained ? "trained before" : "untrained, as its history has no gl-train and there is no --log");
	fact[(*n)++] = set_fact(e, &e->data, "examples");
	if (e->has_train)
		fact[(*n)++] = set_fact(e, &e->train, "training examples");
	if (e->log.name)
		fact[(*n)++] = gl_asprintf(&e->life, "log %s: %zu epochs", e->log.name, e->log.n);
	if (r->known)
		fact[(*n)++] = gl_asprintf(&e->life, "training: loss %s, optimizer %s, learning rate %s, batch %llu",
		    e->loss       ? e->loss->name
			: r->loss ? r->loss
				  : "unknown",
		    r->optim->name, gl_say(e, r->update.args.lr), (unsigned long long)r->batch);
	return fact;
}
