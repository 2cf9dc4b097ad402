/* gl-eval: how good a network is on examples that it has not learned from. */
#include "cli/cli.h"
#include "format/netfile.h"
#include "train/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct request {
	struct gl_in_args in;
	const char *loss; /* NULL: the network's own */
	const char *path; /* of the report */
	uint64_t top;
	bool calibration;
	double cut; /* an output says yes from this probability on; NaN: from 0.5 */
	int form; /* enum gl_report_form */
	struct gl_strs least, most; /* METRIC=V */
	const char *name; /* the network's, for messages */
	const struct gl_net *net;
	struct gl_report report;
	struct gl_metrics *metrics; /* the report's */
};

/* What the first rows tell: whether the fields fit the network, and what is measured. */
static int
begin(struct request *q, const struct gl_batch *b, const struct gl_schema *s, struct gl_arena *life, struct gl_err *err)
{
	if (s->nfield < 2) {
		gl_fail(err, "row 1: there is no target in field 2 to compare the output with");
		return gl_hint(err, "gl-forward predicts without targets");
	}
	size_t targets = s->field[1].width;
	if (gl_net_takes(q->net, q->name, b->field[0].n / b->rows, err) < 0)
		return gl_fail_at(err, "row 1", 0);
	if (!(q->report.loss = gl_net_choose_loss(q->net, q->name, q->loss, targets, err)))
		return -1;
	q->metrics =
	    gl_metrics_new(gl_net_output(q->net), gl_net_output_kind(q->net), q->report.loss, targets, q->top, life);
	q->report.metrics = q->metrics;
	if (q->top && (q->metrics->task != GL_TASK_CLASSES || q->top > q->metrics->k))
		return gl_fail(err, "--top %llu needs a network that chooses among at least %llu classes",
		    (unsigned long long)q->top, (unsigned long long)q->top);
	if (!isnan(q->cut) && gl_metrics_cut(q->metrics, q->cut, err) < 0)
		return gl_fail_at(err, "--cut", 0);
	if (q->calibration && gl_metrics_calibrate(q->metrics, life, err) < 0)
		return gl_fail_at(err, "--calibration", 0);
	return 0;
}

/* Runs the network over all examples, a block at a time, and adds up. */
static int
measure(struct request *q, const char *const *paths, size_t n, struct gl_arena *life, struct gl_err *err)
{
	struct gl_in *in = gl_in_open(paths, n, &q->in, err);
	struct gl_arena pass = {0};
	struct gl_ctx ctx = {.arena = &pass};
	struct gl_batch b;
	double sum = 0, weight = 0;
	long got;

	if (!in)
		return -1;
	while ((got = gl_in_read(in, gl_net_rows_at_a_time(q->net, GL_BLOCK_ROWS), &b, &pass, err)) > 0) {
		struct gl_tensor y;
		ctx.row = b.first;
		if ((b.first == 0 && begin(q, &b, gl_in_schema(in), life, err) < 0) ||
		    gl_net_loss(q->net, &ctx, q->report.loss, &b.field[0], &b.field[1], &sum, &weight, &y, err) < 0)
			return gl_in_place(in, &b, err);
		gl_metrics_add(q->metrics, &y, &b.field[1]);
		gl_arena_reset(&pass);
	}
	gl_in_close(in);
	gl_arena_free(&pass);
	if (got == 0 && !q->metrics) {
		gl_fail(err, "there are no examples, and the mean of nothing is not a number");
		return gl_fail_at(err, n > 0 && strcmp(paths[0], "-") != 0 ? paths[0] : "standard input", 0);
	}
	q->report.loss_value = sum / weight;
	return got < 0 ? -1 : 0;
}

/*
 * The value of a metric for --min or --max, and which of the two is right for it. "loss" and the loss's name are the
 * loss.
 */
static int
look_up(const struct request *q, const char *name, double *value, bool *greater, struct gl_err *err)
{
	const char *names[32] = {"loss", q->report.loss->name};
	const struct gl_metrics *m = q->metrics;
	size_t n = 2;
	char top[32];

	snprintf(top, sizeof top, "top-%zu", m->top);
	for (const struct gl_metric *t = gl_metric_table; t->name; t++) {
		if (!gl_metric_counted(t, m))
			continue;
		names[n++] = t->name;
		if (strcasecmp(name, t->name) == 0 || (strcmp(t->name, "top") == 0 && strcmp(name, top) == 0)) {
			*value = t->value(m);
			*greater = t->greater;
			return 0;
		}
	}
	*value = q->report.loss_value;
	*greater = false;
	if (strcmp(name, "loss") == 0 || strcmp(name, q->report.loss->name) == 0)
		return 0;
	gl_fail(err, "there is no metric '%s' of %s", name, q->name);
	const char *near = gl_nearest(name, names);
	if (near)
		return gl_hint(err, "did you mean %s?", near);
	if (strncmp(name, "top", 3) == 0)
		return gl_hint(err, "--top K counts it");
	if (gl_metric_find(name) && (gl_metric_find(name)->tasks & m->task))
		return gl_hint(err, "--calibration measures it");
	char all[256] = "";
	for (size_t i = 0, used = 0; i < n; i++)
		used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", names[i]);
	return gl_hint(err, "there are %s", all);
}

/* One METRIC=V of --min or --max. If it is missed, that is added to the text. */
static int
check(const struct request *q, const char *condition, bool least, char *missed, size_t size, struct gl_err *err)
{
	const char *option = least ? "--min" : "--max", *equals = strchr(condition, '=');
	char name[64], what[96];
	double value, limit;
	bool greater;

	if (!equals || (size_t)(equals - condition) >= sizeof name)
		return gl_fail(err, "%s: '%s' is not METRIC=V, such as accuracy=95%%", option, condition);
	snprintf(name, sizeof name, "%.*s", (int)(equals - condition), condition);
	snprintf(what, sizeof what, "%s %s", option, name);
	if (look_up(q, name, &value, &greater, err) < 0)
		return gl_fail_at(err, option, 0);
	if (greater != least)
		return gl_fail(err, "%s: the %s %s is the better: use %s", what, greater ? "greater" : "smaller", name,
		    greater ? "--min" : "--max");
	if (gl_parse_share(equals + 1, what, greater ? -1e300 : 0, 1e300, &limit, err) < 0)
		return -1;
	if (greater && limit > 1) {
		gl_fail(err, "%s: %s is 1 at most, so it is never %s", what, name, equals + 1);
		return gl_hint(err, "a share is like 0.95 or 95%%");
	}
	/* The slack is for a limit such as 99.9 %, which is not exactly 0.999 in binary. */
	if (least ? value >= limit - 1e-12 : value <= limit + 1e-12)
		return 0;
	size_t used = strlen(missed);
	if (isnan(value))
		snprintf(missed + used, size - used, "%s%s is not defined", used ? "; " : "", name);
	else
		snprintf(missed + used, size - used, "%s%s is %.6g, %s %.6g", used ? "; " : "", name, value,
		    least ? "less than" : "more than", limit);
	return 0;
}

/* All of them: 0 if none is missed, 1 with what is in err, -1 if one makes no sense. */
static int
check_all(const struct request *q, struct gl_err *err)
{
	char missed[900] = "";

	for (size_t i = 0; i < q->least.n; i++)
		if (check(q, q->least.v[i], true, missed, sizeof missed, err) < 0)
			return -1;
	for (size_t i = 0; i < q->most.n; i++)
		if (check(q, q->most.v[i], false, missed, sizeof missed, err) < 0)
			return -1;
	if (!*missed)
		return 0;
	gl_fail(err, "%s", missed);
	return 1;
}

/* Returns as check_all does; the report is written unless it is -1. */
static int
evaluate(struct request *q, const char *net, const char *const *paths, size_t n, struct gl_err *err)
{
	struct gl_arena life = {0};
	struct gl_sink *s;
	size_t labels;

	q->name = strcmp(net, "-") == 0 ? "standard input" : net;
	if (gl_net_alone(net, paths, n, err) < 0 || !(q->net = gl_net_load(net, NULL, &life, err)))
		return -1;
	if (gl_net_need_fitted(q->net, err) < 0)
		return gl_fail_at(err, q->name, 0);
	if (measure(q, paths, n, &life, err) < 0)
		return -1;
	q->report.label = gl_net_labels(q->net, &labels);
	if (labels != q->metrics->classes)
		q->report.label = NULL;
	int answer = check_all(q, err);
	struct gl_err trouble;
	if (answer < 0)
		return -1;
	if (!(s = gl_sink_open(q->path, &trouble)) || gl_report_write(&q->report, q->form, s, &trouble) < 0 ||
	    gl_sink_commit(s, &trouble) < 0) {
		*err = trouble;
		return -1;
	}
	gl_arena_free(&life);
	return answer;
}

int
main(int argc, char **argv)
{
	static const char *const forms[] = {"text", "tsv", "json", NULL};
	struct gl_io io = GL_IO_DEFAULT;
	struct request q = {.form = GL_REPORT_TEXT, .cut = NAN};
	const struct gl_opt opts[] = {
	    {0, "min", "METRIC=V", GL_LIST, &q.least, "status 1 unless METRIC is at least V: accuracy=95%, f1=0.9"},
	    {0, "max", "METRIC=V", GL_LIST, &q.most, "status 1 unless METRIC is at most V: loss=0.3, mse=0.01"},
	    {0, "top", "K", GL_WHOLE, &q.top, "count too how often the class is among the K likeliest (0: do not)", 0,
		1e6},
	    {0, "calibration", NULL, GL_FLAG, &q.calibration,
		"compare the probability of the predicted class with how often it is right"},
	    {0, "cut", "P", GL_SHARE, &q.cut, "an output of sigmoid says yes from probability P on [0.5]", 0, 1},
	    {0, "loss", "LOSS", GL_STR, &q.loss, "the loss, if not the one that the network's last layer suggests",
		.choices = gl_loss_names()},
	    {0, "format", "FORM", GL_CHOICE, &q.form, "write text, tsv or json", .choices = forms},
	    GL_OPTS_OUTPUT(&io),
	    GL_OPTS_IN(&io),
	    GL_OPTS_THREADS(&io),
	};
	const struct gl_tool tool = {"gl-eval", "NET [FILE]...", "Held-out metrics: how good a network is.", opts,
	    GL_LEN(opts), .least = 1, .most = -1,
	    .examples = "gl-eval pets.net test.npy\n"
			"gl-eval pets.net test.npy --min accuracy=95% --top 5\n"
			"gl-eval pets.net test.npy --format json -o report.json\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	struct gl_err err;

	gl_cli_io(&io);
	q.in = io.in;
	q.path = io.out.path;
	int answer = evaluate(&q, argv[first], (const char *const *)argv + first + 1, (size_t)(argc - first - 1), &err);
	if (answer < 0)
		gl_die(&tool, &err);
	if (answer > 0)
		gl_die_no(&tool, &err);
	return 0;
}
