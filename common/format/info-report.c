/* The reports of gl-info. See format/info.h. */
#include "core/percent.h"
#include "core/text.h"
#include "format/info.h"
#include "format/quote.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What the writers of one report share. */
struct report {
	const struct gl_info *info;
	int digits;
	struct gl_sink *s;
	struct gl_arena *arena;
	struct gl_err *err;
};

/* ---- Text: tables, whose columns are as wide as what is in them ---- */

enum { COLUMNS = 8, ROWS = 32 };

struct table {
	struct gl_arena *arena;
	size_t columns, rows, room;
	const char **cell; /* rows by columns */
};

/* One row more, of as many words as the table has columns; they are kept by reference. */
static void
row(struct table *t, const char *const *word)
{
	if (t->rows == t->room) {
		size_t room = 2 * t->room + ROWS;
		const char **more = gl_alloc_raw(t->arena, room * t->columns, sizeof *more);
		if (t->rows > 0)
			memcpy(more, t->cell, t->rows * t->columns * sizeof *more);
		t->cell = more;
		t->room = room;
	}
	memcpy(t->cell + t->rows++ * t->columns, word, t->columns * sizeof *word);
}

/* The first column to the left, the others to the right. */
static void
write_table(const struct report *r, const struct table *t)
{
	int width[COLUMNS] = {0};

	for (size_t i = 0; i < t->rows * t->columns; i++) {
		int n = (int)strlen(t->cell[i]);
		width[i % t->columns] = n > width[i % t->columns] ? n : width[i % t->columns];
	}
	for (size_t i = 0; i < t->rows; i++) {
		const char *const *cell = t->cell + i * t->columns;
		size_t n = t->columns;
		while (n > 1 && !*cell[n - 1])
			n--;
		gl_sink_print(r->s, r->err, "%-*s", width[0], cell[0]);
		for (size_t k = 1; k < n; k++)
			gl_sink_print(r->s, r->err, "  %*s", width[k], cell[k]);
		gl_sink_print(r->s, r->err, "\n");
	}
}

static const char *
number(const struct report *r, double v)
{
	struct gl_text t = {.arena = r->arena, .digits = r->digits};

	gl_text_number(&t, v);
	return t.s;
}

static const char *
count(const struct report *r, double v)
{
	return gl_asprintf(r->arena, "%.0f", v);
}

/* "52 bytes", "401.9 kB" */
static const char *
bytes(const struct report *r, double v)
{
	static const char *const unit[] = {"bytes", "kB", "MB", "GB", "TB", "PB"};
	size_t i = 0;

	if (v < 10000)
		return gl_asprintf(r->arena, "%.0f bytes", v);
	for (; v >= 1000 && i + 1 < GL_LEN(unit); i++)
		v /= 1000;
	return gl_asprintf(r->arena, "%.1f %s", v, unit[i]);
}

static const char *
dims(const struct report *r, const struct gl_named *t)
{
	struct gl_text text = {.arena = r->arena};

	for (int i = 0; i < t->ndim; i++)
		gl_text_add(&text, i ? "x%zu" : "%zu", t->dim[i]);
	return t->ndim ? text.s : "-";
}

static const char *
share(const struct report *r, double v)
{
	char text[GL_NUMBER_TEXT + 1];

	return gl_asprintf(r->arena, "%s %%", gl_percent_fixed(v, text));
}

/* A layer's place and line, indented by the blocks around it. */
static const char *
layer_title(const struct report *r, const struct gl_layer_cost *c)
{
	char line[256];

	return gl_asprintf(
	    r->arena, "%*s%s %s", 2 * c->depth, "", c->layer->index, gl_layer_line(c->layer, line, sizeof line));
}

static void
text_layers(const struct report *r)
{
	const struct gl_net_cost *cost = &r->info->cost;
	struct table t = {.arena = r->arena, .columns = 4};
	char shape[GL_SHAPE_TEXT];

	row(&t, (const char *[]){"layer", "output", "parameters", "multiply-adds"});
	row(&t,
	    (const char *[]){"input", gl_strdup(r->arena, gl_shape_print(gl_net_input(r->info->net), shape)), "", ""});
	for (size_t i = 0; i < cost->layers; i++) {
		const struct gl_layer_cost *c = &cost->layer[i];
		row(&t,
		    (const char *[]){layer_title(r, c), gl_strdup(r->arena, gl_shape_print(&c->layer->out, shape)),
			count(r, (double)c->parameters), count(r, c->multiply_adds)});
	}
	row(&t, (const char *[]){"all", "", count(r, (double)cost->parameters), count(r, cost->multiply_adds)});
	write_table(r, &t);
	if (cost->trained < cost->parameters)
		gl_sink_print(r->s, r->err, "frozen: training leaves %zu of the %zu parameters as they are\n",
		    cost->parameters - cost->trained, cost->parameters);
	if (cost->buffers > 0)
		gl_sink_print(
		    r->s, r->err, "and %zu numbers that are saved, but not found by training\n", cost->buffers);
}

/* One line for each tensor. Gradients and states are told by their norms, weights by where they lie. */
static void
text_tensors(const struct report *r)
{
	const struct gl_info *info = r->info;
	struct table t = {.arena = r->arena, .columns = 8};

	if (info->tensors.n == 0)
		return;
	row(&t, (const char *[]){"name", "shape", "mean", "sd", "min", "max", "norm", "zeros"});
	for (size_t i = 0; i <= info->tensors.n; i++) {
		bool all = i == info->tensors.n;
		const struct gl_summary *s = all ? &info->all : &info->summary[i];
		if (all && info->tensors.n == 1)
			break;
		row(&t,
		    (const char *[]){all ? "all" : info->tensors.tensor[i].name,
			all ? count(r, (double)s->n) : dims(r, &info->tensors.tensor[i]), number(r, gl_summary_mean(s)),
			number(r, gl_summary_deviation(s)), number(r, s->min), number(r, s->max),
			number(r, gl_summary_norm(s)), share(r, gl_summary_zeros(s))});
	}
	gl_sink_print(r->s, r->err, "\n");
	write_table(r, &t);
	if (info->all.nonfinite > 0)
		gl_sink_print(r->s, r->err, "%zu of the numbers %s not finite, and not in these figures\n",
		    info->all.nonfinite, info->all.nonfinite == 1 ? "is" : "are");
}

static double
figure(const struct report *r, const char *name)
{
	struct gl_err err;
	double v = 0;

	gl_info_figure(r->info, name, &v, &err);
	return v;
}

static void
text_memory(const struct report *r)
{
	static const char *const part[][2] = {
	    {"network", "bytes-network"},
	    {"gradient", "bytes-gradient"},
	    {"optimizer state", "bytes-state"},
	    {"activations", "bytes-activations"},
	    {"their gradients", "bytes-slopes"},
	    {"all", "bytes"},
	};
	struct table t = {.arena = r->arena, .columns = 2};

	for (size_t i = 0; i < GL_LEN(part); i++)
		row(&t, (const char *[]){part[i][0], bytes(r, figure(r, part[i][1]))});
	gl_sink_print(r->s, r->err, "\nmemory to train by %s, %zu example%s at a time\n", r->info->args.optim->name,
	    r->info->args.batch, r->info->args.batch == 1 ? "" : "s");
	write_table(r, &t);
}

static void
text_notes(const struct report *r)
{
	size_t n;
	const char *const *label = gl_net_labels(r->info->net, &n);

	for (size_t i = 0; i < n; i++)
		gl_sink_print(r->s, r->err, "%s%zu %s\n", i ? "" : "\nclasses\n", i, label[i]);
	const char *const *history = gl_net_history(r->info->net, &n);
	for (size_t i = 0; i < n; i++)
		gl_sink_print(r->s, r->err, "%s%s\n", i ? "" : "\nhistory\n", history[i]);
}

static void
text(const struct report *r)
{
	static const char *const meaning[] = {
	    [GL_PROBABILITIES] = "class probabilities, which sum to 1",
	    [GL_SHARES] = "a probability of yes for each output",
	    [GL_VALUES] = "plain numbers",
	};
	const struct gl_info *info = r->info;
	const char *form = info->tensors.form == GL_FORM_BINARY ? "binary" : "text";

	if (info->net) {
		char in[GL_SHAPE_TEXT], out[GL_SHAPE_TEXT];
		gl_sink_print(r->s, r->err, "%s: network in %s, %s -> %s, %s\n\n", info->name, form,
		    gl_shape_print(gl_net_input(info->net), in), gl_shape_print(gl_net_output(info->net), out),
		    meaning[gl_net_output_kind(info->net)]);
		text_layers(r);
		text_tensors(r);
		text_memory(r);
		text_notes(r);
		return;
	}
	if (info->kind == GL_FILE_GRADIENT)
		gl_sink_print(r->s, r->err, "%s: gradient in %s, the mean over %.0f example%s; %s %s\n", info->name,
		    form, figure(r, "examples"), figure(r, "examples") == 1 ? "" : "s", info->loss,
		    number(r, figure(r, "loss")));
	else
		gl_sink_print(r->s, r->err, "%s: state of %s in %s after %.0f step%s, of network %s\n", info->name,
		    info->optimizer, form, figure(r, "step"), figure(r, "step") == 1 ? "" : "s", info->network);
	text_tensors(r);
}

/* ---- TSV and JSON ---- */

/* The figures of one tensor, in the order in which they are written. */
enum { TENSOR_FIGURES = 7 };
static const char *const tensor_figure[TENSOR_FIGURES] = {"numbers", "mean", "sd", "min", "max", "norm", "zeros"};

static void
tensor_values(const struct gl_summary *s, double v[TENSOR_FIGURES])
{
	v[0] = (double)s->n;
	v[1] = gl_summary_mean(s);
	v[2] = gl_summary_deviation(s);
	v[3] = s->min;
	v[4] = s->max;
	v[5] = gl_summary_norm(s);
	v[6] = gl_summary_zeros(s);
}

/* The value is a number, or, where word is not NULL, a word. */
static void
tsv_line(const struct report *r, const char *item, const char *name, const char *what, double v, const char *word)
{
	gl_sink_print(r->s, r->err, "%s\t", item);
	gl_sink_tsv(r->s, name, r->err);
	gl_sink_print(r->s, r->err, "\t%s\t", what);
	if (word)
		gl_sink_tsv(r->s, word, r->err);
	else
		gl_sink_number(r->s, v, "", r->err);
	gl_sink_print(r->s, r->err, "\n");
}

static void
tsv(const struct report *r)
{
	const struct gl_info *info = r->info;
	char index[24], word[256];
	size_t n;

	gl_sink_print(r->s, r->err, "item\tname\tfigure\tvalue\n");
	for (size_t i = 0; i < info->nfigure; i++)
		tsv_line(r, gl_info_kind(info), "", info->figure[i].name, info->figure[i].value, NULL);
	if (info->loss)
		tsv_line(r, "gradient", "", "loss-name", 0, info->loss);
	if (info->optimizer)
		tsv_line(r, "state", "", "optimizer", 0, info->optimizer);
	for (size_t i = 0; i < info->cost.layers; i++) {
		const struct gl_layer_cost *c = &info->cost.layer[i];
		const char *name = c->layer->index;
		tsv_line(r, "layer", name, "line", 0, gl_layer_line(c->layer, word, sizeof word));
		tsv_line(r, "layer", name, "input", 0, gl_shape_print(&c->layer->in, word));
		tsv_line(r, "layer", name, "output", 0, gl_shape_print(&c->layer->out, word));
		tsv_line(r, "layer", name, "parameters", (double)c->parameters, NULL);
		tsv_line(r, "layer", name, "multiply-adds", c->multiply_adds, NULL);
	}
	for (size_t i = 0; i < info->tensors.n; i++) {
		const char *name = info->tensors.tensor[i].name;
		double v[TENSOR_FIGURES];
		tensor_values(&info->summary[i], v);
		tsv_line(r, "tensor", name, "shape", 0, dims(r, &info->tensors.tensor[i]));
		for (int k = 0; k < TENSOR_FIGURES; k++)
			tsv_line(r, "tensor", name, tensor_figure[k], v[k], NULL);
	}
	const char *const *label = info->net ? gl_net_labels(info->net, &n) : (n = 0, NULL);
	for (size_t i = 0; i < n; i++) {
		snprintf(index, sizeof index, "%zu", i);
		tsv_line(r, "label", index, "name", 0, label[i]);
	}
	const char *const *history = info->net ? gl_net_history(info->net, &n) : (n = 0, NULL);
	for (size_t i = 0; i < n; i++) {
		snprintf(index, sizeof index, "%zu", i + 1);
		tsv_line(r, "run", index, "history", 0, history[i]);
	}
}

/* "key": "word" with what stands before it. */
static void
json_word(const struct report *r, const char *before, const char *key, const char *word)
{
	gl_sink_print(r->s, r->err, "%s\"%s\": ", before, key);
	gl_sink_json(r->s, word, r->err);
}

static void
json_number(const struct report *r, const char *before, const char *key, double v)
{
	gl_sink_print(r->s, r->err, "%s\"%s\": ", before, key);
	gl_sink_number(r->s, v, "null", r->err);
}

static void
json_list(const struct report *r, const char *key, const char *const *word, size_t n)
{
	gl_sink_print(r->s, r->err, ",\n  \"%s\": [", key);
	for (size_t i = 0; i < n; i++) {
		gl_sink_print(r->s, r->err, "%s\n    ", i ? "," : "");
		gl_sink_json(r->s, word[i], r->err);
	}
	gl_sink_print(r->s, r->err, n ? "\n  ]" : "]");
}

static void
json_layers(const struct report *r)
{
	const struct gl_info *info = r->info;
	char word[256];

	gl_sink_print(r->s, r->err, ",\n  \"layer\": [");
	for (size_t i = 0; i < info->cost.layers; i++) {
		const struct gl_layer_cost *c = &info->cost.layer[i];
		json_word(r, i ? ",\n    {" : "\n    {", "index", c->layer->index);
		json_word(r, ", ", "line", gl_layer_line(c->layer, word, sizeof word));
		json_word(r, ", ", "input", gl_shape_print(&c->layer->in, word));
		json_word(r, ", ", "output", gl_shape_print(&c->layer->out, word));
		json_number(r, ", ", "parameters", (double)c->parameters);
		json_number(r, ", ", "multiply-adds", c->multiply_adds);
		gl_sink_print(r->s, r->err, "}");
	}
	gl_sink_print(r->s, r->err, "\n  ]");
}

static void
json_tensors(const struct report *r)
{
	const struct gl_info *info = r->info;

	gl_sink_print(r->s, r->err, ",\n  \"tensor\": [");
	for (size_t i = 0; i < info->tensors.n; i++) {
		const struct gl_named *t = &info->tensors.tensor[i];
		double v[TENSOR_FIGURES];
		json_word(r, i ? ",\n    {" : "\n    {", "name", t->name);
		gl_sink_print(r->s, r->err, ", \"shape\": [");
		for (int k = 0; k < t->ndim; k++)
			gl_sink_print(r->s, r->err, k ? ", %zu" : "%zu", t->dim[k]);
		gl_sink_print(r->s, r->err, "]");
		tensor_values(&info->summary[i], v);
		for (int k = 0; k < TENSOR_FIGURES; k++)
			json_number(r, ", ", tensor_figure[k], v[k]);
		gl_sink_print(r->s, r->err, "}");
	}
	gl_sink_print(r->s, r->err, info->tensors.n ? "\n  ]" : "]");
}

static void
json(const struct report *r)
{
	const struct gl_info *info = r->info;
	size_t n;

	json_word(r, "{\n  ", "kind", gl_info_kind(info));
	for (size_t i = 0; i < info->nfigure; i++)
		json_number(r, ",\n  ", info->figure[i].name, info->figure[i].value);
	if (info->loss)
		json_word(r, ",\n  ", "loss-name", info->loss);
	if (info->optimizer)
		json_word(r, ",\n  ", "optimizer", info->optimizer);
	if (info->net)
		json_layers(r);
	json_tensors(r);
	if (info->net) {
		const char *const *label = gl_net_labels(info->net, &n);
		json_list(r, "label", label, n);
		const char *const *history = gl_net_history(info->net, &n);
		json_list(r, "history", history, n);
	}
	gl_sink_print(r->s, r->err, "\n}\n");
}

void
gl_info_write(const struct gl_info *info, enum gl_info_form form, int digits, struct gl_sink *s, struct gl_arena *arena,
    struct gl_err *err)
{
	struct report r = {info, digits, s, arena, err};

	(form == GL_INFO_TEXT ? text : form == GL_INFO_TSV ? tsv : json)(&r);
}
