/* Values to be tried: what a text means, the numbers of ranges, draws. */
#include "sweep/values.h"

#include "check.h"
#include "core/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct gl_arena arena;

/* All values of a text with spaces between; "?" and the message when it is refused. */
static const char *
all(const char *text, bool whole)
{
	static char line[4096];
	struct gl_values v;
	struct gl_err err;
	size_t n = 0;

	if (gl_values_parse(&v, text, whole, false, false, &arena, &err) < 0) {
		snprintf(line, sizeof line, "? %s", err.msg);
		return line;
	}
	line[0] = '\0';
	for (size_t i = 0; i < gl_values_count(&v); i++)
		n += (size_t)snprintf(line + n, sizeof line - n, "%s%s", i ? " " : "", gl_values_at(&v, i, &arena));
	return line;
}

static void
texts(void)
{
	static const struct {
		const char *text, *values;
		bool whole;
	} t[] = {
	    {"1", "1", true},
	    {"a,b", "a b", false},
	    {" a , b ", "a b", false},
	    {"1..4", "1 2 3 4", false},
	    {"-2..1", "-2 -1 0 1", false},
	    {"3..3", "3", false},
	    {"1..3,7", "1 2 3 7", true},
	    {"a,b|c", "a,b c", false},
	    {"step,every=10", "step,every=10", false},
	    {"cosine|step,every=10", "cosine step,every=10", false},
	    {"../a,../b", "../a ../b", false},
	    {"a..b", "a..b", false},
	    {"lin:0..1:3", "0 0.5 1", false},
	    {"lin:0..1:3", "0 1", true},
	    {"lin:-1..1:5", "-1 -0.5 0 0.5 1", false},
	    {"log:1..1000:4", "1 10 100 1000", false},
	    {"log:0.001..1e3:7", "0.001 0.01 0.1 1 10 100 1000", false},
	    {"log:8..128:5", "8 16 32 64 128", true},
	    {"log:10..100:3", "10 31.6228 100", false},
	    {"log:10..100:3", "10 32 100", true},
	    {"d{1,2}e{3..4}", "d1e3 d1e4 d2e3 d2e4", false},
	    {"{x}", "x", false},
	    {"d{log:2..8:3}", "d2 d4 d8", false},
	    {"d{log:2.0..8:3}", "d2 d4 d8", false},
	    {"a, b{1,2}", "a, b1 a, b2", false},
	};
	static const char *const bad[] = {"", ",", "a,", ",a", "a,,b", "|", "{", "}", "{a", "a}", "{}", "{a{b}}",
	    "{a}}", "{a,}", "4..1", "1..2000000", "lin:1..1:3", "lin:2..1:3", "lin:0..1", "lin:0..1:1", "lin:0..1:x",
	    "lin:0..1:0", "log:0..1:3", "log:-1..1:3", "log:1..2", "lin:", "log:1", "lin:a..b:3", "0.1..0.2", "1..5:2",
	    "1,1", "1..3,2", "lin:0..1e999:3", "lin:nan..1:3", "log:1..inf:3", "{lin:0..1}", "lin:0..1:99999999"};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		const char *got = all(t[i].text, t[i].whole);
		if (strcmp(got, t[i].values) != 0) {
			printf("%s: %s, not %s\n", t[i].text, got, t[i].values);
			failures++;
		}
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (all(bad[i], false)[0] != '?') {
			printf("'%s' is not refused\n", bad[i]);
			failures++;
		}
}

/* Drawn numbers lie in their range, evenly or by their logarithm; the first draws do not depend on how many follow. */
static void
draws(void)
{
	enum { N = 4000 };
	struct gl_values lin, by_log, list;
	struct gl_err err;
	int below = 0, small = 0, first = 0;

	CHECK(gl_values_parse(&lin, "lin:-1..3", false, true, false, &arena, &err) == 0);
	CHECK(gl_values_parse(&by_log, "log:1e-4..1", false, true, false, &arena, &err) == 0);
	CHECK(gl_values_parse(&list, "a,b,c,d", false, true, false, &arena, &err) == 0);
	CHECK(gl_values_count(&lin) == 0 && gl_values_count(&list) == 4);
	for (uint64_t row = 0; row < N; row++) {
		uint32_t index = 0, again = 2;
		double x = 0, y = 0;
		int overflow = 0;
		const char *s = gl_values_draw(&lin, 5, row, &index, &arena);
		CHECK(gl_number_read64(s, s + strlen(s), &x, &overflow) == s + strlen(s) && x >= -1 && x <= 3);
		s = gl_values_draw(&by_log, 5, row, &index, &arena);
		CHECK(gl_number_read64(s, s + strlen(s), &y, &overflow) == s + strlen(s) && y >= 1e-4 && y <= 1);
		s = gl_values_draw(&list, 5, row, &index, &arena);
		CHECK(index == 3 && strcmp(s, gl_values_draw(&list, 5, row, &again, &arena)) == 0);
		below += x < 0;
		small += y < 1e-2;
		first += *s == 'a';
	}
	/* five standard deviations of a binomial */
	CHECK(abs(below - N / 4) < 5 * sqrt(N * 0.25 * 0.75));
	CHECK(abs(small - N / 2) < 5 * sqrt(N * 0.5 * 0.5));
	CHECK(abs(first - N / 4) < 5 * sqrt(N * 0.25 * 0.75));
}

int
main(void)
{
	texts();
	draws();
	gl_arena_free(&arena);
	return failures > 0;
}
