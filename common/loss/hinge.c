#include "loss/loss.h"

/*
 * Multi-class hinge: with y the target's class, the sum over the others of max(0, 1 - p[y] + p[i]), and the mean is
 * over all K (PyTorch's MultiMarginLoss). A class costs nothing once it is 1 below the right one. At the corner the
 * slope 0 is chosen.
 */
static double
hinge_value(size_t k, const gl_real *p, const gl_real *t, gl_real *dp, double scale)
{
	gl_real slope = (gl_real)scale;
	size_t y = 0, beaten = 0;
	double sum = 0;

	while (y + 1 < k && t[y] == 0)
		y++;
	for (size_t i = 0; i < k; i++) {
		gl_real over = 1 - p[y] + p[i];
		dp[i] = 0;
		if (i == y || over <= 0)
			continue;
		sum += (double)over;
		dp[i] = slope;
		beaten++;
	}
	dp[y] = -slope * (gl_real)beaten;
	return sum;
}

const struct gl_loss gl_hinge = {
    .name = "hinge",
    .help = "how far each wrong class is from being 1 below the right one",
    .unit = "",
    .target = GL_TARGET_CLASS,
    .value = hinge_value,
};
