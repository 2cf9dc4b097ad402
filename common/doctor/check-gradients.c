/* The check of the gradient, layer by layer. */
#include "core/random.h"
#include "doctor/inside.h"

#include <math.h>

/* The root of the mean of the squares of a weight's gradient, as a share of that of the weight. */
static double
relative(const struct gl_param *p, const gl_real *w, const gl_real *g)
{
	double ww = 0, gg = 0;

	for (size_t i = 0; i < p->n; i++) {
		ww += (double)w[p->offset + i] * (double)w[p->offset + i];
		gg += (double)g[p->offset + i] * (double)g[p->offset + i];
	}
	return ww > 0 ? sqrt(gg / ww) : (double)NAN;
}

/*
 * The gradient of each weight, as a share of the weight, over up to 256 rows. On its way back through the layers it is
 * multiplied at each of them; when the factors are below 1 nothing is left in the first layers (it vanishes), when
 * above 1 they get too much (it explodes). Criterion, for networks of at least 3 weight layers: the smallest share
 * among all layers but the last, against the last layer's: below 1e-4 a problem, below 1e-3 a note; the largest against
 * the last layer's: above 1e4 a problem, above 1e3 a note. Measured (tests/doctor-measured): healthy 0.08 to
 * 118; eight sigmoid layers 4e-5 to 1e-4; weights of deviation 1 in 20 layers 5e5 to 3e6.
 * Source: Hochreiter (1991); Bengio, Simard and Frasconi (1994); Glorot and Bengio (2010).
 */
int
gl_check_gradients(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	struct gl_arena life = {0};
	struct gl_tensor x, t;
	size_t n = e->train.n < 256 ? e->train.n : 256, weights = 0;
	double sum, weight, low = INFINITY, high = 0, last = NAN;
	const char *lowest = "", *highest = "", *final = "";
	struct gl_err own;
	(void)err;

	if (gl_exam_cannot(e, true))
		return gl_skip(f, gl_exam_cannot(e, true));
	uint64_t *order = gl_alloc_raw(&life, e->train.n, sizeof *order);
	gl_shuffle(e->args.seed, GL_RAND_DOCTOR, GL_DRAW_ORDER, e->train.n, order);
	gl_rows_take(&e->train.x, order, n, &x, &life);
	gl_rows_take(&e->train.t, order, n, &t, &life);
	struct gl_ctx c = {.training = true, .seed = e->args.seed, .arena = &life};
	c.grad = gl_alloc(&life, gl_net_block_n(e->net), sizeof *c.grad);
	if (gl_net_gradient(e->net, &c, e->loss, &x, &t, &sum, &weight, NULL, NULL, &own) < 0) {
		gl_arena_free(&life);
		return gl_skip(f, "the outputs are not finite");
	}
	for (size_t i = 0; i < gl_net_param_count(e->net); i++) {
		const struct gl_param *p = gl_net_param(e->net, i);
		double r = p->trains && p->fan_in > 0 ? relative(p, gl_net_block(e->net), c.grad) : (double)NAN;
		if (isnan(r))
			continue;
		weights++;
		last = r;
		final = p->name;
		if (r < low) {
			low = r;
			lowest = p->name;
		}
		if (r > high) {
			high = r;
			highest = p->name;
		}
	}
	gl_arena_free(&life);
	if (weights < 3)
		return gl_skip(f, "the network has fewer than 3 layers of weights, on whose way little is lost");
	gl_figure(f, "smallest", low);
	gl_figure(f, "largest", high);
	gl_figure(f, "last_layer", last);
	gl_figure(f, "vanish", low / last);
	gl_figure(f, "explode", high / last);
	if (!(last > 1e-12)) /* fitted to the last bit, or dead behind it: there is nothing to be passed on */
		return gl_skip(f, "the last layer's own gradient is 0");
	if (low / last < 1e-3) {
		gl_see(f, low / last < 1e-4 ? GL_LEVEL_PROBLEM : GL_LEVEL_NOTE,
		    "The gradient of %s is %s of the size of its weights; that of the last layer, %s, is %s: %s "
		    "times as much.",
		    lowest, gl_say(e, low), final, gl_say(e, last),
		    low > 0 ? gl_say(e, last / low) : "infinitely many");
		gl_tell(f,
		    "The gradient vanishes on its way back: each layer passes only a part of it on. The first layers "
		    "get next to nothing, and steps hardly change them.",
		    "Use relu or tanh instead of sigmoid within the network, the usual start weights (gl-init "
		    "without --init), fewer layers, batchnorm behind each dense layer, or residual blocks.");
	} else if (high / last > 1e3) {
		gl_see(f, high / last > 1e4 ? GL_LEVEL_PROBLEM : GL_LEVEL_NOTE,
		    "The gradient of %s is %s times the size of its weights; that of the last layer, %s, is %s.",
		    highest, gl_say(e, high), final, gl_say(e, last));
		gl_tell(f,
		    "The gradient explodes on its way back: each layer makes it larger. The first layers get steps "
		    "that throw their weights about.",
		    "Use the usual start weights (gl-init without --init), batchnorm behind each dense layer, and "
		    "--clip 1.");
	}
	return 0;
}
