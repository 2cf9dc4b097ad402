# Penalties on the weights: --l1, --l2 and --decoupled in gl-step and gl-train. (That they are PyTorch's: fixtures.bats.)
load helper

setup() {
	gl_setup
	printf '%s\n' 'gradlab-network 1' 'input 3' 'dense 1' '' '0.weight 1 3' '2 -4 0' '' '0.bias 1' 1 '' >net
	printf '%s\n' 'gradlab-gradient 1' 'examples 1' 'weight 1' 'loss mse 0' 'input 3' 'dense 1' '' \
		'0.weight 1 3' '0.5 0.5 0' '' '0.bias 1' 0 '' >g
}

# weights WEIGHTS BIAS [OPTION of gl-step]...: a step by sgd with rate 1 leads there
weights() {
	local w=$1 b=$2
	shift 2
	gl-step net g --lr 1 "$@" >after
	[ "$(sed -n '/^0.weight/{n;p;}' after)" = "$w" ] && [ "$(sed -n '/^0.bias/{n;p;}' after)" = "$b" ]
}

@test "l1 adds the sign of each weight to its gradient, and nothing at 0; l2 adds the weight" {
	weights '1.5 -4.5 0' 1
	weights '1.25 -4.25 0' 0.75 --l1 0.25
	weights '0.5 -2.5 0' 0.5 --l2 0.5
	weights '0.25 -2.25 0' 0.25 --l2 0.5 --l1 0.25
}

@test "penalties come after clipping, as weight decay does" {
	weights '0.9 -2.1 0' 0.5 --l2 0.5 --clip-value 0.1
}

@test "decoupled weight decay shrinks the weights, not through the gradient" {
	weights '0.5 -2.5 0' 0.5 --weight-decay 0.5 --decoupled
	weights '0.5 -2.5 0' 0.5 --weight-decay 0.5
	gl-step net g --optimizer adam --lr 0.1 --weight-decay 0.5 >coupled
	gl-step net g --optimizer adam --lr 0.1 --weight-decay 0.5 --decoupled >decoupled
	gl-step net g --optimizer adamw --lr 0.1 --weight-decay 0.5 | cmp - decoupled
	run ! cmp -s coupled decoupled
}

@test "--l2 is --weight-decay where that is coupled, to the last bit" {
	gl-synth moons -n 40 -o data
	gl-init '2-6-2, softmax' -o start
	for optimizer in $(optimizer_names); do
		[ "$optimizer" != adamw ] || continue
		gl-train start data --optimizer "$optimizer" --l2 0.03 --no-history -q -o a
		gl-train start data --optimizer "$optimizer" --weight-decay 0.03 --no-history -q -o b
		gl-train start data --optimizer "$optimizer" --no-history -q -o c
		cmp a b
		run ! cmp -s a c
	done
}

@test "frozen layers and running statistics feel no penalty" {
	gl-synth moons -n 20 -o data
	gl-init 'input 2, dense 3 frozen, batchnorm, relu, dense 2, softmax' -o start
	gl-grad start data | gl-step start --l1 0.1 --l2 0.1 -o with
	gl-grad start data | gl-step start -o without
	for name in 0.weight 0.bias 1.running_mean 1.running_var; do
		cmp <(sed -n "/^$name/,/^\$/p" with) <(sed -n "/^$name/,/^\$/p" without)
	done
	run ! cmp -s <(sed -n '/^3.weight/,/^$/p' with) <(sed -n '/^3.weight/,/^$/p' without)
}

@test "gl-train with penalties equals the loop of gl-grad and gl-step byte for byte, and its loss is that of the data" {
	gl-synth moons -n 20 --noise 0.2 -o data
	gl-init '2-6-2, softmax' -o start
	for options in '--l1 0.01 --l2 0.02' '--optimizer nesterov --weight-decay 0.1 --decoupled --l1 0.003'; do
		cp start long
		rm -f state
		for step in 0 1 2 3 4; do
			# shellcheck disable=SC2086 # options are words
			gl-grad long data --step "$step" | gl-step long --state state --in-place $options
		done
		# shellcheck disable=SC2086
		gl-train start data --steps 5 --batch 20 --no-shuffle --no-history -q -o short $options
		cmp long short
	done
	run -0 gl-train start data --steps 1 --batch 20 --l2 100 -o /dev/null
	[[ $output == *": cross-entropy $(gl-forward start data | gl-loss cross-entropy --bare --digits 4) nats"* ]]
}

@test "the history says what the penalties were, and a checkpoint of another one is refused" {
	gl-synth moons -n 20 -o data
	gl-init '2-6-2, softmax' -o start
	gl-train start data --steps 2 --l1 0.01 --l2 0.02 --weight-decay 0.1 --decoupled -q --checkpoint point -o a
	grep -q '^history .* --weight-decay 0.1 --decoupled --l1 0.01 --l2 0.02 ' a
	run -2 gl-train start data --steps 4 --l1 0.01 --l2 0.03 --weight-decay 0.1 --decoupled --resume point
	[ "${lines[0]}" = "gl-train: point: was made with --l2 0.02, but this run has --l2 0.03" ]
	run -2 gl-train start data --steps 4 --l1 0.01 --l2 0.02 --weight-decay 0.1 --resume point
	[ "${lines[0]}" = "gl-train: point: was made with --decoupled, but this run has no --decoupled" ]
	gl-train start data --steps 4 --l1 0.01 --l2 0.02 --weight-decay 0.1 --decoupled -q --resume point -o b
	gl-train start data --steps 4 --l1 0.01 --l2 0.02 --weight-decay 0.1 --decoupled -q -o whole
	cmp b whole
}

@test "--decoupled is refused where it would change nothing" {
	run -2 gl-step net g --decoupled
	[ "${lines[0]}" = "gl-step: --decoupled needs --weight-decay X" ]
	[ "${lines[1]}" = "hint: such as --weight-decay 0.01" ]
	run -2 gl-step net g --optimizer adamw --decoupled
	[ "${lines[0]}" = "gl-step: --decoupled: the weight decay of adamw is decoupled already" ]
	run -2 gl-step net g --l1 -1
	[[ ${lines[0]} == "gl-step: --l1: "* ]]
}
