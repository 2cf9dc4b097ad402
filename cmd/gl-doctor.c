/* gl-doctor: what is wrong with a training run, in plain words, with what was measured and what to try. */
#include "cli/cli.h"
#include "cli/optimizer.h"
#include "doctor/doctor.h"
#include "doctor/report.h"
#include "loss/loss.h"

#include <string.h>

/* The names and purposes of all checks. */
static int
list(const char *path, struct gl_err *err)
{
	struct gl_sink *s = gl_sink_open(path, err);

	for (size_t i = 0; s && gl_checks[i].name; i++)
		gl_sink_print(s, err, "%-16s %s\n", gl_checks[i].name, gl_checks[i].looks_at);
	return s ? gl_sink_commit(s, err) : -1;
}

/* Sets made[] of the checks in "dead-relu,leak" to `to`. */
static void
choose(const struct gl_tool *tool, const char *option, const char *names, bool to, bool made[GL_CHECKS_MOST])
{
	for (const char *p = names; *p; p += *p == ',') {
		size_t n = strcspn(p, ","), i = 0;
		char name[32] = "";
		if (n < sizeof name)
			memcpy(name, p, n);
		while (gl_checks[i].name && strcmp(gl_checks[i].name, name) != 0)
			i++;
		if (!gl_checks[i].name) {
			const char *near = *name ? gl_nearest(name, gl_check_names()) : NULL;
			struct gl_err err;
			gl_fail(&err, "%s: there is no check '%.*s'", option, (int)n, p);
			if (near)
				gl_hint(&err, "did you mean %s?", near);
			else
				gl_hint(&err, "gl-doctor --list names them");
			gl_die(tool, &err);
		}
		made[i] = to;
		p += n;
	}
}

/* Standard input is read once: by the network, the examples (which it is when there is no file) or --train. */
static void
standard_once(const struct gl_tool *tool, char *const *args, size_t n, const struct gl_strs *train)
{
	size_t uses = n == 1;

	for (size_t i = 0; i < n; i++)
		uses += strcmp(args[i], "-") == 0;
	for (size_t i = 0; i < train->n; i++)
		if (strcmp(train->v[i], "-") == 0 && uses++ > 0)
			gl_die_usage(tool, NULL, "--train -: standard input is read for something else already");
}

/* The report; its problems, or -1. */
static int
examine(const struct gl_exam_args *args, const bool made[GL_CHECKS_MOST], enum gl_doctor_form form, bool verbose,
    const char *path, struct gl_err *err)
{
	struct gl_finding finding[GL_CHECKS_MOST];
	struct gl_doctor_report r = {.finding = finding, .made = made, .verbose = verbose};
	struct gl_arena pass = {0};
	struct gl_exam *e = gl_exam_open(args, err);

	if (!e || gl_exam_run(e, made, finding, err) < 0)
		return -1;
	r.fact = gl_exam_facts(e, &r.facts);
	struct gl_sink *s = gl_sink_open(path, err);
	if (!s || gl_doctor_write(&r, form, s, &pass, err) < 0 || gl_sink_commit(s, err) < 0)
		return -1;
	int problems = (int)gl_doctor_count(finding, made).problems;
	gl_arena_free(&pass);
	gl_exam_close(e);
	return problems;
}

int
main(int argc, char **argv)
{
	static const char *const forms[] = {"text", "tsv", "json", NULL};
	struct gl_io io = GL_IO_DEFAULT;
	struct gl_exam_args a = {0};
	struct gl_optimizer optimizer = GL_OPTIMIZER_DEFAULT;
	struct gl_strs train = {0};
	const char *only = NULL, *skip = NULL;
	bool verbose = false, names = false, made[GL_CHECKS_MOST] = {false};
	uint64_t seed = 1;
	int form = GL_DOCTOR_TEXT;
	optimizer.name = NULL;
	const struct gl_opt opts[] = {
	    {0, NULL, NULL, GL_HEADING, NULL, "What is known of the training [default]"},
	    {0, "train", "FILE", GL_LIST, &train, "the training rows, where the examples are others"},
	    {0, "log", "FILE", GL_STR, &a.log, "the log that gl-train --log wrote"},
	    {0, "loss", "LOSS", GL_STR, &a.loss, "the loss [that of the network's history, or of its last layer]",
		.choices = gl_loss_names()},
	    {0, "batch", "N", GL_WHOLE, &a.batch, "examples for each step (0: as in the history, or 32)"},
	    GL_OPTS_OPTIMIZER(&optimizer),
	    {0, NULL, NULL, GL_HEADING, NULL, "Checks"},
	    {0, "only", "CHECKS", GL_STR, &only, "make these checks only: dead-relu,gradients",
		.choices = gl_check_names()},
	    {0, "skip", "CHECKS", GL_STR, &skip, "do not make these", .choices = gl_check_names()},
	    {0, "list", NULL, GL_FLAG, &names, "list the checks, with what each looks at"},
	    GL_OPTS_SEED(&seed),
	    {0, NULL, NULL, GL_HEADING, NULL, "Output"},
	    {'v', "verbose", NULL, GL_FLAG, &verbose,
		"say too what was looked at, what is fine, and which checks could not be made"},
	    {0, "format", "FORM", GL_CHOICE, &form, "write text, tsv or json", .choices = forms},
	    GL_OPTS_OUTPUT(&io),
	    GL_OPTS_THREADS(&io),
	    {0, NULL, NULL, GL_HEADING, NULL, "Input"},
	    GL_OPTS_IN(&io),
	};
	const struct gl_tool tool = {"gl-doctor", "NET [FILE]...", "What is wrong with a training run, in plain words.",
	    opts, GL_LEN(opts), .least = 0, .most = -1,
	    .examples = "gl-doctor digits.net test.npy --train train.npy --log run.log\n"
			"gl-doctor new.net train.npy --lr 0.1\n"
			"gl-doctor digits.net test.npy --only dead-relu,gradients --verbose\n"};
	int first = gl_cli_parse(&tool, argc, argv), n = argc - first;
	struct gl_err err;

	gl_cli_io(&io);
	if (names && n > 0)
		gl_die_usage(&tool, NULL, "--list takes no NET");
	if (names) {
		if (list(io.out.path, &err) < 0)
			gl_die(&tool, &err);
		return 0;
	}
	if (n == 0)
		gl_die_usage(&tool, "gl-doctor --list names the checks", "which network?");
	standard_once(&tool, argv + first, (size_t)n, &train);
	for (size_t i = 0; gl_checks[i].name; i++)
		made[i] = !only;
	choose(&tool, "--only", only ? only : "", true, made);
	choose(&tool, "--skip", skip ? skip : "", false, made);
	a.net = argv[first];
	a.paths = (const char *const *)argv + first + 1;
	a.npaths = (size_t)(n - 1);
	a.train = train.v;
	a.ntrain = train.n;
	a.optimizer = optimizer.name;
	a.numbers = optimizer.args;
	a.seed = (uint32_t)seed;
	a.in = io.in;
	int problems = examine(&a, made, (enum gl_doctor_form)form, verbose, io.out.path, &err);
	if (problems < 0)
		gl_die(&tool, &err);
	return problems > 0;
}
