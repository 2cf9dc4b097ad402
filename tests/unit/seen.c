/* Rows of a data set that are found again by their inputs: copies, other targets, and rows that are not there. */
#include "train/seen.h"
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct gl_arena life;
static char path[] = "/tmp/gradlab-test-XXXXXX";

/* Rows 1 to n: inputs i % period and i / period, target i % 3; then `copies` times the row "7 7" with targets 0, 1, ... */
static struct gl_seen *
rows(size_t n, size_t period, size_t copies)
{
	const char *paths[] = {path};
	const struct gl_in_args args = {0};
	struct gl_err err;
	FILE *f = fopen(path, "w");

	for (size_t i = 0; i < n; i++)
		fprintf(f, "%zu %zu\t%zu\n", i % period, 1000 + i / period, i % 3);
	for (size_t i = 0; i < copies; i++)
		fprintf(f, "7 7\t%zu\n", i);
	if (fclose(f) != 0)
		exit(1);
	struct gl_seen *s = gl_seen_open(paths, 1, &args, &life, &err);
	if (!s) {
		printf("%s\n", err.msg);
		exit(1);
	}
	return s;
}

/* 1: found with this target, 2: with another one, 0: not at all; *row becomes the row, from 0. */
static int
look(struct gl_seen *s, double a, double b, double t, uint64_t *row)
{
	gl_real x[] = {(gl_real)a, (gl_real)b}, y[] = {(gl_real)t};
	struct gl_seen_match m;
	struct gl_err err;
	int found = gl_seen_find(s, x, 2, y, 1, &m, &err);

	CHECK(found >= 0);
	if (found > 0)
		*row = m.row;
	return found > 0 && m.other_target ? 2 : found;
}

int
main(void)
{
	struct gl_err err;
	uint64_t row = 0;
	int made = mkstemp(path);

	if (made < 0 || close(made) != 0)
		return 1;
	struct gl_seen *s = rows(20000, 100, 5000);
	CHECK(gl_seen_check(s, 2, &err) == 0 && gl_seen_check(s, 3, &err) < 0);
	for (size_t i = 0; i < 20000; i += 7) {
		double a = (double)(i % 100), b = 1000 + (double)(i / 100);
		CHECK(look(s, a, b, (double)(i % 3), &row) == 1 && row == i);
		CHECK(look(s, a, b, (double)((i + 1) % 3), &row) == 2 && row == i);
		CHECK(look(s, a + 0.5, b, 0, &row) == 0);
	}
	CHECK(look(s, 7, 7, 0, &row) == 1 && row == 20000);
	CHECK(look(s, 7, 7, 4999, &row) == 1 && row == 24999);
	CHECK(look(s, 7, 7, 5000, &row) == 2 && row == 20000);
	gl_seen_close(s);

	s = rows(1, 1, 0); /* the smallest table */
	CHECK(look(s, 0, 1000, 0, &row) == 1 && look(s, 1, 1000, 0, &row) == 0);
	CHECK(look(s, -0.0, 1000, -0.0, &row) == 1);
	gl_seen_close(s);
	gl_arena_free(&life);
	unlink(path);
	return failures > 0;
}
