#include "format/info.h"

#include "core/number.h"
#include "format/head.h"
#include "format/items.h"

#include <string.h>

const char *const gl_info_figures[] = {"inputs", "outputs", "layers", "parameters", "trained", "buffers",
    "multiply-adds", "labels", "runs", "bytes", "bytes-network", "bytes-gradient", "bytes-state", "bytes-activations",
    "bytes-slopes", "examples", "weight", "loss", "step", "epoch", "tensors", "numbers", "mean", "sd", "min", "max",
    "zeros", "norm", NULL};

void
gl_info_add(struct gl_info *info, const char *name, double value)
{
	info->figure[info->nfigure++] = (struct gl_figure){name, value};
}

/* Adds a figure that a line of the head gives. */
static int
add_line(struct gl_info *info, const char *name, const char *text, struct gl_err *err)
{
	const char *end = text + strlen(text), *behind;
	int overflow = 0;
	double v;

	behind = gl_number_read64(text, end, &v, &overflow);
	if (behind != end) {
		gl_fail(err, "\"%s %.40s\" is not a number", name, text);
		return gl_fail_at(err, info->name, 0);
	}
	gl_info_add(info, name, v);
	return 0;
}

/* What the head of a gradient or a state says besides the layers. */
static int
read_head(struct gl_info *info, struct gl_arena *life, struct gl_err *err)
{
	static const char *const words[][3] = {{"examples", "weight", "loss"}, {"step", "optimizer", "network"}};
	bool gradient = info->kind == GL_FILE_GRADIENT;
	const char *value[3];

	for (int i = 0; i < 3; i++)
		if (!(value[i] = gl_head_need(&info->tensors, words[!gradient][i], info->name, life, err)))
			return -1;
	if (add_line(info, words[!gradient][0], value[0], err) < 0)
		return -1;
	if (!gradient) {
		info->optimizer = value[1];
		info->network = value[2];
		return 0;
	}
	size_t n = strcspn(value[2], " ");
	info->loss = gl_strndup(life, value[2], n);
	return add_line(info, "weight", value[1], err) < 0 ||
		add_line(info, "loss", value[2] + n + strspn(value[2] + n, " "), err) < 0
	    ? -1
	    : 0;
}

/* What a network costs. */
static void
add_costs(struct gl_info *info, struct gl_arena *life)
{
	struct gl_net_cost *c = &info->cost;
	double states = 0, state;
	size_t labels, runs;

	*c = gl_net_measure(info->net, info->args.batch, life);
	gl_net_labels(info->net, &labels);
	const char *const *history = gl_net_history(info->net, &runs);
	for (size_t i = 0, lines = runs; i < lines; i++)
		runs -= strncmp(history[i], "gl-init ", 8) == 0; /* which is where it began */
	for (int i = 0; info->args.optim->state[i]; i++)
		states++;
	state = states * (double)c->trained * sizeof(float);
	gl_info_add(info, "inputs", (double)gl_shape_count(gl_net_input(info->net)));
	gl_info_add(info, "outputs", (double)gl_shape_count(gl_net_output(info->net)));
	gl_info_add(info, "layers", (double)c->layers);
	gl_info_add(info, "parameters", (double)c->parameters);
	gl_info_add(info, "trained", (double)c->trained);
	gl_info_add(info, "buffers", (double)c->buffers);
	gl_info_add(info, "multiply-adds", c->multiply_adds);
	gl_info_add(info, "labels", (double)labels);
	gl_info_add(info, "runs", (double)runs);
	gl_info_add(info, "bytes-network", c->network);
	gl_info_add(info, "bytes-gradient", c->gradient);
	gl_info_add(info, "bytes-state", state);
	gl_info_add(info, "bytes-activations", c->activations);
	gl_info_add(info, "bytes-slopes", c->slopes);
	gl_info_add(info, "bytes", c->network + c->gradient + state + c->activations + c->slopes);
}

static void
summarise(struct gl_info *info, struct gl_arena *life)
{
	info->summary = gl_alloc(life, info->tensors.n, sizeof *info->summary);
	for (size_t i = 0; i < info->tensors.n; i++) {
		const struct gl_named *t = &info->tensors.tensor[i];
		for (size_t k = 0; k < t->n; k++) {
			gl_summary_add(&info->summary[i], (double)t->data[k]);
			gl_summary_add(&info->all, (double)t->data[k]);
		}
	}
}

/* What is counted of all kinds. */
static void
count(struct gl_info *info, struct gl_arena *life)
{
	summarise(info, life);
	gl_info_add(info, "tensors", (double)info->tensors.n);
	gl_info_add(info, "numbers", (double)info->all.n);
	gl_info_add(info, "mean", gl_summary_mean(&info->all));
	gl_info_add(info, "sd", gl_summary_deviation(&info->all));
	gl_info_add(info, "min", info->all.min);
	gl_info_add(info, "max", info->all.max);
	gl_info_add(info, "zeros", gl_summary_zeros(&info->all));
	gl_info_add(info, "norm", gl_summary_norm(&info->all));
}

int
gl_info_of_net(struct gl_info *info, const char *name, const struct gl_net *net, enum gl_form form,
    const struct gl_info_args *args, struct gl_arena *life, struct gl_err *err)
{
	*info = (struct gl_info){.name = name, .kind = GL_FILE_NETWORK, .args = *args, .net = net};
	if (gl_net_tensors(net, &info->tensors, life, err) < 0)
		return -1;
	info->tensors.form = form;
	add_costs(info, life);
	count(info, life);
	return 0;
}

int
gl_info_load(
    struct gl_info *info, const char *path, const struct gl_info_args *args, struct gl_arena *life, struct gl_err *err)
{
	const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
	enum gl_form form;

	*info = (struct gl_info){.name = name, .args = *args};
	if (gl_file_kind(path, &info->kind, err) < 0)
		return -1;
	/* what is empty or nothing that we know is refused in the words that every tool has for a network */
	if (info->kind != GL_FILE_GRADIENT && info->kind != GL_FILE_STATE) {
		const struct gl_net *net = gl_net_load(path, &form, life, err);
		return net ? gl_info_of_net(info, name, net, form, args, life, err) : -1;
	}
	if (gl_tensors_load(&info->tensors, path, life, err) < 0 || read_head(info, life, err) < 0)
		return -1;
	count(info, life);
	return 0;
}

int
gl_info_figure(const struct gl_info *info, const char *name, double *value, struct gl_err *err)
{
	const char *names[GL_LEN(info->figure) + 1] = {NULL};

	for (size_t i = 0; i < info->nfigure; i++) {
		names[i] = info->figure[i].name;
		if (strcmp(names[i], name) == 0) {
			*value = info->figure[i].value;
			return 0;
		}
	}
	gl_fail(err, "there is no figure '%s' of a %s", name, gl_info_kind(info));
	return gl_hint_nearest(err, name, names);
}

const char *
gl_info_kind(const struct gl_info *info)
{
	return info->kind == GL_FILE_GRADIENT ? "gradient" : info->kind == GL_FILE_STATE ? "state" : "network";
}
