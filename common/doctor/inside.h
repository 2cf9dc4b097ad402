/* What the checks share; only common/doctor includes it. */
#ifndef GL_DOCTOR_INSIDE_H
#define GL_DOCTOR_INSIDE_H

#include "doctor/doctor.h"
#include "format/netfile.h"
#include "train/metrics.h"
#include "train/step.h"

/* Bounds of what is looked at: time and memory follow from these, whatever the size of the data. */
enum {
	GL_EXAM_ROWS = 2048, /* rows of each set that are run through the network */
	GL_EXAM_NUMBERS = 1 << 22, /* and numbers in them */
	GL_EXAM_SCAN = 1 << 18, /* rows of each set that are compared with each other */
};

#define GL_EXAM_WORK 3e10 /* and multiply-adds for them */

/* Purposes of random numbers, as steps of the one purpose GL_RAND_DOCTOR. */
enum gl_draw { GL_DRAW_ROWS, GL_DRAW_SCAN, GL_DRAW_ORDER, GL_DRAW_FOLD, GL_DRAW_LABELS };

/* A data set, and the rows of it that are looked at. */
struct gl_set {
	const char *name; /* NULL: there is none */
	struct gl_data *data;
	uint64_t rows; /* that it has */
	size_t n; /* that are looked at: all, or one from each of n equal stretches, chosen at random */
	uint64_t *index; /* (n) their numbers, ascending */
	struct gl_tensor x, t; /* (n, ...) their inputs and targets */
};

/* How a set's rows fare. */
struct gl_fare {
	bool done, finite; /* finite: all outputs are; else nothing below is known */
	struct gl_metrics *m;
	double loss; /* mean */
};

/* The last training run, as the network's history and the options tell it. */
struct gl_run {
	bool trained; /* the network has a history, or a log was given */
	bool known; /* the learning rate is, from the history or an option */
	const struct gl_optim *optim;
	struct gl_update update;
	uint64_t batch;
	bool mixes; /* --mixup: its training loss is of mixed examples, and varies much between epochs */
	bool shuffle; /* false: the history says --no-shuffle */
	const char *loss;
	const char *init; /* gl-init's --init, or NULL: each layer's own */
	uint64_t data_hash, data_rows; /* of what it was trained on; rows 0: not known */
	uint64_t kept_step; /* the step whose network was kept; 0: the last */
	double end_loss; /* on the rows that it used, of the network that was kept; NaN: not known */
	const char *end_loss_name; /* which loss that was */
};

/* The log of a run: a value for each line, NaN where the column is missing or empty. */
struct gl_runlog {
	const char *name; /* NULL: there is none */
	size_t n;
	double *epoch, *step, *loss, *accuracy, *val_loss, *val_accuracy, *lr, *norm;
};

struct gl_exam {
	struct gl_exam_args args;
	struct gl_arena life;
	struct gl_net *net; /* NULL: it could not be used, as numbers in it are not finite */
	const char *net_name;
	size_t nonfinite, numbers; /* of the network's numbers */
	const char *first_bad; /* "0.weight:3,1 is nan" */
	bool was_fitted; /* standardise layers were fitted in the file */
	struct gl_set data, train; /* train: data too when --train was not given */
	bool has_train; /* --train was given */
	const struct gl_loss *loss; /* NULL: none fits network and targets, for this reason: */
	const char *no_loss;
	struct gl_run run;
	struct gl_runlog log;
	struct gl_fare fare[2]; /* of data, of train */
	struct gl_layers *layers; /* see gl_exam_layers */
};

/* ---- what checks say ---- */

/* Sets the level and adds to what was seen, as printf does. */
void gl_see(struct gl_finding *f, enum gl_level level, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* What it means, and what to try (as printf does). */
void gl_tell(struct gl_finding *f, const char *means, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void gl_figure(struct gl_finding *f, const char *name, double value);
/* The check cannot be made; returns 0, so that `return gl_skip(...)` may end it. */
int gl_skip(struct gl_finding *f, const char *why);

/* A number with three digits, "12.3 %" of a share; in memory that lasts. */
const char *gl_say(const struct gl_exam *e, double x);
const char *gl_say_share(const struct gl_exam *e, double share);

/* Why checks that run the network cannot be made; NULL: they can. With `loss`, for those that need a loss too. */
const char *gl_exam_cannot(const struct gl_exam *e, bool loss);

/* ---- sets: set.c ---- */

/* Opens the data and takes the sample. */
int gl_set_open(struct gl_set *s, const char *const *paths, size_t n, const struct gl_exam *e, struct gl_arena *life,
    struct gl_err *err);
/* Takes the sample of an open set; network: few enough rows that it can be run over them. */
int gl_set_sample(struct gl_set *s, const struct gl_exam *e, bool network, struct gl_arena *life, struct gl_err *err);
/* Views of rows first to first + n of the sample; copies of those at order[0..n). */
void gl_set_view(const struct gl_set *s, size_t first, size_t n, struct gl_tensor *x, struct gl_tensor *t);
void gl_rows_take(
    const struct gl_tensor *from, const uint64_t *order, size_t n, struct gl_tensor *to, struct gl_arena *pass);
/* Numbers of one row. */
size_t gl_row_width(const struct gl_tensor *x);
/* `most` of n rows, or all: one from each of `most` equal stretches. Returns how many, ascending in index. */
size_t gl_rows_choose(uint64_t n, size_t most, uint32_t seed, enum gl_draw draw, uint64_t *index);

/* ---- the network over rows: fare.c ---- */

/* How the network's predictions for a set's rows fare (worked out once); NULL when gl_exam_cannot. -1 with err set. */
int gl_exam_fare(struct gl_exam *e, bool train, const struct gl_fare **fare, struct gl_err *err);
/* Mean loss on rows t of outputs that are the same for all rows: (K) numbers. NaN when they cannot be. */
double gl_exam_constant(const struct gl_exam *e, const struct gl_tensor *t, const gl_real *p);
/* The loss of outputs that say nothing (equal probabilities, one half, 0), and of the best that are the same always. */
double gl_exam_blind(const struct gl_exam *e, const struct gl_tensor *t);
double gl_exam_baseline(const struct gl_exam *e, const struct gl_tensor *t);
/* What kind of answer it is; the number of classes or labels (values: of outputs). After a loss is known. */
enum gl_task gl_exam_task(const struct gl_exam *e, size_t *classes);
/* The class of a row's target, if it has one for the whole row; else false. */
bool gl_exam_class(const struct gl_exam *e, const gl_real *t, size_t *class);

/* What the units of one layer gave, over the rows of the training set's sample. */
struct gl_units {
	const struct gl_layer *layer;
	bool last; /* the network's last layer */
	size_t units; /* outputs; of a picture, channels; of a sequence, features */
	size_t dead; /* that were 0 every time */
	double zeros, saturated; /* shares of all values: exactly 0; so near an end that the slope is below 0.04 */
	size_t stuck; /* units that were saturated every time */
};
struct gl_layers {
	struct gl_units *u;
	size_t n;
	uint64_t rows;
};
/* All layers, blocks' included; NULL with err set. */
const struct gl_layers *gl_exam_layers(struct gl_exam *e, struct gl_err *err);

/* ---- trials: trial.c ---- */

/*
 * A copy of the network: with its own numbers, or (fresh) start weights of this seed, by the method that the history
 * tells. Dropout is switched off when `plain`.
 */
struct gl_net *gl_exam_copy(const struct gl_exam *e, bool fresh, uint32_t seed, bool plain, struct gl_arena *life);

/* A short training of a network on rows in memory. */
struct gl_trial {
	struct gl_net *net;
	const struct gl_loss *loss;
	const struct gl_optim *optim;
	struct gl_update update;
	struct gl_tensor x, t;
	size_t batch; /* rows a step; as many as x has: all, every time */
	uint32_t seed;
	struct gl_state state; /* begun by gl_trial_start */
	struct gl_ctx ctx;
	struct gl_arena pass;
	uint64_t *order;
	size_t at; /* rows of the present pass that were used */
	uint32_t epoch;
};
void gl_trial_start(struct gl_trial *t, struct gl_arena *life);
/* One step; its loss. False: numbers are no longer finite. */
bool gl_trial_step(struct gl_trial *t, double *loss);
void gl_trial_free(struct gl_trial *t);

/* Multiply-adds of a step over so many rows: about three forward passes. */
double gl_step_work(const struct gl_net *net, size_t rows);

/* ---- the run: run.c ---- */

int gl_run_read(struct gl_exam *e, struct gl_err *err);
int gl_runlog_read(struct gl_exam *e, struct gl_err *err);
/* "--lr 0.03", the learning rate times a factor; "--lr" alone when the rate is not known. */
const char *gl_exam_rate(const struct gl_exam *e, double factor);

/* ---- the checks, by file ---- */

#define GL_CHECK(name) int name(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
GL_CHECK(gl_check_weights); /* check-network.c */
GL_CHECK(gl_check_fitted);
GL_CHECK(gl_check_output);
GL_CHECK(gl_check_symmetry);
GL_CHECK(gl_check_inputs); /* check-data.c */
GL_CHECK(gl_check_constant);
GL_CHECK(gl_check_targets);
GL_CHECK(gl_check_order);
GL_CHECK(gl_check_shift);
GL_CHECK(gl_check_duplicates); /* check-copies.c */
GL_CHECK(gl_check_conflicts);
GL_CHECK(gl_check_leak);
GL_CHECK(gl_check_labels); /* check-labels.c */
GL_CHECK(gl_check_balance); /* check-answers.c */
GL_CHECK(gl_check_baseline);
GL_CHECK(gl_check_start); /* check-start.c */
GL_CHECK(gl_check_overfit_batch);
GL_CHECK(gl_check_update);
GL_CHECK(gl_check_dead); /* check-units.c */
GL_CHECK(gl_check_saturated);
GL_CHECK(gl_check_gradients); /* check-gradients.c */
GL_CHECK(gl_check_rate_high); /* check-log.c */
GL_CHECK(gl_check_rate_low);
GL_CHECK(gl_check_overfitting); /* check-fit.c */
GL_CHECK(gl_check_underfitting);

#endif
