#include "course/show.h"

#include <stddef.h>
#include <string.h>

/*
 * The lessons from number from on that are not written. A few take a line each; a longer run of them shares lines,
 * so that the map fits a screen of 24. Returns the first lesson that was not shown.
 */
static size_t
not_written(const struct gl_course *course, size_t from, struct gl_text *out)
{
	enum { FOLD = 4, TITLE = 31, WIDTH = 78 };
	const struct gl_lesson *l = course->lesson;
	size_t end = from, at = TITLE;

	while (end < course->n && !l[end].page)
		end++;
	if (end - from < FOLD) {
		gl_text_add(out, "  %.2s  %-16s%-9s%s\n", l[from].id, l[from].id + 3, "not yet", l[from].title);
		return from + 1;
	}
	gl_text_add(out, "  %.2s-%.2s%15s%-9s", l[from].id, l[end - 1].id, "", "not yet");
	for (size_t i = from; i < end; i++) {
		size_t n = strlen(l[i].id + 3) + (i + 1 < end);
		if (i > from && at + 1 + n > WIDTH) {
			gl_text_add(out, "\n%*s", TITLE, "");
			at = TITLE;
		} else if (i > from) {
			gl_text_add(out, " ");
			at++;
		}
		gl_text_add(out, "%s%s", l[i].id + 3, i + 1 < end ? "," : "\n");
		at += n;
	}
	return end;
}

void
gl_show_map(const struct gl_course *course, struct gl_text *out)
{
	const struct gl_lesson *next = gl_course_next(course);
	size_t passed = 0, all = 0;

	gl_text_add(out, "The course. Each lesson is a page to read with a terminal beside it.\n\n");
	for (size_t i = 0; i < course->n;) {
		const struct gl_lesson *l = &course->lesson[i];
		if (!l->page) {
			i = not_written(course, i, out);
			continue;
		}
		gl_text_add(out, "%s %.2s  %-16s", l == next ? ">" : " ", l->id, l->id + 3);
		if (l->n == 0)
			gl_text_add(out, "%-9s", l->turn ? "opened" : "");
		else
			gl_text_add(out, "%zu/%-7zu", gl_lesson_passed(l), l->n);
		gl_text_add(out, "%s\n", l->title);
		passed += gl_lesson_passed(l);
		all += l->n;
		i++;
	}
	gl_text_add(out, "\n\"2/3\": two of three exercises passed. \"not yet\": the lesson is not written yet.\n");
	gl_text_add(out, "%zu of %zu exercises passed.\n\n", passed, all);
	if (next)
		gl_text_add(out, "%s   gradlab open %d\n",
		    next->turn   ? "Go on with:"
			: passed ? "Next:"
				 : "Begin with:",
		    next->number);
	else
		gl_text_add(
		    out, "%s\n", all ? "You have done all lessons that there are." : "No lesson has been written yet.");
}

static const char *
state(const struct gl_exercise *e)
{
	return e->passed[0] ? "passed" : e->tries ? "tried" : "open";
}

void
gl_show_porcelain(const struct gl_course *course, struct gl_text *out)
{
	for (size_t i = 0; i < course->n; i++)
		for (size_t j = 0; j < course->lesson[i].n; j++) {
			const struct gl_exercise *e = &course->lesson[i].exercise[j];
			gl_text_add(out, "%.2s.%d\t%s\t%s\t%llu\t%llu\t%s\n", e->id, e->number, e->id + 3, state(e),
			    (unsigned long long)e->tries, (unsigned long long)e->hints, e->passed[0] ? e->passed : "-");
		}
}

void
gl_show_exercises(const struct gl_lesson *lesson, struct gl_text *out)
{
	for (size_t i = 0; i < lesson->n; i++) {
		const struct gl_exercise *e = &lesson->exercise[i];
		int column = e->passed[0] || e->tries ? 50 : 0; /* where the state begins, if there is one */
		gl_text_add(out, "  %d.%d  %-*s", lesson->number, e->number, column, e->title);
		if (e->passed[0])
			gl_text_add(out, "  passed %s", e->passed);
		else if (e->tries)
			gl_text_add(out, "  tried %llu time%s", (unsigned long long)e->tries, e->tries == 1 ? "" : "s");
		gl_text_add(out, "\n");
	}
}

void
gl_show_progress(const struct gl_course *course, struct gl_text *out)
{
	bool any = false;

	for (size_t i = 0; i < course->n; i++) {
		const struct gl_lesson *l = &course->lesson[i];
		bool begun = l->turn > 0;
		for (size_t j = 0; j < l->n; j++)
			begun = begun || l->exercise[j].passed[0] || l->exercise[j].tries;
		if (!begun)
			continue;
		any = true;
		gl_text_add(out, "%s: %s\n", l->id, l->title);
		if (l->folder)
			gl_text_add(out, "  opened %s in %s\n", l->opened, l->folder);
		gl_show_exercises(l, out);
	}
	if (!any)
		gl_text_add(out, "Nothing has been begun yet. gradlab open 0 opens the first lesson.\n");
}

/* Adds a part of an exercise as it is. */
static int
add_part(const struct gl_exercise *e, const char *part, struct gl_text *out, struct gl_err *err)
{
	const char *text = gl_course_text(gl_asprintf(out->arena, "%s/%s", e->path, part), out->arena, err);

	if (!text)
		return -1;
	gl_text_add(out, "%s\n", text);
	return 0;
}

int
gl_show_goal(const struct gl_lesson *lesson, const struct gl_exercise *e, struct gl_text *out, struct gl_err *err)
{
	gl_text_add(out, "%d.%d ", lesson->number, e->number);
	return add_part(e, "goal", out, err);
}

int
gl_show_explain(const struct gl_exercise *e, struct gl_text *out, struct gl_err *err)
{
	return add_part(e, "explain", out, err);
}

int
gl_show_hint(const struct gl_lesson *lesson, const struct gl_exercise *e, struct gl_text *out, struct gl_err *err)
{
	static const char between[] = "\n--\n";
	const char *text = gl_course_text(gl_asprintf(out->arena, "%s/hints", e->path), out->arena, err), *end;

	if (!text)
		return -1;
	for (uint64_t i = 1; i < e->hints && (end = strstr(text, between)); i++)
		text = end + strlen(between);
	end = strstr(text, between);
	gl_text_add(out, "%d.%d %s: hint %llu of %d\n\n", lesson->number, e->number, e->title,
	    (unsigned long long)e->hints, GL_HINTS);
	gl_text_add(out, "%.*s\n", (int)(end ? end + 1 - text : (ptrdiff_t)strlen(text)), text);
	if (e->hints == GL_HINTS)
		gl_text_add(out, "That was the last hint. gradlab solution %d.%d shows a solution after %d tries.\n",
		    lesson->number, e->number, GL_TRIES);
	return 0;
}

int
gl_show_solution(const struct gl_lesson *lesson, const struct gl_exercise *e, struct gl_text *out, struct gl_err *err)
{
	gl_text_add(out, "%d.%d %s\n\n", lesson->number, e->number, e->title);
	if (!e->passed[0] && e->tries < GL_TRIES) {
		gl_text_add(out, "Its solution is shown after a pass or %d tries; you have tried %llu time%s.\n\n",
		    GL_TRIES, (unsigned long long)e->tries, e->tries == 1 ? "" : "s");
		return 0;
	}
	gl_text_add(out, "Lines that begin with # explain; the others are commands.\n\n");
	return add_part(e, "solution.sh", out, err) < 0 ? -1 : 1;
}
