# The course as it is assembled, and the script that tries its exercises. The exercises and pages themselves are run by tests/run.

load helper

# exercises: a course of one lesson with one sound exercise, in build/course; $here is the exercise
exercises() {
	mkdir -p build/bin build/course
	cp "$GL_ROOT"/man/man7/exercises/{lib.bash,judge} build/course/
	cp -R "$GL_ROOT/man/man7/exercises/06" build/course/
	find build/course/06 -mindepth 1 -maxdepth 1 ! -name 1-and -exec rm -r {} +
	here=build/course/06/1-and
	try=("$GL_ROOT/tests/exercises" -b "$PWD/build" 06)
}

@test "a sound exercise is found sound" {
	exercises
	run -0 "${try[@]}"
	[ "$output" = "ok 1 06/1-and: starter, solutions and wrong answers are judged rightly" ]
	run -1 "$GL_ROOT/tests/exercises" -b "$PWD/build" 33
}

@test "an exercise whose starter passes is refused" {
	exercises
	(cd $here/starter && bash ../solution.sh)
	run -1 "${try[@]}"
	[[ $output == *"# the starter passes"* ]]
}

@test "missing parts are named" {
	exercises
	rm $here/goal $here/explain $here/wrong/or.sh $here/wrong/small.sh
	chmod -x $here/check
	printf 'one\n--\ntwo\n' >$here/hints
	run -1 "${try[@]}"
	for complaint in "goal is missing" "explain is missing" "there are 2 wrong answers in wrong/, of at least 3" \
		"check cannot be executed" "hints has 2 parts, not three"; do
		grep -qF "# $complaint" <<<"$output"
	done
}

@test "a wrong answer that passes, and two with the same message, are reported" {
	exercises
	cp $here/solution.sh $here/wrong/right.sh
	cp $here/wrong/or.sh $here/wrong/or-again.sh
	run -1 "${try[@]}"
	[[ $output == *"# wrong/right.sh passes"* ]]
	[[ $output == *"# wrong/or.sh and or-again.sh get the same message"* ]]
}

@test "a solution or an alternative that does not pass is reported" {
	exercises
	cp $here/wrong/or.sh $here/solution.sh
	echo false >$here/alternatives/fails.sh
	run -1 "${try[@]}"
	[[ $output == *"# solution.sh does not pass"* ]]
	[[ $output == *"# alternatives/fails.sh fails"* ]]
}

@test "a check that gives the answer away is reported" {
	exercises
	echo 'answer.txt' >$here/answer
	rm -r $here/starter $here/alternatives $here/wrong/*
	echo 'echo 0.7312 >answer.txt' >$here/solution.sh
	for n in 1 2 3; do
		echo "echo $n >answer.txt" >$here/wrong/$n.sh
	done
	cat >$here/check <<-'END'
		#!/bin/bash
		. "$GRADLAB_LIB"
		want "the output"
		number answer.txt
		mistake "$number" 2 "it should have been 0.7312"
		right "$number" 0.7312 "not $number"
		pass "it is"
	END
	run -1 "${try[@]}"
	[[ $output == *"# wrong/2.sh: the check gives the answer away: 0.7312" ]]
}

@test "a solution that trains needs a table of seeds, and to pass from 95 of 100" {
	exercises
	echo 'gl-synth and | gl-train and.net - --steps 1 -q --no-history -o trained.net' >>$here/solution.sh
	run -1 "${try[@]}"
	[[ $output == *"# solution.sh trains, and there is no table seeds"* ]]
	seq 100 | sed 's/$/ passed/; 1,5s/passed/failed/' >$here/seeds
	run -0 "${try[@]}"
	sed -i '6s/passed/failed/' $here/seeds
	run -1 "${try[@]}"
	[[ $output == *"# seeds: the solution passes from fewer than 95 of 100 seeds"* ]]
}

@test "the table of seeds is measured: the solution runs with each" {
	exercises
	echo "[[ \$GL_SEED != 2 ]] || sed -i s/10/0/g and.net" >>$here/solution.sh
	SEEDS=3 "$GL_ROOT/tests/exercises" -b "$PWD/build" -s 06/1-and >table
	same $'1 passed\n2 failed\n3 passed' table
}

@test "the files that lessons supply are made again by their recipes, byte for byte" {
	course=$GL_BUILD/course
	[ -d "$course/00" ]
	for recipe in "$GL_ROOT"/datasets/course/[0-9][0-9]; do
		[ -e "$recipe" ] || continue
		lesson=$(basename "$recipe")
		cp -R "$GL_ROOT/man/man7/exercises/$lesson/files" "$lesson" 2>/dev/null || mkdir "$lesson"
		(cd "$lesson" && bash -euo pipefail "$recipe")
		diff -r "$lesson" "$course/$lesson/files"
	done
	for recipe in "$GL_ROOT"/datasets/course/[0-9][0-9].once; do
		[ -e "$recipe" ] || continue
		lesson=$(basename "$recipe" .once)
		mkdir "$lesson.once"
		(cd "$lesson.once" && bash -euo pipefail "$recipe")
		[ "$(ls "$lesson.once")" ]
		for made in "$lesson.once"/*; do
			cmp "$made" "$GL_ROOT/man/man7/exercises/$lesson/files/$(basename "$made")"
		done
	done
}

@test "every lesson has at least two exercises, numbered from 1" {
	for page in "$GL_ROOT"/man/man7/gradlab-[0-9][0-9]-*.7; do
		lesson=$(basename "$page")
		lesson=${lesson:8:2}
		numbers=$(find "$GL_ROOT/man/man7/exercises/$lesson" -mindepth 1 -maxdepth 1 -name '[0-9]*' -printf '%f\n' |
			sed 's/-.*//' | sort -n)
		n=$(wc -l <<<"$numbers")
		[ "$n" -ge 2 ]
		[ "$numbers" = "$(seq "$n")" ]
	done
}

@test "a lesson supplies nothing large, and no two of its files have one name" {
	find "$GL_BUILD/course" -path '*/files/*' -size +4096k >large
	[ ! -s large ]
	for lesson in "$GL_BUILD"/course/[0-9][0-9]; do
		twice=$(find "$lesson" -path '*/files/*' -type f -printf '%P\n' -o -path '*/starter/*' -type f -printf '%P\n' |
			sed -E 's#^(files|[^/]*/starter)/##' | sort | uniq -d)
		[ -z "$twice" ]
	done
}
