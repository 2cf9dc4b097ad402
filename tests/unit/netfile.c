/* Networks, gradients and states go round in both forms, for every kind of layer; and no damaged file does harm. */
#include "format/netfile.h"
#include "check.h"
#include "core/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Every kind of layer must be in one of these. */
static const char *const architectures[] = {
    "input 2\ndense 3\nrelu\ndense 1\nsigmoid\n",
    "input 5\nstandardise\ndense 4\nbatchnorm\nleaky-relu\ndense 4\nelu\n"
    "layernorm\nsilu\ndropout 0.2\ndense 3\nsoftmax\n",
    "input 3x4x5\nbatchnorm\nflatten\ndense 6\ngelu\nreshape 2x3x1\nflatten\ntanh\ndense 2\nsoftplus\n",
    "input 4\ndense 4\nresidual\nlayernorm\ndense 4 frozen\n"
    "batchnorm frozen\nresidual\ndense 4\nend\nend\ndense 40\ndense 2\n",
    "input 6x5 sequence\ndense 7\nlayernorm\ndense 2\n",
};

static const char *
write_file(const char *path, const char *bytes, size_t n)
{
	unlink(path); /* some file systems wait for the disk when a file is written over */
	FILE *f = fopen(path, "w");
	fwrite(bytes, 1, n, f);
	fclose(f);
	return path;
}

static size_t
read_file(const char *path, char *to, size_t room)
{
	FILE *f = fopen(path, "r");
	size_t n = f ? fread(to, 1, room - 1, f) : 0;

	if (f)
		fclose(f);
	to[n] = '\0';
	return n;
}

static bool
same_files(const char *a, const char *b)
{
	static char x[1 << 18], y[1 << 18];
	size_t n = read_file(a, x, sizeof x), m = read_file(b, y, sizeof y);

	return n == m && n > 0 && memcmp(x, y, n) == 0;
}

/* float32 values of every size, in places where there is a parameter, and 0 elsewhere. */
static void
fill(const struct gl_net *net, gl_real *block, uint32_t seed)
{
	for (size_t i = 0; i < gl_net_param_count(net); i++)
		for (size_t e = 0; e < gl_net_param(net, i)->n; e++) {
			uint32_t w[4];
			gl_random(seed, 99, 0, i, (uint32_t)e, w);
			float f = (float)(gl_uniform(w[0]) * 2 - 1);
			for (uint32_t k = w[1] % 40; k > 0; k--)
				f *= w[2] % 2 ? 0.1F : 8.0F;
			block[gl_param_at(gl_net_param(net, i), e)] = (gl_real)f;
		}
}

static void
round_trips(const char *lines)
{
	struct gl_arena life = {0};
	struct gl_err err = {0};
	enum gl_form form;
	struct gl_net *net = gl_net_parse(lines, NULL, 1, &life, &err);

	if (!net) {
		printf("%s\n", err.msg);
		failures++;
		return;
	}
	fill(net, gl_net_block(net), 1);
	gl_net_add_history(net, "gl-train --epochs 3  seed 1");
	gl_net_add_history(net, "");
	CHECK(gl_net_save(net, "a.txt", GL_FORM_TEXT, 0, &err) == 0);
	struct gl_net *text = gl_net_load("a.txt", &form, &life, &err);
	CHECK(text && form == GL_FORM_TEXT && gl_net_hash(text) == gl_net_hash(net));
	CHECK(text && gl_net_save(text, "b.bin", GL_FORM_BINARY, 0, &err) == 0);
	struct gl_net *binary = gl_net_load("b.bin", &form, &life, &err);
	CHECK(binary && form == GL_FORM_BINARY && gl_net_hash(binary) == gl_net_hash(net));
	CHECK(binary && gl_net_save(binary, "c.txt", GL_FORM_TEXT, 0, &err) == 0 && same_files("a.txt", "c.txt"));
	CHECK(binary && gl_net_save(binary, "d.bin", GL_FORM_BINARY, 0, &err) == 0 && same_files("b.bin", "d.bin"));
	if (*err.msg)
		printf("%s\n", err.msg);

	/* Tensors without their meaning: the same files again. */
	struct gl_tensors t;
	CHECK(gl_tensors_load(&t, "b.bin", &life, &err) == 0);
	CHECK(gl_tensors_save(&t, "e.txt", GL_FORM_TEXT, 0, &err) == 0 && same_files("a.txt", "e.txt"));
	CHECK(gl_tensors_load(&t, "a.txt", &life, &err) == 0);
	CHECK(gl_tensors_save(&t, "e.bin", GL_FORM_BINARY, 0, &err) == 0 && same_files("b.bin", "e.bin"));
	gl_arena_free(&life);
}

/* Two gradients in one file, one in another; the same numbers come back wherever a gradient has a tensor. */
static void
gradients(const char *lines)
{
	struct gl_arena life = {0};
	struct gl_err err = {0};
	struct gl_net *net = gl_net_parse(lines, NULL, 1, &life, &err);
	struct gl_gradient g = {.examples = 7, .weight = 6.1, .loss = "mse", .value = 0.1}, got;
	size_t n = gl_net_block_n(net), trained = 0;

	g.block = gl_alloc(&life, n, sizeof *g.block);
	fill(net, g.block, 2);
	CHECK(gl_gradient_save(net, &g, "g.txt", GL_FORM_TEXT, 0, &err) == 0);
	CHECK(gl_gradient_save(net, &g, "g.bin", GL_FORM_BINARY, 0, &err) == 0);
	CHECK(system("cat g.txt g.bin g.txt >two && cat g.bin g.bin g.txt >three") == 0);
	const char *const paths[] = {"two", "g.txt", "three"};
	struct gl_gradients *r = gl_gradients_open(paths, 3, net, &err);
	struct gl_arena pass = {0};
	size_t count = 0;
	int status;
	while ((status = gl_gradients_next(r, &got, &pass, &err)) > 0) {
		count++;
		CHECK(got.examples == 7 && got.weight == 6.1 && got.value == 0.1 && strcmp(got.loss, "mse") == 0);
		for (size_t i = 0; i < gl_net_param_count(net); i++) {
			const struct gl_param *p = gl_net_param(net, i);
			bool all = true, none = true;
			for (size_t e = 0; e < p->n; e++) {
				size_t at = gl_param_at(p, e);
				all &= got.block[at] == g.block[at];
				none &= got.block[at] == 0;
			}
			CHECK(p->trains ? all : p->role == GL_RUNNING ? all || none : none);
			trained += p->trains;
		}
		gl_arena_reset(&pass);
	}
	if (status < 0)
		printf("%s\n", err.msg);
	CHECK(status == 0 && count == 7 && trained > 0);
	gl_gradients_close(r);
	gl_arena_free(&pass);

	/* Another architecture is refused, by its line. */
	struct gl_net *other = gl_net_parse("input 2\ndense 9\n", NULL, 1, &life, &err);
	r = gl_gradients_open(paths + 1, 1, other, &err);
	CHECK(gl_gradients_next(r, &got, &pass, &err) < 0 && strncmp(err.msg, "g.txt:", 6) == 0);
	gl_gradients_close(r);
	gl_arena_free(&pass);
	gl_arena_free(&life);
}

static void
states(const char *lines, const struct gl_optim *optim)
{
	struct gl_arena life = {0};
	struct gl_err err = {0};
	struct gl_net *net = gl_net_parse(lines, NULL, 1, &life, &err);
	struct gl_state s, t;

	gl_state_init(&s, optim, net, &life);
	unlink("s");
	CHECK(gl_state_load(&s, "s", net, &err) == 0 && s.step == 0);
	for (int i = 0; i < GL_OPTIM_STATES && optim->state[i]; i++)
		fill(net, s.block[i], 5 + (uint32_t)i);
	s.step = 12345678901;
	for (int form = GL_FORM_TEXT; form <= GL_FORM_BINARY; form++) {
		CHECK(gl_net_state_save(net, "n", (enum gl_form)form, &s, "s", &err) == 0);
		gl_state_init(&t, optim, net, &life);
		CHECK(gl_state_load(&t, "s", net, &err) == 0 && t.step == s.step);
		for (int i = 0; i < GL_OPTIM_STATES && optim->state[i]; i++)
			for (size_t k = 0; k < gl_net_param_count(net); k++) {
				const struct gl_param *p = gl_net_param(net, k);
				for (size_t e = 0; p->trains && e < p->n; e++)
					CHECK(t.block[i][gl_param_at(p, e)] == s.block[i][gl_param_at(p, e)]);
			}
	}
	/* It fits no other network, and no other optimizer. */
	gl_net_block(net)[gl_param_at(gl_net_param(net, 0), 0)] += 1;
	CHECK(gl_state_load(&t, "s", net, &err) < 0 && strstr(err.msg, "s: goes with another network"));
	gl_state_init(&t, gl_optims[optim == gl_optims[0]], net, &life);
	CHECK(gl_state_load(&t, "s", net, &err) < 0 && strstr(err.hint, "--optimizer"));
	gl_arena_free(&life);
}

/* Names of classes with anything in them. */
static void
labels(void)
{
	static const char *const names[] = {
	    "plain", "two words", "a \"quoted\" one", "back\\slash", "tab\there", "\xc3\xa9t\xc3\xa9"};
	struct gl_arena life = {0};
	struct gl_err err;
	size_t n;
	struct gl_net *net = gl_net_parse("input 2\ndense 6\nsoftmax\n", NULL, 1, &life, &err);

	CHECK(gl_net_set_labels(net, names, 6, &err) == 0);
	for (int form = GL_FORM_TEXT; form <= GL_FORM_BINARY; form++) {
		CHECK(gl_net_save(net, "l", (enum gl_form)form, 0, &err) == 0);
		struct gl_net *back = gl_net_load("l", NULL, &life, &err);
		CHECK(back);
		const char *const *got = back ? gl_net_labels(back, &n) : NULL;
		for (size_t i = 0; got && i < 6; i++)
			CHECK(n == 6 && strcmp(got[i], names[i]) == 0);
	}
	gl_arena_free(&life);
}

/*
 * Text as people write it: comments, carriage returns, spaces, no last newline. And what must be refused, with its
 * line.
 */
static void
grammar(void)
{
	static const char good[] =
	    "# mine\r\ngradlab-network 1\n# two inputs\ninput 2\r\n  dense 1  # sum\nhistory  x  y \n\n\n"
	    "1.num_batches_tracked\n5\n\n0.bias 1\n# zero\n 3.5e0 \n\n\n0.weight\t1 2\n+1\t-.5";
	static const struct {
		const char *text, *message;
	} bad[] = {
	    {"", "x: is empty, not a network"},
	    {"\n\n", "x: "},
	    {"0 0\t0\n", "x: holds no network, gradient or state: it begins with \"0 0?0\""},
	    {"gradlab-network 2\ninput 2\n\n", "x:1: \"gradlab-network 2\" is another version"},
	    {"gradlab-gradient 1\ninput 2\n\n", "x:1: is not a network: it begins with \"gradlab-gradient 1\""},
	    {"# one\n# two\ngradlab-network 1\n# four\ninput 2\nhistory x\nfoo 3\n", "x:7: "},
	    {"gradlab-network 1\ninput 2\ndense 1\n\n0.weight 1 2\n1 2\n\n", "x: 0.bias is missing"},
	    {"gradlab-network 1\ninput 2\ndense 1\n\n0.wieght 1 2\n1 2\n\n", "x:5: no layer has a parameter 0.wieght"},
	    {"gradlab-network 1\ninput 2\ndense 1\n\n0.weight 2 1\n1\n2\n\n",
		"x:5: 0.weight has shape 2 1, but its layer makes it 1 2"},
	    {"gradlab-network 1\ninput 2\ndense 1\n\n0.weight 1 2\n1\n\n",
		"x:6: this row of 0.weight has 1 number, not 2"},
	    {"gradlab-network 1\ninput 2\ndense 1\n\n0.weight 1 2\n1 2 3\n\n",
		"x:6: this row of 0.weight has 3 numbers, not 2"},
	    {"gradlab-network 1\ninput 2\ndense 1\n\n0.weight 1 2\n1 2\n3 4\n",
		"x:7: 0.weight is complete; an empty line must follow"},
	    {"gradlab-network 1\ninput 2\ndense 1\n\n0.weight 1 2\n\n",
		"x:5: 0.weight needs 1 row of 2 numbers, but here are 0"},
	    {"gradlab-network 1\ninput 2\ndense 1\n\n0.weight 1 2\n1 2x\n",
		"x:6: number 2 of this row of 0.weight is not a number: \"2x\""},
	    {"gradlab-network 1\ninput 2\ndense 1\n\n0.weight 1 2\n1 1e39\n",
		"x:6: number 2 of this row of 0.weight is too large"},
	    {"gradlab-network 1\ninput 2\ndense 1\n\n0.weight 1 2\n1 nan\n", "x:5: 0.weight:0,1 is nan"},
	    {"gradlab-network 1\ninput 2\ndense 1\n\n0.bias 1\n1\n\n0.bias 1\n1\n", "x:8: 0.bias is here twice"},
	    {"gradlab-network 1\ninput 2\ndense 1\n\n0.weight 99999999999 99999999999\n1 2\n",
		"x:5: 0.weight has an impossible dimension"},
	    {"gradlab-network 1\ninput 2\ndense 1\n\n0.weight 99999999999\n1 2\n",
		"x:6: this row of 0.weight has 2 numbers"},
	    {"gradlab-network 1\ninput 2\ndense 1\n\n0.weight 1 -2\n", "x:5: \"-2\" is not a dimension of 0.weight"},
	    {"gradlab-network 1\ninput 2\ndense 2\nsoftmax\nlabels a \"b\n\n",
		"x:5: the name \"b has no quote at its end"},
	    {"gradlab-network 1\ninput 2\ndense 2\nsoftmax\nlabels a b c\n\n",
		"x:5: 3 labels, but the network has 2 outputs"},
	    {"gradlab-network 1\ninput 2\n\ngradlab-network 1\ninput 2\n\n", "x:4: something follows the network"},
	};
	struct gl_arena life = {0};
	struct gl_err err;
	size_t n;

	struct gl_net *net = gl_net_load(write_file("x", good, sizeof good - 1), NULL, &life, &err);
	CHECK(net && gl_net_block(net)[gl_param_at(gl_net_param(net, 0), 1)] == (gl_real)-0.5);
	CHECK(net && gl_net_block(net)[gl_param_at(gl_net_param(net, 1), 0)] == (gl_real)3.5);
	CHECK(net && strcmp(gl_net_history(net, &n)[0], " x  y ") == 0);
	for (size_t i = 0; i < GL_LEN(bad); i++) {
		err = (struct gl_err){0};
		if (gl_net_load(write_file("x", bad[i].text, strlen(bad[i].text)), NULL, &life, &err) ||
		    strncmp(err.msg, bad[i].message, strlen(bad[i].message)) != 0) {
			printf("%s\ngave: %s\n", bad[i].text, err.msg);
			failures++;
		}
	}
	gl_arena_free(&life);
}

/* One tensor of a safetensors header. */
#define ENTRY(name, dtype, shape, begin, end)                                                                          \
	"\"" name "\":{\"dtype\":\"" dtype "\",\"shape\":[" shape "],\"data_offsets\":[" begin "," end "]}"

/* safetensors that others wrote, and headers that lie. */
static void
binaries(void)
{
	static const char meta[] = "\"__metadata__\":{\"gradlab\":\"gradlab-network 1\\ninput 2\\ndense 1\\n\"}";
	static const struct {
		const char *entries;
		const char *message; /* NULL: it is right */
	} cases[] = {
	    {ENTRY("0.bias", "F32", "1", "8", "12") "," ENTRY("0.weight", "F32", "1,2", "0", "8"), NULL},
	    {ENTRY("0.bias", "BF16", "1", "20", "22") "," ENTRY("0.weight", "F64", "1,2", "0", "16"), NULL},
	    {ENTRY("0.bias", "F16", "1", "8", "10") "," ENTRY("0.weight", "F16", "1,2", "0", "4") "," ENTRY(
		 "0.num_batches_tracked", "I64", "", "16", "24"),
		NULL},
	    {ENTRY("0.bias", "I32", "1", "8", "12"), "x: 0.bias has dtype I32"},
	    {ENTRY("0.bias", "F32", "1", "8", "16"), "x: 0.bias has 8 bytes of data, but its shape takes 4"},
	    {ENTRY("0.bias", "F32", "1", "12", "8"), "x: 0.bias has no right data_offsets"},
	    {ENTRY("0.bias", "F32", "1", "0.5", "4.5"), "x: 0.bias has no right data_offsets"},
	    {ENTRY("0.bias", "F32", "-1", "0", "4"), "x: the shape of 0.bias is not made of whole numbers"},
	    {ENTRY("0.bias", "F32", "4294967296,4294967296", "0", "0"), "x: 0.bias has an impossible dimension"},
	    {ENTRY("0.bias", "F32", "1,1,1,1,1", "0", "4"), "x: 0.bias has more than 4 dimensions"},
	    {ENTRY("0.bias", "F32", "1", "8", "12") "," ENTRY("0.weight", "F32", "1,2", "4", "12"),
		"x: 0.weight and 0.bias overlap"},
	    {ENTRY("0.bias", "F32", "1", "0", "4") "," ENTRY("0.bias", "F32", "1", "4", "8"),
		"x: 0.bias is here twice"},
	    {ENTRY("0.bias", "F32", "1000000000000", "0", "4000000000000"), "x: is cut short"},
	    {"\"0.bias\":3", "x: 0.bias has no dtype"},
	    {ENTRY("0.bias", "F32", "1", "0", "4") ",", "x: its header is not right JSON"},
	};
	struct gl_arena life = {0};
	struct gl_err err;
	char file[4096];

	for (size_t i = 0; i < GL_LEN(cases); i++) {
		int n = snprintf(file + 8, sizeof file - 8, "{%s,%s}", meta, cases[i].entries);
		uint64_t length = (uint64_t)n;
		memcpy(file, &length, 8);
		memset(file + 8 + n, 0, 32);
		err = (struct gl_err){0};
		bool loaded = gl_net_load(write_file("x", file, 8 + (size_t)n + 32), NULL, &life, &err);
		const char *want = cases[i].message ? cases[i].message : "x: something follows";
		CHECK(!loaded);
		if (strncmp(err.msg, want, strlen(want)) != 0) {
			printf("%s\ngave: %s\n", cases[i].entries, err.msg);
			failures++;
		}
	}
	/* Numbers of other kinds become the same float32. 1.5 and -2 as F64, BF16 and F16. */
	static const unsigned char data[] = {
	    0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0, 0x40, 0xbf, 1, 0x80, 0, 0x3e, 0, 0xc0};
	struct gl_tensors t;
	int n = snprintf(file + 8, sizeof file - 8,
	    "{%s," ENTRY("a", "F64", "2", "0", "16") "," ENTRY("b", "BF16", "", "16", "18") "," ENTRY(
		"c", "F16", "3", "18", "24") "}",
	    meta);
	uint64_t length = (uint64_t)n;
	memcpy(file, &length, 8);
	memcpy(file + 8 + n, data, sizeof data);
	CHECK(gl_tensors_load(&t, write_file("x", file, 8 + (size_t)n + sizeof data), &life, &err) == 0 && t.n == 3);
	CHECK(t.tensor[0].data[0] == 1.5F && t.tensor[0].data[1] == -2.0F && t.tensor[1].data[0] == -0.75F);
	CHECK(t.tensor[2].data[0] == -0x1p-24F && t.tensor[2].data[1] == 1.5F && t.tensor[2].data[2] == -2.0F);

	length = 100;
	memcpy(file, &length, 8);
	file[8] = '{';
	CHECK(!gl_net_load(write_file("x", file, 60), NULL, &life, &err) &&
	    strstr(err.msg, "x: is cut short in its header"));
	length = (uint64_t)1 << 38;
	memcpy(file, &length, 8);
	CHECK(
	    !gl_net_load(write_file("x", file, 60), NULL, &life, &err) && strstr(err.msg, "x: its header would have"));
	char *deep = malloc(200008);
	length = 200000;
	memcpy(deep, &length, 8);
	memset(deep + 8, '[', 200000);
	memcpy(deep + 8, "{\"a\":", 5);
	CHECK(!gl_net_load(write_file("x", deep, 200008), NULL, &life, &err) && strstr(err.msg, "not right JSON"));
	n = snprintf(deep + 8, 1000, "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}    ");
	length = (uint64_t)n;
	memcpy(deep, &length, 8);
	CHECK(!gl_net_load(write_file("x", deep, 12 + (size_t)n), NULL, &life, &err) &&
	    strstr(err.msg, "has no gradlab entry") && *err.hint);
	free(deep);
	gl_arena_free(&life);
}

/* Damages a file in many ways. Each must load or be refused with the file's name, whatever the sanitizers watch for. */
static void
damage(const char *path, unsigned rounds)
{
	static char good[1 << 16], bad[1 << 17];
	size_t n = read_file(path, good, sizeof good), loaded = 0;

	for (uint32_t i = 0; i < rounds; i++) {
		struct gl_arena life = {0};
		struct gl_err err = {0};
		struct gl_tensors t;
		enum gl_filekind kind;
		size_t m = n;
		uint32_t w[4];
		memcpy(bad, good, n);
		gl_random(3, 98, 0, i, 0, w);
		for (uint32_t k = 0; k <= w[0] % 3; k++) {
			uint32_t v[4];
			gl_random(3, 98, 0, i, k + 1, v);
			size_t at = v[0] % m, span = v[3] % 20 < m - at ? v[3] % 20 : m - at;
			switch (v[1] % 5) {
			case 0:
				bad[at] = (char)v[2];
				break;
			case 1: /* cut */
				m = at + 1;
				break;
			case 2: /* out */
				memmove(bad + at, bad + at + span, m - at - span);
				m -= span < m ? span : 0;
				break;
			case 3: /* twice */
				memmove(bad + at + span, bad + at, m - at);
				m += span;
				break;
			default:
				bad[at] = "0123456789 \n-#\"\\{}[],:"[v[2] % 22];
			}
			if (m == 0)
				m = 1;
		}
		write_file("bad", bad, m);
		CHECK(gl_file_kind("bad", &kind, &err) == 0);
		if (gl_net_load("bad", NULL, &life, &err))
			loaded++;
		else
			CHECK(strncmp(err.msg, "bad:", 4) == 0 || strncmp(err.msg, "layer", 5) == 0);
		if (gl_tensors_load(&t, "bad", &life, &err) < 0)
			CHECK(strncmp(err.msg, "bad:", 4) == 0);
		gl_arena_free(&life);
	}
	CHECK(loaded < rounds);
}

int
main(void)
{
	char folder[] = "/tmp/gl-netfile-XXXXXX", command[64];

	if (!mkdtemp(folder) || chdir(folder) < 0)
		return 2;
	for (size_t i = 0; gl_layers[i]; i++) {
		bool found = false;
		for (size_t k = 0; k < GL_LEN(architectures); k++) {
			const char *at = strstr(architectures[k], gl_layers[i]->name);
			found |= at != NULL;
		}
		if (!found)
			printf("%s is in no architecture of this test\n", gl_layers[i]->name), failures++;
	}
	for (size_t i = 0; i < GL_LEN(architectures); i++) {
		round_trips(architectures[i]);
		gradients(architectures[i]);
		for (size_t k = 0; gl_optims[k]; k++)
			states(architectures[i], gl_optims[k]);
	}
	labels();
	grammar();
	binaries();
	round_trips(architectures[0]);
	damage("a.txt", 1500);
	damage("b.bin", 1500);
	if (chdir("/") < 0)
		return 2;
	snprintf(command, sizeof command, "rm -rf %s", folder);
	return system(command) != 0 || failures > 0;
}
