/* Pictures in memory: cutting, alpha, gray, sizes, numbers, PNG there and back; MNIST files. */
#include "encode/image.h"
#include "check.h"
#include "encode/idx.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct gl_arena life;

/* A gray picture of whole samples that look random. */
static struct gl_image
sample(size_t width, size_t height, int channels)
{
	struct gl_image im = gl_image_new(width, height, channels, false, 255, &life);

	for (size_t i = 0; i < width * height * (size_t)channels; i++)
		im.value[i] = (gl_real)((i * 7919 + i * i * 31) % 256);
	return im;
}

/* The mean of the area by another road: every old pixel cut into w x h equal parts, which are whole in new pixels. */
static double
mean_by_parts(const struct gl_image *im, size_t w, size_t h, size_t x, size_t y)
{
	double sum = 0;

	for (size_t i = y * im->height; i < (y + 1) * im->height; i++)
		for (size_t j = x * im->width; j < (x + 1) * im->width; j++)
			sum += im->value[i / h * im->width + j / w];
	return sum / (double)(im->width * im->height);
}

static void
area(void)
{
	static const size_t sizes[][4] = {
	    {8, 8, 4, 4}, {7, 5, 3, 2}, {3, 2, 7, 5}, {9, 4, 9, 3}, {1, 1, 3, 3}, {10, 10, 1, 1}};

	for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
		struct gl_image from = sample(sizes[k][0], sizes[k][1], 1), to = from;
		size_t w = sizes[k][2], h = sizes[k][3];
		gl_image_resize(&to, w, h, GL_AREA, &life);
		CHECK(to.width == w && to.height == h);
		for (size_t i = 0; i < w * h; i++)
			CHECK(to.value[i] == (gl_real)mean_by_parts(&from, w, h, i % w, i / w));
	}
	/* a picture of one level keeps it, exactly */
	struct gl_image flat = gl_image_new(13, 11, 3, false, 255, &life);
	for (size_t i = 0; i < 13 * 11 * 3; i++)
		flat.value[i] = 77;
	gl_image_resize(&flat, 5, 4, GL_AREA, &life);
	for (size_t i = 0; i < 5 * 4 * 3; i++)
		CHECK(flat.value[i] == 77);
}

static void
bilinear(void)
{
	/* 0 4 doubled: centres at -1/4, 1/4, 3/4, 5/4, kept inside */
	struct gl_image im = gl_image_new(2, 1, 1, false, 255, &life);
	const gl_real doubled[] = {0, 1, 3, 4};

	im.value[1] = 4;
	gl_image_resize(&im, 4, 1, GL_BILINEAR, &life);
	CHECK(memcmp(im.value, doubled, sizeof doubled) == 0);

	/* a plane stays a plane where no edge is near: value = 2 x + 3 y */
	struct gl_image plane = gl_image_new(12, 9, 1, false, 255, &life);
	for (size_t i = 0; i < 12 * 9; i++)
		plane.value[i] = (gl_real)(2 * (i % 12) + 3 * (i / 12));
	gl_image_resize(&plane, 5, 4, GL_BILINEAR, &life);
	for (size_t i = 0; i < 5 * 4; i++) {
		double x = ((double)(i % 5) + 0.5) * 12 / 5 - 0.5, y = ((double)(i / 5) + 0.5) * 9 / 4 - 0.5;
		CHECK(fabs((double)plane.value[i] - (2 * x + 3 * y)) < 1e-5);
	}
}

static void
nearest(void)
{
	struct gl_image from = sample(3, 2, 3), to = from;

	gl_image_resize(&to, 12, 8, GL_NEAREST, &life);
	for (size_t c = 0; c < 3; c++)
		for (size_t i = 0; i < 12 * 8; i++)
			CHECK(to.value[c * 96 + i] == from.value[c * 6 + i / 12 / 4 * 3 + i % 12 / 4]);
}

static void
colours(void)
{
	const double red[3] = {1, 0, 0}, half[3] = {0.5, 0.5, 0.5};
	struct gl_image im = gl_image_new(3, 1, 1, true, 255, &life);

	/* alpha 0, 51 (a fifth), 255 over a background */
	im.value[0] = im.value[1] = im.value[2] = 100;
	im.value[4] = 51;
	im.value[5] = 255;
	CHECK(!gl_image_clear(&im));
	struct gl_image over = gl_image_cut(&im, 0, 0, 3, 1, &life);
	gl_image_flatten(&over, half, &life);
	CHECK(!over.has_alpha && over.channels == 1);
	CHECK(over.value[0] == (gl_real)127.5 && over.value[1] == 122 && over.value[2] == 100);
	over = gl_image_cut(&im, 0, 0, 3, 1, &life);
	gl_image_flatten(&over, red, &life);
	CHECK(over.channels == 3 && over.value[0] == 255 && over.value[3] == 0 && over.value[2] == 100);
	struct gl_image first = gl_image_cut(&im, 0, 0, 1, 1, &life);
	CHECK(gl_image_clear(&first));

	/* gray of what is gray already is the same, for every level */
	struct gl_image levels = gl_image_new(256, 1, 1, false, 255, &life);
	for (int i = 0; i < 256; i++)
		levels.value[i] = (gl_real)i;
	gl_image_rgb(&levels, &life);
	CHECK(levels.channels == 3);
	gl_image_gray(&levels, &life);
	for (int i = 0; i < 256; i++)
		CHECK(levels.channels == 1 && levels.value[i] == i);

	/* green is brighter than red, red than blue */
	struct gl_image rgb = gl_image_new(3, 1, 3, false, 255, &life);
	rgb.value[0] = rgb.value[3 + 1] = rgb.value[6 + 2] = 200;
	gl_image_gray(&rgb, &life);
	CHECK(rgb.value[0] == (gl_real)59.8 && rgb.value[1] == (gl_real)117.4 && rgb.value[2] == (gl_real)22.8);
}

static void
numbers(void)
{
	struct gl_image im = gl_image_new(256, 1, 1, false, 255, &life);
	gl_real to[256];

	for (int i = 0; i < 256; i++)
		im.value[i] = (gl_real)i;
	gl_image_numbers(&im, 0, 1, false, to);
	for (int i = 0; i < 256; i++)
		CHECK(to[i] == (gl_real)((double)i / 255));
	gl_image_numbers(&im, 0, 255, false, to);
	for (int i = 0; i < 256; i++)
		CHECK(to[i] == i);
	gl_image_numbers(&im, -1, 1, true, to);
	CHECK(to[0] == 1 && to[255] == -1);
}

/* Written and read again, a picture is the same, gray and RGB, with alpha and without. */
static void
there_and_back(void)
{
	struct gl_err err;

	for (int kind = 0; kind < 4; kind++) {
		struct gl_image im = sample(5, 7, kind < 2 ? 1 : 3), again;
		if (kind % 2) {
			gl_image_add_alpha(&im, &life);
			im.value[(size_t)im.channels * 35 + 3] = 17;
		}
		CHECK(gl_image_write(&im, "there.png", &err) == 0);
		CHECK(gl_image_read(&again, "there.png", &life, &err) == 0);
		CHECK(again.width == 5 && again.height == 7 && again.channels == im.channels && again.white == 255);
		CHECK(again.has_alpha == im.has_alpha);
		size_t n = 35 * (size_t)(im.channels + im.has_alpha);
		CHECK(memcmp(again.value, im.value, n * sizeof *im.value) == 0);
	}
	/* what is outside is clamped, and halves go up */
	struct gl_image odd = gl_image_new(4, 1, 1, false, 1, &life), again;
	odd.value[0] = -3;
	odd.value[1] = 7;
	odd.value[2] = (gl_real)0.5;
	odd.value[3] = (gl_real)NAN;
	CHECK(gl_image_write(&odd, "there.png", &err) == 0 && gl_image_read(&again, "there.png", &life, &err) == 0);
	CHECK(again.value[0] == 0 && again.value[1] == 255 && again.value[2] == 128 && again.value[3] == 0);
	CHECK(gl_image_write(&odd, "no/such/folder.png", &err) < 0);
	CHECK(gl_image_read(&again, "no-such.png", &life, &err) < 0 && strstr(err.msg, "no-such.png: "));
	remove("there.png");
}

static void
mnist(void)
{
	static const unsigned char file[] = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6};
	unsigned char bytes[6];
	struct gl_err err;

	for (size_t n = 0; n <= sizeof file; n++) {
		FILE *f = fopen("some.idx", "w");
		fwrite(file, 1, n, f);
		fclose(f);
		struct gl_idx *idx = gl_idx_open("some.idx", GL_IDX_PICTURES, &life, &err);
		CHECK((idx != NULL) == (n >= 16));
		if (idx) {
			CHECK(gl_idx_count(idx) == 2 && gl_idx_height(idx) == 1 && gl_idx_width(idx) == 3);
			int result = gl_idx_read(idx, 1, bytes, &err);
			CHECK((result == 0) == (n >= 19));
			if (result == 0) {
				result = gl_idx_read(idx, 1, bytes + 3, &err);
				CHECK((result == 0) == (n == sizeof file));
			}
			CHECK(n < sizeof file || memcmp(bytes, file + 16, 6) == 0);
		}
		gl_idx_close(idx);
	}
	CHECK(!gl_idx_open("some.idx", GL_IDX_LABELS, &life, &err) && strstr(err.msg, "some.idx: "));
	remove("some.idx");
}

int
main(void)
{
	char folder[] = "/tmp/gradlab-image-XXXXXX";

	if (!mkdtemp(folder) || chdir(folder) < 0)
		return 1;
	area();
	bilinear();
	nearest();
	colours();
	numbers();
	there_and_back();
	mnist();
	gl_arena_free(&life);
	rmdir(folder);
	return failures > 0;
}
