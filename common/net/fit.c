/* Fitting: standardise layers learn mean and scale of their inputs from data, once, without gradients. */
#include "net/inside.h"

#include <math.h>
#include <string.h>

/*
 * One layer's fit. Sums are of x - shift, where shift is the first example: a large mean with a small spread would
 * otherwise leave nothing of the spread. In double, row by row, so how rows were grouped does not matter.
 */
struct gl_fit {
	const struct gl_net *net;
	struct gl_layer *layer;
	const char *upto; /* index of the layer that feeds it, or NULL: the network's input does */
	size_t width; /* numbers that are fitted: the length of mean */
	double count; /* of each: rows, times positions where a layer fits features of a sequence */
	double *shift, *sum, *squares;
};

enum { MEAN, SCALE };

static bool
is_fitted(const struct gl_layer *l)
{
	if (l->nparam <= SCALE || l->param[SCALE].role != GL_FITTED)
		return true;
	for (size_t i = 0; i < l->param[SCALE].n; i++)
		if (l->value[SCALE][i] == 0)
			return false;
	return true;
}

static struct gl_layer *
unfitted(const struct gl_net *net)
{
	for (size_t i = 0; i < net->nflat; i++)
		if (!is_fitted(net->flat[i]))
			return net->flat[i];
	return NULL;
}

bool
gl_net_fitted(const struct gl_net *net)
{
	return !unfitted(net);
}

int
gl_net_need_fitted(const struct gl_net *net, struct gl_err *err)
{
	const struct gl_layer *l = unfitted(net);

	if (!l)
		return 0;
	gl_fail(err, "layer %s (%s) is not fitted", l->index, l->ops->name);
	return gl_hint(err, "gl-init --fit FILE fits it to data; so does gl-train before its first step");
}

/* The layer whose output a layer reads: the one before it, in a block's first place the one before the block. */
static const char *
feeder(const struct gl_seq *s, const struct gl_layer *l, const char *before)
{
	for (size_t i = 0; i < s->n; i++) {
		if (&s->layer[i] == l)
			return before;
		const char *inside = feeder(&s->layer[i].body, l, before ? before : "");
		if (inside)
			return inside;
		before = s->layer[i].index;
	}
	return NULL;
}

struct gl_fit *
gl_fit_begin(struct gl_net *net, struct gl_arena *arena)
{
	struct gl_fit *f = gl_alloc(arena, 1, sizeof *f);

	f->net = net;
	f->layer = unfitted(net);
	const char *before = feeder(&net->layers, f->layer, "");
	f->upto = before && *before ? before : NULL;
	f->width = f->layer->param[MEAN].n;
	f->shift = gl_alloc(arena, f->width, sizeof *f->shift);
	f->sum = gl_alloc(arena, f->width, sizeof *f->sum);
	f->squares = gl_alloc(arena, f->width, sizeof *f->squares);
	return f;
}

void
gl_fit_add(struct gl_fit *f, const struct gl_tensor *x, struct gl_arena *pass)
{
	struct gl_ctx c = {.arena = pass};
	struct gl_tensor in = gl_tensor_view(x->data, x->dim[0], &f->net->input), y = in;

	if (f->upto)
		gl_seq_forward(&f->net->layers, &c, &in, f->upto, &y);
	for (size_t r = 0; r < y.n / f->width; r++) {
		const gl_real *row = y.data + r * f->width;
		if (f->count == 0)
			for (size_t j = 0; j < f->width; j++)
				f->shift[j] = row[j];
		for (size_t j = 0; j < f->width; j++) {
			double d = (double)row[j] - f->shift[j];
			f->sum[j] += d;
			f->squares[j] += d * d;
		}
		f->count++;
	}
}

void
gl_fit_end(struct gl_fit *f)
{
	gl_real *mean = f->layer->value[MEAN], *scale = f->layer->value[SCALE];

	for (size_t j = 0; j < f->width && f->count > 0; j++) {
		double m = f->sum[j] / f->count, variance = f->squares[j] / f->count - m * m;
		mean[j] = (gl_real)(f->shift[j] + m);
		scale[j] = variance > 0 ? (gl_real)sqrt(variance) : 0;
		if (scale[j] == 0)
			scale[j] = 1;
	}
}
