#include "train/log.h"

#include "core/number.h"
#include "format/in.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char names[] = "epoch\tstep\tloss\taccuracy\tval_loss\tval_accuracy\tlr\tgrad_norm\tseconds\n";

/* The length of the lines up to that epoch's; a last line without an end was cut short, and does not count. */
static size_t
lines_until(const char *text, size_t n, uint64_t epoch)
{
	const char *p = text, *end = text + n, *newline;

	while ((newline = memchr(p, '\n', (size_t)(end - p))) && strtoull(p, NULL, 10) <= epoch)
		p = newline + 1;
	return (size_t)(p - text);
}

/* How much of the file at path stays. What is not a log of ours, or not a regular file, is only added to. */
static int
find_kept(const char *path, uint64_t epochs, uint64_t *kept, struct gl_err *err)
{
	size_t n;

	*kept = UINT64_MAX;
	if (!gl_path_regular(path))
		return 0;
	struct gl_source *s = gl_source_open(path, err);
	const char *text = s ? gl_source_whole(s, &n, err) : NULL;
	if (text && n >= sizeof names - 1 && memcmp(text, names, sizeof names - 1) == 0)
		*kept = lines_until(text, n, epochs);
	gl_source_close(s);
	return text ? 0 : -1;
}

struct gl_sink *
gl_log_open(const char *path, uint64_t epochs, struct gl_err *err)
{
	uint64_t kept = 0;

	if (epochs > 0 && find_kept(path, epochs, &kept, err) < 0)
		return NULL;
	struct gl_sink *log = gl_sink_open_log(path, kept, err);
	if (!log)
		return NULL;
	if (gl_sink_at(log) == 0)
		gl_sink_print(log, err, "%s", names);
	if (gl_sink_flush(log, err) == 0)
		return log;
	gl_sink_abort(log);
	return NULL;
}

static const char *
number(double x, char *text)
{
	text[gl_number_print((float)x, text)] = '\0';
	return text;
}

static const char *
share(const struct gl_score *s, char *text)
{
	return number(s->cases > 0 ? (double)s->right / (double)s->cases : (double)NAN, text);
}

int
gl_log_line(struct gl_sink *log, const struct gl_loop *l, double seconds, struct gl_err *err)
{
	const struct gl_standing *s = &l->last;
	char n[5][GL_NUMBER_TEXT + 1], rate[GL_NUMBER_TEXT + 1];

	rate[gl_number_print64(l->rate, rate)] = '\0';
	gl_sink_print(log, err, "%" PRIu64 "\t%" PRIu64 "\t%s\t%s\t%s\t%s\t%s\t%s\t%.3f\n", s->epoch, s->step,
	    number(s->train.loss, n[0]), share(&s->train, n[1]), number(s->val.loss, n[2]), share(&s->val, n[3]), rate,
	    number(l->norm, n[4]), seconds);
	return gl_sink_flush(log, err);
}

int
gl_log_rates(const struct gl_loop *l, struct gl_err *err)
{
	const struct gl_schedule *s = &l->recipe.schedule;
	char rate[GL_NUMBER_TEXT + 1];

	if (s->steps == UINT64_MAX) {
		gl_fail(err, "--dry-run: nobody knows how many steps this stream is for");
		return gl_hint(err, "--steps N says it");
	}
	struct gl_sink *out = gl_sink_open(NULL, err);
	if (!out)
		return -1;
	gl_sink_print(out, err, "# step\trate\n");
	if (s->kind == &gl_schedule_plateau)
		gl_sink_print(out, err, "# plateau lowers the rate when the loss stops falling; here it never does\n");
	for (uint64_t t = l->state.step; t < s->steps; t++) {
		rate[gl_number_print64(gl_schedule_rate(s, &l->plateau, t), rate)] = '\0';
		if (gl_sink_print(out, err, "%" PRIu64 "\t%s\n", t + 1, rate) < 0)
			break;
	}
	return gl_sink_commit(out, err);
}
