/*
 * The product is gl_gemm_plain's bit for bit, for shapes on and off every boundary of the fast one, any strides, adding
 * or not, on 1 to 3 threads, and writes nothing beside C. Runs on the instruction set that GL_CPU allows.
 */
#include "core/gemm.h"
#include "core/thread.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned long state = 1;
static int failed;

/* A random number below n (a 64-bit linear congruential generator, Knuth's multiplier). */
static size_t
below(size_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(state >> 33) % n;
}

/* Numbers of varied size and sign, with zeros of both signs among them. */
static gl_real
number(void)
{
	static const gl_real scale[] = {1, 1e-3, 1e3, 0};

	return ((gl_real)below(1 << 20) / (1 << 19) - 1) * scale[below(8) < 5 ? 0 : below(4)];
}

static gl_real *
numbers(size_t n)
{
	gl_real *p = malloc((n ? n : 1) * sizeof *p);

	for (size_t i = 0; p && i < n; i++)
		p[i] = number();
	return p;
}

/* A (rows x cols) operand in just as much memory as it needs, so that a sanitizer sees a read beyond it. */
static struct gl_matrix
operand(size_t rows, size_t cols, int turned, size_t gap)
{
	size_t lines = turned ? cols : rows, len = turned ? rows : cols, stride = len + gap;
	gl_real *p = numbers(lines ? (lines - 1) * stride + len : 0);

	return turned ? (struct gl_matrix){p, 1, stride} : (struct gl_matrix){p, stride, 1};
}

static void
try(size_t m, size_t n, size_t k, int a_turned, int b_turned, size_t gap, int add)
{
	struct gl_matrix a = operand(m, k, a_turned, gap), b = operand(k, n, b_turned, gap);
	size_t crow = n + gap, size = (m ? (m - 1) * crow + n : 0);
	gl_real *c = numbers(size), *want = malloc((size + 1) * sizeof *want);

	if (!a.p || !b.p || !c || !want) {
		puts("no memory");
		exit(2);
	}
	memcpy(want, c, size * sizeof *c);
	gl_gemm_plain(m, n, k, &a, &b, want, crow, add);
	gl_gemm(m, n, k, &a, &b, c, crow, add);
	if (memcmp(want, c, size * sizeof *c) != 0) {
		printf("%zu x %zu x %zu%s%s, gap %zu%s, %d threads: differs from the definition\n", m, n, k,
		    a_turned ? ", A transposed" : "", b_turned ? ", B transposed" : "", gap, add ? ", added" : "",
		    gl_threads());
		failed = 1;
	}
	free((void *)a.p);
	free((void *)b.p);
	free(c);
	free(want);
}

int
main(void)
{
	for (int threads = 1; threads <= 3; threads++) {
		gl_threads_set(threads);
		for (int kind = 0; kind < 8; kind++) {
			int at = kind & 1, bt = kind >> 1 & 1, add = kind >> 2;

			for (size_t m = 0; m < 4; m++)
				for (size_t n = 0; n < 4; n++)
					for (size_t k = 0; k < 4; k++)
						try(m, n, k, at, bt, below(3), add);
			for (size_t m = 1; m < 32; m++)
				try(m, 1 + below(80), 1 + below(40), at, bt, below(5), add);
			for (size_t n = 1; n < 80; n++)
				try(1 + below(40), n, 1 + below(40), at, bt, below(5), add);
			for (size_t n = 1; n < 34; n += 3)
				try(100 + below(100), n, 1 + below(40), at, bt, below(5), add);
			try(20, 40, 255, at, bt, 0, add);
			try(20, 40, 256, at, bt, 0, add);
			try(20, 40, 257, at, bt, 1, add);
			try(3, 513, 700, at, bt, 3, add);
			try(40, 300, 20, at, bt, 1000, add);
			try(170, 200, 30, at, bt, 1000, add);
			try(64, 10, 128, at, bt, 0, add);
			try(130, 10, 300, at, bt, 2, add);
			try(64, 200, 300, at, bt, 0, add);
		}
	}
	return failed;
}
