"""What the peer programs share: thread counts, data, time, output. Each takes the number of threads (0: the library's own
choice) as its first argument and prints lines `NAME VALUE`."""
import os, sys, time

THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else 0
if THREADS:
    # read by the BLAS when numpy is loaded
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = str(THREADS)
import numpy as np


def fashion(folder):
    """Fashion-MNIST as gl-encode left it: x float32 (n, 784) from 0 to 1, y int64 (n); training part, test part."""
    both = []
    for part in ("train", "test"):
        a = np.load(f"{folder}/{part}.npy")
        both += [np.ascontiguousarray(a["x"].reshape(len(a), -1), np.float32), a["y"].reshape(-1).astype(np.int64)]
    return both


def load_torch():
    import torch
    torch.manual_seed(1)
    if THREADS:
        torch.set_num_threads(THREADS)
    return torch


def seconds(f):
    start = time.perf_counter()
    f()
    return time.perf_counter() - start


def say(name, value):
    print(name, f"{value:.6g}", flush=True)
