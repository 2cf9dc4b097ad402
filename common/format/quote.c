#include "format/quote.h"

#include "core/number.h"

#include <math.h>
#include <string.h>

void
gl_sink_tsv(struct gl_sink *s, const char *word, struct gl_err *err)
{
	static const char plain[] = "\t\n\r\\";

	for (; *word; word++) {
		const char *found = strchr(plain, *word);
		if (found)
			gl_sink_print(s, err, "\\%c", "tnr\\"[found - plain]);
		else
			gl_sink_write(s, word, 1, err);
	}
}

void
gl_sink_json(struct gl_sink *s, const char *word, struct gl_err *err)
{
	gl_sink_print(s, err, "\"");
	for (; *word; word++) {
		unsigned char c = (unsigned char)*word;
		if (c == '"' || c == '\\')
			gl_sink_print(s, err, "\\%c", c);
		else if (c < 0x20)
			gl_sink_print(s, err, "\\u%04x", c);
		else
			gl_sink_write(s, word, 1, err);
	}
	gl_sink_print(s, err, "\"");
}

void
gl_sink_number(struct gl_sink *s, double v, const char *undefined, struct gl_err *err)
{
	char digits[GL_NUMBER_TEXT];

	if (isfinite(v))
		gl_sink_write(s, digits, gl_number_print64(v, digits), err);
	else
		gl_sink_write(s, undefined, strlen(undefined), err);
}
