/* What came of a sweep: the logs of its runs and the histories of their networks, as one table. */
#ifndef GL_COLLECT_H
#define GL_COLLECT_H

#include "sweep/plan.h"

/* At which epoch a run is judged: that of the network that was kept, the best one, or the last. */
enum gl_collect_at { GL_AT_KEPT, GL_AT_BEST, GL_AT_LAST };
enum gl_collect_form { GL_COLLECT_TEXT, GL_COLLECT_TSV, GL_COLLECT_JSON };

struct gl_collect_args {
	const char *by; /* a column of the logs; NULL: val_loss or, if no run has one, loss */
	const char *over; /* runs that differ in this option alone belong to one setting: "seed" */
	int at, form; /* the enums */
	bool each; /* a line for each run instead of each setting */
};

struct gl_outcome {
	const struct gl_planned *plan;
	enum gl_run_state state;
	uint64_t epoch; /* which the figure is of; of an unfinished run the last one in its log; 0: none */
	double figure; /* NaN: there is none */
	const char *data; /* hash of the examples that it was trained on, or NULL */
	size_t setting;
};

/* Runs that differ in their seed alone. */
struct gl_setting {
	const struct gl_outcome *first, *best; /* best: of those that are done, or NULL */
	size_t count[4]; /* by gl_run_state */
	double mean,
	    deviation; /* of the figures of the runs that are done; the deviation is that of a sample (n - 1) */
	size_t figures; /* how many there are */
};

struct gl_collection {
	const char *folder, *by;
	bool greater; /* a greater figure is better */
	struct gl_outcome *run; /* the best first */
	size_t runs;
	struct gl_setting *setting; /* the best first */
	size_t settings;
	const char **column; /* names of what differs between runs */
	size_t columns;
	const char *warning; /* a reason to doubt the table, or NULL */
};

/* Reads all that is there. 0, or -1 with err set: no plan, a column that no log has, a file that is not ours. */
int gl_collect(const char *folder, const struct gl_collect_args *args, struct gl_collection *c, struct gl_arena *arena,
    struct gl_err *err);

/* Prints it; errors of writing are kept by the sink. */
void gl_collect_write(const struct gl_collection *c, const struct gl_collect_args *args, struct gl_sink *to,
    struct gl_arena *arena, struct gl_err *err);

/* The value of an item of a planned run, or NULL. */
const char *gl_planned_value(const struct gl_planned *p, const char *name);

#endif
