#include "encode/labels.h"
#include "format/netfile.h"

#include <string.h>

long
gl_labels_index(const struct gl_labels *l, const char *name)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->name[i], name) == 0)
			return (long)i;
	return -1;
}

/* A list: one name a line. */
static int
read_list(struct gl_labels *l, const char *text, size_t size, struct gl_arena *life, struct gl_err *err)
{
	const char **names, *end = text + size;
	size_t lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += text[i] == '\n';
	names = gl_alloc(life, lines + 1, sizeof *names);
	l->name = names;
	for (const char *p = text, *next; p < end; p = next) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		next = stop ? stop + 1 : end;
		stop = stop ? stop : end;
		if (stop > p && stop[-1] == '\r')
			stop--;
		if (stop == p)
			return gl_fail(err, "line %zu is empty; a line is the name of a class", l->n + 1);
		for (const char *q = p; q < stop; q++)
			if ((unsigned char)*q < ' ' || *q == 0x7f)
				return gl_fail(err, "line %zu has a control character in it", l->n + 1);
		char *name = gl_strndup(life, p, (size_t)(stop - p));
		long twice = gl_labels_index(l, name);
		if (twice >= 0)
			return gl_fail(err, "line %zu: '%s' is in line %ld already", l->n + 1, name, twice + 1);
		names[l->n++] = name;
	}
	return l->n > 0 ? 0 : gl_fail(err, "no names of classes: the file is empty");
}

static int
read_network(struct gl_labels *l, const char *path, struct gl_arena *life, struct gl_err *err)
{
	struct gl_net *net = gl_net_load(path, NULL, life, err);

	if (!net)
		return -1;
	l->name = gl_net_labels(net, &l->n);
	l->output = gl_net_output_kind(net);
	l->from_network = true;
	if (l->n > 0)
		return 0;
	gl_fail(err, "%s: the network has no names of classes", path);
	return gl_hint(err, "gl-init --labels gives a network names; or give a file with one name a line");
}

int
gl_labels_load(struct gl_labels *l, const char *path, struct gl_arena *life, struct gl_err *err)
{
	static const char text_begins[] = "gradlab-";
	struct gl_source *from = gl_source_open(path, err);
	size_t have, size;
	int result = -1;

	*l = (struct gl_labels){.path = path};
	if (!from)
		return -1;
	const char *p = gl_source_peek(from, 16, &have, err);
	/* safetensors: a length in 8 bytes, the highest of which are 0, then a JSON object */
	bool network = p && ((have >= 8 && memcmp(p, text_begins, 8) == 0) || (have > 8 && p[8] == '{' && p[7] == 0));
	if (p && !network) {
		p = gl_source_all(from, &size, life, err);
		result = p ? read_list(l, p, size, life, err) : -1;
	}
	if (result < 0 && !network)
		gl_fail_at(err, gl_source_name(from), 0);
	gl_source_close(from);
	return network ? read_network(l, path, life, err) : result;
}

int
gl_labels_save(const struct gl_labels *l, const char *path, struct gl_err *err)
{
	struct gl_sink *to = gl_sink_open(path, err);

	if (!to)
		return -1;
	for (size_t i = 0; i < l->n; i++)
		if (gl_sink_print(to, err, "%s\n", l->name[i]) < 0) {
			gl_sink_abort(to);
			return -1;
		}
	return gl_sink_commit(to, err);
}
