/*
 * Checkpoints: a training run in one file (safetensors), so that it can go on as if it had not stopped. It holds the
 * network, what the optimizer remembers, the best network so far, and the loop's position; the head names what the run
 * is made of.
 */
#ifndef GL_CHECKPOINT_H
#define GL_CHECKPOINT_H

#include "train/loop.h"

/* Writes one, whole or not at all. recipe: gl_recipe_text. 0, or -1 with err set. */
int gl_checkpoint_save(struct gl_loop *l, const char *recipe, const char *path, struct gl_err *err);

/*
 * Takes network, state and position from a checkpoint, before gl_loop_start. l->recipe and l->net (which tells the
 * architecture, and is replaced) are set. A checkpoint of another network, other options or other data is refused: "was
 * made with --lr 0.1, but this run has --lr 0.2". Of a stream, what the earlier run has used is read over.
 */
int gl_checkpoint_load(struct gl_loop *l, const char *recipe, const char *path, struct gl_err *err);

/* What a checkpoint says of itself. */
struct gl_checkpoint {
	struct gl_net *net; /* as it was then, with its class names and history */
	const char *recipe; /* gl_recipe_text */
	uint64_t epochs, rows, steps; /* whole epochs, examples of the next one, and steps in all */
	struct gl_standing last, best; /* as in struct gl_loop; epoch 0: there is none yet */
};

/* Reads one that need not go with anything ("-": standard input). Memory is life's. 0, or -1 with err set. */
int gl_checkpoint_read(struct gl_checkpoint *c, const char *path, struct gl_arena *life, struct gl_err *err);

/* In words, a line each: how far the run was, of what it was made, and how the last and the best epoch stood. */
const char *gl_checkpoint_text(const struct gl_checkpoint *c, struct gl_arena *arena);

#endif
