/* Checks of the answers: how often each class occurs and is given, and whether they are better than always the same. */
#include "doctor/inside.h"

#include <math.h>

/* The name of a class, or its index. */
static const char *
class_name(const struct gl_exam *e, size_t i)
{
	size_t n;
	const char *const *label = gl_net_labels(e->net, &n);

	return i < n ? label[i] : gl_asprintf((struct gl_arena *)&e->life, "%zu", i);
}

/*
 * Classes that are rare. Accuracy hides what happens to them. Criterion: the rarest class 10 times rarer than the most
 * frequent one is a note, as are classes that do not occur; it is a problem when there is one class only, or when a
 * trained network finds less than a fifth of such a class (of at least 5 rows). Source: He and Garcia, Learning from
 * imbalanced data (2009).
 */
int
gl_check_balance(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	const struct gl_fare *fare;
	size_t least = SIZE_MAX, most = 0, found = 0;

	if (gl_exam_fare(e, false, &fare, err) < 0)
		return -1;
	if (!fare)
		return gl_skip(f, gl_exam_cannot(e, true));
	if (!fare->finite)
		return gl_skip(f, "the outputs are not finite");
	const struct gl_metrics *m = fare->m;
	if (m->task != GL_TASK_CLASSES)
		return gl_skip(f, "the network does not choose among classes");
	for (size_t i = 0; i < m->classes; i++) {
		const struct gl_class_count *c = m->count;
		found += c[i].actual > 0;
		if (c[i].actual > 0 && (least == SIZE_MAX || c[i].actual < c[least].actual))
			least = i;
		most = c[i].actual > c[most].actual ? i : most;
	}
	double ratio = (double)m->count[most].actual / (double)m->count[least].actual;
	gl_figure(f, "classes", (double)m->classes);
	gl_figure(f, "classes_found", (double)found);
	gl_figure(f, "imbalance", ratio);
	if (found == 1 && m->cases >= 10) {
		gl_see(f, GL_LEVEL_PROBLEM, "All %llu targets are of one class, %s.", (unsigned long long)m->cases,
		    class_name(e, most));
		gl_tell(f,
		    "A network that always gives this class is right on every row, and there is nothing else to "
		    "learn.",
		    "Give rows of all classes. If there are others in the file, it may be sorted, and the part that "
		    "you took holds one class: use gl-split, which mixes.");
		return 0;
	}
	if (found < m->classes && m->cases >= 20 * m->classes) {
		gl_see(f, GL_LEVEL_NOTE,
		    "The network has outputs for %zu classes, but %zu of them do not occur in "
		    "%s.",
		    m->classes, m->classes - found, e->data.name);
		gl_tell(f, "How good it is on those classes can't be said; in training, their outputs only go down.",
		    "If there should be no such classes, give the network fewer outputs. If there should, look for "
		    "their rows.");
	}
	if (ratio < 10)
		return 0;
	const struct gl_class_count *c = &m->count[least];
	double recall = (double)c->both / (double)c->actual;
	bool missed = e->run.trained && c->actual >= 5 && recall < 0.2;
	gl_figure(f, "rarest_recall", recall);
	gl_see(f, missed ? GL_LEVEL_PROBLEM : GL_LEVEL_NOTE, "Class %s has %llu of %llu rows, class %s %llu.",
	    class_name(e, most), (unsigned long long)m->count[most].actual, (unsigned long long)m->cases,
	    class_name(e, least), (unsigned long long)c->actual);
	if (e->run.trained)
		gl_see(f, GL_LEVEL_NOTE, "The network finds %s of the rows of class %s.", gl_say_share(e, recall),
		    class_name(e, least));
	gl_tell(f,
	    "The loss is a mean over all rows, so a rare class hardly counts in it. An answer that is always the "
	    "most frequent class has a high accuracy and finds none of the others.",
	    "Judge by the recall of each class (gl-eval), not by accuracy. Let rare rows count more in training: "
	    "gl-train --class-weights balanced. Or collect more of them.");
	return 0;
}

/* Amounts: the share of the variance that the outputs leave, and that training has to bring down. */
static void
values(const struct gl_exam *e, const struct gl_fare *fare, struct gl_finding *f)
{
	double r2 = gl_metric_find("r2")->value(fare->m);

	gl_figure(f, "r2", r2);
	if (isnan(r2) || r2 > 0)
		return;
	gl_see(f, GL_LEVEL_PROBLEM,
	    "On %s the network's error is %s times that of always giving the mean of the targets "
	    "(R2 %s).",
	    e->data.name, gl_say(e, 1 - r2), gl_say(e, r2));
}

/*
 * A trained network must be better than an answer that does not look at the input. Criterion: accuracy not above that
 * of the most frequent class; of amounts, R2 not above 0. With 30 rows or more, also an accuracy that is above it by
 * less than 2 standard errors.
 */
int
gl_check_baseline(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	const struct gl_fare *fare;
	uint64_t right, cases;

	if (!e->run.trained)
		return gl_skip(f, "the network is untrained");
	if (gl_exam_fare(e, false, &fare, err) < 0)
		return -1;
	if (!fare)
		return gl_skip(f, gl_exam_cannot(e, true));
	if (!fare->finite)
		return gl_skip(f, "the outputs are not finite");
	if (gl_metrics_accuracy(fare->m, &right, &cases)) {
		double base = (double)gl_metrics_baseline(fare->m) / (double)cases, a = (double)right / (double)cases;
		double error = cases >= 30 ? sqrt(base * (1 - base) / (double)cases) : 0;
		gl_figure(f, "accuracy", a);
		gl_figure(f, "baseline", base);
		if (base < 1 && a <= base + 2 * error)
			gl_see(f, GL_LEVEL_PROBLEM,
			    "On %s the network is right in %s of %llu cases. Always giving the same "
			    "answer is right in %s.",
			    e->data.name, gl_say_share(e, a), (unsigned long long)cases, gl_say_share(e, base));
	} else {
		values(e, fare, f);
	}
	if (f->level == GL_LEVEL_PROBLEM)
		gl_tell(f, "The network uses nothing of its inputs that holds for these rows.",
		    "See the other problems first. If the training rows fare no better, it has not been trained "
		    "enough or can't learn this; if they do, it does not generalise: more rows, or regularisation.");
	return 0;
}
