# The tools beside PyTorch: tests/fixtures holds what PyTorch computed (made by make.py there), compared to 1e-5 of each
# tensor's largest number.

load helper

# Every file of the fixtures becomes a folder, every part of it a file there.
setup_file() {
	local sub file
	for sub in layers optimizers; do
		for file in "$BATS_TEST_DIRNAME/fixtures/$sub"/*; do
			mkdir -p "$BATS_FILE_TMPDIR/$sub/${file##*/}"
		done
		(cd "$BATS_TEST_DIRNAME/fixtures/$sub" &&
			awk -v to="$BATS_FILE_TMPDIR/$sub" '
				/^=== / { close(part); part = to "/" FILENAME "/" $2; next }
				{ print >part }' ./*)
	done
}

# near WANTED GOT: to 1e-5 of the largest; what should be 0, as the gradient of a bias before batch norm, is rounding
# error in both
near() {
	gl-diff --rtol 1e-5 --atol 2e-7 "$1" "$2"
}

# same_number: are the two numbers that it reads, a line each, the same to 1e-5?
same_number() {
	awk '{ v[NR] = $1 } END { d = v[1] - v[2]; exit !(NR == 2 && d * d <= 1e-10 * v[1] * v[1] + 1e-14) }'
}

# each SUB COMMAND: runs it in every folder of a kind
each() {
	local folder bad=0 seen=0
	for folder in "$BATS_FILE_TMPDIR/$1"/*; do
		cd "$folder" || return
		"$2" >report 2>&1 || {
			echo "--- ${folder##*/}"
			cat report
			bad=1
		}
		seen=$((seen + 1))
	done
	((seen > 10 && bad == 0))
}

predicts() {
	gl-forward net data >got && near out got
}

trains() {
	gl-forward --training net data >got && near training got
}

# Up to the first blank line, without the weight, the loss's value and what indents the lines of a block.
head_lines() {
	sed -n '/^$/q; /^weight/d; /^loss/!s/^ *//p' "$1"
}

# What a folder says of weights and smoothing, for gl-grad and gl-loss.
options() {
	[ ! -e options ] || cat options
}

# shellcheck disable=SC2046 # options are words
differentiates() {
	gl-grad --loss "$(<loss)" $(options) net data >got && near grad got &&
		diff <(head_lines grad) <(head_lines got) &&
		awk '$1 == "loss" { print $3 }' grad got | same_number &&
		awk '$1 == "weight" { print $2 }' grad got | same_number
}

# shellcheck disable=SC2046 # options are words
differentiates_inputs() {
	gl-grad --loss "$(<loss)" $(options) --input net data >got && near dx got
}

# The loss from predictions alone, where training mode does not give others.
scores() {
	local logits="" form=-b net
	net=$(<net)
	[[ $net != *batchnorm* && $net != *dropout* ]] || return 0
	case $(<loss)/$(sed -n '/^$/q; p' net | tail -n 1) in
	cross-entropy/softmax | kl/softmax | binary-cross-entropy/sigmoid) ;;
	cross-entropy/* | kl/* | binary-cross-entropy/*) logits=--logits ;;
	esac
	if [[ $(options) == *--weights* ]]; then
		form=-t # text has further fields, but no shapes
		[[ $net != *sequence* ]] || logits+=" --classes 3"
	fi
	# shellcheck disable=SC2046,SC2086 # options are words
	gl-forward "$form" net data | gl-loss $logits $(options) "$(<loss)" >got &&
		{ awk '$1 == "loss" { print $3 }' grad && awk '{ print $2 }' got; } | same_number
}

steps() {
	local i
	for ((i = 0; i < 20; i++)); do
		# shellcheck disable=SC2046 # options are words
		gl-grad net data | gl-step net --in-place --state state $(cat options) || return
	done
	near after net
}

@test "every layer predicts as PyTorch does" {
	each layers predicts
}

@test "every layer gives in training mode what PyTorch does" {
	each layers trains
}

@test "gradients, losses and batch statistics are PyTorch's, for every layer and loss" {
	each layers differentiates
}

@test "gradients of the inputs are PyTorch's" {
	each layers differentiates_inputs
}

@test "losses of predictions are PyTorch's" {
	each layers scores
}

@test "20 steps of every optimizer lead where PyTorch's do" {
	each optimizers steps
}

@test "there is a fixture for every layer, loss and optimizer" {
	cd "$BATS_FILE_TMPDIR"
	layer_names | all_in "$(sed -s '/^$/,$d' layers/*/net)"
	loss_names | all_in "$(cat layers/*/loss)"
	optimizer_names | all_in "$(cat optimizers/*/options)"
}
