#include "train/loop.h"

#include "core/number.h"
#include "core/random.h"
#include "core/sum.h"
#include "train/fit.h"
#include "train/weigh.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
	VAL_ROWS = 256, /* held-out examples at a time */
};

static uint64_t
least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/*
 * A pass over a batch has failed. Are the examples to blame? They are if the loss refuses a target, or the network a
 * token, whatever the weights are: then the row is named and -1 returned. Else 0, and err stays as it is: numbers have
 * become too large.
 */
static int
blame_examples(struct gl_loop *l, const struct gl_examples *e, const uint64_t *index, uint64_t first,
    const struct gl_batch *b, struct gl_err *err)
{
	bool stream = l->feed && e == &l->train;
	const struct gl_shape *out = gl_net_output(l->net);
	size_t width = gl_shape_count(out);
	enum gl_output kind = gl_net_output_kind(l->net);
	size_t k = out->kind == GL_SEQUENCE ? out->dim[out->ndim - 1] : width;
	struct gl_tensor p = gl_tensor_new(&l->pass, 1, out), y;
	struct gl_ctx c = {.arena = &l->pass};
	struct gl_err why;

	for (size_t i = 0; i < width; i++) /* outputs that no loss objects to */
		p.data[i] = kind == GL_PROBABILITIES ? 1 / (gl_real)k : kind == GL_SHARES ? (gl_real)0.5 : 0;
	index = stream ? gl_feed_rows(l->feed) : index ? index + first : e->index ? e->index + first : NULL;
	for (size_t r = 0; r < b->rows; r++) {
		struct gl_tensor x = b->field[0], t = b->field[1];
		double sum = 0, weight = 0;

		x.n /= b->rows;
		t.n /= b->rows;
		x.data += r * x.n;
		t.data += r * t.n;
		x.dim[0] = t.dim[0] = 1;
		c.row = index ? index[r] : first + r;
		if (gl_net_forward(l->net, &c, &x, NULL, true, &y, &why) < 0 ||
		    gl_loss_batch(l->recipe.loss, kind, kind == GL_VALUES && l->recipe.loss->from_logits, &p, out, &t,
			c.row, NULL, &sum, &weight, NULL, &l->pass, &why) < 0) {
			*err = why;
			return stream ? gl_feed_place(l->feed, err) : gl_data_place(e->data, err);
		}
	}
	return 0;
}

/* ---- the end of an epoch ---- */

static struct gl_score
score(const struct gl_metrics *m, double sum, double weight)
{
	struct gl_score s = {.loss = sum / weight};

	if (!gl_metrics_accuracy(m, &s.right, &s.cases))
		s.right = s.cases = 0;
	return s;
}

/* Does the block of the last gradient hold anything else by now? */
static bool
changes_gradient(const struct gl_loop *l)
{
	const struct gl_update *u = &l->recipe.update;

	return u->clip > 0 || u->clip_value > 0 || u->penalty.l1 > 0 || u->penalty.l2 > 0 || l->recipe.accumulate > 1;
}

/*
 * Numbers are no longer finite. The message names the last gradient that there was, and the rate that goes with it:
 * those of the step before, if the network's outputs for the batch are what is not finite.
 */
static enum gl_loop_event
diverged(struct gl_loop *l, uint64_t step, struct gl_err *err)
{
	double norm = changes_gradient(l) ? l->raw_norm : gl_gradient_norm(l->net, l->grad),
	       lr = l->recipe.update.args.lr;
	char inner[512], size[GL_NUMBER_TEXT + 1], rate[GL_NUMBER_TEXT + 1], lower[GL_NUMBER_TEXT + 1];
	const char *row = strncmp(err->msg, "row ", 4) == 0 ? strstr(err->msg, ": ") : NULL;

	snprintf(inner, sizeof inner, "%.511s",
	    row ? row + 2 : err->msg); /* a place in the batch would tell nobody anything */
	if (l->state.step == 0) {
		gl_fail(err, "training diverged at step 1, before the network was changed: %s", inner);
		gl_hint(err,
		    "the inputs or the start weights are too large: begin the network with standardise, "
		    "or see gl-init --init");
		return GL_LOOP_DIVERGED;
	}
	size[gl_number_print_digits64(norm, 3, size)] = '\0';
	rate[gl_number_print64(l->rate, rate)] = '\0';
	lower[gl_number_print_digits64(lr / 10, 6, lower)] = '\0';
	if (isnan(l->rate)) /* the first step after --resume: the last one was made by another run */
		gl_fail(err, "training diverged at step %" PRIu64 ": %s", step, inner);
	else
		gl_fail(err,
		    "training diverged at step %" PRIu64 ": %s; the last gradient had norm %s, the learning rate %s %s",
		    step, inner, size, gl_schedule_varies(&l->recipe.schedule) ? "was" : "is", rate);
	gl_hint(err, "try a lower --lr, such as %s%s", lower, l->recipe.update.clip > 0 ? "" : ", or --clip 1");
	return GL_LOOP_DIVERGED;
}

/* Loss and accuracy of predictions for the held-out examples. */
static enum gl_loop_event
validate(struct gl_loop *l, struct gl_score *to, struct gl_err *err)
{
	struct gl_ctx c = {.seed = l->recipe.seed, .arena = &l->pass};
	struct gl_batch b;
	struct gl_tensor y;
	double sum = 0, weight = 0;

	gl_metrics_reset(l->val_metrics);
	for (uint64_t at = 0; at < l->val.n; at += b.rows) {
		gl_arena_reset(&l->pass);
		if (gl_examples_take(&l->val, &l->small_val, NULL, at, (size_t)least(VAL_ROWS, l->val.n - at), &b,
			&l->pass, err) < 0)
			return GL_LOOP_FAILED;
		c.row = at;
		c.weighing = gl_loop_weighing(l, &l->val_weighing, &b);
		if (gl_net_loss(l->net, &c, l->recipe.loss, &b.field[0], &b.field[1], &sum, &weight, &y, err) < 0)
			return blame_examples(l, &l->val, NULL, at, &b, err) < 0 ? GL_LOOP_FAILED
										 : diverged(l, l->state.step, err);
		gl_metrics_add(l->val_metrics, &y, &b.field[1]);
	}
	*to = score(l->val_metrics, sum, weight);
	if (!(to->loss <= FLT_MAX)) {
		gl_fail(err, "the %s of the examples held out is more than float32 can hold", l->recipe.loss->name);
		return diverged(l, l->state.step, err);
	}
	return GL_LOOP_EPOCH;
}

/*
 * Looks at the held-out examples and, at the end of an epoch, keeps the network if it is the best so far. (In the
 * middle of one it does not: a run that is resumed from there passes this point without a look.)
 */
static enum gl_loop_event
stand(struct gl_loop *l, uint64_t epoch, bool ends, struct gl_err *err)
{
	size_t n = gl_net_block_n(l->net);

	if (!gl_all_finite(n, gl_net_block(l->net)) && gl_net_check_finite(l->net, err) < 0)
		return diverged(l, l->state.step, err);
	l->last = (struct gl_standing){
	    .epoch = epoch,
	    .step = l->state.step,
	    .train = score(l->train_metrics, l->sum, l->weight),
	    .val.loss = NAN,
	};
	if (l->val.n > 0) {
		enum gl_loop_event e = validate(l, &l->last.val, err);
		if (e != GL_LOOP_EPOCH)
			return e;
	}
	if (!ends)
		return GL_LOOP_EPOCH;
	double loss = l->val.n > 0 ? l->last.val.loss : l->last.train.loss;
	if (l->val.n == 0 || l->best.epoch == 0 || loss < l->best.val.loss) {
		l->best = l->last;
		memcpy(l->best_block, gl_net_block(l->net), n * sizeof *l->best_block);
	}
	if (l->val.n == 0 || isnan(l->mark) || l->mark - loss > l->recipe.min_change) {
		l->mark = loss;
		l->stale = 0;
	} else {
		l->stale++;
	}
	gl_schedule_epoch(&l->recipe.schedule, &l->plateau, l->state.step, loss);
	return GL_LOOP_EPOCH;
}

/* ---- the loop ---- */

static void
begin_epoch(struct gl_loop *l)
{
	if (!l->order)
		return;
	if (l->recipe.buffer > 0)
		gl_shuffle_near(
		    l->recipe.seed, GL_RAND_BUFFER, (uint32_t)l->epoch, l->train.n, l->recipe.buffer, l->order);
	else
		gl_shuffle(l->recipe.seed, GL_RAND_SHUFFLE, (uint32_t)l->epoch, l->train.n, l->order);
	for (uint64_t i = 0; l->train.index && i < l->train.n; i++)
		l->order[i] = l->train.index[l->order[i]];
}

int
gl_loop_schedule(struct gl_loop *l, struct gl_err *err)
{
	const struct gl_schedule *s = &l->recipe.schedule;

	if (gl_loop_steps(l) == UINT64_MAX && ((s->kind && s->kind->spans) || s->warmup_share > 0)) {
		gl_fail(err, "--%s depends on the number of steps, and nobody knows how many this stream is for",
		    s->kind && s->kind->spans ? "schedule" : "warmup");
		return gl_hint(err, "--steps N says how many");
	}
	return gl_schedule_begin(
	    &l->recipe.schedule, l->recipe.update.args.lr, gl_loop_epoch_steps(l), gl_loop_steps(l), &l->plateau, err);
}

int
gl_loop_start(struct gl_loop *l, struct gl_err *err)
{
	const struct gl_schema *schema = gl_data_schema(l->train.data);
	size_t n = gl_net_block_n(l->net), targets = schema->field[1].width;
	bool resumed = l->best_block != NULL;

	l->mixup = (struct gl_mixup){l->recipe.mixup, l->recipe.loss, l->net, l->recipe.seed, l->recipe.weighing.rows};
	if (gl_loop_weigh(l, err) < 0 || (l->recipe.mixup > 0 && gl_mixup_check(&l->mixup, err) < 0))
		return -1;
	if (gl_fit_data(l->net, l->net_name, l->train.data, l->train.index, l->train.n, err) < 0)
		return -1;
	size_t seen = l->recipe.mixup > 0 ? gl_mixup_targets(&l->mixup, targets) : targets;
	l->train_metrics =
	    gl_metrics_new(gl_net_output(l->net), gl_net_output_kind(l->net), l->recipe.loss, seen, 0, l->life);
	l->val_metrics =
	    gl_metrics_new(gl_net_output(l->net), gl_net_output_kind(l->net), l->recipe.loss, targets, 0, l->life);
	if ((!l->feed && gl_examples_keep(&l->train, &l->small_train, l->life, err) < 0) ||
	    gl_examples_keep(&l->val, &l->small_val, l->life, err) < 0)
		return -1;
	l->order = l->recipe.shuffle && !l->feed ? gl_alloc_raw(l->life, l->train.n, sizeof *l->order) : NULL;
	l->ctx = (struct gl_ctx){
	    .training = true,
	    .seed = l->recipe.seed,
	    .grad = gl_alloc(l->life, n, sizeof(gl_real)),
	    .arena = &l->pass,
	};
	l->grad = l->ctx.grad;
	l->mean.n = n;
	l->norm = l->rate = NAN;
	l->update = l->recipe.update;
	if (resumed) {
		l->train_metrics->right = l->right;
		l->train_metrics->cases = l->cases;
		if (l->row > 0)
			begin_epoch(l);
		return 0;
	}
	gl_state_init(&l->state, l->recipe.optim, l->net, l->life);
	l->best_block = gl_alloc_raw(l->life, n, sizeof(gl_real));
	memcpy(l->best_block, gl_net_block(l->net), n * sizeof(gl_real));
	l->last = l->best = (struct gl_standing){.train.loss = NAN, .val.loss = NAN};
	l->mark = NAN;
	return 0;
}

bool
gl_loop_stopped(const struct gl_loop *l)
{
	return l->epoch >= l->recipe.epochs || l->state.step >= l->recipe.steps ||
	    (l->recipe.patience > 0 && l->stale >= l->recipe.patience);
}

/* Varies the pictures of a batch, which the present position begins with; rows go by their numbers in the data. */
static int
vary(struct gl_loop *l, struct gl_batch *b, struct gl_err *err)
{
	const uint64_t *order = l->order ? l->order : l->train.index;
	struct gl_augment_at at = {.seed = l->recipe.seed, .epoch = (uint32_t)l->epoch, .first = l->row};
	struct gl_tensor x = b->field[0];

	at.index = l->feed ? gl_feed_rows(l->feed) : order ? order + l->row : NULL;
	if (gl_augment_batch(l->recipe.augment, &at, &x, &b->field[0], &l->pass, err) == 0)
		return 0;
	return l->feed ? gl_feed_place(l->feed, err) : gl_data_place(l->train.data, err);
}

/* The next batch. */
static int
next_batch(struct gl_loop *l, struct gl_batch *b, struct gl_err *err)
{
	size_t n = (size_t)least(l->recipe.batch, gl_loop_epoch_rows(l) - l->row);

	gl_arena_reset(&l->pass);
	if ((l->feed ? gl_feed_take(l->feed, n, b, &l->pass, err)
		     : gl_examples_take(&l->train, &l->small_train, l->order, l->row, n, b, &l->pass, err)) < 0)
		return -1;
	return l->recipe.augment ? vary(l, b, err) : 0;
}

/*
 * What the network is to see of a batch: itself or, if that is asked for, its examples mixed. Batches are numbered on
 * from step to step, as if all steps had as many. NULL: a target is wrong.
 */
static const struct gl_batch *
mix(struct gl_loop *l, uint64_t before, const struct gl_batch *b, struct gl_batch *mixed, struct gl_err *err)
{
	uint64_t number;

	if (l->recipe.mixup == 0)
		return b;
	number = l->state.step * l->recipe.accumulate + before / l->recipe.batch;
	return gl_mixup_batch(&l->mixup, (uint32_t)number, b, mixed, &l->pass, err) < 0 ? NULL : mixed;
}

/*
 * One batch: its loss, what it says of accuracy, its gradient g, in the context's block. before: examples of this step
 * that came before it.
 */
static enum gl_loop_event
look(struct gl_loop *l, uint64_t before, struct gl_gradient *g, struct gl_err *err)
{
	enum gl_loop_event trouble = l->feed ? GL_LOOP_BROKEN : GL_LOOP_FAILED;
	struct gl_batch b, mixed;
	struct gl_tensor z, y;
	double sum, weight;

	if (next_batch(l, &b, err) < 0 || (l->feed && gl_loop_check_weights(l, &b, err) < 0))
		return trouble;
	l->ctx.step = (uint32_t)l->state.step;
	l->ctx.row = before;
	const struct gl_batch *seen = mix(l, before, &b, &mixed, err);
	if (!seen)
		return blame_examples(l, &l->train, l->order, l->row, &b, err) < 0 ? trouble : GL_LOOP_FAILED;
	l->ctx.weighing = gl_loop_weighing(l, &l->weighing, seen);
	if (gl_net_gradient(
		l->net, &l->ctx, l->recipe.loss, &seen->field[0], &seen->field[1], &sum, &weight, &z, NULL, err) < 0)
		return blame_examples(l, &l->train, l->order, l->row, &b, err) < 0
		    ? trouble
		    : diverged(l, l->state.step + 1, err);
	if (weight > 0 && !(sum / weight <= FLT_MAX)) {
		l->grad = l->ctx.grad;
		l->raw_norm = gl_gradient_norm(l->net, l->grad);
		l->rate = gl_schedule_rate(&l->recipe.schedule, &l->plateau, l->state.step);
		gl_fail(err, "the %s of the batch is more than float32 can hold", l->recipe.loss->name);
		return diverged(l, l->state.step + 1, err);
	}
	l->sum += sum;
	l->weight += weight;
	if (l->train_metrics->task != GL_TASK_VALUES) { /* else there is nothing that it would be asked for */
		if (gl_metrics_clear(l->train_metrics, &z))
			y = z;
		else
			gl_net_outputs(l->net, &l->ctx, l->recipe.loss, &z, &y);
		gl_metrics_add(l->train_metrics, &y, &seen->field[1]);
	}
	l->row += b.rows;
	*g = (struct gl_gradient){
	    .examples = b.rows,
	    .weight = weight / gl_loss_unit(l->recipe.loss, gl_net_output(l->net)),
	    .value = sum / weight,
	    .block = l->ctx.grad,
	};
	return GL_LOOP_STEP;
}

/*
 * The gradient of one step: of a batch, or the mean of several, up to the end of the epoch. A batch whose examples all
 * weigh 0 has no mean; if there is no other, g->weight is 0.
 */
static enum gl_loop_event
look_at_all(struct gl_loop *l, struct gl_gradient *g, struct gl_err *err)
{
	uint64_t first = l->row;

	for (uint64_t i = 0; i < l->recipe.accumulate && l->row < gl_loop_epoch_rows(l); i++) {
		int more = l->feed ? gl_feed_more(l->feed, err) : 1;
		if (more == 0)
			break;
		enum gl_loop_event e = more < 0 ? GL_LOOP_BROKEN : look(l, l->row - first, g, err);
		if (e != GL_LOOP_STEP)
			return e;
		if (l->recipe.accumulate > 1 && g->weight > 0)
			gl_mean_add(&l->mean, g, l->life);
	}
	if (l->mean.count > 0)
		gl_mean_get(&l->mean, g);
	return GL_LOOP_STEP;
}

/* What a step that breaks off in the middle of its batches has changed. */
struct gl_present {
	uint64_t row, right, cases;
	double sum, weight;
};

static struct gl_present
present(const struct gl_loop *l)
{
	return (struct gl_present){l->row, l->train_metrics->right, l->train_metrics->cases, l->sum, l->weight};
}

static void
go_back(struct gl_loop *l, const struct gl_present *to)
{
	l->row = to->row;
	l->train_metrics->right = to->right;
	l->train_metrics->cases = to->cases;
	l->sum = to->sum;
	l->weight = to->weight;
}

/* Moves the network against a gradient. */
static void
move(struct gl_loop *l, const struct gl_gradient *g, bool last)
{
	l->grad = g->block;
	if (l->norms && last)
		l->norm = gl_gradient_norm(l->net, l->grad);
	if (changes_gradient(l))
		l->raw_norm = gl_gradient_norm(l->net, l->grad);
	l->rate = gl_schedule_rate(&l->recipe.schedule, &l->plateau, l->state.step);
	l->update.args.lr = l->rate;
	gl_update(l->net, l->grad, &l->update, &l->state);
}

enum gl_loop_event
gl_loop_step(struct gl_loop *l, struct gl_err *err)
{
	struct gl_gradient g;

	if (gl_loop_stopped(l))
		return GL_LOOP_OVER;
	int more = l->feed ? gl_feed_more(l->feed, err) : 1;
	if (more <= 0)
		return more == 0 ? GL_LOOP_OVER : GL_LOOP_BROKEN;
	if (l->row == 0) {
		begin_epoch(l);
		l->sum = l->weight = 0;
		gl_metrics_reset(l->train_metrics);
	}
	struct gl_present before = present(l);
	enum gl_loop_event e = look_at_all(l, &g, err);
	if (e == GL_LOOP_BROKEN)
		go_back(l, &before);
	if (e != GL_LOOP_STEP)
		return e;
	bool moves = g.weight > 0, ends = l->row == gl_loop_epoch_rows(l);
	bool all = moves && l->state.step + 1 == l->recipe.steps;
	struct gl_err later; /* what goes wrong with the next example is said when its turn comes */
	if (l->feed && !ends && !all)
		all = gl_feed_more(l->feed, &later) == 0;
	if (moves)
		move(l, &g, ends || all);
	if (l->feed)
		l->stream = gl_feed_position(l->feed);
	if (!ends && !all)
		return GL_LOOP_STEP;
	e = stand(l, l->epoch + 1, ends, err);
	if (ends) {
		l->epoch++;
		l->row = 0;
	}
	return e;
}

void
gl_loop_position(struct gl_loop *l)
{
	gl_metrics_accuracy(l->train_metrics, &l->right, &l->cases);
}

void
gl_loop_take_best(struct gl_loop *l)
{
	memcpy(gl_net_block(l->net), l->best_block, gl_net_block_n(l->net) * sizeof *l->best_block);
}

uint64_t
gl_recipe_rows(const struct gl_recipe *r, uint64_t steps)
{
	uint64_t rows;

	return __builtin_mul_overflow(steps, r->batch, &rows) || __builtin_mul_overflow(rows, r->accumulate, &rows)
	    ? UINT64_MAX
	    : rows;
}

uint64_t
gl_loop_epoch_rows(const struct gl_loop *l)
{
	return l->feed ? gl_recipe_rows(&l->recipe, l->recipe.epoch_steps) : l->train.n;
}

uint64_t
gl_loop_epoch_steps(const struct gl_loop *l)
{
	uint64_t batches = (gl_loop_epoch_rows(l) - 1) / l->recipe.batch + 1;

	return (batches - 1) / l->recipe.accumulate + 1;
}

uint64_t
gl_loop_steps(const struct gl_loop *l)
{
	uint64_t end;

	if (__builtin_mul_overflow(l->recipe.epochs, gl_loop_epoch_steps(l), &end) || end > l->recipe.steps)
		end = l->recipe.steps;
	return end;
}

uint64_t
gl_loop_steps_left(const struct gl_loop *l)
{
	uint64_t end = gl_loop_steps(l);

	return end > l->state.step ? end - l->state.step : 0;
}

void
gl_loop_free(struct gl_loop *l)
{
	gl_arena_free(&l->pass);
}
