#include "doctor/report.h"

#include "core/number.h"
#include "format/quote.h"

#include <math.h>
#include <string.h>

struct gl_doctor_count
gl_doctor_count(const struct gl_finding *finding, const bool *made)
{
	struct gl_doctor_count n = {0};

	for (size_t i = 0; gl_checks[i].name; i++)
		if (made[i]) {
			n.problems += finding[i].level == GL_LEVEL_PROBLEM;
			n.notes += finding[i].level == GL_LEVEL_NOTE;
			n.fine += finding[i].level == GL_LEVEL_FINE;
			n.skipped += finding[i].level == GL_LEVEL_SKIPPED;
		}
	return n;
}

/* ---- text ---- */

enum { COLUMNS = 80, INDENT = 9 };

static void
paragraph(struct gl_text *t, const char *head, const char *words)
{
	size_t start = t->n;

	gl_text_wrap(t, COLUMNS, INDENT, INDENT, words);
	memcpy(t->s + start + 2, head, strlen(head));
}

static void
text_finding(struct gl_text *t, const char *name, const struct gl_finding *f)
{
	gl_text_add(t, "%s %s\n", f->level == GL_LEVEL_PROBLEM ? "PROBLEM" : "note", name);
	paragraph(t, "seen:", f->seen.s);
	if (f->means)
		paragraph(t, "means:", f->means);
	if (f->remedy.n)
		paragraph(t, "try:", f->remedy.s);
	gl_text_add(t, "\n");
}

/* "fine dead-relu: dead_share 0.03, zeros_share 0.5" */
static void
text_fine(struct gl_text *t, const char *name, const struct gl_finding *f)
{
	char number[GL_NUMBER_TEXT + 1];

	gl_text_add(t, "fine %s", name);
	for (size_t i = 0; i < f->figures; i++) {
		number[gl_number_print_digits64(f->figure[i].value, 3, number)] = '\0';
		gl_text_add(t, "%s %s %s", i ? "," : ":", f->figure[i].name, number);
	}
	gl_text_add(t, "\n");
}

static void
plural(struct gl_text *t, size_t n, const char *word, const char *before)
{
	gl_text_add(t, "%s%zu %s%s", before, n, word, n == 1 ? "" : "s");
}

/* Checks that were not made, those with one reason together. */
static void
text_skipped(const struct gl_doctor_report *r, struct gl_text *t, struct gl_arena *pass)
{
	for (size_t i = 0; gl_checks[i].name; i++) {
		struct gl_text line = {.arena = pass};
		bool first = r->made[i] && r->finding[i].level == GL_LEVEL_SKIPPED;
		for (size_t k = 0; first && k < i; k++)
			first = !(r->made[k] && r->finding[k].level == GL_LEVEL_SKIPPED &&
			    strcmp(r->finding[k].why, r->finding[i].why) == 0);
		if (!first)
			continue;
		gl_text_add(&line, "not checked: ");
		for (size_t k = i, n = 0; gl_checks[k].name; k++)
			if (r->made[k] && r->finding[k].level == GL_LEVEL_SKIPPED &&
			    strcmp(r->finding[k].why, r->finding[i].why) == 0)
				gl_text_add(&line, "%s%s", n++ ? ", " : "", gl_checks[k].name);
		gl_text_add(&line, ": %s", r->finding[i].why);
		gl_text_wrap(t, COLUMNS, 0, 2, line.s);
	}
}

static void
text(const struct gl_doctor_report *r, struct gl_text *t, struct gl_arena *pass)
{
	struct gl_doctor_count n = gl_doctor_count(r->finding, r->made);

	for (size_t i = 0; r->verbose && i < r->facts; i++)
		gl_text_wrap(t, COLUMNS, 0, 2, r->fact[i]);
	if (r->verbose)
		gl_text_add(t, "\n");
	for (int level = GL_LEVEL_PROBLEM; level >= GL_LEVEL_NOTE; level--)
		for (size_t i = 0; gl_checks[i].name; i++)
			if (r->made[i] && (int)r->finding[i].level == level)
				text_finding(t, gl_checks[i].name, &r->finding[i]);
	for (size_t i = 0; r->verbose && gl_checks[i].name; i++)
		if (r->made[i] && r->finding[i].level == GL_LEVEL_FINE)
			text_fine(t, gl_checks[i].name, &r->finding[i]);
	if (r->verbose && n.fine)
		gl_text_add(t, "\n");
	plural(t, n.problems, "problem", "");
	plural(t, n.notes, "note", ", ");
	plural(t, n.problems + n.notes + n.fine, "check", "; ");
	gl_text_add(t, " made, %zu not made%s\n", n.skipped, n.skipped && !r->verbose ? " (--verbose tells why)" : "");
	if (n.problems > 1)
		gl_text_add(t, "Mend the first problem first: others may follow from it.\n");
	if (r->verbose)
		text_skipped(r, t, pass);
}

/* ---- TSV: one figure, or one text, a line ---- */

static void
tsv_line(
    struct gl_sink *s, const char *name, const char *level, const char *what, const char *words, struct gl_err *err)
{
	gl_sink_print(s, err, "%s\t%s\t%s\t", name, level, what);
	gl_sink_tsv(s, words, err);
	gl_sink_print(s, err, "\n");
}

static void
tsv(const struct gl_doctor_report *r, struct gl_sink *s, struct gl_err *err)
{
	gl_sink_print(s, err, "check\tlevel\twhat\tvalue\n");
	for (size_t i = 0; gl_checks[i].name; i++) {
		const struct gl_finding *f = &r->finding[i];
		const char *name = gl_checks[i].name, *level = gl_level_names[f->level];
		if (!r->made[i])
			continue;
		for (size_t k = 0; k < f->figures; k++) {
			gl_sink_print(s, err, "%s\t%s\t%s\t", name, level, f->figure[k].name);
			gl_sink_number(s, f->figure[k].value, isinf(f->figure[k].value) ? "inf" : "", err);
			gl_sink_print(s, err, "\n");
		}
		if (f->level == GL_LEVEL_SKIPPED)
			tsv_line(s, name, level, "why", f->why, err);
		if (f->seen.n)
			tsv_line(s, name, level, "seen", f->seen.s, err);
		if (f->means)
			tsv_line(s, name, level, "means", f->means, err);
		if (f->remedy.n)
			tsv_line(s, name, level, "try", f->remedy.s, err);
		if (f->level == GL_LEVEL_FINE && f->figures == 0)
			tsv_line(s, name, level, "", "", err);
	}
}

/* ---- JSON ---- */

static void
json_string(struct gl_sink *s, const char *key, const char *words, struct gl_err *err)
{
	gl_sink_print(s, err, ", \"%s\": ", key);
	gl_sink_json(s, words, err);
}

static void
json_finding(struct gl_sink *s, const char *name, const struct gl_finding *f, struct gl_err *err)
{
	gl_sink_print(
	    s, err, "    {\"check\": \"%s\", \"level\": \"%s\", \"figures\": {", name, gl_level_names[f->level]);
	for (size_t i = 0; i < f->figures; i++) {
		gl_sink_print(s, err, "%s\"%s\": ", i ? ", " : "", f->figure[i].name);
		gl_sink_number(s, f->figure[i].value, "null", err);
	}
	gl_sink_print(s, err, "}");
	if (f->level == GL_LEVEL_SKIPPED)
		json_string(s, "why", f->why, err);
	if (f->seen.n)
		json_string(s, "seen", f->seen.s, err);
	if (f->means)
		json_string(s, "means", f->means, err);
	if (f->remedy.n)
		json_string(s, "try", f->remedy.s, err);
	gl_sink_print(s, err, "}");
}

static void
json(const struct gl_doctor_report *r, struct gl_sink *s, struct gl_err *err)
{
	struct gl_doctor_count n = gl_doctor_count(r->finding, r->made);
	bool first = true;

	gl_sink_print(s, err,
	    "{\n  \"problems\": %zu, \"notes\": %zu, \"fine\": %zu, \"skipped\": %zu,\n  \"looked_at\": [", n.problems,
	    n.notes, n.fine, n.skipped);
	for (size_t i = 0; i < r->facts; i++) {
		gl_sink_print(s, err, i ? ", " : "");
		gl_sink_json(s, r->fact[i], err);
	}
	gl_sink_print(s, err, "],\n  \"checks\": [");
	for (size_t i = 0; gl_checks[i].name; i++)
		if (r->made[i]) {
			gl_sink_print(s, err, first ? "\n" : ",\n");
			json_finding(s, gl_checks[i].name, &r->finding[i], err);
			first = false;
		}
	gl_sink_print(s, err, "\n  ]\n}\n");
}

int
gl_doctor_write(const struct gl_doctor_report *r, enum gl_doctor_form form, struct gl_sink *s, struct gl_arena *pass,
    struct gl_err *err)
{
	struct gl_text t = {.arena = pass};

	if (form == GL_DOCTOR_TEXT) {
		text(r, &t, pass);
		return gl_sink_write(s, t.s, t.n, err);
	}
	(form == GL_DOCTOR_TSV ? tsv : json)(r, s, err);
	return gl_sink_flush(s, err);
}
