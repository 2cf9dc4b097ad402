/*
 * Files as bytes: the only code that opens them. A sink is where a result goes: standard output, or a file that
 * appears whole under its name when it is committed (DESIGN section 5, `-o`).
 */
#ifndef GL_FILE_H
#define GL_FILE_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

struct gl_sink;

/*
 * Opens a sink. path NULL or "-": standard output. Onto a regular file or nothing it writes beside it and renames at
 * commit, through symbolic links and keeping the mode; anything else (a pipe, /dev/full) is opened as it is. NULL with
 * err set ("path: reason").
 */
struct gl_sink *gl_sink_open(const char *path, struct gl_err *err);

/*
 * Would gl_sink_open work? For tools that work long before they write. What is neither a regular file nor nothing at
 * all (a pipe, a terminal) is not tried, as opening it could already mean something to its reader. 0, or -1 with err
 * set.
 */
int gl_sink_check(const char *path, struct gl_err *err);

/*
 * A file that is read while it grows: opened under its own name, to be added to behind its first `kept` bytes
 * (UINT64_MAX: all of it). gl_sink_at counts from its beginning.
 */
struct gl_sink *gl_sink_open_log(const char *path, uint64_t kept, struct gl_err *err);
const char *gl_sink_name(const struct gl_sink *s); /* for messages: the path, or "standard output" */
bool gl_sink_seekable(const struct gl_sink *s); /* a regular file that is not O_APPEND: gl_sink_patch works */

/* Buffered. An error is kept and reported by the next call that can fail, at the latest by commit. */
int gl_sink_write(struct gl_sink *s, const void *bytes, size_t n, struct gl_err *err);
int gl_sink_print(struct gl_sink *s, struct gl_err *err, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
int gl_sink_flush(struct gl_sink *s, struct gl_err *err);

/*
 * Room for n bytes in the buffer, to be filled in place and then announced with gl_sink_advance; n <= 1 MiB. NULL on a
 * write error.
 */
char *gl_sink_room(struct gl_sink *s, size_t n, struct gl_err *err);
void gl_sink_advance(struct gl_sink *s, size_t n);

uint64_t gl_sink_at(const struct gl_sink *s); /* bytes written through this sink so far */
int gl_sink_patch(
    struct gl_sink *s, uint64_t at, const void *bytes, size_t n, struct gl_err *err); /* at: counted as gl_sink_at */

/*
 * Before a commit that must survive a power cut: waits until the bytes are on the disk. Otherwise a file could be
 * renamed before it is written, and be found empty. Does nothing for what is no file that will be renamed.
 */
int gl_sink_sync(struct gl_sink *s, struct gl_err *err);

/*
 * Flushes, closes, renames: a full disk is an error here, not a short file. Frees the sink either way; on error
 * nothing is left behind.
 */
int gl_sink_commit(struct gl_sink *s, struct gl_err *err);
void gl_sink_abort(struct gl_sink *s); /* NULL is allowed */

/*
 * The same for two that belong together, a first: both are on the disk, whole, before either gets its name.
 *   made  all was written to both; if not, err says why, a or b may be NULL, and neither gets its name
 */
int gl_sink_commit_both(struct gl_sink *a, struct gl_sink *b, bool made, struct gl_err *err);

/* Removes the temporary files of all open sinks; safe in a signal handler. The tools call it before they end early. */
void gl_sink_remove_all(void);

/* A source: a file or standard input ("-" or NULL), mapped when it is a regular file, read in blocks otherwise. */
struct gl_source;
struct gl_source *gl_source_open(const char *path, struct gl_err *err); /* a directory is refused in words */
const char *gl_source_name(const struct gl_source *s); /* the path, or "standard input" */

/*
 * May reading these files (n 0: standard input; "-" too) go on without end? True if one of them is no regular file: a
 * pipe, a terminal, a device.
 */
bool gl_paths_endless(const char *const *paths, size_t n);

/* Is there nothing of this name, not even a link? Then it may be made; what cannot be looked at is not absent. */
bool gl_path_absent(const char *path);

/*
 * Would writing to one of the two spoil the other? True if both name the same regular file, under whatever names, or
 * have the same name and there is nothing yet. Not so "-", terminals and devices.
 */
bool gl_path_same(const char *a, const char *b);

/*
 * A window on the bytes not yet consumed: at least `need` of them unless the file ends before. *have says how many
 * there are. The pointer is valid until the next call on the source. NULL on an error. Mapped files give everything at
 * once.
 */
const char *gl_source_peek(struct gl_source *s, size_t need, size_t *have, struct gl_err *err);
void gl_source_skip(struct gl_source *s, size_t n); /* n <= *have */

/*
 * Would a peek for `need` bytes return within about `ms` milliseconds? False when the input pauses (a terminal, a slow
 * pipe): then it is time to pass on what is there.
 */
bool gl_source_ready(const struct gl_source *s, size_t need, int ms);
bool gl_source_mapped(const struct gl_source *s, const char **bytes, size_t *n); /* the whole file, valid until close */
void gl_source_close(struct gl_source *s);

/*
 * Instead of close, after peeks only: the next gl_source_open of the same path sees the same bytes. So a pipe can be
 * looked into.
 */
void gl_source_keep(struct gl_source *s);

/* All of the rest as one block (n bytes and a NUL) in the arena or in the mapping. NULL on error. */
const char *gl_source_all(struct gl_source *s, size_t *n, struct gl_arena *arena, struct gl_err *err);

/*
 * The same for what is read more than once, however large: the mapped file, or a pipe's bytes in a temporary file that
 * is mapped. Valid until close; memory does not grow with it.
 */
const char *gl_source_whole(struct gl_source *s, size_t *n, struct gl_err *err);

/*
 * Gives back the memory of a part of what gl_source_whole returned. The bytes can be read again, from the file.
 */
void gl_source_forget(struct gl_source *s, const char *from, const char *to);

/*
 * The name of the mapped file that holds this address, or NULL: for the handler of SIGBUS (a file that shrank).
 * Async-signal-safe.
 */
const char *gl_source_mapped_name(const void *address);

/*
 * Asked while a source waits for a pipe, unless NULL: true ends the waiting with an error. For tools whose handlers of
 * signals let work be finished, which must not wait for examples that may never come.
 */
extern bool (*gl_source_interrupted)(void);

/* Called before the first read from standard input; cli sets it to say that a tool waits for a terminal. */
extern void (*gl_source_waits)(void);

#endif
