/*
 * The runs of a sweep: every combination of the values, or some drawn at random; the name of each; the commands; and
 * the file in the folder of results that says what all of them are.
 */
#ifndef GL_PLAN_H
#define GL_PLAN_H

#include "core/text.h"
#include "format/file.h"
#include "sweep/values.h"

/* Where the value of an option goes. */
enum gl_item_kind {
	GL_ITEM_ARCH, /* gl-init's architecture */
	GL_ITEM_NET, /* the network's file, where there is no architecture */
	GL_ITEM_FILE, /* a file of examples */
	GL_ITEM_OPTION, /* an option of gl-train, gl-init or both */
};

/* Something that a run is made of: an option with its values, or what all runs have in common, with one. */
struct gl_item {
	enum gl_item_kind kind;
	const char *name; /* "lr"; of a file "file" */
	char letter; /* of an option that has no other name, else 0 */
	bool flag; /* an option without a value; here it is yes or no */
	bool init, train; /* whose option it is */
	bool neutral; /* the result does not depend on it */
	struct gl_values values;
};

struct gl_sweep {
	const char *folder; /* without a slash at its end */
	const struct gl_item *item;
	size_t items;
	const char *seed; /* the item of this name is not drawn at random: each setting is run with all its values */
	uint64_t random; /* settings to be drawn; 0: all there are */
	uint32_t random_seed;
};

enum { GL_RUN_ID = 12 };

struct gl_run {
	char id[GL_RUN_ID + 1]; /* depends on the values (not on neutral ones) and on nothing else */
	const char *const *value; /* of each item */
};

/* All runs, in order: the values of the last item change with each. NULL with err set: too many, or none. */
struct gl_run *gl_sweep_runs(const struct gl_sweep *s, size_t *n, struct gl_arena *arena, struct gl_err *err);

/*
 * The arguments of one of a run's programs, ended by NULL: "gl-init" with architecture and options, or "gl-train" with
 * files and options. gl-train's network is "-" when gl-init makes it.
 */
const char **gl_run_words(const struct gl_sweep *s, const struct gl_run *r, bool init, struct gl_arena *arena);

/* Adds the command of a run, one line for sh. */
void gl_run_command(const struct gl_sweep *s, const struct gl_run *r, struct gl_text *t);

/* What a folder's file says of a run. */
struct gl_planned {
	const char *id;
	const char *const *item; /* NAME=VALUE */
	size_t items;
};

/* The runs that were planned for a folder; *n 0 and no error when it has no such file. NULL with err set. */
struct gl_planned *gl_plan_read(const char *folder, size_t *n, struct gl_arena *arena, struct gl_err *err);

/* Adds runs to the folder's file; those that it names already stay as they are. 0, or -1 with err set. */
int
gl_plan_add(const struct gl_sweep *s, const struct gl_run *run, size_t n, struct gl_arena *arena, struct gl_err *err);

/* How far a run is, from the files that its command leaves. */
enum gl_run_state { GL_RUN_WAITING, GL_RUN_UNFINISHED, GL_RUN_DIVERGED, GL_RUN_DONE };
enum gl_run_state gl_run_state(const char *folder, const char *id);

/* The path of one of them, FOLDER/ID.END. */
const char *gl_run_path(const char *folder, const char *id, const char *end, struct gl_arena *arena);

#endif
