#!/usr/bin/env bats
# gl-info: what is in a network, a gradient, a state; pictures of networks.
load helper

setup() {
	gl_setup
	# XOR with round weights
	printf '%s\n' 'gradlab-network 1' 'input 2' 'dense 2' relu 'dense 1' '' '0.weight 2 2' '1 1' '3 1' '' \
		'0.bias 2' '0 -1' '' '2.weight 1 2' '1 -2' '' '2.bias 1' 0.25 '' >xor.net
	printf '0 0\t0\n0 1\t1\n1 0\t1\n1 1\t0\n' >xor.txt
}

@test "a network is reported layer by layer, with what it costs" {
	gl-info xor.net >got
	same 'xor.net: network in text, 2 -> 1, plain numbers

layer      output  parameters  multiply-adds
input           2
0 dense 2       2           6              4
1 relu          2           0              0
2 dense 1       1           3              2
all                         9              6

name      shape    mean     sd   min   max   norm   zeros
0.weight    2x2     1.5  0.866     1     3  3.464   0.0 %
0.bias        2    -0.5    0.5    -1     0      1  50.0 %
2.weight    1x2    -0.5    1.5    -2     1  2.236   0.0 %
2.bias        1    0.25      0  0.25  0.25   0.25   0.0 %
all           9  0.4722  1.336    -2     3   4.25  11.1 %

memory to train by sgd, 32 examples at a time
network            36 bytes
gradient           36 bytes
optimizer state     0 bytes
activations       896 bytes
their gradients   512 bytes
all              1480 bytes' got
}

@test "the figures are what other programs count and compute" {
	gl-init 'input 1x4x4, standardise, flatten, dense 20 frozen, batchnorm, gelu, residual, dense 20, layernorm, end, dense 3, softmax' \
		--labels 'a,b "c",d' --init normal:1 -b >net
	gl-info --format json net >net.json
	run -0 /usr/bin/python3 - net net.json <<-'END'
		import json, struct, sys
		import numpy as np
		raw = open(sys.argv[1], "rb").read()
		said = json.load(open(sys.argv[2]))
		n = struct.unpack("<Q", raw[:8])[0]
		head = json.loads(raw[8:8 + n])
		head.pop("__metadata__")
		every = []
		by = {t["name"]: t for t in said["tensor"]}
		assert set(by) == set(head)
		def check(x, s):
		    for k, v in dict(numbers=x.size, mean=x.mean(), sd=x.std(), min=x.min(), max=x.max(),
		                     norm=np.sqrt((x * x).sum()), zeros=(x == 0).mean()).items():
		        assert abs(s[k] - v) < 1e-9 * max(1, abs(v)), (s, k, v)
		for name, t in head.items():
		    a, b = t["data_offsets"]
		    x = np.frombuffer(raw[8 + n + a:8 + n + b], "<f4").astype("f8")
		    assert by[name]["shape"] == t["shape"], name
		    check(x, by[name])
		    every.append(x)
		check(np.concatenate(every), said)
		trained = [n for n in head if not n.endswith(("mean", "var", "scale"))]
		assert said["parameters"] == sum(by[n]["numbers"] for n in trained) == 16*20+20 + 40 + 20*20+20 + 40 + 20*3+3
		assert said["trained"] == said["parameters"] - 16*20 - 20
		assert said["buffers"] == 32 + 40
		assert said["multiply-adds"] == 16 + 16*20 + 20 + 20*20 + 20 + 20*3
		assert said["bytes-network"] == 4 * (said["parameters"] + said["buffers"])
		assert said["label"] == ["a", 'b "c"', "d"] and said["history"] == ["gl-init 0.1.0 --init normal:1 --seed 1"] and said["runs"] == 0 and said["kind"] == "network"
		assert [l["index"] for l in said["layer"]] == "0 1 2 3 4 5 5.0 5.1 6 7".split()
		assert sum(l["parameters"] for l in said["layer"]) == said["parameters"]
		print("right")
	END
	[ "$output" = right ]
}

@test "memory follows the batch and the optimizer" {
	gl-init 10-20-5 >net
	for n in 1 7; do
		# input, both dense layers and relu; gradients of activations two at a time, of the widest input behind the first layer
		[ "$(gl-info --batch $n --bare bytes-activations net)" = $((4 * n * (10 + 20 + 20 + 5))) ]
		[ "$(gl-info --batch $n --bare bytes-slopes net)" = $((4 * n * 2 * 20)) ]
	done
	[ "$(gl-info --bare bytes-state net)" = 0 ]
	[ "$(gl-info --bare bytes-state --optimizer momentum net)" = $((4 * 325)) ]
	[ "$(gl-info --bare bytes-state --optimizer adam net)" = $((8 * 325)) ]
	[ "$(gl-info --bare bytes --optimizer adam net)" = "$(for f in network gradient state activations slopes; do
		gl-info --optimizer adam --bare bytes-$f net
	done | paste -sd+ | bc)" ]
}

@test "--bare prints one number, the same as in TSV and JSON" {
	[ "$(gl-info --bare parameters xor.net)" = 9 ]
	[ "$(gl-info --bare multiply-adds xor.net)" = 6 ]
	gl-info --format tsv xor.net >tsv
	gl-info --format json xor.net >json
	[ "$(head -n 1 tsv)" = $'item\tname\tfigure\tvalue' ]
	awk -F '\t' '$1 == "network"' tsv >figures
	[ "$(wc -l <figures)" -gt 15 ]
	while read -r name value; do
		[ "$(gl-info --bare "$name" xor.net)" = "$value" ]
		grep -qF "\"$name\": $value" json
	done < <(cut -f 3,4 figures)
	run -2 --separate-stderr gl-info --bare parametres xor.net
	[ "${stderr_lines[0]}" = "gl-info: xor.net: there is no figure 'parametres' of a network" ]
	[ "${stderr_lines[1]}" = "hint: did you mean parameters?" ]
}

@test "text, binary, a file and standard input give the same report" {
	gl-init 3-4-2,softmax >t.net
	gl-step --lr 0 -b t.net <(printf '1 2 3\t1\n' | gl-grad t.net) >b.net
	gl-info t.net | tail -n +2 >want
	gl-info b.net | tail -n +2 | cmp - want
	gl-info - <b.net | tail -n +2 | cmp - want
	cat t.net | gl-info - | tail -n +2 | cmp - want
	[ "$(gl-info b.net | head -n 1)" = "b.net: network in binary, 3 -> 2, class probabilities, which sum to 1" ]
}

@test "labels, history and layers come alone, as other tools read them" {
	gl-init 'input 2, dense 2, softmax' --labels 'one,the other' >net
	gl-info --labels net >names
	same $'one\nthe other' names
	gl-info --arch net | gl-init --arch - --labels-file names | cmp - net
	[ "$(gl-info --history net)" = "" ]
	gl-train -q --epochs 2 net xor.txt -o net
	gl-train -q --epochs 3 net xor.txt -o net
	gl-info --history net >history
	[ "$(wc -l <history)" = 2 ]
	grep -q -- '--epochs 2 ' history
	grep '^history ' net | cut -d ' ' -f 2- | cmp - history
	gl-info net | tail -n 2 | cmp - history
	[ "$(gl-info --bare runs net)" = 2 ]
	gl-info --format tsv net | has -x $'label\t1\tname\tthe other'
}

@test "a gradient and a state are told by their norms" {
	gl-grad --loss mse xor.net xor.txt >g
	gl-info g >got
	[[ $(head -n 1 got) == "g: gradient in text, the mean over 4 examples; mse "* ]]
	[ "$(gl-info --bare examples g)" = 4 ]
	gl-grad --loss mse xor.net xor.txt | gl-step --optimizer adam --state s xor.net >after.net
	gl-info s >got
	[[ $(head -n 1 got) =~ ^s:\ state\ of\ adam\ in\ text\ after\ 1\ step,\ of\ network\ [0-9a-f]{16}$ ]]
	grep -q '^0.weight.exp_avg_sq  *2x2 ' got
	[ "$(gl-info --bare step s)" = 1 ]
	gl-info --format json s | /usr/bin/python3 -c 'import json, sys; assert json.load(sys.stdin)["optimizer"] == "adam"'
	run -2 --separate-stderr gl-info --draw g
	[ "$stderr" = "gl-info: g: is a gradient, which has numbers only; this is printed of networks" ]
}

@test "the norm of a gradient is the root of the sum of its squares, and nan in it is counted" {
	printf '%s\n' 'gradlab-gradient 1' 'examples 1' 'weight 1' 'loss mse 2' 'input 2' 'dense 1' '' '0.weight 1 2' '3 nan' '' \
		'0.bias 1' 4 >g
	[ "$(gl-info --bare norm g)" = 5 ]
	gl-info g | tail -n 1 >got
	same '1 of the numbers is not finite, and not in these figures' got
}

@test "a drawing has every weight on its edge and every bias at its neuron" {
	gl-info --draw xor.net >got
	same "         0.weight     0.bias               2.weight     2.bias

    +---------- 1 -+
    | +-------- 1 -+> +0 ----- relu - h0 -------- 1 -+
x0 -+ |                                              |
x1 -|-+                                              |
    +-|-------- 3 -+                                 |
      +-------- 1 -+> -1 ----- relu - h1 ------- -2 -+> +0.25 -- y0

A number on a line is a weight: it multiplies what comes along the line.
Where lines join, the products are added up, and so is the bias behind >." got
}

# Follows the lines of a drawing from every source, and compares what they lead to with the network's parameters.
follow() {
	gl-info --draw --unicode --digits 9 "$1" >picture
	gl-info --draw "$1" | awk '{ if (length($0) > 80) bad = 1 } END { exit bad }'
	/usr/bin/python3 - "$1" picture <<-'END'
		import re, sys
		import numpy as np
		text = open(sys.argv[1]).read().split("\n\n")
		tensor = {}
		for t in text[1:]:
		    if t.strip():
		        lines = t.strip().split("\n")
		        name, *dims = lines[0].split()
		        tensor[name] = np.array(" ".join(lines[1:]).split(), "f4").reshape([int(d) for d in dims])
		layers = sorted({int(n.split(".")[0]) for n in tensor if n.endswith("weight")})
		ARMS = {"│": "ud", "─": "lr", "┌": "dr", "┐": "dl", "└": "ur", "┘": "ul", "├": "udr", "┤": "udl", "┬": "dlr",
		        "┴": "ulr", "┼": "udlr"}
		STEP = dict(u=(-1, 0), d=(1, 0), l=(0, -1), r=(0, 1))
		BACK = dict(u="d", d="u", l="r", r="l")
		def walk(grid, r, c, way, seen, ends):
		    """Goes along lines to the words that they end in. A line across another one goes behind it."""
		    while True:
		        r, c = r + STEP[way][0], c + STEP[way][1]
		        cell = grid[r][c] if 0 <= r < len(grid) and 0 <= c < len(grid[r]) else " "
		        if cell == "│" and way in "lr":
		            continue
		        if cell not in ARMS:
		            if way == "r":
		                ends.append((r, c))
		            return
		        if (r, c, way) in seen:
		            return
		        seen.add((r, c, way))
		        assert BACK[way] in ARMS[cell], (r, c, cell, way)
		        for a in ARMS[cell]:
		            if a not in (way, BACK[way]):
		                walk(grid, r, c, a, seen, ends)
		        if way not in ARMS[cell]:
		            return
		def word(line, c):
		    m = re.compile(r"\s*(\S*)").match(line, c)
		    return m.group(1), m.end()
		grid = open(sys.argv[2]).read().split("\n")
		number = re.compile(r"[-+]?[0-9.]+(e-?\d+)?")
		left = {k: [] for k in layers}
		names = [[]]
		checked = 0
		for r, line in enumerate(grid):
		    for m in re.finditer(r"(?<![\w.])[xhy]\d+'?(?!\S)", line):
		        ends = []
		        walk(grid, r, m.end(), "r", set(), ends)
		        for er, ec in ends:
		            found, end = word(grid[er], ec)
		            if not number.fullmatch(found):
		                continue
		            # from the weight to the arrow of its neuron, and the bias behind it
		            joined = []
		            walk(grid, er, end, "r", set(), joined)
		            heads = [(a, b) for a, b in joined if grid[a][b] == "▶"]
		            assert len(heads) == 1, (m.group(), found, heads)
		            bias, _ = word(grid[heads[0][0]], heads[0][1] + 1)
		            left.setdefault("edges", []).append((m.group(), heads[0], np.float32(found), np.float32(bias)))
		got = left["edges"]
		# every weight and bias, found by the names of sources (in order) and the rows of neurons (in order)
		pos = 0
		want = sum(tensor[f"{k}.weight"].size for k in layers)
		assert len(got) == want, (len(got), want)
		key = lambda name: (name[0] != "x", int(re.sub(r"\D", "", name)))
		sources = sorted({g[0] for g in got}, key=key)
		for k in layers:
		    w, b = tensor[f"{k}.weight"], tensor[f"{k}.bias"]
		    here, sources = sources[:w.shape[1]], sources[w.shape[1]:]
		    edges = [g for g in got if g[0] in here]
		    for i, name in enumerate(here):
		        mine = sorted((g for g in edges if g[0] == name), key=lambda g: g[1])
		        assert [g[2] for g in mine] == list(w[:, i]), (k, name, mine, w[:, i])
		        assert [g[3] for g in mine] == list(b), (k, name, mine, b)
		assert not sources
	END
}

@test "the lines of a drawing lead from each source through the right weights to the right neurons" {
	for arch in 1-1 2-1 2-2 2-3-1 3-2 5-2 2-8-1 1-4-1 2-3-3-2 8-4 4-8 '3-2-2-2-2-1' 'input 3, dropout 0.5, dense 2, softplus, dense 2' \
		'input 2, tanh, dense 4, gelu, dense 3, sigmoid'; do
		gl-init "$arch" --init normal:1 --seed 5 >n.net
		# biases that differ, too
		awk '/\.bias/ { print; getline; n = split($0, v, " "); for (i = 1; i <= n; i++) printf "%s%s", i * 0.375 - 1, i < n ? " " : "\n"; next } 1' \
			n.net >drawn.net
		follow drawn.net || {
			echo "$arch"
			cat picture
			return 1
		}
	done
}

@test "softmax is a box over all its wires, and the layers before the first dense one are drawn" {
	printf '1 2\n3 5\n' >fit.txt
	gl-init 'input 2, standardise, dense 2, softmax' --fit fit.txt --init ones >s.net
	gl-info --draw s.net >got
	grep -q '^x0 - standardise - x0. -+' got
	grep -q 'softmax |' got
	grep -q -- '- y0$' got
	grep -q -- '- y1$' got
}

@test "a larger network is drawn as blocks, and a residual block with the way past it" {
	gl-init 'input 1x4x4, flatten, dense 12, relu, residual, dense 12, tanh, end, dense 3, softmax' >big.net
	gl-info --draw big.net >got
	[ "$(wc -L <got)" -le 80 ]
	grep -q '| 1 dense 12 .* 204 parameters |' got
	grep -q '^ +-*+ 3 residual: one way past the block, one through it$' got
	grep -q ' 3 end: what comes along both ways is added$' got
	for layer in '0 flatten' '2 relu' '3.0 dense 12' '3.1 tanh' '4 dense 3' '5 softmax'; do
		grep -qF "| $layer " got
	done
	tail -n 1 got | has output
}

@test "a graph for Graphviz has every weight and bias, or every layer" {
	gl-info --dot --digits 0 xor.net >got
	[ "$(grep -c ' -> ' got)" = 9 ]
	grep -qx '  "x:0" -> "0:1" \[label="3"\];' got
	grep -qx '  "2:0" \[label="dense 1\\nbias 0.25"\];' got
	gl-init 'input 20, dense 12, residual, dense 12, end' >big.net
	gl-info --dot big.net >got
	grep -qx '  "0" -> "1.0" \[label="12"\];' got
	grep -qx '  "0" -> "1 end" \[label="12"\];' got
	grep -qx '  "1.0" -> "1 end" \[label="12"\];' got
	grep -qx '  "1 end" -> "output" \[label="12"\];' got
	for net in xor.net big.net; do
		for pair in '{}' '[]'; do
			[ "$(gl-info --dot $net | tr -dc "${pair:0:1}" | wc -c)" = "$(gl-info --dot $net | tr -dc "${pair:1}" | wc -c)" ]
		done
	done
}

@test "what does not go together is refused" {
	run -2 --separate-stderr gl-info --draw --dot xor.net
	[ "$stderr" = "gl-info: --draw, --dot, --arch, --labels, --history, --replay, --bare and --format: give one of them" ]
	run -2 --separate-stderr gl-info --unicode xor.net
	[ "$stderr" = "gl-info: --unicode is for --draw" ]
	run -2 --separate-stderr gl-info --optimizer adm xor.net
	[ "${stderr_lines[1]}" = "hint: did you mean adam?" ]
	run -2 gl-info xor.net xor.net
}

@test "what is no network, and a full disk, are errors; -o appears whole or not at all" {
	run -2 --separate-stderr gl-info xor.txt
	[[ $stderr == "gl-info: xor.txt: "* ]]
	run -2 --separate-stderr gl-info /dev/null
	[ "${stderr_lines[0]}" = "gl-info: /dev/null: is empty, not a network" ]
	for how in --draw --dot --arch '--format tsv' '--format json' '--bare loss' ''; do
		# shellcheck disable=SC2086
		run -2 --separate-stderr gl-info $how xor.net -o /dev/full
	done
	[[ $stderr == "gl-info: /dev/full: "*"No space left on device" ]]
	run -2 gl-info --bare nonsense xor.net -o out
	[ ! -e out ]
	gl-info xor.net -o out
	gl-info xor.net | cmp - out
}
