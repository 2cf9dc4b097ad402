/* What the files of common/cli share among themselves; the tools include cli/cli.h. */
#ifndef GL_CLI_PARTS_H
#define GL_CLI_PARTS_H

#include "cli/cli.h"

/* Remembers the tool for messages; fills gaps in descriptors 0 to 2; sets signals, what core calls back. */
void gl_cli_start(const struct gl_tool *tool);

/* Print on standard output and exit: 0, or 2 when it can't be written. */
_Noreturn void gl_cli_help(const struct gl_tool *tool);
_Noreturn void gl_cli_version(const struct gl_tool *tool);
_Noreturn void gl_cli_completion(const struct gl_tool *tool, const char *shell);
_Noreturn void gl_cli_printed(const struct gl_tool *tool);

/* Does the option take a value? Is the value the name of a file or folder? */
bool gl_opt_valued(const struct gl_opt *o);
bool gl_opt_file(const struct gl_opt *o);

/* Was row i of the table on the command line? After gl_cli_parse. */
bool gl_opt_given(size_t i);

#endif
