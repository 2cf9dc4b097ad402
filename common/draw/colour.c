#include "draw/colour.h"

#include "core/real.h"

static int
red(uint32_t c)
{
	return (int)(c >> 16 & 0xFF);
}

static int
green(uint32_t c)
{
	return (int)(c >> 8 & 0xFF);
}

static int
blue(uint32_t c)
{
	return (int)(c & 0xFF);
}

uint32_t
gl_class_colour(size_t i)
{
	/* Blue and orange come first: people who see no difference between red and green see that one. */
	static const uint32_t colour[] = {
	    0x4078FF, 0xFF962D, 0x3CBE5A, 0xEB5ABE, 0xEB463C, 0x32BED2, 0xB4B4B4, 0xAA8250};

	return colour[i % GL_LEN(colour)];
}

static uint32_t
mix(int a, int b, double share)
{
	return (uint32_t)(a + (b - a) * share + 0.5);
}

uint32_t
gl_colour_mix(uint32_t a, uint32_t b, double share)
{
	share = share > 0 ? share < 1 ? share : 1 : 0;
	return mix(red(a), red(b), share) << 16 | mix(green(a), green(b), share) << 8 | mix(blue(a), blue(b), share);
}

uint32_t
gl_value_colour(double share)
{
	static const uint32_t stop[] = {0x28327D, 0x1E6E96, 0x289B82, 0x82C350, 0xFADC46};
	double at = (share > 0 ? share < 1 ? share : 1 : 0) * (GL_LEN(stop) - 1);
	size_t i = at < GL_LEN(stop) - 2 ? (size_t)at : GL_LEN(stop) - 2;

	return gl_colour_mix(stop[i], stop[i + 1], at - (double)i);
}

static int
square(int x)
{
	return x * x;
}

int
gl_colour_256(uint32_t c)
{
	static const int level[] = {0, 95, 135, 175, 215, 255}; /* of the cube of 6 x 6 x 6 colours */
	const int want[] = {red(c), green(c), blue(c)};
	int step[3], off = 0;

	for (int k = 0; k < 3; k++) {
		step[k] = 0;
		for (int i = 1; i < (int)GL_LEN(level); i++)
			if (square(want[k] - level[i]) < square(want[k] - level[step[k]]))
				step[k] = i;
		off += square(want[k] - level[step[k]]);
	}
	/* 24 greys: 8, 18, ... 238 */
	int mean = (want[0] + want[1] + want[2]) / 3, grey = mean < 8 ? 0 : mean > 238 ? 23 : (mean - 3) / 10, away = 0;
	for (int k = 0; k < 3; k++)
		away += square(want[k] - (8 + 10 * grey));
	return away < off ? 232 + grey : 16 + 36 * step[0] + 6 * step[1] + step[2];
}

int
gl_colour_8(uint32_t c)
{
	int r = red(c), g = green(c), b = blue(c), most = r > g ? r : g;

	most = b > most ? b : most;
	if (most < 40)
		return 0;
	return (2 * r >= most) + 2 * (2 * g >= most) + 4 * (2 * b >= most);
}
