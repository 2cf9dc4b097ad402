# gl-split: divides examples into parts.

load helper

# hundred rows of three classes, with text behind them
hundred() {
	for i in $(seq 1 100); do
		printf '%d\t%d\trow %d\n' "$i" $((i % 3)) "$i"
	done
}

@test "every row goes to exactly one part, whole" {
	hundred >all.txt
	gl-split -o p all.txt
	cat p-train.txt p-val.txt p-test.txt | sort -n | cmp - all.txt
	[ "$(wc -l <p-train.txt) $(wc -l <p-val.txt) $(wc -l <p-test.txt)" = "70 15 15" ]
}

@test "one line a part says its file and count, and -q says nothing" {
	hundred >all.txt
	run -0 --separate-stderr gl-split -o p all.txt
	[ "$output" = "" ]
	same "$(printf '%s\n' 'p-train.txt: 70 examples' 'p-val.txt: 15 examples' 'p-test.txt: 15 examples')" - <<<"$stderr"
	run -0 gl-split -q -o p all.txt
	[ "$output" = "" ]
}

@test "sizes are shares, counts, or the rest" {
	hundred >all.txt
	gl-split -q --parts a=10,b=0.25,c=rest,d=33% -o p all.txt
	[ "$(wc -l <p-a.txt) $(wc -l <p-b.txt) $(wc -l <p-c.txt) $(wc -l <p-d.txt)" = "10 25 32 33" ]
	gl-split -q --parts a=40,b=60 -o q all.txt
	[ "$(wc -l <q-a.txt) $(wc -l <q-b.txt)" = "40 60" ]
}

@test "shares that are no whole number of rows are rounded by largest remainder" {
	seq 1 10 >ten.txt
	gl-split -q --parts a=33%,b=33%,c=34% -o p ten.txt # 3.3, 3.3 and 3.4 rows
	[ "$(wc -l <p-a.txt) $(wc -l <p-b.txt) $(wc -l <p-c.txt)" = "3 3 4" ]
	gl-split -q --parts a=25%,b=75% -o p ten.txt # 2.5 and 7.5: of equals, the first
	[ "$(wc -l <p-a.txt) $(wc -l <p-b.txt)" = "3 7" ]
	for n in 1 2 3 7 11 99; do
		seq 1 $n >n.txt
		gl-split -q --parts a=70%,b=15%,c=15% -o p n.txt
		cat p-a.txt p-b.txt p-c.txt | sort -n | cmp - n.txt
	done
	seq 1 10 >ten.txt
	gl-split -q --parts a=70%,b=10%,c=20% -o p ten.txt # no loss to 0.7 * 10 < 7
	[ "$(wc -l <p-a.txt) $(wc -l <p-b.txt) $(wc -l <p-c.txt)" = "7 1 2" ]
}

@test "parts that do not add up to the data are refused, and nothing is written" {
	hundred >all.txt
	run -2 gl-split --parts a=10,b=20% -o p all.txt
	same "$(printf '%s\n' 'gl-split: all.txt: the parts are 30 rows together, but there are 100' 'hint: NAME=rest takes what is left')" - <<<"$output"
	run -2 gl-split --parts a=90%,b=20% -o p all.txt
	[ "$output" = "gl-split: all.txt: the parts are 110 rows together, but there are 100" ]
	run -2 gl-split --parts a=101,b=rest -o p all.txt
	only all.txt
}

@test "a list of parts that makes no sense is refused" {
	for list in '' a a= =5 a=x a=-1 a=1e2 a=200% 'a=50%,' 'x/y=5' a=5%5; do
		run -2 gl-split --parts="$list" -o p /dev/null
		[ "${lines[0]}" = "gl-split: --parts: '$list' is not a list of parts" ]
	done
	run -2 gl-split --parts=a=5,a=rest -o p /dev/null
	[ "$output" = "gl-split: --parts: there are two parts named a" ]
	run -2 gl-split --parts=a=rest,b=rest -o p /dev/null
	[ "$output" = "gl-split: --parts: two parts are the rest; one can be" ]
	run -2 gl-split /dev/null
	[ "${lines[0]}" = "gl-split: -o PREFIX is needed" ]
}

@test "the split follows from the seed alone" {
	hundred | cut -f 1,2 >all.txt
	gl-cat -b all.txt -o all.npy
	gl-split -q -o a all.txt
	gl-split -q -o b <all.txt
	gl-split -q -t -o c all.npy
	cmp a-train.txt b-train.txt && cmp a-train.txt c-train.txt && cmp a-test.txt c-test.txt
	gl-split -q --seed 2 -o d all.txt
	run -1 cmp -s a-train.txt d-train.txt
}

@test "without shuffling parts are runs of the rows in their order" {
	seq 1 10 >ten.txt
	gl-split -q --no-shuffle --parts a=6,b=4 -o p ten.txt
	same "$(seq 1 6)" p-a.txt
	same "$(seq 7 10)" p-b.txt
}

@test "a stratified split has every class in proportion" {
	for i in $(seq 1 90); do echo "$i	0"; done >all.txt
	for i in $(seq 91 100); do echo "$i	1"; done >>all.txt
	gl-split -q --stratify --parts a=50%,b=30%,c=20% -o p all.txt
	[ "$(cut -f 2 p-a.txt | sort | uniq -c | xargs)" = "45 0 5 1" ]
	[ "$(cut -f 2 p-b.txt | sort | uniq -c | xargs)" = "27 0 3 1" ]
	[ "$(cut -f 2 p-c.txt | sort | uniq -c | xargs)" = "18 0 2 1" ]
	cat p-?.txt | sort -n | cmp - all.txt
	run -1 sort -c -k2,2n p-a.txt # classes are mixed
}

@test "one-hot targets are classes too" {
	for i in $(seq 1 20); do [ $((i % 4)) = 0 ] && echo "$i	0 1" || echo "$i	1 0"; done >all.txt
	gl-split -q --stratify --parts a=60%,b=40% -o p all.txt
	[ "$(grep -c '0 1$' p-a.txt) $(grep -c '0 1$' p-b.txt)" = "3 2" ]
}

@test "stratifying what has no classes is refused" {
	seq 1 10 >x.txt
	run -2 gl-split --stratify -o p x.txt
	[ "$output" = "gl-split: x.txt:1: stratifying needs classes, but there is no field 2" ]
	paste x.txt x.txt >xy.txt
	run -2 gl-split --stratify -o p xy.txt
	[ "${lines[0]}" = "gl-split: xy.txt: field 2 has 10 different values in 10 rows: these are not classes" ]
}

@test "over all folds every row is in the test part once" {
	hundred >all.txt
	for i in 1 2 3; do
		gl-split -q --folds 3 --fold $i -o "fold$i" all.txt
		cat "fold$i-train.txt" "fold$i-test.txt" | sort -n | cmp - all.txt
	done
	[ "$(wc -l <fold1-test.txt) $(wc -l <fold2-test.txt) $(wc -l <fold3-test.txt)" = "34 33 33" ]
	cat fold?-test.txt | sort -n | cmp - all.txt
}

@test "folds can be stratified, and are refused with parts or by halves" {
	hundred >all.txt
	gl-split -q --stratify --folds 5 --fold 5 -o f all.txt
	[ "$(cut -f 2 f-test.txt | sort | uniq -c | awk '$1 < 6 || $1 > 7' | wc -l)" = 0 ]
	run -2 gl-split --folds 3 --fold 4 -o f all.txt
	[ "${lines[0]}" = "gl-split: there is no fold 4 of 3" ]
	run -2 gl-split --fold 1 -o f all.txt
	[ "${lines[0]}" = "gl-split: --folds and --fold go together" ]
	run -2 gl-split --folds 3 --fold 1 --parts a=rest -o f all.txt
	[ "${lines[0]}" = "gl-split: --folds and --parts exclude each other" ]
}

@test "the prefix may be a folder, and the form of the output is chosen" {
	mkdir d
	seq 1 10 | gl-split -q -o d/ --parts a=rest
	seq 1 10 | gl-split -q -b -o d/x_ --parts a=rest
	(cd d && only a.txt x_a.npy)
	gl-cat -t d/x_a.npy | cmp - d/a.txt
	run -2 gl-split -o none/ d/a.txt
	[[ "$output" = "gl-split: none/train.txt: cannot create"* ]]
}

@test "binary keeps its types" {
	/usr/bin/python3 -c 'import numpy; numpy.save("a.npy", numpy.arange(40, dtype="u1").reshape(10, 2, 2))'
	gl-split -q --no-shuffle --parts a=rest -o p a.npy
	/usr/bin/python3 -c 'import numpy; a = numpy.load("a.npy"); b = numpy.load("p-a.npy"); assert a.dtype == b.dtype and (a == b).all()'
}

@test "no examples make empty parts" {
	gl-split -o p </dev/null
	[ "$(cat p-*.txt | wc -c)" = 0 ]
	gl-split -b -q -o p </dev/null
	gl-cat -t p-train.npy
}

@test "a bad row leaves no part behind" {
	printf '1\n2\nx\n' >bad.txt
	run -2 gl-split -o p bad.txt
	[ "$output" = "gl-split: bad.txt:3: column 1: 'x' is not a number" ]
	only bad.txt
}

@test "more folds than examples are refused: some would have nothing to test on" {
	seq 1 5 >five
	run -2 --separate-stderr gl-split --folds 6 --fold 1 -o p five
	[ "$stderr" = "gl-split: five: 6 folds need as many examples, but there are 5" ]
	only five
	gl-split --folds 5 --fold 5 -q -o p five
	[ "$(wc -l <p-test.txt)" = 1 ]
}
