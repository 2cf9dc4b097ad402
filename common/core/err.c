#include "core/err.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A file's name or a bad word may hold anything: keep it from moving the terminal's cursor or ending the line. */
static void
tame(char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = '?';
}

int
gl_fail(struct gl_err *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(err->msg, sizeof err->msg, fmt, ap);
	va_end(ap);
	tame(err->msg);
	err->hint[0] = '\0';
	return -1;
}

int
gl_fail_errno(struct gl_err *err, const char *fmt, ...)
{
	int number = errno;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(err->msg, sizeof err->msg, fmt, ap);
	va_end(ap);
	size_t n = strlen(err->msg);
	snprintf(err->msg + n, sizeof err->msg - n, ": %s", strerror(number));
	tame(err->msg);
	err->hint[0] = '\0';
	return -1;
}

int
gl_fail_at(struct gl_err *err, const char *name, size_t line)
{
	char inner[sizeof err->msg];

	memcpy(inner, err->msg, sizeof inner);
	if (line > 0)
		snprintf(err->msg, sizeof err->msg, "%.500s:%zu: %s", name, line, inner);
	else
		snprintf(err->msg, sizeof err->msg, "%.500s: %s", name, inner);
	tame(err->msg);
	return -1;
}

int
gl_hint(struct gl_err *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(err->hint, sizeof err->hint, fmt, ap);
	va_end(ap);
	tame(err->hint);
	return -1;
}

int
gl_hint_names(struct gl_err *err, const char *const list[])
{
	size_t at = 0;

	for (size_t i = 0; list[i] && at < sizeof err->hint; i++)
		at += (size_t)snprintf(err->hint + at, sizeof err->hint - at, "%s%s",
		    i == 0            ? "there are "
			: list[i + 1] ? ", "
				      : " and ",
		    list[i]);
	tame(err->hint);
	return -1;
}

enum { WORD_MAX = 40 };

/*
 * Number of insertions, deletions, replacements and swaps of neighbours that turn a into b, letters' case aside.
 * Source: Damerau, A technique for computer detection and correction of spelling errors (CACM 7, 1964).
 */
static size_t
edits(const char *a, size_t na, const char *b, size_t nb)
{
	size_t d[WORD_MAX + 1][WORD_MAX + 1];

	for (size_t i = 0; i <= na; i++)
		d[i][0] = i;
	for (size_t j = 0; j <= nb; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= na; i++)
		for (size_t j = 1; j <= nb; j++) {
			int x = tolower((unsigned char)a[i - 1]), y = tolower((unsigned char)b[j - 1]);
			size_t best = d[i - 1][j - 1] + (x != y);
			if (d[i - 1][j] + 1 < best)
				best = d[i - 1][j] + 1;
			if (d[i][j - 1] + 1 < best)
				best = d[i][j - 1] + 1;
			if (i > 1 && j > 1 && x == tolower((unsigned char)b[j - 2]) &&
			    y == tolower((unsigned char)a[i - 2]) && d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	return d[na][nb];
}

const char *
gl_nearest(const char *word, const char *const list[])
{
	size_t n = strlen(word), least = n / 3 > 1 ? n / 3 : 1;
	const char *found = NULL;

	if (n == 0 || n > WORD_MAX)
		return NULL;
	for (; *list; list++) {
		size_t m = strlen(*list), e;
		if (m > WORD_MAX || (e = edits(word, n, *list, m)) > least || e >= n)
			continue;
		if (!found || e < least) {
			found = *list;
			least = e;
		}
	}
	return found;
}

int
gl_hint_nearest(struct gl_err *err, const char *word, const char *const list[])
{
	const char *near = gl_nearest(word, list);

	return near ? gl_hint(err, "did you mean %s?", near) : gl_hint_names(err, list);
}
