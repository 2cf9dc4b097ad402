"""The rate of a large product of matrices by the BLAS: GFLOP/s. ARGS: THREADS"""
from common import *
a, b = np.random.rand(4096, 4096).astype("f"), np.random.rand(4096, 4096).astype("f")
a @ b
say("sgemm", 2 * 4096 ** 3 / min(seconds(lambda: a @ b) for _ in range(4)) / 1e9)
