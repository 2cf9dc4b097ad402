/* gl-info: what is in a network: layers, shapes, parameters, memory, arithmetic, statistics; and a picture of it. */
#include "cli/cli.h"
#include "core/number.h"
#include "format/info.h"
#include "net/draw.h"
#include "train/checkpoint.h"
#include "train/replay.h"

#include <string.h>

struct request {
	const char *path; /* of the output */
	const char *figure; /* of --bare */
	bool draw, unicode, dot, arch, labels, history, replay;
	struct gl_replay how; /* --run, --verify */
	int form; /* enum gl_info_form */
	int digits;
	const char *checkpoint; /* what a checkpoint says of itself; or NULL */
};

/* The words of a list, one a line. */
static void
print_list(const char *const *word, size_t n, struct gl_sink *s, struct gl_err *err)
{
	for (size_t i = 0; i < n; i++)
		gl_sink_print(s, err, "%s\n", word[i]);
}

/* --replay: the script; what stands against it becomes q->how.problems, and err the first of them. */
static int
print_replay(
    struct request *q, const struct gl_info *info, struct gl_sink *s, struct gl_arena *life, struct gl_err *err)
{
	struct gl_text script = {.arena = life};

	q->how.form = info->tensors.form;
	if (gl_replay(info->net, &q->how, &script, err) < 0)
		return gl_fail_at(err, info->name, 0);
	if (q->how.problems > 0)
		gl_fail_at(err, info->name, 0);
	return gl_sink_write(s, script.s, script.n, err) < 0 ? -1 : 1;
}

/* What networks alone have: 1 if that was asked for and is printed, 0 if not, -1. */
static int
print_network(
    struct request *q, const struct gl_info *info, struct gl_sink *s, struct gl_arena *life, struct gl_err *err)
{
	struct gl_text t = {.arena = life, .digits = q->digits};
	size_t n;

	if (!(q->draw || q->dot || q->arch || q->labels || q->history || q->replay))
		return 0;
	if (!info->net) {
		gl_fail(err, "is a %s, which has numbers only; this is printed of networks", gl_info_kind(info));
		return gl_fail_at(err, info->name, 0);
	}
	if (q->replay)
		return print_replay(q, info, s, life, err);
	if (q->labels || q->history) {
		const char *const *word = (q->labels ? gl_net_labels : gl_net_history)(info->net, &n);
		print_list(word, n, s, err);
		return 1;
	}
	if (q->arch)
		gl_text_add(&t, "%s", gl_net_lines(info->net, life));
	else if (q->dot)
		gl_net_dot(info->net, &t);
	else
		gl_net_draw(info->net, q->unicode, &t);
	gl_sink_write(s, t.s, t.n, err);
	return 1;
}

static int
print(struct request *q, const struct gl_info *info, struct gl_sink *s, struct gl_arena *life, struct gl_err *err)
{
	char text[GL_NUMBER_TEXT + 1];
	double v;
	int done = print_network(q, info, s, life, err);

	if (done != 0)
		return done;
	if (!q->figure) {
		if (q->checkpoint && q->form == GL_INFO_TEXT)
			gl_sink_print(s, err, "%s: %s\n", info->name, q->checkpoint);
		gl_info_write(info, (enum gl_info_form)q->form, q->digits, s, life, err);
		return 0;
	}
	if (gl_info_figure(info, q->figure, &v, err) < 0)
		return gl_fail_at(err, info->name, 0);
	text[gl_number_print64(v, text)] = '\0';
	return gl_sink_print(s, err, "%s\n", text);
}

/* A file's figures: of a checkpoint those of the network in it, and how far it was. */
static int
load(struct request *q, struct gl_info *info, const char *path, const struct gl_info_args *args, struct gl_arena *life,
    struct gl_err *err)
{
	struct gl_checkpoint c;
	enum gl_filekind kind;

	if (gl_file_kind(path, &kind, err) < 0)
		return -1;
	if (kind != GL_FILE_CHECKPOINT)
		return gl_info_load(info, path, args, life, err);
	if (gl_checkpoint_read(&c, path, life, err) < 0 ||
	    gl_info_of_net(
		info, strcmp(path, "-") == 0 ? "standard input" : path, c.net, GL_FORM_BINARY, args, life, err) < 0)
		return -1;
	gl_info_add(info, "step", (double)c.steps);
	gl_info_add(info, "epoch", (double)c.epochs);
	q->checkpoint = gl_checkpoint_text(&c, life);
	return 0;
}

int
main(int argc, char **argv)
{
	static const char *const forms[] = {"text", "tsv", "json", NULL};
	struct gl_io io = GL_IO_DEFAULT;
	struct request q = {.form = GL_INFO_TEXT};
	const char *optimizer = "sgd";
	uint64_t batch = 32;
	io.digits = 4;
	const struct gl_opt opts[] = {
	    {0, "draw", NULL, GL_FLAG, &q.draw, "draw the network, a small one with all its weights"},
	    {0, "unicode", NULL, GL_FLAG, &q.unicode, "with --draw: use the line characters of Unicode"},
	    {0, "dot", NULL, GL_FLAG, &q.dot, "print the network as a graph for Graphviz"},
	    {0, "arch", NULL, GL_FLAG, &q.arch, "print the lines of the layers, which gl-init reads"},
	    {0, "labels", NULL, GL_FLAG, &q.labels, "print the names of the classes, one a line"},
	    {0, "history", NULL, GL_FLAG, &q.history, "print how the network was trained, one run a line"},
	    {0, "replay", NULL, GL_FLAG, &q.replay, "print a script for sh that trains the network again"},
	    {0, "run", "N", GL_WHOLE, &q.how.run, "with --replay: as it was after run N of its history (0: the last)"},
	    {0, "verify", NULL, GL_FLAG, &q.how.verify,
		"with --replay: look whether its files are as they were; status 1 if not"},
	    {0, "bare", "FIGURE", GL_STR, &q.figure, "print one number alone, such as parameters or multiply-adds",
		.choices = gl_info_figures},
	    {0, "format", "FORM", GL_CHOICE, &q.form, "the form of the report", .choices = forms},
	    {0, "batch", "N", GL_WHOLE, &batch, "examples at a time in training, for the memory that it takes", 1, 1e9},
	    {0, "optimizer", "NAME", GL_STR, &optimizer, "the optimizer whose state counts as memory",
		.choices = gl_optim_names()},
	    GL_OPTS_OUTPUT(&io),
	    GL_OPTS_DIGITS(&io),
	};
	const struct gl_tool tool = {"gl-info", "NET", "What is in a network: layers, parameters, costs, a picture.",
	    opts, GL_LEN(opts), .least = 1, .most = 1,
	    .examples = "gl-info xor.net\n"
			"gl-info --draw xor.net\n"
			"gl-info --bare parameters digits.net\n"
			"gl-info --dot xor.net | dot -Tsvg > xor.svg\n"
			"gl-grad xor.net xor.txt | gl-info -\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	struct gl_arena life = {0};
	struct gl_info info;
	struct gl_err err;

	gl_cli_io(&io);
	q.digits = (int)io.digits;
	q.history &= !q.replay; /* --history --replay: the history as commands */
	if (q.draw + q.dot + q.arch + q.labels + q.history + q.replay + (q.figure != NULL) + (q.form != GL_INFO_TEXT) >
	    1)
		gl_die_usage(&tool, NULL,
		    "--draw, --dot, --arch, --labels, --history, --replay, --bare and --format: give one of them");
	if ((q.how.run > 0 || q.how.verify) && !q.replay)
		gl_die_usage(&tool, NULL, "%s is for --replay", q.how.verify ? "--verify" : "--run");
	if (q.unicode && !q.draw)
		gl_die_usage(&tool, NULL, "--unicode is for --draw");
	struct gl_info_args args = {(size_t)batch, gl_optim_find(optimizer, &err)};
	if (!args.optim || load(&q, &info, argv[first], &args, &life, &err) < 0)
		gl_die(&tool, &err);
	struct gl_sink *s = gl_sink_open(io.out.path, &err);
	if (!s || print(&q, &info, s, &life, &err) < 0 || gl_sink_commit(s, &err) < 0)
		gl_die(&tool, &err);
	if (q.how.verify && q.how.problems > 0)
		gl_die_no(&tool, &err);
	gl_arena_free(&life);
	return 0;
}
