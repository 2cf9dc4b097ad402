#!/usr/bin/python3
"""Writes the bad files that tests/bad-input.bats gives to the tools, and a few good ones, into the folder it is run in."""
import gzip, json, struct, zlib


def put(name, data):
    with open(name, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())


def npy(name, descr, shape, data=b"", order=False, header=None, length=None, version=b"\x01\x00", magic=b"\x93NUMPY"):
    """An .npy file, right unless one of its parts is given."""
    text = header if header is not None else "{'descr': %s, 'fortran_order': %s, 'shape': %s, }" % (descr, order, shape)
    text = text.encode() + b"\n"
    put(name, magic + version + struct.pack("<H", len(text) if length is None else length) + text + data)


def tensors(name, entries, data=b"", head=None, length=None, tail=b""):
    """A safetensors file from (name, dtype, shape, begin, end)."""
    meta = {} if head is None else {"__metadata__": {"gradlab": head}}
    header = dict(meta, **{n: {"dtype": t, "shape": s, "data_offsets": [b, e]} for n, t, s, b, e in entries})
    text = json.dumps(header).encode() + tail
    put(name, struct.pack("<Q", len(text) if length is None else length) + text + data)


def chunk(kind, data, crc=None):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data) if crc is None else crc)


def png(name, width=2, height=2, depth=8, colour=0, data=None, interlace=0, parts=None, crc=None):
    """A PNG, right unless one of its parts is given."""
    ihdr = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace), crc)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * 2 for _ in range(2))) if data is None else data
    body = chunk(b"IDAT", rows) + chunk(b"IEND", b"") if parts is None else parts
    put(name, b"\x89PNG\r\n\x1a\n" + ihdr + body)


HEAD = "gradlab-network 1\ninput 2\ndense 1\nsigmoid\n"
WEIGHT, BIAS = "0.weight 1 2\n1 2\n\n", "0.bias 1\n0.5\n\n"
F32 = struct.pack("<3f", 1, 2, 0.5)
RIGHT = [("0.weight", "F32", [1, 2], 0, 8), ("0.bias", "F32", [1], 8, 12)]

# Good ones, to go wrong with.
put("a.net", HEAD + "\n" + WEIGHT + BIAS)
put("soft.net", "gradlab-network 1\ninput 2\ndense 2\nsoftmax\nlabels cat dog\n\n0.weight 2 2\n1 2\n3 4\n\n0.bias 2\n0 0\n\n")
put("unfitted.net", "gradlab-network 1\ninput 2\nstandardise\ndense 1\n\n0.mean 2\n0 0\n\n0.scale 2\n0 0\n\n1.weight 1 2\n1 2\n\n1.bias 1\n0\n\n")
tensors("a.bin", RIGHT, F32, HEAD)
put("d.txt", "0 0\t0\n0 1\t1\n1 0\t1\n1 1\t0\n")
put("x.txt", "0 0\n0 1\n")
put("a.grad", "gradlab-gradient 1\nexamples 4\nweight 4\nloss mse 0.5\ninput 2\ndense 1\nsigmoid\n\n" + WEIGHT + BIAS)
put("count.grad", "gradlab-gradient 1\nexamples four\nweight 4\nloss mse 0.5\ninput 2\ndense 1\n\n" + WEIGHT + BIAS)
put("short.state", "gradlab-state 1\noptimizer adam\nnetwork 0\n\n0.bias.exp_avg 1\n1\n\n")
png("good.png")
put("empty", "")

# Text streams.
put("words.txt", "1 2\t0\n3 four\t1\n")
put("short.txt", "1 2\t0\n3\t1\n")
put("long.txt", "1 2\t0\n3 4 5\t1\n")
put("fields.txt", "1 2\t0\n3 4\n")
put("blank.txt", "1 2\t0\n\n3 4\t1\n")
put("nan.txt", "1 2\t0\n3 nan\t1\n")
put("inf.txt", "1 2\t0\n3 -inf\t1\n")
put("range.txt", "1 2\t0\n3 1e39\t1\n")
put("hex.txt", "1 2\t0\n3 0x10\t1\n")
put("nul.txt", b"1 2\t0\n3 \x004\t1\n")
put("comma.txt", "1,2\t0\n")
put("minus.txt", "1 2\t0\n3 --4\t1\n")
put("half.txt", "1 2\t0\n3 1e\t1\n")
put("utf16.txt", "1 2\t0\n".encode("utf-16"))
put("tabs.txt", "1 2\t\t0\n")

# .npy
ONE = struct.pack("<2f", 1, 2)
npy("good.npy", "'<f4'", "(1, 2)", ONE)
npy("magic.npy", "'<f4'", "(1, 2)", ONE, magic=b"\x93NUMPX")
npy("version.npy", "'<f4'", "(1, 2)", ONE, version=b"\x09\x00")
put("cut-magic.npy", b"\x93NUMPY\x01")
npy("cut-header.npy", "'<f4'", "(1, 2)", b"", length=1000)
npy("cut-data.npy", "'<f4'", "(3, 2)", ONE)
npy("empty-header.npy", "", "", ONE, header="")
npy("not-dict.npy", "", "", ONE, header="[1, 2, 3]")
npy("no-shape.npy", "", "", ONE, header="{'descr': '<f4', 'fortran_order': False}")
npy("no-descr.npy", "", "", ONE, header="{'fortran_order': False, 'shape': (1, 2)}")
npy("fortran.npy", "'<f4'", "(2, 2)", ONE + ONE, order=True)
npy("object.npy", "'|O'", "(1, 2)", ONE)
npy("string.npy", "'<U4'", "(1,)", ONE + ONE)
npy("complex.npy", "'<c8'", "(1,)", ONE)
npy("negative.npy", "'<f4'", "(-1, 2)", ONE)
npy("huge.npy", "'<f4'", "(4611686018427387904, 4)", ONE)
npy("wide.npy", "'<f4'", "(1, 1099511627777)", ONE)
npy("digits.npy", "'<f4'", "(99999999999999999999999999, 2)", ONE)
npy("dims.npy", "'<f4'", "(1, 1, 1, 1, 1, 1, 1, 2)", ONE)
npy("scalar.npy", "'<f4'", "()", ONE)
npy("many.npy", str([("f%d" % i, "<f4") for i in range(17)]), "(1,)", b"\0" * 68)
npy("nested.npy", "[('x', [('a', '<f4')])]", "(1,)", ONE)
npy("f8.npy", "'<f8'", "(1, 1)", struct.pack("<d", 1e300))
npy("i8.npy", "'<i8'", "(1, 1)", struct.pack("<q", 16777217))
npy("nan.npy", "'<f4'", "(2, 1)", struct.pack("<2f", 1, float("nan")))
npy("bool.npy", "'|b1'", "(1, 2)", b"\x01\x07")
npy("other.npy", "'<f4'", "(1, 3)", ONE + b"\0\0\0\0")
put("two.npy", open("good.npy", "rb").read() + open("other.npy", "rb").read())
put("tail.npy", open("good.npy", "rb").read() + b"garbage")
put("cut-row.npy", open("good.npy", "rb").read()[:-3])

# Networks in text.
put("kind.net", HEAD.replace("network", "nonsense") + "\n" + WEIGHT + BIAS)
put("version.net", HEAD.replace(" 1\n", " 7\n", 1) + "\n" + WEIGHT + BIAS)
put("layer.net", HEAD.replace("sigmoid", "sigmoyd") + "\n" + WEIGHT + BIAS)
put("input.net", HEAD.replace("input 2\n", "") + "\n" + WEIGHT + BIAS)
put("units.net", HEAD.replace("dense 1", "dense -1") + "\n" + WEIGHT + BIAS)
put("units0.net", HEAD.replace("dense 1", "dense 0") + "\n" + WEIGHT + BIAS)
put("end.net", "gradlab-network 1\ninput 2\nresidual\ndense 2\n\n")
put("flat.net", "gradlab-network 1\ninput 1x2x2\ndense 3\n\n")
put("giant.net", HEAD.replace("dense 1", "dense 99999999999") + "\n" + WEIGHT + BIAS)
put("huge.net", HEAD.replace("dense 1", "dense 18446744073709551617") + "\n" + WEIGHT + BIAS)
put("deep.net", "gradlab-network 1\ninput 2\n" + "residual\n" * 100000)
put("missing.net", HEAD + "\n" + WEIGHT)
put("unknown.net", HEAD + "\n" + WEIGHT.replace("weight", "wieght") + BIAS)
put("twice.net", HEAD + "\n" + WEIGHT + BIAS + BIAS)
put("shape.net", HEAD + "\n" + WEIGHT.replace("1 2\n", "2 1\n", 1).replace("\n1 2", "\n1\n2") + BIAS)
put("dims.net", HEAD + "\n" + WEIGHT.replace("1 2\n", "1 2 1 1 1\n", 1) + BIAS)
put("dim.net", HEAD + "\n" + WEIGHT.replace("1 2\n", "1 two\n", 1) + BIAS)
put("lying.net", HEAD + "\n0.weight 1000000000 1000\n1 2\n\n" + BIAS)
put("overflow.net", HEAD + "\n0.weight 4294967296 4294967296 4294967296\n1 2\n\n" + BIAS)
put("row.net", HEAD + "\n" + WEIGHT.replace("\n1 2\n", "\n1\n") + BIAS)
put("rows.net", HEAD + "\n" + WEIGHT.replace("\n1 2\n", "\n1 2\n3 4\n") + BIAS)
put("number.net", HEAD + "\n" + WEIGHT.replace("\n1 2\n", "\n1 2x\n") + BIAS)
put("nan.net", HEAD + "\n" + WEIGHT.replace("\n1 2\n", "\n1 nan\n") + BIAS)
put("inf.net", HEAD + "\n" + WEIGHT.replace("\n1 2\n", "\n1 1e99\n") + BIAS)
put("cut.net", HEAD + "\n" + WEIGHT.replace("1 2\n\n", ""))
put("labels.net", HEAD.replace("sigmoid\n", "sigmoid\nlabels a b c\n") + "\n" + WEIGHT + BIAS)
put("quote.net", HEAD.replace("sigmoid\n", "sigmoid\nlabels a \"b\n") + "\n" + WEIGHT + BIAS)
put("same.net", HEAD.replace("sigmoid\n", "sigmoid\nlabels a a\n") + "\n" + WEIGHT + BIAS)
put("two.net", (HEAD + "\n" + WEIGHT + BIAS) * 2)
put("nul.net", HEAD.replace("sigmoid", "sig\0moid") + "\n" + WEIGHT + BIAS)

# Networks in binary.
tensors("plain.bin", RIGHT, F32)
tensors("words.bin", RIGHT, F32, "hello\n")
tensors("cut.bin", RIGHT, F32[:-2], HEAD)
tensors("beyond.bin", [("0.weight", "F32", [1, 2], 0, 8), ("0.bias", "F32", [1], 8000000000, 8000000004)], F32, HEAD)
tensors("overlap.bin", [("0.weight", "F32", [1, 2], 0, 8), ("0.bias", "F32", [1], 4, 8)], F32, HEAD)
tensors("size.bin", [("0.weight", "F32", [1, 2], 0, 12)], F32, HEAD)
tensors("backward.bin", [("0.weight", "F32", [1, 2], 8, 0)], F32, HEAD)
tensors("minus.bin", [("0.weight", "F32", [1, 2], -8, 0)], F32, HEAD)
tensors("shape.bin", [("0.weight", "F32", [-1, -2], 0, 8)], F32, HEAD)
tensors("product.bin", [("0.weight", "F32", [2**32, 2**32, 2**32], 0, 0)], F32, HEAD)
tensors("zero.bin", [("0.weight", "F32", [0, 2], 0, 0)], F32, HEAD)
tensors("dtype.bin", [("0.weight", "I64", [1, 2], 0, 16)], F32 + F32, HEAD)
tensors("nan.bin", RIGHT, struct.pack("<3f", 1, float("nan"), 0.5), HEAD)
tensors("f64.bin", [("0.weight", "F64", [1, 2], 0, 16), ("0.bias", "F32", [1], 16, 20)], struct.pack("<ddf", 1e300, 1, 1), HEAD)
tensors("unknown.bin", [("0.wieght", "F32", [1, 2], 0, 8), ("0.bias", "F32", [1], 8, 12)], F32, HEAD)
tensors("missing.bin", RIGHT[:1], F32[:8], HEAD)
tensors("tail.bin", RIGHT, F32 + b"more", HEAD)
tensors("json.bin", RIGHT, F32, HEAD, tail=b",")
tensors("layer.bin", RIGHT, F32, HEAD.replace("sigmoid", "sigmoyd"))
tensors("long.bin", RIGHT, F32, HEAD, length=2**39)
tensors("short.bin", RIGHT, b"", HEAD, length=1000)
put("deep.bin", struct.pack("<Q", 100000) + b'{"a":' + b"[" * 99995)
put("type.bin", struct.pack("<Q", 7) + b'{"a":3}')
put("name.bin", struct.pack("<Q", 68) + b'{"a\\u0000b c":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}     ' + F32)

# Tables.
put("good.csv", "n,c\n1,red\n2,green\n")
put("kind.csv", "n,c\n1,red\ntwo,red\n")
put("cells.csv", "n,c\n1,red\n2,green,3\n")
put("quote.csv", 'n,c\n1,red\n2,"green\n')
put("inside.csv", 'n,c\n1,5" pipe\n')
put("behind.csv", 'n,c\n1,"red"ish\n')
put("missing.csv", "n,c\n1,red\n,red\n")
put("twice.csv", "n,n\n1,2\n")
put("range.csv", "n\n1\n1e39\n")
put("nul.csv", b"n,c\n1,\0\n")
put("mac.csv", "n,c\r1,red\r")
put("wide.csv", "n,c\n" + "1," * 100000 + "1\n")
put("utf16.csv", "n,c\n1,red\n".encode("utf-16"))
put("new.csv", "n,c\n1,blue\n")
SCHEMA = "gradlab-table,1\nheader,yes\nmissing,refuse\ncategories,one-hot\n"
put("right.schema", SCHEMA + "feature,n,number,,no\nfeature,c,category,,no,green,red\n")
put("column.schema", SCHEMA + "feature,n,number,,no\nfeature,k,number,,no\n")
put("kind.schema", SCHEMA + "feature,n,numbers,,no\n")
put("version.schema", SCHEMA.replace(",1", ",9"))
put("order.schema", "gradlab-table,1\nfeature,n,number,,no\n" + SCHEMA[16:])

# ONNX. Of a message's fields: number and kind in a byte, then a whole number or a length and so many bytes.
def field(number, value):
    if isinstance(value, int):
        return whole(number << 3) + whole(value)
    value = value.encode() if isinstance(value, str) else value
    return whole(number << 3 | 2) + whole(len(value)) + value


def whole(n):
    out = b""
    while n > 127:
        out, n = out + bytes([n & 127 | 128]), n >> 7
    return out + bytes([n])


def onnx(name, nodes, constants=b"", dims=(2,), outputs=("y",), opset=17, version=8):
    def value(n, shape):
        return field(1, n) + field(2, field(1, field(1, 1) + field(2, b"".join(field(1, d) for d in shape))))

    graph = b"".join(field(1, n) for n in nodes) + constants + field(11, value("x", [field(2, "n")] + [field(1, d) for d in dims]))
    graph += b"".join(field(12, value(o, [field(2, "n")])) for o in outputs)
    put(name, field(1, version) + field(7, graph) + field(8, field(2, opset)))


def node(op, inputs, output, attributes=b""):
    return b"".join(field(1, i) for i in inputs) + field(2, output) + field(4, op) + attributes


def constant(name, dims, data, kind=1):
    return field(5, b"".join(field(1, d) for d in dims) + field(2, kind) + field(8, name) + field(9, data))


RELU, GEMM = node("Relu", ["x"], "y"), node("Gemm", ["x", "w"], "y", field(5, field(1, "transB") + field(3, 1) + field(20, 2)))
onnx("good.onnx", [GEMM], constant("w", [1, 2], ONE))
put("cut.onnx", open("good.onnx", "rb").read()[:-9])
put("noise.onnx", b"\x08\x08" + b"\xff" * 100)
put("bare.onnx", b"\x08\x08")
onnx("empty.onnx", [])
onnx("opset.onnx", [RELU], opset=99)
onnx("outputs.onnx", [RELU], outputs=())
onnx("rank.onnx", [RELU], dims=())
onnx("zero.onnx", [RELU], dims=(0,))
onnx("giant.onnx", [RELU], dims=(2**31, 2**31))
onnx("minus.onnx", [RELU], dims=(2**64 - 1,))
onnx("nowhere.onnx", [node("Relu", ["z"], "y")])
onnx("circle.onnx", [node("Relu", ["b"], "a"), node("Relu", ["a"], "b"), RELU])
onnx("twice.onnx", [RELU, node("Tanh", ["x"], "y")])
onnx("absent.onnx", [GEMM])
onnx("lying.onnx", [GEMM], constant("w", [2**40, 2**40], ONE))
onnx("short.onnx", [GEMM], constant("w", [1, 2], ONE[:-1]))
onnx("kind.onnx", [GEMM], constant("w", [1, 2], ONE, 10))
onnx("dims.onnx", [GEMM], constant("w", [1, 2] + [1] * 90, ONE))
onnx("less.onnx", [GEMM], constant("w", [1, 2], ONE), dims=(3,))
onnx("nan.onnx", [GEMM], constant("w", [1, 2], struct.pack("<2f", 1, float("nan"))))
onnx("deep.onnx", [node("Tanh", ["x"], "t0")] + [node("Add", ["x", "t%d" % i], "t%d" % (i + 1)) for i in range(500)] +
     [node("Relu", ["t500"], "y")])
onnx("shape.onnx", [node("Reshape", ["x", "s"], "y")], constant("s", [2], struct.pack("<2q", 0, -7), 7))
onnx("standard.onnx", [node("Div", ["x", "s"], "y")], constant("s", [], struct.pack("<f", 0)))
onnx("wide.onnx", [node("Div", ["x", "s"], "y")], constant("s", [], struct.pack("<f", 2)), dims=(2**39,))
onnx("second.onnx", [node("Tanh", ["x"], "t"), field(1, "x") + field(1, "t") + field(2, "") + node("Add", [], "y")])
onnx("features.onnx", [node("LayerNormalization", ["x"], "y")], dims=(2**33,))
onnx("nothing.onnx", [node("", ["x"], "y")])
onnx("external.onnx", [GEMM], field(5, field(1, 1) + field(1, 2) + field(2, 1) + field(8, "w") + field(13, field(1, "location"))))

# Gradients and states.
GRAD = open("a.grad").read()
put("other.grad", GRAD.replace("dense 1", "dense 1\nrelu"))
put("weight.grad", GRAD.replace("weight 4", "weight -4", 1))
put("loss.grad", GRAD.replace("loss mse 0.5", "loss mse"))
put("head.grad", GRAD.replace("examples 4\n", ""))
put("nan.grad", GRAD.replace("1 2\n\n", "1 nan\n\n"))
put("steep.grad", GRAD.replace("1 2\n\n", "1e38 2\n\n"))
put("cut.grad", GRAD[:-5])
put("second.grad", GRAD + GRAD[:-5])
put("other.state", "gradlab-state 1\noptimizer adam\nstep 1\nnetwork 0123456789abcdef\n\n")
put("words.state", "gradlab-state 1\noptimizer adam\nstep one\nnetwork 0123456789abcdef\n\n")

# Pictures and MNIST files.
put("text.png", "this is no picture\n")
put("cut.png", open("good.png", "rb").read()[:50])
put("signature.png", b"\x89PNG\r\n\x1a\n")
png("crc.png", crc=1)
png("giant.png", width=2**31 - 1, height=2**31 - 1)
png("large.png", width=100000, height=100000)
png("zero.png", width=0)
png("depth.png", depth=3)
png("colour.png", colour=5)
png("palette.png", colour=3)
png("zlib.png", data=b"not zlib at all")
png("little.png", data=zlib.compress(b"\0\x80"))
png("no-data.png", parts=chunk(b"IEND", b""))
png("no-end.png", parts=chunk(b"IDAT", zlib.compress(b"\0\x80\x80")))
png("interlace.png", interlace=7)
png("length.png", parts=struct.pack(">I", 2**31 - 1) + b"IDAT" + b"x")
put("magic.idx", struct.pack(">I3I", 0x12345678, 1, 2, 2) + b"\0\0\0\0")
put("cut.idx", struct.pack(">I3I", 0x803, 2, 2, 2) + b"\0\0\0\0")
put("giant.idx", struct.pack(">I3I", 0x803, 2**31, 2**31, 2**31) + b"\0")
put("three.idx", struct.pack(">I3I", 0x803, 3, 1, 2) + b"\0\0\0\0\0\0")
put("labels2.idx", struct.pack(">II", 0x801, 2) + b"\0\1")
put("cut.idx.gz", gzip.compress(struct.pack(">I3I", 0x803, 2, 2, 2) + b"\0" * 8)[:-10])
put("bad.idx.gz", b"\x1f\x8b\x08\x00" + b"\xff" * 40)
