#!/usr/bin/env bats
# gl-init: architecture and start values -> a network
# shellcheck disable=SC2154,SC2094

load helper

# arch LINES: gl-init's architecture lines of ARCH, comma separated
lines_of() {
	gl-init "$@" | sed '1d; /^$/,$d' | paste -sd,
}

@test "the short form is dense layers with relu between them" {
	[ "$(lines_of 2-3-1)" = "input 2,dense 3,relu,dense 1" ]
	[ "$(lines_of 2-3-1, softmax)" = "input 2,dense 3,relu,dense 1,softmax" ]
	[ "$(lines_of 784-10)" = "input 784,dense 10" ]
}

@test "words that the shell took apart are put together, and an architecture may come in one word" {
	[ "$(lines_of input 2, dense 3, tanh)" = "input 2,dense 3,tanh" ]
	[ "$(lines_of 'input 2, dense 3, tanh')" = "input 2,dense 3,tanh" ]
	[ "$(lines_of $'input 2\n# a comment\ndense 3 # another\n\ntanh')" = "input 2,dense 3,tanh" ]
}

@test "an architecture comes from a file by @, by --arch, and from standard input" {
	printf 'input 1x2x2\r\nflatten\r\ndense 3 frozen\r\n' >arch.txt
	gl-init input 1x2x2, flatten, dense 3 frozen >want.net
	gl-init @arch.txt | cmp - want.net
	gl-init --arch arch.txt | cmp - want.net
	gl-init --arch - <arch.txt | cmp - want.net
	gl-init @- <arch.txt | cmp - want.net
}

@test "what is printed reads back as the same network" {
	gl-init input 4, residual, dense 4, residual, tanh, end, end, leaky-relu slope=0.25, reshape 2x2 sequence, \
		layernorm, dropout 0.5 -o a.net
	sed '1d; /^$/,$d' a.net >arch.txt
	gl-init @arch.txt | cmp - a.net
	grep -qx '  residual' a.net
	grep -qx '    tanh' a.net
}

@test "the same seed gives the same bytes, another seed others, and GL_SEED stands for --seed" {
	gl-init 4-8-3 >a.net
	gl-init 4-8-3 --seed 1 | cmp - a.net
	gl-init 4-8-3 --seed 2 >b.net
	run -1 cmp -s a.net b.net
	GL_SEED=2 gl-init 4-8-3 | cmp - b.net
	GL_SEED=2 gl-init 4-8-3 --seed 1 | cmp - a.net
}

@test "the start values of a seed are these" {
	gl-init 2-3-1 --seed 1 --digits 6 | sed -n '/0.weight/,/^$/p' >got
	same "0.weight 3 2
0.432029 0.854894
0.603921 0.0442495
-0.433595 -0.0306967
" got
}

@test "biases start at 0, batchnorm's weights at 1" {
	gl-init 3-2, batchnorm, relu >n.net
	[ "$(grep -A1 '^0.bias' n.net | tail -n 1)" = "0 0" ]
	[ "$(grep -A1 '^1.weight' n.net | tail -n 1)" = "1 1" ]
	[ "$(grep -A1 '^1.bias' n.net | tail -n 1)" = "0 0" ]
	[ "$(grep -A1 '^1.running_var' n.net | tail -n 1)" = "1 1" ]
}

# spread METHOD NAME: mean square of a parameter of a 300-200-100 network
mean_square() {
	gl-init 300-200-100 --init "$1" | awk -v want="$2" '
		$1 == want { on = 1; next }
		on && NF == 0 { exit }
		on { for (i = 1; i <= NF; i++) { s += $i * $i; n++ } }
		END { print s / n }'
}

# near A B: within 5 %
near() {
	awk -v a="$1" -v b="$2" 'BEGIN { exit !(a > 0.95 * b && a < 1.05 * b) }'
}

@test "every method starts weights with the variance that its definition says" {
	near "$(mean_square he 0.weight)" "$(bc -l <<<2/300)"
	near "$(mean_square he-uniform 2.weight)" "$(bc -l <<<2/200)"
	near "$(mean_square xavier 0.weight)" "$(bc -l <<<2/500)"
	near "$(mean_square xavier-uniform 2.weight)" "$(bc -l <<<2/300)"
	near "$(mean_square lecun 0.weight)" "$(bc -l <<<1/300)"
	near "$(mean_square lecun-uniform 2.weight)" "$(bc -l <<<1/200)"
	near "$(mean_square orthogonal 0.weight)" "$(bc -l <<<1/300)"
	near "$(mean_square normal:0.5 2.weight)" 0.25
	near "$(mean_square uniform:3 2.weight)" 3
	[ "$(mean_square zeros 2.weight)" = 0 ]
	[ "$(mean_square ones 2.weight)" = 1 ]
}

@test "without a method, he before relu and its kin, xavier-uniform elsewhere" {
	gl-init 6-5, dropout 0.5, gelu, dense 4, tanh, dense 3, residual, dense 3, relu, end >a.net
	gl-init 6-5, dropout 0.5, gelu, dense 4, tanh, dense 3, residual, dense 3, relu, end --init he >he.net
	gl-init 6-5, dropout 0.5, gelu, dense 4, tanh, dense 3, residual, dense 3, relu, end --init xavier-uniform >x.net
	for name in 0.weight 6.0.weight; do
		diff <(sed -n "/^$name/,/^\$/p" a.net) <(sed -n "/^$name/,/^\$/p" he.net)
	done
	for name in 3.weight 5.weight; do
		diff <(sed -n "/^$name/,/^\$/p" a.net) <(sed -n "/^$name/,/^\$/p" x.net)
	done
}

@test "labels are kept in order, and those with spaces are quoted" {
	gl-init 2-3, softmax --labels 'no,not sure,yes' >a.net
	grep -qx 'labels no "not sure" yes' a.net
	printf 'no\nnot sure\nyes\n' >names.txt
	gl-init 2-3, softmax --labels-file names.txt | cmp - a.net
	gl-init 2-1, sigmoid --labels no,yes | has -x 'labels no yes'
}

@test "labels that do not fit the outputs are refused" {
	run -2 --separate-stderr gl-init 2-3, softmax --labels a,b
	[ "$output" = "" ]
	[ "$stderr" = "gl-init: --labels: 2 labels, but the network has 3 outputs" ]
	run -2 --separate-stderr gl-init 2-3, softmax --labels a,b,a
	[ "$stderr" = "gl-init: --labels: two labels are 'a'" ]
	run -2 --separate-stderr gl-init 2-1, sigmoid --labels a
	[ "${stderr_lines[0]}" = "gl-init: --labels: 1 label, but one sigmoid output takes 2" ]
	printf 'a\nb\n' >names.txt
	run -2 --separate-stderr gl-init 2-3, softmax --labels-file names.txt
	[ "$stderr" = "gl-init: names.txt: 2 labels, but the network has 3 outputs" ]
}

@test "--fit measures mean and spread of each input, and a constant input has scale 1" {
	printf '1 5 100\t0\n2 5 300\t1\n3 5 200\t0\n' >data.txt
	gl-init input 3, standardise, dense 1 --fit data.txt --digits 6 >a.net
	sed -n '/^0.mean/,/^1.weight/p' a.net >got
	same "0.mean 3
2 5 200

0.scale 3
0.816497 1 81.6497

1.weight 1 3" got
	gl-init input 3, standardise, dense 1 --fit - --digits 6 <data.txt | cmp - a.net
}

@test "a second standardise layer is fitted to what the first one gives" {
	printf '1\n2\n3\n' >data.txt
	gl-init input 1, standardise, relu, standardise, dense 1 --fit data.txt --digits 6 >a.net
	[ "$(grep -A1 '^2.mean' a.net | tail -n 1)" = 0.408248 ]
	[ "$(grep -A1 '^2.scale' a.net | tail -n 1)" = 0.57735 ]
}

@test "--fit refuses data that is empty, too wide or not there, and a network without standardise" {
	: >empty.txt
	echo 1 2 >wide.txt
	run -2 --separate-stderr gl-init input 3, standardise --fit empty.txt
	[ "$stderr" = "gl-init: empty.txt: there are no examples to fit standardise to" ]
	run -2 --separate-stderr gl-init input 3, standardise --fit wide.txt
	[ "$stderr" = "gl-init: wide.txt: field 1 has 2 numbers, but the network takes 3" ]
	run -2 --separate-stderr gl-init input 3, standardise --fit none.txt
	[ "$stderr" = "gl-init: none.txt: cannot open: No such file or directory" ]
	run -2 --separate-stderr gl-init 2-3 --fit wide.txt
	[ "${stderr_lines[0]}" = "gl-init: --fit: the network has no standardise layer" ]
}

@test "the binary form holds the same network" {
	gl-init 2-3-1 --labels yes -b -o a.safetensors
	gl-init 2-3-1 --labels yes -o a.net
	echo 0.3 -2 >x.txt
	diff <(gl-forward a.net x.txt) <(gl-forward a.safetensors x.txt)
	head -c 200 a.safetensors | has -a gradlab
}

@test "a mistake is reported at its layer, with a hint" {
	run -2 --separate-stderr gl-init input 1x28x28, dense 10
	[ "$output" = "" ]
	[ "${stderr_lines[0]}" = \
		"gl-init: layer 0 (dense 10) takes a vector or a sequence, but its input is a picture of 1x28x28" ]
	[[ ${stderr_lines[1]} == "hint: "*flatten* ]]
	printf 'input 4\n\nrelu\ndens 3\n' >arch.txt
	run -2 --separate-stderr gl-init @arch.txt
	[ "${stderr_lines[0]}" = "gl-init: arch.txt:4: layer 1 (dens 3): there is no layer 'dens'" ]
	[ "${stderr_lines[1]}" = "hint: did you mean dense?" ]
}

@test "architectures that are not ones end in one line and status 2" {
	for arch in "" "," "2" "2-" "-" "2-x-1" "dense 3" "input" "input 0, relu" "input 28x28, relu" "input 2" "input 2, input 3" \
		"input 2, dense" "input 2, dense 0" "input 2, dense 1.5" "input 2, dense -1" "input 2, dense 3 4" \
		"input 2, relu, end" "input 2, residual, relu" "input 2, residual, end" "input 2, residual, dense 3, end" \
		"input 2, dropout 2" "input 2, reshape 3" "input 2,, relu" "input 2, conv2d 8" "2-3, 4-5" \
		"input 99999999999999999999, relu" "input 1000000, dense 1000000000" "input 64 tokens, relu"; do
		run -2 --separate-stderr gl-init "$arch"
		[ "$output" = "" ]
		[[ ${stderr_lines[0]} == "gl-init: "* ]]
		[ "${#stderr_lines[@]}" -le 2 ]
	done
}

@test "a method that is not one is refused with the nearest" {
	run -2 --separate-stderr gl-init 2-3 --init xavierr
	[ "${stderr_lines[0]}" = "gl-init: there is no initialisation 'xavierr'" ]
	[ "${stderr_lines[1]}" = "hint: did you mean 'xavier'?" ]
	for method in normal normal: normal:x normal:-1 uniform:nan he:2 ''; do
		run -2 gl-init 2-3 --init "$method"
	done
}

@test "--list names every layer" {
	run -0 gl-init --list
	for word in input dense relu leaky-relu elu gelu silu sigmoid tanh softplus softmax flatten reshape standardise batchnorm \
		layernorm dropout residual end; do
		grep -q "^$word " <<<"$output"
	done
}

@test "an architecture is needed, once" {
	run -2 --separate-stderr gl-init
	[ "${stderr_lines[0]}" = "gl-init: ARCH is missing" ]
	echo input 2, relu >arch.txt
	run -2 gl-init --arch arch.txt 2-3
	run -2 gl-init --list 2-3
	run -2 gl-init 2-3, softmax --labels a,b,c --labels-file arch.txt
}

@test "a file that is not text, a folder and a missing one are refused by name" {
	printf 'input 2\0relu\n' >zero.txt
	run -2 --separate-stderr gl-init @zero.txt
	[ "$stderr" = "gl-init: zero.txt: is not text" ]
	mkdir folder
	run -2 --separate-stderr gl-init @folder
	[[ $stderr == "gl-init: folder: "*directory* ]]
	run -2 --separate-stderr gl-init @none
	[ "$stderr" = "gl-init: none: cannot open: No such file or directory" ]
	: >empty.txt
	run -2 --separate-stderr gl-init @empty.txt
	[ "${stderr_lines[0]}" = "gl-init: empty.txt: there is no network here: no line 'input SHAPE'" ]
}

@test "a full disk is an error, and nothing is left behind" {
	run -2 --separate-stderr gl-init 2-3 -o /dev/full
	[[ $stderr == "gl-init: /dev/full: "*"No space left on device" ]]
	run -2 gl-init input 2, bad -o new.net
	[ "$(find . -name '*.net' -o -name '.gradlab*')" = "" ]
}
