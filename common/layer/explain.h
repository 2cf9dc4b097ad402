/* A layer's arithmetic written out, for readers: what gl-forward --trace shows. */
#ifndef GL_EXPLAIN_H
#define GL_EXPLAIN_H

#include "core/text.h"
#include "layer/layer.h"

/*
 * Whether a layer can write its arithmetic down: it has a formula, or a function of its own. In training mode what the
 * batch decides is not written.
 */
bool gl_explains(const struct gl_layer *l, bool training);

/*
 * Writes how element i of one example's output y comes from that example's input x, without the " = y" at the end; with
 * x NULL, what each number is, in as many words.
 */
void gl_explain(const struct gl_layer *l, const gl_real *x, const gl_real *y, size_t i, struct gl_text *t);

/* Writes a number, or, where that is NULL, what it is. */
void gl_explain_term(struct gl_text *t, const gl_real *value, const char *name);

/*
 * For the normalising layers: (x - mean) / sqrt(variance + 1e-5) * weight + bias, with the names of the numbers if x is
 * NULL.
 */
void gl_explain_normal(struct gl_text *t, const gl_real *x, const gl_real *mean, const gl_real *variance,
    const gl_real *weight, const gl_real *bias);

#endif
