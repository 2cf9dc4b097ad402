/* Trials from the start: the loss before training, a fit to a few rows, the size of the first steps. */
#include "core/random.h"
#include "doctor/inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rows of the training sample in a random order, n of them. */
static void
draw(const struct gl_exam *e, size_t n, struct gl_tensor *x, struct gl_tensor *t, struct gl_arena *arena)
{
	uint64_t *order = gl_alloc_raw(arena, e->train.n, sizeof *order);

	gl_shuffle(e->args.seed, GL_RAND_DOCTOR, GL_DRAW_ORDER, e->train.n, order);
	gl_rows_take(&e->train.x, order, n, x, arena);
	gl_rows_take(&e->train.t, order, n, t, arena);
}

/* Why a trial can't be made; NULL: it can. */
static const char *
cannot(const struct gl_exam *e)
{
	const char *why = gl_exam_cannot(e, true);

	for (size_t i = 0; !why && i < gl_net_param_count(e->net); i++)
		if (gl_net_param(e->net, i)->trains)
			return NULL;
	return why ? why : "nothing in the network can be trained";
}

static const char *
whose(const struct gl_exam *e)
{
	return e->run.trained ? "An untrained network of the same layers" : "The network";
}

/*
 * The first loss. Outputs that say nothing about the input (equal probabilities; one half; 0) have a loss that can be
 * computed: ln C for C classes. Random start weights add some spread, which makes it a little more. Criterion: a
 * problem from 4 times that loss on, a note from 2.5 times. Measured (tests/doctor-measured): 0.6 to 3.1, the
 * largest for networks of few inputs; start weights of deviation 1, 6 to 13; pixels from 0 to 255, 50 to 160.
 * Source: A. Karpathy, A recipe for training neural networks (2019), "verify loss at init".
 */
int
gl_check_start(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	struct gl_arena life = {0};
	struct gl_tensor x, t;
	double sum = 0, weight = 0;
	size_t n = e->train.n < 256 ? e->train.n : 256;
	(void)err;

	if (gl_exam_cannot(e, true))
		return gl_skip(f, gl_exam_cannot(e, true));
	draw(e, n, &x, &t, &life);
	struct gl_net *net = gl_exam_copy(e, e->run.trained, e->args.seed, true, &life);
	struct gl_ctx c = {.training = true, .seed = e->args.seed, .arena = &life};
	struct gl_err own;
	bool finite = gl_net_loss(net, &c, e->loss, &x, &t, &sum, &weight, NULL, &own) == 0;
	double loss = finite ? sum / weight : (double)INFINITY, blind = gl_exam_blind(e, &t), ratio = loss / blind;
	gl_arena_free(&life);
	gl_figure(f, "loss", loss);
	gl_figure(f, "blind_loss", blind);
	if (!(blind > 0))
		return gl_skip(f, "answers that say nothing have no loss");
	if (ratio < 2.5)
		return 0;
	gl_see(f, ratio < 4 ? GL_LEVEL_NOTE : GL_LEVEL_PROBLEM, "%s has a %s of %s on %zu rows; %s would have %s.",
	    whose(e), e->loss->name, gl_say(e, loss), n,
	    gl_exam_task(e, NULL) == GL_TASK_CLASSES && gl_shape_count(gl_net_output(e->net)) > 1
		? "equal probabilities for all classes"
		: gl_net_output_kind(e->net) == GL_SHARES ? "a probability of one half everywhere"
							  : "an output of 0 everywhere",
	    gl_say(e, blind));
	gl_tell(f,
	    "Before training, outputs have nothing to do with targets, so they should be near those that say "
	    "nothing. A loss far above theirs means that they are large and wrong: the inputs or the start weights "
	    "are too large. Training must undo this first.",
	    "Bring the inputs to one scale (a standardise layer first), and use the usual start weights (gl-init "
	    "without --init).");
	return 0;
}

/* ---- a fit to a few rows ---- */

enum { FEW_ROWS = 32, FEW_STEPS = 300 };
#define FEW_WORK 6e10 /* multiply-adds at most: some seconds */

/* Up to `most` rows with different inputs: what no network can do is not asked for. Returns how many. */
static size_t
different(const struct gl_exam *e, size_t most, struct gl_tensor *x, struct gl_tensor *t, struct gl_arena *arena)
{
	uint64_t *order = gl_alloc_raw(arena, e->train.n, sizeof *order), chosen[FEW_ROWS];
	size_t width = gl_row_width(&e->train.x), n = 0;

	gl_shuffle(e->args.seed, GL_RAND_DOCTOR, GL_DRAW_ORDER, e->train.n, order);
	for (size_t i = 0; i < e->train.n && n < most; i++) {
		const gl_real *row = e->train.x.data + order[i] * width;
		size_t k = 0;
		while (k < n && memcmp(row, e->train.x.data + chosen[k] * width, width * sizeof *row) != 0)
			k++;
		if (k == n)
			chosen[n++] = order[i];
	}
	gl_rows_take(&e->train.x, chosen, n, x, arena);
	gl_rows_take(&e->train.t, chosen, n, t, arena);
	return n;
}

static size_t
parameters(const struct gl_net *net)
{
	size_t n = 0;

	for (size_t i = 0; i < gl_net_param_count(net); i++)
		n += gl_net_param(net, i)->trains ? gl_net_param(net, i)->n : 0;
	return n;
}

/*
 * A copy of the network is trained on up to 32 rows, all at once, with Adam at three rates; the least loss counts, as a
 * share of that of the best answer that is always the same. A network with fewer parameters gets fewer rows (two
 * parameters for each target number), as a straight line can't go through 32 points. Dropout is off. Criterion: half of
 * the loss left is a problem, a fifth a note. Measured (tests/doctor-measured): 0.01 to 0.16 where all is well; eight
 * sigmoid layers 0.6 to 0.8, softmax over one output 2, start weights of 0.001 in ten layers 0.45 to 0.9.
 * Source: A. Karpathy, A recipe for training neural networks (2019), "overfit one batch".
 */
int
gl_check_overfit_batch(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	static const double rates[] = {0.01, 0.001, 0.1};
	struct gl_arena life = {0}, trial_life = {0};
	struct gl_tensor x, t;
	double least = INFINITY;
	(void)err;

	if (cannot(e))
		return gl_skip(f, cannot(e));
	size_t most = parameters(e->net) / (2 * gl_shape_count(gl_net_output(e->net)));
	size_t n = different(e, most < 4 ? 4 : most > FEW_ROWS ? FEW_ROWS : most, &x, &t, &life);
	double work = gl_step_work(e->net, n), base = gl_exam_baseline(e, &t);
	int steps = work * 3 * FEW_STEPS <= FEW_WORK ? FEW_STEPS : (int)(FEW_WORK / (3 * work));
	if (n < 2 || !(base > 1e-6) || steps < 40) {
		gl_arena_free(&life);
		return gl_skip(f,
		    steps < 40 ? "the network is too large for a trial of some seconds"
			       : "there are no two rows with different inputs and targets");
	}
	for (size_t i = 0; i < sizeof rates / sizeof rates[0] && !(least < 0.1 * base); i++) {
		struct gl_trial trial = {.net = gl_exam_copy(e, e->run.trained, e->args.seed, true, &trial_life),
		    .loss = e->loss,
		    .optim = gl_optim_find("adam", err),
		    .x = x,
		    .t = t,
		    .batch = n,
		    .seed = e->args.seed};
		double loss = 0;
		trial.update.args = trial.optim->args;
		trial.update.args.lr = rates[i];
		gl_trial_start(&trial, &trial_life);
		for (int s = 0; s < steps && !(least < 0.02 * base) && gl_trial_step(&trial, &loss); s++)
			least = fmin(least, loss);
		gl_trial_free(&trial);
		gl_arena_reset(&trial_life);
	}
	gl_arena_free(&trial_life);
	gl_arena_free(&life);
	gl_figure(f, "rows", (double)n);
	gl_figure(f, "steps", steps);
	gl_figure(f, "least_loss", least);
	gl_figure(f, "baseline_loss", base);
	double left = least / base;
	if (left < 0.2)
		return 0;
	gl_see(f, left < 0.5 ? GL_LEVEL_NOTE : GL_LEVEL_PROBLEM,
	    "%s was trained on %zu rows alone, %d steps at each of 3 rates: its %s came down to %s. Always giving "
	    "the same answer has %s.",
	    whose(e), n, steps, e->loss->name, gl_say(e, least), gl_say(e, base));
	gl_tell(f,
	    "Training can bring the loss on so few rows near 0 in any network that works. Where it can't, more rows "
	    "will not do better: no gradient gets through, units are dead (always 0), the network is too small, or "
	    "targets and outputs do not go together.",
	    "Try a hidden layer with more units, relu with the usual start weights, fewer layers; and see the other "
	    "problems here.");
	return 0;
}

/* ---- the size of a step ---- */

enum { WARM = 10, LAST = 5 }; /* steps made; of which the middle one of the last ones counts */

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

#define RATIO_SMALL 2e-5 /* below, steps are too small */

/* The norm of a weight; and of its change from what it was. */
static double
norm(const gl_real *now, const gl_real *was, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		double d = (double)now[i] - (was ? (double)was[i] : 0);
		sum += d * d;
	}
	return sqrt(sum);
}

/* ratio[i][s]: of weight i at step s. Returns 0, or -1 when numbers were spoilt. */
static int
measure(struct gl_trial *t, double (*ratio)[WARM], struct gl_arena *life)
{
	size_t n = gl_net_block_n(t->net);
	gl_real *was = gl_alloc_raw(life, n, sizeof *was);
	double loss;

	for (int s = 0; s < WARM; s++) {
		memcpy(was, gl_net_block(t->net), n * sizeof *was);
		bool fine = gl_trial_step(t, &loss);
		for (size_t i = 0; i < gl_net_param_count(t->net); i++) {
			const struct gl_param *p = gl_net_param(t->net, i);
			/* A few weights can be near 0 by chance: at least the size that start weights have counts. */
			double usual = p->fan_in > 0 ? sqrt((double)p->n / (double)p->fan_in) : 0;
			double size = fmax(norm(was + p->offset, NULL, p->n), usual);
			ratio[i][s] =
			    size > 0 ? norm(gl_net_block(t->net) + p->offset, was + p->offset, p->n) / size : 0;
		}
		if (!fine)
			return -1;
	}
	return 0;
}

/*
 * The first steps of training, made on a copy: how much does each weight tensor change, as a share of its own size?
 * About 1e-3 is a rule of thumb; far more, and a step throws away what the last ones found; far less, and training
 * crawls. Of steps 6 to 10 the middle one counts; of all tensors the largest for too high, and the largest again for
 * too low. Criterion: problem above 0.3 or below 2e-6; note above 0.2 or below 2e-5. Measured: healthy runs
 * 0.005 to 0.15; a rate of 30 0.37 to 1.6; one of 0.001 where 0.1 is right, 9e-5 to 2e-4.
 * A rate may be so high that the very first steps kill all units, and the ones after them change nothing: so when
 * steps 6 to 10 are small, the largest of all ten counts in their place.
 * Source: Stanford CS231n course notes, "Neural networks part 3", on the ratio of updates to weights.
 */
int
gl_check_update(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	struct gl_arena life = {0};
	double most = 0, first = 0;
	const char *where = "", *first_where = "";
	(void)err;

	if (cannot(e))
		return gl_skip(f, cannot(e));
	if (!e->run.known)
		return gl_skip(f, "the learning rate is not known (no history, no --lr)");
	size_t batch = e->run.batch < 256 ? (size_t)e->run.batch : 256;
	batch = batch < e->train.n ? batch : e->train.n;
	if (gl_step_work(e->net, batch) * WARM > FEW_WORK)
		return gl_skip(f, "the network is too large for a trial of some seconds");
	struct gl_trial t = {.net = gl_exam_copy(e, e->run.trained, e->args.seed, false, &life),
	    .loss = e->loss,
	    .optim = e->run.optim,
	    .update = e->run.update,
	    .x = e->train.x,
	    .t = e->train.t,
	    .batch = batch,
	    .seed = e->args.seed};
	double(*ratio)[WARM] = gl_alloc(&life, gl_net_param_count(t.net), sizeof *ratio);
	gl_trial_start(&t, &life);
	bool spoilt = measure(&t, ratio, &life) < 0;
	for (size_t i = 0; i < gl_net_param_count(t.net); i++) {
		const struct gl_param *p = gl_net_param(t.net, i);
		if (!p->trains || p->fan_in == 0)
			continue;
		double *last = ratio[i] + (WARM - LAST);
		for (int s = 0; s < WARM; s++)
			if (ratio[i][s] > first) {
				first = ratio[i][s];
				first_where = gl_strdup(&e->life, p->name);
			}
		qsort(last, LAST, sizeof *last, by_size);
		if (last[LAST / 2] > most) {
			most = last[LAST / 2];
			where = gl_strdup(&e->life, p->name);
		}
	}
	if (most < RATIO_SMALL) {
		most = first;
		where = first_where;
	}
	gl_trial_free(&t);
	gl_arena_free(&life);
	gl_figure(f, "lr", e->run.update.args.lr);
	gl_figure(f, "update_ratio", spoilt ? (double)INFINITY : most);
	const char *rate = gl_say(e, e->run.update.args.lr), *name = e->run.optim->name;
	if (spoilt || most > 0.2) {
		gl_see(f, spoilt || most > 0.3 ? GL_LEVEL_PROBLEM : GL_LEVEL_NOTE,
		    spoilt ? "The first %d steps with %s at learning rate %s made numbers that are not finite.%s%s%s"
			   : "Within the first %d steps with %s at learning rate %s, one step changes %s by %s%s "
			     "its size.",
		    WARM, name, rate, spoilt ? "" : where, spoilt ? "" : gl_say(e, most),
		    spoilt         ? ""
			: most < 1 ? " of"
				   : " times");
		gl_tell(f,
		    "Steps this large throw the weights about rather than improve them. About 0.001 of their size is "
		    "a rule of thumb; ten times more or less is common.",
		    "Use a learning rate ten times lower: --lr %s.", gl_say(e, e->run.update.args.lr / 10));
	} else if (most == 0 && e->run.update.args.lr > 0) {
		gl_see(f, GL_LEVEL_PROBLEM, "Within the first %d steps with %s at learning rate %s, no weights change.",
		    WARM, name, rate);
		gl_tell(f, "No gradient reaches the weights, so that no learning rate would change them.",
		    "Leave the rate as it is, and see the other problems: dead-relu, saturated, gradients.");
	} else if (most < RATIO_SMALL) {
		gl_see(f, most < 2e-6 ? GL_LEVEL_PROBLEM : GL_LEVEL_NOTE,
		    "Within the first %d steps with %s at learning rate %s, one step changes no weights by more than "
		    "%s of their size.",
		    WARM, name, rate, gl_say(e, most));
		gl_tell(f,
		    "Steps this small need very many of them. About 0.001 of the size of the weights is a rule of "
		    "thumb; ten times more or less is common.",
		    "Use a higher learning rate: --lr %s. If the rate is a usual one, look at 'gradients'.",
		    gl_say(e, e->run.update.args.lr * (most > 0 ? fmin(1e-3 / most, 1000) : 10)));
	}
	return 0;
}
