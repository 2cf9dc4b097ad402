# shellcheck shell=bash
# Loaded by every .bats file: a fresh, empty folder to work in, the tools of one build on PATH, nothing inherited that changes a result.
# A file with a setup of its own calls gl_setup in it.

bats_require_minimum_version 1.5.0

gl_setup() {
	GL_ROOT=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	GL_BUILD=${GL_BUILD:-$GL_ROOT/build}
	[[ $GL_BUILD == /* ]] || GL_BUILD=$GL_ROOT/$GL_BUILD
	GRADLAB_DATASETS=$GL_ROOT/datasets
	PATH=$GL_BUILD/bin:$PATH
	LC_ALL=C
	# a finding of the sanitizers must not look like status 1, which is an answer; asking for too much memory is allowed
	ASAN_OPTIONS=exitcode=99:allocator_may_return_null=1:handle_sigbus=0
	UBSAN_OPTIONS=exitcode=99:print_stacktrace=1
	SHELL=/bin/sh # what script and parallel start; a user of a service has one that starts nothing
	export GL_ROOT GL_BUILD GRADLAB_DATASETS PATH LC_ALL ASAN_OPTIONS UBSAN_OPTIONS SHELL
	unset GL_SEED GL_THREADS GRADLAB_COURSE NO_COLOR COLORTERM COLUMNS LINES POSIXLY_CORRECT CDPATH BASH_ENV ENV GREP_OPTIONS \
		PYTHONPATH PYTHONHOME ZDOTDIR
	set -o pipefail
	cd "$BATS_TEST_TMPDIR" || return
}

setup() {
	gl_setup
}

# What a test that failed has left running might run for ever, and bats would wait for it.
teardown() {
	local job
	for job in $(jobs -pr); do
		kill -KILL -- "-$job" 2>/dev/null || kill -KILL "$job" 2>/dev/null || true
	done
}

# await COMMAND...: waits until it is true; what is not after five minutes will not become so any more
await() {
	local end=$((SECONDS + 300))
	until "$@"; do
		((SECONDS < end)) || {
			echo "not so within five minutes: $*"
			return 1
		}
		sleep 0.01
	done
}

# has ARGUMENT...: grep -q for the end of a pipe, which reads all that comes. grep -q ends where it finds something, and a command
# that has more to write to it then ends by SIGPIPE: with pipefail a failure, now and then.
has() {
	(($(grep -c "$@") > 0))
}

# lines "text" FILE: does FILE hold exactly this text (with a newline at its end)? Shows the difference.
same() {
	diff -u <(printf '%s\n' "$1") "$2"
}

# only FILE...: nothing is in the working folder but these (and what bats keeps standard error in)
only() {
	diff -u <(printf '%s\n' "$@" | sort) <(find . -mindepth 1 ! -name 'separate-stderr-*' -printf '%P\n' | sort)
}

# All tools of the build, one a line.
tools() {
	(cd "$GL_BUILD/bin" && printf '%s\n' *)
}

# What the tables of the library hold, a name a line: a new row is in every test that loops over these.
layer_names() {
	gl-init --list | awk '$1 != "input" && $1 != "end" { print $1 }'
}

loss_names() {
	gl-loss --list | awk '{ print $1 }'
}

optimizer_names() {
	{ gl-step --optimizer '?' - x 2>&1 || true; } | sed -n '/^hint: there are /{ s///; s/,\{0,1\} and /, /; s/, /\n/g; p; }'
}

# all_in TEXT: is every name that it reads, a line each, a word of the text?
all_in() {
	local name seen=0 bad=0
	while read -r name; do
		seen=$((seen + 1))
		grep -qE -- "(^|[^a-z-])$name($|[^a-z-])" <<<"$1" || {
			echo "this test has no $name"
			bad=1
		}
	done
	((seen > 5 && bad == 0))
}
