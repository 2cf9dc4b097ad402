/* Between the parameter blocks of a network and the tensors of a file. See format/params.h. */
#include "format/params.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TILE = 32 };

/*
 * A parameter with two dims may lie in memory the other way round ([in][out], where files have [out][in]): element
 * (r, c) of the file is at base + r * down + c * right. Others lie as in files, one row.
 */
struct layout {
	size_t rows, cols, base, down, right;
};

static struct layout
layout_of(const struct gl_param *p)
{
	struct layout l = {1, p->n, p->offset, 0, 1};

	if (p->transposed && p->ndim == 2) {
		l.rows = p->dim[0];
		l.cols = p->dim[1];
		l.down = l.rows > 1 ? gl_param_at(p, l.cols) - p->offset : 0;
		l.right = l.cols > 1 ? gl_param_at(p, 1) - p->offset : 0;
	}
	return l;
}

/* Goes by square tiles, which stay in the cache whichever way they are walked. */
static void
param_put(const struct gl_param *p, gl_real *block, const float *from)
{
	struct layout l = layout_of(p);
	size_t high = l.rows > 1 ? TILE : 1, wide = l.rows > 1 ? TILE : l.cols;

	for (size_t r0 = 0; r0 < l.rows; r0 += high)
		for (size_t c0 = 0; c0 < l.cols; c0 += wide)
			for (size_t r = r0; r < r0 + high && r < l.rows; r++)
				for (size_t c = c0; c < c0 + wide && c < l.cols; c++)
					block[l.base + r * l.down + c * l.right] = from[r * l.cols + c];
}

void
gl_param_get(const struct gl_param *p, const gl_real *block, float *to)
{
	struct layout l = layout_of(p);
	size_t high = l.rows > 1 ? TILE : 1, wide = l.rows > 1 ? TILE : l.cols;

	for (size_t r0 = 0; r0 < l.rows; r0 += high)
		for (size_t c0 = 0; c0 < l.cols; c0 += wide)
			for (size_t r = r0; r < r0 + high && r < l.rows; r++)
				for (size_t c = c0; c < c0 + wide && c < l.cols; c++)
					to[r * l.cols + c] = (float)block[l.base + r * l.down + c * l.right];
}

/* Goes through the layers in the order of their parameters; i is the number of the next parameter. */
static size_t
mark(const struct gl_seq *s, bool frozen, bool *in, size_t i)
{
	for (size_t k = 0; k < s->n; k++) {
		const struct gl_layer *l = &s->layer[k];
		bool still = frozen || l->frozen;
		for (int m = 0; m < l->nparam; m++)
			in[i++] = l->param[m].trains || (l->param[m].role == GL_RUNNING && !still);
		i = mark(&l->body, still, in, i);
	}
	return i;
}

bool *
gl_params_in_gradient(const struct gl_net *net, struct gl_arena *arena)
{
	bool *in = gl_alloc(arena, gl_net_param_count(net), sizeof *in);

	mark(gl_net_layers(net), false, in, 0);
	return in;
}

/* "0.weight:2,0": where element e of a tensor is, as in gl-wiggle --at. */
static void
element(const char *name, int ndim, const size_t *dim, size_t e, char *text, size_t size)
{
	size_t at[GL_SHAPE_DIMS] = {0}, n = (size_t)snprintf(text, size, "%.200s", name);

	for (int i = ndim; i-- > 0; e /= dim[i])
		at[i] = e % dim[i];
	for (int i = 0; i < ndim; i++)
		n += (size_t)snprintf(text + n, size - n, "%c%zu", i ? ',' : ':', at[i]);
}

/* Refuses nan and inf. The sum of v - v is 0 unless there is one, and then it is nan. */
static int
check_finite(
    const char *name, int ndim, const size_t *dim, const float *data, size_t n, const char *what, struct gl_err *err)
{
	float sum = 0;
	char place[300];

	for (size_t i = 0; i < n; i++)
		sum += data[i] - data[i];
	if (sum == 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (!isfinite(data[i])) {
			element(name, ndim, dim, i, place, sizeof place);
			return gl_fail(err, "%s%s is %s", what, place,
			    isnan(data[i])    ? "nan"
				: data[i] < 0 ? "-inf"
					      : "inf");
		}
	return 0;
}

/* "3 2", as the text form has it; "one number" without dims. */
static const char *
dims(int ndim, const size_t *dim, char *text, size_t size)
{
	size_t n = 0;

	if (ndim == 0)
		snprintf(text, size, "of one number");
	for (int i = 0; i < ndim; i++)
		n += (size_t)snprintf(text + n, size - n, "%s%zu", i ? " " : "", dim[i]);
	return text;
}

static int
check_shape(const struct gl_param *p, const struct gl_named *t, struct gl_err *err)
{
	char has[GL_SHAPE_TEXT], needs[GL_SHAPE_TEXT];

	if (t->ndim == p->ndim && memcmp(t->dim, p->dim, (size_t)p->ndim * sizeof *p->dim) == 0)
		return 0;
	return gl_fail(err, "%.200s has shape %s, but its layer makes it %s", t->name,
	    dims(t->ndim, t->dim, has, sizeof has), dims(p->ndim, p->dim, needs, sizeof needs));
}

/* All names that there can be, in order; at: parameter * blocks + block. */
static struct gl_name *
all_names(const struct gl_params *p, size_t *n, struct gl_arena *arena)
{
	size_t count = gl_net_param_count(p->net);
	struct gl_name *names = gl_alloc_raw(arena, count * p->n, sizeof *names);

	*n = 0;
	for (size_t i = 0; i < count; i++)
		for (size_t b = 0; (!p->wanted || p->wanted[i]) && b < p->n; b++) {
			const char *name = gl_net_param(p->net, i)->name;
			names[(*n)++] = (struct gl_name){
			    *p->suffix[b] ? gl_asprintf(arena, "%s%s", name, p->suffix[b]) : name, i * p->n + b};
		}
	gl_names_sort(names, *n);
	return names;
}

static int
unknown(const char *name, const struct gl_name *names, size_t n, struct gl_arena *arena, struct gl_err *err)
{
	const char **list = gl_alloc(arena, n + 1, sizeof *list);

	for (size_t i = 0; i < n; i++)
		list[i] = names[i].name;
	const char *near = gl_nearest(name, list);
	gl_fail(err, "no layer has a parameter %.200s", name);
	return near ? gl_hint(err, "did you mean %s?", near) : -1;
}

/* All is checked before anything is copied: a network that needs more numbers than the file holds has no block. */
static int
params_read(const struct gl_params *p, bool optional, const struct gl_tensors *t, const char *file,
    struct gl_arena *arena, struct gl_err *err)
{
	size_t n;
	struct gl_name *names = all_names(p, &n, arena);
	bool *found = gl_alloc(arena, gl_net_param_count(p->net) * p->n, sizeof *found);
	const struct gl_name **place = gl_alloc(arena, t->n, sizeof *place);

	for (size_t i = 0; i < t->n; i++) {
		const struct gl_named *tensor = &t->tensor[i];
		if (!(place[i] = gl_names_find(names, n, tensor->name))) {
			unknown(tensor->name, names, n, arena, err);
			return gl_fail_at(err, file, tensor->line);
		}
		if (check_shape(gl_net_param(p->net, place[i]->at / p->n), tensor, err) < 0 ||
		    check_finite(tensor->name, tensor->ndim, tensor->dim, tensor->data, tensor->n, "", err) < 0)
			return gl_fail_at(err, file, tensor->line);
		found[place[i]->at] = true;
	}
	for (size_t i = 0; !optional && i < n; i++)
		if (!found[names[i].at]) {
			gl_fail(err, "%s is missing", names[i].name);
			return gl_fail_at(err, file, 0);
		}
	for (size_t i = 0; i < t->n; i++)
		param_put(gl_net_param(p->net, place[i]->at / p->n), p->block[place[i]->at % p->n], t->tensor[i].data);
	return 0;
}

int
gl_params_read(
    const struct gl_params *p, bool optional, const struct gl_tensors *t, const char *file, struct gl_err *err)
{
	struct gl_arena arena = {0};
	int status = params_read(p, optional, t, file, &arena, err);

	gl_arena_free(&arena);
	return status;
}

int
gl_params_write(
    const struct gl_params *p, struct gl_tensors *t, const char *what, struct gl_arena *arena, struct gl_err *err)
{
	size_t count = gl_net_param_count(p->net), room = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t b = 0; (!p->wanted || p->wanted[i]) && b < p->n; b++) {
			const struct gl_param *param = gl_net_param(p->net, i);
			float *data = gl_alloc_raw(arena, param->n, sizeof *data);
			gl_param_get(param, p->block[b], data);
			struct gl_named *tensor = gl_tensors_add(t, &room,
			    gl_asprintf(arena, "%s%s", param->name, p->suffix[b]), param->ndim, param->dim, arena, err);
			if (!tensor ||
			    check_finite(tensor->name, tensor->ndim, tensor->dim, data, tensor->n, what, err) < 0)
				return -1;
			tensor->data = data;
		}
	return 0;
}
