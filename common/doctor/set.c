/* The rows that are looked at: few enough for any machine, chosen by the seed alone. */
#include "core/random.h"
#include "doctor/inside.h"

#include <string.h>

size_t
gl_rows_choose(uint64_t n, size_t most, uint32_t seed, enum gl_draw draw, uint64_t *index)
{
	size_t m = n < most ? (size_t)n : most;
	uint32_t word[4];

	for (size_t i = 0; i < m; i++) {
		/* Stretch i is from i n / m to (i + 1) n / m; without a remainder lost or a product too large. */
		uint64_t q = n / m, r = n % m;
		uint64_t from = i * q + i * r / m, to = (i + 1) * q + (i + 1) * r / m;
		gl_random(seed, GL_RAND_DOCTOR, (uint32_t)draw, i, 0, word);
		index[i] = from + (uint64_t)(gl_uniform(word[0]) * (double)(to - from));
	}
	return m;
}

int
gl_set_sample(struct gl_set *s, const struct gl_exam *e, bool network, struct gl_arena *life, struct gl_err *err)
{
	const struct gl_schema *schema = gl_data_schema(s->data);
	size_t width = schema->field[0].width + schema->field[1].width, most = GL_EXAM_NUMBERS / width;
	double work = network && e->net ? gl_step_work(e->net, 1) / 3 : 0; /* of one row */
	struct gl_batch b;

	if (work > 0 && GL_EXAM_WORK / work < (double)most)
		most = (size_t)(GL_EXAM_WORK / work);
	most = most > GL_EXAM_ROWS ? GL_EXAM_ROWS : most < 64 ? 64 : most;
	s->index = gl_alloc_raw(life, most, sizeof *s->index);
	s->n = gl_rows_choose(s->rows, most, e->args.seed, GL_DRAW_ROWS, s->index);
	if (gl_data_gather(s->data, s->index, 0, s->n, &b, life, err) < 0)
		return -1;
	s->x = b.field[0];
	s->t = b.field[1];
	return 0;
}

int
gl_set_open(struct gl_set *s, const char *const *paths, size_t n, const struct gl_exam *e, struct gl_arena *life,
    struct gl_err *err)
{
	if (!(s->data = gl_data_open(paths, n, &e->args.in, err)))
		return -1;
	s->name = gl_data_name(s->data);
	s->rows = gl_data_rows(s->data);
	if (s->rows == 0 || gl_data_schema(s->data)->nfield < 2)
		return 0; /* refused by the caller */
	return gl_set_sample(s, e, true, life, err);
}

size_t
gl_row_width(const struct gl_tensor *x)
{
	return x->dim[0] ? x->n / x->dim[0] : 0;
}

static void
view(const struct gl_tensor *from, size_t first, size_t n, struct gl_tensor *to)
{
	size_t width = gl_row_width(from);

	*to = *from;
	to->data += first * width;
	to->dim[0] = n;
	to->n = n * width;
}

void
gl_set_view(const struct gl_set *s, size_t first, size_t n, struct gl_tensor *x, struct gl_tensor *t)
{
	view(&s->x, first, n, x);
	view(&s->t, first, n, t);
}

void
gl_rows_take(const struct gl_tensor *from, const uint64_t *order, size_t n, struct gl_tensor *to, struct gl_arena *pass)
{
	size_t width = gl_row_width(from);

	*to = *from;
	to->dim[0] = n;
	to->n = n * width;
	to->data = gl_alloc_raw(pass, to->n, sizeof *to->data);
	for (size_t r = 0; r < n; r++)
		memcpy(to->data + r * width, from->data + order[r] * width, width * sizeof *to->data);
}
