/* Examples as text: reading. One example a line, a TAB between fields, spaces between numbers. */
#include "core/number.h"
#include "core/thread.h"
#include "format/in.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	LONG_LINE = 64, /* numbers in a line from which threads share the reading */
	PART_NUMBERS = 1 << 14, /* that a thread reads at a time */
};

/*
 * Complete lines: all that is there up to the last newline, and the end of the file's last line too. NULL: none now
 * (*state 0: the file ended, or the input pauses and patient is false), or an error (*state -1).
 */
static const char *
lines(struct gl_in *in, bool patient, size_t *n, int *state, struct gl_err *err)
{
	size_t have, need = 1, seen = 0;

	for (;;) {
		*state = 0;
		*n = 0;
		if (!gl_in_wait(in, need, patient))
			return NULL;
		const char *p = gl_source_peek(in->source, need, &have, err);
		if (!p) {
			*state = -1;
			return NULL;
		}
		for (*n = have; *n > seen; --*n)
			if (p[*n - 1] == '\n')
				return p;
		if (have < need) { /* the file ends */
			*n = have;
			return have ? p : NULL;
		}
		seen = have;
		need = have + 1;
	}
}

/* The end of the line at p, which is its newline or end; and without the CR before it. */
static const char *
line_end(const char *p, const char *end, const char **text_end)
{
	const char *q = memchr(p, '\n', (size_t)(end - p));

	if (!q)
		q = end;
	*text_end = q > p && q[-1] == '\r' ? q - 1 : q;
	return q;
}

static bool
delimits(const char *p, const char *end)
{
	return p == end || *p == ' ' || *p == '\t' || *p == '\n' || *p == '\r';
}

/* What a line that is no example may be instead. */
static int
foreign(const char *p, size_t n, struct gl_err *err)
{
	static const struct {
		const char *start;
		size_t n;
		const char *what, *hint;
	} kinds[] = {
	    {"PK\3\4", 4, "is a zip archive (.npz?)", "unzip it; a .npy file inside is a stream"},
	    {"\x1f\x8b", 2, "is compressed by gzip", "zcat FILE | gl-..."},
	    {"\x89PNG", 4, "is a PNG picture", "gl-encode image makes examples of pictures"},
	    {"\xff\xd8\xff", 3, "is a JPEG picture", "convert it to PNG; gl-encode image makes examples of that"},
	    {"gradlab-", 8, "is not examples: it holds a network or what belongs to one",
		"the network comes first on the command line, then the examples"},
	    {"\xef\xbb\xbf", 3, "begins with a byte order mark", "remove it: tail -c +4 FILE"},
	    {"\xff\xfe", 2, "is UTF-16 text", "iconv -f UTF-16 -t UTF-8 FILE"},
	    {"\x80\x02", 2, "is a Python pickle", "in Python: numpy.save(file, array.astype('f4'))"},
	    {"\x80\x03", 2, "is a Python pickle", "in Python: numpy.save(file, array.astype('f4'))"},
	    {"\x80\x04", 2, "is a Python pickle", "in Python: numpy.save(file, array.astype('f4'))"},
	    {"\x80\x05", 2, "is a Python pickle", "in Python: numpy.save(file, array.astype('f4'))"},
	    {"\x93NUM", 4, "has a .npy file behind text", "text and binary can't be mixed in one stream"},
	};

	/* safetensors: eight bytes with a length that is not large, then JSON */
	if (n > 8 && p[8] == '{' && p[5] == 0 && p[6] == 0 && p[7] == 0) {
		gl_fail(err, "%s", "is not examples: it holds a network or what belongs to one");
		return gl_hint(err, "the network comes first on the command line, then the examples");
	}
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (n >= kinds[i].n && memcmp(p, kinds[i].start, kinds[i].n) == 0) {
			gl_fail(err, "%s", kinds[i].what);
			return gl_hint(err, "%s", kinds[i].hint);
		}
	return 0;
}

/*
 * Counts the words of a field that ends at a TAB or end; returns where it ends. Checks each to be a number that args
 * allow.
 */
static const char *
field_width(const struct gl_in *in, const char *line, const char *p, const char *end, size_t *width, struct gl_err *err)
{
	for (*width = 0;; ++*width) {
		while (p < end && *p == ' ')
			p++;
		if (p == end || *p == '\t')
			return p;
		float value;
		int overflow = 0;
		const char *q = gl_number_read(p, end, &value, &overflow), *word = p;
		while (p < end && *p != ' ' && *p != '\t')
			p++;
		int n = p - word < 40 ? (int)(p - word) : 40;
		size_t column = (size_t)(word - line) + 1;
		if (q != p && memchr(word, '\0', (size_t)(p - word))) {
			gl_fail(err, "column %zu: a number with a NUL character in it", column);
			return NULL;
		}
		if (q != p) {
			gl_fail(err, "column %zu: '%.*s' is not a number", column, n, word);
			if (memchr(word, ',', (size_t)(p - word)))
				gl_hint(err, "%s",
				    word == line && p == end
					? "is it a table? gl-encode table makes examples of CSV"
					: "between numbers goes a space, into a decimal a point: tr , ' ' or tr , .");
			return NULL;
		}
		if (overflow) {
			gl_fail(err, "column %zu: '%.*s' is more than float32 can hold (3.4e38)", column, n, word);
			return NULL;
		}
		if (!isfinite(value) && !in->args.allow_nonfinite) {
			gl_fail(err, "column %zu: '%.*s' is not finite", column, n, word);
			gl_hint(err, "--allow-nonfinite takes nan and inf as data");
			return NULL;
		}
	}
}

enum {
	FOREIGN = -2, /* the file, and not its line, is the mistake */
	NUMERIC = 3, /* fields with numbers at most: x, y, and a weight */
};

/* How many fields hold numbers; those behind them are opaque text. */
static int
numeric(const struct gl_in *in)
{
	return in->args.weights ? NUMERIC : 2;
}

/* Looks at a line with care: how many fields, how wide. Says what is wrong with it; -1 or FOREIGN then. */
static int
survey(
    const struct gl_in *in, const char *line, const char *end, size_t width[NUMERIC], int *fields, struct gl_err *err)
{
	const char *p = line;

	*fields = 0;
	if (foreign(line, (size_t)(end - line), err) < 0)
		return FOREIGN;
	for (; p < end && *p == ' '; p++)
		;
	if (p == end) {
		gl_fail(err, "the line is empty");
		return gl_hint(err, "lines that begin with # are dropped; any other is an example");
	}
	for (p = line;; p++) {
		if (++*fields <= numeric(in)) {
			if (!(p = field_width(in, line, p, end, &width[*fields - 1], err)))
				return -1;
			if (width[*fields - 1] == 0)
				return gl_fail(err, "field %d is empty", *fields);
		} else {
			const char *word = p;
			while (p < end && *p != '\t')
				p++;
			if (memchr(word, '\0', (size_t)(p - word)))
				return gl_fail(err, "field %d holds a NUL character", *fields);
		}
		if (p == end)
			return 0;
	}
}

/* Why the line at p is not like the first one. Always fails. */
static long
refuse(struct gl_in *in, const char *p, const char *end, struct gl_err *err)
{
	const struct gl_schema *s = &in->schema;
	const char *text_end, *name = gl_source_name(in->source);
	char first[300];
	size_t width[NUMERIC];
	int fields, i = 0;

	line_end(p, end, &text_end);
	int state = survey(in, p, text_end, width, &fields, err);
	if (state < 0)
		return gl_fail_at(err, name, state == FOREIGN ? 0 : in->line + 1);
	if (strcmp(in->first_name, name) == 0)
		snprintf(first, sizeof first, "line %zu", in->first_line);
	else
		snprintf(first, sizeof first, "%.250s:%zu", in->first_name, in->first_line);
	while (fields == s->nfield + s->nrest && i < s->nfield - 1 && width[i] == s->field[i].width)
		i++;
	if (fields != s->nfield + s->nrest)
		gl_fail(err, "%d field%s, but %s has %d", fields, fields == 1 ? "" : "s", first, s->nfield + s->nrest);
	else
		gl_fail(err, "field %d has %zu number%s, but %s has %zu", i + 1, width[i], width[i] == 1 ? "" : "s",
		    first, s->field[i].width);
	return gl_fail_at(err, name, in->line + 1);
}

int
gl_text_begin(struct gl_in *in, struct gl_err *err)
{
	for (;;) {
		size_t n, width[NUMERIC];
		int state, fields;
		const char *p = lines(in, true, &n, &state, err), *start = p, *end = p + n, *text_end;
		if (!p)
			return state;
		while (p < end && *p == '#') {
			p = line_end(p, end, &text_end);
			p += p < end;
			in->line++;
		}
		gl_source_skip(in->source, (size_t)(p - start));
		if (p == end)
			continue;
		if (in->known) /* a further file: its lines are compared as they are read */
			return 1;
		line_end(p, end, &text_end);
		if ((state = survey(in, p, text_end, width, &fields, err)) < 0)
			return gl_fail_at(err, gl_source_name(in->source), state == FOREIGN ? 0 : in->line + 1);
		gl_schema_init(&in->schema, GL_FORM_TEXT);
		int numbers = numeric(in);
		for (int i = 0; i < fields && i < numbers; i++)
			gl_schema_add(&in->schema, NULL, GL_F4,
			    &(struct gl_shape){.kind = GL_VECTOR, .ndim = 1, .dim = {width[i]}});
		in->schema.nrest = fields > numbers ? fields - numbers : 0;
		in->first_name = gl_strdup(&in->life, gl_source_name(in->source));
		in->first_line = in->line + 1;
		in->known = true;
		return 1;
	}
}

/*
 * Reads exactly `width` numbers; returns where the field ends, or NULL when something is not as it should be. Most
 * numbers of real data are short and read in line. (What ends one of those may be any control character: the next
 * step finds that.)
 */
static inline const char *
field_numbers(const char *p, const char *end, size_t width, bool nonfinite, gl_real *to)
{
	for (size_t i = 0; i < width; i++) {
		const char *q = NULL;
		float value;
		int overflow = 0;
		while (p < end && *p == ' ')
			p++;
		if (end - p < GL_NUMBER_AHEAD || !(q = gl_number_read_short(p, &value))) {
			q = gl_number_read(p, end, &value, &overflow);
			if (!q || !delimits(q, end) || overflow || (!isfinite(value) && !nonfinite))
				return NULL;
		}
		p = q;
		to[i] = value;
	}
	while (p < end && *p == ' ')
		p++;
	return p;
}

/* Reads the line at p as row r of b; returns the start of the next line, or NULL. */
static const char *
row(const struct gl_in *in, const char *p, const char *end, struct gl_batch *b, size_t r, struct gl_arena *pass)
{
	const struct gl_schema *s = &in->schema;
	const char *text_end, *word;
	int rest = 1;

	for (int i = 0; i < s->nfield; i++) {
		size_t width = s->field[i].width;
		p = field_numbers(p, end, width, in->args.allow_nonfinite, b->field[i].data + r * width);
		if (!p)
			return NULL;
		if (i < s->nfield - 1 || s->nrest > 0) {
			if (p == end || *p != '\t')
				return NULL;
			p++;
		}
	}
	word = p;
	p = line_end(p, end, &text_end);
	if (s->nrest == 0)
		return word == text_end ? p + (p < end) : NULL;
	for (const char *q = word; q < text_end; q++) {
		rest += *q == '\t';
		if (*q == '\0')
			return NULL;
	}
	if (rest != s->nrest)
		return NULL;
	b->rest[r] = gl_strndup(pass, word, (size_t)(text_end - word));
	return p + (p < end);
}

/* Lines that threads read at the same time, as rows `first` and on of b. */
struct lines {
	const struct gl_in *in;
	const char **start; /* of each line; then where the last one ends */
	const char *end; /* of the text */
	struct gl_batch *b;
	size_t first;
	_Atomic size_t good; /* lines up to the first that is not as it should be */
};

static void
some_lines(void *arg, size_t lo, size_t hi)
{
	struct lines *l = arg;

	for (size_t i = lo; i < hi; i++) {
		if (row(l->in, l->start[i], l->end, l->b, l->first + i, NULL) == l->start[i + 1])
			continue;
		for (size_t good = atomic_load(&l->good); i < good;)
			if (atomic_compare_exchange_weak(&l->good, &good, i))
				break;
		return;
	}
}

/*
 * Reads long lines by several threads, at most `most`, into rows `first` and on of b: those up to the first comment,
 * and up to the first line that is not as it should be, which is left to the caller. Returns how many; *p is behind
 * them.
 */
static size_t
many_rows(const struct gl_in *in, const char **p, const char *end, struct gl_batch *b, size_t first, size_t most,
    struct gl_arena *pass)
{
	struct lines l = {.in = in, .end = end, .b = b, .first = first};
	size_t n = 0, width = 0;

	for (int i = 0; i < in->schema.nfield; i++)
		width += in->schema.field[i].width;
	if (width < LONG_LINE || in->schema.nrest > 0 || gl_threads() < 2)
		return 0;
	l.start = gl_alloc_raw(pass, most + 1, sizeof *l.start);
	for (const char *q = *p, *text_end; n < most && q < end && *q != '#'; n++) {
		l.start[n] = q;
		q = line_end(q, end, &text_end);
		l.start[n + 1] = q += q < end;
	}
	l.good = n;
	if (n > 0)
		gl_parallel(n, 1 + PART_NUMBERS / width, some_lines, &l);
	n = l.good;
	*p = n > 0 ? l.start[n] : *p;
	return n;
}

long
gl_text_read(struct gl_in *in, size_t max, struct gl_batch *b, struct gl_arena *pass, struct gl_err *err)
{
	const struct gl_schema *s = &in->schema;
	size_t rows = 0;

	max = gl_block_rows(s, max);
	if (max > in->lines_room) {
		size_t *more = realloc(in->lines, max * sizeof *more);
		if (!more)
			return gl_fail_errno(err, "%s", gl_source_name(in->source));
		in->lines = more;
		in->lines_room = max;
	}
	for (int i = 0; i < s->nfield; i++)
		b->field[i].data = gl_alloc_raw(pass, max * s->field[i].width, sizeof(gl_real));
	b->rest = s->nrest ? gl_alloc_raw(pass, max, sizeof *b->rest) : NULL;
	while (rows < max) {
		size_t n;
		int state;
		const char *p = lines(in, rows == 0, &n, &state, err), *start = p, *end = p + n;
		if (!p && state < 0)
			return -1;
		if (!p)
			break;
		while (p < end && rows < max) {
			const char *after, *text_end;
			for (size_t k = many_rows(in, &p, end, b, rows, max - rows, pass); k > 0; k--)
				in->lines[rows++] = ++in->line;
			if (p == end || rows == max)
				break;
			if (*p == '#') {
				after = line_end(p, end, &text_end);
				after += after < end;
			} else if (!(after = row(in, p, end, b, rows, pass))) {
				return refuse(in, p, end, err);
			} else {
				in->lines[rows++] = in->line + 1;
			}
			p = after;
			in->line++;
		}
		gl_source_skip(in->source, (size_t)(p - start));
	}
	for (int i = 0; i < s->nfield; i++)
		b->field[i] = gl_field_tensor(&s->field[i], rows, b->field[i].data);
	return (long)rows;
}
