#include "train/problem.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Puts the place of the first example in front of a message: what all examples have in common shows there first. */
static int
at_first(const struct gl_problem *p, struct gl_err *err)
{
	char place[32];

	snprintf(place, sizeof place, "row %llu", (unsigned long long)p->data.places.ahead + 1);
	gl_fail_at(err, place, 0);
	return gl_whole_place(&p->data, err);
}

/* The examples: at least one, inputs that the network takes, a target that the loss takes. */
static int
load_examples(struct gl_problem *p, const char *net, const char *const *paths, size_t n, const struct gl_in_args *args,
    const char *loss, struct gl_err *err)
{
	const struct gl_field *field = p->data.schema.field;

	if (gl_whole_read(&p->data, paths, n, args, &p->life, err) < 0)
		return -1;
	if (p->data.batch.rows == 0) {
		gl_fail(err, "there are no examples, but a gradient needs at least one");
		return gl_fail_at(err, n > 0 && strcmp(paths[0], "-") != 0 ? paths[0] : "standard input", 0);
	}
	if (gl_net_takes(p->net, net, field[0].width, err) < 0)
		return at_first(p, err);
	if (p->data.schema.nfield < 2) {
		gl_fail(err, "there is no target in field 2 to compare the network's output with");
		gl_hint(
		    err, "in text a TAB stands between fields; paste, or gl-cat --join, puts two files side by side");
		return at_first(p, err);
	}
	p->loss = gl_net_choose_loss(p->net, net, loss, field[1].width, err);
	return p->loss ? 0 : gl_whole_place(&p->data, err);
}

int
gl_problem_load(struct gl_problem *p, const char *net, const char *const *paths, size_t n,
    const struct gl_in_args *args, const char *loss, struct gl_err *err)
{
	const char *name = strcmp(net, "-") == 0 ? "standard input" : net;

	if (gl_net_alone(net, paths, n, err) < 0 || !(p->net = gl_net_load(net, &p->form, &p->life, err)))
		return -1;
	if (gl_net_need_fitted(p->net, err) < 0)
		return gl_fail_at(err, name, 0);
	if (load_examples(p, name, paths, n, args, loss, err) < 0)
		return -1;
	p->data.places.ahead = p->ctx.row;
	p->ctx.training = true;
	p->ctx.arena = &p->pass;
	p->ctx.grad = gl_alloc(&p->life, gl_net_block_n(p->net), sizeof *p->ctx.grad);
	return 0;
}

/* How often each class occurs decides what it weighs. */
static int
balance(struct gl_problem *p, struct gl_err *err)
{
	const struct gl_shape *out = gl_net_output(p->net);
	size_t k = gl_weighing_classes(p->loss, out);
	double *count = gl_alloc(&p->life, k, sizeof *count);

	if (gl_weighing_count(
		p->loss, gl_net_output_kind(p->net), out, &p->data.batch.field[1], p->ctx.row, count, err) < 0)
		return gl_whole_place(&p->data, err);
	gl_weighing_balance(k, count);
	p->weighing.classes = count;
	return 0;
}

int
gl_problem_weigh(struct gl_problem *p, const struct gl_weighing_args *a, struct gl_err *err)
{
	const struct gl_shape *out = gl_net_output(p->net);
	const struct gl_tensor *t = &p->data.batch.field[1], *v = &p->data.batch.field[2];
	double total = 0;

	if (!gl_weighing_any(a))
		return 0;
	if (gl_weighing_check(a, p->loss, out, err) < 0)
		return -1;
	if (a->rows && gl_schema_weights(&p->data.schema, err) < 0)
		return at_first(p, err);
	if (a->rows && gl_weighing_rows(v, p->ctx.row, err) < 0)
		return gl_whole_place(&p->data, err);
	p->weighing = (struct gl_weighing){
	    .smoothing = a->smoothing,
	    .classes = a->nclasses > 0 ? a->classes : NULL,
	    .rows = a->rows ? v->data : NULL,
	};
	p->ctx.weighing = &p->weighing;
	if (a->balanced && balance(p, err) < 0)
		return -1;
	if (gl_weighing_total(p->loss, gl_net_output_kind(p->net), out, t, &p->weighing, p->ctx.row, &total, err) < 0)
		return gl_whole_place(&p->data, err);
	return total > 0 ? 0 : gl_fail(err, "the weights of all examples are 0, so there is no mean");
}

int
gl_problem_gradient(struct gl_problem *p, struct gl_gradient *g, struct gl_tensor *dx, struct gl_err *err)
{
	const struct gl_batch *b = &p->data.batch;
	double sum, weight;

	gl_arena_reset(&p->pass);
	if (gl_net_gradient(p->net, &p->ctx, p->loss, &b->field[0], &b->field[1], &sum, &weight, NULL, dx, err) < 0)
		return gl_whole_place(&p->data, err);
	*g = (struct gl_gradient){
	    .examples = b->rows,
	    .weight = weight / gl_loss_unit(p->loss, gl_net_output(p->net)),
	    .value = sum / weight,
	    .block = p->ctx.grad,
	};
	strncpy(g->loss, p->loss->name, sizeof g->loss - 1);
	return 0;
}

int
gl_problem_loss(struct gl_problem *p, double *loss, struct gl_err *err)
{
	const struct gl_batch *b = &p->data.batch;
	double sum = 0, weight = 0;

	gl_arena_reset(&p->pass);
	if (gl_net_loss(p->net, &p->ctx, p->loss, &b->field[0], &b->field[1], &sum, &weight, NULL, err) < 0)
		return gl_whole_place(&p->data, err);
	*loss = sum / weight;
	return 0;
}

/* Slopes of the loss along one number: over both sides of it, and how much the right one's is above the left one's. */
struct slopes {
	double across, turn;
};

static int
slopes(struct gl_problem *p, gl_real *at, double by, double loss, struct slopes *s, struct gl_err *err)
{
	gl_real was = *at, high = was + (gl_real)by, low = was - (gl_real)by;
	double up = 0, down = 0;

	*at = high;
	int status = gl_problem_loss(p, &up, err);
	*at = low;
	if (status == 0)
		status = gl_problem_loss(p, &down, err);
	*at = was;
	s->across = (up - down) / ((double)high - (double)low);
	s->turn = (up - loss) / ((double)high - (double)was) - (loss - down) / ((double)was - (double)low);
	return status;
}

int
gl_problem_kink(struct gl_problem *p, gl_real *at, const char *name, double by, double loss, double least,
    struct gl_kinks *kinks, struct gl_err *err)
{
	double near = by < 1e-5 ? by : 1e-5, size = fabs((double)*at);
	struct slopes one, tenth;

	if (slopes(p, at, near, loss, &one, err) < 0 || slopes(p, at, near / 10, loss, &tenth, err) < 0)
		return -1;
	/* The loss is known to 1e-16 of what it is made of, a place to 1e-16 of its size; both count 100 times. */
	double noise = 1e-14 * (1 + fabs(loss) + fabs(one.across) * size) / (near / 10);
	double turn = fmax(fabs(one.turn), fabs(tenth.turn));
	if (turn > least && turn > noise && fabs(tenth.turn - one.turn / 10) > fabs(one.turn) / 20 + noise &&
	    kinks->count++ < GL_KINK_NAMES)
		snprintf(kinks->name[kinks->count - 1], GL_NUMBER_NAME, "%s", name);
	kinks->numbers++;
	return 0;
}

/* The slopes of one parameter's numbers; then another look where they are not the same on both sides. */
static int
wiggle(struct gl_problem *p, const struct gl_param *param, double by, double loss, gl_real *to, struct gl_kinks *kinks,
    struct gl_err *err)
{
	gl_real *block = gl_net_block(p->net);
	double *turn = gl_alloc_raw(&p->life, param->n, sizeof *turn), largest = 0;
	char name[GL_NUMBER_NAME];
	struct slopes s;

	for (size_t e = 0; e < param->n; e++) {
		size_t at = gl_param_at(param, e);
		if (slopes(p, &block[at], by, loss, &s, err) < 0)
			return -1;
		to[at] = (gl_real)s.across;
		turn[e] = fabs(s.turn);
		largest = fmax(largest, fabs(s.across));
	}
	for (size_t e = 0; e < param->n; e++)
		if (!(turn[e] > 1e-4 * largest))
			kinks->numbers++;
		else if (gl_problem_kink(p, &block[gl_param_at(param, e)], gl_param_number_name(param, e, name), by,
			     loss, 1e-4 * largest, kinks, err) < 0)
			return -1;
	return 0;
}

int
gl_problem_wiggle(struct gl_problem *p, double by, struct gl_gradient *g, struct gl_kinks *kinks, struct gl_err *err)
{
	double loss = 0;

	*kinks = (struct gl_kinks){0};
	if (gl_problem_gradient(p, g, NULL, err) < 0 || gl_problem_loss(p, &loss, err) < 0)
		return -1;
	for (size_t i = 0; i < gl_net_param_count(p->net); i++) {
		const struct gl_param *q = gl_net_param(p->net, i);
		if (q->trains && wiggle(p, q, by, loss, g->block, kinks, err) < 0)
			return -1;
	}
	return 0;
}

void
gl_problem_free(struct gl_problem *p)
{
	gl_arena_free(&p->pass);
	gl_arena_free(&p->life);
}
