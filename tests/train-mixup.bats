# gl-train --mixup: mixtures of examples. (The shares and the mixtures themselves: unit/mixup.c.)
load helper

setup() {
	gl_setup
	gl-synth moons -n 60 --noise 0.2 -o data
	gl-init '2-8-2, softmax' -o net
}

@test "mixup changes what is trained on, by the seed alone, with any number of threads" {
	gl-train net data --mixup 0.4 --epochs 3 -q -o a
	gl-train net data --mixup 0.4 --epochs 3 -q --threads 3 -o b
	gl-train net data --mixup 0.4 --epochs 3 -q --seed 2 -o c
	gl-train net data --mixup 1 --epochs 3 -q -o d
	gl-train net data --epochs 3 -q -o e
	gl-train net data --mixup 0 --epochs 3 -q -o f
	cmp a b
	for other in c d e; do run ! cmp -s <(sed '/^history/d' a) <(sed '/^history/d' "$other"); done
	cmp e f
	grep -q '^history .* --mixup 0.4 ' a
	run ! grep -q mixup e
}

@test "what is mixed lies on a line between two examples: a linear network learns it just as well" {
	# every mixture of examples of y = 2 a - b + 1 is one as well
	awk 'BEGIN { for (i = 0; i < 20; i++) { a = i % 5 / 4; b = i % 7 / 6; printf "%g %g\t%.9g\n", a, b, 2 * a - b + 1 } }' >line
	gl-init 'input 2, dense 1' -o linear
	gl-train linear line --mixup 1 --lr 0.5 --batch 10 --epochs 300 --no-history -q -o out
	gl-diff --rtol 1e-4 out <(printf '%s\n' 'gradlab-network 1' 'input 2' 'dense 1' '' '0.weight 1 2' '2 -1' '' '0.bias 1' 1 '')
}

@test "targets are mixed whatever their kind: one-hot rows as indices, shares, values, sequences" {
	sed -E 's/\t0$/\t1 0/; s/\t1$/\t0 1/' data >hot
	gl-train net data --mixup 0.3 --epochs 2 --no-history -q -o a
	gl-train net hot --mixup 0.3 --epochs 2 --no-history -q -o b
	cmp a b
	gl-init '2-8-1, sigmoid' -o yes.net
	run -0 gl-train yes.net data --mixup 0.3 --epochs 2 -o out
	[[ $output == *"binary-cross-entropy "*" nats, accuracy "* ]]
	gl-init 'input 2x1 sequence, dense 3, softmax' -o seq.net
	awk '{ print $1, $2 "\t" NR % 3, NR % 2 }' data >seq
	run -0 gl-train seq.net seq --mixup 0.3 --epochs 2 -o out
	[[ $output == *"/120)" ]]
	gl-train net data --loss mse --mixup 0.3 --epochs 2 -q -o out
}

@test "accuracy counts the class that has the larger share of a mixture" {
	# a network that gives its input back: a mixture of 0 1 and 1 0 is its own target, whose larger share it names
	printf '%s\n' 'gradlab-network 1' 'input 2' 'dense 2' softmax '' '0.weight 2 2' '9 0' '0 9' '' '0.bias 2' '0 0' '' >same.net
	for _ in 1 2 3 4 5 6 7 8; do printf '1 0\t0\n0 1\t1\n'; done >pairs
	run -0 gl-train same.net pairs --mixup 1 --lr 0 --epochs 5 -o out
	[[ $output == *", accuracy 100 % (16/16)" ]]
}

@test "held-out examples are not mixed" {
	gl-train net data --mixup 1 --lr 0 --epochs 1 --val data --log log -q -o out
	want=$(gl-forward net data | gl-loss cross-entropy --bare)
	awk -v v="$want" 'NR == 2 { d = $5 - v; exit !(d * d < 1e-12 && $3 != $5) }' log
}

@test "a run that was cut and resumed ends in the same bytes, with several batches a step and weights" {
	sed 's/$/\t2/' data >weighted
	options=(--mixup 0.2 --batch 8 --accumulate 2 --weights --label-smoothing 0.1 --val 20% --optimizer adam -q)
	gl-train net weighted "${options[@]}" --steps 11 -o whole
	gl-train net weighted "${options[@]}" --steps 5 --checkpoint point -o part
	gl-train net weighted "${options[@]}" --steps 11 --resume point -o rest
	cmp whole rest
	run -2 gl-train net weighted "${options[@]}" --mixup 0.3 --steps 11 --resume point
	[ "${lines[0]}" = "gl-train: point: was made with --mixup 0.2, but this run has --mixup 0.3" ]
}

@test "batches of one step have partners and shares of their own" {
	printf '%s\n' 'gradlab-network 1' 'input 1' 'dense 1' '' '0.weight 1 1' 0 '' '0.bias 1' 0 '' >zero
	for _ in 1 2 3 4; do printf '0\t0\n1\t1\n'; done >pairs
	gl-train zero pairs --mixup 1 --batch 4 --accumulate 2 --steps 1 --no-shuffle --no-history -q -o two
	head -n 4 pairs | gl-train zero --mixup 1 --batch 4 --steps 1 --no-shuffle --no-history -q -o one
	run ! cmp -s one two
}

@test "what cannot be mixed is refused" {
	run -2 gl-train net data --mixup 0.2 --loss hinge
	[ "${lines[0]}" = "gl-train: mixup spreads a target over two classes, but hinge needs one right class" ]
	[ "${lines[1]}" = "hint: use cross-entropy" ]
	sed '9s/[01]$/7/' data >bad
	run -2 gl-train net bad --mixup 0.2
	[ "${lines[0]}" = "gl-train: bad:9: target 7 is not a class: there are 2, 0 to 1" ]
	run -2 gl-train net data --mixup -1
	[[ ${lines[0]} == "gl-train: --mixup: "* ]]
}
