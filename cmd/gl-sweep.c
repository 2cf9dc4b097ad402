/* gl-sweep: the same training with many settings: prints a command for each, and gathers what came of them. */
#include "cli/swept.h"
#include "sweep/collect.h"

#include <string.h>
#include <unistd.h>

struct request {
	const char *out, *arch, *collect; /* folders; architecture */
	bool todo;
	struct gl_sweep sweep;
	uint64_t random_seed;
	struct gl_collect_args args;
	const char *path; /* of the output */
};

/* Is there anything but a request for help, or a collection? Only then gl-train and gl-init are asked. */
static bool
is_sweep(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "-h") == 0 || strncmp(argv[i], "--he", 4) == 0 || strcmp(argv[i], "-V") == 0 ||
		    strncmp(argv[i], "--vers", 6) == 0 || strncmp(argv[i], "--coll", 6) == 0)
			return false;
	return argc > 1;
}

/* A folder's name without a slash at its end, and such that no command takes it for an option. */
static const char *
folder(const char *name, struct gl_arena *life)
{
	size_t n = strlen(name);

	while (n > 1 && name[n - 1] == '/')
		n--;
	return gl_asprintf(life, "%s%.*s", name[0] == '-' ? "./" : "", (int)n, name);
}

static int
collect(struct request *q, const struct gl_tool *tool, struct gl_arena *life, struct gl_err *err)
{
	struct gl_collection c;

	if (gl_collect(folder(q->collect, life), &q->args, &c, life, err) < 0)
		return -1;
	struct gl_sink *to = gl_sink_open(q->path, err);
	if (!to)
		return -1;
	gl_collect_write(&c, &q->args, to, life, err);
	if (gl_sink_commit(to, err) < 0)
		return -1;
	if (c.warning)
		gl_warn(tool, "%s", c.warning);
	return 0;
}

/* What may well be a mistake. */
static void
warn(const struct gl_sweep *s, const struct gl_tool *tool)
{
	bool val = false;

	for (size_t i = 0; i < s->items; i++) {
		const struct gl_item *item = &s->item[i];
		val |= strcmp(item->name, "val") == 0;
		if (item->kind == GL_ITEM_NET || item->kind == GL_ITEM_FILE)
			if (access(item->values.part[0].word[0], R_OK) < 0)
				gl_warn(tool, "there is no file %s here", item->values.part[0].word[0]);
	}
	if (!val)
		gl_warn(tool, "without --val the runs can be compared by their training loss only");
}

static int
print(struct request *q, const struct gl_tool *tool, struct gl_arena *life, struct gl_err *err)
{
	struct gl_sweep *s = &q->sweep;
	size_t n;
	struct gl_run *run = gl_sweep_runs(s, &n, life, err);

	if (!run || gl_swept_try(s, run, n, life, err) < 0 || gl_plan_add(s, run, n, life, err) < 0)
		return -1;
	struct gl_sink *to = gl_sink_open(q->path, err);
	if (!to)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct gl_arena pass = {0};
		struct gl_text line = {.arena = &pass};
		if (q->todo && gl_run_state(s->folder, run[i].id) >= GL_RUN_DIVERGED)
			continue;
		gl_run_command(s, &run[i], &line);
		gl_sink_write(to, line.s, line.n, err);
		gl_arena_free(&pass);
	}
	if (gl_sink_commit(to, err) < 0)
		return -1;
	warn(s, tool);
	return 0;
}

int
main(int argc, char **argv)
{
	static const char *const forms[] = {"text", "tsv", "json", NULL}, *const ats[] = {"kept", "best", "last", NULL};
	static const char *const columns[] = {"val_loss", "val_accuracy", "loss", "accuracy", NULL};
	struct request q = {.random_seed = 1, .args = {.over = "seed"}};
	const struct gl_opt own[] = {
	    {0, NULL, NULL, GL_HEADING, NULL, "Printing commands"},
	    {0, "out", "FOLDER", GL_STR, &q.out, "the folder for what the runs write"},
	    {0, "arch", "ARCH", GL_STR, &q.arch,
		"gl-init makes each run's network; {8,16} in it are values to be tried"},
	    {0, "random", "N", GL_WHOLE, &q.sweep.random, "draw N settings at random (0: take all there are)", 0,
		GL_VALUES_MOST},
	    {0, "random-seed", "N", GL_WHOLE, &q.random_seed, "the number that these draws follow from", 0,
		4294967295.0},
	    {0, "todo", NULL, GL_FLAG, &q.todo, "print only the runs that are not over"},
	    {0, NULL, NULL, GL_HEADING, NULL, "Gathering results"},
	    {0, "collect", "FOLDER", GL_STR, &q.collect, "print a table of the runs in FOLDER, the best setting first"},
	    {0, "by", "FIGURE", GL_STR, &q.args.by,
		"the column of the logs that tells which is best [val_loss, or loss]", .choices = columns},
	    {0, "at", "EPOCH", GL_CHOICE, &q.args.at, "its value at which epoch", .choices = ats},
	    {0, "over", "OPTION", GL_STR, &q.args.over, "runs that differ in this option alone are one setting"},
	    {0, "each", NULL, GL_FLAG, &q.args.each, "a line for each run instead"},
	    {0, "format", "FORM", GL_CHOICE, &q.args.form, "the form of the table", .choices = forms},
	    {0, NULL, NULL, GL_HEADING, NULL, "Output"},
	    {'o', "output", "FILE", GL_STR, &q.path, "write to FILE, which appears whole or not at all"},
	};
	struct gl_tool tool = {"gl-sweep", "[--OPTION VALUES]... -- [NET] FILE... [--OPTION VALUE]...",
	    "One training with many settings: prints the commands, gathers the results.", own, GL_LEN(own), .least = 0,
	    .most = -1, .behind = true,
	    .examples =
		"gl-sweep --out runs --lr log:1e-3..1:4 --batch 8,32 -- xor.net xor.txt --epochs 100 | parallel\n"
		"gl-sweep --out runs --arch 'input 2, dense {8,16}, relu, dense 2, softmax' -- moons.txt > runs.sh\n"
		"gl-sweep --collect runs\n"};
	struct gl_swepts swept = {0};
	struct gl_arena life = {0};
	struct gl_err err;
	bool sweep = is_sweep(argc, argv), completes = sweep && strncmp(argv[1], "--completion", 12) == 0;

	if (sweep && gl_swept_ask(&swept, own, GL_LEN(own), completes, &life, &err) < 0)
		gl_die(&tool, &err);
	tool.opts = sweep ? swept.opts : own;
	tool.nopts = sweep ? swept.nopts : GL_LEN(own);
	char **given = gl_alloc(&life, (size_t)argc + 1, sizeof *given); /* in their order, which parsing changes */
	memcpy(given, argv, (size_t)argc * sizeof *given);
	int first = gl_cli_parse(&tool, argc, argv);

	if (q.collect && (argc > first || q.out))
		gl_die_usage(&tool, NULL, "--collect takes a folder, and nothing to be run");
	if (!q.collect && !q.out)
		gl_die_usage(&tool, "like this: gl-sweep --out runs --lr 0.1,0.01 -- NET FILE",
		    "--out is missing: the folder for the runs");
	q.sweep.folder = q.out ? folder(q.out, &life) : NULL;
	q.sweep.seed = q.args.over;
	q.sweep.random_seed = (uint32_t)q.random_seed;
	if (q.collect ? collect(&q, &tool, &life, &err) < 0
		      : gl_swept_items(&q.sweep, &swept, q.arch, given + 1, argv + first, (size_t)(argc - first), &life,
			    &err) < 0 ||
		    print(&q, &tool, &life, &err) < 0)
		gl_die(&tool, &err);
	gl_arena_free(&life);
	return 0;
}
