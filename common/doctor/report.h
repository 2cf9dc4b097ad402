/* What an examination found, as text for people, TSV for awk, or JSON for programs. */
#ifndef GL_DOCTOR_REPORT_H
#define GL_DOCTOR_REPORT_H

#include "doctor/doctor.h"
#include "format/file.h"

enum gl_doctor_form { GL_DOCTOR_TEXT, GL_DOCTOR_TSV, GL_DOCTOR_JSON };

struct gl_doctor_report {
	const struct gl_finding *finding; /* of each check that was made */
	const bool *made;
	const char *const *fact; /* lines on what was looked at */
	size_t facts;
	bool verbose; /* text: checks that found nothing, with their figures, and why others were not made */
};

/* How many checks found a problem, a note, nothing; how many could not be made. */
struct gl_doctor_count {
	size_t problems, notes, fine, skipped;
};
struct gl_doctor_count gl_doctor_count(const struct gl_finding *finding, const bool *made);

int gl_doctor_write(const struct gl_doctor_report *r, enum gl_doctor_form form, struct gl_sink *s,
    struct gl_arena *pass, struct gl_err *err);

#endif
