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
0 dense 2: 2 -> 2
  y0 = 1*1 + 1*0 + 0 = 1
  y1 = 1*1 + 1*0 + -1 = 0
1 relu: 2 -> 2
  y0 = max(0, 1) = 1
  y1 = max(0, 0) = 0
2 dense 1: 2 -> 1
  y0 = 1*1 + -2*0 + 0 = 1" got
	gl-forward --trace xor.net xor.txt | grep -c '^example' | grep -qx 4
	gl-forward --trace --upto 0 xor.net xor.txt | grep -q relu && return 1
	true
}

@test "a trace's arithmetic comes out, for every layer that is written out" {
	printf '1 2 3\n3 -1 5\n4 4 -2\n' >fit.txt
	gl-init input 3, standardise, leaky-relu slope=0.25, elu, gelu, silu, tanh, softplus, sigmoid, layernorm, batchnorm, \
		dense 2, residual, dense 2, end, softmax --fit fit.txt --init normal:1 >n.net
	gl-forward --trace n.net fit.txt >trace
	grep -c ' = .* = ' trace | grep -qx 114
	/usr/bin/python3 - trace <<-'END'
		import math, sys
		names = {"exp": math.exp, "log": math.log, "tanh": math.tanh, "erf": math.erf, "sqrt": math.sqrt, "max": max, "min": min}
		for line in open(sys.argv[1]):
		    parts = line.strip().split(" = ")
		    if len(parts) == 3:
		        value, said = eval(parts[1], names), float(parts[2])
		        assert abs(value - said) <= 3e-6 * max(1, abs(said)), line
	END
}

@test "a trace sums up what is too much to write out" {
	gl-init 30-20-2 >w.net
	seq -s ' ' 30 | gl-forward --trace w.net >got
	[ "$(sed -n 3p got)" = "  min 1, mean 15.5, max 30, zeros 0 %" ]
	[ "$(sed -n 4p got)" = "0 dense 20: 30 -> 20" ]
	[[ $(sed -n 5p got) == "  min "*", mean "*", max "*", zeros 0 %" ]]
	[[ $(sed -n 7p got) == "  min 0, mean "*", max "*", zeros "*" %" ]]
	[[ $(sed -n 9p got) == "  y = "* ]]
	[ "$(wc -l <got)" = 9 ]
}

@test "a trace shows where numbers stop being finite" {
	sed 's/^1 -2$/1e38 -2/' xor.net >big.net
	echo 1e38 0 | gl-forward --trace big.net >got
	grep -q 'y0 = 1e38\*1e38 + -2\*1e38 + 0 = inf' got
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
	gl-forward --trace xor.net xor.txt xor.txt | grep -q '^example 8$'
}

@test "--digits rounds what is printed" {
	gl-init 2-1, sigmoid >s.net
	[ "$(echo 0 0 | gl-forward s.net)" = 0.5 ]
	echo 1 0.3 | gl-forward --digits 2 s.net | grep -Eqx '0\.[0-9]{1,2}'
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
