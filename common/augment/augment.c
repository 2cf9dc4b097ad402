#include "augment/transform.h"

#include "core/random.h"
#include "core/thread.h"

#include <math.h>
#include <string.h>

const struct gl_transform *const gl_transforms[] = {
    &gl_augment_flip,
    &gl_augment_shift,
    &gl_augment_rotate,
    &gl_augment_scale,
    &gl_augment_crop,
    &gl_augment_noise,
    &gl_augment_brightness,
    &gl_augment_contrast,
    &gl_augment_erase,
    NULL,
};

const char *const *
gl_transform_names(void)
{
	static const char *names[GL_LEN(gl_transforms)];

	for (size_t i = 0; gl_transforms[i]; i++)
		names[i] = gl_transforms[i]->name;
	return names;
}

const char *
gl_transform_usage(size_t i, const char **help, double *p)
{
	*help = gl_transforms[i]->help;
	*p = gl_transforms[i]->p;
	return gl_transforms[i]->usage;
}

/* ---- what the transformations use ---- */

void
gl_affine_add(struct gl_affine *m, struct gl_affine t)
{
	struct gl_affine o = *m;

	m->xx = o.xx * t.xx + o.xy * t.yx;
	m->xy = o.xx * t.xy + o.xy * t.yy;
	m->x0 = o.xx * t.x0 + o.xy * t.y0 + o.x0;
	m->yx = o.yx * t.xx + o.yy * t.yx;
	m->yy = o.yx * t.xy + o.yy * t.yy;
	m->y0 = o.yx * t.x0 + o.yy * t.y0 + o.y0;
}

double
gl_drawn_amount(const struct gl_drawn *d)
{
	double lo = d->step->lo, hi = d->step->hi, u = gl_uniform(d->word[1]);

	return d->step->pixels ? lo + floor(u * (hi - lo + 1)) : lo + u * (hi - lo);
}

double
gl_drawn_whole(uint32_t word, double most)
{
	return floor(gl_uniform(word) * (2 * most + 1)) - most;
}

void
gl_augment_limit(const struct gl_augment *a, size_t n, gl_real *x)
{
	gl_real low = (gl_real)a->low, high = (gl_real)a->high;

	if (!a->limited)
		return;
	for (size_t i = 0; i < n; i++)
		x[i] = x[i] < low ? low : x[i] > high ? high : x[i];
}

/* ---- a batch ---- */

enum { PARTS = 64 }; /* at most; each has room of its own */

struct job {
	const struct gl_augment *a;
	const struct gl_augment_at *at;
	const gl_real *x;
	gl_real *y;
	size_t n, channel; /* numbers of a picture, of one of its channels */
	size_t grain; /* pictures of a part */
	gl_real *room; /* for each part: a channel with its frame, and another one */
	size_t room_n;
	size_t *bad; /* of each picture: 1 + the place of a value that is outside of the range, or 0 */
};

/* The picture y with its pixels where m has them from. The first time they are those of `from`. */
static void
move(const struct job *j, const struct gl_affine *m, const gl_real *from, gl_real *y, gl_real *room)
{
	const struct gl_augment *a = j->a;
	size_t height = a->shape.dim[1], width = a->shape.dim[2], framed = (height + 3) * (width + 3);

	for (size_t at = 0; at < j->n; at += j->channel) {
		const gl_real *x = from + at;
		if (from == y) { /* a copy, as what is read must not be written to */
			memcpy(room + framed, x, j->channel * sizeof *x);
			x = room + framed;
		}
		gl_augment_sample(a, m, height, width, x, room, y + at);
	}
}

/* Is every value within the range, but for a rounding error? Else 1 + the place of the first that is not. */
static size_t
outside(const struct gl_augment *a, size_t n, const gl_real *x)
{
	gl_real slack = (gl_real)(1e-5 * a->unit), low = (gl_real)a->low - slack, high = (gl_real)a->high + slack;
	size_t within = 0;

	for (size_t i = 0; i < n; i++)
		within += x[i] >= low && x[i] <= high;
	for (size_t i = 0; within < n && i < n; i++)
		if (!(x[i] >= low && x[i] <= high))
			return i + 1;
	return 0;
}

/*
 * One picture. Moves that follow one another are put together and sampled once, so that a picture is blurred once and
 * loses nothing at its edges on the way.
 */
static void
vary(const struct job *j, size_t r, gl_real *room)
{
	static const struct gl_affine stay = {.xx = 1, .yy = 1};
	const struct gl_augment *a = j->a;
	const gl_real *from = j->x + r * j->n;
	gl_real *y = j->y + r * j->n;
	struct gl_affine m = stay;
	bool moved = false, checked = false;
	struct gl_drawn d = {
	    .a = a,
	    .channels = a->shape.dim[0],
	    .height = a->shape.dim[1],
	    .width = a->shape.dim[2],
	    .n = j->n,
	    .seed = j->at->seed,
	    .epoch = j->at->epoch,
	    .row = j->at->skip + (j->at->index ? j->at->index[r] : j->at->first + r),
	};

	for (size_t i = 0; i < a->n; i++) {
		const struct gl_transform *kind = a->step[i].kind;

		if (kind->limits && a->limited && !checked) {
			checked = true;
			if ((j->bad[r] = outside(a, j->n, j->x + r * j->n)) > 0)
				return;
		}
		d.step = &a->step[i];
		d.purpose = GL_RAND_AUGMENT + (uint32_t)i;
		gl_random(d.seed, d.purpose, d.epoch, d.row, 0, d.word);
		if (!(gl_uniform(d.word[0]) < d.step->p))
			continue;
		if (kind->move) {
			kind->move(&d, &m);
			moved = true;
			continue;
		}
		if (moved)
			move(j, &m, from, y, room);
		else if (from != y)
			memcpy(y, from, j->n * sizeof *y);
		from = y;
		m = stay;
		moved = false;
		kind->change(&d, y);
	}
	if (moved)
		move(j, &m, from, y, room);
	else if (from != y)
		memcpy(y, from, j->n * sizeof *y);
}

/* Pictures lo to hi - 1. */
static void
part(void *arg, size_t lo, size_t hi)
{
	const struct job *j = arg;
	gl_real *room = j->room + lo / j->grain * j->room_n;

	for (size_t r = lo; r < hi; r++)
		vary(j, r, room);
}

int
gl_augment_batch(const struct gl_augment *a, const struct gl_augment_at *at, const struct gl_tensor *x,
    struct gl_tensor *y, struct gl_arena *pass, struct gl_err *err)
{
	size_t rows = x->dim[0], n = gl_shape_count(&a->shape), channel = a->shape.dim[1] * a->shape.dim[2];
	size_t grain = 1 + (8192 / n > rows / PARTS ? 8192 / n : rows / PARTS), parts = (rows + grain - 1) / grain;
	size_t room_n = (a->shape.dim[1] + 3) * (a->shape.dim[2] + 3) + channel;
	struct job j = {a, at, x->data, NULL, n, channel, grain, NULL, room_n, NULL};

	*y = *x;
	y->data = j.y = gl_alloc_raw(pass, x->n, sizeof *y->data);
	j.room = gl_alloc_raw(pass, parts, room_n * sizeof *j.room);
	j.bad = gl_alloc(pass, rows, sizeof *j.bad);
	gl_parallel(rows, grain, part, &j);
	for (size_t r = 0; r < rows; r++) {
		if (j.bad[r] == 0)
			continue;
		uint64_t row = (at->index ? at->index[r] : at->first + r) + 1;
		gl_fail(err, "row %llu: number %zu of the picture is %g, which is outside of range=%g..%g",
		    (unsigned long long)row, j.bad[r], (double)x->data[r * n + j.bad[r] - 1], a->low, a->high);
		return gl_hint(
		    err, "say what black and white are: range=0..255; or range=any, to let values be as they are");
	}
	return 0;
}
