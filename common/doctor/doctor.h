/*
 * Looking for what is wrong with a training run: with the network, the data, the options, the log. Each check states
 * what it has measured, what that means, and what to try.
 */
#ifndef GL_DOCTOR_H
#define GL_DOCTOR_H

#include "core/text.h"
#include "format/stream.h"
#include "optim/optim.h"

enum gl_level {
	GL_LEVEL_FINE, /* nothing to be said */
	GL_LEVEL_SKIPPED, /* the check could not be made */
	GL_LEVEL_NOTE, /* worth knowing; nothing that must be mended */
	GL_LEVEL_PROBLEM,
};
extern const char *const gl_level_names[]; /* in the order above: fine, skipped, note, problem */

enum { GL_FIGURES = 16 };

/* What a check found. All text is in words for people, without newlines, and lives in the examination's memory. */
struct gl_finding {
	enum gl_level level;
	struct gl_text seen; /* what was measured */
	const char *means; /* of notes and problems: what follows from that */
	struct gl_text remedy; /* and what to try */
	const char *why; /* skipped: why */
	struct {
		const char *name; /* "dead_share" */
		double value; /* NaN: not defined */
	} figure[GL_FIGURES];
	size_t figures;
};

struct gl_exam;

struct gl_check {
	const char *name; /* "dead-relu": what --only and --skip take, and programs look for; never changes */
	const char *looks_at; /* one line, for --list */
	/* Looks, and fills in f, which is fine until then. 0, or -1 with err set: not a finding but trouble. */
	int (*look)(struct gl_exam *e, struct gl_finding *f, struct gl_err *err);
};

/* All checks, causes before what follows from them; ends with a NULL name. */
extern const struct gl_check gl_checks[];
enum { GL_CHECKS_MOST = 64 };
const char *const *gl_check_names(void); /* ends with NULL */

/* What is examined, and with which options the network was or will be trained. */
struct gl_exam_args {
	const char *net;
	const char *const *paths; /* of the examples, as gl_in_open takes them */
	size_t npaths;
	const char *const *train; /* those it was trained on; ntrain 0: not given */
	size_t ntrain;
	const char *log; /* or NULL */
	const char *loss; /* or NULL: that of the history, or the network's own */
	const char *optimizer; /* or NULL: that of the history, or sgd */
	struct gl_optim_args numbers; /* NaN: not given */
	uint64_t batch; /* 0: that of the history, or 32 */
	uint32_t seed;
	struct gl_in_args in;
};

/* Reads all of it. NULL with err set. */
struct gl_exam *gl_exam_open(const struct gl_exam_args *args, struct gl_err *err);

/* Makes check i, into finding[i]; `made` says of each check whether to make it. 0, or -1 with err set. */
int gl_exam_run(
    struct gl_exam *e, const bool made[GL_CHECKS_MOST], struct gl_finding finding[GL_CHECKS_MOST], struct gl_err *err);

/* Lines about what was looked at, one fact each: rows, options, where they come from. In the examination's memory. */
const char *const *gl_exam_facts(struct gl_exam *e, size_t *n);

void gl_exam_close(struct gl_exam *e);

#endif
