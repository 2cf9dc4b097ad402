#include "core/columns.h"

#include <string.h>

void
gl_columns_add(struct gl_columns *c, const char *label, const char *line)
{
	size_t n = 1, i = 0;

	if (c->lines == c->room) {
		size_t room = 2 * c->room + 16;
		const char **labels = gl_alloc(c->arena, room, sizeof *labels);
		const char *const **words = gl_alloc(c->arena, room, sizeof *words);
		if (c->lines > 0) {
			memcpy(labels, c->label, c->lines * sizeof *labels);
			memcpy(words, c->word, c->lines * sizeof *words);
		}
		c->label = labels;
		c->word = words;
		c->room = room;
	}
	for (const char *p = line; *p; p++)
		n += *p == ' ';
	const char **word = gl_alloc(c->arena, n, sizeof *word);
	for (const char *p = line; i < n; i++) {
		size_t length = strcspn(p, " ");
		word[i] = gl_strndup(c->arena, p, length);
		p += length + (p[length] == ' ');
	}
	c->label[c->lines] = label;
	c->word[c->lines++] = word;
	c->words = n;
}

/* How wide a name is on a screen: its characters, that is bytes but those that continue one (UTF-8). */
static size_t
width_of(const char *name)
{
	size_t n = 0;

	for (; *name; name++)
		n += ((unsigned char)*name & 0xC0) != 0x80;
	return n;
}

static size_t
label_width(const struct gl_columns *c)
{
	size_t width = 0;

	for (size_t i = 0; i < c->lines; i++)
		width = width_of(c->label[i]) > width ? width_of(c->label[i]) : width;
	return width;
}

static size_t
column_width(const struct gl_columns *c, size_t column)
{
	size_t width = 0;

	for (size_t i = 0; i < c->lines; i++)
		width = strlen(c->word[i][column]) > width ? strlen(c->word[i][column]) : width;
	return width;
}

size_t
gl_columns_width(const struct gl_columns *c, size_t indent)
{
	size_t width = indent + label_width(c) + 1;

	for (size_t k = 0; k < c->words; k++)
		width += 1 + column_width(c, k);
	return width;
}

void
gl_columns_print(const struct gl_columns *c, size_t indent, struct gl_text *t)
{
	size_t label = label_width(c) + 1;

	for (size_t i = 0; i < c->lines; i++) {
		gl_text_add(t, "%*s%s%*s", (int)indent, "", c->label[i], (int)(label - width_of(c->label[i])), "");
		for (size_t k = 0; k < c->words; k++)
			gl_text_add(t, " %*s", (int)column_width(c, k), c->word[i][k]);
		gl_text_add(t, "\n");
	}
}
