#include "format/convert.h"

#include "format/onnx.h"
#include "format/pytorch.h"

#include <string.h>

const char *const gl_convert_forms[] = {"text", "safetensors", "onnx", "pytorch", NULL};

static const struct {
	const char *ending;
	enum gl_convert_form form;
} endings[] = {
    {".net", GL_CONVERT_TEXT},
    {".txt", GL_CONVERT_TEXT},
    {".safetensors", GL_CONVERT_SAFETENSORS},
    {".onnx", GL_CONVERT_ONNX},
    {".py", GL_CONVERT_PYTORCH},
};

int
gl_convert_form_of(const char *path, struct gl_err *err)
{
	if (!path || strcmp(path, "-") == 0)
		return GL_CONVERT_TEXT;
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
	for (size_t i = 0; dot && i < GL_LEN(endings); i++)
		if (strcmp(dot, endings[i].ending) == 0)
			return (int)endings[i].form;
	gl_fail(err, "%s: the ending of the name tells no form", path);
	return gl_hint(
	    err, "name it: --to text, safetensors, onnx or pytorch (.net or .txt, .safetensors, .onnx, .py)");
}

/* Whether a file is ONNX, and else what kind of ours. What it holds is left for who opens it next. */
static int
look(const char *path, bool *onnx, enum gl_filekind *kind, struct gl_err *err)
{
	struct gl_source *s = gl_source_open(path, err);
	size_t have;
	const char *p = s ? gl_source_peek(s, 16, &have, err) : NULL;

	if (!p) {
		gl_source_close(s);
		return -1;
	}
	*onnx = gl_is_onnx(p, have);
	gl_source_keep(s);
	return *onnx ? 0 : gl_file_kind(path, kind, err);
}

/* A gradient or a state has no layers that run: between our own two forms it goes as it is. */
static int
convert_tensors(const char *from, const char *to, enum gl_convert_form form, struct gl_arena *life, struct gl_err *err)
{
	struct gl_tensors t;

	if (form > GL_CONVERT_SAFETENSORS) {
		gl_fail(err, "holds a gradient or a state; %s takes networks", gl_convert_forms[form]);
		return gl_fail_at(err, strcmp(from, "-") == 0 ? "standard input" : from, 0);
	}
	if (gl_tensors_load(&t, from, life, err) < 0)
		return -1;
	return gl_tensors_save(&t, to, form == GL_CONVERT_TEXT ? GL_FORM_TEXT : GL_FORM_BINARY, 0, err);
}

static int
save(const struct gl_net *net, const char *to, enum gl_convert_form form, struct gl_err *err)
{
	switch (form) {
	case GL_CONVERT_ONNX:
		return gl_onnx_save(net, to, err);
	case GL_CONVERT_PYTORCH:
		return gl_pytorch_save(net, to, err);
	case GL_CONVERT_SAFETENSORS:
		return gl_net_save(net, to, GL_FORM_BINARY, 0, err);
	default:
		return gl_net_save(net, to, GL_FORM_TEXT, 0, err);
	}
}

int
gl_convert(const char *from, const char *to, enum gl_convert_form form, const char **note, struct gl_err *err)
{
	struct gl_arena life = {0};
	enum gl_filekind kind = GL_FILE_NETWORK;
	bool onnx, stale = false;
	int status = look(from, &onnx, &kind, err);

	*note = NULL;
	if (status == 0 && (kind == GL_FILE_GRADIENT || kind == GL_FILE_STATE)) {
		status = convert_tensors(from, to, form, &life, err);
	} else if (status == 0) {
		struct gl_net *net =
		    onnx ? gl_onnx_load(from, &stale, &life, err) : gl_net_load(from, NULL, &life, err);
		status = net ? save(net, to, form, err) : -1;
		if (stale)
			*note = "the model's gradlab entry tells of other layers than its graph: the graph was read, "
				"class names and history were not";
	}
	gl_arena_free(&life);
	return status;
}
