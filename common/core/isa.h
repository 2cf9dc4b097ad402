/*
 * Instruction sets. A file NAME.isa.c is compiled once for every instruction set that this machine's family has
 * (x86-64: base, avx2 with fma, avx512; others: base alone), with GL_ISA_<SET> defined. In it, GL_ISA(f) is f with the
 * set's name behind it; a plain file beside it lists the variants in the order of enum gl_isa and calls
 * table[gl_isa()].
 * All variants give the same bits (DESIGN section 4).
 */
#ifndef GL_ISA_H
#define GL_ISA_H

enum gl_isa { GL_BASE, GL_AVX2, GL_AVX512 };

/*
 * The widest set that this processor has and, if the environment has GL_CPU (base, avx2, avx512), no wider than that.
 */
enum gl_isa gl_isa(void);

#if defined(GL_ISA_AVX512)
#define GL_ISA(name) name##_avx512
#elif defined(GL_ISA_AVX2)
#define GL_ISA(name) name##_avx2
#else
#define GL_ISA(name) name##_base
#endif

/* The variants of a function, NAME_base and on, to begin such a table with. */
#if defined(__x86_64__)
#define GL_ISA_VARIANTS(name)                                                                                          \
	{                                                                                                              \
		name##_base, name##_avx2, name##_avx512                                                                \
	}
#else
#define GL_ISA_VARIANTS(name)                                                                                          \
	{                                                                                                              \
		name##_base                                                                                            \
	}
#endif

/*
 * Before a function whose loops are plain element-by-element arithmetic, with nothing fused: the compiler makes a copy
 * for each vector width and the loader chooses. (clang and other processors go without; the bits are the same.)
 */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define GL_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define GL_CLONES
#endif

#endif
