/*
 * The architecture language (DESIGN section 3): text -> a tree of layers with shapes, in three steps.
 *   split:  text into lines of words; a comma ends a line as a newline does; "2-3-1" becomes its long form
 *   build:  a line into a layer: its name, its arguments, its block, its shape from the shape of the layer before
 *   gl_net_assemble (net.c): parameters into one block
 */
#include "core/number.h"
#include "core/text.h"
#include "net/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { WORDS = 16, LINES = 2 * GL_NET_LAYERS + 2, LINE_TEXT = 160 };

struct line {
	size_t number; /* in the file, from 1 */
	size_t n;
	char *word[WORDS];
};

struct parser {
	const char *name; /* where the text is from, or NULL */
	struct gl_arena *life;
	struct gl_err *err;
	struct line *line;
	size_t n, room, at;
	uint32_t layers; /* so far, depth first */
};

/* The message gets the line that it is about in front: "xor.net:4: ". Returns -1. */
static int
fail_line(const struct parser *p, size_t number)
{
	return p->name ? gl_fail_at(p->err, p->name, number) : -1;
}

/* A line as it was written, for messages; a long one is cut. */
static const char *
line_text(const struct line *ln, char text[LINE_TEXT])
{
	size_t at = 0;

	text[0] = '\0';
	for (size_t i = 0; i < ln->n && at < LINE_TEXT - 4; i++) {
		int n = snprintf(text + at, LINE_TEXT - at, i ? " %s" : "%s", ln->word[i]);
		at += (size_t)n;
	}
	if (at >= LINE_TEXT)
		memcpy(text + LINE_TEXT - 4, "...", 4);
	return text;
}

/*
 * The message gets the layer that it is about in front: "xor.net:4: layer 1 (dense 10): ". What begins with a verb is
 * about the layer itself: "layer 1 (dense 10) takes a vector".
 */
static int
fail_layer(const struct parser *p, const struct gl_layer *l, const struct line *ln)
{
	static const char *const verbs[] = {"takes ", "needs ", "gets ", "gives ", "has ", "is "};
	char text[LINE_TEXT], inner[sizeof p->err->msg];
	const char *rest = inner, *colon = ":";
	size_t n = strlen(ln->word[0]);

	memcpy(inner, p->err->msg, sizeof inner);
	if (strncmp(rest, ln->word[0], n) == 0 && rest[n] == ' ') {
		rest += n + 1;
		colon = "";
	}
	for (size_t i = 0; i < GL_LEN(verbs); i++)
		if (strncmp(rest, verbs[i], strlen(verbs[i])) == 0)
			colon = "";
	snprintf(p->err->msg, sizeof p->err->msg, "layer %s (%s)%s %.700s", l->index, line_text(ln, text), colon, rest);
	return fail_line(p, ln->number);
}

/* ---- split ---- */

static struct line *
new_line(struct parser *p, size_t number)
{
	if (p->n == p->room) {
		size_t room = p->room ? 2 * p->room : 16;
		struct line *more = gl_alloc(p->life, room, sizeof *more);
		if (p->n)
			memcpy(more, p->line, p->n * sizeof *more);
		p->line = more;
		p->room = room;
	}
	p->line[p->n] = (struct line){.number = number};
	return &p->line[p->n++];
}

/* "2-3-1" becomes input 2, dense 3, relu, dense 1. */
static int
shorthand(struct parser *p, char *word, size_t number)
{
	char *numbers = gl_strdup(p->life, word);

	for (int i = 0;; i++) {
		size_t digits = strspn(numbers, "0123456789");
		char end = numbers[digits];
		if (digits == 0 || (end != '-' && end != '\0')) {
			gl_fail(p->err, "'%s' is not a network: numbers with a '-' between them are needed, like 2-3-1",
			    word);
			gl_hint(p->err, "2-3-1 is short for: input 2, dense 3, relu, dense 1");
			return fail_line(p, number);
		}
		numbers[digits] = '\0';
		if (i > 1)
			*new_line(p, number) = (struct line){number, 1, {gl_strdup(p->life, "relu")}};
		*new_line(p, number) = (struct line){number, 2, {gl_strdup(p->life, i ? "dense" : "input"), numbers}};
		if (end == '\0')
			return 0;
		if (i > GL_NET_LAYERS) {
			gl_fail(p->err, "a network has at most %d layers", GL_NET_LAYERS);
			return fail_line(p, number);
		}
		numbers += digits + 1;
	}
}

static bool
is_shorthand(const char *word)
{
	return word[0] >= '0' && word[0] <= '9' && strchr(word, '-');
}

static int
end_line(struct parser *p, const struct line *ln)
{
	if (ln->n > 0 && is_shorthand(ln->word[0])) {
		if (p->n > 0 || ln->n > 1) {
			if (p->n > 0)
				gl_fail(p->err, "'%s': a network's shorthand stands first", ln->word[0]);
			else
				gl_fail(p->err, "'%s' takes no arguments, but is followed by '%s'", ln->word[0],
				    ln->word[1]);
			gl_hint(p->err,
			    "2-3-1 is short for: input 2, dense 3, relu, dense 1; further layers follow a comma");
			return fail_line(p, ln->number);
		}
		return shorthand(p, ln->word[0], ln->number);
	}
	if (p->n >= LINES) {
		gl_fail(p->err, "a network has at most %d layers", GL_NET_LAYERS);
		return fail_line(p, ln->number);
	}
	*new_line(p, ln->number) = *ln;
	return 0;
}

static int
split(struct parser *p, const char *text, size_t number)
{
	struct line ln = {.number = number};

	for (const char *s = text;; s++) {
		s += strspn(s, " \t\r\v\f");
		if (*s == '#')
			s += strcspn(s, "\n");
		if (*s != '\n' && *s != ',' && *s != '\0') {
			size_t n = strcspn(s, " \t\r\v\f\n,#");
			if (ln.n == WORDS) {
				gl_fail(p->err, "'%s ...' has more than %d words", ln.word[0], WORDS);
				gl_hint(p->err, "one layer a line, or commas between layers");
				return fail_line(p, number);
			}
			ln.word[ln.n++] = gl_strndup(p->life, s, n);
			s += n - 1;
			continue;
		}
		if (ln.n == 0 && *s == ',') {
			gl_fail(p->err, "there is nothing before a comma");
			return fail_line(p, number);
		}
		if (ln.n > 0 && end_line(p, &ln) < 0)
			return -1;
		if (*s == '\0')
			return 0;
		if (*s == '\n')
			number++;
		ln = (struct line){.number = number};
	}
}

/* ---- shapes and arguments ---- */

/* Digits alone, at most `most`. */
static int
whole(const char *word, size_t n, size_t most, size_t *value)
{
	*value = 0;
	for (size_t i = 0; i < n; i++) {
		if (word[i] < '0' || word[i] > '9' || *value > (most - (size_t)(word[i] - '0')) / 10)
			return -1;
		*value = 10 * *value + (size_t)(word[i] - '0');
	}
	return n > 0 ? 0 : -1;
}

/* A shape from words: "784", "1x28x28", "64 tokens", "50x13 sequence". *used: how many words it took. */
static int
parse_shape(char *const *word, size_t n, struct gl_shape *shape, size_t *used, struct gl_err *err)
{
	static const char *const kinds[] = {"tokens", "sequence", "token", "sequences", NULL};
	const char *s = n ? word[0] : "";
	size_t count = 1;

	*shape = (struct gl_shape){0};
	for (;;) {
		size_t digits = strcspn(s, "x"), d;
		if (shape->ndim == 3 || whole(s, digits, GL_NET_NUMBERS, &d) < 0 || d == 0) {
			if (digits > 12 && strspn(s, "0123456789") == digits)
				gl_fail(err, "'%s' is too large: a shape has at most 2^40 numbers", word[0]);
			else
				gl_fail(err, "'%s' is not a shape", n ? word[0] : "");
			return gl_hint(
			    err, "shapes: 784, 1x28x28 (channels first), 64 tokens, 50x13 sequence (steps x features)");
		}
		if (d > GL_NET_NUMBERS / count) {
			gl_fail(err, "'%s' is too large: a shape has at most 2^40 numbers", word[0]);
			return -1;
		}
		count *= d;
		shape->dim[shape->ndim++] = d;
		s += digits;
		if (*s == '\0')
			break;
		s++;
	}
	*used = 1;
	const char *kind = n > 1 ? gl_nearest(word[1], kinds) : NULL;
	if (kind) {
		bool tokens = kind[0] == 't';
		if (strcmp(word[1], tokens ? "tokens" : "sequence") != 0 || shape->ndim != (tokens ? 1 : 2)) {
			gl_fail(err, "'%s %s' is not a shape", word[0], word[1]);
			return gl_hint(err, "%s",
			    tokens ? "tokens are counted: 64 tokens"
				   : "a sequence has steps and features: 50x13 sequence");
		}
		shape->kind = tokens ? GL_TOKENS : GL_SEQUENCE;
		*used = 2;
	} else if (shape->ndim == 2) {
		gl_fail(err, "'%s' could be a picture or a sequence", word[0]);
		return gl_hint(
		    err, "a picture has channels first: 1x%s; a sequence says so: %s sequence", word[0], word[0]);
	} else {
		shape->kind = shape->ndim == 3 ? GL_PICTURE : GL_VECTOR;
	}
	return 0;
}

static int
count_args(const struct gl_layer_ops *ops)
{
	int n = 0;

	while (ops->args && ops->args[n].name)
		n++;
	return n;
}

const char *
gl_layer_usage(const struct gl_layer_ops *ops, char *text, size_t size)
{
	int at = snprintf(text, size, "%s", ops->name);
	char value[GL_NUMBER_TEXT + 1];

	for (int i = 0; i < count_args(ops) && (size_t)at < size; i++) {
		const struct gl_arg_spec *a = &ops->args[i];
		bool bare = a->kind == GL_ARG_FLAG || (a->positional && !a->optional);
		value[gl_number_print64(a->value, value)] = '\0';
		at += snprintf(text + at, size - (size_t)at, a->optional ? " [%s%s%s]" : " %s%s%s", a->name,
		    bare ? "" : "=",
		    bare              ? ""
			: a->optional ? value
				      : "VALUE");
	}
	return text;
}

static int
out_of_range(const struct gl_arg_spec *a, const char *word, struct gl_err *err)
{
	if (a->kind == GL_ARG_WHOLE)
		return gl_fail(
		    err, "%s is %s, but must be a whole number from %.0f to %.0f", a->name, word, a->lo, a->hi);
	char lo[GL_NUMBER_TEXT + 1], hi[GL_NUMBER_TEXT + 1];
	lo[gl_number_print64(a->lo, lo)] = '\0';
	hi[gl_number_print64(a->hi, hi)] = '\0';
	return gl_fail(err, "%s is %s, but must be from %s to %s", a->name, word, lo, hi);
}

static int
parse_value(const struct gl_arg_spec *a, const char *word, double *value, struct gl_err *err)
{
	if (a->kind == GL_ARG_WHOLE) {
		size_t v;
		if (word[0] == '\0' || strspn(word, "0123456789") != strlen(word))
			return gl_fail(err, "%s is '%s', but must be a whole number", a->name, word);
		if (whole(word, strlen(word), GL_NET_NUMBERS, &v) < 0)
			return gl_fail(err, "%s is %s, but can be 2^40 at most", a->name, word);
		*value = (double)v;
	} else {
		const char *end = word + strlen(word);
		int overflow = 0;
		if (gl_number_read64(word, end, value, &overflow) != end || overflow || !(*value - *value == 0))
			return gl_fail(err, "%s is '%s', but must be a number", a->name, word);
	}
	if (a->lo < a->hi && !(*value >= a->lo && *value <= a->hi))
		return out_of_range(a, word, err);
	return 0;
}

static int
unknown_arg(const struct gl_layer_ops *ops, const char *word, struct gl_err *err)
{
	const char *names[GL_LAYER_ARGS + 2] = {"frozen"};
	char usage[256], bare[GL_NAME_MAX];

	for (int i = 0; i < count_args(ops); i++)
		names[i + 1] = ops->args[i].name;
	snprintf(bare, sizeof bare, "%.*s", (int)strcspn(word, "="), word);
	const char *near = gl_nearest(bare, names);
	gl_fail(err, "takes no '%s'", word);
	if (near)
		return gl_hint(err, "did you mean '%s'?", near);
	return gl_hint(err, "write it: %s", gl_layer_usage(ops, usage, sizeof usage));
}

/* The words behind a layer's name, by the table of its arguments. */
static int
parse_args(struct gl_layer *l, const struct line *ln, struct gl_err *err)
{
	const struct gl_arg_spec *specs = l->ops->args;
	int n = count_args(l->ops);
	bool given[GL_LAYER_ARGS] = {false};

	for (int i = 0; i < n; i++)
		l->arg[i] = specs[i].value;
	for (size_t w = 1, used; w < ln->n; w += used) {
		const char *word = ln->word[w], *equals = strchr(word, '=');
		size_t length = equals ? (size_t)(equals - word) : strlen(word);
		int i;
		used = 1;
		if (strcmp(word, "frozen") == 0) {
			l->frozen = true;
			continue;
		}
		for (i = 0; i < n; i++) /* by name */
			if ((equals || specs[i].kind == GL_ARG_FLAG) && strlen(specs[i].name) == length &&
			    strncmp(word, specs[i].name, length) == 0)
				break;
		if (i == n && !equals) /* by position */
			for (i = 0; i < n && (!specs[i].positional || given[i]); i++)
				;
		if (i == n)
			return unknown_arg(l->ops, word, err);
		if (given[i])
			return gl_fail(err, "has %s twice", specs[i].name);
		given[i] = true;
		if (specs[i].kind == GL_ARG_FLAG) {
			if (equals) {
				gl_fail(err, "takes '%s' without a value", specs[i].name);
				return gl_hint(err, "write '%s', or leave it out", specs[i].name);
			}
			l->arg[i] = 1;
		} else if (specs[i].kind == GL_ARG_SHAPE) {
			char *words[2] = {(char *)(equals ? equals + 1 : word), w + 1 < ln->n ? ln->word[w + 1] : NULL};
			if (parse_shape(words, words[1] ? 2 : 1, &l->shape, &used, err) < 0)
				return -1;
		} else if (parse_value(&specs[i], equals ? equals + 1 : word, &l->arg[i], err) < 0) {
			return -1;
		}
	}
	for (int i = 0; i < n; i++)
		if (!given[i] && !specs[i].optional) {
			char usage[256];
			gl_fail(err, "needs %s", specs[i].name);
			return gl_hint(err, "write it: %s", gl_layer_usage(l->ops, usage, sizeof usage));
		}
	return 0;
}

/* ---- build ---- */

/* The shape of what a layer gives must be countable; layers compute it without looking at overflow. */
static int
check_size(const struct gl_layer *l, struct gl_err *err)
{
	size_t count = 1;

	for (int i = 0; i < l->out.ndim; i++) {
		if (l->out.dim[i] == 0 || l->out.dim[i] > GL_NET_NUMBERS / count)
			return gl_fail(err, "gives more than 2^40 numbers an example");
		count *= l->out.dim[i];
	}
	return 0;
}

static struct gl_layer *
new_layer(struct parser *p, struct gl_seq *s, size_t *room)
{
	if (s->n == *room) {
		size_t more = *room ? 2 * *room : 4;
		struct gl_layer *layer = gl_alloc(p->life, more, sizeof *layer);
		if (s->n)
			memcpy(layer, s->layer, s->n * sizeof *layer);
		s->layer = layer;
		*room = more;
	}
	return &s->layer[s->n];
}

static int build(struct parser *p, struct gl_seq *s, const struct gl_layer *parent, const struct gl_shape *in,
    struct gl_shape *out, int depth);

/* The lines up to `end` become a layer's body. */
static int
build_body(struct parser *p, struct gl_layer *l, const struct line *ln, int depth)
{
	struct gl_shape out;

	if (depth == GL_NET_DEPTH) {
		gl_fail(p->err, "is the %dth block inside another; %d are allowed", depth, GL_NET_DEPTH - 1);
		return fail_layer(p, l, ln);
	}
	if (build(p, &l->body, l, &l->in, &out, depth) < 0)
		return -1;
	if (p->at == p->n) {
		gl_fail(p->err, "has no 'end'");
		gl_hint(p->err, "a block: residual, dense 4, relu, end");
		return fail_layer(p, l, ln);
	}
	if (p->line[p->at].n > 1) {
		gl_fail(p->err, "'end' takes no arguments, but is followed by '%s'", p->line[p->at].word[1]);
		return fail_line(p, p->line[p->at].number);
	}
	if (l->body.n == 0) {
		gl_fail(p->err, "has no layer before its 'end'");
		return fail_layer(p, l, ln);
	}
	p->at++;
	return 0;
}

static int
build(struct parser *p, struct gl_seq *s, const struct gl_layer *parent, const struct gl_shape *in,
    struct gl_shape *out, int depth)
{
	size_t room = 0;

	*out = *in;
	for (; p->at < p->n; s->n++) {
		const struct line *ln = &p->line[p->at];
		if (strcmp(ln->word[0], "end") == 0) {
			if (depth > 0)
				return 0;
			gl_fail(p->err, "'end' without a block that it could end");
			return fail_line(p, ln->number);
		}
		if (strcmp(ln->word[0], "input") == 0) {
			gl_fail(p->err, "'input' stands first, and once");
			return fail_line(p, ln->number);
		}
		if (p->layers == GL_NET_LAYERS) {
			gl_fail(p->err, "a network has at most %d layers", GL_NET_LAYERS);
			return fail_line(p, ln->number);
		}
		struct gl_layer *l = new_layer(p, s, &room);
		*l = (struct gl_layer){
		    .number = p->layers++, .line = ln->number, .in = *out, .frozen = parent && parent->frozen};
		snprintf(
		    l->index, sizeof l->index, parent ? "%.24s.%zu" : "%.0s%zu", parent ? parent->index : "", s->n);
		p->at++;
		if (!(l->ops = gl_layer_find(ln->word[0], p->err)) || parse_args(l, ln, p->err) < 0)
			return fail_layer(p, l, ln);
		if (l->ops->nests && build_body(p, l, ln, depth + 1) < 0)
			return -1;
		if (l->ops->shape(l, p->err) < 0 || check_size(l, p->err) < 0)
			return fail_layer(p, l, ln);
		*out = l->out;
	}
	return 0;
}

/* `input SHAPE`, the first line. */
static int
parse_input(struct parser *p, struct gl_shape *shape)
{
	const struct line *ln = p->line;
	char text[LINE_TEXT];
	size_t used;

	if (p->n == 0) {
		gl_fail(p->err, "there is no network here: no line 'input SHAPE'");
		gl_hint(p->err, "like this: input 2, dense 3, relu, dense 1");
		return p->name ? gl_fail_at(p->err, p->name, 0) : -1;
	}
	if (strcmp(ln->word[0], "input") != 0) {
		gl_fail(p->err, "a network begins with 'input SHAPE', not with '%s'", line_text(ln, text));
		gl_hint(p->err, "like this: input 2, dense 3, relu, dense 1; or short: 2-3-1");
		return fail_line(p, ln->number);
	}
	if (ln->n == 1) {
		gl_fail(p->err, "'input' needs a shape");
		gl_hint(p->err, "shapes: 784, 1x28x28 (channels first), 64 tokens, 50x13 sequence (steps x features)");
		return fail_line(p, ln->number);
	}
	if (parse_shape(ln->word + 1, ln->n - 1, shape, &used, p->err) < 0)
		return fail_line(p, ln->number);
	if (used + 1 < ln->n) {
		gl_fail(p->err, "'input' takes a shape alone, but '%s' follows", ln->word[used + 1]);
		gl_hint(p->err, "one layer a line, or commas between layers");
		return fail_line(p, ln->number);
	}
	if (p->n == 1) {
		gl_fail(p->err, "the network has no layers behind '%s'", line_text(ln, text));
		return fail_line(p, ln->number);
	}
	p->at = 1;
	return 0;
}

struct gl_net *
gl_net_parse(const char *text, const char *name, size_t line, struct gl_arena *life, struct gl_err *err)
{
	return gl_net_parse_for(text, name, line, SIZE_MAX, life, err);
}

struct gl_net *
gl_net_parse_for(
    const char *text, const char *name, size_t line, size_t numbers, struct gl_arena *life, struct gl_err *err)
{
	struct parser p = {.name = name, .life = life, .err = err};
	struct gl_net *net = gl_alloc(life, 1, sizeof *net);

	net->life = life;
	if (split(&p, text, line) < 0 || parse_input(&p, &net->input) < 0 ||
	    build(&p, &net->layers, NULL, &net->input, &net->output, 0) < 0)
		return NULL;
	if (gl_net_assemble(net, numbers, err) < 0) {
		if (name)
			gl_fail_at(err, name, 0);
		return NULL;
	}
	return net;
}

/* ---- print ---- */

const char *
gl_layer_line(const struct gl_layer *l, char *text, size_t size)
{
	int n = count_args(l->ops), last = -1, at = snprintf(text, size, "%s", l->ops->name);
	char number[GL_NUMBER_TEXT + 1], shape[GL_SHAPE_TEXT];

	/* A positional argument is printed too when one behind it is. */
	for (int i = 0; i < n; i++) {
		const struct gl_arg_spec *a = &l->ops->args[i];
		if (a->positional && (!a->optional || l->arg[i] != a->value || a->kind == GL_ARG_SHAPE))
			last = i;
	}
	for (int i = 0; i < n && (size_t)at < size; i++) {
		const struct gl_arg_spec *a = &l->ops->args[i];
		char *to = text + at;
		size_t room = size - (size_t)at;
		if (a->positional ? i > last : a->optional && l->arg[i] == a->value)
			continue;
		if (a->kind == GL_ARG_FLAG) {
			if (l->arg[i] != 0)
				at += snprintf(to, room, " %s", a->name);
			continue;
		}
		if (a->kind == GL_ARG_SHAPE)
			gl_shape_print(&l->shape, shape);
		else if (a->kind == GL_ARG_WHOLE)
			snprintf(number, sizeof number, "%.0f", l->arg[i]);
		else
			number[gl_number_print64(l->arg[i], number)] = '\0';
		at += snprintf(
		    to, room, a->positional ? " %.0s%s" : " %s=%s", a->name, a->kind == GL_ARG_SHAPE ? shape : number);
	}
	if (l->frozen && (size_t)at < size)
		snprintf(text + at, size - (size_t)at, " frozen");
	return text;
}

static void
print_layers(struct gl_text *t, int indent, const struct gl_seq *s)
{
	char line[512];

	for (size_t i = 0; i < s->n; i++) {
		gl_text_add(t, "%*s%s\n", indent, "", gl_layer_line(&s->layer[i], line, sizeof line));
		if (s->layer[i].ops->nests) {
			print_layers(t, indent + 2, &s->layer[i].body);
			gl_text_add(t, "%*send\n", indent, "");
		}
	}
}

const char *
gl_net_lines(const struct gl_net *net, struct gl_arena *arena)
{
	struct gl_text t = {.arena = arena};
	char shape[GL_SHAPE_TEXT];

	gl_text_add(&t, "input %s\n", gl_shape_print(&net->input, shape));
	print_layers(&t, 0, &net->layers);
	return t.s;
}
