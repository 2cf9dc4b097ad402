/* The report for programs. */
#include "format/quote.h"
#include "train/paired.h"
#include "train/report-inside.h"
#include "train/seen.h"

#include <inttypes.h>

static void
json_member(struct gl_report_writer *w, const char *before, const char *key, double v)
{
	gl_sink_print(w->s, w->err, "%s\"%s\": ", before, key);
	gl_sink_number(w->s, v, "null", w->err);
}

static void
json_classes(struct gl_report_writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	char index[24];

	gl_sink_print(w->s, w->err, ",\n  \"classes\": [");
	for (size_t i = 0; i < m->classes; i++) {
		const struct gl_class_count *c = &m->count[i];
		gl_sink_print(w->s, w->err, "%s\n    {\"name\": ", i ? "," : "");
		gl_sink_json(w->s, gl_report_class(w->r, i, index), w->err);
		json_member(w, ", ", "examples", (double)c->actual);
		json_member(w, ", ", "predicted", (double)c->predicted);
		json_member(w, ", ", "precision", gl_class_precision(c));
		json_member(w, ", ", "recall", gl_class_recall(c));
		json_member(w, ", ", "f1", gl_class_f1(c));
		gl_sink_print(w->s, w->err, "}");
	}
	gl_sink_print(w->s, w->err, "\n  ]");
	for (size_t i = 0; m->confusion && i < m->classes; i++) {
		gl_sink_print(w->s, w->err, i ? "],\n    [" : ",\n  \"confusion\": [\n    [");
		for (size_t k = 0; k < m->classes; k++)
			gl_sink_print(w->s, w->err, "%s%" PRIu64, k ? ", " : "", m->confusion[i * m->classes + k]);
	}
	if (m->confusion)
		gl_sink_print(w->s, w->err, "]\n  ]");
}

/* ", KEY: [low, high]", with nulls where there is none. */
static void
json_interval(struct gl_report_writer *w, const char *before, const char *key, struct gl_interval i)
{
	gl_sink_print(w->s, w->err, "%s\"%s\": [", before, key);
	gl_sink_number(w->s, i.low, "null", w->err);
	gl_sink_print(w->s, w->err, ", ");
	gl_sink_number(w->s, i.high, "null", w->err);
	gl_sink_print(w->s, w->err, "]");
}

static void
json_calibration(struct gl_report_writer *w)
{
	const struct gl_calibration *c = w->r->metrics->calibration;

	gl_sink_print(w->s, w->err, ",\n  \"calibration\": [");
	for (size_t i = 0; i < c->bins; i++) {
		const struct gl_bin *b = &c->bin[i];
		json_member(w, i ? ",\n    {" : "\n    {", "from", (double)i / (double)c->bins);
		json_member(w, ", ", "to", (double)(i + 1) / (double)c->bins);
		json_member(w, ", ", "examples", (double)b->cases);
		json_member(w, ", ", "confidence", b->confidence / (double)b->cases);
		json_member(w, ", ", "accuracy", (double)b->right / (double)b->cases);
		gl_sink_print(w->s, w->err, "}");
	}
	gl_sink_print(w->s, w->err, "\n  ]");
}

static void
json_intervals(struct gl_report_writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	char top[32];

	json_member(w, ",\n  ", "interval-level", m->spread->level);
	gl_sink_print(w->s, w->err, ",\n  \"intervals\": {");
	json_interval(w, "", "loss", gl_loss_interval(m));
	for (const struct gl_metric *t = gl_metric_table; t->name; t++)
		if (gl_metric_counted(t, m) && t->interval)
			json_interval(w, ", ", gl_report_metric(w->r, t, top), gl_metric_interval(t, m));
	gl_sink_print(w->s, w->err, "}");
}

static void
json_seen(struct gl_report_writer *w)
{
	const struct gl_seen_count *c = w->r->metrics->seen;

	json_member(w, ",\n  ", "seen-examples", (double)c->seen);
	gl_sink_print(w->s, w->err, ",\n  \"seen-first\": [");
	for (uint64_t i = 0; i < c->seen && i < GL_SEEN_FIRST; i++)
		gl_sink_print(w->s, w->err,
		    "%s\n    {\"row\": %" PRIu64 ", \"train-row\": %" PRIu64 ", \"same-target\": %s}", i ? "," : "",
		    c->first[i].row + 1, c->first[i].train + 1, c->first[i].other_target ? "false" : "true");
	gl_sink_print(w->s, w->err, "%s]", c->seen ? "\n  " : "");
}

static void
json_paired(struct gl_report_writer *w)
{
	const struct gl_metrics *m = w->r->metrics;

	gl_sink_print(w->s, w->err, ",\n  \"comparisons\": [");
	for (size_t i = 0; i < m->npaired; i++) {
		const struct gl_paired *p = &m->paired[i];
		gl_sink_print(w->s, w->err, "%s\n    {\"network\": ", i ? "," : "");
		gl_sink_json(w->s, p->name, w->err);
		json_member(w, ", ", "won", (double)p->won);
		json_member(w, ", ", "lost", (double)p->lost);
		json_member(w, ", ", "both", (double)p->both);
		json_member(w, ", ", "neither", (double)p->neither);
		json_member(w, ", ", "gain", gl_paired_gain(p));
		json_interval(w, ", ", "gain-interval", gl_paired_interval(p));
		if (gl_paired_same_loss(p)) {
			json_member(w, ", ", "loss-difference", p->loss.mean);
			json_interval(w, ", ", "loss-interval", gl_sample_interval(&p->loss, p->first->spread->z));
		}
		json_member(w, ", ", "p-value", gl_paired_p(p));
		gl_sink_print(w->s, w->err, "}");
	}
	gl_sink_print(w->s, w->err, "\n  ]");
}

static void
json_figures(struct gl_report_writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	char top[32];

	json_member(w, ",\n  ", "examples", (double)m->examples);
	gl_sink_print(w->s, w->err, ",\n  \"loss\": {\"name\": \"%s\", \"unit\": \"%s\"", m->loss->name, m->loss->unit);
	json_member(w, ", ", "value", gl_metrics_loss(m));
	gl_sink_print(w->s, w->err, "}");
	for (const struct gl_metric *t = gl_metric_table; t->name; t++)
		if (gl_metric_counted(t, m))
			json_member(w, ",\n  ", gl_report_metric(w->r, t, top), t->value(m));
}

void
gl_report_json(struct gl_report_writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	static const char *const task[] = {
	    [GL_TASK_CLASSES] = "classes", [GL_TASK_LABELS] = "labels", [GL_TASK_VALUES] = "values"};

	gl_sink_print(w->s, w->err, "{\n  \"task\": \"%s\"", task[m->task]);
	json_figures(w);
	json_intervals(w);
	if (m->seen)
		json_seen(w);
	if (m->npaired)
		json_paired(w);
	if (m->task != GL_TASK_VALUES)
		json_classes(w);
	if (m->calibration)
		json_calibration(w);
	gl_sink_print(w->s, w->err, "\n}\n");
}
