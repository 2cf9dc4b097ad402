/*
 * Examples that are taken once, in a stream that may have no end: through a shuffle buffer, a number of places in
 * memory. Rows fill it; then a random one of them goes out and the next row takes its place. The order is that of
 * gl_shuffle_near over all rows: it depends on the seed, the number of places and the rows, not on time.
 */
#ifndef GL_FEED_H
#define GL_FEED_H

#include "format/stream.h"

struct gl_feed;

/*
 * Takes the rows of start and then those of rest (may be NULL), as gl_data_open_start gives them. Both stay open for as
 * long as the feed is used; rest is closed with it. places: of the buffer, at least 1 (which keeps the order).
 */
struct gl_feed *gl_feed_new(const struct gl_data *start, struct gl_in *rest, uint64_t places, uint32_t seed);

/* Is there one row more? Waits for it. 1, 0 at the end, -1 with err set. */
int gl_feed_more(struct gl_feed *f, struct gl_err *err);

/*
 * Takes up to n rows (fewer at the end only) as a batch in the arena, and returns how many; 0 at the end, -1 with err
 * set, and then what was taken is lost.
 */
long gl_feed_take(struct gl_feed *f, size_t n, struct gl_batch *b, struct gl_arena *pass, struct gl_err *err);

/* The numbers, from 0 in the whole stream, of the rows of the batch that was taken last. */
const uint64_t *gl_feed_rows(const struct gl_feed *f);

/* Puts a row's file and line in the place of "row N: " at the front of a message, as gl_places_put does. Returns -1. */
int gl_feed_place(const struct gl_feed *f, struct gl_err *err);

/* How far the stream was read when the last batch was complete. */
struct gl_feed_position {
	uint64_t rows; /* read so far; a full buffer of them was not handed out yet */
	uint64_t hash; /* of those rows, as gl_data_hash */
};
struct gl_feed_position gl_feed_position(const struct gl_feed *f);

/*
 * Goes on where an earlier run of the same stream stood: reads over the first `taken` rows that were handed out, of
 * which the position must come out. -1 with err set when the stream is another one, or ends before.
 */
int gl_feed_skip(struct gl_feed *f, uint64_t taken, const struct gl_feed_position *position, struct gl_err *err);

void gl_feed_close(struct gl_feed *f); /* NULL is allowed */

#endif
