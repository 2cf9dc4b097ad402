/*
 * Example streams: the text grammar, .npy headers honest and lying, types and byte orders, data read in any order,
 * and damaged files, of which none may do harm.
 */
#include "format/stream.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int failed;
static char folder[] = "/tmp/gradlab-test-XXXXXX";
static char in_path[64], out_path[64];
static char result[1 << 16]; /* what convert made, or its message and hint */
static size_t result_n;

static void
file_write(const char *path, const void *bytes, size_t n)
{
	unlink(path); /* some file systems wait for the disk when a file is emptied and written anew */
	FILE *f = fopen(path, "wb");

	if (!f || fwrite(bytes, 1, n, f) != n || fclose(f) != 0) {
		perror(path);
		exit(1);
	}
}

/* Reads a whole stream and writes it in a form. */
static int
copy(const char *const *paths, size_t n, const struct gl_in_args *args, const struct gl_out_args *out_args,
    struct gl_err *err)
{
	struct gl_arena pass = {0};
	struct gl_batch b;
	struct gl_out *out = NULL;
	long got = -1;
	struct gl_in *in = gl_in_open(paths, n, args, err);

	if (in && (out = gl_out_open(out_args, gl_in_schema(in), err)))
		while ((got = gl_in_read(in, GL_BLOCK_ROWS, &b, &pass, err)) > 0) {
			if (gl_out_write(out, &b, err) < 0) {
				got = -1;
				break;
			}
			gl_arena_reset(&pass);
		}
	gl_arena_free(&pass);
	gl_in_close(in);
	if (got < 0)
		gl_out_abort(out);
	else
		got = gl_out_finish(out, err);
	return (int)got;
}

/* Runs bytes through a reader and a writer. */
static const char *
convert(const void *bytes, size_t n, struct gl_in_args args, enum gl_form form)
{
	struct gl_err err = {.msg = ""};
	const char *paths[] = {in_path};
	struct gl_out_args out = {.path = out_path, .form = form, .rows = UINT64_MAX};

	file_write(in_path, bytes, n);
	unlink(out_path);
	if (copy(paths, 1, &args, &out, &err) < 0) {
		const char *msg = err.msg;
		size_t name = strlen(in_path); /* messages begin with the file's name, which differs from run to run */
		if (strncmp(msg, in_path, name) == 0)
			msg += name;
		result_n = (size_t)snprintf(result, sizeof result, "%s%s%s", msg, *err.hint ? " hint: " : "", err.hint);
		if (access(out_path, F_OK) == 0)
			snprintf(result, sizeof result, "an output file was left behind");
		return result;
	}
	FILE *f = fopen(out_path, "rb");
	result_n = f ? fread(result, 1, sizeof result - 1, f) : 0;
	result[result_n] = '\0';
	if (f)
		fclose(f);
	return result;
}

static void
expect(const char *what, const char *got, const char *wanted)
{
	if (strcmp(got, wanted) == 0)
		return;
	printf("%s:\n  got    %s\n  wanted %s\n", what, got, wanted);
	failed++;
}

/* ---- text ---- */

static void
test_text(void)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
	    {"", ""},
	    {"# nothing\n", ""},
	    {"1 2\n", "1 2\n"},
	    {"1 2", "1 2\n"},
	    {"1 2\r\n3 4\r\n", "1 2\n3 4\n"},
	    {"1 2\r", "1 2\n"},
	    {"  1   2 \t 3 \n", "1 2\t3\n"},
	    {"# a\n1\n# b\n2\n#", "1\n2\n"},
	    {"1\t2\ta file.png\tmore\n3\t4\t\t # \n", "1\t2\ta file.png\tmore\n3\t4\t\t # \n"},
	    {"+1 -0 .5 5. 1e3 1E-5 0.1234567890123456789\n", "1 -0 0.5 5 1000 1e-5 0.12345679\n"},
	    {"123456789 1e9 0.0001 0.00001 3.4028235e38 1e-46\n", "123456790 1e9 0.0001 1e-5 3.4028235e38 0\n"},
	    {"1 2\n\n", ":2: the line is empty hint: lines that begin with # are dropped; any other is an example"},
	    {"  \n", ":1: the line is empty hint: lines that begin with # are dropped; any other is an example"},
	    {"1 2\n3\n", ":2: field 1 has 1 number, but line 1 has 2"},
	    {"# x\n1 2\n3 4 5\n", ":3: field 1 has 3 numbers, but line 2 has 2"},
	    {"1\t2\n1\t2 3\n", ":2: field 2 has 2 numbers, but line 1 has 1"},
	    {"1\t2\n1\n", ":2: 1 field, but line 1 has 2"},
	    {"1\n1\t2\n", ":2: 2 fields, but line 1 has 1"},
	    {"1\t2\ta\n1\t2\ta\tb\n", ":2: 4 fields, but line 1 has 3"},
	    {"1\t\n", ":1: field 2 is empty"},
	    {"\t1\n", ":1: field 1 is empty"},
	    {"1 x2\n", ":1: column 3: 'x2' is not a number"},
	    {"1 2x\n", ":1: column 3: '2x' is not a number"},
	    {"1\n0x10\n", ":2: column 1: '0x10' is not a number"},
	    {"1 2\r3\n", ":1: column 3: '2?3' is not a number"},
	    {"1\v2\n", ":1: column 1: '1?2' is not a number"},
	    {"1,2\n", ":1: column 1: '1,2' is not a number hint: is it a table? gl-encode table makes examples of CSV"},
	    {"1 1,5\n",
		":1: column 3: '1,5' is not a number hint: between numbers goes a space, into a decimal a point: "
		"tr , ' ' or tr , ."},
	    {"1 2\n3 nan\n", ":2: column 3: 'nan' is not finite hint: --allow-nonfinite takes nan and inf as data"},
	    {"1 -inf\n", ":1: column 3: '-inf' is not finite hint: --allow-nonfinite takes nan and inf as data"},
	    {"1 1e39\n", ":1: column 3: '1e39' is more than float32 can hold (3.4e38)"},
	    {" #\n", ":1: column 2: '#' is not a number"},
	    {"gradlab-network 1\n",
		": is not examples: it holds a network or what belongs to one hint: the network comes first on "
		"the command line, then the examples"},
	};

	for (size_t i = 0; i < GL_LEN(cases); i++)
		expect(cases[i].in, convert(cases[i].in, strlen(cases[i].in), (struct gl_in_args){0}, GL_FORM_INPUT),
		    cases[i].out);
	expect("nan and inf that are allowed",
	    convert("nan inf -Infinity\n", 18, (struct gl_in_args){.allow_nonfinite = true}, GL_FORM_INPUT),
	    "nan inf -inf\n");
	expect("overflow where nan and inf are allowed",
	    convert("1e39\n", 5, (struct gl_in_args){.allow_nonfinite = true}, GL_FORM_INPUT),
	    ":1: column 1: '1e39' is more than float32 can hold (3.4e38)");
	expect("a NUL in a number", convert("1\0\n", 3, (struct gl_in_args){0}, GL_FORM_INPUT),
	    ":1: column 1: a number with a NUL character in it");
	expect("a NUL in opaque text", convert("1\t2\ta\0b\n", 8, (struct gl_in_args){0}, GL_FORM_INPUT),
	    ":1: field 3 holds a NUL character");
	expect("opaque text as binary", convert("1\t2\ta\n", 6, (struct gl_in_args){0}, GL_FORM_BINARY),
	    "field 3 is text, which binary can't hold hint: cut -f 1,2 drops it; or write text");
}

/* ---- .npy ---- */

/* A version 1 file: a dictionary, then data. */
static size_t
npy(char *to, const char *dict, const void *data, size_t n)
{
	size_t length = strlen(dict);

	memcpy(to, "\x93NUMPY\1\0", 8);
	to[8] = (char)(length & 255);
	to[9] = (char)(length >> 8);
	memcpy(to + 10, dict, length);
	if (n)
		memcpy(to + 10 + length, data, n);
	return 10 + length + n;
}

static void
test_npy(void)
{
	static const struct {
		const char *dict, *data;
		size_t n;
		const char *out;
	} cases[] = {
	    {"{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "\0\0\x80\x3f\0\0\0\x40", 8, "1\n2\n"},
	    {"{'descr':'>f4','fortran_order':False,'shape':(1,2)}", "\x3f\x80\0\0\x40\0\0\0", 8, "1 2\n"},
	    {"{'shape': (1L, 2L), \"fortran_order\": False, 'descr': '|u1'}\n", "\x01\xff", 2, "1 255\n"},
	    {"{'descr': '|i1', 'fortran_order': False, 'shape': (1, 2)}", "\x01\xff", 2, "1 -1\n"},
	    {"{'descr': '|b1', 'fortran_order': False, 'shape': (1, 2)}", "\x01\0", 2, "1 0\n"},
	    {"{'descr': '<i2', 'fortran_order': False, 'shape': (1, 2)}", "\x01\x80\0\1", 4, "-32767 256\n"},
	    {"{'descr': '>i2', 'fortran_order': False, 'shape': (1, 2)}", "\x01\x80\0\1", 4, "384 1\n"},
	    {"{'descr': '<f2', 'fortran_order': False, 'shape': (1, 4)}", "\0\x3c\1\0\0\x80\xff\x7b", 8,
		"1 5.9604645e-8 -0 65504\n"},
	    {"{'descr': [('a', '<f4', (2,)), ('b', '<i4')], 'fortran_order': False, 'shape': (1,)}",
		"\0\0\x80\x3f\0\0\0\x40\7\0\0\0", 12, "1 2\t7\n"},
	    {"{'descr': [('a', '|u1'), ('', '|V3'), (('t', 'b'), '<i4')], 'fortran_order': False, 'shape': (1,)}",
		"\5xxx\7\0\0\0", 8, "5\t7\n"},
	    {"{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2)}", "\0\0\x80\x3f\0\0\0\x40", 8, "1 2\n"},
	    {"{'descr': '<f4', 'fortran_order': False, 'shape': (0, 784)}", "", 0, ""},
	    {"{'descr': '<f4', 'fortran_order': False, 'shape': (0, 0)}", "", 0, ""},
	    {"{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2)}", "", 0,
		": is in Fortran order (columns first), but rows must lie one after another hint: in Python: "
		"numpy.save(file, numpy.ascontiguousarray(array))"},
	    {"{'descr': '|O', 'fortran_order': False, 'shape': (2,)}", "", 0,
		": holds Python objects (a pickle), which can hold anything; examples are numbers hint: in "
		"Python: numpy.save(file, array.astype('f4'))"},
	    {"{'descr': '<U3', 'fortran_order': False, 'shape': (2,)}", "", 0,
		": field x has the type <U3; f2 f4 f8 u1 i1 i2 i4 i8 and bool are read hint: in Python: "
		"numpy.save(file, array.astype('f4'))"},
	    {"{'descr': '<f4', 'fortran_order': False, 'shape': (100, 2)}", "12345678901234567890", 20,
		": says 100 rows, but the file ends in row 3"},
	    {"{'descr': '<f4', 'fortran_order': False, 'shape': (100, 2)}", "1234567890123456", 16,
		": says 100 rows, but the file ends after row 2"},
	    {"{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", "\0\0\0\0junk", 8,
		": row 1 is followed by neither the end nor another .npy array"},
	    {"{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 99999999999, 9999999999)}", "", 0,
		": field x has more than 2^40 numbers in a row"},
	    {"{'descr': '<f4', 'fortran_order': False, 'shape': (1, 99999999999999999999999)}", "", 0,
		": the .npy header has a number that is too large"},
	    {"{'descr': '<f4', 'fortran_order': False, 'shape': (18446744073709551615, 1)}", "", 0,
		": says 18446744073709551615 rows, but the file ends after row 0"},
	    {"{'descr': '<f4', 'fortran_order': False, 'shape': (18446744073709551615, 1099511627776)}", "1", 1,
		": says 18446744073709551615 rows, but the file ends in row 1"},
	    {"{'descr': '<f4', 'fortran_order': False, 'shape': ()}", "1234", 4,
		": is a single value (its shape is ()), but a stream is an array of rows"},
	    {"{'descr': '<f4', 'fortran_order': False, 'shape': (3, 0)}", "", 0, ": field x has no numbers"},
	    {"{'descr': '<f4', 'shape': (3, 0)}", "", 0, ": the .npy header does not say fortran_order"},
	    {"{'descr': '<f4', 'descr': '<f4'}", "", 0, ": the .npy header says descr twice"},
	    {"{'descr': '<f4', 'fortran_order': Maybe}", "", 0,
		": the .npy header is damaged: expected True or False at byte 44"},
	    {"{'descr': '<f4", "", 0, ": the .npy header is damaged: it ends where the end of a string is expected"},
	    {"{'descr': [], 'fortran_order': False, 'shape': (3,)}", "", 0, ": has no fields"},
	    {"{'descr': [('a', [('b', '<f4')])], 'fortran_order': False, 'shape': (3,)}", "", 0,
		": field a has fields of its own; a field must be numbers"},
	    {"{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1)}", "\0\0\xc0\x7f", 4,
		": row 1, field 1, number 1 is not finite hint: --allow-nonfinite takes nan and inf as data"},
	    {"{'descr': '<i4', 'fortran_order': False, 'shape': (2, 1)}", "\0\0\0\1\1\0\0\1", 8,
		": row 2, field 1, number 1 is beyond 2^24, where float32 does not hold every integer hint: "
		"--round takes the nearest float32"},
	    {"{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2)}", "\0\0\0\0\0\0\xe0\x3f\1\0\0\0\0\0\xe0\x3f",
		16,
		": row 1, field 1, number 2 is a double that float32 cannot hold exactly hint: --round takes the "
		"nearest float32"},
	    {"{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1)}", "\0\0\0\0\0\0\xe0\x7f", 8,
		": row 1, field 1, number 1 is more than float32 can hold (3.4e38)"},
	};
	char file[4096];

	for (size_t i = 0; i < GL_LEN(cases); i++) {
		size_t n = npy(file, cases[i].dict, cases[i].data, cases[i].n);
		expect(cases[i].dict, convert(file, n, (struct gl_in_args){0}, GL_FORM_TEXT), cases[i].out);
	}
	size_t n = npy(file, "{'descr': '<i4', 'fortran_order': False, 'shape': (1, 1)}", "\1\0\0\1", 4);
	expect("--round", convert(file, n, (struct gl_in_args){.round = true}, GL_FORM_TEXT), "16777216\n");
	expect("version 9", convert("\x93NUMPY\11\0\0\0\0\0", 12, (struct gl_in_args){0}, GL_FORM_TEXT),
	    ": is .npy version 9, but 1, 2 and 3 are known");
	expect("a header of 4 GB", convert("\x93NUMPY\2\0\xff\xff\xff\xff", 12, (struct gl_in_args){0}, GL_FORM_TEXT),
	    ": says that its .npy header has 4294967295 bytes, but 1048576 are the most");
	expect("a header that is cut off", convert("\x93NUMPY\1", 7, (struct gl_in_args){0}, GL_FORM_TEXT),
	    ": ends inside the .npy header");
}

/* A type that a stream has is the type that it is written with, bit for bit. */
static void
test_types_kept(void)
{
	static const char *const types[] = {"<f2", "<f4", "<f8", "|u1", "|i1", "<i2", "<i4", "<i8", "|b1"};
	char file[4096], dict[256], data[64], again[4096];

	for (size_t i = 0; i < GL_LEN(types); i++) {
		size_t size = (size_t)(types[i][2] - '0');
		for (size_t j = 0; j < 6 * size; j++) /* 0 and 1 as integers, 0 and small numbers as floats */
			data[j] = j % size == 0 || (types[i][1] == 'f' && j % size == 1) ? (char)(j / size % 2) : 0;
		if (types[i][1] == 'f') /* doubles that are floats */
			memset(data, 0, 6 * size);
		snprintf(dict, sizeof dict, "{'descr': '%s', 'fortran_order': False, 'shape': (3, 2)}", types[i]);
		size_t n = npy(file, dict, data, 6 * size);
		convert(file, n, (struct gl_in_args){0}, GL_FORM_BINARY);
		memcpy(again, result, result_n);
		if (result_n < 64 + 6 * size || memcmp(again + result_n - 6 * size, data, 6 * size) != 0 ||
		    !strstr(again + 10, types[i])) {
			printf("%s is not written as it was read\n", types[i]);
			failed++;
		}
	}
}

/* ---- reading in any order ---- */

static uint64_t
data_hash(const char *path, uint64_t *rows)
{
	struct gl_err err;
	struct gl_data *d = gl_data_open(&path, 1, NULL, &err);

	if (!d) {
		printf("%s\n", err.msg);
		failed++;
		return 0;
	}
	uint64_t hash = gl_data_hash(d);
	*rows = gl_data_rows(d);
	gl_data_close(d);
	return hash;
}

static void
test_data(void)
{
	static const char text[] = "1 2\t3\n4 5\t6\n7 8\t9\n";
	char name[64];
	uint64_t rows[2], index[] = {2, 0, 0, 1};
	struct gl_err err;
	struct gl_arena pass = {0};
	struct gl_batch b;

	convert(text, strlen(text), (struct gl_in_args){0}, GL_FORM_BINARY);
	snprintf(name, sizeof name, "%s/data.npy", folder);
	file_write(name, result, result_n);
	if (data_hash(in_path, &rows[0]) != data_hash(name, &rows[1]) || rows[0] != 3 || rows[1] != 3) {
		printf("text and binary of one data set have different hashes or rows\n");
		failed++;
	}
	const char *paths[] = {name, name};
	struct gl_data *d = gl_data_open(paths, 2, NULL, &err);
	if (!d || gl_data_rows(d) != 6 || gl_data_gather(d, index, 0, 4, &b, &pass, &err) < 0 || b.rows != 4 ||
	    b.field[0].data[0] != 7 || b.field[0].data[3] != 2 || b.field[1].data[3] != 6 ||
	    gl_data_gather(d, NULL, 2, 2, &b, &pass, &err) < 0 || b.field[0].data[0] != 7 || b.field[0].data[2] != 1) {
		printf("rows of two mapped files are not gathered in order\n");
		failed++;
	}
	gl_data_close(d);
	convert("1\t2\tone\tI\n3\t4\ttwo\tII\n", 21, (struct gl_in_args){0}, GL_FORM_TEXT);
	const char *path = in_path;
	if (!(d = gl_data_open(&path, 1, NULL, &err)) || gl_data_gather(d, index + 2, 0, 2, &b, &pass, &err) < 0 ||
	    strcmp(b.rest[0], "one\tI") != 0 || strcmp(b.rest[1], "two\tII") != 0) {
		printf("opaque fields do not ride along\n");
		failed++;
	}
	gl_data_close(d);
	gl_arena_free(&pass);
}

/* ---- an input that pauses ---- */

static void
test_pause(void)
{
	struct gl_err err;
	struct gl_arena pass = {0};
	struct gl_batch b;
	char path[32];
	const char *paths[] = {path};
	int ends[2];

	if (pipe(ends) < 0 || write(ends[1], "1\n2\n3", 5) != 5) {
		perror("pipe");
		exit(1);
	}
	snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
	struct gl_in *in = gl_in_open(paths, 1, NULL, &err);
	long got = in ? gl_in_read(in, GL_BLOCK_ROWS, &b, &pass, &err) : -1;
	if (got != 2)
		printf("a pipe that pauses after two lines gives %ld rows\n", got), failed++;
	if (write(ends[1], "4\n", 2) != 2)
		exit(1);
	close(ends[1]);
	got = in ? gl_in_read(in, GL_BLOCK_ROWS, &b, &pass, &err) : -1;
	if (got != 1 || b.field[0].data[0] != 34 || b.first != 2)
		printf("the rest of a line that came in two parts is lost\n"), failed++;
	gl_in_close(in);
	close(ends[0]);
	gl_arena_free(&pass);
}

/* ---- damaged files ---- */

static uint32_t
next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* Changes, removes or repeats a few bytes, then reads what has become of it: as a file, and from a pipe. */
static void
test_damage(const char *what, const char *bytes, size_t n)
{
	enum { ROUNDS = 800 };
	static char file[1 << 14];
	uint32_t state = 12345;
	struct gl_err err;

	for (int round = 0; round < ROUNDS; round++) {
		size_t m = n;
		memcpy(file, bytes, n);
		for (uint32_t k = next_random(&state) % 4 + 1; k > 0; k--) {
			size_t at = next_random(&state) % m, run = next_random(&state) % 8 + 1;
			uint32_t kind = next_random(&state) % 4;
			if (kind == 0)
				file[at] = (char)next_random(&state);
			else if (kind == 1)
				file[at] = "0123456789.,-e()'\t \n"[next_random(&state) % 20];
			else if (kind == 2 && m > at + run + 1) {
				memmove(file + at, file + at + run, m - at - run);
				m -= run;
			} else if (kind == 3 && m + run < sizeof file && at + run < m) {
				memmove(file + at + run, file + at, m - at);
				m += run;
			}
		}
		if (next_random(&state) % 8 == 0)
			m = next_random(&state) % m + 1;
		char path[32];
		const char *paths[] = {in_path};
		struct gl_in_args args = {.round = round % 2};
		struct gl_out_args out = {
		    .path = "/dev/null", .form = round % 3 ? GL_FORM_TEXT : GL_FORM_BINARY, .rows = UINT64_MAX};
		int ends[2];
		file_write(in_path, file, m);
		err.msg[0] = '\0';
		if (copy(paths, 1, &args, &out, &err) < 0 && !*err.msg)
			printf("%s, round %d: no message\n", what, round), failed++;
		if (round % 4 != 0 || pipe(ends) < 0)
			continue;
		if (write(ends[1], file, m) != (ssize_t)m)
			exit(1);
		close(ends[1]);
		snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
		paths[0] = path;
		err.msg[0] = '\0';
		if (copy(paths, 1, NULL, &out, &err) < 0 && !*err.msg)
			printf("%s, round %d, from a pipe: no message\n", what, round), failed++;
		close(ends[0]);
		struct gl_data *d = gl_data_open((const char *const[]){in_path}, 1, NULL, &err);
		if (d)
			gl_data_hash(d);
		gl_data_close(d);
	}
}

int
main(void)
{
	static const char text[] = "# comment\n1 2.5 -3e-7\t1\tcat\n 4  5 6 \t 0\tdog\r\n7 8 9\t2\tbird";
	static const char numbers[] = "1 2\t3\n4 5\t6\n7 8\t9\n";
	char file[4096];

	if (!mkdtemp(folder)) {
		perror(folder);
		return 1;
	}
	snprintf(in_path, sizeof in_path, "%s/in", folder);
	snprintf(out_path, sizeof out_path, "%s/out", folder);
	test_text();
	test_npy();
	test_types_kept();
	test_data();
	test_pause();
	test_damage("text", text, sizeof text - 1);
	convert(numbers, sizeof numbers - 1, (struct gl_in_args){0}, GL_FORM_BINARY);
	size_t n = result_n;
	memcpy(file, result, n);
	memcpy(file + n, result, n); /* two arrays, one after the other */
	test_damage("structured .npy", file, 2 * n);
	n = npy(file, "{'descr': '>f8', 'fortran_order': False, 'shape': (2, 1, 2)}  ",
	    "\x3f\xf0\0\0\0\0\0\0@\0\0\0\0\0\0\0"
	    "\x3f\xf0\0\0\0\0\0\0@\0\0\0\0\0\0",
	    32);
	test_damage("plain .npy", file, n);
	char rm[80];
	snprintf(rm, sizeof rm, "rm -r %s", folder);
	if (system(rm) != 0)
		failed++;
	if (failed)
		printf("%d failed\n", failed);
	return failed != 0;
}
