#!/usr/bin/env bats
# gl-forward: a network over examples
# shellcheck disable=SC2154,SC2094

load helper

setup() {
	gl_setup
	# XOR with round weights: y = relu(a + b) - 2 relu(a + b - 1)
	printf '%s\n' 'gradlab-network 1' 'input 2' 'dense 2' relu 'dense 1' '' '0.weight 2 2' '1 1' '1 1' '' '0.bias 2' \
		'0 -1' '' '2.weight 1 2' '1 -2' '' '2.bias 1' 0 >xor.net
	printf '0 0\t0\n0 1\t1\n1 0\t1\n1 1\t0\n' >xor.txt
}

@test "field 1 becomes the output, and the other fields pass through" {
	gl-forward xor.net xor.txt >got
	same $'0\t0\n1\t1\n1\t1\n0\t0' got
	printf '1 1\t0\tname of it\tx\n0 1\t1\t\t\n' | gl-forward xor.net >got
	same $'0\t0\tname of it\tx\n1\t1\t\t' got
	printf '2 3\n' | gl-forward xor.net >got
	same -3 got
}

@test "binary and text give the same numbers, and the output has the input's form" {
	gl-init 2-8-3, softmax >n.net
	gl-forward n.net xor.txt >text
	gl-forward -b n.net xor.txt >one.npy
	gl-cat -b xor.txt -o xor.npy
	gl-forward n.net xor.npy | cmp - one.npy
	gl-forward -t n.net xor.npy | cmp - text
}

@test "the output's shape is kept in binary" {
	gl-init input 12, reshape 3x2x2 >p.net
	seq -s ' ' 12 | gl-forward -b p.net -o p.npy
	run -0 /usr/bin/python3 -c 'import numpy; x = numpy.load("p.npy"); print(x.shape, x.dtype)'
	[ "$output" = "(1, 3, 2, 2) float32" ]
}

@test "an example's output does not depend on how many come with it" {
	gl-init 2-8-3, softmax >n.net
	awk 'BEGIN { for (i = 0; i < 9000; i++) print i / 9000, 1 - i / 7000 }' >many.txt
	gl-forward n.net many.txt >all
	[ "$(wc -l <all)" = 9000 ]
	{ head -n 5000 many.txt | gl-forward n.net; tail -n +5001 many.txt | gl-forward n.net; } | cmp - all
	gl-forward --threads 3 n.net many.txt | cmp - all
	sed -n 4097p many.txt | gl-forward n.net | diff - <(sed -n 4097p all)
}

@test "no examples are no output and no error" {
	run -0 gl-forward xor.net /dev/null
	[ "$output" = "" ]
	/usr/bin/python3 -c 'import numpy; numpy.save("none.npy", numpy.zeros((0, 2), "f4"))'
	gl-forward xor.net none.npy -o out.npy
	run -0 /usr/bin/python3 -c 'import numpy; print(numpy.load("out.npy").shape)'
	[ "$output" = "(0, 1)" ]
	gl-forward --training xor.net </dev/null | cmp - /dev/null
	gl-forward --trace xor.net </dev/null | cmp - /dev/null
}

@test "--upto gives the output of a layer, in a block too" {
	gl-forward --upto 0 xor.net xor.txt >got
	same $'0 -1\t0\n1 0\t1\n1 0\t1\n2 1\t0' got
	gl-forward --upto 2 xor.net xor.txt | diff - <(gl-forward xor.net xor.txt)
	gl-init input 1, residual, softplus, relu, end, relu >r.net
	diff <(echo 0 | gl-forward --upto 0.0 --digits 6 r.net) <(echo 0.693147)
	run -2 --separate-stderr gl-forward --upto 3 xor.net xor.txt
	[ "${stderr_lines[0]}" = "gl-forward: xor.net: the network has no layer '3'" ]
	[ "${stderr_lines[1]}" = "hint: its layers are 0 to 2" ]
}

@test "--trace writes out the arithmetic" {
	printf '1 0\t1\n' | gl-forward --trace xor.net >got
	same "example 1
input 2
  x = 1 0
0 dense 2: 2 -> 2, sums of inputs x times weights w, plus a bias b
1 relu: 2 -> 2, max(0, x)
             w0 * x0 + w1 * x1 +  b = sum -> relu -> y
  neuron 0:   1 *  1 +  1 *  0 +  0 =   1 -> relu -> 1
  neuron 1:   1 *  1 +  1 *  0 + -1 =   0 -> relu -> 0
2 dense 1: 2 -> 1, sums of inputs x times weights w, plus a bias b
             w0 * x0 + w1 * x1 + b = y
  neuron 0:   1 *  1 + -2 *  0 + 0 = 1" got
	gl-forward --trace xor.net xor.txt | grep -c '^example' | has -x 4
	gl-forward --trace --upto 0 xor.net xor.txt | has relu && return 1
	gl-forward --trace --upto 0 xor.net xor.txt | has '= sum$' && return 1
	true
}

@test "what does not fit into a line is written below each other, with what each number is" {
	printf '%s\n' 'gradlab-network 1' 'input 5' 'dense 2' tanh '' '0.weight 2 5' '0.125 -0.25 3 -1000.5 1e-5' '0 0 0 0 1' '' \
		'0.bias 2' '-0.5 0.0625' >five.net
	echo 1 2 3 4 5 | gl-forward --trace --digits 6 five.net >got
	same "example 1
input 5
  x = 1 2 3 4 5
0 dense 2: 5 -> 2, sums of inputs x times weights w, plus a bias b
1 tanh: 2 -> 2, tanh(x)
  neuron 0:
         0.125 * 1    w0 * x0
    +    -0.25 * 2    w1 * x1
    +        3 * 3    w2 * x2
    +  -1000.5 * 4    w3 * x3
    +     1e-5 * 5    w4 * x4
    +     -0.5        b
    = -3993.88 -> tanh -> -1
  neuron 1:
             0 * 1    w0 * x0
    +        0 * 2    w1 * x1
    +        0 * 3    w2 * x2
    +        0 * 4    w3 * x3
    +        1 * 5    w4 * x4
    +   0.0625        b
    =   5.0625 -> tanh -> 0.99992" got
}

# Does the arithmetic of a trace come out, are the numbers in it those of the network, and the results those of --upto?
recompute() {
	local layer
	gl-forward --trace "$1" "$2" >trace
	for layer in $(gl-info --format tsv "$1" | awk -F '\t' '$1 == "layer" && $3 == "line" { print $2 }'); do
		gl-forward --upto "$layer" "$1" "$2" >"upto.$layer"
	done
	/usr/bin/python3 - "$1" <<-'END'
		import math, re, sys
		names = dict(exp=math.exp, log=math.log, tanh=math.tanh, erf=math.erf, sqrt=math.sqrt, max=max, min=min)
		act = {"relu": lambda x: max(0, x), "leaky-relu": lambda x: x if x > 0 else 0.25 * x, "tanh": math.tanh,
		       "elu": lambda x: x if x > 0 else math.expm1(x), "gelu": lambda x: x * (1 + math.erf(x / 2 ** .5)) / 2,
		       "silu": lambda x: x / (1 + math.exp(-x)), "sigmoid": lambda x: 1 / (1 + math.exp(-x)) if x > -700 else 0,
		       "softplus": lambda x: math.log1p(math.exp(x))}
		net = open(sys.argv[1]).read()
		def close(a, b, why, size=1):
		    assert abs(a - b) <= 3e-6 * max(size, abs(b)), (why, a, b)
		def calculate(text, headings, outs):
		    steps = text.split(" -> ")
		    first, *more = steps[0].split(" = ")
		    value = eval(first, names)
		    for said in more:
		        # a sum is rounded as its largest parts are
		        size = sum(abs(eval(p, names)) for p in first.split(" + ")) if "neuron" in where else 1
		        close(eval(said, names), value, text, size)
		        value = float(said) if re.fullmatch(r"[-\d.e]+", said.strip()) else eval(said, names)
		    outs[headings[0]].append(more[-1].strip())
		    for k in range(1, len(steps), 2):
		        close(act[steps[k].strip()](value), float(steps[k + 1]), text)
		        value = float(steps[k + 1])
		        outs[headings[(k + 1) // 2]].append(steps[k + 1].strip())
		    if "* " in text and "neuron" in where:
		        for w in re.findall(r"(?:^|\+) *(\S+) \*", first):
		            assert re.search(r"(?<!\S)%s(?!\S)" % re.escape(w), net), (w, "is not in the network")
		calculated = 0
		example, outs, headings, down, where, fresh = 0, {}, [], None, "", True
		def finish():
		    for layer, got in outs.items():
		        want = open("upto." + layer).read().split("\n")[example - 1].split()
		        assert not got or got == want, (example, layer, got, want)
		for line in open("trace"):
		    line = line.rstrip("\n")
		    assert len(line) <= 100, line
		    if line.startswith("example "):
		        finish()
		        example, outs = int(line.split()[1]), {}
		        continue
		    m = re.match(r" *(\d[\d.]*) (\S+)", line)
		    if m and not line.lstrip().startswith(("0.", "-")) and re.match(r" *[\d.]+ (end|[a-z-]+[: ])", line):
		        headings = [m.group(1)] if fresh else headings + [m.group(1)]
		        fresh = m.group(2) == "residual:"
		        outs[m.group(1)] = []
		        continue
		    fresh = True
		    m = re.match(r" +((?:neuron |y)[\d,]+[^:=]*): *(.*)", line)
		    if m:
		        where = m.group(1)
		        if m.group(2):
		            calculate(m.group(2), headings, outs)
		            calculated += 1
		        else:
		            down = []
		    elif down is not None:
		        if line.lstrip().startswith("="):
		            calculate(" ".join(down) + " " + line.strip(), headings, outs)
		            calculated += 1
		            down = None
		        else:
		            down.append(re.sub(r"   +[wb].*", "", line.strip()))
		    m = re.match(r" +y =(?: x:)? (.*)", line)
		    if m and headings:
		        outs[headings[-1]] = m.group(1).split()
		finish()
		print(calculated)
	END
}

@test "a trace's arithmetic comes out, and its numbers are the ones computed, for every layer that is written out" {
	printf '1 2 3\n3 -1 5\n4 4 -2\n' >fit.txt
	gl-init input 3, standardise, leaky-relu slope=0.25, elu, gelu, silu, tanh, softplus, sigmoid, relu, layernorm, batchnorm, \
		dropout 0.5, dense 2, residual, dense 2, gelu, end, dense 4, silu, softplus, dense 3, reshape 3, flatten, softmax \
		--fit fit.txt --init normal:1 --labels 'a,b c,d' >n.net
	gl-init --list | awk '$1 != "input" && $1 != "end" { print $1 }' | while read -r layer; do
		grep -q "^ *$layer" n.net || echo "$layer"
	done >absent
	[ ! -s absent ]
	run -0 recompute n.net fit.txt
	[ "$output" = $((3 * (11 * 3 + 2 + 2 + 2 + 4 + 3 + 3))) ]
	grep -q '^  y1 b c:  exp(' trace
	# sums of numbers that are far apart, and a sequence
	gl-init 5-3-2, sigmoid --init normal:1000 >w.net
	printf '1e-3 0.1 7 -1e5 3\n0.30000001 1 2 -3 1e-9\n' >w.txt
	run -0 recompute w.net w.txt
	[ "$output" = 10 ]
	gl-init input 2x3 sequence, dense 2, layernorm, softmax --init normal:1 >s.net
	printf '1 2 3 4 5 6.5\n' >s.txt
	run -0 recompute s.net s.txt
	[ "$output" = 12 ]
	grep -q '^  neuron 1,0:' trace
}

@test "softmax is traced with its greatest number, its powers of e, and their sum" {
	gl-init input 3, softmax --labels cat,dog,cow >soft.net
	echo 1 2 3 | gl-forward --trace --digits 4 soft.net >got
	same "example 1
input 3
  x = 1 2 3
0 softmax: 3 -> 3, probabilities that sum to 1, over the last dimension
  max = 3, the greatest x
  sum of exp(x - max) = 0.1353 + 0.3679 + 1 = 1.503
           exp(x - max) /   sum =       y
  y0 cat:  exp(1 -   3) / 1.503 = 0.09003
  y1 dog:  exp(2 -   3) / 1.503 =  0.2447
  y2 cow:  exp(3 -   3) / 1.503 =  0.6652" got
}

@test "what dropout does is shown in training, and that it does nothing in prediction" {
	gl-init input 6, dropout 0.5 >d.net
	echo 1 2 3 4 5 6 | gl-forward --trace d.net >got
	grep -qx '  y = x: 1 2 3 4 5 6' got
	echo 1 2 3 4 5 6 | gl-forward --trace --training d.net >got
	grep -qx '  the factor is 0 for what is dropped, and else 1 / (1 - 0.5)' got
	echo 1 2 3 4 5 6 | gl-forward --training d.net | tr ' ' '\n' >want
	sed -n 's/^  y[0-9]:.* = *//p' got | diff - want
	/usr/bin/python3 - got <<-'END'
		import re, sys
		rows = re.findall(r"y\d: *(.*) = +(\S+)", open(sys.argv[1]).read())
		assert len(rows) == 6 and all(eval(a) == float(b) for a, b in rows)
	END
}

@test "a trace sums up what is too much to write out" {
	gl-init 30-20-2 >w.net
	seq -s ' ' 30 | gl-forward --trace w.net >got
	same "input 30
  min 1, mean 15.5, max 30, zeros 0 %
0 dense 20: 30 -> 20, sums of inputs x times weights w, plus a bias b
  each y is a sum of 30 products and a bias" <(sed -n 2,5p got)
	[[ $(sed -n 6p got) == "  min "*", mean "*", max "*", zeros 0 %" ]]
	[ "$(sed -n 7p got)" = "1 relu: 20 -> 20, max(0, x), element by element" ]
	[[ $(sed -n 8p got) == "  min 0, mean "*", max "*", zeros "*" %" ]]
	[ "$(sed -n 10p got)" = "  each y is a sum of 20 products and a bias" ]
	[ "$(sed -n 11p got)" = "  y = $(seq -s ' ' 30 | gl-forward w.net)" ]
	[ "$(wc -l <got)" = 11 ]
}

@test "a trace shows where numbers stop being finite" {
	sed 's/^1 -2$/1e38 -2/' xor.net >big.net
	echo 1e38 0 | gl-forward --trace big.net >got
	grep -q '1e38 \* 1e38 + -2 \* 1e38 + 0 = inf' got
	run -2 --separate-stderr gl-forward big.net <<<'1e38 0'
	[ "${stderr_lines[0]}" = "gl-forward: standard input:1: the output of layer 2 (dense) is not finite" ]
	[ "$(gl-forward --allow-nonfinite big.net <<<'1e38 0')" = inf ]
}

@test "nan and inf in the input are refused, or go through when they are allowed" {
	run -2 --separate-stderr gl-forward xor.net <<<'nan 0'
	[ "$output" = "" ]
	[[ $stderr == "gl-forward: standard input:1"* ]]
	[ "$(gl-forward --allow-nonfinite xor.net <<<'nan 0')" = nan ]
}

@test "--training drops numbers by seed, step and row, and leaves prediction alone" {
	gl-init input 4, dropout 0.5 >d.net
	awk 'BEGIN { for (i = 0; i < 50; i++) print "1 1 1 1" }' >ones.txt
	gl-forward d.net ones.txt | cmp - ones.txt
	gl-forward --training d.net ones.txt >a
	grep -q 0 a
	grep -q 2 a
	[ "$(tr ' ' '\n' <a | sort -u | paste -sd,)" = 0,2 ]
	gl-forward --training d.net ones.txt | cmp - a
	gl-forward --training d.net ones.txt --seed 2 | cmp -s - a && return 1
	gl-forward --training d.net ones.txt --step 1 | cmp -s - a && return 1
	GL_SEED=1 gl-forward --training --step 0 d.net ones.txt | cmp - a
}

@test "in training mode the whole input is the batch of batchnorm" {
	gl-init input 1, batchnorm >b.net
	awk 'BEGIN { for (i = 0; i < 6000; i++) print (i % 2 ? 3 : 1) "\t" i }' >rows.txt
	gl-forward --training --digits 4 b.net rows.txt >got
	[ "$(head -n 2 got | paste -sd,)" = $'-1\t0,1\t1' ]
	[ "$(cut -f 1 got | sort -u | paste -sd,)" = -1,1 ]
	[ "$(tail -n 1 got | cut -f 2)" = 5999 ]
	[ "$(gl-forward --digits 4 b.net rows.txt | head -n 2 | cut -f 1 | paste -sd,)" = 1,3 ]
}

@test "examples that do not fit are named by file and line, and nothing is printed" {
	printf '# a comment\n1 2 3\n' >three.txt
	for option in "" --training --trace; do
		# shellcheck disable=SC2086
		run -2 --separate-stderr gl-forward $option xor.net three.txt
		[ "$output" = "" ]
		[ "$stderr" = "gl-forward: three.txt:2: field 1 has 3 numbers, but xor.net takes 2" ]
	done
	gl-init input 1x2x2, flatten >p.net
	run -2 --separate-stderr gl-forward p.net three.txt
	[ "${stderr_lines[1]}" = "hint: its input is 1x2x2" ]
}

@test "a network that is not fitted is refused" {
	gl-init input 2, standardise, dense 1 >u.net
	run -2 --separate-stderr gl-forward u.net xor.txt
	[ "${stderr_lines[0]}" = "gl-forward: u.net: layer 0 (standardise) is not fitted" ]
	[[ ${stderr_lines[1]} == "hint: gl-init --fit"* ]]
}

@test "the network may come from standard input when the examples do not" {
	gl-forward - xor.txt <xor.net | diff - <(gl-forward xor.net xor.txt)
	run -2 gl-forward - <xor.net
	run -2 gl-forward - xor.txt - <xor.net
	run -2 --separate-stderr gl-forward
	[ "${stderr_lines[0]}" = "gl-forward: NET is missing" ]
}

@test "several files are one stream, and rows are counted through all of them" {
	gl-forward xor.net xor.txt xor.txt >got
	[ "$(wc -l <got)" = 8 ]
	gl-forward --trace xor.net xor.txt xor.txt | has '^example 8$'
}

@test "--digits rounds what is printed" {
	gl-init 2-1, sigmoid >s.net
	[ "$(echo 0 0 | gl-forward s.net)" = 0.5 ]
	echo 1 0.3 | gl-forward --digits 2 s.net | has -Ex '0\.[0-9]{1,2}'
}

@test "a trace is words: it has no binary form" {
	run -2 --separate-stderr gl-forward --trace -b xor.net xor.txt
	[ "$stderr" = "gl-forward: --trace writes words, which have no binary form" ]
}

@test "a full disk is an error, -o appears whole or not at all, and a closed pipe ends quietly" {
	run -2 --separate-stderr gl-forward xor.net xor.txt -o /dev/full
	[[ $stderr == "gl-forward: /dev/full: "*"No space left on device" ]]
	run -2 --separate-stderr gl-forward --trace xor.net xor.txt -o /dev/full
	[[ $stderr == "gl-forward: /dev/full: "*"No space left on device" ]]
	printf '0 1\n0 x\n' | run -2 gl-forward xor.net -o out.txt
	[ ! -e out.txt ]
	awk 'BEGIN { for (i = 0; i < 100000; i++) print "0 1" }' >many.txt
	gl-forward xor.net many.txt 2>err | head -n 1 >first || true
	same 1 first
	[ ! -s err ]
}
