/* What a network is made of; only common/net looks inside. */
#ifndef GL_NET_INSIDE_H
#define GL_NET_INSIDE_H

#include "net/net.h"

/* Limits, so that a wrong number in a file ends in a message and not in a machine without memory. */
enum { GL_NET_LAYERS = 10000, GL_NET_DEPTH = 6 };
#define GL_NET_NUMBERS ((size_t)1 << 40) /* in one example, between any two layers */
#define GL_NET_PARAMETERS ((size_t)1 << 32) /* in the whole network */

struct gl_net {
	struct gl_arena *life;
	struct gl_shape input, output;
	struct gl_seq layers;
	enum gl_output kind;

	/* All layers and all parameters, blocks' included, depth first: the order of files. */
	struct gl_layer **flat;
	size_t nflat;
	struct gl_param **param;
	size_t nparam;

	gl_real *block; /* all parameters, each from a multiple of 64 bytes; what lies between them is 0 */
	size_t block_n;

	const char *const *label;
	size_t nlabel;
	const char **history;
	size_t nhistory, history_room;
};

/* Builds flat, param, the block and what else follows from a tree of layers whose shapes are known. In net.c. */
int gl_net_assemble(struct gl_net *net, size_t numbers, struct gl_err *err);

/* -1 unless tokens are whole numbers in the range that the first layer reads. x has the input's shape. In run.c. */
int gl_net_tokens(const struct gl_net *net, uint64_t row, const struct gl_tensor *x, struct gl_err *err);

/* Whether the loss is given logits rather than what the last activation makes of them. In run.c. */
bool gl_net_logits(const struct gl_net *net, const struct gl_loss *loss);

#endif
