/*
 * The arithmetic of a forward pass, layer by layer and neuron by neuron, as text: what gl-forward --trace prints. Small
 * layers are written out, large ones summed up.
 */
#include "net/trace.h"

#include "core/columns.h"
#include "core/summary.h"
#include "core/text.h"
#include "layer/explain.h"
#include "net/inside.h"

#include <inttypes.h>
#include <string.h>

/*
 * More numbers than WIDE are not written one by one, nor are more PRODUCTS in a dense layer; longer lines than COLUMNS
 * are written below each other.
 */
enum { WIDE = 16, PRODUCTS = 64, COLUMNS = 80 };

/* A layer's turn. A block has two: one before its body, one after it, which adds. */
struct turn {
	const struct gl_layer *l;
	int depth;
	bool opens, closes;
	struct gl_tensor x, y, made; /* made: what the body gave, when it closes */
};

struct gl_trace {
	const struct gl_net *net;
	struct gl_tensor x;
	uint64_t row;
	bool training;
	struct turn *turn;
	size_t n;
};

/* Runs a run of layers one at a time. Returns false when it met `upto`; *y is the last output. */
static bool
walk(struct gl_trace *t, const struct gl_seq *s, struct gl_ctx *c, struct gl_tensor x, const char *upto, int depth,
    struct gl_tensor *y)
{
	*y = x;
	for (size_t i = 0; i < s->n; i++, x = *y) {
		const struct gl_layer *l = &s->layer[i];
		struct gl_tensor out, made = {0};
		gl_seq_forward(&(struct gl_seq){&s->layer[i], 1}, c, &x, NULL, &out);
		t->turn[t->n++] = (struct turn){l, depth, l->ops->nests, false, x, out, made};
		if (l->ops->nests) {
			if (!walk(t, &l->body, c, x, upto, depth + 1, &made))
				return false;
			t->turn[t->n++] = (struct turn){l, depth, false, true, x, out, made};
		}
		*y = out;
		if (upto && strcmp(upto, l->index) == 0)
			return false;
	}
	return true;
}

struct gl_trace *
gl_net_trace(
    const struct gl_net *net, struct gl_ctx *c, const struct gl_tensor *x, const char *upto, struct gl_err *err)
{
	struct gl_trace *t = gl_alloc(c->arena, 1, sizeof *t);
	struct gl_tensor y;

	t->net = net;
	t->x = gl_tensor_view(x->data, x->dim[0], &net->input);
	t->row = c->row;
	t->training = c->training;
	t->turn = gl_alloc(c->arena, 2 * net->nflat, sizeof *t->turn);
	if (gl_net_tokens(net, c->row, &t->x, err) < 0)
		return NULL;
	walk(t, &net->layers, c, t->x, upto, 0, &y);
	return t;
}

static bool
is_dense(const struct gl_layer *l)
{
	return strcmp(l->ops->name, "dense") == 0;
}

static void
list(struct gl_text *to, size_t indent, const char *what, size_t n, const gl_real *v)
{
	struct gl_text line = {.arena = to->arena, .digits = to->digits};

	gl_text_add(&line, "%s", what);
	for (size_t i = 0; i < n; i++) {
		gl_text_add(&line, " ");
		gl_text_number(&line, (double)v[i]);
	}
	gl_text_wrap(to, COLUMNS, indent, indent + strlen(what) + 1, line.s);
}

/* Least, mean, greatest, and how many of a hundred are zero; four digits unless another number was asked for. */
static void
summary(struct gl_text *to, size_t n, const gl_real *v)
{
	struct gl_summary s = {0};
	int digits = to->digits;

	for (size_t i = 0; i < n; i++)
		gl_summary_add(&s, (double)v[i]);
	to->digits = digits ? digits : 4;
	gl_text_add(to, "min ");
	gl_text_number(to, s.min);
	gl_text_add(to, ", mean ");
	gl_text_number(to, gl_summary_mean(&s));
	gl_text_add(to, ", max ");
	gl_text_number(to, s.max);
	to->digits = 3;
	gl_text_add(to, ", zeros ");
	gl_text_number(to, 100 * gl_summary_zeros(&s));
	gl_text_add(to, " %%");
	if (s.nonfinite > 0)
		gl_text_add(to, ", not finite %zu", s.nonfinite);
	gl_text_add(to, "\n");
	to->digits = digits;
}

static void
values(struct gl_text *to, size_t indent, const char *what, size_t n, const gl_real *v)
{
	if (n <= WIDE) {
		list(to, indent, what, n, v);
		return;
	}
	gl_text_add(to, "%*s", (int)indent, "");
	summary(to, n, v);
}

/* ---- Arithmetic as a table: a line of what each number is, then a line for each output ---- */

/*
 * Each line's words below each other, a new row at each sign, and behind them what they are:
 *     neuron 0:
 *         0.5 * 1    w0 * x0
 *     + -0.25 * 2    w1 * x1
 *     +   0.1        b
 *     =   0.1 -> relu -> 0.1
 */
static void
write_down(struct gl_text *to, const struct gl_columns *t, size_t indent)
{
	size_t number = 0, factor = 0, end = 0;

	/* up to the first = the words are a number, *, a number, + and so on */
	while (end < t->words && strcmp(t->word[0][end], "=") != 0)
		end++;
	for (size_t i = 1; i < t->lines; i++)
		for (size_t k = 0; k <= end + 1; k += 2) {
			size_t n = strlen(t->word[i][k < end ? k : end + 1]);
			bool second = k < end && k % 4 == 2;
			number = !second && n > number ? n : number;
			factor = second && n > factor ? n : factor;
		}
	for (size_t i = 1; i < t->lines; i++) {
		const char *const *word = t->word[i], *const *name = t->word[0];
		gl_text_add(to, "%*s%s\n", (int)indent, "", t->label[i]);
		for (size_t k = 0; k < end; k += 4) {
			gl_text_add(to, "%*s%s %*s", (int)indent + 2, "", k ? "+" : " ", (int)number, word[k]);
			if (k + 2 < end)
				gl_text_add(to, " * %*s    %s * %s\n", (int)factor, word[k + 2], name[k], name[k + 2]);
			else
				gl_text_add(to, "%*s    %s\n", (int)factor + 3, "", name[k]);
		}
		gl_text_add(to, "%*s= %*s", (int)indent + 2, "", (int)number, word[end + 1]);
		for (size_t k = end + 2; k < t->words; k++)
			gl_text_add(to, " %s", word[k]);
		gl_text_add(to, "\n");
	}
}

/*
 * "y3"; in a sequence or picture with a number for each dimension, "y0,3"; of a dense layer "neuron 3". The outputs of
 * the network have the names of its classes.
 */
static const char *
place(const struct gl_trace *t, const struct turn *u, size_t n, size_t i, struct gl_arena *arena)
{
	const struct gl_layer *l = u[n - 1].l;
	struct gl_text text = {.arena = arena};
	size_t below = gl_shape_count(&l->out), labels, last = l->out.dim[l->out.ndim - 1];
	const char *const *label = gl_net_labels(t->net, &labels);

	gl_text_add(&text, is_dense(u->l) ? "neuron " : "y");
	for (int d = 0; d < l->out.ndim; d++) {
		below /= l->out.dim[d];
		gl_text_add(&text, d ? ",%zu" : "%zu", i / below % l->out.dim[d]);
	}
	if (l == &t->net->layers.layer[t->net->layers.n - 1] && labels == last)
		gl_text_add(&text, " %s", label[i % last]);
	gl_text_add(&text, ":");
	return text.s;
}

/* How many turns from this one on are written on the same lines: a dense layer's, and the formulas applied to it. */
static size_t
together(const struct gl_trace *t, size_t from)
{
	const struct turn *u = &t->turn[from];
	size_t n = 1;

	if (!is_dense(u->l))
		return 1;
	while (from + n < t->n && t->turn[from + n].depth == u->depth && t->turn[from + n].l->ops->formula)
		n++;
	return n;
}

/* Is the layer small enough for every product to be written? */
static bool
is_small(const struct gl_layer *l)
{
	size_t nx = gl_shape_count(&l->in), ny = gl_shape_count(&l->out);
	size_t products = is_dense(l) ? nx * l->out.dim[l->out.ndim - 1] : 0;

	return nx <= WIDE && ny <= WIDE && products <= PRODUCTS;
}

/* One line: how output i comes about, "= sum -> relu -> y"; with row SIZE_MAX, what each number is. */
static void
write_line(struct gl_text *to, const struct turn *u, size_t n, size_t r, size_t i)
{
	const struct gl_layer *l = u->l;
	size_t nx = gl_shape_count(&l->in), ny = gl_shape_count(&l->out);
	bool names = r == SIZE_MAX;
	const gl_real *x = names ? NULL : u->x.data + r * nx, *y = names ? NULL : u->y.data + r * ny;

	if (u->closes) {
		gl_explain_term(to, x ? &x[i] : NULL, "x");
		gl_text_add(to, " + ");
		gl_explain_term(to, x ? &u->made.data[r * ny + i] : NULL, "block");
	} else {
		gl_explain(l, x, y, i, to);
	}
	gl_text_add(to, " = ");
	gl_explain_term(to, y ? &y[i] : NULL, n > 1 ? "sum" : "y");
	for (size_t k = 1; k < n; k++) {
		gl_text_add(to, " -> %s -> ", u[k].l->ops->name);
		gl_explain_term(to, y ? &u[k].y.data[r * ny + i] : NULL, "y");
	}
}

static void
arithmetic(struct gl_text *to, const struct gl_trace *t, const struct turn *u, size_t n, size_t r)
{
	const struct gl_layer *l = u->l;
	size_t nx = gl_shape_count(&l->in), ny = gl_shape_count(&l->out), indent = 2 * (size_t)u->depth + 2;
	struct gl_columns table = {.arena = to->arena};

	for (size_t i = 0; i <= ny; i++) {
		struct gl_text line = {.arena = to->arena, .digits = to->digits};
		write_line(&line, u, n, i == 0 ? SIZE_MAX : r, i == 0 ? 0 : i - 1);
		gl_columns_add(&table, i == 0 ? "" : place(t, u, n, i - 1, to->arena), line.s);
	}
	struct gl_text note = {.arena = to->arena, .digits = to->digits};
	for (size_t i = 0; l->ops->note && !u->closes && i < ny; i++)
		l->ops->note(l, u->x.data + r * nx, i, &note);
	for (const char *p = note.s; p && *p; p += strcspn(p, "\n") + 1)
		gl_text_wrap(to, COLUMNS, indent, indent + 4, gl_strndup(to->arena, p, strcspn(p, "\n")));
	if (is_dense(l) && gl_columns_width(&table, indent) > COLUMNS)
		write_down(to, &table, indent);
	else
		gl_columns_print(&table, indent, to);
}

/* Has a layer without parameters or a formula given what it got? */
static bool
unchanged(const struct turn *u, size_t r)
{
	size_t n = gl_shape_count(&u->l->in);

	return !u->closes && n == gl_shape_count(&u->l->out) && u->l->nparam == 0 && !u->l->ops->formula &&
	    memcmp(u->x.data + r * n, u->y.data + r * n, n * sizeof(gl_real)) == 0;
}

/* A layer's lines that are not arithmetic: its numbers, or what they are like. */
static void
numbers(struct gl_text *to, const struct turn *u, size_t r)
{
	const struct gl_layer *l = u->l;
	size_t ny = gl_shape_count(&l->out), indent = 2 * (size_t)u->depth + 2;

	if (is_dense(l))
		gl_text_add(
		    to, "%*seach y is a sum of %zu products and a bias\n", (int)indent, "", l->in.dim[l->in.ndim - 1]);
	values(to, indent, ny <= WIDE && unchanged(u, r) ? "y = x:" : "y =", ny, u->y.data + r * ny);
}

/* What a layer is; of those that are written on the lines of the layer before, only what is computed. */
static void
heading(struct gl_text *to, const struct turn *u, bool again)
{
	char line[256], in[GL_SHAPE_TEXT], out[GL_SHAPE_TEXT];
	size_t indent = 2 * (size_t)u->depth;
	const char *words;

	if (u->closes)
		words = gl_asprintf(
		    to->arena, "%s end: the input x of %s, plus the output of its block", u->l->index, u->l->index);
	else
		words = gl_asprintf(to->arena, "%s %s: %s -> %s, %s", u->l->index,
		    gl_layer_line(u->l, line, sizeof line), gl_shape_print(&u->l->in, in),
		    gl_shape_print(&u->l->out, out), again ? u->l->ops->formula : u->l->ops->help);
	gl_text_wrap(to, COLUMNS, indent, indent + 4, words);
}

/* Is the turn's arithmetic written? What a layer does that changes nothing (dropout in prediction) is none. */
static bool
explained(const struct gl_trace *t, const struct turn *u, size_t r)
{
	if (!is_small(u->l) || u->closes)
		return is_small(u->l);
	return gl_explains(u->l, t->training) && (t->training || !unchanged(u, r));
}

const char *
gl_trace_text(const struct gl_trace *t, size_t r, int digits, struct gl_arena *arena)
{
	struct gl_text to = {.arena = arena, .digits = digits};
	size_t count = gl_shape_count(&t->net->input), n;
	char in[GL_SHAPE_TEXT];

	gl_text_add(&to, "example %" PRIu64 "\ninput %s\n", t->row + r + 1, gl_shape_print(&t->net->input, in));
	values(&to, 2, "x =", count, t->x.data + r * count);
	for (size_t i = 0; i < t->n; i += n) {
		const struct turn *u = &t->turn[i];
		bool written = !u->opens && explained(t, u, r);
		n = written ? together(t, i) : 1;
		for (size_t k = 0; k < n; k++)
			heading(&to, &u[k], k > 0);
		if (written)
			arithmetic(&to, t, u, n, r);
		else if (!u->opens)
			numbers(&to, u, r);
	}
	return to.s;
}
