/* Figures of many numbers, and drawings made of characters. */
#include "core/canvas.h"
#include "core/err.h"
#include "core/real.h"
#include "core/summary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static int bad;

static void
check(const char *what, double got, double want)
{
	if (fabs(got - want) <= 1e-12 * fabs(want))
		return;
	printf("%s is %.17g, not %.17g\n", what, got, want);
	bad++;
}

static void
summaries(void)
{
	static const double v[] = {3, 0, -1, INFINITY, 0, 8, NAN};
	struct gl_summary s = {0}, none = {0}, far = {0};

	for (size_t i = 0; i < GL_LEN(v); i++)
		gl_summary_add(&s, v[i]);
	check("count", (double)s.n, 7);
	check("numbers that are not finite", (double)s.nonfinite, 2);
	check("mean", gl_summary_mean(&s), 2);
	check("deviation", gl_summary_deviation(&s), sqrt(10.8));
	check("norm", gl_summary_norm(&s), sqrt(74));
	check("least", s.min, -1);
	check("greatest", s.max, 8);
	check("zeros", gl_summary_zeros(&s), 2.0 / 7);
	check("mean of nothing", gl_summary_mean(&none), 0);
	check("deviation of nothing", gl_summary_deviation(&none), 0);
	/* far from 0, the deviation is not lost to rounding */
	for (int i = 0; i < 1000; i++)
		gl_summary_add(&far, 1e9 + i % 2);
	check("deviation far from 0", gl_summary_deviation(&far), 0.5);
}

static void
drawings(void)
{
	struct gl_arena arena = {0};
	struct gl_canvas *c = gl_canvas_new(&arena);
	struct gl_text plain = {.arena = &arena}, lines = {.arena = &arena};

	gl_canvas_across(c, 1, 0, 8); /* goes behind the one that follows */
	gl_canvas_down(c, 2, 0, 2);
	gl_canvas_across(c, 0, 2, 4);
	gl_canvas_down(c, 6, 0, 2); /* joined */
	gl_canvas_join(c, 1, 6);
	gl_canvas_across(c, 2, 6, 9);
	gl_canvas_words(c, 2, 8, " a");
	gl_canvas_arrow(c, 1, 8);
	gl_canvas_print(c, false, &plain);
	gl_canvas_print(c, true, &lines);
	const char *want = "  +-- |\n--|---+->\n  |   +- a\n", *unicode = "  ┌── │\n──│───┼─▶\n  │   └─ a\n";
	if (strcmp(plain.s, want) != 0 || strcmp(lines.s, unicode) != 0) {
		printf("drawn:\n%s%sdue:\n%s%s", plain.s, lines.s, want, unicode);
		bad++;
	}
	check("width", (double)gl_canvas_width(c), 10);
	/* it grows both ways, and keeps what is there */
	gl_canvas_words(c, 200, 300, "far");
	gl_canvas_words(c, 0, 500, "wide");
	struct gl_text more = {.arena = &arena};
	gl_canvas_print(c, false, &more);
	if (strncmp(more.s, "  +-- |  ", 9) != 0 || !strstr(more.s, "wide\n--|---+->\n") || !strstr(more.s, "far\n")) {
		printf("a drawing that grew lost something\n");
		bad++;
	}
	gl_arena_free(&arena);
}

int
main(void)
{
	summaries();
	drawings();
	return bad > 0;
}
