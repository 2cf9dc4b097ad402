/*
 * Augmentation: identity and whole moves give the same bits, bilinear sampling against the formula pixel by pixel, and
 * what a picture becomes against its own draw, in whatever batch it comes.
 */
#include "augment/augment.h"
#include "augment/transform.h"
#include "check.h"
#include "core/math.h"
#include "core/random.h"
#include "core/thread.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static struct gl_arena arena;

/* Numbers from 0 to 1, negative zero and the smallest among them. */
static struct gl_tensor
pictures(size_t rows, size_t c, size_t h, size_t w)
{
	struct gl_tensor x =
	    gl_tensor_raw(&arena, rows, &(struct gl_shape){.kind = GL_PICTURE, .ndim = 3, .dim = {c, h, w}});
	uint32_t word[4];

	for (size_t i = 0; i < x.n; i++) {
		gl_random(1, GL_RAND_SYNTH, 0, 0, (uint32_t)i, word);
		x.data[i] = (gl_real)gl_uniform(word[0]);
		if (word[1] % 11 == 0)
			x.data[i] = word[1] % 2 ? (gl_real)-0.0 : (gl_real)0x1p-149;
	}
	return x;
}

/* The pictures varied as the list says; NULL data if it is refused. */
static struct gl_tensor
varied(const char *list, const struct gl_augment_at *at, const struct gl_tensor *x)
{
	struct gl_augment a;
	struct gl_err err;
	struct gl_tensor y = {0};
	struct gl_field f = {.ndim = 3, .dim = {x->dim[1], x->dim[2], x->dim[3]}, .width = x->n / x->dim[0]};

	if (gl_augment_parse(list, &a, &arena, &err) < 0 || gl_augment_fit(&a, NULL, &f, &err) < 0 ||
	    gl_augment_batch(&a, at, x, &y, &arena, &err) < 0)
		printf("%s: %s\n", list, err.msg);
	return y;
}

static bool
same(const struct gl_tensor *a, const struct gl_tensor *b)
{
	return b->data && memcmp(a->data, b->data, a->n * sizeof *a->data) == 0;
}

/* What changes nothing changes no bit, whatever the shape. */
static void
identity(void)
{
	static const char *const lists[] = {"shift=0", "rotate=0", "scale=0", "crop=0", "crop=100%", "flip,p=0",
	    "rotate=0,scale=0,shift=0", "flip,p=1,flip,p=1", "flip=vertical,p=1,flip=vertical,p=1",
	    "rotate=180..180,rotate=-180..-180", "noise=0,contrast=0", "brightness=0", "contrast=0", "erase=0",
	    "shift=3..3,shift=-3..-3", "fill=edge,rotate=0", "rotate=50,p=0"};
	static const size_t shapes[][3] = {{1, 8, 8}, {3, 5, 7}, {2, 1, 9}, {1, 9, 1}, {1, 1, 1}};
	struct gl_augment_at at = {.seed = 1};

	for (size_t s = 0; s < GL_LEN(shapes); s++) {
		struct gl_tensor x = pictures(3, shapes[s][0], shapes[s][1], shapes[s][2]);
		for (size_t i = 0; i < GL_LEN(lists); i++) {
			struct gl_tensor y = varied(lists[i], &at, &x);
			if (!same(&x, &y))
				printf("%s changes %zux%zux%zu\n", lists[i], shapes[s][0], shapes[s][1], shapes[s][2]);
			CHECK(same(&x, &y));
		}
	}
}

/* Element (c, i, j) of picture r. */
static gl_real *
at(const struct gl_tensor *x, size_t r, size_t c, size_t i, size_t j)
{
	return &x->data[((r * x->dim[1] + c) * x->dim[2] + i) * x->dim[3] + j];
}

/* Quarter turns are transpositions and flips, flips are mirrored, shifts are moved: every bit. */
static void
whole(void)
{
	struct gl_augment_at where = {.seed = 1};
	struct gl_tensor x = pictures(2, 3, 6, 6);
	struct gl_tensor left = varied("rotate=90..90", &where, &x), right = varied("rotate=-90..-90", &where, &x);
	struct gl_tensor half = varied("rotate=180..180", &where, &x), flip = varied("flip,p=1", &where, &x);
	struct gl_tensor down = varied("flip=vertical,p=1", &where, &x),
			 moved = varied("shift=2..2,fill=7", &where, &x);

	for (size_t r = 0; r < 2; r++)
		for (size_t c = 0; c < 3; c++)
			for (size_t i = 0; i < 6; i++)
				for (size_t j = 0; j < 6; j++) {
					gl_real far = 7;
					CHECK(!memcmp(at(&left, r, c, i, j), at(&x, r, c, j, 5 - i), sizeof far));
					CHECK(!memcmp(at(&right, r, c, i, j), at(&x, r, c, 5 - j, i), sizeof far));
					CHECK(!memcmp(at(&half, r, c, i, j), at(&x, r, c, 5 - i, 5 - j), sizeof far));
					CHECK(!memcmp(at(&flip, r, c, i, j), at(&x, r, c, i, 5 - j), sizeof far));
					CHECK(!memcmp(at(&down, r, c, i, j), at(&x, r, c, 5 - i, j), sizeof far));
					gl_real *from = i < 2 || j < 2 ? &far : at(&x, r, c, i - 2, j - 2);
					CHECK(!memcmp(at(&moved, r, c, i, j), from, sizeof far));
				}
}

/* The picture's value at a place, by the definition: outside it is the fill, or the nearest pixel. */
static double
bilinear(const gl_real *x, long h, long w, double px, double py, bool edge, double fill)
{
	double sum = 0;
	long j0 = (long)floor(px), i0 = (long)floor(py);

	for (long i = i0; i <= i0 + 1; i++)
		for (long j = j0; j <= j0 + 1; j++) {
			double weight = (1 - fabs(px - (double)j)) * (1 - fabs(py - (double)i)), v = fill;
			long a = i < 0 ? 0 : i >= h ? h - 1 : i, b = j < 0 ? 0 : j >= w ? w - 1 : j;
			if (edge || (a == i && b == j))
				v = (double)x[a * w + b];
			sum += weight * v;
		}
	return sum;
}

/* Any turn, scale and move against the definition. */
static void
sampling(void)
{
	enum { H = 7, W = 10 };
	struct gl_tensor x = pictures(1, 1, H, W);
	gl_real padded[(H + 3) * (W + 3)], y[H * W];
	double worst = 0;

	for (int k = 0; k < 400; k++) {
		struct gl_augment a = {.edge = k % 2, .fill = (gl_real)0.25};
		double t = k * 0.1, s = 0.4 + k % 7 * 0.3, dx = k % 5 * 1.7 - 3, dy = k % 3 * 2.3 - 2;
		struct gl_affine m = {.xx = 1, .yy = 1},
				 turn = {.xx = gl_cos64(t), .xy = -gl_sin64(t), .yx = gl_sin64(t), .yy = gl_cos64(t)};

		gl_affine_add(&m, (struct gl_affine){.xx = 1, .yy = 1, .x0 = -dx, .y0 = -dy});
		gl_affine_add(&m, turn);
		gl_affine_add(&m, (struct gl_affine){.xx = 1 / s, .yy = 1 / s});
		gl_augment_sample(&a, &m, H, W, x.data, padded, y);
		for (int i = 0; i < H; i++)
			for (int j = 0; j < W; j++) {
				/* backwards through the moves: the last one first */
				double u = (j - (W - 1) / 2.0) / s, v = (i - (H - 1) / 2.0) / s;
				double px = u * cos(t) - v * sin(t) - dx + (W - 1) / 2.0;
				double py = u * sin(t) + v * cos(t) - dy + (H - 1) / 2.0;
				double e = fabs((double)y[i * W + j] - bilinear(x.data, H, W, px, py, a.edge, 0.25));
				worst = fmax(worst, e);
			}
	}
	CHECK(worst < (GL_REAL_IS_DOUBLE ? 1e-12 : 2e-5));
}

/* A picture becomes the same in any batch, in any order, on any number of threads; by seed and epoch others. */
static void
draws(void)
{
	static const char list[] =
	    "flip,shift=20%,rotate=30,scale=20%,crop=80%,noise=10%,brightness=10%,contrast=10%,erase=3";
	struct gl_tensor x = pictures(200, 1, 12, 11), shuffled = pictures(200, 1, 12, 11);
	struct gl_augment_at here = {.seed = 5, .epoch = 3};
	struct gl_tensor y = varied(list, &here, &x);
	uint64_t index[200];
	size_t n = 12 * 11;

	gl_shuffle(1, GL_RAND_SHUFFLE, 0, 200, index);
	for (size_t r = 0; r < 200; r++)
		memcpy(shuffled.data + r * n, x.data + index[r] * n, n * sizeof *x.data);
	for (int threads = 1; threads <= 3; threads++) {
		struct gl_augment_at there = {.seed = 5, .epoch = 3, .index = index};
		gl_threads_set(threads);
		struct gl_tensor z = varied(list, &there, &shuffled);
		for (size_t r = 0; r < 200; r++)
			CHECK(memcmp(z.data + r * n, y.data + index[r] * n, n * sizeof *y.data) == 0);
	}
	gl_threads_set(1);
	struct gl_tensor part = x;
	part.data += 70 * n;
	part.dim[0] = 30;
	part.n = 30 * n;
	struct gl_augment_at skipped = {.seed = 5, .epoch = 3, .first = 20, .skip = 50};
	struct gl_tensor z = varied(list, &skipped, &part);
	CHECK(memcmp(z.data, y.data + 70 * n, z.n * sizeof *z.data) == 0);
	for (int k = 0; k < 2; k++) {
		struct gl_augment_at other = {.seed = k ? 5 : 6, .epoch = k ? 4 : 3};
		struct gl_tensor o = varied(list, &other, &x);
		for (size_t r = 0; r < 200; r++)
			CHECK(memcmp(o.data + r * n, y.data + r * n, n * sizeof *o.data) != 0);
	}
	for (size_t r = 1; r < 200; r++)
		CHECK(memcmp(y.data, y.data + r * n, n * sizeof *y.data) != 0);
}

/* Normal deviates: moments, and the share beyond each of some bounds (four standard errors). */
static void
noise(void)
{
	enum { ROWS = 250, N = 1001 };
	struct gl_tensor x =
	    gl_tensor_new(&arena, ROWS, &(struct gl_shape){.kind = GL_PICTURE, .ndim = 3, .dim = {1, 7, 143}});
	struct gl_augment_at where = {.seed = 9};
	struct gl_tensor y = varied("noise=1,range=any", &where, &x);
	double n = ROWS * N, sum = 0, square = 0, cube = 0, fourth = 0, beyond[4] = {0}, both = 0, most = 0;
	static const double share[4] = {0.3173105, 0.0455003, 0.0026998, 0.0000633}; /* 1, 2, 3 and 4 deviations */

	for (size_t i = 0; i < y.n; i++) {
		double e = (double)y.data[i];
		sum += e;
		square += e * e;
		cube += e * e * e;
		fourth += e * e * e * e;
		both += i % N >= 64 ? e * (double)y.data[i - 64] : 0; /* cosine and sine of one draw */
		most = fmax(most, fabs(e));
		for (int k = 0; k < 4; k++)
			beyond[k] += fabs(e) > k + 1;
	}
	CHECK(fabs(sum / n) < 4 / sqrt(n));
	CHECK(fabs(square / n - 1) < 4 * sqrt(2 / n));
	CHECK(fabs(cube / n) < 4 * sqrt(15 / n));
	CHECK(fabs(fourth / n - 3) < 4 * sqrt(96 / n));
	CHECK(fabs(both / n) < 4 / sqrt(n));
	for (int k = 0; k < 4; k++)
		CHECK(fabs(beyond[k] / n - share[k]) < 4 * sqrt(share[k] / n));
	CHECK(most < 6);
}

int
main(void)
{
	identity();
	whole();
	sampling();
	draws();
	noise();
	gl_arena_free(&arena);
	return failures != 0;
}
