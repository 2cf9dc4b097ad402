#!/usr/bin/python3
"""Writes models as other programs write them, one for each way to say a thing, into the folder it is run in: NAME.onnx, and
a line "NAME LAYERS" for each on standard output, LAYERS being what gl-convert should make of it, with commas between.
"""
import numpy as np
from onnx import TensorProto, helper, numpy_helper, save

R = np.random.RandomState(1)
F = TensorProto.FLOAT


def array(*shape):
    return R.uniform(0.2, 1, shape).astype("f4")


def model(name, layers, shape, nodes, constants, opset=13, batch="n", rank=None, listed=False, **how):
    """Nodes are (operator, inputs, attributes); each gives t1, t2 ... and the last one y."""
    made = [helper.make_node(op, i, ["y" if k + 1 == len(nodes) else f"t{k + 1}"], **a) for k, (op, i, a) in enumerate(nodes)]
    tensors = [how.get(k, numpy_helper.from_array)(v, k) for k, v in constants.items()]
    inputs = [helper.make_tensor_value_info("x", F, [batch, *shape])]
    if listed:  # as files were before IR version 4
        inputs += [helper.make_tensor_value_info(k, t.data_type, t.dims) for k, t in zip(constants, tensors)]
    graph = helper.make_graph(made, "g", inputs, [helper.make_tensor_value_info("y", F, [None] * (rank or 1 + len(shape)))], tensors)
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=7), name + ".onnx")
    print(name, "input %s%s, %s" % ("x".join(map(str, shape)), " sequence" if len(shape) == 2 else "", layers))


def listing(v, name):
    return helper.make_tensor(name, F, v.shape, v.flatten().tolist())


def scalar(v):
    return np.array(v, "f4")


def whole(*v):
    return np.array(v, "i8")


W = {"w": array(4, 3), "b": array(4)}
model("gemm", "dense 4", [3], [("Gemm", ["x", "w", "b"], {"transB": 1})], W)
model("gemm-across", "dense 4", [3], [("Gemm", ["x", "w", "b"], {})], {"w": array(3, 4), "b": array(1, 4)})
model("gemm-factors", "dense 4", [3], [("Gemm", ["x", "w", "b"], {"transB": 1, "alpha": 0.5, "beta": 3.0})], W)
model("gemm-bare", "dense 4", [3], [("Gemm", ["x", "w"], {"transB": 1})], {"w": W["w"]})
model("gemm-one", "dense 4", [3], [("Gemm", ["x", "w", "b"], {"transB": 1})], {"w": W["w"], "b": scalar(0.25)})
model("float-data", "dense 4", [3], [("Gemm", ["x", "w", "b"], {"transB": 1})], W, w=listing, b=listing)
model("listed", "dense 4", [3], [("Gemm", ["x", "w", "b"], {"transB": 1})], W, listed=True)
model("fixed", "dense 4, reshape 2x2 sequence", [3], [("Gemm", ["x", "w", "b"], {"transB": 1}), ("Reshape", ["t1", "s"], {})],
      dict(W, s=whole(5, 2, 2)), batch=5, rank=3)
model("matmul", "dense 4", [3], [("MatMul", ["x", "w"], {})], {"w": array(3, 4)})
model("matmul-add", "dense 4", [2, 3], [("MatMul", ["x", "w"], {}), ("Add", ["b", "t1"], {})], {"w": array(3, 4), "b": array(4)})
model("transposed", "dense 4", [2, 3], [("Transpose", ["w"], {"perm": [1, 0]}), ("MatMul", ["x", "t1"], {}), ("Add", ["t2", "b"], {})], W)
model("shared", "dense 3, relu, dense 3", [3], [("Identity", ["b"], {}), ("Gemm", ["x", "w", "b"], {}), ("Relu", ["t2"], {}),
                                                ("Gemm", ["t3", "w", "t1"], {})], {"w": array(3, 3), "b": array(3)})
model("constant", "dense 2", [2], [("Constant", [], {"value": numpy_helper.from_array(array(2, 2))}),
                                   ("Constant", [], {"value_floats": [0.5, 0.25]}), ("Gemm", ["x", "t1", "t2"], {})], {})
model("names", "relu, leaky-relu, leaky-relu slope=0.3, elu, elu alpha=0.5, sigmoid, tanh, softplus, softmax", [3],
      [("Identity", ["x"], {}), ("Relu", ["t1"], {}), ("LeakyRelu", ["t2"], {}), ("LeakyRelu", ["t3"], {"alpha": 0.3}), ("Elu", ["t4"], {}),
       ("Elu", ["t5"], {"alpha": 0.5}), ("Sigmoid", ["t6"], {}), ("Tanh", ["t7"], {}), ("Softplus", ["t8"], {}), ("Softmax", ["t9"], {})], {})
model("softmax-11", "softmax", [3], [("Softmax", ["x"], {})], {}, opset=11)
model("softmax-axis", "softmax", [2, 3], [("Softmax", ["x"], {"axis": 2})], {}, opset=11)
G = {"r": scalar(2**0.5), "i": scalar(0.5**0.5), "one": scalar(1), "half": scalar(0.5)}
model("gelu-torch", "gelu", [3], [("Div", ["x", "r"], {}), ("Erf", ["t1"], {}), ("Add", ["t2", "one"], {}), ("Mul", ["x", "t3"], {}),
                                  ("Mul", ["t4", "half"], {})], G)
model("gelu-half-first", "gelu", [3], [("Mul", ["half", "x"], {}), ("Mul", ["x", "i"], {}), ("Erf", ["t2"], {}), ("Add", ["one", "t3"], {}),
                                       ("Mul", ["t1", "t4"], {})], G)
model("gelu-half-last", "gelu", [3], [("Div", ["x", "r"], {}), ("Erf", ["t1"], {}), ("Add", ["t2", "one"], {}), ("Mul", ["half", "t3"], {}),
                                      ("Mul", ["x", "t4"], {})], G)
model("silu", "silu, sigmoid", [3], [("Sigmoid", ["x"], {}), ("Mul", ["t1", "x"], {}), ("Sigmoid", ["t2"], {})], {})
model("flatten", "flatten", [2, 3, 4], [("Flatten", ["x"], {})], {}, rank=2)
model("flatten-back", "flatten", [2, 3, 4], [("Flatten", ["x"], {"axis": -3})], {}, rank=2)
model("view", "reshape 24", [2, 3, 4], [("Reshape", ["x", "s"], {})], {"s": whole(0, -1)}, rank=2)
model("view-batch", "reshape 4x3x2", [2, 3, 4], [("Reshape", ["x", "s"], {})], {"s": whole(-1, 4, 3, 2)})
model("view-copy", "reshape 2x12 sequence", [2, 3, 4], [("Reshape", ["x", "s"], {})], {"s": whole(0, 0, -1)}, rank=3)
SIZE = [("Shape", ["x"], {}), ("Gather", ["t1", "zero"], {}), ("Unsqueeze", ["t2"], {"axes": [0]}), ("Concat", ["t3", "rest"], {"axis": 0})]
model("view-size", "reshape 24, relu", [2, 3, 4], SIZE + [("Reshape", ["x", "t4"], {}), ("Relu", ["t5"], {})],
      {"zero": np.array(0, "i8"), "rest": whole(-1)}, opset=11, rank=2)
S = {"m": array(3), "s": array(3)}
model("scaled", "standardise", [3], [("Sub", ["x", "m"], {}), ("Div", ["t1", "s"], {})], S)
model("pixels", "standardise, flatten", [2, 2, 2], [("Div", ["x", "s"], {}), ("Flatten", ["t1"], {})], {"s": scalar(255)}, rank=2)
model("channels", "standardise, flatten", [2, 2, 3], [("Sub", ["x", "m"], {}), ("Flatten", ["t1"], {})], {"m": array(1, 2, 1, 1)}, rank=2)
N = {k: array(3) for k in "wbmv"}
model("batchnorm", "batchnorm", [3], [("BatchNormalization", ["x", "w", "b", "m", "v"], {})], N)
model("batchnorm-epsilon", "batchnorm", [3, 2, 2], [("BatchNormalization", ["x", "w", "b", "m", "v"], {"epsilon": 1e-3})], N)
L = {"w": array(3), "b": array(3)}
model("layernorm", "layernorm", [2, 3], [("LayerNormalization", ["x", "w", "b"], {"axis": 2})], L, opset=17)
model("layernorm-bare", "layernorm", [3], [("LayerNormalization", ["x", "w"], {})], {"w": array(3)}, opset=17)
P = {"two": scalar(2), "e": scalar(1e-5)}
PARTS = [("ReduceMean", ["x"], {"axes": [-1]}), ("Sub", ["x", "t1"], {}), ("Pow", ["t2", "two"], {}), ("ReduceMean", ["t3"], {"axes": [-1]}),
         ("Add", ["t4", "e"], {}), ("Sqrt", ["t5"], {}), ("Div", ["t2", "t6"], {})]
model("layernorm-parts", "layernorm, relu", [4, 3], PARTS + [("Mul", ["t7", "w"], {}), ("Add", ["b", "t8"], {}), ("Relu", ["t9"], {})], dict(P, **L))
model("layernorm-plain", "layernorm, tanh", [3], PARTS + [("Tanh", ["t7"], {})], P)
model("layernorm-square", "layernorm", [3], PARTS[:2] + [("Mul", ["t2", "t2"], {})] + PARTS[3:], P)
model("dropout", "dropout 0.5, dropout 0.25", [3], [("Dropout", ["x"], {}), ("Dropout", ["t1", "p"], {})], {"p": scalar(0.25)})
model("dropout-10", "dropout 0.3", [3], [("Dropout", ["x"], {"ratio": 0.3})], {}, opset=10)
model("residual", "residual, tanh, end", [3], [("Tanh", ["x"], {}), ("Add", ["t1", "x"], {})], {})
model("residual-nested", "residual, residual, residual, tanh, end, elu, end, end, relu", [3],
      [("Tanh", ["x"], {}), ("Add", ["x", "t1"], {}), ("Elu", ["t2"], {}), ("Add", ["t3", "x"], {}), ("Add", ["x", "t4"], {}), ("Relu", ["t5"], {})], {})
model("residual-silu", "residual, silu, end", [3], [("Sigmoid", ["x"], {}), ("Mul", ["x", "t1"], {}), ("Add", ["x", "t2"], {})], {})
model("unused", "relu", [3], [("Shape", ["x"], {}), ("Relu", ["x"], {})], {})
