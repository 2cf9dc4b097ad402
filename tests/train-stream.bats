# Training on streams: examples that are taken once, as they come, through a shuffle buffer.
load helper

setup() {
	gl_setup
	gl-init '2-8-3, softmax' -o net
	gl-synth spirals -n 700 --noise 0.1 -o rows
}

# figure NAME FILE: what the history line of a network has behind NAME=
figure() {
	sed -n "s/^history .* $1=\([^ ]*\).*/\1/p" "$2"
}

@test "a pipe without end is trained on for as many steps as were asked for" {
	run bash -c 'gl-synth spirals -n inf | gl-train net --steps 400 -o out'
	[ "${lines[0]}" = "gl-train: standard input has more than 12800 examples: they are taken as they come, each once" ]
	[[ ${lines[1]} == "gl-train: 400 steps over a stream: cross-entropy "*"/12800)" ]]
	gl-forward out rows >/dev/null
	gl-synth spirals -n inf | gl-train net --steps 400 --stream -q -o again || true
	cmp out again
	grep -q ' --steps 400 .* --stream --epoch-steps 1000 --shuffle-buffer 10000 --seed 1 data=' out
}

@test "the history has the hash of the examples that were read, which is that of a file of them" {
	gl-synth spirals -n inf | gl-train net --steps 5 --stream --shuffle-buffer 100 -q -o out || true
	[ "$(figure rows out)" = 259 ]
	gl-synth spirals -n 259 -o first
	gl-train net first --epochs 1 -q -o other
	[ "$(figure data out)" = "$(figure data other)" ]
}

@test "a stream that ends is one epoch through the same shuffle buffer, to the last bit" {
	for buffer in 1 2 33 699 700 100000; do
		gl-train net rows --epochs 1 --shuffle-buffer $buffer --no-history -q -o whole
		gl-train net --stream --shuffle-buffer $buffer --no-history -q -o out <rows
		cmp whole out
	done
	gl-train net rows --epochs 1 --no-shuffle --no-history -q -o whole
	cat rows | gl-train net --stream --no-shuffle --no-history -q -o out
	cmp whole out
	gl-train net rows --epochs 1 --shuffle-buffer 1 --no-history -q -o out
	cmp whole out
}

@test "a stream can be text or binary, of one file or several, mapped or piped" {
	gl-train net rows --stream --shuffle-buffer 50 --no-history -q -o whole
	gl-cat -b rows -o rows.npy
	head -n 300 rows | gl-cat -b -o a.npy
	tail -n +301 rows | gl-cat -b -o b.npy
	gl-train net rows.npy --stream --shuffle-buffer 50 --no-history -q -o out
	cmp whole out
	gl-train net a.npy b.npy --stream --shuffle-buffer 50 --no-history -q -o out
	cmp whole out
	cat a.npy b.npy | gl-train net --stream --shuffle-buffer 50 --no-history -q -o out
	cmp whole out
	gl-train net <(head -n 10 rows) <(tail -n +11 rows) --stream --shuffle-buffer 50 --no-history -q -o out
	cmp whole out
}

@test "a pipe that ends is read to its end and gone over as often as it takes, as a file is" {
	gl-train net rows --steps 100 --no-history -q -o whole
	cat rows | gl-train net --steps 100 --no-history -q -o out
	cmp whole out
	# also when it has more than the steps take, but no more than the buffer holds
	gl-train net rows --steps 3 --no-history -q -o whole
	cat rows | gl-train net --steps 3 --no-history -q -o out
	cmp whole out
	cat rows | gl-train net --steps 22 --shuffle-buffer 600 -q -o out
	run ! grep -q -- --stream out
	run bash -c 'cat rows | gl-train net --steps 3 --shuffle-buffer 600 -o out'
	[ "${lines[0]}" = "gl-train: standard input has more than 600 examples: they are taken as they come, each once" ]
	grep -q -- --stream out
}

@test "--shuffle-buffer mixes a file epoch by epoch, and the seed decides how" {
	gl-train net rows --epochs 2 --shuffle-buffer 40 --no-history -q -o a
	gl-train net rows --epochs 2 --shuffle-buffer 40 --no-history -q -o b
	cmp a b
	gl-train net rows --epochs 2 --shuffle-buffer 41 --no-history -q -o b
	run ! cmp -s a b
	gl-train net rows --epochs 2 --shuffle-buffer 40 --seed 2 --no-history -q -o b
	run ! cmp -s a b
	# the second epoch has an order of its own
	gl-train net rows --epochs 1 --shuffle-buffer 40 --no-history -q -o half
	gl-train half rows --epochs 1 --shuffle-buffer 40 --no-history -q -o b
	run ! cmp -s a b
	gl-train net rows --epochs 2 --shuffle-buffer 40 --val 20% -q -o a
	grep -q -- ' --shuffle-buffer 40 --val 20% ' a
}

@test "an epoch of a stream is --epoch-steps steps: in the log, for --val FILE and for --patience" {
	gl-synth spirals -n 90 --seed 2 -o held
	gl-train net rows --stream --batch 10 --epoch-steps 20 --val held --log log -q -o out
	[ "$(cut -f 1,2 log | tr '\t\n' ': ')" = 'epoch:step 1:20 2:40 3:60 4:70 ' ]
	run gl-train net rows --stream --batch 10 --epoch-steps 20 --val held --patience 1 --lr 0 -o out
	[[ $output == "gl-train: 40 steps over a stream: "*"; this is the network of epoch 1" ]]
	run -2 gl-train net rows --epoch-steps 20 -o out
	[ "${lines[0]}" = "gl-train: --epoch-steps is for a stream, but these are 700 examples" ]
	[ "${lines[1]}" = "hint: --stream takes them as they come, each once" ]
}

@test "what else is done to examples and gradients is the same for a stream" {
	awk '{ print $0 "\t" (NR % 5 + 1) / 4 }' rows >weighted
	for option in '--label-smoothing 0.1' '--class-weights 1,2,3' --weights '--mixup 0.2' '--accumulate 3' '--l1 0.01' '--clip 0.1'; do
		echo "$option"
		read -ra words <<<"$option"
		gl-train net weighted --epochs 1 --shuffle-buffer 50 --batch 16 --no-history -q "${words[@]}" -o whole
		gl-train net weighted --stream --shuffle-buffer 50 --batch 16 --no-history -q "${words[@]}" -o out
		cmp whole out
	done
	# a step that is cut off in the middle of its batches is made again
	gl-train net rows --stream --no-shuffle --accumulate 5 --no-history -q -o whole
	{ head -n 390 rows; printf '1 2\t5\n'; tail -n 300 rows; } >bad
	run -2 gl-train net bad --stream --no-shuffle --accumulate 5 --no-history --checkpoint point -o out
	[[ ${lines[0]} == "gl-train: 2 steps over a stream"* ]]
	gl-train net rows --stream --no-shuffle --accumulate 5 --no-history -q --resume point -o out
	cmp whole out
	run -2 gl-train net rows --stream --class-weights balanced
	[ "${lines[0]}" = "gl-train: the classes of a stream cannot be counted before it ends" ]
}

@test "standardise is fitted to the examples that fill the buffer first" {
	gl-init 'input 2, standardise, dense 3, softmax' -o raw
	head -n 30 rows >first
	gl-init 'input 2, standardise, dense 3, softmax' --fit first -o fitted
	gl-train raw rows --stream --shuffle-buffer 30 --no-history -q -o a
	gl-train fitted rows --stream --shuffle-buffer 30 --no-history -q -o b
	gl-diff -q --exact a b
	gl-init 'input 2, standardise, dense 3, softmax' --fit rows -o fitted
	gl-train raw rows --stream --no-shuffle --no-history -q -o a
	gl-train fitted rows --stream --no-shuffle --no-history -q -o b
	gl-diff -q --exact a b
	gl-synth spirals -n inf | gl-train raw --steps 400 --no-history -q -o a || true
	gl-synth spirals -n inf | gl-train raw --steps 400 --stream --no-history -q -o b || true
	gl-diff -q --exact a b
}

@test "a stream that was cut and resumed ends in the same bytes; what was used is read over" {
	options=(--stream --shuffle-buffer 100 --batch 8 --epoch-steps 30 --optimizer adam --no-history -q)
	gl-train net rows "${options[@]}" -o whole
	for steps in 1 17 30 61; do
		gl-train net rows "${options[@]}" --steps $steps --checkpoint point -o part
		cat rows | gl-train net "${options[@]}" --steps 70 --resume point --checkpoint point -o part
		gl-train net "${options[@]}" --resume point -o out <rows
		cmp whole out
	done
	# one that is found to be a stream is the same as one that was said to be one
	gl-synth spirals -n inf | gl-train net --steps 400 -q -o whole || true
	gl-synth spirals -n inf | gl-train net --steps 330 -q --checkpoint point -o part || true
	gl-synth spirals -n inf | gl-train net --steps 400 --stream -q --resume point -o out || true
	cmp whole out
}

@test "a checkpoint of another stream is refused" {
	gl-train net rows --stream --shuffle-buffer 100 --steps 5 --checkpoint point -q -o part
	run -2 gl-train net <(gl-synth spirals -n 700 --seed 2) --stream --shuffle-buffer 100 --resume point -o out
	[[ ${lines[0]} == "gl-train: /dev/fd/"*": the first 259 examples are not those that this run began with" ]]
	[ "${lines[1]}" = "hint: a stream is given again from its beginning; what was used before is read over" ]
	head -n 200 rows >short
	run -2 gl-train net short --stream --shuffle-buffer 100 --resume point -o out
	[ "${lines[0]}" = "gl-train: short: the stream ends after 200 examples, but 259 were read from it before" ]
	run -2 gl-train net rows --epochs 1 --resume point -o out
	[[ ${lines[0]} == "gl-train: point: was made with --stream, but this run has no --stream" ]]
	run -2 gl-train net rows --stream --shuffle-buffer 200 --resume point -o out
	[ "${lines[0]}" = "gl-train: point: was made with --shuffle-buffer 100, but this run has --shuffle-buffer 200" ]
	[ ! -e out ]
}

@test "a bad example in a stream ends the run with status 2, is named, and what was learned until then is kept" {
	gl-synth spirals -n 7000 -o many
	{ cat many; echo '1 2 3'; } >bad
	run -2 gl-train net bad --stream --no-shuffle --no-history --checkpoint point -o out
	[[ ${lines[0]} =~ ^"gl-train: "([1-9][0-9]*)" steps over a stream" ]]
	[ "${lines[1]}" = "gl-train: bad:7001: 1 field, but line 1 has 2" ]
	gl-train net many --stream --no-shuffle --steps "${BASH_REMATCH[1]}" --no-history -q -o want
	cmp want out
	gl-train net <(head -n 320 rows) --stream --no-shuffle --no-history -q -o want
	{ head -n 330 rows; printf '1 2\t5\n'; tail -n 300 rows; } >bad
	run -2 gl-train net bad --stream --no-shuffle --no-history --checkpoint point -o out
	[ "${lines[1]}" = "gl-train: bad:331: target 5 is not a class: there are 3, 0 to 2" ]
	cmp want out
	gl-train net rows --stream --no-shuffle --no-history -q -o want
	gl-train net rows --stream --no-shuffle --no-history -q --resume point -o out
	cmp want out
}

@test "the first example must fit, and there must be one" {
	run -2 gl-train net <(echo '1 2 3') --stream
	[[ ${lines[0]} == "gl-train: /dev/fd/"*":1: field 1 has 3 numbers, but net takes 2" ]]
	run -2 gl-train net --stream </dev/null
	[ "$output" = "gl-train: standard input: there are no examples, but training needs at least one" ]
	printf '1 2\n' >bare
	run -2 gl-train net bare --stream
	[ "${lines[0]}" = "gl-train: bare:1: there is no target in field 2 to compare the network's output with" ]
}

@test "what makes no sense of a stream is refused" {
	run -2 gl-train net rows --stream --epochs 2
	[ "${lines[0]}" = "gl-train: --epochs: a stream is gone through once" ]
	run -2 gl-train net rows --stream --val 20%
	[ "${lines[0]}" = "gl-train: --val: a share of a stream cannot be held out, as nobody knows how much will come" ]
	[ "${lines[1]}" = "hint: --val FILE holds out the examples of a file" ]
	run -2 bash -c 'gl-synth spirals -n inf | gl-train net --steps 400 --val 20% -q'
	[ "${lines[0]}" = "gl-train: --val: a share of a stream cannot be held out, as nobody knows how much will come" ]
	run -2 gl-train net rows --no-shuffle --shuffle-buffer 5
	[ "$output" = "gl-train: --shuffle-buffer and --no-shuffle: give one of them" ]
	run -2 gl-train net rows --shuffle-buffer 0
	run -2 gl-train net rows --stream --schedule cosine
	[ "${lines[0]}" = "gl-train: --schedule depends on the number of steps, and nobody knows how many this stream is for" ]
	[ "${lines[1]}" = "hint: --steps N says how many" ]
	run -2 gl-train net rows --stream --warmup 10%
	gl-train net rows --stream --schedule step,every=1 --epoch-steps 5 --warmup 3 -q -o out
	gl-train net rows --stream --schedule cosine --steps 10 -q -o out
}

@test "tools that need all of a stream without end fill the disk, and say so" {
	export TMPDIR=$PWD
	for tool in 'gl-split -o part' 'gl-cat --shuffle -o part' 'gl-train net --epochs 1 -q -o part'; do
		run -2 bash -c "ulimit -f 300; gl-synth spirals -n inf | $tool"
		[ "${lines[0]}" = "${tool%% *}: $PWD: cannot write the temporary file that the examples are kept in: File too large" ]
		[ "${lines[1]}" = "hint: TMPDIR=FOLDER names another folder; .npy files need no temporary one" ]
	done
	only net rows
}

@test "a batch, a buffer and an epoch may be larger than anything that comes" {
	most=18446744073709551614
	gl-train net rows --epochs 1 --batch 700 --shuffle-buffer 700 --no-history -q -o whole
	gl-train net rows --stream --batch $most --shuffle-buffer $most --epoch-steps $most --no-history -q -o out
	cmp whole out
	gl-synth spirals -n 2 | gl-train net --steps $most --batch 9 --stream -q -o out
}

@test "a stream that ends before its steps says so" {
	run gl-train net rows --stream --steps 1000 -o out
	[[ $output == "gl-train: 22 steps over a stream: "*"; the stream ended before step 1000" ]]
	run gl-train net rows --stream --steps 22 -o out
	[[ $output != *ended* ]]
}

@test "SIGTERM does not wait for examples that never come" {
	mkfifo pipe
	gl-train net pipe --stream --no-shuffle --epoch-steps 5 --log log --checkpoint point -q -o out 3>&- &
	pid=$!
	exec 9>pipe
	head -n 170 rows >&9
	logged() { [ -e log ] && (($(wc -l <log) >= 2)); }
	await logged
	kill -TERM $pid
	status=0
	wait $pid || status=$?
	exec 9>&-
	[ "$status" = 143 ]
	gl-train net <(head -n 160 rows) --stream --no-shuffle --epoch-steps 5 -q -o want
	gl-train net rows --stream --no-shuffle --epoch-steps 5 -q -o whole
	gl-train net rows --stream --no-shuffle --epoch-steps 5 -q --resume point -o rest
	cmp whole rest
	gl-diff --exact -q want out
}

@test "memory and disk do not grow with a stream: no more than the buffer is kept" {
	gl-init 'input 784, dense 4, relu, dense 2, softmax' -o wide
	/usr/bin/python3 -c "
import sys
from numpy.lib.format import open_memmap
open_memmap('big.npy', 'w+', [('x', '<f4', (784,)), ('y', '<i4')], (66000,))"
	# 4 MB is all that a file may have
	(ulimit -f 4096 && TMPDIR=$PWD gl-train wide --stream --shuffle-buffer 500 --no-history -q -o out < <(cat big.npy))
	[ -s out ]
	run ! bash -c "ulimit -f 4096; TMPDIR=$PWD gl-train wide --epochs 1 -q -o out < <(cat big.npy)"
}
