#!/usr/bin/python3
"""Checks ONNX models as the onnx package does, shapes with it, and what else holds for those that gl-convert writes.

usage: tests/onnx/check.py MODEL...
"""
import sys
import onnx

for path in sys.argv[1:]:
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    graph = model.graph
    if model.producer_name == "gradlab":
        assert graph.input[0].type.tensor_type.shape.dim[0].dim_param == "batch", "the batch has a name instead of a size"
        assert [(s.domain, s.version) for s in model.opset_import] == [("", 17)]
        names = [n.name for n in graph.node]
        assert len(set(names)) == len(names), "every node has a name of its own"
        assert graph.output[0].type.tensor_type.shape.dim[0].dim_param == "batch"
        # what shape inference finds is what the file says, or the check above fails; here: that it finds it
        inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True).graph.value_info
        assert len(inferred) >= len(graph.node) - 1 - sum(n.op_type == "Transpose" for n in graph.node)
