/* Rows of CSV: cells as RFC 4180 has them, refusals by line and row, random tables there and back, random bytes. */
#include "encode/csv.h"
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 1;

static unsigned
below(unsigned n)
{
	state = state * 6364136223846793005 + 1442695040888963407;
	return (unsigned)(state >> 33) % n;
}

/* What the text holds: "[cell|cell][cell]", or the message that it is refused with. The text is one block, exactly. */
static const char *
read_all(const char *text, size_t n, char separator)
{
	static char seen[4096];
	struct gl_csv csv;
	struct gl_err err;
	char *copy = malloc(n + 1);
	size_t at = 0;
	int got;

	memcpy(copy, text, n);
	copy = realloc(copy, n ? n : 1); /* so that the sanitizers see a step beyond its end */
	gl_csv_open(&csv, "x.csv", copy, n, separator);
	*seen = '\0';
	while ((got = gl_csv_next(&csv, &err)) > 0)
		for (size_t i = 0; i < csv.n; i++)
			at += (size_t)snprintf(seen + at, sizeof seen - at, "%s%.*s%s", i ? "|" : "[",
			    (int)csv.cell[i].n, csv.cell[i].p, i + 1 < csv.n ? "" : "]");
	if (got < 0)
		snprintf(seen, sizeof seen, "%s", err.msg);
	gl_csv_close(&csv);
	free(copy);
	return seen;
}

static void
grammar(void)
{
	static const struct {
		char separator;
		const char *text, *want;
	} rows[] = {
	    {',', "", ""},
	    {',', "a,b\n1,2\n", "[a|b][1|2]"},
	    {',', "a,b\r\n1,2\r\n", "[a|b][1|2]"},
	    {',', "a,b\n1,2", "[a|b][1|2]"},
	    {',', "a,b\n1,2\r", "[a|b][1|2]"},
	    {',',
		"\xef\xbb\xbf"
		"a\n1\n",
		"[a][1]"},
	    {',', ",\n,,\n", "[|][||]"},
	    {',', "\n", "[]"},
	    {',', "a,", "[a|]"},
	    {',', "\"\",\"\"", "[|]"},
	    {',', "\"a,b\",c\n", "[a,b|c]"},
	    {',', "\"a\nb\",\"c\r\nd\"\ne,f\n", "[a\nb|c\r\nd][e|f]"},
	    {',', "\"5\"\" pipe\",\"\"\"\",\"\"\"\"\"\"\n", "[5\" pipe|\"|\"\"]"},
	    {',', " a ,\tb\t, \" c \" \n", "[a|b| c ]"},
	    {',', "two words, x\n", "[two words|x]"},
	    {';', "1,5;2\n", "[1,5|2]"},
	    {'\t', "a b\t c \t\td\n", "[a b|c||d]"},
	    {' ', "a b  c\n", "[a|b||c]"},
	    {'|', "a|\"b|c\"\n", "[a|b|c]"},
	    {',', "a,b\n1,\"2\n3\n", "x.csv:2: row 2, column 2: the quote that begins this cell has no partner"},
	    {',', "a\n\"x\ny\",\"z\n", "x.csv:3: row 2, column 2: the quote that begins this cell has no partner"},
	    {',', "a\n\"x\ny\"z\n", "x.csv:3: row 2, column 1: text behind the quote that ends the cell"},
	    {',', "a\n5\" pipe\n", "x.csv:2: row 2, column 1: a quote inside a cell that does not begin with one"},
	    {',', "a\rb\r", "x.csv:1: row 1, column 1: a carriage return without a line feed behind it"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *got = read_all(rows[i].text, strlen(rows[i].text), rows[i].separator);
		if (strcmp(got, rows[i].want) != 0) {
			printf("row %zu: %s\nis read as: %s\n", i, rows[i].text, got);
			failures++;
		}
	}
	CHECK(
	    strcmp(read_all("a,\0\n", 4, ','), "x.csv:1: row 1, column 2: a byte 0 in the cell: this is no text") == 0);
	CHECK(
	    strcmp(read_all("\"\0\"", 3, ','), "x.csv:1: row 1, column 1: a byte 0 in the cell: this is no text") == 0);
}

/* Where rows begin, by line, is told rightly behind cells with line ends in them. */
static void
places(void)
{
	static const char text[] = "a,b\n1,\"x\ny\"\n\n2,z\n";
	static const size_t line[] = {1, 2, 4, 5}, cells[] = {2, 2, 1, 2};
	struct gl_csv csv;
	struct gl_err err;

	gl_csv_open(&csv, "x.csv", text, sizeof text - 1, ',');
	for (size_t i = 0; i < 4; i++) {
		CHECK(gl_csv_next(&csv, &err) == 1);
		CHECK(csv.line == line[i] && csv.row == i + 1 && csv.n == cells[i] && csv.blank == (i == 2));
	}
	gl_fail(&err, "too old");
	gl_hint(&err, "try another");
	CHECK(gl_csv_place(&csv, 1, "b", &err) == -1);
	CHECK(strcmp(err.msg, "x.csv:5: row 4, column 'b': too old") == 0 && strcmp(err.hint, "try another") == 0);
	CHECK(gl_csv_next(&csv, &err) == 0 && gl_csv_next(&csv, &err) == 0);
	gl_csv_close(&csv);
}

/* A cell of random characters that make trouble; quoted when it must be, and at times when it need not be. */
static size_t
make_cell(char *text, char *cell, size_t *n, char separator)
{
	static const char from[] = "ab1 \t,;\"\r\n.";
	size_t at = 0;
	bool quote = below(4) == 0;

	*n = below(7);
	for (size_t i = 0; i < *n; i++) {
		cell[i] = from[below(sizeof from - 1)];
		quote |=
		    cell[i] == separator || strchr("\"\r\n", cell[i]) || ((i == 0 || i + 1 == *n) && cell[i] <= ' ');
	}
	if (quote)
		text[at++] = '"';
	for (size_t i = 0; i < *n; i++) {
		text[at++] = cell[i];
		if (cell[i] == '"')
			text[at++] = '"';
	}
	if (quote)
		text[at++] = '"';
	return at;
}

static void
there_and_back(void)
{
	static char text[8192], cell[20][20][8];
	size_t n[20][20];

	for (int round = 0; round < 2000; round++) {
		size_t rows = 1 + below(20), columns = 2 + below(8), at = 0;
		char separator = ",;\t"[below(3)];
		for (size_t r = 0; r < rows; r++)
			for (size_t c = 0; c < columns; c++) {
				at += make_cell(text + at, cell[r][c], &n[r][c], separator);
				if (c + 1 < columns)
					text[at++] = separator;
				else if (below(2))
					text[at++] = '\r';
				if (c + 1 == columns)
					text[at++] = '\n';
			}
		struct gl_csv csv;
		struct gl_err err;
		gl_csv_open(&csv, "x.csv", text, at, separator);
		for (size_t r = 0; r < rows && failures < 10; r++) {
			CHECK(gl_csv_next(&csv, &err) == 1 && csv.n == columns && csv.row == r + 1);
			for (size_t c = 0; c < columns; c++)
				CHECK(csv.cell[c].n == n[r][c] && memcmp(csv.cell[c].p, cell[r][c], n[r][c]) == 0);
		}
		CHECK(gl_csv_next(&csv, &err) == 0);
		gl_csv_close(&csv);
	}
}

/* Whatever the bytes are, there is an end: rows, or a message. */
static void
any_bytes(void)
{
	static const char from[] = "a1,,,\"\"\"\r\n\n \t\0";

	for (int round = 0; round < 20000; round++) {
		char text[40];
		size_t n = below(sizeof text);
		for (size_t i = 0; i < n; i++)
			text[i] = from[below(sizeof from)];
		CHECK(strlen(read_all(text, n, ',')) <= 200);
	}
}

int
main(void)
{
	grammar();
	places();
	there_and_back();
	any_bytes();
	return failures > 0;
}
