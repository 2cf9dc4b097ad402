#include "train/penalty.h"

#include "core/isa.h"

GL_CLONES static void
add_sign(size_t n, const gl_real *restrict w, gl_real *restrict g, gl_real strength)
{
	for (size_t i = 0; i < n; i++)
		g[i] = g[i] + (w[i] > 0 ? strength : w[i] < 0 ? -strength : 0);
}

GL_CLONES static void
add_share(size_t n, const gl_real *restrict w, gl_real *restrict g, gl_real strength)
{
	for (size_t i = 0; i < n; i++)
		g[i] = g[i] + strength * w[i];
}

GL_CLONES static void
shrink(size_t n, gl_real *w, gl_real factor)
{
	for (size_t i = 0; i < n; i++)
		w[i] = w[i] * factor;
}

void
gl_penalty_add(const struct gl_penalty *p, size_t n, const gl_real *w, gl_real *g)
{
	if (p->l1 > 0)
		add_sign(n, w, g, (gl_real)p->l1);
	if (p->l2 > 0)
		add_share(n, w, g, (gl_real)p->l2);
}

void
gl_penalty_decay(const struct gl_penalty *p, struct gl_optim_args *args, size_t n, gl_real *w)
{
	if (!p->decoupled)
		return;
	shrink(n, w, (gl_real)(1 - args->lr * args->weight_decay));
	args->weight_decay = 0;
}
