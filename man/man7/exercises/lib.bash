# shellcheck shell=bash
# What the checks of the exercises share; gradlab-authoring(7) describes it. A check begins with
#     #!/bin/bash
#     . "$GRADLAB_LIB"
# and ends by `pass` or `not_yet`. One that ends in another way, a command of its own that fails included, is in trouble
# (status 2): nothing passes silently. It runs in a copy of the learner's folder; $hidden is a folder for the check's own
# files; $exercise is the folder of the exercise.

set -euo pipefail
verdict=${GRADLAB_VERDICT:?run a check by gradlab check, or by tests/exercises}
hidden=${GRADLAB_HIDDEN:?}
exercise=$(cd "$(dirname "$0")" && pwd)
unset GRADLAB_VERDICT GRADLAB_HIDDEN
export LC_ALL=C
expected=''

trouble() {
	echo "trouble" >"$verdict"
	echo "the check itself failed, at line ${1:-?} of $exercise/check: this is not your mistake" >&2
	exit 2
}
trap 'trouble "$LINENO"' ERR
trap '[[ -s $verdict ]] || trouble "the last"' EXIT

# _begin FILE: the beginning of the first line, without what a terminal would take as a command
_begin() {
	head -c 4096 "$1" | head -n 1 | tr -d '\000-\010\013-\037\177' | cut -c 1-60
}

# _part WORD TEXT: "  expected  ..." with the text folded to the width of a page
_part() {
	printf '%s\n' "$2" | tr -d '\000-\010\013-\037\177' | fold -s -w 64 | sed "1s/^/  $(printf '%-14s' "$1")/; 1!s/^/                /; s/ *\$//"
}

# want TEXT: says what the next questions expect, in words that do not give the answer away
want() {
	expected=$1
}

# not_yet FOUND CAUSE: the answer is not right yet. What was expected is what `want` said last.
not_yet() {
	_part expected "${expected:?a check says want first}"
	_part found "$1"
	_part "likely cause" "${2:?a check names a likely cause}"
	echo "failed" >"$verdict"
	exit 1
}

# pass TEXT: the answer is right; TEXT says what was found to be so
pass() {
	_part found "${1:?a check says what was right}"
	echo "passed" >"$verdict"
	exit 0
}

# near A B [TOLERANCE]: are two numbers equal to within TOLERANCE (0.005) or that part of B, whichever is more?
near() {
	awk -v a="$1" -v b="$2" -v tol="${3:-0.005}" 'BEGIN {
		number = "^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$"
		if (a !~ number || b !~ number)
			exit 1
		d = a - b; if (d < 0) d = -d
		size = b < 0 ? -b : b + 0; if (size < 1) size = 1
		exit !(d <= tol * size * (1 + 1e-9))
	}'
}

# mistake VALUE WRONG CAUSE [TOLERANCE]: a wrong answer that is often given. VALUE that is near WRONG is not right, because of CAUSE.
mistake() {
	if near "$1" "$2" "${4:-0.005}"; then
		not_yet "$1" "$3"
	fi
}

# right VALUE ANSWER CAUSE [TOLERANCE]: VALUE has to be near ANSWER; CAUSE is what is likely when it is not one of the mistakes
right() {
	near "$1" "$2" "${4:-0.005}" || not_yet "$1" "$3"
}

# need FILE: the learner's file is there and has something in it. A file of nearly this name is pointed out.
need() {
	local other
	[[ ! -s $1 || ! -f $1 ]] || return 0
	want "a file $1 in this folder"
	[[ ! -d $1 ]] || not_yet "a folder of that name" "$1 has to be a file: a > and the name after a command make one"
	[[ ! -e $1 ]] || not_yet "the file, but empty" \
		"the command before > printed nothing, or it read the file that it was writing to"
	for other in *; do
		[[ $other != *.old* ]] || continue # what gradlab reset put aside
		[[ $other != "$1" && ${other,,} == "${1,,}"* || ${1,,} == "${other,,}"* ]] || continue
		not_yet "no such file, but one named $other" "a slip in the name: mv '$other' '$1' gives it the right one"
	done
	not_yet "no such file" "you are in another folder, or the command has not been run yet"
}

# number FILE: sets $number to the one number in the learner's file. Words, units and spaces round it do not matter.
# shellcheck disable=SC2034 # $number is for the check
number() {
	local found begin asked=$expected
	need "$1"
	want "one number in $1${expected:+: $expected}"
	begin=$(_begin "$1")
	[[ $begin == *[![:space:]]* ]] || begin="a line with nothing in it"
	if grep -qaE '[-+0-9],[0-9]' "$1"; then
		not_yet "$begin" "a comma in the number: 0.5 is written with a point, 1000 with nothing between"
	fi
	# U+2212 is a minus sign too
	found=$(tr -d '\000' <"$1" | sed 's/\xe2\x88\x92/-/g' | grep -aoE '(^|[^A-Za-z0-9_.])[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?' | sed 's/^[^-+.0-9]//') || found=''
	case $(grep -c . <<<"$found") in
	0) not_yet "$begin" "there is no number in the file: echo and the number, then > $1" ;;
	1) number=$found ;;
	*)
		[[ ! $begin =~ ^[[:space:]]*[-+]?[0-9]{1,3}([ \'][0-9]{3})+[[:space:]]*$ ]] ||
			not_yet "$begin" "a gap in the number: 1000 is written with nothing between"
		[[ ! ${begin//sqrt/} =~ ^[-+*/^=\(\).0-9[:space:]]*$ || ! $begin =~ [0-9\)]([[:space:]]*[*/^=+]|-|[[:space:]]*-[[:space:]]) ]] ||
			not_yet "$begin" "a calculation: echo '...' | bc -l computes it, and its result alone belongs into $1"
		not_yet "$(grep -c . <<<"$found") numbers" "the file holds more than the answer: write that one number alone"
		;;
	esac
	expected=$asked
}

# word FILE: sets $word to the one word in the learner's file, in small letters
word() {
	local asked=$expected
	need "$1"
	want "one word in $1${expected:+: $expected}"
	word=$(tr -d '\000' <"$1" | tr -s '[:space:]' ' ' | tr '[:upper:]' '[:lower:]' | sed 's/^ //; s/ $//; s/^["'\'']//; s/["'\''.]*$//')
	[[ $word && $word != *' '* ]] || not_yet "$(_begin "$1")" "the file holds more than one word, or none"
	expected=$asked
}

# same_numbers FOUND WANTED [TOLERANCE]: do two files hold the same numbers, row by row? How they are spaced does not matter.
same_numbers() {
	_compare "$1" "$2" "${3:-0.005}" 0
}

# same_columns FOUND WANTED [TOLERANCE]: the same, and the columns may stand in any order
same_columns() {
	_compare "$1" "$2" "${3:-0.005}" 1
}

_compare() {
	awk -v tol="$3" -v any="$4" '
	function near(a, b,   d, size) {
		d = a - b; if (d < 0) d = -d
		size = b < 0 ? -b : b + 0; if (size < 1) size = 1
		return d <= tol * size * (1 + 1e-9)
	}
	{ gsub(/\r/, "") }
	/^#/ || NF == 0 { next }
	FILENAME == ARGV[1] { found[++rows] = NF; for (i = 1; i <= NF; i++) { f[rows, i] = $i } next }
	{ wanted++; width = NF; if (found[wanted] != NF) bad = 1; for (i = 1; i <= NF; i++) w[wanted, i] = $i }
	END {
		if (bad || rows != wanted || rows == 0)
			exit 1
		for (j = 1; j <= width; j++) {
			match_ = 0
			for (i = any ? 1 : j; i <= (any ? width : j) && !match_; i++) {
				if (used[i])
					continue
				for (r = 1; r <= rows && (f[r, i] ~ /^[-+.0-9]/) && near(f[r, i], w[r, j]); r++)
					;
				if (r > rows) { match_ = 1; used[i] = 1 }
			}
			if (!match_)
				exit 1
		}
	}' "$1" "$2"
}

# try NAME COMMAND [ARG]...: runs a tool on the learner's files; its output goes to $hidden/NAME. What it complains of is what was found.
try() {
	local out=$1
	shift
	"$@" >"$hidden/$out" 2>"$hidden/$out.err" </dev/null && return
	not_yet "$(grep -v '^$' "$hidden/$out.err" | head -n 2)" "$1 cannot use the file: its message above names the place"
}

# run NAME FILE [ARG]...: runs the learner's script; its output goes to $hidden/NAME
run() {
	local out=$1
	shift
	need "$1"
	want "a command in $1 that runs to its end"
	sed -i 's/\r$//' "$1"
	(set +e && exec bash -o pipefail "$@") >"$hidden/$out" 2>"$hidden/$out.err" </dev/null && return
	not_yet "$(tail -n 2 "$hidden/$out.err" | grep . || echo "a command that failed and said nothing")" \
		"a command in $1 fails: run bash $1 yourself and read its message"
}
