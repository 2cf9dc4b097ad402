#include "train/mixup.h"

#include "core/math.h"
#include "core/random.h"
#include "loss/one-hot.h"

#include <math.h>
#include <string.h>

int
gl_mixup_check(const struct gl_mixup *m, struct gl_err *err)
{
	if (gl_net_input(m->net)->kind == GL_TOKENS) {
		gl_fail(err, "mixup takes means of inputs, but tokens are indices, of which a mean says nothing");
		return -1;
	}
	if (m->loss->target == GL_TARGET_CLASS && !m->loss->per_position) {
		gl_fail(err, "mixup spreads a target over two classes, but %s needs one right class", m->loss->name);
		return gl_hint(err, "use cross-entropy");
	}
	return 0;
}

size_t
gl_mixup_targets(const struct gl_mixup *m, size_t targets)
{
	return gl_loss_indexed(m->loss, gl_net_output_kind(m->net), gl_net_output(m->net), targets)
	    ? gl_shape_count(gl_net_output(m->net))
	    : targets;
}

/*
 * The logarithm of a number from the gamma distribution of shape a, number `which` of this batch. For a >= 1: a normal
 * deviate x gives d (1 + c x)^3, of which some are rejected; below 1, a number of shape a + 1 times u^(1/a). The
 * logarithm, because that power underflows when a is small.
 * Source: Marsaglia, Tsang, A simple method for generating gamma variables (ACM TOMS 26, 2000).
 */
static double
log_gamma(double a, uint32_t seed, uint32_t batch, uint64_t which)
{
	bool small = a < 1;
	double d = (small ? a + 1 : a) - 1.0 / 3, c = 1 / sqrt(9 * d), x[2];
	uint32_t word[4];

	for (uint32_t again = 0;; again++) {
		gl_random(seed, GL_RAND_MIXUP, batch, which, again, word);
		gl_normal(word[0], word[1], x);
		double side = 1 + c * x[0], v = side * side * side, u = (word[2] + 0.5) * 0x1p-32;
		if (side <= 0 || gl_log64(u) >= x[0] * x[0] / 2 + d - d * v + d * gl_log64(v))
			continue;
		double least = small ? gl_log64((word[3] + 0.5) * 0x1p-32) / a : 0;
		return gl_log64(d * v) + least;
	}
}

/* With g and h from the gamma distribution of shape alpha, g / (g + h) is from Beta(alpha, alpha). */
double
gl_mixup_share(const struct gl_mixup *m, uint32_t batch)
{
	return gl_sigmoid64(log_gamma(m->alpha, m->seed, batch, 0) - log_gamma(m->alpha, m->seed, batch, 1));
}

/* Rows of x, each mixed with that of the order. */
static struct gl_tensor
mix(const struct gl_tensor *x, double share, const uint64_t *order, struct gl_arena *pass)
{
	struct gl_tensor to = *x;
	gl_real own = (gl_real)share, other = (gl_real)(1 - share);
	size_t width = x->n / x->dim[0];

	to.data = gl_alloc_raw(pass, x->n, sizeof *to.data);
	for (size_t r = 0; r < x->dim[0]; r++) {
		const gl_real *a = x->data + r * width, *b = x->data + order[r] * width;
		gl_real *y = to.data + r * width;
		for (size_t i = 0; i < width; i++)
			y[i] = own * a[i] + other * b[i];
	}
	return to;
}

int
gl_mixup_batch(const struct gl_mixup *m, uint32_t batch, const struct gl_batch *b, struct gl_batch *mixed,
    struct gl_arena *pass, struct gl_err *err)
{
	uint64_t *order = gl_alloc_raw(pass, b->rows, sizeof *order);
	double share = gl_mixup_share(m, batch);
	struct gl_tensor t;

	if (gl_loss_one_hot(
		m->loss, gl_net_output_kind(m->net), gl_net_output(m->net), &b->field[1], 0, &t, pass, err) < 0)
		return -1;
	gl_shuffle(m->seed, GL_RAND_MIXUP_PAIRS, batch, b->rows, order);
	*mixed = *b;
	mixed->field[0] = mix(&b->field[0], share, order, pass);
	mixed->field[1] = mix(&t, share, order, pass);
	if (m->weights)
		mixed->field[2] = mix(&b->field[2], share, order, pass);
	return 0;
}
