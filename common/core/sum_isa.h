/* What sum.isa.c makes for every instruction set, and sum.c calls. */
#ifndef GL_SUM_ISA_H
#define GL_SUM_ISA_H

#include "core/real.h"

#include <stddef.h>

#define GL_SUM_DECLARE(set)                                                                                            \
	gl_real gl_sum_##set(size_t n, const gl_real *x);                                                              \
	gl_real gl_dot_##set(size_t n, const gl_real *x, const gl_real *y);                                            \
	gl_real gl_sum_sq_dev_##set(size_t n, const gl_real *x, gl_real mean);                                         \
	gl_real gl_max_##set(size_t n, const gl_real *x);                                                              \
	void gl_sum_columns_##set(size_t rows, size_t cols, const gl_real *x, size_t stride, gl_real *out);            \
	void gl_add_rows_##set(size_t rows, size_t cols, gl_real *y, size_t stride, const gl_real *bias);
GL_SUM_DECLARE(base)
GL_SUM_DECLARE(avx2)
GL_SUM_DECLARE(avx512)

#endif
