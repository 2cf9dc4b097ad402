#include "core/isa.h"

#include <stdlib.h>
#include <string.h>

static enum gl_isa
found(void)
{
	enum gl_isa best = GL_BASE;

#if defined(__x86_64__)
	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
		best = GL_AVX2;
	if (best == GL_AVX2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
	    __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
		best = GL_AVX512;
#endif
	const char *limit = getenv("GL_CPU");
	if (limit && strcmp(limit, "base") == 0)
		best = GL_BASE;
	else if (limit && strcmp(limit, "avx2") == 0 && best > GL_AVX2)
		best = GL_AVX2;
	return best;
}

enum gl_isa
gl_isa(void)
{
	static int isa = -1; /* every thread that races here writes the same value */
	int known = __atomic_load_n(&isa, __ATOMIC_RELAXED);

	if (known < 0)
		__atomic_store_n(&isa, known = (int)found(), __ATOMIC_RELAXED);
	return (enum gl_isa)known;
}
