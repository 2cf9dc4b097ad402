#!/usr/bin/env bats
# gl-doctor: broken runs are found by the right check, healthy ones pass; the report's forms and the choice of checks.
load helper
load doctor-runs

# The checks that found a problem, in the order of the report.
problems() {
	awk -F '\t' '$2 == "problem" && $3 == "seen" { print $1 }' "$1"
}

# Makes a run in a folder of its own and leaves the report in ../report.tsv, the status in $status.
examine() {
	rm -rf one
	mkdir one
	cd one || return
	"make_$1" "$2"
	status=0
	gl-doctor "${run[@]}" --format tsv --seed "$2" >../report.tsv || status=$?
	cd ..
}

# Are these healthy, with each of the seeds 1 to N?
healthy() {
	local seeds=$1 name seed bad=0
	for name in "${@:2}"; do
		for ((seed = 1; seed <= seeds; seed++)); do
			examine "$name" "$seed"
			((status == 0)) || {
				echo "$name, seed $seed: status $status"
				grep seen report.tsv
				bad=1
			}
		done
	done
	((bad == 0))
}

# Is each found by its check, and no more than four others, none of them of the data unless these are what is broken?
found() {
	local one name check bad=0 all others
	for one; do
		name=${one%%:*} check=${one#*:}
		examine "$name" 1
		all=$(problems report.tsv)
		others=$(grep -vx -e "$check" <<<"$all" || true)
		if [[ $status != 1 ]] || ! grep -qx -e "$check" <<<"$all" || (($(wc -l <<<"$others") > 4)) ||
			{ [[ $name != blank ]] && grep -qxE 'labels|conflicts|duplicates|leak|shift|balance|order|constant-inputs' <<<"$others"; }; then
			echo "$name: status $status, $check expected; found: ${all//$'\n'/ }"
			bad=1
		fi
	done
	((bad == 0))
}

@test "healthy runs on made data have no problem" {
	healthy 2 xor moons spirals sine blobs line circles
}

@test "healthy runs on real data have no problem" {
	healthy 2 digits iris diabetes deep new
}

@test "a healthy run on Fashion-MNIST has no problem" {
	[[ -r /usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz ]] || skip "Debian's dataset-fashion-mnist is not installed"
	healthy 1 fashion
}

@test "broken inputs, start weights and rates are each found by the right check" {
	found "${BROKEN[@]:0:11}"
}

@test "broken fits and data are each found by the right check" {
	found "${BROKEN[@]:11:9}"
}

@test "broken last layers, orders and data are each found by the right check" {
	found "${BROKEN[@]:20}"
	((${#BROKEN[@]} >= 30))
}

@test "every check but the notes has a broken run that it finds" {
	local check
	gl-doctor --list | while read -r check _; do
		[[ $check == not-fitted || $check == target-scale ]] || [[ " ${BROKEN[*]} " == *":$check "* ]] || {
			echo "$check has none"
			exit 1
		}
	done
}

# One with a problem, a note and checks that are not made.
broken() {
	mkdir iris
	cd iris || return
	make_centimetres 1
	cd .. || return
	mv iris/net cm.net
	mv iris/i-train.txt iris/i-test.txt iris/run.log .
}

@test "the report says what was seen, what it means and what to try" {
	broken
	run -1 --separate-stderr gl-doctor cm.net i-test.txt --train i-train.txt --only input-scale
	[ "$stderr" = "" ]
	[ "${lines[0]}" = "PROBLEM input-scale" ]
	[[ ${lines[1]} == "  seen:  Input 1 of 4 goes from 4.3 to "* ]]
	[[ $output == *$'\n  means: Start weights '* && $output == *$'\n  try:   Bring the inputs to one scale'* ]]
	[[ $output == *$'\n1 problem, 0 notes; 1 check made, 0 not made' ]]
	awk 'length($0) > 80 { exit 1 }' <<<"$output"
}

@test "--verbose says too what was looked at, what is fine, and why a check was not made" {
	make_line 1
	gl-doctor net test.txt --verbose >report.txt
	grep -qx 'network net: trained before' report.txt
	grep -qx 'examples test.txt: all 100 rows' report.txt
	grep -q '^fine input-scale: largest_rms ' report.txt
	grep -q '^not checked: rate-high, rate-low: no --log was given' report.txt
	grep -q 'not checked: .*leak.*: no --train was given' <(tr '\n' ' ' <report.txt | tr -s ' ')
}

@test "notes do not change the status" {
	make_diabetes 1
	gl-doctor "${run[@]}" --only target-scale >report.txt
	grep -qx 'note target-scale' report.txt
	grep -q '^0 problems, 1 note; 1 check made' report.txt
}

@test "--only and --skip choose checks, and a near miss is suggested" {
	make_line 1
	gl-doctor net test.txt --only labels,baseline --skip labels --format tsv | cut -f 1 | sort -u >checks.txt
	same $'baseline\ncheck' checks.txt
	diff <(gl-doctor net test.txt --format tsv --skip labels,leak | tail -n +2 | cut -f 1 | uniq) \
		<(gl-doctor --list | awk '{ print $1 }' | grep -vxE 'labels|leak')
	run -2 gl-doctor net test.txt --only dead-rleu
	[ "${lines[0]}" = "gl-doctor: --only: there is no check 'dead-rleu'" ]
	[ "${lines[1]}" = "hint: did you mean dead-relu?" ]
	run -2 gl-doctor net test.txt --skip zzz
	[ "${lines[1]}" = "hint: gl-doctor --list names them" ]
}

@test "--format json is JSON, and has what tsv has" {
	broken
	run -1 gl-doctor cm.net i-test.txt --train i-train.txt --log run.log --format json -o report.json
	gl-doctor cm.net i-test.txt --train i-train.txt --log run.log --format tsv >report.tsv || true
	/usr/bin/python3 - <<-'END'
		import json
		r = json.load(open("report.json"))
		rows = [l.rstrip("\n").split("\t") for l in open("report.tsv")][1:]
		names = list(dict.fromkeys(row[0] for row in rows))
		assert [c["check"] for c in r["checks"]] == names, names
		for c in r["checks"]:
		    mine = [row for row in rows if row[0] == c["check"]]
		    assert all(row[1] == c["level"] for row in mine)
		    for k, v in c["figures"].items():
		        text, = [row[3] for row in mine if row[2] == k]
		        assert (v is None) == (text in ("", "inf")) and (v is None or float(text) == v), (c["check"], k)
		    assert ("seen" in c) == any(row[2] == "seen" for row in mine)
		assert r["problems"] == sum(c["level"] == "problem" for c in r["checks"]) > 0
		assert r["problems"] + r["notes"] + r["fine"] + r["skipped"] == len(names)
	END
}

@test "the report has the same bytes with any number of threads, and other seeds may look at other rows" {
	digits 1
	gl-init 'input 64, dense 32, relu, dense 10, softmax' >net
	train net d-train.npy --lr 0.1 --epochs 3
	gl-doctor net d-test.npy --train d-train.npy --log run.log -v --threads 1 >one.txt || true
	gl-doctor net d-test.npy --train d-train.npy --log run.log -v --threads 3 >three.txt || true
	cmp one.txt three.txt
	gl-synth moons -n 5000 >many.txt
	gl-init 'input 2, dense 4, tanh, dense 1, sigmoid' >small.net
	gl-doctor small.net many.txt -v --only baseline,input-scale >a.txt
	grep -qx 'examples many.txt: 2048 of its 5000 rows, chosen at random (--seed)' a.txt
	gl-doctor small.net many.txt -v --only baseline,input-scale --seed 2 >b.txt
	run ! cmp -s a.txt b.txt
}

@test "text, .npy and several files of one data set give the same report" {
	make_moons 1
	gl-cat -b test.txt -o test.npy
	gl-doctor net test.txt --train train.txt --format tsv | grep -v 'test\.' >a.tsv
	gl-doctor net test.npy --train train.txt --format tsv | grep -v 'test\.' | cmp - a.tsv
	head -n 150 train.txt >t1.txt
	tail -n +151 train.txt >t2.txt
	gl-doctor net test.txt --train t1.txt --train t2.txt --format tsv | grep -v 'test\.' | cmp - a.tsv
	gl-doctor net --train train.txt --format tsv <test.txt | grep -v 'test\.' | cmp - a.tsv
}

@test "the rate is that of the history unless an option says another one" {
	make_line 1
	rate() { gl-doctor net test.txt --only rate --format tsv "$@" | awk -F '\t' '$3 == "lr" { print $4 }'; }
	[ "$(rate)" = 0.1 ]
	[ "$(rate --lr 0.03)" = 0.03 ]
	gl-init 'input 1, dense 1' >net
	gl-doctor net test.txt --only rate -v | has 'the learning rate is not known (no history, no --lr)'
	[ "$(rate --lr 0.03 --optimizer adam --beta1 0.8)" = 0.03 ]
	run -2 gl-doctor net test.txt --momentum 0.5
	[ "${lines[0]}" = "gl-doctor: optimizer sgd has no --momentum" ]
}

@test "a rate so high that the first steps kill all units is called too high, not too low" {
	gl-synth moons -n 400 >x.txt
	gl-init 'input 2, dense 16, relu, dense 2, softmax' >net
	run -1 gl-doctor net x.txt --lr 300 --only rate
	[[ "$output" == *" times its size."*"ten times lower: --lr 30."* ]]
	run -1 gl-doctor net x.txt --lr 1e-9 --only rate
	[[ "$output" == *"changes no weights by more than"*"a higher learning rate: --lr 1e-6."* ]]
}

@test "who learned the rows that were used by heart is not called underfitted for those held out of the same file" {
	gl-synth moons -n 60 --noise 0.4 >x.txt
	gl-init '2-256-256-2, softmax' | gl-train - x.txt --epochs 1500 --lr 0.3 --val 30% --log run.log -q >net
	gl-doctor net x.txt --log run.log --only underfitting
	run -1 gl-doctor net x.txt --log run.log --only overfitting
}

@test "few rows, or targets that are all the same, are not said to have shuffled labels" {
	gl-synth moons -n 60 --noise 0.4 >x.txt
	gl-init '2-8-2, softmax' >net
	gl-doctor net x.txt --only labels >report.txt
	run -1 grep '^PROBLEM' report.txt
	grep '1$' <(gl-synth moons -n 400) >one.txt
	gl-doctor net one.txt --only labels -v | has '^not checked: labels: the targets are all the same'
}

@test "the jumps that mixup makes in the training loss are not taken for a rate that is too high" {
	gl-synth blobs -n 480 >x.txt
	gl-init '2-32-32-3, softmax' | gl-train - x.txt --optimizer adam --epochs 60 --lr 0.01 --val 20% \
		--schedule cosine --mixup 0.2 --label-smoothing 5% --log run.log -q >net
	gl-doctor net x.txt --log run.log --only rate-high
}

@test "a log is read by the names of its columns, in any order and with others between them" {
	gl-synth line >x.txt
	gl-init 'input 1, dense 1' >net
	printf 'wind\tloss\tepoch\n' >run.log
	printf 'x\t%s\t%s\n' 1 1 0.5 2 2 3 1.5 4 2.5 5 3 6 >>run.log
	run -1 gl-doctor net x.txt --log run.log --only rate-high
	[[ $output == *"The training loss was 1 in the first epoch and 2.33 in the last ones."* ]]
	printf 'epoch\tloss\n1\t1\n2\tnan\n' >run.log
	run -1 gl-doctor net x.txt --log run.log --only rate-high
	[[ $output == *"The log has a loss that is nan or infinite."* ]]
}

@test "what is no log is refused by its line" {
	gl-synth line >x.txt
	gl-init 'input 1, dense 1' >net
	printf 'epoch\tloss\n1\tx\n' >bad.log
	run -2 gl-doctor net x.txt --log bad.log
	[ "$output" = "gl-doctor: bad.log:2: 'x' is not a number" ]
	run -2 gl-doctor net x.txt --log x.txt
	[ "${lines[0]}" = "gl-doctor: x.txt: its first line does not name the columns epoch and loss" ]
	run -2 gl-doctor net x.txt --log /dev/null
	[ "${lines[0]}" = "gl-doctor: /dev/null: is empty, not the log of a training run" ]
	run -2 gl-doctor net x.txt --log none
	[[ ${lines[0]} == "gl-doctor: none: cannot open: "* ]]
}

@test "no network, no examples, no target, rows of another width, and a full disk are trouble" {
	gl-synth line >x.txt
	gl-init 'input 1, dense 1' >net
	run -2 gl-doctor
	[ "${lines[0]}" = "gl-doctor: which network?" ]
	run -2 --separate-stderr gl-doctor net /dev/null
	[ "$output" = "" ]
	[ "$stderr" = "gl-doctor: /dev/null: there are no examples, so there is nothing to look at" ]
	cut -f 1 x.txt >inputs.txt
	run -2 gl-doctor net inputs.txt
	[ "${lines[0]}" = "gl-doctor: inputs.txt:1: there is no target in field 2 to compare the network's output with" ]
	gl-synth xor >two.txt
	run -2 gl-doctor net two.txt
	[ "${lines[0]}" = "gl-doctor: two.txt:1: field 1 has 2 numbers, but net takes 1" ]
	run -2 gl-doctor net x.txt --train two.txt
	[ "${lines[0]}" = "gl-doctor: two.txt:1: field 1 has 2 numbers, but net takes 1" ]
	run -2 bash -c 'gl-doctor net x.txt >/dev/full'
	[[ $output == "gl-doctor: standard output: cannot write: "* ]]
	run -2 gl-doctor net x.txt --list
	[ "$output" = "gl-doctor: --list takes no NET" ]
}

@test "nothing that is given is changed, and nothing is left behind" {
	make_line 1
	rm -f split.err train.err
	sha256sum -- * >../before
	gl-doctor "${run[@]}" >/dev/null
	sha256sum -- * | cmp - ../before
}

@test "a network with numbers that are not finite is a finding, and of others it is said that they could not be looked at" {
	make_not-finite 1
	run -1 gl-doctor net x.txt
	[[ $output == *"PROBLEM weights"* ]]
	tr -s '\n ' ' ' <<<"$output" | has -F "1 of the network's 17 numbers is not finite; the first: 0.weight:0,0 is nan."
	sed '/^0.bias/,$ s/^0 0 0 0$/0 inf 0 0/' net >two.net
	run -1 gl-doctor two.net x.txt --format tsv
	grep -qx $'weights\tproblem\tnonfinite\t2' <<<"$output"
	grep -qx $'dead-relu\tskipped\twhy\tnumbers of the network are not finite' <<<"$output"
	run -2 gl-doctor - x.txt <net
	[[ $output == *"0.weight:0,0 is nan"* ]]
}

@test "few rows are enough for a report" {
	gl-init 'input 1, dense 1' >net
	printf '1\t2\n' | gl-doctor net >report.txt
	grep -q '^0 problems' report.txt
}

# Units whose bias holds them at 0, so that no gradient reaches any weight.
held_at_zero() {
	gl-synth blobs -n 200 >x.txt
	gl-init '2-16-3, softmax' | awk '/^0.bias/ { print; getline; for (i = 1; i <= NF; i++) printf "-50%s", i < NF ? " " : "\n"; next } 1' >net
}

@test "where no weight changes at all, no higher rate is asked for" {
	held_at_zero
	run -1 gl-doctor net x.txt --lr 0.1 --only rate,dead-relu --format tsv -o report.tsv
	grep -qx $'rate\tproblem\tseen\tWithin the first 10 steps with sgd at learning rate 0.1, no weights change\\.' report.tsv
	grep -q $'^rate\tproblem\ttry\tLeave the rate as it is' report.tsv
	grep -q $'^dead-relu\tproblem' report.tsv
}

@test "a rate that has spoilt the first epoch: the jumps after it are no notes, and the remedy is a tenth" {
	gl-synth blobs -n 300 >x.txt
	gl-init '2-16-3, softmax' >net
	train net x.txt --optimizer momentum --lr 20 --epochs 20
	awk -F '\t' 'NR == 2 { exit !($3 > 10) }' run.log
	run -1 gl-doctor net x.txt --log run.log --only rate-high --format tsv -o report.tsv
	grep -q $'^rate-high\tproblem\tseen' report.tsv
	grep -q $'^rate-high\tproblem\ttry\t.*--lr 2[.,]' report.tsv
}

@test "labels of a rare class on few rows are no problem, but a note at most" {
	local seed
	gl-synth circles -n 2000 --noise 0.4 | awk -F '\t' '$2 == 0 || n++ % 20 == 0' >x.txt
	gl-init '2-8-1, sigmoid' >net
	for seed in 1 2 3 4; do
		gl-doctor net x.txt --only labels --seed $seed --format tsv >report.tsv
		run ! grep -q $'^labels\tproblem' report.tsv
	done
}
