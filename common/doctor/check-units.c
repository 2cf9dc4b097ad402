/* Checks of what the units of each layer give, over all rows that are looked at. */
#include "doctor/inside.h"

#include <string.h>

static bool
is(const struct gl_units *u, const char *name)
{
	return strcmp(u->layer->ops->name, name) == 0;
}

/*
 * A ReLU unit that gives 0 for every row has slope 0 for every row, so that no step changes its weights: it is dead. A
 * unit that gives 0 for some rows, even for most, is normal: that is what ReLU is for. Criterion: in one layer half of
 * the units or more a problem, from a quarter on a note; at least 3 rows. Measured (tests/doctor-measured): healthy
 * digits up to 3 of 32, moons up to 3 of 16, circles 4 of 16; inputs 0 to 16 19 to 31 of 32, too high a rate all.
 * Source: Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models (2013).
 */
int
gl_check_dead(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	double worst = 0, zeros = 0;
	size_t layers = 0;

	if (gl_exam_cannot(e, false))
		return gl_skip(f, gl_exam_cannot(e, false));
	if (e->train.n < 3)
		return gl_skip(f, "there are fewer than 3 rows");
	const struct gl_layers *l = gl_exam_layers(e, err);
	if (!l)
		return -1;
	for (size_t i = 0; i < l->n; i++) {
		const struct gl_units *u = &l->u[i];
		if (!is(u, "relu"))
			continue;
		double share = (double)u->dead / (double)u->units;
		layers++;
		worst = share > worst ? share : worst;
		zeros = u->zeros > zeros ? u->zeros : zeros;
		if (share >= 0.25)
			gl_see(f, share >= 0.5 ? GL_LEVEL_PROBLEM : GL_LEVEL_NOTE,
			    "In layer %s (relu), %zu of %zu units give 0 for every one of %llu rows.", u->layer->index,
			    u->dead, u->units, (unsigned long long)l->rows);
	}
	if (layers == 0)
		return gl_skip(f, "the network has no relu");
	gl_figure(f, "dead_share", worst);
	gl_figure(f, "zeros_share", zeros);
	if (f->level != GL_LEVEL_FINE)
		gl_tell(f,
		    "A unit is one output of a layer. One that is always 0 is called dead: its slope is 0 for every "
		    "row, so that no gradient reaches its weights and no step changes them any more. (Zero for some "
		    "rows is normal.)",
		    "Start again from new weights (gl-init) with a lower --lr; bring large inputs to one scale; or "
		    "use leaky-relu instead of relu. Training on does not bring dead units back.");
	return 0;
}

/*
 * Sigmoid and tanh units at the ends of their range: sigmoid below 0.01 or above 0.99, tanh beyond -0.98 and 0.98,
 * where the slope is below 0.04 of what it is at most. After training much of that is normal: answers have become
 * clear. So in an untrained network half of the values is a problem, in a trained one 95 %, as then nothing can change
 * any more. Measured (tests/doctor-measured): trained, healthy: up to 0.22 (XOR); untrained with start weights of
 * deviation 1: 0.72 to 0.77; after far too high a rate 0.988 to 1. The last layer is left out: there it is what is
 * wanted.
 * Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks (2010).
 */
int
gl_check_saturated(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	double worst = 0, limit = e->run.trained ? 0.95 : 0.5;
	size_t layers = 0;

	if (gl_exam_cannot(e, false))
		return gl_skip(f, gl_exam_cannot(e, false));
	const struct gl_layers *l = gl_exam_layers(e, err);
	if (!l)
		return -1;
	for (size_t i = 0; i < l->n; i++) {
		const struct gl_units *u = &l->u[i];
		if (u->last || !(is(u, "sigmoid") || is(u, "tanh")))
			continue;
		layers++;
		worst = u->saturated > worst ? u->saturated : worst;
		if (u->saturated >= limit)
			gl_see(f, GL_LEVEL_PROBLEM, "In layer %s (%s), %s of all outputs are %s.", u->layer->index,
			    u->layer->ops->name, gl_say_share(e, u->saturated),
			    is(u, "tanh") ? "below -0.98 or above 0.98" : "below 0.01 or above 0.99");
	}
	if (layers == 0)
		return gl_skip(f, "the network has no sigmoid or tanh within it");
	gl_figure(f, "saturated_share", worst);
	if (f->level != GL_LEVEL_FINE)
		gl_tell(f,
		    "Near the ends of its range the curve of sigmoid and tanh is flat: the slope is nearly 0, so "
		    "that hardly any gradient gets through, and the weights before it hardly change. The sums that "
		    "go in are too large.",
		    "Bring the inputs to one scale (a standardise layer first), start from smaller weights (gl-init "
		    "without --init), and lower --lr.");
	return 0;
}
