/* Is one of two networks better, or is the difference chance? From the examples on which they differ. */
#ifndef GL_MCNEMAR_H
#define GL_MCNEMAR_H

#include <stdint.h>

/*
 * McNemar's test, exact: of the a + b examples on which two networks differ, the first is better on a, the second on
 * b. If both were equally good, each of these would go to either like a tossed coin. The result is the probability
 * that a + b coins fall at least as unevenly,
 *     p = min(1, 2 sum over k from 0 to min(a, b) of C(n, k) / 2^n),  n = a + b,
 * within 1e-10 of its size; 1 when they never differ. Examples on which both are right, or both wrong, say nothing.
 * The exact sum is taken for any n; the approximations by chi-square were made to save this work. p is not below what
 * it promises, and a little above it for small n.
 * Source: McNemar, Note on the sampling error of the difference between correlated proportions or percentages (1947);
 * Dietterich, Approximate statistical tests for comparing supervised classification learning algorithms (1998);
 * Fagerland, Lydersen and Laake, The McNemar test for binary matched-pairs data (2013), on exact and other forms.
 */
double gl_mcnemar(uint64_t a, uint64_t b);

#endif
