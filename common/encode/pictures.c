#include "encode/pictures.h"
#include "format/folder.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* A search under way. */
struct search {
	struct gl_pictures *found;
	size_t room;
	enum gl_class_from from;
	struct gl_arena *life;
	struct gl_err *err;
};

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The name of the folder that a file is in, or NULL when its path does not say. */
static const char *
folder_name(const char *path, struct gl_arena *life)
{
	const char *end = strrchr(path, '/'), *begin;

	if (!end)
		return NULL;
	while (end > path && end[-1] == '/')
		end--;
	for (begin = end; begin > path && begin[-1] != '/';)
		begin--;
	const char *name = gl_strndup(life, begin, (size_t)(end - begin));
	return *name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 ? name : NULL;
}

/* The class of a picture; in_subfolder says that it was found in a subfolder of an argument. */
static int
choose_class(const struct search *s, struct gl_picture *p, bool in_subfolder)
{
	bool input = strcmp(p->path, "-") == 0;
	const char *name = base_name(p->path);

	p->class_name = NULL;
	if (s->from == GL_CLASS_NONE || (s->from == GL_CLASS_AUTO && !in_subfolder))
		return 0;
	if (input)
		return gl_fail(s->err, "standard input has no name that a class could be taken from");
	if (s->from == GL_CLASS_NAME)
		p->class_name = gl_strndup(s->life, name, strcspn(name, "-_."));
	else
		p->class_name = folder_name(p->path, s->life);
	if (!p->class_name) {
		gl_fail(s->err, "%s: no folder in this path that a class could be taken from", p->path);
		return gl_hint(s->err, "write the folder's name too: pets/cat/1.png");
	}
	if (!*p->class_name)
		return gl_fail(s->err, "%s: the part of the name that should be the class is empty", p->path);
	for (const char *c = p->class_name; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return gl_fail(s->err, "%s: the name of the class has a control character in it", p->path);
	return 0;
}

static int
add_picture(struct search *s, const char *path, bool in_subfolder)
{
	struct gl_pictures *found = s->found;

	if (found->n == s->room) {
		struct gl_picture *more = gl_alloc(s->life, s->room ? 2 * s->room : 64, sizeof *more);
		if (found->n > 0)
			memcpy(more, found->v, found->n * sizeof *more);
		s->room = s->room ? 2 * s->room : 64;
		found->v = more;
	}
	found->v[found->n].path = path;
	return choose_class(s, &found->v[found->n++], in_subfolder);
}

/* Pictures that are not PNG would be missed in silence, so they are refused; other files are none of our business. */
static int
check_other(const struct search *s, const char *path)
{
	static const char *const kinds[] = {"jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff", "heic", "avif"};
	const char *dot = strrchr(base_name(path), '.');

	for (size_t i = 0; dot && i < sizeof kinds / sizeof *kinds; i++)
		if (strcasecmp(dot + 1, kinds[i]) == 0) {
			gl_fail(s->err, "%s: a picture in a folder of pictures, but not a PNG", path);
			return gl_hint(s->err,
			    "convert all of them, for example with ImageMagick: mogrify -format png *.%s", dot + 1);
		}
	return 0;
}

static int
add_folder(struct search *s, const char *path, bool in_subfolder)
{
	size_t n, before = s->found->n, length = strlen(path);
	struct stat st;
	const char *const *names = gl_folder_list(path, &n, s->life, s->err);

	if (!names)
		return -1;
	while (length > 1 && path[length - 1] == '/')
		length--;
	for (size_t i = 0; i < n; i++) {
		const char *dot = strrchr(names[i], '.');
		const char *inner =
		    gl_asprintf(s->life, "%.*s%s%s", (int)length, path, path[length - 1] == '/' ? "" : "/", names[i]);
		if (stat(inner, &st) < 0)
			return gl_fail_errno(s->err, "%s", inner);
		if (S_ISDIR(st.st_mode)) {
			if (in_subfolder)
				return gl_fail(s->err,
				    "%s: a folder too deep; folder/class/picture.png is as deep as it goes", inner);
			if (add_folder(s, inner, true) < 0)
				return -1;
		} else if (dot && strcasecmp(dot, ".png") == 0) {
			if (add_picture(s, inner, in_subfolder) < 0)
				return -1;
		} else if (check_other(s, inner) < 0) {
			return -1;
		}
	}
	return s->found->n > before ? 0 : gl_fail(s->err, "%s: no PNG pictures in this folder", path);
}

/* Either every picture has a class or none has. */
static int
check_classes(struct gl_pictures *p, struct gl_err *err)
{
	p->classes = p->v[0].class_name != NULL;
	for (size_t i = 1; i < p->n; i++)
		if ((p->v[i].class_name != NULL) != p->classes) {
			const struct gl_picture *with = &p->v[p->classes ? 0 : i], *without = &p->v[p->classes ? i : 0];
			gl_fail(
			    err, "%s has no class, but %s has one (%s)", without->path, with->path, with->class_name);
			return gl_hint(err, "--class-from says where all of them have it: folder, name or none");
		}
	return 0;
}

int
gl_pictures_find(struct gl_pictures *p, const char *const *paths, size_t n, enum gl_class_from from,
    struct gl_arena *life, struct gl_err *err)
{
	struct search s = {p, 0, from, life, err};
	struct stat st;

	memset(p, 0, sizeof *p);
	if (n == 0 && add_picture(&s, "-", false) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		bool folder = strcmp(paths[i], "-") != 0 && stat(paths[i], &st) == 0 && S_ISDIR(st.st_mode);
		if ((folder ? add_folder(&s, paths[i], false) : add_picture(&s, paths[i], false)) < 0)
			return -1;
	}
	return check_classes(p, err);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void
gl_pictures_classes(const struct gl_pictures *p, struct gl_labels *l, struct gl_arena *life)
{
	const char **names = gl_alloc(life, p->n + 1, sizeof *names);
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		names[i] = p->v[i].class_name;
	qsort(names, p->n, sizeof *names, by_name);
	for (size_t i = 0; i < p->n; i++)
		if (n == 0 || strcmp(names[i], names[n - 1]) != 0)
			names[n++] = names[i];
	names[n] = NULL;
	memset(l, 0, sizeof *l);
	l->name = names;
	l->n = n;
}

int
gl_pictures_label(struct gl_pictures *p, const struct gl_labels *l, struct gl_err *err)
{
	for (size_t i = 0; i < p->n; i++) {
		const char *name = p->v[i].class_name;
		/* neighbours are mostly of one class */
		if (i > 0 && strcmp(name, p->v[i - 1].class_name) == 0) {
			p->v[i].label = p->v[i - 1].label;
			continue;
		}
		long index = gl_labels_index(l, name);
		if (index < 0) {
			const char *near = gl_nearest(name, l->name);
			gl_fail(
			    err, "%s: the class '%s' is not among the %zu of %s", p->v[i].path, name, l->n, l->path);
			if (near)
				return gl_hint(err, "did you mean %s?", near);
			return gl_hint(
			    err, "a test set has the classes of its training set; for other classes name another file");
		}
		p->v[i].label = (size_t)index;
	}
	return 0;
}
