/* gl-eval: how good a network is on examples that it has not learned from. */
#include "cli/cli.h"
#include "cli/conditions.h"
#include "format/file.h"
#include "train/evaluate.h"
#include "train/report.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

struct request {
	struct gl_evaluation e;
	struct gl_strs compare, train;
	struct gl_conditions conditions;
	bool calibration;
	bool bins, worst; /* these options were given */
	const char *path; /* of the report; NULL: standard output */
	int form; /* enum gl_report_form */
};

/* The options that go together, and the networks in one list. */
static void
arrange(struct request *q, const struct gl_tool *tool, const char *net, const char **nets)
{
	struct gl_evaluation *e = &q->e;

	if (q->bins && !q->calibration)
		gl_die_usage(tool, "give --calibration, too", "--bins is the number of ranges of a calibration");
	if (q->worst && !e->errors)
		gl_die_usage(tool, "give --errors, too", "--worst says how long the list of mistakes is");
	if (e->errors && q->path && strcmp(e->errors, q->path) == 0)
		gl_die_usage(tool, NULL, "--errors and --output are the same file, %s", q->path);
	e->bins = q->calibration ? e->bins : 0;
	e->train = q->train.v;
	e->ntrain = q->train.n;
	nets[0] = net;
	memcpy(nets + 1, q->compare.v, q->compare.n * sizeof *nets);
	e->net = nets;
	e->nnet = q->compare.n + 1;
}

/* The list of mistakes takes the place of the report on standard output. */
static bool
report_wanted(const struct request *q)
{
	return q->path || !q->e.errors || strcmp(q->e.errors, "-") != 0;
}

/* Says that examples were seen in training. */
static void
warn_seen(const struct gl_tool *tool, const struct gl_metrics *m)
{
	const struct gl_seen_count *c = m->seen;

	if (!c || c->seen == 0)
		return;
	gl_warn(tool,
	    "%" PRIu64 " of %" PRIu64 " rows are in %s too, such as row %" PRIu64 ", which is row %" PRIu64 "%s",
	    c->seen, m->examples, c->name, c->first[0].row + 1, c->first[0].train + 1,
	    c->conflicting ? "; some with another target" : "");
}

/* Writes report and list. Neither appears under its name before both have been written. */
static int
write_all(const struct request *q, const struct gl_findings *f, struct gl_err *err)
{
	struct gl_report report = {f->name, f->metrics, f->label};
	struct gl_sink *s = NULL;

	if (report_wanted(q) && (!(s = gl_sink_open(q->path, err)) || gl_report_write(&report, q->form, s, err) < 0))
		return -1;
	if (f->mistakes && gl_mistakes_finish(f->mistakes, err) < 0)
		return -1;
	return s ? gl_sink_commit(s, err) : 0;
}

/* Returns as gl_conditions_check does; what was asked for is written unless it is -1. */
static int
evaluate(const struct request *q, const struct gl_tool *tool, const char *const *paths, size_t n, struct gl_err *err)
{
	struct gl_arena life = {0};
	struct gl_findings f;
	struct gl_err trouble;

	if (gl_evaluate(&q->e, paths, n, &f, &life, err) < 0)
		return -1;
	int answer = gl_conditions_check(&q->conditions, f.metrics, f.name, err);
	if (answer < 0)
		return -1;
	if (write_all(q, &f, &trouble) < 0) {
		*err = trouble;
		return -1;
	}
	warn_seen(tool, f.metrics);
	gl_arena_free(&life);
	return answer;
}

int
main(int argc, char **argv)
{
	static const char *const forms[] = {"text", "tsv", "json", NULL};
	struct gl_io io = GL_IO_DEFAULT;
	struct request q = {.e = {.cut = NAN, .level = 0.95, .bins = GL_BINS}, .form = GL_REPORT_TEXT};
	struct gl_evaluation *e = &q.e;
	const struct gl_opt opts[] = {
	    GL_OPTS_CONDITIONS(&q.conditions),
	    {0, "top", "K", GL_WHOLE, &e->top, "count too how often the class is among the K likeliest (0: do not)", 0,
		1e6},
	    {0, "confidence", "P", GL_SHARE, &e->level, "the level of the confidence intervals", 0.5, 0.999999},
	    {0, "calibration", NULL, GL_FLAG, &q.calibration,
		"compare the probability of the predicted class with how often it is right"},
	    {0, "bins", "M", GL_WHOLE, &e->bins, "in how many ranges of probability", 1, GL_BINS_MOST,
		.given = &q.bins},
	    {0, "cut", "P", GL_SHARE, &e->cut,
		"the threshold: an output of sigmoid says yes from probability P on [0.5]", 0, 1},
	    {0, "errors", "FILE", GL_STR, &e->errors, "write the mistakes to FILE, a line each"},
	    {0, "worst", "N", GL_WHOLE, &e->worst, "only the N worst mistakes, the worst first (0: all; of values 20)",
		0, 1e6, .given = &q.worst},
	    {0, "train", "FILE", GL_LIST, &q.train, "warn of rows that are in FILE too, with which NET was trained"},
	    {0, "compare", "NET", GL_LIST, &q.compare, "compare with this network on the same rows"},
	    {0, "weights", NULL, GL_FLAG, &io.in.weights,
		"field 3 says how much each example counts: give weighted accuracy and loss too"},
	    {0, "loss", "LOSS", GL_STR, &e->loss, "the loss, if not the one that the network's last layer suggests",
		.choices = gl_loss_names()},
	    {0, "format", "FORM", GL_CHOICE, &q.form, "write text, tsv or json", .choices = forms},
	    GL_OPTS_OUTPUT(&io),
	    GL_OPTS_IN(&io),
	    GL_OPTS_THREADS(&io),
	};
	const struct gl_tool tool = {"gl-eval", "NET [FILE]...", "Held-out metrics: how good a network is.", opts,
	    GL_LEN(opts), .least = 1, .most = -1,
	    .examples = "gl-eval pets.net test.npy\n"
			"gl-eval pets.net test.npy --min accuracy=95% --train train.npy\n"
			"gl-eval pets.net test.npy --errors wrong.tsv --worst 20\n"
			"gl-eval pets.net test.npy --compare old.net\n"
			"gl-eval pets.net test.npy --format json -o report.json\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	const char *nets[1 + GL_LEN(q.compare.v)];
	struct gl_err err;

	gl_cli_io(&io);
	e->in = io.in;
	q.path = io.out.path;
	arrange(&q, &tool, argv[first], nets);
	int answer = evaluate(&q, &tool, (const char *const *)argv + first + 1, (size_t)(argc - first - 1), &err);
	if (answer < 0)
		gl_die(&tool, &err);
	if (answer > 0)
		gl_die_no(&tool, &err);
	return 0;
}
