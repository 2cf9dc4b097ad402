#!/usr/bin/env bats
# What holds for every tool there is.

load helper

# each COMMAND...: runs it for every tool, which it finds in $tool; names the tools it fails for
each() {
	local tool failed=0
	[ -n "$(tools)" ]
	for tool in $(tools); do
		"$@" || {
			echo "# $tool" >&2
			failed=1
		}
	done
	return $failed
}

answers_help() {
	"$tool" --help >help 2>err && "$tool" -h >h 2>>err && cmp help h && [ ! -s err ] && grep -q "^Usage: $tool \[OPTION\]" help &&
		grep -q '^Examples:$' help && [ "$(wc -L <help)" -le 100 ]
}
@test "every tool answers -h and --help on standard output, with examples and usage" {
	each answers_help
}

answers_version() {
	"$tool" --version >version 2>err && "$tool" -V >v && cmp version v && [ ! -s err ] && grep -Eqx "$tool [0-9]+\.[0-9]+\.[0-9]+" version
}
@test "every tool answers -V and --version with its name and version" {
	each answers_version
}

# fails_with STATUS REGEX COMMAND...: nothing on standard output, this status, a first line of standard error like this
fails_with() {
	local want=$1 pattern=$2 status=0
	shift 2
	"$@" >out 2>err || status=$?
	[ "$status" = "$want" ] && [ ! -s out ] && head -n 1 err | has -E "$pattern" && ! sed 1d err | grep -v '^hint: '
}
full_disk() {
	fails_with 2 "^$tool: standard output: No space left on device\$" bash -c "$tool --help >&3" 3>/dev/full
}
@test "help that can't be written is an error" {
	each full_disk
}

closed_output() {
	local status=0
	"$tool" --version >&- 2>err || status=$?
	[ $status = 2 ] && [ "$(cat err)" = "$tool: standard output: Bad file descriptor" ]
}
@test "a closed standard output is an error" {
	each closed_output
}

unknown_option() {
	fails_with 2 "^$tool: unknown option --zebra-crossing\$" "$tool" --zebra-crossing &&
		grep -qx "hint: $tool --help lists the options" err &&
		fails_with 2 "^$tool: unknown option --hepl\$" "$tool" --hepl && grep -qx 'hint: did you mean --help?' err &&
		fails_with 2 "^$tool: unknown option -@\$" "$tool" -@
}
@test "an unknown option is refused with one line and a hint" {
	each unknown_option
}

missing_file() {
	fails_with 2 "^$tool: .+" "$tool" no-such-file no-such-file </dev/null
}
@test "a missing file is one line and status 2" {
	each missing_file
}

closed_input() {
	local status=0
	"$tool" <&- >out 2>err || status=$?
	[ $status = 2 ] || [ $status = 0 ] || [ $status = 1 ] || return
	[ $status != 2 ] || [ -s err ]
}
@test "a closed standard input does not crash a tool" {
	each closed_input
}

completes() {
	local shell
	for shell in bash zsh fish; do
		"$tool" --completion $shell >"completion.$shell" && [ -s "completion.$shell" ] || return
	done
	bash -n completion.bash || return
	# what is offered for -- is at least what --help lists; completion.bats knows what else gl-sweep offers
	# shellcheck disable=SC2016 # for the inner shell
	bash --norc -c 'source ./completion.bash; COMP_WORDS=("$1" --); COMP_CWORD=1; "_$1"; printf "%s\n" "${COMPREPLY[@]}"' _ "$tool" |
		sort >offered
	"$tool" --help | sed -nE 's/^  (-.,|   ) (--[a-z0-9-]+).*/\2/p' | sort >listed
	[ -s listed ] && diff listed <(comm -12 listed offered)
}
@test "the completion script for bash offers the options that --help lists" {
	each completes
}

same_threads() {
	"$tool" --help | has -- ' --threads ' || return 0
	fails_with 2 "^$tool: GL_THREADS: 'x' is not a whole number\$" env GL_THREADS=x "$tool" &&
		fails_with 2 "^$tool: --[a-z]+: 'y' is not a whole number\$" env GL_THREADS=x "$tool" --threads y
}
@test "GL_THREADS stands for --threads, and a wrong one is refused" {
	each same_threads
}

same_seed() {
	"$tool" --help | has -- ' --seed ' || return 0
	fails_with 2 "^$tool: GL_SEED: '-1' is not a whole number\$" env GL_SEED=-1 "$tool" &&
		fails_with 2 "^$tool: --seed: 'y' is not a whole number\$" env GL_SEED=-1 "$tool" --seed y
}
@test "GL_SEED stands for --seed, and a wrong one is refused" {
	each same_seed
}

@test "a tool whose reader has gone ends by SIGPIPE, quietly" {
	set +o pipefail
	gl-synth moons -n 200000 2>err | head -n 1 >out
	[ "${PIPESTATUS[0]}" = 141 ]
	[ ! -s err ]
	[ "$(wc -l <out)" = 1 ]
}

@test "an interrupted tool leaves no temporary file" {
	mkfifo pipe
	exec 5<>pipe # both ways: this does not wait for the other end
	gl-cat -o result pipe &
	pid=$!
	echo 1 2 >&5
	begun() { [ -n "$(find . -name '.*' -type f)" ]; }
	await begun
	kill -TERM $pid
	status=0
	wait $pid || status=$?
	exec 5>&-
	[ $status = 143 ]
	only pipe
}

@test "a file that shrinks while it is mapped is an error, not a crash" {
	gl-synth moons -n 400000 -b -o big.npy
	mkfifo pipe
	# the pipe's reader waits before it takes more, so the tool stands in the middle of the file
	exec 5<>pipe
	exec 6<pipe
	gl-cat -t big.npy >&5 2>err 5>&- 6<&- &
	pid=$!
	exec 5>&-
	head -c 100 <&6 >/dev/null
	truncate -s 5000 big.npy
	cat <&6 >/dev/null
	exec 6<&-
	status=0
	wait $pid || status=$?
	[ $status = 2 ]
	[ "$(cat err)" = "gl-cat: big.npy: the file became shorter while it was being read" ]
}

@test "a tool that waits for a terminal says so, once" {
	printf '0 1\n\004' | script -qec 'gl-cat 2>err' /dev/null >out
	[ "$(wc -l <err)" = 1 ]
	grep -q '^gl-cat: .*terminal' err
}

