/* Checks of the inputs and targets, column by column. */
#include "core/summary.h"
#include "doctor/inside.h"

#include <math.h>
#include <string.h>

/* One summary for each column of a tensor. */
static struct gl_summary *
columns(const struct gl_tensor *x, struct gl_arena *arena)
{
	size_t width = gl_row_width(x);
	struct gl_summary *s = gl_alloc(arena, width, sizeof *s);

	for (size_t i = 0; i < x->n; i++)
		gl_summary_add(&s[i % width], (double)x->data[i]);
	return s;
}

static double
rms(const struct gl_summary *s)
{
	return s->n ? sqrt(s->size / (double)s->n) : 0;
}

/* Does the first layer bring its inputs to one scale? Then it does not matter what theirs is. */
static bool
normalises(const struct gl_exam *e)
{
	const char *first = gl_net_layers(e->net)->layer[0].ops->name;

	return strcmp(first, "standardise") == 0 || strcmp(first, "batchnorm") == 0 || strcmp(first, "layernorm") == 0;
}

enum { INPUT_LARGE = 5 };
#define INPUT_SMALL 0.02

/*
 * The size of an input is the root of the mean of its squares: 1 when it is standardised, at most 1 for pixels from 0
 * to 1. Start weights are made for inputs of about that size, and a learning rate that suits one input is too high for
 * another that is ten times larger. Criterion: the largest column above 5 or all below 0.02. Measured: inputs that are
 * fine have 0.4 to 1.1; iris in centimetres 5.9, pixels 0 to 16 12.9, 0 to 255 205.
 * Source: LeCun, Bottou, Orr and Mueller, Efficient BackProp (1998), section 4.3.
 */
int
gl_check_inputs(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	struct gl_arena pass = {0};
	double most = 0;
	size_t at = 0, width = gl_row_width(&e->train.x), large = 0;
	(void)err;

	if (!e->net)
		return gl_skip(f, gl_exam_cannot(e, false));
	if (gl_net_input(e->net)->kind == GL_TOKENS)
		return gl_skip(f, "the inputs are indices of tokens, not amounts");
	if (normalises(e))
		return gl_skip(f, "the first layer brings the inputs to one scale");
	const struct gl_summary *s = columns(&e->train.x, &pass);
	for (size_t i = 0; i < width; i++) {
		large += rms(&s[i]) > INPUT_LARGE;
		if (rms(&s[i]) > most) {
			most = rms(&s[i]);
			at = i;
		}
	}
	gl_figure(f, "largest_rms", most);
	gl_figure(f, "large_inputs", (double)large);
	bool too_large = most > INPUT_LARGE;
	if (too_large || (most < INPUT_SMALL && most > 0)) {
		gl_see(f, GL_LEVEL_PROBLEM,
		    "Input %zu of %zu goes from %s to %s, and its size (the root of the mean square) is "
		    "%s%s.",
		    at + 1, width, gl_say(e, s[at].min), gl_say(e, s[at].max), gl_say(e, most),
		    too_large ? "" : ", the largest of all");
		if (too_large && width > 1)
			gl_see(f, GL_LEVEL_PROBLEM, "%zu of the %zu inputs %s larger than %d.", large, width,
			    large == 1 ? "is" : "are", INPUT_LARGE);
		gl_tell(f,
		    too_large
			? "Start weights and usual learning rates are meant for inputs of a size near 1. Larger ones "
			  "make the sums in the first layer large: units die or saturate, and steps overshoot."
			: "Start weights and usual learning rates are meant for inputs of a size near 1. With inputs "
			  "this small hardly anything reaches the first layer, and training crawls.",
		    "Bring the inputs to one scale: begin the network with a standardise layer (gl-init 'input %zu, "
		    "standardise, ...'), or encode pictures to numbers from 0 to 1 (gl-encode without --raw).",
		    width);
	}
	gl_arena_free(&pass);
	return 0;
}

/*
 * Inputs that have one value in all rows carry nothing. A few are normal (the corners of pictures). Criterion: a note
 * from 10 % of the inputs on, a problem from 90 %. Measured: digits 3 to 5 of 64, Fashion-MNIST 1 of 784.
 */
int
gl_check_constant(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	struct gl_arena pass = {0};
	size_t width = gl_row_width(&e->train.x), same = 0, first = 0;
	(void)err;

	if (e->train.n < 4)
		return gl_skip(f, "there are fewer than 4 rows");
	const struct gl_summary *s = columns(&e->train.x, &pass);
	for (size_t i = width; i-- > 0;)
		if (s[i].min == s[i].max) {
			same++;
			first = i;
		}
	double share = (double)same / (double)width;
	gl_figure(f, "inputs", (double)width);
	gl_figure(f, "constant", (double)same);
	if (share >= 0.1) {
		gl_see(f, share >= 0.9 ? GL_LEVEL_PROBLEM : GL_LEVEL_NOTE,
		    "%zu of %zu input%s the same value in all %zu rows; the first is input %zu, which is always %s.",
		    same, width, width == 1 ? " has" : "s have", e->train.n, first + 1, gl_say(e, s[first].min));
		gl_tell(f, "An input that never changes can't tell one row from another.",
		    share >= 0.9 ? "Look at how the data were made: gl-cat --rows 1-5 FILE shows the first rows."
				 : "No harm by itself. If you expected it to vary, look at how the data were made.");
	}
	gl_arena_free(&pass);
	return 0;
}

/*
 * The size of a regression's targets. The gradient of the squared error grows with them, so that a rate which suits
 * targets of size 1 overshoots. A note only: many train well all the same. Criterion: a root mean square above 10.
 */
int
gl_check_targets(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	struct gl_arena pass = {0};
	double most = 0;
	size_t at = 0;
	(void)err;

	if (gl_exam_cannot(e, true))
		return gl_skip(f, gl_exam_cannot(e, true));
	if (gl_exam_task(e, NULL) != GL_TASK_VALUES)
		return gl_skip(f, "the targets are classes or labels, not amounts");
	const struct gl_summary *s = columns(&e->train.t, &pass);
	for (size_t i = 0; i < gl_row_width(&e->train.t); i++)
		if (rms(&s[i]) > most) {
			most = rms(&s[i]);
			at = i;
		}
	gl_figure(f, "largest_rms", most);
	if (most > 10) {
		gl_see(f, GL_LEVEL_NOTE, "Target %zu goes from %s to %s.", at + 1, gl_say(e, s[at].min),
		    gl_say(e, s[at].max));
		gl_tell(f,
		    "An untrained network gives numbers near 0, so its first mistakes are as large as the targets, "
		    "and so are its first steps.",
		    "If the loss jumps or becomes nan, divide the targets so that they are between about -3 and 3 "
		    "(and multiply predictions again), or use --optimizer adam, whose steps do not grow with the "
		    "loss.");
	}
	gl_arena_free(&pass);
	return 0;
}

/*
 * Rows that stand in the order of their classes, and training that does not shuffle: each batch then has one class,
 * and each step undoes what the last ones did. Criterion: neighbouring rows are of one class more often than chance
 * (sum of squared shares) by 5 standard deviations, and in 80 % of all cases. Source: for the harm, LeCun and others,
 * Efficient BackProp (1998), section 4.2.
 */
int
gl_check_order(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	const struct gl_set *s = &e->train;
	struct gl_arena pass = {0};
	size_t width = gl_row_width(&s->t), same = 0, classes, a, b;
	double chance = 0;
	(void)err;

	if (gl_exam_cannot(e, true))
		return gl_skip(f, gl_exam_cannot(e, true));
	if (gl_exam_task(e, &classes) != GL_TASK_CLASSES || !gl_exam_class(e, s->t.data, &a))
		return gl_skip(f, "rows have no classes to be sorted by");
	if (s->n < 20)
		return gl_skip(f, "there are fewer than 20 rows");
	size_t *count = gl_alloc(&pass, classes, sizeof *count);
	for (size_t r = 0; r < s->n; r++) {
		gl_exam_class(e, s->t.data + r * width, &a);
		count[a]++;
		if (r > 0 && gl_exam_class(e, s->t.data + (r - 1) * width, &b))
			same += a == b;
	}
	for (size_t i = 0; i < classes; i++)
		chance += (double)count[i] * (double)count[i] / ((double)s->n * (double)s->n);
	double share = (double)same / (double)(s->n - 1);
	double away = (share - chance) / sqrt((chance * (1 - chance) + 1e-9) / (double)(s->n - 1));
	gl_figure(f, "neighbours_of_one_class", share);
	gl_figure(f, "by_chance", chance);
	gl_arena_free(&pass);
	if (share < 0.8 || away < 5)
		return 0;
	gl_see(f, e->run.shuffle ? GL_LEVEL_NOTE : GL_LEVEL_PROBLEM,
	    "In %s a row has the class of the row before it in %s of all cases; by chance it would be %s.%s", s->name,
	    gl_say_share(e, share), gl_say_share(e, chance),
	    e->run.shuffle ? "" : " The network was trained with --no-shuffle.");
	gl_tell(f,
	    "The rows are sorted by class. Taken in this order, a batch holds one class only; each step makes that "
	    "class likelier for any input, and the next batches undo it.",
	    e->run.shuffle ? "Nothing, as gl-train shuffles unless it is told not to (--no-shuffle)."
			   : "Train without --no-shuffle, or mix the rows once: gl-cat --shuffle.");
	return 0;
}

/*
 * Are the examined rows drawn from where the training rows are? For each input the distance of the two means, in
 * standard deviations of the training rows; taken over all inputs that vary, the root of the mean square. By chance it
 * is near sqrt(1/n + 1/m). Criterion: 1 above that, which no two parts of one set come near to (measured: 0.37 at
 * most, 30 rows of iris). The usual cause is that one part was scaled otherwise than the other.
 */
int
gl_check_shift(struct gl_exam *e, struct gl_finding *f, struct gl_err *err)
{
	struct gl_arena pass = {0};
	size_t width = gl_row_width(&e->train.x), n = 0, worst = 0;
	double sum = 0, most = 0;
	(void)err;

	if (!e->has_train)
		return gl_skip(f, "no --train was given");
	if (e->net && gl_net_input(e->net)->kind == GL_TOKENS)
		return gl_skip(f, "the inputs are indices of tokens, not amounts");
	const struct gl_summary *a = columns(&e->train.x, &pass), *b = columns(&e->data.x, &pass);
	for (size_t i = 0; i < width; i++) {
		double sd = gl_summary_deviation(&a[i]);
		double range = fmax(fabs(a[i].min), fabs(a[i].max));
		if (!(sd > 0.01 * range)) /* nearly constant: its deviation is no measure */
			continue;
		double d = fabs(gl_summary_mean(&a[i]) - gl_summary_mean(&b[i])) / sd;
		sum += d * d;
		n++;
		if (d > most) {
			most = d;
			worst = i;
		}
	}
	double all = n ? sqrt(sum / (double)n) : 0;
	double chance = sqrt(1 / (double)e->train.n + 1 / (double)e->data.n);
	gl_figure(f, "distance", all);
	gl_figure(f, "by_chance", chance);
	if (all > 1 + chance) {
		gl_see(f, GL_LEVEL_PROBLEM,
		    "The inputs of %s and of %s have different means: input %zu %s and %s. Over all inputs the "
		    "distance is %s standard deviations; by chance it would be near %s.",
		    e->data.name, e->train.name, worst + 1, gl_say(e, gl_summary_mean(&b[worst])),
		    gl_say(e, gl_summary_mean(&a[worst])), gl_say(e, all), gl_say(e, chance));
		gl_tell(f,
		    "The network is tested on inputs unlike those it was trained on. The usual cause is that the two "
		    "were encoded or scaled in different ways.",
		    "Encode both in the same way: with one schema (gl-encode table --schema), one --range; and split "
		    "one set with gl-split rather than take two.");
	}
	gl_arena_free(&pass);
	return 0;
}
