#define _GNU_SOURCE /* syscall, nftw */
#include "cli/child.h"

#include "core/text.h"
#include "format/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if __has_include(<linux/landlock.h>)
#include <linux/landlock.h>
#endif

enum { NOT_THERE = 127, FILE_MOST = 256 << 20 }; /* a file that a check writes may have so many bytes */

static _Noreturn void
become(const char *const argv[])
{
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	_exit(NOT_THERE);
}

static int
status_of(int wait_status, const char *name, struct gl_err *err)
{
	if (WIFEXITED(wait_status))
		return WEXITSTATUS(wait_status);
	return gl_fail(err, "%s was ended by signal %d", name, WTERMSIG(wait_status));
}

int
gl_child_run(const char *const argv[], struct gl_err *err)
{
	int status;

	fflush(stdout);
	pid_t child = fork();
	if (child < 0)
		return gl_fail_errno(err, "cannot start %s", argv[0]);
	if (child == 0)
		become(argv);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return gl_fail_errno(err, "%s", argv[0]);
	return status_of(status, argv[0], err);
}

int
gl_child_output(const char *const argv[], const char **text, struct gl_arena *arena, struct gl_err *err)
{
	struct gl_text t = {.arena = arena};
	char block[4096];
	int ends[2], status;
	ssize_t n;

	if (pipe(ends) < 0)
		return gl_fail_errno(err, "cannot start %s", argv[0]);
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		int none = open("/dev/null", O_RDONLY);
		if (none >= 0)
			dup2(none, STDIN_FILENO);
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		become(argv);
	}
	close(ends[1]);
	gl_text_add(&t, "%s", "");
	while (child > 0 && ((n = read(ends[0], block, sizeof block)) > 0 || (n < 0 && errno == EINTR)))
		if (n > 0)
			gl_text_add(&t, "%.*s", (int)n, block);
	close(ends[0]);
	*text = t.s;
	if (child < 0)
		return gl_fail_errno(err, "cannot start %s", argv[0]);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return gl_fail_errno(err, "%s", argv[0]);
	return status_of(status, argv[0], err);
}

#ifdef LANDLOCK_ACCESS_FS_WRITE_FILE
/* Allows what the rules are about below a path. A path that is not there allows nothing. */
static void
allow(int rules, const char *path, uint64_t rights)
{
	struct landlock_path_beneath_attr below = {
	    .allowed_access = rights, .parent_fd = open(path, O_PATH | O_CLOEXEC)};

	if (below.parent_fd < 0)
		return;
	syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below, 0);
	close(below.parent_fd);
}

/* From now on this process and its children write only below `folder` and to what is in /dev. */
static void
confine(const char *folder)
{
	/* the rights of the first version; the second and third added moving between folders, and truncating */
	uint64_t rights = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
	    LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
	    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
	    LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
	uint64_t moving = UINT64_C(1) << 13, truncating = UINT64_C(1) << 14;
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	if (version < 1)
		return;
	rights |= (version >= 2 ? moving : 0) | (version >= 3 ? truncating : 0);
	struct landlock_ruleset_attr attr = {.handled_access_fs = rights};
	int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr.handled_access_fs, 0);
	if (rules < 0)
		return;
	allow(rules, folder, rights);
	allow(rules, "/dev", LANDLOCK_ACCESS_FS_WRITE_FILE | (rights & truncating));
	syscall(SYS_landlock_restrict_self, rules, 0);
	close(rules);
}
#else
static void
confine(const char *folder)
{
	(void)folder;
}
#endif

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)at;
	/* a folder that the check made unreadable is emptied all the same */
	if (kind == FTW_DNR)
		chmod(path, 0700);
	remove(path);
	return 0;
}

/* In the child: what holds for it alone. */
static _Noreturn void
begin(const char *const argv[], const char *folder, const sigset_t *mask)
{
	struct rlimit most = {FILE_MOST, FILE_MOST};
	int none = open("/dev/null", O_RDONLY);

	setpgid(0, 0);
	if (none >= 0)
		dup2(none, STDIN_FILENO);
	setrlimit(RLIMIT_FSIZE, &most);
	setenv("TMPDIR", folder, 1);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	confine(folder);
	sigprocmask(SIG_SETMASK, mask, NULL);
	become(argv);
}

/* Waits for the child or the end of its time; *end is the signal that asks us to end, or 0. 0, or -1: out of time. */
static int
wait_for(pid_t child, unsigned seconds, const sigset_t *signals, int *status, int *end)
{
	struct timespec now, until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += (time_t)seconds;
	for (*end = 0; waitpid(child, status, WNOHANG) != child;) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec >= until.tv_sec)
			return -1;
		struct timespec left = {.tv_sec = until.tv_sec - now.tv_sec};
		int sig = sigtimedwait(signals, NULL, &left);
		if (sig > 0 && sig != SIGCHLD) {
			*end = sig;
			return 0;
		}
	}
	return 0;
}

int
gl_child_confined(const char *const argv[], unsigned seconds, struct gl_err *err)
{
	const char *tmp = getenv("TMPDIR");
	char folder[4096];
	sigset_t signals, mask;
	int status = 0, end = 0;

	snprintf(folder, sizeof folder, "%s/gradlab-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(folder))
		return gl_fail_errno(err, "%s", folder);
	sigemptyset(&signals);
	sigaddset(&signals, SIGCHLD);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGHUP);
	sigprocmask(SIG_BLOCK, &signals, &mask);
	pid_t child = fork();
	if (child == 0)
		begin(argv, folder, &mask);
	if (child > 0)
		setpgid(child, child); /* whichever of us comes first: the group is there before it is ended */
	int late = child < 0 ? 0 : wait_for(child, seconds, &signals, &status, &end);
	if (child > 0) {
		kill(-child, SIGKILL); /* what it left running in the background too */
		if (late < 0 || end)
			waitpid(child, &status, 0);
	}
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	if (child < 0)
		return gl_fail_errno(err, "cannot start %s", argv[0]);
	if (end)
		raise(end);
	if (late < 0)
		return gl_fail(err, "not done after %u seconds", seconds);
	return status_of(status, argv[0], err);
}
