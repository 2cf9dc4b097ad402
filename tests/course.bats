# The course as it is assembled, and the script that tries its exercises. The exercises and pages themselves are run by tests/run.

load helper

# exercises: a course of one lesson with one sound exercise, in build/course; $here is the exercise. The answer is 12 in sum.txt.
exercises() {
	here=build/course/06/1-sum
	mkdir -p build/bin $here/{starter,alternatives,wrong}
	cp "$GL_ROOT"/man/man7/exercises/{lib.bash,judge} build/course/
	printf '%s\n' 'A sum' '' 'Write 7 + 5 into sum.txt.' >$here/goal
	echo sum.txt >$here/answer
	printf '%s\n' 'look' -- 'count' -- 'it is more than 11' >$here/hints
	echo 'That is the sum.' >$here/explain
	echo 0 >$here/starter/sum.txt
	echo 'echo 12 >sum.txt' >$here/solution.sh
	echo 'echo 12.0 >sum.txt' >$here/alternatives/point.sh
	echo 'echo 2 >sum.txt' >$here/wrong/difference.sh
	echo 'echo 35 >sum.txt' >$here/wrong/product.sh
	echo 'echo 11 >sum.txt' >$here/wrong/slip.sh
	cat >$here/check <<-'END'
		#!/bin/bash
		. "$GRADLAB_LIB"
		want "the sum"
		number sum.txt
		mistake "$number" 2 "that is the difference"
		mistake "$number" 35 "that is the product"
		right "$number" 12 "count again"
		pass "$number"
	END
	chmod +x $here/check
	try=("$GL_ROOT/tests/exercises" -b "$PWD/build" 06)
}

@test "a sound exercise is found sound" {
	exercises
	run -0 "${try[@]}"
	[ "$output" = "ok 1 06/1-sum: starter, solutions and wrong answers are judged rightly" ]
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
	rm $here/goal $here/explain $here/wrong/product.sh $here/wrong/slip.sh
	chmod -x $here/check
	printf 'one\n--\ntwo\n' >$here/hints
	run -1 "${try[@]}"
	for complaint in "goal is missing" "explain is missing" "there are 1 wrong answers in wrong/, of at least 3" \
		"check cannot be executed" "hints has 2 parts, not three"; do
		grep -qF "# $complaint" <<<"$output"
	done
}

@test "a wrong answer that passes, and two with the same message, are reported" {
	exercises
	cp $here/solution.sh $here/wrong/right.sh
	cp $here/wrong/product.sh $here/wrong/times.sh
	run -1 "${try[@]}"
	[[ $output == *"# wrong/right.sh passes"* ]]
	[[ $output == *"# wrong/times.sh and product.sh get the same message"* ]]
}

@test "a solution or an alternative that does not pass is reported" {
	exercises
	cp $here/wrong/slip.sh $here/solution.sh
	echo false >$here/alternatives/fails.sh
	run -1 "${try[@]}"
	[[ $output == *"# solution.sh does not pass"* ]]
	[[ $output == *"# alternatives/fails.sh fails"* ]]
}

@test "a check that gives the answer away is reported" {
	exercises
	sed -i 's/that is the difference/it should have been 12/' $here/check
	run -1 "${try[@]}"
	[[ $output == *"# wrong/difference.sh: the check gives the answer away: 12" ]]
}

@test "a solution that trains needs a table of seeds, and to pass from 95 of 100" {
	exercises
	echo 'true || gl-train' >>$here/solution.sh
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
	echo "[[ \$GL_SEED != 2 ]] || echo 3 >sum.txt" >>$here/solution.sh
	SEEDS=3 "$GL_ROOT/tests/exercises" -b "$PWD/build" -s 06/1-sum >table
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

@test "the course is assembled anew when an exercise has changed, be it only that its check can be executed" {
	mkdir -p here/datasets/course here/build/bin here/man/man7
	cp "$GL_ROOT/datasets/course/make" here/datasets/course/
	cp -R "$GL_ROOT/man/man7/exercises" here/man/man7/
	check=06/1-and/check
	chmod -x here/man/man7/exercises/$check
	here/datasets/course/make build
	[ ! -x here/build/course/$check ]
	chmod +x here/man/man7/exercises/$check
	here/datasets/course/make build
	[ -x here/build/course/$check ]
	echo '# one more line' >>here/man/man7/exercises/$check
	here/datasets/course/make build
	cmp here/man/man7/exercises/$check here/build/course/$check
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
