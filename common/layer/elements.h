/* For layers that work element by element: y[i] = f(x[i]), dx[i] = dy[i] f'(x[i]). */
#ifndef GL_ELEMENTS_H
#define GL_ELEMENTS_H

#include "layer/layer.h"

/* How many numbers a thread takes at a time; fewer than this are not worth a second thread. */
enum { GL_ELEMENTS_GRAIN = 1 << 12 };

/* All arrays of one call; those that it has no use for are NULL. */
struct gl_elements {
	const struct gl_layer *l;
	const gl_real *x;
	gl_real *y;
	const gl_real *dy;
	gl_real *dx;
	gl_real *save; /* one number an element, kept from forward to backward */
};

/* f works on the elements lo to hi - 1 and on no others, so that they can be divided among threads. */
typedef void gl_elements_fn(const struct gl_elements *e, size_t lo, size_t hi);

void gl_elements_forward(
    gl_elements_fn *f, const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x, struct gl_tensor *y);
/* Does nothing when dx is NULL. */
void gl_elements_backward(gl_elements_fn *f, const struct gl_layer *l, struct gl_ctx *c, const struct gl_tensor *x,
    const struct gl_tensor *y, const struct gl_tensor *dy, struct gl_tensor *dx);

/* ops->save of a layer that keeps one number an element. */
size_t gl_elements_save(const struct gl_layer *l, size_t rows);

#endif
