/*
 * The binary form of networks, gradients and states: safetensors. Eight bytes hold the length of a header
 * (little-endian), the header is a JSON object that gives each tensor's dtype, shape and place in the data, and the
 * data follow. See gl-network(5). Source: the format's description in the safetensors project's README.
 */
#include "format/head.h"
#include "format/items.h"

#include <cjson/cJSON.h>

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers are read and written as they are in memory");

enum { HEADER_MAX = 1 << 24, LENGTH_BYTES = 8 };

/* How a dtype's number becomes a float32. */
static float
from_f32(const unsigned char *p)
{
	float f;

	memcpy(&f, p, sizeof f);
	return f;
}

static float
from_bits(uint32_t bits)
{
	float f;

	memcpy(&f, &bits, sizeof f);
	return f;
}

/* Half precision: 1 bit of sign, 5 of exponent, 10 of fraction. */
static float
from_f16(const unsigned char *p)
{
	uint32_t h = p[0] | (uint32_t)p[1] << 8, sign = (h & 0x8000) << 16, exponent = h >> 10 & 31,
		 fraction = h & 1023;

	if (exponent == 31)
		return from_bits(sign | 0x7f800000 | fraction << 13);
	if (exponent == 0) /* a subnormal: fraction / 2^24 */
		return from_bits(sign) + (sign ? -1.0F : 1.0F) * (float)fraction * 0x1p-24F;
	return from_bits(sign | (exponent + 112) << 23 | fraction << 13);
}

/* The upper half of a float32. */
static float
from_bf16(const unsigned char *p)
{
	return from_bits((uint32_t)p[0] << 16 | (uint32_t)p[1] << 24);
}

static float
from_f64(const unsigned char *p)
{
	double d;

	memcpy(&d, p, sizeof d);
	return (float)d;
}

struct dtype {
	const char *name;
	size_t bytes;
	float (*get)(const unsigned char *p);
};

static const struct dtype dtypes[] = {
    {"F32", 4, from_f32}, {"F16", 2, from_f16}, {"BF16", 2, from_bf16}, {"F64", 8, from_f64}};

/* A tensor's bytes in the data. */
struct place {
	uint64_t begin, end;
	const struct dtype *dtype;
	const char *name;
	size_t at; /* in t->tensor, or SIZE_MAX: read and not kept */
};

/* A whole number of JSON, as far as its doubles are exact. */
static bool
whole(const cJSON *j, uint64_t *value)
{
	if (!cJSON_IsNumber(j) || j->valuedouble < 0 || j->valuedouble > 0x1p53 ||
	    j->valuedouble != floor(j->valuedouble))
		return false;
	*value = (uint64_t)j->valuedouble;
	return true;
}

static int
read_shape(const cJSON *j, const char *name, size_t dim[GL_SHAPE_DIMS], int *ndim, struct gl_err *err)
{
	*ndim = 0;
	if (!cJSON_IsArray(j))
		return gl_fail(err, "%.80s has no shape", name);
	for (const cJSON *d = j->child; d; d = d->next) {
		uint64_t v;
		if (*ndim == GL_SHAPE_DIMS)
			return gl_fail(err, "%.80s has more than %d dimensions", name, GL_SHAPE_DIMS);
		if (!whole(d, &v))
			return gl_fail(err, "the shape of %.80s is not made of whole numbers", name);
		dim[(*ndim)++] = (size_t)v;
	}
	return 0;
}

/* One entry of the header: its tensor goes into t, its bytes' place into *place. */
static int
read_entry(
    struct gl_tensors *t, size_t *room, const cJSON *j, struct place *place, struct gl_arena *arena, struct gl_err *err)
{
	const char *name = j->string;
	const cJSON *dtype = cJSON_GetObjectItemCaseSensitive(j, "dtype"),
		    *offsets = cJSON_GetObjectItemCaseSensitive(j, "data_offsets");
	size_t dim[GL_SHAPE_DIMS];
	int ndim;

	*place = (struct place){.name = name, .at = SIZE_MAX};
	if (!cJSON_IsObject(j) || !cJSON_IsString(dtype))
		return gl_fail(err, "%.80s has no dtype", name);
	if (!cJSON_IsArray(offsets) || cJSON_GetArraySize(offsets) != 2 || !whole(offsets->child, &place->begin) ||
	    !whole(offsets->child->next, &place->end) || place->end < place->begin)
		return gl_fail(err, "%.80s has no right data_offsets", name);
	if (gl_is_batch_count(name))
		return 0;
	for (size_t i = 0; i < GL_LEN(dtypes); i++)
		if (strcmp(dtype->valuestring, dtypes[i].name) == 0)
			place->dtype = &dtypes[i];
	if (!place->dtype)
		return gl_fail(err, "%.80s has dtype %.20s; F32, F16, BF16 and F64 are read", name, dtype->valuestring);
	if (read_shape(cJSON_GetObjectItemCaseSensitive(j, "shape"), name, dim, &ndim, err) < 0)
		return -1;
	struct gl_named *tensor = gl_tensors_add(t, room, name, ndim, dim, arena, err);
	if (!tensor)
		return -1;
	place->at = t->n - 1;
	if (place->end - place->begin != (uint64_t)tensor->n * place->dtype->bytes)
		return gl_fail(err, "%.80s has %llu bytes of data, but its shape takes %llu", name,
		    (unsigned long long)(place->end - place->begin),
		    (unsigned long long)tensor->n * place->dtype->bytes);
	return 0;
}

static int
place_order(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return x->begin != y->begin ? (x->begin > y->begin) - (x->begin < y->begin)
				    : (x->end > y->end) - (x->end < y->end);
}

/* The `gradlab` entry of the header's __metadata__: the head's lines. */
static int
read_metadata(const cJSON *root, struct gl_tensors *t, struct gl_arena *arena, struct gl_err *err)
{
	const cJSON *meta = cJSON_GetObjectItemCaseSensitive(root, "__metadata__"),
		    *head = cJSON_GetObjectItemCaseSensitive(meta, "gradlab");

	if (!cJSON_IsString(head)) {
		gl_fail(err, "has no gradlab entry in its __metadata__, so its layers are not known");
		return gl_hint(err, "gl-network(5) shows how to save the layers with the weights");
	}
	if (!(t->head = gl_head_lines(head->valuestring, arena)))
		return gl_fail(err, "the gradlab entry of its __metadata__ does not begin with gradlab-network 1");
	return 0;
}

/* All entries, sorted by their places, which must not overlap. Their number, or -1. */
static long
read_entries(const cJSON *root, struct gl_tensors *t, struct place **places, struct gl_arena *arena, struct gl_err *err)
{
	size_t room = 0, n = 0, most = 0;

	if (!cJSON_IsObject(root))
		return gl_fail(err, "the header is not a JSON object");
	for (const cJSON *j = root->child; j; j = j->next)
		most++;
	struct place *p = *places = gl_alloc_raw(arena, most, sizeof *p);
	for (const cJSON *j = root->child; j; j = j->next)
		if (strcmp(j->string, "__metadata__") != 0 && read_entry(t, &room, j, &p[n++], arena, err) < 0)
			return -1;
	if (n > 0)
		qsort(p, n, sizeof *p, place_order);
	for (size_t i = 1; i < n; i++)
		if (p[i].begin < p[i - 1].end)
			return gl_fail(err, "%.80s and %.80s overlap", p[i - 1].name, p[i].name);
	return (long)n;
}

/*
 * Where the numbers are in memory already they stay, if the mapping stays too; else they are converted into the arena.
 */
static const float *
numbers(const struct place *p, const char *data, size_t n, bool mapped, struct gl_arena *arena)
{
	const unsigned char *from = (const unsigned char *)data + p->begin;

	if (mapped && p->dtype->get == from_f32 && (uintptr_t)from % sizeof(float) == 0)
		return (const float *)(const void *)from;
	float *to = gl_alloc_raw(arena, n, sizeof *to);
	if (p->dtype->get == from_f32)
		memcpy(to, from, n * sizeof *to);
	else
		for (size_t i = 0; i < n; i++)
			to[i] = p->dtype->get(from + i * p->dtype->bytes);
	return to;
}

/* The item behind a parsed header of `header` bytes with its length. */
static int
read_item(struct gl_items *it, const cJSON *root, uint64_t header, struct gl_tensors *t, struct gl_arena *arena,
    struct gl_err *err)
{
	struct place *places = NULL;
	long n = read_entries(root, t, &places, arena, err);
	const char *bytes, *p;
	size_t have;

	if (n < 0 || read_metadata(root, t, arena, err) < 0)
		return -1;
	uint64_t size = header + (n > 0 ? places[n - 1].end : 0);
	if (!(p = gl_source_peek(it->source, (size_t)size, &have, err)))
		return 1; /* err has the file's name already */
	if (have < size)
		return gl_fail(err, "is cut short: its header tells of %llu bytes, but here are %zu",
		    (unsigned long long)size, have);
	bool mapped = gl_source_mapped(it->source, &bytes, &have);
	for (long i = 0; i < n; i++)
		if (places[i].at != SIZE_MAX)
			t->tensor[places[i].at].data =
			    numbers(&places[i], p + header, t->tensor[places[i].at].n, mapped, arena);
	it->pending = (size_t)size;
	return 0;
}

int
gl_safetensors_item(struct gl_items *it, struct gl_tensors *t, struct gl_arena *arena, struct gl_err *err)
{
	const char *file = gl_source_name(it->source), *end, *p;
	uint64_t header;
	size_t have;

	if (!(p = gl_source_peek(it->source, LENGTH_BYTES, &have, err)))
		return -1;
	memcpy(&header, p, sizeof header);
	if (header > HEADER_MAX) {
		gl_fail(err, "its header would have %llu bytes; at most %d are read", (unsigned long long)header,
		    HEADER_MAX);
		return gl_fail_at(err, file, 0);
	}
	if (!(p = gl_source_peek(it->source, LENGTH_BYTES + (size_t)header, &have, err)))
		return -1;
	if (have < LENGTH_BYTES + header) {
		gl_fail(err, "is cut short in its header");
		return gl_fail_at(err, file, 0);
	}
	char *copy = gl_strndup(arena, p + LENGTH_BYTES, (size_t)header);
	cJSON *root = cJSON_ParseWithLengthOpts(copy, (size_t)header + 1, &end, 0);
	int status = -1;
	if (!root || end[strspn(end, " \t\r\n")] != '\0')
		gl_fail(err, "its header is not right JSON (byte %zu)", end ? (size_t)(end - copy) + LENGTH_BYTES : 0);
	else
		status = read_item(it, root, LENGTH_BYTES + header, t, arena, err);
	cJSON_Delete(root);
	return status == 0 ? 1 : status < 0 ? gl_fail_at(err, file, 0) : -1;
}

/* A string of JSON, in quotes. */
static void
quote(FILE *f, const char *s)
{
	fputc('"', f);
	for (; *s; s++)
		if (*s == '"' || *s == '\\')
			fprintf(f, "\\%c", *s);
		else if (*s == '\n')
			fputs("\\n", f);
		else if ((unsigned char)*s < ' ')
			fprintf(f, "\\u%04x", *s);
		else
			fputc(*s, f);
	fputc('"', f);
}

int
gl_safetensors_write(const struct gl_tensors *t, struct gl_sink *s, struct gl_err *err)
{
	char *header = NULL;
	size_t size = 0;
	uint64_t at = 0;

	if (gl_head_utf8(t->head, err) < 0)
		return -1;
	FILE *f = open_memstream(&header, &size);
	if (!f)
		return gl_fail_errno(err, "cannot make a header");
	fputs("{\"__metadata__\":{\"gradlab\":", f);
	quote(f, t->head);
	fputc('}', f);
	for (size_t i = 0; i < t->n; i++) {
		const struct gl_named *n = &t->tensor[i];
		fputc(',', f);
		quote(f, n->name);
		fputs(":{\"dtype\":\"F32\",\"shape\":[", f);
		for (int k = 0; k < n->ndim; k++)
			fprintf(f, "%s%zu", k ? "," : "", n->dim[k]);
		fprintf(f, "],\"data_offsets\":[%llu,", (unsigned long long)at);
		at += (uint64_t)n->n * sizeof(float);
		fprintf(f, "%llu]}", (unsigned long long)at);
	}
	fputc('}', f);
	for (long n = ftell(f); n % 8 != 0; n++) /* so that the numbers are aligned */
		fputc(' ', f);
	if (fclose(f) != 0)
		return gl_fail_errno(err, "cannot make a header");
	uint64_t length = size;
	gl_sink_write(s, &length, sizeof length, err);
	int status = gl_sink_write(s, header, size, err);
	free(header);
	for (size_t i = 0; status == 0 && i < t->n; i++)
		status = gl_sink_write(s, t->tensor[i].data, t->tensor[i].n * sizeof(float), err);
	return status;
}
