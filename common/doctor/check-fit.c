/* Checks of the fit: too little on the training rows, or much better there than on others. */
#include "doctor/inside.h"

#include <math.h>
#include <string.h>

/*
 * Underfitting: a trained network that is bad on the very rows it was trained on. Its loss there (or that which the
 * history tells, where it is lower), as a share of that of the best answer that is always the same: 85 % or more is a
 * problem, 70 % or more a note. Measured (tests/doctor-measured): healthy 0 to 0.51 (diabetes); a straight border
 * between two circles 0.99 to 1.
 * Source: Deep Learning (MIT Press, 2016), section 5.2.
 */
int
gl_check_underfitting(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	const struct gl_fare *fare;

	if (!e->run.trained)
		return gl_skip(f, "the network is untrained");
	if (gl_exam_fare(e, true, &fare, err) < 0)
		return -1;
	if (!fare)
		return gl_skip(f, gl_exam_cannot(e, true));
	double base = fare->finite ? gl_exam_baseline(e, &e->train.t) : 0, left = fare->loss / base;
	if (!fare->finite)
		return gl_skip(f, "the outputs are not finite");
	if (!(base > 1e-6))
		return gl_skip(f, "the targets are all the same");
	gl_figure(f, "loss", fare->loss);
	gl_figure(f, "baseline_loss", base);
	gl_figure(f, "loss_left", left);
	/* The rows given may be more or other ones than it used, as with --val 20%; on those it used it may be good. */
	const struct gl_run *r = &e->run;
	if (!isnan(r->end_loss) && r->end_loss_name && strcmp(r->end_loss_name, e->loss->name) == 0) {
		gl_figure(f, "loss_in_training", r->end_loss);
		left = fmin(left, r->end_loss / base);
	}
	if (left < 0.7)
		return 0;
	gl_see(f, left < 0.85 ? GL_LEVEL_NOTE : GL_LEVEL_PROBLEM,
	    "On %s the trained network has a %s of %s. The best answer that is always the same has %s.%s",
	    e->train.name, e->loss->name, gl_say(e, fare->loss), gl_say(e, base),
	    e->has_train ? "" : " (No --train was given, so these may not be the rows it was trained on.)");
	gl_tell(f,
	    "Training has hardly lowered the loss on the rows that it used: this is called underfitting. On other "
	    "rows it is no better, as a rule.",
	    "See the other problems first. If there are none: more --epochs, a higher --lr, more hidden units, less "
	    "--weight-decay or dropout.");
	return 0;
}

/* ---- overfitting ---- */

/* The log: where the validation loss was least, and how much higher it is at the end (of what was kept). */
static void
from_log(const struct gl_exam *e, struct gl_finding *f, double base)
{
	const struct gl_runlog *l = &e->log;
	size_t best = SIZE_MAX, last = SIZE_MAX;

	for (size_t i = 0; l->name && i < l->n; i++) {
		if (e->run.kept_step > 0 && !isnan(l->step[i]) && l->step[i] > (double)e->run.kept_step)
			break; /* a better one was kept */
		if (!isfinite(l->val_loss[i]))
			continue;
		if (best == SIZE_MAX || l->val_loss[i] < l->val_loss[best])
			best = i;
		last = i;
	}
	if (best == SIZE_MAX)
		return;
	double least = l->val_loss[best], end = l->val_loss[last];
	gl_figure(f, "val_loss_least", least);
	gl_figure(f, "val_loss_last", end);
	bool much = end > 1.2 * least && (isnan(base) ? end - least > 0.05 : end - least > 0.1 * base);
	if (!much)
		return;
	gl_see(f, GL_LEVEL_PROBLEM,
	    "In the log the loss on held-out rows was least in epoch %g (%s) and rose to %s, %s times "
	    "as much, while that on training rows went from %s to %s.",
	    l->epoch[best], gl_say(e, least), gl_say(e, end), gl_say(e, end / least), gl_say(e, l->loss[best]),
	    gl_say(e, l->loss[last]));
}

/* Training rows against the examined ones. */
static void
from_rows(const struct gl_exam *e, struct gl_finding *f, const struct gl_fare *data, const struct gl_fare *train)
{
	uint64_t right[2], cases[2];

	if (gl_metrics_accuracy(data->m, &right[0], &cases[0]) && gl_metrics_accuracy(train->m, &right[1], &cases[1])) {
		double a = (double)right[0] / (double)cases[0], b = (double)right[1] / (double)cases[1];
		double error = sqrt(a * (1 - a) / (double)cases[0] + b * (1 - b) / (double)cases[1]);
		gl_figure(f, "accuracy", a);
		gl_figure(f, "train_accuracy", b);
		if (b - a >= 0.1 && b - a > 3 * error)
			gl_see(f, GL_LEVEL_PROBLEM,
			    "The network is right on %s of the rows of %s, but on %s of those of %s.",
			    gl_say_share(e, b), e->train.name, gl_say_share(e, a), e->data.name);
		return;
	}
	double base = gl_exam_baseline(e, &e->train.t), gap = (data->loss - train->loss) / base;
	gl_figure(f, "gap_of_baseline", gap);
	if (gap >= 0.35)
		gl_see(f, GL_LEVEL_PROBLEM, "The %s is %s on %s, but %s on %s.", e->loss->name, gl_say(e, train->loss),
		    e->train.name, gl_say(e, data->loss), e->data.name);
}

/*
 * Overfitting: training rows are stored rather than generalised from. Criteria: in the log, a validation loss at the
 * end of 1.2 times its least value and above it by a tenth of the best constant answer's loss; with --train, accuracy
 * higher on training rows by 10 points and 3 standard errors, or, of amounts, a loss lower by 35 % of that of the best
 * constant answer. Measured (tests/doctor-measured): healthy runs up to 4 points, iris 13
 * with 30 rows (under 3 errors); 300 digits of which a fifth is wrong, 18 to 27.
 * Source: Prechelt, Early stopping, but when? (1998).
 */
int
gl_check_overfitting(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	const struct gl_fare *data, *train;
	bool rows = e->has_train && e->run.trained, log = false;

	for (size_t i = 0; e->log.name && i < e->log.n; i++)
		log |= isfinite(e->log.val_loss[i]);
	if (!rows && !log)
		return gl_skip(f,
		    e->has_train ? "the network is untrained"
			: e->log.name
			? "the log has no losses on held-out rows (gl-train --val), and no --train was given"
			: "neither --train nor --log was given");
	if (gl_exam_fare(e, false, &data, err) < 0 || gl_exam_fare(e, true, &train, err) < 0)
		return -1;
	from_log(e, f, data ? gl_exam_baseline(e, &e->data.t) : (double)NAN);
	if (rows && data && data->finite && train->finite)
		from_rows(e, f, data, train);
	if (f->level == GL_LEVEL_PROBLEM)
		gl_tell(f,
		    "Training has fitted the network to what is particular to its training rows, chance and mistakes "
		    "in them included, and not only to what they have in common with others: this is called "
		    "overfitting.",
		    "More training rows help most. Else stop earlier (gl-train --val 20%% --patience 10), add "
		    "dropout or --weight-decay, or use fewer hidden units.");
	return 0;
}
