#include "core/gemm.h"

#include "core/isa.h"
#include "core/thread.h"

#include <math.h>
#include <string.h>

/* Multiplications of a product that stays on one thread, and of a tile of a product that is divided. */
#define SMALL 2e6
#define TILE 1e6
#define PARTS 4
#define HIGH 64

#if GL_REAL_IS_DOUBLE
#define FMA fma
#else
#define FMA fmaf
#endif

void
gl_gemm_plain(size_t m, size_t n, size_t k, const struct gl_matrix *a, const struct gl_matrix *b, gl_real *c,
    size_t crow, bool add)
{
	for (size_t i = 0; i < m; i++)
		for (size_t j = 0; j < n; j++) {
			gl_real *to = c + i * crow + j, sum = add ? *to : 0;

			for (size_t from = 0; from < k; from += GL_GEMM_BLOCK) {
				size_t end = k - from < GL_GEMM_BLOCK ? k : from + GL_GEMM_BLOCK;
				gl_real s = 0;

				for (size_t t = from; t < end; t++)
					s = FMA(a->p[i * a->row + t * a->col], b->p[t * b->row + j * b->col], s);
				sum = from == 0 && !add ? s : sum + s;
			}
			*to = sum;
		}
}

/* The same, fast, on one thread: gemm.isa.c, once for each instruction set. m, n and k are at least 1. */
typedef void one_fn(size_t m, size_t n, size_t k, const struct gl_matrix *a, const struct gl_matrix *b, gl_real *c,
    size_t crow, bool add);
one_fn gl_gemm_one_base;
#if defined(__x86_64__)
one_fn gl_gemm_one_avx2, gl_gemm_one_avx512;
static one_fn *const one[] = {gl_gemm_one_base, gl_gemm_one_avx2, gl_gemm_one_avx512};
#else
static one_fn *const one[] = {gl_gemm_one_base};
#endif

/* A product that is divided: tiles of C, row by row. */
struct job {
	size_t m, n, k;
	const struct gl_matrix *a, *b;
	gl_real *c;
	size_t crow;
	bool add;
	size_t rows, cols; /* of a tile */
	size_t across; /* tiles side by side */
};

static void
tiles(void *arg, size_t lo, size_t hi)
{
	const struct job *w = arg;

	for (size_t tile = lo; tile < hi; tile++) {
		size_t i = tile / w->across * w->rows, j = tile % w->across * w->cols;
		struct gl_matrix a = {w->a->p + i * w->a->row, w->a->row, w->a->col};
		struct gl_matrix b = {w->b->p + j * w->b->col, w->b->row, w->b->col};

		one[gl_isa()](w->m - i < w->rows ? w->m - i : w->rows, w->n - j < w->cols ? w->n - j : w->cols, w->k,
		    &a, &b, w->c + i * w->crow + j, w->crow, w->add);
	}
}

void
gl_gemm(size_t m, size_t n, size_t k, const struct gl_matrix *a, const struct gl_matrix *b, gl_real *c, size_t crow,
    bool add)
{
	if (m == 0 || n == 0)
		return;
	if (k == 0) {
		for (size_t i = 0; i < m && !add; i++)
			memset(c + i * crow, 0, n * sizeof *c);
		return;
	}
	double work = (double)m * (double)n * (double)k;
	if (work < SMALL || gl_threads() < 2) {
		one[gl_isa()](m, n, k, a, b, c, crow, add);
		return;
	}
	/*
	 * Tiles of about TILE multiplications, or more when that would be more than PARTS for each thread (a narrow
	 * tile of a large product reads much to do little): columns are divided first, in multiples of 64, then rows,
	 * in multiples of 14, and as long as every thread has a tile not below HIGH rows: each tile reads its columns
	 * of B anew. No bit depends on it.
	 */
	struct job w = {m, n, k, a, b, c, crow, add, .rows = m, .cols = n};
	double parts = work / TILE, most = (double)gl_threads() * PARTS;

	parts = parts < most ? parts : most;

	if (n >= 128) {
		double cols = (double)n / parts;

		w.cols = cols < 64 ? 64 : cols < (double)n ? ((size_t)cols + 63) / 64 * 64 : n;
		parts /= (double)n / (double)w.cols;
	}
	w.across = (n - 1) / w.cols + 1;
	if (m >= 28 && parts > 1) {
		size_t rows = (size_t)((double)m / parts), least = 14;

		if (w.across * (m / HIGH) >= (size_t)gl_threads())
			least = HIGH;
		w.rows = ((rows > least ? rows : least) + 13) / 14 * 14;
	}
	gl_parallel(((m - 1) / w.rows + 1) * w.across, 1, tiles, &w);
}
