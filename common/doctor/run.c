/* How the network was trained: its history, the options, the log. */
#include "core/number.h"
#include "doctor/inside.h"

#include <inttypes.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* ---- the history ---- */

/* What follows a word such as "--lr " or "rows=" in a line, up to the next space; NULL when it is not there. */
static const char *
word_after(const char *line, const char *word, struct gl_arena *arena)
{
	size_t n = strlen(word);

	for (const char *p = line; (p = strstr(p, word)) != NULL; p++)
		if (p > line && p[-1] == ' ')
			return gl_strndup(arena, p + n, strcspn(p + n, " "));
	return NULL;
}

static double
number_after(const char *line, const char *word, struct gl_arena *arena)
{
	const char *text = word_after(line, word, arena);
	double v;
	int overflow = 0;

	return text && gl_number_read64(text, text + strlen(text), &v, &overflow) ? v : (double)NAN;
}

static const struct {
	const char *word;
	size_t at;
} numbers[] = {
    {"--lr ", offsetof(struct gl_optim_args, lr)},
    {"--momentum ", offsetof(struct gl_optim_args, momentum)},
    {"--weight-decay ", offsetof(struct gl_optim_args, weight_decay)},
    {"--beta1 ", offsetof(struct gl_optim_args, beta1)},
    {"--beta2 ", offsetof(struct gl_optim_args, beta2)},
    {"--eps ", offsetof(struct gl_optim_args, eps)},
    {"--alpha ", offsetof(struct gl_optim_args, alpha)},
};

/* Options that were given win over the history's, and those over the optimizer's own. */
int
gl_run_read(struct gl_exam *e, struct gl_err *err)
{
	struct gl_run *r = &e->run;
	const struct gl_exam_args *a = &e->args;
	struct gl_arena *life = &e->life;
	size_t n = 0;
	const char *const *history = e->net ? gl_net_history(e->net, &n) : NULL;
	const char *line = "";

	for (size_t i = 0; i < n; i++)
		if (strncmp(history[i], "gl-train ", 9) == 0)
			line = history[i];
		else if (strncmp(history[i], "gl-init ", 8) == 0)
			r->init = word_after(history[i], "--init ", life);
	r->trained = *line || e->log.name;
	r->shuffle = !strstr(line, " --no-shuffle");
	r->mixes = strstr(line, " --mixup ");
	r->loss = word_after(line, "--loss ", life);
	r->end_loss_name = r->loss;
	r->end_loss = number_after(line, "loss=", life);
	const char *was = word_after(line, "--optimizer ", life),
		   *name = a->optimizer ? a->optimizer
	    : was                       ? was
					: "sgd";
	if (!(r->optim = gl_optim_find(name, err)))
		return -1;
	bool same = was && strcmp(was, name) == 0;
	r->update.args = r->optim->args;
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		double *to = (double *)(void *)((char *)&r->update.args + numbers[i].at);
		double given = *(const double *)(const void *)((const char *)&a->numbers + numbers[i].at);
		if (!isnan(given) && i > 0 && *to == 0 && i != 2)
			return gl_fail(
			    err, "optimizer %s has no %.*s", name, (int)strlen(numbers[i].word) - 1, numbers[i].word);
		double told = same ? number_after(line, numbers[i].word, life) : (double)NAN;
		*to = !isnan(given) ? given : !isnan(told) ? told : *to;
	}
	double clip = number_after(line, "--clip ", life), value = number_after(line, "--clip-value ", life);
	r->update.clip = isnan(clip) ? 0 : clip;
	r->update.clip_value = isnan(value) ? 0 : value;
	double batch = number_after(line, "--batch ", life), rows = number_after(line, "rows=", life);
	double kept = number_after(line, "kept_step=", life);
	r->batch = a->batch ? a->batch : batch >= 1 && batch < 1e15 ? (uint64_t)batch : 32;
	r->data_rows = rows >= 1 && rows < 1e15 ? (uint64_t)rows : 0;
	r->kept_step = kept >= 1 && kept < 1e15 ? (uint64_t)kept : 0;
	const char *hash = word_after(line, "data=", life);
	r->data_hash = hash ? strtoull(hash, NULL, 16) : 0;
	r->known = !isnan(a->numbers.lr) || (same && !isnan(number_after(line, "--lr ", life)));
	return 0;
}

const char *
gl_exam_rate(const struct gl_exam *e, double factor)
{
	double logged = e->log.n > 0 ? e->log.lr[0] : (double)NAN;

	if (!e->run.known && isnan(logged))
		return "--lr";
	double lr = e->run.known ? e->run.update.args.lr : logged;
	return gl_asprintf((struct gl_arena *)&e->life, "--lr %s", gl_say(e, lr * factor));
}

/* ---- the log ---- */

enum { COLUMNS = 8, FIELDS = 64 };

static double **
column(struct gl_runlog *l, int i)
{
	double **const at[COLUMNS] = {
	    &l->epoch, &l->step, &l->loss, &l->accuracy, &l->val_loss, &l->val_accuracy, &l->lr, &l->norm};

	return at[i];
}

/* One line into row r. place[c]: which field holds column c; -1: none. */
static int
log_line(struct gl_runlog *l, size_t r, const int place[COLUMNS], const char *p, const char *end, struct gl_err *err)
{
	for (int field = 0; p <= end; field++) {
		const char *tab = memchr(p, '\t', (size_t)(end - p)), *stop = tab ? tab : end;
		for (int c = 0; c < COLUMNS; c++) {
			int overflow = 0;
			double v;
			if (place[c] != field || p == stop)
				continue;
			if (gl_number_read64(p, stop, &v, &overflow) != stop)
				return gl_fail(err, "'%.*s' is not a number", (int)(stop - p < 40 ? stop - p : 40), p);
			(*column(l, c))[r] = overflow ? (double)INFINITY : v;
		}
		if (!tab)
			break;
		p = tab + 1;
	}
	return 0;
}

/* The names in the first line. */
static int
log_names(int place[COLUMNS], const char *p, const char *end, struct gl_err *err)
{
	static const char *const names[COLUMNS] = {
	    "epoch", "step", "loss", "accuracy", "val_loss", "val_accuracy", "lr", "grad_norm"};

	for (int c = 0; c < COLUMNS; c++)
		place[c] = -1;
	for (int field = 0;; field++) {
		const char *tab = memchr(p, '\t', (size_t)(end - p)), *stop = tab ? tab : end;
		for (int c = 0; c < COLUMNS; c++)
			if (strlen(names[c]) == (size_t)(stop - p) && memcmp(names[c], p, (size_t)(stop - p)) == 0)
				place[c] = field;
		if (!tab)
			break;
		p = tab + 1;
	}
	if (place[0] >= 0 && place[2] >= 0)
		return 0;
	gl_fail(err, "its first line does not name the columns epoch and loss");
	return gl_hint(err, "gl-train --log writes such a file");
}

static int
log_lines(struct gl_runlog *l, const char *text, size_t n, struct gl_arena *life, struct gl_err *err)
{
	const char *end = text + n, *newline = memchr(text, '\n', n);
	size_t lines = 0, line = 1;
	int place[COLUMNS];

	if (!newline)
		return gl_fail(err, n ? "there is no line of figures" : "is empty, not the log of a training run");
	if (log_names(place, text, newline, err) < 0)
		return -1;
	for (const char *p = newline + 1; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
		lines++;
	for (int c = 0; c < COLUMNS; c++) {
		*column(l, c) = gl_alloc_raw(life, lines, sizeof(double));
		for (size_t r = 0; r < lines; r++)
			(*column(l, c))[r] = (double)NAN;
	}
	for (const char *p = newline + 1; l->n < lines; p = newline + 1) {
		newline = memchr(p, '\n', (size_t)(end - p));
		line++;
		if (log_line(l, l->n, place, p, newline, err) < 0)
			return gl_fail_at(err, l->name, line);
		l->n++;
	}
	return 0;
}

int
gl_runlog_read(struct gl_exam *e, struct gl_err *err)
{
	size_t n;

	if (!e->args.log)
		return 0;
	struct gl_source *s = gl_source_open(e->args.log, err);
	const char *text = s ? gl_source_all(s, &n, &e->life, err) : NULL;
	if (!text)
		return -1;
	e->log.name = gl_strdup(&e->life, gl_source_name(s));
	int status = log_lines(&e->log, text, n, &e->life, err);
	gl_source_close(s);
	if (status < 0 && strncmp(err->msg, e->log.name, strlen(e->log.name)) != 0)
		gl_fail_at(err, e->log.name, 0);
	return status;
}
