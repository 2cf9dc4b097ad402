/* What a file of tensors holds, one item after another, in either encoding. See format/items.h and format/netfile.h. */
#include "format/items.h"
#include "format/onnx.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_LIMIT = 200, RECOGNISE = 16, SEARCH = 1 << 24 };

static const char MAGIC[] = "gradlab-", NPY[] = "\x93NUMPY";

int
gl_items_open(struct gl_items *it, const char *path, struct gl_err *err)
{
	*it = (struct gl_items){.source = gl_source_open(path, err)};
	return it->source ? 0 : -1;
}

void
gl_items_close(struct gl_items *it)
{
	gl_source_close(it->source);
	it->source = NULL;
}

bool
gl_is_batch_count(const char *name)
{
	static const char word[] = "num_batches_tracked";
	size_t n = strlen(name), m = sizeof word - 1;

	return n >= m && strcmp(name + n - m, word) == 0 && (n == m || name[n - m - 1] == '.');
}

/* A name is one word of visible characters, so that it can stand in text. */
static bool
name_good(const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)name[i] <= ' ' || name[i] == 0x7f)
			return false;
	return n > 0 && n <= NAME_LIMIT && name[0] != '#' && strncmp(name, MAGIC, sizeof MAGIC - 1) != 0;
}

struct gl_named *
gl_tensors_add(struct gl_tensors *t, size_t *room, const char *name, int ndim, const size_t *dim,
    struct gl_arena *arena, struct gl_err *err)
{
	size_t n = 1;

	if (!name_good(name)) {
		gl_fail(err, "\"%.60s\" cannot be the name of a tensor", name);
		return NULL;
	}
	for (int i = 0; i < ndim; i++)
		if (dim[i] == 0 || __builtin_mul_overflow(n, dim[i], &n) || n > (size_t)1 << 40) {
			gl_fail(err, "%s has an impossible dimension: %zu", name, dim[i]);
			return NULL;
		}
	if (t->n == *room) {
		*room = *room ? 2 * *room : 16;
		struct gl_named *more = gl_alloc_raw(arena, *room, sizeof *more);
		if (t->n > 0)
			memcpy(more, t->tensor, t->n * sizeof *more);
		t->tensor = more;
	}
	struct gl_named *tensor = &t->tensor[t->n++];
	*tensor = (struct gl_named){.name = gl_strdup(arena, name), .ndim = ndim, .n = n};
	memcpy(tensor->dim, dim, (size_t)ndim * sizeof *dim);
	return tensor;
}

static int
name_order(const void *a, const void *b)
{
	const struct gl_name *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

void
gl_names_sort(struct gl_name *names, size_t n)
{
	if (n > 0)
		qsort(names, n, sizeof *names, name_order);
}

const struct gl_name *
gl_names_find(const struct gl_name *names, size_t n, const char *name)
{
	size_t lo = 0;

	while (n > 0) {
		size_t half = n / 2;
		int order = strcmp(name, names[lo + half].name);
		if (order == 0)
			return &names[lo + half];
		if (order > 0) {
			lo += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return NULL;
}

static int
check_twice(const struct gl_tensors *t, struct gl_arena *arena, const char *file, struct gl_err *err)
{
	struct gl_name *names = gl_alloc_raw(arena, t->n, sizeof *names);

	for (size_t i = 0; i < t->n; i++)
		names[i] = (struct gl_name){t->tensor[i].name, i};
	gl_names_sort(names, t->n);
	for (size_t i = 1; i < t->n; i++)
		if (strcmp(names[i - 1].name, names[i].name) == 0) {
			gl_fail(err, "%s is here twice", names[i].name);
			return gl_fail_at(err, file, t->tensor[names[i].at].line);
		}
	return 0;
}

/* What else could this be that is no network? */
static int
not_ours(const struct gl_items *it, const char *p, size_t have, struct gl_err *err)
{
	const char *file = gl_source_name(it->source);

	if (have >= sizeof NPY - 1 && memcmp(p, NPY, sizeof NPY - 1) == 0) {
		gl_fail(err, "holds examples (.npy), not a network");
	} else if (gl_is_onnx(p, have)) {
		gl_fail(err, "holds an ONNX model, not a network of ours");
		gl_hint(err, "gl-convert turns it into one: gl-convert model.onnx -o model.net");
	} else {
		size_t n = 0;
		while (n < have && n < 40 && p[n] != '\n' && p[n] != '\r')
			n++;
		gl_fail(
		    err, "holds no network, gradient or state: it begins with \"%.*s\", not with gradlab-", (int)n, p);
		if (n > 0 && strchr("-+.0123456789", p[0]))
			gl_hint(err, "are these examples? the network comes first on the command line");
	}
	return gl_fail_at(err, file, 0);
}

static bool
is_text(const char *p, size_t have)
{
	return p[0] == '#' || (have >= sizeof MAGIC - 1 && memcmp(p, MAGIC, sizeof MAGIC - 1) == 0);
}

/* The length of the header in eight bytes, then the header, which is a JSON object. */
bool
gl_is_safetensors(const char *p, size_t have)
{
	return have >= GL_SAFETENSORS_BEGIN && p[8] == '{' && p[7] == 0 && p[6] == 0 && p[5] == 0;
}

/* Field 1 of the message, a small whole number: the version of the form. */
bool
gl_is_onnx(const char *p, size_t have)
{
	return have >= 2 && p[0] == 0x08 && p[1] > 0 && p[1] < 0x40;
}

int
gl_items_next(struct gl_items *it, struct gl_tensors *t, struct gl_arena *arena, struct gl_err *err)
{
	size_t have;
	int got;

	gl_source_skip(it->source, it->pending);
	it->pending = 0;
	const char *p = gl_source_peek(it->source, RECOGNISE, &have, err);
	if (!p)
		return -1;
	if (have == 0)
		return 0;
	*t = (struct gl_tensors){0};
	if (gl_is_safetensors(p, have)) {
		t->form = GL_FORM_BINARY;
		got = gl_safetensors_item(it, t, arena, err);
	} else if (is_text(p, have) || it->line > 0) {
		t->form = GL_FORM_TEXT;
		got = gl_text_item(it, t, arena, err);
	} else {
		return not_ours(it, p, have, err);
	}
	return got <= 0 ? got : check_twice(t, arena, gl_source_name(it->source), err) < 0 ? -1 : 1;
}

int
gl_items_only(struct gl_items *it, const char *what, struct gl_tensors *t, struct gl_arena *arena, struct gl_err *err)
{
	const char *file = gl_source_name(it->source);
	int got = gl_items_next(it, t, arena, err);
	size_t have;

	if (got < 0)
		return -1;
	if (got == 0) {
		gl_fail(err, "is empty");
		return gl_fail_at(err, file, 0);
	}
	/*
	 * t does not hang on the source's buffer, so the source may be read on. A text item has taken the empty lines
	 * behind it.
	 */
	if (!gl_source_peek(it->source, it->pending + 1, &have, err))
		return -1;
	if (have <= it->pending)
		return 0;
	gl_fail(err, "something follows the %s", what);
	return gl_fail_at(err, file, t->form == GL_FORM_TEXT ? it->line + 1 : 0);
}

int
gl_tensors_load(struct gl_tensors *t, const char *path, struct gl_arena *life, struct gl_err *err)
{
	struct gl_items it;

	if (gl_items_open(&it, path, err) < 0)
		return -1;
	int status = gl_items_only(&it, "file's one item", t, life, err);
	const char *bytes;
	size_t size;
	if (status == 0 && t->form == GL_FORM_BINARY && gl_source_mapped(it.source, &bytes, &size))
		for (size_t i = 0; i < t->n; i++) { /* out of the mapping, which ends here */
			float *copy = gl_alloc_raw(life, t->tensor[i].n, sizeof *copy);
			memcpy(copy, t->tensor[i].data, t->tensor[i].n * sizeof *copy);
			t->tensor[i].data = copy;
		}
	gl_items_close(&it);
	return status;
}

int
gl_item_write(const struct gl_tensors *t, struct gl_sink *s, enum gl_form form, int digits, struct gl_err *err)
{
	return form == GL_FORM_BINARY ? gl_safetensors_write(t, s, err) : gl_text_write(t, s, digits, err);
}

int
gl_tensors_save(const struct gl_tensors *t, const char *path, enum gl_form form, int digits, struct gl_err *err)
{
	struct gl_sink *s = gl_sink_open(path, err);

	if (!s)
		return -1;
	if (gl_item_write(t, s, form, digits, err) < 0) {
		gl_sink_abort(s);
		return -1;
	}
	return gl_sink_commit(s, err);
}

/* The kind that a head's first word names; p is at "gradlab-KIND 1". */
static enum gl_filekind
kind_named(const char *p, size_t have)
{
	static const struct {
		const char *word;
		enum gl_filekind kind;
	} kinds[] = {{"network ", GL_FILE_NETWORK}, {"gradient ", GL_FILE_GRADIENT}, {"state ", GL_FILE_STATE},
	    {"checkpoint ", GL_FILE_CHECKPOINT}};
	size_t magic = sizeof MAGIC - 1;

	if (have >= magic && memcmp(p, MAGIC, magic) == 0)
		for (size_t i = 0; i < GL_LEN(kinds); i++) {
			size_t n = strlen(kinds[i].word);
			if (have - magic >= n && memcmp(p + magic, kinds[i].word, n) == 0)
				return kinds[i].kind;
		}
	return GL_FILE_EXAMPLES;
}

/* The first line that is no comment tells. */
static int
kind_text(struct gl_source *s, enum gl_filekind *kind, struct gl_err *err)
{
	const char *p, *newline;
	size_t have, at = 0;

	for (size_t want = 64;; want = have + 1) {
		if (!(p = gl_source_peek(s, want, &have, err)))
			return -1;
		while (at < have && p[at] == '#' && (newline = memchr(p + at, '\n', have - at)) != NULL)
			at = (size_t)(newline + 1 - p);
		if (have < want || (p[at] != '#' && have - at >= 64))
			break;
	}
	*kind = kind_named(p + at, have - at);
	return 0;
}

/* A header in which "gradlab-KIND 1 stands as (the beginning of) a string. One that lies is refused by who reads it. */
static int
kind_safetensors(struct gl_source *s, enum gl_filekind *kind, struct gl_err *err)
{
	size_t have, header = 0;
	const char *p = gl_source_peek(s, 8, &have, err);

	for (int i = 3; p && i >= 0; i--)
		header = header << 8 | (unsigned char)p[i];
	if (!p || !(p = gl_source_peek(s, 8 + (header < SEARCH ? header : SEARCH), &have, err)))
		return -1;
	*kind = GL_FILE_NETWORK;
	for (size_t k = 8; k + 1 < have && k < 8 + header; k++)
		if (p[k] == '"' && kind_named(p + k + 1, have - k - 1) != GL_FILE_EXAMPLES) {
			*kind = kind_named(p + k + 1, have - k - 1);
			break;
		}
	return 0;
}

int
gl_file_kind(const char *path, enum gl_filekind *kind, struct gl_err *err)
{
	struct gl_source *s = gl_source_open(path, err);
	size_t have;
	const char *p = s ? gl_source_peek(s, RECOGNISE, &have, err) : NULL;

	if (!p || (gl_is_safetensors(p, have) ? kind_safetensors(s, kind, err) : kind_text(s, kind, err)) < 0) {
		gl_source_close(s);
		return -1;
	}
	gl_source_keep(s);
	return 0;
}
