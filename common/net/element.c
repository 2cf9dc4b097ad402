/* One number of a network, by its name: 0.weight:0,1. */
#include "net/net.h"

#include <stdio.h>
#include <string.h>

/* The whole number at *p, or SIZE_MAX when there is none or it is huge. Moves *p behind its digits. */
static size_t
digits(const char **p)
{
	size_t n = 0, count = strspn(*p, "0123456789");

	for (size_t i = 0; i < count; i++)
		n = n * 10 + (size_t)((*p)[i] - '0');
	*p += count;
	return count > 0 && count < 18 ? n : SIZE_MAX;
}

/* Reads "2,1" as the place of an element in a parameter, in file order. */
static int
place(const struct gl_param *p, const char *text, size_t *e, struct gl_err *err)
{
	const char *at = text;
	int commas = 0;

	for (const char *s = text; *s; s++)
		commas += *s == ',';
	if (commas + 1 != p->ndim)
		return gl_fail(err, "%s has %d dimension%s, but '%s' gives %d", p->name, p->ndim,
		    p->ndim == 1 ? "" : "s", text, commas + 1);
	*e = 0;
	for (int d = 0; d < p->ndim; d++, at++) {
		size_t i = digits(&at);
		if (i == SIZE_MAX || *at != (d + 1 < p->ndim ? ',' : '\0'))
			return gl_fail(
			    err, "'%s' is not a place in %s: whole numbers with commas between them", text, p->name);
		if (i >= p->dim[d])
			return gl_fail(err, "%s:%s: index %zu of dimension %d must be from 0 to %zu", p->name, text, i,
			    d + 1, p->dim[d] - 1);
		*e = *e * p->dim[d] + i;
	}
	return 0;
}

gl_real *
gl_net_number(const struct gl_net *net, const char *name, const struct gl_param **param, struct gl_err *err)
{
	const char *colon = strrchr(name, ':');
	char before[GL_NAME_MAX];
	size_t e = 0;

	if (!colon || (size_t)(colon - name) >= sizeof before) {
		gl_fail(err, "'%s' does not name a number of the network", name);
		gl_hint(err, "a parameter's name and a place in it, counted from 0: 0.weight:0,1");
		return NULL;
	}
	snprintf(before, sizeof before, "%.*s", (int)(colon - name), name);
	if (!(*param = gl_net_param_find(net, before, err)) || place(*param, colon + 1, &e, err) < 0)
		return NULL;
	return gl_net_block(net) + gl_param_at(*param, e);
}

const char *
gl_param_number_name(const struct gl_param *p, size_t e, char text[GL_NUMBER_NAME])
{
	size_t at = (size_t)snprintf(text, GL_NUMBER_NAME, "%s", p->name), below = p->n;

	for (int d = 0; d < p->ndim; d++) {
		below /= p->dim[d];
		at += (size_t)snprintf(text + at, GL_NUMBER_NAME - at, d ? ",%zu" : ":%zu", e / below);
		e %= below;
	}
	return text;
}
