/* Which picture files there are, in which order, and the class of each. */
#ifndef GL_PICTURES_H
#define GL_PICTURES_H

#include "encode/labels.h"

/* Where a picture's class is taken from. */
enum gl_class_from {
	GL_CLASS_AUTO, /* the folder, for pictures in subfolders of a folder that was named; else none */
	GL_CLASS_FOLDER, /* the name of the folder that the picture is in */
	GL_CLASS_NAME, /* the file's name up to its first '-', '_' or '.' */
	GL_CLASS_NONE,
};

struct gl_picture {
	const char *path; /* "-": standard input */
	const char *class_name; /* NULL: none */
	size_t label; /* the class's index, once gl_pictures_label has run */
};

struct gl_pictures {
	struct gl_picture *v;
	size_t n;
	bool classes; /* all have a class; else none has */
};

/*
 * The pictures that n paths name (n 0: standard input). A file is itself; a folder is its files *.png, sorted by name
 * in byte order, and those of its subfolders in their places, one level deep; hidden files are passed over. All lives
 * in the arena. -1 with err set: an unreadable folder, one without pictures or with pictures of another format, a
 * folder too deep, a class that is missing, empty or not printable.
 */
int gl_pictures_find(struct gl_pictures *p, const char *const *paths, size_t n, enum gl_class_from from,
    struct gl_arena *life, struct gl_err *err);

/* The names of the classes of all pictures, each once, in byte order. */
void gl_pictures_classes(const struct gl_pictures *p, struct gl_labels *l, struct gl_arena *life);

/* Gives every picture its class's index. -1 with err set: a class that is not in the list. */
int gl_pictures_label(struct gl_pictures *p, const struct gl_labels *l, struct gl_err *err);

#endif
