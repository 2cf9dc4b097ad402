/* What math.isa.c makes for every instruction set, and math.c calls: FUNCTION(name, type) for each. */
#ifndef GL_MATH_ISA_H
#define GL_MATH_ISA_H

#include "core/real.h"

#include <stddef.h>

#define GL_MATH_FUNCTIONS(FUNCTION)                                                                                    \
	FUNCTION(exp, gl_real)                                                                                         \
	FUNCTION(expm1, gl_real)                                                                                       \
	FUNCTION(log, gl_real)                                                                                         \
	FUNCTION(log1p, gl_real)                                                                                       \
	FUNCTION(tanh, gl_real)                                                                                        \
	FUNCTION(erf, gl_real)                                                                                         \
	FUNCTION(sin, gl_real)                                                                                         \
	FUNCTION(cos, gl_real)                                                                                         \
	FUNCTION(sigmoid, gl_real)                                                                                     \
	FUNCTION(softplus, gl_real)                                                                                    \
	FUNCTION(exp64, double)                                                                                        \
	FUNCTION(log64, double)                                                                                        \
	FUNCTION(sin64, double)                                                                                        \
	FUNCTION(cos64, double)                                                                                        \
	FUNCTION(tanh64, double)                                                                                       \
	FUNCTION(sigmoid64, double)

#define GL_MATH_DECLARE(name, type)                                                                                    \
	void gl_##name##_n_base(size_t n, const type *x, type *y);                                                     \
	void gl_##name##_n_avx2(size_t n, const type *x, type *y);                                                     \
	void gl_##name##_n_avx512(size_t n, const type *x, type *y);
GL_MATH_FUNCTIONS(GL_MATH_DECLARE)

#endif
