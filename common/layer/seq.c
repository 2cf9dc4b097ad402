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
	size_t rows = x->dim[0];

	for (size_t i = 0; i < s->n; i++) {
		const struct gl_layer *l = &s->layer[i];
		struct gl_tensor *out = &tape->step[i].y;
		if (upto && holds(l, upto)) {
			gl_seq_forward(&l->body, c, x, upto, y);
			c->save = outer;
			return tape;
		}
		gl_real *room =
		    l->ops->view ? x->data : gl_alloc_raw(c->arena, rows * gl_shape_count(&l->out), sizeof(gl_real));
		gl_tensor_set(out, room, rows, &l->out);
		c->save = l->ops->save ? gl_alloc_raw(c->arena, l->ops->save(l, rows), 1) : NULL;
		tape->step[i].save = c->save;
		if (!l->ops->view)
			l->ops->forward(l, c, x, out);
		x = out;
		if (upto && strcmp(upto, l->index) == 0)
			break;
	}
	*y = *x;
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

/* Gradients on their way back: each layer reads one and writes the other, and then they change places. */
struct slopes {
	struct gl_tensor t[2];
	gl_real *room[2];
	int free; /* the one that may be written */
};

/* Room for the inputs of all layers that pass a gradient on to the one before. */
static void
slopes_new(struct slopes *p, const struct gl_seq *s, size_t first, size_t rows, struct gl_arena *arena)
{
	size_t most = 0;

	for (size_t i = first + 1; i < s->n; i++) {
		size_t n = gl_shape_count(&s->layer[i].in);
		most = n > most ? n : most;
	}
	for (int i = 0; i < 2; i++)
		p->room[i] = gl_alloc_raw(arena, rows * most, sizeof(gl_real));
	p->free = 0;
}

void
gl_seq_backward(const struct gl_seq *s, struct gl_ctx *c, const struct gl_tape *tape, const struct gl_tensor *x,
    struct gl_tensor *dy, struct gl_tensor *dx)
{
	size_t first = 0, rows = x->dim[0]; /* no gradient is needed before layer `first` */
	void *outer = c->save;
	struct slopes p;

	if (!dx)
		while (first < s->n && !(c->grad && trains(&s->layer[first])))
			first++;
	slopes_new(&p, s, first, rows, c->arena);
	for (size_t i = s->n; i-- > first;) {
		const struct gl_layer *l = &s->layer[i];
		if (l->ops->view) { /* the same numbers */
			gl_tensor_set(dy, dy->data, rows, &l->in);
			if (i == 0 && dx)
				memcpy(dx->data, dy->data, dx->n * sizeof(gl_real));
			continue;
		}
		struct gl_tensor *to = i == 0 ? dx : &p.t[p.free];
		if (i > first)
			gl_tensor_set(to, p.room[p.free], rows, &l->in);
		else if (!dx)
			to = NULL;
		if (l->ops->integers)
			to = NULL;
		c->save = tape->step[i].save;
		l->ops->backward(l, c, i > 0 ? &tape->step[i - 1].y : x, &tape->step[i].y, dy, to);
		dy = to;
		p.free = !p.free;
	}
	if (s->n == 0 && dx)
		memcpy(dx->data, dy->data, dx->n * sizeof(gl_real));
	c->save = outer;
}
