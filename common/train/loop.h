/*
 * The training loop: shuffle, take a batch, its gradient, a step; after each pass over the data (an epoch) a look at
 * examples that are held out. One step here gives the same bits as gl-grad --step T | gl-step over the same batch, T
 * counted from 0. A step of several batches gives those of gl-step over their concatenated gradients, each made with
 * the number of its first row in the step (gl-grad --row): so dropout is the same as in one large batch.
 */
#ifndef GL_LOOP_H
#define GL_LOOP_H

#include "augment/augment.h"
#include "format/feed.h"
#include "loss/weighing.h"
#include "train/examples.h"
#include "train/mean.h"
#include "train/metrics.h"
#include "train/mixup.h"
#include "train/schedule.h"
#include "train/step.h"

/* What decides the result, beside network and data. */
struct gl_recipe {
	const struct gl_optim *optim;
	struct gl_update update; /* its lr is what the schedule starts from */
	struct gl_schedule schedule;
	const struct gl_loss *loss;
	struct gl_weighing_args weighing; /* how much targets, classes and examples count */
	uint64_t batch; /* examples at a time */
	uint64_t accumulate; /* batches whose mean gradient makes one step; an epoch's last step may have fewer */
	double mixup; /* alpha of the shares in which examples are mixed; 0: they are not */
	bool shuffle;
	uint64_t buffer; /* places of the shuffle buffer; 0: the examples are shuffled whole */
	uint64_t epoch_steps; /* of a stream: steps in an epoch; 0: the examples are no stream */
	uint32_t seed;
	uint64_t epochs, steps; /* when to end: one of them is UINT64_MAX */
	const struct gl_augment *augment; /* how the pictures of a batch are varied; NULL: they are not */
	uint64_t patience; /* epochs without a better validation loss; 0: any number */
	double min_change; /* better: lower by more than this */
};

struct gl_score {
	double loss; /* mean; NaN before there is one */
	uint64_t right, cases; /* accuracy; cases 0: outputs are values, which have none */
};

/* How things stood at the end of an epoch (with --steps perhaps in the middle of one). */
struct gl_standing {
	uint64_t epoch; /* counted from 1; 0: the network as it was at the start */
	uint64_t step; /* steps made until then */
	struct gl_score train; /* over the batches as they were trained on, each before its step */
	struct gl_score val; /* predictions for the held-out examples */
};

struct gl_loop {
	/* To be set before gl_loop_start. */
	struct gl_recipe recipe;
	struct gl_net *net;
	const char *net_name; /* for messages */
	struct gl_examples train, val; /* val.n 0: nothing is held out */
	struct gl_feed *feed; /* a stream, of which train is the beginning; or NULL: train is all there is */
	struct gl_arena *life; /* where all of it lives */
	bool norms; /* work out the norm of the gradient at the end of each epoch */

	/* Position: all that a checkpoint holds, beside the network. */
	struct gl_state state; /* state.step: steps made */
	uint64_t start; /* hash of the network as it was before the first step; 0: nobody asked for it */
	uint64_t epoch; /* finished ones */
	uint64_t row; /* examples of the present epoch that were used */
	struct gl_feed_position stream; /* how far it was read then, if there is one */
	double sum, weight; /* its loss so far */
	uint64_t right, cases; /* its accuracy so far; brought up to date by gl_loop_position only */
	struct gl_standing last, best; /* best: by validation loss; without validation the last one */
	gl_real *best_block; /* the network of best */
	double mark; /* validation loss of the last epoch that counted as better; NaN: none yet */
	uint64_t stale; /* epochs since then, with validation */
	struct gl_plateau plateau; /* the schedule's */

	/* The loop's own. */
	struct gl_ctx ctx;
	struct gl_mean mean; /* of the gradients of one step, when it has several batches */
	gl_real *grad; /* the gradient of the last step; norms and clipping have it */
	struct gl_weighing weighing, val_weighing; /* what recipe.weighing comes to */
	struct gl_mixup mixup;
	struct gl_arena pass;
	struct gl_metrics *train_metrics, *val_metrics;
	uint64_t *order;
	struct gl_batch small_train, small_val; /* all numbers of data that is small; rows 0 otherwise */
	double norm; /* of the last epoch's last gradient, before clipping; NaN: not known */
	double raw_norm; /* of the last gradient, before clipping; when its block does not keep it */
	struct gl_update update; /* the recipe's, with the rate of the last step */
	double rate; /* the learning rate that goes with the last gradient; NaN: there was none in this process */
};

/* What a call of gl_loop_step has done. */
enum gl_loop_event {
	GL_LOOP_FAILED = -1, /* err says why */
	GL_LOOP_OVER, /* nothing: the end was reached before */
	GL_LOOP_STEP, /* one step */
	GL_LOOP_EPOCH, /* one step, and with it an epoch, or all steps, ended: loop->last is new */
	GL_LOOP_DIVERGED, /* numbers are no longer finite; err says when; the network is spoilt, best_block is not */
	GL_LOOP_BROKEN, /* the stream cannot be read on, err says why; all is as after the last step */
};

/* Fits the schedule to --lr and the number of steps. Needs recipe and train; before all else. -1 with err set. */
int gl_loop_schedule(struct gl_loop *l, struct gl_err *err);

/*
 * Gets ready: fits standardise layers that are not fitted, room for a pass. After gl_checkpoint_load, the position is
 * left as it is. 0, or -1 with err set.
 */
int gl_loop_start(struct gl_loop *l, struct gl_err *err);

enum gl_loop_event gl_loop_step(struct gl_loop *l, struct gl_err *err);

/* Has patience, or the number of epochs or steps, ended the run? Else it goes on, or there are no more examples. */
bool gl_loop_stopped(const struct gl_loop *l);

/* Brings right and cases up to date, before the position is saved. */
void gl_loop_position(struct gl_loop *l);

/* Makes the network what it was at loop->best. */
void gl_loop_take_best(struct gl_loop *l);

/* Examples that so many steps take, if no epoch ends among them. */
uint64_t gl_recipe_rows(const struct gl_recipe *r, uint64_t steps);

/* Examples in an epoch: of a stream, in epoch_steps batches. */
uint64_t gl_loop_epoch_rows(const struct gl_loop *l);

/* Steps that an epoch has, that there are in all, and that are left, unless patience ends it. A stream that goes
 * on to its end has UINT64_MAX in all. */
uint64_t gl_loop_epoch_steps(const struct gl_loop *l);
uint64_t gl_loop_steps(const struct gl_loop *l);
uint64_t gl_loop_steps_left(const struct gl_loop *l);

/* Frees the memory of passes (what is in life stays). */
void gl_loop_free(struct gl_loop *l);

#endif
