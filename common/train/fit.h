/* Fitting a network's standardise layers to data, before training. */
#ifndef GL_FIT_H
#define GL_FIT_H

#include "format/stream.h"
#include "net/net.h"

/*
 * Fits every layer that is not fitted yet, one after another, to field 1 of n rows of the data: those of index, or if
 * it is NULL the first n. net_name is for messages. Returns 0, also when there is nothing to fit; -1 with err set: no
 * rows, a wrong width, a value that the data refuses.
 */
int gl_fit_data(struct gl_net *net, const char *net_name, const struct gl_data *data, const uint64_t *index, uint64_t n,
    struct gl_err *err);

#endif
