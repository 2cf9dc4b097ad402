/* A network as a graph in the language of Graphviz: gl-info --dot NET | dot -Tsvg. */
#include "net/draw.h"

#include "net/inside.h"

#include <string.h>

/*
 * A node's name is its layer's index, a colon, and the number of the neuron: "2:0"; the inputs are of layer "x". All
 * nodes are written in quotes, and no label holds any.
 */
static void
neurons(const struct gl_net *net, struct gl_text *t)
{
	char line[256];
	const char *from = "x";
	size_t n = net->input.dim[0];

	for (size_t i = 0; i < n; i++)
		gl_text_add(t, "  \"x:%zu\" [shape=plaintext, label=\"x%zu\"];\n", i, i);
	for (size_t k = 0; k < net->layers.n; k++) {
		const struct gl_layer *l = &net->layers.layer[k];
		size_t out = gl_shape_count(&l->out);
		bool dense = strcmp(l->ops->name, "dense") == 0, all = dense || !(l->ops->formula || l->ops->each);
		for (size_t j = 0; j < out; j++) {
			gl_text_add(t, "  \"%s:%zu\" [label=\"%s", l->index, j, gl_layer_line(l, line, sizeof line));
			if (dense) {
				gl_text_add(t, "\\nbias ");
				gl_text_number(t, (double)l->value[1][j]);
			}
			gl_text_add(t, "\"];\n");
			for (size_t i = 0; i < n; i++) {
				if (!all && i != j)
					continue;
				gl_text_add(t, "  \"%s:%zu\" -> \"%s:%zu\"", from, i, l->index, j);
				if (dense) {
					gl_text_add(t, " [label=\"");
					gl_text_number(t, (double)l->value[0][i * out + j]);
					gl_text_add(t, "\"]");
				}
				gl_text_add(t, ";\n");
			}
		}
		from = l->index;
		n = out;
	}
	for (size_t i = 0; i < n; i++)
		gl_text_add(t,
		    "  \"y:%zu\" [shape=plaintext, label=\"y%zu\"];\n"
		    "  \"%s:%zu\" -> \"y:%zu\";\n",
		    i, i, from, i, i);
}

/* A run of layers from the node `from`, which gives the shape; returns the last node's name. */
static const char *
layers(const struct gl_seq *s, const char *from, struct gl_text *t)
{
	char line[256], shape[GL_SHAPE_TEXT];

	for (size_t i = 0; i < s->n; i++) {
		const struct gl_layer *l = &s->layer[i];
		const char *name = l->index;
		gl_shape_print(&l->in, shape);
		if (l->ops->nests) {
			/* a block is drawn as its layers, and a node that adds its input to what they give */
			name = gl_asprintf(t->arena, "%s end", l->index);
			gl_text_add(t, "  subgraph \"cluster %s\" {\n  label=\"%s %s\";\n", l->index, l->index,
			    gl_layer_line(l, line, sizeof line));
			const char *last = layers(&l->body, from, t);
			gl_text_add(t,
			    "  }\n  \"%s\" [shape=circle, label=\"+\"];\n  \"%s\" -> \"%s\" [label=\"%s\"];\n", name,
			    last, name, shape);
		} else {
			gl_text_add(
			    t, "  \"%s\" [label=\"%s %s\"];\n", name, name, gl_layer_line(l, line, sizeof line));
		}
		gl_text_add(t, "  \"%s\" -> \"%s\" [label=\"%s\"];\n", from, name, shape);
		from = name;
	}
	return from;
}

void
gl_net_dot(const struct gl_net *net, struct gl_text *t)
{
	char shape[GL_SHAPE_TEXT];
	bool small = gl_net_draws_neurons(net);

	gl_text_add(t, "digraph network {\n  rankdir=%s;\n  node [shape=box];\n", small ? "LR" : "TB");
	if (small) {
		neurons(net, t);
	} else {
		gl_text_add(t, "  \"input\" [shape=plaintext];\n  \"output\" [shape=plaintext];\n");
		const char *last = layers(&net->layers, "input", t);
		gl_text_add(t, "  \"%s\" -> \"output\" [label=\"%s\"];\n", last, gl_shape_print(&net->output, shape));
	}
	gl_text_add(t, "}\n");
}
