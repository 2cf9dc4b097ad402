/*
 * The matrix product for one instruction set and one thread. The bits of the result are fixed by gl_gemm_plain; what is free, and chosen
 * here for speed, is which elements of C are worked on at the same time, and where the numbers lie meanwhile:
 *
 * - A tile of C, MR rows by NV vectors, stays in registers while t runs over a block of k. Each step loads NV vectors of a
 *   row of B, and for each row of A one number, repeated in all lanes. Vectors run across columns of C: a lane is an element, and
 *   its sum is one chain. MR x NV chains at once keep the multipliers busy in spite of their latency.
 * - Where a column tile of B is not contiguous in memory (B transposed, or rows so long that each is on a page of its own) it is copied
 *   ("packed") into a panel first, which pays as soon as several row tiles use it. The same for a row tile of A.
 * - When C is narrower than a vector and tall, C' = B' A' is computed, whose rows are long.
 *
 * Source of the scheme: Goto and van de Geijn, Anatomy of high-performance matrix multiplication (ACM TOMS 34, 2008).
 */
#include "core/gemm.h"

#include "core/isa.h"

#include <math.h>
#if defined(GL_ISA_AVX2) || defined(GL_ISA_AVX512)
#include <immintrin.h>
#endif

void GL_ISA(gl_gemm_one)(
    size_t m, size_t n, size_t k, struct gl_matrix a, struct gl_matrix b, gl_real *c, size_t crow, bool add);

#if defined(GL_ISA_AVX512)
enum { BYTES = 64, MR = 14, MR_NARROW = 14, WIDE_1 = 8, WIDE_2 = 8, WIDE_3 = 4, WIDE_4 = 4 };
#elif defined(GL_ISA_AVX2)
enum { BYTES = 32, MR = 6, MR_NARROW = 12, WIDE_1 = 8, WIDE_2 = 4, WIDE_3 = 4, WIDE_4 = 3 };
#else
enum { BYTES = 16, MR = 6, MR_NARROW = 12, WIDE_1 = 8, WIDE_2 = 4, WIDE_3 = 4, WIDE_4 = 3 };
#endif
enum {
	V = BYTES / sizeof(gl_real), /* lanes */
	NV = 2, /* vectors in a row of a tile */
	KC = GL_GEMM_BLOCK,
	NC = 256, /* columns of B that are packed at a time: KC x NC numbers stay in the second-level cache */
	AC = KC + 16, /* row length of a packed tile of A: not a power of two, or its rows would share cache sets */
	NARROW = 32, /* greatest n for which C' may be computed instead of C */
	MC = 128, /* columns of C' at a time */
	FAR = 2048, /* bytes between rows from which packing is worthwhile */
};

typedef gl_real vec __attribute__((vector_size(BYTES)));
typedef gl_real vec_u __attribute__((vector_size(BYTES), aligned(sizeof(gl_real)), may_alias));

#define INLINE static inline __attribute__((always_inline))

/* x * y + z, rounded once. The two functions below it read and write the first n lanes only. */
#if defined(GL_ISA_AVX512) && !GL_REAL_IS_DOUBLE
INLINE vec
vec_fma(vec x, vec y, vec z)
{
	return (vec)_mm512_fmadd_ps((__m512)x, (__m512)y, (__m512)z);
}
INLINE vec
load_part(const gl_real *p, size_t n)
{
	return (vec)_mm512_maskz_loadu_ps((__mmask16)((1u << n) - 1), p);
}
INLINE void
store_part(gl_real *p, size_t n, vec x)
{
	_mm512_mask_storeu_ps(p, (__mmask16)((1u << n) - 1), (__m512)x);
}
#elif defined(GL_ISA_AVX512)
INLINE vec
vec_fma(vec x, vec y, vec z)
{
	return (vec)_mm512_fmadd_pd((__m512d)x, (__m512d)y, (__m512d)z);
}
INLINE vec
load_part(const gl_real *p, size_t n)
{
	return (vec)_mm512_maskz_loadu_pd((__mmask8)((1u << n) - 1), p);
}
INLINE void
store_part(gl_real *p, size_t n, vec x)
{
	_mm512_mask_storeu_pd(p, (__mmask8)((1u << n) - 1), (__m512d)x);
}
#elif defined(GL_ISA_AVX2) && !GL_REAL_IS_DOUBLE
INLINE __m256i
mask(size_t n)
{
	return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)n), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
INLINE vec
vec_fma(vec x, vec y, vec z)
{
	return (vec)_mm256_fmadd_ps((__m256)x, (__m256)y, (__m256)z);
}
INLINE vec
load_part(const gl_real *p, size_t n)
{
	return (vec)_mm256_maskload_ps(p, mask(n));
}
INLINE void
store_part(gl_real *p, size_t n, vec x)
{
	_mm256_maskstore_ps(p, mask(n), (__m256)x);
}
#elif defined(GL_ISA_AVX2)
INLINE __m256i
mask(size_t n)
{
	return _mm256_cmpgt_epi64(_mm256_set1_epi64x((long long)n), _mm256_setr_epi64x(0, 1, 2, 3));
}
INLINE vec
vec_fma(vec x, vec y, vec z)
{
	return (vec)_mm256_fmadd_pd((__m256d)x, (__m256d)y, (__m256d)z);
}
INLINE vec
load_part(const gl_real *p, size_t n)
{
	return (vec)_mm256_maskload_pd(p, mask(n));
}
INLINE void
store_part(gl_real *p, size_t n, vec x)
{
	_mm256_maskstore_pd(p, mask(n), (__m256d)x);
}
#else
INLINE vec
vec_fma(vec x, vec y, vec z)
{
	for (int l = 0; l < V; l++)
#if GL_REAL_IS_DOUBLE
		z[l] = __builtin_fma(x[l], y[l], z[l]);
#else
		z[l] = __builtin_fmaf(x[l], y[l], z[l]);
#endif
	return z;
}
INLINE vec
load_part(const gl_real *p, size_t n)
{
	vec x = {0};

	for (size_t l = 0; l < n; l++)
		x[l] = p[l];
	return x;
}
INLINE void
store_part(gl_real *p, size_t n, vec x)
{
	for (size_t l = 0; l < n; l++)
		p[l] = x[l];
}
#endif

INLINE vec
load(const gl_real *p)
{
	return (vec) * (const vec_u *)p;
}

INLINE void
store(gl_real *p, vec x)
{
	*(vec_u *)p = (vec_u)x;
}

/* What a tile works on. A's element (r, t) is at a[r * arow + t * acol], B's (t, j) at b[t * brow + j]. */
struct tile {
	size_t k;
	const gl_real *a;
	size_t arow, acol;
	const gl_real *b;
	size_t brow;
	gl_real *c;
	size_t crow;
	size_t last; /* columns in the last vector */
	bool add;
};

/* C = A B or C += A B for a tile of mr rows and nv vectors, the last of which has w->last columns if part, else V. k is at most KC. */
INLINE void
tile(const int mr, const int nv, const bool part, const struct tile *w)
{
	/* Rows are reached from every fifth one, by a multiple of the row length that an address can hold: few registers suffice. */
	const gl_real *a0 = w->a, *a5 = a0 + 5 * w->arow, *a10 = a5 + 5 * w->arow, *b = w->b;
	const size_t arow = w->arow, acol = w->acol, brow = w->brow, last = part ? w->last : V;
	vec s[14][8];

#pragma GCC unroll 14
	for (int r = 0; r < mr; r++)
#pragma GCC unroll 8
		for (int v = 0; v < nv; v++)
			s[r][v] = (vec){0};
	for (size_t t = w->k; t > 0; t--) {
		vec row[8];

#pragma GCC unroll 8
		for (int v = 0; v < nv; v++)
			row[v] = part && v == nv - 1 ? load_part(b + v * V, last) : load(b + v * V);
#pragma GCC unroll 14
		for (int r = 0; r < mr; r++) {
			const gl_real *at = r < 5 ? a0 + r * arow
			    : r < 10              ? a5 + (r - 5) * arow
						  : a10 + (r - 10) * arow;
			vec x = *at - (vec){0}; /* in every lane; x - 0 is x, for -0 too */

#pragma GCC unroll 8
			for (int v = 0; v < nv; v++)
				s[r][v] = vec_fma(x, row[v], s[r][v]);
		}
		a0 += acol;
		a5 += acol;
		a10 += acol;
		b += brow;
	}
#pragma GCC unroll 14
	for (int r = 0; r < mr; r++) {
		gl_real *c = w->c + r * w->crow;

#pragma GCC unroll 8
		for (int v = 0; v < nv; v++) {
			if (part && v == nv - 1)
				store_part(c + v * V, last, w->add ? load_part(c + v * V, last) + s[r][v] : s[r][v]);
			else
				store(c + v * V, w->add ? load(c + v * V) + s[r][v] : s[r][v]);
		}
	}
}

#define TILE(name, mr, nv, part)                                                                                       \
	static void name##_##mr(const struct tile *w)                                                                  \
	{                                                                                                              \
		tile(mr, nv, part, w);                                                                                 \
	}
#define TILES_6(name, nv, part)                                                                                        \
	TILE(name, 1, nv, part)                                                                                        \
	TILE(name, 2, nv, part)                                                                                        \
	TILE(name, 3, nv, part)                                                                                        \
	TILE(name, 4, nv, part)                                                                                        \
	TILE(name, 5, nv, part)                                                                                        \
	TILE(name, 6, nv, part)
#define TILES_12(name, nv, part)                                                                                       \
	TILES_6(name, nv, part)                                                                                        \
	TILE(name, 7, nv, part)                                                                                        \
	TILE(name, 8, nv, part)                                                                                        \
	TILE(name, 9, nv, part)                                                                                        \
	TILE(name, 10, nv, part)                                                                                       \
	TILE(name, 11, nv, part)                                                                                       \
	TILE(name, 12, nv, part)
#define TILES_14(name, nv, part)                                                                                       \
	TILES_12(name, nv, part)                                                                                       \
	TILE(name, 13, nv, part)                                                                                       \
	TILE(name, 14, nv, part)
#define ROW_6(name) NULL, name##_1, name##_2, name##_3, name##_4, name##_5, name##_6
#define ROW_12(name) ROW_6(name), name##_7, name##_8, name##_9, name##_10, name##_11, name##_12
#define ROW_14(name) ROW_12(name), name##_13, name##_14

#if defined(GL_ISA_AVX512)
TILES_14(full, 2, false)
TILES_14(edge, 2, true)
TILES_14(narrow, 1, true)
#else
TILES_6(full, 2, false)
TILES_6(edge, 2, true)
TILES_12(narrow, 1, true)
#endif
TILE(wide, 1, WIDE_1, false)
TILE(wide, 2, WIDE_2, false)
TILE(wide, 3, WIDE_3, false)
TILE(wide, 4, WIDE_4, false)

typedef void tile_fn(const struct tile *w);

#if defined(GL_ISA_AVX512)
static tile_fn *const full[] = {ROW_14(full)}, *const edge[] = {ROW_14(edge)}, *const narrow[] = {ROW_14(narrow)};
#else
static tile_fn *const full[] = {ROW_6(full)}, *const edge[] = {ROW_6(edge)}, *const narrow[] = {ROW_12(narrow)};
#endif
static tile_fn *const wide[] = {NULL, wide_1, wide_2, wide_3, wide_4};
static const size_t wide_vectors[] = {0, WIDE_1, WIDE_2, WIDE_3, WIDE_4};

/*
 * Transposition of blocks of T x T in registers: for s = T/2 ... 2, 1 the off-diagonal quarters of each 2s x 2s block change places.
 * LO and HI say where lane l of the upper and the lower row of a pair comes from.
 */
#if defined(GL_ISA_AVX2) || defined(GL_ISA_AVX512)
#define BLOCK_T (GL_REAL_IS_DOUBLE ? 4 : 8)
#else
#define BLOCK_T (GL_REAL_IS_DOUBLE ? 2 : 4)
#endif
enum { T = BLOCK_T };
typedef gl_real tvec __attribute__((vector_size(T * sizeof(gl_real))));
typedef gl_real tvec_u __attribute__((vector_size(T * sizeof(gl_real)), aligned(sizeof(gl_real)), may_alias));

#define LO(s, l) ((l) & (s) ? T + (l) - (s) : (l))
#define HI(s, l) ((l) & (s) ? T + (l) : (l) + (s))
#if BLOCK_T == 2
#define LANES(f, s) f(s, 0), f(s, 1)
#elif BLOCK_T == 4
#define LANES(f, s) f(s, 0), f(s, 1), f(s, 2), f(s, 3)
#else
#define LANES(f, s) f(s, 0), f(s, 1), f(s, 2), f(s, 3), f(s, 4), f(s, 5), f(s, 6), f(s, 7)
#endif
#define STAGE(s)                                                                                                       \
	_Pragma("GCC unroll 8") for (int i = 0; i < T; i++) if (!(i & (s)))                                            \
	{                                                                                                              \
		tvec x = r[i], y = r[i + (s)];                                                                         \
		r[i] = __builtin_shufflevector(x, y, LANES(LO, s));                                                    \
		r[i + (s)] = __builtin_shufflevector(x, y, LANES(HI, s));                                              \
	}

/* to[j][i] = from[i][j] for i < T and j < T. */
INLINE void
transpose_block(const gl_real *from, size_t frow, gl_real *to, size_t trow)
{
	tvec r[T];

#pragma GCC unroll 8
	for (int i = 0; i < T; i++)
		r[i] = (tvec) * (const tvec_u *)(from + (size_t)i * frow);
#if BLOCK_T == 8
	STAGE(4)
#endif
#if BLOCK_T >= 4
	STAGE(2)
#endif
	STAGE(1)
#pragma GCC unroll 8
	for (int i = 0; i < T; i++)
		*(tvec_u *)(to + (size_t)i * trow) = (tvec_u)r[i];
}

/* to[j][i] = from[i][j] for i < m and j < n. */
static void
transpose(size_t m, size_t n, const gl_real *from, size_t frow, gl_real *to, size_t trow)
{
	size_t i, j;

	for (i = 0; i + T <= m; i += T) {
		for (j = 0; j + T <= n; j += T)
			transpose_block(from + i * frow + j, frow, to + j * trow + i, trow);
		for (; j < n; j++)
			for (size_t l = 0; l < T; l++)
				to[j * trow + i + l] = from[(i + l) * frow + j];
	}
	for (; i < m; i++)
		for (j = 0; j < n; j++)
			to[j * trow + i] = from[i * frow + j];
}

/* to[i][0..n) = from[i][0..n) for i < m; may write up to a vector further. */
static void
copy_rows(size_t m, size_t n, const gl_real *from, size_t frow, gl_real *to, size_t trow)
{
	for (size_t i = 0; i < m; i++, from += frow, to += trow) {
		size_t j;

		for (j = 0; j + V <= n; j += V)
			store(to + j, load(from + j));
		if (j < n)
			store(to + j, load_part(from + j, n - j));
	}
}

/* Room for packed operands, on the stack of the thread that works. */
struct room {
	_Alignas(64) gl_real b[KC * NC];
	_Alignas(64) gl_real a[MR * AC + KC * 16];
};

/* One row of tiles: rows of A that w points to, times the n columns of B from b (packed in panels if packed) to C's. */
static void
tile_row(struct tile *w, size_t rows, size_t n, const gl_real *b, bool packed, size_t panel)
{
	gl_real *c = w->c;
	size_t j = 0;

	while (j < n) {
		size_t left = n - j, there = packed && panel - j % panel < left ? panel - j % panel : left;
		tile_fn *fn;

		w->c = c + j;
		/* Within a panel, row t starts at t * panel; panels of k rows follow each other. */
		w->b = packed ? b + j / panel * panel * w->k + j % panel : b + j;
		if (rows < GL_LEN(wide) && there >= wide_vectors[rows] * V) {
			fn = wide[rows];
			j += wide_vectors[rows] * V;
		} else if (left >= NV * V && rows <= MR) {
			fn = full[rows];
			j += NV * V;
		} else if (left > V && rows <= MR) {
			w->last = left - V;
			fn = edge[rows];
			j += left;
		} else {
			w->last = left < V ? left : V;
			fn = narrow[rows];
			j += w->last;
		}
		fn(w);
	}
	w->c = c;
}

static struct gl_matrix
transposed(struct gl_matrix x)
{
	return (struct gl_matrix){x.p, x.col, x.row};
}

/* The product, C's columns from 0 to n taken in steps, k in blocks, rows in tiles of nearly equal height. */
static void
product(size_t m, size_t n, size_t k, struct gl_matrix a, struct gl_matrix b, gl_real *c, size_t crow, bool add)
{
	struct room room;
	size_t most = n <= V ? MR_NARROW : MR, tiles = (m - 1) / most + 1;
	size_t panel = m < GL_LEN(wide) ? wide_vectors[m] * V : NV * V;
	bool b_packed = b.col != 1 || (m > 2 * MR && b.row * sizeof(gl_real) >= FAR);
	bool a_far = (a.col == 1 ? a.row : a.col) * sizeof(gl_real) >= FAR && n > 4 * V;

	for (size_t j = 0; j < n; j += NC) {
		size_t nc = n - j < NC ? n - j : NC;

		for (size_t t = 0; t < k; t += KC) {
			size_t kc = k - t < KC ? k - t : KC;
			const gl_real *from = b.p + t * b.row + j * b.col;

			for (size_t p = 0; b_packed && p < nc; p += panel) {
				size_t np = nc - p < panel ? nc - p : panel;

				if (b.col == 1)
					copy_rows(kc, np, from + p, b.row, room.b + p * kc, panel);
				else
					transpose(np, kc, from + p * b.col, b.col, room.b + p * kc, panel);
			}
			for (size_t i = 0, part = 0; part < tiles; part++) {
				size_t rows = m / tiles + (part < m % tiles);
				struct tile w = {
				    .k = kc,
				    .a = a.p + i * a.row + t * a.col,
				    .arow = a.row,
				    .acol = a.col,
				    .brow = b_packed ? panel : b.row,
				    .c = c + i * crow + j,
				    .crow = crow,
				    .add = add || t > 0,
				};
				if (a_far && a.col == 1) {
					copy_rows(rows, kc, w.a, a.row, room.a, AC);
					w.a = room.a;
					w.arow = AC;
				} else if (a_far) {
					copy_rows(kc, rows, w.a, a.col, room.a, 16);
					w.a = room.a;
					w.acol = 16;
				}
				tile_row(&w, rows, nc, b_packed ? room.b : from, b_packed, panel);
				i += rows;
			}
		}
	}
}

/* Few columns: D = C' = B' A' in strips, then C = D'. */
static void
product_narrow(size_t m, size_t n, size_t k, struct gl_matrix a, struct gl_matrix b, gl_real *c, size_t crow, bool add)
{
	gl_real d[NARROW * MC];

	for (size_t i = 0; i < m; i += MC) {
		size_t mc = m - i < MC ? m - i : MC;
		struct gl_matrix strip = {a.p + i * a.row, a.row, a.col};

		if (add)
			transpose(mc, n, c + i * crow, crow, d, MC);
		product(n, mc, k, transposed(b), transposed(strip), d, MC, add);
		transpose(n, mc, d, MC, c + i * crow, crow);
	}
}

void
GL_ISA(gl_gemm_one)(
    size_t m, size_t n, size_t k, struct gl_matrix a, struct gl_matrix b, gl_real *c, size_t crow, bool add)
{
	/* Vectors that a step of t works on, either way; to transpose A costs about as much as a third of them would. */
	size_t direct = m * ((n - 1) / V + 1), other = n * ((m - 1) / V + 1);

	if (a.row != 1)
		other += m / 3;
	if (n <= NARROW && other < direct && k > 4)
		product_narrow(m, n, k, a, b, c, crow, add);
	else
		product(m, n, k, a, b, c, crow, add);
}
