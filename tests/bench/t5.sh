#!/bin/bash
# T5: XOR, 2-4-1, whole batch of 4, mse, SGD 0.1: training steps a second.
. "$(dirname "$0")/common.bash"
cd "$work"
printf '%s\n' '0 0	0' '0 1	1' '1 0	1' '1 1	0' >xor.txt
gl-init 'input 2, dense 4, tanh, dense 1' -o xor.net
# the peers don't shuffle: neither does ours
seconds=$(per 100000 1100000 gl-train xor.net xor.txt --steps @ --batch 4 --no-shuffle --lr 0.1 -q -o trained.net)
{
	peer xor 0
	peer xor 1 | sed 's/ /-1-thread /'
} | table "T5 XOR" "steps/s" 40 more "$(awk -v s="$seconds" 'BEGIN { print 1 / s }')"
