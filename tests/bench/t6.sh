#!/bin/bash
# T6: MLP 1024-4096-4096-10, batch 256, SGD: seconds a step, all processors.
. "$(dirname "$0")/common.bash"
cd "$work"
/usr/bin/python3 -c "
import numpy as np
a = np.zeros(256, [('x', '<f4', (1024,)), ('y', '<i4')])
r = np.random.default_rng(1)
a['x'], a['y'] = r.random((256, 1024)), r.integers(0, 10, 256)
np.save('big.npy', a)"
gl-init 'input 1024, dense 4096, relu, dense 4096, relu, dense 10, softmax' -b -o big.net
{
	peer big 0
} | table T6 "s/step" 1.15 less "$(per 2 12 gl-train big.net big.npy --steps @ --batch 256 -q -b -o /dev/null)"
