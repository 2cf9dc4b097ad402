/* Words and numbers as TSV and JSON have them, for reports. Errors of writing are kept by the sink, as always. */
#ifndef GL_QUOTE_H
#define GL_QUOTE_H

#include "format/file.h"

/* A name in a TSV field: what would end a field is written as \t, \n, \r, and so the backslash as \\. */
void gl_sink_tsv(struct gl_sink *s, const char *word, struct gl_err *err);

/* A JSON string with its quotes; control characters, quotes and backslashes are escaped (RFC 8259). */
void gl_sink_json(struct gl_sink *s, const char *word, struct gl_err *err);

/* The shortest text of a double, or what stands for one that is not a finite number. */
void gl_sink_number(struct gl_sink *s, double v, const char *undefined, struct gl_err *err);

#endif
