#!/usr/bin/env bats
# The tools beside PyTorch: tests/fixtures holds what PyTorch computed (made by make.py there), to 1e-5 of each tensor's largest number.

load helper

# unpack FILE: its parts become files here
unpack() {
	awk '/^=== / { part = $2; printf "" >part; next } { print >part }' "$1"
}

# near WANTED GOT: 1e-5 of the largest; what should be 0, as the gradient of a bias before batch norm, is rounding error in both
near() {
	gl-diff --rtol 1e-5 --atol 2e-7 "$1" "$2"
}

# each FOLDER COMMAND: runs it in a folder for every file, on the unpacked parts
each() {
	local file name bad=0 seen=0
	for file in "$BATS_TEST_DIRNAME/fixtures/$1"/*; do
		name=$(basename "$file")
		mkdir "$name"
		cd "$name" || return
		unpack "$file"
		"$2" >report 2>&1 || {
			echo "--- $name"
			cat report
			bad=1
		}
		cd ..
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

# Up to the first blank line, without the loss's value and what indents the lines of a block.
head_lines() {
	sed -n '/^$/q; /^loss/!s/^ *//p' "$1"
}

loss() {
	awk '$1 == "loss" { print $2 }' grad
}

differentiates() {
	gl-grad --loss "$(loss)" net data >got && near grad got &&
		diff <(head_lines grad) <(head_lines got) &&
		paste <(grep ^loss grad) <(grep ^loss got) |
		awk '{ d = $3 - $6; exit !(d * d <= 1e-10 * $3 * $3 + 1e-14) }'
}

differentiates_inputs() {
	gl-grad --loss "$(loss)" --input net data >got && near dx got
}

# What the network predicts, and the loss from that alone; a few losses have no meaning without the network.
scores() {
	local logits=
	case $(loss)/$(sed -n '/^$/q; p' net | tail -n 1) in
	cross-entropy/softmax | kl/softmax | binary-cross-entropy/sigmoid) ;;
	cross-entropy/* | kl/* | binary-cross-entropy/*) logits=--logits ;;
	esac
	grep -qE 'batchnorm|dropout' net && return 0 # training mode gives other outputs
	gl-forward -b net data | gl-loss $logits --bare "$(loss)" >got &&
		paste <(awk '$1 == "loss" { print $3 }' grad) got |
		awk '{ d = $1 - $2; exit !(d * d <= 1e-10 * $1 * $1 + 1e-14) }'
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
