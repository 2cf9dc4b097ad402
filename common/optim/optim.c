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

const char *const *
gl_optim_names(void)
{
	static const char *names[GL_LEN(gl_optims)];

	for (size_t i = 0; gl_optims[i]; i++)
		names[i] = gl_optims[i]->name;
	return names;
}

const struct gl_optim *
gl_optim_find(const char *name, struct gl_err *err)
{
	const char *const *names = gl_optim_names();

	for (size_t i = 0; gl_optims[i]; i++)
		if (strcmp(gl_optims[i]->name, name) == 0)
			return gl_optims[i];
	gl_fail(err, "unknown optimizer '%s'", name);
	gl_hint_nearest(err, name, names);
	return NULL;
}
