/* gradlab: the course. The map, a lesson and its files, the checks of its exercises, hints, progress. */
#include "cli/child.h"
#include "cli/cli.h"
#include "course/course.h"
#include "course/show.h"
#include "course/where.h"
#include "course/work.h"
#include "format/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct request {
	const struct gl_tool *tool;
	struct gl_arena life;
	struct gl_course course;
	struct gl_lesson *lesson; /* what is asked about */
	struct gl_exercise *exercise; /* one of it, or NULL: all */
	const char *folder; /* --folder */
	bool porcelain, no_page;
	uint64_t limit; /* of a check [s] */
	struct gl_where where;
};

/* Prints a text at once, so that it stands before what a program that is run next prints. */
static void
print(struct request *q, const char *text)
{
	struct gl_err err;
	struct gl_sink *sink = gl_sink_open(NULL, &err);

	if (!sink)
		gl_die(q->tool, &err);
	gl_sink_write(sink, text, strlen(text), &err);
	if (gl_sink_commit(sink, &err) < 0)
		gl_die(q->tool, &err);
}

static void
read_course(struct request *q)
{
	const char *path = getenv("PATH"), *root = NULL, *progress = NULL;
	struct gl_err err;

	if (gl_where_find(&q->where, &q->life, &err) < 0 || !(root = gl_where_course(&q->where, &q->life, &err)) ||
	    gl_course_read(&q->course, root, &q->life, &err) < 0 ||
	    !(progress = gl_where_progress(&q->where, &q->life, &err)) ||
	    gl_progress_read(&q->course, progress, &q->life, &err) < 0)
		gl_die(q->tool, &err);
	/* checks use the tools that this program was built with */
	setenv("PATH", gl_asprintf(&q->life, "%s:%s", q->where.bin, path ? path : "/usr/bin:/bin"), 1);
}

static void
write_progress(struct request *q)
{
	struct gl_err err;

	if (gl_progress_write(&q->course, &err) < 0)
		gl_die(q->tool, &err);
}

static void
today(char day[GL_DATE_TEXT])
{
	time_t now = time(NULL);
	struct tm tm;

	if (!localtime_r(&now, &tm) || strftime(day, GL_DATE_TEXT, "%Y-%m-%d", &tm) == 0)
		snprintf(day, GL_DATE_TEXT, "1970-01-01");
}

/* Sets q->lesson and q->exercise by the argument; dies when it names nothing that is written. */
static void
find(struct request *q, const char *name)
{
	struct gl_err err;

	if (name && gl_course_find(&q->course, name, &q->lesson, &q->exercise, &err) < 0)
		gl_die(q->tool, &err);
	if (!name && !(q->lesson = gl_where_lesson(&q->where, &q->course)))
		gl_die_usage(q->tool, "gradlab open 0 opens the first", "which lesson? None has been opened yet");
	if (!q->lesson->page) {
		gl_fail(&err, "lesson %s has not been written yet", q->lesson->id);
		gl_hint(&err, "gradlab alone shows which lessons there are");
		gl_die_no(q->tool, &err);
	}
}

static bool
asked(const struct request *q, const struct gl_exercise *e)
{
	return !q->exercise || q->exercise == e;
}

static int
show_page(struct request *q)
{
	const char *text = gl_asprintf(&q->life, "%.*s.txt", (int)(strlen(q->lesson->page) - 2), q->lesson->page);
	const char *argv[] = {gl_asprintf(&q->life, "%s/page", q->course.root), q->lesson->page, NULL};
	struct gl_err err;

	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)) {
		int status = gl_child_run(argv, &err);
		if (status < 0)
			gl_die(q->tool, &err);
		return status ? 2 : 0;
	}
	if (!(text = gl_course_text(text, &q->life, &err)))
		gl_die(q->tool, &err);
	print(q, text);
	return 0;
}

static int
open_lesson(struct request *q)
{
	struct gl_text out = {.arena = &q->life}, put = {.arena = &q->life};
	struct gl_lesson *l = q->lesson;
	const char *folder = q->folder ? q->folder : gl_where_open(&q->where, l, &q->life);
	bool page = !q->no_page && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	uint64_t turn = 0;
	struct gl_err err;

	if (*folder != '/')
		folder = gl_asprintf(&q->life, "%s/%s", q->where.here, folder);
	if (gl_work_supply(l, folder, &put, &err) < 0)
		gl_die(q->tool, &err);
	for (size_t i = 0; i < q->course.n; i++)
		if (q->course.lesson[i].turn > turn)
			turn = q->course.lesson[i].turn;
	l->folder = folder;
	l->turn = turn + 1;
	today(l->opened);
	write_progress(q);
	if (page)
		show_page(q);
	gl_text_add(&out, "Lesson %s: %s\n", l->id, l->title);
	if (l->n > 0)
		gl_text_add(&out, "\nIts exercises (gradlab goal %d shows what each asks for):\n", l->number);
	gl_show_exercises(l, &out);
	if (put.n > 0)
		gl_text_add(&out, "\nNew in its folder:\n%s", put.s);
	gl_text_add(&out, "\nGo to the folder of this lesson%s:\n\n    cd %s\n    gradlab read %d\n",
	    page ? "; its page can be read again" : ", and read its page", gl_where_shown(&q->where, folder, &q->life),
	    l->number);
	print(q, out.s);
	return 0;
}

/* Runs the check of one exercise and counts what came of it. Status of the check: 0, 1 or 2. */
static int
check_one(struct request *q, struct gl_exercise *e)
{
	struct gl_text out = {.arena = &q->life};
	const char *folder = q->folder ? q->folder : gl_where_answer(&q->where, q->lesson, e, &q->life);
	const char *argv[] = {gl_asprintf(&q->life, "%s/judge", q->course.root), e->path, folder, NULL};
	bool begun = gl_work_begun(e, folder, &q->life);
	struct gl_err err;

	gl_text_add(&out, "%d.%d %s", q->lesson->number, e->number, e->title);
	if (!begun && !q->exercise) {
		gl_text_add(&out, ": not begun. Its answer goes to");
		for (size_t i = 0; i < e->nanswer; i++)
			gl_text_add(&out, "%s %s", i == 0 ? "" : i + 1 < e->nanswer ? "," : " and", e->answer[i]);
		gl_text_add(&out, ".\n");
		print(q, out.s);
		return 1;
	}
	if (strcmp(folder, q->where.here) != 0)
		gl_text_add(&out, " (in %s)", gl_where_shown(&q->where, folder, &q->life));
	gl_text_add(&out, "\n");
	print(q, out.s);
	int status = gl_child_confined(argv, (unsigned)q->limit, &err);
	if (status < 0 || status > 2) {
		if (status < 0)
			gl_fail_at(&err, e->id, 0);
		else
			gl_fail(&err, "%s: the check could not be run", e->id);
		gl_die(q->tool, &err);
	}
	if (status == 0 && !e->passed[0])
		today(e->passed);
	if (status == 1 && begun)
		e->tries++;
	write_progress(q);
	out.n = 0;
	if (status == 0) {
		gl_text_add(&out, "  PASSED\n\n");
		if (gl_show_explain(e, &out, &err) < 0)
			gl_die(q->tool, &err);
	} else if (status == 1)
		gl_text_add(&out, "  NOT YET: gradlab hint %d.%d helps, the exercise is in gradlab goal %d.%d.\n\n",
		    q->lesson->number, e->number, q->lesson->number, e->number);
	print(q, out.n ? out.s : "");
	return status;
}

static int
check(struct request *q)
{
	const struct gl_lesson *l = q->lesson, *next;
	int worst = 0;

	if (l->n == 0) {
		print(q, "This lesson has no exercises.\n");
		return 1;
	}
	for (size_t i = 0; i < l->n; i++) {
		int status = asked(q, &l->exercise[i]) ? check_one(q, &l->exercise[i]) : 0;
		if (status > worst)
			worst = status;
	}
	if (worst == 0 && gl_lesson_done(l)) {
		next = gl_course_next(&q->course);
		print(q,
		    next ? gl_asprintf(&q->life, "All exercises of lesson %d are passed. Next: gradlab open %d\n",
			       l->number, next->number)
			 : "All exercises of all lessons are passed.\n");
	}
	return worst;
}

/* The exercise that a hint is for when only the lesson is named: the first that is not passed, else the first. */
static struct gl_exercise *
pick(struct request *q)
{
	const struct gl_lesson *l = q->lesson;

	if (q->exercise)
		return q->exercise;
	if (l->n == 0)
		gl_die_usage(q->tool, NULL, "lesson %s has no exercises", l->id);
	for (size_t i = 0; i < l->n; i++)
		if (!l->exercise[i].passed[0])
			return &l->exercise[i];
	return &l->exercise[0];
}

/* The next hint; after the last one, that again. */
static int
hint(struct request *q)
{
	struct gl_text out = {.arena = &q->life};
	struct gl_exercise *e = pick(q);
	struct gl_err err;

	if (e->hints < GL_HINTS)
		e->hints++;
	if (gl_show_hint(q->lesson, e, &out, &err) < 0)
		gl_die(q->tool, &err);
	write_progress(q);
	print(q, out.s);
	return 0;
}

static int
goal(struct request *q)
{
	struct gl_text out = {.arena = &q->life};
	struct gl_err err;

	for (size_t i = 0; i < q->lesson->n; i++)
		if (asked(q, &q->lesson->exercise[i]) &&
		    gl_show_goal(q->lesson, &q->lesson->exercise[i], &out, &err) < 0)
			gl_die(q->tool, &err);
	print(q, out.n ? out.s : "This lesson has no exercises.\n");
	return 0;
}

static int
solution(struct request *q)
{
	struct gl_text out = {.arena = &q->life};
	struct gl_err err;
	int shown = 0;

	for (size_t i = 0; i < q->lesson->n; i++) {
		if (!asked(q, &q->lesson->exercise[i]))
			continue;
		int one = gl_show_solution(q->lesson, &q->lesson->exercise[i], &out, &err);
		if (one < 0)
			gl_die(q->tool, &err);
		shown += one;
	}
	print(q, out.n ? out.s : "This lesson has no exercises.\n");
	return shown > 0 ? 0 : 1;
}

/* Never in a folder that is not the lesson's: what is there under the same names would be renamed. */
static int
reset(struct request *q)
{
	struct gl_text put = {.arena = &q->life};
	const char *folder = q->folder ? q->folder : q->lesson->folder;
	struct gl_err err;

	if (!folder)
		gl_die_usage(
		    q->tool, "gradlab open makes a folder for it", "lesson %s has not been opened", q->lesson->id);
	if (gl_work_make(folder, &err) < 0 || gl_work_aside(q->lesson, q->exercise, folder, &put, &err) < 0 ||
	    gl_work_supply(q->lesson, folder, NULL, &err) < 0)
		gl_die(q->tool, &err);
	for (size_t i = 0; i < q->lesson->n; i++)
		if (asked(q, &q->lesson->exercise[i]))
			q->lesson->exercise[i].tries = q->lesson->exercise[i].hints = 0;
	write_progress(q);
	print(q,
	    gl_asprintf(&q->life, "%s is as it was at the start. What is passed stays passed.\n%s",
		gl_where_shown(&q->where, folder, &q->life), put.n ? put.s : ""));
	return 0;
}

static int
progress(struct request *q)
{
	struct gl_text out = {.arena = &q->life};

	(q->porcelain ? gl_show_porcelain : gl_show_progress)(&q->course, &out);
	print(q, out.n ? out.s : "");
	return 0;
}

static int
map(struct request *q)
{
	struct gl_text out = {.arena = &q->life};

	gl_show_map(&q->course, &out);
	print(q, out.s);
	return 0;
}

static const struct command {
	const char *name;
	int (*run)(struct request *q);
	bool lesson; /* it is about a lesson or an exercise */
	bool named; /* which has to be named */
} commands[] = {
    {"map", map, false, false},
    {"open", open_lesson, true, true},
    {"read", show_page, true, false},
    {"goal", goal, true, false},
    {"check", check, true, false},
    {"hint", hint, true, false},
    {"solution", solution, true, false},
    {"reset", reset, true, true},
    {"progress", progress, false, false},
};

/* The words that a command line begins with, ends with NULL. */
static const char *const *
command_names(void)
{
	static const char *names[GL_LEN(commands) + 1];

	for (size_t i = 0; i < GL_LEN(commands); i++)
		names[i] = commands[i].name;
	return names;
}

static const struct command *
find_command(const struct gl_tool *tool, const char *word)
{
	char hint[64];

	for (size_t i = 0; i < GL_LEN(commands); i++)
		if (strcmp(word, commands[i].name) == 0)
			return &commands[i];
	const char *near = gl_nearest(word, command_names());
	snprintf(hint, sizeof hint, "did you mean %s?", near ? near : "");
	gl_die_usage(tool, near ? hint : "there are open, read, goal, check, hint, solution, reset, progress and map",
	    "there is no command '%s'", word);
}

int
main(int argc, char **argv)
{
	struct request q = {.limit = 60};
	const struct gl_opt opts[] = {
	    {'f', "folder", "FOLDER", GL_STR, &q.folder, "work in this folder: open, check, reset"},
	    {0, "no-page", NULL, GL_FLAG, &q.no_page, "open a lesson without showing its page"},
	    {0, "limit", "N", GL_WHOLE, &q.limit, "end a check that takes longer than N seconds", 1, 86400},
	    {0, "porcelain", NULL, GL_FLAG, &q.porcelain, "progress for programs: a line for each exercise"},
	};
	const struct gl_tool tool = {"gradlab", "[COMMAND [LESSON[.EXERCISE]]]",
	    "The course: lessons, their exercises, and how far you are.", opts, GL_LEN(opts),
	    "gradlab                       # the map, and what is next\n"
	    "gradlab open 4                # begin lesson 4\n"
	    "gradlab read 4                # show its page\n"
	    "gradlab check 4.2             # is the answer of its second exercise right?\n"
	    "gradlab hint 4.2              # where to look, and more each time\n"
	    "gradlab progress --porcelain",
	    0, 2, command_names()};
	int first = gl_cli_parse(&tool, argc, argv);
	const struct command *command = find_command(&tool, first < argc ? argv[first] : "map");
	const char *name = argc - first > 1 ? argv[first + 1] : NULL;

	q.tool = &tool;
	if (name && !command->lesson)
		gl_die_usage(&tool, NULL, "%s takes no lesson", command->name);
	if (!name && command->named)
		gl_die_usage(
		    &tool, "its number follows; gradlab alone lists the lessons", "%s which lesson?", command->name);
	if (q.porcelain && command->run != progress)
		gl_die_usage(&tool, NULL, "--porcelain goes with progress");
	read_course(&q);
	if (command->lesson)
		find(&q, name);
	int status = command->run(&q);
	gl_arena_free(&q.life);
	return status;
}
