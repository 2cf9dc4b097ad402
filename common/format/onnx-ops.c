/*
 * Layers and ONNX's operators: which stands for which. A row has both directions; several rows may lead to one layer,
 * and the first that has a `put` writes it. Where rows begin with the same operator, the first that fits is taken.
 * A residual block is no row: its operator, Add, stands at its end (onnx-write.c, onnx-read.c).
 * Sources: the ONNX operator specification, opset 17; torch/onnx's exported graphs for the patterns.
 */
#include "format/onnx-graph.h"

const struct gl_onnx_row gl_onnx_rows[] = {
    {"dense", "Gemm", .put = gl_onnx_put_dense, .get = gl_onnx_get_gemm},
    {"dense", "MatMul", .get = gl_onnx_get_matmul},
    {"relu", "Relu", .put = gl_onnx_put_plain, .get = gl_onnx_get_plain},
    {"leaky-relu", "LeakyRelu", "alpha", 0.01F, .put = gl_onnx_put_plain, .get = gl_onnx_get_plain},
    {"elu", "Elu", "alpha", 1, .put = gl_onnx_put_plain, .get = gl_onnx_get_plain},
    {"gelu", "Div", .put = gl_onnx_put_gelu, .twice = true,
	.get = gl_onnx_get_gelu}, /* by Erf: an operator Gelu came in opset 20 */
    {"gelu", "Mul", .twice = true, .get = gl_onnx_get_gelu},
    {"gelu", "Gelu", .get = gl_onnx_get_gelu_node},
    {"silu", "Sigmoid", .put = gl_onnx_put_silu, .twice = true, .get = gl_onnx_get_silu},
    {"sigmoid", "Sigmoid", .put = gl_onnx_put_plain, .get = gl_onnx_get_plain},
    {"tanh", "Tanh", .put = gl_onnx_put_plain, .get = gl_onnx_get_plain},
    {"softplus", "Softplus", .put = gl_onnx_put_plain, .get = gl_onnx_get_plain},
    {"softmax", "Softmax", .put = gl_onnx_put_softmax, .get = gl_onnx_get_softmax},
    {"flatten", "Flatten", .put = gl_onnx_put_flatten, .get = gl_onnx_get_flatten},
    {"reshape", "Reshape", .put = gl_onnx_put_reshape, .get = gl_onnx_get_reshape},
    {"standardise", "Sub", .put = gl_onnx_put_standardise, .get = gl_onnx_get_standardise},
    {"standardise", "Div", .get = gl_onnx_get_standardise},
    {"batchnorm", "BatchNormalization", .put = gl_onnx_put_batchnorm, .get = gl_onnx_get_batchnorm},
    {"batchnorm", "Transpose", .get = gl_onnx_get_batchnorm_sequence},
    {"layernorm", "LayerNormalization", .put = gl_onnx_put_layernorm, .get = gl_onnx_get_layernorm},
    {"layernorm", "ReduceMean", .twice = true, .get = gl_onnx_get_layernorm_parts},
    {"dropout", "Dropout", .put = gl_onnx_put_dropout, .get = gl_onnx_get_dropout},
    {NULL, "Identity", .get = gl_onnx_get_identity},
};
const size_t gl_onnx_nrows = GL_LEN(gl_onnx_rows);
