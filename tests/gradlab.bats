# gradlab: the course. A small course of two written lessons stands in for the real one, whose exercises tests/exercises tries.

load helper

setup() {
	gl_setup
	export HOME=$BATS_TEST_TMPDIR/home GRADLAB_COURSE=$BATS_TEST_TMPDIR/course TMPDIR=$BATS_TEST_TMPDIR/tmp
	unset XDG_STATE_HOME PAGER
	state=$HOME/.local/state/gradlab/progress
	mkdir -p "$HOME" "$TMPDIR" "$GRADLAB_COURSE/pages"
	cp "$GL_ROOT"/man/man7/exercises/{lib.bash,judge,page} "$GRADLAB_COURSE/"
	printf '%s\t%s\n' 00-start Zero 01-next One 02-later 'Not written' >"$GRADLAB_COURSE/lessons"
	printf '.Sh NAME\n.Nm x\n.Nd The first one\n' >"$GRADLAB_COURSE/pages/gradlab-00-start.7"
	printf 'The page of lesson 0.\n' >"$GRADLAB_COURSE/pages/gradlab-00-start.txt"
	sed 's/first/second/' "$GRADLAB_COURSE/pages/gradlab-00-start.7" >"$GRADLAB_COURSE/pages/gradlab-01-next.7"
	exercise 1-sum sum.txt <<-'CHECK'
		want "two and two"
		number sum.txt
		mistake "$number" 5 "that is one more than there are"
		right "$number" 4 "count again"
		pass "it is $number"
	CHECK
	mkdir -p "$GRADLAB_COURSE/00/files/data" "$GRADLAB_COURSE/00/1-sum/starter"
	echo 1 2 >"$GRADLAB_COURSE/00/files/data/x.txt"
	echo 0 >"$GRADLAB_COURSE/00/1-sum/starter/sum.txt"
	cd "$HOME" || return
}

# exercise NAME ANSWER: makes an exercise of lesson 00 with the check that is read from standard input
exercise() {
	local folder=$GRADLAB_COURSE/00/$1
	mkdir -p "$folder"
	printf '%s\n\n%s\n' "The title of $1" "What to do." >"$folder/goal"
	echo "$2" >"$folder/answer"
	printf '%s\n' 'first hint' -- 'second hint' 'in two lines' -- 'third hint' >"$folder/hints"
	echo "why it works" >"$folder/explain"
	echo "echo 4 >sum.txt" >"$folder/solution.sh"
	{
		# shellcheck disable=SC2016 # for the check
		printf '%s\n' '#!/bin/bash' '. "$GRADLAB_LIB"'
		cat
	} >"$folder/check"
	chmod +x "$folder/check"
}

@test "without an argument the map shows each lesson, what is passed, what is not written yet, and what is next" {
	run -0 --separate-stderr gradlab
	grep -qx '> 00  start  *0/1  *The first one' <<<"$output"
	grep -qx '  01  next  *The second one' <<<"$output"
	grep -qx '  02  later  *not yet  *Not written' <<<"$output"
	[ "${lines[-1]}" = "Begin with:   gradlab open 0" ]
}

@test "many lessons that are not written share a few lines of the map, none wider than a terminal" {
	printf '%s\tNot written\n' 03-optimizers 04-regularise 05-backpropagation 06-transformers >>"$GRADLAB_COURSE/lessons"
	run -0 --separate-stderr gradlab
	grep -qx '  02-06 *not yet  later, optimizers, regularise, backpropagation,' <<<"$output"
	grep -qx '  *transformers' <<<"$output"
	run ! grep -E '.{80}' <<<"$output"
}

@test "what is next follows the lesson opened last, and at the end comes back to what was skipped" {
	cp -R "$GRADLAB_COURSE/00" "$GRADLAB_COURSE/01"
	gradlab open 1 >/dev/null
	run -0 gradlab
	[ "${lines[-1]}" = "Go on with:   gradlab open 1" ]
	echo 4 >gradlab/01-next/sum.txt
	run -0 gradlab check 1
	[ "${lines[-1]}" = "All exercises of lesson 1 are passed. Next: gradlab open 0" ]
}

@test "open puts the files of a lesson into a folder, names it, and never overwrites" {
	run -0 --separate-stderr gradlab open 0
	[[ $output == *"    cd ~/gradlab/00-start"* ]]
	[[ $output == *"New in its folder:"$'\n'"data/x.txt"$'\n'"sum.txt"* ]]
	same '1 2' "$HOME/gradlab/00-start/data/x.txt"
	echo 7 >"$HOME/gradlab/00-start/sum.txt"
	run -0 gradlab open start
	[[ $output != *"New in its folder"* ]]
	same 7 "$HOME/gradlab/00-start/sum.txt"
	run -0 gradlab open 00-start -f "with space"
	[[ $output == *"    cd '$HOME/with space'"* ]]
	same 0 "with space/sum.txt"
}

@test "check says what was expected, what was found and the likely cause, and counts the try" {
	gradlab open 0 >/dev/null
	cd gradlab/00-start
	echo 5 >sum.txt
	run -1 --separate-stderr gradlab check 0
	[ "${lines[0]}" = "0.1 The title of 1-sum" ]
	[ "${lines[1]}" = "  expected      two and two" ]
	[ "${lines[2]}" = "  found         5" ]
	[ "${lines[3]}" = "  likely cause  that is one more than there are" ]
	grep -qx 'exercise 00/1-sum - tries 1 hints 0' "$state"
	echo 3 >sum.txt
	run -1 gradlab check
	[[ $output == *"likely cause  count again"* ]]
	same $'00.1\t1-sum\ttried\t2\t0\t-' <(gradlab progress --porcelain)
}

@test "a right answer passes however it is spaced, says why, and leads to the next lesson" {
	gradlab open 0 >/dev/null
	cd gradlab/00-start
	printf '  4.0 \r\n\n' >sum.txt
	run -0 --separate-stderr gradlab check 0.1
	[ "${lines[1]}" = "  found         it is 4.0" ]
	[[ $output == *PASSED*"why it works"*"Next: gradlab open 1"* ]]
	[[ $(gradlab) == *'  00  start '*' 1/1 '*'Next:   gradlab open 1' ]]
	same $'00.1\t1-sum\tpassed\t0\t0\t'"$(date +%F)" <(gradlab progress --porcelain)
	echo 5 >sum.txt
	run -1 gradlab check 0
	# what is passed stays so
	[[ $(gradlab progress --porcelain) == *$'passed\t1\t0\t'* ]]
}

@test "an answer that was not begun is no try; one that is missing or misnamed is named" {
	gradlab open 0 >/dev/null
	cd gradlab/00-start
	run -1 gradlab check
	[ "$output" = "0.1 The title of 1-sum: not begun. Its answer goes to sum.txt." ]
	mv sum.txt Sum.txt
	run -1 gradlab check 0.1
	[[ $output == *"no such file, but one named Sum.txt"* ]]
	mkdir sum.txt
	run -1 gradlab check 0.1
	[[ $output == *"a folder of that name"* ]]
	rmdir sum.txt
	: >sum.txt
	run -1 gradlab check 0.1
	[[ $output == *"the file, but empty"* ]]
	echo four >sum.txt
	run -1 gradlab check 0.1
	[[ $output == *"there is no number in the file"* ]]
	echo 4,0 >sum.txt
	run -1 gradlab check 0.1
	[[ $output == *"a comma in the number"* ]]
	echo '2 2' >sum.txt
	run -1 gradlab check 0.1
	[[ $output == *"2 numbers"* ]]
	printf 'a\033[31m\0\377\n\001' >sum.txt
	run -1 --separate-stderr gradlab check 0.1
	[ "$stderr" = "" ]
	[[ $output != *$'\033'* ]]
	same $'00.1\t1-sum\ttried\t6\t0\t-' <(gradlab progress --porcelain)
}

@test "check looks in the current folder first, then in the folder of the lesson, and says so" {
	gradlab open 0 >/dev/null
	echo 4 >gradlab/00-start/sum.txt
	run -0 gradlab check 0
	[ "${lines[0]}" = "0.1 The title of 1-sum (in ~/gradlab/00-start)" ]
	echo 5 >sum.txt
	run -1 gradlab check 0
	[ "${lines[0]}" = "0.1 The title of 1-sum" ]
	run -0 gradlab check 0 --folder gradlab/00-start
	# a lesson that was never opened can be checked
	rm "$state"
	run -1 gradlab check 0.1
}

# Does the kernel have Landlock, by which a check is confined? (landlock_create_ruleset, asked for its version)
landlock() {
	/usr/bin/python3 -c 'import ctypes, sys; sys.exit(ctypes.CDLL(None).syscall(444, None, 0, 1) < 1)'
}

@test "a check works on a copy: it cannot change the learner's files, nor, where the kernel can say so, write elsewhere" {
	exercise 2-script run.sh <<-'CHECK'
		run out run.sh
		want "a script that leaves things as they are"
		pass "it ran"
	CHECK
	gradlab open 0 >/dev/null
	cd gradlab/00-start
	cat >run.sh <<-'END'
		echo 9 >sum.txt
		rm -r data
		echo gone >../outside 2>/dev/null
		echo gone >"$PLACE" 2>/dev/null
		true
	END
	export PLACE=$PWD/else.txt
	run -0 gradlab check 0.2
	same 0 sum.txt
	same '1 2' data/x.txt
	[ ! -e ../outside ]
	if landlock; then
		[ ! -e else.txt ]
	fi
	# nothing is left behind
	run -0 gradlab check 0.2
	[ -z "$(ls -A "$TMPDIR")" ]
}

@test "a learner's script that fails is reported with its message" {
	exercise 2-script run.sh <<-'CHECK'
		run out run.sh
		want "anything"
		pass "it ran"
	CHECK
	gradlab open 0 >/dev/null
	echo 'gl-forward nothing.net | gl-cat' >run.sh
	run -1 gradlab check 0.2
	[[ $output == *"gl-forward: nothing.net: cannot open: No such file"* ]]
	[[ $output == *"a command in run.sh fails"* ]]
}

@test "a check that comes to no verdict is trouble, never a pass" {
	local body
	for body in true false 'exit 0' 'exit 1' 'want x; no-such-command; pass y' 'kill -9 $$' 'pass'; do
		exercise 1-sum sum.txt <<<"$body"
		echo 4 >sum.txt
		run -2 gradlab check 0.1
		[[ $output != *PASSED* ]]
	done
	same $'00.1\t1-sum\topen\t0\t0\t-' <(gradlab progress --porcelain)
}

@test "an exercise that was not begun names all files of its answer" {
	exercise 2-two $'two.txt\nword.txt' <<<'pass "yes"'
	exercise 3-three $'a.txt\nb.txt\nc.txt' <<<'pass "yes"'
	gradlab open 0 >/dev/null
	cd gradlab/00-start
	run -1 gradlab check
	[ "${lines[1]}" = "0.2 The title of 2-two: not begun. Its answer goes to two.txt and word.txt." ]
	[ "${lines[2]}" = "0.3 The title of 3-three: not begun. Its answer goes to a.txt, b.txt and c.txt." ]
}

@test "the files that a lesson supplies are whole in a check, whatever became of the learner's" {
	exercise 2-read answer.txt <<-'CHECK'
		want "the supplied file"
		grep -qx '1 2' data/x.txt || not_yet "another file" "it was changed"
		pass "it is there"
	CHECK
	gradlab open 0 >/dev/null
	cd gradlab/00-start
	: >data/x.txt
	echo 1 >answer.txt
	run -0 gradlab check 0.2
}

@test "hints come one after another, three of them" {
	run -0 gradlab hint 0
	[ "${lines[0]}" = "0.1 The title of 1-sum: hint 1 of 3" ]
	[ "${lines[1]}" = "first hint" ]
	run -0 gradlab hint 0.1
	[ "${lines[1]}" = "second hint" ]
	[ "${lines[2]}" = "in two lines" ]
	run -0 gradlab hint 0.1
	[ "${lines[1]}" = "third hint" ]
	run -0 gradlab hint 0.1
	[ "${lines[1]}" = "third hint" ]
	[[ $output == *"That was the last hint"* ]]
	grep -qx 'exercise 00/1-sum - tries 0 hints 3' "$state"
}

@test "the solution is shown after three tries, or a pass" {
	gradlab open 0 >/dev/null
	run -1 gradlab solution 0
	[[ $output == *"you have tried 0 times"* ]]
	[[ $output != *'echo 4'* ]]
	cd gradlab/00-start
	for answer in 1 2 3; do
		echo "$answer" >sum.txt
		run -1 gradlab check 0.1
	done
	run -0 gradlab solution 0.1
	[[ $output == *'Lines that begin with # explain'*'echo 4 >sum.txt'* ]]
	run -0 gradlab reset 0
	run -1 gradlab solution 0.1
	echo 4 >sum.txt
	run -0 gradlab check 0.1
	run -0 gradlab solution 0.1
	[[ $output == *'echo 4 >sum.txt'* ]]
}

@test "reset brings the files back, keeps the learner's beside them, and what is passed stays passed" {
	gradlab open 0 >/dev/null
	cd gradlab/00-start
	echo 4 >sum.txt
	echo mine >mine.txt
	run -0 gradlab check
	run -0 gradlab reset 0
	[[ $output == *"sum.txt is now sum.txt.old"* ]]
	same 0 sum.txt
	same 4 sum.txt.old
	echo 5 >sum.txt
	run -0 gradlab reset 0.1
	[[ $output == *"sum.txt is now sum.txt.old2"* ]]
	same mine mine.txt
	[[ $(gradlab progress --porcelain) == *$'\tpassed\t0\t0\t'* ]]
	# what was put aside is not offered as the answer
	rm sum.txt
	run -1 gradlab check 0.1
	[[ $output == *"no such file"* && $output != *sum.txt.old* ]]
}

@test "goal shows what the exercises ask for, read the page as text where there is no terminal" {
	same $'0.1 The title of 1-sum\n\nWhat to do.\n' <(gradlab goal 0)
	same 'The page of lesson 0.' <(gradlab read 0)
}

@test "on a terminal the page is shown by man, by a pager where there is none, or as it is" {
	mkdir bin
	for tool in sh cat gradlab; do
		ln -s "$(command -v $tool)" bin/
	done
	# on a terminal, with nothing but these on PATH
	terminal() { script -qec "PATH='$HOME/bin' $1" /dev/null </dev/null | tr -d '\r'; }
	# tool NAME LINE...: a script of that name in bin
	tool() { printf '%s\n' '#!/bin/sh' "${@:2}" >"bin/$1" && chmod +x "bin/$1"; }
	[[ $(terminal "gradlab open 0") == "The page of lesson 0."*"cd ~/gradlab/00-start"* ]]
	tool less 'echo "by the pager: $*"'
	[[ $(terminal "gradlab read 0") == "by the pager: "*/gradlab-00-start.txt ]]
	tool man 'echo "by man: $*"'
	[[ $(terminal "gradlab read 0") == "by man: -l "*/gradlab-00-start.7 ]]
	# a man that says that there are no pages on this machine
	tool man 'echo minimized >&2' 'exit 1'
	[[ $(terminal "gradlab read 0") == "by the pager: "*/gradlab-00-start.txt ]]
	[[ $(terminal "gradlab open 0 --no-page") == "Lesson 00-start"* ]]
}

@test "a lesson that is not written, or not there, is said so" {
	run -1 --separate-stderr gradlab open 2
	[ "${stderr_lines[0]}" = "gradlab: lesson 02-later has not been written yet" ]
	run -2 --separate-stderr gradlab open 9
	[ "${stderr_lines[0]}" = "gradlab: there is no lesson '9'" ]
	run -2 --separate-stderr gradlab open nxet
	[ "$stderr" = $'gradlab: there is no lesson \'nxet\'\nhint: did you mean next?' ]
	run -2 --separate-stderr gradlab check 0.7
	[ "${stderr_lines[0]}" = "gradlab: lesson 00 has no exercise '7'" ]
	run -2 --separate-stderr gradlab chekc 0
	[ "$stderr" = $'gradlab: there is no command \'chekc\'\nhint: did you mean check?' ]
	run -2 --separate-stderr gradlab check
	[ "${stderr_lines[0]}" = "gradlab: which lesson? None has been opened yet" ]
	run -2 --separate-stderr gradlab reset
	[ "$stderr" = $'gradlab: reset which lesson?\nhint: its number follows; gradlab alone lists the lessons' ]
	run -2 gradlab open
	run -2 gradlab progress 3
	run -2 gradlab map --porcelain
	run -1 gradlab check 1
	[ "$output" = "This lesson has no exercises." ]
}

@test "progress is one readable file; what a later course wrote is kept, and what is no progress is reported" {
	export XDG_STATE_HOME="$BATS_TEST_TMPDIR/else where"
	gradlab hint 0 >/dev/null
	[ -e "$XDG_STATE_HOME/gradlab/progress" ]
	# a later course has more lessons
	echo 'exercise 33/1-more 2030-01-01 tries 1 hints 0' >>"$XDG_STATE_HOME/gradlab/progress"
	gradlab hint 0 >/dev/null
	grep -qx 'exercise 33/1-more 2030-01-01 tries 1 hints 0' "$XDG_STATE_HOME/gradlab/progress"
	echo 'what is this' >>"$XDG_STATE_HOME/gradlab/progress"
	run -2 --separate-stderr gradlab
	[[ ${stderr_lines[0]} == *"/progress:4: this is not a line of progress: what is this" ]]
	unset XDG_STATE_HOME HOME
	run -2 --separate-stderr gradlab
	[[ $stderr == "gradlab: neither HOME nor XDG_STATE_HOME says"* ]]
}

@test "a full disk or an unwritable home is trouble, with a message" {
	run -2 bash -c 'gradlab >/dev/full'
	[[ $output == "gradlab: standard output: "* ]]
	XDG_STATE_HOME=/dev/null/x run -2 gradlab hint 0
	[[ $output == *"/dev/null"*"Not a directory"* ]]
	export GRADLAB_COURSE=$HOME/nothing
	run -2 gradlab
	[[ $output == *"nothing/lessons: cannot open: No such file"* ]]
}

# gone COMMAND: is there no such process?
gone() {
	! pgrep -f "$1"
}

@test "a check that takes too long is ended with all that it started, and is no try" {
	exercise 2-script run.sh <<-'CHECK'
		run out run.sh
		want "an end"
		pass "it ended"
	CHECK
	# no other test sleeps as long
	nap="sleep 9$$"
	printf '%s\n' "$nap &" "$nap" >run.sh
	run -2 --separate-stderr gradlab check 0.2 --limit 1
	[ "$stderr" = "gradlab: 00/2-script: not done after 1 seconds" ]
	await gone "$nap" # the kernel may take a moment
	[ -z "$(ls -A "$TMPDIR")" ]
	[[ $(gradlab progress --porcelain) == *$'00.2\t2-script\topen\t0\t'* ]]
}

@test "a signal ends a check, and nothing is left behind" {
	exercise 2-script run.sh <<-'CHECK'
		run out run.sh
		want "an end"
		pass "it ended"
	CHECK
	nap="sleep 8$$"
	echo "$nap" >run.sh
	gradlab check 0.2 >out 2>&1 &
	pid=$!
	await pgrep -f "$nap"
	kill -TERM "$pid"
	wait "$pid" || status=$?
	[ "$status" = 143 ]
	await gone "$nap"
	[ -z "$(ls -A "$TMPDIR")" ]
}

@test "from an installation the course is found without any setting, and uninstall removes it" {
	unset GRADLAB_COURSE GRADLAB_DATASETS
	root=$BATS_TEST_TMPDIR/usr
	(cd "$GL_ROOT" && umask 077 && tests/install "$GL_BUILD" "$root")
	# others than its owner can read all of it; what only our own tests of the exercises read is not there
	[ -z "$(find "$root"/* ! -perm -004)" ]
	[ -e "$root/share/gradlab/course/01/2-row/solution.sh" ]
	[ -z "$(find "$root" -name wrong -o -name alternatives -o -name seeds)" ]
	PATH=$root/bin:/usr/bin:/bin run -0 gradlab open 0
	[[ $output == *"cd ~/gradlab/00-start"* ]]
	PATH=$root/bin:/usr/bin:/bin run -1 gradlab check 0.2
	[[ $output == *"likely cause"* ]]
	(cd "$GL_ROOT" && tests/install -u "$root")
	[ -z "$(find "$root" -type f)" ]
}

@test "what checks compare by: tolerance, spacing, any order of columns where asked, no words for numbers" {
	export GRADLAB_VERDICT=$PWD/verdict GRADLAB_HIDDEN=$PWD
	# ask WORD...: a function of the library
	ask() { bash -c '. "$1" && trap - EXIT ERR && set +e && shift && "$@"' ask "$GL_ROOT/man/man7/exercises/lib.bash" "$@"; }
	ask near 0.731 0.73106
	ask near 1e-5 0.00001
	ask near +.5 0.5
	ask near 1000 1004
	run ! ask near 0.74 0.731
	run ! ask near nan 0
	run ! ask near '' 0
	run ! ask near four 4
	printf '1 2 0.50001\t3\n4  5 6\t7' >a
	printf '1 2 0.5 3\r\n4 5 6 7\r\n' >b
	ask same_numbers a b
	printf '3 1 2 0.5\n7 4 5 6\n' >c
	run ! ask same_numbers c b
	ask same_columns c b
	printf '3 1 2 0.5\n7 4 5 5\n' >c
	run ! ask same_columns c b
	printf '1 2 0.5 3\n' >c
	run ! ask same_numbers c b
	: >c
	run ! ask same_numbers c b
	run ! ask same_numbers c c
	printf '\xe2\x88\x920.5 nats\n' >n
	[ "$(ask eval "number n; echo \$number")" = -0.5 ]
	# says CAUSE TEXT: what is the matter with a file of this text where a number is asked for
	says() {
		printf '%s\n' "$2" >n
		{ ask number n || true; } | grep -F "likely cause  $1"
	}
	says 'a calculation' '170/200'
	says 'a calculation' '(12-15) / sqrt(18)'
	says 'a calculation' '3 - 8 = -5'
	says 'a gap' '900 000'
	says 'a gap' "-900'000"
	says 'a comma' '-,5'
	says 'the file holds more' '0.5 -0.3'
	says 'the file holds more' 'accuracy 92.7 % (278/300)'
	says 'there is no number' ''
	printf ' "Baseline." \r\n' >w
	[ "$(ask eval "word w; echo \$word")" = baseline ]
}

@test "the sheet of formulas has every activation, loss and optimizer that there is" {
	sheet=$(cat "$GL_ROOT/man/man7/gradlab-formulas.7")
	all_in "$sheet" < <(layer_names | grep -vxE 'flatten|reshape|standardise')
	all_in "$sheet" < <(loss_names)
	all_in "$sheet" < <(optimizer_names)
}
