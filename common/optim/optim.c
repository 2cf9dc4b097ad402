#include "optim/optim.h"

#include <string.h>

extern const struct gl_optim gl_sgd, gl_momentum, gl_nesterov, gl_rmsprop, gl_adagrad, gl_adam, gl_adamw;

const struct gl_optim *const gl_optims[] = {
    &gl_sgd,
    &gl_momentum,
    &gl_nesterov,
    &gl_rmsprop,
    &gl_adagrad,
    &gl_adam,
    &gl_adamw,
    NULL,
};

const struct gl_optim *
gl_optim_find(const char *name, struct gl_err *err)
{
	const char *names[GL_LEN(gl_optims)];
	size_t n = 0;

	for (; gl_optims[n]; n++) {
		if (strcmp(gl_optims[n]->name, name) == 0)
			return gl_optims[n];
		names[n] = gl_optims[n]->name;
	}
	names[n] = NULL;
	gl_fail(err, "unknown optimizer '%s'", name);
	const char *near = gl_nearest(name, names);
	if (near)
		gl_hint(err, "did you mean %s?", near);
	else
		gl_hint_names(err, names);
	return NULL;
}
