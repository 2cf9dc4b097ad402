#!/usr/bin/env bats
# gl-step: the update, averaged gradients, optimizer state, and where the result goes.
load helper

net() {
	printf '%s\n' 'gradlab-network 1' 'input 2' 'dense 1' 'history once' '' '0.weight 1 2' '1 -2' '' '0.bias 1' '0.5' ''
}

# gradient EXAMPLES WEIGHT W0 W1 B
gradient() {
	printf '%s\n' 'gradlab-gradient 1' "examples $1" "weight $2" 'loss mse 1' 'input 2' 'dense 1' '' \
		'0.weight 1 2' "$3 $4" '' '0.bias 1' "$5" ''
}

# expected W0 W1 B: the network with these numbers
expected() {
	net | sed "s/^1 -2/$1 $2/; s/^0.5$/$3/"
}

# The network's numbers on one line.
numbers() {
	sed '1,/^$/d' "$@" | grep -v '[a-z]' | xargs
}

@test "each weight moves against its gradient, by the learning rate" {
	net >a.net
	gradient 1 1 1 -2 4 | gl-step --lr 0.5 a.net >b.net
	[ "$(numbers b.net)" = "0.5 -1 -1.5" ]
	same "$(head -n 4 a.net)" <(head -n 4 b.net)
	gradient 1 1 1 -2 4 | gl-step a.net >b.net # the rate is 0.01 unless given
	[ "$(numbers b.net)" = "0.99 -1.98 0.46" ]
}

@test "several gradients, in one file or in many, count by their weights" {
	net >a.net
	gradient 1 1 1 0 2 >g1
	gradient 4 3 5 0 -2 >g2 # mean: (1 + 15) / 4, (2 - 6) / 4
	cat g1 g2 | gl-step --lr 1 a.net >b.net
	[ "$(numbers b.net)" = "-3 -2 1.5" ]
	gl-step --lr 1 a.net g1 g2 | cmp - b.net
	gl-step --lr 1 a.net g2 - <g1 | cmp - b.net
	cat g1 g1 g1 | gl-step --lr 1 a.net | cmp - <(gl-step --lr 1 a.net g1)
}

@test "gradients of different losses have no mean" {
	net >net
	gradient 1 1 1 1 1 >g
	gradient 1 1 1 1 1 | sed 's/^loss mse/loss mae/' >other
	run -2 --separate-stderr gl-step net g other
	[ "$output" = "" ]
	[ "$stderr" = "gl-step: other: is a gradient of mae, but the first one is of mse: their mean says nothing" ]
	cat g other >both
	run -2 gl-step net both
	[ "$output" = "gl-step: both: is a gradient of mae, but the first one is of mse: their mean says nothing" ]
}

@test "gradients of parts of the data, concatenated, step as the gradient of all of it" {
	net >a.net
	printf '1 2\t3\n2 1\t0\n-1 1\t2\n' >d.txt
	gl-grad a.net d.txt | gl-step a.net >whole.net
	{ gl-grad a.net <(head -n 1 d.txt); gl-grad -b a.net <(tail -n 2 d.txt); } | gl-step a.net >parts.net
	gl-diff --rtol 1e-6 whole.net parts.net
}

@test "the optimizers' rules, worked out by hand" {
	net >a.net
	gradient 1 1 1 -2 4 >g
	step() {
		gl-step a.net g "${@:4}" >b.net
		expected "$1" "$2" "$3" | gl-diff --rtol 0 --atol 1e-6 - b.net
	}
	step 0.45 -0.9 -1.525 --lr 0.5 --weight-decay 0.1 # w - lr (g + 0.1 w)
	step 0.5 -1 -1.5 --optimizer momentum --lr 0.5 # the first step is sgd's
	step 0.05 -0.1 -3.3 --optimizer nesterov --lr 0.5 # and this 1.9 times as long
	step 0.5 -1.5 0 --optimizer adagrad --lr 0.5 --eps 0 # w - lr sign(g)
	step 0 -1 -0.5 --optimizer rmsprop --lr 0.5 --alpha 0.75 --eps 0 # w - 2 lr sign(g)
	step 0.5 -1.5 0 --optimizer adam --lr 0.5 --eps 0 --beta1 0.5 --beta2 0.75 # w - lr sign(g)
	step 0.25 -1 -0.125 --optimizer adamw --lr 0.5 --eps 0 --weight-decay 0.5 # 0.75 w - lr sign(g)
	step 0 0 -1.5 --lr 1 --clip-value 2
	gradient 1 1 0 -3 4 >g # norm 5
	step 1 -0.5 -1.5 --lr 1 --clip 2.5
	gl-step --lr 1 --clip 6 a.net g | cmp - <(gl-step --lr 1 a.net g)
}

@test "a state file carries what the optimizer remembers from step to step" {
	net >a.net
	gradient 1 1 1 -2 4 >g
	for optimizer in momentum adam; do
		rm -f state
		gl-step --optimizer $optimizer --lr 0.5 --state state a.net g -o b.net
		grep -qx 'step 1' state
		gl-step --optimizer $optimizer --lr 0.5 --state state b.net g -o c.net
		grep -qx 'step 2' state
		cp state "state.$optimizer"
	done
	expected 0 -1 -0.5 | gl-diff --rtol 0 --atol 1e-6 - c.net # adam: lr sign(g), again
	gl-step --optimizer momentum --lr 0.5 a.net g >b.net
	gl-step --optimizer momentum --lr 0.5 b.net g >again.net
	run -1 gl-diff -q c.net again.net
}

@test "a state goes with one network and one optimizer" {
	net >a.net
	gradient 1 1 1 -2 4 >g
	gl-step --optimizer adam --state state a.net g -o b.net
	cp state old
	run -2 --separate-stderr gl-step --optimizer adam --state state a.net g
	[ "$output" = "" ]
	# shellcheck disable=SC2154 # set by run
	[[ "$stderr" == "gl-step: state: goes with another network"* ]]
	run -2 gl-step --optimizer rmsprop --state state b.net g
	[ "${lines[0]}" = "gl-step: state: is the state of adam, but the optimizer is rmsprop" ]
	[ "${lines[1]}" = "hint: use --optimizer adam, or another file" ]
	cmp state old
}

@test "when the network cannot be written, the state stays as it was" {
	net >a.net
	gradient 1 1 1 -2 4 >g
	gl-step --optimizer adam --state state a.net g -o b.net
	cp state old
	run -2 gl-step --optimizer adam --state state b.net g -o /dev/full
	[ "$output" = "gl-step: /dev/full: cannot write: No space left on device" ]
	cmp state old
	run -2 gl-step --optimizer adam --state state b.net g -o none/c.net
	cmp state old
	run -2 gl-step --optimizer adam --state none/state b.net g -o c.net
	[ ! -e c.net ]
	only a.net b.net g state old
}

@test "--in-place writes over the network, through a link, and keeps its mode" {
	net >a.net
	chmod 640 a.net
	ln -s a.net link
	gradient 1 1 1 -2 4 | gl-step --lr 0.5 --in-place link
	[ "$(numbers a.net)" = "0.5 -1 -1.5" ]
	[ -L link ]
	[ "$(stat -c %a a.net)" = 640 ]
	only a.net link
}

@test "the output has the network's form unless another is asked for" {
	net >a.net
	gradient 1 1 1 -2 4 >g
	gl-step -b a.net g >b.net
	gl-step --lr 0 b.net g | cmp - <(gl-step -b --lr 0 b.net g)
	gl-step --lr 0 b.net g -t | cmp - <(gl-step a.net g)
}

@test "class names and history are copied" {
	printf '%s\n' 'gradlab-network 1' 'input 1' 'dense 2' 'softmax' 'labels "a b" c' 'history one' 'history  two  words' '' \
		'0.weight 2 1' 1 2 '' '0.bias 2' '0 0' '' >a.net
	gl-grad a.net <(printf '1\t0\n') | gl-step --lr 0 a.net | cmp - a.net
}

@test "running statistics move, and layers that are frozen stay" {
	printf '%s\n' 'gradlab-network 1' 'input 1' 'dense 1 frozen' 'batchnorm' 'dense 1' '' '0.weight 1 1' 1 '' '0.bias 1' 0 '' \
		'1.weight 1' 1 '' '1.bias 1' 0 '' '1.running_mean 1' 0 '' '1.running_var 1' 1 '' '2.weight 1 1' 1 '' '2.bias 1' 0 '' >a.net
	printf '1\t1\n3\t0\n' | gl-grad a.net >g
	run -1 grep -q '^0\.' g
	gl-step a.net g >b.net
	[ "$(grep -A 1 running_mean b.net | tail -n 1)" = 0.2 ] # a tenth of the way to 2
	[ "$(grep -A 1 running_var b.net | tail -n 1)" = 1.1 ] # and to the unbiased variance, 2
	[ "$(grep -A 1 '^0.weight' b.net | tail -n 1)" = 1 ]
}

@test "the network and a gradient can't both be standard input" {
	net >net
	for gradients in '' '-' 'g -'; do
		# shellcheck disable=SC2086 # several words
		run -2 gl-step - $gradients <net
		[ "$output" = "gl-step: the network comes from standard input, so the gradient must be a file" ]
	done
}

@test "an option that the optimizer has no use for is refused" {
	net >a.net
	gradient 1 1 1 -2 4 >g
	run -2 gl-step --optimizer sgd --momentum 0.9 a.net g
	[ "$output" = "gl-step: optimizer sgd has no --momentum
hint: it goes with --optimizer momentum, nesterov" ]
	run -2 gl-step --optimizer adam --alpha 0.9 a.net g
	run -2 gl-step --optimizer adagrad --beta1 0.9 a.net g
	run -2 gl-step --optimizer adma a.net g
	[ "${lines[1]}" = "hint: did you mean adam?" ]
	run -2 gl-step --in-place -o x a.net g
	run -2 gl-step --in-place - g <a.net
	run -2 gl-step - <a.net
}

@test "a step that ends in numbers that are not finite has status 1 and writes nothing" {
	net >a.net
	run -1 --separate-stderr gl-step --lr 1e9 a.net <(gradient 1 1 1e38 0 0) -o b.net
	[ "$output" = "" ]
	[[ "$stderr" == "gl-step: 0.weight:0,0 is -inf"* ]]
	[ ! -e b.net ]
}

@test "a gradient of another network, no gradient, and a network emptied by the shell are refused" {
	net >a.net
	gradient 1 1 1 -2 4 | sed 's/^dense 1/dense 1\nrelu/' >g
	run -2 gl-step a.net g
	[[ "${lines[0]}" =~ ^gl-step:\ g: ]]
	run -2 gl-step a.net </dev/null
	[ "$output" = "gl-step: standard input: is empty, not a gradient" ]
	run -2 gl-step a.net a.net
	[[ "${lines[0]}" == "gl-step: a.net:1: is not a gradient"* ]]
	gradient 1 1 1 -2 4 >g
	run -2 bash -c 'gl-step a.net g >a.net'
	[ "$output" = "gl-step: a.net: is empty, not a network
hint: is it also this command's output? use --in-place" ]
}
