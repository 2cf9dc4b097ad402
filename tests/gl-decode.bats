#!/usr/bin/env bats
# shellcheck disable=SC2154 # bats sets stderr and stderr_lines

load helper

# pixels FILE: the samples of a PNG, 0 to 255
pixels() {
	gl-encode image --raw "$1"
}

@test "the most probable class is printed with its probability" {
	run -0 gl-decode label <<<$'0.1 0.7 0.2\n0.5 0.25 0.25'
	[ "$output" = $'1  70.0 %\n0  50.0 %' ]
	run -0 gl-decode label <<<'0.00016 0.99984'
	[ "$output" = "1  100.0 %" ]
}

@test "names come from a list, and their number has to fit" {
	printf 'cat\nblack dog\nant' >l.txt
	run -0 gl-decode label --labels l.txt <<<'0.1 0.7 0.2'
	[ "$output" = "black dog  70.0 %" ]
	run -2 --separate-stderr gl-decode label --labels l.txt <<<'0.1 0.9'
	[ "$stderr" = "gl-decode: standard input:1: field 1 has 2 numbers, but l.txt names 3 classes" ]
	[ "$output" = "" ]
	: >empty.txt
	run -2 gl-decode label --labels empty.txt <<<'0.1 0.9'
	[ "$output" = "gl-decode: empty.txt: no names of classes: the file is empty" ]
	run -2 gl-decode label --labels missing.txt <<<'0.1 0.9'
}

@test "names come from a network, as text and as safetensors" {
	gl-init --labels 'no,yes' 'input 2, dense 2, softmax' >net
	gl-init -b --labels 'no,yes' 'input 2, dense 1, sigmoid' >one
	run -0 gl-decode label --labels net <<<'0.1 0.9'
	[ "$output" = "yes  90.0 %" ]
	run -0 gl-decode label --labels one <<<$'0.1\n0.9'
	[ "$output" = $'no  90.0 %\nyes  90.0 %' ]
	gl-init 'input 2, dense 2, softmax' >none
	run -2 --separate-stderr gl-decode label --labels none <<<'0.1 0.9'
	[ "${stderr_lines[0]}" = "gl-decode: none: the network has no names of classes" ]
	gl-init --labels 'wet,windy' 'input 2, dense 2, sigmoid' >two
	run -0 gl-decode label --labels two <<<$'0.9 0.8\n0.1 0.2'
	[ "$output" = $'wet  90.0 %\twindy  80.0 %\nnone' ]
}

@test "one number is the probability of the second of two classes" {
	run -0 gl-decode label <<<$'0.25\n0.5\n0.75'
	[ "$output" = $'0  75.0 %\n1  50.0 %\n1  75.0 %' ]
	run -0 gl-decode label --top 2 <<<'0.75'
	[ "$output" = $'1  75.0 %\t0  25.0 %' ]
}

@test "--top prints several, most probable first, the lower index first among equals" {
	run -0 gl-decode label --top 3 <<<'0.25 0.25 0.4 0.1'
	[ "$output" = $'2  40.0 %\t0  25.0 %\t1  25.0 %' ]
	run -0 gl-decode label --top 9 --bare <<<'0.25 0.25 0.4 0.1'
	[ "$output" = $'2\t0\t1\t3' ]
}

@test "--cut says from which probability on the second of two classes is named" {
	printf '%s\n' 0.05 0.2 0.5 0.73 >p
	run -0 gl-decode label --bare p
	[ "$output" = $'0\n0\n1\n1' ]
	run -0 gl-decode label --cut 0.2 p
	[ "$output" = $'0  95.0 %\n1  20.0 %\n1  50.0 %\n1  73.0 %' ]
	run -0 gl-decode label --cut 90% --bare p
	[ "$output" = $'0\n0\n0\n0' ]
	run -0 gl-decode label --cut 0 --bare p
	[ "$output" = $'1\n1\n1\n1' ]
	run -2 gl-decode label --cut 2 p
	run -2 gl-decode label --cut 0.2 <<<'0.2 0.8'
	[[ $output == *"--cut is for one number"* ]]
	run -2 gl-decode label --cut 0.2 --threshold 0.1 p
	[[ $output == *"--cut names one of two classes"* ]]
}

@test "below the threshold no class is named" {
	run -0 gl-decode label --threshold 60% <<<$'0.6 0.4\n0.55 0.45'
	[ "$output" = $'0  60.0 %\nunsure (0  55.0 %)' ]
	run -0 gl-decode label --threshold 0.6 --below '?' --bare <<<$'0.75 0.25\n0.55 0.45'
	[ "$output" = $'0\n?' ]
	run -0 gl-decode label --threshold 0.3 --top 2 <<<'0.7 0.2 0.1'
	[ "$output" = "0  70.0 %" ]
	run -2 gl-decode label --below x <<<'0.7 0.3'
	run -2 gl-decode label --threshold 2 <<<'0.7 0.3'
}

@test "--multi prints every class that is probable enough" {
	run -0 gl-decode label --multi <<<$'0.9 0.2 0.5\n0.1 0.1 0.1'
	[ "$output" = $'0  90.0 %\t2  50.0 %\nnone' ]
	run -0 gl-decode label --multi --threshold 0.1 --bare <<<'0.9 0.2 0.5'
	[ "$output" = $'0\t2\t1' ]
	run -0 gl-decode label --multi --below - --top 1 <<<$'0.9 0.2 0.5\n0 0 0'
	[ "$output" = $'0  90.0 %\n-' ]
}

@test "opaque fields ride along behind a TAB; the target does not" {
	run -0 gl-decode label <<<$'0.1 0.9\t0\ta b.png\n0.9 0.1\t0\tc.png'
	[ "$output" = $'1  90.0 %\ta b.png\n0  90.0 %\tc.png' ]
}

@test "what is no probability is refused by file and line, and nothing is printed" {
	printf '0.1 0.9\n0.5 0.6\n' >p.txt
	run -2 --separate-stderr gl-decode label p.txt
	[ "$output" = "" ]
	[ "${stderr_lines[0]}" = "gl-decode: p.txt:2: the 2 numbers sum to 1.1, but the probabilities of classes sum to 1" ]
	run -2 --separate-stderr gl-decode label <<<'3 -2'
	[ "${stderr_lines[0]}" = "gl-decode: standard input:1: 3 is not a probability: those are from 0 to 1" ]
	run -2 gl-decode label --allow-nonfinite <<<'nan 1'
	run -0 gl-decode label <<<'0.3333 0.3333 0.3333'
}

@test "zero examples give no lines" {
	run -0 gl-decode label </dev/null
	[ "$output" = "" ]
	run -2 gl-decode image -o x.png </dev/null
	[ ! -e x.png ]
}

@test "binary rows are read, and their shape is the picture's size" {
	/usr/bin/python3 -c '
import numpy as np
np.save("p.npy", np.float32([[[[0, 0.2, 0.4], [0.6, 0.8, 1]]]]))
np.save("rgb.npy", np.float32([[[[1]], [[0.2]], [[0]]]]))
np.save("plain.npy", np.float32([[[0, 1], [1, 0]]]))
np.save("q.npy", np.float32([[0.25, 0.75]]))'
	gl-decode image -o p.png p.npy
	[ "$(pixels p.png)" = "0 51 102 153 204 255" ]
	gl-decode image rgb.npy >rgb.png
	[ "$(pixels rgb.png)" = "255 51 0" ]
	gl-decode image plain.npy >plain.png
	[ "$(pixels plain.png)" = "0 255 255 0" ]
	run -0 gl-decode label q.npy
	[ "$output" = "1  75.0 %" ]
}

@test "text needs --size, and three times as many numbers are colours" {
	gl-decode image --size 2x1 <<<'0 1' >a.png
	[ "$(pixels a.png)" = "0 255" ]
	gl-decode image --size 1x1 <<<'0 1 0.2' >a.png
	[ "$(pixels a.png)" = "0 255 51" ]
	run -2 --separate-stderr gl-decode image -o a.png <<<'0 1 0 1'
	[ "${stderr_lines[1]}" = "hint: --size 2x2" ]
	run -2 --separate-stderr gl-decode image --size 2x2 -o a.png <<<'0 1'
	[ "$stderr" = "gl-decode: standard input: field 1 has 2 numbers, but a picture of 2x2 has 4 (gray) or 12 (RGB)" ]
	run -2 --separate-stderr gl-decode image -o a.png /dev/null
	[ "$stderr" = "gl-decode: /dev/null: no examples: there is nothing to draw" ]
}

@test "what gl-encode made of a picture gl-decode turns back, whatever the range" {
	for how in '' --raw --invert '--range -1,1' '--range 3,-2 --invert'; do
		# shellcheck disable=SC2086 # several options
		gl-encode image $how --class-from name --tile 8x8 "$GRADLAB_DATASETS/digits/3.png" |
			gl-decode image $how --size 8x8 --columns 16 -o again.png
		cmp <(pixels again.png) <(gl-encode image --raw "$GRADLAB_DATASETS/digits/3.png")
	done
}

@test "several examples make a sheet whose missing tiles are transparent" {
	printf '0 0\n0.2 0.2\n0.4 0.4\n' >x.txt
	gl-decode image --size 2x1 --columns 2 -o s.png x.txt
	[ "$(pixels s.png)" = "0 0 51 51 102 102 255 255" ]
	[ "$(gl-encode image --raw --tile 2x1 s.png)" = $'0 0\n51 51\n102 102' ]
	gl-decode image --size 2x1 -o t.png x.txt
	cmp s.png t.png
	gl-decode image --size 2x1 --columns 1 -o t.png x.txt
	[ "$(pixels t.png)" = "0 0 51 51 102 102" ]
}

@test "--scale draws each pixel as a square" {
	gl-decode image --size 2x1 --scale 2 <<<'0 1' >a.png
	[ "$(pixels a.png)" = "0 0 255 255 0 0 255 255" ]
	run -2 gl-decode image --size 2x1 --scale 0 <<<'0 1'
}

@test "values outside the range are drawn as black and white" {
	gl-decode image --size 2x1 <<<'-5 7' >a.png
	[ "$(pixels a.png)" = "0 255" ]
}

@test "--text draws with characters, two a pixel, dark to bright" {
	run -0 gl-decode image --text --size 5x2 <<<$'0 0.25 0.5 0.75 1 1 0 0 0 0\n0 0 0 0 0 0 0 0 0 1'
	[ "$output" = $'  ::++##@@\n@@\n\n\n        @@' ]
	run -0 gl-decode image --text --size 2x1 --invert --scale 2 <<<'0 1'
	[ "$output" = $'@@@@\n@@@@' ]
	run -2 gl-decode image --text --columns 2 --size 1x1 <<<1
}

@test "--grid prints the numbers of a picture in lines, aligned, whatever they are" {
	run -0 gl-decode image --grid --size 3x2 <<<$'0 0.25 112 -1 1e-5 3\n1 2 3 4 5 6'
	[ "$output" = $'   0 0.25  112\n  -1 1e-5    3\n\n1 2 3\n4 5 6' ]
	run -0 gl-decode image --grid --size 2x1 <<<'1 2 3 4 5 60'
	[ "$output" = $'red\n 1  2\ngreen\n 3  4\nblue\n 5 60' ]
	run -0 bash -c 'gl-cat -b --shape 1x2x2 <<<"1 2 3 4" | gl-decode image --grid'
	[ "$output" = $'1 2\n3 4' ]
}

@test "--grid is refused with what only a drawing can use" {
	local option
	for option in --text --raw --invert --scale=2 --columns=2 --range=0,2; do
		run -2 --separate-stderr gl-decode image --grid --size 1x1 "$option" <<<1
		[[ $stderr == *--grid* ]]
	done
}

@test "sizes that no sheet can have are refused" {
	run -2 --separate-stderr gl-decode image --size 1000x1000 --scale 1000 -o x.png <<<"$(seq -s' ' 1000000)"
	[ "${#stderr_lines[@]}" = 1 ]
	[ ! -e x.png ]
	run -2 gl-decode image --size 1x1 --scale 1024 --columns 1000000 -o x.png <<<"$(seq 300)"
	[ ! -e x.png ]
}

@test "a full disk is an error" {
	run -2 gl-decode label -o /dev/full <<<'0.5 0.5'
	run -2 gl-decode image --size 1x1 -o /dev/full <<<1
	run -2 gl-decode image --size 1x1 --text -o /dev/full <<<1
	run -2 gl-decode image --size 1x1 --grid -o /dev/full <<<1
	run -2 bash -c 'gl-decode image --size 1x1 <<<1 >/dev/full'
}

@test "an option of another kind is refused" {
	run -2 gl-decode label --size 2x2 <<<'0.5 0.5'
	[ "$output" = "gl-decode: kind label has no option --size" ]
	run -2 gl-decode image --bare <<<'0.5 0.5'
	run -2 gl-decode labels <<<'0.5 0.5'
	[[ "$output" == *"hint: did you mean label?" ]]
}
