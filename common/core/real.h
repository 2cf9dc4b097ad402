/* The number that all arithmetic is done in: float in the tools, double in the build that checks gradients. */
#ifndef GL_REAL_H
#define GL_REAL_H

#ifdef GL_DOUBLE
typedef double gl_real;
#define GL_REAL_IS_DOUBLE 1
#else
typedef float gl_real;
#define GL_REAL_IS_DOUBLE 0
#endif

#define GL_LEN(a) (sizeof(a) / sizeof((a)[0]))

#endif
