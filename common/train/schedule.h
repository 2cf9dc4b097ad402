/*
 * Schedules: the learning rate as a function of the step. Most are functions of the step's number alone; plateau looks
 * at the losses of the epochs, too. Definitions follow torch.optim.lr_scheduler where it has one, stepped after every
 * step of training, or after every epoch where `every` and `factor` count epochs.
 */
#ifndef GL_SCHEDULE_H
#define GL_SCHEDULE_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

enum { GL_SCHEDULE_ARGS = 4 };

/* A number of a schedule, as in factor=0.1. */
struct gl_schedule_arg {
	const char *name; /* NULL: there are no more */
	double value; /* the default; NaN: one that follows from --lr */
	double lo, hi;
	enum { GL_RATE_NUMBER, GL_RATE_POSITIVE, GL_RATE_WHOLE, GL_RATE_SHARE } kind; /* positive: more than lo */
};

struct gl_schedule;

struct gl_schedule_kind {
	const char *name, *help;
	struct gl_schedule_arg arg[GL_SCHEDULE_ARGS];
	bool spans; /* the rate depends on how many steps there are in all */
	/* The rate at step t, counted from 0, of a schedule that does not look at losses; NULL: lr. */
	double (*rate)(const struct gl_schedule *s, double t);
};

extern const struct gl_schedule_kind *const gl_schedules[]; /* ends with NULL */
extern const struct gl_schedule_kind gl_schedule_plateau;
const char *const *gl_schedule_names(void); /* of all of them; ends with NULL */

/* All zero bytes: constant, without warm-up. */
struct gl_schedule {
	const struct gl_schedule_kind *kind;
	double arg[GL_SCHEDULE_ARGS]; /* in the order of the kind's */
	uint64_t warmup; /* steps before it begins */
	double warmup_share; /* the same as a share of all steps; 0: warmup says it */
	/* From gl_schedule_begin on. */
	double lr;
	uint64_t epoch_steps; /* of an epoch */
	uint64_t steps; /* of the whole run, warm-up included */
};

/* What plateau remembers of the epochs. */
struct gl_plateau {
	double rate; /* as it is now */
	double best; /* the loss that an epoch has to beat */
	uint64_t bad; /* epochs that did not, since the rate was changed or the last one that did */
};

/* Reads "step,every=10,factor=0.1"; what is not given becomes the default. 0, or -1 with err set. */
int gl_schedule_parse(const char *text, struct gl_schedule *s, struct gl_err *err);

/* Reads "100" (steps) or "5%", "0.05" (a share of all steps). 0, or -1 with err set. */
int gl_schedule_parse_warmup(const char *text, struct gl_schedule *s, struct gl_err *err);

/* All of its numbers, whether given or defaults, as gl_schedule_parse reads them. After gl_schedule_begin. */
const char *gl_schedule_text(const struct gl_schedule *s, struct gl_arena *arena);

/* Is the rate anything but lr at every step? */
bool gl_schedule_varies(const struct gl_schedule *s);

/* Fits it to a run: --lr, the steps of an epoch (at least 1), and of the whole run. -1 when they contradict it. */
int gl_schedule_begin(
    struct gl_schedule *s, double lr, uint64_t epoch_steps, uint64_t steps, struct gl_plateau *p, struct gl_err *err);

/*
 * The learning rate of step t, counted from 0. Worked out in double and rounded to nine decimal digits, so that it is
 * the same number when it has been printed and read. (Without schedule and warm-up it is --lr, untouched.)
 */
double gl_schedule_rate(const struct gl_schedule *s, const struct gl_plateau *p, uint64_t t);

/* An epoch has ended, with this loss, after `step` steps of the run: plateau may change its rate. Others: nothing. */
void gl_schedule_epoch(const struct gl_schedule *s, struct gl_plateau *p, uint64_t step, double loss);

#endif
