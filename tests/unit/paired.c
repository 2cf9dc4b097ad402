/* Two networks on the same examples: cases that can be counted by hand. */
#include "train/paired.h"
#include "check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static struct gl_arena life;

static struct gl_metrics *
metrics(size_t k, enum gl_output kind, const char *loss)
{
	const struct gl_shape shape = {GL_VECTOR, 1, {k}};
	struct gl_err err;
	struct gl_metrics *m = gl_metrics_new(&shape, kind, gl_loss_find(loss, &err), 1, 0, &life);

	gl_metrics_spread(m, 0.95, &life);
	return m;
}

static bool
near(double a, double b)
{
	return fabs(a - b) < 1e-12;
}

static void
classes(void)
{
	struct gl_metrics *a = metrics(3, GL_PROBABILITIES, "cross-entropy"), *b = metrics(3, GL_PROBABILITIES, "mse");
	struct gl_paired p = {.first = a, .second = b};
	const uint64_t mine[] = {1, 1, 1, 1, 0, 0}, other[] = {1, 0, 0, 0, 1, 0};
	const double loss_a[] = {1, 2, 3, 4, 5, 6}, loss_b[] = {1, 1, 1, 1, 1, 1};

	gl_paired_add(&p, 4, mine, other, loss_a, loss_b);
	gl_paired_add(&p, 2, mine + 4, other + 4, loss_a + 4, loss_b + 4);
	a->cases = b->cases = a->examples = b->examples = 6;
	a->right = 4;
	b->right = 2;
	CHECK(p.won == 3 && p.lost == 1 && p.both == 1 && p.neither == 1);
	CHECK(near(gl_paired_gain(&p), 2.0 / 6) && near(gl_paired_p(&p), 2 * (1 + 4) / 16.0));
	/* Bonett and Price: 4/8 and 2/8, so 0.25 +- z sqrt((0.75 - 0.0625) / 8) */
	double half = a->spread->z * sqrt((0.75 - 0.0625) / 8);
	CHECK(near(gl_paired_interval(&p).low, 0.25 - half) && near(gl_paired_interval(&p).high, 0.25 + half));
	CHECK(!gl_paired_same_loss(&p) && near(p.loss.mean, 15 / 6.0));
}

static void
values(void)
{
	struct gl_metrics *a = metrics(1, GL_VALUES, "mse");
	struct gl_paired p = {.first = a, .second = a};
	const uint64_t none[40] = {0};
	double mine[40], other[40];

	for (int i = 0; i < 40; i++) {
		mine[i] = i % 4;
		other[i] = 1;
	}
	gl_paired_add(&p, 40, none, none, mine, other);
	CHECK(p.won == 10 && p.lost == 20 && p.both == 0 && p.neither == 10);
	CHECK(near(gl_paired_gain(&p), -0.5) && near(p.loss.mean, 0.5));
	double half = a->spread->z * sqrt(1.25 / 39);
	CHECK(near(gl_paired_interval(&p).low, -0.5 - half) && near(gl_paired_interval(&p).high, -0.5 + half));
}

static void
refusals(void)
{
	static const char *const ab[] = {"a", "b", "c"}, *const ba[] = {"b", "a", "c"};
	struct gl_metrics *three = metrics(3, GL_PROBABILITIES, "cross-entropy");
	struct gl_metrics *two = metrics(2, GL_PROBABILITIES, "cross-entropy"), *value = metrics(1, GL_VALUES, "mse");
	struct gl_metrics *huber = metrics(1, GL_VALUES, "huber"), *yes = metrics(1, GL_SHARES, "binary-cross-entropy");
	struct gl_err err;

	CHECK(gl_paired_check(three, ab, three, ab, &err) == 0 && gl_paired_check(three, ab, three, NULL, &err) == 0);
	CHECK(gl_paired_check(three, ab, three, ba, &err) < 0 && strstr(err.msg, "class 0 is b"));
	CHECK(gl_paired_check(three, NULL, two, NULL, &err) < 0 && gl_paired_check(three, NULL, value, NULL, &err) < 0);
	CHECK(gl_paired_check(value, NULL, huber, NULL, &err) < 0 && gl_paired_check(two, NULL, yes, NULL, &err) == 0);
}

int
main(void)
{
	classes();
	values();
	refusals();
	gl_arena_free(&life);
	return failures > 0;
}
