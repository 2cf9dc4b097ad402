/*
 * Items: what a file of tensors holds one after another (a network or a state is one item, gradients may be several),
 * in either encoding, not yet interpreted. Inside format only; tools use netfile.h.
 */
#ifndef GL_ITEMS_H
#define GL_ITEMS_H

#include "format/netfile.h"

struct gl_items {
	struct gl_source *source;
	size_t line; /* of the text read last, from 1 */
	size_t pending; /* bytes of that line, to be skipped before the next one is looked for */
};

/* Opens a file; 0, or -1. */
int gl_items_open(struct gl_items *it, const char *path, struct gl_err *err);
void gl_items_close(struct gl_items *it);

/*
 * The next item: 1, 0 at the end, -1. t lives until the next call: names and head are in the arena, numbers there or
 * in the file's mapping. Checked: the grammar, sizes against the bytes there are, duplicate names. nan and inf are let
 * through.
 */
int gl_items_next(struct gl_items *it, struct gl_tensors *t, struct gl_arena *arena, struct gl_err *err);

/* The same, where a file must hold exactly one item; what ("network") is for messages. */
int
gl_items_only(struct gl_items *it, const char *what, struct gl_tensors *t, struct gl_arena *arena, struct gl_err *err);

/* Do the first bytes of an item, GL_SAFETENSORS_BEGIN if there are as many, begin a safetensors header? */
enum { GL_SAFETENSORS_BEGIN = 9 };
bool gl_is_safetensors(const char *p, size_t have);

/* The two encodings of one item. Reading: 1 or -1 (text: 0 when only empty lines were left). */
int gl_text_item(struct gl_items *it, struct gl_tensors *t, struct gl_arena *arena, struct gl_err *err);
int gl_safetensors_item(struct gl_items *it, struct gl_tensors *t, struct gl_arena *arena, struct gl_err *err);
int gl_text_write(const struct gl_tensors *t, struct gl_sink *s, int digits, struct gl_err *err);
int gl_safetensors_write(const struct gl_tensors *t, struct gl_sink *s, struct gl_err *err);
int gl_item_write(const struct gl_tensors *t, struct gl_sink *s, enum gl_form form, int digits, struct gl_err *err);

/* The network of an item, or, without parameters, its layers and notes alone; NULL with err set. */
struct gl_net *gl_net_of_item(
    const struct gl_tensors *t, bool parameters, const char *file, struct gl_arena *life, struct gl_err *err);

/* The head of a network as an item: header, architecture, labels, history. A network as an item, in the arena. */
const char *gl_net_head(const struct gl_net *net, struct gl_arena *arena);
int gl_net_tensors(const struct gl_net *net, struct gl_tensors *t, struct gl_arena *arena, struct gl_err *err);

/*
 * Adds a tensor to t, whose array grows in the arena (*room: its size, 0 at first); NULL when name or shape can't be
 * one.
 */
struct gl_named *gl_tensors_add(struct gl_tensors *t, size_t *room, const char *name, int ndim, const size_t *dim,
    struct gl_arena *arena, struct gl_err *err);

/* Names in order, with the place of each in an array of tensors or parameters: to find one among many. */
struct gl_name {
	const char *name;
	size_t at;
};
void gl_names_sort(struct gl_name *names, size_t n);
const struct gl_name *gl_names_find(const struct gl_name *names, size_t n, const char *name);

/* PyTorch counts batches under this name; it is read and not kept. */
bool gl_is_batch_count(const char *name);

#endif
