# shellcheck shell=bash disable=SC2154
# gl-train --augment: the same bytes as the loop of gl-augment, gl-grad and gl-step, whatever the threads, after an interruption too.
load helper

LIST=flip,p=30%,shift=1,rotate=20,scale=10%,noise=5%,contrast=20%,brightness=10%,erase=1

setup() {
	gl_setup
	seq 60 | awk '{ for (i = 0; i < 16; i++) printf "%s%g", (i ? " " : ""), ($1 * 7 + i * i) % 17 / 16; print "\t" $1 % 3 }' >data
	gl-init 'input 1x4x4, flatten, dense 8, relu, dropout 0.2, dense 3, softmax' -o net
}

# shell_loop NET EPOCHS BATCH SEED LIST: trains NET the long way, over the batches in their order
shell_loop() {
	local net=$1 epochs=$2 batch=$3 seed=$4 list=$5 step=0 epoch first rows
	rows=$(wc -l <data)
	for ((epoch = 1; epoch <= epochs; epoch++)); do
		for ((first = 0; first < rows; first += batch)); do
			sed -n "$((first + 1)),$((first + batch))p" data |
				gl-augment "$list" --shape 1x4x4 --epoch "$epoch" --skip "$first" --seed "$seed" |
				gl-grad "$net" --step "$step" --seed "$seed" |
				gl-step "$net" --state state --in-place --optimizer adam
			step=$((step + 1))
		done
	done
}

@test "gl-train --augment equals the shell loop of gl-augment, gl-grad and gl-step byte for byte" {
	cp net long.net
	shell_loop long.net 2 25 7 $LIST
	gl-train net data --augment $LIST --epochs 2 --batch 25 --seed 7 --optimizer adam --no-shuffle --no-history -q -o short.net
	cmp long.net short.net
	gl-train net data --epochs 2 --batch 25 --seed 7 --optimizer adam --no-shuffle --no-history -q -o plain.net
	run ! cmp -s plain.net short.net
}

@test "shuffling changes the order and not the pictures: a batch of all rows gives the same step" {
	gl-init 'input 1x4x4, flatten, dense 3, softmax' -o flat
	gl-augment $LIST --shape 1x4x4 --seed 3 data >varied
	gl-train flat data --augment $LIST --steps 1 --batch 60 --seed 3 --no-history -q -o a
	gl-train flat varied --steps 1 --batch 60 --seed 3 --no-history -q -o b
	cmp a b
	gl-cat -b data -o data.npy
	gl-train flat data.npy --augment $LIST --steps 1 --batch 60 --seed 3 --no-history -q -o c
	cmp a c
}

@test "held-out rows are not varied" {
	gl-train net data --augment $LIST --val data --epochs 3 --lr 1e-30 -q --log log -o out
	gl-forward net data | gl-loss cross-entropy --bare --digits 5 >plain
	[ "$(tail -n 1 log | cut -f 5 | awk '{ printf "%.4g", $1 }')" = "$(awk '{ printf "%.4g", $1 }' plain)" ]
	run ! diff <(sed -n 2p log | cut -f 3) <(sed -n 3p log | cut -f 3)
}

@test "with a share held out, a picture is varied by its number in the whole data" {
	gl-train net data --augment $LIST --val 20% --epochs 2 -q --no-history -o a
	gl-augment $LIST --shape 1x4x4 --epoch 1 data >one
	gl-train net one --val 20% --epochs 1 -q --no-history -o b
	gl-train net data --augment $LIST --val 20% --epochs 1 -q --no-history -o c
	cmp b c
	run ! cmp -s a c
}

@test "any number of threads gives the same bytes" {
	for _ in $(seq 40); do cat data; done >many
	for threads in 1 2 3; do
		gl-train net many --augment $LIST --epochs 1 --batch 900 --threads $threads -q -o "out$threads"
	done
	cmp out1 out2
	cmp out1 out3
}

@test "a run that was cut in the middle of an epoch equals one that was not" {
	options=(--augment "$LIST" --batch 8 --optimizer adam --lr 0.02 --val 20% --seed 5 -q)
	gl-train net data "${options[@]}" --steps 13 -o whole
	gl-train net data "${options[@]}" --steps 4 --checkpoint point -o part1
	gl-train net data "${options[@]}" --steps 13 --resume point -o part2
	cmp whole part2
	run -2 gl-train net data "${options[@]:2}" --steps 13 --resume point -o part3
	[[ $output == "gl-train: point: was made with --augment $LIST, but this run has no --augment"* ]]
}

@test "with --accumulate the small batches give the picture of each row that the large one gives" {
	gl-train net data --augment $LIST --batch 8 --accumulate 3 --epochs 2 -q --no-history -o parts
	gl-train net data --augment $LIST --batch 24 --epochs 2 -q --no-history -o whole
	gl-diff --rtol 1e-5 parts whole
	gl-train net data --batch 8 --accumulate 3 --epochs 2 -q --no-history -o plain
	run ! gl-diff --rtol 1e-3 parts plain
}

@test "--augment with --accumulate and --mixup: any number of threads, and a resumed run, give the same bytes" {
	for _ in $(seq 20); do cat data; done >many
	local mixup
	for mixup in 0 0.4; do
		options=(--augment "$LIST" --mixup "$mixup" --batch 100 --accumulate 3 --optimizer adam --lr 0.02 --val 20% --seed 5 -q)
		for threads in 1 2; do
			gl-train net many "${options[@]}" --steps 9 --threads $threads -o "whole$threads"
		done
		cmp whole1 whole2
		# 960 rows: an epoch has 4 steps, the last of one batch; 2 and 7 are in the middle of one
		for at in 2 4 7; do
			gl-train net many "${options[@]}" --steps $at --threads 1 --checkpoint point -o part
			gl-train net many "${options[@]}" --steps 9 --threads 2 --resume point -o rest
			cmp whole1 rest
		done
	done
	run -2 gl-train net many "${options[@]/100/50}" --steps 9 --resume point -o rest
	[[ $output == "gl-train: point: was made with --batch 100, but this run has --batch 50"* ]]
}

@test "the history shows the list as it would be typed" {
	gl-train net data --augment ' shift=1, flip,p=20% ' --epochs 1 -q | grep '^history' >history
	grep -q -- ' --augment shift=1,flip,p=20% --' history
	gl-train net data --epochs 1 -q | grep '^history' >history
	run ! grep -q augment history
}

@test "a network that takes a plain vector needs to be told the shape, in the list or by the data" {
	gl-init '16-3, softmax' -o flat
	run -2 gl-train flat data --augment shift=1 -o out
	[ "$output" = $'gl-train: data:1: field 1 has 16 numbers, and nothing says what picture they are\nhint: shape=1x4x4 in the list says so: channels, height, width' ]
	gl-train flat data --augment shift=1,shape=1x4x4 --epochs 2 --no-history -q -o a
	gl-cat -b --shape 1x4x4 data -o data.npy
	gl-train flat data.npy --augment shift=1 --epochs 2 --no-history -q -o b
	cmp a b
	run -2 gl-train net data --augment shift=1,shape=1x5x5 -o out
	[ "$output" = "gl-train: data:1: field 1 has 16 numbers, but a picture of 1x5x5 has 25" ]
}

@test "what is wrong with the list or with a picture is said before or at once, by the row of the data" {
	run -2 gl-train net data --augment shfit=1 -o out
	[ "$output" = $'gl-train: --augment: unknown transformation \'shfit\'\nhint: did you mean shift?' ]
	{ cat data; echo '0 0 0 0 9 0 0 0 0 0 0 0 0 0 0 0	1'; } >far
	run -2 gl-train net far --augment noise=5% -o out
	[ "${lines[0]}" = "gl-train: far:61: number 5 of the picture is 9, which is outside of range=0..1" ]
	[ ! -e out ]
}

@test "pictures of a stream are varied by their number in it" {
	gl-train net --augment "$LIST" --stream --shuffle-buffer 1 --steps 3 --batch 20 -q --no-history -o a <data
	gl-train net data --augment "$LIST" --no-shuffle --steps 3 --batch 20 -q --no-history -o b
	cmp a b
	{ cat data; echo '0 0 0 0 9 0 0 0 0 0 0 0 0 0 0 0	1'; } >far
	run -2 gl-train net far --augment noise=5% --stream --shuffle-buffer 1 --steps 9 -o out
	[ "${lines[1]}" = "gl-train: far:61: number 5 of the picture is 9, which is outside of range=0..1" ]
}

@test "gl-info --replay trains to the same bytes again" {
	gl-train net data --augment 'shift=1,flip,p=20%' --epochs 2 -q -o out
	gl-info --replay out >again.sh
	grep -q -- '--augment' again.sh
	bash again.sh 2>/dev/null >again
	cmp again out
}
