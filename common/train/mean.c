#include "train/mean.h"

#include <string.h>

void
gl_mean_add(struct gl_mean *m, const struct gl_gradient *g, struct gl_arena *life)
{
	if (m->count++ == 0) {
		gl_real *block = m->first.block ? m->first.block : gl_alloc_raw(life, m->n, sizeof *block);
		m->first = *g;
		m->first.block = memcpy(block, g->block, m->n * sizeof *block);
		m->loss = g->weight * g->value;
		return;
	}
	if (!m->sum)
		m->sum = gl_alloc_raw(life, m->n, sizeof *m->sum);
	if (m->count == 2)
		for (size_t i = 0; i < m->n; i++)
			m->sum[i] = m->first.weight * (double)m->first.block[i];
	for (size_t i = 0; i < m->n; i++)
		m->sum[i] += g->weight * (double)g->block[i];
	m->first.examples += g->examples;
	m->first.weight += g->weight;
	m->loss += g->weight * g->value;
}

void
gl_mean_get(struct gl_mean *m, struct gl_gradient *g)
{
	if (m->count > 1) {
		for (size_t i = 0; i < m->n; i++)
			m->first.block[i] = (gl_real)(m->sum[i] / m->first.weight);
		m->first.value = m->loss / m->first.weight;
	}
	*g = m->first;
	m->count = 0;
}

int
gl_gradients_mean(const char *const *paths, size_t n, const struct gl_net *net, struct gl_gradient *g,
    struct gl_arena *life, struct gl_err *err)
{
	struct gl_mean mean = {.n = gl_net_block_n(net)};
	struct gl_arena pass = {0};
	struct gl_gradient one;
	struct gl_gradients *r = gl_gradients_open(paths, n, net, err);
	int got;

	if (!r)
		return -1;
	while ((got = gl_gradients_next(r, &one, &pass, err)) > 0) {
		if (mean.count > 0 && strcmp(one.loss, mean.first.loss) != 0) {
			gl_fail(err, "is a gradient of %s, but the first one is of %s: their mean says nothing",
			    one.loss, mean.first.loss);
			gl_fail_at(err, gl_gradients_name(r), 0);
			got = -1;
			break;
		}
		gl_mean_add(&mean, &one, life);
		gl_arena_reset(&pass);
	}
	gl_gradients_close(r);
	gl_arena_free(&pass);
	if (got < 0)
		return -1;
	gl_mean_get(&mean, g);
	return 0;
}
