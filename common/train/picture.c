/*
 * The picture of a run. On top the figures of the moment, below them the curves: loss, accuracy, and the rate where it
 * changes; to their right, or below them on a narrow screen, what a network of one or two inputs computes. What does
 * not fit is left out: first the smaller plots, then axes.
 */
#include "train/view.h"

#include "core/number.h"
#include "core/percent.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct gl_stroke train_stroke = {GL_TRAIN_COLOUR, 0, '*'}, val_stroke = {GL_VAL_COLOUR, 'o', 'o'},
			      rate_stroke = {GL_RATE_COLOUR, 0, '*'}, point_stroke = {0xFF962D, 'o', 'o'};

/* ---- the figures ---- */

enum { TEXT = 160 };

/* A number with a few digits, in text of GL_NUMBER_TEXT + 1. */
static const char *
few(double x, char *text)
{
	text[gl_number_print_digits64(x, 4, text)] = '\0';
	return text;
}

/* "training: cross-entropy 0.31 nats, accuracy 91.2 %", without what is not known; of nothing, nothing. */
static void
figures(char text[TEXT], const char *before, const char *name, double loss, const char *unit, double accuracy)
{
	char number[GL_NUMBER_TEXT + 1];
	size_t n = 0;

	*text = '\0';
	if (!isnan(loss))
		n = (size_t)snprintf(text, TEXT, "%s%s%s%s%s%s", before, name, *name ? " " : "", few(loss, number),
		    *unit ? " " : "", unit);
	if (!isnan(accuracy) && n < TEXT)
		snprintf(text + n, TEXT - n, "%saccuracy %s %%", n ? ", " : "", gl_percent_fixed(accuracy, number));
}

static void
time_text(char text[TEXT], double seconds, const char *after)
{
	double s = floor(seconds), minutes = floor(s / 60);

	if (minutes < 60)
		snprintf(text, TEXT, "%.0f:%02.0f%s", minutes, s - 60 * minutes, after);
	else
		snprintf(text, TEXT, "%.0f:%02.0f:%02.0f%s", floor(minutes / 60), fmod(minutes, 60), s - 60 * minutes,
		    after);
}

/* Words with two spaces before them, unless they are the first; left out where they don't fit. Returns the column. */
static long
item(struct gl_screen *s, long row, long column, long end, uint32_t ink, const char *words)
{
	long from = column > 0 ? column + 2 : 0;

	if (!*words || from + gl_words_width(words) > end)
		return column;
	return gl_screen_words(s, row, from, ink, words);
}

/* The first row: where the run is. The time is at its right end. */
static void
draw_place(const struct gl_view *v, struct gl_screen *s)
{
	char text[TEXT] = "", number[GL_NUMBER_TEXT + 1];
	long end = s->columns, column = 0;

	if (v->now.left > 0 && v->now.left < 1e7)
		time_text(text, v->now.left, " left");
	else if (v->now.seconds >= 0 && v->now.seconds < 1e7)
		time_text(text, v->now.seconds, "");
	if (*text && gl_words_width(text) < end) {
		gl_screen_words(s, 0, end - gl_words_width(text), GL_PLAIN, text);
		end -= gl_words_width(text) + 1;
	}
	if (!isnan(v->now.epoch)) {
		int n = snprintf(text, sizeof text, "epoch %.0f", v->now.epoch);
		if (v->until > 0 && !v->until_steps)
			snprintf(text + n, sizeof text - (size_t)n, "/%.0f", v->until);
		column = item(s, 0, column, end, GL_PLAIN, text);
	}
	if (!isnan(v->now.step)) {
		int n = snprintf(text, sizeof text, "step %.0f", v->now.step);
		if (v->until > 0 && v->until_steps)
			snprintf(text + n, sizeof text - (size_t)n, "/%.0f", v->until);
		column = item(s, 0, column, end, GL_PLAIN, text);
	}
	if (!isnan(v->now.lr)) {
		snprintf(text, sizeof text, "learning rate %s", few(v->now.lr, number));
		column = item(s, 0, column, end, GL_PLAIN, text);
	}
	item(s, 0, column, end, GL_GREY, v->net);
}

/* A sample of a curve and its figures, from a column on; false when there is no room. */
static bool
draw_score(struct gl_screen *s, long row, long *column, const struct gl_stroke *stroke, const char *words)
{
	long from = *column > 0 ? *column + 3 : 0;

	if (from + 3 + gl_words_width(words) > s->columns)
		return false;
	gl_plot_sample(s, row, from, stroke);
	*column = gl_screen_words(s, row, from + 3, GL_PLAIN, words);
	return true;
}

static bool
held_out(const struct gl_view *v)
{
	for (size_t i = 0; i < v->curves.n; i++)
		if (!isnan(v->curves.val_loss[i]) || !isnan(v->curves.val_accuracy[i]))
			return true;
	return false;
}

/* The scores, in one row or two. Returns how many. */
static long
draw_scores(const struct gl_view *v, struct gl_screen *s, long row)
{
	char text[TEXT];
	long column = 0, rows = 1;

	figures(text, "training: ", v->loss_name, v->now.loss, v->unit, v->now.accuracy);
	if (!*text)
		return 0;
	if (!draw_score(s, row, &column, &train_stroke, text)) {
		figures(text, "", "", v->now.loss, v->unit, (double)NAN);
		if (!draw_score(s, row, &column, &train_stroke, text))
			return 0;
	}
	figures(text, "held out: ", "", v->now.val_loss, v->unit, v->now.val_accuracy);
	if (!*text || draw_score(s, row, &column, &val_stroke, text) || s->rows < 12)
		return rows;
	column = 0;
	return rows + draw_score(s, row + 1, &column, &val_stroke, text);
}

/* ---- the curves ---- */

static void
range(const double *x, size_t n, bool positive, double *lo, double *hi)
{
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(x[i]) || (positive && x[i] <= 0))
			continue;
		*lo = x[i] < *lo ? x[i] : *lo;
		*hi = x[i] > *hi ? x[i] : *hi;
	}
}

/*
 * A plot of one or two columns of the curves (b may be NULL) in a box, with a title. whole: the axis goes from 0 to at
 * least the values (a loss), or up to 1 as they do (an accuracy, `share`).
 */
static void
draw_curves(const struct gl_view *v, struct gl_screen *s, struct gl_box all, const char *title, const double *a,
    const double *b, bool log, bool share, const struct gl_stroke *stroke)
{
	const struct gl_curves *c = &v->curves;
	double lo = INFINITY, hi = -INFINITY, end = c->n ? c->at[c->n - 1] : 1;
	struct gl_plot p;

	if (all.rows > 3) {
		gl_screen_words(s, all.row, all.column, GL_GREY, title);
		all.row++;
		all.rows--;
	}
	if (all.rows <= 0 || all.columns <= 0)
		return;
	range(a, c->n, log, &lo, &hi);
	if (b)
		range(b, c->n, log, &lo, &hi);
	if (!(lo <= hi)) {
		lo = share ? 0 : 1e-3;
		hi = 1;
	}
	if (share)
		hi = 1;
	else if (!log && lo > 0)
		lo = 0;
	gl_axis_fit(&p.x, c->n > 1 ? c->at[0] : 0, end, false, false, gl_plot_ticks_x(&all));
	gl_axis_fit(&p.y, lo, hi, log, true, gl_plot_ticks_y(&all));
	gl_plot_axes(&p, s, &all, "epochs");
	gl_plot_curve(&p, c->at, a, c->n, stroke);
	if (b)
		gl_plot_curve(&p, c->at, b, c->n, &val_stroke);
}

static bool
changes(const double *x, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (x[i] != x[0] && !isnan(x[i]))
			return true;
	return false;
}

static bool
known(const double *x, size_t n)
{
	double lo = INFINITY, hi = -INFINITY;

	range(x, n, false, &lo, &hi);
	return lo <= hi;
}

/* Loss, accuracy and rate, one below the other or side by side. */
static void
draw_all_curves(const struct gl_view *v, struct gl_screen *s, struct gl_box all, bool log)
{
	const struct gl_curves *c = &v->curves;
	char title[2 * GL_VIEW_NAME + 32];
	bool val = held_out(v), accuracy = known(c->accuracy, c->n) || known(c->val_accuracy, c->n);
	struct gl_box box = all;

	snprintf(title, sizeof title, "%s%s%s%s", *v->loss_name ? v->loss_name : "loss", *v->unit ? " [" : "", v->unit,
	    *v->unit ? "]" : "");
	if (changes(c->lr, c->n) && box.rows >= 24) {
		struct gl_box below = {box.row + box.rows - 8, box.column, 8, box.columns};
		draw_curves(v, s, below, "learning rate", c->lr, NULL, false, false, &rate_stroke);
		box.rows -= 8;
	}
	if (accuracy && box.columns >= 100) {
		struct gl_box right = {box.row, box.column + box.columns / 2 + 1, box.rows, (box.columns - 1) / 2};
		draw_curves(
		    v, s, right, "accuracy", c->accuracy, val ? c->val_accuracy : NULL, false, true, &train_stroke);
		box.columns = box.columns / 2 - 1;
	} else if (accuracy && box.rows >= 16) {
		long rows = box.rows * 2 / 5;
		struct gl_box below = {box.row + box.rows - rows, box.column, rows, box.columns};
		draw_curves(
		    v, s, below, "accuracy", c->accuracy, val ? c->val_accuracy : NULL, false, true, &train_stroke);
		box.rows -= rows;
	}
	draw_curves(v, s, box, title, c->loss, val ? c->val_loss : NULL, log, false, &train_stroke);
}

/* ---- what the network computes ---- */

/* One input: its output as a curve among the examples. */
static void
draw_line(const struct gl_view *v, struct gl_screen *s, struct gl_box all)
{
	double lo = INFINITY, hi = -INFINITY, x[GL_CURVE_PLACES], px[GL_MAP_POINTS], py[GL_MAP_POINTS];
	struct gl_plot p;

	for (size_t i = 0; i < v->curve_places; i++)
		x[i] = v->map.x0 + (v->map.x1 - v->map.x0) * (double)i / (GL_CURVE_PLACES - 1);
	for (size_t i = 0; i < v->map.points; i++) {
		px[i] = v->point[i].x;
		py[i] = v->point[i].target;
	}
	range(v->curve, v->curve_places, false, &lo, &hi);
	range(py, v->map.points, false, &lo, &hi);
	if (!(lo <= hi))
		return;
	long column = all.column;
	gl_plot_sample(s, all.row, column, &point_stroke);
	column = gl_screen_words(s, all.row, column + 3, GL_GREY, "examples") + 2;
	gl_plot_sample(s, all.row, column, &train_stroke);
	gl_screen_words(s, all.row, column + 3, GL_GREY, "network");
	all.row++;
	all.rows--;
	gl_axis_fit(&p.x, v->map.x0, v->map.x1, false, false, gl_plot_ticks_x(&all));
	gl_axis_fit(&p.y, lo, hi, false, true, gl_plot_ticks_y(&all));
	gl_plot_axes(&p, s, &all, "input");
	gl_plot_points(&p, px, py, v->map.points, &point_stroke);
	gl_plot_curve(&p, x, v->curve, v->curve_places, &train_stroke);
}

static void
draw_plane(const struct gl_view *v, struct gl_screen *s, struct gl_box all)
{
	gl_map_legend(&v->map, v->labels == v->map.classes && v->labels > 0 ? v->label : NULL, s, all.row, all.column,
	    all.column + all.columns);
	all.row++;
	all.rows--;
	gl_map_draw(&v->map, s, &all);
}

/* ---- all of it ---- */

void
gl_view_draw(const struct gl_view *v, struct gl_screen *s, bool log, const char *keys)
{
	struct gl_box all = {1, 0, s->rows - 1, s->columns};
	bool line = v->line_plot && v->curve_places > 1, plane = v->plane && v->map.side > 0;

	draw_place(v, s);
	long rows = draw_scores(v, s, 1);
	if (s->rows >= 18) {
		rows++; /* an empty row above the plots, and the keys below them */
		if (*keys) {
			gl_screen_words(s, s->rows - 1, 0, GL_GREY, keys);
			all.rows--;
		}
	}
	all.row += rows;
	all.rows -= rows;
	if ((line || plane) && all.columns >= 56 && all.rows >= 8) {
		/* two columns to a row make it square */
		long columns = 2 * all.rows + 2, most = all.columns * 11 / 20;
		struct gl_box right = all;
		right.columns = columns < most ? columns : most;
		right.column = all.columns - right.columns;
		(line ? draw_line : draw_plane)(v, s, right);
		all.columns -= right.columns + 2;
	} else if ((line || plane) && all.rows >= 20) {
		struct gl_box below = all;
		below.rows = all.rows / 2;
		below.row += all.rows - below.rows;
		(line ? draw_line : draw_plane)(v, s, below);
		all.rows -= below.rows + 1;
	}
	draw_all_curves(v, s, all, log);
}
