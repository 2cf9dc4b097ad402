#!/usr/bin/env bats
# Weights that PyTorch named and safetensors wrote go through the tools unchanged, and what the tools write is safetensors.
load helper

# Writes net.st as safetensors' own writer would, of a network with PyTorch's names; checks what came back.
setup() {
	gl_setup
	cat >st.py <<'END'
import json, struct, sys
import numpy as np

HEAD = "\n".join(["gradlab-network 1", "input 5", "dense 4", "batchnorm frozen", "relu", "residual", "  layernorm", "  dense 4",
                  "end", "dense 2", "softmax", "labels no yes"]) + "\n"
# As PyTorch names and shapes them: nn.Sequential of Linear, BatchNorm1d, ReLU, a block, Linear.
SHAPES = {"0.weight": (4, 5), "0.bias": (4,), "1.weight": (4,), "1.bias": (4,), "1.running_mean": (4,), "1.running_var": (4,),
          "3.0.weight": (4,), "3.0.bias": (4,), "3.1.weight": (4, 4), "3.1.bias": (4,), "4.weight": (2, 4), "4.bias": (2,)}


def weights():
    r = np.random.RandomState(3)
    return {k: (r.uniform(0.1, 1, s) * 10.0 ** r.randint(-3, 4, s)).astype("<f4") for k, s in SHAPES.items()}


def write(path, dtype="F32"):
    kinds = {"F32": "<f4", "F64": "<f8", "F16": "<f2"}
    w = {k: v.astype(kinds[dtype]) for k, v in weights().items()}
    entries, data = {"__metadata__": {"format": "pt", "gradlab": HEAD}}, b""
    for k in sorted(w, reverse=True):  # not in the order of the layers
        entries[k] = {"dtype": dtype, "shape": list(w[k].shape), "data_offsets": [len(data), len(data) + w[k].nbytes]}
        data += w[k].tobytes()
    entries["1.num_batches_tracked"] = {"dtype": "I64", "shape": [], "data_offsets": [len(data), len(data) + 8]}
    data += struct.pack("<q", 7)
    text = json.dumps(entries).encode()
    text += b" " * (-len(text) % 8)
    open(path, "wb").write(struct.pack("<Q", len(text)) + text + data)


def check(path):
    raw = open(path, "rb").read()
    n, = struct.unpack("<Q", raw[:8])
    header, data, at = json.loads(raw[8:8 + n]), raw[8 + n:], 0
    assert n % 8 == 0, "the numbers are aligned"
    meta = header.pop("__metadata__")
    assert list(meta) == ["gradlab"] and all(type(v) is str for v in meta.values())
    assert list(header) == list(SHAPES), list(header)
    w = weights()
    for k, e in header.items():
        assert e["dtype"] == "F32" and tuple(e["shape"]) == SHAPES[k] and e["data_offsets"][0] == at, k
        at = e["data_offsets"][1]
        assert data[e["data_offsets"][0]:at] == w[k].tobytes(), k
    assert at == len(data)


globals()[sys.argv[1]](*sys.argv[2:])
END
}

# A step of length 0 copies a network; its running statistics stay because their layer is frozen.
copy() {
	printf '1 2 3 4 5\t0\n5 4 3 2 1\t1\n' | gl-grad "${@: -1}" >g
	gl-step --lr 0 "$@" g
}

@test "weights with PyTorch's names go round unchanged" {
	/usr/bin/python3 st.py write net.st
	copy net.st >back.st
	/usr/bin/python3 st.py check back.st
	copy back.st | cmp - back.st
}

@test "through text, too" {
	/usr/bin/python3 st.py write net.st
	copy -t net.st >net.txt
	copy -b net.txt >back.st
	/usr/bin/python3 st.py check back.st
	copy -t back.st | cmp - net.txt
	run -1 grep num_batches_tracked net.txt
}

@test "weights in double precision are rounded to float32, those in half precision are read exactly" {
	/usr/bin/python3 st.py write net.st F64
	copy net.st >back.st
	/usr/bin/python3 st.py check back.st
	/usr/bin/python3 st.py write half.st F16
	copy half.st | gl-diff -q --rtol 1e-3 --atol 1e-4 - net.st
}
