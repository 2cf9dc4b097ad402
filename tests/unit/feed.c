/*
 * The shuffle buffer: every row goes out once, never earlier than the buffer allows, in the order that gl_shuffle_near
 * says; and a feed goes on where another one stood.
 */
#include "format/feed.h"
#include "check.h"
#include "core/random.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 9000, TAKE = 37 };

static char path[] = "/tmp/gradlab-test-XXXXXX";

static void
write_rows(void)
{
	int fd = mkstemp(path);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");

	if (!f) {
		perror(path);
		exit(1);
	}
	for (int i = 0; i < ROWS; i++)
		fprintf(f, "%d %d\t%d\tname %d\n", i, -i, i % 3, i);
	fclose(f);
}

/* The file as a feed whose beginning has so many rows. */
static struct gl_feed *
open_feed(uint64_t most, uint64_t places, uint32_t seed, struct gl_data **start)
{
	struct gl_err err;
	struct gl_in *rest;
	const char *const paths[] = {path};

	*start = gl_data_open_start(paths, 1, NULL, most, &rest, &err);
	CHECK(*start && gl_data_rows(*start) == (most < ROWS ? most : ROWS));
	CHECK((rest != NULL) == (most <= ROWS));
	return gl_feed_new(*start, rest, places, seed);
}

static void
check_order(uint64_t places, uint64_t most)
{
	static uint64_t want[ROWS];
	struct gl_arena pass = {0};
	struct gl_data *start;
	struct gl_feed *f = open_feed(most, places, 5, &start);
	struct gl_batch b;
	struct gl_err err;
	uint64_t at = 0;
	long got;

	gl_shuffle_near(5, GL_RAND_BUFFER, 0, ROWS, places, want);
	while ((got = gl_feed_take(f, TAKE, &b, &pass, &err)) > 0) {
		CHECK(gl_feed_more(f, &err) == (at + (uint64_t)got < ROWS));
		CHECK(got == (ROWS - at < TAKE ? (long)(ROWS - at) : TAKE) && (long)b.rows == got);
		for (long r = 0; r < got && failures < 10; r++, at++) {
			char name[32];
			snprintf(name, sizeof name, "name %" PRIu64, want[at]);
			CHECK(gl_feed_rows(f)[r] == want[at]);
			CHECK(b.field[0].data[2 * r] == (gl_real)want[at] &&
			    b.field[0].data[2 * r + 1] == -(gl_real)want[at]);
			CHECK(b.field[1].data[r] == (gl_real)(want[at] % 3));
			CHECK(strcmp(b.rest[r], name) == 0);
		}
		gl_arena_reset(&pass);
	}
	CHECK(got == 0 && at == ROWS);
	CHECK(gl_feed_position(f).rows == ROWS);
	gl_fail(&err, "row 8001: odd");
	CHECK(gl_feed_place(f, &err) == -1);
	CHECK(strncmp(err.msg, path, strlen(path)) == 0 && strcmp(err.msg + strlen(path), ":8001: odd") == 0);
	gl_arena_free(&pass);
	gl_feed_close(f);
	gl_data_close(start);
}

/* Every number comes once; none before its time; and with a large buffer it is a whole shuffle. */
static void
check_near(uint64_t n, uint64_t size)
{
	uint64_t order[200], seen[200] = {0};

	gl_shuffle_near(1, GL_RAND_BUFFER, 3, n, size, order);
	for (uint64_t i = 0; i < n; i++) {
		CHECK(order[i] < n && order[i] < i + size && seen[order[i]]++ == 0);
		if (size == 1)
			CHECK(order[i] == i);
	}
}

/* Over many seeds each of four numbers comes first about as often. */
static void
check_fair(void)
{
	uint64_t order[4], first[4] = {0};

	for (uint32_t seed = 0; seed < 8000; seed++) {
		gl_shuffle_near(seed, GL_RAND_BUFFER, 0, 4, 100, order);
		first[order[0]]++;
	}
	for (int i = 0; i < 4; i++)
		CHECK(first[i] > 1800 && first[i] < 2200);
}

static void
check_skip(void)
{
	struct gl_arena pass = {0};
	struct gl_data *a, *b;
	struct gl_feed *whole = open_feed(100, 300, 1, &a), *later = open_feed(400, 300, 1, &b);
	struct gl_batch x, y;
	struct gl_err err;

	for (int i = 0; i < 70; i++)
		CHECK(gl_feed_take(whole, TAKE, &x, &pass, &err) == TAKE);
	struct gl_feed_position at = gl_feed_position(whole);
	CHECK(gl_feed_skip(later, 70 * TAKE, &at, &err) == 0);
	CHECK(gl_feed_take(whole, TAKE, &x, &pass, &err) == TAKE && gl_feed_take(later, TAKE, &y, &pass, &err) == TAKE);
	CHECK(memcmp(gl_feed_rows(whole), gl_feed_rows(later), TAKE * sizeof(uint64_t)) == 0);
	gl_feed_close(later);
	gl_data_close(b);
	later = open_feed(400, 300, 1, &b);
	at.hash ^= 1;
	CHECK(gl_feed_skip(later, 70 * TAKE, &at, &err) == -1);
	gl_feed_close(whole);
	gl_feed_close(later);
	gl_data_close(a);
	gl_data_close(b);
	gl_arena_free(&pass);
}

int
main(void)
{
	write_rows();
	for (uint64_t places = 1; places <= 100000; places *= 10) {
		check_order(places, places);
		check_order(places, 5000);
		check_order(places, UINT64_MAX);
	}
	for (uint64_t n = 0; n < 200; n += 13)
		for (uint64_t size = 1; size < 300; size += 7)
			check_near(n, size);
	check_fair();
	check_skip();
	unlink(path);
	return failures != 0;
}
