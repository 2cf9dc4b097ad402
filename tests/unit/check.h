/* What the unit tests share: CHECK says which line does not hold and counts it; main ends with that. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>

static int failures;

#define CHECK(x)                                                                                                       \
	do {                                                                                                           \
		if (!(x)) {                                                                                            \
			printf("%s:%d: %s\n", __FILE__, __LINE__, #x);                                                 \
			failures++;                                                                                    \
		}                                                                                                      \
	} while (0)

#endif
