/*
 * The loops of sum.h for one instruction set. The 16 lanes of a sum are independent of each other, so a compiler can
 * keep them in vectors.
 */
#include "core/gemm.h"
#include "core/isa.h"
#include "core/sum_isa.h"

#include <stdbool.h>

enum { LANES = 16, COLUMNS = 64, FEW = 32 };

static inline gl_real
fused(gl_real x, gl_real y, gl_real z)
{
#if GL_REAL_IS_DOUBLE
	return __builtin_fma(x, y, z);
#else
	return __builtin_fmaf(x, y, z);
#endif
}

/* Lanes l and l + 8 are added, then 4, 2, 1. */
static inline gl_real
fold(const gl_real lane[LANES])
{
	gl_real a[8], b[4];

	for (int l = 0; l < 8; l++)
		a[l] = lane[l] + lane[l + 8];
	for (int l = 0; l < 4; l++)
		b[l] = a[l] + a[l + 4];
	return (b[0] + b[2]) + (b[1] + b[3]);
}

gl_real
GL_ISA(gl_sum)(size_t n, const gl_real *x)
{
	gl_real lane[LANES] = {0};
	size_t i = 0;

	for (; i + LANES <= n; i += LANES)
		for (int l = 0; l < LANES; l++)
			lane[l] += x[i + l];
	for (int l = 0; i < n; i++, l++)
		lane[l] += x[i];
	return fold(lane);
}

gl_real
GL_ISA(gl_dot)(size_t n, const gl_real *x, const gl_real *y)
{
	gl_real lane[LANES] = {0};
	size_t i = 0;

	for (; i + LANES <= n; i += LANES)
		for (int l = 0; l < LANES; l++)
			lane[l] = fused(x[i + l], y[i + l], lane[l]);
	for (int l = 0; i < n; i++, l++)
		lane[l] = fused(x[i], y[i], lane[l]);
	return fold(lane);
}

gl_real
GL_ISA(gl_sum_sq_dev)(size_t n, const gl_real *x, gl_real mean)
{
	gl_real lane[LANES] = {0};
	size_t i = 0;

	for (; i + LANES <= n; i += LANES)
		for (int l = 0; l < LANES; l++) {
			gl_real d = x[i + l] - mean;
			lane[l] = fused(d, d, lane[l]);
		}
	for (int l = 0; i < n; i++, l++) {
		gl_real d = x[i] - mean;
		lane[l] = fused(d, d, lane[l]);
	}
	return fold(lane);
}

/* The greater one; NaN if x is, or if m already was (no comparison with a NaN is true). */
static inline gl_real
greater(gl_real x, gl_real m)
{
	return ((x > m) | (x != x)) ? x : m;
}

gl_real
GL_ISA(gl_max)(size_t n, const gl_real *x)
{
	gl_real lane[LANES], most = x[0];
	bool nan = false;
	size_t i = 0;

	for (size_t j = 0; j < n && n < LANES; j++) { /* a few: without a branch, which could not be foreseen */
		most = x[j] > most ? x[j] : most;
		nan |= x[j] != x[j];
	}
	if (n < LANES && !nan)
		return most;
	for (int l = 0; l < LANES; l++)
		lane[l] = x[0];
	for (; i + LANES <= n; i += LANES)
		for (int l = 0; l < LANES; l++)
			lane[l] = greater(x[i + l], lane[l]);
	for (int l = 0; i < n; i++, l++)
		lane[l] = greater(x[i], lane[l]);
	for (int half = LANES / 2; half; half /= 2)
		for (int l = 0; l < half; l++)
			lane[l] = greater(lane[l + half], lane[l]);
	return lane[0];
}

/* A few numbers: the same sums, one column after the other. */
static void
sum_few(size_t rows, size_t cols, const gl_real *x, size_t stride, gl_real *out)
{
	for (size_t j = 0; j < cols; j++) {
		gl_real sum = 0;

		for (size_t i = 0; i < rows; i++)
			sum += x[i * stride + j];
		out[j] = sum;
	}
}

/* `width` columns, at most COLUMNS */
static inline void
sum_columns(size_t rows, size_t width, const gl_real *x, size_t stride, gl_real *out)
{
	for (size_t first = 0; first < rows; first += GL_GEMM_BLOCK) {
		size_t last = rows - first < GL_GEMM_BLOCK ? rows : first + GL_GEMM_BLOCK;
		gl_real sum[COLUMNS] = {0};

		for (size_t i = first; i < last; i++)
			for (size_t j = 0; j < width; j++)
				sum[j] += x[i * stride + j];
		for (size_t j = 0; j < width; j++)
			out[j] = first ? out[j] + sum[j] : sum[j];
	}
}

void
GL_ISA(gl_sum_columns)(size_t rows, size_t cols, const gl_real *x, size_t stride, gl_real *out)
{
	size_t j = 0;

	if (rows * cols <= FEW) {
		sum_few(rows, cols, x, stride, out);
		return;
	}
	for (; j + COLUMNS <= cols; j += COLUMNS)
		sum_columns(rows, COLUMNS, x + j, stride, out + j);
	for (; j + 16 <= cols; j += 16)
		sum_columns(rows, 16, x + j, stride, out + j);
	if (j < cols)
		sum_columns(rows, cols - j, x + j, stride, out + j);
}

void
GL_ISA(gl_add_rows)(size_t rows, size_t cols, gl_real *y, size_t stride, const gl_real *bias)
{
	for (size_t i = 0; i < rows; i++) {
		gl_real *restrict row = y + i * stride;

		for (size_t j = 0; j < cols; j++)
			row[j] += bias[j];
	}
}
