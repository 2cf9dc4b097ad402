# gl-grad: the gradient of the mean loss by back-propagation.

load helper

line_data() {
	printf '1 0\t2\n0 1\t-1\n2 1\t5\n1 1\t1\n'
}

# net LINES... : a network without parameters set but what gl-init gives
net() {
	gl-init "$@"
}

# The simplest network: y = w x + b with w = 1, 2 and b = 0.5.
line_net() {
	printf '%s\n' 'gradlab-network 1' 'input 2' 'dense 1' '' '0.weight 1 2' '1 2' '' '0.bias 1' '0.5' ''
}

@test "the gradient of a straight line is what the formula says" {
	line_net >line.net
	line_data | gl-grad line.net >got
	# outputs 1.5 2.5 4.5 3.5, errors -0.5 3.5 -0.5 2.5; d/dw = 2/4 sum of error x, d/db = 2/4 sum of errors
	same "gradlab-gradient 1
examples 4
weight 4
loss mse 4.75
input 2
dense 1

0.weight 1 2
0.5 2.75

0.bias 1
2.5
" got
}

@test "text and binary examples, one file or several, give the same bytes" {
	net 2-3-1 >n.net
	line_data >a.txt
	gl-grad n.net a.txt >want
	gl-cat -b a.txt >a.npy
	gl-grad n.net a.npy | cmp - want
	head -n 1 a.txt >b.txt
	tail -n +2 a.txt | gl-grad n.net b.txt - | cmp - want
	for i in 1 2 3; do
		gl-grad --threads $i n.net a.txt | cmp - want
	done
}

@test "the gradient has the network's form, or the one asked for, and both hold the same" {
	net 2-3-1 >n.net
	line_data >a.txt
	gl-grad n.net a.txt >t.grad
	gl-grad -b n.net a.txt -o b.grad
	head -c 18 t.grad | has gradlab-gradient
	gl-diff --exact t.grad b.grad
	gl-init -b 2-3-1 -o b.net
	gl-grad b.net a.txt >b2.grad
	cmp b.grad b2.grad
	gl-grad -t b.net a.txt | cmp - t.grad
}

@test "every layer and loss agrees with gl-wiggle to 1e-4 of each tensor's largest" {
	"$GL_BUILD/tests/gradient" --cases >cases
	local n=0 loss targets arch
	while IFS=$'\t' read -r loss targets arch; do
		"$GL_BUILD/tests/gradient" --data "$n" >data
		if [[ $arch == *standardise* ]]; then
			gl-init --fit data "$arch" >n.net
		else
			gl-init "$arch" >n.net
		fi
		gl-grad --loss "$loss" --step 3 n.net data >back
		gl-wiggle --all --loss "$loss" --step 3 n.net data >nudged
		gl-diff --rtol 1e-4 --atol 1e-6 nudged back || {
			echo "$loss $targets $arch"
			return 1
		}
		n=$((n + 1))
	done <cases
	[ "$n" -gt 40 ]
}

@test "a softmax or sigmoid is fused with its cross-entropy, so even certain mistakes have a gradient" {
	printf '%s\n' 'gradlab-network 1' 'input 2' 'softmax' '' >s.net
	printf '300 -300\t1\n' >x.txt
	gl-grad --input s.net x.txt >got
	same $'1 -1\t1' got
	printf '%s\n' 'gradlab-network 1' 'input 1' 'sigmoid' '' >s.net
	printf -- '-300\t1\n' | gl-grad --input s.net >got
	same $'-1\t1' got
}

@test "--input writes examples: the gradient of the inputs, and the other fields behind it" {
	line_net >line.net
	line_data | sed 's/$/\tsome text/' >a.txt
	gl-grad --input line.net a.txt >got
	# d loss / d x = 2/4 error w
	same "$(printf '%s\t%s\tsome text\n' '-0.25 -0.5' 2 '1.75 3.5' -1 '-0.25 -0.5' 5 '1.25 2.5' 1)" got
	line_data | gl-grad --input -b line.net >x.npy
	gl-cat -t x.npy | cmp - <(cut -f 1,2 got)
}

@test "--stats prints a line for each parameter that trains, and one for all" {
	line_net >line.net
	line_data | gl-grad --stats line.net >got
	same "mse 4.75 over 4 examples

gradient of            numbers        norm         rms     largest    zeros
0.weight                     2       2.795       1.976        2.75       0%
0.bias                       1         2.5         2.5         2.5       0%
all                          3        3.75       2.165        2.75       0%" got
	printf '0 1\t-1\n' | gl-grad --stats --digits 2 line.net | has '^0.weight  *2 .* 50%$'
}

@test "gradients of parts, weighted by their examples, average to the gradient of the whole" {
	net 2-4-1 --seed 3 >n.net
	seq 0 11 | awk '{ print sin($1), cos($1) "\t" $1 / 10 }' >a.txt
	gl-grad n.net a.txt >whole
	{
		head -n 4 a.txt | gl-grad n.net
		tail -n +5 a.txt | gl-grad n.net
	} >parts
	gl-step n.net whole >a.net
	gl-step n.net parts >b.net
	gl-diff --rtol 1e-6 a.net b.net
}

@test "the batch's statistic stands under each running statistic of a batch norm" {
	net 'input 2, batchnorm, dense 1' >n.net
	printf '1 10\t0\n3 20\t0\n' | gl-grad n.net >got
	same "0.running_mean 2
2 15

0.running_var 2
2 50
" <(sed -n '/^0.running_mean/,/^1/p' got | sed '$d')
	net 'input 2, batchnorm frozen, dense 1' >n.net
	printf '1 10\t0\n3 20\t0\n' | gl-grad n.net >got
	run grep -q running got
	[ "$status" -eq 1 ]
}

@test "frozen layers have no tensor in the gradient" {
	net 'input 2, dense 3 frozen, tanh, dense 1' >n.net
	line_data | gl-grad n.net >got
	same "2.weight
2.bias" <(sed -n '/^$/,$p' got | grep -o '^[0-9]*\.[a-z]\+')
}

@test "dropout is a function of seed and step" {
	net 'input 2, dense 50, dropout 0.5, dense 1' >n.net
	line_data >a.txt
	gl-grad n.net a.txt >a
	gl-grad --step 0 --seed 1 n.net a.txt | cmp - a
	gl-grad --step 1 n.net a.txt >b
	gl-grad --seed 2 n.net a.txt >c
	GL_SEED=2 gl-grad n.net a.txt | cmp - c
	! cmp -s a b && ! cmp -s a c && ! cmp -s b c
}

@test "dropout drops about its share, and multiplies the rest by 1 / (1 - p)" {
	net 'input 1000, dropout 0.2' >n.net
	awk 'BEGIN { for (r = 0; r < 10; r++) for (i = 1; i <= 1000; i++) printf "1%s", i < 1000 ? " " : "\n" }' >x.txt
	gl-forward --training n.net x.txt | tr ' ' '\n' | sort | uniq -c >got
	awk '$2 == "0" { zero = $1 }
		$2 == "1.25" { kept = $1 }
		END { exit !(zero + kept == 10000 && zero > 1850 && zero < 2150) }' got
}

@test "zero examples have no gradient" {
	line_net >line.net
	: >empty
	run -2 --separate-stderr gl-grad line.net empty
	[ "$output" = "" ]
	[ "$stderr" = "gl-grad: empty: there are no examples, but a gradient needs at least one" ]
}

@test "what does not fit is refused by file and line, and nothing is printed" {
	line_net >line.net
	printf '# x\n1 2 3\t1\n' >w.txt
	run -2 --separate-stderr gl-grad line.net w.txt
	[ "$output" = "" ]
	[ "$stderr" = "gl-grad: w.txt:2: field 1 has 3 numbers, but line.net takes 2" ]

	printf '1 2\n' >w.txt
	run -2 --separate-stderr gl-grad line.net w.txt
	want="there is no target in field 2 to compare the network's output with"
	[ "${stderr_lines[0]}" = "gl-grad: w.txt:1: $want" ]

	printf '1 2\t3 4\n' >w.txt
	run -2 --separate-stderr gl-grad line.net w.txt
	[ "${stderr_lines[0]}" = "gl-grad: w.txt:1: the target has 2 numbers, but mse over 1 output takes 1" ]

	net 'input 2, dense 3, softmax' >c.net
	printf '1 2\t0\n1 2\t2\n' >a.txt
	printf '#\n1 2\t3\n' >w.txt
	run -2 --separate-stderr gl-grad c.net a.txt w.txt
	[ "${stderr_lines[0]}" = "gl-grad: w.txt:2: target 3 is not a class: there are 3, 0 to 2" ]
	gl-cat -b w.txt >w.npy
	run -2 --separate-stderr gl-grad c.net w.npy
	[ "${stderr_lines[0]}" = "gl-grad: w.npy: row 1: target 3 is not a class: there are 3, 0 to 2" ]
}

@test "a network that is not fitted is refused" {
	net 'input 2, standardise, dense 1' >n.net
	run -2 --separate-stderr gl-grad n.net <(line_data)
	[ "${stderr_lines[0]}" = "gl-grad: n.net: layer 0 (standardise) is not fitted" ]
	[[ "${stderr_lines[1]}" == hint:* ]]
}

@test "a loss that is not known, or does not fit the network, is refused with a hint" {
	net 'input 2, dense 2, softmax' >n.net
	printf '1 2\t0\n' >a.txt
	run -2 --separate-stderr gl-grad --loss crossentropy n.net a.txt
	[ "${stderr_lines[0]}" = "gl-grad: unknown loss 'crossentropy'" ]
	[ "${stderr_lines[1]}" = "hint: did you mean cross-entropy?" ]
	run -2 --separate-stderr gl-grad --loss binary-cross-entropy n.net a.txt
	[[ "${stderr_lines[0]}" == *"softmax gives ones that sum to 1"* ]]
	[[ "${stderr_lines[1]}" == "hint: use cross-entropy"* ]]
	net 'input 2, dense 1, softmax' >n.net
	run -2 --separate-stderr gl-grad n.net a.txt
	[[ "$stderr" == *"softmax of one number is always 1"*sigmoid* ]]
}

@test "the network may come from standard input when the examples do not" {
	line_net >line.net
	line_data >a.txt
	gl-grad line.net a.txt >want
	gl-grad - a.txt <line.net | cmp - want
	run -2 --separate-stderr gl-grad - <line.net
	[ "${stderr_lines[0]}" = "gl-grad: the network is to come from standard input, so the examples cannot" ]
	run -2 --separate-stderr gl-grad - a.txt - <line.net
	[ "$status" -eq 2 ]
}

@test "output goes to -o, whole or not at all; a full disk is an error" {
	line_net >line.net
	line_data >a.txt
	echo before >g
	run -2 gl-grad -o g line.net missing.txt
	same before g
	gl-grad -o g line.net a.txt
	gl-grad line.net a.txt | cmp - g
	run -2 --separate-stderr gl-grad line.net a.txt -o /dev/full
	[[ "$stderr" == "gl-grad: /dev/full: "* ]]
	run -2 gl-grad --stats line.net a.txt -o /dev/full
	run -2 gl-grad --input line.net a.txt -o /dev/full
	only line.net a.txt g
}

@test "--stats has no binary form, and does not go with --input" {
	line_net >line.net
	line_data >a.txt
	run -2 --separate-stderr gl-grad --stats --input line.net a.txt
	[[ "$stderr" == "gl-grad: --input and --stats"* ]]
	run -2 --separate-stderr gl-grad --stats -b line.net a.txt
	[[ "$stderr" == "gl-grad: --stats is a table"* ]]
}
