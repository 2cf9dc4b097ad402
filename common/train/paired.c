#include "train/paired.h"

#include "train/mcnemar.h"

#include <math.h>
#include <string.h>

int
gl_paired_check(const struct gl_metrics *first, const char *const *label, const struct gl_metrics *second,
    const char *const *other, struct gl_err *err)
{
	static const char *const task[] = {[GL_TASK_CLASSES] = "chooses among classes",
	    [GL_TASK_LABELS] = "says which labels apply",
	    [GL_TASK_VALUES] = "gives values"};

	if (first->task != second->task)
		return gl_fail(
		    err, "it %s, but the network that it is compared with %s", task[second->task], task[first->task]);
	if (first->classes != second->classes) {
		gl_fail(err, "it has %zu classes, but the network that it is compared with has %zu", second->classes,
		    first->classes);
		return -1;
	}
	for (size_t i = 0; label && other && i < first->classes; i++)
		if (strcmp(label[i], other[i]) != 0)
			return gl_fail(err,
			    "its class %zu is %.100s, but that of the network that it is compared with is %.100s", i,
			    other[i], label[i]);
	if (first->task == GL_TASK_VALUES && first->loss != second->loss)
		return gl_fail(err, "its loss is %s, but that of the network that it is compared with is %s",
		    second->loss->name, first->loss->name);
	return 0;
}

bool
gl_paired_same_loss(const struct gl_paired *p)
{
	return p->first->loss == p->second->loss;
}

void
gl_paired_add(struct gl_paired *p, size_t n, const uint64_t *right_a, const uint64_t *right_b, const double *loss_a,
    const double *loss_b)
{
	bool values = p->first->task == GL_TASK_VALUES;
	size_t cases = p->first->task == GL_TASK_LABELS ? p->first->classes : p->first->positions;

	for (size_t i = 0; i < n; i++) {
		double gain =
		    values ? loss_b[i] - loss_a[i] : ((double)right_a[i] - (double)right_b[i]) / (double)cases;

		p->won += gain > 0;
		p->lost += gain < 0;
		p->both += gain == 0 && !values && right_a[i] == cases;
		p->neither += gain == 0 && (values || right_a[i] < cases);
		gl_sample_add(&p->gain, gain);
		gl_sample_add(&p->loss, loss_a[i] - loss_b[i]);
	}
}

double
gl_paired_gain(const struct gl_paired *p)
{
	const struct gl_metrics *a = p->first, *b = p->second;

	if (a->task == GL_TASK_VALUES)
		return p->gain.mean;
	return ((double)a->right - (double)b->right) / (double)a->cases;
}

struct gl_interval
gl_paired_interval(const struct gl_paired *p)
{
	struct gl_sample gain = p->gain;

	if (p->first->task == GL_TASK_VALUES)
		return gl_sample_interval(&gain, p->first->spread->z);
	gl_sample_add(&gain, 1);
	gl_sample_add(&gain, -1);
	/* Their variance is taken over n here, so that of one case an example it is the source's formula. */
	double n = (double)gain.n, half = p->first->spread->z * sqrt(gain.spread / n / n);
	return (struct gl_interval){fmax(gain.mean - half, -1), fmin(gain.mean + half, 1)};
}

double
gl_paired_p(const struct gl_paired *p)
{
	return gl_mcnemar(p->won, p->lost);
}
