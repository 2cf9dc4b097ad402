/* Numbers as text, in the C locale whatever the locale is. */
#ifndef GL_NUMBER_H
#define GL_NUMBER_H

#include <stddef.h>

enum { GL_NUMBER_TEXT = 32 };

/*
 * Reads a number at p, not past end: the nearest float32 (ties to even) of the decimal that strtof would read, except hexadecimal
 * forms. Returns the first byte after it, or NULL when there is none. inf and nan are read (any case, a sign, "infinity"); what
 * overflows gives an infinity and sets *overflow; a denormal or 0 by underflow is the nearest float32.
 */
const char *gl_number_read(const char *p, const char *end, float *value, int *overflow);

/* The same to the nearest double. */
const char *gl_number_read64(const char *p, const char *end, double *value, int *overflow);

/*
 * Prints with the fewest digits that read back as the same float32 (the nearest to it, if several), laid out as %g does but with an
 * exponent below 1e-4 or from 1e9, written 1e-5; "-0", "nan", "inf", "-inf". Returns the length; no NUL is added. to[GL_NUMBER_TEXT].
 */
size_t gl_number_print(float value, char *to);

/* The same for a double (fewest digits that read back as the same double). */
size_t gl_number_print64(double value, char *to);

/* With at most `digits` (1 to 9) significant digits, correctly rounded, trailing zeros dropped, same layout. */
size_t gl_number_print_digits(float value, int digits, char *to);

#endif
