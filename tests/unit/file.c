/* Sinks and sources: whole files or none, links, modes, patching, windows. */
#include "format/file.h"
#include "check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	fputs(text, f);
	fclose(f);
}

/* Is this the whole content of the file? */
static int
holds(const char *path, const char *text)
{
	char buffer[256];
	FILE *f = fopen(path, "r");

	if (!f)
		return 0;
	size_t n = fread(buffer, 1, sizeof buffer, f);
	fclose(f);
	return n == strlen(text) && memcmp(buffer, text, n) == 0;
}

static int
write_file(const char *path, const char *text, struct gl_err *err)
{
	struct gl_sink *s = gl_sink_open(path, err);

	if (!s)
		return -1;
	gl_sink_write(s, text, strlen(text), err);
	return gl_sink_commit(s, err);
}

static void
sinks(void)
{
	struct gl_err err;
	struct stat st;

	CHECK(write_file("new", "one\n", &err) == 0 && holds("new", "one\n"));
	CHECK(stat("new", &st) == 0 && (st.st_mode & 0777) == 0644);

	/* An old file is whole until the new one is; links and modes stay. */
	CHECK(chmod("new", 0640) == 0 && mkdir("folder", 0777) == 0 && symlink("../new", "folder/link") == 0);
	struct gl_sink *s = gl_sink_open("folder/link", &err);
	gl_sink_print(s, &err, "%s\n", "two");
	gl_sink_flush(s, &err);
	CHECK(holds("new", "one\n"));
	CHECK(gl_sink_commit(s, &err) == 0 && holds("new", "two\n"));
	CHECK(lstat("folder/link", &st) == 0 && S_ISLNK(st.st_mode));
	CHECK(stat("new", &st) == 0 && (st.st_mode & 0777) == 0640);
	CHECK(symlink("fresh", "dangling") == 0 && write_file("dangling", "x", &err) == 0 && holds("fresh", "x"));

	/* Given up, or ended by a signal: nothing changed, nothing left. */
	s = gl_sink_open("new", &err);
	gl_sink_write(s, "bad", 3, &err);
	gl_sink_abort(s);
	CHECK(holds("new", "two\n"));
	s = gl_sink_open("new", &err);
	gl_sink_remove_all();
	gl_sink_abort(s);
	CHECK(system("test -z \"$(find . -name '.gradlab*')\"") == 0);

	/* Patching before and after the bytes have gone out, and across. */
	s = gl_sink_open("patched", &err);
	CHECK(gl_sink_seekable(s));
	gl_sink_write(s, "aaaa", 4, &err);
	gl_sink_flush(s, &err);
	gl_sink_write(s, "bbbb", 4, &err);
	CHECK(gl_sink_patch(s, 1, "1", 1, &err) == 0 && gl_sink_patch(s, 6, "2", 1, &err) == 0);
	CHECK(gl_sink_patch(s, 3, "34", 2, &err) == 0 && gl_sink_at(s) == 8);
	gl_sink_write(s, "c", 1, &err);
	CHECK(gl_sink_commit(s, &err) == 0 && holds("patched", "a1a34b2bc"));

	CHECK(write_file("/dev/full", "x", &err) < 0 && strstr(err.msg, "/dev/full: cannot write: No space"));
	CHECK(write_file("/dev/null", "x", &err) == 0);
	CHECK(!gl_sink_open("folder", &err) && strcmp(err.msg, "folder: is a directory") == 0);
	CHECK(!gl_sink_open("nowhere/x", &err) && strstr(err.msg, "nowhere/x: cannot create: No such file"));
	CHECK(symlink("loop", "loop") == 0 && !gl_sink_open("loop", &err));
}

/* Room that is filled in place and one large write, against the plain sequence of bytes. */
static void
large(void)
{
	enum { N = 3000000 };
	struct gl_err err;
	char *big = malloc(N);
	struct gl_sink *s = gl_sink_open("large", &err);

	for (size_t i = 0; i < N; i++)
		big[i] = (char)(i * 2654435761u >> 13);
	for (size_t at = 0, n = 1; at < N; n = n * 3 % 1000003) {
		if (n > N - at)
			n = N - at;
		if (n % 2) {
			memcpy(gl_sink_room(s, n, &err), big + at, n);
			gl_sink_advance(s, n);
		} else {
			gl_sink_write(s, big + at, n, &err);
		}
		at += n;
		n += 7;
	}
	CHECK(gl_sink_commit(s, &err) == 0);

	struct gl_arena arena = {0};
	size_t have;
	struct gl_source *in = gl_source_open("large", &err);
	const char *p = gl_source_all(in, &have, &arena, &err);
	CHECK(have == N && memcmp(p, big, N) == 0 && p[N] == '\0');
	CHECK(strcmp(gl_source_mapped_name(p + N / 2), "large") == 0);
	gl_source_close(in);
	CHECK(!gl_source_mapped_name(p));

	/* The same through a pipe, by windows. */
	int fd[2], saved = dup(0);
	CHECK(pipe(fd) == 0);
	if (fork() == 0) {
		close(fd[0]);
		for (size_t at = 0; at < N;)
			at += (size_t)write(fd[1], big + at, N - at > 70001 ? 70001 : N - at);
		_exit(0);
	}
	close(fd[1]);
	dup2(fd[0], 0);
	in = gl_source_open("-", &err);
	size_t at = 0, want = 1;
	while ((p = gl_source_peek(in, want, &have, &err)) && have > 0) {
		size_t take = have < want ? have : want;
		CHECK(have >= want || at + have == N);
		if (memcmp(p, big + at, take) != 0) {
			CHECK(!"the bytes that were written");
			break;
		}
		gl_source_skip(in, take);
		at += take;
		want = want * 5 % 700001;
	}
	CHECK(at == N);
	gl_source_close(in);
	dup2(saved, 0);
	close(saved), close(fd[0]);
	gl_arena_free(&arena);
	free(big);
}

static void
sources(void)
{
	struct gl_err err;
	struct gl_arena arena = {0};
	size_t n;

	CHECK(!gl_source_open("folder", &err) && strcmp(err.msg, "folder: is a directory") == 0);
	CHECK(!gl_source_open("missing", &err) && strstr(err.msg, "missing: cannot open: No such file"));
	put("empty", "");
	struct gl_source *s = gl_source_open("empty", &err);
	const char *p = gl_source_all(s, &n, &arena, &err);
	CHECK(p && n == 0 && p[0] == '\0');
	gl_source_close(s);

	/* Standard input is taken from where it stands, and left where we stopped. */
	put("lines", "one two three");
	int fd = open("lines", O_RDONLY), saved = dup(0);
	dup2(fd, 0), close(fd);
	lseek(0, 4, SEEK_SET);
	s = gl_source_open(NULL, &err);
	p = gl_source_peek(s, 3, &n, &err);
	CHECK(n == 9 && memcmp(p, "two", 3) == 0);
	gl_source_skip(s, 4);
	gl_source_close(s);
	CHECK(lseek(0, 0, SEEK_CUR) == 8);
	dup2(saved, 0), close(saved);
	gl_arena_free(&arena);
}

int
main(void)
{
	char folder[] = "/tmp/gl-file-XXXXXX";

	umask(022);
	if (!mkdtemp(folder) || chdir(folder) < 0)
		return 2;
	sinks();
	large();
	sources();
	if (chdir("/") < 0)
		return 2;
	char command[64];
	snprintf(command, sizeof command, "rm -rf %s", folder);
	return system(command) != 0 || failures > 0;
}
