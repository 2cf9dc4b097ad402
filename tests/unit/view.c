/* What somebody who watches a run knows: lines of a log and of a relay, and the picture of them. */
#include "train/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static int bad;
static struct gl_view view;

static void
check(const char *what, double got, double want)
{
	if (got == want || (isnan(got) && isnan(want)))
		return;
	printf("%s is %.17g, not %.17g\n", what, got, want);
	bad++;
}

/* Reads lines; the message of the first that is refused, or "". */
static const char *
read_all(const char *text)
{
	static struct gl_err err;

	gl_view_free(&view);
	gl_view_init(&view);
	while (*text) {
		size_t n = strcspn(text, "\n");
		if (gl_view_line(&view, text, n, &err) < 0)
			return err.msg;
		text += n + (text[n] == '\n');
	}
	return "";
}

static void
refused(const char *text, const char *message)
{
	const char *got = read_all(text);

	if (strcmp(got, message) == 0)
		return;
	printf("%s\nis answered by '%s', not '%s'\n", text, got, message);
	bad++;
}

/* Whatever was read can be drawn at any size. */
static void
draw_all_sizes(void)
{
	static const struct gl_look look[] = {
	    {true, GL_COLOURS_ALL}, {true, GL_COLOURS_8}, {true, GL_MONO}, {false, GL_MONO}};
	struct gl_arena arena = {0};

	for (long rows = 0; rows < 40; rows += 3)
		for (long columns = 0; columns < 130; columns += 7)
			for (int k = 0; k < 8; k++) {
				struct gl_text t = {.arena = &arena};
				struct gl_screen *s = gl_screen_new(rows, columns, look[k / 2], &arena);
				gl_view_draw(&view, s, k % 2, "q: leave");
				gl_screen_print(s, &t);
				gl_arena_reset(&arena);
			}
	gl_arena_free(&arena);
}

static void
tables(void)
{
	refused("epoch\tloss\tlr\n1\t0.5\t0.1\n2\t0.25\t0.1\r\n", "");
	check("points", (double)view.curves.n, 2);
	check("loss", view.curves.loss[1], 0.25);
	check("no accuracy", view.curves.accuracy[1], NAN);
	check("epoch", view.now.epoch, 2);
	draw_all_sizes();
	refused("# remark\nloss\n\n", ""); /* an empty cell is a figure that there is none of */
	check("an empty cell", view.now.loss, NAN);
	refused("0 1\t2\n",
	    "this is not a log of gl-train, which begins with the names of its columns, among them "
	    "loss");
	refused("epoch\tloss\n1\n", "found 1 column, but the first line names 2");
	refused("epoch\tloss\n1\t2\t3\n", "there are more than the 2 columns that the first line names");
	refused("epoch\tloss\n1\tx\n", "'x' is not a number");
}

/* A long run is thinned out, but its first point and its last stay, and the points stay in order. */
static void
long_runs(void)
{
	struct gl_err err;
	char line[64];

	gl_view_free(&view);
	gl_view_init(&view);
	gl_view_line(&view, "epoch\tloss", 10, &err);
	for (int i = 1; i <= 3 * GL_VIEW_POINTS; i++) {
		int n = snprintf(line, sizeof line, "%d\t%d", i, i);
		check("a line of a long run", gl_view_line(&view, line, (size_t)n, &err), 0);
	}
	check("first point", view.curves.at[0], 1);
	check("last point", view.curves.at[view.curves.n - 1], 3 * GL_VIEW_POINTS);
	for (size_t i = 1; i < view.curves.n; i++) {
		if (view.curves.at[i] <= view.curves.at[i - 1])
			check("a point of a long run", view.curves.at[i], view.curves.at[i - 1]);
		check("where its loss lies", view.curves.loss[i], view.curves.at[i]);
	}
}

static void
relays(void)
{
	refused("step\tloss\tval_loss\n#loss\tmse\t\n#each\t10\n#until\t100\tsteps\n#net\tx.net\n"
		"#part\t5\t2\t0.5\n10\t1.5\t3\n#now\t2\t12\t1.4\t0.6\t0.01\t60\n20\t1\t2\n#news\tof another version\n",
	    "");
	check("points", (double)view.curves.n, 3);
	check("a part lies inside its epoch", view.curves.at[0], 0.5);
	check("an epoch that had parts adds no loss of its own", view.curves.loss[1], NAN);
	check("but one held out", view.curves.val_loss[1], 3);
	check("the next one does", view.curves.loss[2], 1);
	check("seconds left", view.now.left, 60);
	draw_all_sizes();

	refused("loss\n#plane\t-1\t1\t-2\t2\t3\n#points\t0\t0\t2\t1\t1\t7\t0.5\t0.5\t-1\t0.5\t1\t1\n"
		"#labels\ta\tb\tc\n#map\t2\t00ff01ff02800100\n1\n",
	    "");
	check("places of a map", (double)view.map.side, 2);
	check("a class", view.class[2], 2);
	check("its probability", view.share[2], 128);
	check("points of classes that there are", (double)view.map.points, 2);
	draw_all_sizes();

	/* maps that do not fit, or hold other things than digits, leave the last one as it was */
	static const char *const odd[] = {"#map\t2\t00ff", "#map\t0\t", "#map\t-1\t00ff", "#map\t1000000\t00ff",
	    "#map\t2\t00ff01ff0280010g", "#map", "#map\tnan\t00", "#now\t1", "#part\tx", "#points\tx", "#line\t1\t0",
	    "#"};
	struct gl_err err;
	for (size_t i = 0; i < GL_LEN(odd); i++)
		check(odd[i], gl_view_line(&view, odd[i], strlen(odd[i]), &err), 0);
	check("places of the map", (double)view.map.side, 2);
	draw_all_sizes();

	refused("loss\n#plane\t0\t1\t0\t1\tvalues\t-1\t1\n#map\t1\t80\n1\n", "");
	check("a value", view.share[0], 128);
	draw_all_sizes();
	refused("loss\n#line\t0\t1\n#points\t0\t1\t1\t0\n#curve\t0\t0.5\t1\n1\n", "");
	check("points of a curve", (double)view.map.points, 2);
	check("its places", (double)view.curve_places, 3);
	draw_all_sizes();
}

int
main(void)
{
	tables();
	long_runs();
	relays();
	gl_view_free(&view);
	return bad > 0;
}
