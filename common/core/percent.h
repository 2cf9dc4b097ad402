/*
 * Shares in percent, as the tools print them: what is not all is never shown as 100, and what is not nothing never as
 * 0, however near it is. Such a share gets more digits than the others.
 */
#ifndef GL_PERCENT_H
#define GL_PERCENT_H

#include "core/number.h"

/*
 * "97.5" for 39 of 40: with 3 significant digits, or more. text holds GL_NUMBER_TEXT + 1, and is returned. whole is
 * not 0.
 */
const char *gl_percent(uint64_t part, uint64_t whole, char *text);

/* "97.5" for 0.975: with one digit behind the point, or more; for columns. A share of less than 1e-12 is shown as 0. */
const char *gl_percent_fixed(double share, char *text);

#endif
