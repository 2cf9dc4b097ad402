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

/* Why not; NULL: the log can be looked at. */
static const char *
cannot(const struct gl_exam *e, const struct course *c)
{
	if (!e->log.name)
		return "no --log was given";
	if (c->n < LEAST_EPOCHS && c->finite)
		return "the log has fewer than 5 epochs";
	return NULL;
}

/*
 * Too high a rate: a loss that is not finite; that ends above where it began; that jumps up by a large part of all
 * that it has fallen. Some rises are normal: each epoch's loss is a mean over random batches. Criterion: the last three
 * epochs above 1.1 times the first are a problem; so is one rise of half the fall, or of a quarter where the loss is
 * still above 40 % of the first; else a quarter is a note. Measured (tests/doctor-measured): healthy runs 0 to 0.12,
 * with dropout 0.36, and they end below 36 %; far too high a rate 0.26 to 0.75, and they end at 59 to 94 %. Of mixed
 * examples (mixup) the loss jumps by half the fall in healthy runs too, so jumps are not looked at there.
 */
int
gl_check_rate_high(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	struct course c = e->log.name ? course(&e->log) : (struct course){0};
	(void)err;

	if (cannot(e, &c))
		return gl_skip(f, cannot(e, &c));
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
		gl_see(f, jump >= 0.5 || c.last > 0.4 * c.first ? GL_LEVEL_PROBLEM : GL_LEVEL_NOTE,
		    "The training loss rose by %s in epoch %zu: %s of all that it ever fell.", gl_say(e, c.rise),
		    c.rise_at, gl_say_share(e, jump));
	if (f->level == GL_LEVEL_FINE)
		return 0;
	gl_tell(f,
	    "A step that is too large lands beyond the lowest place, higher than where it began. Small rises between "
	    "epochs are normal, as the batches are random ones; this is more.",
	    "Start again with a lower learning rate: %s.", gl_exam_rate(e, c.finite ? 1.0 / 3 : 0.1));
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
