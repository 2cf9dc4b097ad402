/*
 * Is there anything to learn? A control: the same quick training once with the true targets, and some times with the
 * targets shuffled among the rows; each is asked about rows that it was not trained on.
 */
#include "core/math.h"
#include "core/random.h"
#include "core/summary.h"
#include "doctor/inside.h"

#include <math.h>
#include <string.h>

enum {
	MOST_INPUTS = 1024, /* more inputs than this: so many of them, evenly spaced */
	SHUFFLES = 5, /* trainings with shuffled targets */
	STEPS = 400, /* of each training */
	BATCH = 32,
	UNITS = 64, /* in each of two hidden layers */
	LEAST_ROWS = 60,
	FEW_HELD = 40, /* with fewer held-out rows chance can hide much: a note at most */
	FEW_RARE = 25, /* and with fewer that are not of the most frequent class */
};

/* The rows, dealt into those for training and those held out; inputs brought to mean 0 and deviation 1. */
struct control {
	size_t rows, train, width, outputs; /* outputs: classes, or target numbers */
	bool values; /* amounts */
	struct gl_tensor x; /* (rows, width), in an order of our own */
	gl_real *t; /* (rows, 1) class, or (rows, outputs) amounts */
};

static void
scale(struct control *c)
{
	for (size_t i = 0; i < c->width; i++) {
		struct gl_summary s = {0};
		for (size_t r = 0; r < c->train; r++)
			gl_summary_add(&s, (double)c->x.data[r * c->width + i]);
		double mean = gl_summary_mean(&s), sd = gl_summary_deviation(&s);
		for (size_t r = 0; r < c->rows; r++) {
			double z = ((double)c->x.data[r * c->width + i] - mean) / (sd > 0 ? sd : 1);
			c->x.data[r * c->width + i] = (gl_real)fmax(-8, fmin(8, z));
		}
	}
}

static void
scale_targets(struct control *c)
{
	for (size_t i = 0; i < c->outputs; i++) {
		struct gl_summary s = {0};
		for (size_t r = 0; r < c->train; r++)
			gl_summary_add(&s, (double)c->t[r * c->outputs + i]);
		double mean = gl_summary_mean(&s), sd = gl_summary_deviation(&s);
		for (size_t r = 0; r < c->rows; r++)
			c->t[r * c->outputs + i] =
			    (gl_real)(((double)c->t[r * c->outputs + i] - mean) / (sd > 0 ? sd : 1));
	}
}

static void
deal(const struct gl_exam *e, const struct gl_set *s, struct control *c, enum gl_task task, size_t classes,
    struct gl_arena *arena)
{
	size_t from = gl_row_width(&s->x), width = gl_row_width(&s->t), class = 0;
	uint64_t *order = gl_alloc_raw(arena, s->n, sizeof *order);
	struct gl_shape shape = {GL_VECTOR, 1, {from < MOST_INPUTS ? from : MOST_INPUTS}};

	gl_shuffle(e->args.seed, GL_RAND_DOCTOR, GL_DRAW_FOLD, s->n, order);
	c->rows = s->n;
	c->train = s->n * 7 / 10;
	c->width = shape.dim[0];
	c->values = task != GL_TASK_CLASSES;
	c->outputs = c->values ? width : classes;
	c->x = gl_tensor_new(arena, c->rows, &shape);
	c->t = gl_alloc(arena, c->rows * (c->values ? width : 1), sizeof *c->t);
	for (size_t r = 0; r < c->rows; r++) {
		const gl_real *x = s->x.data + order[r] * from, *t = s->t.data + order[r] * width;
		for (size_t i = 0; i < c->width; i++)
			c->x.data[r * c->width + i] = x[i * from / c->width];
		if (c->values)
			memcpy(c->t + r * width, t, width * sizeof *t);
		else if (gl_exam_class(e, t, &class))
			c->t[r] = (gl_real) class;
	}
	scale(c);
	if (c->values)
		scale_targets(c);
}

/* How good answers for the held-out rows are. */
struct score {
	double agree; /* correlation of the outputs with the targets (of classes: one-hot), each about its mean */
	double right; /* of classes: the share of right ones */
};

static double
target(const struct control *c, const gl_real *t, size_t r, size_t i)
{
	return c->values ? (double)t[r * c->outputs + i] : (double)((size_t)t[r] == i);
}

static struct score
ask(const struct control *c, const gl_real *y, const gl_real *t)
{
	size_t n = c->rows - c->train, k = c->outputs, right = 0;
	double xy = 0, xx = 0, yy = 0;

	for (size_t i = 0; i < k; i++) {
		double p = 0, q = 0;
		for (size_t r = 0; r < n; r++) {
			p += (double)y[r * k + i] / (double)n;
			q += target(c, t, r, i) / (double)n;
		}
		for (size_t r = 0; r < n; r++) {
			double a = (double)y[r * k + i] - p, b = target(c, t, r, i) - q;
			xy += a * b;
			xx += a * a;
			yy += b * b;
		}
	}
	for (size_t r = 0; r < n && !c->values; r++) {
		size_t best = 0;
		for (size_t i = 1; i < k; i++)
			best = y[r * k + i] > y[r * k + best] ? i : best;
		right += best == (size_t)t[r];
	}
	return (struct score){xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : 0, (double)right / (double)n};
}

/* Trains a network of its own; shuffle 0: on the true targets. False when it diverged. */
static bool
train(const struct gl_exam *e, const struct control *c, uint32_t shuffle, struct score *score, struct gl_arena *arena)
{
	struct gl_err err;
	size_t each = c->values ? c->outputs : 1;
	const char *lines = gl_asprintf(arena, "input %zu, dense %d, relu, dense %d, relu, dense %zu%s", c->width,
	    UNITS, UNITS, c->outputs, c->values ? "" : ", softmax");
	struct gl_net *net = gl_net_parse(lines, NULL, 0, arena, &err);
	struct gl_shape one = {GL_VECTOR, 1, {each}};
	struct gl_tensor t = gl_tensor_new(arena, c->rows, &one), y;
	uint64_t *order = gl_alloc_raw(arena, c->rows, sizeof *order);

	if (!net)
		return false;
	for (size_t r = 0; r < c->rows; r++)
		order[r] = r;
	if (shuffle > 0)
		gl_shuffle(e->args.seed, GL_RAND_DOCTOR, GL_DRAW_LABELS + shuffle, c->rows, order);
	for (size_t r = 0; r < c->rows; r++)
		memcpy(t.data + r * each, c->t + order[r] * each, each * sizeof *t.data);
	gl_net_init(net, NULL, e->args.seed, &err);
	struct gl_trial trial = {.net = net,
	    .loss = gl_loss_find(c->values ? "mse" : "cross-entropy", &err),
	    .optim = gl_optim_find("adam", &err),
	    .x = c->x,
	    .t = t,
	    .batch = BATCH,
	    .seed = e->args.seed};
	trial.update.args = trial.optim->args;
	trial.update.args.lr = 0.003;
	trial.x.dim[0] = trial.t.dim[0] = c->train;
	trial.x.n = c->train * c->width;
	trial.t.n = c->train * each;
	gl_trial_start(&trial, arena);
	double loss;
	bool fine = true;
	for (int i = 0; i < STEPS && fine; i++)
		fine = gl_trial_step(&trial, &loss);
	struct gl_tensor held = c->x;
	held.data += c->train * c->width;
	held.dim[0] = c->rows - c->train;
	held.n = held.dim[0] * c->width;
	struct gl_ctx ctx = {.arena = &trial.pass};
	gl_arena_reset(&trial.pass);
	fine = fine && gl_net_forward(net, &ctx, &held, NULL, false, &y, &err) == 0;
	if (fine)
		*score = ask(c, y.data, t.data + c->train * each);
	gl_trial_free(&trial);
	return fine;
}

/*
 * How far the agreement r with true targets is from those with shuffled ones, in standard deviations:
 *   (atanh r - mean of atanh r') sqrt(n - 3) / sqrt(1 + 1/S)
 * with n held-out rows and S shuffles. Source: R. A. Fisher's transformation of correlations (1921).
 */
static double
distance(const struct control *c, double r, const struct score *shuffled)
{
	double sum = 0;

	for (int i = -1; i < SHUFFLES; i++) {
		double v = fmin(fmax(i < 0 ? r : shuffled[i].agree, -0.999), 0.999);
		double z = (gl_log64(1 + v) - gl_log64(1 - v)) / 2;
		sum += i < 0 ? z : -z / SHUFFLES;
	}
	return sum * sqrt((double)(c->rows - c->train - 3)) / sqrt(1 + 1.0 / SHUFFLES);
}

static bool
all_the_same(const struct control *c)
{
	size_t each = c->values ? c->outputs : 1;

	for (size_t i = each; i < c->rows * each; i++)
		if (c->t[i] != c->t[i % each])
			return false;
	return true;
}

/* Are there too few held-out rows, or too few of all classes but the most frequent one? */
static bool
few_held(const struct control *c, struct gl_arena *arena)
{
	size_t held = c->rows - c->train, most = 0, *count = gl_alloc(arena, c->outputs, sizeof *count);

	for (size_t r = c->train; !c->values && r < c->rows; r++)
		if (++count[(size_t)c->t[r]] > most)
			most = count[(size_t)c->t[r]];
	return held < FEW_HELD || held - most < FEW_RARE;
}

/*
 * Criterion: z below 2.5 is a problem, below 3.5 a note; with fewer than 40 held-out rows a note at most, as there a
 * correlation of 0.35, which is no small one, would often give less than 2.5; and so if fewer than 25 of them are of
 * other classes than the most frequent one. Measured (tests/doctor-measured): true
 * targets give 4 (diabetes) to 47, shuffled ones -1.5 to 1.7. The network is one of our own, small and with inputs on
 * one scale, so that what is wrong with the examined one, or with scales, is not blamed on the targets.
 * Source: the permutation test; Zhang and others, Understanding deep learning requires rethinking generalization (ICLR
 * 2017), for networks that fit shuffled labels.
 */
int
gl_check_labels(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	struct gl_arena arena = {0}, pass = {0};
	struct control c;
	size_t classes, class;
	struct score score = {0}, other[SHUFFLES] = {{0}}, mean = {0};
	struct gl_set set = e->train; /* a sample of its own: the network's size does not matter here */

	if (gl_exam_cannot(e, true))
		return gl_skip(f, gl_exam_cannot(e, true));
	if (gl_net_input(e->net)->kind == GL_TOKENS)
		return gl_skip(f, "the inputs are indices of tokens, which the control network does not take");
	enum gl_task task = gl_exam_task(e, &classes);
	if (task == GL_TASK_CLASSES && !gl_exam_class(e, e->train.t.data, &class))
		return gl_skip(f, "a row has a class for each of its positions");
	if (task != GL_TASK_CLASSES && gl_row_width(&e->train.t) > 256)
		return gl_skip(f, "a row has more than 256 targets");
	if (task == GL_TASK_CLASSES && classes > 1024)
		return gl_skip(f, "there are more than 1024 classes");
	if (e->train.n < LEAST_ROWS)
		return gl_skip(f, "there are fewer than 60 rows");
	if (gl_set_sample(&set, e, false, &arena, err) < 0)
		return -1;
	deal(e, &set, &c, task, classes, &arena);
	bool fine = true, few = few_held(&c, &arena);
	if (all_the_same(&c)) {
		gl_arena_free(&arena);
		return gl_skip(f, "the targets are all the same");
	}
	for (uint32_t i = 0; i <= SHUFFLES && fine; i++) {
		struct score *to = i == 0 ? &score : &other[i - 1];
		fine = train(e, &c, i, to, &pass);
		mean.agree += i > 0 ? to->agree / SHUFFLES : 0;
		mean.right += i > 0 ? to->right / SHUFFLES : 0;
		gl_arena_reset(&pass);
	}
	double z = fine ? distance(&c, score.agree, other) : (double)NAN;
	gl_arena_free(&pass);
	gl_arena_free(&arena);
	if (!fine)
		return gl_skip(f, "the control network's numbers did not stay finite");
	gl_figure(f, "held_out", (double)(c.rows - c.train));
	gl_figure(f, "correlation", score.agree);
	gl_figure(f, "shuffled_correlation", mean.agree);
	if (!c.values) {
		gl_figure(f, "accuracy", score.right);
		gl_figure(f, "shuffled_accuracy", mean.right);
	}
	gl_figure(f, "distance", z);
	if (z >= 3.5)
		return 0;
	gl_see(f, z < 2.5 && !few ? GL_LEVEL_PROBLEM : GL_LEVEL_NOTE,
	    "A small network of its own was trained on %zu rows and asked about %zu others: the correlation of its "
	    "answers with the targets is %s (1 is complete agreement, 0 none)%s%s. After training with shuffled "
	    "targets, which have nothing to do with the inputs, it is %s%s%s (mean of %d).",
	    c.train, c.rows - c.train, gl_say(e, score.agree), c.values ? "" : ", right are ",
	    c.values ? "" : gl_say_share(e, score.right), gl_say(e, mean.agree), c.values ? "" : ", right are ",
	    c.values ? "" : gl_say_share(e, mean.right), SHUFFLES);
	gl_tell(f,
	    few ? "With the true targets it is not surely better than with shuffled ones. On so few rows, or so few "
		  "that are not of the most frequent class, that may be chance, or the inputs do not tell what the "
		  "target is."
		: z < 2.5
		? "With the true targets it is no better than with shuffled ones: nothing was found in the inputs "
		  "that tells what the target is. Training can still lower the loss on the training rows, but not "
		  "on others."
		: "With the true targets it is only a little better than with shuffled ones: the inputs tell little "
		  "about the targets, or there are few rows.",
	    "Check that each target stands beside its own input: a file that was sorted or shuffled without the "
	    "other is the usual cause. If they are right, the inputs may not hold what is needed, or more rows may "
	    "be.");
	return 0;
}
