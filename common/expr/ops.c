/*
 * The operations, each a value and its slopes along the arguments, here a = x[0] and b = x[1]. In formulas, %a and %b
 * stand for the arguments, %x for the one that the slope is along, %y for the result, %m for "^(b - 1)".
 */
#include "core/math.h"
#include "expr/expr.h"

#include <math.h>

#define OP(name) static const char *name(size_t n, const double *x, double *y, struct gl_expr_slope *slope)

/* Of so many arguments as there are: a + b, sum(a, b, c), and y = a. */
OP(sum)
{
	*y = 0;
	for (size_t k = 0; k < n; k++) {
		*y = k == 0 ? x[k] : *y + x[k];
		slope[k] = (struct gl_expr_slope){1, "1"};
	}
	return NULL;
}

OP(subtract)
{
	(void)n;
	*y = x[0] - x[1];
	slope[0] = (struct gl_expr_slope){1, "1"};
	slope[1] = (struct gl_expr_slope){-1, "-1"};
	return NULL;
}

OP(negate)
{
	(void)n;
	*y = -x[0];
	slope[0] = (struct gl_expr_slope){-1, "-1"};
	return NULL;
}

OP(multiply)
{
	(void)n;
	*y = x[0] * x[1];
	slope[0] = (struct gl_expr_slope){x[1], "%b"};
	slope[1] = (struct gl_expr_slope){x[0], "%a"};
	return NULL;
}

/* -a/b^2 is computed as -(a/b)/b, since b^2 may be too large or too small for a double where the slope is not. */
OP(divide)
{
	(void)n;
	*y = x[0] / x[1];
	slope[0] = (struct gl_expr_slope){1 / x[1], "1/%b"};
	slope[1] = (struct gl_expr_slope){-*y / x[1], "-%a/%b^2"};
	return x[1] == 0 ? "division by 0" : NULL;
}

/*
 * a^b: for a whole b a product of squares of a, exact where those are; for 1/2 the square root; else e^(b log |a|),
 * with a's sign where b is whole and odd.
 */
static double
raise(double a, double b)
{
	double y = 1;

	if (b == 0.5)
		return sqrt(a);
	if (b == floor(b) && fabs(b) <= 1024) {
		double square = a;
		for (unsigned k = (unsigned)fabs(b); k > 0; k >>= 1, square *= square)
			if (k & 1)
				y *= square;
		return b < 0 ? 1 / y : y;
	}
	if (a == 0)
		return b > 0 ? 0 : (double)INFINITY;
	y = gl_exp64(b * gl_log64(fabs(a)));
	return a < 0 && fmod(b, 2) != 0 ? -y : y;
}

/* The slope along a is 0 for b = 0, as then y = 1 whatever a is; along b it is 0 for a = 0, as PyTorch has it. */
OP(power)
{
	double a = x[0], b = x[1];

	(void)n;
	*y = raise(a, b);
	slope[0] = (struct gl_expr_slope){b == 0 ? 0 : b * raise(a, b - 1), "%b*%a%m"};
	slope[1] = (struct gl_expr_slope){a == 0 ? 0 : *y * gl_log64(a), a == 0 ? "0" : "%y*log(%a)"};
	if (a == 0 && b < 0)
		return "a negative power of 0 is a division by 0";
	return a < 0 && b != floor(b) ? "a negative number has only whole powers" : NULL;
}

OP(exponential)
{
	(void)n;
	*y = gl_exp64(x[0]);
	slope[0] = (struct gl_expr_slope){*y, "%y"};
	return NULL;
}

OP(logarithm)
{
	(void)n;
	*y = gl_log64(x[0]);
	slope[0] = (struct gl_expr_slope){1 / x[0], "1/%a"};
	return x[0] > 0 ? NULL : "only a number above 0 has a logarithm";
}

/* At the kink a = 0 the slope to the left is 0, to the right 1: 0 is chosen, as in the layer relu. */
OP(relu)
{
	(void)n;
	*y = x[0] > 0 ? x[0] : 0;
	if (x[0] > 0)
		slope[0] = (struct gl_expr_slope){1, "1", "%a > 0"};
	else
		slope[0] =
		    (struct gl_expr_slope){0, "0", x[0] < 0 ? "%a < 0" : "%a = 0 is a kink, and 0 is chosen there"};
	return NULL;
}

OP(hyperbolic_tangent)
{
	(void)n;
	*y = gl_tanh64(x[0]);
	slope[0] = (struct gl_expr_slope){(1 - *y) * (1 + *y), "1 - %y^2"};
	return NULL;
}

/* 1 - y is sigmoid(-a), which keeps its digits where y is nearly 1. */
OP(sigmoid)
{
	(void)n;
	*y = gl_sigmoid64(x[0]);
	slope[0] = (struct gl_expr_slope){*y * gl_sigmoid64(-x[0]), "%y*(1 - %y)"};
	return NULL;
}

/* Slope 1 for the largest. Where several are, which is a kink, each has the same share of 1, as PyTorch has it. */
OP(max)
{
	size_t largest = 0;

	*y = x[0];
	for (size_t k = 1; k < n; k++)
		*y = x[k] > *y ? x[k] : *y;
	for (size_t k = 0; k < n; k++)
		largest += x[k] == *y;
	for (size_t k = 0; k < n; k++) {
		slope[k] = (struct gl_expr_slope){0, "0", "%x is not the largest"};
		if (x[k] == *y && largest == 1)
			slope[k] = (struct gl_expr_slope){1, "1", "%x is the largest"};
		else if (x[k] == *y)
			slope[k] = (struct gl_expr_slope){
			    1 / (double)largest, NULL, "several are the largest, a kink, and they share 1"};
	}
	return NULL;
}

const struct gl_expr_op gl_expr_copy = {.name = "=", .form = "%a", .f = sum};
const struct gl_expr_op gl_expr_add = {.name = "+", .form = "%a + %b", .f = sum};
const struct gl_expr_op gl_expr_subtract = {.name = "-", .form = "%a - %b", .f = subtract};
const struct gl_expr_op gl_expr_negate = {.name = "-", .form = "-%a", .f = negate};
const struct gl_expr_op gl_expr_multiply = {.name = "*", .form = "%a*%b", .f = multiply};
const struct gl_expr_op gl_expr_divide = {.name = "/", .form = "%a/%b", .f = divide};
const struct gl_expr_op gl_expr_power = {.name = "^", .form = "%a^%b", .f = power};

const struct gl_expr_op gl_expr_functions[] = {
    {.name = "exp", .most = 1, .f = exponential},
    {.name = "log", .most = 1, .f = logarithm},
    {.name = "relu", .most = 1, .f = relu},
    {.name = "tanh", .most = 1, .f = hyperbolic_tangent},
    {.name = "sigmoid", .most = 1, .f = sigmoid},
    {.name = "max", .most = GL_EXPR_ARGS, .f = max},
    {.name = "sum", .most = GL_EXPR_ARGS, .f = sum},
    {.name = NULL},
};
