#!/usr/bin/env bats
# gl-diff: what is the same, what differs, and where.
load helper

# A network with one weight that can be chosen.
net() {
	printf '%s\n' 'gradlab-network 1' 'input 2' 'dense 2' 'relu' '' '0.weight 2 2' "1 $1" '3 4' '' '0.bias 2' '0.5 0' ''
}

@test "a network is the same as itself, in text and in binary, from files and pipes" {
	net 2 >a.net
	gl-step -b --lr 0 a.net <(gl-grad --loss mse a.net <(printf '1 2\t3 4\n')) >b.net
	run -0 gl-diff a.net a.net
	[ "${lines[-1]}" = "the same within 0.0001 of the largest number" ]
	run -0 gl-diff --exact a.net b.net
	[ "${lines[-1]}" = "the same numbers" ]
	run -0 gl-diff --exact <(cat b.net) <(cat a.net)
	run -0 gl-diff --exact - a.net <b.net
}

@test "the greatest difference is shown with its place and both numbers, and the status is 1" {
	net 2 >a.net
	net 2.5 >b.net
	run -1 gl-diff a.net b.net
	[[ "${lines[1]}" =~ ^0.weight\ .*\ 75\ %\ .*\ 0.125\ \ 0,1:\ 2,\ 2.5 ]]
	[[ "${lines[2]}" =~ ^0.bias\ .*\ 100\ % ]]
	[ "${lines[-1]}" = "different: most in 0.weight, at 0,1: 2 and 2.5" ]
	run -1 gl-diff -q a.net b.net
	[ "$output" = "" ]
	run -0 gl-diff -q a.net a.net
	[ "$output" = "" ]
}

@test "the tolerance is a share of the tensor's largest number" {
	net 2 >a.net
	net 2.0003 >b.net
	net 2.0005 >c.net
	run -0 gl-diff a.net b.net # 4 is the largest, 0.0004 is allowed
	run -1 gl-diff a.net c.net
	run -0 gl-diff --rtol 2e-4 a.net c.net
	run -1 gl-diff --rtol 0 a.net b.net
	run -0 gl-diff --rtol 0 --atol 0.001 a.net b.net
	run -0 gl-diff --atol 0.0002 a.net c.net
	run -1 gl-diff --exact a.net b.net
}

@test "other layers, shapes and class names are a difference that is named" {
	net 2 >a.net
	net 2 | sed 's/relu/tanh/' >b.net
	run -1 gl-diff a.net b.net
	[ "${lines[-1]}" = 'different: a.net has the layer "relu" where b.net has "tanh"' ]
	net 2 | sed 's/^relu/&\nlabels no yes/' >b.net
	run -1 gl-diff a.net b.net
	[ "${lines[-1]}" = "different: a.net has labels none, b.net has labels no yes" ]
	printf '%s\n' 'gradlab-network 1' 'input 2' 'dense 1' '' '0.weight 1 2' '1 2' '' '0.bias 1' '0' '' >b.net
	run -1 gl-diff a.net b.net
	[ "${lines[-1]}" = 'different: a.net has the layer "dense 2" where b.net has "dense 1"' ]
}

@test "history and comments are no difference" {
	net 2 >a.net
	net 2 | sed 's/^relu/&\nhistory gl-train --epochs 3\n# a comment/' >b.net
	run -0 gl-diff --exact a.net b.net
}

@test "examples are compared whatever their form, by row and number" {
	printf '1 2\t3\n4 5\t6\n' >a.txt
	printf '1 2\t3\n4 5.5\t6\n' >b.txt
	/usr/bin/python3 -c "
import numpy as n
a = n.zeros(2, [('x', '<f8', (2,)), ('y', '>i4')]); a['x'] = [[1, 2], [4, 5]]; a['y'] = [3, 6]; n.save('a.npy', a)"
	run -0 gl-diff --exact a.txt a.npy
	run -1 gl-diff a.npy b.txt
	[[ "${lines[1]}" =~ ^field\ 1\ .*\ row\ 2,\ number\ 2:\ 5,\ 5.5 ]]
	[ "${lines[-1]}" = "different: most in field 1, at row 2, number 2: 5 and 5.5" ]
	run -1 gl-diff <(cat a.txt) <(head -n 1 b.txt)
	[[ "${lines[-1]}" =~ has\ 2\ rows,\ .*\ has\ 1$ ]]
	run -1 gl-diff a.txt <(cut -f 1 a.txt)
	[[ "$output" == *"different: a.txt has 2 fields, "* ]]
	run -1 gl-diff a.txt <(printf '1\t3\n4\t6\n')
	[[ "${lines[-1]}" == "different: field 1 of a.txt has 2 numbers, of "* ]]
	run -1 gl-diff <(printf '1\t2\tcat.png\n') <(printf '1\t2\tdog.png\n')
	[[ "${lines[-1]}" == *'row 1 has the text "cat.png" in '* ]]
}

@test "a field's tolerance follows its largest number, in whichever row that is" {
	printf '1\n0.5\n1000\n' >a.txt
	printf '1.05\n0.5\n1000\n' >b.txt
	run -0 gl-diff a.txt b.txt
	run -0 gl-diff <(tac a.txt) <(tac b.txt)
	run -1 gl-diff <(head -n 2 a.txt) <(head -n 2 b.txt)
}

@test "many rows are compared to the last, whatever blocks they come in" {
	seq 1 30000 >a.txt
	{ seq 1 29999; echo 1; } >b.txt
	/usr/bin/python3 -c "
import numpy as n
with open('a.npy', 'wb') as f:
    for lo, hi in (0, 7), (7, 9000), (9000, 30000):
        n.save(f, n.arange(lo + 1, hi + 1, dtype='f4'))"
	run -0 gl-diff --exact a.txt a.npy
	run -1 gl-diff a.npy b.txt
	[[ "${lines[-1]}" == *"at row 30000, number 1: 30000 and 1" ]]
}

@test "nan and inf are refused, or equal to themselves when they are allowed" {
	printf '1 nan\n' >a.txt
	printf '1 inf\n' >b.txt
	run -2 gl-diff a.txt a.txt
	[[ "$output" == "gl-diff: a.txt:1"* ]]
	run -0 gl-diff --allow-nonfinite a.txt a.txt
	run -0 gl-diff --allow-nonfinite b.txt b.txt
	run -1 gl-diff --allow-nonfinite a.txt b.txt
	run -1 gl-diff --allow-nonfinite --rtol 1e30 a.txt <(printf '1 1\n')
	net 2 >a.net
	net nan >b.net
	run -2 gl-diff a.net b.net
	[ "${lines[0]}" = "gl-diff: b.net:6: 0.weight:0,1 is not finite" ]
	run -1 gl-diff --allow-nonfinite a.net b.net
	run -0 gl-diff --allow-nonfinite b.net b.net
}

@test "back-propagation agrees with nudging: a gradient check in one line" {
	net 2 >a.net
	printf '1 2\t3 4\n0.5 -1\t1 1\n' >d.txt
	run -0 gl-diff <(gl-grad a.net d.txt) <(gl-wiggle --all a.net d.txt)
	run -1 gl-diff <(gl-grad a.net d.txt) <(gl-grad a.net <(head -n 1 d.txt))
	[[ "${lines[-1]}" == *"has examples 2, "* ]]
}

@test "files of different kinds, missing files and two standard inputs are trouble" {
	net 2 >a.net
	printf '1 2\t3 4\n' >d.txt
	run -2 gl-diff a.net d.txt
	[ "$output" = "gl-diff: a.net holds a network, but d.txt holds examples" ]
	run -2 gl-diff a.net none
	[ "$output" = "gl-diff: none: cannot open: No such file or directory" ]
	run -2 gl-diff - -
	run -2 gl-diff a.net
	run -2 gl-diff --exact --rtol 1 a.net a.net
	run -2 gl-diff -o /dev/full a.net a.net
	[ "$output" = "gl-diff: /dev/full: cannot write: No space left on device" ]
}
