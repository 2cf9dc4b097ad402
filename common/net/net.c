/* A network's parts: parameters in one block, labels, history, and what there is to ask. */
#include "net/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 64 / sizeof(gl_real) };

/* ---- assembly ---- */

static void
flatten(struct gl_net *net, struct gl_seq *s)
{
	for (size_t i = 0; i < s->n; i++) {
		net->flat[net->nflat++] = &s->layer[i];
		flatten(net, &s->layer[i].body);
	}
}

static size_t
count_layers(const struct gl_seq *s)
{
	size_t n = s->n;

	for (size_t i = 0; i < s->n; i++)
		n += count_layers(&s->layer[i].body);
	return n;
}

static enum gl_output
kind_of(const struct gl_layer *last)
{
	return strcmp(last->ops->name, "softmax") == 0 ? GL_PROBABILITIES
	    : strcmp(last->ops->name, "sigmoid") == 0  ? GL_SHARES
						       : GL_VALUES;
}

/* Gives a parameter its place in the block, or says that the network is too large. */
static int
place(struct gl_net *net, struct gl_layer *l, struct gl_param *p, struct gl_err *err)
{
	size_t n = 1;

	for (int i = 0; i < p->ndim; i++)
		if (__builtin_mul_overflow(n, p->dim[i], &n))
			n = SIZE_MAX;
	if (n > GL_NET_PARAMETERS || net->block_n + n > GL_NET_PARAMETERS) {
		char line[256];
		return gl_fail(err, "layer %s (%s) takes the network above 2^32 parameters", l->index,
		    gl_layer_line(l, line, sizeof line));
	}
	p->n = n;
	p->offset = net->block_n;
	net->block_n += (n + ALIGN - 1) / ALIGN * ALIGN;
	net->param[net->nparam++] = p;
	return 0;
}

int
gl_net_assemble(struct gl_net *net, size_t numbers, struct gl_err *err)
{
	size_t n = 0, sum = 0;

	net->flat = gl_alloc(net->life, count_layers(&net->layers), sizeof(struct gl_layer *));
	flatten(net, &net->layers);
	for (size_t i = 0; i < net->nflat; i++) {
		if (net->flat[i]->ops->params)
			net->flat[i]->ops->params(net->flat[i]);
		n += (size_t)net->flat[i]->nparam;
	}
	net->param = gl_alloc(net->life, n + 1, sizeof(struct gl_param *));
	for (size_t i = 0; i < net->nflat; i++)
		for (int j = 0; j < net->flat[i]->nparam; j++)
			if (place(net, net->flat[i], &net->flat[i]->param[j], err) < 0)
				return -1;
	net->kind = kind_of(&net->layers.layer[net->layers.n - 1]);
	for (size_t i = 0; i < net->nparam; i++)
		sum += net->param[i]->n;
	if (sum > numbers)
		return 0;
	net->block = gl_alloc(net->life, net->block_n, sizeof(gl_real));
	for (size_t i = 0; i < net->nflat; i++) {
		struct gl_layer *l = net->flat[i];
		for (int j = 0; j < l->nparam; j++) {
			l->value[j] = net->block + l->param[j].offset;
			if (l->param[j].fan_in == 0 && l->param[j].start != 0)
				for (size_t e = 0; e < l->param[j].n; e++)
					l->value[j][e] = l->param[j].start;
		}
	}
	return 0;
}

/* ---- what there is to ask ---- */

const struct gl_shape *
gl_net_input(const struct gl_net *net)
{
	return &net->input;
}

const struct gl_shape *
gl_net_output(const struct gl_net *net)
{
	return &net->output;
}

const struct gl_seq *
gl_net_layers(const struct gl_net *net)
{
	return &net->layers;
}

enum gl_output
gl_net_output_kind(const struct gl_net *net)
{
	return net->kind;
}

size_t
gl_net_param_count(const struct gl_net *net)
{
	return net->nparam;
}

const struct gl_param *
gl_net_param(const struct gl_net *net, size_t i)
{
	return net->param[i];
}

size_t
gl_net_layer_count(const struct gl_net *net)
{
	return net->nflat;
}

gl_real *
gl_net_block(const struct gl_net *net)
{
	return net->block;
}

size_t
gl_net_block_n(const struct gl_net *net)
{
	return net->block_n;
}

size_t
gl_param_at(const struct gl_param *p, size_t e)
{
	if (!p->transposed)
		return p->offset + e;
	return p->offset + e % p->dim[1] * p->dim[0] + e / p->dim[1];
}

const struct gl_param *
gl_net_param_find(const struct gl_net *net, const char *name, struct gl_err *err)
{
	for (size_t i = 0; i < net->nparam; i++)
		if (strcmp(net->param[i]->name, name) == 0)
			return net->param[i];
	gl_fail(err, "the network has no parameter '%s'", name);
	const char **names = gl_alloc(net->life, net->nparam + 1, sizeof *names);
	for (size_t i = 0; i < net->nparam; i++)
		names[i] = net->param[i]->name;
	const char *near = gl_nearest(name, names);
	if (near)
		gl_hint(err, "did you mean %s?", near);
	else if (net->nparam > 0)
		gl_hint(err, "its parameters begin with %s", names[0]);
	return NULL;
}

const struct gl_layer *
gl_net_layer_find(const struct gl_net *net, const char *index, struct gl_err *err)
{
	for (size_t i = 0; i < net->nflat; i++)
		if (strcmp(net->flat[i]->index, index) == 0)
			return net->flat[i];
	gl_fail(err, "the network has no layer '%s'", index);
	if (net->layers.n == 1)
		gl_hint(err, "its only layer is 0");
	else
		gl_hint(err, "its layers are 0 to %zu%s", net->layers.n - 1,
		    net->nflat > net->layers.n ? ", and in a block 3.0, 3.1 and so on" : "");
	return NULL;
}

int
gl_net_takes(const struct gl_net *net, const char *net_name, size_t width, struct gl_err *err)
{
	size_t n = gl_shape_count(&net->input);

	if (width == n)
		return 0;
	gl_fail(err, "field 1 has %zu number%s, but %s takes %zu", width, width == 1 ? "" : "s", net_name, n);
	char shape[GL_SHAPE_TEXT];
	if (net->input.kind != GL_VECTOR)
		gl_hint(err, "its input is %s", gl_shape_print(&net->input, shape));
	return -1;
}

const struct gl_loss *
gl_net_choose_loss(const struct gl_net *net, const char *net_name, const char *name, size_t targets, struct gl_err *err)
{
	const struct gl_loss *loss = name ? gl_loss_find(name, err) : gl_loss_default(net->kind);
	bool logits = loss && gl_net_logits(net, loss);

	if (!loss)
		return NULL;
	if (gl_loss_check_output(loss, net->kind, logits, &net->output, err) < 0)
		gl_fail_at(err, net_name, 0);
	else if (gl_loss_check(loss, net->kind, logits, &net->output, targets, err) < 0)
		gl_fail_at(err, "row 1", 0);
	else
		return loss;
	return NULL;
}

/* Line for line: the layers' kinds, arguments and shapes, and with them the parameters, follow from the lines. */
int
gl_net_same(const struct gl_net *a, const struct gl_net *b, struct gl_err *err)
{
	char ta[256], tb[256];

	if (!gl_shape_equal(&a->input, &b->input)) {
		gl_shape_print(&a->input, ta);
		return gl_fail(err, "the inputs differ: %s and %s", ta, gl_shape_print(&b->input, tb));
	}
	for (size_t i = 0; i < a->nflat && i < b->nflat; i++) {
		gl_layer_line(a->flat[i], ta, sizeof ta);
		gl_layer_line(b->flat[i], tb, sizeof tb);
		if (strcmp(a->flat[i]->index, b->flat[i]->index) != 0)
			return gl_fail(err, "the blocks differ: layer %s (%s) and layer %s (%s)", a->flat[i]->index, ta,
			    b->flat[i]->index, tb);
		if (strcmp(ta, tb) != 0)
			return gl_fail(err, "layer %s differs: '%s' and '%s'", a->flat[i]->index, ta, tb);
	}
	if (a->nflat != b->nflat) {
		const struct gl_layer *more = a->nflat > b->nflat ? a->flat[b->nflat] : b->flat[a->nflat];
		return gl_fail(err, "one of them has %zu layers and the other %zu: layer %s (%s) is in one alone",
		    a->nflat, b->nflat, more->index, gl_layer_line(more, ta, sizeof ta));
	}
	return 0;
}

void
gl_net_move_running(struct gl_net *net, const gl_real *grad)
{
	for (size_t i = 0; i < net->nflat; i++)
		if (net->flat[i]->ops->move && !net->flat[i]->frozen)
			net->flat[i]->ops->move(net->flat[i], grad);
}

/* ---- labels and history ---- */

const char *const *
gl_net_labels(const struct gl_net *net, size_t *n)
{
	*n = net->nlabel;
	return net->label;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int
gl_net_set_labels(struct gl_net *net, const char *const *labels, size_t n, struct gl_err *err)
{
	size_t k = net->output.dim[net->output.ndim - 1];
	bool yes_no = net->kind == GL_SHARES && gl_shape_count(&net->output) == 1;

	if (n != (yes_no ? 2 : k)) {
		gl_fail(err, "%zu label%s, but %s", n, n == 1 ? "" : "s", yes_no ? "one sigmoid output takes 2" : "");
		if (!yes_no) {
			size_t at = strlen(err->msg);
			snprintf(
			    err->msg + at, sizeof err->msg - at, "the network has %zu output%s", k, k == 1 ? "" : "s");
		} else {
			gl_hint(err, "the first name is for outputs below 0.5, the second for the others");
		}
		return -1;
	}
	const char **sorted = gl_alloc(net->life, n, sizeof *sorted);
	memcpy(sorted, labels, n * sizeof *sorted);
	qsort(sorted, n, sizeof *sorted, by_name);
	for (size_t i = 0; i < n; i++) {
		if (sorted[i][0] == '\0')
			return gl_fail(err, "a label is empty");
		if (i > 0 && strcmp(sorted[i - 1], sorted[i]) == 0)
			return gl_fail(err, "two labels are '%s'", sorted[i]);
	}
	net->label = labels;
	net->nlabel = n;
	return 0;
}

const char *const *
gl_net_history(const struct gl_net *net, size_t *n)
{
	*n = net->nhistory;
	return net->history;
}

void
gl_net_add_history(struct gl_net *net, const char *line)
{
	if (net->nhistory == net->history_room) {
		size_t room = net->history_room ? 2 * net->history_room : 4;
		const char **more = gl_alloc(net->life, room, sizeof *more);
		if (net->nhistory)
			memcpy(more, net->history, net->nhistory * sizeof *more);
		net->history = more;
		net->history_room = room;
	}
	net->history[net->nhistory++] = gl_strdup(net->life, line);
}
