/* Sums against the sentences of sum.h taken literally, in every instruction set that this processor has. */
#include "core/sum.h"

#include "core/gemm.h"
#include "core/isa.h"
#include "core/sum_isa.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static int failures;

static gl_real
fused(gl_real x, gl_real y, gl_real z)
{
	return GL_REAL_IS_DOUBLE ? (gl_real)fma(x, y, z) : (gl_real)fmaf((float)x, (float)y, (float)z);
}

/* kind 0: sum, 1: dot, 2: squared deviations from y[0] */
static gl_real
literal(int kind, size_t n, const gl_real *x, const gl_real *y)
{
	gl_real lane[16] = {0};

	for (size_t i = 0; i < n; i++) {
		gl_real d = x[i] - y[0];
		lane[i % 16] = kind == 0 ? lane[i % 16] + x[i]
		    : kind == 1          ? fused(x[i], y[i], lane[i % 16])
					 : fused(d, d, lane[i % 16]);
	}
	for (int half = 8; half; half /= 2)
		for (int l = 0; l < half; l++)
			lane[l] = lane[l] + lane[l + half];
	return lane[0];
}

static void
literal_columns(size_t rows, size_t cols, const gl_real *x, size_t stride, gl_real *out)
{
	for (size_t j = 0; j < cols; j++) {
		gl_real total = 0;
		for (size_t first = 0; first < rows; first += GL_GEMM_BLOCK) {
			gl_real s = 0;
			for (size_t i = first; i < rows && i < first + GL_GEMM_BLOCK; i++)
				s += x[i * stride + j];
			total = first ? total + s : s;
		}
		out[j] = total;
	}
}

static void
expect(const char *what, const char *set, size_t n, const gl_real *got, const gl_real *want, size_t count)
{
	if (memcmp(got, want, count * sizeof *got) == 0)
		return;
	printf("%s, %s, n %zu: %.17g, but %.17g by the definition\n", what, set, n, (double)got[0], (double)want[0]);
	failures++;
}

static gl_real x[600 * 90], y[600 * 90];

struct variant {
	const char *set;
	enum gl_isa isa;
	gl_real (*sum)(size_t, const gl_real *);
	gl_real (*dot)(size_t, const gl_real *, const gl_real *);
	gl_real (*sum_sq_dev)(size_t, const gl_real *, gl_real);
	gl_real (*max)(size_t, const gl_real *);
	void (*columns)(size_t, size_t, const gl_real *, size_t, gl_real *);
	void (*rows)(size_t, size_t, gl_real *, size_t, const gl_real *);
};
#define VARIANT(name, isa)                                                                                             \
	{                                                                                                              \
#name, isa, gl_sum_##name, gl_dot_##name, gl_sum_sq_dev_##name, gl_max_##name, gl_sum_columns_##name,  \
		    gl_add_rows_##name                                                                                 \
	}

static void
check(const struct variant *v)
{
	for (size_t n = 0; n < 200; n++) {
		gl_real want[3] = {literal(0, n, x, y), literal(1, n, x, y), literal(2, n, x, y)};
		gl_real got[3] = {v->sum(n, x), v->dot(n, x, y), v->sum_sq_dev(n, x, y[0])};
		expect("sum, dot, squares", v->set, n, got, want, 3);

		gl_real most = x[0];
		for (size_t i = 0; i < n; i++)
			most = x[i] > most ? x[i] : most;
		gl_real found = n ? v->max(n, x) : most;
		expect("max", v->set, n, &found, &most, 1);
	}
	for (size_t at = 0; at < 40; at++) {
		gl_real keep = x[at];
		x[at] = (gl_real)NAN;
		if (!isnan(v->max(40, x))) {
			printf("max, %s: a NaN at %zu is lost\n", v->set, at);
			failures++;
		}
		x[at] = keep;
	}
	static const size_t size[][2] = {
	    {0, 3}, {1, 1}, {5, 17}, {64, 90}, {255, 4}, {256, 64}, {257, 65}, {600, 80}, {513, 16}};
	for (size_t s = 0; s < sizeof size / sizeof *size; s++) {
		gl_real got[90], want[90];
		memcpy(got, y, sizeof got);
		memcpy(want, y, sizeof want);
		v->columns(size[s][0], size[s][1], x, 90, got);
		literal_columns(size[s][0], size[s][1], x, 90, want);
		expect("columns", v->set, size[s][0], got, want, 90);
	}
	gl_real got[300], want[300];
	memcpy(got, x, sizeof got);
	memcpy(want, x, sizeof want);
	v->rows(3, 37, got, 100, y);
	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < 37; j++)
			want[i * 100 + j] += y[j];
	expect("rows", v->set, 3, got, want, 300);
}

int
main(void)
{
	static const struct variant variant[] = {
		VARIANT(base, GL_BASE),
#if defined(__x86_64__)
		VARIANT(avx2, GL_AVX2),
		VARIANT(avx512, GL_AVX512),
#endif
	};
	static const struct variant chosen = {
	    "chosen", GL_BASE, gl_sum, gl_dot, gl_sum_sq_dev, gl_max, gl_sum_columns, gl_add_rows};

	for (size_t i = 0; i < GL_LEN(x); i++) {
		x[i] = (gl_real)((double)(i * 7919 % 10007) / 5003 - 1);
		y[i] = (gl_real)((double)(i * 104729 % 9973) / 997 - 5);
	}
	for (size_t i = 0; i < GL_LEN(variant); i++)
		if (variant[i].isa <= gl_isa())
			check(&variant[i]);
	check(&chosen);
	return failures != 0;
}
