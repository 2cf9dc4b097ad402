/* The command line: this program is a small tool, and its test, which runs it with good and bad arguments. */
#include "cli/cli.h"
#include "cli/progress.h"
#include "core/real.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* The tool: prints what its variables are after parsing. */
static int
tool(int argc, char **argv)
{
	static const char *const choices[] = {"sgd", "momentum", "adam", NULL};
	struct gl_io io = GL_IO_DEFAULT;
	uint64_t seed = 1, epochs = 10;
	double rate = NAN, val = 0;
	int optimizer = 0, progress = 0;
	bool keep = false, none = false, given = false;
	struct gl_strs list = {.n = 0};
	const struct gl_opt opts[] = {
	    GL_OPTS_IO(&io),
	    GL_OPTS_THREADS(&io),
	    GL_OPTS_SEED(&seed),
	    {0, NULL, NULL, GL_HEADING, NULL, "Loop"},
	    {'e', "epochs", "N", GL_WHOLE, &epochs, "passes over the data", .lo = 1, .hi = 1000, .given = &given},
	    {0, "lr", "RATE", GL_NUMBER, &rate, "the learning rate", .lo = 1e-310, .hi = INFINITY},
	    {0, "val", "SHARE", GL_SHARE, &val, "the share that is kept aside"},
	    {0, "optimizer", "NAME", GL_CHOICE, &optimizer, "how parameters move", .choices = choices},
	    {0, "progress", "WHEN", GL_CHOICE, &progress, "the status line", .choices = gl_progress_choices},
	    {0, "no-shuffle", NULL, GL_FLAG, &keep, "keep the order"},
	    {0, "no-history", NULL, GL_FLAG, &none, "add no history"},
	    {0, "also", "FILE", GL_LIST, &list, "one more"},
	};
	const struct gl_tool t = {
	    "gl-try", "NET [FILE]...", "Try the command line.", opts, GL_LEN(opts), "gl-try x.net", 1, 3};
	int first = gl_cli_parse(&t, argc, argv);

	gl_cli_io(&io);
	printf("form %d digits %d seed %llu epochs %llu%s lr %g val %g optimizer %d keep %d also %zu:",
	    (int)io.out.form, io.out.digits, (unsigned long long)seed, (unsigned long long)epochs, given ? "!" : "",
	    rate, val, optimizer, keep, list.n);
	for (int i = first; i < argc; i++)
		printf(" %s", argv[i]);
	printf("\n");
	gl_progress_open((enum gl_progress_when)progress);
	if (gl_progress_due())
		gl_progress_show("epoch %d", 3);
	if (progress == GL_PROGRESS_ALWAYS)
		gl_warn(&t, "slow\ndisk");
	gl_progress_close();
	return 0;
}

#define REST " optimizer 0 keep 0 also 0:"
#define PLAIN "form 0 digits 0 seed 1 epochs 10 lr nan val 0" REST
#define USAGE "hint: usage: gl-try [OPTION]... NET [FILE]...\n"

/* Arguments, status, and all that is printed (what comes in between, for those that begin with *). */
static const struct {
	const char *args;
	int status;
	const char *out;
} cases[] = {
    {"n", 0, PLAIN " n\n"},
    {"n a b", 0, PLAIN " n a b\n"},
    {"n - -- -t", 0, PLAIN " n - -t\n"},
    {"n -t --digits 3", 0, "form 1 digits 3 seed 1 epochs 10 lr nan val 0" REST " n\n"},
    {"-t -b n", 0, "form 2 digits 0 seed 1 epochs 10 lr nan val 0" REST " n\n"},
    {"--epochs=7 n", 0, "form 0 digits 0 seed 1 epochs 7! lr nan val 0" REST " n\n"},
    {"-e7 n", 0, "form 0 digits 0 seed 1 epochs 7! lr nan val 0" REST " n\n"},
    {"--epo 7 n", 0, "form 0 digits 0 seed 1 epochs 7! lr nan val 0" REST " n\n"},
    {"--lr 1e-3 n", 0, "form 0 digits 0 seed 1 epochs 10 lr 0.001 val 0" REST " n\n"},
    {"--val 15% n", 0, "form 0 digits 0 seed 1 epochs 10 lr nan val 0.15" REST " n\n"},
    {"--val 0.15 n", 0, "form 0 digits 0 seed 1 epochs 10 lr nan val 0.15" REST " n\n"},
    {"--optimizer adam --also x --also=y --no-s n", 0,
	"form 0 digits 0 seed 1 epochs 10 lr nan val 0 optimizer 2 keep 1 also 2: n\n"},
    {"", 2, "gl-try: NET is missing\n" USAGE},
    {"a b c d", 2, "gl-try: unexpected argument 'd'\n" USAGE},
    {"--epohcs 3 n", 2, "gl-try: unknown option --epohcs\nhint: did you mean --epochs?\n"},
    {"--epohcs=3 n", 2, "gl-try: unknown option --epohcs\nhint: did you mean --epochs?\n"},
    {"--zebra n", 2, "gl-try: unknown option --zebra\nhint: gl-try --help lists the options\n"},
    {"--share 1 n", 2, "gl-try: unknown option --share\nhint: there is --val SHARE: the share that is kept aside\n"},
    {"--shar 1 n", 2, "gl-try: unknown option --shar\nhint: gl-try --help lists the options\n"},
    {"--order n", 2, "gl-try: unknown option --order\nhint: there is --no-shuffle: keep the order\n"},
    {"--no n", 2, "gl-try: option --no is ambiguous\nhint: --no-shuffle or --no-history\n"},
    {"-x n", 2, "gl-try: unknown option -x\nhint: gl-try --help lists the options\n"},
    {"-lr 3 n", 2, "gl-try: unknown option -l\nhint: --lr, with two dashes\n"},
    {"n --epochs", 2, "gl-try: option --epochs needs a value: N\n"},
    {"n -e", 2, "gl-try: option --epochs needs a value: N\n"},
    {"--text=yes n", 2, "gl-try: option --text takes no value\n"},
    {"--help=yes n", 2, "gl-try: option --help takes no value\n"},
    {"--epochs 0 n", 2, "gl-try: --epochs: 0 must be from 1 to 1000\n"},
    {"--epochs 1001 n", 2, "gl-try: --epochs: 1001 must be from 1 to 1000\n"},
    {"--epochs 3x n", 2, "gl-try: --epochs: '3x' is not a whole number\n"},
    {"--epochs -3 n", 2, "gl-try: --epochs: '-3' is not a whole number\n"},
    {"--epochs 1e2 n", 2, "gl-try: --epochs: '1e2' is not a whole number\n"},
    {"--epochs '' n", 2, "gl-try: --epochs: '' is not a whole number\n"},
    {"--epochs 99999999999999999999999 n", 2, "gl-try: --epochs: 99999999999999999999999 must be from 1 to 1000\n"},
    {"--seed 4294967296 n", 2, "gl-try: --seed: 4294967296 must be from 0 to 4294967295\n"},
    {"--lr 0 n", 2, "gl-try: --lr: 0 must be above 0\n"},
    {"--lr nan n", 2, "gl-try: --lr: 'nan' is not a number\n"},
    {"--lr inf n", 2, "gl-try: --lr: 'inf' is not a number\n"},
    {"--lr 1e999 n", 2, "gl-try: --lr: 1e999 is too large\n"},
    {"--lr '1 ' n", 2, "gl-try: --lr: '1 ' is not a number\n"},
    {"--lr 0,1 n", 2, "gl-try: --lr: '0,1' is not a number\n"},
    {"--val 120% n", 2, "gl-try: --val: the share 120% must be from 0 to 1\n"},
    {"--val % n", 2, "gl-try: --val: '%' is not a share, such as 0.1 or 10%\n"},
    {"--optimizer sdg n", 2, "gl-try: --optimizer: 'sdg' is not one of sgd, momentum, adam\nhint: did you mean sgd?\n"},
    {"--optimizer zebra n", 2, "gl-try: --optimizer: 'zebra' is not one of sgd, momentum, adam\n"},
    {"--completion tcsh", 2, "gl-try: --completion: 'tcsh' is not one of bash, zsh, fish\n"},
    {"--progress always n >&2", 0, "*\repoch 3\033[K\r\033[K\rgl-try: warning: slow?disk\n"},
    {"-V", 0, "gl-try 0.1.0\n"},
    {"--help", 0, "*  -e, --epochs N          passes over the data [10]\n"},
    {"--help", 0, "*      --lr RATE           the learning rate\n"},
    {"--help", 0, "*how parameters move: sgd, momentum, adam [sgd]\n"},
    {"--help", 0, "*\nUsage: gl-try [OPTION]... NET [FILE]...\n"},
    {"--help >/dev/full", 2, "gl-try: standard output: No space left on device\n"},
    {"--version >&-", 2, "gl-try: standard output: Bad file descriptor\n"},
};

/*
 * Runs this program as the tool with the environment and arguments given; returns its status, what it printed in out.
 */
static int
run(const char *self, const char *env, const char *args, char *out, size_t size)
{
	char command[1024];

	snprintf(command, sizeof command, "exec 2>&1; unset GL_SEED GL_THREADS NO_COLOR; TERM=xterm TOOL=1 %s '%s' %s",
	    env, self, args);
	FILE *p = popen(command, "r");
	if (!p)
		return -1;
	size_t n = fread(out, 1, size - 1, p);
	out[n] = '\0';
	int status = pclose(p);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int
main(int argc, char **argv)
{
	char out[8192];
	int bad = 0;

	if (getenv("TOOL"))
		return tool(argc, argv);
	for (size_t i = 0; i < GL_LEN(cases); i++) {
		int status = run(argv[0], "", cases[i].args, out, sizeof out);
		const char *want = cases[i].out;
		bool same = *want == '*' ? strstr(out, want + 1) != NULL : strcmp(out, want) == 0;
		if (status == cases[i].status && same)
			continue;
		printf("gl-try %s\nstatus %d, not %d, and it printed\n%swhen this was due:\n%s", cases[i].args, status,
		    cases[i].status, out, want);
		bad++;
	}
	static const char *const envs[][3] = {
	    {"GL_SEED=7", "n", "form 0 digits 0 seed 7 epochs 10 lr nan val 0" REST " n\n"},
	    {"GL_SEED=7", "--seed 8 n", "form 0 digits 0 seed 8 epochs 10 lr nan val 0" REST " n\n"},
	    {"GL_SEED=", "n", PLAIN " n\n"},
	    {"GL_SEED=x", "n", "gl-try: GL_SEED: 'x' is not a whole number\n"},
	    {"GL_THREADS=1025", "n", "gl-try: GL_THREADS: 1025 must be from 0 to 1024\n"},
	};
	for (size_t i = 0; i < GL_LEN(envs); i++) {
		run(argv[0], envs[i][0], envs[i][1], out, sizeof out);
		if (strcmp(out, envs[i][2]) != 0) {
			printf(
			    "%s gl-try %s printed\n%swhen this was due:\n%s", envs[i][0], envs[i][1], out, envs[i][2]);
			bad++;
		}
	}
	return bad > 0;
}
