/*
 * Speed of the matrix product: GFLOP/s and the share of what one core can do, which a loop of fused multiply-adds that
 * touches registers alone measures beside each shape (so that a busy or throttled machine does not distort the share).
 *	build/bench/gemm [THREADS]
 */
#include "core/gemm.h"
#include "core/isa.h"
#include "core/thread.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Runs n steps of independent fused multiply-adds in registers; returns their number of floating-point operations. */
#if defined(__x86_64__)
#define CHAINS(op, reg)                                                                                                \
	op " " reg "30," reg "31," reg "0;" op " " reg "30," reg "31," reg "1;" op " " reg "30," reg "31," reg "2;" op \
	   " " reg "30," reg "31," reg "3;" op " " reg "30," reg "31," reg "4;" op " " reg "30," reg "31," reg "5;" op \
	   " " reg "30," reg "31," reg "6;" op " " reg "30," reg "31," reg "7;" op " " reg "30," reg "31," reg "8;" op \
	   " " reg "30," reg "31," reg "9;"
#define CHAINS_AVX2(op)                                                                                                \
	op " %%ymm14,%%ymm15,%%ymm0;" op " %%ymm14,%%ymm15,%%ymm1;" op " %%ymm14,%%ymm15,%%ymm2;" op                   \
	   " %%ymm14,%%ymm15,%%ymm3;" op " %%ymm14,%%ymm15,%%ymm4;" op " %%ymm14,%%ymm15,%%ymm5;" op                   \
	   " %%ymm14,%%ymm15,%%ymm6;" op " %%ymm14,%%ymm15,%%ymm7;" op " %%ymm14,%%ymm15,%%ymm8;" op                   \
	   " %%ymm14,%%ymm15,%%ymm9;"
#if GL_REAL_IS_DOUBLE
#define OP "vfmadd231pd"
#else
#define OP "vfmadd231ps"
#endif
__attribute__((target("avx512f"))) static void
chains_avx512(long n)
{
	__asm__ volatile(
	    "vpxorq %%zmm30,%%zmm30,%%zmm30; vpxorq %%zmm31,%%zmm31,%%zmm31; 1:" CHAINS(OP, "%%zmm") "dec %0; jnz 1b"
	    : "+r"(n)
	    :
	    : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm30", "xmm31", "cc");
}
__attribute__((target("avx2,fma"))) static void
chains_avx2(long n)
{
	__asm__ volatile(
	    "vxorps %%ymm14,%%ymm14,%%ymm14; vxorps %%ymm15,%%ymm15,%%ymm15; 1:" CHAINS_AVX2(OP) "dec %0; jnz 1b"
	    : "+r"(n)
	    :
	    : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm14", "xmm15", "cc");
}
#endif

static double
chains(long n)
{
#if defined(__x86_64__)
	if (gl_isa() == GL_AVX512) {
		chains_avx512(n);
		return (double)n * 10 * 2 * (64 / sizeof(gl_real));
	}
	if (gl_isa() == GL_AVX2) {
		chains_avx2(n);
		return (double)n * 10 * 2 * (32 / sizeof(gl_real));
	}
#endif
	(void)n;
	return 0;
}

static double
peak(void)
{
	double best = 0;

	for (int i = 0; i < 20; i++) {
		double start = seconds(), flops = chains(20000), rate = flops / (seconds() - start);

		if (rate > best)
			best = rate;
	}
	return best;
}

static gl_real *
numbers(size_t n)
{
	gl_real *p = aligned_alloc(64, (n * sizeof *p + 127) / 64 * 64);

	if (!p)
		exit(2);
	for (size_t i = 0; i < n; i++)
		p[i] = (gl_real)(i % 17) / 17 - (gl_real)0.4;
	return p;
}

static void
bench(const char *name, size_t m, size_t n, size_t k, int a_turned, int b_turned)
{
	struct gl_matrix a = {numbers(m * k), a_turned ? 1 : k, a_turned ? m : 1};
	struct gl_matrix b = {numbers(k * n), b_turned ? 1 : n, b_turned ? k : 1};
	gl_real *c = numbers(m * n);
	double flops = 2.0 * (double)m * (double)n * (double)k, rate = 0, limit = peak();
	int times = flops > 1e9 ? 1 : (int)(2e7 / flops) + 1;

	for (int round = 0; round < (flops > 1e9 ? 5 : 200); round++) {
		double start = seconds();

		for (int i = 0; i < times; i++)
			gl_gemm(m, n, k, &a, &b, c, n, false);
		double got = flops * times / (seconds() - start);
		if (got > rate)
			rate = got;
	}
	if (peak() > limit)
		limit = peak();
	printf("%-28s %5zu %5zu %5zu %s%s %8.1f GFLOP/s", name, m, n, k, a_turned ? "A'" : "A ", b_turned ? "B'" : "B ",
	    rate / 1e9);
	printf(limit > 0 ? "  %5.1f %% of %.0f\n" : "\n", 100 * rate / limit, limit / 1e9);
	free((void *)a.p);
	free((void *)b.p);
	free(c);
}

int
main(int argc, char **argv)
{
	gl_threads_set(argc > 1 ? (int)strtol(argv[1], NULL, 10) : 1);
	bench("MLP forward", 64, 128, 784, 0, 0);
	bench("MLP weight gradient", 784, 128, 64, 1, 0);
	bench("MLP output", 64, 10, 128, 0, 0);
	bench("MLP output weight gradient", 128, 10, 64, 1, 0);
	bench("MLP hidden gradient", 64, 128, 10, 0, 1);
	bench("transformer", 768, 512, 128, 0, 0);
	bench("transformer dX", 768, 128, 512, 0, 1);
	bench("transformer dW", 128, 512, 768, 1, 0);
	bench("LSTM", 32, 512, 128, 0, 0);
	bench("LSTM dX", 32, 128, 512, 0, 1);
	bench("convolution", 32, 192, 144, 0, 0);
	bench("convolution dX", 32, 144, 192, 0, 1);
	bench("one row", 1, 128, 784, 0, 0);
	bench("one row dX", 1, 784, 128, 0, 1);
	bench("large", 256, 4096, 4096, 0, 0);
	bench("large dX", 256, 4096, 4096, 0, 1);
	bench("large dW", 4096, 4096, 256, 1, 0);
	bench("square", 1024, 1024, 1024, 0, 0);
	bench("tiny (XOR)", 4, 4, 2, 0, 0);
	return 0;
}
