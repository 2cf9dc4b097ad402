# shellcheck shell=bash disable=SC2154
load helper

# The 16 numbers of a picture, after the transformations, one line for a line of it.
grid() {
	gl-augment "$1" --shape 1x4x4 one.txt "${@:2}" | gl-decode image --size 4x4 --grid --allow-nonfinite
}

setup() {
	gl_setup
	echo '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16' >one.txt
	seq 800 | awk '{ for (i = 0; i < 16; i++) printf "%s%g", (i ? " " : ""), ($1 * 7 + i * i) % 17 / 16; print "\t" $1 % 3 }' >many.txt
}

@test "a flip is what a mirror shows, or upside down" {
	[ "$(grid flip,p=1)" = $' 4  3  2  1\n 8  7  6  5\n12 11 10  9\n16 15 14 13' ]
	[ "$(grid flip=horizontal,p=100%)" = "$(grid flip,p=1)" ]
	[ "$(grid flip=vertical,p=1)" = $'13 14 15 16\n 9 10 11 12\n 5  6  7  8\n 1  2  3  4' ]
}

@test "a quarter turn goes anticlockwise, and four of them or a half and a half give the same bytes back" {
	[ "$(grid rotate=90..90)" = $' 4  8 12 16\n 3  7 11 15\n 2  6 10 14\n 1  5  9 13' ]
	[ "$(grid rotate=-90..-90)" = $'13  9  5  1\n14 10  6  2\n15 11  7  3\n16 12  8  4' ]
	[ "$(grid rotate=180..180)" = "$(grid flip=horizontal,p=1,flip=vertical,p=1)" ]
	gl-augment rotate=90..90,rotate=90..90,rotate=90..90,rotate=90..90 --shape 1x4x4 many.txt | cmp - many.txt
	gl-augment rotate=180..180 --shape 1x4x4 many.txt | gl-augment rotate=-180..-180 --shape 1x4x4 | cmp - many.txt
}

@test "a shift by whole pixels is exact, and the fill is black, a value, or the nearest pixel" {
	[ "$(grid shift=1..1)" = $' 0  0  0  0\n 0  1  2  3\n 0  5  6  7\n 0  9 10 11' ]
	[ "$(grid shift=-25%..-25%)" = $' 6  7  8  0\n10 11 12  0\n14 15 16  0\n 0  0  0  0' ]
	[ "$(grid shift=1..1,range=-1..16 | head -n 1)" = '-1 -1 -1 -1' ]
	[ "$(grid shift=1..1,fill=99 | head -n 1)" = '99 99 99 99' ]
	[ "$(grid shift=1..1,fill=edge)" = $' 1  1  2  3\n 1  1  2  3\n 5  5  6  7\n 9  9 10 11' ]
	[ "$(grid shift=9..9,fill=edge | sort -u)" = '1 1 1 1' ]
}

@test "a picture may come back after it has left, as moves that follow one another are one" {
	gl-augment shift=3..3,shift=-3..-3 --shape 1x4x4 one.txt | cmp - one.txt
	run ! cmp -s <(gl-augment shift=3..3 --shape 1x4x4 one.txt | gl-augment shift=-3..-3 --shape 1x4x4) one.txt
}

@test "the transformations are applied in the order in which they are written" {
	[ "$(grid shift=1..1,flip,p=1 | head -n 2 | tail -n 1)" = ' 3  2  1  0' ]
	[ "$(grid flip,p=1,shift=1..1 | head -n 2 | tail -n 1)" = ' 0  4  3  2' ]
}

@test "amounts that change nothing give the same bytes" {
	for list in shift=0 rotate=0 scale=0 scale=1..1 crop=0 crop=100% noise=0 brightness=0 contrast=0 erase=0 \
		flip,p=0 rotate=30,p=0% shift=0,rotate=0,noise=0,scale=0; do
		echo "$list"
		gl-augment "$list" --shape 1x4x4 many.txt | cmp - many.txt
	done
}

@test "every transformation of the list changes pictures, and no target" {
	run -0 gl-augment --list
	[ "${#lines[@]}" -ge 9 ]
	for line in "${lines[@]}"; do
		name=${line%%[=[ ]*}
		case $name in
		flip) list=flip ;;
		rotate) list=rotate=10 ;;
		*) list=$name=30% ;;
		esac
		echo "$list"
		gl-augment "$list" --shape 1x4x4 many.txt >out.txt
		run ! cmp -s out.txt many.txt
		cmp <(cut -f 2 out.txt) <(cut -f 2 many.txt)
		[ "$(wc -l <out.txt)" = 800 ]
	done
}

@test "p is the share of the pictures that are changed, and a half for flip" {
	gl-augment flip --shape 1x4x4 many.txt | diff - many.txt | grep -c '^<' >half || true
	gl-augment flip,p=20% --shape 1x4x4 many.txt | diff - many.txt | grep -c '^<' >fifth || true
	awk '{ exit !($1 > 350 && $1 < 450) }' half
	awk '{ exit !($1 > 120 && $1 < 200) }' fifth
}

@test "amounts fill their range, and whole pixels are each as likely" {
	for _ in $(seq 2000); do echo '0 0 0 0 0 0 0 1 0 0 0 0 0 0 0'; done >dot.txt
	gl-augment shift=2 --shape 1x1x15 dot.txt | awk '{ for (i = 1; i <= 15; i++) if ($i == 1) n[i - 8]++ }
		END { for (d in n) { k++; if (d + 0 < -2 || d + 0 > 2 || n[d] < 50 || n[d] > 110) bad = 1 } exit bad || k != 5 }'
	for _ in $(seq 2000); do echo '0.5'; done >gray.txt
	gl-augment brightness=20% --shape 1x1x1 gray.txt | sort -g | awk '{ x[NR] = $1 }
		END { exit !(x[1] >= 0.3 && x[1] < 0.302 && x[1000] > 0.48 && x[1000] < 0.52 && x[2000] <= 0.7 && x[2000] > 0.698) }'
}

@test "noise has the standard deviation that was asked for, and mean 0, for neighbours independently" {
	for _ in $(seq 40); do seq 400 | awk '{ printf "%s0.5", (NR > 1 ? " " : "") } END { print "" }'; done >gray.txt
	gl-augment noise=5% --shape 1x20x20 gray.txt | awk '{ for (i = 1; i <= NF; i++) { d = $i - 0.5; s += d; q += d * d; n++
			if (d > 0.05 || d < -0.05) far++; if (i > 1) c += d * last; last = d } }
		END { print s / n, sqrt(q / n), far / n, c / q
			exit !(s / n < 0.002 && s / n > -0.002 && sqrt(q / n) > 0.049 && sqrt(q / n) < 0.051 &&
				far / n > 0.30 && far / n < 0.335 && c / q < 0.03 && c / q > -0.03) }'
	gl-augment noise=5%,range=-50..50 --shape 1x20x20 gray.txt | awk '{ for (i = 1; i <= NF; i++) { d = $i - 0.5; q += d * d; n++ } }
		END { exit !(sqrt(q / n) > 4.9 && sqrt(q / n) < 5.1) }'
}

@test "values stay within the range, and a picture that is outside of it is refused by its place" {
	gl-augment noise=1,brightness=1,contrast=10..10 --shape 1x4x4 many.txt | cut -f 1 | tr ' ' '\n' |
		awk '$1 < 0 || $1 > 1 { bad = 1 } $1 == 0 || $1 == 1 { ends++ } END { exit bad || ends < 100 }'
	run -2 --separate-stderr gl-augment noise=1% --shape 1x4x4 one.txt
	[ "$output" = "" ]
	[ "${stderr%%$'\n'*}" = "gl-augment: one.txt:1: number 2 of the picture is 2, which is outside of range=0..1" ]
	gl-augment noise=1%,range=0..16 --shape 1x4x4 one.txt >/dev/null
	gl-augment contrast=2..2,range=any --shape 1x4x4 one.txt >out.txt
	same '-6.5 -4.5 -2.5 -0.5 1.5 3.5 5.5 7.5 9.5 11.5 13.5 15.5 17.5 19.5 21.5 23.5' out.txt
	{ cat many.txt; printf '%s\t0\n' "$(cat one.txt)"; } >mixed.txt
	run -2 --separate-stderr gl-augment noise=1% --shape 1x4x4 --skip 50 mixed.txt
	[[ $stderr == "gl-augment: mixed.txt:801: number 2 "* ]]
}

@test "an erased square has the size that was asked for, unless it reaches over an edge" {
	seq 400 | awk '{ printf "%s1", (NR > 1 ? " " : "") } END { print "" }' >white.txt
	for _ in $(seq 200); do cat white.txt; done >whites.txt
	gl-augment erase=5 --shape 1x20x20 whites.txt | awk '{ n = 0; for (i = 1; i <= NF; i++) n += $i == 0; if (n > 25 || n < 4) bad = 1; whole += n == 25 }
		END { exit bad || whole < 80 }'
	gl-augment erase=25%,fill=0.5 --shape 1x20x20 whites.txt | tr ' ' '\n' | sort | uniq -c | awk '{ n[$2] = $1 }
		END { exit !(n["0.5"] > 200 * 17 && n["0.5"] < 200 * 25 && n["0.5"] + n["1"] == 200 * 400) }'
}

@test "what becomes of a picture depends on seed, epoch and its row alone" {
	list=flip,shift=1,rotate=20,noise=5%,erase=1
	gl-augment "$list" --shape 1x4x4 many.txt >whole.txt
	{
		head -n 301 many.txt | gl-augment "$list" --shape 1x4x4
		tail -n +302 many.txt | gl-augment "$list" --shape 1x4x4 --skip 301
	} | cmp - whole.txt
	for threads in 1 2 3; do
		gl-augment "$list" --shape 1x4x4 --threads $threads many.txt | cmp - whole.txt
	done
	gl-augment "$list" --shape 1x4x4 --seed 1 --epoch 1 many.txt | cmp - whole.txt
	GL_SEED=2 gl-augment "$list" --shape 1x4x4 many.txt >other.txt
	gl-augment "$list" --shape 1x4x4 --seed 2 many.txt | cmp - other.txt
	run ! cmp -s other.txt whole.txt
	run ! cmp -s <(gl-augment "$list" --shape 1x4x4 --epoch 2 many.txt) whole.txt
	gl-augment "flip , shift=1, rotate=20,noise=5%,erase=1 " --shape 1x4x4 many.txt | cmp - whole.txt
}

@test "all channels of a picture move together" {
	awk '{ print $0, $0 }' one.txt >two.txt
	gl-augment rotate=30,scale=20%,shift=1,erase=2 --shape 2x4x4 two.txt | awk '{ for (i = 1; i <= 16; i++) if ($i != $(i + 16)) exit 1 }'
}

@test "binary pictures bring their shape, and keep it; --shape gives text one" {
	gl-cat -b --shape 1x4x4 many.txt -o many.npy
	gl-augment shift=1 --shape 1x4x4 many.txt >text.txt
	gl-augment shift=1 many.npy -o out.npy
	gl-cat -t out.npy | cmp - text.txt
	gl-augment shift=1 -b --shape 1x4x4 many.txt | cmp - out.npy
	gl-augment shift=1,shape=1x4x4 -b many.txt | cmp - out.npy
	gl-cat -b --shape 4x4 many.txt | gl-augment shift=1 -t | cmp - text.txt
	/usr/bin/python3 -c 'import numpy as n; a = n.load("out.npy"); assert a["x"].shape == (800, 1, 4, 4) and a["x"].dtype == "<f4", a["x"]'
	gl-cat -b many.txt | gl-augment shift=1 --shape 1x4x4 -t | cmp - text.txt
}

@test "fields behind the picture ride along, text too, and no pictures are no pictures" {
	printf '0 1 1 0\t1\tcat.png\n' | gl-augment flip,p=1 --shape 1x2x2 >out.txt
	same $'1 0 0 1\t1\tcat.png' out.txt
	run -0 gl-augment flip /dev/null
	[ "$output" = "" ]
}

@test "names and amounts that are wrong are refused, with what is near" {
	run -2 gl-augment rotat=3 one.txt
	[ "$output" = $'gl-augment: unknown transformation \'rotat\'\nhint: did you mean rotate?' ]
	run -2 gl-augment rotate one.txt
	[ "$output" = $'gl-augment: rotate: how much?\nhint: like this: rotate=DEGREES; it needs a number of degrees' ]
	run -2 gl-augment flip one.txt
	[ "$output" = $'gl-augment: one.txt:1: field 1 has 16 numbers, and nothing says what picture they are\nhint: shape=1x4x4 in the list says so: channels, height, width' ]
	run -2 gl-augment flip,shape=1x5x5 one.txt
	[ "$output" = "gl-augment: one.txt:1: field 1 has 16 numbers, but a picture of 1x5x5 has 25" ]
	run -2 gl-augment
	[ "$output" = $'gl-augment: which transformations?\nhint: gl-augment --list names the transformations' ]
}

@test "a full disk is an error" {
	run -2 bash -c 'gl-augment flip --shape 1x4x4 many.txt >/dev/full'
	gl-augment flip --shape 1x4x4 many.txt -o out.txt
	cp out.txt before
	run -2 bash -c 'gl-augment noise=1% --shape 1x4x4 many.txt one.txt -o out.txt'
	cmp out.txt before
}
