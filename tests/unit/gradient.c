/*
 * Back-propagation of every layer and every loss. In the double build: against central differences, to 1e-6 of each
 * tensor's largest entry, for parameters and inputs. In both: a row's output does not depend on its neighbours, and
 * nothing depends on the number of threads. `gradient --cases` lists the networks, for tests of the tools: loss, target
 * numbers, architecture; `gradient --data N` prints the examples of case N, counted from 0.
 */
#include "core/random.h"
#include "core/thread.h"
#include "loss/weighing.h"
#include "net/net.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 6 };

/* What the target field holds: a class index a position, probabilities, one right class in K, any numbers. */
enum targets { INDEX, SHARES, ONE_HOT, NUMBERS };

static const struct one {
	const char *loss;
	enum targets targets;
	const char *arch;
} cases[] = {
    /* layers, each on every kind of shape that it takes */
    {"mse", NUMBERS, "input 5, dense 3"},
    {"mse", NUMBERS, "input 3x4 sequence, dense 2"},
    {"mse", NUMBERS, "input 7, relu, dense 3"},
    {"mse", NUMBERS, "input 2x3x3, relu, flatten, dense 2"},
    {"mse", NUMBERS, "input 7, leaky-relu, dense 3"},
    {"mse", NUMBERS, "input 7, leaky-relu slope=0.2, dense 3"},
    {"mse", NUMBERS, "input 7, elu, dense 3"},
    {"mse", NUMBERS, "input 7, elu alpha=0.5, dense 3"},
    {"mse", NUMBERS, "input 5, dense 6, gelu, dense 2"},
    {"mse", NUMBERS, "input 5, dense 6, silu, dense 2"},
    {"mse", NUMBERS, "input 5, dense 6, sigmoid, dense 2"},
    {"mse", NUMBERS, "input 5, dense 6, tanh, dense 2"},
    {"mse", NUMBERS, "input 5, dense 6, softplus, dense 2"},
    {"mse", NUMBERS, "input 5, dense 6, softmax, dense 2"},
    {"mse", NUMBERS, "input 3x4 sequence, dense 4, softmax, dense 2"},
    {"mse", NUMBERS, "input 3x4 sequence, dense 2, flatten"},
    {"mse", NUMBERS, "input 2x3x2, flatten, dense 3, tanh"},
    {"mse", NUMBERS, "input 12, dense 12, reshape 2x6 sequence, dense 3"},
    {"mse", NUMBERS, "input 12, reshape 3x2x2, batchnorm, flatten, dense 2"},
    {"mse", NUMBERS, "input 5, standardise, dense 3"},
    {"mse", NUMBERS, "input 2x2x2, standardise, flatten, dense 3"},
    {"mse", NUMBERS, "input 4, dense 5, batchnorm, tanh, dense 2"},
    {"mse", NUMBERS, "input 3x4 sequence, dense 5, batchnorm, tanh"},
    {"mse", NUMBERS, "input 3x5x5, batchnorm, tanh, flatten, dense 2"},
    {"mse", NUMBERS, "input 4, dense 5, batchnorm frozen, tanh, dense 2"},
    {"mse", NUMBERS, "input 4, dense 20, layernorm, tanh, dense 2"},
    {"mse", NUMBERS, "input 3x4 sequence, layernorm, dense 3"},
    {"mse", NUMBERS, "input 2x3x4, layernorm, flatten, dense 3"},
    {"mse", NUMBERS, "input 9, dropout 0.4, dense 9, dropout 0.25, dense 2"},
    {"mse", NUMBERS, "input 4x5 sequence, dropout 0.3, dense 2"},
    {"mse", NUMBERS, "input 4, dense 5, residual, dense 7, tanh, dropout 0.2, dense 5, end, dense 2"},
    {"mse", NUMBERS, "input 3x4 sequence, residual, layernorm, dense 4, gelu, residual, dense 4, end, end, dense 2"},
    {"mse", NUMBERS, "input 4, dense 5 frozen, tanh, dense 3, tanh, dense 2 frozen"},
    /* losses: fused with the last layer, from logits, and through a softmax or sigmoid that is not theirs */
    {"mae", NUMBERS, "input 4, dense 5, tanh, dense 3"},
    {"huber", NUMBERS, "input 4, dense 5, tanh, dense 3"},
    {"huber", NUMBERS, "input 2x4 sequence, dense 5, tanh, dense 3"},
    {"mse", NUMBERS, "input 4, dense 3, sigmoid"},
    {"mse", INDEX, "input 4, dense 3, softmax"},
    {"mae", INDEX, "input 4, dense 3, softmax"},
    {"cross-entropy", INDEX, "input 4, dense 5, tanh, dense 3, softmax"},
    {"cross-entropy", SHARES, "input 4, dense 3, softmax"},
    {"cross-entropy", INDEX, "input 4, dense 3"},
    {"cross-entropy", SHARES, "input 4, dense 3"},
    {"cross-entropy", INDEX, "input 5x4 sequence, dense 3, softmax"},
    {"cross-entropy", SHARES, "input 5x4 sequence, dense 3"},
    {"kl", SHARES, "input 4, dense 3, softmax"},
    {"kl", SHARES, "input 4, dense 3"},
    {"kl", INDEX, "input 5x4 sequence, dense 3, softmax"},
    {"binary-cross-entropy", SHARES, "input 4, dense 3, sigmoid"},
    {"binary-cross-entropy", SHARES, "input 4, dense 1"},
    {"binary-cross-entropy", SHARES, "input 3x4 sequence, dense 2, sigmoid"},
    {"hinge", INDEX, "input 4, dense 3"},
    {"hinge", ONE_HOT, "input 4, dense 4"},
    {"hinge", INDEX, "input 4, dense 3, softmax"},
    {"hinge", INDEX, "input 5x4 sequence, dense 3"},
};

static int failures;
static const char *now = "";

__attribute__((format(printf, 1, 2))) static void
bad(const char *fmt, ...)
{
	va_list ap;

	printf("%s: ", now);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	failures++;
}

/* From -1 to 1, never nearer to 0 than 0.05, where relu and its kin have their corner. */
static gl_real
number(uint32_t what, size_t i)
{
	uint32_t word[4];

	gl_random(7, what, 0, i, 0, word);
	double u = gl_uniform(word[0]);
	return (gl_real)(word[1] & 1 ? 0.05 + 0.95 * u : -0.05 - 0.95 * u);
}

/* Everything that one case computes with. */
struct run {
	struct gl_arena life, pass;
	struct gl_net *net;
	const struct gl_loss *loss;
	struct gl_tensor x, t;
	struct gl_ctx c;
	gl_real *grad;
};

static void
set_parameters(struct gl_net *net)
{
	gl_real *block = gl_net_block(net);

	for (size_t i = 0; i < gl_net_param_count(net); i++) {
		const struct gl_param *p = gl_net_param(net, i);
		bool positive = strstr(p->name, "var") || strstr(p->name, "scale");
		for (size_t e = 0; e < p->n; e++) {
			gl_real v = number((uint32_t)(100 + i), e);
			block[gl_param_at(p, e)] = positive ? 1 + v / 2 : v;
		}
	}
}

/* Target numbers of one position of K outputs. */
static void
set_target(enum targets kind, size_t k, size_t position, gl_real *t)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++) {
		double v = (double)number(2, position * k + i);
		t[i] = (gl_real)(kind == SHARES ? fabs(v) : kind == ONE_HOT ? i == position % k : 3 * v);
		sum += (double)t[i];
	}
	for (size_t i = 0; i < k && kind == SHARES && k > 1; i++)
		t[i] = (gl_real)((double)t[i] / sum);
}

static int
begin(struct run *r, const struct one *one, size_t rows)
{
	struct gl_err err;

	*r = (struct run){.loss = gl_loss_find(one->loss, &err)};
	if (!r->loss || !(r->net = gl_net_parse(one->arch, NULL, 0, &r->life, &err))) {
		bad("%s", err.msg);
		return -1;
	}
	set_parameters(r->net);
	const struct gl_shape *out = gl_net_output(r->net);
	size_t n = gl_shape_count(out), k = out->kind == GL_SEQUENCE ? out->dim[1] : n;
	size_t targets = one->targets == INDEX ? n / k : n;
	struct gl_shape target = {.kind = GL_VECTOR, .ndim = 1, .dim = {targets}};
	r->x = gl_tensor_new(&r->life, rows, gl_net_input(r->net));
	r->t = gl_tensor_new(&r->life, rows, &target);
	for (size_t i = 0; i < r->x.n; i++)
		r->x.data[i] = number(1, i);
	for (size_t i = 0; i < rows * n / k; i++) {
		if (one->targets == INDEX)
			r->t.data[i] = (gl_real)(i * 2 % k);
		else
			set_target(one->targets, k, i, r->t.data + i * k);
	}
	r->grad = gl_alloc(&r->life, gl_net_block_n(r->net), sizeof *r->grad);
	r->c = (struct gl_ctx){.training = true, .seed = 3, .step = 5, .row = 11, .grad = r->grad, .arena = &r->pass};
	return 0;
}

static void
end(struct run *r)
{
	gl_arena_free(&r->pass);
	gl_arena_free(&r->life);
}

/* The gradient of parameters (in r->grad) and of inputs (a copy in life). */
static gl_real *
gradient(struct run *r)
{
	struct gl_err err;
	struct gl_tensor dx;
	double sum, weight;

	if (gl_net_gradient(r->net, &r->c, r->loss, &r->x, &r->t, &sum, &weight, NULL, &dx, &err) < 0) {
		bad("%s", err.msg);
		return NULL;
	}
	gl_real *copy = gl_alloc(&r->life, dx.n, sizeof *copy);
	memcpy(copy, dx.data, dx.n * sizeof *copy);
	gl_arena_reset(&r->pass);
	return copy;
}

#ifdef GL_DOUBLE
static double
mean_loss(struct run *r)
{
	struct gl_err err;
	double sum = 0, weight = 0;

	if (gl_net_loss(r->net, &r->c, r->loss, &r->x, &r->t, &sum, &weight, NULL, &err) < 0) {
		bad("%s", err.msg);
		return NAN;
	}
	gl_arena_reset(&r->pass);
	return sum / weight;
}

/* The slope of the loss along one number, by nudging it. */
static double
slope(struct run *r, gl_real *at)
{
	const double by = 1e-5;
	gl_real was = *at;

	*at = was + by;
	double up = mean_loss(r);
	*at = was - by;
	double down = mean_loss(r);
	*at = was;
	return (up - down) / (2 * by);
}

static void
compare(struct run *r, const char *what, gl_real *value, const gl_real *grad, size_t n)
{
	double most = 0, worst = 0;

	for (size_t i = 0; i < n; i++) {
		double numeric = slope(r, &value[i]);
		most = fmax(most, fabs(numeric));
		if (!(fabs(grad[i] - numeric) <= worst)) /* a NaN is the worst */
			worst = fabs(grad[i] - numeric);
	}
	if (!(worst <= 1e-6 * most + 1e-10)) /* what should be 0, as a bias before batchnorm, is rounding error */
		bad("%s differs by %g; its largest entry is %g", what, worst, most);
}

static void
check_gradient(const struct one *one)
{
	struct run r;

	if (begin(&r, one, ROWS) == 0) {
		gl_real *dx = gradient(&r);
		for (size_t i = 0; dx && i < gl_net_param_count(r.net); i++) {
			const struct gl_param *p = gl_net_param(r.net, i);
			if (p->trains)
				compare(&r, p->name, gl_net_block(r.net) + p->offset, r.grad + p->offset, p->n);
			else if (p->role == GL_TRAINED)
				for (size_t e = 0; e < p->n; e++)
					if (r.grad[p->offset + e] != 0)
						bad("%s is frozen, but has a gradient", p->name);
		}
		if (dx)
			compare(&r, "the gradient of the inputs", r.x.data, dx, r.x.n);
	}
	end(&r);
}

/* The same with a smoothed target, and weights of classes and rows, as far as the loss takes them. */
static void
check_weighed(const struct one *one)
{
	static const double classes[] = {0.5, 2, 0, 1.25, 3, 1};
	static const gl_real rows[ROWS] = {1.5, 0, 0.25, 2, 1, 0.5};
	struct gl_weighing w = {.rows = rows};
	struct run r;

	if (begin(&r, one, ROWS) == 0) {
		w.smoothing = r.loss->smooths ? 0.15 : 0;
		w.classes = r.loss->class_weights ? classes : NULL;
		r.c.weighing = &w;
		gl_real *dx = gradient(&r);
		for (size_t i = 0; dx && i < gl_net_param_count(r.net); i++) {
			const struct gl_param *p = gl_net_param(r.net, i);
			if (p->trains)
				compare(&r, p->name, gl_net_block(r.net) + p->offset, r.grad + p->offset, p->n);
		}
		if (dx)
			compare(&r, "the gradient of the inputs", r.x.data, dx, r.x.n);
	}
	end(&r);
}

/* A loss that reads what softmax or sigmoid made, by itself: gl_net_gradient always fuses the two. */
static void
check_unfused(const char *name, size_t k)
{
	struct gl_err err;
	struct gl_arena arena = {0};
	const struct gl_loss *loss = gl_loss_find(name, &err);
	struct gl_shape shape = {.kind = GL_VECTOR, .ndim = 1, .dim = {k}};
	struct gl_tensor p = gl_tensor_new(&arena, ROWS, &shape), t = gl_tensor_new(&arena, ROWS, &shape);
	struct gl_tensor dp = gl_tensor_new(&arena, ROWS, &shape);
	enum gl_output output = loss->target == GL_TARGET_SHARE ? GL_SHARES : GL_PROBABILITIES;
	double sum = 0, weight = 0, worst = 0;

	now = name;
	for (size_t i = 0; i < ROWS; i++) {
		set_target(SHARES, k, i, t.data + i * k);
		set_target(SHARES, k, i + ROWS, p.data + i * k);
	}
	if (gl_loss_batch(loss, output, false, &p, &shape, &t, 0, NULL, &sum, &weight, &dp, &arena, &err) < 0)
		bad("%s", err.msg);
	for (size_t i = 0; i < p.n; i++) {
		double loss_at[2] = {0, 0}, total[2] = {0, 0}, was = p.data[i];
		for (int side = 0; side < 2; side++) {
			p.data[i] = was + (side ? 1e-6 : -1e-6);
			if (gl_loss_batch(loss, output, false, &p, &shape, &t, 0, NULL, &loss_at[side], &total[side],
				NULL, &arena, &err) < 0)
				bad("%s", err.msg);
		}
		p.data[i] = was;
		worst = fmax(worst, fabs((loss_at[1] - loss_at[0]) / weight / 2e-6 - dp.data[i]));
	}
	if (!(worst <= 1e-7))
		bad("from probabilities the gradient differs by %g", worst);
	gl_arena_free(&arena);
}
#endif

/* Is this kind of layer among these, or in their blocks? */
static bool
has_layer(const struct gl_seq *s, const struct gl_layer_ops *ops)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->layer[i].ops == ops || has_layer(&s->layer[i].body, ops))
			return true;
	return false;
}

static void
check_coverage(void)
{
	bool seen[64] = {false};
	struct gl_err err;

	for (size_t i = 0; i < GL_LEN(cases); i++) {
		struct gl_arena life = {0};
		struct gl_net *net = gl_net_parse(cases[i].arch, NULL, 0, &life, &err);
		for (size_t l = 0; net && gl_layers[l]; l++)
			seen[l] |= has_layer(gl_net_layers(net), gl_layers[l]);
		gl_arena_free(&life);
	}
	for (size_t l = 0; gl_layers[l]; l++)
		if (!seen[l])
			bad("layer %s has no case", gl_layers[l]->name);
	for (size_t l = 0; gl_losses[l]; l++) {
		bool found = false;
		for (size_t i = 0; i < GL_LEN(cases); i++)
			found |= strcmp(cases[i].loss, gl_losses[l]->name) == 0;
		if (!found)
			bad("loss %s has no case", gl_losses[l]->name);
	}
}

/* Row by row the outputs have the bits that they have all at once; in training too, unless the batch takes part. */
static void
check_rows(const struct one *one)
{
	enum { MANY = 37 };
	struct run r;
	struct gl_err err;
	struct gl_tensor all, single;
	bool training = !strstr(one->arch, "batchnorm");

	if (begin(&r, one, MANY) == 0) {
		struct gl_ctx c = {.training = training, .seed = 1, .row = 100, .arena = &r.life};
		if (gl_net_forward(r.net, &c, &r.x, NULL, false, &all, &err) < 0)
			bad("%s", err.msg);
		size_t in = r.x.n / MANY, out = all.n / MANY;
		for (size_t i = 0; i < MANY; i++) {
			struct gl_tensor x = gl_tensor_view(r.x.data + i * in, 1, gl_net_input(r.net));
			struct gl_ctx c1 = {.training = training, .seed = 1, .row = 100 + i, .arena = &r.pass};
			if (gl_net_forward(r.net, &c1, &x, NULL, false, &single, &err) < 0)
				bad("%s", err.msg);
			else if (memcmp(single.data, all.data + i * out, out * sizeof(gl_real)) != 0)
				bad("row %zu alone gives other bits", i);
			gl_arena_reset(&r.pass);
		}
	}
	end(&r);
}

/* One, two and three threads give the same bits, with enough rows that there is something to divide. */
static void
check_threads(const char *arch)
{
	const struct one one = {"mse", NUMBERS, arch};
	struct run first, other;

	now = arch;
	gl_threads_set(1);
	if (begin(&first, &one, 3000) < 0)
		return;
	const gl_real *dx = gradient(&first);
	for (int threads = 2; threads <= 3 && dx; threads++) {
		gl_threads_set(threads);
		if (begin(&other, &one, 3000) < 0)
			break;
		const gl_real *dx2 = gradient(&other);
		if (!dx2 || memcmp(first.grad, other.grad, gl_net_block_n(first.net) * sizeof(gl_real)) != 0 ||
		    memcmp(dx, dx2, first.x.n * sizeof(gl_real)) != 0)
			bad("%d threads give other bits", threads);
		end(&other);
	}
	gl_threads_set(0);
	end(&first);
}

/* A channel that has one value in the batch: the shift comes out, nothing goes back, the running variance stays. */
static void
check_single_value(void)
{
	const struct one one = {"mse", NUMBERS, "input 4, batchnorm"};
	struct run r;
	struct gl_err err;
	struct gl_tensor y;
	enum { BIAS = 1, RUNNING_MEAN, RUNNING_VAR };

	now = one.arch;
	if (begin(&r, &one, 1) < 0)
		return;
	gl_real *block = gl_net_block(r.net), was[4];
	const struct gl_param *bias = gl_net_param(r.net, BIAS), *var = gl_net_param(r.net, RUNNING_VAR),
			      *mean = gl_net_param(r.net, RUNNING_MEAN);
	memcpy(was, block + var->offset, sizeof was);
	if (gl_net_forward(r.net, &r.c, &r.x, NULL, false, &y, &err) < 0)
		bad("%s", err.msg);
	else if (memcmp(y.data, block + bias->offset, sizeof was) != 0)
		bad("a single value does not give the shift");
	const gl_real *dx = gradient(&r);
	for (size_t i = 0; dx && i < 4; i++)
		if (dx[i] != 0 || r.grad[gl_net_param(r.net, 0)->offset + i] != 0)
			bad("a single value has a gradient");
	gl_real before = block[mean->offset];
	gl_net_move_running(r.net, r.grad);
	if (memcmp(was, block + var->offset, sizeof was) != 0)
		bad("a single value moves the running variance");
	if (!(fabs((double)(block[mean->offset] - (before + (r.x.data[0] - before) / 10))) < 1e-6))
		bad("the running mean does not move a tenth of the way");
	end(&r);
}

/* Examples as text, for the tools. */
static void
print_data(const struct one *one)
{
	struct run r;

	if (begin(&r, one, ROWS) < 0)
		return;
	for (size_t i = 0; i < ROWS; i++) {
		size_t in = r.x.n / ROWS, targets = r.t.n / ROWS;
		for (size_t j = 0; j < in; j++)
			printf("%.9g%c", (double)r.x.data[i * in + j], j + 1 < in ? ' ' : '\t');
		for (size_t j = 0; j < targets; j++)
			printf("%.9g%c", (double)r.t.data[i * targets + j], j + 1 < targets ? ' ' : '\n');
	}
	end(&r);
}

int
main(int argc, char **argv)
{
	static const char *const words[] = {"index", "shares", "one-hot", "numbers"};

	if (argc > 1 && strcmp(argv[1], "--cases") == 0) {
		for (size_t i = 0; i < GL_LEN(cases); i++)
			printf("%s\t%s\t%s\n", cases[i].loss, words[cases[i].targets], cases[i].arch);
		return 0;
	}
	if (argc > 2 && strcmp(argv[1], "--data") == 0) {
		size_t i = strtoul(argv[2], NULL, 10);
		if (i < GL_LEN(cases))
			print_data(&cases[i]);
		return i >= GL_LEN(cases);
	}
	check_coverage();
	for (size_t i = 0; i < GL_LEN(cases); i++) {
		now = cases[i].arch;
#ifdef GL_DOUBLE
		check_gradient(&cases[i]);
		check_weighed(&cases[i]);
#endif
		check_rows(&cases[i]);
	}
#ifdef GL_DOUBLE
	check_unfused("cross-entropy", 3);
	check_unfused("kl", 3);
	check_unfused("binary-cross-entropy", 4);
#endif
	check_threads(
	    "input 30, dense 64, batchnorm, relu, dropout 0.2, dense 20, layernorm, gelu, residual, dense 20, "
	    "tanh, end, dense 10, softmax");
	check_threads("input 3x4x5, batchnorm, elu, flatten, dense 6");
	check_single_value();
	return failures > 0;
}
