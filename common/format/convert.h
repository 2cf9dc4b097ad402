/* Networks from one form into another: what gl-convert does. */
#ifndef GL_CONVERT_H
#define GL_CONVERT_H

#include "format/netfile.h"

/* In the order of gl_convert_forms. */
enum gl_convert_form { GL_CONVERT_TEXT, GL_CONVERT_SAFETENSORS, GL_CONVERT_ONNX, GL_CONVERT_PYTORCH };
extern const char *const gl_convert_forms[]; /* text, safetensors, onnx, pytorch; NULL ends the list */

/*
 * The form that the ending of a file's name stands for: .net .txt, .safetensors, .onnx, .py. path NULL or "-": text.
 * -1 with a hint for any other.
 */
int gl_convert_form_of(const char *path, struct gl_err *err);

/*
 * Reads a network of any of the forms but PyTorch's, recognised by its first bytes, and writes it to `to` (NULL or "-":
 * standard output; PyTorch's two files need a name). Gradients and states go between text and safetensors. *note,
 * unless it becomes NULL, is what the user is to be warned of. 0, or -1 with err set.
 */
int gl_convert(const char *from, const char *to, enum gl_convert_form form, const char **note, struct gl_err *err);

#endif
