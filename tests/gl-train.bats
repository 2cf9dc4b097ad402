# What a user of gl-train meets. That it equals the loop of gl-grad and gl-step, and resumes exactly: truth-train.bats.
load helper

setup() {
	gl_setup
	printf '0 0\t0\n0 1\t1\n1 0\t1\n1 1\t0\n' >xor
	gl-init '2-8-1, sigmoid' -o xor.net
	gl-synth moons -n 100 --noise 0.1 -o moons
	gl-init '2-8-2, softmax' -o moons.net
}

@test "it learns exclusive or" {
	gl-train xor.net xor --lr 0.5 --epochs 3000 -q -o trained
	gl-forward trained xor | awk '{ exit (($1 > 0.5) != $2) }'
}

@test "the network goes to standard output, the summary to standard error" {
	run --separate-stderr gl-train xor.net xor --epochs 2
	[ "$status" = 0 ]
	[[ $output == "gradlab-network 1"* ]]
	[[ $stderr == "gl-train: 2 epochs, 2 steps: binary-cross-entropy 0."*" nats, accuracy "*" % ("?"/4)" ]]
	gl-forward <(printf '%s\n' "$output") xor >/dev/null
}

@test "-q prints no summary, and the summary has no times in it" {
	run --separate-stderr gl-train xor.net xor -q
	[ "$stderr" = "" ]
	gl-train xor.net xor 2>a >/dev/null
	gl-train xor.net xor 2>b >/dev/null
	cmp a b
}

@test "examples come from standard input too, and from several files" {
	gl-train xor.net xor -q -o a
	gl-train xor.net -q <xor -o b
	gl-train xor.net <(head -n 1 xor) <(tail -n 3 xor) -q -o c
	gl-train - xor -q <xor.net >d
	sed 's/ file=xor$//' a | cmp - b
	cmp b c
	cmp a d
}

@test "the network and the examples can't both be standard input" {
	run -2 gl-train - <xor.net
	[ "${lines[0]}" = "gl-train: the network is to come from standard input, so the examples cannot" ]
}

@test "text stays text and binary binary, unless told otherwise" {
	gl-train xor.net xor -q -b -o b
	gl-train b xor -q -o b2
	gl-train b xor -q -t -o t
	[ "$(head -c 17 t)" = "gradlab-network 1" ]
	[ "$(head -c 17 b2 | tr -d '\0')" != "gradlab-network 1" ]
	gl-diff --exact b2 t
}

@test "--steps counts steps, --epochs passes over the examples; the last batch may be short" {
	run gl-train moons.net moons --batch 30 --epochs 3 -o /dev/null
	[[ $output == "gl-train: 3 epochs, 12 steps: "* ]]
	run gl-train moons.net moons --batch 30 --steps 6 -o /dev/null
	[[ $output == "gl-train: 1 epoch, 6 steps: "* ]]
	run -2 gl-train moons.net moons --steps 6 --epochs 2
	[ "$output" = "gl-train: --epochs and --steps both say when to end: give one of them" ]
}

@test "a share that is not all is not shown as 100 %, nor one that is not nothing as 0 %" {
	gl-init '2-2, softmax' --init zeros -o zeros
	awk 'BEGIN { for (i = 0; i < 3200; i++) print "1 1\t" (i == 77) }' >most
	awk 'BEGIN { for (i = 0; i < 3200; i++) print "1 1\t" (i != 77) }' >few
	run gl-train zeros most --lr 0 --epochs 1 -o /dev/null
	[[ $output == *"accuracy 99.97 % (3199/3200)" ]]
	run gl-train zeros few --lr 0 --epochs 1 -o /dev/null
	[[ $output == *"accuracy 0.0312 % (1/3200)" ]]
	gl-eval zeros most | grep -F 'accuracy 99.97 % (3199/3200)'
	gl-eval zeros few | grep -F 'accuracy 0.03 % (1/3200)'
	sed '1s/0$/1/' most >other
	run gl-diff most other
	[[ $output == *" 99.97 % "* ]]
}

@test "the log has a line an epoch, with fractions, and nan where there is nothing to say" {
	gl-train moons.net moons --epochs 4 --batch 25 --log log -q -o a
	[ "$(wc -l <log)" = 5 ]
	[ "$(head -n 1 log)" = "$(printf 'epoch\tstep\tloss\taccuracy\tval_loss\tval_accuracy\tlr\tgrad_norm\tseconds')" ]
	tail -n +2 log | awk -F '\t' '{ exit !(NF == 9 && $1 == NR && $2 == 4 * NR && $3 > 0 && $4 >= 0 && $4 <= 1 &&
		$5 == "nan" && $6 == "nan" && $7 == "0.01" && $8 > 0) }'
	gl-train moons.net moons --epochs 4 --val 20% --log log -q -o b
	tail -n +2 log | awk -F '\t' '{ exit !($5 > 0 && $6 >= 0 && $6 <= 1) }'
}

@test "--log - writes the log to standard output, unless the network goes there" {
	gl-train moons.net moons --epochs 4 --log log -q -o a
	gl-train moons.net moons --epochs 4 --log - -q -o b >shown
	cmp a b
	cmp <(cut -f 1-8 log) <(cut -f 1-8 shown)
	gl-train a moons --epochs 1 --log /dev/stdout -q --in-place | cut -f 1 | cmp - <(printf 'epoch\n1\n')
	for log in - /dev/stdout; do
		run -2 --separate-stderr gl-train moons.net moons --log $log
		[ "$output" = "" ]
		[ "${stderr_lines[0]}" = "gl-train: --log $log: the network goes to standard output already" ]
		[ "${stderr_lines[1]}" = "hint: -o FILE writes the network to a file" ]
		run -2 gl-train moons.net moons --log $log -o -
	done
	run -2 --separate-stderr bash -c 'gl-train moons.net moons --log - -q -o c >/dev/full'
	[ "$stderr" = "gl-train: /dev/stdout: cannot write: No space left on device" ]
	only moons moons.net xor xor.net a b log shown
}

@test "on a terminal --log - shows the log and no line over it, and is refused with --watch" {
	TERM=xterm script -qec 'gl-train moons.net moons --epochs 2 --log - -o out' /dev/null 3>&- >shown
	tr -d '\r' <shown | cut -f 1-2 | head -n 3 | cmp - <(printf 'epoch\tstep\n1\t4\n2\t8\n')
	run ! grep -q $'\e' shown
	run -2 env TERM=xterm script -qec 'gl-train moons.net moons --epochs 2 --log - -o out --watch' /dev/null 3>&-
	[[ $output == "gl-train: --watch and --log: both would be on the terminal; give one of them"* ]]
}

@test "two outputs with one name, however it is written, are refused, also if there is no such file yet" {
	mkdir sub
	for other in one ./one "$PWD/one" sub/../one; do
		run -2 gl-train moons.net moons --log one -o "$other"
		[ "$output" = "gl-train: --log one would be written over the network" ]
		run -2 gl-train moons.net moons --log "$other" --checkpoint one -o out
		[ "$output" = "gl-train: --log and --checkpoint would both be written to $other" ]
	done
	gl-train moons.net moons --epochs 1 --log one -q -o sub/one
	only moons moons.net xor xor.net sub sub/one one
}

@test "a checkpoint needs a file, and what --resume reads from standard input nothing else does" {
	run -2 gl-train moons.net moons --checkpoint - -o out
	[ "${lines[0]}" = "gl-train: --checkpoint -: standard output cannot hold it, as a new checkpoint takes the place of the old" ]
	[ ! -e ./- ]
	gl-train moons.net moons --epochs 2 --checkpoint point -q -o a
	gl-train moons.net moons --epochs 4 --resume - -q -o b <point
	gl-train moons.net moons --epochs 4 -q -o c
	cmp b c
	run -2 gl-train moons.net --epochs 4 --resume - -o d <point
	[ "$output" = "gl-train: --resume -: standard input is read for something else already" ]
}

@test "a regression has no accuracy" {
	gl-synth line -n 20 -o line
	gl-init '1-1' -o line.net
	run gl-train line.net line --log log -o a
	[[ $output == "gl-train: 10 epochs, 10 steps: mse "* ]]
	[[ $output != *accuracy* ]]
	[ "$(tail -n 1 log | cut -f 4)" = nan ]
}

@test "the history says what the result depends on, and training again adds a line" {
	gl-train moons.net moons --epochs 2 --optimizer adam --lr 0.01 --val 20% --seed 3 -q -o a
	gl-train a moons --steps 1 --no-shuffle --clip 1 -q -o b
	run grep ^history b
	[ "${#lines[@]}" = 2 ]
	[[ ${lines[0]} == *" --epochs 2 --batch 32 --loss cross-entropy --optimizer adam --lr 0.01 --beta1 0.9 --beta2 0.999 --eps 1e-8 --val 20% --seed 3 data="*" rows=100 epochs=2 steps=6 loss="*" val_loss="*" val_accuracy="* ]]
	[[ ${lines[1]} == *" --steps 1 --batch 32 --loss cross-entropy --optimizer sgd --lr 0.01 --clip 1 --no-shuffle --seed 1 data="*" steps=1 "* ]]
	gl-train moons.net moons --no-history -q -o c
	run -1 grep ^history c
}

@test "a held-out file whose name has a space stands in quotes in the history" {
	cp moons 'held out "2"'
	gl-train moons.net moons --epochs 1 --val 'held out "2"' --checkpoint point -q -o a
	grep -F ' --val "held out \"2\"" --seed 1 ' a
	gl-train moons.net moons --epochs 2 --val 'held out "2"' --resume point -q -o b
}

@test "what does not change the result is not in the history" {
	gl-train moons.net moons --val 20% -q -o a
	gl-train moons.net moons --val 20% -q --threads 1 --log log --checkpoint point --progress never -o b
	cmp a b
}

@test "the same data as text and as binary leave the same history, but for the file's name" {
	gl-cat -b moons -o moons.npy
	gl-train moons.net moons -q -o a
	gl-train moons.net moons.npy -q -o b
	sed 's/ file=moons$/&.npy/' a | cmp - b
}

@test "--val SHARE holds out a share of every class" {
	for i in {1..80}; do printf '%s 1\t0\n' "$i"; done >rows
	for i in {1..20}; do printf '%s 2\t1\n' "$i"; done >>rows
	run gl-train moons.net rows --val 25% --lr 1e-6 -o /dev/null
	[[ $output == *"/75); held out: cross-entropy "*"/25)" ]]
	# of 80 and 20 rows, 20 and 5: seen in the accuracy of a network that always says 0
	gl-init '2-2, softmax' --init zeros -o zeros
	run gl-train zeros rows --val 0.25 --lr 0 -o /dev/null
	[[ $output == *"accuracy 80 % (60/75); held out: "*"accuracy 80 % (20/25)" ]]
	# so it is where yes and no are 1 and 0 under a sigmoid, and where mse compares a softmax with an index
	gl-init '2-1, sigmoid' --init zeros | sed 's/^0$/-1/' >no
	run gl-train no rows --val 0.25 --lr 0 -o /dev/null
	[[ $output == *"accuracy 80 % (60/75); held out: "*"accuracy 80 % (20/25)" ]]
	run gl-train zeros rows --loss mse --val 0.25 --lr 0 -o /dev/null
	[[ $output == *"accuracy 80 % (60/75); held out: "*"accuracy 80 % (20/25)" ]]
}

@test "--val FILE is not trained on" {
	gl-train moons.net moons --no-history -q -o a
	gl-synth moons -n 50 --seed 9 -o other
	gl-train moons.net moons --val other --no-history -q -o b
	cmp a b
	run gl-train moons.net moons --val other -o /dev/null
	[[ $output == *"; held out: "*"/50)" ]]
}

@test "--val must fit the network, and be a share that leaves something on both sides" {
	run -2 gl-train moons.net moons --val xor.net
	printf '1 2 3\t0\n' >wide
	run -2 gl-train moons.net moons --val wide
	[ "${lines[0]}" = "gl-train: wide:1: field 1 has 3 numbers, but moons.net takes 2" ]
	run -2 gl-train moons.net moons --val 1
	[ "${lines[0]}" = "gl-train: --val: 1 is not a share of the examples" ]
	run -2 gl-train moons.net moons --val 0.1%
	[ "$output" = "gl-train: --val 0.1% of 100 examples leaves none to hold out" ]
	run -2 gl-train moons.net moons --patience 3
	[ "${lines[0]}" = "gl-train: --patience needs --val" ]
}

@test "--patience stops when the held-out loss gets no better, and keeps the best network" {
	# two blobs far apart in training, swapped in validation: every step of learning makes it worse
	printf '1 0\t0\n-1 0\t1\n' >learn
	printf '1 0\t1\n-1 0\t0\n' >held
	run gl-train moons.net learn --val held --patience 4 --lr 0.5 --epochs 50 --no-history -o best
	[[ $output == "gl-train: 5 epochs, 5 steps: "*"; this is the network of epoch 1" ]]
	gl-train moons.net learn --lr 0.5 --epochs 1 --no-history -q -o one
	cmp one best
}

@test "standardise layers are fitted on the training part before the first step" {
	gl-init 'input 2, standardise, dense 2, softmax' -o raw
	printf '10 5\t0\n20 5\t1\n' >learn
	printf '1000 1000\t0\n' >held
	gl-train raw learn --val held --epochs 1 -q -o a
	run sed -n '/^0.mean/,/^$/p' a
	[ "${lines[1]}" = "15 5" ]
	run sed -n '/^0.scale/,/^$/p' a
	[ "${lines[1]}" = "5 1" ]
}

@test "a run that diverges ends with status 1, says when, and keeps a good network" {
	run -1 --separate-stderr gl-train moons.net moons --lr 1e9 -o kept
	[[ $stderr == *"gl-train: training diverged at step "*"the last gradient had norm "*", the learning rate is 1e9"* ]]
	[[ $stderr == *"hint: try a lower --lr, such as 100000000, or --clip 1" ]]
	gl-forward kept moons >/dev/null
}

@test "a loss that float32 cannot hold is divergence, and the network of an earlier epoch is kept" {
	gl-synth line -n 50 -o line
	gl-init 1-1 -o line.net
	run -1 --separate-stderr gl-train line.net line --lr 1e9 --epochs 100 -o kept
	[[ $stderr == *"gl-train: training diverged at step "*": the mse of the batch is more than float32 can hold;"* ]]
	[[ $stderr != *inf* ]]
	[[ $(grep '^history' kept) != *inf* ]]
}

@test "--epochs and --steps of more than can be counted are refused" {
	for n in 18446744073709551615 18446744073709551616; do
		run -2 gl-train moons.net moons --epochs "$n"
		[ "$output" = "gl-train: --epochs: $n is too large" ]
	done
}

@test "a network whose outputs are infinite before the first step is not blamed on the learning rate" {
	gl-init '2-2-1' --init normal:1e20 -o huge
	run -1 --separate-stderr gl-train huge <(printf '1 2\t0\n') -o kept
	[[ $stderr == *"gl-train: training diverged at step 1, before the network was changed: the output of layer 2 (dense) is not finite"* ]]
	[[ $stderr == *"hint: the inputs or the start weights are too large"* ]]
	gl-diff -q --exact huge kept
}

@test "a bad target is reported by its file and line, also when rows are shuffled, and nothing is written" {
	for i in {1..50}; do printf '%s 1\t%s\n' "$i" "$((i == 37 ? 2 : 0))"; done >bad
	gl-cat -b -o bad.npy bad
	run -2 --separate-stderr gl-train moons.net bad --batch 5
	[ "$output" = "" ]
	[ "$stderr" = "gl-train: bad:37: target 2 is not a class: there are 2, 0 to 1" ]
	run -2 gl-train moons.net bad.npy --batch 5
	[ "$output" = "gl-train: bad.npy: row 37: target 2 is not a class: there are 2, 0 to 1" ]
	sed -i -e '1i # a comment' -e '20i # and one more' bad
	run -2 gl-train moons.net moons bad
	[ "$output" = "gl-train: bad:39: target 2 is not a class: there are 2, 0 to 1" ]
	run -2 gl-train moons.net moons --val bad
	[ "$output" = "gl-train: bad:39: target 2 is not a class: there are 2, 0 to 1" ]
	run -2 gl-train moons.net - <bad
	[ "$output" = "gl-train: standard input:39: target 2 is not a class: there are 2, 0 to 1" ]
	gl-cat -b -o moons.npy moons
	cat moons.npy bad.npy >both.npy
	run -2 gl-train moons.net - <both.npy
	[ "$output" = "gl-train: standard input: row $(($(wc -l <moons) + 37)): target 2 is not a class: there are 2, 0 to 1" ]
}

@test "a number that is refused while training goes on is named by its file once" {
	gl-init 'input 1024, dense 2, softmax' -o wide.net
	awk 'BEGIN { for (r = 1; r <= 70; r++) { for (i = 0; i < 1024; i++) printf "%s ", r == 61 && i == 3 ? "nan" : 1; print "\t0" } }' |
		gl-cat -b --allow-nonfinite -o wide.npy
	run -2 gl-train wide.net wide.npy
	[ "${lines[0]}" = "gl-train: wide.npy: row 61, field 1, number 4 is not finite" ]
}

@test "a loss that does not go with the network is the network's matter, not that of the first example" {
	run -2 gl-train moons.net moons --loss binary-cross-entropy
	[ "${lines[0]}" = "gl-train: moons.net: binary-cross-entropy needs independent outputs, but softmax gives ones that sum to 1" ]
}

@test "examples without a target, of another width, or none at all are refused" {
	printf '1 2\n' >bare
	run -2 gl-train moons.net bare
	[ "${lines[0]}" = "gl-train: bare:1: there is no target in field 2 to compare the network's output with" ]
	printf '1\t0\n' >thin
	run -2 gl-train moons.net thin
	[ "${lines[0]}" = "gl-train: thin:1: field 1 has 1 number, but moons.net takes 2" ]
	run -2 gl-train moons.net /dev/null
	[ "$output" = "gl-train: /dev/null: there are no examples, but training needs at least one" ]
}

@test "an option that the optimizer has no use for, and one mistyped, are refused" {
	run -2 gl-train moons.net moons --momentum 0.5
	[ "${lines[0]}" = "gl-train: optimizer sgd has no --momentum" ]
	run -2 gl-train moons.net moons --optimizer adm
	[ "${lines[1]}" = "hint: did you mean adam?" ]
	run -2 gl-train moons.net moons --loss cross
	run -2 gl-train moons.net moons --batch 0
	run -2 gl-train moons.net moons --lr -1
	run -2 gl-train moons.net moons --checkpoint-every 3
	[ "$output" = "gl-train: --checkpoint-every needs --checkpoint FILE" ]
}

@test "an output that can't be written is an error before the training, a full disk after it" {
	run -2 gl-train moons.net moons -o no/such/folder --epochs 1000000000
	run -2 gl-train moons.net moons -o /dev/full
	[ "${lines[-1]}" = "gl-train: /dev/full: cannot write: No space left on device" ]
	run -2 gl-train moons.net moons --log /dev/full -o a
	run -2 gl-train moons.net moons --checkpoint no/such/folder --epochs 1000000000
	only xor xor.net moons moons.net
}

@test "--in-place trains the file itself, which keeps its mode" {
	gl-train xor.net xor -q -o want
	chmod 640 xor.net
	gl-train xor.net xor -q --in-place
	cmp want xor.net
	[ "$(stat -c %a xor.net)" = 640 ]
	run -2 gl-train xor.net xor --in-place -o other
	only want xor xor.net moons moons.net
}

@test "a network that is also the output is explained" {
	run -2 bash -c 'gl-train moons.net moons >moons.net'
	[ "${lines[1]}" = "hint: is it also this command's output? use --in-place" ]
	for tool in gl-train gl-eval gl-forward; do
		run -2 bash -c "true | $tool - moons"
		[ "${lines[0]}" = "$tool: standard input: is empty, not a network" ]
		[ "${lines[1]}" = "hint: what should have written it has failed, or has printed nothing" ]
	done
}

@test "a checkpoint of other data, options or another network is refused, and what differs is named" {
	gl-train moons.net moons --epochs 2 --checkpoint point -q -o a
	run -2 gl-train moons.net moons --epochs 4 --resume point --lr 0.2
	[ "${lines[0]}" = "gl-train: point: was made with --lr 0.01, but this run has --lr 0.2" ]
	gl-synth moons -n 100 --seed 2 -o other
	run -2 gl-train moons.net other --epochs 4 --resume point
	[[ ${lines[0]} == "gl-train: point: was made with data="*", but this run has data="* ]]
	gl-init '2-9-2, softmax' -o nine
	run -2 gl-train nine moons --epochs 4 --resume point
	[[ ${lines[0]} == "gl-train: point: "* ]]
	run -2 gl-train moons.net moons --resume moons.net
	[[ ${lines[0]} == "gl-train: moons.net:1: is not a checkpoint: "* ]]
	run -2 gl-train moons.net moons --resume nowhere
	[ "${lines[0]}" = "gl-train: nowhere: cannot open: No such file or directory" ]
	[ "${lines[1]}" = "hint: --checkpoint nowhere --resume nowhere begins at the start when there is no checkpoint yet" ]
	head -c 400 point >piece
	run -2 gl-train moons.net moons --resume piece
	[[ ${lines[0]} == "gl-train: piece: "* ]]
}

@test "a run that was finished can be made longer" {
	gl-train moons.net moons --epochs 2 --checkpoint point -q -o /dev/null
	gl-train moons.net moons --epochs 5 --resume point -q -o longer
	gl-train moons.net moons --epochs 5 -q -o whole
	cmp longer whole
}

@test "--checkpoint and --resume with one file begin, go on, and do nothing more when all is done" {
	again=(gl-train moons.net moons --epochs 6 --checkpoint point --resume point)
	gl-train moons.net moons --epochs 6 -q -o whole
	run "${again[@]}" --steps 7 --epochs 6
	[ "$status" = 2 ]
	run --separate-stderr gl-train moons.net moons --steps 7 --checkpoint point --resume point -o part
	[ "${stderr_lines[0]}" = "gl-train: point: there is no checkpoint yet; beginning at the start" ]
	run --separate-stderr "${again[@]}" -o out
	[[ $stderr == "gl-train: 6 epochs, 24 steps: "* ]]
	cmp whole out
	"${again[@]}" -q -o out
	cmp whole out
	rm point
	run "${again[@]}" -q -o out
	[ "$output" = "" ]
	cmp whole out
}

@test "--val 0.2 and 20% are the same share" {
	gl-train moons.net moons --epochs 2 --val 0.29 --checkpoint point -q -o a
	gl-train moons.net moons --epochs 4 --val 29% --resume point -q -o b
	gl-train moons.net moons --epochs 4 --val .290 -q -o c
	cmp b c
	grep -F ' --val 29% ' c
	gl-train moons.net moons --epochs 1 --val 0.123456789 -q -o a
	grep -F ' --val 12.3456789% ' a
}

@test "an option that only one of the checkpoint and the run has is named" {
	gl-train moons.net moons --epochs 2 --val 20% --checkpoint point -q -o /dev/null
	run -2 gl-train moons.net moons --epochs 4 --resume point
	[ "${lines[0]}" = "gl-train: point: was made with --val 20%, but this run has no --val" ]
	run -2 gl-train moons.net moons --epochs 4 --val 20% --clip 1 --resume point
	[ "${lines[0]}" = "gl-train: point: was made without --clip 1, but this run has it" ]
	run -2 gl-train moons.net moons --epochs 4 --val 30% --resume point
	[ "${lines[0]}" = "gl-train: point: was made with --val 20%, but this run has --val 30%" ]
}

@test "a log goes on where the checkpoint is: no epoch is in it twice, and one cut short by a crash is written again" {
	gl-train moons.net moons --epochs 6 --log whole -q -o /dev/null
	gl-train moons.net moons --epochs 2 --checkpoint point --log log -q -o /dev/null
	gl-train moons.net moons --epochs 4 --resume point --log log -q -o /dev/null # not saved: epochs 3 and 4 are lost
	printf '5\t20\t0.' >>log
	gl-train moons.net moons --epochs 6 --resume point --log log -q -o /dev/null
	diff <(cut -f 1-8 whole) <(cut -f 1-8 log)
	gl-train moons.net moons --steps 9 --batch 25 --checkpoint point --log log -q -o /dev/null
	gl-train moons.net moons --steps 16 --batch 25 --resume point --log log -q -o /dev/null
	[ "$(cut -f 1 log | tr '\n' ' ')" = 'epoch 1 2 3 4 ' ]
}

@test "what a log is added to but is no log stays whole" {
	gl-train moons.net moons --epochs 2 --checkpoint point -q -o /dev/null
	printf '7\t7\n' >notes
	gl-train moons.net moons --epochs 3 --resume point --log notes -q -o /dev/null
	[ "$(head -n 1 notes)" = "$(printf '7\t7')" ]
	[ "$(cut -f 1 notes | tail -n 1)" = 3 ]
}

@test "SIGTERM finishes the step, leaves a network, and ends by the signal" {
	gl-train moons.net moons --epochs 1000000000 --checkpoint point -q -o net &
	await test -e point
	kill -TERM $!
	status=0
	wait $! || status=$?
	[ "$status" = 143 ]
	gl-forward net moons >/dev/null
	only xor xor.net moons moons.net point net
}

@test "--progress always shows a line on standard error and erases it" {
	run --separate-stderr gl-train moons.net moons --progress always --epochs 2 -o a
	[[ $stderr == *"epoch 1/2 "*"cross-entropy "*"accuracy "*" left "*" examples/s"* ]]
	[[ $stderr == *$'\r'*"gl-train: 2 epochs, 8 steps: "* ]]
	run --separate-stderr gl-train moons.net moons --epochs 2 -o a
	[[ $stderr != *$'\r'* ]]
}
