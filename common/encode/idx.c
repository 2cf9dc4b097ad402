#include "encode/idx.h"
#include "encode/image.h"
#include "format/file.h"

#include <assert.h>
#include <string.h>
#include <zlib.h>

struct gl_idx {
	struct gl_source *from;
	enum gl_idx_kind kind;
	uint64_t count, done;
	size_t height, width;
	bool zipped, inside; /* inside: a gzip member has begun and not ended */
	z_stream zip;
};

/* Unzips up to n bytes. A file may be several gzip members one after another. Returns how many there were, or -1. */
static long
unzip(struct gl_idx *f, unsigned char *to, size_t n, struct gl_err *err)
{
	f->zip.next_out = to;
	f->zip.avail_out = (uInt)n;
	while (f->zip.avail_out > 0) {
		size_t have;
		const char *p = gl_source_peek(f->from, 1, &have, err);
		if (!p)
			return -1;
		if (have == 0) {
			if (f->inside)
				return gl_fail(err, "the gzip file is cut short");
			break;
		}
		if (!f->inside) {
			inflateReset(&f->zip);
			f->inside = true;
		}
		have = have < (1 << 20) ? have : 1 << 20;
		f->zip.next_in = (z_const Bytef *)p;
		f->zip.avail_in = (uInt)have;
		int got = inflate(&f->zip, Z_NO_FLUSH);
		gl_source_skip(f->from, have - f->zip.avail_in);
		if (got == Z_STREAM_END)
			f->inside = false;
		else if (got != Z_OK && got != Z_BUF_ERROR)
			return gl_fail(err, "damaged gzip data: %s", f->zip.msg ? f->zip.msg : "inflate fails");
	}
	return (long)(n - f->zip.avail_out);
}

/* Up to n bytes of the idx file, n at most 1 MiB; fewer only at its end. */
static long
some(struct gl_idx *f, unsigned char *to, size_t n, struct gl_err *err)
{
	size_t done = 0, have;

	if (f->zipped)
		return unzip(f, to, n, err);
	while (done < n) {
		const char *p = gl_source_peek(f->from, 1, &have, err);
		if (!p)
			return -1;
		if (have == 0)
			break;
		have = have < n - done ? have : n - done;
		memcpy(to + done, p, have);
		gl_source_skip(f->from, have);
		done += have;
	}
	return (long)done;
}

static uint32_t
big_endian(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static const char *
kind_words(int dimensions)
{
	return dimensions == GL_IDX_LABELS  ? "labels (1 dimension)"
	    : dimensions == GL_IDX_PICTURES ? "gray pictures (3 dimensions)"
					    : "neither labels nor gray pictures";
}

static int
read_header(struct gl_idx *f, struct gl_err *err)
{
	unsigned char head[16];
	size_t size = 4 + 4 * (size_t)f->kind;
	long got = some(f, head, 4, err);

	if (got < 0)
		return -1;
	if (got == 0)
		return gl_fail(err, "the file is empty, not an idx file");
	if (got < 4 || head[0] != 0 || head[1] != 0)
		return gl_fail(err, "not an idx file (an MNIST file begins with the bytes 00 00 08)");
	if (head[2] != 8)
		return gl_fail(err, "an idx file of type %02x; unsigned bytes (08) are needed", head[2]);
	if (head[3] != (unsigned char)f->kind) {
		gl_fail(err, "the idx file holds %s, but %s are needed", kind_words(head[3]), kind_words((int)f->kind));
		return head[3] == GL_IDX_LABELS || head[3] == GL_IDX_PICTURES
		    ? gl_hint(err, "the file of pictures comes first, then the file of labels")
		    : -1;
	}
	got = some(f, head + 4, size - 4, err);
	if (got < 0)
		return -1;
	if ((size_t)got < size - 4)
		return gl_fail(err, "the idx header is cut short");
	f->count = big_endian(head + 4);
	f->height = f->kind == GL_IDX_PICTURES ? big_endian(head + 8) : 1;
	f->width = f->kind == GL_IDX_PICTURES ? big_endian(head + 12) : 1;
	if (f->height == 0 || f->width == 0)
		return gl_fail(err, "the pictures are %zux%zu: there is nothing in them", f->width, f->height);
	if (f->width > GL_IMAGE_PIXELS / f->height)
		return gl_fail(err, "the pictures are %zux%zu; more than %zu pixels are refused", f->width, f->height,
		    GL_IMAGE_PIXELS);
	return 0;
}

/* After the last element nothing may follow. */
static int
check_end(struct gl_idx *f, struct gl_err *err)
{
	unsigned char more;
	long got = some(f, &more, 1, err);

	if (got > 0)
		return gl_fail(err, "the file goes on after the %llu elements that its header announces",
		    (unsigned long long)f->count);
	return (int)got;
}

struct gl_idx *
gl_idx_open(const char *path, enum gl_idx_kind kind, struct gl_arena *arena, struct gl_err *err)
{
	struct gl_idx *f = gl_alloc(arena, 1, sizeof *f);
	size_t have;

	f->kind = kind;
	f->from = gl_source_open(path, err);
	if (!f->from)
		return NULL;
	const unsigned char *p = (const unsigned char *)gl_source_peek(f->from, 2, &have, err);
	bool ok = p != NULL;
	if (ok && have >= 2 && p[0] == 0x1f && p[1] == 0x8b) {
		f->zipped = inflateInit2(&f->zip, 15 + 16) == Z_OK; /* the largest window, with gzip's header */
		if (!f->zipped)
			ok = gl_fail(err, "zlib does not start") == 0;
	}
	if (ok && read_header(f, err) == 0 && (f->count > 0 || check_end(f, err) == 0))
		return f;
	gl_fail_at(err, gl_source_name(f->from), 0);
	gl_idx_close(f);
	return NULL;
}

uint64_t
gl_idx_count(const struct gl_idx *f)
{
	return f->count;
}

size_t
gl_idx_height(const struct gl_idx *f)
{
	return f->height;
}

size_t
gl_idx_width(const struct gl_idx *f)
{
	return f->width;
}

int
gl_idx_read(struct gl_idx *f, size_t n, unsigned char *to, struct gl_err *err)
{
	size_t each = f->height * f->width, left = n * each;

	assert(n <= f->count - f->done);
	for (long got; left > 0; left -= (size_t)got, to += got) {
		size_t want = left < (1 << 20) ? left : 1 << 20;
		got = some(f, to, want, err);
		if (got >= 0 && (size_t)got < want) {
			uint64_t whole = f->done + (n * each - left + (size_t)got) / each;
			gl_fail(err, "the file ends after %s %llu of the %llu that its header announces",
			    f->kind == GL_IDX_PICTURES ? "picture" : "label", (unsigned long long)whole,
			    (unsigned long long)f->count);
			got = -1;
		}
		if (got < 0)
			return gl_fail_at(err, gl_source_name(f->from), 0);
	}
	f->done += n;
	if (n > 0 && f->done == f->count && check_end(f, err) < 0)
		return gl_fail_at(err, gl_source_name(f->from), 0);
	return 0;
}

void
gl_idx_close(struct gl_idx *f)
{
	if (!f)
		return;
	if (f->zipped)
		inflateEnd(&f->zip);
	gl_source_close(f->from);
}
