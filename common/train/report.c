#include "train/report-inside.h"

#include <stdio.h>
#include <string.h>

const char *
gl_report_class(const struct gl_report *r, size_t i, char index[24])
{
	if (r->label)
		return r->label[i];
	snprintf(index, 24, "%zu", i);
	return index;
}

const char *
gl_report_metric(const struct gl_report *r, const struct gl_metric *t, char top[32])
{
	if (strcmp(t->name, "top") != 0)
		return t->name;
	snprintf(top, 32, "top-%zu", r->metrics->top);
	return top;
}

bool
gl_report_loss_apart(const struct gl_report *r)
{
	return !(r->metrics->task == GL_TASK_VALUES && gl_metric_find(r->metrics->loss->name));
}

int
gl_report_write(const struct gl_report *r, enum gl_report_form form, struct gl_sink *s, struct gl_err *err)
{
	struct gl_report_writer w = {r, s, err};

	(form == GL_REPORT_TEXT ? gl_report_text : form == GL_REPORT_TSV ? gl_report_tsv : gl_report_json)(&w);
	return gl_sink_flush(s, err);
}
