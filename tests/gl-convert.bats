#!/usr/bin/env bats
# gl-convert: networks from one form into another and back, judged by the onnx package, ONNX Runtime and PyTorch.
load helper

# Networks that have every kind of layer together; each kind of input is in one.
VECTOR='input 3, standardise, dense 16, batchnorm, gelu, dropout 0.1, residual, dense 16, silu, end, layernorm, dense 16 frozen, relu,
	dense 16, tanh, reshape 1x4x4, batchnorm, flatten, dense 16, elu alpha=0.7, dense 16, softplus, dense 16, sigmoid, dense 16,
	leaky-relu slope=0.2, dense 12, residual, residual frozen, dense 12, end, tanh, end, residual, silu, end, dense 3, softmax'
PICTURE='input 2x3x4, batchnorm, relu, layernorm, residual, tanh, gelu, end, reshape 3x8 sequence, dense 4, flatten, dense 2'
SEQUENCE='input 4x3 sequence, standardise, dense 5, batchnorm, elu, layernorm, residual, dense 5, leaky-relu, end, dropout 1, dense 2, softmax'

setup_file() {
	local dir
	dir=$(cd "$BATS_TEST_DIRNAME/.." && pwd)/build/npm
	# what npm says goes into the words of a test that cannot run without it
	if "$BATS_TEST_DIRNAME/onnx/fetch" "$dir" >"$BATS_FILE_TMPDIR/npm" 2>&1; then
		export NODE_PATH=$dir/node_modules
	fi
}

# network NAME ARCH INPUTS TARGETS: NAME.net, trained for some steps so that all its numbers are its own, and NAME.txt
network() {
	awk -v w="$3" 'BEGIN { srand(7); for (i = 0; i < 40; i++) for (k = 1; k <= w; k++) printf "%.4f%s", 4 * rand() - 2, k < w ? " " : "\n" }' >"$1.txt"
	awk -v w="$4" '{ for (k = 1; k <= w; k++) printf "%d%s", (NR + k) % 2, k < w ? " " : "\n" }' "$1.txt" | paste "$1.txt" - >data
	gl-init "$2" --seed 3 | gl-train - data --epochs 2 --lr 0.05 --batch 8 -q -o "$1.net"
}

networks() {
	network vector "$VECTOR" 3 1
	network picture "$PICTURE" 24 2
	network sequence "$SEQUENCE" 12 4
}

# With ONNX Runtime, or not at all: [--try] MODEL SHAPE EXAMPLES OUTPUT ...
onnxruntime() {
	[[ -n ${NODE_PATH:-} ]] || skip "ONNX Runtime could not be fetched: $(tr '\n' ' ' <"$BATS_FILE_TMPDIR/npm")"
	node "$BATS_TEST_DIRNAME/onnx/run.js" "$@"
}

# near OUTPUT NET EXAMPLES: is it what the network gives, within 1e-5?
near() {
	gl-forward "$2" "$3" | cut -f 1 | gl-diff --rtol 0 --atol 1e-5 - "$1"
}

# shape NET: of its input, 2x3x4, into $shape
shape() {
	{ read -r && read -r _ shape _; } <"$1"
}

# examples FILE: five of $shape
examples() {
	[ -e numbers ] || awk 'BEGIN { srand(5); for (i = 0; i < 5; i++) for (k = 1; k <= 48; k++) printf "%.3f%s", 4 * rand() - 2, k < 48 ? " " : "\n" }' >numbers
	cut -d ' ' -f "1-$((${shape//x/*}))" numbers >"$1"
}

# layers NET: its layers on one line, into $layers
layers() {
	local line
	layers=
	{
		read -r line
		while read -r line && [[ $line != '' ]]; do
			layers+="${layers:+, }$line"
		done
	} <"$1"
}

@test "every layer is in these tests" {
	layer_names | all_in "$VECTOR, $PICTURE, $SEQUENCE"
}

@test "text to safetensors and back is the same text, whatever says the form" {
	network vector "$VECTOR" 3 1
	gl-convert vector.net -o a.safetensors
	gl-convert a.safetensors | cmp - vector.net
	gl-convert --to text a.safetensors -o b
	cmp b vector.net
	gl-convert -b vector.net | cmp - a.safetensors
	gl-convert - -b <vector.net | cmp - a.safetensors
	gl-convert --to safetensors a.safetensors -o - | cmp - a.safetensors
	gl-convert - -o c.txt <a.safetensors
	cmp c.txt vector.net
	gl-convert vector.net -o vector.net # over itself
	cmp c.txt vector.net
}

@test "gradients and states go between text and safetensors, and nowhere else" {
	gl-init 2-3-1 >n
	printf '1 2\t3\n' | gl-grad n >g
	gl-step n g --optimizer adam --state s >/dev/null
	for f in g s; do
		gl-convert -b "$f" >"$f.safetensors"
		gl-convert "$f.safetensors" | cmp - "$f"
		run -2 --separate-stderr gl-convert "$f" -o "$f.onnx"
		[ "$stderr" = "gl-convert: $f: holds a gradient or a state; onnx takes networks" ]
		[ ! -e "$f.onnx" ]
	done
}

@test "text to ONNX and back is the same text: class names, history, frozen layers, arguments" {
	networks
	printf '%s\n' 'no "way"' 'ünsure' b >names
	gl-init "$VECTOR" --fit vector.txt --labels-file names | sed '/^labels/{ p; s/.*/history what happened, "once"\nhistory and again/; }' >labels.net
	sed 's/alpha=0.7/alpha=0.123456789/' vector.net >digits.net # more digits than an ONNX attribute has
	for net in vector picture sequence labels digits; do
		gl-convert "$net.net" -o "$net.onnx"
		gl-convert "$net.onnx" -o back.net
		cmp back.net "$net.net"
		gl-convert "$net.onnx" --to onnx | cmp - "$net.onnx"
		gl-convert - <"$net.onnx" | cmp - "$net.net"
	done
}

@test "what is written is ONNX: the checker of the onnx package finds no fault, and the shapes are inferred" {
	networks
	for net in vector picture sequence; do
		gl-convert "$net.net" -o "$net.onnx"
	done
	/usr/bin/python3 "$BATS_TEST_DIRNAME/onnx/check.py" ./*.onnx
}

@test "ONNX Runtime computes what gl-forward does, within 1e-5, for all layers and any number of examples" {
	networks
	local args=()
	for net in vector picture sequence; do
		gl-convert "$net.net" -o "$net.onnx"
		head -n 1 "$net.txt" >"$net.1.txt"
		shape "$net.net"
		args+=("$net.onnx" "$shape" "$net.txt" "$net.out" "$net.onnx" "$shape" "$net.1.txt" "$net.1.out")
	done
	onnxruntime "${args[@]}"
	for net in vector picture sequence; do
		near "$net.out" "$net.net" "$net.txt"
		near "$net.1.out" "$net.net" "$net.1.txt"
	done
}

@test "class names stand in the model's metadata as a list, where other programs find them" {
	gl-init '2-3-1, sigmoid' --labels no,yes >n.net
	gl-convert n.net -o n.onnx
	run -0 /usr/bin/python3 -c 'import json, onnx
m = {p.key: p.value for p in onnx.load("n.onnx").metadata_props}
print(*json.loads(m["labels"]), list(m))'
	[ "$output" = "no yes ['gradlab', 'labels']" ]
}

@test "models as other programs write them are read, and ONNX Runtime agrees with what was read" {
	/usr/bin/python3 "$BATS_TEST_DIRNAME/onnx/models.py" >list
	/usr/bin/python3 "$BATS_TEST_DIRNAME/onnx/check.py" ./*.onnx
	local args=() n=0
	while read -r name wanted; do
		gl-convert "$name.onnx" -o "$name.net"
		layers "$name.net"
		[ "$layers" = "$wanted" ] || { echo "$name: $layers" && false; }
		shape "$name.net"
		examples "$name.txt"
		args+=("$name.onnx" "$shape" "$name.txt" "$name.out")
		gl-forward "$name.net" "$name.txt" | sed "s/^/$name /" >>ours
		n=$((n + 1))
	done <list
	[ "$n" -gt 40 ]
	onnxruntime "${args[@]}"
	while read -r name wanted; do
		sed "s/^/$name /" "$name.out"
	done <list >theirs
	paste -d '\n' ours theirs | awk 'NR % 2 { split($0, ours); n = NF; next }
		{ for (i = 2; i <= NF; i++) if (NF != n || $1 != ours[1] || ($i - ours[i]) ^ 2 > 1e-10) { print $1 ": " ours[i] ", not " $i; exit bad = 1 } }
		END { exit bad || NR < 400 }'
}

@test "a model changed at random is refused, or read as ONNX Runtime runs it" {
	network vector "$VECTOR" 3 1
	gl-convert vector.net -o all.onnx
	/usr/bin/python3 "$BATS_TEST_DIRNAME/onnx/models.py" >list
	/usr/bin/python3 "$BATS_TEST_DIRNAME/onnx/mutate.py" 50 ./*.onnx
	local args=() status n=0
	for model in mutant-*.onnx; do
		status=0
		gl-convert "$model" -o "$model.net" 2>err || status=$?
		[ "$status" = 0 ] || [ "$status" = 2 ] || { cat err && false; }
		[ "$status" = 0 ] || continue
		shape "$model.net"
		examples "$model.txt"
		args+=("$model" "$shape" "$model.txt" "$model.out")
	done
	onnxruntime --try "${args[@]}"
	for model in mutant-*.onnx; do
		[ -e "$model.out" ] || continue
		n=$((n + 1))
		if gl-forward "$model.net" "$model.txt" >out 2>err; then
			gl-diff --rtol 1e-5 --atol 1e-5 out "$model.out" || { echo "$model" && false; }
		else # then it is not finite
			grep -qE 'NaN|Infinity' "$model.out" || { echo "$model" && cat err && false; }
		fi
	done
	[ "$n" -gt 15 ]
}

@test "what torch.onnx.export writes is read, from several opsets, and computes what PyTorch computed" {
	awk 'BEGIN { srand(1); for (i = 0; i < 10; i++) for (k = 1; k <= 12; k++) printf "%.3f%s", 2 * rand() - 1, k < 12 ? " " : "\n" }' >x.txt
	/usr/bin/python3 -W ignore "$BATS_TEST_DIRNAME/onnx/export.py" x.txt
	for opset in 9 11 13 14 16 fixed; do
		gl-convert "torch-$opset.onnx" -o a.net
		near torch.txt a.net x.txt || { echo "opset $opset" && false; }
	done
	layers a.net
	[[ $layers == "input 1x3x4, flatten, dense 6, batchnorm, relu, layernorm, gelu, silu, residual, dense 6, elu alpha=0.7, residual, "* ]]
}

@test "a PyTorch script computes what gl-forward does, within 1e-5, and has our parameters under our names" {
	networks
	for net in vector picture sequence; do
		gl-convert "$net.net" -o "$net.py"
		gl-convert "$net.net" -b | cmp - "$net.safetensors"
	done
	# one Python for all: importing torch is what takes time
	/usr/bin/python3 - <<'END'
import json, struct, sys
import torch

for name in "vector", "picture", "sequence":
    m = __import__(name)
    net = m.load()
    with open(name + ".safetensors", "rb") as f:
        header = json.loads(f.read(struct.unpack("<Q", f.read(8))[0]))
    state = {k: list(v.shape) for k, v in net.state_dict().items() if not k.endswith("num_batches_tracked")}
    assert state == {k: e["shape"] for k, e in header.items() if k != "__metadata__"}, state
    x = torch.tensor([[float(v) for v in line.split()] for line in open(name + ".txt")]).reshape(-1, *m.INPUT)
    with torch.no_grad():
        y = net(x).flatten(1)
    open(name + ".out", "w").writelines(" ".join("%.9g" % v for v in row) + "\n" for row in y.tolist())
    net.train()
    net(x)
    if name == "vector":
        trains = [k for k, p in net.named_parameters() if p.requires_grad]
        assert "7.weight" not in trains and "9.weight" in trains and not any(k.startswith("24.0") for k in trains), trains
    assert not hasattr(m, "LABELS") and not m.build().state_dict().keys() - net.state_dict().keys()
END
	for net in vector picture sequence; do
		near "$net.out" "$net.net" "$net.txt"
	done
}

@test "a PyTorch script is a program that reads examples and prints predictions, and knows the names of the classes" {
	gl-init '2-3-2, softmax' --labels '"a,b' >n.net
	mkdir d
	gl-convert n.net -o d/n.py
	gl-synth moons -n 4 >x.txt
	echo 'import sys; print(LABELS, load()[0].weight.dtype, file=sys.stderr)' >>d/n.py
	{ echo '# moons' && head -n 2 x.txt; } >first.txt
	tail -n 2 x.txt | /usr/bin/python3 d/n.py first.txt - >out 2>names
	near out n.net x.txt
	same "['\"a', 'b'] torch.float32" names
}

@test "an operator without a layer is refused by name, with what is read" {
	/usr/bin/python3 - <<'END'
import numpy as np
from onnx import TensorProto as T, helper as h, numpy_helper, save


def model(name, nodes, inputs=(("x", ["n", 3]),), outputs=("y",), opset=13, kind=T.FLOAT, tensors=()):
    g = h.make_graph([h.make_node(op, i, o, **a) for op, i, o, a in nodes], "g", [h.make_tensor_value_info(k, kind, s) for k, s in inputs],
                     [h.make_tensor_value_info(k, kind, ["n", 3]) for k in outputs], tensors)
    save(h.make_model(g, opset_imports=[h.make_opsetid("", opset)]), name + ".onnx")


w = numpy_helper.from_array(np.ones((3, 3), "f4"), "w")
model("conv", [("Conv", ["x", "w"], ["t"], {"name": "c1"}), ("Relu", ["t"], ["y"], {})], tensors=[w])
model("other", [("Relu", ["x"], ["y"], {"domain": "com.example"})])
model("mul", [("Mul", ["x", "w"], ["y"], {})], tensors=[w])
model("fork", [("Relu", ["x"], ["a"], {}), ("Tanh", ["x"], ["b"], {}), ("Add", ["a", "b"], ["y"], {})])
model("inputs", [("Add", ["x", "z"], ["y"], {})], inputs=(("x", ["n", 3]), ("z", ["n", 3])))
model("outputs", [("Relu", ["x"], ["y"], {}), ("Tanh", ["x"], ["z"], {})], outputs=("y", "z"))
model("open", [("Relu", ["x"], ["y"], {})], inputs=(("x", ["n", "k"]),))
model("half", [("Relu", ["x"], ["y"], {})], kind=T.FLOAT16)
model("opset", [("Relu", ["x"], ["y"], {})], opset=6)
model("axis", [("Softmax", ["x"], ["y"], {"axis": 0})])
model("tanh", [("Gelu", ["x"], ["y"], {"approximate": "tanh"})], opset=20)
model("epsilon", [("LayerNormalization", ["x", "s"], ["y"], {"epsilon": 1e-3})], opset=17, tensors=[numpy_helper.from_array(np.ones(3, "f4"), "s")])
model("wide", [("Gemm", ["x", "v"], ["y"], {})], tensors=[numpy_helper.from_array(np.ones((4, 3), "f4"), "v")])
model("slope", [("LeakyRelu", ["x"], ["y"], {"alpha": 7.0})])
END
	refused() {
		run -2 --separate-stderr gl-convert "$1.onnx" -o "$1.net"
		[[ $output == '' && ${stderr%%$'\n'*} == "gl-convert: $1.onnx: "$2 && ! -e $1.net ]] || { echo "$stderr" && false; }
	}
	refused conv 'operator Conv (node c1): there is no layer for it'
	[[ $stderr == *$'\nhint: what is read: Gemm, MatMul, Relu, '* ]]
	refused other 'operator com.example.Relu (which gives y): there is no layer for it'
	refused mul 'operator Mul (which gives y): does here what no layer does'
	refused fork 'the value x goes to 2 operators, Relu and Tanh: *'
	refused inputs 'has several inputs (x, z); a network has one'
	refused outputs 'has 2 outputs; a network has one'
	refused open 'dimension 1 of its input x has no size *'
	refused half 'its input x is not of float32 numbers *'
	refused opset 'its operators are of opset 6; 7 to 23 are read'
	refused axis 'operator Softmax (which gives y): runs over axis 0; *'
	refused tanh 'operator Gelu (which gives y): is GELU approximated by tanh; *'
	refused epsilon 'operator LayerNormalization (which gives y): has epsilon 0.001*'
	refused wide '0.weight has shape 3 4, but its layer makes it 3 3'
	refused slope 'layer 0 (leaky-relu slope=7): *'
}

@test "a graph that was changed elsewhere counts, and the tool says that class names are not taken from its metadata" {
	gl-init '2-3-2, softmax' --labels no,yes >n.net
	gl-convert n.net -o n.onnx
	/usr/bin/python3 -c 'import onnx
m = onnx.load("n.onnx")
m.graph.node[1].op_type = "Tanh"
onnx.save(m, "tanh.onnx")
for t in m.graph.initializer:
    if t.name == "0.bias":
        t.raw_data = t.raw_data[4:] + b"\0\0\200?"
m.graph.node[1].op_type = "Relu"
onnx.save(m, "bias.onnx")'
	run -0 --separate-stderr gl-convert tanh.onnx
	[[ $output == "gradlab-network 1"$'\n'"input 2"$'\n'"dense 3"$'\n'"tanh"$'\n'"dense 2"$'\n'"softmax"$'\n'* ]]
	[[ $stderr == "gl-convert: warning: the model's gradlab entry tells of other layers than its graph: "* ]]
	run -0 --separate-stderr gl-convert bias.onnx
	[[ $output == *"labels no yes"*$'0.bias 3\n0 0 1'* ]]
	[ "$stderr" = "" ]
}

@test "a network that is not fitted goes between our own forms alone" {
	gl-init 'input 2, standardise, dense 1' >n.net
	gl-convert -b n.net | gl-convert - | cmp - n.net
	for name in n.onnx n.py; do
		run -2 gl-convert n.net -o "$name"
		[[ $output == "gl-convert: "*"is not fitted"* ]]
	done
	only n.net
}

@test "a form that cannot be told, or not be written to standard output, is refused" {
	gl-init 2-3-1 >n.net
	run -2 gl-convert n.net -o n.pb
	[[ ${lines[0]} == "gl-convert: n.pb: the ending of the name tells no form" && ${lines[1]} == "hint: name it: --to text, safetensors, onnx"* ]]
	run -2 gl-convert n.net --to pytorch
	[[ ${lines[0]} == "gl-convert: the script and its weights are two files"* && ${lines[1]} == "hint: -o net.py writes "* ]]
	run -2 gl-convert n.net --to pytorch -o n.safetensors
	[[ ${lines[0]} == "gl-convert: n.safetensors: the script and its weights would have the same name" ]]
	run -2 gl-convert n.net --to onyx
	[[ $output == *"onyx"*"hint: "*"onnx"* ]]
	run -2 gl-convert n.net n.net
	only n.net
}

@test "nothing is left behind when the disk is full or a folder is not there" {
	gl-init 2-3-1 >n.net
	for form in text safetensors onnx pytorch; do
		run -2 gl-convert n.net --to "$form" -o none/x
		[[ $output == "gl-convert: none/x"* ]]
		[ "$form" = pytorch ] || {
			run -2 bash -c "gl-convert n.net --to $form >/dev/full"
			[[ $output == *"No space left on device" ]]
		}
	done
	mkdir x.safetensors
	run -2 gl-convert n.net -o x.py # the weights cannot be written, so the script is not either
	[[ $output == "gl-convert: x.safetensors: "* ]]
	rmdir x.safetensors
	only n.net
}

@test "tools that take networks say what to do with an ONNX model" {
	gl-init 2-3-1 >n.net
	gl-convert n.net -o n.onnx
	run -2 gl-forward n.onnx <<<'1 2'
	[ "${lines[0]}" = "gl-forward: n.onnx: holds an ONNX model, not a network of ours" ]
	[ "${lines[1]}" = "hint: gl-convert turns it into one: gl-convert model.onnx -o model.net" ]
}
