/* What somebody who watches a run knows of it, from the lines of its log (train/log.h) or its relay (train/relay.h). */
#ifndef GL_VIEW_H
#define GL_VIEW_H

#include "draw/map.h"
#include "train/relay.h"

enum { GL_VIEW_POINTS = 4096, GL_VIEW_COLUMNS = 32, GL_VIEW_LABELS = 64, GL_VIEW_NAME = 64 };

/* The run's curves, point by point. When there is no more room, neighbours become one, their mean. */
struct gl_curves {
	size_t n;
	double at[GL_VIEW_POINTS]; /* epochs */
	double loss[GL_VIEW_POINTS], accuracy[GL_VIEW_POINTS];
	double val_loss[GL_VIEW_POINTS], val_accuracy[GL_VIEW_POINTS];
	double lr[GL_VIEW_POINTS];
};

struct gl_view {
	struct gl_arena life;
	/* The table's columns; -1: there is none of that name. */
	int columns, epoch, step, loss, accuracy, val_loss, val_accuracy, lr, seconds;
	size_t line; /* how many were read */
	struct gl_curves curves;
	bool parts; /* the curve already has parts of the epoch that is being trained */

	char net[GL_VIEW_NAME], loss_name[GL_VIEW_NAME], unit[GL_VIEW_NAME]; /* "": not known */
	double each, until; /* steps in an epoch; when it ends; 0: not known */
	bool until_steps;

	/* Now, or in the last line; NaN: not known. */
	struct {
		double epoch, step, loss, accuracy, val_loss, val_accuracy, lr, seconds, left;
	} now;

	const char *label[GL_VIEW_LABELS];
	size_t labels;

	struct gl_map map; /* side 0: there is none yet */
	uint8_t class[GL_MAP_SIDE * GL_MAP_SIDE], share[GL_MAP_SIDE * GL_MAP_SIDE];
	struct gl_map_point point[GL_MAP_POINTS];
	bool line_plot, plane;
	double curve[GL_CURVE_PLACES];
	size_t curve_places;
};

/* An empty one. It is large: not for the stack. */
void gl_view_init(struct gl_view *v);

/* Reads a line, without its newline. 0, or -1 with err set, about line number v->line. */
int gl_view_line(struct gl_view *v, const char *line, size_t n, struct gl_err *err);

/* Draws it all over the screen. log: the loss on a logarithmic scale. keys: words for the bottom, or "". */
void gl_view_draw(const struct gl_view *v, struct gl_screen *s, bool log, const char *keys);

void gl_view_free(struct gl_view *v);

#endif
