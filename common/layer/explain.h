/* A layer's arithmetic written out, for readers: what gl-forward --trace shows. */
#ifndef GL_EXPLAIN_H
#define GL_EXPLAIN_H

#include "core/text.h"
#include "layer/layer.h"

/*
 * Whether a layer can write its arithmetic down: it has a formula, or a function of its own. In training mode what the
 * batch or chance decides is not written.
 */
bool gl_explains(const struct gl_layer *l, bool training);

/* Writes how element i of one example's output comes from that example's input x, without the " = y" at the end. */
void gl_explain(const struct gl_layer *l, const gl_real *x, size_t i, struct gl_text *t);

/* For the normalising layers: (x - mean) / sqrt(variance + 1e-5) * weight + bias. */
void gl_explain_normal(struct gl_text *t, gl_real x, gl_real mean, gl_real variance, gl_real weight, gl_real bias);

#endif
