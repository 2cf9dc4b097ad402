/*
 * From a network's history back to the commands that made it: the lines that train/history.h writes, read again.
 * Whatever options a line holds come back as they stand there.
 */
#ifndef GL_REPLAY_H
#define GL_REPLAY_H

#include "core/text.h"
#include "format/netfile.h"

/* A line of history: "gl-train 0.1.0 --lr 0.1 ... data=HASH rows=4 ...". All of it in the arena. */
struct gl_past {
	const char *tool, *version;
	const char *const *option; /* the words of the options, as they were typed */
	size_t options;
	const char *const *figure; /* the words behind them, NAME=VALUE */
	size_t figures;
};

/* Takes a line apart. False when it is none of ours. */
bool gl_past_read(struct gl_past *p, const char *line, struct gl_arena *arena);

/* The value of the first figure of that name from *from on, and *from behind it (NULL: from the first); or NULL. */
const char *gl_past_figure(const struct gl_past *p, const char *name, size_t *from);

/* The word behind an option ("--val"), or NULL. */
const char *gl_past_option(const struct gl_past *p, const char *name);

struct gl_replay {
	uint64_t run; /* which training run, from 1; 0: the last one */
	bool verify; /* look into the files, too */
	enum gl_form form; /* of the network's file */
	size_t problems; /* out: why the result may be another one; each is a comment in the script */
};

/*
 * Adds a script for sh to a text: a pipe whose output is the network as it was after that run, byte for byte. It begins
 * with gl-init, if that makes the network that the first run began with (it is tried), and has all runs from there.
 * What the history cannot name, the script takes from a variable: a network START, examples DATA1, DATA2 and so on.
 * 0, or -1 with err set: there is no such run. With problems, err is the first of them.
 */
int gl_replay(const struct gl_net *net, struct gl_replay *r, struct gl_text *script, struct gl_err *err);

#endif
