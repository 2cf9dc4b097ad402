/* An optimizer's state as a file. See format/netfile.h and gl-network(5). */
#include "format/head.h"
#include "format/items.h"
#include "format/netfile.h"
#include "format/params.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void
gl_state_init(struct gl_state *s, const struct gl_optim *optim, const struct gl_net *net, struct gl_arena *life)
{
	*s = (struct gl_state){.optim = optim};
	for (int i = 0; i < GL_OPTIM_STATES && optim->state[i]; i++)
		s->block[i] = gl_alloc(life, gl_net_block_n(net), sizeof *s->block[i]);
}

/* The tensors of a state: ".exp_avg" and so on behind the name of each parameter that trains. */
static struct gl_params
state_params(const struct gl_state *s, const struct gl_net *net, struct gl_arena *arena)
{
	bool *wanted = gl_alloc(arena, gl_net_param_count(net), sizeof *wanted);
	const char **suffix = gl_alloc(arena, GL_OPTIM_STATES, sizeof *suffix);
	size_t n = 0;

	for (size_t i = 0; i < gl_net_param_count(net); i++)
		wanted[i] = gl_net_param(net, i)->trains;
	for (; n < GL_OPTIM_STATES && s->optim->state[n]; n++)
		suffix[n] = gl_asprintf(arena, ".%s", s->optim->state[n]);
	return (struct gl_params){net, wanted, n, suffix, s->block};
}

static int
check_head(struct gl_state *s, const struct gl_tensors *t, const struct gl_net *net, const char *file,
    struct gl_arena *pass, struct gl_err *err)
{
	if (gl_head_kind(t, "state", file, err) < 0)
		return -1;
	const char *optim = gl_head_need(t, "optimizer", file, pass, err);
	const char *step = optim ? gl_head_need(t, "step", file, pass, err) : NULL;
	const char *hash = step ? gl_head_need(t, "network", file, pass, err) : NULL;
	if (!hash)
		return -1;
	if (strcmp(optim, s->optim->name) != 0) {
		gl_fail(err, "is the state of %.40s, but the optimizer is %s", optim, s->optim->name);
		gl_hint(err, "use --optimizer %.40s, or another file", optim);
		return gl_fail_at(err, file, 0);
	}
	char *rest, want[17];
	errno = 0;
	s->step = strtoull(step, &rest, 10);
	if (*step < '0' || *step > '9' || *rest || errno) {
		gl_fail(err, "\"step %.40s\" is not a whole number", step);
		return gl_fail_at(err, file, 0);
	}
	snprintf(want, sizeof want, "%016llx", (unsigned long long)gl_net_hash(net));
	if (strcmp(hash, want) != 0) {
		gl_fail(err, "goes with another network (%.16s) than this one (%s)", hash, want);
		gl_hint(err,
		    "a state fits the network that was written with it; without the file, the optimizer starts afresh");
		return gl_fail_at(err, file, 0);
	}
	return 0;
}

int
gl_state_load(struct gl_state *s, const char *path, const struct gl_net *net, struct gl_err *err)
{
	struct gl_arena pass = {0};
	struct gl_tensors t;
	struct gl_items it;

	if (access(path, F_OK) < 0 && errno == ENOENT)
		return 0;
	if (gl_items_open(&it, path, err) < 0)
		return -1;
	const char *file = gl_source_name(it.source);
	int status = gl_items_only(&it, "state", &t, &pass, err);
	if (status == 0)
		status = check_head(s, &t, net, file, &pass, err);
	if (status == 0) {
		struct gl_params p = state_params(s, net, &pass);
		status = gl_params_read(&p, true, &t, file, err);
	}
	gl_items_close(&it);
	gl_arena_free(&pass);
	return status;
}

static int
state_tensors(const struct gl_state *s, const struct gl_net *net, struct gl_tensors *t, struct gl_arena *arena,
    struct gl_err *err)
{
	struct gl_params p = state_params(s, net, arena);

	*t = (struct gl_tensors){
	    .head = gl_asprintf(arena, "gradlab-state 1\noptimizer %s\nstep %llu\nnetwork %016llx\n", s->optim->name,
		(unsigned long long)s->step, (unsigned long long)gl_net_hash(net))};
	return gl_params_write(&p, t, "the state's ", arena, err);
}

static int
save_both(const struct gl_tensors *net, const char *path, const struct gl_tensors *state, const char *state_path,
    enum gl_form form, struct gl_err *err)
{
	struct gl_sink *second = gl_sink_open(state_path, err), *first = second ? gl_sink_open(path, err) : NULL;
	bool made =
	    first && gl_item_write(state, second, form, 0, err) == 0 && gl_item_write(net, first, form, 0, err) == 0;

	return gl_sink_commit_both(first, second, made, err);
}

int
gl_net_state_save(const struct gl_net *net, const char *path, enum gl_form form, const struct gl_state *s,
    const char *state_path, struct gl_err *err)
{
	struct gl_arena pass = {0};
	struct gl_tensors t, u;
	int status = gl_net_tensors(net, &t, &pass, err);

	if (status == 0)
		status = state_tensors(s, net, &u, &pass, err);
	if (status == 0)
		status = save_both(&t, path, &u, state_path, form, err);
	gl_arena_free(&pass);
	return status;
}
