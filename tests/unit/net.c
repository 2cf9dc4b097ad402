/* Networks: the language, the block, start values, fitting, gradients by difference quotients. */
#include "net/net.h"
#include "net/trace.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failed;

#define CHECK(cond, ...)                                                                                               \
	do {                                                                                                           \
		if (!(cond)) {                                                                                         \
			printf("%s:%d: %s: ", __FILE__, __LINE__, #cond);                                              \
			printf(__VA_ARGS__);                                                                           \
			printf("\n");                                                                                  \
			failed = 1;                                                                                    \
		}                                                                                                      \
	} while (0)

static struct gl_arena life;

static struct gl_net *
net_of(const char *text)
{
	struct gl_err err = {"", ""};
	struct gl_net *net = gl_net_parse(text, NULL, 1, &life, &err);

	if (!net) {
		printf("%s\n -> %s\n", text, err.msg);
		exit(1);
	}
	return net;
}

/* ---- the language ---- */

static void
prints_as(const char *text, const char *lines)
{
	const char *once = gl_net_lines(net_of(text), &life);

	CHECK(strcmp(once, lines) == 0, "%s gives\n%s", text, once);
	const char *twice = gl_net_lines(net_of(once), &life);
	CHECK(strcmp(once, twice) == 0, "%s is not what it parses to:\n%s", once, twice);
}

static void
lines(void)
{
	prints_as("2-3-1", "input 2\ndense 3\nrelu\ndense 1\n");
	prints_as("2-1", "input 2\ndense 1\n");
	prints_as("2-3-4-1, softmax", "input 2\ndense 3\nrelu\ndense 4\nrelu\ndense 1\nsoftmax\n");
	prints_as("  input 784 # pixels\n# a line\n\n\tdense 10\r\nsoftmax", "input 784\ndense 10\nsoftmax\n");
	prints_as("input 1x28x28, flatten, dense 2 frozen, leaky-relu slope=0.2, dropout 0.5",
	    "input 1x28x28\nflatten\ndense 2 frozen\nleaky-relu slope=0.2\ndropout 0.5\n");
	prints_as("input 5, leaky-relu slope=0.01, dense units=3,", "input 5\nleaky-relu\ndense 3\n");
	prints_as("input 50x13 sequence, dense 4, layernorm", "input 50x13 sequence\ndense 4\nlayernorm\n");
	prints_as("input 6, reshape 2x3 sequence frozen, reshape 1x2x3",
	    "input 6\nreshape 2x3 sequence frozen\nreshape 1x2x3\n");
	prints_as("4-4, residual, dense 4, residual, tanh, end, end, sigmoid",
	    "input 4\ndense 4\nresidual\n  dense 4\n  residual\n    tanh\n  end\nend\nsigmoid\n");
	prints_as("4-4, residual frozen, dense 4, end", "input 4\ndense 4\nresidual frozen\n  dense 4 frozen\nend\n");
}

static void
refused(const char *text, const char *message, const char *hint)
{
	struct gl_err err = {"", ""};
	struct gl_net *net = gl_net_parse(text, "n", 3, &life, &err);

	CHECK(!net, "'%s' is taken", text);
	CHECK(strcmp(err.msg, message) == 0, "'%s' gives '%s', not '%s'", text, err.msg, message);
	CHECK(!hint || strstr(err.hint, hint), "'%s' has the hint '%s', not '%s'", text, err.hint, hint);
}

static void
mistakes(void)
{
	refused("", "n: there is no network here: no line 'input SHAPE'", "input 2, dense 3");
	refused("dense 3", "n:3: a network begins with 'input SHAPE', not with 'dense 3'", "2-3-1");
	refused("input 2", "n:3: the network has no layers behind 'input 2'", NULL);
	refused("input", "n:3: 'input' needs a shape", "1x28x28");
	refused("input 0, relu", "n:3: '0' is not a shape", "784");
	refused("input 28x28, flatten", "n:3: '28x28' could be a picture or a sequence", "1x28x28");
	refused("input 64 token, relu", "n:3: '64 token' is not a shape", "64 tokens");
	refused("input 2 dense 3", "n:3: 'input' takes a shape alone, but 'dense' follows", "commas");
	refused("input 2x2x2x2, relu", "n:3: '2x2x2x2' is not a shape", NULL);
	refused("input 9999999999999999999999, relu",
	    "n:3: '9999999999999999999999' is too large: a shape has at most 2^40 numbers", NULL);
	refused("input 1x1048576x1048577, flatten",
	    "n:3: '1x1048576x1048577' is too large: a shape has at most 2^40 numbers", NULL);
	refused("input 2\ninput 3\nrelu", "n:4: 'input' stands first, and once", NULL);
	refused("input 1x28x28\nrelu\n\ndense 10",
	    "n:6: layer 1 (dense 10) takes a vector or a sequence, but its input is a picture of 1x28x28", "flatten");
	refused("input 2\ndens 3", "n:4: layer 0 (dens 3): there is no layer 'dens'", "dense");
	refused("input 2, dense", "n:3: layer 0 (dense) needs units", "dense units");
	refused("input 2, dense 0",
	    "n:3: layer 0 (dense 0): units is 0, but must be a whole number from 1 to 1073741824", NULL);
	refused("input 2, dense 2.5", "n:3: layer 0 (dense 2.5): units is '2.5', but must be a whole number", NULL);
	refused("input 2, dense 3 4", "n:3: layer 0 (dense 3 4) takes no '4'", "dense units");
	refused("input 2, dense 3 frozn", "n:3: layer 0 (dense 3 frozn) takes no 'frozn'", "frozen");
	refused("input 2, dense units=3 units=4", "n:3: layer 0 (dense units=3 units=4) has units twice", NULL);
	refused("input 2, leaky-relu slope=x", "n:3: layer 0 (leaky-relu slope=x): slope is 'x', but must be a number",
	    NULL);
	refused("input 2, leaky-relu slope=2", "n:3: layer 0 (leaky-relu slope=2): slope is 2, but must be from 0 to 1",
	    NULL);
	refused("input 2, leaky-relu slpe=0.1", "n:3: layer 0 (leaky-relu slpe=0.1) takes no 'slpe=0.1'", "slope");
	refused("input 2, end", "n:3: 'end' without a block that it could end", NULL);
	refused("input 2, residual, relu", "n:3: layer 0 (residual) has no 'end'", "residual, dense 4");
	refused("input 2, residual, end", "n:3: layer 0 (residual) has no layer before its 'end'", NULL);
	refused("input 2, residual, relu, end 3", "n:3: 'end' takes no arguments, but is followed by '3'", NULL);
	refused("input 2, residual, dense 3, end",
	    "n:3: layer 0 (residual) adds its block's output to its input, but they differ: 2 in, 3 out", "give 2");
	refused("input 2,, relu", "n:3: there is nothing before a comma", NULL);
	refused("input 2, relu, 3-4", "n:3: '3-4': a network's shorthand stands first", "2-3-1");
	refused("2-3-", "n:3: '2-3-' is not a network: numbers with a '-' between them are needed, like 2-3-1", NULL);
	refused("2-3 softmax", "n:3: '2-3' takes no arguments, but is followed by 'softmax'", "comma");
	refused("2-0", "n:3: layer 0 (dense 0): units is 0, but must be a whole number from 1 to 1073741824", NULL);
	refused(
	    "input 1000000, dense 1000000", "n: layer 0 (dense 1000000) takes the network above 2^32 parameters", NULL);
	refused("input 2 tokens, relu", "n:3: layer 0 (relu) takes numbers, but its input is 2 tokens (indices)", NULL);
	refused("a b c d e f g h i j k l m n o p q", "n:3: 'a ...' has more than 16 words", "commas");
}

/* Blocks in blocks and thousands of layers end in a message. */
static void
limits(void)
{
	static char text[16 * 10100];
	struct gl_err err = {"", ""};
	size_t n = (size_t)snprintf(text, sizeof text, "input 2");

	for (int i = 0; i < 50; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "\nresidual");
	CHECK(!gl_net_parse(text, "n", 1, &life, &err), "50 blocks in blocks");
	CHECK(strcmp(err.msg, "n:7: layer 0.0.0.0.0.0 (residual) is the 6th block inside another; 5 are allowed") == 0,
	    "%s", err.msg);
	n = (size_t)snprintf(text, sizeof text, "input 2");
	for (int i = 0; i < 10001; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "\nrelu");
	CHECK(!gl_net_parse(text, "n", 1, &life, &err), "10001 layers");
	CHECK(strcmp(err.msg, "n:10002: a network has at most 10000 layers") == 0, "%s", err.msg);
}

/* ---- parameters ---- */

static void
parameters(void)
{
	static const char *const names[] = {
	    "0.weight", "0.bias", "2.0.weight", "2.0.bias", "3.weight", "3.bias", "3.running_mean", "3.running_var"};
	struct gl_net *net = net_of("2-3, relu, residual, dense 3 frozen, end, batchnorm");
	struct gl_err err;

	CHECK(gl_net_param_count(net) == GL_LEN(names), "%zu", gl_net_param_count(net));
	for (size_t i = 0; i < GL_LEN(names); i++) {
		const struct gl_param *p = gl_net_param(net, i);
		CHECK(strcmp(p->name, names[i]) == 0, "%s, not %s", p->name, names[i]);
		CHECK(p->trains == (i < 2 || i == 4 || i == 5), "%s", p->name);
		CHECK(p->offset % (64 / sizeof(gl_real)) == 0, "%s", p->name);
		CHECK(p->offset + p->n <= gl_net_block_n(net), "%s", p->name);
	}
	const struct gl_param *w = gl_net_param_find(net, "0.weight", &err);
	CHECK(w && w->ndim == 2 && w->dim[0] == 3 && w->dim[1] == 2, "0.weight is [out, in]");
	for (size_t o = 0; w && o < 3; o++)
		for (size_t i = 0; i < 2; i++)
			CHECK(gl_param_at(w, o * 2 + i) == w->offset + i * 3 + o, "[%zu][%zu]", o, i);
	CHECK(!gl_net_param_find(net, "0.wieght", &err) && strstr(err.hint, "0.weight"), "%s", err.hint);
	CHECK(gl_net_block(net)[gl_net_param_find(net, "3.running_var", &err)->offset] == 1, "starts at 1");
	const struct gl_layer *l = gl_net_layer_find(net, "2.0", &err);
	CHECK(l && l->number == 3 && l->frozen, "2.0 is the fourth layer");
	CHECK(
	    !gl_net_layer_find(net, "4", &err) && strcmp(err.msg, "the network has no layer '4'") == 0, "%s", err.msg);
}

static void
sameness(void)
{
	struct gl_err err = {"", ""};
	struct gl_net *a = net_of("2-3-1");

	CHECK(gl_net_same(a, net_of("input 2, dense 3, relu, dense 1"), &err) == 0, "%s", err.msg);
	CHECK(gl_net_same(a, net_of("2-4-1"), &err) < 0, "2-4-1");
	CHECK(strcmp(err.msg, "layer 0 differs: 'dense 3' and 'dense 4'") == 0, "%s", err.msg);
	CHECK(gl_net_same(a, net_of("3-3-1"), &err) < 0, "3-3-1");
	CHECK(strcmp(err.msg, "the inputs differ: 2 and 3") == 0, "%s", err.msg);
	CHECK(gl_net_same(a, net_of("2-3-1, relu"), &err) < 0, "longer");
	CHECK(strstr(err.msg, "layer 3 (relu)"), "%s", err.msg);
	CHECK(gl_net_same(
		  net_of("input 2, residual, relu, end, relu"), net_of("input 2, residual, relu, relu, end"), &err) < 0,
	    "blocks");
}

static void
labels(void)
{
	static const char *const names[] = {"no", "yes", "maybe"}, *const twice[] = {"a", "b", "a"};
	struct gl_err err = {"", ""};
	struct gl_net *three = net_of("2-3, softmax"), *one = net_of("2-1, sigmoid");
	size_t n;

	CHECK(gl_net_set_labels(three, names, 3, &err) == 0, "%s", err.msg);
	CHECK(gl_net_labels(three, &n)[2] == names[2] && n == 3, "%zu", n);
	CHECK(gl_net_set_labels(three, names, 2, &err) < 0, "2");
	CHECK(strcmp(err.msg, "2 labels, but the network has 3 outputs") == 0, "%s", err.msg);
	CHECK(
	    gl_net_set_labels(three, twice, 3, &err) < 0 && strcmp(err.msg, "two labels are 'a'") == 0, "%s", err.msg);
	CHECK(gl_net_set_labels(one, names, 2, &err) == 0, "%s", err.msg);
	CHECK(gl_net_set_labels(one, names, 1, &err) < 0, "one sigmoid is two classes");
	CHECK(strcmp(err.msg, "1 label, but one sigmoid output takes 2") == 0, "%s", err.msg);
	gl_net_add_history(one, "first");
	gl_net_add_history(one, "second");
	CHECK(strcmp(gl_net_history(one, &n)[1], "second") == 0 && n == 2, "%zu", n);
}

/* ---- initialisation ---- */

/* Standard deviation and greatest magnitude of a parameter. */
static void
spread(const struct gl_net *net, const char *name, double *sd, double *most)
{
	struct gl_err err;
	const struct gl_param *p = gl_net_param_find(net, name, &err);
	double sum = 0, squares = 0;

	*most = 0;
	for (size_t e = 0; e < p->n; e++) {
		double w = (double)gl_net_block(net)[gl_param_at(p, e)];
		sum += w;
		squares += w * w;
		*most = fabs(w) > *most ? fabs(w) : *most;
	}
	*sd = sqrt(squares / (double)p->n - sum / (double)p->n * (sum / (double)p->n));
}

static void
start_values(void)
{
	static const struct {
		const char *arch, *method, *name;
		double sd; /* as the definition has it */
		double most; /* greatest magnitude that the law allows; 0: any */
	} cases[] = {
	    {"200-300-100", NULL, "0.weight", 0.1, 0}, /* he: sqrt(2 / 200) */
	    {"200-300-100", NULL, "2.weight", 0.0707107, 0.122475}, /* xavier-uniform: sqrt(2 / 400) */
	    {"200-300, dropout 0.5, batchnorm, relu", NULL, "0.weight", 0.1, 0},
	    {"200-300, tanh", NULL, "0.weight", 0.0632456, 0.109545},
	    {"200-300, residual, dense 300, relu, end", NULL, "0.weight", 0.0632456, 0.109545},
	    {"200-300-100", "he-uniform", "2.weight", 0.0816497, 0.141422},
	    {"200-300-100", "xavier", "2.weight", 0.0707107, 0}, {"200-300-100", "lecun", "0.weight", 0.0707107, 0},
	    {"200-300-100", "lecun-uniform", "0.weight", 0.0707107, 0.122475},
	    {"200-300-100", "normal:3", "0.weight", 3, 0}, {"200-300-100", "uniform:3", "0.weight", 1.7320508, 3},
	    {"200-300-100", "orthogonal", "0.weight", 0.0577350, 0}, /* columns of 300 numbers of length 1 */
	};

	for (size_t i = 0; i < GL_LEN(cases); i++) {
		struct gl_net *net = net_of(cases[i].arch);
		struct gl_err err = {"", ""};
		double sd, most;
		CHECK(gl_net_init(net, cases[i].method, 7, &err) == 0, "%s", err.msg);
		spread(net, cases[i].name, &sd, &most);
		CHECK(fabs(sd / cases[i].sd - 1) < 0.02, "case %zu: standard deviation %g, not %g", i, sd, cases[i].sd);
		CHECK(cases[i].most == 0 || (most <= cases[i].most && most > 0.99 * cases[i].most), "case %zu: %g", i,
		    most);
		spread(net, "0.bias", &sd, &most);
		CHECK(most == 0, "biases start at 0");
	}
}

/* The rows of a wide weight, or the columns of a tall one, have length 1 and stand at right angles. */
static void
right_angles(void)
{
	static const char *const archs[] = {"7-5", "5-7", "6-6"};
	double least = GL_REAL_IS_DOUBLE ? 1e-12 : 1e-6;
	struct gl_err err = {"", ""};

	for (size_t a = 0; a < GL_LEN(archs); a++) {
		struct gl_net *net = net_of(archs[a]);
		CHECK(gl_net_init(net, "orthogonal", 3, &err) == 0, "%s", err.msg);
		const struct gl_param *p = gl_net_param(net, 0);
		size_t rows = p->dim[0], cols = p->dim[1], few = rows < cols ? rows : cols, many = rows + cols - few;
		for (size_t i = 0; i < few; i++)
			for (size_t j = 0; j < few; j++) {
				double dot = 0;
				for (size_t k = 0; k < many; k++)
					dot += (double)gl_net_block(
						   net)[gl_param_at(p, rows < cols ? i * cols + k : k * cols + i)] *
					    (double)gl_net_block(
						net)[gl_param_at(p, rows < cols ? j * cols + k : k * cols + j)];
				CHECK(fabs(dot - (i == j)) < least, "%s: %zu and %zu: %g", archs[a], i, j, dot);
			}
	}
}

/*
 * An element depends on the seed, its parameter's number and its own, so a wider network begins as a narrower one
 * does.
 */
static void
seeds(void)
{
	struct gl_net *a = net_of("4-3, tanh, dense 2"), *b = net_of("4-9, tanh, dense 2"),
		      *c = net_of("4-3, tanh, dense 2");
	struct gl_err err = {"", ""};
	size_t differ = 0;

	gl_net_init(a, "normal:1", 5, &err);
	gl_net_init(b, "normal:1", 5, &err);
	gl_net_init(c, "normal:1", 6, &err);
	for (size_t e = 0; e < 12; e++) {
		gl_real x = gl_net_block(a)[gl_param_at(gl_net_param(a, 0), e)];
		CHECK(x == gl_net_block(b)[gl_param_at(gl_net_param(b, 0), e)], "element %zu", e);
		differ += x != gl_net_block(c)[gl_param_at(gl_net_param(c, 0), e)];
	}
	CHECK(differ == 12, "another seed gives other numbers");
	CHECK(gl_net_init(a, "hee", 1, &err) < 0 && strstr(err.hint, "'he'"), "%s", err.hint);
	CHECK(gl_net_init(a, "normal", 1, &err) < 0 && strstr(err.hint, "normal:0.1"), "%s", err.hint);
	CHECK(gl_net_init(a, "he:2", 1, &err) < 0, "he takes no number");
	CHECK(gl_net_init(a, "normal:-1", 1, &err) < 0, "no negative spread");
}

/* ---- fitting ---- */

static void
fitting(void)
{
	gl_real data[] = {1, 5, 1e6, 3, 5, 1000002, 5, 5, 1000004};
	struct gl_tensor x = {.data = data, .n = 6, .ndim = 2, .dim = {2, 3}}, rest = {data + 6, 3, 2, {1, 3}}, y;
	struct gl_net *net = net_of("input 3, standardise, relu, residual, standardise, end");
	struct gl_arena pass = {0};
	struct gl_ctx c = {.arena = &pass};
	struct gl_err err = {"", ""};

	CHECK(!gl_net_fitted(net), "not yet");
	CHECK(gl_net_need_fitted(net, &err) < 0 && strcmp(err.msg, "layer 0 (standardise) is not fitted") == 0, "%s",
	    err.msg);
	for (int i = 0; i < 2; i++) {
		struct gl_fit *f = gl_fit_begin(net, &life);
		gl_fit_add(f, &x, &pass);
		gl_fit_add(f, &rest, &pass);
		gl_fit_end(f);
		CHECK(gl_net_fitted(net) == (i == 1), "after %d", i);
	}
	/* means 3, 5, 1000002; population standard deviations sqrt(8/3), 0 (becomes 1), sqrt(8/3) */
	const gl_real *mean = gl_net_block(net) + gl_net_param(net, 0)->offset;
	const gl_real *scale = gl_net_block(net) + gl_net_param(net, 1)->offset;
	CHECK(mean[0] == 3 && mean[1] == 5 && mean[2] == 1000002, "%g %g %g", (double)mean[0], (double)mean[1],
	    (double)mean[2]);
	CHECK(fabs((double)scale[0] - 1.6329932) < 1e-6 && scale[1] == 1 && scale[2] == scale[0], "%g %g %g",
	    (double)scale[0], (double)scale[1], (double)scale[2]);
	/* behind the relu the first input has 0, 0, sqrt(1.5): mean 0.40824829, deviation 0.57735027 */
	mean = gl_net_block(net) + gl_net_param(net, 2)->offset;
	CHECK(fabs((double)mean[0] - 0.40824829) < 1e-6, "%g", (double)mean[0]);
	CHECK(gl_net_forward(net, &c, &rest, "0", false, &y, &err) == 0, "%s", err.msg);
	CHECK(fabs((double)y.data[0] - 1.2247449) < 1e-6 && y.data[1] == 0, "%g", (double)y.data[0]);
	gl_arena_free(&pass);
}

/* ---- passes ---- */

static void
passes(void)
{
	struct gl_arena pass = {0};
	struct gl_ctx c = {.arena = &pass, .row = 10};
	struct gl_err err = {"", ""};
	gl_real data[] = {1, 2, 3, 4}, huge[] = {1, 1, (gl_real)3e38, (gl_real)3e38};
	struct gl_tensor x = {data, 4, 2, {2, 2}}, bad = {huge, 4, 2, {2, 2}}, y;
	struct gl_net *net = net_of("input 2, residual, dense 2, relu, end, dense 1");
	gl_real *block = gl_net_block(net);
	static const gl_real w[] = {1, -1, 2, 0.5}; /* [out][in] */

	for (size_t e = 0; e < 4; e++)
		block[gl_param_at(gl_net_param(net, 0), e)] = w[e];
	block[gl_param_at(gl_net_param(net, 2), 0)] = 1;
	block[gl_param_at(gl_net_param(net, 2), 1)] = 10;
	/* 1 2: dense -1 3, relu 0 3, plus the input 1 5, out 51;  3 4: -1 8, 0 8, 3 12, 123 */
	CHECK(gl_net_forward(net, &c, &x, NULL, false, &y, &err) == 0, "%s", err.msg);
	CHECK(y.n == 2 && y.data[0] == 51 && y.data[1] == 123, "%g %g", (double)y.data[0], (double)y.data[1]);
	CHECK(gl_net_forward(net, &c, &x, "0.1", false, &y, &err) == 0, "%s", err.msg);
	CHECK(y.n == 4 && y.data[0] == 0 && y.data[3] == 8, "%g", (double)y.data[3]);
	CHECK(gl_net_forward(net, &c, &x, "0", false, &y, &err) == 0 && y.data[1] == 5, "%s", err.msg);
	if (!GL_REAL_IS_DOUBLE) {
		CHECK(gl_net_forward(net, &c, &bad, NULL, false, &y, &err) < 0, "infinity");
		CHECK(strcmp(err.msg, "row 12: the output of layer 0.0 (dense) is not finite") == 0, "%s", err.msg);
		CHECK(gl_net_forward(net, &c, &bad, NULL, true, &y, &err) == 0, "%s", err.msg);
	}
	const char *want = "example 11\n"
			   "input 2\n"
			   "  x = 1 2\n"
			   "0 residual: 2 -> 2, a block of layers whose input is added to its output\n"
			   "  0.0 dense 2: 2 -> 2, sums of inputs x times weights w, plus a bias b\n"
			   "  0.1 relu: 2 -> 2, max(0, x)\n"
			   "               w0 * x0 +  w1 * x1 + b = sum -> relu -> y\n"
			   "    neuron 0:   1 *  1 +  -1 *  2 + 0 =  -1 -> relu -> 0\n"
			   "    neuron 1:   2 *  1 + 0.5 *  2 + 0 =   3 -> relu -> 3\n"
			   "0 end: the input x of 0, plus the output of its block\n"
			   "       x + block = y\n"
			   "  y0:  1 +     0 = 1\n"
			   "  y1:  2 +     3 = 5\n"
			   "1 dense 1: 2 -> 1, sums of inputs x times weights w, plus a bias b\n"
			   "             w0 * x0 + w1 * x1 + b =  y\n"
			   "  neuron 0:   1 *  1 + 10 *  5 + 0 = 51\n";
	const struct gl_trace *t = gl_net_trace(net, &c, &x, NULL, &err);
	CHECK(t && strcmp(gl_trace_text(t, 0, 0, &pass), want) == 0, "%s", gl_trace_text(t, 0, 0, &pass));

	gl_arena_free(&pass);
}

/* The gradient against difference quotients, for each way that a loss meets the last layer. */
static void
gradients(void)
{
	static const struct {
		const char *arch, *loss;
		gl_real target[2];
	} cases[] = {
	    {"3-4-3, softmax", NULL, {2, 0}}, /* fused */
	    {"3-4-3", "cross-entropy", {2, 0}}, /* logits */
	    {"3-4-1, sigmoid", NULL, {1, 0.25}}, /* fused */
	    {"3-4-1", "binary-cross-entropy", {1, 0.25}},
	    {"3-4-1", NULL, {1.5, -2}},
	    {"3-4-1, sigmoid", "mse", {1, 0}},
	    {"3-4-3, softmax", "mse", {1, 0}}, /* an index as its one-hot row */
	    {"input 3, softmax", NULL, {1, 0}}, /* nothing but what the loss takes over */
	    {"3-4, tanh, batchnorm, residual, dense 4, tanh, end, dense 1", "huber", {1.5, -2}},
	    {"3-3 , dense 3 frozen, dense 1", NULL, {1.5, -2}},
	};
	double h = GL_REAL_IS_DOUBLE ? 1e-5 : 1e-2, least = GL_REAL_IS_DOUBLE ? 1e-8 : 5e-3;

	for (size_t i = 0; i < GL_LEN(cases); i++) {
		struct gl_arena pass = {0};
		struct gl_err err = {"", ""};
		struct gl_net *net = net_of(cases[i].arch);
		gl_real data[] = {(gl_real)0.3, (gl_real)-0.8, (gl_real)0.5, (gl_real)1.1, (gl_real)0.2, (gl_real)-0.4};
		gl_real target[2] = {cases[i].target[0], cases[i].target[1]};
		struct gl_tensor x = {data, 6, 2, {2, 3}}, t = {target, 2, 2, {2, 1}}, z, y, dx;
		struct gl_ctx c = {.training = true, .arena = &pass};
		double sum, weight, fused;
		gl_real *block = gl_net_block(net);

		CHECK(gl_net_init(net, "normal:0.7", 2, &err) == 0, "%s", err.msg);
		const struct gl_loss *loss = gl_net_choose_loss(net, "n", cases[i].loss, 1, &err);
		CHECK(loss, "%s: %s", cases[i].arch, err.msg);
		if (!loss)
			continue;
		c.grad = gl_alloc(&life, gl_net_block_n(net), sizeof *c.grad);
		CHECK(gl_net_gradient(net, &c, loss, &x, &t, &sum, &weight, &z, &dx, &err) == 0, "%s", err.msg);
		fused = sum / weight;
		gl_net_outputs(net, &c, loss, &z, &y);
		CHECK(y.n == 2 * gl_shape_count(gl_net_output(net)), "%zu outputs", y.n);
		gl_real *grad = c.grad;
		c.grad = NULL;
		for (size_t p = 0; p <= gl_net_param_count(net); p++) {
			bool inputs = p == gl_net_param_count(net);
			const struct gl_param *param = inputs ? NULL : gl_net_param(net, p);
			if (!inputs && param->role != GL_TRAINED)
				continue;
			for (size_t e = 0; e < (inputs ? 6 : param->n); e++) {
				gl_real *w = inputs ? &data[e] : &block[gl_param_at(param, e)], was = *w;
				double got = (double)(inputs ? dx.data[e] : grad[gl_param_at(param, e)]),
				       up[2] = {0, 0};
				for (int side = 0; side < 2; side++) {
					double s = 0, n = 0;
					*w = (gl_real)((double)was + (side ? h : -h));
					CHECK(
					    gl_net_loss(net, &c, loss, &x, &t, &s, &n, NULL, &err) == 0, "%s", err.msg);
					up[side] = s / n;
				}
				*w = was;
				double slope = (up[1] - up[0]) / (2 * h);
				if (!inputs && !param->trains)
					slope = 0; /* frozen: nothing is computed */
				CHECK(fabs(got - slope) < least * (1 + fabs(slope)),
				    "%s %s, %s:%zu: %.9g, but %.9g by difference", cases[i].arch, loss->name,
				    inputs ? "input" : param->name, e, got, slope);
			}
		}
		sum = weight = 0;
		CHECK(gl_net_loss(net, &c, loss, &x, &t, &sum, &weight, NULL, &err) == 0 && sum / weight == fused,
		    "%s: the loss alone is the loss with its gradient", cases[i].arch);
		gl_arena_free(&pass);
	}
}

/* Which losses a network takes. */
static void
losses(void)
{
	struct gl_err err = {"", ""};

	CHECK(strcmp(gl_net_choose_loss(net_of("2-3, softmax"), "n", NULL, 1, &err)->name, "cross-entropy") == 0,
	    "softmax");
	CHECK(strcmp(gl_net_choose_loss(net_of("2-3, sigmoid"), "n", NULL, 3, &err)->name, "binary-cross-entropy") == 0,
	    "sigmoid");
	CHECK(strcmp(gl_net_choose_loss(net_of("2-3"), "n", NULL, 3, &err)->name, "mse") == 0, "neither");
	CHECK(!gl_net_choose_loss(net_of("2-3"), "n", NULL, 2, &err), "2 targets for 3 outputs");
	CHECK(!gl_net_choose_loss(net_of("2-1, softmax"), "n", NULL, 1, &err) && strstr(err.hint, "sigmoid"), "%s",
	    err.hint);
	CHECK(!gl_net_choose_loss(net_of("2-3, sigmoid"), "n", "cross-entropy", 1, &err), "sigmoid with cross-entropy");
	CHECK(!gl_net_choose_loss(net_of("2-3"), "n", "msee", 3, &err) && strstr(err.hint, "mse"), "%s", err.hint);
	CHECK(gl_net_takes(net_of("2-3"), "x.net", 2, &err) == 0, "%s", err.msg);
	CHECK(gl_net_takes(net_of("2-3"), "x.net", 3, &err) < 0, "3");
	CHECK(strcmp(err.msg, "field 1 has 3 numbers, but x.net takes 2") == 0, "%s", err.msg);
}

int
main(void)
{
	lines();
	mistakes();
	limits();
	parameters();
	sameness();
	labels();
	start_values();
	right_angles();
	seeds();
	fitting();
	passes();
	gradients();
	losses();
	gl_arena_free(&life);
	return failed;
}
