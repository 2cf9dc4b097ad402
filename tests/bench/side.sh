#!/bin/bash
# Several processes at once, on T1's task: two gl-train side by side against one, and gl-train beside a busy process.
. "$(dirname "$0")/common.bash"
fashion
cd "$work"
gl-init 'input 1x28x28, flatten, dense 128, relu, dense 10, softmax' -b -o mlp.net
run=(gl-train mlp.net train.npy --epochs 4 --batch 64 --lr 0.1 -q -b -o)

two() {
	"${run[@]}" one.net "$@" &
	"${run[@]}" two.net "$@"
	wait
}

for threads in 0 1; do
	options=()
	name="as many threads as processors"
	((threads == 0)) || options=(--threads 1) name="one thread each"
	one=$(least 3 "${run[@]}" one.net "${options[@]}")
	both=$(least 3 two "${options[@]}")
	row "two gl-train side by side, $name" "one alone $one s, two $both s" "" "$(awk -v a="$one" -v b="$both" 'BEGIN { printf "%.2f", 2 * a / b }')" 0.9
done

# a process that is busy on every processor but one, as one would be on two
sh -c 'while :; do :; done' &
busy=$!
trap 'kill $busy' EXIT
several=$(least 4 "${run[@]}" one.net)
one=$(least 4 "${run[@]}" one.net --threads 1)
limit "gl-train beside a busy process" "$several s, with one thread $one s" "" "$(quotient "$several" "$one")" 1.1
