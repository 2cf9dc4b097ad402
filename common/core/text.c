#include "core/text.h"

#include "core/number.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Room for n more bytes and a NUL. */
static char *
room(struct gl_text *t, size_t n)
{
	if (t->n + n + 1 > t->room) {
		size_t more = 2 * t->room + n + 256;
		char *s = gl_alloc_raw(t->arena, more, 1);
		if (t->n)
			memcpy(s, t->s, t->n);
		t->s = s;
		t->room = more;
	}
	return t->s + t->n;
}

void
gl_text_add(struct gl_text *t, const char *fmt, ...)
{
	va_list ap, again;

	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(room(t, 64), 65, fmt, ap);
	if (n > 64)
		vsnprintf(room(t, (size_t)n), (size_t)n + 1, fmt, again);
	va_end(again);
	va_end(ap);
	t->n += (size_t)n;
}

void
gl_text_number(struct gl_text *t, double value)
{
	char *to = room(t, GL_NUMBER_TEXT);

	t->n += t->digits ? gl_number_print_digits((float)value, t->digits, to) : gl_number_print((float)value, to);
	t->s[t->n] = '\0';
}

void
gl_text_shell(struct gl_text *t, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+.,:/%@=";
	size_t n = strlen(word);

	if (n > 0 && strspn(word, plain) == n && *word != '=') { /* at the start of a word, zsh expands that */
		gl_text_add(t, "%s", word);
		return;
	}
	gl_text_add(t, "'");
	for (; *word; word += n) {
		n = strcspn(word, "'");
		gl_text_add(t, "%.*s", (int)n, word);
		for (; word[n] == '\''; word++)
			gl_text_add(t, "'\\''");
	}
	gl_text_add(t, "'");
}

void
gl_text_wrap(struct gl_text *t, size_t columns, size_t first, size_t indent, const char *words)
{
	size_t at = first;

	gl_text_add(t, "%*s", (int)first, "");
	for (const char *p = words; *p; p += strspn(p, " ")) {
		size_t n = strcspn(p, " ");
		if (p > words && at + 1 + n > columns) {
			gl_text_add(t, "\n%*s", (int)indent, "");
			at = indent;
		} else if (p > words) {
			gl_text_add(t, " ");
			at++;
		}
		gl_text_add(t, "%.*s", (int)n, p);
		at += n;
		p += n;
	}
	gl_text_add(t, "\n");
}
