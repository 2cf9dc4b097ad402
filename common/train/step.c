#include "train/step.h"

#include "core/isa.h"
#include "core/thread.h"

#include <math.h>

enum { LANES = 16 };

/* Sum of squares in double: lane l of 16 takes elements l, l + 16, ...; the lanes are added in order. */
GL_CLONES static double
squares(size_t n, const gl_real *x)
{
	double lane[LANES] = {0}, sum = 0;
	size_t i = 0;

	for (; i + LANES <= n; i += LANES)
		for (size_t l = 0; l < LANES; l++)
			lane[l] += (double)x[i + l] * (double)x[i + l];
	for (size_t l = 0; i + l < n; l++)
		lane[l] += (double)x[i + l] * (double)x[i + l];
	for (size_t l = 0; l < LANES; l++)
		sum += lane[l];
	return sum;
}

double
gl_gradient_norm(const struct gl_net *net, const gl_real *grad)
{
	double sum = 0;

	for (size_t i = 0; i < gl_net_param_count(net); i++) {
		const struct gl_param *p = gl_net_param(net, i);
		if (p->trains)
			sum += squares(p->n, grad + p->offset);
	}
	return sqrt(sum);
}

static void
clip_value(size_t n, gl_real *g, gl_real most)
{
	for (size_t i = 0; i < n; i++)
		g[i] = g[i] > most ? most : g[i] < -most ? -most : g[i];
}

static void
clip_norm(const struct gl_net *net, gl_real *grad, double most)
{
	double share = most / (gl_gradient_norm(net, grad) + 1e-6);

	if (!(share < 1))
		return;
	for (size_t i = 0; i < gl_net_param_count(net); i++) {
		const struct gl_param *p = gl_net_param(net, i);
		for (size_t e = 0; p->trains && e < p->n; e++)
			grad[p->offset + e] *= (gl_real)share;
	}
}

/* A step of one parameter, which threads share: its elements don't depend on each other. */
struct step {
	const struct gl_update *u;
	const struct gl_state *state;
	gl_real *w, *g;
	size_t offset; /* of the parameter in a block of state */
};

enum { STEP_GRAIN = 1 << 13 }; /* elements that a thread takes at a time */

static void
step_some(void *arg, size_t lo, size_t hi)
{
	const struct step *s = arg;
	gl_real *own[GL_OPTIM_STATES] = {NULL};

	for (size_t i = 0; s->state->optim->state[i]; i++)
		own[i] = s->state->block[i] + s->offset + lo;
	struct gl_optim_args args = s->u->args;
	gl_penalty_add(&s->u->penalty, hi - lo, s->w + lo, s->g + lo);
	gl_penalty_decay(&s->u->penalty, &args, hi - lo, s->w + lo);
	s->state->optim->step(&args, s->state->step, hi - lo, s->w + lo, s->g + lo, own);
}

void
gl_update(struct gl_net *net, gl_real *grad, const struct gl_update *u, struct gl_state *state)
{
	gl_real *block = gl_net_block(net);

	for (size_t i = 0; u->clip_value > 0 && i < gl_net_param_count(net); i++) {
		const struct gl_param *p = gl_net_param(net, i);
		if (p->trains)
			clip_value(p->n, grad + p->offset, (gl_real)u->clip_value);
	}
	if (u->clip > 0)
		clip_norm(net, grad, u->clip);
	state->step++;
	for (size_t i = 0; i < gl_net_param_count(net); i++) {
		const struct gl_param *p = gl_net_param(net, i);
		struct step s = {u, state, block + p->offset, grad + p->offset, p->offset};
		if (p->trains)
			gl_parallel(p->n, gl_grain(p->n, STEP_GRAIN), step_some, &s);
	}
	gl_net_move_running(net, grad);
}

int
gl_net_check_finite(const struct gl_net *net, struct gl_err *err)
{
	const gl_real *block = gl_net_block(net);

	for (size_t i = 0; i < gl_net_param_count(net); i++) {
		const struct gl_param *p = gl_net_param(net, i);
		for (size_t e = 0; e < p->n; e++) {
			gl_real w = block[gl_param_at(p, e)];
			if (isfinite(w))
				continue;
			char name[GL_NUMBER_NAME];
			gl_fail(err, "%s is %g", gl_param_number_name(p, e, name), (double)w);
			return gl_hint(err, "the steps are too large: try a lower --lr, or --clip 1");
		}
	}
	return 0;
}
