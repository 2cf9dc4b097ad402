/* Values of options that are made of several numbers. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

enum { PART = 256 };

/*
 * Copies the part of text up to a separator (nothing if it is longer than any number needs to be); returns what is
 * behind it, or NULL when text ends first.
 */
static const char *
cut(const char *text, const char *separators, char part[PART])
{
	size_t n = strcspn(text, separators);

	snprintf(part, PART, "%.*s", (int)(n < PART ? n : 0), text);
	return text[n] ? text + n + 1 : NULL;
}

int
gl_parse_size(const char *text, const char *what, uint64_t most, size_t *width, size_t *height, struct gl_err *err)
{
	char part[PART];
	uint64_t w, h;
	const char *rest = cut(text, "xX", part);

	if (!rest) {
		gl_fail(err, "%s: '%s' is not a width and a height", what, text);
		return gl_hint(err, "like this: %s 28x28", what);
	}
	if (gl_parse_whole(part, what, 1, most, &w, err) < 0 || gl_parse_whole(rest, what, 1, most, &h, err) < 0)
		return -1;
	if (w > most / h)
		return gl_fail(err, "%s: %s is more than %llu in all", what, text, (unsigned long long)most);
	*width = (size_t)w;
	*height = (size_t)h;
	return 0;
}

int
gl_parse_numbers(const char *text, const char *what, double lo, double hi, size_t least, size_t most, double *value,
    struct gl_err *err)
{
	char part[PART];
	size_t n = 0;

	for (const char *rest = text; rest; n++) {
		rest = cut(rest, ",", part);
		if (n < most && gl_parse_number(part, what, lo, hi, &value[n], err) < 0)
			return -1;
	}
	if (n >= least && n <= most)
		return (int)n;
	if (least == most)
		return gl_fail(err, "%s: '%s' is not %zu numbers with commas between them", what, text, most);
	return gl_fail(err, "%s: '%s' is not %zu to %zu numbers with commas between them", what, text, least, most);
}
