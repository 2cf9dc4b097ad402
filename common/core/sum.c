#include "core/sum.h"

#include "core/isa.h"
#include "core/sum_isa.h"

#include <stdint.h>
#include <string.h>

gl_real
gl_sum(size_t n, const gl_real *x)
{
	static gl_real (*const variant[])(size_t, const gl_real *) = GL_ISA_VARIANTS(gl_sum);

	return variant[gl_isa()](n, x);
}

gl_real
gl_dot(size_t n, const gl_real *x, const gl_real *y)
{
	static gl_real (*const variant[])(size_t, const gl_real *, const gl_real *) = GL_ISA_VARIANTS(gl_dot);

	return variant[gl_isa()](n, x, y);
}

gl_real
gl_sum_sq_dev(size_t n, const gl_real *x, gl_real mean)
{
	static gl_real (*const variant[])(size_t, const gl_real *, gl_real) = GL_ISA_VARIANTS(gl_sum_sq_dev);

	return variant[gl_isa()](n, x, mean);
}

gl_real
gl_max(size_t n, const gl_real *x)
{
	static gl_real (*const variant[])(size_t, const gl_real *) = GL_ISA_VARIANTS(gl_max);

	return variant[gl_isa()](n, x);
}

/* What is not finite has all bits of the exponent set. */
GL_CLONES bool
gl_all_finite(size_t n, const gl_real *x)
{
#if GL_REAL_IS_DOUBLE
	typedef uint64_t bits_of;
	const bits_of exponent = (bits_of)0x7FF << 52;
#else
	typedef uint32_t bits_of;
	const bits_of exponent = (bits_of)0xFF << 23;
#endif
	bits_of found = 0;

	for (size_t i = 0; i < n; i++) {
		bits_of bits;

		memcpy(&bits, x + i, sizeof bits);
		found |= (bits & exponent) == exponent;
	}
	return found == 0;
}

void
gl_sum_columns(size_t rows, size_t cols, const gl_real *x, size_t stride, gl_real *out)
{
	static void (*const variant[])(size_t, size_t, const gl_real *, size_t, gl_real *) =
	    GL_ISA_VARIANTS(gl_sum_columns);

	variant[gl_isa()](rows, cols, x, stride, out);
}

void
gl_add_rows(size_t rows, size_t cols, gl_real *y, size_t stride, const gl_real *bias)
{
	static void (*const variant[])(size_t, size_t, gl_real *, size_t, const gl_real *) =
	    GL_ISA_VARIANTS(gl_add_rows);

	variant[gl_isa()](rows, cols, y, stride, bias);
}
