/*
 * The pool. One job at a time: its parts are numbered, and the number of the next one is handed out by an atomic
 * counter, to the workers and to the caller alike. The counter and the job's own number (its serial) share one 64-bit
 * word, `ticket`: a worker that wakes up late compares both at once and so can never take a part of a job that is over.
 */
#ifdef __linux__
#define _GNU_SOURCE /* sched_getaffinity */
#endif
#include "core/thread.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { THREADS_MAX = 1024, SPIN_NS = 100000, LOOKS = 32 };

/* When to stand back for other processes: see crowded(). */
enum { MS = 1000000, WATCH_NS = 20 * MS, ALONE_NS = 640 * MS, PUSHED_MS = 3 };

/* A job, and where its parts stand. Written by the caller while nobody works on it. */
static struct {
	_Atomic uint64_t ticket; /* serial << 32 | number of the next part */
	_Atomic uint32_t parts; /* of the job */
	_Atomic uint32_t done; /* parts that are finished */
	_Atomic size_t n, grain;
	void (*_Atomic fn)(void *arg, size_t lo, size_t hi);
	void *_Atomic arg;
	atomic_bool busy; /* a job is under way */
} job;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t more = PTHREAD_COND_INITIALIZER; /* a job was published */
static pthread_cond_t over = PTHREAD_COND_INITIALIZER; /* its last part is finished */
static _Atomic int sleepers; /* workers that wait for `more` */
static atomic_bool waiting; /* the caller waits for `over` */
static int workers; /* threads that were made; the caller that holds `busy` changes it */
static _Atomic int limit; /* threads that may work at once, the caller included; 0: not known yet */

static int
processors(void)
{
#ifdef __linux__
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof set, &set) == 0)
		return CPU_COUNT(&set);
#endif
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	return n > 0 ? (int)n : 1;
}

void
gl_threads_set(int n)
{
	if (n <= 0)
		n = processors();
	atomic_store(&limit, n < THREADS_MAX ? n : THREADS_MAX);
}

int
gl_threads(void)
{
	int n = atomic_load_explicit(&limit, memory_order_relaxed);

	if (n == 0) {
		gl_threads_set(0);
		n = atomic_load(&limit);
	}
	return n;
}

size_t
gl_grain(size_t n, size_t least)
{
	if (n <= least) /* small networks ask a million times a second: no division for them */
		return least;
	size_t quarters = 4 * (size_t)gl_threads(), grain = n / quarters + (n % quarters != 0);
	return grain > least ? grain : least;
}

static void
pause_briefly(void)
{
#if defined(__x86_64__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("yield");
#endif
}

static int64_t
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/*
 * Do other processes want the processors too? Then a thread is pushed off its processor again and again (an
 * involuntary context switch), and all others wait for its part: one thread is faster. On a free machine that happens
 * 30 to 70 times a second, beside busy processes 600 to thousands of times; the line is at one for every PUSHED_MS. We
 * then work alone for as long as we watched, and try again; each time in a row twice as long, up to ALONE_NS. The
 * results don't depend on it. For whoever holds `busy`.
 */
static bool
crowded(void)
{
	static int64_t since, alone; /* [ns] when watching began, 0: not yet; until when to work alone */
	static int64_t rest; /* [ns] how long we last worked alone, 0 if all was well since */
	static long before; /* switches at `since` */
	int64_t now = now_ns();
	struct rusage used;

	if (now < alone)
		return true;
	if (since != 0 && now - since < WATCH_NS)
		return false;
	getrusage(RUSAGE_SELF, &used);
	if (since != 0 && used.ru_nivcsw - before > (now - since) / (PUSHED_MS * MS)) {
		rest = rest == 0 ? WATCH_NS : 2 * rest < ALONE_NS ? 2 * rest : ALONE_NS;
		alone = now + rest;
		since = 0;
		return true;
	}
	rest = since != 0 ? 0 : rest;
	since = now;
	before = used.ru_nivcsw;
	return false;
}

static bool
parts_left(void)
{
	return (uint32_t)atomic_load(&job.ticket) < atomic_load(&job.parts);
}

static bool
all_done(void)
{
	return atomic_load(&job.done) == atomic_load(&job.parts);
}

/* Looks for at most SPIN_NS whether something is so. */
static bool
spin(bool (*so)(void))
{
	int64_t end = now_ns() + SPIN_NS;

	do {
		for (int i = 0; i < LOOKS; i++) {
			if (so())
				return true;
			pause_briefly();
		}
	} while (now_ns() < end);
	return false;
}

/* Does parts of the present job until none is left to begin. */
static void
work(void)
{
	for (;;) {
		uint64_t ticket = atomic_load(&job.ticket);
		uint32_t part = (uint32_t)ticket;
		/* These five may be of a job that is just being published; then the exchange below fails. */
		uint32_t parts = atomic_load(&job.parts);
		size_t n = atomic_load(&job.n), grain = atomic_load(&job.grain);
		void (*fn)(void *, size_t, size_t) = atomic_load(&job.fn);
		void *arg = atomic_load(&job.arg);

		if (part >= parts) {
			if (ticket == atomic_load(&job.ticket))
				return;
			continue;
		}
		if (!atomic_compare_exchange_strong(&job.ticket, &ticket, ticket + 1))
			continue;
		size_t lo = part * grain;
		fn(arg, lo, n - lo < grain ? n : lo + grain);
		if (atomic_fetch_add(&job.done, 1) + 1 == parts && atomic_load(&waiting)) {
			pthread_mutex_lock(&lock);
			pthread_cond_signal(&over);
			pthread_mutex_unlock(&lock);
		}
	}
}

/* A worker's life. number: from 1; it rests while the limit is not above its number. */
static void *
worker(void *number)
{
	int me = (int)(intptr_t)number;

	for (;;) {
		if (me < atomic_load(&limit)) {
			work();
			if (spin(parts_left))
				continue;
		}
		pthread_mutex_lock(&lock);
		atomic_fetch_add(&sleepers, 1);
		while (me >= atomic_load(&limit) || !parts_left())
			pthread_cond_wait(&more, &lock);
		atomic_fetch_sub(&sleepers, 1);
		pthread_mutex_unlock(&lock);
	}
	return NULL;
}

/* Makes workers up to the limit. They block all signals, so that handlers run in the main thread. Fewer is no error. */
static void
make_workers(int want)
{
	sigset_t all, before;
	pthread_attr_t attr;

	if (workers >= want || pthread_attr_init(&attr))
		return;
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (pthread_t id; workers < want; workers++)
		if (pthread_create(&id, &attr, worker, (void *)(intptr_t)(workers + 1)))
			break;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
}

void
gl_parallel(size_t n, size_t grain, void (*fn)(void *arg, size_t lo, size_t hi), void *arg)
{
	if (n <= grain) {
		if (n > 0)
			fn(arg, 0, n);
		return;
	}
	size_t parts = (n - 1) / grain + 1;
	int threads = gl_threads();

	/* Alone: one thread, called from inside a part, or others need the processors. */
	bool mine = threads > 1 && parts <= UINT32_MAX && !atomic_exchange(&job.busy, true);
	if (mine && crowded()) {
		atomic_store(&job.busy, false);
		mine = false;
	}
	if (!mine) {
		for (size_t lo = 0; lo < n; lo += grain) {
			fn(arg, lo, n - lo < grain ? n : lo + grain);
			if (n - lo <= grain)
				break;
		}
		return;
	}
	make_workers(threads - 1);
	uint64_t serial = (atomic_load(&job.ticket) >> 32) + 1;
	/* First a ticket with no part left, then the job, then its first part: nobody can begin between. */
	atomic_store(&job.ticket, serial << 32 | UINT32_MAX);
	atomic_store(&job.n, n);
	atomic_store(&job.grain, grain);
	atomic_store(&job.fn, fn);
	atomic_store(&job.arg, arg);
	atomic_store(&job.done, 0);
	atomic_store(&job.parts, (uint32_t)parts);
	atomic_store(&job.ticket, serial << 32);
	if (atomic_load(&sleepers) > 0) {
		pthread_mutex_lock(&lock);
		pthread_cond_broadcast(&more);
		pthread_mutex_unlock(&lock);
	}
	work();
	if (!spin(all_done)) {
		pthread_mutex_lock(&lock);
		atomic_store(&waiting, true);
		while (!all_done())
			pthread_cond_wait(&over, &lock);
		atomic_store(&waiting, false);
		pthread_mutex_unlock(&lock);
	}
	atomic_store(&job.busy, false);
}
