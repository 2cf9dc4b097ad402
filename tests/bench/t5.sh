#!/bin/bash
# T5: XOR, 2-4-1, whole batch of 4, mse, SGD 0.1: training steps a second.
. "$(dirname "$0")/common.bash"
cd "$work"
printf '%s\n' '0 0	0' '0 1	1' '1 0	1' '1 1	0' >xor.txt
gl-init 'input 2, dense 4, tanh, dense 1' -o xor.net
# The peers don't shuffle: neither does ours. They time their loops, ours is timed as a whole, start and end included.
for _ in 1 2 3; do
	echo "ours $(awk -v s="$(least 2 gl-train xor.net xor.txt --steps 1000000 --batch 4 --no-shuffle --lr 0.1 -q -o trained.net)" \
		'BEGIN { print 1e6 / s }')"
	peer xor 0
	peer xor 1 | sed 's/ /-1-thread /'
done | best more >found
grep -v '^ours ' found | table "T5 XOR" "steps/s" 40 more "$(sed -n 's/^ours //p' found)"
