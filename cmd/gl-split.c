/* gl-split: divides examples into parts, such as training, validation and test. */
#include "cli/cli.h"
#include "train/split.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The file of a part: PREFIX-NAME.txt or .npy; a prefix that ends in a separator gets no hyphen. */
static const char *
part_path(const char *prefix, const char *name, enum gl_form form, struct gl_arena *life)
{
	size_t n = strlen(prefix);
	const char *between = n == 0 || strchr("/-_.", prefix[n - 1]) ? "" : "-";

	return gl_asprintf(life, "%s%s%s.%s", prefix, between, name, form == GL_FORM_TEXT ? "txt" : "npy");
}

/* Writes the rows of one part; *out stays open, so that all parts appear together. */
static int
write_part(const struct gl_data *data, const struct gl_out_args *args, const uint64_t *index, struct gl_out **out,
    struct gl_err *err)
{
	const struct gl_schema *schema = gl_data_schema(data);
	struct gl_arena pass = {0};
	struct gl_batch b;

	if (!(*out = gl_out_open(args, schema, err)))
		return -1;
	for (uint64_t r = 0, n; r < args->rows; r += n) {
		n = gl_block_rows(schema, args->rows - r < GL_BLOCK_ROWS ? args->rows - r : GL_BLOCK_ROWS);
		if (gl_data_gather(data, index + r, 0, n, &b, &pass, err) < 0 || gl_out_write(*out, &b, err) < 0)
			return -1;
		gl_arena_reset(&pass);
	}
	gl_arena_free(&pass);
	return 0;
}

/* Writes every part to its file; they appear together, at the end. */
static int
write_parts(const struct gl_data *data, const struct gl_parts *parts, struct gl_out_args *args, const char *prefix,
    const uint64_t *index, bool quiet, struct gl_err *err)
{
	enum gl_form form = args->form ? args->form : gl_data_schema(data)->form;
	struct gl_out *out[GL_PARTS];
	const char *path[GL_PARTS];
	struct gl_arena life = {0};

	for (int i = 0; i < parts->n; index += parts->part[i++].count) {
		args->path = path[i] = part_path(prefix, parts->part[i].name, form, &life);
		args->rows = parts->part[i].count;
		if (write_part(data, args, index, &out[i], err) < 0)
			return -1;
	}
	for (int i = 0; i < parts->n; i++) {
		if (gl_out_finish(out[i], err) < 0)
			return -1;
		if (!quiet)
			fprintf(stderr, "%s: %" PRIu64 " example%s\n", path[i], parts->part[i].count,
			    parts->part[i].count == 1 ? "" : "s");
	}
	gl_arena_free(&life);
	return 0;
}

/* Counts the parts, draws their rows and writes them; fold: the part that is the test part, from 1, or 0. */
static int
divide(struct gl_parts *parts, const struct gl_split_args *split, int fold, const char *const *paths, size_t n,
    struct gl_io *io, const char *prefix, bool quiet, struct gl_err *err)
{
	struct gl_arena life = {0};
	struct gl_data *data = gl_data_open(paths, n, &io->in, err);

	if (!data)
		return -1;
	uint64_t rows = gl_data_rows(data), *index = gl_alloc_raw(&life, rows, sizeof *index);
	int status = gl_parts_count(parts, rows, err);
	if (status == 0 && fold > 0 && rows > 0 && rows < (uint64_t)parts->n)
		status = gl_fail(err, "%d folds need as many examples, but there are %" PRIu64, parts->n, rows);
	if (status < 0)
		return gl_fail_at(err, gl_data_name(data), 0);
	if (gl_split(data, parts, split, index, err) < 0)
		return -1;
	if (fold > 0)
		gl_parts_fold(parts, fold - 1, index);
	if (write_parts(data, parts, &io->out, prefix, index, quiet, err) < 0)
		return -1;
	gl_data_close(data);
	gl_arena_free(&life);
	return 0;
}

int
main(int argc, char **argv)
{
	struct gl_io io = GL_IO_DEFAULT;
	const char *list = "train=70%,val=15%,test=15%", *prefix = NULL;
	uint64_t seed = 1, folds = 0, fold = 0;
	bool listed = false, keep = false, quiet = false;
	struct gl_split_args split = {.shuffle = true};
	const struct gl_opt opts[] = {
	    {'o', "output", "PREFIX", GL_STR, &prefix, "the files' names begin so: PREFIX-train.txt"},
	    {0, "parts", "LIST", GL_STR, &list, "names and sizes: NAME=70%, NAME=1000 (rows) or NAME=rest",
		.given = &listed},
	    {0, "stratify", NULL, GL_FLAG, &split.stratify, "give every part each class (field 2) in proportion"},
	    {0, "folds", "K", GL_WHOLE, &folds, "cross-validation: divide into K equal folds", 2, GL_PARTS},
	    {0, "fold", "I", GL_WHOLE, &fold, "the fold, from 1, that is the test part; the others are train", 1,
		GL_PARTS},
	    {0, "no-shuffle", NULL, GL_FLAG, &keep, "divide the rows in their order, as they are"},
	    GL_OPTS_SEED(&seed),
	    {'q', "quiet", NULL, GL_FLAG, &quiet, "do not print how many examples each part has"},
	    GL_OPTS_FORM(&io),
	    GL_OPTS_DIGITS(&io),
	    GL_OPTS_IN(&io),
	    GL_OPTS_THREADS(&io),
	};
	const struct gl_tool tool = {"gl-split", "[FILE]...", "Divide examples into parts: training, validation, test.",
	    opts, GL_LEN(opts),
	    "gl-split -o digits digits.txt\n"
	    "gl-split --parts train=80%,test=20% --stratify -o data/ digits.npy\n"
	    "gl-split --folds 5 --fold 1 -o fold1 digits.txt",
	    0, -1};
	struct gl_parts parts;
	struct gl_err err;
	int first = gl_cli_parse(&tool, argc, argv);

	gl_cli_io(&io);
	if (!prefix)
		gl_die_usage(
		    &tool, "gl-split -o digits digits.txt makes digits-train.txt and others", "-o PREFIX is needed");
	if (!folds != !fold || fold > folds)
		gl_die_usage(&tool, "--folds 5 --fold 1, then --fold 2 and so on",
		    folds && fold ? "there is no fold %d of %d" : "--folds and --fold go together", (int)fold,
		    (int)folds);
	if (folds && listed)
		gl_die_usage(&tool, NULL, "--folds and --parts exclude each other");
	if (!folds && gl_parts_parse(list, &parts, &err) < 0) {
		gl_fail_at(&err, "--parts", 0);
		gl_die(&tool, &err);
	}
	if (folds)
		gl_parts_folds(&parts, (int)folds);
	split.shuffle = !keep;
	split.seed = (uint32_t)seed;

	if (divide(&parts, &split, (int)fold, (const char *const *)argv + first, (size_t)(argc - first), &io, prefix,
		quiet, &err) < 0)
		gl_die(&tool, &err);
	return 0;
}
