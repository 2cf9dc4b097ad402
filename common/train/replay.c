#include "train/replay.h"

#include "core/build.h"
#include "core/number.h"
#include "train/fit.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading a line ---- */

/*
 * The next word of a line, *p behind it: quotes taken away, and the backslashes in them. NULL at the end. *quoted: the
 * word began with a quote, so that it is no option.
 */
static const char *
next_word(const char **p, bool *quoted, struct gl_arena *arena)
{
	const char *s = *p + strspn(*p, " \t");
	char *word = gl_alloc(arena, strlen(s) + 1, 1);
	size_t n = 0;
	bool inside = false;

	*quoted = *s == '"';
	if (!*s)
		return NULL;
	for (; *s && (inside || !strchr(" \t", *s)); s++) {
		if (*s == '"') {
			inside = !inside;
		} else if (inside && *s == '\\' && s[1]) {
			s++;
			word[n++] = *s == 'n' ? '\n' : *s == 'r' ? '\r' : *s == 't' ? '\t' : *s;
		} else {
			word[n++] = *s;
		}
	}
	*p = s;
	return word;
}

/* "data=" and a hash: with it the options end, and figures begin. */
static bool
begins_figures(const char *word)
{
	return strncmp(word, "data=", 5) == 0 && strlen(word) == 21 && strspn(word + 5, "0123456789abcdef") == 16;
}

bool
gl_past_read(struct gl_past *p, const char *line, struct gl_arena *arena)
{
	size_t room = strlen(line) / 2 + 1;
	const char **option = gl_alloc(arena, room, sizeof *option), **figure = gl_alloc(arena, room, sizeof *figure);
	bool quoted, value = false, options = true;
	const char *word;

	*p = (struct gl_past){.option = option, .figure = figure};
	p->tool = next_word(&line, &quoted, arena);
	p->version = next_word(&line, &quoted, arena);
	if (!p->tool || !p->version || (strcmp(p->tool, "gl-train") != 0 && strcmp(p->tool, "gl-init") != 0))
		return false;
	while ((word = next_word(&line, &quoted, arena)) != NULL) {
		bool named = !quoted && strncmp(word, "--", 2) == 0;
		options &= quoted || !begins_figures(word);
		if (named || (value && options))
			option[p->options++] = word;
		else if (strchr(word, '='))
			figure[p->figures++] = word;
		value = named;
	}
	return true;
}

const char *
gl_past_figure(const struct gl_past *p, const char *name, size_t *from)
{
	size_t n = strlen(name);

	for (size_t i = from ? *from : 0; i < p->figures; i++)
		if (strncmp(p->figure[i], name, n) == 0 && p->figure[i][n] == '=') {
			if (from)
				*from = i + 1;
			return p->figure[i] + n + 1;
		}
	return NULL;
}

const char *
gl_past_option(const struct gl_past *p, const char *name)
{
	for (size_t i = 0; i + 1 < p->options; i++)
		if (strcmp(p->option[i], name) == 0)
			return p->option[i + 1];
	return NULL;
}

static bool
has_option(const struct gl_past *p, const char *name)
{
	for (size_t i = 0; i < p->options; i++)
		if (strcmp(p->option[i], name) == 0)
			return true;
	return false;
}

/* A figure as a hash; 0 when it is not there. */
static uint64_t
hash_of(const struct gl_past *p, const char *name)
{
	const char *text = gl_past_figure(p, name, NULL);

	return text ? strtoull(text, NULL, 16) : 0;
}

/* ---- the script ---- */

struct replay {
	const struct gl_net *net;
	struct gl_replay *args;
	struct gl_past origin; /* gl-init's line; tool NULL: there is none, so it was made with the defaults */
	struct gl_past *run; /* those of gl-train */
	size_t runs;
	struct gl_text comments, pipe;
	struct gl_arena *arena;
	struct gl_err *err; /* the first problem */
};

/* Notes why the script's result may be another one. */
static void __attribute__((format(printf, 2, 3))) problem(struct replay *r, const char *fmt, ...)
{
	char text[sizeof r->err->msg];
	struct gl_err err;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	gl_fail(&err, "%s",
	    text); /* without control characters: names come from a file, and a comment ends with its line */
	gl_text_add(&r->comments, "# %s\n", err.msg);
	if (r->args->problems++ == 0)
		*r->err = err;
}

/* Examples, by the names of their files; n 0: they had none. The files are looked into if that was asked for. */
static void
examples(struct replay *r, const char *what, const char *const *file, size_t n, const struct gl_past *p, uint64_t hash)
{
	struct gl_in_args in = {
	    has_option(p, "--allow-nonfinite"), has_option(p, "--round"), has_option(p, "--weights")};
	struct gl_err err;

	if (!r->args->verify || n == 0)
		return;
	struct gl_data *data = gl_data_open(file, n, &in, &err);
	if (!data) {
		problem(r, "%s: %s", what, err.msg);
		return;
	}
	uint64_t now = gl_data_hash(data);
	if (now != hash)
		problem(r, "%s: %s: other examples than they were: their hash is %016" PRIx64 ", and was %016" PRIx64,
		    what, gl_data_name(data), now, hash);
	gl_data_close(data);
}

/* What the history cannot name: the one who runs the script must. number 0: the variable's name has none. */
static void
unnamed(struct replay *r, const char *variable, size_t number, const char *what, uint64_t hash)
{
	gl_text_add(&r->pipe, " \"${%s", variable);
	if (number > 0)
		gl_text_add(&r->pipe, "%zu", number);
	gl_text_add(&r->pipe, ":?name a file of the %s of hash %016" PRIx64 "}\"", what, hash);
}

static bool
is_stream(const char *path)
{
	return strcmp(path, "-") == 0 || strncmp(path, "/dev/", 5) == 0 || strncmp(path, "/proc/", 6) == 0;
}

/* ---- gl-init ---- */

/* Every number as it is after having been printed with so many digits. */
static void
round_numbers(struct gl_net *net, int digits)
{
	gl_real *block = gl_net_block(net);
	char text[GL_NUMBER_TEXT];
	int overflow;
	float x;

	for (size_t i = 0; i < gl_net_block_n(net); i++) {
		size_t n = gl_number_print_digits((float)block[i], digits, text);
		gl_number_read(text, text + n, &x, &overflow);
		block[i] = x;
	}
}

/*
 * The file that gl-init --fit read: its name was not kept, but that of the same examples in a training run may have
 * been. NULL: none was.
 */
static const char *
fit_file(const struct replay *r)
{
	for (size_t i = 0; i < r->runs; i++) {
		size_t from = 0;
		const char *file = gl_past_figure(&r->run[i], "file", &from);
		if (file && hash_of(&r->run[i], "data") == hash_of(&r->origin, "data") &&
		    !gl_past_figure(&r->run[i], "file", &from))
			return file;
	}
	return NULL;
}

/* Makes the network that gl-init made, into *net; fit: its examples, or NULL. 0, or -1: it cannot be made here. */
static int
make_origin(struct replay *r, const char *fit, struct gl_net **net, struct gl_err *err)
{
	const struct gl_past *o = &r->origin;
	const char *seed = gl_past_option(o, "--seed"), *digits = gl_past_option(o, "--digits");
	const char *method = gl_past_option(o, "--init");

	*net = gl_net_parse(gl_net_lines(r->net, r->arena), NULL, 1, r->arena, err);
	if (!*net || gl_net_init(*net, method, (uint32_t)(seed ? strtoull(seed, NULL, 10) : 1), err) < 0)
		return -1;
	if (fit) {
		struct gl_in_args in = {false, has_option(o, "--round")};
		struct gl_data *data = gl_data_open(&fit, 1, &in, err);
		int status = data ? gl_fit_data(*net, "the network", data, NULL, gl_data_rows(data), err) : -1;
		gl_data_close(data);
		if (status < 0)
			return -1;
	}
	if (digits && *digits >= '1' && *digits <= '9')
		round_numbers(*net, *digits - '0');
	return 0;
}

/* gl-init's command, with the class names that the network has. */
static void
init_command(struct replay *r, const char *fit)
{
	const char *lines = gl_net_lines(r->net, r->arena);
	struct gl_text arch = {.arena = r->arena}, names = {.arena = r->arena};
	size_t n, comma = 0;
	const char *const *label = gl_net_labels(r->net, &n);

	for (const char *p = lines; *p;) {
		size_t len = strcspn(p += strspn(p, " "), "\n");
		gl_text_add(&arch, "%s%.*s", p == lines ? "" : ", ", (int)len, p);
		p += len + (p[len] == '\n');
	}
	for (size_t i = 0; i < n; i++) {
		gl_text_add(&names, "%s%s", i > 0 ? "," : "", label[i]);
		comma += strchr(label[i], ',') != NULL;
	}
	if (comma > 0) {
		gl_text_add(&r->pipe, "printf '%%s\\n'");
		for (size_t i = 0; i < n; i++)
			gl_text_shell((gl_text_add(&r->pipe, " "), &r->pipe), label[i]);
		gl_text_add(&r->pipe, " |\n    ");
	}
	gl_text_add(&r->pipe, "gl-init ");
	gl_text_shell(&r->pipe, arch.s);
	for (size_t i = 0; i < r->origin.options; i++) {
		gl_text_add(&r->pipe, " ");
		gl_text_shell(&r->pipe, r->origin.option[i]);
	}
	if (fit)
		gl_text_shell((gl_text_add(&r->pipe, " --fit "), &r->pipe), fit);
	else if (gl_past_figure(&r->origin, "data", NULL))
		unnamed((gl_text_add(&r->pipe, " --fit"), r), "FIT", 0, "examples", hash_of(&r->origin, "data"));
	if (!gl_past_option(&r->origin, "--seed"))
		gl_text_add(&r->pipe, " --seed 1"); /* GL_SEED may be another one */
	if (comma > 0)
		gl_text_add(&r->pipe, " --labels-file -");
	else if (n > 0)
		gl_text_shell((gl_text_add(&r->pipe, " --labels "), &r->pipe), names.s);
	gl_text_add(&r->pipe, " |\n    gl-train -");
}

/* What the first run of the script begins with: gl-init's network, or, if that is another one, a file. */
static void
begin(struct replay *r, const struct gl_past *first, bool from_init)
{
	uint64_t start = hash_of(first, "start");
	struct gl_err err;
	struct gl_net *net;

	if (from_init && start != 0) {
		bool fits = gl_past_figure(&r->origin, "data", NULL) != NULL;
		const char *fit = fits ? fit_file(r) : NULL;
		if (fits && !fit)
			problem(r, "the file of gl-init --fit is not in the history: set FIT to it");
		else if (make_origin(r, fit, &net, &err) < 0)
			problem(r, "gl-init: %s", err.msg);
		else if (gl_net_hash(net) != start)
			from_init = false;
		if (from_init) {
			init_command(r, fit);
			return;
		}
	}
	if (start == 0)
		problem(r, "its history does not say what the run began with: set START to that network's file");
	else
		problem(r, "the run began with a network that gl-init alone does not make: set START to its file");
	gl_text_add(&r->pipe, "gl-train");
	unnamed(r, "START", 0, "network", start);
}

/* ---- gl-train ---- */

/*
 * A run that a signal ended is stopped at the step whose network it left: returns that step. 0: it ran to its end, or
 * what ended it is in the data, or in the steps themselves, and will end it again.
 */
static uint64_t
stopped_at(struct replay *r, const struct gl_past *p, size_t number)
{
	const char *ended = gl_past_figure(p, "ended", NULL), *kept = gl_past_figure(p, "kept_step", NULL);
	const char *steps = gl_past_figure(p, "steps", NULL);
	uint64_t step = strtoull(kept ? kept : steps ? steps : "0", NULL, 10);

	if (ended && strcmp(ended, "diverged") == 0)
		gl_text_add(&r->comments, "# run %zu diverged, and does so again: its status is 1\n", number);
	if (ended && strcmp(ended, "bad-data") == 0)
		gl_text_add(&r->comments, "# run %zu met bad data, and does so again: its status is 2\n", number);
	if (!ended || strcmp(ended, "signal") != 0)
		return 0;
	if (step == 0)
		problem(r, "run %zu was interrupted, and left the network as it was before", number);
	else if (has_option(p, "--schedule"))
		problem(r,
		    "run %zu was interrupted; --steps %" PRIu64
		    " stops it there, but its --schedule was made for more steps",
		    number, step);
	else
		problem(r, "run %zu was interrupted; --steps %" PRIu64 " stops it there, and its history will say so",
		    number, step);
	return step;
}

static void
train_options(struct replay *r, const struct gl_past *p, size_t number)
{
	static const char *const ends[] = {"--epochs", "--steps", "--patience"};
	uint64_t stop = stopped_at(r, p, number), val_hash = hash_of(p, "val_data");
	const char *val = gl_past_option(p, "--val");

	for (size_t i = 0; i < p->options; i++) {
		bool end = false;
		for (size_t k = 0; k < GL_LEN(ends); k++)
			end |= stop > 0 && strcmp(p->option[i], ends[k]) == 0;
		if (end) {
			i++;
			continue;
		}
		if (val && p->option[i] == val && is_stream(val)) {
			problem(r, "the held-out examples of run %zu came through a pipe: set VAL%zu to a file of them",
			    number, number);
			unnamed(r, "VAL", number, "examples", val_hash);
			continue;
		}
		gl_text_add(&r->pipe, " ");
		gl_text_shell(&r->pipe, p->option[i]);
	}
	if (stop > 0)
		gl_text_add(&r->pipe, " --steps %" PRIu64, stop);
	if (val && val_hash != 0 && !is_stream(val))
		examples(r, "--val", &val, 1, p, val_hash);
}

static void
train_command(struct replay *r, const struct gl_past *p, size_t number)
{
	const char **file = gl_alloc(r->arena, p->figures + 1, sizeof *file);
	char run[32];
	size_t n = 0;

	for (size_t from = 0; (file[n] = gl_past_figure(p, "file", &from)) != NULL;)
		n++;
	if (strcmp(p->version, GL_VERSION) != 0)
		problem(r, "run %zu was made by gl-train %s, and this is %s", number, p->version, GL_VERSION);
	for (size_t i = 0; i < n; i++) {
		gl_text_add(&r->pipe, " %s", file[i][0] == '-' ? "./" : "");
		gl_text_shell(&r->pipe, file[i]);
	}
	if (n == 0) {
		problem(
		    r, "the examples of run %zu came through a pipe: set DATA%zu to a file of them", number, number);
		unnamed(r, "DATA", number, "examples", hash_of(p, "data"));
	}
	snprintf(run, sizeof run, "run %zu", number);
	examples(r, run, file, n, p, hash_of(p, "data"));
	train_options(r, p, number);
}

/* ---- all of it ---- */

static void
read_history(struct replay *r)
{
	size_t n;
	const char *const *line = gl_net_history(r->net, &n);
	struct gl_past p;

	r->run = gl_alloc(r->arena, n + 1, sizeof *r->run);
	for (size_t i = 0; i < n; i++) {
		if (!gl_past_read(&p, line[i], r->arena))
			continue;
		if (strcmp(p.tool, "gl-train") == 0)
			r->run[r->runs++] = p;
		else
			r->origin = p;
	}
}

int
gl_replay(const struct gl_net *net, struct gl_replay *args, struct gl_text *script, struct gl_err *err)
{
	struct gl_arena *arena = script->arena;
	struct replay r = {
	    net, args, .arena = arena, .comments = {.arena = arena}, .pipe = {.arena = arena}, .err = err};

	args->problems = 0;
	read_history(&r);
	if (r.runs == 0) {
		gl_fail(err, "has no training run in its history");
		return gl_hint(err, "gl-train --no-history leaves none there");
	}
	if (args->run > r.runs)
		return gl_fail(err, "has %zu training run%s in its history, so there is no run %" PRIu64, r.runs,
		    r.runs == 1 ? "" : "s", args->run);
	size_t last = args->run > 0 ? (size_t)args->run : r.runs, first = last;
	while (first > 1 && hash_of(&r.run[first - 1], "start") != 0 &&
	    hash_of(&r.run[first - 1], "start") == hash_of(&r.run[first - 2], "end"))
		first--;
	if (args->verify && last == r.runs && hash_of(&r.run[last - 1], "end") != gl_net_hash(net))
		problem(&r, "the network was changed after its last run");
	begin(&r, &r.run[first - 1], first == 1);
	for (size_t i = first; i <= last; i++) {
		train_command(&r, &r.run[i - 1], i);
		if (i < last)
			gl_text_add(&r.pipe, " |\n    gl-train -");
	}
	gl_text_add(
	    script, "%s%s%s\n", r.comments.s ? r.comments.s : "", r.pipe.s, args->form == GL_FORM_BINARY ? " -b" : "");
	return 0;
}
