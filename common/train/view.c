#include "train/view.h"

#include "core/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A piece of a line, between two TABs. */
struct word {
	const char *s;
	size_t n;
};

static bool
is(struct word w, const char *text)
{
	return w.n == strlen(text) && memcmp(w.s, text, w.n) == 0;
}

/* The next piece of [*p, end); false when the line is over. *p becomes NULL behind the last. */
static bool
next_word(const char **p, const char *end, struct word *w)
{
	if (!*p)
		return false;
	const char *tab = memchr(*p, '\t', (size_t)(end - *p));
	*w = (struct word){*p, (size_t)((tab ? tab : end) - *p)};
	*p = tab ? tab + 1 : NULL;
	return true;
}

static bool
read_number(struct word w, double *x)
{
	int overflow = 0;

	return gl_number_read64(w.s, w.s + w.n, x, &overflow) == w.s + w.n && w.n > 0;
}

/* Reads n numbers; how many there were. */
static size_t
numbers(const char **p, const char *end, double *x, size_t n)
{
	struct word w;
	size_t i = 0;

	while (i < n && next_word(p, end, &w) && read_number(w, &x[i]))
		i++;
	return i;
}

static void
copy(char to[GL_VIEW_NAME], struct word w)
{
	size_t n = w.n < GL_VIEW_NAME - 1 ? w.n : GL_VIEW_NAME - 1;

	memcpy(to, w.s, n);
	to[n] = '\0';
}

void
gl_view_init(struct gl_view *v)
{
	*v = (struct gl_view){.epoch = -1,
	    .step = -1,
	    .loss = -1,
	    .accuracy = -1,
	    .val_loss = -1,
	    .val_accuracy = -1,
	    .lr = -1,
	    .seconds = -1};
	v->now.epoch = v->now.step = v->now.loss = v->now.accuracy = NAN;
	v->now.val_loss = v->now.val_accuracy = v->now.lr = v->now.seconds = v->now.left = NAN;
}

void
gl_view_free(struct gl_view *v)
{
	gl_arena_free(&v->life);
}

/* ---- curves ---- */

/* The mean of two numbers; of one, if the other is not known. */
static double
mean(double a, double b)
{
	return isnan(a) ? b : isnan(b) ? a : (a + b) / 2;
}

static void
halve(struct gl_curves *c)
{
	double *const all[] = {c->at, c->loss, c->accuracy, c->val_loss, c->val_accuracy, c->lr};

	for (size_t k = 0; k < GL_LEN(all); k++)
		for (size_t i = 1; i < c->n / 2; i++) /* the first one stays: it tells where the run began */
			all[k][i] = mean(all[k][2 * i], all[k][2 * i + 1]);
	c->n /= 2;
}

/* Adds what v->now holds as a point of the curves. */
static void
add_point(struct gl_view *v, double loss, double accuracy, double val_loss, double val_accuracy)
{
	struct gl_curves *c = &v->curves;
	double at = v->each > 0 && !isnan(v->now.step) ? v->now.step / v->each : v->now.epoch;

	if (isnan(at))
		at = (double)(c->n + 1);
	if (c->n == GL_VIEW_POINTS)
		halve(c);
	c->at[c->n] = at;
	c->loss[c->n] = loss;
	c->accuracy[c->n] = accuracy;
	c->val_loss[c->n] = val_loss;
	c->val_accuracy[c->n] = val_accuracy;
	c->lr[c->n++] = v->now.lr;
}

/* ---- the table ---- */

static int
read_names(struct gl_view *v, const char *line, const char *end, struct gl_err *err)
{
	static const char *const name[] = {
	    "epoch", "step", "loss", "accuracy", "val_loss", "val_accuracy", "lr", "seconds"};
	int *const to[] = {
	    &v->epoch, &v->step, &v->loss, &v->accuracy, &v->val_loss, &v->val_accuracy, &v->lr, &v->seconds};
	struct word w;

	for (const char *p = line; next_word(&p, end, &w); v->columns++)
		for (size_t i = 0; i < GL_LEN(name); i++)
			if (is(w, name[i]))
				*to[i] = v->columns;
	if (v->loss < 0 || v->columns > GL_VIEW_COLUMNS)
		return gl_fail(
		    err, "this is not a log of gl-train, which begins with the names of its columns, among them loss");
	return 0;
}

/* The number in a column of a row; NaN when the table has no such column. */
static double
in_column(const double *x, int column)
{
	return column >= 0 ? x[column] : (double)NAN;
}

static int
read_row(struct gl_view *v, const char *line, const char *end, struct gl_err *err)
{
	double x[GL_VIEW_COLUMNS];
	struct word w;
	int n = 0;

	for (const char *p = line; next_word(&p, end, &w); n++) {
		if (n == v->columns)
			return gl_fail(err, "there are more than the %d columns that the first line names", n);
		x[n] = NAN;
		if (w.n > 0 && !read_number(w, &x[n]))
			return gl_fail(err, "'%.*s' is not a number", w.n < 40 ? (int)w.n : 40, w.s);
	}
	if (n < v->columns)
		return gl_fail(err, "found %d column%s, but the first line names %d", n, n == 1 ? "" : "s", v->columns);
	v->now.epoch = in_column(x, v->epoch);
	v->now.step = in_column(x, v->step);
	v->now.loss = in_column(x, v->loss);
	v->now.accuracy = in_column(x, v->accuracy);
	v->now.val_loss = in_column(x, v->val_loss);
	v->now.val_accuracy = in_column(x, v->val_accuracy);
	v->now.lr = in_column(x, v->lr);
	v->now.seconds = in_column(x, v->seconds);
	add_point(v, v->parts ? (double)NAN : v->now.loss, v->parts ? (double)NAN : v->now.accuracy, v->now.val_loss,
	    v->now.val_accuracy);
	v->parts = false;
	return 0;
}

/* ---- what '#' begins ---- */

static void
read_now(struct gl_view *v, const char *p, const char *end)
{
	double x[6];

	if (numbers(&p, end, x, GL_LEN(x)) < GL_LEN(x))
		return;
	v->now.epoch = x[0];
	v->now.step = x[1];
	v->now.loss = x[2];
	v->now.accuracy = x[3];
	v->now.lr = x[4];
	v->now.left = x[5];
}

static void
read_part(struct gl_view *v, const char *p, const char *end)
{
	double x[3];

	if (numbers(&p, end, x, GL_LEN(x)) < GL_LEN(x))
		return;
	v->now.step = x[0];
	v->parts = true;
	add_point(v, x[1], x[2], NAN, NAN);
}

static void
read_labels(struct gl_view *v, const char *p, const char *end)
{
	struct word w;

	for (v->labels = 0; v->labels < GL_VIEW_LABELS && next_word(&p, end, &w); v->labels++)
		v->label[v->labels] = gl_strndup(&v->life, w.s, w.n);
}

static void
read_plane(struct gl_view *v, const char *p, const char *end)
{
	double x[6];
	struct word w;

	if (numbers(&p, end, x, 4) < 4 || !next_word(&p, end, &w))
		return;
	v->map = (struct gl_map){.x0 = x[0], .x1 = x[1], .y0 = x[2], .y1 = x[3], .share = v->share, .point = v->point};
	if (is(w, "values")) {
		if (numbers(&p, end, &x[4], 2) < 2)
			return;
		v->map.lo = x[4];
		v->map.hi = x[5];
	} else {
		if (!read_number(w, &x[4]) || !(x[4] >= 2 && x[4] < 1e6))
			return;
		v->map.class = v->class;
		v->map.classes = (size_t)x[4];
	}
	v->plane = x[0] < x[1] && x[2] < x[3] && (v->map.class || v->map.lo < v->map.hi);
}

static void
read_points(struct gl_view *v, const char *p, const char *end)
{
	double x[3];
	size_t n = v->line_plot ? 2 : 3;

	v->map.points = 0;
	while (v->map.points < GL_MAP_POINTS && numbers(&p, end, x, n) == n)
		if (!v->map.class || (x[2] >= 0 && x[2] < (double)v->map.classes))
			v->point[v->map.points++] = (struct gl_map_point){x[0], v->line_plot ? 0 : x[1], x[n - 1]};
}

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void
read_map(struct gl_view *v, const char *p, const char *end)
{
	double side;
	struct word w;

	if (!v->plane || numbers(&p, end, &side, 1) < 1 || !next_word(&p, end, &w) || !(side >= 1) ||
	    side > GL_MAP_SIDE)
		return;
	size_t n = (size_t)side * (size_t)side, width = v->map.class ? 4 : 2;
	if (w.n != n * width)
		return;
	for (size_t i = 0; i < w.n; i++)
		if (digit(w.s[i]) < 0)
			return;
	for (size_t i = 0; i < n; i++) {
		const char *at = w.s + i * width;
		v->share[i] = (uint8_t)(16 * digit(at[width - 2]) + digit(at[width - 1]));
		if (v->map.class)
			v->class[i] = (uint8_t)(16 * digit(at[0]) + digit(at[1]));
	}
	v->map.side = (size_t)side;
}

static void
read_note(struct gl_view *v, const char *line, const char *end)
{
	const char *p = line;
	struct word key, w;
	double x[2];

	if (!next_word(&p, end, &key))
		return;
	if (is(key, "#now"))
		read_now(v, p, end);
	else if (is(key, "#part"))
		read_part(v, p, end);
	else if (is(key, "#map"))
		read_map(v, p, end);
	else if (is(key, "#curve"))
		v->curve_places = v->line_plot ? numbers(&p, end, v->curve, GL_CURVE_PLACES) : 0;
	else if (is(key, "#net") && next_word(&p, end, &w))
		copy(v->net, w);
	else if (is(key, "#loss") && next_word(&p, end, &w)) {
		copy(v->loss_name, w);
		if (next_word(&p, end, &w))
			copy(v->unit, w);
	} else if (is(key, "#each"))
		numbers(&p, end, &v->each, 1);
	else if (is(key, "#until") && numbers(&p, end, &v->until, 1) == 1)
		v->until_steps = next_word(&p, end, &w) && is(w, "steps");
	else if (is(key, "#labels"))
		read_labels(v, p, end);
	else if (is(key, "#plane"))
		read_plane(v, p, end);
	else if (is(key, "#line") && numbers(&p, end, x, 2) == 2 && x[0] < x[1]) {
		v->line_plot = true;
		v->map = (struct gl_map){.x0 = x[0], .x1 = x[1], .point = v->point};
	} else if (is(key, "#points"))
		read_points(v, p, end);
}

int
gl_view_line(struct gl_view *v, const char *line, size_t n, struct gl_err *err)
{
	const char *end = line + n;

	v->line++;
	if (n > 0 && end[-1] == '\r')
		end--;
	if (line < end && *line == '#') {
		read_note(v, line, end); /* what is not known to us is a remark */
		return 0;
	}
	return v->columns == 0 ? read_names(v, line, end, err) : read_row(v, line, end, err);
}
