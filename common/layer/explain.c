#include "layer/explain.h"

#include <ctype.h>
#include <string.h>

bool
gl_explains(const struct gl_layer *l, bool training)
{
	bool by_batch = training && l->ops->move && !l->frozen;

	return (l->ops->formula || l->ops->explain) && !by_batch;
}

/* What a word of a formula stands for: x, or one of the layer's arguments. */
static bool
meaning(const struct gl_layer *l, const char *word, size_t n, gl_real x, double *value)
{
	*value = (double)x;
	if (n == 1 && *word == 'x')
		return true;
	for (int i = 0; l->ops->args && l->ops->args[i].name; i++) {
		*value = l->arg[i];
		if (strlen(l->ops->args[i].name) == n && strncmp(l->ops->args[i].name, word, n) == 0)
			return true;
	}
	return false;
}

/* A formula with numbers in it: "max(0, x)" becomes "max(0, -1.5)", and -x with x = -2 becomes -(-2). */
static void
fill_in(const struct gl_layer *l, gl_real x, struct gl_text *t)
{
	const char *p = l->ops->formula;

	while (*p) {
		size_t n = 0;
		double value;
		while (isalpha((unsigned char)p[n]))
			n++;
		if (n > 0 && meaning(l, p, n, x, &value)) {
			bool brackets = value < 0 && p > l->ops->formula && p[-1] == '-';
			gl_text_add(t, "%s", brackets ? "(" : "");
			gl_text_number(t, value);
			gl_text_add(t, "%s", brackets ? ")" : "");
		} else {
			n += n == 0;
			gl_text_add(t, "%.*s", (int)n, p);
		}
		p += n;
	}
}

void
gl_explain_term(struct gl_text *t, const gl_real *value, const char *name)
{
	if (value)
		gl_text_number(t, (double)*value);
	else
		gl_text_add(t, "%s", name);
}

void
gl_explain(const struct gl_layer *l, const gl_real *x, const gl_real *y, size_t i, struct gl_text *t)
{
	if (l->ops->explain)
		l->ops->explain(l, x, y, i, t);
	else if (x)
		fill_in(l, x[i], t);
	else
		gl_text_add(t, "%s", l->ops->formula);
}

void
gl_explain_normal(struct gl_text *t, const gl_real *x, const gl_real *mean, const gl_real *variance,
    const gl_real *weight, const gl_real *bias)
{
	gl_text_add(t, "(");
	gl_explain_term(t, x, "x");
	gl_text_add(t, " - ");
	gl_explain_term(t, x ? mean : NULL, "mean");
	gl_text_add(t, ") / sqrt(");
	gl_explain_term(t, x ? variance : NULL, "variance");
	gl_text_add(t, " + 1e-5) * ");
	gl_explain_term(t, x ? weight : NULL, "weight");
	gl_text_add(t, " + ");
	gl_explain_term(t, x ? bias : NULL, "bias");
}
