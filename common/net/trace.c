/*
 * The arithmetic of a forward pass, layer by layer and neuron by neuron, as text: what gl-forward --trace prints. Small
 * layers are written out, large ones summed up.
 */
#include "net/trace.h"

#include "core/text.h"
#include "layer/explain.h"
#include "net/inside.h"

#include <inttypes.h>
#include <string.h>

enum { WIDE = 16 }; /* more numbers than this are not written one by one */

/* A layer's turn. A block has two: one before its body, one after it, which adds. */
struct turn {
	const struct gl_layer *l;
	int depth;
	bool opens, closes;
	struct gl_tensor x, y, made; /* made: what the body gave, when it closes */
};

struct gl_trace {
	const struct gl_net *net;
	struct gl_tensor x;
	uint64_t row;
	bool training;
	struct turn *turn;
	size_t n;
};

/* Runs a run of layers one at a time. Returns false when it met `upto`; *y is the last output. */
static bool
walk(struct gl_trace *t, const struct gl_seq *s, struct gl_ctx *c, struct gl_tensor x, const char *upto, int depth,
    struct gl_tensor *y)
{
	*y = x;
	for (size_t i = 0; i < s->n; i++, x = *y) {
		const struct gl_layer *l = &s->layer[i];
		struct gl_tensor out, made = {0};
		gl_seq_forward(&(struct gl_seq){&s->layer[i], 1}, c, &x, NULL, &out);
		t->turn[t->n++] = (struct turn){l, depth, l->ops->nests, false, x, out, made};
		if (l->ops->nests) {
			if (!walk(t, &l->body, c, x, upto, depth + 1, &made))
				return false;
			t->turn[t->n++] = (struct turn){l, depth, false, true, x, out, made};
		}
		*y = out;
		if (upto && strcmp(upto, l->index) == 0)
			return false;
	}
	return true;
}

struct gl_trace *
gl_net_trace(
    const struct gl_net *net, struct gl_ctx *c, const struct gl_tensor *x, const char *upto, struct gl_err *err)
{
	struct gl_trace *t = gl_alloc(c->arena, 1, sizeof *t);
	struct gl_tensor y;

	t->net = net;
	t->x = gl_tensor_view(x->data, x->dim[0], &net->input);
	t->row = c->row;
	t->training = c->training;
	t->turn = gl_alloc(c->arena, 2 * net->nflat, sizeof *t->turn);
	if (gl_net_tokens(net, c->row, &t->x, err) < 0)
		return NULL;
	walk(t, &net->layers, c, t->x, upto, 0, &y);
	return t;
}

/* "y3"; in a sequence or picture with a number for each dimension, "y0,3". */
static void
place(struct gl_text *to, const struct gl_shape *shape, size_t i)
{
	size_t below = gl_shape_count(shape);

	for (int d = 0; d < shape->ndim; d++) {
		below /= shape->dim[d];
		gl_text_add(to, d ? ",%zu" : "y%zu", i / below);
		i %= below;
	}
}

static void
list(struct gl_text *to, const char *what, size_t n, const gl_real *v)
{
	gl_text_add(to, "%s", what);
	for (size_t i = 0; i < n; i++) {
		gl_text_add(to, " ");
		gl_text_number(to, (double)v[i]);
	}
	gl_text_add(to, "\n");
}

/* Least, mean, greatest, and how many of a hundred are zero; four digits unless another number was asked for. */
static void
summary(struct gl_text *to, size_t n, const gl_real *v)
{
	double least = (double)v[0], most = least, sum = 0;
	size_t zeros = 0;
	int digits = to->digits;

	for (size_t i = 0; i < n; i++) {
		double x = (double)v[i];
		least = x < least ? x : least;
		most = x > most ? x : most;
		sum += x;
		zeros += x == 0;
	}
	to->digits = digits ? digits : 4;
	gl_text_add(to, "min ");
	gl_text_number(to, least);
	gl_text_add(to, ", mean ");
	gl_text_number(to, sum / (double)n);
	gl_text_add(to, ", max ");
	gl_text_number(to, most);
	gl_text_add(to, ", zeros ");
	to->digits = 3;
	gl_text_number(to, 100 * (double)zeros / (double)n);
	gl_text_add(to, " %%\n");
	to->digits = digits;
}

static void
values(struct gl_text *to, const char *what, size_t n, const gl_real *v)
{
	if (n > WIDE)
		summary(to, n, v);
	else
		list(to, what, n, v);
}

/* The lines below a layer's heading: its arithmetic, or its numbers, or what they are like. */
static void
arithmetic(struct gl_text *to, const struct turn *u, size_t r, bool training)
{
	const struct gl_layer *l = u->l;
	size_t nx = gl_shape_count(&l->in), ny = gl_shape_count(&l->out);
	const gl_real *x = u->x.data + r * nx, *y = u->y.data + r * ny;
	int indent = 2 * u->depth + 2;

	if (ny > WIDE || nx > WIDE || (!u->closes && !gl_explains(l, training))) {
		gl_text_add(to, "%*s", indent, "");
		values(to, "y =", ny, y);
		return;
	}
	for (size_t i = 0; i < ny; i++) {
		gl_text_add(to, "%*s", indent, "");
		place(to, &l->out, i);
		gl_text_add(to, " = ");
		if (u->closes) {
			gl_text_number(to, (double)x[i]);
			gl_text_add(to, " + ");
			gl_text_number(to, (double)u->made.data[r * ny + i]);
		} else {
			gl_explain(l, x, i, to);
		}
		gl_text_add(to, " = ");
		gl_text_number(to, (double)y[i]);
		gl_text_add(to, "\n");
	}
}

const char *
gl_trace_text(const struct gl_trace *t, size_t r, int digits, struct gl_arena *arena)
{
	struct gl_text to = {.arena = arena, .digits = digits};
	size_t n = gl_shape_count(&t->net->input);
	char line[256], in[GL_SHAPE_TEXT], out[GL_SHAPE_TEXT];

	gl_text_add(&to, "example %" PRIu64 "\ninput %s\n  ", t->row + r + 1, gl_shape_print(&t->net->input, in));
	values(&to, "x =", n, t->x.data + r * n);
	for (size_t i = 0; i < t->n; i++) {
		const struct turn *u = &t->turn[i];
		gl_text_add(&to, "%*s%s ", 2 * u->depth, "", u->l->index);
		if (u->closes)
			gl_text_add(&to, "end: the input of %s + the output of its block\n", u->l->index);
		else
			gl_text_add(&to, "%s: %s -> %s\n", gl_layer_line(u->l, line, sizeof line),
			    gl_shape_print(&u->l->in, in), gl_shape_print(&u->l->out, out));
		if (!u->opens)
			arithmetic(&to, u, r, t->training);
	}
	return to.s;
}
