/* Copies of the network, and short trainings of them: what is given to a check is never changed. */
#include "core/random.h"
#include "doctor/inside.h"
#include "net/measure.h"

#include <math.h>
#include <string.h>

/* The network's lines, with the share of every dropout layer made 0. */
static const char *
without_dropout(const char *lines, struct gl_arena *arena)
{
	struct gl_text t = {.arena = arena};

	for (const char *p = lines; *p;) {
		size_t n = strcspn(p, "\n"), space = strspn(p, " ");
		if (strncmp(p + space, "dropout ", 8) == 0)
			gl_text_add(&t, "dropout 0\n");
		else
			gl_text_add(&t, "%.*s\n", (int)n, p);
		p += n + (p[n] == '\n');
	}
	return t.s;
}

struct gl_net *
gl_exam_copy(const struct gl_exam *e, bool fresh, uint32_t seed, bool plain, struct gl_arena *life)
{
	struct gl_err err;
	const char *lines = gl_net_lines(e->net, life);
	struct gl_net *net = gl_net_parse(plain ? without_dropout(lines, life) : lines, NULL, 0, life, &err);
	const gl_real *from = gl_net_block(e->net);

	if (fresh && gl_net_init(net, e->run.init, seed, &err) < 0)
		gl_net_init(net, NULL, seed, &err);
	for (size_t i = 0; i < gl_net_param_count(net); i++) {
		const struct gl_param *p = gl_net_param(net, i);
		if (!fresh || p->role == GL_FITTED) /* what was fitted to the inputs stays */
			memcpy(gl_net_block(net) + p->offset, from + p->offset, p->n * sizeof *from);
	}
	return net;
}

void
gl_trial_start(struct gl_trial *t, struct gl_arena *life)
{
	gl_state_init(&t->state, t->optim, t->net, life);
	t->ctx = (struct gl_ctx){.training = true, .seed = t->seed, .arena = &t->pass};
	t->ctx.grad = gl_alloc(life, gl_net_block_n(t->net), sizeof *t->ctx.grad);
	t->order = gl_alloc_raw(life, t->x.dim[0], sizeof *t->order);
	t->at = t->x.dim[0];
	t->epoch = 0;
}

bool
gl_trial_step(struct gl_trial *t, double *loss)
{
	size_t rows = t->x.dim[0], n;
	struct gl_tensor x = t->x, y = t->t;
	double sum, weight;
	struct gl_err err;

	gl_arena_reset(&t->pass);
	if (t->batch < rows) {
		if (t->at >= rows) {
			gl_shuffle(t->seed, GL_RAND_SHUFFLE, t->epoch++, rows, t->order);
			t->at = 0;
		}
		n = rows - t->at < t->batch ? rows - t->at : t->batch;
		gl_rows_take(&t->x, t->order + t->at, n, &x, &t->pass);
		gl_rows_take(&t->t, t->order + t->at, n, &y, &t->pass);
		t->at += n;
	}
	t->ctx.step = (uint32_t)t->state.step;
	if (gl_net_gradient(t->net, &t->ctx, t->loss, &x, &y, &sum, &weight, NULL, NULL, &err) < 0)
		return false;
	*loss = sum / weight;
	gl_update(t->net, t->ctx.grad, &t->update, &t->state);
	return isfinite(*loss) && gl_net_check_finite(t->net, &err) == 0;
}

void
gl_trial_free(struct gl_trial *t)
{
	gl_arena_free(&t->pass);
}

double
gl_step_work(const struct gl_net *net, size_t rows)
{
	struct gl_arena scratch = {0};
	struct gl_net_cost cost = gl_net_measure(net, rows, &scratch);

	gl_arena_free(&scratch);
	return 3 * (double)rows * cost.multiply_adds + 2 * (double)cost.parameters;
}
