/* Colours, and how a terminal with fewer of them comes near. A colour is 0xRRGGBB. */
#ifndef GL_COLOUR_H
#define GL_COLOUR_H

#include <stddef.h>
#include <stdint.h>

/* No colour of ours: that of the terminal's text or background. */
enum { GL_PLAIN = 1 << 24 };

/* How many a terminal has. */
enum gl_colours { GL_MONO, GL_COLOURS_8, GL_COLOURS_256, GL_COLOURS_ALL };

/* What drawings have in common. */
enum {
	GL_GREY = 0x8C8C8C, /* of axes and remarks */
	GL_TRAIN_COLOUR = 0x46C8DC,
	GL_VAL_COLOUR = 0xF06EBE,
	GL_RATE_COLOUR = 0xA0A0A0,
};

/* Of class i. From the eighth on they begin anew. The first six differ on terminals of 8 colours too. */
uint32_t gl_class_colour(size_t i);

/* From a to b by a share from 0 to 1. */
uint32_t gl_colour_mix(uint32_t a, uint32_t b, double share);

/* A colour for a value, from 0 (dark blue) through green to 1 (yellow); its brightness grows all the way. */
uint32_t gl_value_colour(double share);

/* The nearest of the 240 fixed colours of a 256-colour terminal (16 to 255); the hue on one of 8 (0 to 7). */
int gl_colour_256(uint32_t colour);
int gl_colour_8(uint32_t colour);

#endif
