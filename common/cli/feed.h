/* The options that say in which order examples are taken, and whether they come once, in a stream. */
#ifndef GL_CLI_FEED_H
#define GL_CLI_FEED_H

#include "cli/cli.h"

struct gl_feed_options {
	bool stream, keep_order;
	uint64_t buffer, epoch_steps; /* UINT64_MAX: not given */
};
#define GL_FEED_OPTIONS_DEFAULT                                                                                        \
	{                                                                                                              \
		.buffer = UINT64_MAX, .epoch_steps = UINT64_MAX                                                        \
	}
#define GL_OPTS_FEED(o)                                                                                                \
	{0, "no-shuffle", NULL, GL_FLAG, &(o)->keep_order, "take the examples in their order, every epoch"},           \
	    {0, "shuffle-buffer", "N", GL_WHOLE, &(o)->buffer,                                                         \
		"mix them through a buffer of N examples [all at once; a stream through 10000]", 1},                   \
	    {0, "stream", NULL, GL_FLAG, &(o)->stream, "take the examples as they come, each once, and keep none"},    \
	{                                                                                                              \
		0, "epoch-steps", "N", GL_WHOLE, &(o)->epoch_steps, "of a stream: call N steps an epoch [1000]", 1     \
	}

enum { GL_FEED_BUFFER = 10000, GL_FEED_EPOCH_STEPS = 1000 };

#endif
