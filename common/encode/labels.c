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

/* A line of a list, n bytes at p, that has become a name. */
static int
check_name(const struct gl_labels *l, const char *p, const char *name, size_t n, struct gl_err *err)
{
	long twice = gl_labels_index(l, name);

	if (n == 0)
		return gl_fail(err, "the line is empty; a line is the name of a class");
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)p[i] < ' ' || p[i] == 0x7f)
			return gl_fail(err, "a control character cannot be part of a name");
	return twice < 0 ? 0 : gl_fail(err, "'%s' is in line %ld already", name, twice + 1);
}

/* A list: one name a line. */
static int
read_list(
    struct gl_labels *l, const char *path, const char *text, size_t size, struct gl_arena *life, struct gl_err *err)
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
		char *name = gl_strndup(life, p, (size_t)(stop - p));
		if (check_name(l, p, name, (size_t)(stop - p), err) < 0)
			return gl_fail_at(err, path, l->n + 1);
		names[l->n++] = name;
	}
	if (l->n > 0)
		return 0;
	gl_fail(err, "no names of classes: the file is empty");
	return gl_fail_at(err, path, 0);
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
		result = p ? read_list(l, gl_source_name(from), p, size, life, err) : -1;
	}
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
