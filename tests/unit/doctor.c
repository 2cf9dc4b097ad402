/* The rows that gl-doctor looks at: as many as asked for, in order, each once, and from everywhere. */
#include "doctor/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static int failed;

#define CHECK(ok, ...) ((ok) ? (void)0 : (void)(failed = 1, printf(__VA_ARGS__), putchar('\n')))

static void
choose(uint64_t n, size_t most, uint32_t seed)
{
	static uint64_t index[5000];
	size_t m = gl_rows_choose(n, most, seed, GL_DRAW_ROWS, index);

	CHECK(m == (n < most ? n : most), "%zu of %" PRIu64 " rows: %zu", most, n, m);
	for (size_t i = 0; i < m; i++) {
		CHECK(index[i] < n, "%" PRIu64 " is not one of %" PRIu64 " rows", index[i], n);
		CHECK(
		    i == 0 || index[i] > index[i - 1], "row %" PRIu64 " comes behind %" PRIu64, index[i], index[i - 1]);
		/* Stretch i of m equal ones, to a row. */
		CHECK((double)index[i] >= (double)n / (double)m * (double)i - 1 &&
			(double)index[i] <= (double)n / (double)m * (double)(i + 1) + 1,
		    "row %" PRIu64 " is not in stretch %zu of %zu of %" PRIu64, index[i], i, m, n);
	}
}

static void
same_for_one_seed(void)
{
	uint64_t a[100], b[100], c[100];

	gl_rows_choose(10000, 100, 3, GL_DRAW_ROWS, a);
	gl_rows_choose(10000, 100, 3, GL_DRAW_ROWS, b);
	gl_rows_choose(10000, 100, 4, GL_DRAW_ROWS, c);
	CHECK(memcmp(a, b, sizeof a) == 0, "one seed gave two choices");
	CHECK(memcmp(a, c, sizeof a) != 0, "two seeds gave one choice");
}

/* Every check has a name of its own, in words that options can hold, and a purpose. */
static void
table(void)
{
	const char *const *name = gl_check_names();
	size_t n = 0;

	for (; gl_checks[n].name; n++) {
		CHECK(strcmp(name[n], gl_checks[n].name) == 0, "name %zu is %s", n, name[n]);
		CHECK(strspn(name[n], "abcdefghijklmnopqrstuvwxyz-") == strlen(name[n]), "'%s' is no word", name[n]);
		CHECK(gl_checks[n].looks_at && gl_checks[n].look, "%s does nothing", name[n]);
		for (size_t i = 0; i < n; i++)
			CHECK(strcmp(name[i], name[n]) != 0, "two checks are named %s", name[n]);
	}
	CHECK(!name[n] && n < GL_CHECKS_MOST, "%zu checks", n);
}

int
main(void)
{
	static const uint64_t rows[] = {1, 2, 3, 63, 64, 65, 100, 2047, 2048, 2049, 60000, UINT64_C(1) << 40};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		for (uint32_t seed = 0; seed < 5; seed++) {
			choose(rows[i], 64, seed);
			choose(rows[i], 2048, seed);
		}
	same_for_one_seed();
	table();
	return failed;
}
