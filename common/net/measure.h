/* What a network costs: parameters, arithmetic, memory. */
#ifndef GL_MEASURE_H
#define GL_MEASURE_H

#include "net/net.h"

struct gl_layer_cost {
	const struct gl_layer *layer;
	int depth; /* blocks around it */
	size_t parameters; /* numbers that training finds, frozen or not, as PyTorch counts them */
	double multiply_adds; /* in the forward pass of one example */
};

/* Memory in bytes, four for each number. */
struct gl_net_cost {
	struct gl_layer_cost *layer; /* all layers, blocks' included, depth first; in the arena */
	size_t layers;
	size_t parameters, trained; /* trained: those of layers that are not frozen */
	size_t buffers; /* numbers that are saved and not trained: running statistics, standardise */
	double multiply_adds;
	double network, gradient; /* bytes: of all numbers; of a gradient, laid out in the same way */
	double activations; /* what a training pass over a batch keeps for the way back, with the batch itself */
	double slopes; /* the gradients of activations on the way back: two layers' at a time */
};

/* batch: examples at a time in training, for the activations. The network may have no block. */
struct gl_net_cost gl_net_measure(const struct gl_net *net, size_t batch, struct gl_arena *arena);

#endif
