#!/bin/bash
# T6: MLP 1024-4096-4096-10, batch 256, SGD: seconds a step, all processors.
. "$(dirname "$0")/common.bash"
cd "$work"
/usr/bin/python3 -c "
import numpy as np
a = np.zeros(3072, [('x', '<f4', (1024,)), ('y', '<i4')])
r = np.random.default_rng(1)
a['x'], a['y'] = r.random((3072, 1024)), r.integers(0, 10, 3072)
np.save('big.npy', a)"
gl-init 'input 1024, dense 4096, relu, dense 4096, relu, dense 10, softmax' -b -o big.net
# seconds a step, by an epoch of 12
step() {
	awk -v s="$(epoch gl-train big.net big.npy --epochs 3 --batch 256 -q -b -o /dev/null "$@")" 'BEGIN { print s / 12 }'
}
one=$(step --threads 1)
ours=$(step)
peer big 0 >peers
ours=$(printf '%s\n' "$ours" "$(step)" | sort -g | head -n 1)
table "T6 large MLP" "s a step" 1.15 less "$ours" <peers
row "T6, 2 threads against 1" "$(awk -v a="$one" 'BEGIN { printf "%.4g", a }') s with one" "" "$(quotient "$one" "$ours")" 1.7
# 2 B (2 W1 + 3 W2 + 3 W3) operations: the first layer's inputs need no gradient
rate=$(awk -v s="$ours" 'BEGIN { printf "%.1f", 512 * (2 * 1024 * 4096 + 3 * 4096 * 4096 + 3 * 4096 * 10) / s / 1e9 }')
peak=$(peer sgemm 0 | cut -d ' ' -f 2)
row "T6, share of sgemm" "$rate GFLOP/s" "numpy's product of 4096x4096: $peak" "$(quotient "$rate" "$peak")" 0.8
