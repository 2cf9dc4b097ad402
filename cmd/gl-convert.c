/* gl-convert: a network from one form into another. */
#include "cli/cli.h"
#include "format/convert.h"

int
main(int argc, char **argv)
{
	struct gl_io io = GL_IO_DEFAULT;
	int form = -1;
	const struct gl_opt opts[] = {
	    {0, "to", "FORM", GL_CHOICE, &form, "the form to write; without it the ending of FILE tells",
		.choices = gl_convert_forms},
	    {'t', "text", NULL, GL_SET, &form, "the same as --to text", .set = GL_CONVERT_TEXT},
	    {'b', "binary", NULL, GL_SET, &form, "the same as --to safetensors", .set = GL_CONVERT_SAFETENSORS},
	    GL_OPTS_OUTPUT(&io),
	};
	const struct gl_tool tool = {"gl-convert", "NET",
	    "Turns a network into another form: text, safetensors, ONNX, PyTorch.", opts, GL_LEN(opts), .least = 1,
	    .most = 1,
	    .examples = "gl-convert digits.net -o digits.onnx\n"
			"gl-convert model.onnx -o model.net\n"
			"gl-convert digits.net -o digits.py\n"
			"gl-convert weights.safetensors | less\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	const char *note;
	struct gl_err err;

	gl_cli_io(&io);
	if (form < 0 && (form = gl_convert_form_of(io.out.path, &err)) < 0)
		gl_die(&tool, &err);
	if (gl_convert(argv[first], io.out.path, (enum gl_convert_form)form, &note, &err) < 0)
		gl_die(&tool, &err);
	if (note)
		gl_warn(&tool, "%s", note);
	return 0;
}
