/* A run of layers, one after another: the forward pass, and back through it. */
#include "layer/layer.h"

#include <string.h>

/* What the forward pass leaves for the backward one. */
struct gl_tape {
	struct {
		struct gl_tensor y; /* a layer's output */
		void *save; /* its saved bytes, or NULL */
	} step[1]; /* one for each layer */
};

static struct gl_tape *
tape_new(struct gl_arena *arena, size_t n)
{
	struct gl_tape *t;

	return gl_alloc_raw(arena, 1, sizeof *t + n * sizeof t->step[0]);
}

/* Is the layer that `upto` names inside this one? */
static bool
holds(const struct gl_layer *l, const char *upto)
{
	size_t n = strlen(l->index);

	return l->ops->nests && strncmp(upto, l->index, n) == 0 && upto[n] == '.';
}

struct gl_tape *
gl_seq_forward(
    const struct gl_seq *s, struct gl_ctx *c, const struct gl_tensor *x, const char *upto, struct gl_tensor *y)
{
	struct gl_tape *tape = tape_new(c->arena, s->n);
	void *outer = c->save; /* a block's own, while its body runs */

	*y = *x;
	for (size_t i = 0; i < s->n; i++) {
		const struct gl_layer *l = &s->layer[i];
		const struct gl_tensor *from = i > 0 ? &tape->step[i - 1].y : x;
		size_t rows = from->dim[0];
		if (upto && holds(l, upto)) {
			gl_seq_forward(&l->body, c, from, upto, y);
			break;
		}
		*y = gl_tensor_raw(c->arena, rows, &l->out);
		c->save = l->ops->save ? gl_alloc_raw(c->arena, l->ops->save(l, rows), 1) : NULL;
		tape->step[i].save = c->save;
		tape->step[i].y = *y;
		l->ops->forward(l, c, from, y);
		if (upto && strcmp(upto, l->index) == 0)
			break;
	}
	c->save = outer;
	return tape;
}

/* Has it a parameter to train, or one in its body? */
static bool
trains(const struct gl_layer *l)
{
	for (int i = 0; i < l->nparam; i++)
		if (l->param[i].trains)
			return true;
	for (size_t i = 0; i < l->body.n; i++)
		if (trains(&l->body.layer[i]))
			return true;
	return false;
}

void
gl_seq_backward(const struct gl_seq *s, struct gl_ctx *c, const struct gl_tape *tape, const struct gl_tensor *x,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	size_t first = 0; /* no gradient is needed before this layer */
	struct gl_tensor slope = *dy;
	void *outer = c->save;

	if (!dx)
		while (first < s->n && !(c->grad && trains(&s->layer[first])))
			first++;
	for (size_t i = s->n; i-- > first;) {
		const struct gl_layer *l = &s->layer[i];
		const struct gl_tensor *from = i > 0 ? &tape->step[i - 1].y : x;
		struct gl_tensor next = {0};
		bool wanted = (i > first || dx) && !l->ops->integers;
		if (i == 0 && wanted)
			next = *dx;
		else if (wanted)
			next = gl_tensor_raw(c->arena, from->dim[0], &l->in);
		c->save = tape->step[i].save;
		l->ops->backward(l, c, from, &tape->step[i].y, &slope, wanted ? &next : NULL);
		slope = next;
	}
	if (s->n == 0 && dx)
		memcpy(dx->data, dy->data, dx->n * sizeof(gl_real));
	c->save = outer;
}
