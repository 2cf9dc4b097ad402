/* Mixup: shares with the moments of Beta(alpha, alpha), and batches that are what they should be. */
#include "train/mixup.h"
#include "core/arena.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

#define CHECK(ok, ...)                                                                                                 \
	do {                                                                                                           \
		if (!(ok)) {                                                                                           \
			printf("line %d: ", __LINE__);                                                                 \
			printf(__VA_ARGS__);                                                                           \
			printf("\n");                                                                                  \
			failures++;                                                                                    \
		}                                                                                                      \
	} while (0)

/* Mean 1/2, variance 1 / (4 (2 alpha + 1)), and as many above 1 - q as below q. */
static void
check_shares(double alpha)
{
	enum { N = 20000 };
	struct gl_mixup m = {.alpha = alpha, .seed = 3};
	double sum = 0, squares = 0, wanted = 1 / (4 * (2 * alpha + 1));
	int low = 0, high = 0;

	for (uint32_t i = 0; i < N; i++) {
		double share = gl_mixup_share(&m, i);
		CHECK(share >= 0 && share <= 1, "alpha %g: share %g", alpha, share);
		sum += share;
		squares += (share - 0.5) * (share - 0.5);
		low += share < 0.25;
		high += share > 0.75;
	}
	/* five standard deviations; a square is at most 1/4 */
	CHECK(fabs(sum / N - 0.5) < 5 * sqrt(wanted / N), "alpha %g: mean %g", alpha, sum / N);
	CHECK(fabs(squares / N - wanted) < 5 * 0.125 / sqrt(N), "alpha %g: variance %g, not %g", alpha, squares / N,
	    wanted);
	CHECK(abs(low - high) < 5 * sqrt(N), "alpha %g: %d low, %d high", alpha, low, high);
	if (alpha == 1) /* uniform */
		CHECK(fabs(low - N / 4.0) < 5 * sqrt(N * 3 / 16.0), "alpha 1: %d of %d below 1/4", low, N);
}

/* The partner of row r: the one row j with which all its numbers are the mixture; or rows, if there is none. */
static size_t
partner(const struct gl_batch *b, const struct gl_batch *mixed, double share, size_t r)
{
	size_t width = b->field[0].n / b->rows, k = mixed->field[1].n / b->rows;

	for (size_t j = 0; j < b->rows; j++) {
		bool fits = true;
		for (size_t i = 0; i < width; i++) {
			double x = share * (double)b->field[0].data[r * width + i] +
			    (1 - share) * (double)b->field[0].data[j * width + i];
			fits &= fabs((double)mixed->field[0].data[r * width + i] - x) < 1e-5;
		}
		for (size_t c = 0; c < k; c++) {
			double t = share * ((size_t)b->field[1].data[r] == c) +
			    (1 - share) * ((size_t)b->field[1].data[j] == c);
			fits &= fabs((double)mixed->field[1].data[r * k + c] - t) < 1e-6;
		}
		double v = share * (double)b->field[2].data[r] + (1 - share) * (double)b->field[2].data[j];
		if (fits && fabs((double)mixed->field[2].data[r] - v) < 1e-5)
			return j;
	}
	return b->rows;
}

static void
check_batches(void)
{
	enum { ROWS = 12, WIDTH = 3 };
	struct gl_arena arena = {0};
	struct gl_err err;
	struct gl_net *net = gl_net_parse("input 3, dense 4, softmax", NULL, 0, &arena, &err);
	struct gl_mixup m = {
	    .alpha = 1, .net = net, .seed = 9, .loss = gl_loss_find("cross-entropy", &err), .weights = true};
	struct gl_schema s;
	struct gl_batch b, mixed, again;
	bool moved = false;

	gl_schema_init(&s, GL_FORM_TEXT);
	gl_schema_add(&s, NULL, GL_F4, &(struct gl_shape){.kind = GL_VECTOR, .ndim = 1, .dim = {WIDTH}});
	gl_schema_add(&s, NULL, GL_F4, NULL);
	gl_schema_add(&s, NULL, GL_F4, NULL);
	gl_batch_new(&b, &s, ROWS, &arena);
	for (size_t r = 0; r < ROWS; r++) {
		for (size_t i = 0; i < WIDTH; i++)
			b.field[0].data[r * WIDTH + i] = (gl_real)(r * r + 7 * i + 1);
		b.field[1].data[r] = (gl_real)(r % 4);
		b.field[2].data[r] = (gl_real)r / 2;
	}
	CHECK(gl_mixup_check(&m, &err) == 0, "%s", err.msg);
	CHECK(gl_mixup_targets(&m, 1) == 4 && gl_mixup_targets(&m, 4) == 4, "targets");
	for (uint32_t batch = 0; batch < 20; batch++) {
		bool taken[ROWS + 1] = {false};
		double share = gl_mixup_share(&m, batch);
		CHECK(gl_mixup_batch(&m, batch, &b, &mixed, &arena, &err) == 0, "%s", err.msg);
		CHECK(gl_mixup_batch(&m, batch, &b, &again, &arena, &err) == 0, "%s", err.msg);
		for (int f = 0; f < 3; f++)
			CHECK(memcmp(mixed.field[f].data, again.field[f].data, mixed.field[f].n * sizeof(gl_real)) == 0,
			    "field %d is not the same again", f + 1);
		for (size_t r = 0; r < ROWS && share < 0.99; r++) {
			size_t j = partner(&b, &mixed, share, r);
			CHECK(j < ROWS && !taken[j], "batch %u, row %zu: %s partner", batch, r,
			    j < ROWS ? "a shared" : "no");
			taken[j] = true;
			moved |= j != r;
		}
	}
	CHECK(moved, "no row has another partner");
	b.field[1].data[5] = 4;
	CHECK(
	    gl_mixup_batch(&m, 0, &b, &mixed, &arena, &err) < 0 && strncmp(err.msg, "row 6: ", 7) == 0, "%s", err.msg);
	gl_arena_free(&arena);
}

int
main(void)
{
	static const double alphas[] = {0.01, 0.2, 0.4, 1, 2, 30};

	for (size_t i = 0; i < GL_LEN(alphas); i++)
		check_shares(alphas[i]);
	check_batches();
	return failures > 0;
}
