/* Checks of the log: what the loss does from epoch to epoch. */
#include "doctor/inside.h"

#include <math.h>

enum { LEAST_EPOCHS = 5 };

/* What the course of the training loss is like. */
struct course {
	size_t n; /* epochs that have a loss */
	double first, last, least, most; /* last: the mean of the last three, or of all that there are */
	double rise; /* the largest rise from one epoch to the next */
	size_t rise_at; /* the epoch that it ends in (as the log counts) */
	size_t rises; /* how many epochs end higher than the one before */
	double late; /* how much of the whole fall came in the last third of the epochs */
	bool finite;
};

static struct course
course(const struct gl_runlog *l)
{
	struct course c = {.least = INFINITY, .most = -INFINITY, .finite = true};
	double before = NAN, third = NAN;

	for (size_t i = 0; i < l->n; i++) {
		double v = l->loss[i];
		if (!isfinite(v)) {
			c.finite = false;
			continue;
		}
		if (c.n++ == 0)
			c.first = v;
		if (!isnan(before) && v > before) {
			c.rises++;
			if (v - before > c.rise) {
				c.rise = v - before;
				c.rise_at = (size_t)l->epoch[i];
			}
		}
		if (3 * (i + 1) <= 2 * l->n)
			third = v;
		c.least = fmin(c.least, v);
		c.most = fmax(c.most, v);
		before = v;
	}
	double sum = 0, k = 0;
	for (size_t i = l->n; i-- > 0 && k < 3;)
		if (isfinite(l->loss[i])) {
			sum += l->loss[i];
			k++;
		}
	c.last = sum / k;
	c.late = c.first > before ? (third - before) / (c.first - before) : 0;
	return c;
}

/* Why not; NULL: the log can be looked at. Of a run that broke off, two epochs may tell enough. */
static const char *
cannot(const struct gl_exam *e, const struct course *c)
{
	if (!e->log.name)
		return "no --log was given";
	if (c->n < LEAST_EPOCHS && c->finite && !(c->most > 10 * c->first))
		return "the log has fewer than 5 epochs";
	return NULL;
}

enum { STARTS = 5 };

/* The largest loss before training of several untrained networks of these layers, on the training rows. */
static double
start_loss(struct gl_exam *e)
{
	enum { ROWS = 256 };
	double most = 0;

	for (uint32_t i = 0; i < STARTS; i++) {
		struct gl_arena life = {0}, pass = {0};
		struct gl_net *net = gl_exam_copy(e, true, e->args.seed + i, true, &life);
		struct gl_err none;
		double sum = 0, weight = 0;
		for (size_t at = 0; at < e->train.n; at += ROWS) {
			struct gl_ctx c = {.training = true, .seed = e->args.seed, .arena = &pass};
			struct gl_tensor x, t;
			gl_set_view(&e->train, at, e->train.n - at < ROWS ? e->train.n - at : ROWS, &x, &t);
			if (gl_net_loss(net, &c, e->loss, &x, &t, &sum, &weight, NULL, &none) < 0)
				sum = INFINITY;
			gl_arena_reset(&pass);
		}
		most = fmax(most, sum / weight);
		gl_arena_free(&pass);
		gl_arena_free(&life);
	}
	return most;
}

/*
 * A loss that is higher than it would be without training, where there are no jumps to be seen, as it was spoilt in the
 * first epoch already. Criterion: the first epoch has twice the loss of outputs that say nothing (ln C for C classes)
 * and twice that of untrained networks; or the last three epochs are 1.5 % above that of outputs that say nothing, and
 * it does not fall any more: a quarter of all epochs rise, or the last third brought less than a fifth of the fall.
 * Measured (tests/doctor-measured): healthy first epochs 0.2 to 1.7 times the loss of outputs that say nothing, and
 * they end below 0.48; far too high a rate 21 to 116 times, or 1.02 to 1.03 at the end; labels without information end
 * at 1.00.
 */
static void
look_for_spoilt(struct gl_exam *e, struct gl_finding *f, const struct course *c, double blind)
{
	if (!(blind > 0))
		return;
	gl_figure(f, "blind_loss", blind);
	gl_figure(f, "first_of_blind", c->first / blind);
	gl_figure(f, "last_of_blind", c->last / blind);
	double start = c->first > 2 * blind ? start_loss(e) : 0;
	if (c->first > 2 * blind && c->first > 2 * start)
		gl_see(f, c->last > 0.4 * blind ? GL_LEVEL_PROBLEM : GL_LEVEL_NOTE,
		    "The training loss was %s in the first epoch. Answers that say nothing have %s, and untrained "
		    "networks of these layers %s at most.",
		    gl_say(e, c->first), gl_say(e, blind), gl_say(e, start));
	else if (c->last > 1.015 * blind && (4 * c->rises > c->n - 1 || c->late < 0.2))
		gl_see(f, GL_LEVEL_PROBLEM,
		    "The training loss is %s in the last epochs, and does not fall any more. Answers that say nothing "
		    "have %s.",
		    gl_say(e, c->last), gl_say(e, blind));
	if (f->level != GL_LEVEL_FINE)
		gl_tell(f,
		    "Training lowers the loss from its first steps on, and the answers that say nothing are easy to "
		    "reach. Steps that are too large land beyond the lowest place, higher than where they began, "
		    "again and again.",
		    "Start again with a much lower learning rate: %s, and lower still if the first epoch is no better.",
		    gl_exam_rate(e, 0.1));
}

/*
 * Too high a rate: a loss that is not finite; that ends above where it began; that jumps up by a large part of all
 * that it has fallen. Some rises are normal: each epoch's loss is a mean over random batches. Criterion: the last three
 * epochs above 1.1 times the first are a problem; so is one rise of half the fall, or of a quarter where the loss is
 * still above 40 % of the first, or of that of outputs that say nothing; else a quarter is a note. Measured
 * (tests/doctor-measured): healthy runs 0 to 0.12, with dropout 0.36, and they end below 36 %; far too high a rate
 * 0.26 to 0.75, and they end at 59 to 94 %. Of mixed examples (mixup) the loss jumps by half the fall in healthy runs
 * too, so jumps are not looked at there. If there is nothing of all that, it may have been too late to be seen:
 * look_for_spoilt.
 */
int
gl_check_rate_high(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	struct course c = e->log.name ? course(&e->log) : (struct course){0};
	(void)err;

	if (cannot(e, &c))
		return gl_skip(f, cannot(e, &c));
	double blind = gl_exam_cannot(e, true) ? (double)NAN : gl_exam_blind(e, &e->train.t);
	double fall = c.first - c.least, jump = fall > 0 ? c.rise / fall : 0;
	gl_figure(f, "first_loss", c.n ? c.first : (double)NAN);
	gl_figure(f, "last_loss", c.n ? c.last : (double)NAN);
	gl_figure(f, "largest_rise", c.rise);
	gl_figure(f, "rise_of_fall", jump);
	if (!c.finite)
		gl_see(f, GL_LEVEL_PROBLEM, "The log has a loss that is nan or infinite.");
	else if (c.last > 1.1 * c.first && c.last - c.first > 0.01)
		gl_see(f, GL_LEVEL_PROBLEM, "The training loss was %s in the first epoch and %s in the last ones.",
		    gl_say(e, c.first), gl_say(e, c.last));
	else if (!e->run.mixes && jump >= 0.25 && c.rise > 0.02 * c.first)
		gl_see(f, jump >= 0.5 || c.last > 0.4 * fmin(c.first, blind) ? GL_LEVEL_PROBLEM : GL_LEVEL_NOTE,
		    "The training loss rose by %s in epoch %zu: %s of all that it ever fell.", gl_say(e, c.rise),
		    c.rise_at, gl_say_share(e, jump));
	if (f->level == GL_LEVEL_FINE) {
		look_for_spoilt(e, f, &c, blind);
		return 0;
	}
	gl_tell(f,
	    "A step that is too large lands beyond the lowest place, higher than where it began. Small rises between "
	    "epochs are normal, as the batches are random ones; this is more.",
	    "Start again with a lower learning rate: %s.",
	    gl_exam_rate(e, c.finite && !(c.first > 2 * blind) ? 1.0 / 3 : 0.1));
	return 0;
}

/*
 * Too low a rate, or too few epochs: the loss falls steadily, as much at the end as at the beginning, and is still
 * near where it began. Criterion: at most a quarter of the epochs rise, the last third of them brought more than a
 * fifth of the fall, and the loss is still above 60 % of the first (problem), or 30 % (note). The first is that of the
 * first epoch, or of outputs that say nothing, where that is more. Measured (tests/doctor-measured): healthy runs end
 * below 36 %, and fall little at their end; a rate a hundred times too low ends at 84 to 95 %.
 */
int
gl_check_rate_low(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	struct course c = e->log.name ? course(&e->log) : (struct course){0};
	(void)err;

	if (cannot(e, &c))
		return gl_skip(f, cannot(e, &c));
	if (!c.finite)
		return gl_skip(f, "the log has a loss that is not finite");
	/* The first epoch may have done most of the work. */
	double blind = gl_exam_cannot(e, true) ? 0 : gl_exam_blind(e, &e->train.t), from = fmax(c.first, blind);
	double left = from > 0 ? c.last / from : 0;
	gl_figure(f, "loss_left", left);
	gl_figure(f, "late_share", c.late);
	gl_figure(f, "rising_share", (double)c.rises / (double)(c.n - 1));
	if (4 * c.rises > c.n - 1 || c.late < 0.2 || left < 0.3)
		return 0;
	gl_see(f, left >= 0.6 ? GL_LEVEL_PROBLEM : GL_LEVEL_NOTE,
	    "After %zu epochs the training loss is %s, still %s of what it was at first (%s), and it is falling: the "
	    "last third of the epochs brought %s of the fall.",
	    c.n, gl_say(e, c.last), gl_say_share(e, left), gl_say(e, from), gl_say_share(e, c.late));
	gl_tell(f, "Training was ended on its way down. The steps are small for the way that there is to go.",
	    "Use a higher learning rate, %s, and watch that the loss still falls; or more --epochs.",
	    gl_exam_rate(e, left >= 0.6 ? 10 : 3));
	return 0;
}
