#include "loss/inside.h"

#include "core/thread.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

extern const struct gl_loss gl_mse, gl_mae, gl_huber, gl_cross_entropy, gl_binary_cross_entropy, gl_hinge, gl_kl;

const struct gl_loss *const gl_losses[] = {
    &gl_mse,
    &gl_mae,
    &gl_huber,
    &gl_cross_entropy,
    &gl_binary_cross_entropy,
    &gl_hinge,
    &gl_kl,
    NULL,
};

const char *const *
gl_loss_names(void)
{
	static const char *names[GL_LEN(gl_losses)];

	for (size_t i = 0; gl_losses[i]; i++)
		names[i] = gl_losses[i]->name;
	return names;
}

const struct gl_loss *
gl_loss_find(const char *name, struct gl_err *err)
{
	const char *const *names = gl_loss_names();

	for (size_t i = 0; gl_losses[i]; i++)
		if (strcmp(gl_losses[i]->name, name) == 0)
			return gl_losses[i];
	gl_fail(err, "unknown loss '%s'", name);
	gl_hint_nearest(err, name, names);
	return NULL;
}

const struct gl_loss *
gl_loss_default(enum gl_output output)
{
	switch (output) {
	case GL_PROBABILITIES:
		return &gl_cross_entropy;
	case GL_SHARES:
		return &gl_binary_cross_entropy;
	default:
		return &gl_mse;
	}
}

/* Whether a class index may stand for K numbers: classes, and values set against a softmax. */
static bool
takes_index(const struct gl_loss *loss, enum gl_output output)
{
	return loss->target == GL_TARGET_CLASS || (loss->target == GL_TARGET_VALUE && output == GL_PROBABILITIES);
}

struct gl_layout
gl_loss_layout(const struct gl_loss *loss, enum gl_output output, const struct gl_shape *shape, size_t targets)
{
	size_t n = gl_shape_count(shape), k = n;

	if (shape->kind == GL_SEQUENCE)
		k = shape->dim[shape->ndim - 1];
	size_t positions = k ? n / k : 0;
	return (struct gl_layout){positions, k, takes_index(loss, output) && targets == positions && k > 1};
}

int
gl_loss_check_output(
    const struct gl_loss *loss, enum gl_output output, bool logits, const struct gl_shape *shape, struct gl_err *err)
{
	struct gl_layout o = gl_loss_layout(loss, output, shape, 0);

	if (loss->target == GL_TARGET_CLASS && o.k == 1) {
		gl_fail(err, "%s over one output says nothing: %s", loss->name,
		    loss->per_position ? "the softmax of one number is always 1" : "it compares classes");
		return gl_hint(err, "end the network in sigmoid, with binary-cross-entropy");
	}
	if (logits && !loss->from_logits) {
		gl_fail(err, "%s has no form that reads logits", loss->name);
		return gl_hint(err, "cross-entropy, kl and binary-cross-entropy have");
	}
	if (loss->target == GL_TARGET_CLASS && loss->per_position && output == GL_SHARES && !logits) {
		gl_fail(err, "%s needs outputs that sum to 1, but sigmoid gives independent ones", loss->name);
		return gl_hint(err, "use binary-cross-entropy, or end the network in softmax");
	}
	if (loss->target == GL_TARGET_SHARE && output == GL_PROBABILITIES && !logits) {
		gl_fail(err, "%s needs independent outputs, but softmax gives ones that sum to 1", loss->name);
		return gl_hint(err, "use cross-entropy, or end the network in sigmoid");
	}
	return 0;
}

int
gl_loss_check(const struct gl_loss *loss, enum gl_output output, bool logits, const struct gl_shape *shape,
    size_t targets, struct gl_err *err)
{
	struct gl_layout o = gl_loss_layout(loss, output, shape, targets);
	size_t n = o.positions * o.k;

	if (gl_loss_check_output(loss, output, logits, shape, err) < 0)
		return -1;
	if (o.index || targets == n)
		return 0;
	const char *s = targets == 1 ? "" : "s";
	if (takes_index(loss, output) && o.k > 1) {
		if (o.positions == 1)
			gl_fail(err,
			    "the target has %zu number%s, but %s over %zu classes takes 1 (a class index) or %zu",
			    targets, s, loss->name, o.k, n);
		else
			gl_fail(err,
			    "the target has %zu number%s, but %s over %zu positions of %zu classes takes %zu or %zu",
			    targets, s, loss->name, o.positions, o.k, o.positions, n);
		return -1;
	}
	gl_fail(err, "the target has %zu number%s, but %s over %zu output%s takes %zu", targets, s, loss->name, n,
	    n == 1 ? "" : "s", n);
	if (targets == 1 && loss->target != GL_TARGET_CLASS)
		gl_hint(err, "if the target is the index of a class, end the network in softmax");
	return -1;
}

/* One position's target numbers: 0 if they can be what the loss reads, else -1 with the reason. */
static int
check_target(const struct gl_loss *loss, const struct gl_layout *o, const gl_real *t, struct gl_err *err)
{
	if (o->index) {
		double y = (double)t[0];
		if (!(y == floor(y)))
			return gl_fail(err, "target %g is not a class: an index is a whole number", y);
		if (!(y >= 0 && y < (double)o->k)) {
			gl_fail(err, "target %g is not a class: there are %zu, 0 to %zu", y, o->k, o->k - 1);
			return -1;
		}
		return 0;
	}
	double sum = 0;
	size_t ones = 0;
	for (size_t i = 0; i < o->k; i++) {
		if (loss->target != GL_TARGET_VALUE && !(t[i] >= 0 && t[i] <= 1))
			return gl_fail(err, "target %g is not from 0 to 1, as %s needs", (double)t[i], loss->name);
		sum += (double)t[i];
		ones += t[i] == 1;
	}
	if (loss->target == GL_TARGET_CLASS && !(fabs(sum - 1) <= 1e-3)) {
		gl_fail(err, "the target's %zu numbers sum to %g, but probabilities sum to 1", o->k, sum);
		return -1;
	}
	if (loss->target == GL_TARGET_CLASS && !loss->per_position && ones != 1)
		return gl_fail(err, "%s needs one right class, but the target is spread over several", loss->name);
	return 0;
}

/* One position's outputs, when they are to be probabilities. */
static int
check_output(const struct gl_loss *loss, size_t k, const gl_real *p, struct gl_err *err)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++) {
		if (!(p[i] >= 0 && p[i] <= 1)) {
			gl_fail(err, "%g is not a probability", (double)p[i]);
			return gl_hint(err, "end the network in %s, or give --logits",
			    loss->target == GL_TARGET_SHARE ? "sigmoid" : "softmax");
		}
		sum += (double)p[i];
	}
	if (loss->target == GL_TARGET_CLASS && !(fabs(sum - 1) <= 1e-3)) {
		gl_fail(err, "the %zu probabilities sum to %g, not 1", k, sum);
		return gl_hint(err, "end the network in softmax, or give --logits");
	}
	return 0;
}

int
gl_loss_check_rows(const struct gl_loss *loss, const struct gl_layout *o, size_t n, const gl_real *t, const gl_real *p,
    uint64_t row, struct gl_err *err)
{
	size_t stride = o->index ? 1 : o->k;

	for (size_t i = 0; i < n; i++)
		if (check_target(loss, o, t + i * stride, err) < 0 ||
		    (p && check_output(loss, o->k, p + i * o->k, err) < 0)) {
			char place[32];
			snprintf(place, sizeof place, "row %llu", (unsigned long long)(row + i / o->positions + 1));
			return gl_fail_at(err, place, 0);
		}
	return 0;
}

double
gl_loss_per(const struct gl_loss *loss, const struct gl_layout *o)
{
	return loss->per_position ? 1 : (double)o->k;
}

int
gl_loss_add(const struct gl_loss *loss, const struct gl_layout *o, size_t rows, const double *value,
    const double *weigh, uint64_t row, double *each, double *sum, double *weight, struct gl_err *err)
{
	double per = gl_loss_per(loss, o);

	for (size_t i = 0; i < rows; i++) {
		double mine = 0;
		for (size_t s = i * o->positions; s < (i + 1) * o->positions; s++) {
			mine += value[s];
			*sum += value[s];
			*weight += weigh ? weigh[s] : per;
		}
		if (!isfinite(mine))
			return gl_fail(
			    err, "row %llu: the %s is %g", (unsigned long long)(row + i + 1), loss->name, mine);
		if (each)
			each[i] = mine / ((double)o->positions * per);
	}
	return 0;
}

/* The work of one batch, cut into positions. */
struct job {
	const struct gl_loss *loss;
	struct gl_layout o;
	bool logits;
	const gl_real *p, *t;
	gl_real *dp; /* of all positions */
	gl_real *hot; /* (positions, K) one-hot rows, when targets are indices */
	double scale;
	double *value; /* of each position */
};

static void
positions(void *arg, size_t lo, size_t hi)
{
	const struct job *j = arg;
	size_t k = j->o.k;

	for (size_t i = lo; i < hi; i++) {
		const gl_real *t = j->t + i * k;
		if (j->o.index) {
			j->hot[i * k + (size_t)j->t[i]] = 1;
			t = j->hot + i * k;
		}
		j->value[i] =
		    (j->logits ? j->loss->from_logits : j->loss->value)(k, j->p + i * k, t, j->dp + i * k, j->scale);
	}
}

int
gl_loss_batch(const struct gl_loss *loss, enum gl_output output, bool logits, const struct gl_tensor *p,
    const struct gl_shape *shape, const struct gl_tensor *t, uint64_t row, double *each, double *sum, double *weight,
    struct gl_tensor *dp, struct gl_arena *pass, struct gl_err *err)
{
	size_t rows = p->dim[0], targets = rows ? t->n / rows : 0;
	struct gl_layout o = gl_loss_layout(loss, output, shape, targets);
	size_t n = rows * o.positions;
	bool probabilities = !logits && loss->from_logits;

	if (rows == 0)
		return 0;
	if (gl_loss_check(loss, output, logits, shape, targets, err) < 0 ||
	    gl_loss_check_rows(loss, &o, n, t->data, probabilities ? p->data : NULL, row, err) < 0)
		return -1;
	struct job j = {
	    .loss = loss,
	    .o = o,
	    .logits = logits,
	    .p = p->data,
	    .t = t->data,
	    .dp = dp ? dp->data : gl_alloc_raw(pass, n * o.k, sizeof(gl_real)),
	    .hot = o.index ? gl_alloc(pass, n * o.k, sizeof(gl_real)) : NULL,
	    .scale = 1 / ((double)n * gl_loss_per(loss, &o)),
	    .value = gl_alloc_raw(pass, n, sizeof(double)),
	};
	gl_parallel(n, gl_grain(n, 1 + 320 / o.k), positions, &j);
	return gl_loss_add(loss, &o, rows, j.value, NULL, row, each, sum, weight, err);
}
