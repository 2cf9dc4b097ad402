#!/bin/bash
# T1: MLP 784-128-10, batch 64, SGD 0.1, Fashion-MNIST: seconds for an epoch of 60,000 pictures; accuracy after 5 epochs.
. "$(dirname "$0")/common.bash"
fashion
cd "$work"
gl-init 'input 1x28x28, flatten, dense 128, relu, dense 10, softmax' -b -o mlp.net
run=(gl-train mlp.net train.npy --epochs @ --batch 64 --lr 0.1 -q -b -o trained.net)
ours=$(per 1 6 "${run[@]}")
{
	peer mlp_numpy 0 "$work"
	peer mlp_torch 0 "$work"
	peer mlp_torch 1 "$work" | sed 's/^torch/torch-1-thread/'
	peer mlp_sklearn 0 "$work"
} | table T1 "s/epoch" 1.8 less "$ours"
"${run[@]//@/5}"
gl-eval trained.net test.npy | grep -i accuracy | head -n 1
echo
