/* Arenas: aligned, zeroed, reused, and refused when there is not so much memory. */
#include "core/arena.h"
#include "check.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static jmp_buf refused;
static size_t asked;

static void
refuse(size_t bytes)
{
	asked = bytes;
	longjmp(refused, 1);
}

/* Two allocations of which each fits, but not both: the second is refused until the first is given back. */
static void
limit(void)
{
	static struct gl_arena a, b;

	gl_out_of_memory = refuse;
	gl_arena_most = (size_t)1 << 30;
	if (setjmp(refused) == 0) {
		gl_alloc_raw(&a, 700, (size_t)1 << 20);
		gl_alloc_raw(&b, 700, (size_t)1 << 20);
		CHECK(!"both were allowed");
	}
	CHECK(asked == (size_t)700 << 20);
	gl_arena_free(&a);
	gl_arena_free(&b);
	asked = 0;
	if (setjmp(refused) == 0) {
		gl_alloc(&a, 3, SIZE_MAX / 2);
		CHECK(!"an overflow was allowed");
	}
	CHECK(asked == SIZE_MAX);
	gl_arena_most = 0; /* the machine's */
	asked = 0;
	if (setjmp(refused) == 0) {
		gl_alloc(&a, (size_t)1 << 50, 1);
		CHECK(!"a petabyte was allowed");
	}
	CHECK(asked == (size_t)1 << 50);
	gl_arena_free(&a);
}

int
main(void)
{
	struct gl_arena a = {0};

	for (int round = 0; round < 3; round++) {
		for (size_t n = 1; n < 200000; n = 3 * n + 1) {
			unsigned char *p = gl_alloc(&a, n, 1);
			CHECK((uintptr_t)p % 64 == 0);
			for (size_t i = 0; i < n; i++)
				if (p[i] != 0) {
					CHECK(!"it is not zeroed");
					break;
				}
			memset(p, 1, n);
		}
		gl_arena_reset(&a);
	}
	CHECK(strcmp(gl_asprintf(&a, "%d %s", 3, "x"), "3 x") == 0);
	gl_arena_free(&a);
	limit();
	return failures > 0;
}
