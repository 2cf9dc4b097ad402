/* What a file of a network, a gradient or an optimizer's state holds, in figures: what gl-info prints. */
#ifndef GL_INFO_H
#define GL_INFO_H

#include "core/summary.h"
#include "format/netfile.h"
#include "net/measure.h"

struct gl_info_args {
	size_t batch; /* examples at a time in training, for the memory that activations take */
	const struct gl_optim *optim; /* whose state counts as memory */
};

/* One number about the whole file. */
struct gl_figure {
	const char *name; /* parameters */
	double value;
};

struct gl_info {
	const char *name; /* the file's, for messages */
	enum gl_filekind kind;
	struct gl_info_args args;
	const struct gl_net *net; /* of a network, else NULL */
	struct gl_net_cost cost; /* of a network */
	struct gl_tensors tensors; /* all of the file's */
	struct gl_summary *summary; /* of each tensor */
	struct gl_summary all; /* of all numbers */
	const char *loss, *optimizer, *network; /* the loss's name of a gradient; what a state goes with */
	struct gl_figure figure[32];
	size_t nfigure;
};

/* Reads a file ("-": standard input) and looks at its numbers. Other files than these three kinds are refused. */
int gl_info_load(
    struct gl_info *info, const char *path, const struct gl_info_args *args, struct gl_arena *life, struct gl_err *err);

/* The same of a network that is in memory; name: the file's. */
int gl_info_of_net(struct gl_info *info, const char *name, const struct gl_net *net, enum gl_form form,
    const struct gl_info_args *args, struct gl_arena *life, struct gl_err *err);

/* One figure more. */
void gl_info_add(struct gl_info *info, const char *name, double value);

/* A figure by its name: 0, or -1 with a hint at the nearest one, or at those that there are for this kind of file. */
int gl_info_figure(const struct gl_info *info, const char *name, double *value, struct gl_err *err);

/* The names of all figures, ends with NULL. */
extern const char *const gl_info_figures[];

/* "network", "gradient" or "state" */
const char *gl_info_kind(const struct gl_info *info);

/*
 * Writes all of it: text for people (digits: of numbers, 0: exact), TSV with one figure a line, or JSON. Errors of
 * writing are kept by the sink.
 */
enum gl_info_form { GL_INFO_TEXT, GL_INFO_TSV, GL_INFO_JSON };
void gl_info_write(const struct gl_info *info, enum gl_info_form form, int digits, struct gl_sink *s,
    struct gl_arena *arena, struct gl_err *err);

#endif
