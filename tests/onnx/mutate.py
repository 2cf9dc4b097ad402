#!/usr/bin/python3
"""Changes ONNX models at random, as their owners might: other operators, inputs, attributes, constants, sizes, opsets. Most of
what comes out is still a model, and some of it no network of ours.

usage: tests/onnx/mutate.py COUNT MODEL... -> mutant-1.onnx ... mutant-COUNT.onnx
"""
import random, sys
import numpy as np
import onnx
from onnx import numpy_helper

OPS = ["Relu", "Add", "Mul", "Sub", "Div", "Erf", "Identity", "Transpose", "Softmax", "Sigmoid", "Flatten", "Reshape", "Tanh", "Dropout"]


def mutate(r, model):
    g = model.graph
    node = r.choice(g.node)
    kind = r.randrange(8)
    if kind == 0 and node.input:
        values = [v for n in g.node for v in (*n.input, *n.output)] + [t.name for t in g.initializer]
        node.input[r.randrange(len(node.input))] = r.choice(values)
    elif kind == 1:
        node.op_type = r.choice([n.op_type for n in g.node] + OPS)
    elif kind == 2 and node.attribute:
        a = r.choice(node.attribute)
        if a.type == a.FLOAT:
            a.f = r.choice((0.5, -1, 1e-5, 2))
        elif a.type == a.INT:
            a.i = r.choice((0, 1, -1, 2, -2, 7))
        elif a.type == a.INTS and a.ints:
            a.ints[r.randrange(len(a.ints))] = r.choice((0, 1, -1, 2, 5))
    elif kind == 3 and len(node.input) > 1:
        order = r.sample(list(node.input), len(node.input))
        del node.input[:]
        node.input.extend(order)
    elif kind == 4 and g.initializer:
        t = r.choice(g.initializer)
        a = numpy_helper.to_array(t)
        a = r.choice((a.T, a.reshape(-1), a * 2, a.reshape(1, *a.shape), a[:1] if a.ndim else a))
        t.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(a).reshape(a.shape), t.name))
    elif kind == 5 and len(g.node) > 1:
        g.node.remove(node)
    elif kind == 6:
        dim = g.input[0].type.tensor_type.shape.dim
        dim[r.randrange(1, len(dim))].dim_value = r.choice((1, 2, 3, 4, 6, 12))
    elif kind == 7:
        model.opset_import[0].version = r.choice((9, 11, 12, 13, 14, 15, 16, 17))


paths = sys.argv[2:]
for i in range(1, int(sys.argv[1]) + 1):
    r = random.Random(i)
    model = onnx.load(r.choice(paths))
    for _ in range(r.choice((1, 1, 2, 3))):
        mutate(r, model)
    model.graph.input[0].type.tensor_type.shape.dim[0].dim_param = "n"
    with open(f"mutant-{i}.onnx", "wb") as f:
        f.write(model.SerializeToString())
