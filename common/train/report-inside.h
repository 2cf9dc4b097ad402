/* What the forms of a report share. Only report*.c include this. */
#ifndef GL_REPORT_INSIDE_H
#define GL_REPORT_INSIDE_H

#include "train/report.h"

/* What a writer needs. A failed write is kept by the sink and reported when it is committed. */
struct gl_report_writer {
	const struct gl_report *r;
	struct gl_sink *s;
	struct gl_err *err;
};

/* A class's name, or its index. */
const char *gl_report_class(const struct gl_report *r, size_t i, char index[24]);

/* What a figure is called: its name, but top-5 for "top". */
const char *gl_report_metric(const struct gl_report *r, const struct gl_metric *t, char top[32]);

/* Is it printed beside the others, or is it the loss, which has its own place? */
bool gl_report_loss_apart(const struct gl_report *r);

void gl_report_text(struct gl_report_writer *w);
void gl_report_tsv(struct gl_report_writer *w);
void gl_report_json(struct gl_report_writer *w);

#endif
