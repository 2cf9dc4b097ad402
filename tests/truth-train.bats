# Truth 1: gl-train is nothing but the loop of gl-grad and gl-step. Truth 4: threads don't change a bit. Truth 5: nor does an interruption.
load helper

# shell_loop NET DATA EPOCHS BATCH SEED [OPTION of gl-step]...: trains NET the long way, over the batches in their order
shell_loop() {
	local net=$1 data=$2 epochs=$3 batch=$4 seed=$5 step=0 rows epoch first
	shift 5
	rows=$(wc -l <"$data")
	for ((epoch = 0; epoch < epochs; epoch++)); do
		for ((first = 1; first <= rows; first += batch)); do
			tail -n "+$first" "$data" | head -n "$batch" |
				gl-grad "$net" --step "$step" --seed "$seed" |
				gl-step "$net" --state state --in-place "$@"
			step=$((step + 1))
		done
	done
}

# A network with every layer that keeps something, fitted beforehand.
setup() {
	gl_setup
	gl-synth moons -n 20 --noise 0.2 -o data
	gl-init 'input 2, standardise, dense 6, batchnorm, relu, dropout 0.2, residual, dense 6, tanh, dense 6, end,
		layernorm, dense 5 frozen, gelu, dense 2, softmax' --fit data -o net
}

equal() {
	cp net long.net
	shell_loop long.net data 2 8 7 --optimizer "$1" --weight-decay 0.02 --lr 0.02
	gl-train net data --epochs 2 --batch 8 --seed 7 --optimizer "$1" --weight-decay 0.02 --lr 0.02 --no-shuffle \
		--no-history -q -o short.net
	cmp long.net short.net
	run ! cmp -s net short.net
}

@test "gl-train with sgd equals the shell loop byte for byte" {
	equal sgd
}

@test "gl-train with momentum equals the shell loop byte for byte" {
	equal momentum
}

@test "gl-train with nesterov equals the shell loop byte for byte" {
	equal nesterov
}

@test "gl-train with rmsprop equals the shell loop byte for byte" {
	equal rmsprop
}

@test "gl-train with adagrad equals the shell loop byte for byte" {
	equal adagrad
}

@test "gl-train with adam equals the shell loop byte for byte" {
	equal adam
}

@test "gl-train with adamw equals the shell loop byte for byte" {
	equal adamw
}

@test "gl-train with clipping equals the shell loop byte for byte" {
	cp net long.net
	shell_loop long.net data 2 8 7 --optimizer adam --clip 0.05 --clip-value 0.02
	gl-train net data --epochs 2 --batch 8 --seed 7 --optimizer adam --clip 0.05 --clip-value 0.02 --no-shuffle \
		--no-history -q -o short.net
	cmp long.net short.net
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
	until [ -e point ] || ! kill -0 $!; do sleep 0.01; done
	kill -TERM $!
	status=0
	wait $! || status=$?
	[ "$status" = 143 ]
	gl-forward part data >/dev/null
	gl-train wide many --epochs 40 --optimizer adam -q --resume point -o resumed
	cmp whole resumed
}
