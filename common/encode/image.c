#include "encode/image.h"

#include <assert.h>
#include <string.h>

static int
planes(const struct gl_image *im)
{
	return im->channels + im->has_alpha;
}

struct gl_image
gl_image_new(size_t width, size_t height, int channels, bool has_alpha, double white, struct gl_arena *arena)
{
	struct gl_image im = {width, height, channels, has_alpha, white, NULL};

	im.value = gl_alloc(arena, width * height, (size_t)planes(&im) * sizeof *im.value);
	return im;
}

struct gl_image
gl_image_cut(const struct gl_image *im, size_t x, size_t y, size_t width, size_t height, struct gl_arena *arena)
{
	struct gl_image part = *im;

	part.width = width;
	part.height = height;
	part.value = gl_alloc_raw(arena, width * height, (size_t)planes(im) * sizeof *part.value);
	for (size_t c = 0; c < (size_t)planes(im); c++)
		for (size_t row = 0; row < height; row++)
			memcpy(part.value + (c * height + row) * width,
			    im->value + (c * im->height + y + row) * im->width + x, width * sizeof *part.value);
	return part;
}

void
gl_image_paste(struct gl_image *to, const struct gl_image *from, size_t x, size_t y)
{
	assert(planes(to) == planes(from) && x + from->width <= to->width && y + from->height <= to->height);
	for (size_t c = 0; c < (size_t)planes(from); c++)
		for (size_t row = 0; row < from->height; row++)
			memcpy(to->value + (c * to->height + y + row) * to->width + x,
			    from->value + (c * from->height + row) * from->width, from->width * sizeof *to->value);
}

bool
gl_image_clear(const struct gl_image *im)
{
	size_t n = im->width * im->height;
	const gl_real *alpha = im->value + (size_t)im->channels * n;

	for (size_t i = 0; im->has_alpha && i < n; i++)
		if (alpha[i] > 0)
			return false;
	return im->has_alpha;
}

void
gl_image_flatten(struct gl_image *im, const double background[3], struct gl_arena *arena)
{
	size_t n = im->width * im->height;

	if (!im->has_alpha)
		return;
	const gl_real *alpha = im->value + (size_t)im->channels * n;
	im->has_alpha = false;
	if (im->channels == 1 && (background[0] != background[1] || background[1] != background[2]))
		gl_image_rgb(im, arena);
	for (int c = 0; c < im->channels; c++) {
		gl_real *v = im->value + (size_t)c * n;
		double behind = background[c] * im->white;
		for (size_t i = 0; i < n; i++)
			v[i] = (gl_real)((alpha[i] * (double)v[i] + (im->white - alpha[i]) * behind) / im->white);
	}
}

void
gl_image_add_alpha(struct gl_image *im, struct gl_arena *arena)
{
	size_t n = im->width * im->height, k = (size_t)im->channels;
	gl_real *value = gl_alloc_raw(arena, n, (k + 1) * sizeof *value);

	assert(!im->has_alpha);
	memcpy(value, im->value, n * k * sizeof *value);
	for (size_t i = 0; i < n; i++)
		value[k * n + i] = (gl_real)im->white;
	im->value = value;
	im->has_alpha = true;
}

/* In thousandths the weights are whole, so a gray whose channels are equal comes out as it went in. */
void
gl_image_gray(struct gl_image *im, struct gl_arena *arena)
{
	size_t n = im->width * im->height;

	assert(!im->has_alpha);
	if (im->channels == 1)
		return;
	const gl_real *red = im->value, *green = red + n, *blue = green + n;
	im->channels = 1;
	im->value = gl_alloc_raw(arena, n, sizeof *im->value);
	for (size_t i = 0; i < n; i++)
		im->value[i] = (gl_real)((299.0 * red[i] + 587.0 * green[i] + 114.0 * blue[i]) / 1000.0);
}

void
gl_image_rgb(struct gl_image *im, struct gl_arena *arena)
{
	size_t n = im->width * im->height;

	assert(!im->has_alpha);
	if (im->channels == 3)
		return;
	const gl_real *gray = im->value;
	im->channels = 3;
	im->value = gl_alloc_raw(arena, n, 3 * sizeof *im->value);
	for (size_t c = 0; c < 3; c++)
		memcpy(im->value + c * n, gray, n * sizeof *gray);
}

/*
 * The mean over the area that each new pixel covers. Along a side of W old and w new pixels, lengths are counted in
 * units of 1/w of an old pixel: old pixel i covers [i w, (i+1) w), new pixel j covers [j W, (j+1) W). So all weights
 * are whole numbers that sum to W times H, and with samples from a file the sum is exact; the division rounds.
 */
static void
area(const gl_real *x, size_t W, size_t H, gl_real *y, size_t w, size_t h)
{
	for (size_t r = 0; r < h; r++)
		for (size_t c = 0; c < w; c++) {
			size_t top = r * H, bottom = top + H, left = c * W, right = left + W;
			double sum = 0;
			for (size_t i = top / h; i * h < bottom; i++) {
				size_t from = i * h > top ? i * h : top;
				size_t to = (i + 1) * h < bottom ? (i + 1) * h : bottom;
				double line = 0;
				for (size_t j = left / w; j * w < right; j++) {
					size_t begin = j * w > left ? j * w : left;
					size_t end = (j + 1) * w < right ? (j + 1) * w : right;
					line += (double)(end - begin) * x[i * W + j];
				}
				sum += (double)(to - from) * line;
			}
			y[r * w + c] = (gl_real)(sum / ((double)W * (double)H));
		}
}

/*
 * Where the centre of new pixel j lies among old centres: at (j + 1/2) n / m - 1/2, kept inside. As a whole number of
 * 1/(2m), so that the old pixel before it and the share of the one behind it are exact.
 */
static size_t
centre(size_t j, size_t n, size_t m, double *share)
{
	size_t at = (2 * j + 1) * n;

	at = at > m ? at - m : 0;
	size_t before = at / (2 * m);
	*share = before + 1 < n ? (double)(at % (2 * m)) / (double)(2 * m) : 0;
	return before;
}

static void
bilinear(const gl_real *x, size_t W, size_t H, gl_real *y, size_t w, size_t h)
{
	for (size_t r = 0; r < h; r++) {
		double down, across;
		size_t i = centre(r, H, h, &down);
		const gl_real *upper = x + i * W, *lower = down > 0 ? upper + W : upper;
		for (size_t c = 0; c < w; c++) {
			size_t j = centre(c, W, w, &across), k = across > 0 ? j + 1 : j;
			double over = (1 - across) * upper[j] + across * upper[k];
			double under = (1 - across) * lower[j] + across * lower[k];
			y[r * w + c] = (gl_real)((1 - down) * over + down * under);
		}
	}
}

static void
nearest(const gl_real *x, size_t W, size_t H, gl_real *y, size_t w, size_t h)
{
	for (size_t r = 0; r < h; r++)
		for (size_t c = 0; c < w; c++)
			y[r * w + c] = x[(2 * r + 1) * H / (2 * h) * W + (2 * c + 1) * W / (2 * w)];
}

void
gl_image_resize(struct gl_image *im, size_t width, size_t height, enum gl_resample how, struct gl_arena *arena)
{
	static void (*const make[])(const gl_real *, size_t, size_t, gl_real *, size_t, size_t) = {
	    [GL_AREA] = area, [GL_BILINEAR] = bilinear, [GL_NEAREST] = nearest};
	const gl_real *from = im->value;

	assert(!im->has_alpha);
	if (width == im->width && height == im->height)
		return;
	im->value = gl_alloc_raw(arena, width * height, (size_t)im->channels * sizeof *im->value);
	for (size_t c = 0; c < (size_t)im->channels; c++)
		make[how](from + c * im->width * im->height, im->width, im->height, im->value + c * width * height,
		    width, height);
	im->width = width;
	im->height = height;
}

void
gl_image_numbers(const struct gl_image *im, double low, double high, bool invert, gl_real *to)
{
	size_t n = im->width * im->height * (size_t)im->channels;

	assert(!im->has_alpha);
	for (size_t i = 0; i < n; i++) {
		double v = invert ? im->white - im->value[i] : im->value[i];
		to[i] = (gl_real)(low + (high - low) * (v / im->white));
	}
}
