# gl-wiggle: the gradient by nudging, in double precision.

load helper

# y = w x + b with w = 1, 2 and b = 0.5
setup_line() {
	printf '%s\n' 'gradlab-network 1' 'input 2' 'dense 1' '' '0.weight 1 2' '1 2' '' '0.bias 1' '0.5' '' >line.net
	printf '1 0\t2\n0 1\t-1\n2 1\t5\n' >line.txt
}

@test "--at prints the loss before, after, and the slope between them" {
	setup_line
	gl-wiggle --at 0.weight:0,1 --by 0.001 line.net line.txt >got
	same $'0.weight:0,1 = 2\tmse 4.25
0.weight:0,1 = 2.001\tmse 4.25200066667
slope\t2.00067' got
}

@test "--at may be given again, and reads places as files write them" {
	setup_line
	gl-wiggle --at 0.weight:0,0 --at 0.bias:0 line.net line.txt >got
	same $'-1.00\n1.67' <(awk '/^slope/ { printf "%.2f\n", $2 }' got)
	gl-init 'input 3, dense 2' >n.net
	# row 1, column 2 of [out, in] is the sixth number of the file's tensor
	want=$(awk '/^0.weight/ { getline; getline; print $3; exit }' n.net)
	printf '1 2 3\t0 0\n' | gl-wiggle --at 0.weight:1,2 n.net | head -n 1 | has -F -- "0.weight:1,2 = $want"
}

@test "--all is a gradient that gl-diff finds equal to gl-grad's" {
	gl-init 2-3-1 >n.net
	printf '0 0\t0\n0 1\t1\n1 0\t1\n1 1\t0\n' >xor.txt
	gl-wiggle --all n.net xor.txt >nudged
	gl-grad n.net xor.txt >back
	gl-diff nudged back
	# the head is the same but for the loss's last digits
	diff <(sed '/^$/q' nudged | grep -v ^loss) <(sed '/^$/q' back | grep -v ^loss)
	gl-wiggle -b --all n.net xor.txt -o b.grad
	gl-diff --exact b.grad nudged
	gl-init -b 2-3-1 -o b.net
	gl-wiggle --all b.net xor.txt | cmp - b.grad
}

@test "frozen parameters have no slope; the batch's statistics are there" {
	gl-init 'input 2, dense 2 frozen, batchnorm, dense 1' >n.net
	printf '0 0\t0\n0 1\t1\n1 0\t1\n1 2\t0\n' >x.txt
	gl-wiggle --all n.net x.txt >nudged
	gl-grad n.net x.txt >back
	gl-diff --atol 1e-6 nudged back
	diff <(grep '^[0-9]*\.[a-z]' nudged) <(grep '^[0-9]*\.[a-z]' back)
	run -2 --separate-stderr gl-wiggle --at 0.weight:0,0 n.net x.txt
	[ "$stderr" = "gl-wiggle: 0.weight is not trained, so it has no gradient" ]
	run -2 --separate-stderr gl-wiggle --at 1.running_mean:0 n.net x.txt
	[ "$stderr" = "gl-wiggle: 1.running_mean is not trained, so it has no gradient" ]
}

@test "dropout drops the same numbers before and after the nudge, as gl-grad does at that step" {
	gl-init 'input 2, dense 8, dropout 0.5, dense 1' >n.net
	printf '0 0\t0\n0 1\t1\n1 0\t1\n1 2\t0\n' >x.txt
	gl-diff <(gl-grad --step 7 --seed 5 n.net x.txt) <(gl-wiggle --all --step 7 --seed 5 n.net x.txt)
	run -1 gl-diff <(gl-grad --step 7 --seed 5 n.net x.txt) <(gl-wiggle --all --step 8 --seed 5 n.net x.txt)
}

@test "numbers that stand at a kink are counted and named on standard error, and those where the curve bends are not" {
	gl-init 2-2-1 --init ones >n.net # for the inputs 0 0 both sums before relu are 0
	printf '0 0\t1\n' >x.txt
	run -0 --separate-stderr gl-wiggle --all n.net x.txt
	[ "$stderr" = "gl-wiggle: warning: 2 of 9 numbers stand at a kink, where the slope to the left is not the slope to the right: 0.bias:0, 0.bias:1" ]
	run -1 gl-diff <(gl-grad n.net x.txt) <(gl-wiggle --all n.net x.txt 2>/dev/null)
	[[ "$output" == *"different: most in 0.bias"* ]]
	run -0 --separate-stderr gl-wiggle --at 0.bias:1 --at 2.bias:0 n.net x.txt
	[ "$stderr" = "gl-wiggle: warning: 1 of 2 numbers stands at a kink, where the slope to the left is not the slope to the right: 0.bias:1" ]
	gl-init 2-5-1 --init ones >five.net
	run -0 --separate-stderr gl-wiggle --all five.net x.txt
	[[ "$stderr" == *" 5 of 21 numbers stand "*": 0.bias:0, 0.bias:1, 0.bias:2 ..." ]]
	# mae's corner: the prediction is the target
	setup_line
	printf '1 0\t1.5\n' >exact.txt
	run -0 --separate-stderr gl-wiggle --all --loss mae line.net exact.txt
	[[ "$stderr" == *" 2 of 3 numbers stand "*": 0.weight:0,0, 0.bias:0" ]]
	gl-synth xor >xor.txt
	gl-init 'input 2, dense 3, tanh, dense 3, gelu, dense 1, sigmoid' >smooth.net
	for by in 1 1e-3 1e-5 1e-9 1e-12; do
		run -0 --separate-stderr gl-wiggle --all --by $by smooth.net xor.txt
		[ "$stderr" = "" ]
	done
}

@test "--loss chooses the loss" {
	setup_line
	gl-wiggle --at 0.bias:0 --loss mae line.net line.txt >got
	same "slope	-0.333333" <(tail -n 1 got)
	grep -q $'\tmae 1.5$' got
	gl-diff <(gl-grad --loss huber line.net line.txt) <(gl-wiggle --all --loss huber line.net line.txt)
}

@test "one of --at and --all is needed, not both" {
	setup_line
	run -2 --separate-stderr gl-wiggle line.net line.txt
	[ "${stderr_lines[0]}" = "gl-wiggle: give either --at NAME:PLACE or --all" ]
	run -2 gl-wiggle --all --at 0.bias:0 line.net line.txt
	run -2 --separate-stderr gl-wiggle -b --at 0.bias:0 line.net line.txt
	[[ "$stderr" == "gl-wiggle: --at prints text"* ]]
}

@test "a place that is not there is refused by name" {
	setup_line
	run -2 --separate-stderr gl-wiggle --at 0.weigth:0,0 line.net line.txt
	[ "${stderr_lines[1]}" = "hint: did you mean 0.weight?" ]
	run -2 --separate-stderr gl-wiggle --at 0.weight:0,2 line.net line.txt
	[ "$stderr" = "gl-wiggle: 0.weight:0,2: index 2 of dimension 2 must be from 0 to 1" ]
	run -2 --separate-stderr gl-wiggle --at 0.weight:0 line.net line.txt
	[ "$stderr" = "gl-wiggle: 0.weight has 2 dimensions, but '0' gives 1" ]
	for place in '0,x' ',0' '0,' '-1,0' '0,1.5' '0,18446744073709551616'; do
		run -2 --separate-stderr gl-wiggle --at "0.weight:$place" line.net line.txt
		[[ "$stderr" == "gl-wiggle: "*"is not a place in 0.weight"* ]]
	done
	run -2 --separate-stderr gl-wiggle --at 0.weight line.net line.txt
	[[ "${stderr_lines[1]}" == "hint: "*"0.weight:0,1"* ]]
}

@test "nothing is left and nothing is printed when it fails; a full disk is an error" {
	setup_line
	run -2 --separate-stderr gl-wiggle --at 0.bias:0 --at 0.bias:9 line.net line.txt -o out
	[ "$output" = "" ]
	only line.net line.txt
	run -2 --separate-stderr gl-wiggle --at 0.bias:0 line.net line.txt -o /dev/full
	[[ "$stderr" == "gl-wiggle: /dev/full: "* ]]
	run -2 gl-wiggle --all line.net line.txt -o /dev/full
	run -2 gl-wiggle --by 0 --all line.net line.txt
	run -2 --separate-stderr gl-wiggle --all line.net </dev/null
	[ "$stderr" = "gl-wiggle: standard input: there are no examples, but a gradient needs at least one" ]
}
