/* Networks as pictures made of characters, and for Graphviz. */
#ifndef GL_DRAW_H
#define GL_DRAW_H

#include "core/text.h"
#include "net/net.h"

enum { GL_DRAW_WIDTH = 80 }; /* columns of a picture, where the words in it allow that */

/*
 * Whether a network is drawn neuron by neuron, with a number on every connection: dense layers of at most
 * GL_DRAW_EDGES weights, from one vector, with activations between them. The others are drawn as blocks.
 */
enum { GL_DRAW_EDGES = 32, GL_DRAW_NEURONS = 8 };
bool gl_net_draws_neurons(const struct gl_net *net);

/* Adds a picture of at most 80 columns. t->digits: of the numbers; unicode: see core/canvas.h. */
void gl_net_draw(const struct gl_net *net, bool unicode, struct gl_text *t);

/* Adds a graph in the language of Graphviz: of neurons with their weights, or of layers. */
void gl_net_dot(const struct gl_net *net, struct gl_text *t);

#endif
