/* A report of what metrics.h has counted, as text for people, TSV for awk, or JSON for programs. */
#ifndef GL_REPORT_H
#define GL_REPORT_H

#include "format/file.h"
#include "train/metrics.h"

enum gl_report_form { GL_REPORT_TEXT, GL_REPORT_TSV, GL_REPORT_JSON };

struct gl_report {
	const char *name; /* the network's */
	const struct gl_metrics *metrics; /* with loss and spread */
	const char *const *label; /* the classes' names in index order, or NULL: then their indices are */
};

/*
 * Writes it. Text has percentages with counts; the others have shares from 0 to 1, and nothing (JSON: null) for what
 * is not defined.
 */
int gl_report_write(const struct gl_report *r, enum gl_report_form form, struct gl_sink *s, struct gl_err *err);

#endif
