#include "train/report.h"

#include "core/percent.h"
#include "format/quote.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Confusion tables of more classes than this are too wide to be read; TSV and JSON have them. */
enum { TABLE_CLASSES = 26, NAME_MAX_WIDTH = 24 };

/* What a writer needs. A failed write is kept by the sink and reported when it is committed. */
struct writer {
	const struct gl_report *r;
	struct gl_sink *s;
	struct gl_err *err;
};

/* A class's name, or its index. */
static const char *
name(const struct gl_report *r, size_t i, char index[24])
{
	if (r->label)
		return r->label[i];
	snprintf(index, 24, "%zu", i);
	return index;
}

/* How wide a word is on a screen: its characters, that is bytes but those that continue one (UTF-8). */
static int
width(const char *word)
{
	int n = 0;

	for (; *word; word++)
		n += ((unsigned char)*word & 0xC0) != 0x80;
	return n;
}

static void
spaces(struct writer *w, int n)
{
	if (n > 0)
		gl_sink_print(w->s, w->err, "%*s", n, "");
}

/* ---- Text ---- */

/* "91.2 % (912/1000)" */
static void
percent(struct writer *w, const char *what, uint64_t part, uint64_t whole)
{
	char text[GL_NUMBER_TEXT + 1];

	gl_sink_print(w->s, w->err, "%s %s %% (%" PRIu64 "/%" PRIu64 ")", what,
	    gl_percent_fixed((double)part / (double)whole, text), part, whole);
}

/* A mean of probabilities in a column. */
static void
mean_cell(struct writer *w, double v)
{
	gl_sink_print(w->s, w->err, "%9.1f %%", 100 * v);
}

/* A share in a column, or - where it is not defined. */
static void
cell(struct writer *w, double v)
{
	char text[GL_NUMBER_TEXT + 1];

	if (isnan(v))
		gl_sink_print(w->s, w->err, "%11s", "-");
	else
		gl_sink_print(w->s, w->err, "%9s %%", gl_percent_fixed(v, text));
}

static void
number(struct writer *w, const char *what, double v, const char *unit)
{
	if (isnan(v))
		gl_sink_print(w->s, w->err, "%s is not defined: the targets are all the same\n", what);
	else
		gl_sink_print(w->s, w->err, "%s %.4g%s%s\n", what, v, *unit ? " " : "", unit);
}

static int
widest_name(const struct gl_report *r, int least)
{
	char index[24];

	for (size_t i = 0; i < r->metrics->classes; i++) {
		int n = width(name(r, i, index));
		least = n > least ? n : least;
	}
	return least;
}

static void
text_confusion(struct writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	char index[24], digits[24];
	int first = widest_name(w->r, 0), other[TABLE_CLASSES];

	if (!m->confusion)
		return;
	if (m->classes > TABLE_CLASSES) {
		gl_sink_print(w->s, w->err, "\nconfusion of %zu classes: with --format tsv or json\n", m->classes);
		return;
	}
	gl_sink_print(w->s, w->err, "\nconfusion (row: true class, column: predicted class)\n");
	spaces(w, first);
	for (size_t i = 0; i < m->classes; i++) {
		other[i] = width(name(w->r, i, index));
		for (size_t k = 0; k < m->classes; k++) {
			int n = snprintf(digits, sizeof digits, "%" PRIu64, m->confusion[k * m->classes + i]);
			other[i] = n > other[i] ? n : other[i];
		}
		spaces(w, 2 + other[i] - width(name(w->r, i, index)));
		gl_sink_print(w->s, w->err, "%s", name(w->r, i, index));
	}
	for (size_t k = 0; k < m->classes; k++) {
		gl_sink_print(w->s, w->err, "\n%s", name(w->r, k, index));
		spaces(w, first - width(name(w->r, k, index)));
		for (size_t i = 0; i < m->classes; i++)
			gl_sink_print(w->s, w->err, "  %*" PRIu64, other[i], m->confusion[k * m->classes + i]);
	}
	gl_sink_print(w->s, w->err, "\n");
}

static double
of(const struct gl_metrics *m, const char *metric)
{
	return gl_metric_find(metric)->value(m);
}

static void
text_classes(struct writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	bool labels = m->task == GL_TASK_LABELS;
	int first = widest_name(w->r, 5);
	char index[24];

	gl_sink_print(w->s, w->err, "\n%s", labels ? "label" : "class");
	spaces(w, first - 5);
	gl_sink_print(w->s, w->err, "  precision     recall         F1   examples\n");
	for (size_t i = 0; i < m->classes; i++) {
		const struct gl_class_count *c = &m->count[i];
		gl_sink_print(w->s, w->err, "%s", name(w->r, i, index));
		spaces(w, first - width(name(w->r, i, index)));
		cell(w, gl_class_precision(c));
		cell(w, gl_class_recall(c));
		cell(w, gl_class_f1(c));
		gl_sink_print(w->s, w->err, "%11" PRIu64 "\n", c->actual);
	}
	gl_sink_print(w->s, w->err, "mean");
	spaces(w, first - 4);
	cell(w, of(m, "precision"));
	cell(w, of(m, "recall"));
	cell(w, of(m, "f1"));
	gl_sink_print(w->s, w->err, "%11" PRIu64 "\n", m->cases / (labels ? m->classes : 1));
}

static void
text_calibration(struct writer *w)
{
	const struct gl_metrics *m = w->r->metrics;

	gl_sink_print(w->s, w->err, "\ncalibration (confidence: the probability of the predicted class)\n");
	gl_sink_print(w->s, w->err, "confidence      examples  mean confidence   accuracy\n");
	for (int i = 0; i < GL_BINS; i++) {
		const struct gl_bin *b = &m->bin[i];
		if (b->cases == 0)
			continue;
		gl_sink_print(w->s, w->err, "%3d to %3d %% %11" PRIu64 "      ", 100 * i / GL_BINS,
		    100 * (i + 1) / GL_BINS, b->cases);
		mean_cell(w, b->confidence / (double)b->cases);
		cell(w, (double)b->right / (double)b->cases);
		gl_sink_print(w->s, w->err, "\n");
	}
	gl_sink_print(w->s, w->err, "all          %11" PRIu64 "      ", m->cases);
	mean_cell(w, of(m, "confidence"));
	cell(w, of(m, "accuracy"));
	gl_sink_print(w->s, w->err, "\ncalibration error %.1f %%\n", 100 * of(m, "calibration-error"));
}

static void
text(struct writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	char index[24], what[48];

	if (m->task == GL_TASK_VALUES) {
		if (!gl_metric_find(w->r->loss->name))
			number(w, w->r->loss->name, w->r->loss_value, w->r->loss->unit);
		number(w, "mse", of(m, "mse"), "");
		number(w, "mae", of(m, "mae"), "");
		number(w, "R2", of(m, "r2"), "");
		gl_sink_print(
		    w->s, w->err, "baseline mse %.4g: always the mean of the targets\n", of(m, "baseline-mse"));
		gl_sink_print(w->s, w->err, "examples %" PRIu64 "\n", m->examples);
		return;
	}
	percent(w, "accuracy", m->right, m->cases);
	gl_sink_print(w->s, w->err, m->task == GL_TASK_LABELS ? " of all labels\n" : "\n");
	if (m->task == GL_TASK_LABELS) {
		percent(w, "exact", m->all_right, m->examples);
		gl_sink_print(w->s, w->err, " examples with every label right\n");
	}
	if (m->top) {
		snprintf(what, sizeof what, "top-%zu accuracy", m->top);
		percent(w, what, m->in_top, m->cases);
		gl_sink_print(w->s, w->err, "\n");
	}
	number(w, w->r->loss->name, w->r->loss_value, w->r->loss->unit);
	percent(w, "baseline", gl_metrics_baseline(m), m->cases);
	if (m->task == GL_TASK_CLASSES)
		gl_sink_print(w->s, w->err, ": always %s\n", name(w->r, gl_metrics_most_frequent(m), index));
	else
		gl_sink_print(w->s, w->err, ": always each label's more frequent answer\n");
	text_confusion(w);
	text_classes(w);
	if (m->bin)
		text_calibration(w);
}

/* ---- TSV: one figure a line, with the class and the predicted class that it belongs to ---- */

static void
tsv_line(struct writer *w, const char *metric, const char *class, const char *predicted, double v)
{
	gl_sink_print(w->s, w->err, "%s\t", metric);
	gl_sink_tsv(w->s, class, w->err);
	gl_sink_print(w->s, w->err, "\t");
	gl_sink_tsv(w->s, predicted, w->err);
	gl_sink_print(w->s, w->err, "\t");
	gl_sink_number(w->s, v, "", w->err);
	gl_sink_print(w->s, w->err, "\n");
}

static void
tsv(struct writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	char a[24], b[24], top[32];

	gl_sink_print(w->s, w->err, "metric\tclass\tpredicted\tvalue\n");
	tsv_line(w, "examples", "", "", (double)m->examples);
	if (!(m->task == GL_TASK_VALUES && gl_metric_find(w->r->loss->name)))
		tsv_line(w, w->r->loss->name, "", "", w->r->loss_value);
	for (const struct gl_metric *t = gl_metric_table; t->name; t++) {
		snprintf(top, sizeof top, "top-%zu", m->top);
		if (gl_metric_counted(t, m))
			tsv_line(w, strcmp(t->name, "top") == 0 ? top : t->name, "", "", t->value(m));
	}
	for (size_t i = 0; i < m->classes; i++) {
		const struct gl_class_count *c = &m->count[i];
		tsv_line(w, "examples", name(w->r, i, a), "", (double)c->actual);
		tsv_line(w, "precision", name(w->r, i, a), "", gl_class_precision(c));
		tsv_line(w, "recall", name(w->r, i, a), "", gl_class_recall(c));
		tsv_line(w, "f1", name(w->r, i, a), "", gl_class_f1(c));
	}
	for (int i = 0; m->bin && i < GL_BINS; i++) {
		const struct gl_bin *bin = &m->bin[i];
		snprintf(a, sizeof a, "%d-%d%%", 100 * i / GL_BINS, 100 * (i + 1) / GL_BINS);
		tsv_line(w, "calibration-examples", a, "", (double)bin->cases);
		tsv_line(w, "calibration-confidence", a, "", bin->confidence / (double)bin->cases);
		tsv_line(w, "calibration-accuracy", a, "", (double)bin->right / (double)bin->cases);
	}
	for (size_t i = 0; m->confusion && i < m->classes; i++)
		for (size_t k = 0; k < m->classes; k++)
			tsv_line(w, "confusion", name(w->r, i, a), name(w->r, k, b),
			    (double)m->confusion[i * m->classes + k]);
}

/* ---- JSON ---- */

static void
json_member(struct writer *w, const char *before, const char *key, double v)
{
	gl_sink_print(w->s, w->err, "%s\"%s\": ", before, key);
	gl_sink_number(w->s, v, "null", w->err);
}

static void
json_classes(struct writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	char index[24];

	gl_sink_print(w->s, w->err, ",\n  \"classes\": [");
	for (size_t i = 0; i < m->classes; i++) {
		const struct gl_class_count *c = &m->count[i];
		gl_sink_print(w->s, w->err, "%s\n    {\"name\": ", i ? "," : "");
		gl_sink_json(w->s, name(w->r, i, index), w->err);
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

static void
json_calibration(struct writer *w)
{
	const struct gl_metrics *m = w->r->metrics;

	gl_sink_print(w->s, w->err, ",\n  \"calibration\": [");
	for (int i = 0; i < GL_BINS; i++) {
		const struct gl_bin *b = &m->bin[i];
		gl_sink_print(w->s, w->err, "%s\n    {\"from\": %g, \"to\": %g", i ? "," : "", (double)i / GL_BINS,
		    (double)(i + 1) / GL_BINS);
		json_member(w, ", ", "examples", (double)b->cases);
		json_member(w, ", ", "confidence", b->confidence / (double)b->cases);
		json_member(w, ", ", "accuracy", (double)b->right / (double)b->cases);
		gl_sink_print(w->s, w->err, "}");
	}
	gl_sink_print(w->s, w->err, "\n  ]");
}

static void
json(struct writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	static const char *const task[] = {
	    [GL_TASK_CLASSES] = "classes", [GL_TASK_LABELS] = "labels", [GL_TASK_VALUES] = "values"};

	gl_sink_print(w->s, w->err, "{\n  \"task\": \"%s\"", task[m->task]);
	json_member(w, ",\n  ", "examples", (double)m->examples);
	gl_sink_print(
	    w->s, w->err, ",\n  \"loss\": {\"name\": \"%s\", \"unit\": \"%s\"", w->r->loss->name, w->r->loss->unit);
	json_member(w, ", ", "value", w->r->loss_value);
	gl_sink_print(w->s, w->err, "}");
	for (const struct gl_metric *t = gl_metric_table; t->name; t++) {
		bool top = strcmp(t->name, "top") == 0;
		if (!gl_metric_counted(t, m))
			continue;
		if (top)
			gl_sink_print(w->s, w->err, ",\n  \"top-%zu\": ", m->top);
		else
			gl_sink_print(w->s, w->err, ",\n  \"%s\": ", t->name);
		gl_sink_number(w->s, t->value(m), "null", w->err);
	}
	if (m->task != GL_TASK_VALUES)
		json_classes(w);
	if (m->bin)
		json_calibration(w);
	gl_sink_print(w->s, w->err, "\n}\n");
}

int
gl_report_write(const struct gl_report *r, enum gl_report_form form, struct gl_sink *s, struct gl_err *err)
{
	struct writer w = {r, s, err};

	(form == GL_REPORT_TEXT ? text : form == GL_REPORT_TSV ? tsv : json)(&w);
	return gl_sink_flush(s, err);
}
