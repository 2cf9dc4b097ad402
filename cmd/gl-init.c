/* gl-init: an architecture and start values make a network. */
#include "cli/cli.h"
#include "core/text.h"
#include "encode/labels.h"
#include "format/netfile.h"
#include "train/fit.h"
#include "train/history.h"

#include <stdio.h>
#include <string.h>

/* What the command line says. */
struct args {
	const char *file, *method, *labels, *labels_file, *fit;
	uint64_t seed;
	bool list;
	struct gl_io io;
};

/* --list: every layer, how it is written and what it does. */
static int
list_layers(const char *path, struct gl_err *err)
{
	struct gl_sink *to = gl_sink_open(path, err);
	char usage[256];

	if (!to)
		return -1;
	gl_sink_print(to, err, "%-28s%s\n", "input SHAPE", "784, 1x28x28, 64 tokens or 50x13 sequence");
	for (size_t i = 0; gl_layers[i]; i++)
		gl_sink_print(
		    to, err, "%-28s%s\n", gl_layer_usage(gl_layers[i], usage, sizeof usage), gl_layers[i]->help);
	gl_sink_print(to, err, "%-28s%s\n", "end", "where a block ends");
	return gl_sink_commit(to, err);
}

/* The architecture of a file. */
static struct gl_net *
from_file(const char *path, struct gl_arena *life, struct gl_err *err)
{
	struct gl_source *from = gl_source_open(path, err);
	struct gl_net *net = NULL;
	size_t n;

	if (!from)
		return NULL;
	const char *text = gl_source_all(from, &n, life, err);
	if (text && memchr(text, '\0', n))
		gl_fail_at((gl_fail(err, "is not text"), err), gl_source_name(from), 0);
	else if (text)
		net = gl_net_parse(text, gl_source_name(from), 1, life, err);
	gl_source_close(from);
	return net;
}

/* The architecture of the arguments: words that the shell has taken apart are put together again. */
static struct gl_net *
from_words(char **word, int n, struct gl_arena *life, struct gl_err *err)
{
	struct gl_text text = {.arena = life};

	if (n == 1 && word[0][0] == '@')
		return from_file(word[0] + 1, life, err);
	for (int i = 0; i < n; i++)
		gl_text_add(&text, "%s ", word[i]);
	return gl_net_parse(text.s, NULL, 1, life, err);
}

/* --labels no,yes and --labels-file. */
static int
set_labels(struct gl_net *net, const struct args *a, struct gl_arena *life, struct gl_err *err)
{
	struct gl_labels l = {0};

	if (a->labels_file) {
		if (gl_labels_load(&l, a->labels_file, life, err) < 0)
			return -1;
		if (gl_net_set_labels(net, l.name, l.n, err) < 0)
			return gl_fail_at(err, a->labels_file, 0);
		return 0;
	}
	if (!a->labels)
		return 0;
	const char **name = gl_alloc(life, strlen(a->labels) + 1, sizeof *name);
	for (const char *p = a->labels;; p++) {
		size_t n = strcspn(p, ",");
		name[l.n++] = gl_strndup(life, p, n);
		p += n;
		if (*p == '\0')
			break;
	}
	if (gl_net_set_labels(net, name, l.n, err) < 0)
		return gl_fail_at(err, "--labels", 0);
	return 0;
}

/* --fit: the examples that standardise layers are fitted to. */
static int
fit(struct gl_net *net, const struct args *a, struct gl_origin *o, struct gl_err *err)
{
	if (gl_net_fitted(net)) {
		gl_fail(err, "--fit: the network has no standardise layer");
		return gl_hint(err, "like this: input 2, standardise, dense 3");
	}
	struct gl_data *data = gl_data_open(&a->fit, 1, &a->io.in, err);
	if (!data)
		return -1;
	if (gl_fit_data(net, "the network", data, NULL, gl_data_rows(data), err) < 0)
		return gl_fail_at(err, a->fit, 0);
	o->fit_rows = gl_data_rows(data);
	o->fit_hash = gl_data_hash(data);
	gl_data_close(data);
	return 0;
}

static int
init(const struct args *a, char **word, int n, struct gl_arena *life, struct gl_err *err)
{
	struct gl_net *net = a->file ? from_file(a->file, life, err) : from_words(word, n, life, err);

	if (!net || set_labels(net, a, life, err) < 0)
		return -1;
	enum gl_form form = a->io.out.form ? a->io.out.form : GL_FORM_TEXT;
	struct gl_origin o = {a->method, (uint32_t)a->seed, .fit = a->fit != NULL, .round = a->io.in.round};
	o.digits = form == GL_FORM_TEXT ? (int)a->io.digits : 0;
	gl_net_save_room(net);
	if (gl_net_init(net, a->method, (uint32_t)a->seed, err) < 0 || (a->fit && fit(net, a, &o, err) < 0))
		return -1;
	const char *past = gl_history_origin(&o, life);
	if (past)
		gl_net_add_history(net, past);
	return gl_net_save(net, a->io.out.path, form, (int)a->io.digits, err);
}

int
main(int argc, char **argv)
{
	struct args a = {.seed = 1, .io = GL_IO_DEFAULT};
	const struct gl_opt opts[] = {
	    {0, "arch", "FILE", GL_STR, &a.file, "read the architecture from FILE (-: standard input)"},
	    {0, "init", "METHOD", GL_STR, &a.method,
		"he, xavier, lecun (each also with -uniform), orthogonal, normal:S, "
		"uniform:A, zeros or ones [by the activation that follows]",
		.choices = gl_net_init_names()},
	    GL_OPTS_SEED(&a.seed),
	    {0, "labels", "NAMES", GL_STR, &a.labels, "names of the classes, with commas between them"},
	    {0, "labels-file", "FILE", GL_STR, &a.labels_file, "names of the classes, one a line"},
	    {0, "fit", "FILE", GL_STR, &a.fit, "fit standardise layers to these examples"},
	    {0, "round", NULL, GL_FLAG, &a.io.in.round, "round numbers of --fit that float32 cannot hold"},
	    {0, "list", NULL, GL_FLAG, &a.list, "print every kind of layer, and no network"},
	    GL_OPTS_OUTPUT(&a.io),
	    GL_OPTS_FORM(&a.io),
	    GL_OPTS_DIGITS(&a.io),
	};
	const struct gl_tool tool = {"gl-init", "ARCH", "Make a network from its architecture, with start values.",
	    opts, GL_LEN(opts), .least = 0, .most = -1,
	    .examples = "gl-init 2-3-1 > xor.net\n"
			"gl-init 'input 1x28x28, flatten, dense 128, relu, dense 10, softmax' -o digits.net\n"
			"gl-init @arch.txt --labels no,yes --seed 7\n"};
	int first = gl_cli_parse(&tool, argc, argv), n = argc - first;
	struct gl_arena life = {0};
	struct gl_err err;

	gl_cli_io(&a.io);
	if (a.list + (a.file != NULL) + (n > 0) != 1)
		gl_die_usage(&tool, "like this: gl-init 2-3-1",
		    n || a.file || a.list ? "ARCH, --arch and --list: give one of them" : "ARCH is missing");
	if (a.labels && a.labels_file)
		gl_die_usage(&tool, NULL, "--labels and --labels-file: give one of them");
	if ((a.list ? list_layers(a.io.out.path, &err) : init(&a, argv + first, n, &life, &err)) < 0)
		gl_die(&tool, &err);
	gl_arena_free(&life);
	return 0;
}
