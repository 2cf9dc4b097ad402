/*
 * What a run of the loop tells somebody who watches it (cmd/gl-watch.c reads it through train/view.h). It has the form
 * of a log: a line of names, then one for each epoch, TABs between. Lines that begin with '#' hold the rest:
 *
 *   #net NAME                what is trained
 *   #loss NAME UNIT          the loss, and what it is measured in
 *   #each N                  steps in an epoch
 *   #until N epochs|steps    when it ends, if that is known
 *   #labels NAME ...         the classes
 *   #now EPOCH STEP LOSS ACCURACY LR LEFT
 *                            where it is: the epoch begun, steps made, loss and accuracy, the rate, seconds to go
 *   #part STEP LOSS ACCURACY of the batches since the last line or part, in the middle of a long epoch
 *   #plane X0 X1 Y0 Y1 CLASSES|values LO HI
 *                            two inputs: the part of the plane that is shown, how many classes there are or what values
 *   #line X0 X1              one input: from where to where
 *   #points X Y TARGET ...   examples (#line: X TARGET ...)
 *   #map SIDE HEX            what the network computes there, see struct gl_map: class and share, two digits each, of
 *                            every place; of values the share alone
 *   #curve Y ...             the same for one input, at equal distances
 *
 * Figures that do not exist are nan.
 */
#ifndef GL_RELAY_H
#define GL_RELAY_H

#include "core/text.h"
#include "train/loop.h"

enum { GL_RELAY_EPOCHS = 32, GL_MAP_SIDE = 64, GL_MAP_POINTS = 400, GL_CURVE_PLACES = 128 };

/* What the network's outputs for all of its inputs' plane or line look like: if there are two, or one. */
enum gl_relay_kind { GL_RELAY_NONE, GL_RELAY_CLASSES, GL_RELAY_VALUES, GL_RELAY_LINE };

struct gl_relay {
	enum gl_relay_kind kind;
	size_t side; /* of the next map; fewer places where a network takes long */
	double x0, x1, y0, y1, lo, hi; /* what is shown; the range of values (of their targets) */

	/* Epochs that ended since the last call of gl_relay_now: every `every`-th of them. */
	struct {
		struct gl_standing at;
		double lr;
	} epoch[GL_RELAY_EPOCHS];
	size_t epochs;
	uint64_t every, skipped;

	/* Where the last part ended. */
	uint64_t part_epoch, right, cases;
	double sum, weight, part_at;
	struct gl_arena pass;
};

/* Adds the lines that come first. Reads the examples, for what of the plane is shown. 0, or -1 with err set. */
int gl_relay_begin(struct gl_relay *f, const struct gl_loop *l, struct gl_text *t, struct gl_err *err);

/* To be called when an epoch has ended. Cheap. */
void gl_relay_epoch(struct gl_relay *f, const struct gl_loop *l);

/* Adds what is new. seconds: since the run began; steps: made since then. */
void gl_relay_now(struct gl_relay *f, struct gl_loop *l, double seconds, uint64_t steps, struct gl_text *t);

/* Adds what the network computes now, if it can be shown. It takes side * side predictions. */
void gl_relay_map(struct gl_relay *f, const struct gl_loop *l, struct gl_text *t);

/* Makes the next map finer or coarser: the last one took so many seconds, and between least and most is right. */
void gl_relay_fit(struct gl_relay *f, double seconds, double least, double most);

void gl_relay_free(struct gl_relay *f);

#endif
