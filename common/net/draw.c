/*
 * A network as a picture made of characters. A small one neuron by neuron:
 *
 *             0.weight     0.bias                2.weight     2.bias
 *
 *        +---------- 1 -+
 *        | +-------- 1 -+> +0 ----- relu - h0 -------- 1 -+
 *    x0 -+ |                                              |
 *    x1 -|-+                                              |
 *        +-|-------- 1 -+                                 |
 *          +-------- 1 -+> -1 ----- relu - h1 ------- -2 -+> +0 ----- y0
 *
 * Each source has a line of its own down which it goes to all neurons of the next layer; each neuron joins the lines
 * that come to it. A larger network is drawn as blocks, one below the other.
 */
#include "net/draw.h"

#include "core/canvas.h"
#include "net/inside.h"

#include <stdio.h>
#include <string.h>

enum { NEURONS = GL_DRAW_NEURONS, STAGES = 16 };

/* A dense layer (or, first, the inputs: dense is NULL) with the layers up to the next one, which work on its wires. */
struct stage {
	const struct gl_layer *dense;
	const struct gl_layer *after; /* the first of them */
	size_t nafter;
	size_t n; /* wires that leave it */
	char name[NEURONS][16]; /* of these */
};

static bool
on_wires(const struct gl_layer *l)
{
	return !l->ops->nests && gl_shape_equal(&l->in, &l->out) && strcmp(l->ops->name, "dense") != 0;
}

bool
gl_net_draws_neurons(const struct gl_net *net)
{
	size_t stages = 1;

	if (net->input.kind != GL_VECTOR || net->input.dim[0] > NEURONS)
		return false;
	for (size_t i = 0; i < net->layers.n; i++) {
		const struct gl_layer *l = &net->layers.layer[i];
		if (on_wires(l))
			continue;
		size_t in = gl_shape_count(&l->in), out = gl_shape_count(&l->out);
		if (strcmp(l->ops->name, "dense") != 0 || out > NEURONS || in * out > GL_DRAW_EDGES ||
		    ++stages > STAGES)
			return false;
	}
	return stages > 1;
}

/* Takes a network apart into stages. Hidden neurons are numbered through all layers, so that no two share a name. */
static size_t
find_stages(const struct gl_net *net, struct stage *stage)
{
	size_t n = 1, hidden = 0;

	stage[0] = (struct stage){.after = net->layers.layer, .n = net->input.dim[0]};
	for (size_t i = 0; i < net->layers.n; i++) {
		const struct gl_layer *l = &net->layers.layer[i];
		if (strcmp(l->ops->name, "dense") == 0)
			stage[n++] = (struct stage){.dense = l, .after = l + 1, .n = gl_shape_count(&l->out)};
		else
			stage[n - 1].nafter++;
	}
	for (size_t s = 0; s < n; s++)
		for (size_t i = 0; i < stage[s].n; i++)
			snprintf(stage[s].name[i], sizeof stage[s].name[i], "%c%zu",
			    s == 0          ? 'x'
				: s + 1 < n ? 'h'
					    : 'y',
			    s == 0 || s + 1 == n ? i : hidden++);
	return n;
}

/* A picture in the making: where it ends on the right, and the rows in which the wires there are. */
struct picture {
	struct gl_canvas *canvas;
	struct gl_arena *arena;
	int digits;
	size_t x, row[NEURONS], n;
};

enum { TOP = 2 }; /* rows for headings */

/* Draws all wires on by so many columns. */
static void
go_on(struct picture *p, size_t columns)
{
	for (size_t i = 0; i < p->n; i++)
		gl_canvas_across(p->canvas, p->row[i], p->x, p->x + columns);
	p->x += columns;
}

/* A number as the picture shows it; with_sign: what is added, so with a sign always. */
static const char *
number(const struct picture *p, double v, bool with_sign)
{
	struct gl_text t = {.arena = p->arena, .digits = p->digits};

	gl_text_add(&t, "%s", with_sign && !(v < 0) ? "+" : "");
	gl_text_number(&t, v == 0 ? 0 : v);
	return t.s;
}

/* One word on each wire, padded with the wire to one width; under a heading, unless that is NULL. */
static void
words(struct picture *p, const char *heading, const char *const *word)
{
	size_t width = heading ? strlen(heading) : 0;

	for (size_t i = 0; i < p->n; i++)
		width = strlen(word[i]) > width ? strlen(word[i]) : width;
	if (heading)
		gl_canvas_words(p->canvas, 0, p->x + 1, heading);
	size_t from = p->x;
	go_on(p, width + 2);
	for (size_t i = 0; i < p->n; i++) {
		gl_canvas_words(p->canvas, p->row[i], from, " ");
		gl_canvas_words(p->canvas, p->row[i], from + 1, word[i]);
		gl_canvas_words(p->canvas, p->row[i], from + 1 + strlen(word[i]), " ");
	}
}

/* A layer in which the wires meet, such as softmax: a box over all of them. */
static void
box(struct picture *p, const char *name)
{
	size_t width = strlen(name) + 3, first = p->row[0], last = p->row[p->n - 1];

	go_on(p, 1);
	gl_canvas_down(p->canvas, p->x, first, last);
	gl_canvas_down(p->canvas, p->x + width, first, last);
	gl_canvas_words(p->canvas, first + (last - first) / 2, p->x + 2, name);
	if (p->n == 1) {
		gl_canvas_words(p->canvas, first, p->x, "[");
		gl_canvas_words(p->canvas, first, p->x + width, "]");
	}
	p->x += width;
	go_on(p, 1);
}

/* Names of wires, with a space behind each, and `before` spaces in front. */
static void
name_wires(struct picture *p, const struct stage *s, size_t before)
{
	for (size_t i = 0; i < p->n; i++) {
		if (before)
			gl_canvas_words(p->canvas, p->row[i], p->x, " ");
		gl_canvas_words(p->canvas, p->row[i], p->x + before, s->name[i]);
	}
	p->x += before + strlen(s->name[p->n - 1]) + 1;
}

/* The layers behind a stage, then the names of its wires. */
static void
finish_stage(struct picture *p, const struct stage *s)
{
	const char *word[NEURONS];

	for (size_t k = 0; k < s->nafter; k++) {
		const struct gl_layer *l = &s->after[k];
		go_on(p, 1);
		if (!l->ops->formula && !l->ops->each) {
			box(p, l->ops->name);
			continue;
		}
		for (size_t i = 0; i < p->n; i++)
			word[i] = l->ops->name;
		words(p, NULL, word);
	}
	go_on(p, 1);
	name_wires(p, s, 1);
}

/*
 * Rows between the edges of one neuron of a picture's first layer and the next one's: there the wires come in. A single
 * neuron has its edges in the rows of the wires.
 */
static size_t
rows_between(size_t wires, size_t neurons)
{
	return neurons > 1 ? (wires + neurons - 2) / (neurons - 1) : 0;
}

/* The wires that a picture begins with, spread over the rows between the edges of its first layer's neurons. */
static void
begin(struct picture *p, const struct stage *s, size_t neurons)
{
	size_t gap = rows_between(s->n, neurons), slot = 0, before = 0;

	p->n = s->n;
	for (size_t i = 0; i < s->n; i++) {
		size_t g = neurons > 1 ? (2 * i + 1) * (neurons - 1) / (2 * s->n) : 0;
		slot = i > 0 && g == before ? slot + 1 : 0;
		before = g;
		p->row[i] = TOP + (neurons > 1 ? g * (s->n + gap) + s->n + slot : i);
	}
	name_wires(p, s, 0);
}

/* The rows of a stage's edges, source by source for each neuron: in order, where no wire comes in from the left. */
static void
edge_rows(const struct picture *p, size_t neurons, bool first, size_t *edge)
{
	size_t gap = rows_between(p->n, neurons), row = TOP;

	for (size_t j = 0; j < neurons; j++) {
		for (size_t i = 0; i < p->n; i++, row++) {
			for (size_t k = 0; !first && k < p->n; k++)
				row += p->row[k] == row;
			edge[j * p->n + i] = neurons > 1 ? row : p->row[i];
		}
		row += first ? gap : 1;
	}
}

/* From every wire to every neuron's row of edges: each wire has a column in which it goes up and down. */
static void
branch(struct picture *p, size_t neurons, const size_t *edge)
{
	for (size_t i = 0; i < p->n; i++) {
		size_t x = p->x + 2 * i + 1, up = p->row[i], down = p->row[i];
		gl_canvas_across(p->canvas, p->row[i], p->x, x);
		for (size_t j = 0; j < neurons; j++) {
			size_t row = edge[j * p->n + i];
			up = row < up ? row : up;
			down = row > down ? row : down;
			gl_canvas_across(p->canvas, row, x, p->x + 2 * p->n);
		}
		gl_canvas_down(p->canvas, x, up, down);
	}
	p->x += 2 * p->n;
}

/* A dense layer: edges with their weights, which join in each neuron; its bias; what follows. */
static void
draw_dense(struct picture *p, const struct stage *s, bool first)
{
	size_t in = p->n, out = s->n, edge[GL_DRAW_EDGES];
	const char *word[GL_DRAW_EDGES], *bias[NEURONS];
	const struct gl_param *w = &s->dense->param[0], *b = &s->dense->param[1];
	size_t width = strlen(w->name);

	for (size_t e = 0; e < in * out; e++) {
		word[e] = number(p, (double)s->dense->value[0][gl_param_at(w, e) - w->offset], false);
		width = strlen(word[e]) > width ? strlen(word[e]) : width;
	}
	edge_rows(p, out, first, edge);
	if (out > 1)
		branch(p, out, edge);
	gl_canvas_words(p->canvas, 0, p->x + 2 + width - strlen(w->name), w->name);
	for (size_t j = 0; j < out; j++) {
		bias[j] = number(p, (double)s->dense->value[1][j], true);
		for (size_t i = 0; i < in; i++) {
			size_t row = edge[j * in + i], at = p->x + 2 + width - strlen(word[j * in + i]);
			gl_canvas_across(p->canvas, row, p->x, p->x + width + 4);
			gl_canvas_words(p->canvas, row, at - 1, " ");
			gl_canvas_words(p->canvas, row, at, word[j * in + i]);
			gl_canvas_words(p->canvas, row, p->x + 2 + width, " ");
		}
		p->row[j] = edge[j * in + in / 2];
		gl_canvas_down(p->canvas, p->x + width + 4, edge[j * in], edge[j * in + in - 1]);
		gl_canvas_join(p->canvas, p->row[j], p->x + width + 4);
	}
	p->x += width + 4;
	p->n = out;
	go_on(p, 2);
	for (size_t j = 0; j < out; j++)
		gl_canvas_arrow(p->canvas, p->row[j], p->x - 1);
	words(p, b->name, bias);
	finish_stage(p, s);
}

/* Stages first to last side by side; the wires that come in are named on the left. */
static struct gl_canvas *
draw_stages(const struct stage *stage, size_t first, size_t last, struct gl_text *t)
{
	struct picture p = {.canvas = gl_canvas_new(t->arena), .arena = t->arena, .digits = t->digits};
	struct stage inputs = stage[first];

	begin(&p, &stage[first], stage[first + 1].n);
	if (first == 0 && inputs.nafter > 0) {
		for (size_t i = 0; i < p.n; i++)
			snprintf(inputs.name[i], sizeof inputs.name[i], "%s'", stage[0].name[i]);
		finish_stage(&p, &inputs);
	}
	for (size_t s = first + 1; s <= last; s++)
		draw_dense(&p, &stage[s], s == first + 1);
	return p.canvas;
}

static void
draw_neurons(const struct gl_net *net, bool unicode, struct gl_text *t)
{
	struct stage stage[STAGES];
	size_t n = find_stages(net, stage);

	for (size_t first = 0; first + 1 < n;) {
		size_t last = n - 1;
		struct gl_canvas *c = draw_stages(stage, first, last, t);
		while (gl_canvas_width(c) > GL_DRAW_WIDTH && last > first + 1)
			c = draw_stages(stage, first, --last, t);
		gl_text_add(t, "%s", first > 0 ? "\n" : "");
		gl_canvas_print(c, unicode, t);
		first = last;
	}
	gl_text_add(t,
	    "\nA number on a line is a weight: it multiplies what comes along the line.\n"
	    "Where lines join, the products are added up, and so is the bias behind >.\n");
}

/* ---- Blocks ---- */

enum { INDENT = 4, WIRE = 8, RIGHT_EDGE = 58 }; /* columns: of a block in a block; from box to wire; the boxes' end */

/* Lines of one box: a layer, and those behind it that have no parameters and change no shape. Returns how many. */
static size_t
draw_box(struct gl_canvas *c, const struct gl_seq *s, size_t i, int depth, size_t *row)
{
	size_t left = (size_t)depth * INDENT, n = 0, top = (*row)++;
	char line[256];

	do {
		const struct gl_layer *l = &s->layer[i + n];
		size_t parameters = 0;
		for (int k = 0; k < l->nparam; k++)
			parameters += l->param[k].role == GL_TRAINED ? l->param[k].n : 0;
		gl_canvas_words(c, *row, left + 2, l->index);
		gl_canvas_words(c, *row, left + 3 + strlen(l->index), gl_layer_line(l, line, sizeof line));
		if (parameters > 0) {
			snprintf(line, sizeof line, "%zu parameters", parameters);
			gl_canvas_words(c, *row, RIGHT_EDGE - 1 - strlen(line), line);
		}
		(*row)++;
		n++;
	} while (i + n < s->n && s->layer[i + n].nparam == 0 && on_wires(&s->layer[i + n]));
	gl_canvas_across(c, top, left, RIGHT_EDGE);
	gl_canvas_across(c, *row, left, RIGHT_EDGE);
	gl_canvas_down(c, left, top, *row);
	gl_canvas_down(c, RIGHT_EDGE, top, *row);
	return n;
}

/* What goes from one box to the next. */
static void
draw_wire(struct gl_canvas *c, const struct gl_shape *shape, size_t wire, size_t *row)
{
	char text[GL_SHAPE_TEXT];

	gl_canvas_down(c, wire, *row, *row + 2);
	gl_canvas_words(c, *row + 1, wire + 2, gl_shape_print(shape, text));
	*row += 2;
}

static void
draw_blocks(struct gl_canvas *c, const struct gl_seq *s, int depth, size_t wire, size_t *row)
{
	for (size_t i = 0; i < s->n;) {
		const struct gl_layer *l = &s->layer[i];
		char line[256];
		if (!l->ops->nests) {
			i += draw_box(c, s, i, depth, row);
		} else {
			/* the way past the block leaves the wire above it and meets it again below */
			size_t past = (size_t)depth * INDENT + 1, from = *row;
			snprintf(
			    line, sizeof line, "%s %s: one way past the block, one through it", l->index, l->ops->name);
			gl_canvas_words(c, *row, wire + 2, line);
			gl_canvas_across(c, *row, past, wire);
			gl_canvas_down(c, wire, *row, *row + 1);
			++*row;
			draw_blocks(c, &l->body, depth + 1, wire, row);
			gl_canvas_across(c, *row, past, wire);
			gl_canvas_down(c, past, from, *row);
			snprintf(line, sizeof line, "%s end: what comes along both ways is added", l->index);
			gl_canvas_words(c, *row, wire + 2, line);
			i++;
		}
		draw_wire(c, &s->layer[i - 1].out, wire, row);
	}
}

static int
deepest(const struct gl_seq *s)
{
	int most = 0;

	for (size_t i = 0; i < s->n; i++)
		if (s->layer[i].ops->nests) {
			int depth = 1 + deepest(&s->layer[i].body);
			most = depth > most ? depth : most;
		}
	return most;
}

void
gl_net_draw(const struct gl_net *net, bool unicode, struct gl_text *t)
{
	struct gl_canvas *c;
	size_t row = 1;

	if (gl_net_draws_neurons(net)) {
		draw_neurons(net, unicode, t);
		return;
	}
	c = gl_canvas_new(t->arena);
	size_t wire = (size_t)deepest(&net->layers) * INDENT + WIRE;
	gl_canvas_words(c, 0, wire - 2, "input");
	draw_wire(c, &net->input, wire, &row);
	draw_blocks(c, &net->layers, 0, wire, &row);
	gl_canvas_words(c, row, wire - 2, "output");
	gl_canvas_print(c, unicode, t);
}
