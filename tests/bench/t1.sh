#!/bin/bash
# T1: MLP 784-128-10, batch 64, SGD 0.1, Fashion-MNIST: seconds for an epoch of 60,000 pictures; accuracy after 5 epochs.
. "$(dirname "$0")/common.bash"
fashion
cd "$work"
gl-init 'input 1x28x28, flatten, dense 128, relu, dense 10, softmax' -b -o mlp.net
run=(gl-train mlp.net train.npy --epochs 5 --batch 64 --lr 0.1 -q -b -o trained.net)
# a machine has better moments and worse: all are taken in three rounds
for _ in 1 2 3; do
	echo "ours $(epoch "${run[@]}")"
	echo "one $(epoch "${run[@]}" --threads 1)"
	peer mlp_numpy 0 "$work"
	peer mlp_torch 0 "$work"
	peer mlp_torch 1 "$work" | sed 's/^torch/torch-1-thread/'
done >all
peer mlp_sklearn 0 "$work" >>all
best less <all >found
ours=$(sed -n 's/^ours //p' found)
one=$(sed -n 's/^one //p' found)
grep -vE '^(ours|one) ' found >peers
table "T1 Fashion-MNIST" "s an epoch" 1.8 less "$ours" <peers
row "T1, 2 threads against 1" "$(awk -v a="$one" 'BEGIN { printf "%.4g", a }') s with one" "" "$(quotient "$one" "$ours")" 1
"${run[@]}"
accuracy=$(gl-eval --format json trained.net test.npy | tr ',{}' '\n' | sed -n 's/^ *"accuracy": *\([0-9.]*\).*/\1/p' | head -n 1)
row "T1, accuracy after 5 epochs" "$accuracy" "$(awk '/accuracy/ { printf "%s%s %.3f", n++ ? ", " : "", $1, $2 }' peers)" "$accuracy" 0.86
