/* The report for people. */
#include "core/percent.h"
#include "train/paired.h"
#include "train/report-inside.h"
#include "train/seen.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Confusion tables of more classes than this are too wide to be read; TSV and JSON have them. */
enum { TABLE_CLASSES = 26 };

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
spaces(struct gl_report_writer *w, int n)
{
	if (n > 0)
		gl_sink_print(w->s, w->err, "%*s", n, "");
}

static double
of(const struct gl_metrics *m, const char *metric)
{
	return gl_metric_find(metric)->value(m);
}

/* "91.2 % (912/1000)" */
static void
percent(struct gl_report_writer *w, const char *what, uint64_t part, uint64_t whole)
{
	char text[GL_NUMBER_TEXT + 1];

	gl_sink_print(w->s, w->err, "%s %s %% (%" PRIu64 "/%" PRIu64 ")", what,
	    gl_percent_fixed((double)part / (double)whole, text), part, whole);
}

/* Accuracy, unless outputs are values, and the loss, as they are when each example counts by its weight. */
static void
text_weighted(struct gl_report_writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	char text[GL_NUMBER_TEXT + 1];

	if (!m->weighted)
		return;
	if (m->task != GL_TASK_VALUES)
		gl_sink_print(w->s, w->err, "weighted accuracy %s %% (%.6g/%.6g, by weight)\n",
		    gl_percent_fixed(of(m, "weighted-accuracy"), text), m->weighted->right, m->weighted->weight);
	gl_sink_print(w->s, w->err, "weighted %s %.4g%s%s\n", m->loss->name, of(m, "weighted-loss"),
	    *m->loss->unit ? " " : "", m->loss->unit);
}

/* A mean of probabilities in a column. */
static void
mean_cell(struct gl_report_writer *w, double v)
{
	gl_sink_print(w->s, w->err, "%9.1f %%", 100 * v);
}

/* A share in a column, or - where it is not defined. */
static void
cell(struct gl_report_writer *w, double v)
{
	char text[GL_NUMBER_TEXT + 1];

	if (isnan(v))
		gl_sink_print(w->s, w->err, "%11s", "-");
	else
		gl_sink_print(w->s, w->err, "%9s %%", gl_percent_fixed(v, text));
}

static void
number(struct gl_report_writer *w, const char *what, double v, const char *unit)
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
		int n = width(gl_report_class(r, i, index));
		least = n > least ? n : least;
	}
	return least;
}

static void
text_confusion(struct gl_report_writer *w)
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
		other[i] = width(gl_report_class(w->r, i, index));
		for (size_t k = 0; k < m->classes; k++) {
			int n = snprintf(digits, sizeof digits, "%" PRIu64, m->confusion[k * m->classes + i]);
			other[i] = n > other[i] ? n : other[i];
		}
		spaces(w, 2 + other[i] - width(gl_report_class(w->r, i, index)));
		gl_sink_print(w->s, w->err, "%s", gl_report_class(w->r, i, index));
	}
	for (size_t k = 0; k < m->classes; k++) {
		gl_sink_print(w->s, w->err, "\n%s", gl_report_class(w->r, k, index));
		spaces(w, first - width(gl_report_class(w->r, k, index)));
		for (size_t i = 0; i < m->classes; i++)
			gl_sink_print(w->s, w->err, "  %*" PRIu64, other[i], m->confusion[k * m->classes + i]);
	}
	gl_sink_print(w->s, w->err, "\n");
}

static void
text_classes(struct gl_report_writer *w)
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
		gl_sink_print(w->s, w->err, "%s", gl_report_class(w->r, i, index));
		spaces(w, first - width(gl_report_class(w->r, i, index)));
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

/* The ranges of M equal parts have whole percentages as ends if M divides 100. */
static void
text_calibration(struct gl_report_writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	const struct gl_calibration *c = m->calibration;
	int decimals = 100 % c->bins ? 1 : 0, wide = decimals ? 5 : 3;

	gl_sink_print(w->s, w->err, "\ncalibration (confidence: the probability of the predicted class)\n");
	gl_sink_print(w->s, w->err, "confidence %*s  mean confidence   accuracy\n", 2 * wide + 7, "examples");
	for (size_t i = 0; i < c->bins; i++) {
		const struct gl_bin *b = &c->bin[i];
		if (b->cases == 0)
			continue;
		gl_sink_print(w->s, w->err, "%*.*f to %*.*f %% %11" PRIu64 "      ", wide, decimals,
		    100 * (double)i / (double)c->bins, wide, decimals, 100 * (double)(i + 1) / (double)c->bins,
		    b->cases);
		mean_cell(w, b->confidence / (double)b->cases);
		cell(w, (double)b->right / (double)b->cases);
		gl_sink_print(w->s, w->err, "\n");
	}
	gl_sink_print(w->s, w->err, "all %*" PRIu64 "      ", 2 * wide + 14, m->cases);
	mean_cell(w, of(m, "confidence"));
	cell(w, of(m, "accuracy"));
	gl_sink_print(w->s, w->err, "\ncalibration error %.1f %%\n", 100 * of(m, "calibration-error"));
}

/* ---- Intervals ---- */

/* A line: the figure, and between what it may be. Of shares the percentages, which a mean of 0 to 1 may be, too. */
static void
interval(struct gl_report_writer *w, const char *what, double v, bool share, struct gl_interval i, const char *unit)
{
	char text[GL_NUMBER_TEXT + 1];

	gl_sink_print(w->s, w->err, "%-20s ", what);
	if (share)
		gl_sink_print(w->s, w->err, "%6s %%", gl_percent_fixed(v, text));
	else
		gl_sink_print(w->s, w->err, "%8.4g", v);
	if (isnan(i.low))
		gl_sink_print(w->s, w->err, "   -\n");
	else if (share)
		gl_sink_print(w->s, w->err, "   %.1f to %.1f %%\n", 100 * i.low, 100 * i.high);
	else
		gl_sink_print(w->s, w->err, "   %.4g to %.4g%s%s\n", i.low, i.high, *unit ? " " : "", unit);
}

/* Shares first, as they were, then the loss, then what else has an interval. */
static void
text_intervals(struct gl_report_writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	char top[32];

	gl_sink_print(w->s, w->err, "\n%-20s %8s   %.6g %% interval\n", "figure", "value", 100 * m->spread->level);
	for (int share = 1; share >= 0; share--) {
		for (const struct gl_metric *t = gl_metric_table; t->name; t++)
			if (gl_metric_counted(t, m) && t->interval && (t->most > 0) == share)
				interval(w, gl_report_metric(w->r, t, top), t->value(m), share,
				    gl_metric_interval(t, m), "");
		if (share && gl_report_loss_apart(w->r))
			interval(w, m->loss->name, gl_metrics_loss(m), false, gl_loss_interval(m), m->loss->unit);
	}
}

/* ---- Training rows and other networks ---- */

static void
text_seen(struct gl_report_writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	const struct gl_seen_count *c = m->seen;

	gl_sink_print(w->s, w->err, "\n");
	percent(w, "seen in training", c->seen, m->examples);
	if (c->conflicting)
		gl_sink_print(w->s, w->err, ", %" PRIu64 " with another target", c->conflicting);
	gl_sink_print(w->s, w->err, "\n");
	for (uint64_t i = 0; i < c->seen && i < GL_SEEN_FIRST; i++)
		gl_sink_print(w->s, w->err, "  row %" PRIu64 " is row %" PRIu64 " of %s%s\n", c->first[i].row + 1,
		    c->first[i].train + 1, c->name, c->first[i].other_target ? ", with another target" : "");
	if (c->seen > GL_SEEN_FIRST)
		gl_sink_print(w->s, w->err, "  and %" PRIu64 " more\n", c->seen - GL_SEEN_FIRST);
	if (m->task != GL_TASK_VALUES && c->seen && c->unseen_cases) {
		percent(w, "accuracy of the others", c->unseen_right, c->unseen_cases);
		gl_sink_print(w->s, w->err, "\n");
	}
}

/* A line of two names and two counts below each other. */
static void
pair_line(struct gl_report_writer *w, int first, const char *name, const char *what, uint64_t a, uint64_t b)
{
	gl_sink_print(w->s, w->err, "%s%s", name, what);
	spaces(w, first - width(name) - width(what));
	gl_sink_print(w->s, w->err, "  %11" PRIu64 "  %11" PRIu64 "\n", a, b);
}

/* A p for people: two digits, more below one in a hundred, and no long row of noughts. */
static const char *
p_words(double p, char text[32])
{
	if (p < 1e-6)
		snprintf(text, 32, "below 0.000001");
	else
		text[gl_number_print_digits64(p, 2, text)] = '\0';
	return text;
}

/* What was counted: of classes McNemar's table, else who has more right, or the smaller loss. */
static void
text_counts(struct gl_report_writer *w, const struct gl_paired *p)
{
	const struct gl_metrics *m = p->first;
	const char *mine = w->r->name, *other = p->name;
	int first = width(mine) > width(other) ? width(mine) : width(other);

	if (m->task != GL_TASK_VALUES && m->cases == m->examples) {
		spaces(w, first + 7);
		gl_sink_print(w->s, w->err, "  other right  other wrong\n");
		pair_line(w, first + 7, mine, " right", p->both, p->won);
		pair_line(w, first + 7, mine, " wrong", p->lost, p->neither);
		return;
	}
	gl_sink_print(w->s, w->err, m->task == GL_TASK_VALUES ? "smaller loss" : "more right");
	gl_sink_print(w->s, w->err, ": %s %" PRIu64 ", %s %" PRIu64 ", equal %" PRIu64 "\n", mine, p->won, other,
	    p->lost, p->both + p->neither);
}

/* A difference in points of a hundred, with its sign; what is not 0 is not shown as 0. */
static const char *
points(double difference, char text[32])
{
	for (int decimals = 1; decimals < 4; decimals++) {
		snprintf(text, 32, "%+.*f", decimals, 100 * difference);
		if (text[strspn(text, "+-0.")] || difference == 0)
			break;
	}
	return text;
}

static void
text_paired(struct gl_report_writer *w, const struct gl_paired *p)
{
	const struct gl_metrics *a = p->first, *b = p->second;
	struct gl_interval i = gl_paired_interval(p), l = gl_sample_interval(&p->loss, a->spread->z);
	double chance = gl_paired_p(p);
	bool values = a->task == GL_TASK_VALUES, one = a->cases == a->examples;
	char x[GL_NUMBER_TEXT + 1], y[GL_NUMBER_TEXT + 1], gain[32], low[32], high[32];

	gl_sink_print(w->s, w->err, "\ncompared with %s on the same %" PRIu64 " examples\n", p->name, a->examples);
	text_counts(w, p);
	if (!values)
		gl_sink_print(w->s, w->err, "accuracy %s %% against %s %%: %s points (%.6g %%: %s to %s)\n",
		    gl_percent_fixed((double)a->right / (double)a->cases, x),
		    gl_percent_fixed((double)b->right / (double)b->cases, y), points(gl_paired_gain(p), gain),
		    100 * a->spread->level, points(i.low, low), points(i.high, high));
	if (gl_paired_same_loss(p)) {
		gl_sink_print(w->s, w->err, "%s %.4g against %.4g: %+.3g", a->loss->name, gl_metrics_loss(a),
		    gl_metrics_loss(b), p->loss.mean);
		if (!isnan(l.low))
			gl_sink_print(
			    w->s, w->err, " (%.6g %%: %+.3g to %+.3g)", 100 * a->spread->level, l.low, l.high);
		gl_sink_print(w->s, w->err, "\n");
	}
	gl_sink_print(w->s, w->err, "p %s (%s): ", p_words(chance, x), !values && one ? "McNemar's test" : "sign test");
	if (p->won + p->lost == 0)
		gl_sink_print(w->s, w->err, "they never differ\n");
	else if (chance > 1 - a->spread->level)
		gl_sink_print(w->s, w->err, "chance alone may have made this difference\n");
	else
		gl_sink_print(w->s, w->err, "chance alone seldom makes such a difference\n");
}

/* ---- All of it ---- */

static void
text_figures(struct gl_report_writer *w)
{
	const struct gl_metrics *m = w->r->metrics;
	char index[24], what[48];

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
	number(w, m->loss->name, gl_metrics_loss(m), m->loss->unit);
	text_weighted(w);
	percent(w, "baseline", gl_metrics_baseline(m), m->cases);
	if (m->task == GL_TASK_CLASSES)
		gl_sink_print(w->s, w->err, ": always %s\n", gl_report_class(w->r, gl_metrics_most_frequent(m), index));
	else
		gl_sink_print(w->s, w->err, ": always each label's more frequent answer\n");
	text_confusion(w);
	text_classes(w);
}

static void
text_values(struct gl_report_writer *w)
{
	const struct gl_metrics *m = w->r->metrics;

	if (gl_report_loss_apart(w->r))
		number(w, m->loss->name, gl_metrics_loss(m), m->loss->unit);
	number(w, "mse", of(m, "mse"), "");
	number(w, "mae", of(m, "mae"), "");
	number(w, "R2", of(m, "r2"), "");
	text_weighted(w);
	gl_sink_print(w->s, w->err, "baseline mse %.4g: always the mean of the targets\n", of(m, "baseline-mse"));
	gl_sink_print(w->s, w->err, "examples %" PRIu64 "\n", m->examples);
}

void
gl_report_text(struct gl_report_writer *w)
{
	const struct gl_metrics *m = w->r->metrics;

	(m->task == GL_TASK_VALUES ? text_values : text_figures)(w);
	text_intervals(w);
	if (m->seen)
		text_seen(w);
	for (size_t i = 0; i < m->npaired; i++)
		text_paired(w, &m->paired[i]);
	if (m->calibration)
		text_calibration(w);
}
