/*
 * Elementary functions: the same bits on every machine, within 2 ulp for float and 4 for double (gl_real decides
 * which). Each is a polynomial after range reduction, written with fused multiply-adds; libm's differ between
 * versions.
 */
#ifndef GL_MATH_H
#define GL_MATH_H

#include "core/real.h"

#include <stddef.h>

/*
 * One number. NaN gives NaN; log of a negative number gives NaN, of 0 -inf; exp overflows to inf and underflows
 * gradually to 0.
 */
gl_real gl_exp(gl_real x);
gl_real gl_expm1(gl_real x);
gl_real gl_log(gl_real x);
gl_real gl_log1p(gl_real x);
gl_real gl_tanh(gl_real x);
gl_real gl_erf(gl_real x);
gl_real gl_sin(gl_real x); /* radians; any finite x */
gl_real gl_cos(gl_real x);
gl_real gl_sigmoid(gl_real x); /* 1 / (1 + exp(-x)), no overflow, full relative accuracy on both sides */
gl_real gl_softplus(gl_real x); /* log(1 + exp(x)) */

/* The same for n numbers, vectorised: y[i] = f(x[i]), bit for bit as the single call. y may be x. */
void gl_exp_n(size_t n, const gl_real *x, gl_real *y);
void gl_expm1_n(size_t n, const gl_real *x, gl_real *y);
void gl_log_n(size_t n, const gl_real *x, gl_real *y);
void gl_log1p_n(size_t n, const gl_real *x, gl_real *y);
void gl_tanh_n(size_t n, const gl_real *x, gl_real *y);
void gl_erf_n(size_t n, const gl_real *x, gl_real *y);
void gl_sigmoid_n(size_t n, const gl_real *x, gl_real *y);
void gl_softplus_n(size_t n, const gl_real *x, gl_real *y);

/* In double whatever gl_real is, within 4 ulp, for losses, schedules and reports. */
double gl_exp64(double x);
double gl_log64(double x);
double gl_sin64(double x);
double gl_cos64(double x);
double gl_tanh64(double x);
double gl_sigmoid64(double x);

#endif
