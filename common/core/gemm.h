/* The matrix product, in defined order. */
#ifndef GL_GEMM_H
#define GL_GEMM_H

#include "core/real.h"

#include <stdbool.h>
#include <stddef.h>

/* Terms of a sum are taken in blocks of this many; see gl_gemm. */
enum { GL_GEMM_BLOCK = 256 };

/* A matrix operand: element (i, j) is at p[i * row + j * col]. One of row and col is 1. */
struct gl_matrix {
	const gl_real *p;
	size_t row, col;
};

/*
 * C = A B, or C = C + A B when add is true.
 *   a  (m, k)   b  (k, n)   c  (m, n), element (i, j) at c[i * crow + j]
 * Element (i, j): for each block of GL_GEMM_BLOCK indices t, in ascending order, s = 0; s = fma(a[i][t], b[t][j], s)
 * for t ascending; the block sums are added to each other in order, the first of them to C when add is true (k = 0
 * gives 0, or C). So the bits of an element depend on its row of A and its column of B alone, and not on m, n, threads
 * or vector width. C overlaps neither A nor B. Divided among threads by tiles of C when the product is large enough to
 * pay for it.
 */
void gl_gemm(size_t m, size_t n, size_t k, const struct gl_matrix *a, const struct gl_matrix *b, gl_real *c,
    size_t crow, bool add);

/* The definition itself, as three plain loops: what gl_gemm must equal bit for bit. For its test, and to be read. */
void gl_gemm_plain(size_t m, size_t n, size_t k, const struct gl_matrix *a, const struct gl_matrix *b, gl_real *c,
    size_t crow, bool add);

#endif
