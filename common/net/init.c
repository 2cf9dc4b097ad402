/*
 * Initialisation: random weights of the right size, so that activations neither fade nor grow from layer to layer.
 *
 *   he        variance 2 / fan_in              He et al., Delving deep into rectifiers (ICCV 2015)
 *   xavier    variance 2 / (fan_in + fan_out)  Glorot and Bengio, Understanding the difficulty ... (AISTATS 2010)
 *   lecun     variance 1 / fan_in              LeCun et al., Efficient BackProp (1998)
 *   orthogonal  rows (or columns) of length 1 at right angles   Saxe et al., Exact solutions (ICLR 2014)
 *
 * fan_in is how many inputs one output sums over, fan_out how many outputs one input goes to.
 */
#include "core/number.h"
#include "core/random.h"
#include "net/inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum law { NORMAL, UNIFORM, ORTHOGONAL, CONSTANT };
enum size { GIVEN, HE, XAVIER, LECUN };

struct method {
	const char *name;
	enum law law;
	enum size size;
	double value; /* normal: standard deviation; uniform: greatest magnitude; constant: itself */
};

static const struct method methods[] = {
    {"he", NORMAL, HE, 0},
    {"he-uniform", UNIFORM, HE, 0},
    {"xavier", NORMAL, XAVIER, 0},
    {"xavier-uniform", UNIFORM, XAVIER, 0},
    {"lecun", NORMAL, LECUN, 0},
    {"lecun-uniform", UNIFORM, LECUN, 0},
    {"orthogonal", ORTHOGONAL, GIVEN, 0},
    {"normal", NORMAL, GIVEN, 0},
    {"uniform", UNIFORM, GIVEN, 0},
    {"zeros", CONSTANT, GIVEN, 0},
    {"ones", CONSTANT, GIVEN, 1},
};

const char *const *
gl_net_init_names(void)
{
	static const char *names[GL_LEN(methods) + 1];

	for (size_t i = 0; i < GL_LEN(methods); i++) {
		bool takes = methods[i].size == GIVEN && (methods[i].law == NORMAL || methods[i].law == UNIFORM);
		names[i] = !takes ? methods[i].name : methods[i].law == NORMAL ? "normal:" : "uniform:";
	}
	return names;
}

/* A method by its name; normal and uniform have a number behind a colon. */
static int
find_method(const char *text, struct method *m, struct gl_err *err)
{
	const char *names[GL_LEN(methods) + 1] = {NULL}, *colon = strchr(text, ':');
	size_t n = colon ? (size_t)(colon - text) : strlen(text), i;

	for (i = 0; i < GL_LEN(methods); i++) {
		names[i] = methods[i].name;
		if (strlen(names[i]) == n && strncmp(names[i], text, n) == 0)
			break;
	}
	if (i == GL_LEN(methods)) {
		const char *near = gl_nearest(text, names);
		gl_fail(err, "there is no initialisation '%s'", text);
		if (near)
			return gl_hint(err, "did you mean '%s'?", near);
		return gl_hint(
		    err, "he, xavier, lecun (each also with -uniform), orthogonal, normal:S, uniform:A, zeros, ones");
	}
	*m = methods[i];
	bool takes = m->size == GIVEN && (m->law == NORMAL || m->law == UNIFORM);
	if (takes != (colon != NULL)) {
		gl_fail(err,
		    takes ? "the initialisation '%s' needs a number" : "the initialisation '%s' takes no number",
		    m->name);
		return takes ? gl_hint(err, "like this: %s:0.1", m->name) : -1;
	}
	if (takes) {
		const char *end = text + strlen(text);
		int overflow = 0;
		if (gl_number_read64(colon + 1, end, &m->value, &overflow) != end || overflow ||
		    !(m->value >= 0 && m->value <= 1e30))
			return gl_fail(
			    err, "the initialisation '%s' needs a number from 0 to 1e30, not '%s'", m->name, colon + 1);
	}
	return 0;
}

/*
 * The method for a layer whose activation names one ("he", "xavier"); Xavier where none follows. Xavier is uniform
 * then.
 */
static struct method
by_activation(const struct gl_net *net, size_t i)
{
	const char *start = NULL;
	struct method m = methods[3];
	struct gl_err err;

	for (size_t j = i + 1; j < net->nflat && !start; j++) {
		const struct gl_layer *l = net->flat[j];
		bool weights = false;
		for (int k = 0; k < l->nparam; k++)
			weights |= l->param[k].fan_in > 0;
		if (weights)
			break;
		start = l->ops->start;
	}
	if (start && strcmp(start, "xavier") != 0)
		find_method(start, &m, &err);
	return m;
}

/* Element e of parameter `number`: four uniform or normal numbers come from one draw, for elements 4k to 4k + 3. */
static void
draw(enum law law, uint32_t seed, size_t number, size_t e, double out[4])
{
	uint32_t word[4];

	gl_random(seed, GL_RAND_INIT, 0, number, (uint32_t)(e / 4), word);
	if (law == UNIFORM) {
		for (int k = 0; k < 4; k++)
			out[k] = 2 * gl_uniform(word[k]) - 1;
	} else {
		gl_normal(word[0], word[1], out);
		gl_normal(word[2], word[3], out + 2);
	}
}

static double
dot(size_t n, const double *a, const double *b)
{
	double lane[8] = {0}, sum = 0;
	size_t i = 0;

	for (; i + 8 <= n; i += 8)
		for (size_t k = 0; k < 8; k++)
			lane[k] += a[i + k] * b[i + k];
	for (; i < n; i++)
		lane[i % 8] += a[i] * b[i];
	for (int k = 0; k < 8; k++)
		sum += lane[k];
	return sum;
}

/*
 * Makes n vectors of length m (n <= m) orthonormal, in order, by the modified Gram-Schmidt process, twice because once
 * loses digits. All in double; sums in 8 lanes, added in order.
 */
static void
orthonormalise(size_t n, size_t m, double *v)
{
	for (size_t i = 0; i < n; i++) {
		double *a = v + i * m;
		for (int twice = 0; twice < 2; twice++)
			for (size_t j = 0; j < i; j++) {
				const double *b = v + j * m;
				double d = dot(m, a, b);
				for (size_t k = 0; k < m; k++)
					a[k] -= d * b[k];
			}
		double length = sqrt(dot(m, a, a));
		for (size_t k = 0; k < m; k++)
			a[k] /= length;
	}
}

/* The weight as a matrix of dim[0] rows: its rows become orthonormal, or its columns if there are fewer of them. */
static void
orthogonal(gl_real *block, const struct gl_param *p, uint32_t seed, size_t number, struct gl_arena *arena)
{
	size_t rows = p->dim[0], cols = p->n / rows;
	bool upright = rows > cols; /* then v holds columns */
	double *v = gl_alloc_raw(arena, p->n, sizeof *v), four[4] = {0};

	for (size_t e = 0; e < p->n; e++) {
		if (e % 4 == 0)
			draw(NORMAL, seed, number, e, four);
		v[upright ? e % cols * rows + e / cols : e] = four[e % 4];
	}
	orthonormalise(upright ? cols : rows, upright ? rows : cols, v);
	for (size_t e = 0; e < p->n; e++)
		block[gl_param_at(p, e)] = (gl_real)v[upright ? e % cols * rows + e / cols : e];
}

/* Standard deviation, or for a uniform law the greatest magnitude: sqrt(3) times as much. */
static double
spread(const struct method *m, const struct gl_param *p)
{
	double in = (double)p->fan_in, out = (double)p->fan_out, three = m->law == UNIFORM ? 3 : 1;

	switch (m->size) {
	case HE:
		return sqrt(three * 2 / in);
	case XAVIER:
		return sqrt(three * 2 / (in + out));
	case LECUN:
		return sqrt(three / in);
	case GIVEN:
		break;
	}
	return m->value;
}

static void
start_weight(gl_real *block, const struct gl_param *p, const struct method *m, uint32_t seed, size_t number)
{
	double s = spread(m, p), four[4] = {0};

	for (size_t e = 0; e < p->n; e++) {
		if (m->law != CONSTANT && e % 4 == 0)
			draw(m->law, seed, number, e, four);
		block[gl_param_at(p, e)] = (gl_real)(m->law == CONSTANT ? s : s * four[e % 4]);
	}
}

int
gl_net_init(struct gl_net *net, const char *method, uint32_t seed, struct gl_err *err)
{
	struct method all, m;
	size_t number = 0;

	if (method && find_method(method, &all, err) < 0)
		return -1;
	for (size_t i = 0; i < net->nflat; i++) {
		const struct gl_layer *l = net->flat[i];
		m = method ? all : by_activation(net, i);
		for (int j = 0; j < l->nparam; j++, number++) {
			const struct gl_param *p = &l->param[j];
			if (p->fan_in == 0) {
				for (size_t e = 0; e < p->n; e++)
					l->value[j][e] = p->start;
			} else if (m.law == ORTHOGONAL) {
				struct gl_arena room = {0};
				orthogonal(net->block, p, seed, number, &room);
				gl_arena_free(&room);
			} else {
				start_weight(net->block, p, &m, seed, number);
			}
		}
	}
	return 0;
}
