#include "core/math.h"

#include "core/isa.h"
#include "core/math_isa.h"

/* A call for one number is the call for n with n = 1: so the bits are the same. */
#define DISPATCH(name, type)                                                                                           \
	static void name##_n(size_t n, const type *x, type *y)                                                         \
	{                                                                                                              \
		static void (*const variant[])(size_t, const type *, type *) = GL_ISA_VARIANTS(gl_##name##_n);         \
                                                                                                                       \
		variant[gl_isa()](n, x, y);                                                                            \
	}                                                                                                              \
                                                                                                                       \
	type gl_##name(type x)                                                                                         \
	{                                                                                                              \
		type y;                                                                                                \
                                                                                                                       \
		name##_n(1, &x, &y);                                                                                   \
		return y;                                                                                              \
	}
GL_MATH_FUNCTIONS(DISPATCH)

#define PUBLIC(name)                                                                                                   \
	void gl_##name##_n(size_t n, const gl_real *x, gl_real *y)                                                     \
	{                                                                                                              \
		name##_n(n, x, y);                                                                                     \
	}
PUBLIC(exp)
PUBLIC(expm1)
PUBLIC(log)
PUBLIC(log1p)
PUBLIC(tanh)
PUBLIC(erf)
PUBLIC(sigmoid)
PUBLIC(softplus)
