#include "core/isa.h"
#include "core/math32.h"
#include "core/math64.h"
#include "core/math_isa.h"

/* Functions of gl_real: in the float build some have a float version; the rest are the double ones, rounded once. */
#if GL_REAL_IS_DOUBLE
#define exp_real exp64
#define log_real log64
#define tanh_real tanh64
#define erf_real erf64
#define sigmoid_real sigmoid64
#else
#define exp_real exp32
#define log_real log32
#define tanh_real tanh32
#define erf_real erf32
#define sigmoid_real sigmoid32
#endif

/* y may be x, and else does not overlap it: so no number that is still to be read is written over. */
#if !defined(__FMA__) && !defined(__aarch64__)
#define INDEPENDENT /* a call for every fused operation: no vector code */
#elif defined(__clang__)
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

#define LOOP(name, type, function)                                                                                     \
	void GL_ISA(gl_##name##_n)(size_t n, const type *x, type *y)                                                   \
	{                                                                                                              \
		INDEPENDENT                                                                                            \
		for (size_t i = 0; i < n; i++)                                                                         \
			y[i] = (type)function(x[i]);                                                                   \
	}

#define SINGLY(name, type, function)                                                                                   \
	void GL_ISA(gl_##name##_n)(size_t n, const type *x, type *y)                                                   \
	{                                                                                                              \
		for (size_t i = 0; i < n; i++)                                                                         \
			y[i] = (type)function(x[i]);                                                                   \
	}

LOOP(exp, gl_real, exp_real)
LOOP(expm1, gl_real, expm1_64)
LOOP(log, gl_real, log_real)
LOOP(log1p, gl_real, log1p_64)
LOOP(tanh, gl_real, tanh_real)
LOOP(erf, gl_real, erf_real)
SINGLY(sin, gl_real, sin64)
SINGLY(cos, gl_real, cos64)
LOOP(sigmoid, gl_real, sigmoid_real)
LOOP(softplus, gl_real, softplus64)
LOOP(exp64, double, exp64)
LOOP(log64, double, log64)
SINGLY(sin64, double, sin64)
SINGLY(cos64, double, cos64)
LOOP(tanh64, double, tanh64)
LOOP(sigmoid64, double, sigmoid64)
