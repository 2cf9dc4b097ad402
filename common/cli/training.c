#include "cli/training.h"

#include "cli/progress.h"
#include "core/number.h"
#include "core/percent.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* A number with n digits, or with as many as a float32 needs (0); text holds GL_NUMBER_TEXT + 1. */
static const char *
digits(double x, int n, char *text)
{
	text[n ? gl_number_print_digits((float)x, n, text) : gl_number_print((float)x, text)] = '\0';
	return text;
}

/* "mse 0.25", "cross-entropy 0.31 nats, accuracy 91.2 % (912/1000)". */
static const char *
score_text(const struct gl_loss *loss, const struct gl_score *s, char *text, size_t size)
{
	char number[GL_NUMBER_TEXT + 1], percent[GL_NUMBER_TEXT + 1];
	size_t n = (size_t)snprintf(
	    text, size, "%s %s%s%s", loss->name, digits(s->loss, 4, number), *loss->unit ? " " : "", loss->unit);

	if (s->cases > 0 && n < size)
		snprintf(text + n, size - n, ", accuracy %s %% (%" PRIu64 "/%" PRIu64 ")",
		    gl_percent(s->right, s->cases, percent), s->right, s->cases);
	return text;
}

void
gl_training_summary(const struct gl_tool *tool, const struct gl_loop *l, const struct gl_standing *kept, bool over)
{
	char train[160], val[160];

	fprintf(stderr, "%s: ", tool->name);
	if (!l->feed)
		fprintf(stderr, "%" PRIu64 " epoch%s, ", l->epoch, l->epoch == 1 ? "" : "s");
	fprintf(stderr, "%" PRIu64 " step%s%s", l->state.step, l->state.step == 1 ? "" : "s",
	    l->feed ? " over a stream" : "");
	if (!isnan(kept->train.loss))
		fprintf(stderr, ": %s", score_text(l->recipe.loss, &kept->train, train, sizeof train));
	if (!isnan(kept->val.loss))
		fprintf(stderr, "; held out: %s", score_text(l->recipe.loss, &kept->val, val, sizeof val));
	if (kept->step != l->state.step && kept->epoch > 0)
		fprintf(stderr, "; this is the network of epoch %" PRIu64, kept->epoch);
	else if (kept->step != l->state.step)
		fprintf(stderr, "; this is the network as it was at the start");
	if (l->feed && over && l->recipe.steps != UINT64_MAX && l->state.step < l->recipe.steps && !gl_loop_stopped(l))
		fprintf(stderr, "; the stream ended before step %" PRIu64, l->recipe.steps);
	fputc('\n', stderr);
}

void
gl_training_progress(const struct gl_loop *l, uint64_t start_step, double start)
{
	uint64_t left = gl_loop_steps_left(l), done = l->state.step - start_step;
	double seconds = gl_progress_clock() - start, rate = (double)done / seconds;
	uint64_t right = 0, cases = 0;
	char loss[GL_NUMBER_TEXT + 1], percent[GL_NUMBER_TEXT + 1], rate_text[GL_NUMBER_TEXT + 1],
	    lr[64] = "", accuracy[64] = "", at[64], time[64] = "";

	if (done == 0)
		return;
	if (gl_metrics_accuracy(l->train_metrics, &right, &cases) && cases > 0)
		snprintf(accuracy, sizeof accuracy, "  accuracy %s %%",
		    gl_percent_fixed((double)right / (double)cases, percent));
	if (l->recipe.epochs != UINT64_MAX)
		snprintf(at, sizeof at, "epoch %" PRIu64 "/%" PRIu64, l->epoch + (l->row > 0), l->recipe.epochs);
	else if (l->recipe.steps != UINT64_MAX)
		snprintf(at, sizeof at, "step %" PRIu64 "/%" PRIu64, l->state.step, l->recipe.steps);
	else
		snprintf(at, sizeof at, "step %" PRIu64, l->state.step);
	if (gl_schedule_varies(&l->recipe.schedule))
		snprintf(lr, sizeof lr, "  lr %s", digits(l->rate, 3, rate_text));
	double rest = (double)left / rate;
	double speed = rate * (double)gl_loop_epoch_rows(l) / (double)gl_loop_epoch_steps(l);
	if (l->recipe.epochs != UINT64_MAX || l->recipe.steps != UINT64_MAX) /* else it ends when the stream does */
		snprintf(time, sizeof time, "  %.0f:%02.0f left", floor(rest / 60), floor(fmod(rest, 60)));
	/* What matters most comes first: a narrow terminal cuts the end off. */
	gl_progress_show("%s  %s %s%s%s%s  %.0f%s examples/s", at, l->recipe.loss->name,
	    digits(l->sum / l->weight, 4, loss), accuracy, time, lr, speed < 1e5 ? speed : speed / 1000,
	    speed < 1e5 ? "" : "k");
}
