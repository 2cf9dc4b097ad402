# Truth 1: gl-train is nothing but the loop of gl-grad and gl-step. Truth 4: threads don't change a bit. Truth 5: nor does an interruption.
load helper

# shell_loop NET DATA EPOCHS BATCH SEED LOSS [OPTION of gl-step]...: trains NET the long way, over the batches in their order
shell_loop() {
	local net=$1 data=$2 epochs=$3 batch=$4 seed=$5 loss=$6 step=0 rows epoch first
	shift 6
	rows=$(wc -l <"$data")
	rm -f state
	for ((epoch = 0; epoch < epochs; epoch++)); do
		for ((first = 1; first <= rows; first += batch)); do
			sed -n "$first,$((first + batch - 1))p" "$data" |
				gl-grad "$net" --step "$step" --seed "$seed" --loss "$loss" |
				gl-step "$net" --state state --in-place "$@"
			step=$((step + 1))
		done
	done
}

# With every layer that there is. The first has what keeps something; all are fitted beforehand.
NETS=(
	'input 2, standardise, dense 6, batchnorm, relu, dropout 0.2, residual, dense 6, tanh, dense 6, end,
		layernorm, dense 5 frozen, gelu, dense 2, softmax'
	'input 2, standardise, dense 8, leaky-relu, dense 8, elu alpha=0.5, residual, residual, dense 8, dropout 0.3, end,
		silu, end, reshape 2x4 sequence, batchnorm, layernorm, dense 4, sigmoid, softplus, flatten, reshape 2x2x2,
		batchnorm, flatten, dense 2, softmax'
)

setup() {
	gl_setup
	gl-synth moons -n 20 --noise 0.2 -o data
	gl-init "${NETS[0]}" --fit data -o net
}

# equal NET LOSS [OPTION]...: the long way and the short way, 2 epochs of 3 batches, the last of them short
equal() {
	local net=$1 loss=$2
	shift 2
	cp "$net" long.net
	shell_loop long.net data 2 8 7 "$loss" "$@"
	gl-train "$net" data --epochs 2 --batch 8 --seed 7 --loss "$loss" "$@" --no-shuffle --no-history -q -o short.net
	cmp long.net short.net || return
	run ! cmp -s "$net" short.net
}

@test "gl-train equals the shell loop byte for byte, with every optimizer" {
	count=0
	for optimizer in $(optimizer_names); do
		echo "$optimizer"
		equal net cross-entropy --optimizer "$optimizer" --weight-decay 0.02 --lr 0.02
		count=$((count + 1))
	done
	((count >= 7))
}

@test "gl-train equals the shell loop byte for byte, with every layer, in text and in binary" {
	layer_names | all_in "${NETS[*]}"
	for arch in "${NETS[@]}"; do
		for form in -t -b; do
			gl-init $form "$arch" --fit data -o each.net
			equal each.net cross-entropy --optimizer adam --clip 0.5
		done
	done
}

@test "gl-train equals the shell loop byte for byte, with every loss" {
	for loss in $(loss_names); do
		echo "$loss"
		arch=${NETS[1]}
		if [ "$loss" = binary-cross-entropy ]; then
			arch=${arch%dense 2, softmax}'dense 1, sigmoid'
		fi
		gl-init "$arch" --fit data -o each.net
		equal each.net "$loss" --lr 0.1
	done
}

@test "gl-train with clipping equals the shell loop byte for byte" {
	equal net cross-entropy --optimizer adam --clip 0.05 --clip-value 0.02
	gl-train net data --epochs 2 --batch 8 --seed 7 --optimizer adam --no-shuffle --no-history -q -o other.net
	run ! cmp -s other.net short.net
}

@test "the loop over binary examples and a binary network gives the same numbers" {
	gl-cat -b data -o data.npy
	gl-train net data --epochs 2 --batch 8 --no-shuffle --no-history -q -o a
	gl-train net data.npy --epochs 2 --batch 8 --no-shuffle --no-history -q -b -o b
	gl-train b data --epochs 1 -t --no-history -q -o b2
	gl-train a data --epochs 1 --no-history -q -o a2
	cmp a2 b2
}

@test "the seed decides the order of the examples, and nothing else does" {
	gl-init '2-4-2, softmax' -o plain
	gl-train plain data --steps 3 --batch 7 --seed 3 --no-history -q -o a
	gl-train plain data --steps 3 --batch 7 --seed 3 --no-history -q -o b
	gl-train plain data --steps 3 --batch 7 --seed 4 --no-history -q -o c
	cmp a b
	run ! cmp -s a c
}

@test "any number of threads gives the same bytes" {
	gl-synth moons -n 300 --noise 0.2 -o many
	gl-init 'input 2, dense 200, relu, dense 200, batchnorm, tanh, dropout 0.1, dense 2, softmax' -o wide
	for threads in 1 2 3; do
		gl-train wide many --epochs 2 --batch 100 --val 20% --threads $threads -q -o "out$threads"
	done
	cmp out1 out2
	cmp out1 out3
}

@test "a run that was cut into three equals one that was not, whatever was in the middle of an epoch" {
	options=(--batch 8 --optimizer adam --lr 0.02 --val 20% --patience 3 --seed 5 -q)
	gl-train net data "${options[@]}" --steps 13 -o whole
	gl-train net data "${options[@]}" --steps 4 --checkpoint point -o part1
	gl-train net data "${options[@]}" --steps 9 --resume point --checkpoint point -o part2
	gl-train net data "${options[@]}" --steps 13 --resume point -o part3
	cmp whole part3
	run ! cmp -s part2 part3
}

@test "a checkpoint every few steps is one to go on from" {
	gl-train net data --epochs 5 --batch 8 --optimizer adamw -q -o whole
	gl-train net data --epochs 2 --batch 8 --optimizer adamw --checkpoint point --checkpoint-every 4 -q -o part
	gl-train net data --epochs 5 --batch 8 --optimizer adamw --resume point -q -o resumed
	cmp whole resumed
}

@test "a run stopped by a signal and resumed ends in the bytes of one that was not" {
	gl-synth moons -n 2000 -o many
	gl-init '2-64-64-2, softmax' -o wide
	gl-train wide many --epochs 40 --optimizer adam -q -o whole
	gl-train wide many --epochs 40 --optimizer adam -q --checkpoint point --checkpoint-every 1 -o part &
	await test -e point
	kill -TERM $!
	status=0
	wait $! || status=$?
	[ "$status" = 143 ]
	gl-forward part data >/dev/null
	gl-train wide many --epochs 40 --optimizer adam -q --resume point -o resumed
	cmp whole resumed
}

@test "nor does it matter when a run is killed and leaves nothing but its last checkpoint" {
	gl-synth moons -n 2000 --noise 0.2 -o many
	gl-init 'input 2, standardise, dense 32, relu, batchnorm, dropout 0.2, dense 2, softmax' -o wide
	options=(--epochs 60 --optimizer adam --val 20% --patience 4 --seed 3 -q)
	gl-train wide many "${options[@]}" -o whole
	gl-train wide many "${options[@]}" --checkpoint point --checkpoint-every 7 -o part &
	await test -e point
	kill -KILL $! || true # it may have come to its end
	wait $! || true
	gl-train wide many "${options[@]}" --resume point --threads 2 -o resumed
	cmp whole resumed
}
