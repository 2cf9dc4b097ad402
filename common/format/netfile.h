/* Networks, gradients and optimizer state as files (DESIGN section 3, gl-network(5)): text or safetensors. */
#ifndef GL_NETFILE_H
#define GL_NETFILE_H

#include "format/stream.h"
#include "net/net.h"
#include "optim/optim.h"

/*
 * Reads a network ("-": standard input, to its end). *form, unless NULL, becomes GL_FORM_TEXT or GL_FORM_BINARY.
 * Errors name the file and, in text, the line. An empty file gets a hint: is it also this command's output? use
 * --in-place; an empty pipe another one. NULL with err set.
 */
struct gl_net *gl_net_load(const char *path, enum gl_form *form, struct gl_arena *life, struct gl_err *err);

/*
 * Standard input is read once: 0, or -1 when it is to give the network ("-") and examples (paths as gl_in_open takes
 * them) too.
 */
int gl_net_alone(const char *net, const char *const *paths, size_t n, struct gl_err *err);

/*
 * Saving takes a copy of all numbers. Is there memory for it? If not, the tool ends now, as it does when memory runs
 * out, rather than when hours have been spent on the numbers.
 */
void gl_net_save_room(const struct gl_net *net);

/*
 * Writes one (path NULL: standard output); form TEXT or BINARY. digits 0: exact. History lines are given and kept
 * without the word.
 */
int gl_net_save(const struct gl_net *net, const char *path, enum gl_form form, int digits, struct gl_err *err);

/* A gradient and what goes with it. */
struct gl_gradient {
	uint64_t examples;
	double weight;
	char loss[32]; /* the loss's name */
	double value; /* the mean loss */
	gl_real *block; /* laid out as the network's: gradients, and batch statistics; 0 where the file has no tensor */
};

int gl_gradient_save(const struct gl_net *net, const struct gl_gradient *g, const char *path, enum gl_form form,
    int digits, struct gl_err *err);

/*
 * Reads gradients one after another, from files ("-", n 0: standard input); each file may hold several. A gradient of
 * another architecture is refused.
 */
struct gl_gradients;
struct gl_gradients *
gl_gradients_open(const char *const *paths, size_t n, const struct gl_net *net, struct gl_err *err);
int gl_gradients_next(
    struct gl_gradients *r, struct gl_gradient *g, struct gl_arena *pass, struct gl_err *err); /* 1, 0 at the end, -1 */
const char *gl_gradients_name(const struct gl_gradients *r); /* the file of the gradient that came last */
void gl_gradients_close(struct gl_gradients *r);

/* An optimizer's state. A file that is absent means zeros and step 0. */
struct gl_state {
	const struct gl_optim *optim;
	uint64_t step;
	gl_real *block[GL_OPTIM_STATES]; /* laid out as the network's block */
};

void gl_state_init(struct gl_state *s, const struct gl_optim *optim, const struct gl_net *net, struct gl_arena *life);
/* A state of another optimizer or that goes with another network (its hash differs) is an error. */
int gl_state_load(struct gl_state *s, const char *path, const struct gl_net *net, struct gl_err *err);

/* Writes both, or, if one can't be written, neither: a network (as gl_net_save) and the state that goes with it. */
int gl_net_state_save(const struct gl_net *net, const char *path, enum gl_form form, const struct gl_state *s,
    const char *state_path, struct gl_err *err);

/* XXH64 of architecture lines and parameters as float32 in file order: what the state's `network HASH` is. */
uint64_t gl_net_hash(const struct gl_net *net);

/*
 * What kind of file is this? Looks at its first bytes; what is no network, gradient or state is taken for examples. A
 * pipe can be opened once only: its bytes are kept for whoever opens the same path next. For gl-diff and others that
 * take any of them.
 */
enum gl_filekind { GL_FILE_EXAMPLES, GL_FILE_NETWORK, GL_FILE_GRADIENT, GL_FILE_STATE, GL_FILE_CHECKPOINT };
int gl_file_kind(const char *path, enum gl_filekind *kind, struct gl_err *err);

/* A file of tensors of any of our kinds, read without interpreting the architecture: for gl-diff, gl-convert. */
struct gl_named {
	const char *name;
	int ndim;
	size_t dim[GL_SHAPE_DIMS];
	size_t n;
	const float *data; /* file order */
	size_t line; /* where a text file names it; 0: not from a text file */
};
struct gl_tensors {
	const char *head; /* the lines up to the first blank one, without comments; the first is "gradlab-KIND 1" */
	struct gl_named *tensor;
	size_t n;
	enum gl_form form;
	const size_t *head_line; /* where a text file has each line of the head; NULL: not from a text file */
};
/* Reads the one item of a file, nan and inf too; what a caller does not take it refuses. */
int gl_tensors_load(struct gl_tensors *t, const char *path, struct gl_arena *life, struct gl_err *err);
int gl_tensors_save(const struct gl_tensors *t, const char *path, enum gl_form form, int digits, struct gl_err *err);

#endif
