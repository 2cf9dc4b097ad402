/* Sums in defined order. */
#ifndef GL_SUM_H
#define GL_SUM_H

#include "core/real.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Sum of n numbers: lane l of 16 adds x[l], x[l + 16], ... in order, from 0; then lane l and lane l + 8 are added,
 * then 4, 2, 1. gl_dot: the same with fma(x, y, lane). gl_sum_sq_dev: the same with fma(x - mean, x - mean, lane).
 * gl_max: the greatest (NaN if one is NaN; n >= 1).
 */
gl_real gl_sum(size_t n, const gl_real *x);
gl_real gl_dot(size_t n, const gl_real *x, const gl_real *y);
gl_real gl_sum_sq_dev(size_t n, const gl_real *x, gl_real mean);
gl_real gl_max(size_t n, const gl_real *x);

/* Whether all of n numbers are finite. Lanes again, so that it costs no more than reading them. */
bool gl_all_finite(size_t n, const gl_real *x);

/*
 * out[j] = sum over rows i ascending of x[i * stride + j], each column one chain of additions in blocks as
 * gl_gemm's.
 */
void gl_sum_columns(size_t rows, size_t cols, const gl_real *x, size_t stride, gl_real *out);

/* y[i * stride + j] += bias[j] */
void gl_add_rows(size_t rows, size_t cols, gl_real *y, size_t stride, const gl_real *bias);

#endif
