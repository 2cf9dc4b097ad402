/* The report for awk: one figure a line, with the class and the predicted class that it belongs to. */
#include "format/quote.h"
#include "train/paired.h"
#include "train/report-inside.h"

#include <stdio.h>

static void
tsv_line(struct gl_report_writer *w, const char *metric, const char *class, const char *predicted, double v)
{
	gl_sink_print(w->s, w->err, "%s\t", metric);
	gl_sink_tsv(w->s, class, w->err);
	gl_sink_print(w->s, w->err, "\t");
	gl_sink_tsv(w->s, predicted, w->err);
	gl_sink_print(w->s, w->err, "\t");
	gl_sink_number(w->s, v, "", w->err);
	gl_sink_print(w->s, w->err, "\n");
}

/* The ends of an interval, unless there is none. */
static void
tsv_interval(struct gl_report_writer *w, const char *metric, const char *class, struct gl_interval i)
{
	char name[80];

	snprintf(name, sizeof name, "%s-low", metric);
	tsv_line(w, name, class, "", i.low);
	snprintf(name, sizeof name, "%s-high", metric);
	tsv_line(w, name, class, "", i.high);
}

static void
tsv_figures(struct gl_report_writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	char top[32];

	tsv_line(w, "examples", "", "", (double)m->examples);
	if (gl_report_loss_apart(w->r)) {
		tsv_line(w, m->loss->name, "", "", gl_metrics_loss(m));
		tsv_interval(w, m->loss->name, "", gl_loss_interval(m));
	}
	for (const struct gl_metric *t = gl_metric_table; t->name; t++) {
		if (!gl_metric_counted(t, m))
			continue;
		tsv_line(w, gl_report_metric(w->r, t, top), "", "", t->value(m));
		if (t->interval)
			tsv_interval(w, gl_report_metric(w->r, t, top), "", gl_metric_interval(t, m));
	}
	tsv_line(w, "interval-level", "", "", m->spread->level);
}

static void
tsv_paired(struct gl_report_writer *w, const struct gl_paired *p)
{
	tsv_line(w, "compare-won", p->name, "", (double)p->won);
	tsv_line(w, "compare-lost", p->name, "", (double)p->lost);
	tsv_line(w, "compare-both", p->name, "", (double)p->both);
	tsv_line(w, "compare-neither", p->name, "", (double)p->neither);
	tsv_line(w, "compare-gain", p->name, "", gl_paired_gain(p));
	tsv_interval(w, "compare-gain", p->name, gl_paired_interval(p));
	if (gl_paired_same_loss(p)) {
		tsv_line(w, "compare-loss", p->name, "", p->loss.mean);
		tsv_interval(w, "compare-loss", p->name, gl_sample_interval(&p->loss, p->first->spread->z));
	}
	tsv_line(w, "compare-p-value", p->name, "", gl_paired_p(p));
}

void
gl_report_tsv(struct gl_report_writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	char a[64], b[24];

	gl_sink_print(w->s, w->err, "metric\tclass\tpredicted\tvalue\n");
	tsv_figures(w);
	for (size_t i = 0; i < m->npaired; i++)
		tsv_paired(w, &m->paired[i]);
	for (size_t i = 0; i < m->classes; i++) {
		const struct gl_class_count *c = &m->count[i];
		const char *class = gl_report_class(w->r, i, b);
		tsv_line(w, "examples", class, "", (double)c->actual);
		tsv_line(w, "precision", class, "", gl_class_precision(c));
		tsv_line(w, "recall", class, "", gl_class_recall(c));
		tsv_line(w, "f1", class, "", gl_class_f1(c));
	}
	for (size_t i = 0; m->calibration && i < m->calibration->bins; i++) {
		const struct gl_bin *bin = &m->calibration->bin[i];
		double all = (double)m->calibration->bins;
		snprintf(a, sizeof a, "%.4g-%.4g%%", 100 * (double)i / all, 100 * (double)(i + 1) / all);
		tsv_line(w, "calibration-examples", a, "", (double)bin->cases);
		tsv_line(w, "calibration-confidence", a, "", bin->confidence / (double)bin->cases);
		tsv_line(w, "calibration-accuracy", a, "", (double)bin->right / (double)bin->cases);
	}
	for (size_t i = 0; m->confusion && i < m->classes; i++)
		for (size_t k = 0; k < m->classes; k++)
			tsv_line(w, "confusion", gl_report_class(w->r, i, a), gl_report_class(w->r, k, b),
			    (double)m->confusion[i * m->classes + k]);
}
