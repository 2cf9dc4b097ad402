#include "train/calibration.h"

#include <math.h>
#include <string.h>

void
gl_calibration_new(struct gl_calibration *c, size_t bins, struct gl_arena *life)
{
	c->bins = bins;
	c->bin = gl_alloc(life, bins, sizeof *c->bin);
}

void
gl_calibration_reset(struct gl_calibration *c)
{
	memset(c->bin, 0, c->bins * sizeof *c->bin);
}

void
gl_calibration_add(struct gl_calibration *c, double p, bool right)
{
	double place = ceil(p * (double)c->bins);
	size_t i = place >= (double)c->bins ? c->bins - 1 : place > 1 ? (size_t)place - 1 : 0;

	c->bin[i].cases++;
	c->bin[i].right += right;
	c->bin[i].confidence += p;
}

double
gl_calibration_confidence(const struct gl_calibration *c)
{
	double sum = 0, n = 0;

	for (size_t i = 0; i < c->bins; i++) {
		sum += c->bin[i].confidence;
		n += (double)c->bin[i].cases;
	}
	return n > 0 ? sum / n : (double)NAN;
}

double
gl_calibration_error(const struct gl_calibration *c)
{
	double sum = 0, n = 0;

	/* n[i] |right[i] / n[i] - confidence[i] / n[i]| without the divisions */
	for (size_t i = 0; i < c->bins; i++) {
		sum += fabs((double)c->bin[i].right - c->bin[i].confidence);
		n += (double)c->bin[i].cases;
	}
	return n > 0 ? sum / n : (double)NAN;
}
