#include "net/measure.h"

#include "net/inside.h"

static void
measure(struct gl_net_cost *cost, const struct gl_seq *s, int depth, size_t batch)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct gl_layer *l = &s->layer[i];
		struct gl_layer_cost *c = &cost->layer[cost->layers++];
		*c = (struct gl_layer_cost){.layer = l, .depth = depth};
		for (int k = 0; k < l->nparam; k++) {
			const struct gl_param *p = &l->param[k];
			cost->trained += p->trains ? p->n : 0;
			cost->buffers += p->role == GL_TRAINED ? 0 : p->n;
			c->parameters += p->role == GL_TRAINED ? p->n : 0;
		}
		c->multiply_adds = l->ops->work ? l->ops->work(l) : 0;
		cost->parameters += c->parameters;
		cost->multiply_adds += c->multiply_adds;
		cost->activations += (double)batch * (double)gl_shape_count(&l->out) * sizeof(float);
		cost->activations += l->ops->save ? (double)l->ops->save(l, batch) : 0;
		double slopes = 2 * (double)batch * (double)gl_shape_count(&l->in) * sizeof(float);
		if (i > 0 || depth > 0)
			cost->slopes = slopes > cost->slopes ? slopes : cost->slopes;
		measure(cost, &l->body, depth + 1, batch);
	}
}

struct gl_net_cost
gl_net_measure(const struct gl_net *net, size_t batch, struct gl_arena *arena)
{
	struct gl_net_cost cost = {.layer = gl_alloc(arena, net->nflat, sizeof *cost.layer)};

	cost.activations = (double)batch * (double)gl_shape_count(&net->input) * sizeof(float);
	measure(&cost, &net->layers, 0, batch);
	cost.network = cost.gradient = (double)(cost.parameters + cost.buffers) * sizeof(float);
	return cost;
}
