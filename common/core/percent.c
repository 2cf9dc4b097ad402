#include "core/percent.h"

#include <stdio.h>
#include <string.h>

enum { DIGITS = 3, DIGITS_MOST = 17, DECIMALS_MOST = 10 };

const char *
gl_percent(uint64_t part, uint64_t whole, char *text)
{
	double percent = 100 * (double)part / (double)whole;

	text[gl_number_print_digits((float)percent, DIGITS, text)] = '\0';
	for (int n = DIGITS + 1; part < whole && strcmp(text, "100") == 0 && n <= DIGITS_MOST; n++)
		text[gl_number_print_digits64(percent, n, text)] = '\0';
	return text;
}

const char *
gl_percent_fixed(double share, char *text)
{
	int decimals = 1;
	char rounded[GL_NUMBER_TEXT + 1];

	do { /* "0.0" and "100.0" are the only ones that read back as 0 and 100 */
		snprintf(text, GL_NUMBER_TEXT + 1, "%.*f", decimals, 100 * share);
		snprintf(rounded, sizeof rounded, "%.*f", decimals, share > 0.5 ? 100.0 : 0.0);
	} while (share > 0 && share < 1 && strcmp(text, rounded) == 0 && ++decimals <= DECIMALS_MOST);
	return text;
}
