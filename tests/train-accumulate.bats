# Gradient accumulation: gl-train --accumulate, and gl-step on concatenated gradients, which it equals.
load helper

setup() {
	gl_setup
	gl-synth moons -n 44 --noise 0.2 -o data
	gl-init 'input 2, standardise, dense 6, batchnorm, relu, dropout 0.3, dense 6, tanh, dropout 0.2, dense 2, softmax' \
		--fit data -o net
}

# shell_loop NET EPOCHS BATCH K [OPTION of gl-step]...: trains NET the long way, K batches a step, fewer at an epoch's end
shell_loop() {
	local net=$1 epochs=$2 batch=$3 k=$4 step=0 rows epoch first start
	shift 4
	rows=$(wc -l <data)
	rm -f state
	for ((epoch = 0; epoch < epochs; epoch++)); do
		for ((start = 1; start <= rows; start += batch * k)); do
			for ((first = start; first <= rows && first < start + batch * k; first += batch)); do
				sed -n "$first,$((first + batch - 1))p" data |
					gl-grad "$net" --step "$step" --row "$((first - start))" --seed 7
			done >gradients
			gl-step "$net" gradients --state state --in-place "$@"
			step=$((step + 1))
		done
	done
}

@test "several batches a step equal gl-step on their concatenated gradients byte for byte, to the short end of an epoch" {
	# 44 rows: batches of 8, the sixth of 4 rows; so the steps of an epoch have 4 and 2, or 5 and 1 batches
	for k in 4 5; do
		for options in '' '--optimizer adam --clip 0.5 --l2 0.01'; do
			cp net long
			# shellcheck disable=SC2086 # options are words
			shell_loop long 2 8 "$k" $options
			# shellcheck disable=SC2086
			gl-train net data --epochs 2 --batch 8 --accumulate "$k" --seed 7 --no-shuffle --no-history -q -o short $options
			cmp long short
		done
	done
}

@test "several batches a step are one larger batch, dropout included, but for rounding" {
	gl-init 'input 2, dense 16, relu, dropout 0.3, dense 2, softmax' -o plain
	gl-train plain data --epochs 3 --batch 4 --accumulate 4 --no-history -q -o parts
	gl-train plain data --epochs 3 --batch 16 --no-history -q -o whole
	gl-diff --rtol 1e-5 whole parts
	gl-train plain data --epochs 3 --batch 4 --no-history -q -o other
	run ! gl-diff --rtol 1e-5 whole other
}

@test "a larger batch cut into gradients with --row has the same dropout" {
	gl-init 'input 2, dense 16, relu, dropout 0.3, dense 2, softmax' -o plain
	{
		head -n 30 data | gl-grad plain --step 3
		tail -n +31 data | gl-grad plain --step 3 --row 30
	} | gl-step plain -o parts
	gl-grad plain data --step 3 | gl-step plain -o whole
	gl-diff --rtol 1e-5 whole parts
	{
		head -n 30 data | gl-grad plain --step 3
		tail -n +31 data | gl-grad plain --step 3
	} | gl-step plain | run ! gl-diff --rtol 1e-5 whole -
	tail -n +31 data | gl-grad plain --step 3 --row 30 >a
	gl-diff a <(tail -n +31 data | gl-wiggle plain --all --step 3 --row 30)
}

@test "with --row, messages name the lines as they are" {
	printf '0 1\t0\n0 2\t5\n' >bad
	run -2 gl-grad net bad --row 100
	[ "${lines[0]}" = "gl-grad: bad:2: target 5 is not a class: there are 2, 0 to 1" ]
}

@test "a step is what the optimizer makes: --steps, the log and the summary count these" {
	run -0 gl-train net data --epochs 2 --batch 8 --accumulate 4 --log log -o out
	[[ $output == "gl-train: 2 epochs, 4 steps: "* ]]
	[ "$(cut -f 1,2 log)" = "$(printf 'epoch\tstep\n1\t2\n2\t4')" ]
	grep -q '^history .* --batch 8 --accumulate 4 .* epochs=2 steps=4 ' out
	run -0 gl-train net data --steps 3 --batch 8 --accumulate 4 -o out
	[[ $output == "gl-train: 1 epoch, 3 steps: "* ]]
	gl-train net data --epochs 1 --batch 8 --accumulate 100 -q --log log -o out
	[ "$(tail -n 1 log | cut -f 1,2)" = "$(printf '1\t1')" ]
}

@test "the loss and the accuracy of an epoch are over all its batches" {
	gl-init '2-6-2, softmax' -o plain
	gl-train plain data --epochs 1 --batch 11 --accumulate 4 -q --log log -o out
	want=$(gl-forward plain data | gl-loss cross-entropy --bare)
	awk -v want="$want" 'NR == 2 { d = $3 - want; exit !(d * d < 1e-12) }' log
}

@test "a run that was cut in the middle of an epoch and resumed ends in the same bytes" {
	options=(--batch 4 --accumulate 3 --optimizer adam --lr 0.02 --val 20% --patience 4 --seed 5 -q)
	gl-train net data "${options[@]}" --steps 11 -o whole
	gl-train net data "${options[@]}" --steps 2 --checkpoint point -o part1
	gl-train net data "${options[@]}" --steps 7 --resume point --checkpoint point --checkpoint-every 2 -o part2
	gl-train net data "${options[@]}" --steps 11 --resume point --threads 2 -o part3
	cmp whole part3
	run -2 gl-train net data "${options[@]/3/2}" --steps 11 --resume point -o part3
	[[ ${lines[0]} == "gl-train: point: was made with --accumulate 3, but this run has --accumulate 2" ]]
}

@test "--accumulate takes whole numbers from 1; 1 is as without it" {
	run -2 gl-train net data --accumulate 0
	[[ ${lines[0]} == "gl-train: --accumulate"* ]]
	gl-train net data --accumulate 1 -q -o a
	gl-train net data -q -o b
	cmp a b
}
