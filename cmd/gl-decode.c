/* gl-decode: what outputs mean. One row of kinds[] is one kind of thing. */
#include "cli/cli.h"
#include "encode/kinds.h"

#include <math.h>
#include <unistd.h>

/* What the options say, before it is taken apart. */
struct request {
	struct gl_io io;
	struct gl_label_args label;
	struct gl_draw_args draw;
	const char *labels, *range, *size;
	uint64_t top, scale, columns;
	bool raw;
	struct gl_in *in;
};

static int
label(struct request *q, struct gl_err *err)
{
	struct gl_arena life = {0};
	struct gl_label_args *a = &q->label;
	int result = 0;

	if (q->labels)
		result = gl_labels_load(&a->labels, q->labels, &life, err);
	a->top = (size_t)q->top;
	if (isnan(a->threshold))
		a->threshold = -1;
	if (isnan(a->cut))
		a->cut = -1;
	if (result == 0)
		result = gl_decode_label(q->in, a, q->io.out.path, err);
	gl_arena_free(&life);
	return result;
}

static int
image(struct request *q, struct gl_err *err)
{
	struct gl_draw_args *a = &q->draw;
	double ends[2] = {0, q->raw ? 255 : 1};

	if (q->raw && q->range)
		return gl_fail(err, "--raw is --range 0,255, so that only one of the two can be given");
	if ((q->range && gl_parse_numbers(q->range, "--range", 0, 0, 2, 2, ends, err) < 0) ||
	    (q->size && gl_parse_size(q->size, "--size", GL_IMAGE_PIXELS, &a->size.width, &a->size.height, err) < 0))
		return -1;
	if (ends[0] == ends[1])
		return gl_fail(err, "--range: black and white are both %s", q->range);
	if (a->text && a->grid)
		return gl_fail(err, "--text draws a picture, --grid prints its numbers: give one of the two");
	if (a->grid && (q->raw || q->range || a->range.invert || q->scale != 1))
		return gl_fail(
		    err, "--grid prints the numbers as they are; --range, --raw, --invert and --scale are for drawing");
	if ((a->text || a->grid) && q->columns > 0)
		return gl_fail(err, "--columns is for sheets; %s puts the pictures below each other",
		    a->text ? "--text" : "--grid");
	if (!a->text && !a->grid && !q->io.out.path && isatty(STDOUT_FILENO)) {
		gl_fail(err, "a PNG is nothing for a terminal to print");
		return gl_hint(err, "-o FILE.png writes it to a file, --text draws it with characters");
	}
	a->range = (struct gl_range){ends[0], ends[1], a->range.invert};
	a->scale = (size_t)q->scale;
	a->columns = (size_t)q->columns;
	return gl_decode_image(q->in, a, q->io.out.path, err);
}

static const char *const names[] = {"label", "image", NULL};
static int (*const kinds[])(struct request *, struct gl_err *) = {label, image};

int
main(int argc, char **argv)
{
	struct request q = {.io = GL_IO_DEFAULT, .label.threshold = NAN, .label.cut = NAN, .scale = 1};
	const struct gl_opt opts[] = {
	    GL_OPTS_OUTPUT(&q.io),
	    GL_OPTS_IN(&q.io),
	    {.kind = GL_HEADING, .arg = "label", .help = "Names of classes (label)"},
	    {0, "labels", "NET|FILE", GL_STR, &q.labels, "a network with names of classes, or a list, one name a line"},
	    {0, "top", "K", GL_WHOLE, &q.top, "print the K most probable classes (0: one, or all with --multi)", 0,
		1e9},
	    {0, "threshold", "P", GL_SHARE, &q.label.threshold,
		"the least confidence: print no class that is less probable than P", 0, 1},
	    {0, "cut", "P", GL_SHARE, &q.label.cut, "of two classes name the second from probability P on [0.5]", 0, 1},
	    {0, "below", "WORD", GL_STR, &q.label.below,
		"what to print when no class reaches the threshold [unsure; none with --multi]"},
	    {0, "multi", NULL, GL_FLAG, &q.label.multi,
		"independent probabilities: print every class from 50 %, or the threshold, on"},
	    {0, "bare", NULL, GL_FLAG, &q.label.bare, "print names without probabilities"},
	    {.kind = GL_HEADING, .arg = "image", .help = "Pictures (image)"},
	    {0, "size", "WxH", GL_STR, &q.size, "the picture is W pixels across and H down [as in the stream]"},
	    {0, "range", "A,B", GL_STR, &q.range, "A is black and B white [0,1]"},
	    {0, "raw", NULL, GL_FLAG, &q.raw, "numbers from 0 to 255, as --range 0,255"},
	    {0, "invert", NULL, GL_FLAG, &q.draw.range.invert, "exchange black and white"},
	    {0, "scale", "N", GL_WHOLE, &q.scale, "draw each pixel as N by N", 1, 1024},
	    {0, "columns", "N", GL_WHOLE, &q.columns, "pictures in a line of a sheet (0: nearly a square)", 0, 1e6},
	    {0, "text", NULL, GL_FLAG, &q.draw.text, "draw with characters, for a terminal"},
	    {0, "grid", NULL, GL_FLAG, &q.draw.grid, "print the numbers, one line for a line of the picture"},
	};
	const struct gl_tool tool = {"gl-decode", "KIND [FILE]...", "Turn a network's numbers into names or pictures.",
	    opts, GL_LEN(opts), .least = 1, .most = -1, .words = names,
	    .examples =
		"gl-encode image --size 28x28 cat.png | gl-forward pets.net | gl-decode label --labels pets.net\n"
		"gl-decode image -o sheet.png test.npy\n"};
	int first = gl_cli_parse(&tool, argc, argv);
	int kind = gl_cli_kind(&tool, argv[first], names);
	struct gl_err err;

	gl_cli_io(&q.io);
	q.in = gl_in_open((const char *const *)argv + first + 1, (size_t)(argc - first - 1), &q.io.in, &err);
	if (!q.in || kinds[kind](&q, &err) < 0)
		gl_die(&tool, &err);
	gl_in_close(q.in);
	return 0;
}
