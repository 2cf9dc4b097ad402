/* The table of a sweep's results: text, TSV, JSON. See sweep/collect.h. */
#include "core/number.h"
#include "core/text.h"
#include "format/quote.h"
#include "sweep/collect.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static const char *const state_name[] = {"waiting", "unfinished", "diverged", "done"};
enum { DIGITS = 4 }; /* of figures in text */

struct writer {
	const struct gl_collection *c;
	const struct gl_collect_args *args;
	struct gl_sink *to;
	struct gl_arena *arena;
	struct gl_err *err;
};

/* Option columns; with a line for each setting, not the one that its runs differ in. */
static bool
shown(const struct writer *w, size_t i)
{
	return w->args->each || strcmp(w->c->column[i], w->args->over) != 0;
}

/* The file that a run has left; "" if there is none yet. */
static const char *
file_of(const struct writer *w, const struct gl_outcome *o)
{
	static const char *const end[] = {NULL, "checkpoint", "diverged", "net"};

	return end[o->state] ? gl_run_path(w->c->folder, o->plan->id, end[o->state], w->arena) : "";
}

static size_t
total(const struct gl_collection *c, enum gl_run_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < c->runs; i++)
		n += c->run[i].state == state;
	return n;
}

/* ---- text ---- */

/* An option's value. Numbers are written alike, given as 1e-2 or as 0.01; whole ones stay as they are. */
static const char *
option(const struct writer *w, const char *value)
{
	char text[GL_NUMBER_TEXT + 1];
	const char *end = value + strlen(value);
	double x;
	int overflow = 0;

	if (value[strspn(value, "0123456789")] == '\0' || gl_number_read64(value, end, &x, &overflow) != end ||
	    overflow || !isfinite(x))
		return value;
	text[gl_number_print64(x, text)] = '\0';
	return gl_strdup(w->arena, text);
}

/* A loss as it is, an accuracy (the only figure of which more is better) as a percentage. */
static const char *
figure(const struct writer *w, double x)
{
	char text[GL_NUMBER_TEXT + 1];

	if (isnan(x))
		return "-";
	text[gl_number_print_digits64(w->c->greater ? 100 * x : x, DIGITS, text)] = '\0';
	return gl_asprintf(w->arena, w->c->greater ? "%s %%" : "%s", text);
}

/* "4 done, 1 diverged" */
static const char *
counts(const struct writer *w, const size_t count[4])
{
	struct gl_text t = {.arena = w->arena};

	gl_text_add(&t, "%s", "");
	for (size_t s = 4; s-- > 0;)
		if (count[s] > 0)
			gl_text_add(&t, "%s%zu %s", t.n > 0 ? ", " : "", count[s], state_name[s]);
	return t.s;
}

/* How many columns of a terminal a text in UTF-8 takes, counting each character as one. */
static size_t
width_of(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

/* Cells in rows, below a row of headings; a column with nothing but numbers and dashes stands to the right. */
static void
print_cells(const struct writer *w, const char *const *cell, size_t rows, size_t columns)
{
	size_t *width = gl_alloc(w->arena, columns, sizeof *width);
	bool *right = gl_alloc(w->arena, columns, sizeof *right);

	for (size_t k = 0; k < columns; k++) {
		right[k] = true;
		for (size_t i = 0; i < rows; i++) {
			const char *s = cell[i * columns + k];
			width[k] = width_of(s) > width[k] ? width_of(s) : width[k];
			right[k] &= i == 0 || strspn(s, "0123456789.e+-% ") == strlen(s);
		}
	}
	for (size_t i = 0; i < rows; i++) {
		struct gl_text line = {.arena = w->arena};
		gl_text_add(&line, "%s", "");
		for (size_t k = 0; k < columns; k++) {
			const char *s = cell[i * columns + k];
			int pad = (int)(width[k] - width_of(s));
			gl_text_add(
			    &line, "%s%*s%s%*s", k ? "  " : "", right[k] ? pad : 0, "", s, right[k] ? 0 : pad, "");
		}
		while (line.n > 0 && line.s[line.n - 1] == ' ')
			line.s[--line.n] = '\0';
		gl_sink_print(w->to, w->err, "%s\n", line.s);
	}
}

static void
text(const struct writer *w)
{
	static const char *const at[] = {"of the network that was kept", "at its best epoch", "at the last epoch"};
	const struct gl_collection *c = w->c;
	size_t count[4], rows = (w->args->each ? c->runs : c->settings) + 1, columns = c->columns + 5, n = 0;
	const char **cell = gl_alloc(w->arena, rows * columns, sizeof *cell);

	for (size_t s = 0; s < 4; s++)
		count[s] = total(c, (enum gl_run_state)s);
	gl_sink_print(w->to, w->err, "%zu run%s: %s\n", c->runs, c->runs == 1 ? "" : "s", counts(w, count));
	gl_sink_print(w->to, w->err, "%s %s", c->by, at[w->args->at]);
	gl_sink_print(
	    w->to, w->err, w->args->each ? "\n\n" : ": mean and standard deviation (sd) over --%s\n\n", w->args->over);
	for (size_t r = 0; r < rows; r++) {
		const struct gl_setting *s = r > 0 && !w->args->each ? &c->setting[r - 1] : NULL;
		const struct gl_outcome *o = r > 0 && w->args->each ? &c->run[r - 1] : NULL;
		for (size_t i = 0; i < c->columns; i++) {
			const char *value = s ? gl_planned_value(s->first->plan, c->column[i])
			    : o               ? gl_planned_value(o->plan, c->column[i])
					      : NULL;
			if (shown(w, i))
				cell[n++] = r == 0 ? c->column[i] : value ? option(w, value) : "";
		}
		if (w->args->each) {
			cell[n++] = o ? figure(w, o->figure) : c->by;
			cell[n++] = !o ? "epoch" : o->epoch ? gl_asprintf(w->arena, "%" PRIu64, o->epoch) : "-";
			cell[n++] = o ? state_name[o->state] : "state";
			cell[n++] = o ? file_of(w, o) : "file";
		} else {
			cell[n++] = s ? figure(w, s->mean) : c->by;
			cell[n++] = s ? figure(w, s->deviation) : "sd";
			cell[n++] = s ? figure(w, s->best ? s->best->figure : (double)NAN) : "best";
			cell[n++] = s ? counts(w, s->count) : "runs";
			cell[n++] = !s ? "best file" : s->best ? file_of(w, s->best) : "";
		}
		columns = r == 0 ? n : columns;
	}
	print_cells(w, cell, rows, columns);
}

/* ---- TSV ---- */

static void
tsv_options(const struct writer *w, const struct gl_planned *p)
{
	for (size_t i = 0; i < w->c->columns; i++) {
		const char *value = p ? gl_planned_value(p, w->c->column[i]) : w->c->column[i];
		if (!shown(w, i))
			continue;
		gl_sink_tsv(w->to, value ? value : "", w->err);
		gl_sink_print(w->to, w->err, "\t");
	}
}

static void
tsv_number(const struct writer *w, double x)
{
	gl_sink_number(w->to, x, "", w->err);
	gl_sink_print(w->to, w->err, "\t");
}

static void
tsv(const struct writer *w)
{
	const struct gl_collection *c = w->c;

	tsv_options(w, NULL);
	if (w->args->each) {
		gl_sink_print(w->to, w->err, "figure\tvalue\tepoch\tstate\tfile\n");
		for (size_t i = 0; i < c->runs; i++) {
			const struct gl_outcome *o = &c->run[i];
			tsv_options(w, o->plan);
			gl_sink_print(w->to, w->err, "%s\t", c->by);
			tsv_number(w, o->figure);
			tsv_number(w, o->epoch > 0 ? (double)o->epoch : (double)NAN);
			gl_sink_print(w->to, w->err, "%s\t", state_name[o->state]);
			gl_sink_tsv(w->to, file_of(w, o), w->err);
			gl_sink_print(w->to, w->err, "\n");
		}
		return;
	}
	gl_sink_print(w->to, w->err, "figure\tmean\tsd\tbest\tdone\tdiverged\tunfinished\twaiting\tfile\n");
	for (size_t i = 0; i < c->settings; i++) {
		const struct gl_setting *s = &c->setting[i];
		tsv_options(w, s->first->plan);
		gl_sink_print(w->to, w->err, "%s\t", c->by);
		tsv_number(w, s->mean);
		tsv_number(w, s->deviation);
		tsv_number(w, s->best ? s->best->figure : (double)NAN);
		for (size_t k = 4; k-- > 0;)
			gl_sink_print(w->to, w->err, "%zu\t", s->count[k]);
		gl_sink_tsv(w->to, s->best ? file_of(w, s->best) : "", w->err);
		gl_sink_print(w->to, w->err, "\n");
	}
}

/* ---- JSON ---- */

static void
json_word(const struct writer *w, const char *before, const char *key, const char *word)
{
	gl_sink_print(w->to, w->err, "%s", before);
	gl_sink_json(w->to, key, w->err);
	gl_sink_print(w->to, w->err, ": ");
	gl_sink_json(w->to, word, w->err);
}

static void
json_number(const struct writer *w, const char *key, double x)
{
	gl_sink_print(w->to, w->err, ", \"%s\": ", key);
	gl_sink_number(w->to, x, "null", w->err);
}

static void
json_options(const struct writer *w, const struct gl_planned *p)
{
	size_t n = 0;

	gl_sink_print(w->to, w->err, "\"options\": {");
	for (size_t i = 0; i < w->c->columns; i++) {
		const char *value = gl_planned_value(p, w->c->column[i]);
		if (value && shown(w, i))
			json_word(w, n++ > 0 ? ", " : "", w->c->column[i], value);
	}
	gl_sink_print(w->to, w->err, "}");
}

static void
json(const struct writer *w)
{
	static const char *const at[] = {"kept", "best", "last"};
	const struct gl_collection *c = w->c;

	json_word(w, "{\n  ", "figure", c->by);
	json_word(w, ",\n  ", "better", c->greater ? "greater" : "less");
	json_word(w, ",\n  ", "at", at[w->args->at]);
	json_word(w, ",\n  ", "over", w->args->over);
	for (size_t k = 4; k-- > 0;)
		gl_sink_print(w->to, w->err, ",\n  \"%s\": %zu", state_name[k], total(c, (enum gl_run_state)k));
	gl_sink_print(w->to, w->err, ",\n  \"%s\": [", w->args->each ? "run" : "setting");
	for (size_t i = 0; w->args->each && i < c->runs; i++) {
		const struct gl_outcome *o = &c->run[i];
		gl_sink_print(w->to, w->err, i > 0 ? ",\n    {" : "\n    {");
		json_options(w, o->plan);
		json_number(w, "value", o->figure);
		json_number(w, "epoch", o->epoch > 0 ? (double)o->epoch : (double)NAN);
		json_word(w, ", ", "state", state_name[o->state]);
		json_word(w, ", ", "file", file_of(w, o));
		gl_sink_print(w->to, w->err, "}");
	}
	for (size_t i = 0; !w->args->each && i < c->settings; i++) {
		const struct gl_setting *s = &c->setting[i];
		gl_sink_print(w->to, w->err, i > 0 ? ",\n    {" : "\n    {");
		json_options(w, s->first->plan);
		json_number(w, "mean", s->mean);
		json_number(w, "sd", s->deviation);
		json_number(w, "best", s->best ? s->best->figure : (double)NAN);
		for (size_t k = 4; k-- > 0;)
			json_number(w, state_name[k], (double)s->count[k]);
		json_word(w, ", ", "file", s->best ? file_of(w, s->best) : "");
		gl_sink_print(w->to, w->err, "}");
	}
	gl_sink_print(w->to, w->err, "\n  ]\n}\n");
}

void
gl_collect_write(const struct gl_collection *c, const struct gl_collect_args *args, struct gl_sink *to,
    struct gl_arena *arena, struct gl_err *err)
{
	struct writer w = {c, args, to, arena, err};

	(args->form == GL_COLLECT_JSON ? json : args->form == GL_COLLECT_TSV ? tsv : text)(&w);
}
