/*
 * The matrix product for one instruction set and one thread. The bits of the result are fixed by gl_gemm_plain; what is
 * free, and chosen here for speed, is which elements of C are worked on at the same time, and where the numbers lie
 * meanwhile:
 *
 * - A tile of C, MR rows by NV vectors, stays in registers while t runs over a block of k. Each step loads NV vectors
 *   of a row of B, and for each row of A one number, repeated in all lanes. Vectors run across columns of C: a lane is
 *   an element, and its sum is one chain. MR x NV chains at once keep the multipliers busy in spite of their latency.
 * - Where a column tile of B is not contiguous in memory (B transposed, or rows so long that each is on a page of its
 *   own) it is copied ("packed") into a panel first, which pays as soon as several row tiles use it. The same for a row
 *   tile of A.
 * - When C is narrower than a vector and tall, C' = B' A' is computed, whose rows are long.
 *
 * Source of the scheme: Goto and van de Geijn, Anatomy of high-performance matrix multiplication (ACM TOMS 34, 2008).
 */
#include "core/gemm.h"

#include "core/isa.h"

#include <math.h>
#include <stdint.h>
#if defined(GL_ISA_AVX2) || defined(GL_ISA_AVX512)
#include <immintrin.h>
#endif

void GL_ISA(gl_gemm_one)(size_t m, size_t n, size_t k, const struct gl_matrix *a, const struct gl_matrix *b, gl_real *c,
    size_t crow, bool add);

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
	NC = 512, /* columns of B that are packed at a time: KC x NC numbers stay in the second-level cache */
	AC = KC + 16, /* row length of a packed tile of A: not a power of two, or its rows would share cache sets */
	AROW =
	    (MR + V - 1) / V * V, /* the same when A is transposed: a column of the tile, and room for whole vectors */
	LINE = 64 / sizeof(gl_real), /* numbers in a cache line */
	ASKS =
	    BYTES == 64, /* with shorter vectors there is so much else to load that asking costs more than it brings */
	AHEAD = 32, /* rows of B that are asked for before they are used: they need not be in the nearest cache */
	ROWS_AHEAD = 4, /* the same when rows are copied that are far from each other */
	TINY = 64, /* multiplications */
	CROW = 8 * V, /* row length of turned tiles of C */
	FAR = 4096, /* bytes between rows from which packing is worthwhile */
};

/* The vector of the tiles, and the one that transposes: half as long with AVX-512, where that is the faster way. */
enum { T = BYTES == 64 ? V / 2 : V };
typedef gl_real vec __attribute__((vector_size(BYTES)));
typedef gl_real vec_u __attribute__((vector_size(BYTES), aligned(sizeof(gl_real)), may_alias));
typedef gl_real tvec __attribute__((vector_size(T * sizeof(gl_real))));
typedef gl_real tvec_u __attribute__((vector_size(T * sizeof(gl_real)), aligned(sizeof(gl_real)), may_alias));

#if GL_REAL_IS_DOUBLE
#define FMA fma
#else
#define FMA fmaf
#endif
#define INLINE static inline __attribute__((always_inline, unused))

/*
 * The only instructions that are named: x * y + z rounded once, and loads and stores of the first n lanes. A lane
 * that is not loaded is 0.
 */
#if defined(GL_ISA_AVX2) || defined(GL_ISA_AVX512)
#if GL_REAL_IS_DOUBLE
#define MM256(f) _mm256_##f##_pd
#define MM512(f) _mm512_##f##_pd
typedef __m256d m256;
typedef __m512d m512;
INLINE __m256i
lanes(size_t n)
{
	return _mm256_cmpgt_epi64(_mm256_set1_epi64x((long long)n), _mm256_setr_epi64x(0, 1, 2, 3));
}
#else
#define MM256(f) _mm256_##f##_ps
#define MM512(f) _mm512_##f##_ps
typedef __m256 m256;
typedef __m512 m512;
INLINE __m256i
lanes(size_t n)
{
	return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)n), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
#endif
INLINE tvec
tload_part(const gl_real *p, size_t n)
{
#if defined(GL_ISA_AVX512)
	return (tvec)MM256(maskz_loadu)((__mmask8)((1u << n) - 1), p);
#else
	return (tvec)MM256(maskload)(p, lanes(n));
#endif
}
INLINE void
tstore_part(gl_real *p, size_t n, tvec x)
{
#if defined(GL_ISA_AVX512)
	MM256(mask_storeu)(p, (__mmask8)((1u << n) - 1), (m256)x);
#else
	MM256(maskstore)(p, lanes(n), (m256)x);
#endif
}
#else
INLINE tvec
tload_part(const gl_real *p, size_t n)
{
	tvec x = {0};

	for (size_t l = 0; l < n; l++)
		x[l] = p[l];
	return x;
}
INLINE void
tstore_part(gl_real *p, size_t n, tvec x)
{
	for (size_t l = 0; l < n; l++)
		p[l] = x[l];
}
#endif
#if defined(GL_ISA_AVX512)
INLINE vec
vec_fma(vec x, vec y, vec z)
{
	return (vec)MM512(fmadd)((m512)x, (m512)y, (m512)z);
}
INLINE vec
load_part(const gl_real *p, size_t n)
{
	return (vec)MM512(maskz_loadu)((__mmask16)((1u << n) - 1), p);
}
INLINE void
store_part(gl_real *p, size_t n, vec x)
{
	MM512(mask_storeu)(p, (__mmask16)((1u << n) - 1), (m512)x);
}
#else
#define load_part tload_part
#define store_part tstore_part
INLINE vec
vec_fma(vec x, vec y, vec z)
{
#if defined(GL_ISA_AVX2)
	return (vec)MM256(fmadd)((m256)x, (m256)y, (m256)z);
#else
	for (int l = 0; l < V; l++)
		z[l] = GL_REAL_IS_DOUBLE ? (gl_real)__builtin_fma(x[l], y[l], z[l])
					 : __builtin_fmaf((float)x[l], (float)y[l], (float)z[l]);
	return z;
#endif
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
INLINE tvec
tload(const gl_real *p)
{
	return (tvec) * (const tvec_u *)p;
}
INLINE void
tstore(gl_real *p, tvec x)
{
	*(tvec_u *)p = (tvec_u)x;
}

/*
 * Ask for the cache line of p[i]: into the nearest cache what is needed at once, into the second what is needed soon.
 * Nothing is read, so it may be past the end.
 */
INLINE void
ask(const gl_real *p, size_t i)
{
	__builtin_prefetch((const void *)((uintptr_t)p + i * sizeof *p), 0, 3);
}
INLINE void
ask_early(const gl_real *p, size_t i)
{
	__builtin_prefetch((const void *)((uintptr_t)p + i * sizeof *p), 0, 2);
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

/*
 * C = A B or C += A B for a tile of mr rows and nv vectors, the last of which has w->last columns if part, else V. k is
 * at most KC.
 */
INLINE void
tile(const int mr, const int nv, const bool part, const struct tile *w)
{
	/*
	 * Rows are reached from every fifth one, by a multiple of the row length that an address can hold: few
	 * registers suffice.
	 */
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

		for (int v = 0; ASKS && v < nv && nv == NV; v++)
			ask(b, AHEAD * brow + v * V);
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
 * Transposition of T x T numbers in registers. Within 16 bytes, Q lanes, shuffling is quick. So a vector of 32 bytes is
 * loaded as Q numbers of row i with those of row i + Q beside them, and then lanes of two rows are interleaved within
 * each 16 bytes until Q rows have become Q columns.
 */
enum { Q = 16 / sizeof(gl_real) };
typedef gl_real qvec __attribute__((vector_size(16)));
typedef gl_real qvec_u __attribute__((vector_size(16), aligned(sizeof(gl_real)), may_alias));

INLINE tvec
zip_low(tvec x, tvec y)
{
#if GL_REAL_IS_DOUBLE && (defined(GL_ISA_AVX512) || defined(GL_ISA_AVX2))
	return __builtin_shufflevector(x, y, 0, 4, 2, 6);
#elif GL_REAL_IS_DOUBLE
	return __builtin_shufflevector(x, y, 0, 2);
#elif defined(GL_ISA_AVX512) || defined(GL_ISA_AVX2)
	return __builtin_shufflevector(x, y, 0, 8, 1, 9, 4, 12, 5, 13);
#else
	return __builtin_shufflevector(x, y, 0, 4, 1, 5);
#endif
}
INLINE tvec
zip_high(tvec x, tvec y)
{
#if GL_REAL_IS_DOUBLE && (defined(GL_ISA_AVX512) || defined(GL_ISA_AVX2))
	return __builtin_shufflevector(x, y, 1, 5, 3, 7);
#elif GL_REAL_IS_DOUBLE
	return __builtin_shufflevector(x, y, 1, 3);
#elif defined(GL_ISA_AVX512) || defined(GL_ISA_AVX2)
	return __builtin_shufflevector(x, y, 2, 10, 3, 11, 6, 14, 7, 15);
#else
	return __builtin_shufflevector(x, y, 2, 6, 3, 7);
#endif
}

/* Q numbers at p, with those at q beside them where a vector has room. */
INLINE tvec
halves(const gl_real *p, const gl_real *q)
{
	qvec x = (qvec) * (const qvec_u *)p, y = (qvec) * (const qvec_u *)q;

#if !(defined(GL_ISA_AVX512) || defined(GL_ISA_AVX2))
	(void)y;
	return (tvec)x;
#elif GL_REAL_IS_DOUBLE
	return (tvec)_mm256_insertf128_pd(_mm256_castpd128_pd256((__m128d)x), (__m128d)y, 1);
#else
	return (tvec)_mm256_insertf128_ps(_mm256_castps128_ps256((__m128)x), (__m128)y, 1);
#endif
}

/* to[j] lane i = from[i] lane j for i and j < Q, in each Q lanes. */
INLINE void
zip(const tvec *from, tvec *to)
{
#if GL_REAL_IS_DOUBLE
	to[0] = zip_low(from[0], from[1]);
	to[1] = zip_high(from[0], from[1]);
#else
	tvec a = zip_low(from[0], from[2]), b = zip_high(from[0], from[2]);
	tvec c = zip_low(from[1], from[3]), d = zip_high(from[1], from[3]);

	to[0] = zip_low(a, c);
	to[1] = zip_high(a, c);
	to[2] = zip_low(b, d);
	to[3] = zip_high(b, d);
#endif
}

/* Keeps the compiler from making an address for each row: a few registers and multiples of the row length suffice. */
#define BASE(p) __asm__("" : "+r"(p))

/* to[j][i] = from[i][j] for i and j < T */
INLINE void
transpose_block(const gl_real *from, size_t frow, gl_real *to, size_t trow)
{
	const gl_real *beside = from + (T - Q) * frow;
	tvec r[Q], y[Q];

	BASE(from);
	BASE(beside);
#pragma GCC unroll 2
	for (size_t part = 0; part < T; part += Q) {
#pragma GCC unroll 4
		for (size_t i = 0; i < Q; i++)
			r[i] = halves(from + i * frow + part, beside + i * frow + part);
		zip(r, y);
		BASE(to);
#pragma GCC unroll 4
		for (size_t j = 0; j < Q; j++)
			tstore(to + j * trow, y[j]);
		to += Q * trow;
	}
}

/* The same for i < m and j < n. Where T does not divide a size, the last blocks overlap those before them. */
static void
transpose(size_t m, size_t n, const gl_real *from, size_t frow, gl_real *to, size_t trow)
{
	if (m >= T && n >= T) {
		bool far = frow * sizeof(gl_real) >= FAR;

		for (size_t i = 0; i < m; i += T) {
			size_t r = i < m - T ? i : m - T;

			for (size_t l = r + T; far && l < r + 2 * T && l < m; l++)
				for (size_t j = 0; j < n; j += LINE)
					ask_early(from, l * frow + j);
			for (size_t j = 0; j < n - T; j += T)
				transpose_block(from + r * frow + j, frow, to + j * trow + r, trow);
			transpose_block(from + r * frow + n - T, frow, to + (n - T) * trow + r, trow);
		}
		return;
	}
	for (size_t i = 0; i < m; i += T)
		for (size_t j = 0; j < n; j += T) { /* padded */
			size_t rows = m - i < T ? m - i : T, cols = n - j < T ? n - j : T;
			gl_real x[T * T] = {0}, y[T * T];

			for (size_t l = 0; l < rows; l++)
				tstore(x + l * T, tload_part(from + (i + l) * frow + j, cols));
			transpose_block(x, T, y, T);
			for (size_t l = 0; l < cols; l++)
				tstore_part(to + (j + l) * trow + i, rows, tload(y + l * T));
		}
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

/* Copies kc rows of nc numbers into panels: row t of panel p at to + (p * kc + t) * panel. */
static void
copy_panels(size_t kc, size_t nc, const gl_real *from, size_t frow, gl_real *to, size_t panel)
{
	for (size_t t = 0; t < kc; t++) {
		for (size_t p = 0; p < nc && t + ROWS_AHEAD < kc; p += LINE)
			ask_early(from, (t + ROWS_AHEAD) * frow + p);
		for (size_t p = 0; p < nc; p += panel)
			copy_rows(
			    1, nc - p < panel ? nc - p : panel, from + t * frow + p, 0, to + p * kc + t * panel, 0);
	}
}

/* Room for packed operands, and for some tiles of C' before they are turned, on the stack of the thread that works. */
struct room {
	_Alignas(64) gl_real b[KC * NC];
	_Alignas(64) gl_real a[MR * AC > KC *AROW ? MR *AC : KC *AROW];
	_Alignas(64) gl_real c[2 * MR_NARROW * CROW];
};

/*
 * A product under way: C's columns from 0 to n are taken in steps of at most NC, k in blocks, rows in tiles of nearly
 * equal height.
 */
struct product {
	struct gl_matrix a, b;
	size_t n, k;
	gl_real *c;
	size_t crow;
	bool turned; /* element (i, j) of C is at c[j * crow + i] */
	bool b_packed, a_packed;
	size_t panel; /* columns of a panel of packed B */
	size_t step; /* columns that are worked on at a time */
};

/* One row of tiles: w has the rows of A; b is the block of B for columns 0 to n of c. */
static void
tile_row(const struct product *p, struct tile *w, size_t rows, size_t n, const gl_real *b, gl_real *c)
{
	size_t panel = p->panel, cols;

	for (size_t j = 0; j < n; j += cols) {
		size_t left = n - j, there = p->b_packed && panel - j % panel < left ? panel - j % panel : left;
		tile_fn *fn;

		if (rows < GL_LEN(wide) && there >= wide_vectors[rows] * V) {
			fn = wide[rows];
			cols = wide_vectors[rows] * V;
		} else if (left >= NV * V && rows <= MR) {
			fn = full[rows];
			cols = NV * V;
		} else if (left > V && rows <= MR) {
			fn = edge[rows];
			cols = left;
			w->last = left - V;
		} else {
			fn = narrow[rows];
			cols = w->last = left < V ? left : V;
		}
		w->b = p->b_packed ? b + j / panel * panel * w->k + j % panel : b + j;
		w->c = c + j;
		fn(w);
	}
}

/* Rows of tiles of nearly equal height: where this one begins, and how many rows it has. */
struct rows {
	size_t m, tiles; /* all rows; all rows of tiles */
	size_t part, i, n; /* rows of tiles up to this one, its first row, its rows */
};

static bool
next_rows(struct rows *r)
{
	if (r->part == r->tiles)
		return false;
	r->i += r->n;
	r->n = r->m / r->tiles + (r->part++ < r->m % r->tiles);
	return true;
}

/* A's rows r and columns t to t + w->k: where they are, or packed. */
static void
take_a(const struct product *p, const struct rows *r, size_t t, struct tile *w, gl_real *packed)
{
	w->a = p->a.p + r->i * p->a.row + t * p->a.col;
	w->arow = p->a.row;
	w->acol = p->a.col;
	if (p->a_packed && p->a.col == 1) {
		transpose(r->n, w->k, w->a, p->a.row, packed, AROW);
		w->arow = 1;
		w->acol = AROW;
	} else if (p->a_packed) {
		copy_rows(w->k, r->n, w->a, p->a.col, packed, AROW);
		w->acol = AROW;
	}
	w->a = p->a_packed ? packed : w->a;
}

/* B's rows t to t + kc of columns j to j + nc: where they are, or packed. */
static const gl_real *
take_b(const struct product *p, size_t t, size_t kc, size_t j, size_t nc, gl_real *packed)
{
	const gl_real *from = p->b.p + t * p->b.row + j * p->b.col;

	if (!p->b_packed)
		return from;
	if (p->b.col == 1)
		copy_panels(kc, nc, from, p->b.row, packed, p->panel);
	for (size_t q = 0; p->b.col != 1 && q < nc; q += p->panel)
		transpose(nc - q < p->panel ? nc - q : p->panel, kc, from + q * p->b.col, p->b.col, packed + q * kc,
		    p->panel);
	return packed;
}

/* All rows of tiles for a block of k and the nc columns from j on. */
static void
multiply_rows(const struct product *p, struct rows r, size_t t, size_t j, size_t nc, struct tile *w, const gl_real *b,
    struct room *room)
{
	w->crow = p->crow;
	while (next_rows(&r)) {
		take_a(p, &r, t, w, room->a);
		tile_row(p, w, r.n, nc, b, p->c + r.i * p->crow + j);
	}
}

/* The same when C' is made, two rows of tiles at a time, so that whole blocks can be turned. */
static void
multiply_turned(const struct product *p, struct rows r, size_t t, size_t j, size_t nc, struct tile *w, const gl_real *b,
    struct room *room)
{
	w->crow = CROW;
	while (next_rows(&r)) {
		struct rows second = r;
		size_t high = r.n + (next_rows(&second) ? second.n : 0);
		gl_real *c = p->c + j * p->crow + r.i;

		if (w->add)
			transpose(nc, high, c, p->crow, room->c, CROW);
		take_a(p, &r, t, w, room->a);
		tile_row(p, w, r.n, nc, b, room->c);
		if (high > r.n) {
			take_a(p, &second, t, w, room->a);
			tile_row(p, w, second.n, nc, b, room->c + r.n * CROW);
			r = second;
		}
		transpose(high, nc, room->c, CROW, c, p->crow);
	}
}

static void
multiply(struct product *p, size_t m, bool add)
{
	struct room room;
	size_t most = p->n <= V ? MR_NARROW : MR;
	struct rows all = {m, (m - 1) / most + 1};

	p->panel = m < GL_LEN(wide) ? wide_vectors[m] * V : NV * V;
	p->b_packed = p->b.col != 1 || (m > 2 * MR && p->b.row * sizeof(gl_real) >= FAR);
	p->a_packed = !p->turned && (p->a.col == 1 ? p->a.row : p->a.col) * sizeof(gl_real) >= FAR && p->n > 4 * V;
	/* A panel that few tiles use need not leave the nearest cache. */
	p->step = p->turned || (p->b_packed && !p->a_packed && all.tiles <= 2) ? p->panel : NC;
	for (size_t j = 0; j < p->n; j += p->step) {
		size_t nc = p->n - j < p->step ? p->n - j : p->step;

		for (size_t t = 0; t < p->k; t += KC) {
			struct tile w = {.k = p->k - t < KC ? p->k - t : KC, .add = add || t > 0};
			const gl_real *b = take_b(p, t, w.k, j, nc, room.b);

			w.brow = p->b_packed ? p->panel : p->b.row;
			if (p->turned)
				multiply_turned(p, all, t, j, nc, &w, b, &room);
			else
				multiply_rows(p, all, t, j, nc, &w, b, &room);
		}
	}
}

#if defined(GL_ISA_AVX2) || defined(GL_ISA_AVX512)
/*
 * A product of a few numbers, as the definition has it: to set up tiles would take longer than to multiply. (Without an
 * instruction for fused multiply-adds it is the other way round.)
 */
static void
tiny(size_t m, size_t n, size_t k, const struct gl_matrix *a, const struct gl_matrix *b, gl_real *c, size_t crow,
    bool add)
{
	const gl_real *row = a->p;

	if (n > 1 && n <= V && b->col == 1) { /* a row of C at once */
		for (size_t i = 0; i < m; i++, row += a->row, c += crow) {
			const gl_real *p = row, *q = b->p;
			vec s = {0};

			for (size_t t = k; t > 0; t--, p += a->col, q += b->row)
				s = vec_fma(*p - (vec){0}, load_part(q, n), s);
			store_part(c, n, add ? load_part(c, n) + s : s);
		}
		return;
	}
	for (size_t i = 0; i < m; i++, row += a->row, c += crow) {
		const gl_real *column = b->p;

		for (size_t j = 0; j < n; j++, column += b->col) {
			const gl_real *p = row, *q = column;
			gl_real s = 0;

			for (size_t t = k; t > 0; t--, p += a->col, q += b->row)
				s = FMA(*p, *q, s);
			c[j] = add ? c[j] + s : s;
		}
	}
}
#endif

/*
 * Either C = A B or C' = B' A', whichever keeps more lanes busy and needs less transposing. Costs are counted in
 * vectors of multiplications for each step of t; to transpose a number costs about a third of one.
 */
void
GL_ISA(gl_gemm_one)(size_t m, size_t n, size_t k, const struct gl_matrix *a, const struct gl_matrix *b, gl_real *c,
    size_t crow, bool add)
{
#if defined(GL_ISA_AVX2) || defined(GL_ISA_AVX512)
	if (m * n * k <= TINY) {
		tiny(m, n, k, a, b, c, crow, add);
		return;
	}
#endif
	/* A single tile, at once: networks of a few units make millions of such products. */
	if (n <= NV * V && m <= (n <= V ? MR_NARROW : MR) && k <= KC && b->col == 1) {
		struct tile w = {k, a->p, a->row, a->col, b->p, b->row, c, crow, n <= V ? n : n - V, add};

		(n <= V ? narrow : n < NV * V ? edge : full)[m](&w);
		return;
	}
	struct product p = {.a = *a, .b = *b, .n = n, .k = k, .c = c, .crow = crow};
	size_t kc = k < KC ? k : KC;
	size_t direct = m * ((n - 1) / V + 1) + (b->col == 1 ? 0 : n / 3);
	size_t turned = n * ((m - 1) / V + 1) + (a->row == 1 ? 0 : m / 3) + m * n / (2 * kc) + 1;

	if (direct < turned) {
		multiply(&p, m, add);
		return;
	}
	p.turned = true;
	p.a = (struct gl_matrix){b->p, b->col, b->row};
	p.b = (struct gl_matrix){a->p, a->col, a->row};
	p.n = m;
	multiply(&p, n, add);
}
