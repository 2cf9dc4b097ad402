/* Drawings for terminals: cells and pixels, axes, curves, maps, colours. */
#include "core/real.h"
#include "draw/map.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static int bad;

static void
same(const char *what, const char *got, const char *want)
{
	if (strcmp(got, want) == 0)
		return;
	printf("%s is\n%s\nnot\n%s\n", what, got, want);
	bad++;
}

static void
check(const char *what, double got, double want)
{
	if (fabs(got - want) <= 1e-9 * fabs(want))
		return;
	printf("%s is %.17g, not %.17g\n", what, got, want);
	bad++;
}

static const char *
printed(const struct gl_screen *s, struct gl_arena *arena)
{
	struct gl_text t = {.arena = arena};

	gl_screen_print(s, &t);
	return t.s;
}

static const struct gl_look unicode = {true, GL_COLOURS_ALL}, plain = {true, GL_MONO}, ascii = {false, GL_MONO};

static void
cells(void)
{
	struct gl_arena arena = {0};
	struct gl_screen *s = gl_screen_new(2, 6, unicode, &arena);

	gl_screen_words(s, 0, 1, GL_PLAIN, "a\xc3\xa9\xe6\xbc\xa2z");
	gl_screen_words(s, 1, 4, GL_PLAIN, "cut off");
	gl_screen_words(s, 7, 0, GL_PLAIN, "nowhere");
	gl_screen_words(s, 0, -1, GL_PLAIN, "xb");
	same("words", printed(s, &arena), "ba\xc3\xa9\xe6\xbc\xa2z\n    cu\n");
	check("width of words", (double)gl_words_width("a\xc3\xa9\xe6\xbc\xa2z"), 5);
	check("width of a letter with a mark", (double)gl_words_width("e\xcc\x81"), 1);

	s = gl_screen_new(1, 12, unicode, &arena);
	gl_screen_words(s, 0, 0, GL_PLAIN, "a\033[m\t\xff\xc3(");
	same("control characters and broken UTF-8", printed(s, &arena), "a?[m?\xef\xbf\xbd\xef\xbf\xbd(\n");
	s = gl_screen_new(1, 12, ascii, &arena);
	gl_screen_words(s, 0, 0, GL_PLAIN, "a\xc3\xa9\xe6\xbc\xa2z");
	same("what ASCII lacks", printed(s, &arena), "a???z\n");
	/* a wide character that does not fit is not cut in half */
	s = gl_screen_new(1, 2, unicode, &arena);
	gl_screen_words(s, 0, 1, GL_PLAIN, "\xe6\xbc\xa2");
	same("a wide character at the end", printed(s, &arena), "\n");

	s = gl_screen_new(1, 5, unicode, &arena);
	gl_screen_pixel(s, 0, 0, 0xFF0000);
	gl_screen_pixel(s, 1, 1, 0xFF0000);
	gl_screen_pixel(s, 2, 0, 0xFF0000);
	gl_screen_pixel(s, 2, 1, 0x00FF00);
	gl_screen_pixel(s, 4, 0, 0);
	gl_screen_pixel(s, 4, 1, 0);
	gl_screen_pixel(s, 4, 2, 0);
	gl_screen_pixel(s, -1, -1, 0);
	same("pixels", printed(s, &arena), "\xe2\x96\x80\xe2\x96\x84\xe2\x96\x88 \xe2\x96\x88\n");
	uint32_t ink, paper, ch = gl_cell_show(&s->cell[2], &ink, &paper);
	check("two pixels in a cell", ch, 0x2580);
	check("the upper one", ink, 0xFF0000);
	check("the lower one", paper, 0x00FF00);
	ch = gl_cell_show(&s->cell[1], &ink, &paper);
	check("a lower pixel", ch, 0x2584);
	check("its ink", ink, 0xFF0000);
	check("what is above it", paper, GL_PLAIN);
	gl_arena_free(&arena);
}

static void
ticks(const char *what, const struct gl_axis *a, const char *want)
{
	char text[GL_TICKS * GL_TICK_TEXT] = "", one[GL_TICK_TEXT];

	for (size_t i = 0; i < a->ticks; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i ? " " : "",
		    gl_tick_text(a->tick[i], one));
	same(what, text, want);
}

static void
axes(void)
{
	struct gl_axis a;

	gl_axis_fit(&a, 0, 0.69, false, true, 4);
	ticks("ticks to 0.69", &a, "0 0.2 0.4 0.6 0.8");
	check("its end", a.hi, 0.8);
	check("the middle", gl_axis_place(&a, 0.4), 0.5);
	gl_axis_fit(&a, 1, 4, false, false, 4);
	ticks("ticks of four epochs", &a, "1 2 3 4");
	gl_axis_fit(&a, -1.3, 2.4, false, false, 4);
	ticks("ticks on both sides of 0", &a, "-1 0 1 2");
	check("an end that is no tick", a.lo, -1.3);
	gl_axis_fit(&a, 3, 3, false, true, 4);
	check("a range without width gets some", a.lo < 3 && a.hi > 3, 1);
	gl_axis_fit(&a, 0, 0, false, true, 4);
	check("at 0 too", a.lo < a.hi, 1);
	gl_axis_fit(&a, 0.003, 0.69, true, true, 6);
	ticks("powers of ten", &a, "0.01 0.1 1");
	check("the start of a log axis", a.lo, 0.002);
	check("its middle", gl_axis_place(&a, sqrt(a.lo * a.hi)), 0.5);
	check("0 has no place on it", isnan(gl_axis_place(&a, 0)), 1);
	gl_axis_fit(&a, 2, 7, true, true, 8);
	ticks("less than a power of ten", &a, "2 5 10");
	gl_axis_fit(&a, 1e-12, 1e12, true, true, 6);
	check("not every power", a.ticks <= 8 && a.ticks >= 3, 1);
	gl_axis_fit(&a, -1, 1, true, true, 4);
	check("no logarithms of negative numbers", a.log, 0);
}

static void
curves(void)
{
	static const double x[] = {0, 1, 2, 3, 4}, y[] = {1, 0.5, NAN, 0.25, 0}, z[] = {0, 0, 0, 0, 0};
	static const struct gl_stroke a = {0x00FFFF, 0, '*'}, b = {0xFF00FF, 'o', 'o'};
	struct gl_arena arena = {0};
	struct gl_screen *s = gl_screen_new(7, 20, plain, &arena);
	struct gl_box all = {0, 0, 7, 20};
	struct gl_plot p;

	gl_axis_fit(&p.x, 0, 4, false, false, 4);
	gl_axis_fit(&p.y, 0, 1, false, true, 2);
	gl_plot_axes(&p, s, &all, NULL);
	gl_plot_curve(&p, x, y, GL_LEN(x), &a);
	gl_plot_points(&p, x, z, GL_LEN(x), &b);
	same("a curve and points", printed(s, &arena),
	    "  1 ┤█▄\n"
	    "    │ ▀█▄\n"
	    "0.5 ┤   ▀█▄▄▄\n"
	    "    │       ▀▀▀█▄▄\n"
	    "  0 ┤o   o  o   o▀█o\n"
	    "    └┬───┬──┬───┬──┬\n"
	    "     0   1  2   3  4\n");

	s = gl_screen_new(7, 20, ascii, &arena);
	gl_plot_axes(&p, s, &all, NULL);
	gl_plot_curve(&p, x, y, GL_LEN(x), &a);
	same("in ASCII", printed(s, &arena),
	    "  1 +**\n"
	    "    | ***\n"
	    "0.5 +   *****\n"
	    "    |       ******\n"
	    "  0 +            ***\n"
	    "    ++---+--+---+--+\n"
	    "     0   1  2   3  4\n");

	/* too small for axes */
	s = gl_screen_new(2, 5, ascii, &arena);
	all = (struct gl_box){0, 0, 2, 5};
	gl_plot_axes(&p, s, &all, "epochs");
	gl_plot_curve(&p, x, y, GL_LEN(x), &a);
	same("in little room", printed(s, &arena),
	    "**\n"
	    " ****\n");
	gl_arena_free(&arena);
}

static void
maps(void)
{
	static const uint8_t class[] = {0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1};
	static const uint8_t share[] = {255, 255, 200, 140, 255, 200, 140, 200, 200, 140, 200, 255, 140, 200, 255, 255};
	static const struct gl_map_point point[] = {{-0.9, 0.9, 0}, {0.9, -0.9, 1}, {0.9, 0.9, 0}, {5, 5, 1}};
	struct gl_map map = {.x0 = -1,
	    .x1 = 1,
	    .y0 = -1,
	    .y1 = 1,
	    .side = 4,
	    .class = class,
	    .share = share,
	    .classes = 2,
	    .point = point,
	    .points = GL_LEN(point)};
	struct gl_arena arena = {0};
	struct gl_box all = {1, 0, 8, 20};
	struct gl_screen *s = gl_screen_new(9, 20, ascii, &arena);

	gl_map_legend(&map, NULL, s, 0, 0, 20);
	gl_map_draw(&map, s, &all);
	same("a map of two classes", printed(s, &arena),
	    " 0   #1\n"
	    "   1 +0      ...:::0\n"
	    " 0.5 +   ....:::++++\n"
	    "     |   ....:::++++\n"
	    "   0 +...::::+++####\n"
	    "-0.5 +:::++++#######\n"
	    "  -1 +:::++++######1\n"
	    "     ++------+-----+\n"
	    "     -1      0     1\n");

	s = gl_screen_new(9, 20, unicode, &arena);
	gl_map_draw(&map, s, &all);
	const struct gl_cell *corner = &s->cell[1 * 20 + 6];
	check("a cell of the map has two pixels", corner->ch, GL_PIXELS);
	check("blue, the first class, is in the upper left",
	    (double)(corner->paper & 0xFF) > (double)(corner->paper >> 16), 1);
	map.class = NULL;
	map.hi = 1;
	s = gl_screen_new(9, 20, ascii, &arena);
	gl_map_legend(&map, NULL, s, 0, 0, 20);
	gl_map_draw(&map, s, &all);
	same("a map of values", printed(s, &arena),
	    "0   ..::++## 1\n"
	    "   1 +0######+++:::0\n"
	    " 0.5 +###++++:::++++\n"
	    "     |###++++:::++++\n"
	    "   0 ++++::::+++####\n"
	    "-0.5 +:::++++#######\n"
	    "  -1 +:::++++######9\n"
	    "     ++------+-----+\n"
	    "     -1      0     1\n");
	gl_arena_free(&arena);
}

static void
colours(void)
{
	check("black of 256", gl_colour_256(0x000000), 16);
	check("white", gl_colour_256(0xFFFFFF), 231);
	check("red", gl_colour_256(0xFF0000), 196);
	check("a grey", gl_colour_256(0x8A8A8A), 245);
	check("red of 8", gl_colour_8(0xC02020), 1);
	check("black of 8", gl_colour_8(0x101010), 0);
	check("white of 8", gl_colour_8(0xE0E0E0), 7);
	check("half way", gl_colour_mix(0x000000, 0xFF8040, 0.5), 0x804020);
	check("beyond the end", gl_colour_mix(0x000000, 0xFF8040, 2), 0xFF8040);
	for (size_t i = 0; i < 6; i++)
		for (size_t k = 0; k < i; k++)
			if (gl_colour_8(gl_class_colour(i)) == gl_colour_8(gl_class_colour(k))) {
				printf("classes %zu and %zu have one colour of 8\n", k, i);
				bad++;
			}
	double before = -1;
	for (int i = 0; i <= 20; i++) {
		uint32_t c = gl_value_colour(i / 20.0);
		double light = 0.3 * (double)(c >> 16) + 0.59 * (double)(c >> 8 & 0xFF) + 0.11 * (double)(c & 0xFF);
		if (light <= before) {
			printf("value %d of 20 is no brighter than the one before\n", i);
			bad++;
		}
		before = light;
	}
}

int
main(void)
{
	cells();
	axes();
	curves();
	maps();
	colours();
	return bad > 0;
}
