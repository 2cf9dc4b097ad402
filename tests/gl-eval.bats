# gl-eval: accuracy, top-k, confusion, precision, recall, F1, regression errors, baselines, thresholds.
# shellcheck disable=SC2154 # bats sets stderr

load helper

# Three classes whose network gives back what it gets: the first numbers of a row are the scores. Right: 1, 2, 4, 6, 7.
three() {
	gl-init 'input 3, softmax' --labels cat,dog,'big cow' >three.net
	printf '%s\n' $'3 1 0\t0' $'0 2 1\t1' $'2 1 0\t1' $'0 0 5\t2' $'1 2 0\t2' $'4 0 1\t0' $'1 9 0\t1' $'2 0 3\t0' >three.txt
}

@test "a classification is reported with counts, confusion, and a line for each class" {
	three
	gl-eval three.net three.txt >report.txt
	sed -i 's/^cross-entropy .*/LOSS/; s/^perplexity .*/PERPLEXITY/' report.txt
	same 'accuracy 62.5 % (5/8)
LOSS
baseline 37.5 % (3/8): always cat

confusion (row: true class, column: predicted class)
         cat  dog  big cow
cat        2    0        1
dog        1    2        0
big cow    0    1        1

class    precision     recall         F1   examples
cat         66.7 %     66.7 %     66.7 %          3
dog         66.7 %     66.7 %     66.7 %          3
big cow     50.0 %     50.0 %     50.0 %          2
mean        61.1 %     61.1 %     61.1 %          8

figure                  value   95 % interval
accuracy               62.5 %   30.6 to 86.3 %
LOSS
PERPLEXITY' report.txt
}

@test "--top counts classes among the greatest outputs" {
	three
	gl-eval three.net three.txt --top 2 | grep '^top' >top.txt
	same 'top-2 accuracy 87.5 % (7/8)
top-2                  87.5 %   52.9 to 97.8 %' top.txt
	gl-eval three.net three.txt --top 3 | grep -F 'top-3 accuracy 100.0 % (8/8)'
	run -2 gl-eval three.net three.txt --top 4
	[[ $output == *"--top 4 needs a network that chooses among at least 4 classes"* ]]
}

@test "of equal outputs the first is the prediction" {
	gl-init 'input 3, softmax' >net
	printf '1 1 1\t0\n2 2 1\t1\n0 1 1\t1\n' >ties.txt
	gl-eval net ties.txt | grep -F 'accuracy 66.7 % (2/3)'
	gl-eval net ties.txt --top 2 | grep -F 'top-2 accuracy 100.0 % (3/3)'
}

@test "one-hot targets and indices give the same report" {
	three
	sed $'s/\t0$/\t1 0 0/; s/\t1$/\t0 1 0/; s/\t2$/\t0 0 1/' three.txt >hot.txt
	gl-eval three.net three.txt --format tsv >a.tsv
	gl-eval three.net hot.txt --format tsv | cmp - a.tsv
}

@test "the loss is the one that gl-loss gives for the predictions" {
	gl-init 'input 2, dense 8, tanh, dense 3, softmax' >net
	gl-synth blobs -n 500 >x.txt
	a=$(gl-eval net x.txt --format tsv | awk -F '\t' '$1 == "cross-entropy" { print $4 }')
	b=$(gl-forward net x.txt | gl-loss cross-entropy --bare)
	awk -v a="$a" -v b="$b" 'BEGIN { d = a - b; exit !(d < 1e-6 && d > -1e-6 && a > 0) }'
}

@test "accuracy is what a count of the largest predictions gives" {
	gl-init 'input 2, dense 8, tanh, dense 3, softmax' --seed 3 >net
	gl-synth blobs -n 5000 --noise 1 >x.txt
	n=$(gl-forward net x.txt | awk '{ best = 1; for (i = 2; i <= 3; i++) if ($i > $best) best = i
		n += best - 1 == $4 } END { print n }')
	gl-eval net x.txt | grep -F "($n/5000)"
}

@test "one sigmoid output is a choice between two classes, at one half" {
	gl-init 'input 1, sigmoid' --labels no,yes >net
	printf '%s\n' $'2\t1' $'0\t1' $'-1\t0' $'-0.5\t1' $'3\t0' >x.txt
	gl-eval net x.txt >report.txt
	sed -i 's/^binary-cross-entropy .*/LOSS/' report.txt
	same 'accuracy 60.0 % (3/5)
LOSS
baseline 60.0 % (3/5): always yes

confusion (row: true class, column: predicted class)
     no  yes
no    1    1
yes   1    2

class  precision     recall         F1   examples
no        50.0 %     50.0 %     50.0 %          2
yes       66.7 %     66.7 %     66.7 %          3
mean      58.3 %     58.3 %     58.3 %          5

figure                  value   95 % interval
accuracy               60.0 %   23.1 to 88.2 %
LOSS' report.txt
}

@test "several sigmoid outputs are labels, each right or wrong" {
	gl-init 'input 2, sigmoid' --labels a,b >net
	printf '%s\n' $'1 1\t1 1' $'1 -1\t0 0' $'-1 -1\t0 1' $'1 1\t1 1' >x.txt
	gl-eval net x.txt >report.txt
	sed -i 's/^binary-cross-entropy .*/LOSS/' report.txt
	same 'accuracy 75.0 % (6/8) of all labels
exact 50.0 % (2/4) examples with every label right
LOSS
baseline 62.5 % (5/8): always each label'"'"'s more frequent answer

label  precision     recall         F1   examples
a         66.7 %    100.0 %     80.0 %          2
b        100.0 %     66.7 %     80.0 %          3
mean      83.3 %     83.3 %     80.0 %          4

figure                  value   95 % interval
accuracy               75.0 %   40.9 to 92.9 %
exact                  50.0 %   15.0 to 85.0 %
LOSS' report.txt
}

@test "a regression is reported with its errors, R2, and the error of always giving the mean" {
	gl-init 'input 1, dense 1' --init ones >net
	printf '%s\n' $'1\t1' $'2\t3' $'3\t3' $'5\t5' >x.txt
	gl-eval net x.txt >report.txt
	same 'mse 0.25
mae 0.25
R2 0.875
baseline mse 2: always the mean of the targets
examples 4

figure                  value   95 % interval
mse                      0.25   -
mae                      0.25   -' report.txt
	gl-eval net x.txt --loss huber | grep -x 'huber 0.125'
}

@test "R2 of targets that are all the same is not defined" {
	gl-init 'input 1, dense 1' --init ones >net
	printf '%s\n' $'1\t3' $'2\t3' >x.txt
	gl-eval net x.txt | grep -x 'R2 is not defined: the targets are all the same'
	gl-eval net x.txt --format json | grep -F '"r2": null'
	run -1 --separate-stderr gl-eval net x.txt --min r2=0.5
	[ "$stderr" = "gl-eval: r2 is not defined" ]
	run -1 --separate-stderr gl-eval net x.txt --min R2=0.5 # as the report writes it
	[ "$stderr" = "gl-eval: R2 is not defined" ]
	run -2 --separate-stderr gl-eval net x.txt --min r2=50
	[ "${stderr_lines[0]}" = "gl-eval: --min r2: r2 is 1 at most, so it is never 50" ]
	[ "${stderr_lines[1]}" = "hint: a share is like 0.95 or 95%" ]
}

@test "logits with a loss for classes are evaluated as classes" {
	gl-init 'input 3, dense 3' --init ones >net
	printf '1 2 3\t0\n1 1 1\t1\n' >x.txt
	gl-eval net x.txt --loss cross-entropy | grep -F 'accuracy 50.0 % (1/2)'
	gl-init 'input 1, dense 1' --init ones >net
	printf '1\t1\n-1\t0\n-2\t1\n' >x.txt
	gl-eval net x.txt --loss binary-cross-entropy | grep -F 'accuracy 66.7 % (2/3)'
}

@test "a class that does not occur is not counted in the means" {
	gl-init 'input 3, softmax' >net
	printf '%s\n' $'3 1 0\t0' $'0 2 1\t1' >x.txt
	gl-eval net x.txt | grep -A 1 '^2  *- ' >end.txt
	same '2              -          -          -          0
mean     100.0 %    100.0 %    100.0 %          2' end.txt
}

@test "--format tsv has one figure a line, as shares" {
	three
	gl-eval three.net three.txt --format tsv >r.tsv
	awk -F '\t' 'NF != 4 { exit 1 }' r.tsv
	[ "$(head -n 1 r.tsv)" = $'metric\tclass\tpredicted\tvalue' ]
	grep -x $'accuracy\t\t\t0.625' r.tsv
	grep -x $'recall\tbig cow\t\t0.5' r.tsv
	grep -x $'confusion\tcat\tbig cow\t1' r.tsv
	[ "$(grep -c ^confusion r.tsv)" = 9 ]
}

@test "--format json is JSON, whatever the classes are called" {
	gl-init 'input 2, softmax' --labels 'a"b,c\d é' >net
	printf '1 2\t0\n1 2\t1\n' >x.txt
	gl-eval net x.txt --format json --top 1 >r.json
	/usr/bin/python3 -c '
import json
r = json.load(open("r.json"))
assert r["accuracy"] == 0.5 and r["top-1"] == 0.5 and r["examples"] == 2 and r["task"] == "classes"
assert [c["name"] for c in r["classes"]] == ["a\"b", "c\\d é"]
assert r["classes"][0]["precision"] is None and r["classes"][1]["recall"] == 1
assert r["confusion"] == [[0, 1], [0, 1]] and r["loss"]["name"] == "cross-entropy"'
	gl-init 'input 1, dense 1' >net
	printf '1\t2\n' | gl-eval net --format json | /usr/bin/python3 -m json.tool >/dev/null
}

@test "--min and --max answer by the status, and say what was missed" {
	three
	run -0 --separate-stderr gl-eval three.net three.txt --min accuracy=62.5% --min accuracy=0.625 --max loss=10
	[ "$stderr" = "" ]
	[[ $output == "accuracy 62.5 %"* ]]
	run -1 --separate-stderr gl-eval three.net three.txt --min accuracy=95% --min f1=0.5 --max cross-entropy=0.001
	[[ $output == "accuracy 62.5 %"* ]]
	[[ $stderr == "gl-eval: accuracy is 0.625, less than 0.95; cross-entropy is "*", more than 0.001" ]]
	run -0 gl-eval three.net three.txt --top 2 --min top=0.875 --min top-2=87.5%
	run -1 gl-eval three.net three.txt --top 2 --min top=0.876
}

@test "a condition that makes no sense is trouble, not an answer" {
	three
	for bad in "--min accuracy" "--min =1" "--min accuracy=x" "--min accuracy=2" "--min loss=1" "--max accuracy=0.9" \
		"--min r2=0" "--min top=0.5" "--min nonsense=1" "--max loss=-1" "--format xml" "--loss nonsense" "--top -1"; do
		# shellcheck disable=SC2086 # an option and its value
		run -2 --separate-stderr gl-eval three.net three.txt $bad
		[ "$output" = "" ]
		[[ $stderr == "gl-eval: "* ]]
	done
	run -2 gl-eval three.net three.txt --min acuracy=0.5
	[ "${lines[1]}" = "hint: did you mean accuracy?" ]
	run -2 gl-eval three.net three.txt --max f1=0.5
	[ "${lines[0]}" = "gl-eval: --max f1: the greater f1 is the better: use --min" ]
}

@test "how rows are grouped, files, forms and threads do not change a byte" {
	gl-init 'input 2, dense 700, tanh, dense 3, softmax' >net
	gl-synth blobs -n 9000 >x.txt
	head -n 10 x.txt >a.txt
	tail -n +11 x.txt >b.txt
	gl-cat -b x.txt -o x.npy
	gl-eval net x.txt --format json --threads 1 >r.json
	gl-eval net a.txt b.txt --format json --threads 2 | cmp - r.json
	gl-eval net x.npy --format json --threads 3 | cmp - r.json
	cat a.txt b.txt | gl-eval net --format json | cmp - r.json
}

@test "no examples, no target, or a target that does not fit is trouble" {
	three
	run -2 --separate-stderr gl-eval three.net /dev/null
	[ "$output" = "" ]
	[ "$stderr" = "gl-eval: /dev/null: there are no examples, and the mean of nothing is not a number" ]
	echo '1 2 3' >x.txt
	run -2 gl-eval three.net x.txt
	[ "${lines[0]}" = "gl-eval: x.txt:1: there is no target in field 2 to compare the output with" ]
	printf '1 2 3\t1\n1 2 3\t3\n' >x.txt
	run -2 gl-eval three.net x.txt
	[ "${lines[0]}" = "gl-eval: x.txt:2: target 3 is not a class: there are 3, 0 to 2" ]
	printf '1 2\t1\n' >x.txt
	run -2 gl-eval three.net x.txt
	[ "${lines[0]}" = "gl-eval: x.txt:1: field 1 has 2 numbers, but three.net takes 3" ]
	printf '1 2 3\t1 2\n' >x.txt
	run -2 gl-eval three.net x.txt
	[[ ${lines[0]} == "gl-eval: x.txt:1: "* ]]
}

@test "a network that is not fitted, and one that is missing, are refused" {
	gl-init 'input 2, standardise, dense 1' >net
	run -2 bash -c "printf '1 2\t1\n' | gl-eval net"
	[[ $output == "gl-eval: net: "*"not fitted"* ]]
	run -2 gl-eval missing.net
	[[ $output == "gl-eval: missing.net: "* ]]
}

@test "the network can come from standard input, and then the examples from a file" {
	three
	gl-eval three.net three.txt >report.txt
	gl-eval - three.txt <three.net | cmp - report.txt
	run -2 bash -c 'gl-eval - <three.net'
}

@test "many classes: the text says where the table is, the other forms have it" {
	gl-init 'input 30, softmax' >net
	printf '%s1\t29\n' "$(printf '%.0s0 ' {1..29})" >x.txt
	gl-eval net x.txt | grep -x 'confusion of 30 classes: with --format tsv or json'
	gl-eval net x.txt --format tsv | grep -x $'confusion\t29\t29\t1'
}

@test "the report goes to a file whole or not at all, and a full disk is an error" {
	three
	gl-eval three.net three.txt -o report.txt
	gl-eval three.net three.txt | cmp - report.txt
	run -2 bash -c 'gl-eval three.net three.txt >/dev/full'
	[[ $output == "gl-eval: "* ]]
	run -2 gl-eval three.net three.txt -o missing/report.txt
	only three.net three.txt report.txt
}

@test "the confidence is compared with how often it is right, range by range" {
	gl-init 'input 1, sigmoid' >net
	printf '%s\n' $'1.0986123\t1' $'-1.0986123\t1' $'1.0986123\t1' $'1.0986123\t0' $'10\t1' >x.txt
	gl-eval net x.txt --calibration | sed -n '/^calibration/,$p' >report.txt
	same 'calibration (confidence: the probability of the predicted class)
confidence      examples  mean confidence   accuracy
 70 to  80 %           4           75.0 %     50.0 %
 90 to 100 %           1          100.0 %    100.0 %
all                    5           80.0 %     60.0 %
calibration error 20.0 %' report.txt
	gl-eval net x.txt --calibration --format tsv | grep -x $'calibration-accuracy\t70-80%\t\t0.5'
	gl-eval net x.txt --calibration --format json | /usr/bin/python3 -c 'import json, sys
c = json.load(sys.stdin)
assert [b["examples"] for b in c["calibration"]] == [0] * 7 + [4, 0, 1] and abs(c["calibration-error"] - 0.2) < 1e-4'
	gl-eval net x.txt --calibration --max calibration-error=21% >/dev/null
	run -1 gl-eval net x.txt --calibration --max calibration-error=19% -o /dev/null
	[[ $output == *"calibration-error is 0.2"*", more than 0.19"* ]]
}

@test "a calibration of what is no probability of a class is refused" {
	three
	gl-init 'input 3, dense 3' >logits.net
	run -2 gl-eval logits.net three.txt --loss cross-entropy --calibration
	[[ $output == "gl-eval: "*"--calibration: the outputs are logits"* ]]
	gl-init 'input 2, dense 1' >value.net
	run -2 bash -c "printf '1 2\t1\n' | gl-eval value.net --calibration"
	[[ $output == *"--calibration: only a network that chooses a class"* ]]
	run -2 gl-eval three.net three.txt --max calibration-error=1
	[[ ${lines[1]} == "hint: --calibration measures it" ]]
}

@test "--cut says from which probability on an output says yes" {
	gl-init 'input 1, sigmoid' >net
	printf '%s\n' $'-2\t0' $'-1\t1' $'1\t0' $'2\t1' >x.txt
	gl-eval net x.txt | grep -x 'accuracy 50.0 % (2/4)'
	gl-eval net x.txt --cut 20% --format tsv >cut.tsv
	grep -x $'accuracy\t\t\t0.75' cut.tsv
	grep -x $'recall\t1\t\t1' cut.tsv
	gl-eval net x.txt --cut 0.8 --format tsv | grep -x $'precision\t1\t\t1'
	gl-eval net x.txt --cut 0 --format tsv | grep -x $'recall\t0\t\t0'
	run -2 gl-eval net x.txt --cut 1.5
	run -2 gl-eval net x.txt --threshold 0.3
	[[ $output == *"hint: there is --cut P: the threshold"* ]]
	three
	run -2 gl-eval three.net three.txt --cut 0.3
	[[ $output == "gl-eval: "*"--cut: only an output of sigmoid says yes or no"* ]]
}

# Field 3 weighs: right are those of weights 1, 2 and 0; wrong those of 0.5 and 3.
weighed() {
	three
	printf '%s\n' $'3 1 0\t0\t1\ta' $'0 2 1\t1\t2\tb' $'2 1 0\t1\t0.5\tc' $'0 0 5\t2\t0\td' $'1 2 0\t2\t3\te' >weighed.txt
}

@test "with --weights accuracy and loss are given too as the weights of field 3 count them, and nothing else changes" {
	weighed
	gl-eval three.net weighed.txt >plain.txt
	gl-eval three.net weighed.txt --weights >both.txt
	[ "$(grep -c ^weighted both.txt)" = 2 ]
	grep -v ^weighted both.txt | cmp - plain.txt
	grep -x 'weighted accuracy 46.2 % (3/6.5, by weight)' both.txt
	gl-eval three.net weighed.txt --weights --format json -o both.json
	loss=$(gl-forward three.net weighed.txt | gl-loss cross-entropy --weights --bare)
	/usr/bin/python3 - "$loss" <<-'END'
		import json, sys
		r = json.load(open("both.json"))
		assert abs(r["weighted-accuracy"] - 3 / 6.5) < 1e-12 and abs(r["weighted-loss"] - float(sys.argv[1])) < 1e-6, r
	END
	gl-eval three.net weighed.txt --weights --min weighted-accuracy=46% --max weighted-loss=1.4 >/dev/null
	run -1 gl-eval three.net weighed.txt --weights --min weighted-accuracy=47% -o out.txt
	[ "$output" = "gl-eval: weighted-accuracy is 0.461538, less than 0.47" ]
	run -2 gl-eval three.net weighed.txt --min weighted-accuracy=46%
	[ "${lines[1]}" = "hint: --weights measures it" ]
}

@test "an example of weight 2 counts as two, and weights of 1 change no figure" {
	weighed
	awk -F '\t' '{ for (i = 0; i < $3 * 2; i++) print $1 "\t" $2 }' weighed.txt >twice.txt
	value() { awk -F '\t' -v m="$1" '$1 == m && $2 == "" { print $4 }' "$2"; }
	gl-eval three.net twice.txt --format tsv >twice.tsv
	gl-eval three.net weighed.txt --weights --format tsv >weighed.tsv
	[ "$(value accuracy twice.tsv)" = "$(value weighted-accuracy weighed.tsv)" ]
	awk -v a="$(value cross-entropy twice.tsv)" -v b="$(value weighted-loss weighed.tsv)" \
		'BEGIN { exit !(a > 0 && (a - b) ^ 2 < 1e-24) }'
	awk -F '\t' -v OFS='\t' '{ $3 = 1 } 1' weighed.txt | gl-eval three.net --weights --format tsv >ones.tsv
	[ "$(value accuracy ones.tsv)" = "$(value weighted-accuracy ones.tsv)" ]
	[ "$(value cross-entropy ones.tsv)" = "$(value weighted-loss ones.tsv)" ]
}

@test "weights go with values, labels and sequences, as gl-loss has them" {
	weighs() { # NET FILE LOSS [gl-loss's options]
		a=$(gl-eval "$1" "$2" --weights --format tsv | awk -F '\t' '$1 == "weighted-loss" { print $4 }')
		b=$(gl-forward "$1" "$2" | gl-loss "$3" --weights --bare "${@:4}")
		awk -v a="$a" -v b="$b" 'BEGIN { exit !(a > 0 && (a - b) ^ 2 < 1e-12 * a * a) }'
	}
	gl-init 'input 2, dense 2' >values.net
	printf '%s\n' $'1 2\t3 4\t2' $'0 1\t1 1\t0.25' $'2 2\t0 1\t1' >values.txt
	weighs values.net values.txt mse
	gl-eval values.net values.txt --weights | has -x 'weighted mse [0-9.]*'
	run ! grep -q 'weighted accuracy' <(gl-eval values.net values.txt --weights)
	gl-init 'input 2, dense 2, sigmoid' >labels.net
	printf '%s\n' $'1 2\t1 0\t2' $'0 1\t1 1\t0.25' $'2 2\t0 1\t1' >labels.txt
	weighs labels.net labels.txt binary-cross-entropy
	gl-init 'input 2x3 sequence, dense 3, softmax' >sequence.net
	printf '%s\n' $'0 1 2 1 1 1\t0 2\t2' $'3 1 0 2 0 1\t1 1\t0.25' >sequence.txt
	weighs sequence.net sequence.txt cross-entropy --classes 3
}

@test "weights that are missing, negative, no numbers or all 0 are refused by place" {
	weighed
	gl-cat three.txt >none.txt
	run -2 gl-eval three.net none.txt --weights
	[ "${lines[0]}" = "gl-eval: none.txt:1: there is no field 3, which --weights reads as the weight of each example" ]
	awk -F '\t' -v OFS='\t' 'NR == 2 { $3 = -1 } 1' weighed.txt >bad.txt
	run -2 gl-eval three.net bad.txt --weights
	[ "${lines[0]}" = "gl-eval: bad.txt:2: field 3 is -1, but the weight of an example is a finite number from 0" ]
	awk -F '\t' -v OFS='\t' 'NR == 2 { $3 = "x" } 1' weighed.txt >bad.txt
	run -2 gl-eval three.net bad.txt --weights
	[[ ${lines[0]} == "gl-eval: bad.txt:2: column "*": 'x' is not a number" ]]
	awk -F '\t' -v OFS='\t' '{ $3 = 0 } 1' weighed.txt >bad.txt
	run -2 --separate-stderr gl-eval three.net bad.txt --weights
	[ "$output" = "" ]
	[ "$stderr" = "gl-eval: the weights of all examples are 0, so there is no mean" ]
}

@test "with --weights, --errors still has field 3, and --train may have text there" {
	weighed
	gl-eval three.net weighed.txt --weights --errors wrong.tsv --train <(sed 's/\t[^\t]*\(\t[a-z]\)$/\tname\1/' weighed.txt) \
		>report.txt 2>err.txt
	[ "$(sed -n 2p wrong.tsv | cut -f 6-)" = $'0.5\tc' ]
	grep -q 'seen in training 100.0 % (5/5)' report.txt
}
