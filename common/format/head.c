/* The head of a network, gradient or state: see format/head.h and gl-network(5). */
#include "format/head.h"

#include <cjson/cJSON.h>

#include <stdio.h>
#include <string.h>

/* Does the line begin with this word? */
static bool
begins(const char *line, const char *word)
{
	size_t n = strlen(word);

	return strncmp(line, word, n) == 0 && strchr(" \t\n", line[n]); /* the NUL counts, too */
}

/* The line behind this one, or its end. */
static const char *
line_after(const char *line)
{
	const char *newline = strchr(line, '\n');

	return newline ? newline + 1 : line + strlen(line);
}

/* The length of the UTF-8 character at s, 0 when there is none (overlong forms and surrogates are none). */
static size_t
utf8(const unsigned char *s)
{
	size_t n = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0;

	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf0 && s[1] < 0x90) ||
	    (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

int
gl_head_utf8(const char *head, struct gl_err *err)
{
	size_t line = 1;

	for (const char *p = head; *p; line += *p == '\n') {
		size_t n = utf8((const unsigned char *)p);
		if (n == 0)
			return gl_fail(err, "line %zu of the network is not UTF-8, which the binary form needs", line);
		p += n;
	}
	return 0;
}

const char *
gl_head_lines(const char *text, struct gl_arena *arena)
{
	struct gl_text lines = {.arena = arena};

	for (const char *p = text; *p;) {
		size_t n = strcspn(p, "\n"), keep = n > 0 && p[n - 1] == '\r' ? n - 1 : n;
		if (keep == 0)
			break;
		if (*p != '#')
			gl_text_add(&lines, "%.*s\n", (int)keep, p);
		p += n + (p[n] == '\n');
	}
	return lines.s && strncmp(lines.s, "gradlab-", 8) == 0 ? lines.s : NULL;
}

int
gl_head_fail(const struct gl_tensors *t, size_t line, const char *file, struct gl_err *err)
{
	if (!t->head_line) {
		char inner[sizeof err->msg];
		memcpy(inner, err->msg, sizeof inner);
		char hint[sizeof err->hint];
		memcpy(hint, err->hint, sizeof hint);
		gl_fail(err, "line %zu of its gradlab entry: %.900s", line + 1, inner);
		memcpy(err->hint, hint, sizeof hint);
	}
	return gl_fail_at(err, file, t->head_line ? t->head_line[line] : 0);
}

int
gl_head_kind(const struct gl_tensors *t, const char *kind, const char *file, struct gl_err *err)
{
	char want[64];
	int n = snprintf(want, sizeof want, "gradlab-%s 1", kind), m = (int)strcspn(t->head, "\n");

	while (m > 0 && (t->head[m - 1] == ' ' || t->head[m - 1] == '\t'))
		m--;
	if (m == n && strncmp(t->head, want, (size_t)n) == 0)
		return 0;
	if (strncmp(t->head, want, (size_t)n - 1) == 0)
		gl_fail(err, "\"%.*s\" is another version of the format; this tool reads %s", m > 60 ? 60 : m, t->head,
		    want);
	else
		gl_fail(err, "is not a %s: it begins with \"%.*s\", not with %s", kind, m > 60 ? 60 : m, t->head, want);
	if (strncmp(t->head, "gradlab-checkpoint ", 19) == 0)
		gl_hint(err,
		    "gl-train --resume goes on from a checkpoint and writes the network; gl-info shows what is in it");
	return gl_fail_at(err, file, t->head_line ? t->head_line[0] : 0);
}

const char *
gl_head_value(const struct gl_tensors *t, const char *word, size_t *from, struct gl_arena *arena)
{
	const char *line = t->head;

	for (size_t i = 0; *line; i++, line = line_after(line))
		if (i >= *from && begins(line, word)) {
			const char *p = line + strlen(word), *end = line + strcspn(line, "\n");
			p += p < end;
			*from = i + 1;
			return gl_strndup(arena, p, (size_t)(end - p));
		}
	return NULL;
}

const char *
gl_head_need(const struct gl_tensors *t, const char *word, const char *file, struct gl_arena *arena, struct gl_err *err)
{
	size_t from = 0;
	const char *value = gl_head_value(t, word, &from, arena);

	if (!value) {
		gl_fail(err, "has no line \"%s\" in its head", word);
		gl_fail_at(err, file, 0);
	} else if (gl_head_value(t, word, &from, arena)) {
		gl_fail(err, "a second line \"%s\"", word);
		gl_head_fail(t, from - 1, file, err);
		value = NULL;
	} else { /* without spaces around it */
		size_t n = strlen(value += strspn(value, " \t"));
		while (n > 0 && (value[n - 1] == ' ' || value[n - 1] == '\t'))
			n--;
		value = gl_strndup(arena, value, n);
	}
	return value;
}

struct gl_net *
gl_head_net(const struct gl_tensors *t, const char *const *keywords, const char *file, bool parameters,
    struct gl_arena *life, struct gl_err *err)
{
	struct gl_arena pass = {0};
	struct gl_text lines = {.arena = &pass};
	const char *line = line_after(t->head);
	size_t numbers = 0;

	for (size_t i = 0; parameters && i < t->n; i++)
		numbers += t->tensor[i].n;
	gl_text_add(&lines, "%s", "");
	for (size_t i = 1, at = t->head_line ? t->head_line[0] + 1 : 0; *line; i++, at++, line = line_after(line)) {
		bool keyword = false;
		for (; t->head_line && at < t->head_line[i];
		     at++) /* where comments were, so that line numbers stay right */
			gl_text_add(&lines, "#\n");
		for (const char *const *k = keywords; *k; k++)
			keyword |= begins(line, *k);
		if (keyword)
			gl_text_add(&lines, "#\n");
		else
			gl_text_add(&lines, "%.*s", (int)(line_after(line) - line), line);
	}
	struct gl_net *net = t->head_line ? gl_net_parse_for(lines.s, file, t->head_line[0] + 1, numbers, life, err)
					  : gl_net_parse_for(lines.s, NULL, 0, numbers, life, err);
	if (!net && !t->head_line)
		gl_fail_at(err, file, 0);
	gl_arena_free(&pass);
	return net;
}

void
gl_labels_print(struct gl_text *to, const char *const *labels, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *s = labels[i];
		bool plain = *s && !strpbrk(s, " \t\n\r\"\\");
		if (i > 0)
			gl_text_add(to, " ");
		if (plain) {
			gl_text_add(to, "%s", s);
			continue;
		}
		gl_text_add(to, "\"");
		for (; *s; s++) {
			char escape = *s == '\n' ? 'n' : *s == '\r' ? 'r' : *s == '\t' ? 't' : *s;
			if (escape != *s || *s == '"' || *s == '\\')
				gl_text_add(to, "\\%c", escape);
			else
				gl_text_add(to, "%c", *s);
		}
		gl_text_add(to, "\"");
	}
}

/* A value as JSON, which ends with it; in the arena. */
static const char *
print_json(cJSON *value, struct gl_arena *arena)
{
	char *text = gl_need(value ? cJSON_PrintUnformatted(value) : NULL, 0);
	const char *json = gl_strdup(arena, text);

	cJSON_free(text);
	cJSON_Delete(value);
	return json;
}

const char *
gl_labels_json(const char *const *labels, size_t n, struct gl_arena *arena)
{
	return print_json(cJSON_CreateStringArray(labels, (int)n), arena);
}

const char *
gl_json_string(const char *s, struct gl_arena *arena)
{
	return print_json(cJSON_CreateString(s), arena);
}

/* A name in quotes; *p is behind the first quote and becomes the place behind the second. */
static char *
quoted(const char **p, struct gl_arena *arena, struct gl_err *err)
{
	struct gl_text name = {.arena = arena};
	const char *s = *p;

	gl_text_add(&name, "%s", "");
	for (; *s && *s != '"'; s++) {
		char c = *s;
		if (c == '\\') {
			c = *++s;
			c = c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
			if (!strchr("\"\\nrt", *s) || !*s) {
				gl_fail(err, "after a backslash in quotes stands \" \\ n r or t");
				return NULL;
			}
		}
		gl_text_add(&name, "%c", c);
	}
	if (*s != '"' || !strchr(" \t", s[1])) { /* the NUL behind the last one counts */
		gl_fail(err,
		    *s ? "a space must follow the name \"%.40s\" in quotes"
		       : "the name \"%.40s has no quote at its end",
		    name.s);
		return NULL;
	}
	*p = s + 1;
	return name.s;
}

const char **
gl_labels_read(const char *line, size_t *n, struct gl_arena *arena, struct gl_err *err)
{
	const char **labels = gl_alloc_raw(arena, strlen(line) / 2 + 1, sizeof *labels), *p = line;

	for (*n = 0;; (*n)++) {
		p += strspn(p, " \t");
		if (!*p)
			return labels;
		if (*p == '"') {
			p++;
			if (!(labels[*n] = quoted(&p, arena, err)))
				return NULL;
		} else {
			size_t length = strcspn(p, " \t");
			labels[*n] = gl_strndup(arena, p, length);
			p += length;
			if (strchr(labels[*n], '"')) {
				gl_fail(err, "the name %.40s has a quote inside; put it in quotes: \"a \\\" b\"",
				    labels[*n]);
				return NULL;
			}
		}
	}
}
