#include "train/problem.h"

#include <string.h>

/* Puts the place of the first example in front of a message: what all examples have in common shows there first. */
static int
at_first(const struct gl_problem *p, struct gl_err *err)
{
	gl_fail_at(err, "row 1", 0);
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
	if (loss && !gl_loss_find(loss, err))
		return -1;
	return (p->loss = gl_net_choose_loss(p->net, loss, field[1].width, err)) ? 0 : at_first(p, err);
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
	p->ctx.training = true;
	p->ctx.arena = &p->pass;
	p->ctx.grad = gl_alloc(&p->life, gl_net_block_n(p->net), sizeof *p->ctx.grad);
	return 0;
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
	    .examples = b->rows, .weight = (double)b->rows, .value = sum / weight, .block = p->ctx.grad};
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

/* The slope of the loss along one number. */
static int
slope(struct gl_problem *p, gl_real *at, double by, gl_real *to, struct gl_err *err)
{
	gl_real was = *at, high = was + (gl_real)by, low = was - (gl_real)by;
	double up = 0, down = 0;

	*at = high;
	int status = gl_problem_loss(p, &up, err);
	*at = low;
	if (status == 0)
		status = gl_problem_loss(p, &down, err);
	*at = was;
	if (status == 0)
		*to = (gl_real)((up - down) / ((double)high - (double)low));
	return status;
}

int
gl_problem_wiggle(struct gl_problem *p, double by, struct gl_gradient *g, struct gl_err *err)
{
	gl_real *block = gl_net_block(p->net);

	if (gl_problem_gradient(p, g, NULL, err) < 0)
		return -1;
	for (size_t i = 0; i < gl_net_param_count(p->net); i++) {
		const struct gl_param *q = gl_net_param(p->net, i);
		for (size_t e = 0; q->trains && e < q->n; e++)
			if (slope(p, &block[q->offset + e], by, &g->block[q->offset + e], err) < 0)
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
