/*
 * ONNX, the form in which most programs exchange networks: a network becomes a graph of operators, and back. Which
 * operators there are is in onnx-ops.c.
 */
#ifndef GL_ONNX_H
#define GL_ONNX_H

#include "format/netfile.h"

/* What is written: operators of this version of the set (LayerNormalization is new in it), in this form of file. */
enum { GL_ONNX_OPSET = 17, GL_ONNX_IR = 8 };
/* The versions that are read: from the one since which shapes broadcast as they do now. */
enum { GL_ONNX_OPSET_FIRST = 7, GL_ONNX_OPSET_LAST = 23 };

/* Do the first bytes of a file begin an ONNX model? They give its version of the form, as protocol buffers do. */
bool gl_is_onnx(const char *p, size_t have);

/*
 * Writes a network (path NULL: standard output): one input (batch, ...), one output, parameters under our names. The
 * head of the text form is kept in metadata_props as `gradlab`, class names once more as a JSON list in `labels`.
 * Refused: a network that is not fitted, a name that is not UTF-8, more than 2 GiB.
 */
int gl_onnx_save(const struct gl_net *net, const char *path, struct gl_err *err);

/*
 * Reads a model ("-": standard input), be it ours or another program's: a chain of operators and residual blocks. What
 * the graph does not say (class names, history, frozen) comes from its `gradlab` entry, if that tells of the same
 * layers; *stale says whether it tells of others. An operator without a layer is refused by name.
 */
struct gl_net *gl_onnx_load(const char *path, bool *stale, struct gl_arena *life, struct gl_err *err);

#endif
