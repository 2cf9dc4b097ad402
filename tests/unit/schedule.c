/* Learning rates against those of PyTorch's schedulers (tests/fixtures/schedules.py); texts of schedules. */
#include "train/schedule.h"

#include "core/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "../fixtures/schedules.h"

static int failures;

#define CHECK(cond, ...)                                                                                               \
	do {                                                                                                           \
		if (!(cond)) {                                                                                         \
			printf(__VA_ARGS__);                                                                           \
			printf(" (line %d)\n", __LINE__);                                                              \
			failures++;                                                                                    \
		}                                                                                                      \
	} while (0)

static struct gl_schedule
begin(const char *text, uint64_t warmup, double lr, uint64_t steps, struct gl_plateau *p)
{
	struct gl_schedule s = {0};
	struct gl_err err = {0};

	CHECK(gl_schedule_parse(text, &s, &err) == 0, "%s: %s", text, err.msg);
	s.warmup = warmup;
	CHECK(gl_schedule_begin(&s, lr, EPOCH, steps, p, &err) == 0, "%s: %s", text, err.msg);
	return s;
}

/* Nine digits are kept. */
static void
expect(const char *what, uint64_t step, double got, double want)
{
	CHECK(fabs(got - want) <= 1e-8 * fabs(want) + 1e-17, "%s: step %llu has %.17g, PyTorch %.17g", what,
	    (unsigned long long)step, got, want);
}

static void
as_pytorch(void)
{
	struct gl_plateau p;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct gl_schedule s = begin(cases[i].schedule, cases[i].warmup, LR, STEPS, &p);
		for (uint64_t t = 0; t < STEPS; t++)
			expect(cases[i].schedule, t, gl_schedule_rate(&s, &p, t), cases[i].rate[t]);
	}
	for (size_t i = 0; i < sizeof plateaus / sizeof plateaus[0]; i++) {
		struct gl_schedule s = begin(plateaus[i].schedule, 0, LR, (uint64_t)EPOCH * EPOCHS, &p);
		for (uint64_t e = 0; e < EPOCHS; e++) {
			for (uint64_t t = EPOCH * e; t < EPOCH * (e + 1); t++)
				expect(plateaus[i].schedule, t, gl_schedule_rate(&s, &p, t), plateaus[i].rate[e]);
			gl_schedule_epoch(&s, &p, EPOCH * (e + 1), losses[e]);
		}
	}
}

/* Whatever the length of a run, all rates are numbers from 0 up, and read back when printed; the text of one, too. */
static void
any_length(void)
{
	static const uint64_t lengths[] = {1, 2, 3, 4, 7, 100, UINT64_MAX};
	struct gl_arena arena = {0};

	for (size_t k = 0; gl_schedules[k]; k++)
		for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
			for (uint64_t warmup = 0; warmup <= 8; warmup += 4) {
				struct gl_plateau p, q;
				struct gl_schedule s = begin(gl_schedules[k]->name, warmup, 0.1, lengths[i], &p);
				struct gl_schedule again =
				    begin(gl_schedule_text(&s, &arena), warmup, 0.1, lengths[i], &q);
				for (uint64_t t = 0; t < 100 && t < lengths[i]; t++) {
					double rate = gl_schedule_rate(&s, &p, t), read = -1;
					char text[GL_NUMBER_TEXT];
					int overflow;
					size_t n = gl_number_print64(rate, text);
					CHECK(rate >= 0 && rate <= 0.1, "%s of %llu: %g at %llu", gl_schedules[k]->name,
					    (unsigned long long)lengths[i], rate, (unsigned long long)t);
					gl_number_read64(text, text + n, &read, &overflow);
					CHECK(memcmp(&read, &rate, sizeof rate) == 0, "%.*s does not read back", (int)n,
					    text);
					CHECK(gl_schedule_rate(&again, &q, t) == rate,
					    "%s is not the same from its text", gl_schedules[k]->name);
				}
			}
	gl_arena_free(&arena);
}

static void
warmup_text(void)
{
	struct gl_schedule s = {0};
	struct gl_plateau p;
	struct gl_err err;

	CHECK(gl_schedule_parse_warmup("5%", &s, &err) == 0 && gl_schedule_begin(&s, 0.1, 10, 200, &p, &err) == 0 &&
		s.warmup == 10,
	    "5%% of 200 steps: %llu", (unsigned long long)s.warmup);
	CHECK(gl_schedule_parse_warmup("0.25", &s, &err) == 0 && gl_schedule_begin(&s, 0.1, 10, 10, &p, &err) == 0 &&
		s.warmup == 3,
	    "0.25 of 10 steps: %llu", (unsigned long long)s.warmup);
	CHECK(gl_schedule_parse_warmup("12", &s, &err) == 0 && gl_schedule_begin(&s, 0.1, 10, 200, &p, &err) == 0 &&
		s.warmup == 12,
	    "12 steps: %llu", (unsigned long long)s.warmup);
	static const char *const bad[] = {
	    "", "x", "-1", "1.5", "1.0", "1e0", "1.", "101%", "-5%", "nan", "1e300", "5%%"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK(gl_schedule_parse_warmup(bad[i], &s, &err) < 0, "'%s' was taken for a warm-up", bad[i]);
}

static void
refused(void)
{
	static const char *const bad[] = {"", ",", "cosin", "cosine,", "cosine,min", "cosine,min=", "cosine,min=x",
	    "cosine,min=nan", "cosine,min=-1", "cosine,max=1", "cosine min=1", "step,every=0", "step,factor=0",
	    "step,every=1e99", "plateau,patience=1.5", "plateau,factor=1", "one-cycle,up=101%", "constant,min=0",
	    "step,every=10%", "step,factor=0.10000000000000000000000000000000000000000000000000000000000000000000001"};
	struct gl_schedule s;
	struct gl_err err;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK(gl_schedule_parse(bad[i], &s, &err) < 0, "'%s' was taken for a schedule", bad[i]);
}

int
main(void)
{
	as_pytorch();
	any_length();
	warmup_text();
	refused();
	return failures > 0;
}
