# gl-eval: the list of mistakes (--errors), and rows that were seen in training (--train).
load helper

# Three classes whose network gives back softmax of what it gets; file names ride along. Wrong: 3 (a as b), 5 (c as b), 6 (a as c).
three() {
	gl-init 'input 3, softmax' --labels a,b,c >net
	printf '%s\n' $'3 1 0\t0\tone.png\tleft' $'0 2 1\t1\ttwo.png\tleft' $'1 2 0\t0\tthree.png\tright' $'0 0 5\t2\tfour.png\tleft' \
		$'0 4 0\t2\tfive.png\tleft' $'0 0 1\t0\tsix.png\tright' >x.txt
}

@test "every mistake is a line: the row, the classes, their probabilities, and further fields" {
	three
	gl-eval net x.txt --errors wrong.tsv >report.txt
	gl-forward net x.txt | cut -f 1 | awk 'NR == 3 { print $1, $2 } NR == 5 { print $3, $2 } NR == 6 { print $1, $3 }' >p.txt
	[ "$(wc -l <p.txt)" = 3 ]
	paste <(printf '%s\n' $'3\ta\tb' $'5\tc\tb' $'6\ta\tc') <(tr ' ' '\t' <p.txt) \
		<(printf '%s\n' $'three.png\tright' $'five.png\tleft' $'six.png\tright') >expected.txt
	same "$(printf 'row\ttrue\tpredicted\ttrue-probability\tpredicted-probability\tf3\tf4\n' && cat expected.txt)" wrong.tsv
	gl-eval net x.txt | cmp - report.txt
}

@test "--worst gives the most probable wrong answers, the worst first; of equal ones the first row" {
	three
	gl-eval net x.txt --errors wrong.tsv --worst 2 >report.txt
	[ "$(cut -f 1 wrong.tsv | paste -sd ' ')" = "row 5 3" ]
	gl-eval net x.txt --errors wrong.tsv --worst 100 -o report.txt
	[ "$(cut -f 1 wrong.tsv | paste -sd ' ')" = "row 5 3 6" ]
	printf '0 4 0\t0\n%.0s' {1..50} >x.txt
	gl-eval net x.txt --errors wrong.tsv --worst 3 -o report.txt
	[ "$(cut -f 1 wrong.tsv | paste -sd ' ')" = "row 1 2 3" ]
}

@test "--worst N over many rows is the head of the sorted list of all" {
	gl-init 'input 2, dense 3, softmax' >net
	gl-synth blobs -n 3000 --noise 2 | awk '{ print $0 "\tname" NR }' >x.txt
	gl-eval net x.txt --errors all.tsv -o report.txt
	(($(wc -l <all.tsv) > 500))
	for n in 1 7 100 400; do
		gl-eval net x.txt --errors worst.tsv --worst $n -o report.txt
		sed 1d all.tsv | sort -t $'\t' -k 5,5gr -k 1,1n | sed -n "1,${n}p" | cmp - <(sed 1d worst.tsv)
	done
}

@test "the rows of the list are those of gl-cat --rows" {
	three
	head -n 2 x.txt >1.txt
	tail -n +3 x.txt >2.txt
	gl-eval net 1.txt 2.txt --errors wrong.tsv -o report.txt
	gl-cat 1.txt 2.txt --rows "$(sed 1d wrong.tsv | cut -f 1 | paste -sd ,)" | cut -f 3 >names.txt
	cut -f 6 wrong.tsv | sed 1d | cmp - names.txt
}

@test "as many lines as the accuracy says" {
	gl-init 'input 2, dense 3, softmax' >net
	gl-synth blobs -n 5000 --noise 1 -b -o x.npy
	gl-eval net x.npy --errors wrong.tsv --format tsv >r.tsv
	wrong=$(awk -F '\t' '$1 == "accuracy" { printf "%.0f", (1 - $4) * 5000 }' r.tsv)
	[ "$(sed 1d wrong.tsv | wc -l)" = "$wrong" ]
	[ "$wrong" -gt 0 ]
}

@test "--errors - gives the list alone, and the report goes only where it is sent" {
	three
	gl-eval net x.txt --errors wrong.tsv >report.txt
	gl-eval net x.txt --errors - | cmp - wrong.tsv
	gl-eval net x.txt --errors - -o again.txt | cmp - wrong.tsv
	cmp report.txt again.txt
	run -1 --separate-stderr gl-eval net x.txt --errors - --min accuracy=99%
	[ "$output" = "$(cat wrong.tsv)" ]
	[ "$stderr" = "gl-eval: accuracy is 0.5, less than 0.99" ]
}

@test "one sigmoid output: both probabilities are there; --cut is kept to" {
	gl-init 'input 1, sigmoid' --labels no,yes >net
	printf '%s\n' $'0\t0' $'1.0986123\t0' $'-1.0986123\t1' $'5\t1' >x.txt
	gl-eval net x.txt --errors - >wrong.tsv
	same $'row\ttrue\tpredicted\ttrue-probability\tpredicted-probability\n1\tno\tyes\t0.5\t0.5\n2\tno\tyes\t0.25\t0.75\n3\tyes\tno\t0.25\t0.75' <(sed 's/0\.2499999[0-9]*/0.25/g; s/0\.7500000[0-9]*/0.75/g' wrong.tsv)
	gl-eval net x.txt --errors - --cut 80% | sed 1d | cut -f 1-3 >wrong.tsv
	same $'3\tyes\tno' wrong.tsv
}

@test "labels: a line for every label that is wrong" {
	gl-init 'input 2, sigmoid' --labels red,round >net
	printf '%s\n' $'1 1\t1 1' $'1 -1\t0 0' $'-1 -1\t0 1' >x.txt
	gl-eval net x.txt --errors - | cut -f 1-4 >wrong.tsv
	same $'row\tlabel\ttrue\tpredicted\n2\tred\tno\tyes\n3\tround\tyes\tno' wrong.tsv
}

@test "values: the largest errors, 20 of them unless another number is asked for" {
	gl-init 'input 1, dense 2' --init ones >net
	printf '%s\n' $'1\t1 4' $'2\t2.5 2' $'3\t3 3' $'5\t-5 5' >x.txt
	gl-eval net x.txt --errors - --worst 3 >worst.tsv
	same $'row\toutput\ttarget\tprediction\terror\n4\t1\t-5\t5\t10\n1\t2\t4\t1\t-3\n2\t1\t2.5\t2\t-0.5' worst.tsv
	gl-init 'input 1, dense 1' --init ones >net
	gl-synth line -n 100 >x.txt
	gl-eval net x.txt --errors - >worst.tsv
	[ "$(wc -l <worst.tsv)" = 21 ]
	[ "$(head -n 1 worst.tsv)" = $'row\ttarget\tprediction\terror' ]
	sed 1d worst.tsv | tr -d '-' | sort -t $'\t' -c -k 4,4gr
}

@test "scores of a network without softmax are called scores" {
	gl-init 'input 3, dense 3' --init zeros >net
	printf '1 2 3\t2\n' >x.txt
	gl-eval net x.txt --loss cross-entropy --errors - >wrong.tsv
	same $'row\ttrue\tpredicted\ttrue-score\tpredicted-score\n1\t2\t0\t0\t0' wrong.tsv
}

@test "further numbers of a binary stream are columns, too" {
	gl-init 'input 2, softmax' >net
	/usr/bin/python3 -c "
import numpy as np
d = np.zeros(2, dtype=[('x', '<f4', (2,)), ('y', '<i4'), ('weight', '<f4'), ('place', '<f4', (2,))])
d['x'] = [[0, 1], [0, 1]]; d['y'] = [0, 1]; d['weight'] = [0.5, 2]; d['place'] = [[7, 8], [9, 10]]
np.save('x.npy', d)"
	gl-eval net x.npy --errors - | cut -f 1,6- >wrong.tsv
	same $'row\tweight\tplace\n1\t0.5\t7 8' wrong.tsv
}

@test "a list that cannot be written is trouble, and no report is left behind" {
	three
	run -2 gl-eval net x.txt --errors missing/wrong.tsv -o report.txt
	[[ $output == "gl-eval: --errors: missing/wrong.tsv: "* ]]
	run -2 gl-eval net x.txt --errors /dev/full -o /dev/null
	[[ $output == "gl-eval: /dev/full: cannot write: "* ]]
	run -2 gl-eval net x.txt --errors same.txt -o same.txt
	run -2 gl-eval net x.txt --worst 3
	[[ $output == "gl-eval: --worst says how long"* ]]
	echo 'x' >>x.txt
	run -2 --separate-stderr gl-eval net x.txt --errors wrong.tsv -o report.txt
	[ "$output" = "" ]
	only net x.txt
}

# ---- rows that were seen in training

@test "rows whose inputs are in the training data are counted, with those that have another target" {
	gl-init 'input 2, softmax' >net
	printf '%s\n' $'1 0\t0' $'2 0\t0' $'3 0\t1' $'3 0\t0' $'3 0\t0' $'4 0\t1' >train.txt
	printf '%s\n' $'9 0\t0' $'2 0\t0' $'3 0\t1' $'3 0\t0' $'4 0\t0' $'2 1\t1' >test.txt
	gl-eval net test.txt --train train.txt 2>warning >report.txt
	sed -n '/^seen/,$p' report.txt >end.txt
	same 'seen in training 66.7 % (4/6), 1 with another target
  row 2 is row 2 of train.txt
  row 3 is row 3 of train.txt
  row 4 is row 4 of train.txt
  row 5 is row 6 of train.txt, with another target
accuracy of the others 50.0 % (1/2)' end.txt
	same 'gl-eval: warning: 4 of 6 rows are in train.txt too, such as row 2, which is row 2; some with another target' warning
	gl-eval net test.txt --train train.txt --format json 2>/dev/null >r.json
	/usr/bin/python3 -c '
import json
r = json.load(open("r.json"))
assert r["seen-examples"] == 4 and abs(r["seen"] - 4 / 6) < 1e-12 and abs(r["seen-conflicting"] - 1 / 6) < 1e-12 and r["accuracy-unseen"] == 0.5
assert r["seen-first"][3] == {"row": 5, "train-row": 6, "same-target": False}'
}

@test "nothing seen: no warning; the status is 0 unless a condition asks" {
	gl-init 'input 2, softmax' >net
	gl-synth blobs -n 100 | awk '{ $3 = "\t" ($3 > 1) } 1' >a.txt
	gl-synth blobs -n 50 --skip 100 | awk '{ $3 = "\t" ($3 > 1) } 1' >b.txt
	run -0 --separate-stderr gl-eval net b.txt --train a.txt --max seen=0
	[ "$stderr" = "" ]
	[[ $output == *"seen in training 0.0 % (0/50)"* ]]
	head -n 3 a.txt >>b.txt
	run -0 --separate-stderr gl-eval net b.txt --train a.txt
	[[ $stderr == "gl-eval: warning: 3 of 53 rows are in a.txt too"* ]]
	run -1 --separate-stderr gl-eval net b.txt --train a.txt --max seen=0 -o /dev/null
	[[ $stderr == *"gl-eval: seen is 0.0566"*", more than 0" ]]
	run -0 gl-eval net b.txt --train a.txt --max seen=10% --max seen-conflicting=0
	run -2 gl-eval net b.txt --max seen=0
	[[ ${lines[1]} == "hint: --train FILE measures it" ]]
}

@test "several training files, any form, and the inputs alone" {
	gl-init 'input 2, softmax' >net
	printf '0.1 2\t0\n3 4\t1\n' >a.txt
	printf '5 6\t1\n' >b.txt
	gl-cat -b a.txt -o a.npy
	gl-cat a.txt --fields 1 >inputs.txt
	printf '0.1 2\t1\n5 6\t1\n' >test.txt
	for train in a.txt a.npy inputs.txt; do
		gl-eval net test.txt --train $train --format tsv 2>/dev/null >r.tsv
		grep -x $'seen\t\t\t0.5' r.tsv
		[ $train = inputs.txt ] || grep -x $'seen-conflicting\t\t\t0.5' r.tsv
	done
	grep -x $'seen-conflicting\t\t\t0' r.tsv # the last one has no targets
	gl-eval net test.txt --train a.txt --train b.txt --format tsv 2>/dev/null | grep -x $'seen\t\t\t1'
	gl-eval net test.txt --train - <a.txt 2>/dev/null | grep -F 'of standard input'
}

@test "0 and -0 are one number, and numbers are compared as float32" {
	gl-init 'input 2, dense 1' >net
	printf '%s\n' $'0 0.1\t-0' $'0.25 1\t1' >train.txt
	printf '%s\n' $'-0 0.1\t0' $'0.250000001 1\t1' $'0.2500001 1\t1' >test.txt
	gl-eval net test.txt --train train.txt --format tsv 2>/dev/null >r.tsv
	grep -x $'seen\t\t\t0.6666666666666666' r.tsv
	grep -x $'seen-conflicting\t\t\t0' r.tsv
}

@test "many copies of one row take no longer, and all are found" {
	gl-init 'input 2, softmax' >net
	yes $'1 2\t1' | head -n 200000 >copies.txt || true
	gl-eval net copies.txt --train copies.txt --format tsv 2>/dev/null >r.tsv
	grep -x $'seen\t\t\t1' r.tsv
	seq 1 200000 | awk '{ print 1, 2 "\t" $1 }' >values.txt
	gl-init 'input 2, dense 1' >value.net
	gl-eval value.net values.txt --train values.txt --format tsv 2>/dev/null >r.tsv
	grep -x $'seen-conflicting\t\t\t0' r.tsv
}

@test "training rows of another width, and none, are trouble" {
	gl-init 'input 2, softmax' >net
	printf '1 2\t1\n' >x.txt
	printf '1 2 3\t1\n' >wide.txt
	run -2 gl-eval net x.txt --train wide.txt
	[ "$output" = "gl-eval: --train: wide.txt: field 1 has 3 numbers, but that of the examples to be evaluated has 2" ]
	run -2 gl-eval net x.txt --train /dev/null
	[ "$output" = "gl-eval: --train: /dev/null: there are no examples" ]
	run -2 gl-eval net x.txt --train missing.txt
	[[ $output == "gl-eval: --train: missing.txt: "* ]]
	run -2 bash -c 'gl-eval net --train - <x.txt'
	[ "$output" = "gl-eval: standard input can be read for one thing only" ]
}
