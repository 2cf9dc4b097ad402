/* Gradients as files: the network's architecture, what the mean was taken over, and a tensor for each parameter. */
#include "core/number.h"
#include "format/head.h"
#include "format/items.h"
#include "format/netfile.h"
#include "format/params.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const GRADIENT_WORDS[] = {"examples", "weight", "loss", NULL};
static const char *const NO_SUFFIX[] = {""};

/* A double as text with a NUL. */
static const char *
decimal(double value, char text[GL_NUMBER_TEXT + 1])
{
	text[gl_number_print64(value, text)] = '\0';
	return text;
}

int
gl_gradient_save(const struct gl_net *net, const struct gl_gradient *g, const char *path, enum gl_form form, int digits,
    struct gl_err *err)
{
	struct gl_arena pass = {0};
	char weight[GL_NUMBER_TEXT + 1], value[GL_NUMBER_TEXT + 1];
	struct gl_params p = {net, gl_params_in_gradient(net, &pass), 1, NO_SUFFIX, (gl_real *[]){g->block}};
	struct gl_tensors t = {
	    .head = gl_asprintf(&pass, "gradlab-gradient 1\nexamples %llu\nweight %s\nloss %s %s\n%s",
		(unsigned long long)g->examples, decimal(g->weight, weight), g->loss, decimal(g->value, value),
		gl_net_lines(net, &pass))};
	int status = gl_params_write(&p, &t, "the gradient of ", &pass, err);

	if (status == 0)
		status = gl_tensors_save(&t, path, form, digits, err);
	gl_arena_free(&pass);
	return status;
}

struct gl_gradients {
	const char *const *paths; /* of files not opened yet */
	size_t n;
	bool open;
	size_t found; /* gradients in the file that is open */
	struct gl_items items;
	const struct gl_net *net;
	char *lines; /* its architecture, to compare with */
	bool *wanted;
	struct gl_arena life;
};

struct gl_gradients *
gl_gradients_open(const char *const *paths, size_t n, const struct gl_net *net, struct gl_err *err)
{
	static const char *const standard[] = {"-"};
	struct gl_arena life = {0};
	struct gl_gradients *r = gl_alloc(&life, 1, sizeof *r);

	(void)err; /* files are opened when their turn comes: there may be more of them than may be open at once */
	r->paths = n > 0 ? paths : standard;
	r->n = n > 0 ? n : 1;
	r->net = net;
	r->lines = gl_strdup(&life, gl_net_lines(net, &life));
	r->wanted = gl_params_in_gradient(net, &life);
	r->life = life;
	return r;
}

void
gl_gradients_close(struct gl_gradients *r)
{
	if (!r)
		return;
	if (r->open)
		gl_items_close(&r->items);
	struct gl_arena life = r->life;
	gl_arena_free(&life);
}

/* Is the gradient's architecture the network's? Mostly the very same lines; else the layers are compared. */
static int
same_architecture(const struct gl_gradients *r, const struct gl_tensors *t, const char *file, struct gl_arena *pass,
    struct gl_err *err)
{
	struct gl_net *other = gl_head_net(t, GRADIENT_WORDS, file, false, pass, err);

	if (!other)
		return -1;
	if (strcmp(gl_net_lines(other, pass), r->lines) == 0)
		return 0;
	if (gl_net_same(r->net, other, err) == 0)
		return 0;
	gl_fail_at(err, "is the gradient of another network", 0);
	return gl_fail_at(err, file, 0);
}

/* Reads "loss NAME VALUE", "examples N" and "weight W". */
static int
read_numbers(
    struct gl_gradient *g, const struct gl_tensors *t, const char *file, struct gl_arena *pass, struct gl_err *err)
{
	const char *examples = gl_head_need(t, "examples", file, pass, err);
	const char *weight = examples ? gl_head_need(t, "weight", file, pass, err) : NULL;
	const char *loss = weight ? gl_head_need(t, "loss", file, pass, err) : NULL, *end;
	int overflow = 0;

	if (!loss)
		return -1;
	char *rest;
	errno = 0;
	g->examples = strtoull(examples, &rest, 10);
	if (*examples < '0' || *examples > '9' || *rest || errno) {
		gl_fail(err, "\"examples %.40s\" is not a whole number", examples);
		return gl_fail_at(err, file, 0);
	}
	end = gl_number_read64(weight, weight + strlen(weight), &g->weight, &overflow);
	if (!end || *end || overflow || !isfinite(g->weight) || g->weight <= 0) {
		gl_fail(err, "\"weight %.40s\" is not a number above 0", weight);
		return gl_fail_at(err, file, 0);
	}
	size_t n = strcspn(loss, " \t");
	const char *value = loss + n + strspn(loss + n, " \t");
	end = gl_number_read64(value, value + strlen(value), &g->value, &overflow);
	if (n == 0 || n >= sizeof g->loss || !end || *end || overflow || !isfinite(g->value)) {
		gl_fail(err, "\"loss %.40s\" is not the name of a loss and its value", loss);
		return gl_fail_at(err, file, 0);
	}
	memcpy(g->loss, loss, n);
	g->loss[n] = '\0';
	return 0;
}

static int
read_gradient(struct gl_gradients *r, struct gl_gradient *g, const struct gl_tensors *t, struct gl_arena *pass,
    struct gl_err *err)
{
	const char *file = gl_source_name(r->items.source);

	*g = (struct gl_gradient){0};
	if (gl_head_kind(t, "gradient", file, err) < 0 || read_numbers(g, t, file, pass, err) < 0 ||
	    same_architecture(r, t, file, pass, err) < 0)
		return -1;
	g->block = gl_alloc(pass, gl_net_block_n(r->net), sizeof *g->block);
	struct gl_params p = {r->net, r->wanted, 1, NO_SUFFIX, &g->block};
	return gl_params_read(&p, false, t, file, err) < 0 ? -1 : 1;
}

const char *
gl_gradients_name(const struct gl_gradients *r)
{
	return gl_source_name(r->items.source);
}

int
gl_gradients_next(struct gl_gradients *r, struct gl_gradient *g, struct gl_arena *pass, struct gl_err *err)
{
	struct gl_tensors t;

	for (;;) {
		if (!r->open) {
			if (r->n == 0)
				return 0;
			if (gl_items_open(&r->items, *r->paths, err) < 0)
				return -1;
			r->paths++;
			r->n--;
			r->open = true;
			r->found = 0;
		}
		int got = gl_items_next(&r->items, &t, pass, err);
		if (got < 0)
			return -1;
		if (got > 0) {
			r->found++;
			return read_gradient(r, g, &t, pass, err);
		}
		if (r->found == 0) {
			gl_fail(err, "is empty, not a gradient");
			return gl_fail_at(err, gl_source_name(r->items.source), 0);
		}
		gl_items_close(&r->items);
		r->open = false;
	}
}
