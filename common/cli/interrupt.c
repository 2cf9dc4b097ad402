#include "cli/interrupt.h"

#include "core/real.h"
#include "format/file.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

static volatile sig_atomic_t caught;
static struct sigaction before[2]; /* of SIGINT, SIGTERM */

/* The first signal lets the step be finished; another one ends the tool at once, as if there had been no handler. */
static void
note(int sig)
{
	caught = sig;
	sigaction(SIGINT, &before[0], NULL);
	sigaction(SIGTERM, &before[1], NULL);
}

static bool
was_caught(void)
{
	return caught != 0;
}

void
gl_interrupt_catch(void)
{
	struct sigaction act = {.sa_handler = note};
	static const int sigs[] = {SIGINT, SIGTERM};

	gl_source_interrupted = was_caught;
	for (size_t i = 0; i < GL_LEN(sigs); i++) {
		sigaction(sigs[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			sigaction(sigs[i], &act, NULL);
	}
}

int
gl_interrupted(void)
{
	return caught;
}
