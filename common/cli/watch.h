/*
 * --watch: a run of the training loop, drawn while it goes on. The drawing is a program of its own, gl-watch, which
 * this one starts and tells what happens (train/relay.h) through a socket. So the tool that trains starts as fast as
 * ever; what it does for its watcher is to print some lines ten times a second; it never waits for a terminal; and
 * whichever of the two ends, and however, the other gives the terminal back.
 */
#ifndef GL_WATCH_H
#define GL_WATCH_H

#include "cli/cli.h"
#include "cli/progress.h"
#include "train/relay.h"

#include <sys/types.h>
#include <termios.h>

struct gl_watch {
	bool wanted;
	bool on; /* somebody is watching */
	const struct gl_tool *tool;
	enum gl_progress_when progress; /* what to do when nobody does */
	int fd;
	pid_t child;
	struct termios before; /* the terminal */
	bool terminal;
	struct gl_relay relay;
	struct gl_arena memory;
	struct gl_text text; /* what is being sent */
	size_t sent;
	uint64_t start_step, pause, steps; /* steps from one look at the clock to the next; how many were made since */
	double start, looked, next, next_map; /* [s] */
	uint64_t map_step;
};

#define GL_OPTS_WATCH(watch)                                                                                           \
	{                                                                                                              \
		0, "watch", NULL, GL_FLAG, &(watch)->wanted,                                                           \
		    "draw its curves, and what a network of two inputs computes"                                       \
	}

/*
 * Begins, if it is wanted: after gl_loop_start. self is argv[0]. If nobody can watch, a warning says why, and the line
 * of cli/progress.h stands in; that is opened here in any case, with `progress`.
 */
void gl_watch_open(struct gl_watch *w, const struct gl_tool *tool, const char *self, const struct gl_loop *l,
    enum gl_progress_when progress);

/* To be called when an epoch has ended. Cheap. */
void gl_watch_epoch(struct gl_watch *w, const struct gl_loop *l);

/* Is it time for gl_watch_show? Cheap enough for every step. */
bool gl_watch_due(struct gl_watch *w);
void gl_watch_show(struct gl_watch *w, struct gl_loop *l);

/* The last picture; returns when it is drawn and the terminal as it was. May be called again. */
void gl_watch_close(struct gl_watch *w, struct gl_loop *l);

#endif
