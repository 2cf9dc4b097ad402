/*
 * Every part of a job is done once, on any number of threads, nested calls included, and handlers run in the main
 * thread.
 */
#include "core/thread.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

static int failed;
static atomic_int count[5000];
static atomic_int inner[100];
static atomic_bool too_long;
static pthread_t main_thread;
static volatile sig_atomic_t elsewhere, caught;

#define CHECK(ok, ...) ((ok) ? (void)0 : (void)(failed = 1, printf(__VA_ARGS__), putchar('\n')))

static void
add_one(void *arg, size_t lo, size_t hi)
{
	if (hi - lo > *(size_t *)arg || lo % *(size_t *)arg)
		atomic_store(&too_long, true);
	for (size_t i = lo; i < hi; i++)
		atomic_fetch_add(&count[i], 1);
}

static void
count_inner(void *arg, size_t lo, size_t hi)
{
	(void)arg;
	for (size_t i = lo; i < hi; i++)
		atomic_fetch_add(&inner[i], 1);
}

static void
nested(void *arg, size_t lo, size_t hi)
{
	(void)lo, (void)hi;
	gl_parallel(100, 7, count_inner, arg);
}

static void
handler(int sig)
{
	(void)sig;
	caught = 1;
	if (!pthread_equal(pthread_self(), main_thread))
		elsewhere = 1;
}

int
main(void)
{
	main_thread = pthread_self();
	sigaction(SIGUSR1, &(struct sigaction){.sa_handler = handler}, NULL);
	for (int round = 0; round < 3000; round++) {
		size_t n = (size_t)(round * 7919) % 5000, grain = 1 + (size_t)(round * 31) % 700;

		gl_threads_set(1 + round / 10 % 4);
		gl_parallel(n, grain, add_one, &grain);
		for (size_t i = 0; i < 5000; i++)
			if (atomic_exchange(&count[i], 0) != (i < n))
				CHECK(0, "round %d: part %zu of %zu, grain %zu: not done once", round, i, n, grain);
		if (round % 100 == 0)
			kill(getpid(), SIGUSR1);
	}
	CHECK(!too_long, "a part was longer than its grain or did not start at a multiple of it");
	gl_threads_set(3);
	gl_parallel(6, 1, nested, NULL);
	for (int i = 0; i < 100; i++)
		CHECK(inner[i] == 6, "a nested call did part %d %d times, not 6", i, inner[i]);
	CHECK(caught, "the signal was not caught");
	CHECK(!elsewhere, "a signal handler ran in a worker");
	CHECK(gl_grain(1200, 10) == 100 && gl_grain(1201, 10) == 101, "a quarter of a share");
	CHECK(gl_grain(1200, 300) == 300 && gl_grain(5, 10) == 10 && gl_grain(0, 1) == 1, "not less than the least");
	gl_threads_set(0);
	CHECK(gl_threads() >= 1, "%d threads", gl_threads());
	return failed;
}
