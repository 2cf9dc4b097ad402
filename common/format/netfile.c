/* Networks as files. See format/netfile.h and gl-network(5). */
#include "format/netfile.h"

#include "format/head.h"
#include "format/in.h"
#include "format/items.h"
#include "format/params.h"

#define XXH_INLINE_ALL
#include <string.h>
#include <xxhash.h>

static const char *const NET_WORDS[] = {"labels", "history", NULL};
static const char *const NO_SUFFIX[] = {""};

int
gl_head_notes(
    struct gl_net *net, const struct gl_tensors *t, const char *file, struct gl_arena *life, struct gl_err *err)
{
	size_t from = 0, n;
	const char *line = gl_head_value(t, "labels", &from, life);

	if (line) {
		const char **labels = gl_labels_read(line, &n, life, err);
		if (!labels || gl_net_set_labels(net, labels, n, err) < 0)
			return gl_head_fail(t, from - 1, file, err);
		if (gl_head_value(t, "labels", &from, life)) {
			gl_fail(err, "a second line \"labels\"");
			return gl_head_fail(t, from - 1, file, err);
		}
	}
	for (from = 0; (line = gl_head_value(t, "history", &from, life)) != NULL;)
		gl_net_add_history(net, line);
	return 0;
}

struct gl_net *
gl_net_of_item(const struct gl_tensors *t, bool parameters, const char *file, struct gl_arena *life, struct gl_err *err)
{
	if (gl_head_kind(t, "network", file, err) < 0)
		return NULL;
	struct gl_net *net = gl_head_net(t, NET_WORDS, file, parameters, life, err);
	if (!net || gl_head_notes(net, t, file, life, err) < 0)
		return NULL;
	struct gl_params p = {net, NULL, 1, NO_SUFFIX, (gl_real *[]){gl_net_block(net)}};
	if (parameters && gl_params_read(&p, false, t, file, err) < 0)
		return NULL;
	return net;
}

static struct gl_net *
load(struct gl_items *it, const char *path, enum gl_form *form, struct gl_arena *life, struct gl_arena *pass,
    struct gl_err *err)
{
	const char *file = gl_source_name(it->source);
	struct gl_tensors t;
	size_t have;

	if (!gl_source_peek(it->source, 1, &have, err))
		return NULL;
	if (have == 0) {
		gl_fail(err, "is empty, not a network");
		if (gl_path_regular(path))
			gl_hint(err, "is it also this command's output? use --in-place");
		else
			gl_hint(err, "what should have written it has failed, or has printed nothing");
		gl_fail_at(err, file, 0);
		return NULL;
	}
	if (gl_items_only(it, "network", &t, pass, err) < 0)
		return NULL;
	struct gl_net *net = gl_net_of_item(&t, true, file, life, err);
	if (net && form)
		*form = t.form;
	return net;
}

struct gl_net *
gl_net_load(const char *path, enum gl_form *form, struct gl_arena *life, struct gl_err *err)
{
	struct gl_arena pass = {0};
	struct gl_items it;

	if (gl_items_open(&it, path, err) < 0)
		return NULL;
	struct gl_net *net = load(&it, path, form, life, &pass, err);
	gl_items_close(&it);
	gl_arena_free(&pass);
	return net;
}

int
gl_net_alone(const char *net, const char *const *paths, size_t n, struct gl_err *err)
{
	if (strcmp(net, "-") != 0)
		return 0;
	for (size_t i = 0; i < (n ? n : 1); i++)
		if (n == 0 || strcmp(paths[i], "-") == 0) {
			gl_fail(err, "the network is to come from standard input, so the examples cannot");
			return gl_hint(err, "name a file of examples");
		}
	return 0;
}

const char *
gl_net_head(const struct gl_net *net, struct gl_arena *arena)
{
	struct gl_text head = {.arena = arena};
	size_t n;

	gl_text_add(&head, "gradlab-network 1\n%s", gl_net_lines(net, arena));
	const char *const *labels = gl_net_labels(net, &n);
	if (n > 0) {
		gl_text_add(&head, "labels ");
		gl_labels_print(&head, labels, n);
		gl_text_add(&head, "\n");
	}
	const char *const *history = gl_net_history(net, &n);
	for (size_t i = 0; i < n; i++) {
		size_t start = head.n;
		gl_text_add(&head, "history %s", history[i]);
		for (char *p = head.s + start; *p; p++) /* one line it is, whatever the names of files were */
			if (*p == '\n' || *p == '\r')
				*p = '?';
		gl_text_add(&head, "\n");
	}
	return head.s;
}

int
gl_net_tensors(const struct gl_net *net, struct gl_tensors *t, struct gl_arena *arena, struct gl_err *err)
{
	struct gl_params p = {net, NULL, 1, NO_SUFFIX, (gl_real *[]){gl_net_block(net)}};

	*t = (struct gl_tensors){.head = gl_net_head(net, arena)};
	return gl_params_write(&p, t, "the network's ", arena, err);
}

int
gl_net_save(const struct gl_net *net, const char *path, enum gl_form form, int digits, struct gl_err *err)
{
	struct gl_arena pass = {0};
	struct gl_tensors t;
	int status = gl_net_tensors(net, &t, &pass, err);

	if (status == 0)
		status = gl_tensors_save(&t, path, form, digits, err);
	gl_arena_free(&pass);
	return status;
}

void
gl_net_save_room(const struct gl_net *net)
{
	struct gl_arena trial = {0};

	gl_alloc_raw(&trial, gl_net_block_n(net), sizeof(float));
	gl_arena_free(&trial);
}

uint64_t
gl_net_hash(const struct gl_net *net)
{
	struct gl_arena pass = {0};
	XXH64_state_t hash;
	const char *lines = gl_net_lines(net, &pass);

	XXH64_reset(&hash, 0);
	XXH64_update(&hash, lines, strlen(lines));
	for (size_t i = 0; i < gl_net_param_count(net); i++) {
		const struct gl_param *p = gl_net_param(net, i);
		float *data = gl_alloc_raw(&pass, p->n, sizeof *data);
		gl_param_get(p, gl_net_block(net), data);
		XXH64_update(&hash, data, p->n * sizeof *data);
		gl_arena_reset(&pass);
	}
	gl_arena_free(&pass);
	return XXH64_digest(&hash);
}
