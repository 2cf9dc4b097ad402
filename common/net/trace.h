/* A forward pass written out for readers. */
#ifndef GL_TRACE_H
#define GL_TRACE_H

#include "net/net.h"

struct gl_trace;

/*
 * Runs the network over x as gl_net_forward does (upto: a layer's index, or NULL), and keeps every layer's numbers,
 * in c->arena. Numbers that are not finite are kept too: a trace is how one finds where they begin. NULL with err set
 * when x is not for this network.
 */
struct gl_trace *gl_net_trace(
    const struct gl_net *net, struct gl_ctx *c, const struct gl_tensor *x, const char *upto, struct gl_err *err);

/*
 * The text of row r: the input, then each layer with its index, line and shapes, and under it the arithmetic of each
 * output, "y0 = 0.5*1 + -0.25*2 + 0.1 = 0.1". More than 16 numbers are summed up. digits: of numbers, 0: exact.
 */
const char *gl_trace_text(const struct gl_trace *t, size_t r, int digits, struct gl_arena *arena);

#endif
