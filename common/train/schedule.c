#include "train/schedule.h"

#include "core/math.h"
#include "core/number.h"

#include <math.h>

/*
 * In the formulas t counts steps from 0 at the end of the warm-up, T is how many there are from there on, E how many
 * an epoch has; lr is --lr.
 */

static double
all(const struct gl_schedule *s)
{
	return s->steps > s->warmup ? (double)(s->steps - s->warmup) : 1;
}

/* x^n, n a whole number, by repeated squaring: the same bits everywhere. */
static double
power(double x, double n)
{
	double y = 1;

	for (uint64_t left = n < 9e15 ? (uint64_t)n : (uint64_t)9e15; left; left >>= 1, x *= x)
		if (left & 1)
			y *= x;
	return y;
}

/* lr factor^floor(t / (every E)): torch's StepLR, stepped once an epoch. */
static double
step_rate(const struct gl_schedule *s, double t)
{
	return s->lr * power(s->arg[1], floor(t / (s->arg[0] * (double)s->epoch_steps)));
}

/* lr factor^floor(t / E): torch's ExponentialLR, stepped once an epoch. */
static double
exponential_rate(const struct gl_schedule *s, double t)
{
	return s->lr * power(s->arg[0], floor(t / (double)s->epoch_steps));
}

/* lr + (end - lr) t / T: torch's LinearLR with start_factor 1, end_factor end / lr, total_iters T. */
static double
linear_rate(const struct gl_schedule *s, double t)
{
	return s->lr + (s->arg[0] - s->lr) * (t / all(s));
}

static double
cosine_between(double from, double to, double share)
{
	const double pi = 0x1.921fb54442d18p+1;

	return to + (from - to) * (1 + gl_cos64(pi * share)) / 2;
}

/*
 * min + (lr - min) (1 + cos(pi t / T)) / 2: torch's CosineAnnealingLR with T_max T, eta_min min.
 * Source: Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts (2017), equation 5, no restart.
 */
static double
cosine_rate(const struct gl_schedule *s, double t)
{
	return cosine_between(s->lr, s->arg[0], t / all(s));
}

/*
 * By half a cosine wave from lr / div up to lr, which step up T - 1 has, and from there down to lr / div / final-div
 * at the last step: torch's OneCycleLR with max_lr lr, two phases, anneal_strategy cos. That moves the momentum the
 * other way, too; this does not.
 * Source: Smith and Topin, Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates (2018).
 */
static double
one_cycle_rate(const struct gl_schedule *s, double t)
{
	double last = all(s) - 1, top = s->arg[0] * all(s) - 1;
	double first = s->lr / s->arg[1], end = first / s->arg[2];

	if (t <= top && top > 0)
		return cosine_between(first, s->lr, t / top);
	return last > top ? cosine_between(s->lr, end, (t - top) / (last - top)) : s->lr;
}

/*
 * Up and down along straight lines between min and lr, a whole cycle in `every` epochs: with half = every E / 2,
 *   c = floor(t / (2 half)), x = |t / half - 2 c - 1|,   min + (lr - min) (1 - x) factor^c.
 * Smith's triangular policy, torch's CyclicLR with base_lr min, max_lr lr, step_size_up half; factor 0.5 is
 * triangular2. The rate begins at min.
 * Source: Smith, Cyclical Learning Rates for Training Neural Networks (2017), section 3.
 */
static double
cyclical_rate(const struct gl_schedule *s, double t)
{
	double half = s->arg[0] * (double)s->epoch_steps / 2, cycle = floor(t / (2 * half));
	double x = fabs(t / half - 2 * cycle - 1);

	return s->arg[1] + (s->lr - s->arg[1]) * fmax(0, 1 - x) * power(s->arg[2], cycle);
}

static const struct gl_schedule_kind constant = {.name = "constant", .help = "the same rate at every step"};
static const struct gl_schedule_kind step = {
    .name = "step",
    .help = "times a factor after every so many epochs",
    .arg = {{"every", 10, 0, 1e9, GL_RATE_POSITIVE}, {"factor", 0.1, 0, 1e6, GL_RATE_POSITIVE}},
    .rate = step_rate,
};
static const struct gl_schedule_kind exponential = {
    .name = "exponential",
    .help = "times a factor after every epoch",
    .arg = {{"factor", 0.95, 0, 1e6, GL_RATE_POSITIVE}},
    .rate = exponential_rate,
};
static const struct gl_schedule_kind linear = {
    .name = "linear",
    .help = "along a straight line",
    .arg = {{"end", 0, 0, 1e9, GL_RATE_NUMBER}},
    .spans = true,
    .rate = linear_rate,
};
static const struct gl_schedule_kind cosine = {
    .name = "cosine",
    .help = "down along half a cosine wave",
    .arg = {{"min", 0, 0, 1e9, GL_RATE_NUMBER}},
    .spans = true,
    .rate = cosine_rate,
};
static const struct gl_schedule_kind one_cycle = {
    .name = "one-cycle",
    .help = "up from a low rate, then down to almost nothing",
    .arg = {{"up", 0.3, 0, 1, GL_RATE_SHARE}, {"div", 25, 1, 1e9, GL_RATE_NUMBER},
	{"final-div", 10000, 1, 1e30, GL_RATE_NUMBER}},
    .spans = true,
    .rate = one_cycle_rate,
};
static const struct gl_schedule_kind cyclical = {
    .name = "cyclical",
    .help = "up and down, again and again",
    .arg = {{"every", 4, 0, 1e9, GL_RATE_POSITIVE}, {"min", NAN, 0, 1e9, GL_RATE_NUMBER},
	{"factor", 1, 0, 1, GL_RATE_POSITIVE}},
    .rate = cyclical_rate,
};
/*
 * Times `factor`, but not below `min`, after more than `patience` epochs on end whose loss was not below
 * best (1 - threshold), best being the loss of the last epoch that was: torch's ReduceLROnPlateau with mode min,
 * threshold_mode rel, cooldown 0, but for its eps (it leaves rates alone that would change by less than 1e-8).
 */
const struct gl_schedule_kind gl_schedule_plateau = {
    .name = "plateau",
    .help = "times a factor when the loss stops falling",
    .arg = {{"factor", 0.1, 0, 0.999999, GL_RATE_POSITIVE}, {"patience", 10, 0, 1e9, GL_RATE_WHOLE},
	{"threshold", 1e-4, 0, 0.999999, GL_RATE_NUMBER}, {"min", 0, 0, 1e9, GL_RATE_NUMBER}},
};

const struct gl_schedule_kind *const gl_schedules[] = {
    &constant, &step, &exponential, &linear, &cosine, &one_cycle, &cyclical, &gl_schedule_plateau, NULL};

const char *const *
gl_schedule_names(void)
{
	static const char *names[sizeof gl_schedules / sizeof gl_schedules[0]];

	for (size_t i = 0; gl_schedules[i]; i++)
		names[i] = gl_schedules[i]->name;
	return names;
}

/* To nine significant decimal digits, by way of the text. */
static double
rounded(double x)
{
	char text[GL_NUMBER_TEXT];
	int overflow;
	size_t n = gl_number_print_digits64(x, 9, text);

	gl_number_read64(text, text + n, &x, &overflow);
	return x;
}

bool
gl_schedule_varies(const struct gl_schedule *s)
{
	return s->warmup > 0 || (s->kind && s->kind != &constant);
}

int
gl_schedule_begin(
    struct gl_schedule *s, double lr, uint64_t epoch_steps, uint64_t steps, struct gl_plateau *p, struct gl_err *err)
{
	s->lr = lr;
	s->epoch_steps = epoch_steps;
	s->steps = steps;
	*p = (struct gl_plateau){.rate = lr, .best = INFINITY};
	if (s->warmup_share > 0) {
		double n = s->warmup_share * (double)steps;
		s->warmup = n < 9e15 ? (uint64_t)(n + 0.5) : (uint64_t)9e15;
	}
	if (s->kind == &cyclical && isnan(s->arg[1]))
		s->arg[1] = rounded(lr / 4);
	const double *min = s->kind == &cosine ? &s->arg[0]
	    : s->kind == &cyclical             ? &s->arg[1]
	    : s->kind == &gl_schedule_plateau  ? &s->arg[3]
					       : NULL;
	if (!min || *min <= lr)
		return 0;
	char least[GL_NUMBER_TEXT + 1], most[GL_NUMBER_TEXT + 1];
	least[gl_number_print64(*min, least)] = '\0';
	most[gl_number_print64(lr, most)] = '\0';
	return gl_fail(err, "--schedule %s: min=%s is more than --lr, which is %s", s->kind->name, least, most);
}

double
gl_schedule_rate(const struct gl_schedule *s, const struct gl_plateau *p, uint64_t t)
{
	if (!gl_schedule_varies(s))
		return s->lr;
	uint64_t from = t > s->warmup ? t - s->warmup : 0;
	double rate = s->kind == &gl_schedule_plateau ? p->rate
	    : s->kind && s->kind->rate                ? s->kind->rate(s, (double)from)
						      : s->lr;
	/* Warm-up: equal steps from 0 to the schedule's first rate; its own steps have neither. */
	if (t < s->warmup)
		rate *= (double)(t + 1) / (double)(s->warmup + 1);
	return rounded(rate);
}

void
gl_schedule_epoch(const struct gl_schedule *s, struct gl_plateau *p, uint64_t step_count, double loss)
{
	if (s->kind != &gl_schedule_plateau || step_count <= s->warmup)
		return;
	if (loss < p->best * (1 - s->arg[2])) {
		p->best = loss;
		p->bad = 0;
	} else if (++p->bad > s->arg[1]) {
		p->rate = rounded(fmax(p->rate * s->arg[0], s->arg[3]));
		p->bad = 0;
	}
}
