#include "encode/synth.h"

#include "core/math.h"
#include "core/random.h"

#include <string.h>

#define PI 3.141592653589793

/* Random words of an example: index 0 says where it is, index 1 how far from there it is moved. */
enum { PLACE, NOISE };

/* A number from 0 to 1 that says where on its curve example i is. */
static double
place(const struct gl_synth_args *a, uint64_t i)
{
	uint32_t w[4];

	gl_random(a->seed, GL_RAND_SYNTH, 0, i, PLACE, w);
	return gl_uniform(w[0]);
}

/* Moves one or two numbers by noise. */
static void
add_noise(const struct gl_synth_args *a, uint64_t i, size_t n, double *x)
{
	uint32_t w[4];
	double z[2];

	gl_random(a->seed, GL_RAND_SYNTH, 0, i, NOISE, w);
	gl_normal(w[0], w[1], z);
	for (size_t k = 0; k < n; k++)
		x[k] += a->noise * z[k];
}

/* The four rows of a truth table, over and over: 0 0, 0 1, 1 0, 1 1. */
static void
truth_table(const struct gl_synth_args *a, uint64_t i, double *x)
{
	x[0] = (double)(i >> 1 & 1);
	x[1] = (double)(i & 1);
	add_noise(a, i, 2, x);
}

static void
example_and(const struct gl_synth_args *a, uint64_t i, double *x, double *y)
{
	truth_table(a, i, x);
	*y = (i & 3) == 3;
}

static void
example_or(const struct gl_synth_args *a, uint64_t i, double *x, double *y)
{
	truth_table(a, i, x);
	*y = (i & 3) != 0;
}

static void
example_xor(const struct gl_synth_args *a, uint64_t i, double *x, double *y)
{
	truth_table(a, i, x);
	*y = (double)((i ^ i >> 1) & 1);
}

static void
example_line(const struct gl_synth_args *a, uint64_t i, double *x, double *y)
{
	x[0] = 2 * place(a, i) - 1;
	*y = 2 * x[0] + 1;
	add_noise(a, i, 1, y);
}

static void
example_sine(const struct gl_synth_args *a, uint64_t i, double *x, double *y)
{
	x[0] = 2 * place(a, i) - 1;
	*y = gl_sin64(PI * x[0]);
	add_noise(a, i, 1, y);
}

/* The upper half of the unit circle, and a lower half moved to the right by 1 and up by 1/2. */
static void
example_moons(const struct gl_synth_args *a, uint64_t i, double *x, double *y)
{
	double t = PI * place(a, i), c = gl_cos64(t), s = gl_sin64(t);

	*y = (double)(i % 2);
	x[0] = i % 2 ? 1 - c : c;
	x[1] = i % 2 ? 0.5 - s : s;
	add_noise(a, i, 2, x);
}

static void
example_circles(const struct gl_synth_args *a, uint64_t i, double *x, double *y)
{
	double t = 2 * PI * place(a, i), radius = i % 2 ? 0.5 : 1;

	*y = (double)(i % 2);
	x[0] = radius * gl_cos64(t);
	x[1] = radius * gl_sin64(t);
	add_noise(a, i, 2, x);
}

/* From radius 0.1 to 1 each arm makes one turn. */
static void
example_spirals(const struct gl_synth_args *a, uint64_t i, double *x, double *y)
{
	double u = place(a, i), radius = 0.1 + 0.9 * u, arm = (double)(i % a->classes);
	double t = 2 * PI * (u + arm / a->classes);

	*y = arm;
	x[0] = radius * gl_cos64(t);
	x[1] = radius * gl_sin64(t);
	add_noise(a, i, 2, x);
}

static void
example_blobs(const struct gl_synth_args *a, uint64_t i, double *x, double *y)
{
	double centre = (double)(i % a->classes), t = 2 * PI * centre / a->classes;

	*y = centre;
	x[0] = gl_cos64(t);
	x[1] = gl_sin64(t);
	add_noise(a, i, 2, x);
}

const struct gl_synth gl_synths[] = {
    {"and", "1 if both inputs are 1", 2, false, 4, 0, 0, example_and},
    {"or", "1 if at least one input is 1", 2, false, 4, 0, 0, example_or},
    {"xor", "1 if exactly one input is 1: no straight line separates it", 2, false, 4, 0, 0, example_xor},
    {"line", "regression: y = 2x + 1, x from -1 to 1", 1, true, 100, 0, 0, example_line},
    {"sine", "regression: y = sin(pi x), x from -1 to 1", 1, true, 100, 0, 0, example_sine},
    {"moons", "two half circles that reach into each other", 2, false, 100, 0.1, 0, example_moons},
    {"circles", "a circle of radius 1, and one of radius 0.5 in it", 2, false, 100, 0.05, 0, example_circles},
    {"spirals", "arms round the origin, a turn each", 2, false, 100, 0.02, 2, example_spirals},
    {"blobs", "normal clouds whose centres are on a circle of radius 1", 2, false, 100, 0.2, 3, example_blobs},
    {NULL, NULL, 0, false, 0, 0, 0, NULL},
};

const char *const *
gl_synth_names(void)
{
	static const char *names[GL_LEN(gl_synths)];

	for (size_t i = 0; gl_synths[i].name; i++)
		names[i] = gl_synths[i].name;
	return names;
}

const struct gl_synth *
gl_synth_find(const char *name, struct gl_err *err)
{
	const char *const *names = gl_synth_names();

	for (size_t i = 0; gl_synths[i].name; i++)
		if (strcmp(gl_synths[i].name, name) == 0)
			return &gl_synths[i];
	gl_fail(err, "unknown set '%s'", name);
	const char *near = gl_nearest(name, names);
	if (near)
		gl_hint(err, "did you mean %s?", near);
	else
		gl_hint(err, "gl-synth --list names them");
	return NULL;
}

void
gl_synth_schema(const struct gl_synth *s, struct gl_schema *schema)
{
	const struct gl_shape x = {.kind = GL_VECTOR, .ndim = 1, .dim = {s->inputs}};

	gl_schema_init(schema, GL_FORM_TEXT);
	gl_schema_add(schema, NULL, GL_F4, &x);
	gl_schema_add(schema, NULL, s->values ? GL_F4 : GL_I4, NULL);
}

void
gl_synth_batch(const struct gl_synth *s, const struct gl_synth_args *a, uint64_t first, size_t rows, struct gl_batch *b,
    struct gl_arena *pass)
{
	struct gl_schema schema;

	gl_synth_schema(s, &schema);
	gl_batch_new(b, &schema, rows, pass);
	b->first = first;
	for (size_t r = 0; r < rows; r++) {
		double x[GL_SYNTH_INPUTS], y;

		s->example(a, first + r, x, &y);
		for (size_t k = 0; k < s->inputs; k++)
			b->field[0].data[r * s->inputs + k] = (gl_real)x[k];
		b->field[1].data[r] = (gl_real)y;
	}
}
