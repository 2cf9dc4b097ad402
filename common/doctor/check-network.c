/* Checks of the network itself: its numbers, its last layers, its start weights. */
#include "doctor/inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * Numbers that are nan or infinite, in the network or in what it gives for the rows that are looked at.
 * Criterion: one is enough, as nan spreads: any sum with it is nan, so after one more step every number is.
 */
int
gl_check_weights(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	const struct gl_fare *fare = NULL;

	gl_figure(f, "nonfinite", (double)e->nonfinite);
	if (!e->net) {
		gl_see(f, GL_LEVEL_PROBLEM, "%zu of the network's %zu numbers %s not finite; the first: %s.",
		    e->nonfinite, e->numbers, e->nonfinite == 1 ? "is" : "are", e->first_bad);
		gl_tell(f,
		    "Infinity (inf) is what a number becomes that is too large to be stored, and nan (not a number) "
		    "what arithmetic with infinities gives. Every output that depends on such a number is useless. "
		    "As a rule the learning rate was so high that the weights grew from step to step.",
		    "Start again from a network whose numbers are finite, with a learning rate ten times lower "
		    "(gl-train --lr), or with --clip 1, which limits the size of each step.");
		return 0;
	}
	if (gl_exam_fare(e, false, &fare, err) < 0)
		return -1;
	if (!fare)
		return gl_skip(f, gl_exam_cannot(e, true));
	gl_figure(f, "outputs_finite", fare->finite);
	if (fare->finite)
		return 0;
	gl_see(f, GL_LEVEL_PROBLEM, "The network's outputs for rows of %s are not finite.", e->data.name);
	gl_tell(f,
	    "Weights or inputs are so large that a sum in the network is greater than the greatest number that can "
	    "be stored.",
	    "gl-forward --trace NET FILE shows in which layer it begins. Begin the network with a standardise layer, "
	    "and start again from new weights (gl-init) with a lower --lr.");
	return 0;
}

int
gl_check_fitted(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	(void)err;
	if (!e->net)
		return gl_skip(f, gl_exam_cannot(e, false));
	gl_figure(f, "fitted", e->was_fitted);
	if (e->was_fitted)
		return 0;
	/* A note: gl-train fits such a layer before its first step, so that an untrained network is as it should be. */
	gl_see(f, e->run.trained ? GL_LEVEL_PROBLEM : GL_LEVEL_NOTE,
	    "A standardise layer is not fitted: it has no means and scales yet. For this report a copy was fitted to "
	    "%s.",
	    e->train.name);
	gl_tell(f, "Until it is fitted the network can't be used. gl-train does it before its first step.",
	    "gl-init --fit FILE does it at once. Use the training rows for it, never the rows that you test with.");
	return 0;
}

/* ---- last layers, loss and targets ---- */

/* What the targets of the sample are. */
struct targets {
	size_t width, distinct; /* distinct values of a single number, up to 65 */
	bool whole, binary, one_hot; /* all are whole numbers; all 0 or 1; each row has one 1 and else 0 */
	double least, most;
};

static void
look_at_targets(const struct gl_exam *e, struct targets *t)
{
	const struct gl_tensor *y = &e->data.t;
	gl_real value[65];

	*t = (struct targets){gl_row_width(y), 0, true, true, true, INFINITY, -INFINITY};
	for (size_t r = 0; r < e->data.n; r++) {
		double ones = 0;
		for (size_t i = 0; i < t->width; i++) {
			double v = (double)y->data[r * t->width + i];
			size_t k = 0;
			t->whole &= v == floor(v);
			t->binary &= v == 0 || v == 1;
			t->least = fmin(t->least, v);
			t->most = fmax(t->most, v);
			ones += v == 1;
			while (k < t->distinct && value[k] != (gl_real)v)
				k++;
			if (k == t->distinct && k < 65)
				value[t->distinct++] = (gl_real)v;
		}
		t->one_hot &= ones == 1;
	}
	t->one_hot &= t->binary && t->width > 1;
}

/* The layer in front of the last one, if the last one is what makes probabilities; else the last one. */
static const struct gl_layer *
before_output(const struct gl_exam *e)
{
	const struct gl_seq *s = gl_net_layers(e->net);
	bool last = gl_net_output_kind(e->net) != GL_VALUES;

	return s->n > last ? &s->layer[s->n - 1 - last] : NULL;
}

/* The range that an activation's outputs have; false when it is none that limits them. */
static bool
range(const char *name, double *low, double *high)
{
	*low = strcmp(name, "tanh") == 0 ? -1 : 0;
	*high =
	    strcmp(name, "tanh") == 0 || strcmp(name, "sigmoid") == 0 || strcmp(name, "softmax") == 0 ? 1 : INFINITY;
	return strcmp(name, "tanh") == 0 || strcmp(name, "sigmoid") == 0 || strcmp(name, "softmax") == 0 ||
	    strcmp(name, "relu") == 0 || strcmp(name, "softplus") == 0;
}

static bool
values_loss(const struct gl_exam *e)
{
	return e->loss->target == GL_TARGET_VALUE;
}

/*
 * Which loss goes with which last layer. Each case is a mistake that gl-train cannot refuse, as the arithmetic is
 * possible. Source: Deep Learning (MIT Press, 2016), section 6.2.2: output units and the losses that go with them;
 * for squared error on probabilities the vanishing slope on confident mistakes, p (1 - p), which is shown there.
 */
int
gl_check_output(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	struct targets t;
	double low, high;
	(void)err;

	if (!e->net)
		return gl_skip(f, gl_exam_cannot(e, false));
	look_at_targets(e, &t);
	enum gl_output kind = gl_net_output_kind(e->net);
	size_t k = gl_shape_count(gl_net_output(e->net)), n = e->data.n;
	const struct gl_layer *before = before_output(e);
	const char *name = before ? before->ops->name : "";
	gl_figure(f, "outputs", (double)k);
	gl_figure(f, "target_numbers", (double)t.width);
	gl_figure(f, "target_least", t.least);
	gl_figure(f, "target_most", t.most);
	if (!e->loss) {
		gl_see(f, GL_LEVEL_PROBLEM, "Network, loss and targets can't be used together: %s.", e->no_loss);
		gl_tell(f,
		    kind == GL_PROBABILITIES
			? "A network that ends in softmax chooses among classes: a target is the index of a class, 0 "
			  "up to the number of outputs less 1, or one number for each output. Targets that measure "
			  "something need a network without softmax."
			: "The last layer says how a target is read: softmax, the index of a class; sigmoid, a "
			  "number from 0 to 1 for each output; anything else, as many numbers as there are outputs.",
		    "End the network in 'dense N, softmax' for one of N classes, in 'dense 1, sigmoid' for yes or "
		    "no, in 'dense 1' for an amount.");
		return 0;
	}
	if (kind != GL_VALUES && range(name, &low, &high)) {
		gl_see(f, GL_LEVEL_PROBLEM,
		    "Layer %s, in front of the last one, is %s: what it gives is never below %g%s.", before->index,
		    name, low, isfinite(high) ? " nor above 1" : "");
		gl_tell(f,
		    "The last layer makes probabilities from scores, which must be free to be negative or large: a "
		    "score far below the others is what makes a probability small.",
		    "Take the line '%s' in front of '%s' out of the network, and start again.", name,
		    kind == GL_PROBABILITIES ? "softmax" : "sigmoid");
	} else if (kind == GL_PROBABILITIES && k == 1) {
		gl_see(f, GL_LEVEL_PROBLEM, "The network ends in a softmax over one output.");
		gl_tell(f,
		    "Softmax divides by the sum of all outputs. Of a single one it always gives 1, whatever the "
		    "input is, so that nothing can be learned.",
		    "For a choice of two, end the network in 'dense 1, sigmoid'; for an amount, in 'dense 1'.");
	} else if (kind != GL_VALUES && values_loss(e) && (kind == GL_PROBABILITIES || t.binary)) {
		gl_see(f, GL_LEVEL_PROBLEM, "The network ends in %s, its targets are classes, and the loss is %s.",
		    kind == GL_PROBABILITIES ? "softmax" : "sigmoid", e->loss->name);
		gl_tell(f,
		    "Behind softmax or sigmoid the slope of such a loss is nearly 0 where a probability is near 0 or "
		    "1, also when it is wrong: the worst mistakes change the weights least.",
		    "Use the loss that goes with this layer: gl-train --loss %s, or no --loss at all.",
		    kind == GL_PROBABILITIES ? "cross-entropy" : "binary-cross-entropy");
	} else if (kind == GL_SHARES && k > 2 && n >= 32 && t.one_hot) {
		gl_see(f, GL_LEVEL_PROBLEM,
		    "The network ends in sigmoid with %zu outputs, and in each of %zu rows exactly one target is 1.", k,
		    n);
		gl_tell(f,
		    "The classes exclude each other, but each output of sigmoid is a probability on its own: several "
		    "can be near 1, or none. Softmax makes them add up to 1.",
		    "End the network in 'dense %zu, softmax'.", k);
	} else if (kind == GL_VALUES && values_loss(e) && n >= 4 && (t.one_hot || (t.binary && t.distinct == 2))) {
		gl_see(f, GL_LEVEL_PROBLEM,
		    "The targets are classes (only 0 and 1 occur), but the network gives amounts: "
		    "it has neither softmax nor sigmoid at its end, and the loss is %s.",
		    e->loss->name);
		gl_tell(f,
		    "An output of 3 for a target of 1 counts as a large mistake, though it is on the right side; and "
		    "outputs are no probabilities.",
		    "End the network in '%s'.", t.one_hot ? "softmax" : "sigmoid");
	} else if (kind == GL_VALUES && range(name, &low, &high) && values_loss(e) &&
	    (t.least < low - 1e-6 || t.most > high + 1e-6)) {
		gl_see(f, GL_LEVEL_PROBLEM,
		    "The last layer is %s, which gives nothing %s %g, but targets go from %s to %s.", name,
		    t.least < low ? "below" : "above", t.least < low ? low : high, gl_say(e, t.least),
		    gl_say(e, t.most));
		gl_tell(f, "Such targets can't be reached, whatever the weights are.",
		    "Take the last line, '%s', out of the network: for amounts it ends in 'dense N'.", name);
	} else if (kind == GL_SHARES && values_loss(e) && (t.least < -1e-6 || t.most > 1 + 1e-6)) {
		gl_see(f, GL_LEVEL_PROBLEM,
		    "The network ends in sigmoid, which gives numbers from 0 to 1, but targets go "
		    "from %s to %s.",
		    gl_say(e, t.least), gl_say(e, t.most));
		gl_tell(f, "Such targets can't be reached, whatever the weights are.",
		    "Take the last line, 'sigmoid', out of the network: for amounts it ends in 'dense N'.");
	} else if (kind == GL_VALUES && values_loss(e) && k == 1 && t.whole && t.least == 0 && t.distinct >= 3 &&
	    t.distinct <= 20 && t.most == (double)t.distinct - 1 && n >= 20 * t.distinct) {
		gl_see(f, GL_LEVEL_NOTE,
		    "The targets are the whole numbers from 0 to %g, as the indices of classes are, but "
		    "the network gives one amount.",
		    t.most);
		gl_tell(f,
		    "If they are classes, the network is asked for something that is not there: that class 1 lies "
		    "between 0 and 2. If they are counts or grades, all is well.",
		    "For classes end the network in 'dense %zu, softmax'.", t.distinct);
	}
	return 0;
}

/* ---- symmetry ---- */

struct unit {
	const gl_real *block;
	const struct gl_param *p;
	size_t row;
};

static int
unit_order(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;
	size_t width = x->p->n / x->p->dim[0];

	for (size_t i = 0; i < width; i++) {
		gl_real v = x->block[gl_param_at(x->p, x->row * width + i)];
		gl_real w = y->block[gl_param_at(y->p, y->row * width + i)];
		if (v != w)
			return v < w ? -1 : 1;
	}
	return 0;
}

/* How many units of a weight have the same numbers as another unit of it. */
static size_t
alike(const struct gl_exam *e, const struct gl_param *p, struct gl_arena *pass)
{
	struct unit *u = gl_alloc(pass, p->dim[0], sizeof *u);
	size_t n = p->dim[0], same = 0;

	for (size_t i = 0; i < n; i++)
		u[i] = (struct unit){gl_net_block(e->net), p, i};
	qsort(u, n, sizeof *u, unit_order);
	for (size_t i = 0; i < n; i++)
		same +=
		    (i > 0 && unit_order(&u[i - 1], &u[i]) == 0) || (i + 1 < n && unit_order(&u[i], &u[i + 1]) == 0);
	return same;
}

/*
 * Units of a hidden layer that have the same weights: they give the same output for every input and get the same
 * gradient, so that training never makes them different: the layer is worth one unit. The last layer is left out: it
 * may begin with zeros. Criterion: half of a layer's units or more; random float32 weights are as good as never equal.
 * Source: Deep Learning (MIT Press, 2016), section 8.4, on breaking symmetry.
 */
int
gl_check_symmetry(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	struct gl_arena pass = {0};
	size_t last = 0, units = 0, same = 0;
	(void)err;

	if (!e->net)
		return gl_skip(f, gl_exam_cannot(e, false));
	for (size_t i = 0; i < gl_net_param_count(e->net); i++)
		if (gl_net_param(e->net, i)->fan_in > 0)
			last = i;
	for (size_t i = 0; i < last; i++) {
		const struct gl_param *p = gl_net_param(e->net, i);
		if (p->fan_in == 0 || p->role != GL_TRAINED || p->dim[0] < 2)
			continue;
		size_t n = alike(e, p, &pass);
		gl_arena_reset(&pass);
		units += p->dim[0];
		same += n;
		if (2 * n >= p->dim[0])
			gl_see(f, GL_LEVEL_PROBLEM, "In %s, %zu of %zu units have the same weights as another one.",
			    p->name, n, p->dim[0]);
	}
	gl_arena_free(&pass);
	gl_figure(f, "units", (double)units);
	gl_figure(f, "alike", (double)same);
	if (f->level == GL_LEVEL_PROBLEM)
		gl_tell(f,
		    "Units with the same weights give the same output for every input, and each step changes them in "
		    "the same way. They stay equal, and do no more than one unit would.",
		    "Begin with random weights: gl-init without --init, or with --init he or xavier.");
	return 0;
}
