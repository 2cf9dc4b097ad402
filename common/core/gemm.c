#include "core/gemm.h"

#include <math.h>

#if GL_REAL_IS_DOUBLE
#define FMA fma
#else
#define FMA fmaf
#endif

void
gl_gemm_plain(size_t m, size_t n, size_t k, struct gl_matrix a, struct gl_matrix b, gl_real *c, size_t crow, bool add)
{
	for (size_t i = 0; i < m; i++)
		for (size_t j = 0; j < n; j++) {
			gl_real *to = c + i * crow + j, sum = add ? *to : 0;

			for (size_t from = 0; from < k; from += GL_GEMM_BLOCK) {
				size_t end = k - from < GL_GEMM_BLOCK ? k : from + GL_GEMM_BLOCK;
				gl_real s = 0;

				for (size_t t = from; t < end; t++)
					s = FMA(a.p[i * a.row + t * a.col], b.p[t * b.row + j * b.col], s);
				sum = from == 0 && !add ? s : sum + s;
			}
			*to = sum;
		}
}

void
gl_gemm(size_t m, size_t n, size_t k, struct gl_matrix a, struct gl_matrix b, gl_real *c, size_t crow, bool add)
{
	gl_gemm_plain(m, n, k, a, b, c, crow, add);
}
