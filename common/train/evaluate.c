#include "train/evaluate.h"

#include "loss/weighing.h"

#include <math.h>
#include <string.h>

/* A network, and what is known of it so far. */
struct judged {
	const char *name;
	const struct gl_net *net;
	const char *const *label; /* if it has one for each class */
	const struct gl_loss *loss;
	struct gl_metrics *metrics;
	/* Of the rows in hand: their losses, how many of their cases are right, and the outputs. */
	double *each;
	uint64_t *right;
	struct gl_tensor y;
};

struct pass {
	const struct gl_evaluation *e;
	struct judged *net; /* (e->nnet) */
	struct gl_paired *paired; /* (e->nnet - 1) */
	struct gl_seen *seen;
	struct gl_seen_count count;
	struct gl_mistakes *mistakes;
	struct gl_arena *life;
};

/* What the first rows tell of one network: whether the fields fit it, and what is measured. */
static int
begin_net(struct pass *q, struct judged *j, const struct gl_batch *b, const struct gl_schema *s, struct gl_err *err)
{
	const struct gl_evaluation *e = q->e;
	size_t targets = s->field[1].width, labels;

	if (gl_net_takes(j->net, j->name, b->field[0].n / b->rows, err) < 0)
		return gl_fail_at(err, "row 1", 0);
	if (!(j->loss = gl_net_choose_loss(j->net, j->name, e->loss, targets, err)))
		return -1;
	struct gl_metrics *m = j->metrics =
	    gl_metrics_new(gl_net_output(j->net), gl_net_output_kind(j->net), j->loss, targets, e->top, q->life);
	gl_metrics_spread(m, e->level, q->life);
	j->label = gl_net_labels(j->net, &labels);
	if (labels != m->classes)
		j->label = NULL;
	if (!isnan(e->cut) && gl_metrics_cut(m, e->cut, err) < 0) {
		if (j != &q->net[0])
			gl_fail_at(err, j->name, 0);
		return gl_fail_at(err, "--cut", 0);
	}
	if (j != &q->net[0]) /* what follows is for the report, which is about the first network */
		return 0;
	if (e->top && (m->task != GL_TASK_CLASSES || e->top > m->k))
		return gl_fail(err, "--top %llu needs a network that chooses among at least %llu classes",
		    (unsigned long long)e->top, (unsigned long long)e->top);
	if (e->in.weights)
		m->weighted = gl_alloc(q->life, 1, sizeof *m->weighted);
	if (e->bins && gl_metrics_calibrate(m, (size_t)e->bins, q->life, err) < 0)
		return gl_fail_at(err, "--calibration", 0);
	return 0;
}

/* What the first rows tell: whether all that is asked for goes together. */
static int
begin(struct pass *q, const struct gl_batch *b, const struct gl_schema *s, struct gl_err *err)
{
	struct judged *first = &q->net[0];

	if (s->nfield < 2) {
		gl_fail(err, "row 1: there is no target in field 2 to compare the output with");
		return gl_hint(err, "gl-forward predicts without targets");
	}
	if (q->e->in.weights && gl_schema_weights(s, err) < 0)
		return gl_fail_at(err, "row 1", 0);
	for (size_t i = 0; i < q->e->nnet; i++)
		if (begin_net(q, &q->net[i], b, s, err) < 0)
			return -1;
	for (size_t i = 1; i < q->e->nnet; i++) {
		struct judged *j = &q->net[i];
		q->paired[i - 1] = (struct gl_paired){.name = j->name, .first = first->metrics, .second = j->metrics};
		if (gl_paired_check(first->metrics, first->label, j->metrics, j->label, err) < 0) {
			gl_fail_at(err, j->name, 0);
			return gl_fail_at(err, "--compare", 0);
		}
	}
	if (q->seen && gl_seen_check(q->seen, b->field[0].n / b->rows, err) < 0)
		return gl_fail_at(err, "--train", 0);
	if (q->mistakes && gl_mistakes_begin(q->mistakes, first->metrics, first->label, s, err) < 0)
		return -1;
	if (q->seen)
		first->metrics->seen = &q->count;
	first->metrics->paired = q->paired;
	first->metrics->npaired = q->e->nnet - 1;
	return 0;
}

/* Some rows: every network's outputs and losses, and what follows from them. */
static int
judge(struct pass *q, const struct gl_batch *b, struct gl_arena *pass, struct gl_err *err)
{
	struct judged *first = &q->net[0];

	if (q->e->in.weights && gl_weighing_rows(&b->field[2], b->first, err) < 0)
		return -1;
	for (size_t i = 0; i < q->e->nnet; i++) {
		struct judged *j = &q->net[i];
		struct gl_metrics *m = j->metrics;
		struct gl_ctx ctx = {.arena = pass, .row = b->first};

		j->each = gl_alloc_raw(pass, b->rows, sizeof *j->each);
		j->right = gl_alloc_raw(pass, b->rows, sizeof *j->right);
		if (gl_net_loss_each(j->net, &ctx, j->loss, &b->field[0], &b->field[1], j->each, &m->loss_sum,
			&m->loss_weight, &j->y, err) < 0)
			return -1;
		gl_metrics_add_each(m, &j->y, &b->field[1], j->each, j->right);
		if (i > 0)
			gl_paired_add(&q->paired[i - 1], b->rows, first->right, j->right, first->each, j->each);
	}
	if (first->metrics->weighted)
		gl_metrics_add_weighted(first->metrics, &b->field[2], first->each, first->right);
	if (q->mistakes && gl_mistakes_add(q->mistakes, b, &first->y, pass, err) < 0)
		return -1;
	uint64_t cases = first->metrics->cases / first->metrics->examples;
	return q->seen ? gl_seen_add(&q->count, q->seen, b, first->right, cases, err) : 0;
}

/* All rows, a block at a time. */
static int
run(struct pass *q, const char *const *paths, size_t n, struct gl_err *err)
{
	struct gl_in *in = gl_in_open(paths, n, &q->e->in, err);
	struct gl_arena pass = {0};
	struct gl_batch b;
	size_t rows = GL_BLOCK_ROWS;
	long got;

	if (!in)
		return -1;
	for (size_t i = 0; i < q->e->nnet; i++)
		rows = gl_net_rows_at_a_time(q->net[i].net, rows);
	while ((got = gl_in_read(in, rows, &b, &pass, err)) > 0) {
		if ((b.first == 0 && begin(q, &b, gl_in_schema(in), err) < 0) || judge(q, &b, &pass, err) < 0)
			return gl_in_place(in, &b, err);
		gl_arena_reset(&pass);
	}
	gl_in_close(in);
	gl_arena_free(&pass);
	if (got == 0 && !q->net[0].metrics) {
		gl_fail(err, "there are no examples, and the mean of nothing is not a number");
		return gl_fail_at(err, n > 0 && strcmp(paths[0], "-") != 0 ? paths[0] : "standard input", 0);
	}
	if (got == 0 && q->e->in.weights && !(q->net[0].metrics->weighted->weight > 0))
		return gl_fail(err, "the weights of all examples are 0, so there is no mean");
	return got < 0 ? -1 : 0;
}

/* Standard input can be one of networks, examples and training rows. */
static int
check_inputs(const struct gl_evaluation *e, const char *const *paths, size_t n, struct gl_err *err)
{
	size_t from_input = n == 0;

	for (size_t i = 0; i < e->nnet; i++) {
		if (gl_net_alone(e->net[i], paths, n, err) < 0)
			return -1;
		from_input += strcmp(e->net[i], "-") == 0;
	}
	for (size_t i = 0; i < e->ntrain; i++)
		from_input += strcmp(e->train[i], "-") == 0;
	for (size_t i = 0; i < n; i++)
		from_input += strcmp(paths[i], "-") == 0;
	if (from_input > 1)
		return gl_fail(err, "standard input can be read for one thing only");
	return 0;
}

int
gl_evaluate(const struct gl_evaluation *e, const char *const *paths, size_t n, struct gl_findings *f,
    struct gl_arena *life, struct gl_err *err)
{
	struct pass *q = gl_alloc(life, 1, sizeof *q);
	struct gl_in_args train = e->in;

	train.weights = false; /* of training rows field 3 may be anything */
	q->e = e;
	q->life = life;
	q->net = gl_alloc(life, e->nnet, sizeof *q->net);
	q->paired = gl_alloc(life, e->nnet, sizeof *q->paired);
	if (check_inputs(e, paths, n, err) < 0)
		return -1;
	for (size_t i = 0; i < e->nnet; i++) {
		struct judged *j = &q->net[i];
		j->name = strcmp(e->net[i], "-") == 0 ? "standard input" : e->net[i];
		if (!(j->net = gl_net_load(e->net[i], NULL, life, err)))
			return -1;
		if (gl_net_need_fitted(j->net, err) < 0)
			return gl_fail_at(err, j->name, 0);
	}
	if (e->ntrain && !(q->seen = gl_seen_open(e->train, e->ntrain, &train, life, err)))
		return gl_fail_at(err, "--train", 0);
	if (q->seen)
		q->count.name = gl_strdup(life, gl_seen_name(q->seen));
	if (e->errors && !(q->mistakes = gl_mistakes_open(e->errors, e->worst, life, err)))
		return gl_fail_at(err, "--errors", 0);
	if (run(q, paths, n, err) < 0)
		return -1;
	if (q->seen)
		gl_seen_close(q->seen);
	*f = (struct gl_findings){q->net[0].name, q->net[0].metrics, q->net[0].label, q->mistakes};
	return 0;
}
